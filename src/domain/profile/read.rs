//! From JSON or TOML to a profile, or to every field that cannot be used.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::{MoqAbove, Profile, ProfileError, Stage, every_stage, figure, rates_max_age_days};
use crate::domain::FieldError;

const FIELDS: &[&str] = &[
    "name", "version", "recall_depth", "stages", "party_cap", "exposure_share", "freshness_half_life_days", "rates_max_age_days", "moq_above_asked", "weights", "bounds",
];
/// Longest name, in characters.
const MAX_NAME: usize = 40;

impl Profile {
    /// Reads TOML, as in `indexes/profiles/default.toml`.
    pub fn parse(text: &str) -> Result<Profile, ProfileError> {
        Profile::read(&table(text)?).map_err(ProfileError::Fields)
    }

    /// Reads TOML that is to become a draft; see [`Profile::read_draft`].
    pub fn parse_draft(text: &str) -> Result<Profile, ProfileError> {
        Profile::read_draft(table(text)?).map_err(ProfileError::Fields)
    }

    /// Reads a draft: its version is given when it is published, so what is written there is not kept.
    pub fn read_draft(mut map: Map<String, Value>) -> Result<Profile, Vec<FieldError>> {
        map.insert("version".to_owned(), Value::from(0));
        Profile::read(&map)
    }

    /// Reads a profile, or names every field at fault. Which features exist is not looked at here.
    pub fn read(map: &Map<String, Value>) -> Result<Profile, Vec<FieldError>> {
        let mut fields = Fields { map, faults: Vec::new() };
        fields.strange();
        let profile = Profile {
            name: fields.name(),
            version: fields.whole("version", 0..=u32::MAX, None),
            recall_depth: fields.whole("recall_depth", 10..=2_000, None) as usize,
            stages: fields.stages(),
            party_cap: fields.whole("party_cap", 1..=100, None) as usize,
            exposure_share: fields.number("exposure_share", 0.0..=0.5, Some(0.0)),
            freshness_half_life_days: fields.number("freshness_half_life_days", 1.0..=3_650.0, None),
            rates_max_age_days: fields.whole("rates_max_age_days", 1..=3_650, Some(rates_max_age_days())),
            moq_above_asked: fields.moq_above_asked(),
            weights: fields.weights(),
            bounds: fields.bounds(),
        };
        fields.within_bounds(&profile);
        if fields.faults.is_empty() { Ok(profile) } else { Err(fields.faults) }
    }

    /// The fields at fault of a profile that was put together, in the words of [`Profile::read`].
    pub fn faults(&self) -> Vec<FieldError> {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => Profile::read(&map).err().unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

fn table(text: &str) -> Result<Map<String, Value>, toml::de::Error> {
    toml::from_str(text.trim_start_matches('\u{feff}'))
}

struct Fields<'a> {
    map: &'a Map<String, Value>,
    faults: Vec<FieldError>,
}

impl Fields<'_> {
    fn fault(&mut self, field: &str, problem: impl Into<String>, hint: impl Into<String>) {
        self.faults.push(FieldError { field: field.to_owned(), problem: problem.into(), hint: hint.into() });
    }

    fn strange(&mut self) {
        for field in self.map.keys().filter(|key| !FIELDS.contains(&key.as_str())) {
            self.fault(field, "is no field of a profile", format!("known here: {}", FIELDS.join(", ")));
        }
    }

    fn name(&mut self) -> String {
        let name = self.map.get("name").and_then(Value::as_str).unwrap_or_default();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(plain) {
            self.fault("name", "is missing or no name", format!("use 1 to {MAX_NAME} of a-z 0-9 -, e.g. winter-fair"));
        }
        name.to_owned()
    }

    /// A number in a range; the lower end of it stands in for one at fault.
    fn number(&mut self, field: &str, range: RangeInclusive<f64>, default: Option<f64>) -> f64 {
        let (low, high) = (*range.start(), *range.end());
        let hint = format!("write a number from {low} to {high}");
        match (self.map.get(field), default) {
            (None, Some(default)) => return default,
            (None, None) => self.fault(field, "is missing", hint),
            (Some(value), _) => match value.as_f64() {
                Some(number) if range.contains(&number) => return number,
                Some(number) => self.fault(field, format!("is {}, outside of {low} to {high}", figure(number)), hint),
                None => self.fault(field, "is no number", format!("{hint}, without quotes")),
            },
        }
        low
    }

