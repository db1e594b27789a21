//! How an answer came about, for operators: the letters of the query, what each hit was found by, and every
//! feature of it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::curation::means;
use super::EngineError;
use super::ranking::{Frame, Query, Ranking, Scored};
use crate::rank::Ranked;
use crate::domain::relevance::Rule;
use crate::retrieve::{Filters, met};
use crate::score::FEATURES;
use crate::text::{AtomKind, Clean, atoms, script_runs};
use crate::views::index::Clause;

/// Where a hit comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Inspected {
    /// How far the search was relaxed when it was found: `all`, `some` or `spelling`.
    pub stage: &'static str,
    /// What of the query it was found by; empty where filters alone found it.
    pub clauses: Vec<Clause>,
    /// Every feature; those with a value and a weight make the score.
    pub features: Vec<Measured>,
    /// The curation rules that fired for the query and mean it, by name.
    pub rules: Vec<String>,
}

/// A feature of a hit.
#[derive(Clone, Debug, Serialize)]
pub struct Measured {
    /// Its name.
    pub feature: &'static str,
    /// Its value; none where a side says nothing, which is not 0.
    pub value: Option<f64>,
    /// Its weight in the profile, within its bound; 0 where the profile leaves it out.
    pub weight: f64,
    /// What it adds to the score.
    pub adds: Option<f64>,
}

/// What is asked once for all hits of a page.
pub(super) struct Inspection<'a> {
    stage: &'static str,
    /// By posting: the clauses that it meets.
    met: BTreeMap<String, Vec<Clause>>,
    /// The rules that fire for the query.
    rules: Vec<&'a Rule>,
}

impl<'a> Inspection<'a> {
    /// Asks for the hits of a page.
    pub(super) fn new(query: &Query<'_>, filters: &Filters, frame: &Frame<'a>, ranking: &Ranking, page: &[Ranked<Box<Scored>>]) -> Result<Inspection<'a>, EngineError> {
        let ids: Vec<&str> = page.iter().map(|hit| hit.id.as_str()).collect();
        Ok(Inspection { stage: ranking.stage, met: met(&frame.index, query.side, &ids, &ranking.clauses)?, rules: frame.firing(query, filters) })
    }

    /// What a hit was found by, and every feature of it.
    pub(super) fn of(&self, ranked: &Ranked<Box<Scored>>, frame: &Frame<'_>) -> Inspected {
        let weights = FEATURES.iter().zip(frame.weights().as_array()).zip(&ranked.item.values);
        let features = weights.map(|((feature, weight), value)| Measured { feature: feature.name, value: *value, weight: *weight, adds: value.map(|value| value * weight) });
        let clauses = self.met.get(&ranked.id).cloned().unwrap_or_default();
        let meaning = |rule: &&&Rule| means(&rule.on, &ranked.id, &ranked.item.entry.card, frame.used.lexicon());
        let rules = self.rules.iter().filter(meaning).map(|rule| rule.id.as_str().to_owned()).collect();
        Inspected { stage: self.stage, clauses, features: features.collect(), rules }
    }
}

/// The script runs of a text, and every unit of it whose form for comparison is not what was written.
pub(super) fn letters(text: &str, map: &mut Map<String, Value>) {
    let clean = Clean::new(text);
    let written = |span: &std::ops::Range<usize>| text.get(span.clone()).unwrap_or_default();
    let runs = script_runs(&clean).into_iter().map(|(script, span)| json!({"script": script, "text": written(&span), "span": [span.start, span.end]}));
    map.insert("runs".to_owned(), runs.collect());
    let folds = atoms(&clean).into_iter().filter_map(|atom| {
        let span = clean.original_span(atom.span);
        let kind = match atom.kind {
            AtomKind::Word => "word",
            AtomKind::Cluster => "character",
            AtomKind::Number => "number",
            AtomKind::Code => "code",
        };
        (written(&span) != atom.folded).then(|| json!({"text": written(&span), "folded": atom.folded, "kind": kind, "span": [span.start, span.end]}))
    });
    map.insert("folds".to_owned(), folds.collect());
    map.insert("removed_controls".to_owned(), json!(clean.removed_controls()));
}
