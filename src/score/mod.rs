//! Precision: how well a pair of cards fits. A feature looks at one pair and gives a value, or none
//! where a side says nothing: unknown is distinct from zero. The score is the sum of the values
//! times the weights of the profile, and a pure function of the pair: no statistic of the index,
//! no rare word and no other document moves it.

mod check;
mod concept;
mod fit;
pub mod judged;
mod literal;
mod measure;
mod terms;

use crate::domain::Profile;
use crate::lexicon::Lexicon;
use crate::views::Card;
use judged::Judged;

pub use check::{check, faults};
pub use fit::judge;
pub use measure::Yardstick;

/// A wish and an offering, whichever of the two was searched.
pub struct Pair<'a> {
    /// What is asked for.
    pub wish: &'a Card,
    /// What is offered.
    pub offer: &'a Card,
    /// How the stated wishes are met, as [`judge`] finds it.
    pub judged: Vec<Judged>,
    /// The lexicon both were read with.
    pub lexicon: &'a Lexicon,
    /// Milliseconds since 1970.
    pub now: i64,
    /// Half-life of freshness, in days.
    pub half_life_days: f64,
    /// Last change of the side that was searched for, milliseconds since 1970.
    pub updated_at: i64,
}

/// One way in which a pair fits or does not.
pub struct Feature {
    /// Name in profiles and explanations.
    pub name: &'static str,
    /// What it measures, with the range of its values.
    pub about: &'static str,
    /// The least and the most that a profile may weigh it. What is met is never punished, what is
    /// contradicted never rewarded.
    pub range: (f64, f64),
    /// Its value; none if a side says nothing.
    pub value: fn(&Pair<'_>) -> Option<f64>,
}

/// The range of a feature that speaks for an offer: wide enough to turn an order around, and too narrow
/// for a weight of the built-in profile whose decimal point has slipped upwards by one.
const FOR: (f64, f64) = (0.0, 10.0);
/// The range of a feature that speaks against an offer.
const AGAINST: (f64, f64) = (-10.0, 0.0);

/// Every feature, the weightiest first. A stated term that is met counts by the closeness of the goods.
pub const FEATURES: &[Feature] = &[
    Feature { name: "concept", about: "closeness of what is offered to what is asked on the concept hierarchy, 0 to 1", range: FOR, value: concept::closeness },
    Feature { name: "hs", about: "shared digits of the Harmonized System codes, 0 to 1", range: FOR, value: concept::hs },
    Feature { name: "code", about: "share of the asked grade and model codes that the offer has, 0 to 1", range: FOR, value: literal::code },
    Feature { name: "code_differs", about: "1 if codes are asked, the offer states codes and none agrees", range: AGAINST, value: literal::code_differs },
    Feature { name: "text", about: "share of the asked words outside of the lexicon that the offer has, 0 to 1", range: FOR, value: literal::text },
    Feature { name: "wording", about: "share of all asked words that the offer has literally, 0 to 1", range: FOR, value: literal::wording },
    Feature { name: "facet_agrees", about: "share of the asked properties that the offer states or implies, 0 to 1", range: FOR, value: concept::facet_agrees },
    Feature { name: "facet_conflicts", about: "asked properties that the offer contradicts, saturating at 1", range: AGAINST, value: concept::facet_conflicts },
    Feature { name: "origin", about: "1 if the origin is one of those asked, -1 if it is another or refused", range: FOR, value: terms::origin },
    Feature { name: "certificate", about: "share of the asked certificates that the offer holds, 0 to 1; -1 if it says the contrary", range: FOR, value: terms::certificate },
    Feature { name: "channel", about: "1 if the offer suits the asked import channel, 0.25 if a kindred one, -1 if it cannot pass", range: FOR, value: terms::channel },
    Feature { name: "moq", about: "1 if the smallest order is within the asked quantity, 0.25 if little above it, -1 if far", range: FOR, value: terms::moq },
    Feature { name: "price", about: "1 if within the ceiling, 0.25 if little above it, -1 if far; none where terms, units or rates do not compare", range: FOR, value: terms::price },
    Feature { name: "supply", about: "1 if what is ready or made covers the asked quantity, 0.25 if nearly, -1 if not", range: FOR, value: terms::supply },
    Feature { name: "time", about: "1 if it can be had by the day or in the period it is wanted, 0.25 if little off, -1 if far", range: FOR, value: terms::time },
    Feature { name: "delivery", about: "1 under the asked term and place, 0.25 under another", range: FOR, value: terms::delivery },
    Feature { name: "freshness", about: "0 to 1, halving every half-life of the profile; its weight is held below what the least of an asked thing adds", range: (0.0, 1.0), value: terms::freshness },
];

/// Features of the offering alone, which no request asks for. They come last in [`FEATURES`].
const UNASKED: &[&str] = &["freshness"];
/// Name of the part that an operator's favour adds. It is no feature: no profile weighs it.
pub const BOOST: &str = "boost";
/// Name of the part that says that an operator gave the place. It adds nothing.
pub const PIN: &str = "pin";
/// The most that all that nobody asks for may add, as a share of the lightest of the other weights. A card
/// keeps at most 192 words and pairs, so each thing that an offer meets of a request is worth at least
/// one 192nd of a weight: with this bound neither age nor an operator's favour outweighs it, whatever
/// the profile and the rules say.
const UNASKED_SHARE: f64 = 1.0 / 200.0;
/// Of that the part of the unasked features; the rest is the operator's, whose word goes before age.
const FEATURES_PART: f64 = 0.25;

/// Whether a feature measures what somebody asks for. What does not is bounded and never tuned.
pub fn is_asked(feature: &str) -> bool {
    !UNASKED.contains(&feature)
}

/// The value of every feature of one pair, in the order of [`FEATURES`]; none where a side says nothing.
pub type Values = [Option<f64>; FEATURES.len()];

/// Measures a pair by every feature, whatever a profile makes of it.
pub fn values(pair: &Pair<'_>) -> Values {
    std::array::from_fn(|at| FEATURES.get(at).and_then(|feature| (feature.value)(pair)))
}

/// The value of a feature by its name; none if a side says nothing, or if nothing is called so.
pub fn value(values: &Values, name: &str) -> Option<f64> {
    FEATURES.iter().zip(values).find(|(feature, _)| feature.name == name).and_then(|(_, value)| *value)
}

/// One summand of a score.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Part {
    /// Name of the feature.
    pub feature: &'static str,
    /// Its value.
    pub value: f64,
    /// Its weight in the profile.
    pub weight: f64,
    /// Value times weight.
    pub adds: f64,
}

