//! A question and what was answered, as the log keeps it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Signals;
use crate::domain::Side;
use crate::domain::relevance::Served;
use crate::text::{Clean, Term, TermKind};

/// Most words of a question that are kept as unknown.
const MAX_UNKNOWN: usize = 12;
/// Most characters of a question that are kept.
const MAX_TEXT_CHARS: usize = 300;
/// Digits in a row from which a number is taken for a telephone: mobiles of China have 11, codes of the
/// Harmonized System at most 10.
const TELEPHONE_DIGITS: usize = 11;

/// Names one answer; later ones sort later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QueryId(Uuid);

impl QueryId {
    /// A new one, with the time in it.
    pub fn draw() -> QueryId {
        QueryId(Uuid::now_v7())
    }

    /// Reads the form that answers carry.
    pub fn parse(text: &str) -> Option<QueryId> {
        let uuid = Uuid::from_str(text.strip_prefix("q-")?).ok()?;
        (uuid.get_version_num() == 7).then_some(QueryId(uuid))
    }

    /// Milliseconds since 1970 at which it was drawn.
    pub fn at(&self) -> i64 {
        let (seconds, nanos) = self.0.get_timestamp().map_or((0, 0), |time| time.to_unix());
        i64::try_from(seconds).unwrap_or(i64::MAX / 1_000) * 1_000 + i64::from(nanos / 1_000_000)
    }

    pub(super) fn bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    pub(super) fn of_bytes(bytes: &[u8]) -> Option<QueryId> {
        Uuid::from_slice(bytes).ok().map(QueryId)
    }
}

impl fmt::Display for QueryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "q-{}", self.0)
    }
}

/// How a question came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// Somebody typed it.
    Typed,
    /// A stored posting looked for its answers.
    Posted,
    /// A posting that is not stored did.
    Unsaved,
}

/// A posting that was shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// Its identifier.
    pub id: String,
    /// Its supplier or buyer.
    #[serde(rename = "p")]
    pub party: String,
    /// Size class of that party.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Country of that party.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Language of the posting, declared or read.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// What it was ranked by; none beyond the number of hits for which that is kept.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub signals: Option<Signals>,
}

/// A question and what was answered. Serialised into the store: fields are only ever added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// How it came.
    pub how: How,
    /// The side that was searched.
    pub side: Side,
    /// The words in normal form, see [`normal`]; the title of a posting.
    pub text: String,
    /// Likeliest language of the words as a BCP 47 tag; `und` if nothing says.
    pub lang: String,
    /// Concepts that were read, the weightiest first.
    pub concepts: Vec<String>,
    /// Digits of the Harmonized System, filtered by or written; empty if none.
    #[serde(default)]
    pub hs: String,
    /// Countries of origin, filtered by or written.
    #[serde(default)]
    pub origins: Vec<String>,
    /// Words that the lexicon does not know.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// How far the search was relaxed: `all`, `some` or `spelling`.
    pub stage: String,
    /// How many postings matched.
    pub total: usize,
    /// How many hits came before these, on earlier pages.
    #[serde(default)]
    pub before: usize,
    /// How long the answer took, in microseconds.
    pub micros: u64,
    /// Name and version of the relevance profile.
    pub profile: String,
    /// The part of the answer in a trial, with whose pick each hit was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial: Option<Served>,
    /// Names of what hits were ranked by, in the order of [`Signals::values`]; empty if that is not kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<String>,
    /// What was shown, in order.
    pub shown: Vec<Shown>,
}

impl Asked {
    /// The place of a posting in the whole list, 1 for the first; none if this page did not show it.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.shown.iter().position(|shown| shown.id == id).map(|at| self.before + at + 1)
    }

    /// Postings with their places.
    pub fn places(&self) -> impl Iterator<Item = (usize, &Shown)> {
        (self.before + 1..).zip(&self.shown)
    }

    /// Whether this is the first page: later ones repeat the question.
    pub fn is_first_page(&self) -> bool {
        self.before == 0
    }
}

/// A text in normal form and small letters, without contacts, cut after 300 characters: equal questions
/// are one question, and whoever writes an address or a telephone number is not kept by it.
pub fn normal(text: &str) -> String {
    let clean = Clean::new(text).as_str().to_lowercase();
    let words: Vec<&str> = clean.split_whitespace().map(|word| if is_contact(word) { "…" } else { word }).collect();
    words.join(" ").chars().take(MAX_TEXT_CHARS).collect()
}

fn is_contact(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let dialled = word.starts_with('+') && digits >= 3;
    word.contains('@') || word.contains("://") || dialled || digits >= TELEPHONE_DIGITS
}

/// The words among terms: of scripts without spaces dictionary words, where there are none pairs of
/// characters, else the characters.
pub(crate) fn words(terms: &[Term]) -> Vec<String> {
    let of = |wanted: &[TermKind]| {
        let mut words: Vec<String> = Vec::new();
        for term in terms.iter().filter(|term| term.exact && wanted.contains(&term.kind)) {
            if !words.contains(&term.text) && !is_contact(&term.text) {
                words.push(term.text.clone());
            }
        }
        words.truncate(MAX_UNKNOWN);
        words
    };
    let tried = [&[TermKind::Word, TermKind::Code][..], &[TermKind::Bigram], &[TermKind::Unigram]];
    tried.into_iter().map(of).find(|words| !words.is_empty()).unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A typed question for offers; the first hit has the place after `before`.
    pub(in crate::watch) fn asked(text: &str, lang: &str, shown: &[&str]) -> Asked {
        Asked {
            how: How::Typed,
            side: Side::Offer,
            text: text.to_owned(),
            lang: lang.to_owned(),
            concepts: Vec::new(),
            hs: String::new(),
            origins: Vec::new(),
            unknown: Vec::new(),
            stage: "all".to_owned(),
            total: shown.len(),
            before: 0,
            micros: 2_000,
            profile: "default@1".to_owned(),
            trial: None,
            signals: Vec::new(),
            shown: shown.iter().map(|id| Shown { id: (*id).to_owned(), party: format!("{id}-party"), ..Shown::default() }).collect(),
        }
    }

    #[test]
    fn a_query_id_is_read_back_and_carries_its_time() {
        let id = QueryId::draw();
        assert_eq!(QueryId::parse(&id.to_string()), Some(id));
        assert_eq!(QueryId::of_bytes(id.bytes()), Some(id));
        assert!((id.at() - jiff::Timestamp::now().as_millisecond()).abs() < 60_000, "{}", id.at());
        for wrong in ["", "q-", "q-1", "o-0192f0c8-1111-7222-8333-444455556666", "q-0192f0c8-1111-4222-8333-444455556666"] {
            assert_eq!(QueryId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn equal_questions_are_one_and_contacts_are_masked() {
        assert_eq!(normal("  Noix de  CAJOU "), normal("noix de cajou"));
        assert_eq!(normal("ＣＡＪＵ　堅果"), "caju 坚果");
        assert_eq!(normal("cashew, call +229 97000000 or amina@example.org"), "cashew, call … 97000000 or …");
        assert_eq!(normal("腰果 13812345678 0801320000"), "腰果 … 0801320000");
        assert_eq!(normal(&"a".repeat(400)).len(), 300);
    }

    #[test]
    fn a_later_page_counts_on() {
        let page = Asked { before: 20, ..asked("tea", "en", &["a", "b"]) };
        assert_eq!((page.place("b"), page.place("c"), page.is_first_page()), (Some(22), None, false));
    }
}
