//! The query string, read once and strictly: bytes that are not UTF-8, unknown names and repeated
//! names are told to the caller instead of turning into another query than the one that was meant.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;

use serde_json::{Map, Value};

use super::problem::{Kind, Problem};
use crate::domain::Side;
use crate::domain::relevance::check_note;
use crate::text::{CORE, Lang};

/// Longest query string, in bytes: room for [`MAX_QUERY_BYTES`] of text in percent form and the longest cursor.
pub const MAX_URI_QUERY_BYTES: usize = 16_384;
/// Longest text of a search, in bytes of UTF-8.
pub const MAX_QUERY_BYTES: usize = 2_000;
/// Largest page.
pub const MAX_LIMIT: usize = 100;

/// The parameters of a request, decoded.
#[derive(Debug)]
pub(crate) struct Params(BTreeMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Params, Problem> {
        Params::parse(parts.uri.query().unwrap_or_default())
    }
}

impl Params {
    pub(crate) fn parse(query: &str) -> Result<Params, Problem> {
        if query.len() > MAX_URI_QUERY_BYTES {
            return Err(Problem::new(Kind::UriTooLong, format!("the query string has {} bytes; at most {MAX_URI_QUERY_BYTES} are read", query.len())));
        }
        let mut map = BTreeMap::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = String::from_utf8(unescape(name))
                .map_err(|_| Problem::field("query string", "has a parameter name that is not UTF-8", "percent-encode UTF-8 bytes"))?;
            let value = String::from_utf8(unescape(value)).map_err(|bad| not_utf8(&name, bad.as_bytes()))?;
            if value.contains('\0') {
                return Err(Problem::field(&name, "holds a NUL character", "remove %00"));
            }
            if map.contains_key(&name) {
                return Err(Problem::field(&name, "is given twice", "give each parameter once"));
            }
            map.insert(name, value);
        }
        Ok(Params(map))
    }

    /// The same from a JSON object of texts, numbers and flags; null counts as absent.
    pub(crate) fn of(map: &Map<String, Value>) -> Result<Params, Problem> {
        let mut out = BTreeMap::new();
        for (name, value) in map {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                Value::Array(_) | Value::Object(_) => return Err(Problem::field(name, "is not a text, number or flag", "write it as in the query string of /v1/search")),
            };
            out.insert(name.clone(), text);
        }
        Ok(Params(out))
    }

    /// Refuses names other than these.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        match self.0.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) if known.is_empty() => Err(Problem::field(name, "is not a parameter here", "leave it out")),
            Some(name) => Err(Problem::field(name, "is not a parameter here", format!("known here: {}", known.join(", ")))),
        }
    }

    /// A parameter without surrounding spaces; empty counts as absent.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// Why something is changed, in the operator's words; empty if absent.
    pub(crate) fn note(&self) -> Result<String, Problem> {
        let note = self.owned("note").unwrap_or_default();
        check_note(&note).map_err(|fault| Problem::field(&fault.field, fault.problem, fault.hint))?;
        Ok(note)
    }

    pub(crate) fn parsed<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>, hint: &str) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match parse(text) {
            Some(value) => Ok(Some(value)),
            None => Err(Problem::field(name, format!("cannot be read from {text:?}"), hint)),
        }
    }

    /// The page size: 1 to [`MAX_LIMIT`], 20 if absent.
    pub(crate) fn limit(&self) -> Result<usize, Problem> {
        let fits = |text: &str| text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
        Ok(self.parsed("limit", fits, "use a number from 1 to 100")?.unwrap_or(20))
    }

    /// Page size and cursor of a list that takes no other parameter, where a cursor is a number.
    pub(crate) fn page<N: FromStr>(&self) -> Result<(usize, Option<N>), Problem> {
        self.only(&["limit", "cursor"])?;
        Ok((self.limit()?, self.cursor(|text| text.parse().ok())?))
    }

    /// Where the page before ended.
    pub(crate) fn cursor<T>(&self, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
        self.parsed("cursor", parse, "send the cursor of the page before, unchanged")
    }

    /// The side that is searched, as `side` names it.
    pub(crate) fn side(&self) -> Result<Option<Side>, Problem> {
        self.parsed("side", |text| [Side::Offer, Side::Request].into_iter().find(|side| side.plural() == text), "use offers or requests")
    }

    pub(crate) fn flag(&self, name: &str) -> Result<bool, Problem> {
        let read = |text: &str| match text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        };
        Ok(self.parsed(name, read, "use true or false")?.unwrap_or(false))
    }

    /// Text of at most [`MAX_QUERY_BYTES`]; empty if absent.
    pub(crate) fn query(&self, name: &str) -> Result<String, Problem> {
        let text = self.0.get(name).map_or("", |value| value.trim());
        if text.len() > MAX_QUERY_BYTES {
            let hint = "send a long text as a request to POST /v1/match";
            return Err(Problem::field(name, format!("has {} bytes; at most {MAX_QUERY_BYTES} are read", text.len()), hint));
        }
        Ok(text.to_owned())
    }

    /// Whether the caller asked to wait until a write can be found.
    pub(crate) fn waits(&self) -> Result<bool, Problem> {
        let read = |text: &str| (text == "searchable").then_some(true);
        Ok(self.parsed("wait", read, "the one value is searchable")?.unwrap_or(false))
    }

    /// The language for sentences and labels: `reader`, else the best of `Accept-Language`.
    pub(crate) fn reader(&self, headers: &HeaderMap) -> Option<String> {
        let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        self.owned("reader").or_else(|| preferred(header?))
    }
}

