//! Evaluations as they are kept: what they were made of, what came out, and two of them held against each
//! other long after the rankings are gone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Evaluation;
use super::compare::{Significance, significant};
use super::metrics::{Metrics, Rules};
use super::run::Made;
use super::slices::{Breach, Floors, Slice, Slices};
use crate::domain::posting::DAY_MS;

/// Decides the draws of the test of significance: the same two evaluations compare alike at any time.
const SEED: u64 = 1;

/// A stored set as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetVersion {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u64,
}

/// All that figures depend on beside the rules. Evaluations of one basis under the same rules are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The set of queries.
    pub queries: SetVersion,
    /// The set of judgments.
    pub judgments: SetVersion,
    /// Name and version of the relevance profile.
    pub profile: String,
    /// Version of the program that ranked; empty where an earlier one did not say.
    #[serde(default)]
    pub program: String,
    /// Fingerprint of the tables of the lexicon, in hexadecimal.
    pub lexicon: String,
    /// Number of the last edit of the lexicon that queries were read with.
    pub edits: u64,
    /// The curation rules that took part, each with its version; none where scores alone ranked.
    #[serde(default)]
    pub curation: Vec<String>,
    /// What else the run depends on.
    pub made: Made,
}

/// An evaluation in short, as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// What it was made of.
    #[serde(flatten)]
    pub basis: Basis,
    /// What was measured.
    pub rules: Rules,
    /// Means over the queries that have a value.
    pub mean: Metrics,
    /// How many queries have one.
    pub valued: usize,
    /// The language pair that fares worst.
    pub worst_pair: Option<Slice>,
    /// What language pairs had to reach.
    pub floors: Floors,
    /// The pairs that did not.
    pub breaches: Vec<Breach>,
}

/// The figures of every query and slice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// nDCG by query; queries without a value are left out.
    pub ndcg: BTreeMap<String, f64>,
    /// By language pair, kind and chapter.
    pub slices: Slices,
}

impl Figures {
    /// The figures of an evaluation that are kept.
    pub fn of(evaluation: &Evaluation, slices: &Slices) -> Figures {
        let valued = evaluation.queries.iter().filter_map(|query| Some((query.query.clone(), query.metrics.ndcg?)));
        Figures { ndcg: valued.collect(), slices: slices.clone() }
    }
}

/// nDCG of a query or a slice under two evaluations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shift {
    /// Its name.
    pub name: String,
    /// Under the first; none where it has no value.
    pub from: Option<f64>,
    /// Under the second.
    pub to: Option<f64>,
    /// What the second has above the first; none where one has no value.
    pub gain: Option<f64>,
}

/// Slices that differ, the greatest loss on top.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SliceShifts {
    /// By language pair.
    pub pairs: Vec<Shift>,
    /// By kind of query.
    pub kinds: Vec<Shift>,
    /// By chapter.
    pub chapters: Vec<Shift>,
}

/// Two kept evaluations, held against each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeptComparison {
    /// What the figures depend on and is not the same: `queries`, `judgments`, `profile`, `program`, `lexicon`,
    /// `edits`, `curation`, `today`, `rates`, `index` or `position`.
    pub differs: Vec<&'static str>,
    /// The queries that differ, the greatest loss on top.
    pub queries: Vec<Shift>,
    /// How sure the difference is.
    pub significance: Significance,
    /// The slices that differ.
    pub slices: SliceShifts,
}

impl Shift {
    /// From one value to another.
    pub fn between(name: impl Into<String>, from: Option<f64>, to: Option<f64>) -> Shift {
        Shift { name: name.into(), from, to, gain: to.zip(from).map(|(to, from)| to - from) }
    }

    /// The greatest loss first; what only one side has comes last: nothing was gained or lost there.
    pub fn by_loss(&self, other: &Shift) -> std::cmp::Ordering {
        let order = |shift: &Shift| shift.gain.unwrap_or(f64::INFINITY);
        order(self).total_cmp(&order(other)).then_with(|| self.name.cmp(&other.name))
    }
}

impl KeptComparison {
    /// Holds the second evaluation against the first; none if they were measured by different rules.
    pub fn of(first: (&Summary, &Figures), second: (&Summary, &Figures)) -> Option<KeptComparison> {
        let ((before, one), (after, other)) = (first, second);
        if before.rules != after.rules {
            return None;
        }
        let gains: Vec<f64> = one.ndcg.iter().filter_map(|(query, value)| Some(other.ndcg.get(query)? - value)).collect();
        let by_name = |slices: &[Slice]| slices.iter().filter_map(|slice| Some((slice.name.clone(), slice.mean.ndcg?))).collect();
        let sliced = |part: fn(&Slices) -> &[Slice]| shifts(&by_name(part(&one.slices)), &by_name(part(&other.slices)));
        Some(KeptComparison {
            differs: before.basis.differs(&after.basis),
            queries: shifts(&one.ndcg, &other.ndcg),
            significance: significant(&after.basis.profile, &gains, SEED),
            slices: SliceShifts { pairs: sliced(|slices| &slices.pairs), kinds: sliced(|slices| &slices.kinds), chapters: sliced(|slices| &slices.chapters) },
        })
    }
}