    fn whole(&mut self, field: &str, range: RangeInclusive<u32>, default: Option<u32>) -> u32 {
        let faults = self.faults.len();
        let number = self.number(field, f64::from(*range.start())..=f64::from(*range.end()), default.map(f64::from));
        if number.fract() > 0.0 && self.faults.len() == faults {
            self.fault(field, format!("is {number}, not a whole number"), format!("write a whole number from {} to {}", range.start(), range.end()));
        }
        number as u32
    }

    fn stages(&mut self) -> Vec<Stage> {
        const HINT: &str = "write \"all\" first, then \"some\", then \"spelling\", leaving out from the end what shall not run";
        let Some(given) = self.map.get("stages") else { return every_stage() };
        let named = |value: &Value| Stage::ALL.into_iter().find(|stage| value.as_str() == Some(stage.name()));
        let read: Option<Vec<Stage>> = given.as_array().and_then(|stages| stages.iter().map(named).collect());
        let Some(stages) = read else {
            self.fault("stages", "names what is no stage", HINT);
            return Vec::new();
        };
        if !stages.contains(&Stage::All) {
            self.fault("stages", "lacks all, with which every search begins", HINT);
        } else if stages.contains(&Stage::Spelling) && !stages.contains(&Stage::Some) {
            self.fault("stages", "has spelling without some: a slip would be mended where a part of the words would have been found", HINT);
        } else if !Stage::ALL.starts_with(&stages) {
            self.fault("stages", "names a stage twice or out of order", HINT);
        }
        stages
    }

    fn moq_above_asked(&mut self) -> MoqAbove {
        match self.map.get("moq_above_asked").map(Value::as_str) {
            None | Some(Some("penalty")) => MoqAbove::Penalty,
            Some(Some("filter")) => MoqAbove::Filter,
            Some(_) => {
                self.fault("moq_above_asked", "is neither penalty nor filter", "write \"penalty\" to keep such offers further down, \"filter\" to leave them out");
                MoqAbove::Penalty
            }
        }
    }

    fn weights(&mut self) -> BTreeMap<String, f64> {
        let Some(given) = self.map.get("weights").and_then(Value::as_object) else {
            self.fault("weights", "is missing or no table", "name a weight for each feature, e.g. {\"concept\": 6, \"text\": 1.2}");
            return BTreeMap::new();
        };
        let mut weights = BTreeMap::new();
        for (feature, value) in given {
            match value.as_f64().filter(|weight| weight.is_finite()) {
                Some(weight) => {
                    weights.insert(feature.clone(), weight);
                }
                None => self.fault(&format!("weights.{feature}"), "is no number", "write a number without quotes; 0 switches the feature off"),
            }
        }
        weights
    }

    fn bounds(&mut self) -> BTreeMap<String, (f64, f64)> {
        let given = match self.map.get("bounds").map(Value::as_object) {
            None => return BTreeMap::new(),
            Some(Some(given)) => given,
            Some(None) => {
                self.fault("bounds", "is no table", "name the lowest and highest weight of a feature, e.g. {\"price\": [0.5, 1]}");
                return BTreeMap::new();
            }
        };
        let mut bounds = BTreeMap::new();
        for (feature, value) in given {
            let ends = value.as_array().map(|ends| ends.iter().map(Value::as_f64).collect::<Vec<_>>());
            match ends.as_deref() {
                Some([Some(low), Some(high)]) if low <= high => {
                    bounds.insert(feature.clone(), (*low, *high));
                }
                _ => self.fault(&format!("bounds.{feature}"), "is no pair of numbers, the lower first", "write the lowest and the highest weight, e.g. [0.5, 1]"),
            }
        }
        bounds
    }

