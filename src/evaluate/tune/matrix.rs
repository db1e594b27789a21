//! Values once, scores often: candidates of requests as rows of numbers, and the nDCG of the order that
//! weights give them. A change of weights costs no search.

use std::collections::BTreeMap;

use crate::domain::Id;
use crate::evaluate::metrics::{Gain, Rules, dcg, ideal};
use crate::evaluate::slices::pair_name;
use crate::evaluate::{Judgments, Languages, Unjudged};
use crate::domain::ANONYMOUS;
use crate::rank::capped;
use crate::score::{FEATURES, Values, Weights};
use crate::text::Lang;

/// The candidates of one query with the values of every feature, before any cut.
#[derive(Clone, Debug)]
pub struct Case {
    /// Identifier of the query.
    pub query: Id,
    /// Its language.
    pub lang: Lang,
    /// Candidates in any order.
    pub candidates: Vec<Candidate>,
}

/// One candidate.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Identifier.
    pub id: String,
    /// Supplier or buyer.
    pub party: String,
    /// The value of each feature.
    pub values: Values,
}

/// The candidates of all queries, with what an order depends on beside the weights.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// A case for each query.
    pub cases: Vec<Case>,
    /// Languages of candidates and of what was judged.
    pub languages: Languages,
    /// Most hits of one party on a page.
    pub party_cap: usize,
    /// Hits on a page.
    pub page: usize,
}

/// One row of numbers a candidate: what is unknown adds nothing.
type Row = [f64; FEATURES.len()];

/// A case with its judgments, ready to be ordered again and again.
pub(super) struct Ready {
    /// In the order of identifiers, which breaks ties.
    rows: Vec<Row>,
    grades: Vec<Option<u8>>,
    /// Which of `pairs` a candidate counts in; none if it counts nowhere.
    slots: Vec<Option<usize>>,
    /// Whether it counts in the whole.
    counting: Vec<bool>,
    parties: Vec<Option<usize>>,
    /// Whether the cap can move anything.
    crowded: bool,
    ideal: f64,
    /// The pairs in which something was judged: number of the pair, best DCG.
    pairs: Vec<(usize, f64)>,
}

/// What an order is worth: nDCG of the whole, and of each pair of the case.
pub(super) struct Worth {
    pub(super) whole: f64,
    pub(super) pairs: Vec<(usize, f64)>,
}

/// All cases for which something relevant was judged, with the names of the pairs.
pub(super) struct Prepared {
    pub(super) cases: Vec<Ready>,
    pub(super) pairs: Vec<String>,
    rules: Rules,
    party_cap: usize,
    page: usize,
}

impl Prepared {
    pub(super) fn new(matrix: &Matrix, judgments: &Judgments, rules: &Rules) -> Prepared {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let cases = matrix.cases.iter().filter_map(|case| ready(case, matrix, judgments, rules, &mut names)).collect();
        let mut pairs = vec![String::new(); names.len()];
        for (name, at) in names {
            if let Some(slot) = pairs.get_mut(at) {
                *slot = name;
            }
        }
        Prepared { cases, pairs, rules: *rules, party_cap: matrix.party_cap, page: matrix.page }
    }

    /// In how many cases something of a pair was judged.
    pub(super) fn queries_of(&self, pair: usize) -> usize {
        self.cases.iter().filter(|case| case.pairs.iter().any(|(other, _)| *other == pair)).count()
    }

    /// The worth of the order that weights give a case.
    pub(super) fn worth(&self, case: &Ready, weights: &Weights) -> Worth {
        let weights = weights.as_array();
        let score = |row: &Row| row.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>();
        let mut order: Vec<(f64, usize)> = case.rows.iter().map(score).zip(0..).collect();
        order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut order: Vec<usize> = order.into_iter().map(|(_, at)| at).collect();
        if case.crowded {
            let parties: Vec<Option<usize>> = order.iter().map(|at| case.parties.get(*at).copied().flatten()).collect();
            order = capped(&parties, self.party_cap, self.page).into_iter().filter_map(|at| order.get(at).copied()).collect();
        }
        let grade = |at: &usize| case.grades.get(*at).copied().flatten();
        let (mut whole, mut pairs) = (Gained::default(), vec![Gained::default(); case.pairs.len()]);
        for at in &order {
            if case.counting.get(*at) == Some(&true) {
                whole.add(grade(at), &self.rules);
            }
            if let Some(gained) = case.slots.get(*at).copied().flatten().and_then(|slot| pairs.get_mut(slot)) {
                gained.add(grade(at), &self.rules);
            }
        }
        let pairs = case.pairs.iter().zip(pairs).map(|((pair, ideal), gained)| (*pair, gained.sum / ideal)).collect();
        Worth { whole: whole.sum / case.ideal, pairs }
    }
}

