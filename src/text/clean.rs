//! Text in normal form, with the way back to what was written.
//!
//! Order matters: canonical composition first (so that a letter and its mark are one
//! character), then the foldings of `letters`, then composition again in the rare text where a
//! folding brought a letter and a mark together.
//!
//! Invariants:
//! - any text is accepted; cleaning clean text changes nothing;
//! - [`Clean::original_span`] always lies on character boundaries of the original;
//! - what was removed at the edge of a span is not part of its original span.

use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::letters::{Fate, fate, is_bidi_override, is_fixed, unfold};
use super::offset::OffsetMap;
use super::script::combines;

/// How often folding and composing are repeated until nothing changes; two is the most that
/// any text seen so far needed.
const MAX_ROUNDS: usize = 4;

/// Text in normal form with a map back to the original.
#[derive(Debug, Clone)]
pub struct Clean {
    original: String,
    /// `None` while the normal form is the original itself.
    text: Option<String>,
    /// Steps from the normal form back to the original, the first made first.
    steps: Vec<OffsetMap>,
    newlines: Vec<usize>,
    removed: usize,
    bidi: bool,
}

impl Clean {
    /// Brings any text to normal form: NFC; full width to half width; digits of all scripts to
    /// ASCII; Arabic, Persian and Urdu letter variants unified, vowel marks and tatweel off; ё to
    /// е; traditional Han to simplified; zero-width, bidi and other controls removed; typographic
    /// apostrophes and hyphens to ASCII; each white space run one space. Case is kept, and
    /// superscripts, fractions and signs stay.
    pub fn new(original: &str) -> Clean {
        let mut clean = Clean {
            original: original.to_owned(),
            text: None,
            steps: Vec::new(),
            newlines: Vec::new(),
            removed: 0,
            bidi: false,
        };
        if is_plain(original) {
            return clean;
        }
        for round in 0..MAX_ROUNDS {
            let composed = clean.compose();
            if round > 0 && !composed {
                break;
            }
            if !clean.fold_letters() && round > 0 {
                break;
            }
        }
        clean
    }

    /// The normal form.
    pub fn as_str(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.original)
    }

    /// The text as it was given.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// The bytes of the original from which the bytes `span` of [`Clean::as_str`] were made,
    /// widened to whole characters.
    pub fn original_span(&self, span: Range<usize>) -> Range<usize> {
        let len = self.as_str().len();
        let end = span.end.min(len);
        let mut span = span.start.min(end)..end;
        for step in self.steps.iter().rev() {
            span = step.back(span);
        }
        let start = self.original.floor_boundary(span.start);
        let end = self.original.ceil_boundary(span.end);
        start..end.max(start)
    }

    /// How many invisible characters (zero width, bidi and other controls) were removed.
    pub fn removed_controls(&self) -> usize {
        self.removed
    }

    /// Whether the original holds bidi embeddings, overrides or isolates.
    pub fn has_bidi_override(&self) -> bool {
        self.bidi
    }

    /// Whether a line ended within these bytes of the normal form.
    pub(crate) fn has_newline(&self, span: &Range<usize>) -> bool {
        let from = self.newlines.partition_point(|at| *at < span.start);
        self.newlines.get(from).is_some_and(|at| *at < span.end)
    }

    /// Where the line of a byte ends: at the next line break, or with the text.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        let next = self.newlines.partition_point(|newline| *newline < at);
        self.newlines.get(next).copied().unwrap_or(self.as_str().len())
    }

    /// Brings the text to NFC; says whether that changed it.
    fn compose(&mut self) -> bool {
        let nfc = ComposingNormalizerBorrowed::new_nfc();
        let text = self.as_str();
        if nfc.is_normalized(text) {
            return false;
        }
        let mut out = String::with_capacity(text.len());
        let mut map = OffsetMap::default();
        let mut newlines = Vec::new();
        let mut start = 0;
        let bounds = text
            .char_indices()
            .filter(|(at, c)| *at > 0 && !combines(*c))
            .map(|(at, _)| at)
            .chain([text.len()]);
        for end in bounds {
            let chunk = text.get(start..end).unwrap_or_default();
            let at = out.len();
            if self.newlines.binary_search(&start).is_ok() {
                newlines.push(at);
            }
            if chunk.is_ascii() {
                out.push_str(chunk);
            } else {
                out.push_str(&nfc.normalize(chunk));
            }
            if out.len() > at {
                map.push(at, out.len() - at, start, end - start);
            }
            start = end;
        }
        self.newlines = newlines;
        self.steps.push(map);
        self.text = Some(out);
        true
    }

    /// Applies the foldings of `letters`; says whether they changed the text.
    fn fold_letters(&mut self) -> bool {
        let mut folder = Folder::new(self.as_str().len());
        let text = self.as_str();
        let mut rest = text;
        while !rest.is_empty() {
            // What stays as it is is copied in runs, and so is a lone space after one.
            let run = rest.find(|c| !is_fixed(c)).unwrap_or(rest.len());
            let (plain, after) = rest.split_at_checked(run).unwrap_or((rest, ""));
            folder.copy(plain, text.len() - rest.len());
            let Some(c) = after.chars().next() else { break };
            let at = text.len() - after.len();
            if c == ' ' && self.newlines.binary_search(&at).is_ok() {
                folder.space(c, at, true);
            } else {
                folder.take(c, at);
            }
            rest = after.get(c.len_utf8()..).unwrap_or_default();
        }
        self.removed += folder.removed;
        self.bidi |= folder.bidi;
        self.newlines = folder.newlines;
        if folder.out == self.as_str() {
            return false;
        }
        self.text = Some(folder.out);
        self.steps.push(folder.map);
        true
    }
}