impl Basis {
    fn differs(&self, other: &Basis) -> Vec<&'static str> {
        let parts = [
            ("queries", self.queries != other.queries),
            ("judgments", self.judgments != other.judgments),
            ("profile", self.profile != other.profile),
            ("program", self.program != other.program),
            ("lexicon", self.lexicon != other.lexicon),
            ("edits", self.edits != other.edits),
            ("curation", self.curation != other.curation),
            ("today", self.made.now.div_euclid(DAY_MS) != other.made.now.div_euclid(DAY_MS)),
            ("rates", self.made.rates != other.made.rates),
            ("index", self.made.index != other.made.index),
            ("position", self.made.position != other.made.position),
        ];
        parts.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
    }
}

fn shifts(before: &BTreeMap<String, f64>, after: &BTreeMap<String, f64>) -> Vec<Shift> {
    let gone = before.iter().map(|(name, from)| (name, Some(*from), after.get(name).copied()));
    let new = after.iter().filter(|(name, _)| !before.contains_key(*name)).map(|(name, to)| (name, None, Some(*to)));
    let differ = gone.chain(new).filter(|(_, from, to)| from != to);
    let mut all: Vec<Shift> = differ.map(|(name, from, to)| Shift::between(name.clone(), from, to)).collect();
    all.sort_by(Shift::by_loss);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(profile: &str, k: usize, ndcg: &[(&str, f64)]) -> (Summary, Figures) {
        let set = |name: &str| SetVersion { name: name.to_owned(), version: 7 };
        let made = Made { now: 0, rates: "2026-11-01".to_owned(), index: "0".to_owned(), position: 9 };
        let basis = Basis { queries: set("core"), judgments: set("core"), profile: profile.to_owned(), program: String::new(), lexicon: "0".to_owned(), edits: 0, curation: Vec::new(), made };
        let rules = Rules { k, ..Rules::default() };
        let summary = Summary { basis, rules, mean: Metrics::default(), valued: ndcg.len(), worst_pair: None, floors: Floors::default(), breaches: Vec::new() };
        let pair = Slice { name: "zh-fr".to_owned(), queries: 1, mean: Metrics { ndcg: ndcg.first().map(|(_, value)| *value), ..Metrics::default() } };
        let slices = Slices { pairs: vec![pair], kinds: Vec::new(), chapters: Vec::new() };
        (summary, Figures { ndcg: ndcg.iter().map(|(query, value)| ((*query).to_owned(), *value)).collect(), slices })
    }

    #[test]
    fn losses_come_first_and_what_only_one_has_comes_last() {
        let first = kept("a@1", 10, &[("q1", 0.5), ("q2", 1.0), ("q3", 0.75), ("q4", 0.25)]);
        let second = kept("b@2", 10, &[("q1", 1.0), ("q2", 0.75), ("q3", 0.75), ("q5", 1.0)]);
        let told = KeptComparison::of((&first.0, &first.1), (&second.0, &second.1)).expect("the same rules");
        assert_eq!(told.differs, ["profile"]);
        let queries: Vec<(&str, Option<f64>)> = told.queries.iter().map(|shift| (shift.name.as_str(), shift.gain)).collect();
        assert_eq!(queries, [("q2", Some(-0.25)), ("q1", Some(0.5)), ("q4", None), ("q5", None)]);
        assert_eq!((told.significance.queries, told.significance.better_worse), (3, (1, 1)));
        assert_eq!(told.slices.pairs, [Shift { name: "zh-fr".to_owned(), from: Some(0.5), to: Some(1.0), gain: Some(0.5) }]);
    }

    #[test]
    fn figures_of_different_rules_are_not_compared() {
        let (first, second) = (kept("a@1", 10, &[("q1", 0.5)]), kept("a@1", 5, &[("q1", 0.5)]));
        assert_eq!(KeptComparison::of((&first.0, &first.1), (&second.0, &second.1)), None);
    }

    #[test]
    fn what_was_written_is_read_back() {
        let (summary, figures) = kept("a@1", 10, &[("q1", 0.5)]);
        let written = serde_json::to_value(&summary).expect("plain");
        assert_eq!(serde_json::from_value::<Summary>(written).expect("read"), summary);
        let written = serde_json::to_value(&figures).expect("plain");
        assert_eq!(serde_json::from_value::<Figures>(written).expect("read"), figures);
    }
}
