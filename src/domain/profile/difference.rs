//! What two profiles differ in.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Profile;

/// One field in which two profiles differ; null where one of them lacks it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The field, with its path: `weights.text`.
    pub field: String,
    /// Its value in the first.
    pub from: Value,
    /// Its value in the second.
    pub to: Value,
}

impl Profile {
    /// What another profile has differently, name and version aside, in the order of fields.
    pub fn differences(&self, other: &Profile) -> Vec<Difference> {
        let (from, to) = (self.leaves(), other.leaves());
        let mut fields: Vec<&String> = from.iter().chain(&to).map(|(field, _)| field).collect();
        fields.sort_unstable();
        fields.dedup();
        let value = |leaves: &[(String, Value)], field: &String| leaves.iter().find(|(other, _)| other == field).map_or(Value::Null, |(_, value)| value.clone());
        let differing = fields.into_iter().map(|field| Difference { field: field.clone(), from: value(&from, field), to: value(&to, field) });
        differing.filter(|difference| difference.from != difference.to).collect()
    }

    fn leaves(&self) -> Vec<(String, Value)> {
        let Ok(Value::Object(mut map)) = serde_json::to_value(self) else { return Vec::new() };
        map.retain(|field, _| field != "name" && field != "version");
        let weights = self.weights.iter().map(|(feature, weight)| (format!("weights.{feature}"), Value::from(*weight)));
        let bounds = self.bounds.iter().map(|(feature, (low, high))| (format!("bounds.{feature}"), Value::from(vec![*low, *high])));
        map.retain(|field, _| field != "weights" && field != "bounds");
        map.into_iter().chain(weights).chain(bounds).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let one = Profile::parse(include_str!("../../../indexes/profiles/default.toml")).expect("the built-in one");
        let mut two = Profile { version: 9, party_cap: 2, ..one.clone() };
        two.weights.remove("text");
        two.weights.insert("hs".to_owned(), 0.9);
        let told: Vec<_> = one.differences(&two).into_iter().map(|found| (found.field, found.from, found.to)).collect();
        let expected = [("party_cap", json!(3), json!(2)), ("weights.hs", json!(one.weight("hs")), json!(0.9)), ("weights.text", json!(one.weight("text")), json!(null))];
        assert_eq!(told, expected.map(|(field, from, to)| (field.to_owned(), from, to)));
        assert_eq!(one.differences(&Profile { name: "own".to_owned(), ..one.clone() }), []);
    }
}
