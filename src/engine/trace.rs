//! How an answer came about: the way of the query from letters to concepts, and for operators what each hit
//! was found by and every feature of it.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Engine, EngineError};
use crate::domain::{Profile, Side};
use crate::score::{self, Pair};
use crate::text::{AtomKind, Clean, Term, TermKind, atoms, script_runs};
use crate::understand::Reading;
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
    /// The curation rules that moved it, by name.
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
    /// What a hit was found by, and every feature of it.
    pub(super) fn inspect(&self, pair: &Pair<'_>, profile: &Profile, (side, id): (Side, &str), (stage, clauses): (&'static str, &[Clause])) -> Result<Inspected, EngineError> {
        let clauses = self.index.met(side, id, clauses)?.into_iter().cloned().collect();
        let measured = score::measure(pair, profile).into_iter();
        let features = measured.map(|(feature, value, weight)| Measured { feature, value, weight, adds: value.map(|value| value * weight) }).collect();
        Ok(Inspected { stage, clauses, features, rules: Vec::new() })
    }

    /// How the query was cut, what it was widened to, and what is not matched.
    pub(super) fn trace(&self, reading: &Reading, map: &mut Map<String, Value>) {
        let texts = |terms: &mut dyn Iterator<Item = &Term>| terms.map(|term| json!(term.text)).collect::<Vec<_>>();
        let asked = reading.concepts.iter().filter_map(|concept| self.lexicon().concept(concept.id));
        let wider = asked.flat_map(|concept| &concept.ancestors).filter_map(|id| self.lexicon().concept(*id));
        map.insert("expansions".to_owned(), wider.map(|concept| json!(concept.slug)).collect());
        map.insert("tokens".to_owned(), Value::Array(texts(&mut reading.terms.iter())));
        map.insert("unknown".to_owned(), Value::Array(texts(&mut reading.residue.iter())));
        // A bare number says nothing without its unit: it is read as an amount or not at all.
        let numbers = &mut reading.terms.iter().filter(|term| term.kind == TermKind::Number);
        map.insert("dropped".to_owned(), Value::Array(texts(numbers)));
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
