//! Looks for weights that order better, and says what they would bring for requests they have not seen.
//!
//! The life of a search: [`Matrix`] holds the values of every candidate, so that a weight change costs no
//! search. The queries are cut into folds; for each fold the weights are searched on the others (`ascent`)
//! and measured on it. The weights that are proposed come from all queries; what they bring is told by
//! the folds alone. Weights stay in their ranges, by which an operator says what must keep mattering. It
//! proposes and never publishes.

mod ascent;
mod matrix;

use std::collections::BTreeMap;

use serde::Serialize;

use super::cores::side_by_side;
use super::random::Random;
use super::slices::{Floors, MIN_QUERIES, Slices};
use super::{Judgments, Rules, metrics};
use crate::domain::Profile;
use crate::domain::relevance::BUILT_IN;
use crate::score::{FEATURES, Weights, is_asked};
use ascent::Search;
use matrix::Prepared;

pub use matrix::{Candidate, Case, Matrix};

/// Resamples of the bootstrap: the ends of the interval are then steady in the third digit.
const RESAMPLES: usize = 5_000;
/// What a pair may lose where no floor is given: less than one place of one hit in a dozen queries.
const PAIR_SLACK: f64 = 0.01;

/// Where a search of weights begins.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// Every weight 1 or -1 by the sign of its range, brought into the range.
    Equal,
    /// At the weights of a profile.
    Profile(Box<Profile>),
}

/// How weights are searched.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// The profile that the outcome is held against; ranges and sign of its weights hold the search.
    pub base: Profile,
    /// Where to begin.
    pub start: Start,
    /// What is measured; nDCG is what is raised.
    pub rules: Rules,
    /// The least nDCG of pairs: weights that break one are taken only if nothing keeps all.
    pub floors: Floors,
    /// Into how many folds the queries are cut, 2 to 20.
    pub folds: usize,
    /// How often the search begins anew at weights by chance.
    pub restarts: usize,
    /// Decides folds, restarts and resamples.
    pub seed: u64,
}

/// What weights are worth in a language pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairChange {
    /// The pair, as `zh-fr`.
    pub pair: String,
    /// Queries measured in it.
    pub queries: usize,
    /// nDCG with the weights of the base.
    pub before: f64,
    /// nDCG with weights that were searched without the query that is measured.
    pub after: f64,
    /// The floor that `after` does not reach, if so.
    pub broken: Option<f64>,
}

/// What the search found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tuned {
    /// The weights that are proposed, of every feature.
    pub weights: BTreeMap<&'static str, f64>,
    /// Queries that have something relevant.
    pub queries: usize,
    /// nDCG of all queries with the base.
    pub before: f64,
    /// nDCG of all queries with the proposed weights, which have seen them all.
    pub seen: f64,
    /// nDCG of each query with weights that have not seen it, in the mean.
    pub unseen: f64,
    /// What `unseen` has above `before`.
    pub gain: f64,
    /// Where the gain lies with 95 % confidence, by resampling queries.
    pub gain_interval: (f64, f64),
    /// By language pair, the greatest cost first.
    pub pairs: Vec<PairChange>,
}

impl Tuned {
    /// The base with the weights that are proposed, under a name that an operator may publish.
    pub fn profile(&self, base: &Profile) -> Profile {
        let weights = self.weights.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect();
        // The name of the built-in profile stays with it; see `tradewind profiles draft`.
        let name = if base.name == BUILT_IN { "tuned" } else { &base.name };
        Profile { name: name.to_owned(), version: base.version + 1, weights, ..base.clone() }
    }
}

/// The floors that hold a search where nobody gives any: no pair may fall by more than what one place of one hit
/// makes in a dozen queries.
pub fn floors(slices: &Slices) -> Floors {
    let many = slices.pairs.iter().filter(|pair| pair.queries >= MIN_QUERIES);
    Floors { all: None, pairs: many.filter_map(|pair| Some((pair.name.clone(), pair.mean.ndcg? - PAIR_SLACK))).collect() }
}

/// Why nothing can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TuneError {
    /// Too few queries.
    #[error("{0} queries have relevant judgments, fewer than the {1} folds; judge more, or ask for fewer folds")]
    TooFew(usize, usize),
    /// Folds out of range.
    #[error("folds is {0}, outside of 2 to 20")]
    Folds(usize),
}

/// The range in which a weight may move: as the profile declares it, else that of the feature.
pub fn range(profile: &Profile, feature: &str) -> (f64, f64) {
    let own = || FEATURES.iter().find(|known| known.name == feature).map_or((0.0, 0.0), |known| known.range);
    profile.bounds.get(feature).copied().unwrap_or_else(own)
}

fn begin(tuning: &Tuning) -> Vec<f64> {
    let weight = |name: &str| {
        let (low, high) = range(&tuning.base, name);
        match &tuning.start {
            Start::Equal if !is_asked(name) => tuning.base.weight(name),
            Start::Equal => (if high <= 0.0 { -1.0_f64 } else { 1.0 }).clamp(low, high),
            Start::Profile(profile) => profile.weight(name).clamp(low, high),
        }
    };
    FEATURES.iter().map(|feature| weight(feature.name)).collect()
}

