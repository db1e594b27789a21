//! The language tag: a small copyable name, not a locale.
//!
//! Invariant: a `Lang` holds two or three lower-case ASCII letters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 639 code of two or three lower-case letters; [`Lang::UND`] where the language is unknown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lang([u8; 3]);

/// The core languages, in the order of the lexicon's columns.
pub const CORE: [Lang; 14] = [
    Lang::ZH, Lang::EN, Lang::FR, Lang::ES, Lang::PT, Lang::AR, Lang::RU,
    Lang::SW, Lang::HI, Lang::BN, Lang::ID, Lang::VI, Lang::TH, Lang::AM,
];

/// Retired or three-letter codes and the two-letter code in use.
const ALIASES: [(&str, &str); 27] = [
    ("iw", "he"),
    ("in", "id"),
    ("ji", "yi"),
    ("cmn", "zh"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("eng", "en"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("por", "pt"),
    ("ara", "ar"),
    ("arb", "ar"),
    ("rus", "ru"),
    ("swa", "sw"),
    ("swh", "sw"),
    ("hin", "hi"),
    ("ben", "bn"),
    ("ind", "id"),
    ("vie", "vi"),
    ("tha", "th"),
    ("amh", "am"),
    ("urd", "ur"),
    ("tur", "tr"),
    ("fas", "fa"),
    ("hau", "ha"),
    ("msa", "ms"),
];

impl Lang {
    /// The language is not known.
    pub const UND: Lang = Lang(*b"und");
    /// Amharic.
    pub const AM: Lang = Lang::code(*b"am");
    /// Arabic.
    pub const AR: Lang = Lang::code(*b"ar");
    /// Bengali.
    pub const BN: Lang = Lang::code(*b"bn");
    /// English.
    pub const EN: Lang = Lang::code(*b"en");
    /// Spanish.
    pub const ES: Lang = Lang::code(*b"es");
    /// French.
    pub const FR: Lang = Lang::code(*b"fr");
    /// Hindi.
    pub const HI: Lang = Lang::code(*b"hi");
    /// Indonesian.
    pub const ID: Lang = Lang::code(*b"id");
    /// Portuguese.
    pub const PT: Lang = Lang::code(*b"pt");
    /// Russian.
    pub const RU: Lang = Lang::code(*b"ru");
    /// Swahili.
    pub const SW: Lang = Lang::code(*b"sw");
    /// Thai.
    pub const TH: Lang = Lang::code(*b"th");
    /// Turkish.
    pub const TR: Lang = Lang::code(*b"tr");
    /// Vietnamese.
    pub const VI: Lang = Lang::code(*b"vi");
    /// Chinese.
    pub const ZH: Lang = Lang::code(*b"zh");

    /// The primary subtag of a BCP 47 tag (`zh-Hant-TW` gives `zh`), retired codes renewed
    /// (`iw` gives `he`). `None` if the tag does not begin with two or three ASCII letters.
    pub fn new(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next()?;
        let raw = primary.to_ascii_lowercase();
        if !(2..=3).contains(&raw.len()) || !raw.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let known = ALIASES.iter().find(|(old, _)| *old == raw);
        Some(Lang::pack(known.map_or(raw.as_str(), |(_, new)| new)))
    }

    /// A code known to be well formed, for tables in this module.
    pub(crate) const fn code(code: [u8; 2]) -> Lang {
        Lang([code[0], code[1], 0])
    }

    fn pack(code: &str) -> Lang {
        let mut bytes = [0; 3];
        for (slot, b) in bytes.iter_mut().zip(code.bytes()) {
            *slot = b;
        }
        Lang(bytes)
    }

    /// The code as text: `zh`, `und`.
    pub fn as_str(&self) -> &str {
        let bytes = self.0.split(|b| *b == 0).next().unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or("und")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Lang {
    type Err = BadLang;

    fn from_str(tag: &str) -> Result<Lang, BadLang> {
        Lang::new(tag).ok_or(BadLang)
    }
}

/// The tag where people read it, three bytes in the index.
impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() { to.serialize_str(self.as_str()) } else { self.0.serialize(to) }
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Lang, D::Error> {
        if from.is_human_readable() {
            let tag = String::deserialize(from)?;
            return Lang::new(&tag).ok_or_else(|| serde::de::Error::custom(BadLang));
        }
        <[u8; 3]>::deserialize(from).map(Lang)
    }
}

/// A text that is no language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadLang;

impl fmt::Display for BadLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a language tag of two or three letters")
    }
}

impl std::error::Error for BadLang {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_primary_subtag() {
        let code = |tag: &str| Lang::new(tag).map(|l| l.to_string());
        assert_eq!(code("zh-Hant"), Some("zh".into()));
        assert_eq!(code("pt_BR"), Some("pt".into()));
        assert_eq!(code("iw"), Some("he".into()));
        assert_eq!(code("in"), Some("id".into()));
        assert_eq!(code("swh"), Some("sw".into()));
        assert_eq!(code("yue"), Some("yue".into()));
        assert_eq!(code("und"), Some("und".into()));
        assert_eq!(Lang::new("und"), Some(Lang::UND));
        for bad in ["", "x", "english", "中文", "e1", "-en"] {
            assert_eq!(Lang::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn core_codes_read_back() {
        for lang in CORE {
            assert_eq!(Lang::new(lang.as_str()), Some(lang));
        }
        assert_eq!(CORE.first().map(Lang::as_str), Some("zh"));
    }
}
