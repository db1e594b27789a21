//! Runs against each other: what each query gained and lost, what moved, and whether the difference is more
//! than luck.

use std::collections::BTreeMap;

use serde::Serialize;

use super::random::Random;
use super::run::{List, Place, Run};
use super::{Evaluation, Judgments, Rules};
use crate::text::Lang;

/// Up to so many differences every pattern of signs is tried (65,536); above, patterns are drawn.
const MAX_EXACT: usize = 16;
/// Draws of the randomisation test: a p of 0.05 is then known to about 0.001.
const DRAWS: u32 = 50_000;

/// One query under every run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Identifier of the query.
    pub query: String,
    /// What was asked, in a line.
    pub title: String,
    /// nDCG under each run, in their order; none where nothing that counts was judged or the run lacks it.
    pub ndcg: Vec<Option<f64>>,
    /// What each run but the first has above the first; none where one of the two has no value.
    pub gains: Vec<Option<f64>>,
    /// Of these the one that is furthest from nothing; of a loss and a gain as great, the loss.
    pub gain: f64,
}

/// How sure the difference of two runs is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Significance {
    /// Name of the run that is held against the first.
    pub run: String,
    /// Mean difference to the first.
    pub gain: f64,
    /// Queries that both have.
    pub queries: usize,
    /// Queries that are better, worse.
    pub better_worse: (usize, usize),
    /// The chance of a difference at least as great, to either side, if the runs were alike.
    pub p: f64,
}

/// Runs, held against the first of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Every run, measured.
    pub runs: Vec<Evaluation>,
    /// The queries that differ, the greatest loss of any run against the first on top, the greatest gain at the end.
    pub queries: Vec<Difference>,
    /// Each run but the first against the first.
    pub significance: Vec<Significance>,
}

impl Comparison {
    /// Compares runs; the seed decides the draws of the test.
    pub fn of(runs: &[&Run], judgments: &Judgments, rules: &Rules, seed: u64) -> Comparison {
        let runs: Vec<Evaluation> = runs.iter().map(|run| Evaluation::of(run, judgments, rules)).collect();
        let values: Vec<BTreeMap<&str, f64>> = runs.iter().map(valued).collect();
        let mut queries = Vec::new();
        let mut significance = Vec::new();
        if let Some((first, others)) = values.split_first() {
            queries = differences(&runs, &values);
            for (run, other) in runs.iter().skip(1).zip(others) {
                let gains: Vec<f64> = first.iter().filter_map(|(query, value)| Some(other.get(query)? - value)).collect();
                significance.push(significant(&run.run, &gains, seed));
            }
        }
        Comparison { runs, queries, significance }
    }
}

fn valued(run: &Evaluation) -> BTreeMap<&str, f64> {
    run.queries.iter().filter_map(|query| Some((query.query.as_str(), query.metrics.ndcg?))).collect()
}

fn differences(runs: &[Evaluation], values: &[BTreeMap<&str, f64>]) -> Vec<Difference> {
    let titles: BTreeMap<&str, &str> = runs.iter().flat_map(|run| &run.queries).map(|query| (query.query.as_str(), query.title.as_str())).collect();
    let mut out: Vec<Difference> = titles
        .into_iter()
        .map(|(query, title)| {
            let ndcg: Vec<Option<f64>> = values.iter().map(|run| run.get(query).copied()).collect();
            let first = ndcg.first().copied().flatten();
            let gains: Vec<Option<f64>> = ndcg.iter().skip(1).map(|value| Some((*value)? - first?)).collect();
            let further = |most: f64, gain: &f64| if gain.abs() > most.abs() || (gain.abs() >= most.abs() && *gain < most) { *gain } else { most };
            let gain = gains.iter().flatten().fold(0.0, further);
            Difference { query: query.to_owned(), title: title.to_owned(), gain, gains, ndcg }
        })
        .filter(|difference| difference.ndcg.windows(2).any(|two| matches!(two, [a, b] if a != b)))
        .collect();
    out.sort_by(|a, b| a.gain.total_cmp(&b.gain).then_with(|| a.query.cmp(&b.query)));
    out
}

pub(super) fn significant(run: &str, gains: &[f64], seed: u64) -> Significance {
    let count = |wanted: fn(f64) -> bool| gains.iter().filter(|gain| wanted(**gain)).count();
    Significance {
        run: run.to_owned(),
        gain: super::metrics::mean(gains.iter().copied()).unwrap_or(0.0),
        queries: gains.len(),
        better_worse: (count(|gain| gain > 0.0), count(|gain| gain < 0.0)),
        p: randomisation(gains, seed),
    }
}

/// The two-sided p value of a paired randomisation test: if the two runs were alike, each difference could as
/// well have the other sign. Up to 16 differences all signs are tried, above 50,000 are drawn; the
/// observed signs count as one of the draws, so that p is never 0.
pub fn randomisation(differences: &[f64], seed: u64) -> f64 {
    // A difference of nothing is the same under both signs.
    let moved: Vec<f64> = differences.iter().copied().filter(|difference| *difference != 0.0).collect();
    let observed = moved.iter().sum::<f64>().abs();
    let as_great = |signs: &mut dyn FnMut() -> bool| moved.iter().map(|d| if signs() { *d } else { -d }).sum::<f64>().abs() >= observed - 1e-12;
    if moved.len() <= MAX_EXACT {
        let all = 1_u32 << moved.len();
        let great = (0..all).filter(|pattern| {
            let mut left = *pattern;
            as_great(&mut || {
                let sign = left & 1 == 1;
                left >>= 1;
                sign
            })
        });
        return great.count() as f64 / f64::from(all);
    }
    let mut random = Random::new(seed);
    let great = (0..DRAWS).filter(|_| as_great(&mut || random.next() >> 63 == 1)).count();
    (great as f64 + 1.0) / (f64::from(DRAWS) + 1.0)
}

