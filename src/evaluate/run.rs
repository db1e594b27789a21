//! A run: what one profile puts in which order for each query of a set, with the values that made the order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::metrics::Grades;
use super::Judgments;
use crate::domain::Id;
use crate::score::Values;
use crate::text::Lang;

/// One hit of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// Identifier.
    pub id: String,
    /// Its score.
    pub score: f64,
    /// The value of each feature, in their order; none where a side says nothing.
    pub values: Values,
}

/// The answers to one query, in order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct List {
    /// Identifier of the query.
    pub query: Id,
    /// What was asked, in a line.
    pub title: String,
    /// Kind of the query.
    pub kind: String,
    /// Its language.
    pub lang: Lang,
    /// Chapter of the Harmonized System that it asks for: two digits; none if it cannot be told.
    pub chapter: Option<String>,
    /// How far recall went.
    pub stage: &'static str,
    /// The answers, best first.
    pub places: Vec<Place>,
}

/// What is known of the postings that can be found or were judged: their languages.
pub type Languages = BTreeMap<String, Lang>;

/// A run of a query set.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Run {
    /// What was run: name and version of the profile.
    pub name: String,
    /// What else the lists depend on, so that a run can be made again.
    pub made: Made,
    /// A list for each query, in the order of the set.
    pub lists: Vec<List>,
    /// Languages of what was found and of what was judged.
    pub languages: Languages,
}

/// What a run depends on beside queries and profile. Runs of equal queries that agree in it and in the
/// profile are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Milliseconds since 1970 that counted as now.
    pub now: i64,
    /// Date of the exchange rates.
    pub rates: String,
    /// Fingerprint of lexicon and index, in hexadecimal.
    pub index: String,
    /// Position of the journal up to which postings could be found, at least.
    pub position: u64,
}

impl Run {
    /// The list of a query.
    pub fn list(&self, query: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.query.as_str() == query)
    }
}

/// The grades of a list and of all that was judged for its query, of the postings that `counts` lets pass.
pub(super) fn grades<'a>(ids: impl Iterator<Item = &'a str>, query: &str, judgments: &Judgments, counts: impl Fn(&str) -> bool) -> Grades {
    let judged: BTreeMap<&str, u8> = judgments.of(query).map(|judgment| (judgment.offer.as_str(), u8::from(judgment.grade))).filter(|(id, _)| counts(id)).collect();
    let list = ids.filter(|id| counts(id)).map(|id| judged.get(id).copied()).collect();
    Grades { list, judged: judged.into_values().collect() }
}