/// The normal form in the making.
struct Folder {
    out: String,
    map: OffsetMap,
    newlines: Vec<usize>,
    removed: usize,
    bidi: bool,
    /// Whether `out` ends with the space of a white space run.
    space: bool,
}

impl Folder {
    fn new(len: usize) -> Folder {
        Folder {
            out: String::with_capacity(len),
            map: OffsetMap::default(),
            newlines: Vec::new(),
            removed: 0,
            bidi: false,
            space: false,
        }
    }

    fn copy(&mut self, plain: &str, at: usize) {
        if !plain.is_empty() {
            self.map.push(self.out.len(), plain.len(), at, plain.len());
            self.out.push_str(plain);
            self.space = false;
        }
    }

    fn take(&mut self, c: char, at: usize) {
        match fate(c) {
            Fate::One(to) => self.put(to, at, c.len_utf8()),
            Fate::Many(text) => {
                self.map.push(self.out.len(), text.len(), at, c.len_utf8());
                self.out.push_str(text);
                self.space = false;
            }
            Fate::Unfold => self.unfold(c, at),
            Fate::Space => self.space(c, at, false),
            Fate::Newline => self.space(c, at, true),
            Fate::Drop => {}
            Fate::Control => {
                self.removed += 1;
                self.bidi |= is_bidi_override(c);
            }
        }
    }

    fn put(&mut self, to: char, at: usize, from: usize) {
        self.map.push(self.out.len(), to.len_utf8(), at, from);
        self.out.push(to);
        self.space = false;
    }

    fn unfold(&mut self, c: char, at: usize) {
        let begin = self.out.len();
        for part in unfold(c).chars() {
            match fate(part) {
                Fate::One(to) => self.out.push(to),
                Fate::Space if self.out.ends_with(' ') => {}
                Fate::Space => self.out.push(' '),
                _ => {}
            }
        }
        if self.out.len() > begin {
            self.map.push(begin, self.out.len() - begin, at, c.len_utf8());
            self.space = self.out.ends_with(' ');
        }
    }

    fn space(&mut self, c: char, at: usize, newline: bool) {
        if !self.space {
            self.map.push(self.out.len(), 1, at, c.len_utf8());
            self.out.push(' ');
            self.space = true;
        }
        if newline {
            self.newlines.push(self.out.len() - 1);
        }
    }
}

/// Whether the text is its own normal form: characters that stay as they are, single spaces, composed.
fn is_plain(text: &str) -> bool {
    let mut before = 'x';
    let fixed = text.chars().all(|c| {
        let fine = is_fixed(c) || (c == ' ' && before != ' ');
        before = c;
        fine
    });
    fixed && (text.is_ascii() || ComposingNormalizerBorrowed::new_nfc().is_normalized(text))
}

/// Character boundaries at or around a byte position.
trait Boundaries {
    fn floor_boundary(&self, at: usize) -> usize;
    fn ceil_boundary(&self, at: usize) -> usize;
}

impl Boundaries for str {
    fn floor_boundary(&self, at: usize) -> usize {
        let at = at.min(self.len());
        (0..=at).rev().find(|i| self.is_char_boundary(*i)).unwrap_or(0)
    }

    fn ceil_boundary(&self, at: usize) -> usize {
        (at..self.len()).find(|i| self.is_char_boundary(*i)).unwrap_or(self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        Clean::new(text).as_str().to_owned()
    }

    #[test]
    fn normal_form() {
        for (written, clean) in [
            ("Cashew W320", "Cashew W320"),
            ("ＪＢ－３２０．Ａ", "JB-320.A"),
            ("e\u{323}\u{302} a\u{301}", "ệ á"),
            ("ﾎﾟﾝﾄﾞ", "ポンド"),
            ("٢٠٠ ۲۰۰ २०० ২০০ ๒๐๐", "200 200 200 200 200"),
            ("١٬٢٥٠٫٥", "1,250.5"),
            ("أَرُزّ تـــمر فستق‌ی", "ارز تمر فستقي"),
            ("کاجو، پستہ", "كاجو, پسته"),
            ("зелёный Ёж", "зеленый Еж"),
            ("帶殼腰果　乾", "带壳腰果 干"),
            ("10² 1½ ™Acme m³", "10² 1½ ™Acme m³"),
            ("a\u{200B}b\u{FEFF}c\u{AD}d", "abcd"),
            ("a \t\n b\u{A0}\u{2009}c", "a b c"),
            ("l’huile W‑320", "l'huile W-320"),
            ("ﷲ ﻻ ﬁn", "الله لا fin"),
        ] {
            assert_eq!(cleaned(written), clean, "{written}");
        }
    }

    #[test]
    fn the_way_back() {
        let clean = Clean::new("求購 ＪＢ－３２０ e\u{301}té");
        let original = |word: &str| {
            let at = clean.as_str().find(word).unwrap_or(usize::MAX - 99);
            clean.original().get(clean.original_span(at..at + word.len()))
        };
        assert_eq!(original("购"), Some("購"));
        assert_eq!(original("JB-320"), Some("ＪＢ－３２０"));
        assert_eq!(original("été"), Some("e\u{301}té"));
        assert_eq!(original(""), Some(""));
    }

    #[test]
    fn controls_are_counted() {
        let clean = Clean::new("abc\u{202E}fdp.exe\u{200B}");
        assert_eq!(clean.removed_controls(), 2);
        assert!(clean.has_bidi_override());
        assert!(!Clean::new("a\u{200D}b").has_bidi_override());
    }
}
