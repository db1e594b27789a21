//! Results by language pair, by kind of query and by chapter, because one mean hides who is badly served;
//! and the gate that holds the worst pair to a floor.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::evaluation::counts;
use super::metrics::{Metrics, Rules};
use super::run::{List, Run, grades};
use super::Judgments;
use crate::text::Lang;

/// Part of a run, measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// Its name: a pair as `zh-fr` (language of the query, language of the offers), a kind, a chapter.
    pub name: String,
    /// How many queries have a value in it.
    pub queries: usize,
    /// Means over them.
    pub mean: Metrics,
}

/// A run in parts. A query stands in a slice if something in it was judged as an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slices {
    /// By language pair. Of each list only the offers of the pair's language count, found and judged.
    pub pairs: Vec<Slice>,
    /// By kind of query.
    pub kinds: Vec<Slice>,
    /// By chapter of the Harmonized System; `?` where it cannot be told.
    pub chapters: Vec<Slice>,
}

/// A pair below its floor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breach {
    /// The pair.
    pub pair: String,
    /// Its nDCG; none if nothing of the pair was measured.
    pub ndcg: Option<f64>,
    /// What it must reach.
    pub floor: f64,
}

/// Pairs of fewer queries say more about these queries than about the languages.
pub const MIN_QUERIES: usize = 5;

/// The least nDCG of each pair: one for all that have at least [`MIN_QUERIES`], and others for those that are
/// named, however few their queries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Floors {
    /// Where the pair is not named; none asks nothing of it.
    pub all: Option<f64>,
    /// By name of the pair.
    pub pairs: BTreeMap<String, f64>,
}

impl Floors {
    /// The floor of a pair that has so many queries.
    pub fn of(&self, pair: &str, queries: usize) -> Option<f64> {
        self.pairs.get(pair).copied().or(self.all.filter(|_| queries >= MIN_QUERIES))
    }
}

/// The name of a pair.
pub fn pair_name(query: Lang, offers: Lang) -> String {
    format!("{query}-{offers}")
}

impl Slices {
    /// Cuts and measures a run.
    pub fn of(run: &Run, judgments: &Judgments, rules: &Rules) -> Slices {
        let (mut pairs, mut kinds, mut chapters) = (Cut::default(), Cut::default(), Cut::default());
        for list in &run.lists {
            let measured = |counts: &dyn Fn(&str) -> bool| {
                let ids = list.places.iter().map(|place| place.id.as_str());
                Metrics::of(&grades(ids, list.query.as_str(), judgments, counts), rules)
            };
            for lang in languages(run, list, judgments, rules) {
                pairs.add(pair_name(list.lang, lang), measured(&|id| language(run, id) == lang));
            }
            let whole = measured(&|id| counts(run, list, rules, id));
            kinds.add(list.kind.clone(), whole);
            chapters.add(list.chapter.clone().unwrap_or_else(|| "?".to_owned()), whole);
        }
        Slices { pairs: pairs.slices(), kinds: kinds.slices(), chapters: chapters.slices() }
    }

    /// The pair with the lowest nDCG, of those that have at least [`MIN_QUERIES`].
    pub fn worst_pair(&self) -> Option<&Slice> {
        let ndcg = |slice: &Slice| slice.mean.ndcg.unwrap_or(0.0);
        self.pairs.iter().filter(|slice| slice.queries >= MIN_QUERIES).min_by(|a, b| ndcg(a).total_cmp(&ndcg(b)))
    }

    /// The pairs below their floors. A pair that has a floor of its own and was not measured is one of them: a
    /// gate that nobody passes through is not open.
    pub fn breaches(&self, floors: &Floors) -> Vec<Breach> {
        let names: BTreeSet<&str> = self.pairs.iter().map(|slice| slice.name.as_str()).chain(floors.pairs.keys().map(String::as_str)).collect();
        let breach = |pair: &str| {
            let slice = self.pairs.iter().find(|slice| slice.name == pair);
            let (ndcg, queries) = slice.map_or((None, 0), |slice| (slice.mean.ndcg, slice.queries));
            let floor = floors.of(pair, queries)?;
            (!ndcg.is_some_and(|ndcg| ndcg >= floor)).then(|| Breach { pair: pair.to_owned(), ndcg, floor })
        };
        names.into_iter().filter_map(breach).collect()
    }
}

fn language(run: &Run, id: &str) -> Lang {
    run.languages.get(id).copied().unwrap_or(Lang::UND)
}

/// The languages in which something was judged for a list.
fn languages(run: &Run, list: &List, judgments: &Judgments, rules: &Rules) -> BTreeSet<Lang> {
    let judged = judgments.of(list.query.as_str()).map(|judgment| judgment.offer.as_str());
    judged.filter(|id| counts(run, list, rules, id)).map(|id| language(run, id)).collect()
}

#[derive(Default)]
struct Cut(BTreeMap<String, Vec<Metrics>>);

impl Cut {
    fn add(&mut self, name: String, metrics: Metrics) {
        if metrics.ndcg.is_some() {
            self.0.entry(name).or_default().push(metrics);
        }
    }

    fn slices(self) -> Vec<Slice> {
        self.0.into_iter().map(|(name, all)| Slice { name, queries: all.len(), mean: Metrics::mean(all.iter()) }).collect()
    }
}
