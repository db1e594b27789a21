//! How good one ordered list is, by the grades of what stands in it.
//!
//! - A list that is short is not better for it: every metric divides by what could have been found or by
//!   k, never by the number of hits alone.
//! - What nobody judged is worth nothing or is passed over, whichever [`Rules`] say, and is counted either
//!   way by `judged`.
//! - A query for which nothing relevant was judged has no value; it is left out of means, and counted.

use serde::{Deserialize, Serialize};

use super::judgments::MAX_GRADE;

/// What a grade is worth in DCG.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gain {
    /// 2^grade - 1.
    #[default]
    Exponential,
    /// The grade.
    Linear,
}

impl Gain {
    /// `exponential` or `linear`.
    pub fn named(name: &str) -> Option<Gain> {
        [Gain::Exponential, Gain::Linear].into_iter().find(|gain| gain.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Gain::Exponential => "exponential",
            Gain::Linear => "linear",
        }
    }

    fn of(self, grade: u8) -> f64 {
        match self {
            Gain::Exponential => 2.0_f64.powi(i32::from(grade)) - 1.0,
            Gain::Linear => f64::from(grade),
        }
    }
}

/// What becomes of a hit that nobody judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unjudged {
    /// It counts as grade 0.
    #[default]
    Zero,
    /// It is passed over, as if it were not in the list.
    Skip,
}

impl Unjudged {
    /// `zero` or `skip`.
    pub fn named(name: &str) -> Option<Unjudged> {
        [Unjudged::Zero, Unjudged::Skip].into_iter().find(|unjudged| unjudged.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Unjudged::Zero => "zero",
            Unjudged::Skip => "skip",
        }
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// How many places of a list count in the metrics with a k, from 1.
    pub k: usize,
    /// What a grade is worth.
    pub gain: Gain,
    /// What becomes of hits that nobody judged.
    pub unjudged: Unjudged,
    /// The least grade that is relevant, where a metric knows only yes and no.
    pub relevant: u8,
    /// Whether only offers in another language than the query's count.
    pub across: bool,
}

impl Default for Rules {
    /// Kindred goods (grade 1) are not what was asked for.
    fn default() -> Rules {
        Rules { k: 10, gain: Gain::Exponential, unjudged: Unjudged::Zero, relevant: 2, across: false }
    }
}

/// The grades of a list from its top, and of everything that was judged for the query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grades {
    /// Of each hit; none if it was not judged.
    pub list: Vec<Option<u8>>,
    /// Of all judged, in any order.
    pub judged: Vec<u8>,
}

/// The metrics of a list; none where nothing that counts was judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Normalised discounted cumulative gain in the first k places.
    pub ndcg: Option<f64>,
    /// One over the place of the first relevant hit.
    pub mrr: Option<f64>,
    /// Relevant hits in the first k places, of k.
    pub precision: Option<f64>,
    /// Relevant hits in the first k places, of all relevant ones.
    pub recall: Option<f64>,
    /// Average precision over the whole list.
    pub map: Option<f64>,
    /// Expected reciprocal rank in the first k places.
    pub err: Option<f64>,
    /// Judged hits in the first k places, of the hits that stand there.
    pub judged: Option<f64>,
}

impl Metrics {
    /// The values in the order of the fields.
    pub fn values(&self) -> [Option<f64>; 7] {
        [self.ndcg, self.mrr, self.precision, self.recall, self.map, self.err, self.judged]
    }

    /// Measures a list.
    pub fn of(grades: &Grades, rules: &Rules) -> Metrics {
        let list = counted(&grades.list, rules.unjudged);
        let relevant: Vec<bool> = list.iter().map(|grade| *grade >= rules.relevant).collect();
        let all = grades.judged.iter().filter(|grade| **grade >= rules.relevant).count();
        let some = |value: f64| (all > 0).then_some(value);
        let found = relevant.iter().take(rules.k).filter(|relevant| **relevant).count() as f64;
        Metrics {
            ndcg: ndcg(&list, &grades.judged, rules),
            mrr: some(relevant.iter().position(|relevant| *relevant).map_or(0.0, |at| 1.0 / (at as f64 + 1.0))),
            precision: some(found / rules.k.max(1) as f64),
            recall: some(found / all.max(1) as f64),
            map: some(precisions(&relevant) / all.max(1) as f64),
            err: some(err(list.iter().take(rules.k).copied())),
            judged: judged(&grades.list, rules.k),
        }
    }

