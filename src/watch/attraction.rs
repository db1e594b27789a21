//! What readers choose, corrected for where it stood.
//!
//! The model: a reader looks at place `r` with probability `1 / r^eta`, whatever stands there, and
//! chooses what was looked at by its attraction alone. A choice at place `r` then stands for `r^eta`
//! readers, most of whom never looked (inverse propensity weighting). Weights are clipped, so that one
//! choice far below does not decide: the estimate swings less, and is too low beyond the clip.
//!
//! `eta` is declared and not learned: 0 corrects nothing, 1 is the usual assumption for lists. An
//! estimate is a mean of weights and may exceed 1 where few answers were counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Asked, Kind};

/// How likely a place is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Propensity {
    /// How fast attention falls with the place, 0 to 3.
    pub eta: f64,
    /// Highest weight of one choice, 1 or more.
    pub clip: f64,
}

impl Default for Propensity {
    /// `eta` 1, and weights up to that of the tenth place: a page of ten is seldom read to its end.
    fn default() -> Propensity {
        Propensity { eta: 1.0, clip: 10.0 }
    }
}

impl Propensity {
    /// Probability that a place (1 for the first) is looked at.
    pub fn at(&self, place: usize) -> f64 {
        (place.max(1) as f64).powf(-self.eta)
    }

    /// What a choice at a place counts.
    pub fn weight(&self, place: usize) -> f64 {
        (1.0 / self.at(place)).min(self.clip)
    }
}

/// How a posting does under a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attraction {
    /// The question in normal form.
    pub text: String,
    /// Its language.
    pub lang: String,
    /// The posting.
    pub id: String,
    /// Answers that showed it.
    pub shown: usize,
    /// Mean of its places.
    pub mean_place: f64,
    /// Answers after which it was viewed, contacted or quoted.
    pub chosen: Chosen<usize>,
    /// The same as shares of the answers, corrected for the place.
    pub corrected: Chosen<f64>,
}

/// A figure for each kind of feedback.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Chosen<T> {
    /// Of views.
    pub view: T,
    /// Of contacts.
    pub contact: T,
    /// Of quotations.
    pub quote: T,
}

impl<T: Copy> Chosen<T> {
    fn get(&self, kind: Kind) -> T {
        match kind {
            Kind::View => self.view,
            Kind::Contact => self.contact,
            Kind::Quote => self.quote,
        }
    }

    fn of(&mut self, kind: Kind) -> &mut T {
        match kind {
            Kind::View => &mut self.view,
            Kind::Contact => &mut self.contact,
            Kind::Quote => &mut self.quote,
        }
    }
}

#[derive(Default)]
struct Sum {
    shown: usize,
    places: usize,
    chosen: Chosen<usize>,
    weights: Chosen<f64>,
}

/// Adds answers up.
pub struct AttractionTally {
    model: Propensity,
    sums: BTreeMap<(String, String, String), Sum>,
}

impl AttractionTally {
    /// Nothing yet, under a model.
    pub fn new(model: Propensity) -> AttractionTally {
        AttractionTally { model, sums: BTreeMap::new() }
    }