/// Where a hit stood and where it stands; places count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Identifier.
    pub id: String,
    /// Its place under the one run; none if it is not in the list.
    pub from: Option<usize>,
    /// Its place under the other.
    pub to: Option<usize>,
}

/// What moved between two lists: of everything that stands in the first `k` places of either, what has
/// another place, in the order of the second list, then what left it. Needs no judgments.
pub fn moves(one: &List, other: &List, k: usize) -> Vec<Move> {
    let places = |list: &List| -> BTreeMap<String, usize> { list.places.iter().zip(1..).map(|(place, at)| (place.id.clone(), at)).collect() };
    let (before, after) = (places(one), places(other));
    let now = other.places.iter().take(k).map(|place| &place.id);
    let gone = one.places.iter().take(k).map(|place| &place.id).filter(|id| after.get(*id).is_none_or(|place| *place > k));
    let all = now.chain(gone).map(|id| Move { id: id.clone(), from: before.get(id).copied(), to: after.get(id).copied() });
    all.filter(|moved| moved.from != moved.to).collect()
}

/// What moved in the answers to one query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Name of the run that is held against the first.
    pub run: String,
    /// Identifier of the query.
    pub query: String,
    /// What has another place.
    pub moves: Vec<Move>,
}

/// What moved in the first `k` places between the first run and another of the same set, the queries in their order.
pub fn all_moves(first: &Run, other: &Run, k: usize) -> Vec<Moved> {
    let moved = first.lists.iter().zip(&other.lists).map(|(one, list)| Moved { run: other.name.clone(), query: list.query.as_str().to_owned(), moves: moves(one, list, k) });
    moved.filter(|moved| !moved.moves.is_empty()).collect()
}

/// The lists of one query under several runs, beside the best order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SideBySide {
    /// Identifier of the query.
    pub query: String,
    /// What was asked, in a line.
    pub title: String,
    /// Its language.
    pub lang: Lang,
    /// The first places under each run, in their order.
    pub lists: Vec<Column>,
    /// The best order of what was judged; empty if nothing was.
    pub ideal: Vec<Graded>,
}

/// One list of a [`SideBySide`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Name of the run.
    pub run: String,
    /// How far recall went.
    pub stage: &'static str,
    /// The places, best first.
    pub places: Vec<Graded>,
}

/// A posting with what it was judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Graded {
    /// Identifier.
    pub id: String,
    /// Its grade; none if nobody judged it.
    pub grade: Option<u8>,
    /// Its score; none in the best order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
}

impl SideBySide {
    /// The first `k` places of a query under each run; none if a run lacks it.
    pub fn of(runs: &[Run], judgments: &Judgments, query: &str, k: usize) -> Option<SideBySide> {
        let lists: Vec<(&Run, &List)> = runs.iter().map(|run| Some((run, run.list(query)?))).collect::<Option<_>>()?;
        let (_, first) = lists.first()?;
        let graded = |place: &Place| Graded { id: place.id.clone(), grade: judgments.grade(query, &place.id).map(u8::from), score: Some(place.score) };
        Some(SideBySide {
            query: query.to_owned(),
            title: first.title.clone(),
            lang: first.lang,
            ideal: ideal(judgments, query).into_iter().map(|(id, grade)| Graded { id, grade: Some(grade), score: None }).collect(),
            lists: lists.into_iter().map(|(run, list)| Column { run: run.name.clone(), stage: list.stage, places: list.places.iter().take(k).map(graded).collect() }).collect(),
        })
    }
}

/// The best order of what was judged for a query: by grade, then by identifier.
pub fn ideal(judgments: &Judgments, query: &str) -> Vec<(String, u8)> {
    let mut order: Vec<(String, u8)> = judgments.of(query).map(|judgment| (judgment.offer.as_str().to_owned(), judgment.grade.into())).collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_differences_are_tried_with_every_sign() {
        // +1 +2 +3: of 8 patterns of signs only all up and all down reach a sum of 6.
        assert!((randomisation(&[1.0, 2.0, 3.0], 1) - 2.0 / 8.0).abs() < 1e-12);
        // +1 -2 +3 sums to 2. |sum| is at least 2 for every pattern but +-(1 + 2 - 3): 6 of 8.
        assert!((randomisation(&[1.0, -2.0, 3.0], 1) - 6.0 / 8.0).abs() < 1e-12);
        // Queries that did not move change nothing.
        assert!((randomisation(&[1.0, 0.0, 2.0, 0.0, 3.0], 1) - 2.0 / 8.0).abs() < 1e-12);
        assert!((randomisation(&[], 1) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn many_differences_are_drawn_by_the_seed() {
        // 17 gains of 1: two of 131,072 patterns are as great; the observed one counts as a draw.
        let sure = randomisation(&[1.0; 17], 7);
        assert!(sure > 0.0 && sure < 0.001, "{sure}");
        // Of 20 equal steps 13 up: 2 * P(at least 13 of 20) = 2 * 137980 / 1048576 = 0.2632.
        let steps: Vec<f64> = (0..20).map(|at| if at < 13 { 1.0 } else { -1.0 }).collect();
        assert!((randomisation(&steps, 7) - 0.2632).abs() < 0.01);
        assert!((randomisation(&steps, 7) - randomisation(&steps, 7)).abs() < f64::EPSILON);
    }
}