    /// The mean of each metric over the lists that have it.
    pub fn mean<'a>(all: impl Iterator<Item = &'a Metrics> + Clone) -> Metrics {
        let mean = |value: fn(&Metrics) -> Option<f64>| mean(all.clone().filter_map(value));
        Metrics {
            ndcg: mean(|m| m.ndcg),
            mrr: mean(|m| m.mrr),
            precision: mean(|m| m.precision),
            recall: mean(|m| m.recall),
            map: mean(|m| m.map),
            err: mean(|m| m.err),
            judged: mean(|m| m.judged),
        }
    }
}

/// The mean of numbers; none if there are none.
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// The grades that count, from the top.
fn counted(list: &[Option<u8>], unjudged: Unjudged) -> Vec<u8> {
    match unjudged {
        Unjudged::Zero => list.iter().map(|grade| grade.unwrap_or(0)).collect(),
        Unjudged::Skip => list.iter().copied().flatten().collect(),
    }
}

/// Gains of the first k grades, each divided by log2(place + 1).
pub fn dcg(grades: &[u8], k: usize, gain: Gain) -> f64 {
    grades.iter().zip(2_u32..).take(k).map(|(grade, place)| gain.of(*grade) / f64::from(place).log2()).sum()
}

/// The DCG of the best order of all that was judged.
pub fn ideal(judged: &[u8], k: usize, gain: Gain) -> f64 {
    let mut best = judged.to_vec();
    best.sort_unstable_by(|a, b| b.cmp(a));
    dcg(&best, k, gain)
}

fn ndcg(list: &[u8], judged: &[u8], rules: &Rules) -> Option<f64> {
    let ideal = ideal(judged, rules.k, rules.gain);
    (ideal > 0.0).then(|| dcg(list, rules.k, rules.gain) / ideal)
}

/// The precisions at the places of relevant hits, summed.
fn precisions(relevant: &[bool]) -> f64 {
    let places = (1_u32..).zip(relevant).filter(|(_, relevant)| **relevant).map(|(place, _)| place);
    (1_u32..).zip(places).map(|(found, place)| f64::from(found) / f64::from(place)).sum()
}

/// The chance that a reader who goes down the list stops at a place, over that place, summed. A hit stops
/// the reader with a chance of (2^grade - 1) / 2^highest grade (Chapelle and others, 2009).
fn err(grades: impl Iterator<Item = u8>) -> f64 {
    let highest = 2.0_f64.powi(i32::from(MAX_GRADE));
    let (mut going, mut sum) = (1.0, 0.0);
    for (grade, place) in grades.zip(1_u32..) {
        let stops = Gain::Exponential.of(grade) / highest;
        sum += going * stops / f64::from(place);
        going *= 1.0 - stops;
    }
    sum
}