    /// Adds an answer and what was done with its hits: posting and kind.
    pub fn add<'a>(&mut self, asked: &Asked, given: impl Iterator<Item = (&'a str, Kind)> + Clone) {
        for (place, shown) in asked.places() {
            let sum = self.sums.entry((asked.text.clone(), asked.lang.clone(), shown.id.clone())).or_default();
            sum.shown += 1;
            sum.places += place;
            for (_, kind) in given.clone().filter(|(id, _)| *id == shown.id) {
                *sum.chosen.of(kind) += 1;
                *sum.weights.of(kind) += self.model.weight(place);
            }
        }
    }

    /// Everything that was chosen at least once, by corrected quotations, contacts and views; at most `limit`.
    pub fn finish(self, limit: usize) -> Vec<Attraction> {
        let chosen = |sum: &Sum| Kind::ALL.into_iter().any(|kind| sum.chosen.get(kind) > 0);
        let mut rows: Vec<Attraction> = self.sums.into_iter().filter(|(_, sum)| chosen(sum)).map(|((text, lang, id), sum)| row(text, lang, id, &sum)).collect();
        let order = |row: &Attraction| [row.corrected.quote, row.corrected.contact, row.corrected.view];
        let by_kind = |a: &Attraction, b: &Attraction| order(b).iter().zip(order(a)).map(|(b, a)| b.total_cmp(&a)).find(|by| by.is_ne());
        // Rows come in the order of their keys, which stays between equals.
        rows.sort_by(|a, b| by_kind(a, b).unwrap_or(std::cmp::Ordering::Equal));
        rows.truncate(limit);
        rows
    }
}

fn row(text: String, lang: String, id: String, sum: &Sum) -> Attraction {
    let mean = |total: f64| total / sum.shown.max(1) as f64;
    let Chosen { view, contact, quote } = sum.weights;
    let corrected = Chosen { view: mean(view), contact: mean(contact), quote: mean(quote) };
    Attraction { text, lang, id, shown: sum.shown, mean_place: mean(sum.places as f64), chosen: sum.chosen, corrected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::asked::tests::asked;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn weights_by_hand() {
        let plain = Propensity { eta: 0.0, clip: 10.0 };
        let one = Propensity { eta: 1.0, clip: 5.0 };
        let root = Propensity { eta: 0.5, clip: 10.0 };
        // place: weight under eta 0, under eta 1 clipped at 5, under eta 0.5.
        for (place, expected) in [(1, [1.0, 1.0, 1.0]), (2, [1.0, 2.0, 2f64.sqrt()]), (4, [1.0, 4.0, 2.0]), (9, [1.0, 5.0, 3.0]), (400, [1.0, 5.0, 10.0])] {
            let found = [plain.weight(place), one.weight(place), root.weight(place)];
            assert!(found.iter().zip(expected).all(|(found, expected)| near(*found, expected)), "{place}: {found:?}");
        }
        assert!(near(one.at(4), 0.25) && near(root.at(4), 0.5));
    }

    #[test]
    fn a_choice_far_below_says_more_than_one_at_the_top() {
        let mut tally = AttractionTally::new(Propensity { eta: 1.0, clip: 10.0 });
        // Four answers: a stands first, d fourth. a is viewed in two, d in one.
        for views in [vec!["a"], vec!["a", "d"], vec![], vec![]] {
            tally.add(&asked("tea", "en", &["a", "b", "c", "d"]), views.into_iter().map(|id| (id, Kind::View)));
        }
        let rows = tally.finish(10);
        let figures: Vec<(&str, usize, usize, f64, f64)> = rows.iter().map(|row| (row.id.as_str(), row.shown, row.chosen.view, row.corrected.view, row.mean_place)).collect();
        // d: 1 view × 4 / 4 answers = 1; a: 2 views × 1 / 4 answers = 0.5. What nobody chose is not listed.
        assert_eq!(figures, [("d", 4, 1, 1.0, 4.0), ("a", 4, 2, 0.5, 1.0)]);
    }

    #[test]
    fn pages_and_kinds_count_for_themselves() {
        let mut tally = AttractionTally::new(Propensity { eta: 1.0, clip: 30.0 });
        let later = Asked { before: 20, ..asked("tea", "en", &["x"]) };
        tally.add(&later, [("x", Kind::View), ("x", Kind::Quote)].into_iter());
        tally.add(&later, std::iter::empty());
        let rows = tally.finish(10);
        // One of two answers, at place 21.
        let corrected = rows[0].corrected;
        assert!(near(corrected.view, 10.5) && near(corrected.quote, 10.5) && near(corrected.contact, 0.0), "{corrected:?}");
    }
}
