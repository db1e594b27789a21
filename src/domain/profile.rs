//! A relevance profile: a named map from feature to weight, with the depths and caps of a search.
//! It is data; which features exist is known to the scoring layer, which checks the names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Weights and limits of a ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its version, rising.
    pub version: u32,
    /// Most candidates a search ranks.
    pub recall_depth: usize,
    /// Most hits of one supplier or buyer on a page.
    pub party_cap: usize,
    /// Share of the places on a page that is kept for micro and small suppliers among offers that match
    /// as much, 0 to 0.5.
    #[serde(default)]
    pub exposure_share: f64,
    /// Days after which the freshness feature has halved.
    pub freshness_half_life_days: f64,
    /// Days after which exchange rates are too old to compare prices by.
    #[serde(default = "rates_max_age_days")]
    pub rates_max_age_days: u32,
    /// What becomes of an offer whose smallest order is well above the asked quantity.
    #[serde(default)]
    pub moq_above_asked: MoqAbove,
    /// Weight of each feature, between -10 and 10.
    pub weights: BTreeMap<String, f64>,
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

/// Rates of the great currencies seldom move further in six weeks than what is talked over in a price.
fn rates_max_age_days() -> u32 {
    45
}

/// Why a profile is refused.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Not readable as TOML of this shape.
    #[error("the profile cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A number outside of its range.
    #[error("{field} is {value}, outside of {range}")]
    Range {
        /// The field.
        field: String,
        /// Its value.
        value: f64,
        /// The range, in words.
        range: &'static str,
    },
}

impl Profile {
    /// Reads and checks a profile.
    pub fn parse(text: &str) -> Result<Profile, ProfileError> {
        let profile: Profile = toml::from_str(text)?;
        let out = |field: &str, value: f64, range| Err(ProfileError::Range { field: field.to_owned(), value, range });
        if !(10..=2_000).contains(&profile.recall_depth) {
            return out("recall_depth", profile.recall_depth as f64, "10 to 2000");
        }
        if !(1..=100).contains(&profile.party_cap) {
            return out("party_cap", profile.party_cap as f64, "1 to 100");
        }
        if !(0.0..=0.5).contains(&profile.exposure_share) {
            return out("exposure_share", profile.exposure_share, "0 to 0.5");
        }
        if !(1.0..=3_650.0).contains(&profile.freshness_half_life_days) {
            return out("freshness_half_life_days", profile.freshness_half_life_days, "1 to 3650");
        }
        if !(1..=3_650).contains(&profile.rates_max_age_days) {
            return out("rates_max_age_days", f64::from(profile.rates_max_age_days), "1 to 3650");
        }
        for (name, weight) in &profile.weights {
            if !(-10.0..=10.0).contains(weight) {
                return out(name, *weight, "-10 to 10");
            }
        }
        Ok(profile)
    }

    /// The weight of a feature; absent means zero.
    pub fn weight(&self, feature: &str) -> f64 {
        self.weights.get(feature).copied().unwrap_or(0.0)
    }
}