    fn within_bounds(&mut self, profile: &Profile) {
        for (feature, (low, high)) in &profile.bounds {
            let weight = profile.weight(feature);
            if !(*low..=*high).contains(&weight) {
                self.fault(&format!("weights.{feature}"), format!("is {}, outside of its bounds {} to {}", figure(weight), figure(*low), figure(*high)), "change the weight or the bounds");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DEFAULT: &str = include_str!("../../../indexes/profiles/default.toml");

    fn faulty(change: &[(&str, Value)]) -> Vec<(String, String)> {
        let mut map = table(DEFAULT).expect("TOML");
        map.remove("bounds");
        for (field, value) in change {
            map.insert((*field).to_owned(), value.clone());
        }
        let faults = Profile::read(&map).expect_err("faulty");
        assert!(faults.iter().all(|fault| !fault.hint.is_empty() && !fault.problem.is_empty()), "{faults:?}");
        faults.into_iter().map(|fault| (fault.field, fault.problem)).collect()
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let faults = faulty(&[
            ("name", json!("Winter Fair")), ("version", json!(-1)), ("recall_depth", json!(5)), ("party_cap", json!(2.5)), ("exposure_share", json!(0.6)),
            ("freshness_half_life_days", json!("90")), ("rates_max_age_days", json!(null)), ("moq_above_asked", json!("drop")), ("colour", json!(1)),
            ("weights", json!({"concept": "6", "text": null})),
        ]);
        let mut fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(fields, [
            "colour", "exposure_share", "freshness_half_life_days", "moq_above_asked", "name", "party_cap", "rates_max_age_days", "recall_depth", "version",
            "weights.concept", "weights.text",
        ]);
    }

    #[test]
    fn stages_are_left_out_from_the_end() {
        let with = |stages: Value| {
            let mut map = table(DEFAULT).expect("TOML");
            map.insert("stages".to_owned(), stages);
            Profile::read(&map).map(|profile| profile.stages)
        };
        assert_eq!(with(json!(["all"])), Ok(vec![Stage::All]));
        assert_eq!(with(json!(["all", "some"])), Ok(vec![Stage::All, Stage::Some]));
        for (bad, word) in [
            (json!([]), "lacks all"), (json!(["some"]), "lacks all"), (json!(["all", "spelling"]), "without some"), (json!(["all", "all"]), "twice"),
            (json!(["all", "spelling", "some"]), "out of order"), (json!(["all", "guess"]), "no stage"), (json!("all"), "no stage"),
        ] {
            let faults = with(bad.clone()).expect_err("faulty");
            assert!(faults.len() == 1 && faults[0].field == "stages" && faults[0].problem.contains(word), "{bad}: {faults:?}");
        }
    }

    #[test]
    fn a_weight_stays_within_its_bounds() {
        let told = |weights: Value, bounds: Value| {
            let mut map = table(DEFAULT).expect("TOML");
            map.extend([("weights".to_owned(), weights), ("bounds".to_owned(), bounds)]);
            Profile::read(&map).err().unwrap_or_default().into_iter().map(|fault| format!("{} {}", fault.field, fault.problem)).collect::<Vec<_>>()
        };
        assert!(told(json!({"price": 0.8}), json!({"price": [0.5, 1.0]})).is_empty());
        assert_eq!(told(json!({"price": 0.1}), json!({"price": [0.5, 1.0]})), ["weights.price is 0.1, outside of its bounds 0.5 to 1"]);
        assert_eq!(told(json!({}), json!({"price": [0.5, 1.0]})), ["weights.price is 0, outside of its bounds 0.5 to 1"], "a missing weight is zero");
        for bad in [json!([1.0, 0.5]), json!([0.5]), json!(1), json!(["0", "1"])] {
            assert!(told(json!({}), json!({"price": bad}))[0].starts_with("bounds.price is no pair"), "{bad}");
        }
    }

    #[test]
    fn json_and_toml_hold_the_same_and_what_is_kept_reads_again() {
        let profile = Profile::parse(DEFAULT).expect("the built-in one");
        assert_eq!(profile.faults(), []);
        assert_eq!(Profile::parse(&toml::to_string(&profile).expect("writes")).expect("reads"), profile);
        let Ok(Value::Object(map)) = serde_json::to_value(&profile) else { panic!("an object") };
        assert_eq!(Profile::read(&map), Ok(profile.clone()));
        assert_eq!(Profile::read_draft(map), Ok(Profile { version: 0, ..profile.clone() }));
        // As a journal of before kept it.
        let old = json!({"name": "own", "version": 2, "recall_depth": 400, "party_cap": 3, "freshness_half_life_days": 90.0, "weights": {"concept": 6.0}});
        let old: Profile = serde_json::from_value(old).expect("reads");
        assert_eq!((old.stages.len(), old.exposure_share, old.faults()), (3, 0.0, Vec::new()));
        let broken = Profile { exposure_share: f64::NAN, ..profile };
        assert_eq!(broken.faults().iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["exposure_share"]);
    }
}