fn judged(list: &[Option<u8>], k: usize) -> Option<f64> {
    mean(list.iter().take(k).map(|grade| f64::from(u8::from(grade.is_some()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Judged: A = 3, B = 2, C = 1. The list is C, A, one that nobody judged, B.
    fn four() -> Grades {
        Grades { list: vec![Some(1), Some(3), None, Some(2)], judged: vec![3, 2, 1] }
    }

    fn rules(unjudged: Unjudged) -> Rules {
        Rules { k: 4, relevant: 2, unjudged, ..Rules::default() }
    }

    fn close(got: Option<f64>, expected: f64) {
        assert!(got.is_some_and(|got| (got - expected).abs() < 5e-5), "{got:?} is not {expected}");
    }

    #[test]
    fn ndcg_by_hand() {
        // 1/log2(2) + 7/log2(3) + 0/log2(4) + 3/log2(5) = 1 + 4.4165 + 1.2920
        close(Some(dcg(&[1, 3, 0, 2], 4, Gain::Exponential)), 6.7085);
        // 7/log2(2) + 3/log2(3) + 1/log2(4) = 7 + 1.8928 + 0.5
        close(Some(ideal(&[3, 2, 1], 4, Gain::Exponential)), 9.3928);
        close(Metrics::of(&four(), &rules(Unjudged::Zero)).ndcg, 0.7142);
        // Without the one nobody judged B comes third: (1 + 4.4165 + 3/2) / 9.3928.
        close(Metrics::of(&four(), &rules(Unjudged::Skip)).ndcg, 0.7364);
        // (1 + 3/log2(3) + 2/log2(5)) / (3 + 2/log2(3) + 1/2) = 3.7541 / 4.7619
        let linear = Rules { gain: Gain::Linear, ..rules(Unjudged::Zero) };
        close(Metrics::of(&four(), &linear).ndcg, 0.7884);
    }

    #[test]
    fn a_short_list_is_not_better_for_it() {
        let alone = Grades { list: vec![Some(3)], judged: vec![3, 2, 1] };
        for unjudged in [Unjudged::Zero, Unjudged::Skip] {
            // 7 / 9.3928, and 3 / 4.7619 with linear gain.
            close(Metrics::of(&alone, &rules(unjudged)).ndcg, 0.7453);
            close(Metrics::of(&alone, &Rules { gain: Gain::Linear, ..rules(unjudged) }).ndcg, 0.6300);
        }
        // One of four places, one of two relevant; found at once, so 1/1 of 2 for the average precision.
        let metrics = Metrics::of(&alone, &rules(Unjudged::Zero));
        close(metrics.precision, 0.25);
        close(metrics.recall, 0.5);
        close(metrics.map, 0.5);
        let nothing = Metrics::of(&Grades { list: Vec::new(), judged: vec![3] }, &rules(Unjudged::Zero));
        for value in [nothing.ndcg, nothing.mrr, nothing.precision, nothing.recall, nothing.map, nothing.err] {
            close(value, 0.0);
        }
        assert_eq!(nothing.judged, None);
    }

    #[test]
    fn the_others_by_hand() {
        let zero = Metrics::of(&four(), &rules(Unjudged::Zero));
        // From grade 2 on A and B are relevant, at places 2 and 4.
        close(zero.mrr, 1.0 / 2.0);
        close(zero.precision, 2.0 / 4.0);
        close(zero.recall, 2.0 / 2.0);
        // (1/2 + 2/4) / 2
        close(zero.map, 0.5);
        // Chances to stop: 1/8, 7/8, 0, 3/8.
        // 1/8 + 7/8 * 7/8 / 2 + 0 + 7/8 * 1/8 * 1 * 3/8 / 4 = 0.125 + 0.3828 + 0.0103
        close(zero.err, 0.5181);
        // Three of four hits.
        close(zero.judged, 0.75);
        let skip = Metrics::of(&four(), &rules(Unjudged::Skip));
        // A and B at places 2 and 3: (1/2 + 2/3) / 2.
        close(skip.map, 0.5833);
        // The last term is divided by 3: 0.125 + 0.3828 + 0.0137.
        close(skip.err, 0.5215);
        close(skip.judged, 0.75);
        // From grade 1 on all three: (1/1 + 2/2 + 3/4) / 3.
        close(Metrics::of(&four(), &Rules { relevant: 1, ..rules(Unjudged::Zero) }).map, 0.9167);
    }

    #[test]
    fn what_lies_below_k_counts_only_where_the_whole_list_does() {
        // k = 1: nothing relevant is found there, though the first relevant hit is at place 2.
        let first = Metrics::of(&four(), &Rules { k: 1, ..rules(Unjudged::Zero) });
        close(first.precision, 0.0);
        close(first.recall, 0.0);
        close(first.mrr, 0.5);
        close(first.map, 0.5);
        // 1 / 7: the ideal list is cut at k as well.
        close(first.ndcg, 0.1429);
    }

    #[test]
    fn a_query_without_anything_relevant_has_no_value() {
        let none = Metrics::of(&Grades { list: vec![Some(0), None], judged: vec![0, 0] }, &Rules::default());
        assert_eq!([none.ndcg, none.mrr, none.precision, none.recall, none.map, none.err], [None; 6]);
        close(none.judged, 0.5);
        let one = Metrics { ndcg: Some(0.5), ..Metrics::default() };
        close(Metrics::mean([none, one].iter()).ndcg, 0.5);
    }
}