/// Searches weights and measures what they bring.
pub fn tune(matrix: &Matrix, judgments: &Judgments, tuning: &Tuning) -> Result<Tuned, TuneError> {
    if !(2..=20).contains(&tuning.folds) {
        return Err(TuneError::Folds(tuning.folds));
    }
    let prepared = Prepared::new(matrix, judgments, &tuning.rules);
    let count = prepared.cases.len();
    if count < tuning.folds {
        return Err(TuneError::TooFew(count, tuning.folds));
    }
    let search = Search::new(&prepared, tuning, begin(tuning));
    let mut order: Vec<usize> = (0..count).collect();
    Random::new(tuning.seed).shuffle(&mut order);
    let fold = |number: usize| -> Vec<usize> { order.iter().copied().skip(number).step_by(tuning.folds).collect() };
    let but = |number: usize| -> Vec<usize> { order.iter().copied().enumerate().filter(|(at, _)| at % tuning.folds != number).map(|(_, case)| case).collect() };
    // One more search, over everything, gives the weights that are proposed.
    let searches: Vec<Vec<usize>> = (0..tuning.folds).map(but).chain([(0..count).collect()]).collect();
    let found = side_by_side(&searches, usize::MAX, |cases| search.best(cases));
    let mut outcome = Outcome::new(&prepared, &Weights::of(&tuning.base));
    for (number, weights) in found.iter().enumerate().take(tuning.folds) {
        outcome.measure(&prepared, &fold(number), weights);
    }
    let proposed = found.last().cloned().unwrap_or_else(|| Weights::of(&tuning.base));
    let seen: Vec<f64> = prepared.cases.iter().map(|case| prepared.worth(case, &proposed).whole).collect();
    Ok(outcome.told(&proposed, &seen, &prepared, tuning))
}

/// What each query is worth before and after.
struct Outcome {
    before: Vec<f64>,
    after: Vec<f64>,
    /// By pair: (before, after) of each query.
    pairs: Vec<(Vec<f64>, Vec<f64>)>,
}

impl Outcome {
    fn new(prepared: &Prepared, base: &Weights) -> Outcome {
        let mut pairs = vec![(Vec::new(), Vec::new()); prepared.pairs.len()];
        let mut before = Vec::new();
        for case in &prepared.cases {
            let worth = prepared.worth(case, base);
            before.push(worth.whole);
            for (pair, value) in worth.pairs {
                if let Some((before, _)) = pairs.get_mut(pair) {
                    before.push(value);
                }
            }
        }
        Outcome { after: vec![0.0; before.len()], before, pairs }
    }

    fn measure(&mut self, prepared: &Prepared, cases: &[usize], weights: &Weights) {
        for at in cases {
            let Some((case, after)) = prepared.cases.get(*at).zip(self.after.get_mut(*at)) else { continue };
            let worth = prepared.worth(case, weights);
            *after = worth.whole;
            for (pair, value) in worth.pairs {
                if let Some((_, after)) = self.pairs.get_mut(pair) {
                    after.push(value);
                }
            }
        }
    }

    fn told(self, proposed: &Weights, seen: &[f64], prepared: &Prepared, tuning: &Tuning) -> Tuned {
        let mean = |values: &[f64]| metrics::mean(values.iter().copied()).unwrap_or(0.0);
        let gains: Vec<f64> = self.before.iter().zip(&self.after).map(|(before, after)| after - before).collect();
        let pair = |(name, (before, after)): (&String, &(Vec<f64>, Vec<f64>))| {
            let after_mean = mean(after);
            let broken = tuning.floors.of(name, after.len()).filter(|floor| after_mean < *floor);
            PairChange { pair: name.clone(), queries: after.len(), before: mean(before), after: after_mean, broken }
        };
        let mut pairs: Vec<PairChange> = prepared.pairs.iter().zip(&self.pairs).map(pair).collect();
        pairs.sort_by(|a, b| (a.after - a.before).total_cmp(&(b.after - b.before)).then_with(|| a.pair.cmp(&b.pair)));
        // What nobody asks for is not searched: it stays as it is written, though it weighs less.
        let weight = |(name, found): (&'static str, &f64)| (name, if is_asked(name) { *found } else { tuning.base.weight(name) });
        Tuned {
            weights: FEATURES.iter().map(|feature| feature.name).zip(proposed.as_array()).map(weight).collect(),
            queries: seen.len(),
            before: mean(&self.before),
            seen: mean(seen),
            unseen: mean(&self.after),
            gain: mean(&gains),
            gain_interval: bootstrap(&gains, tuning.seed),
            pairs,
        }
    }
}

/// The 95 % interval of a mean, by percentiles of the means of samples drawn with replacement.
pub fn bootstrap(values: &[f64], seed: u64) -> (f64, f64) {
    let mut random = Random::new(seed);
    let draw = |random: &mut Random| values.get(random.below(values.len())).copied().unwrap_or(0.0);
    let mut means: Vec<f64> = (0..RESAMPLES).map(|_| values.iter().map(|_| draw(&mut random)).sum::<f64>() / values.len().max(1) as f64).collect();
    means.sort_by(f64::total_cmp);
    let at = |share: f64| means.get((RESAMPLES as f64 * share) as usize).copied().unwrap_or(0.0);
    (at(0.025), at(0.975))
}