impl Ready {
    /// Whether a feature can change the order of the case.
    pub(super) fn depends_on(&self, feature: usize) -> bool {
        let value = |row: &Row| row.get(feature).copied().unwrap_or(0.0);
        let first = self.rows.first().map_or(0.0, value);
        self.rows.iter().any(|row| (value(row) - first).abs() > 0.0)
    }
}

/// The DCG of an order, place by place.
#[derive(Clone, Default)]
struct Gained {
    places: usize,
    sum: f64,
}

impl Gained {
    fn add(&mut self, grade: Option<u8>, rules: &Rules) {
        if self.places >= rules.k || (grade.is_none() && rules.unjudged == Unjudged::Skip) {
            return;
        }
        self.places += 1;
        self.sum += gain(grade.unwrap_or(0), rules.gain) / (self.places as f64 + 1.0).log2();
    }
}

fn gain(grade: u8, gain: Gain) -> f64 {
    if grade == 0 { 0.0 } else { dcg(&[grade], 1, gain) }
}

fn ready(case: &Case, matrix: &Matrix, judgments: &Judgments, rules: &Rules, names: &mut BTreeMap<String, usize>) -> Option<Ready> {
    let language = |id: &str| matrix.languages.get(id).copied().unwrap_or(Lang::UND);
    let counts = |id: &str| !rules.across || matrix.languages.get(id) != Some(&case.lang);
    let judged: BTreeMap<&str, u8> = judgments.of(case.query.as_str()).map(|judgment| (judgment.offer.as_str(), u8::from(judgment.grade))).collect();
    let best = |wanted: &dyn Fn(&str) -> bool| {
        let grades: Vec<u8> = judged.iter().filter(|(id, _)| wanted(id)).map(|(_, grade)| *grade).collect();
        ideal(&grades, rules.k, rules.gain)
    };
    let whole = best(&counts);
    if whole <= 0.0 {
        return None;
    }
    let mut langs: Vec<Lang> = judged.keys().filter(|id| counts(id)).map(|id| language(id)).collect();
    langs.sort_unstable();
    langs.dedup();
    langs.retain(|lang| best(&|id| language(id) == *lang) > 0.0);
    let mut number = |lang: &Lang| {
        let next = names.len();
        *names.entry(pair_name(case.lang, *lang)).or_insert(next)
    };
    let pairs = langs.iter().map(|lang| (number(lang), best(&|id| language(id) == *lang))).collect();
    let mut candidates: Vec<&Candidate> = case.candidates.iter().collect();
    candidates.sort_by(|a, b| a.id.cmp(&b.id));
    let mut parties: BTreeMap<&str, usize> = BTreeMap::new();
    let parties: Vec<Option<usize>> = candidates
        .iter()
        .map(|candidate| {
            let next = parties.len();
            (candidate.party != ANONYMOUS).then(|| *parties.entry(&candidate.party).or_insert(next))
        })
        .collect();
    let held = |party: &Option<usize>| party.is_some() && parties.iter().filter(|other| *other == party).count() > matrix.party_cap;
    Some(Ready {
        rows: candidates.iter().map(|candidate| candidate.values.map(|value| value.unwrap_or(0.0))).collect(),
        grades: candidates.iter().map(|candidate| judged.get(candidate.id.as_str()).copied()).collect(),
        slots: candidates.iter().map(|candidate| langs.binary_search(&language(&candidate.id)).ok()).collect(),
        counting: candidates.iter().map(|candidate| counts(&candidate.id)).collect(),
        crowded: parties.iter().any(held),
        parties,
        ideal: whole,
        pairs,
    })
}
