//! A relevance profile: a named map from feature to weight, with the depths, stages and caps of a
//! search. It is data; which features exist and how far each may weigh is known to the scoring layer,
//! which checks that part.

mod difference;
mod read;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::FieldError;

pub use difference::Difference;

/// Weights and limits of a ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name: 1 to 40 of `a-z 0-9 -`. Versions of one name may differ in all else.
    pub name: String,
    /// Its version, rising; 0 in a draft.
    pub version: u32,
    /// Most candidates a search ranks, 10 to 2,000.
    pub recall_depth: usize,
    /// How far a search may be relaxed; the first, [`Stage::All`], is always among them.
    #[serde(default = "every_stage")]
    pub stages: Vec<Stage>,
    /// Most hits of one supplier or buyer on a page, 1 to 100.
    pub party_cap: usize,
    /// Share of a first page that micro and small suppliers have among comparably relevant offers, 0
    /// to 0.5.
    #[serde(default)]
    pub exposure_share: f64,
    /// Days after which the freshness feature has halved, 1 to 3,650.
    pub freshness_half_life_days: f64,
    /// Days after which exchange rates are too old to compare prices by, 1 to 3,650.
    #[serde(default = "rates_max_age_days")]
    pub rates_max_age_days: u32,
    /// What becomes of an offer whose smallest order is well above the asked quantity.
    #[serde(default)]
    pub moq_above_asked: MoqAbove,
    /// Weight of each feature; one that is absent weighs nothing.
    pub weights: BTreeMap<String, f64>,
    /// Lowest and highest weight that a feature may be given, by hand or by tuning. Here an operator says
    /// what must keep mattering, whatever the judgments at hand reward.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bounds: BTreeMap<String, (f64, f64)>,
}

/// How far a search is relaxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Everything that was asked for.
    All,
    /// Any part of it, or the next wider concept.
    Some,
    /// Words one slip away.
    Spelling,
}

impl Stage {
    /// Every stage, the strictest first.
    pub const ALL: [Stage; 3] = [Stage::All, Stage::Some, Stage::Spelling];

    /// Its name in profiles and answers.
    pub fn name(self) -> &'static str {
        match self {
            Stage::All => "all",
            Stage::Some => "some",
            Stage::Spelling => "spelling",
        }
    }
}

/// What becomes of an offer whose smallest order is well above what is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MoqAbove {
    /// It stays, further down, and says so.
    #[default]
    Penalty,
    /// It is left out.
    Filter,
}

/// Profiles were written before stages could be left out.
fn every_stage() -> Vec<Stage> {
    Stage::ALL.to_vec()
}

/// Rates of the great currencies seldom move further in six weeks than what is talked over in a price.
fn rates_max_age_days() -> u32 {
    45
}

/// Why a profile is refused.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Not readable as TOML.
    #[error("the profile cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// Fields that cannot be used.
    #[error("{}", in_words(.0))]
    Fields(Vec<FieldError>),
}

/// A number as messages tell it: one of hundreds of digits by its power of ten.
pub fn figure(number: f64) -> String {
    let long = number.abs() >= 1e9 || (number.abs() > 0.0 && number.abs() < 1e-6);
    if long { format!("{number:e}") } else { number.to_string() }
}

fn in_words(faults: &[FieldError]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl Profile {
    /// The weight of a feature; absent means zero.
    pub fn weight(&self, feature: &str) -> f64 {
        self.weights.get(feature).copied().unwrap_or(0.0)
    }

    /// Whether a stage may run.
    pub fn runs(&self, stage: Stage) -> bool {
        self.stages.contains(&stage)
    }

    /// Name and version as answers give them: `default@3`.
    pub fn label(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }
}