/// What each feature weighs, in the order of [`FEATURES`]. A feature that nobody asks for weighs no more
/// than its share of the lightest of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights([f64; FEATURES.len()]);

impl Weights {
    /// The weights of a profile.
    pub fn of(profile: &Profile) -> Weights {
        Weights::bounded(std::array::from_fn(|at| FEATURES.get(at).map_or(0.0, |feature| profile.weight(feature.name))))
    }

    /// Weights as given, but for the bound on what nobody asks for.
    pub fn bounded(mut weights: [f64; FEATURES.len()]) -> Weights {
        let most = margin(&weights) * FEATURES_PART;
        for (weight, _) in weights.iter_mut().zip(FEATURES).filter(|(_, feature)| !is_asked(feature.name)) {
            *weight = weight.clamp(-most, most);
        }
        Weights(weights)
    }

    /// The weights in the order of [`FEATURES`].
    pub fn as_array(&self) -> &[f64; FEATURES.len()] {
        &self.0
    }

    /// The score: the sum of what the parts add.
    pub fn score(&self, values: &Values) -> f64 {
        self.summands(values).map(|part| part.adds).sum()
    }

    /// The parts of a score. What weighs nothing and what has no value is no part.
    pub fn parts(&self, values: &Values) -> Vec<Part> {
        self.summands(values).collect()
    }

    /// How much of the request is met: what the parts add that somebody asks for.
    pub fn merit(&self, values: &Values) -> f64 {
        self.summands(values).filter(|part| is_asked(part.feature)).map(|part| part.adds).sum()
    }

    /// By how much the merits of two offers may differ without either matching more of the request: less
    /// than what the least of an asked thing adds. Where nothing asked weighs, there is no bound.
    pub fn margin(&self) -> f64 {
        margin(&self.0)
    }

    /// The part of an operator's favour: `by` is 0 to 1, the share of what favours may add at all.
    pub fn boost(&self, by: f64) -> Part {
        let (value, weight) = (by.clamp(0.0, 1.0), self.margin().min(1.0) * (1.0 - FEATURES_PART));
        Part { feature: BOOST, value, weight, adds: value * weight }
    }

    fn summands(&self, values: &Values) -> impl Iterator<Item = Part> {
        let weighing = FEATURES.iter().zip(&self.0).zip(values).filter(|((_, weight), _)| weight.abs() >= f64::EPSILON);
        weighing.filter_map(|((feature, weight), value)| value.map(|value| Part { feature: feature.name, value, weight: *weight, adds: value * weight }))
    }
}

fn margin(weights: &[f64; FEATURES.len()]) -> f64 {
    let asked = weights.iter().zip(FEATURES).filter(|(weight, feature)| weight.abs() >= f64::EPSILON && is_asked(feature.name));
    asked.map(|(weight, _)| weight.abs()).fold(f64::INFINITY, f64::min) * UNASKED_SHARE
}

/// The part of a place that an operator gave.
pub fn pin() -> Part {
    Part { feature: PIN, value: 1.0, weight: 0.0, adds: 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asks_for_comes_last() {
        let first = FEATURES.iter().position(|feature| UNASKED.contains(&feature.name)).expect("registered");
        assert!(FEATURES.iter().skip(first).all(|feature| UNASKED.contains(&feature.name)));
        assert_eq!(FEATURES.len() - first, UNASKED.len());
    }
}
