//! Harmonized System codes: digits only inside, two to ten of them, of which six are international.

use serde::{Deserialize, Serialize};

/// A code of 2 to 10 digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsCode(String);

impl HsCode {
    /// Reads a code written with dots, spaces or hyphens, and an optional leading `HS`. Codes have an even number of
    /// digits, but for the nine of some customs: 80131 is 080131 without its zero and no code of chapter 80.
    pub fn parse(text: &str) -> Option<HsCode> {
        HsCode::stored(text).filter(|code| code.0.len().is_multiple_of(2) || code.0.len() == 9)
    }

    /// A code with the zeros that a spreadsheet or a JSON number dropped: 80132 was 080132; of `801.3` and
    /// `801.32` a heading of four digits and a subheading of two remain.
    pub fn whole(text: &str) -> String {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits(text) && text.len() % 2 == 1 && !text.starts_with('0') {
            return format!("0{text}");
        }
        match text.split_once('.') {
            Some((heading, sub)) if digits(heading) && digits(sub) && matches!(heading.len(), 3 | 4) && sub.len() <= 2 => format!("{heading:0>4}.{sub:0<2}"),
            _ => text.to_owned(),
        }
    }

    /// A code as earlier programs stored it, whatever the number of its digits.
    fn stored(text: &str) -> Option<HsCode> {
        let text = text.trim();
        let bare = text.get(..2).filter(|start| start.eq_ignore_ascii_case("hs")).map_or(text, |_| {
            text.get(2..).unwrap_or_default().trim_start_matches([' ', ':', '.', '：'])
        });
        if !bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ' | '-')) {
            return None;
        }
        let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
        let chapter = digits.get(..2).and_then(|two| two.parse::<u8>().ok())?;
        let known = (1..=97).contains(&chapter) && chapter != 77;
        (known && (2..=10).contains(&digits.len())).then_some(HsCode(digits))
    }

    /// All digits, without separators.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The international part: at most six digits.
    pub fn international(&self) -> &str {
        self.0.get(..6).unwrap_or(&self.0)
    }

    /// Number of leading digits, of the international six, that two codes share.
    pub fn shared(&self, other: &HsCode) -> usize {
        self.international().bytes().zip(other.international().bytes()).take_while(|(a, b)| a == b).count()
    }

    /// The way people write it: `0801.32`.
    pub fn dotted(&self) -> String {
        match (self.0.get(..4), self.0.get(4..)) {
            (Some(heading), Some(rest)) if !rest.is_empty() => format!("{heading}.{rest}"),
            _ => self.0.clone(),
        }
    }
}

impl TryFrom<String> for HsCode {
    type Error = String;
    fn try_from(text: String) -> Result<HsCode, String> {
        HsCode::stored(&text).ok_or_else(|| format!("{text} is not an HS code of 2 to 10 digits"))
    }
}

impl From<HsCode> for String {
    fn from(code: HsCode) -> String {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_one_code() {
        for text in ["0801.32", "080132", "0801 32", "HS 0801.32", "hs:0801-32"] {
            assert_eq!(HsCode::parse(text).map(|c| c.digits().to_owned()), Some("080132".to_owned()), "{text}");
        }
        for text in ["77", "0", "00", "98", "0801a", "08013200000", "", "801", "80131", "0801.3"] {
            assert_eq!(HsCode::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_stored_code_is_read_on_and_a_dropped_zero_comes_back() {
        assert_eq!(serde_json::from_str::<HsCode>("\"80131\"").map(|code| code.digits().to_owned()).ok(), Some("80131".to_owned()));
        assert_eq!([HsCode::whole("80131"), HsCode::whole("901"), HsCode::whole("8"), HsCode::whole("8471"), HsCode::whole("801.3")], ["080131", "0901", "08", "8471", "0801.30"]);
    }

    #[test]
    fn only_six_digits_count_for_closeness() {
        let code = |text| HsCode::parse(text).expect("valid");
        assert_eq!(code("0801320010").shared(&code("0801320099")), 6);
        assert_eq!(code("080131").shared(&code("080132")), 5);
        assert_eq!(code("0801").shared(&code("080132")), 4);
    }
}
