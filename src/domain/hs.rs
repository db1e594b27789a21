//! Harmonized System codes: digits only inside, two to ten of them, of which six are international.

use serde::{Deserialize, Serialize};

/// A code of 2 to 10 digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsCode(String);

impl HsCode {
    /// Reads a code written with dots, spaces or hyphens, and an optional leading `HS`.
    pub fn parse(text: &str) -> Option<HsCode> {
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
        HsCode::parse(&text).ok_or_else(|| format!("{text} is not an HS code of 2 to 10 digits"))
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
        for text in ["77", "0", "00", "98", "0801a", "08013200000", ""] {
            assert_eq!(HsCode::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_six_digits_count_for_closeness() {
        let code = |text| HsCode::parse(text).expect("valid");
        assert_eq!(code("0801320010").shared(&code("0801320099")), 6);
        assert_eq!(code("080131").shared(&code("080132")), 5);
        assert_eq!(code("0801").shared(&code("080132")), 4);
    }
}
