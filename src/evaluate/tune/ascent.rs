//! Coordinate ascent: one weight after the other is set to what orders best while the others stay, until no
//! weight brings anything more; then anew from other weights. The order of a case is looked at again only
//! if it depends on the weight that moves.

use super::matrix::Prepared;
use super::{Tuning, range};
use crate::evaluate::random::Random;
use crate::score::{FEATURES, Weights, is_asked};

/// What a step must bring, in nDCG: a fiftieth to one of two hundred queries. Less is an accident of the
/// judgments at hand, and does not come back with other queries.
const MIN_STEP: f64 = 1e-4;
/// Rounds over all weights; most searches end after four.
const MAX_ROUNDS: usize = 20;
/// Factors by which a weight is tried beside its range.
const FACTORS: [f64; 8] = [0.25, 0.5, 0.8, 0.9, 1.1, 1.25, 2.0, 4.0];
/// So many even steps through the range are tried.
const GRID: usize = 10;
/// What nDCG above a floor is worth against nDCG below it: no gain elsewhere pays for a broken floor.
const BREACH_COST: f64 = 10.0;

type Vector = [f64; FEATURES.len()];

/// A search of weights over cases.
pub(super) struct Search<'a> {
    prepared: &'a Prepared,
    tuning: &'a Tuning,
    start: Vector,
    /// The feature's place and range, of those that move.
    moving: Vec<(usize, (f64, f64))>,
    /// The floor of each pair.
    floors: Vec<Option<f64>>,
}

/// What the cases of a search are worth under some weights.
#[derive(Clone)]
struct Tally {
    whole: Vec<f64>,
    pairs: Vec<Vec<(usize, f64)>>,
}

impl<'a> Search<'a> {
    pub(super) fn new(prepared: &'a Prepared, tuning: &'a Tuning, start: Vec<f64>) -> Search<'a> {
        let ranges = FEATURES.iter().enumerate().filter(|(_, feature)| is_asked(feature.name));
        let moving = ranges.map(|(at, feature)| (at, range(&tuning.base, feature.name))).filter(|(_, (low, high))| low < high).collect();
        let start = std::array::from_fn(|at| start.get(at).copied().unwrap_or(0.0));
        let floors = prepared.pairs.iter().enumerate().map(|(at, pair)| tuning.floors.of(pair, prepared.queries_of(at))).collect();
        Search { prepared, tuning, start, moving, floors }
    }

    /// The best weights that are found for some of the cases.
    pub(super) fn best(&self, cases: &[usize]) -> Weights {
        let mut random = Random::new(self.tuning.seed);
        let mut best = self.climb(self.start, cases);
        for _ in 0..self.tuning.restarts {
            let mut start = self.start;
            for (at, range) in &self.moving {
                set(&mut start, *at, by_chance(*range, random.share()));
            }
            let found = self.climb(start, cases);
            if found.1 > best.1 + MIN_STEP {
                best = found;
            }
        }
        Weights::bounded(best.0)
    }

    fn climb(&self, start: Vector, cases: &[usize]) -> (Vector, f64) {
        let mut weights = start;
        let mut tally = self.tally(&weights, cases);
        let mut value = self.value(&tally);
        for _ in 0..MAX_ROUNDS {
            let before = value;
            for (feature, range) in &self.moving {
                let touched: Vec<usize> = self.touched(*feature, cases);
                for tried in tries(weights.get(*feature).copied().unwrap_or(0.0), *range) {
                    let mut other = weights;
                    set(&mut other, *feature, tried);
                    let changed = self.changed(&tally, &other, cases, &touched);
                    let worth = self.value(&changed);
                    if worth > value + MIN_STEP {
                        (weights, tally, value) = (other, changed, worth);
                    }
                }
            }
            if value <= before + MIN_STEP {
                break;
            }
        }
        (weights, value)
    }

    /// Places in `cases` of those whose order depends on a feature.
    fn touched(&self, feature: usize, cases: &[usize]) -> Vec<usize> {
        let depends = |case: &usize| self.prepared.cases.get(*case).is_some_and(|case| case.depends_on(feature));
        cases.iter().enumerate().filter(|(_, case)| depends(case)).map(|(at, _)| at).collect()
    }

    fn tally(&self, weights: &Vector, cases: &[usize]) -> Tally {
        let none = Tally { whole: vec![0.0; cases.len()], pairs: vec![Vec::new(); cases.len()] };
        self.changed(&none, weights, cases, &(0..cases.len()).collect::<Vec<_>>())
    }

    fn changed(&self, tally: &Tally, weights: &Vector, cases: &[usize], touched: &[usize]) -> Tally {
        let mut tally = tally.clone();
        let weights = Weights::bounded(*weights);
        for at in touched {
            let Some(case) = cases.get(*at).and_then(|case| self.prepared.cases.get(*case)) else { continue };
            let worth = self.prepared.worth(case, &weights);
            if let Some((whole, pairs)) = tally.whole.get_mut(*at).zip(tally.pairs.get_mut(*at)) {
                (*whole, *pairs) = (worth.whole, worth.pairs);
            }
        }
        tally
    }

    /// The mean nDCG, less what is missing to the floors of pairs.
    fn value(&self, tally: &Tally) -> f64 {
        let mean = tally.whole.iter().sum::<f64>() / tally.whole.len().max(1) as f64;
        if self.floors.iter().all(Option::is_none) {
            return mean;
        }
        let mut sums = vec![(0.0, 0_u32); self.floors.len()];
        for (pair, value) in tally.pairs.iter().flatten() {
            if let Some((sum, count)) = sums.get_mut(*pair) {
                *sum += value;
                *count += 1;
            }
        }
        let missing = |(floor, (sum, count)): (&Option<f64>, (f64, u32))| floor.filter(|_| count > 0).map_or(0.0, |floor| (floor - sum / f64::from(count)).max(0.0));
        mean - BREACH_COST * self.floors.iter().zip(sums).map(missing).sum::<f64>()
    }
}

fn set(weights: &mut Vector, at: usize, weight: f64) {
    if let Some(slot) = weights.get_mut(at) {
        *slot = weight;
    }
}

/// A weight of a range, small ones more often: they have the greater ratios.
fn by_chance((low, high): (f64, f64), share: f64) -> f64 {
    let reach = (high - low) * share.powi(2);
    rounded(if high <= 0.0 { high - reach } else { low + reach })
}

/// Weights are written with two decimals.
fn rounded(weight: f64) -> f64 {
    (weight * 100.0).round() / 100.0
}

/// What is tried for a weight, the nearest first: small changes are kept where great ones bring no more.
fn tries(weight: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let grid = (0..=GRID).map(|step| low + (high - low) * step as f64 / GRID as f64);
    let mut tries: Vec<f64> = FACTORS.iter().map(|factor| weight * factor).chain(grid).map(|tried| rounded(tried.clamp(low, high))).collect();
    tries.retain(|tried| (tried - weight).abs() > f64::EPSILON);
    tries.sort_by(|a, b| (a - weight).abs().total_cmp(&(b - weight).abs()).then(a.total_cmp(b)));
    tries.dedup();
    tries
}
