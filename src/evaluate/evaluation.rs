//! A run held against judgments: the metrics of every query and of all, and what is left to judge.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::metrics::{Metrics, Rules};
use super::run::{List, Run, grades};
use super::Judgments;
use crate::text::Lang;

/// One query, measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// Identifier of the query.
    pub query: String,
    /// What was asked, in a line.
    pub title: String,
    /// Its language.
    pub lang: Lang,
    /// The metrics.
    pub metrics: Metrics,
    /// Hits in the first k places that nobody judged, best first.
    pub unjudged: Vec<String>,
    /// What was judged and is not stored: it counts as never found.
    pub missing: Vec<String>,
}

/// The scores of the hits of one grade, where a cut-off could lie.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GradeScores {
    /// The grade; none for hits that nobody judged.
    pub grade: Option<u8>,
    /// How many hits.
    pub hits: usize,
    /// Lowest score.
    pub min: f64,
    /// Mean score.
    pub mean: f64,
    /// Highest score.
    pub max: f64,
}

/// A run, measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// Name of the run.
    pub run: String,
    /// What was measured.
    pub rules: Rules,
    /// Means over the queries that have a value.
    pub mean: Metrics,
    /// How many queries have one: those for which something that counts was judged.
    pub valued: usize,
    /// Every query of the run.
    pub queries: Vec<Measured>,
    /// Queries that have judgments and were not asked.
    pub not_asked: Vec<String>,
    /// Scores by grade, the highest grade first.
    pub scores: Vec<GradeScores>,
}

impl Evaluation {
    /// Measures a run.
    pub fn of(run: &Run, judgments: &Judgments, rules: &Rules) -> Evaluation {
        let queries: Vec<Measured> = run.lists.iter().map(|list| measured(run, list, judgments, rules)).collect();
        let asked: BTreeSet<&str> = run.lists.iter().map(|list| list.query.as_str()).collect();
        Evaluation {
            run: run.name.clone(),
            rules: *rules,
            mean: Metrics::mean(queries.iter().map(|query| &query.metrics)),
            valued: queries.iter().filter(|query| query.metrics.ndcg.is_some()).count(),
            not_asked: judgments.queries().filter(|query| !asked.contains(query)).map(str::to_owned).collect(),
            scores: scores(run, judgments),
            queries,
        }
    }

    /// The queries that fare worst, by nDCG.
    pub fn worst(&self, count: usize) -> Vec<&Measured> {
        let mut valued: Vec<&Measured> = self.queries.iter().filter(|query| query.metrics.ndcg.is_some()).collect();
        valued.sort_by(|a, b| a.metrics.ndcg.unwrap_or(0.0).total_cmp(&b.metrics.ndcg.unwrap_or(0.0)).then_with(|| a.query.cmp(&b.query)));
        valued.truncate(count);
        valued
    }
}

/// Whether a posting counts for a list under the rules.
pub(super) fn counts(run: &Run, list: &List, rules: &Rules, id: &str) -> bool {
    !rules.across || run.languages.get(id) != Some(&list.lang)
}

fn measured(run: &Run, list: &List, judgments: &Judgments, rules: &Rules) -> Measured {
    let query = list.query.as_str();
    let counts = |id: &str| counts(run, list, rules, id);
    let ids = || list.places.iter().map(|place| place.id.as_str());
    let grades = grades(ids(), query, judgments, counts);
    let top = ids().filter(|id| counts(id)).zip(&grades.list).take(rules.k);
    let unjudged = top.filter(|(_, grade)| grade.is_none()).map(|(id, _)| id.to_owned()).collect();
    let judged = judgments.of(query).map(|judgment| judgment.offer.as_str());
    let missing = judged.filter(|id| !run.languages.contains_key(*id)).map(str::to_owned).collect();
    Measured { query: query.to_owned(), title: list.title.clone(), lang: list.lang, metrics: Metrics::of(&grades, rules), unjudged, missing }
}

/// Scores of all hits of queries that have judgments, by grade.
fn scores(run: &Run, judgments: &Judgments) -> Vec<GradeScores> {
    let mut by_grade: BTreeMap<Option<u8>, Vec<f64>> = BTreeMap::new();
    for list in &run.lists {
        let grades = grades(list.places.iter().map(|place| place.id.as_str()), list.query.as_str(), judgments, |_| true);
        if !grades.judged.is_empty() {
            for (grade, place) in grades.list.iter().zip(&list.places) {
                by_grade.entry(*grade).or_default().push(place.score);
            }
        }
    }
    let told = |(grade, scores): (Option<u8>, Vec<f64>)| GradeScores {
        grade,
        hits: scores.len(),
        min: scores.iter().copied().fold(f64::INFINITY, f64::min),
        mean: super::metrics::mean(scores.iter().copied()).unwrap_or(0.0),
        max: scores.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    };
    by_grade.into_iter().rev().map(told).collect()
}
