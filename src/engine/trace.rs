//! How an answer came about, for operators: the letters of the query, what each hit was found by, and every
//! feature of it.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::curation::means;
use super::ranking::{Frame, Query, Scored};
use super::{Engine, EngineError};
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

impl Engine {
    /// What a ranked posting was found by, and every feature of it.
    pub(super) fn inspect(&self, query: &Query<'_>, ranked: &Ranked<Box<Scored>>, (filters, frame): (&Filters, &Frame<'_>), (stage, clauses): (&'static str, &[Clause])) -> Result<Inspected, EngineError> {
        let weights = FEATURES.iter().zip(frame.weights().as_array()).zip(&ranked.item.values);
        let features = weights.map(|((feature, weight), value)| Measured { feature: feature.name, value: *value, weight: *weight, adds: value.map(|value| value * weight) });
        let clauses = met(&frame.index, query.side, &ranked.id, clauses)?.into_iter().cloned().collect();
        let meaning = |rule: &&Rule| means(&rule.on, &ranked.id, &ranked.item.entry.card, frame.used.lexicon());
        let rules = frame.firing(query, filters).into_iter().filter(meaning).map(|rule| rule.id.as_str().to_owned()).collect();
        Ok(Inspected { stage, clauses, features: features.collect(), rules })
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
