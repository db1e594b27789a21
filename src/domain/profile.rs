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
    /// Lowest and highest weight that a feature may be given, by hand or by tuning. Here an operator says
    /// what must keep mattering, whatever the judgments at hand reward.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bounds: BTreeMap<String, (f64, f64)>,
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
    /// A weight outside of the bounds that the profile itself declares.
    #[error("{field} is {value}, outside of its bounds {low} to {high}; change the weight or the bounds")]
    Bounds {
        /// The feature.
        field: String,
        /// Its weight.
        value: f64,
        /// The lowest weight.
        low: f64,
        /// The highest weight.
        high: f64,
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
        for (name, (low, high)) in &profile.bounds {
            if !(-10.0..=10.0).contains(low) || !(*low..=10.0).contains(high) {
                return out(&format!("bounds.{name}"), *low, "-10 to 10, the lower bound first");
            }
            let weight = profile.weight(name);
            if !(*low..=*high).contains(&weight) {
                return Err(ProfileError::Bounds { field: name.clone(), value: weight, low: *low, high: *high });
            }
        }
        Ok(profile)
    }

    /// The weight of a feature; absent means zero.
    pub fn weight(&self, feature: &str) -> f64 {
        self.weights.get(feature).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name = \"x\"\nversion = 1\nrecall_depth = 100\nparty_cap = 3\nfreshness_half_life_days = 90.0\n";

    fn refusal(rest: &str) -> String {
        Profile::parse(&format!("{HEAD}{rest}")).map_or_else(|fault| fault.to_string(), |_| String::new())
    }

    #[test]
    fn a_weight_stays_within_its_bounds() {
        assert_eq!(refusal("[weights]\nprice = 0.8\n[bounds]\nprice = [0.5, 1.0]\n"), "");
        assert!(refusal("[weights]\nprice = 0.1\n[bounds]\nprice = [0.5, 1.0]\n").starts_with("price is 0.1, outside of its bounds 0.5 to 1"));
        assert!(refusal("[weights]\n[bounds]\nprice = [0.5, 1.0]\n").starts_with("price is 0, outside"), "a missing weight is zero");
        assert!(refusal("[weights]\n[bounds]\nprice = [1.0, 0.5]\n").starts_with("bounds.price is 1, outside"));
        assert!(refusal("[weights]\n[bounds]\nprice = [-20.0, 0.5]\n").starts_with("bounds.price is -20, outside"));
    }
}
