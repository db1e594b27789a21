//! Whether a profile can rank: every feature known and within its range, and no combination that would
//! turn the order into noise.

use super::{FEATURES, is_asked};
use crate::domain::profile::figure;
use crate::domain::{FieldError, Profile, ProfileError, Stage};

/// Refuses a profile with every field at fault.
pub fn check(profile: &Profile) -> Result<(), ProfileError> {
    let faults = faults(profile);
    if faults.is_empty() { Ok(()) } else { Err(ProfileError::Fields(faults)) }
}

/// Every field at fault, those that [`Profile::read`] looks at included. Paid placement is not among the
/// features, so no profile can sell a rank.
pub fn faults(profile: &Profile) -> Vec<FieldError> {
    let mut faults = profile.faults();
    faults.extend(profile.weights.iter().filter_map(|(name, weight)| range("weights", name, *weight)));
    let ends = profile.bounds.iter().flat_map(|(name, (low, high))| [(name, *low), (name, *high)]);
    faults.extend(ends.filter_map(|(name, end)| range("bounds", name, end)));
    faults.extend(combination(profile));
    faults
}

fn fault(field: impl Into<String>, problem: impl Into<String>, hint: impl Into<String>) -> FieldError {
    FieldError { field: field.into(), problem: problem.into(), hint: hint.into() }
}

fn range(table: &str, name: &str, weight: f64) -> Option<FieldError> {
    let field = format!("{table}.{name}");
    let Some((low, high)) = FEATURES.iter().find(|feature| feature.name == name).map(|feature| feature.range) else {
        let known: Vec<&str> = FEATURES.iter().map(|feature| feature.name).collect();
        return Some(fault(field, "weighs a feature that does not exist", format!("known features: {}", known.join(", "))));
    };
    let is = figure(weight);
    let problem = match weight {
        _ if (low..=high).contains(&weight) => return None,
        _ if high <= 0.0 && weight > 0.0 => format!("is {is}: it would reward what contradicts the request"),
        _ if low >= 0.0 && weight < 0.0 => format!("is {is}: it would punish what fits the request"),
        _ => format!("is {is}, outside of {low} to {high}"),
    };
    Some(fault(field, problem, format!("write a number from {low} to {high}; 0 switches the feature off")))
}

/// What each number allows, but not all of them together.
fn combination(profile: &Profile) -> Option<FieldError> {
    let weighs = |name: &str| profile.weight(name).abs() > f64::EPSILON;
    let mut asked = FEATURES.iter().map(|feature| feature.name).filter(|name| is_asked(name));
    if !asked.any(weighs) {
        return Some(fault("weights", "leave nothing of a request to rank by", "give at least concept and text a weight above 0"));
    }
    if profile.runs(Stage::Some) && !weighs("concept") {
        let problem = "is 0 while the search is relaxed to parts and wider concepts: the goods themselves would rank no higher than their relatives";
        return Some(fault("weights.concept", problem, "give it a weight above 0, or write stages = [\"all\"]"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The built-in profile without the bounds that it declares itself.
    fn built_in() -> Profile {
        let profile = Profile::parse(include_str!("../../indexes/profiles/default.toml")).expect("the built-in one");
        assert_eq!(faults(&profile), []);
        Profile { bounds: Default::default(), ..profile }
    }

    fn refused(change: impl Fn(&mut Profile)) -> Vec<FieldError> {
        let mut profile = built_in();
        change(&mut profile);
        let faults = faults(&profile);
        assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.hint.is_empty()), "{faults:?}");
        faults
    }

    #[test]
    fn the_built_in_profile_and_the_ends_of_every_range_are_allowed() {
        assert_eq!(faults(&built_in()), []);
        for feature in FEATURES {
            for end in [feature.range.0, feature.range.1] {
                let mut profile = Profile { stages: vec![Stage::All], ..built_in() };
                profile.weights.insert(feature.name.to_owned(), end);
                assert_eq!(faults(&profile), [], "{} {end}", feature.name);
            }
        }
    }

    #[test]
    fn a_weight_beyond_either_end_is_refused_with_the_reason() {
        for feature in FEATURES {
            for beyond in [feature.range.0 - 0.01, feature.range.1 + 0.01] {
                let faults = refused(|profile| {
                    profile.weights.insert(feature.name.to_owned(), beyond);
                });
                assert_eq!(faults.iter().map(|fault| fault.field.clone()).collect::<Vec<_>>(), [format!("weights.{}", feature.name)]);
                let word = if feature.range.1 <= 0.0 && beyond > 0.0 { "reward" } else if feature.range.0 >= 0.0 && beyond < 0.0 { "punish" } else { "outside" };
                assert!(faults[0].problem.contains(word), "{faults:?}");
            }
        }
    }

    #[test]
    fn unknown_features_and_numbers_that_are_none_are_refused_together() {
        let faults = refused(|profile| {
            profile.weights.insert("sponsored".to_owned(), 1.0);
            profile.weights.insert("text".to_owned(), f64::NAN);
            profile.party_cap = 0;
            profile.bounds.insert("hs".to_owned(), (0.0, 20.0));
        });
        let mut fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        fields.sort_unstable();
        fields.dedup();
        assert_eq!(fields, ["bounds.hs", "party_cap", "weights.sponsored", "weights.text"]);
    }

    #[test]
    fn combinations_that_rank_by_nothing_are_refused() {
        let zero = |keep: &'static [&'static str]| {
            move |profile: &mut Profile| profile.weights.iter_mut().filter(|(name, _)| !keep.contains(&name.as_str())).for_each(|(_, weight)| *weight = 0.0)
        };
        assert_eq!(refused(zero(&[]))[0].field, "weights");
        assert_eq!(refused(zero(&["freshness"]))[0].field, "weights", "age alone ranks nothing");
        assert_eq!(refused(|profile| profile.weights.clear())[0].field, "weights");
        assert_eq!(refused(zero(&["text"]))[0].field, "weights.concept");
        let mut literal = Profile { stages: vec![Stage::All], ..built_in() };
        zero(&["text"])(&mut literal);
        assert_eq!(faults(&literal), [], "words alone, where nothing is relaxed");
    }
}