/// Of the languages that somebody accepts the best one that has sentences, else simply the best.
fn preferred(header: &str) -> Option<String> {
    let weighed = header.split(',').filter_map(|entry| {
        let (tag, rest) = entry.split_once(';').unwrap_or((entry, ""));
        let weight: f32 = rest.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.trim().parse().ok())?;
        let tag = tag.trim();
        (weight > 0.0).then_some((Lang::new(tag)?, tag, weight))
    });
    let mut accepted: Vec<(Lang, &str, f32)> = weighed.collect();
    accepted.sort_by(|a, b| b.2.total_cmp(&a.2));
    let spoken = accepted.iter().find(|(lang, ..)| CORE.contains(lang));
    spoken.or(accepted.first()).map(|(_, tag, _)| (*tag).to_owned())
}

fn not_utf8(name: &str, bytes: &[u8]) -> Problem {
    // Most of what arrives broken comes from pages in GBK: say so when the bytes are valid there.
    let (_, _, faulty) = encoding_rs::GB18030.decode(bytes);
    let hint = if faulty { "percent-encode UTF-8 bytes" } else { "the bytes look like GBK; percent-encode UTF-8 bytes instead" };
    Problem::field(name, "is not UTF-8", hint)
}

/// Percent and plus signs undone; a stray percent sign stays as it is.
fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escaped = match (first, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        match (escaped, first) {
            (Some(byte), _) => {
                out.push(byte);
                rest = tail.get(2..).unwrap_or_default();
                continue;
            }
            (None, b'+') => out.push(b' '),
            (None, byte) => out.push(*byte),
        }
        rest = tail;
    }
    out
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_plus_and_stray_signs() {
        let params = Params::parse("q=%E8%85%B0+100%25&x=50%&y=%zz").expect("valid");
        assert_eq!(params.text("q"), Some("腰 100%"));
        assert_eq!(params.text("x"), Some("50%"));
        assert_eq!(params.text("y"), Some("%zz"));
    }

    #[test]
    fn the_best_language_that_has_sentences_is_taken() {
        assert_eq!(preferred("zh-CN,zh;q=0.9,en;q=0.8").as_deref(), Some("zh-CN"));
        assert_eq!(preferred("de-DE,de;q=0.9,fr;q=0.5,en;q=0.7").as_deref(), Some("en"));
        assert_eq!(preferred("en;q=0.2, ru;q=0.9, fr;q=0").as_deref(), Some("ru"));
        assert_eq!(preferred("de"), Some("de".to_owned()));
        assert_eq!(preferred("*"), None);
    }

    #[test]
    fn gbk_is_named() {
        let problem = Params::parse("q=%D1%FC%B9%FB").expect_err("GBK");
        assert_eq!(problem.status, 400);
        assert!(problem.errors[0].hint.contains("GBK"), "{problem:?}");
    }
}
