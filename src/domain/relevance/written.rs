//! An edit of the lexicon as an operator writes it, in JSON: strict, so that a slip in the name of a field
//! is told and not passed over.

use serde_json::{Map, Value};

use super::LexiconChange;
use super::lexicon::fault;
use crate::domain::FieldError;

/// What each kind of edit has: its name in `do`, the fields it needs, and those it may have.
const KINDS: &[(&str, &[&str], &[&str])] = &[
    ("add_form", &["concept", "lang", "form"], &["ambiguous"]),
    ("retire_form", &["concept", "lang", "form"], &[]),
    ("add_concept", &["concept", "names"], &["broader", "hs", "facets", "ambiguous"]),
    ("change_concept", &["concept"], &["broader", "hs", "facets"]),
    ("retire_concept", &["concept"], &[]),
    ("synonym", &["from", "from_lang", "to", "to_lang", "weight"], &["both_ways"]),
    ("undo", &["edit"], &[]),
];

impl LexiconChange {
    /// Reads an edit; names every field that cannot be used.
    pub fn read(mut written: Map<String, Value>) -> Result<LexiconChange, Vec<FieldError>> {
        written.retain(|_, value| !value.is_null());
        let kinds = || format!("use one of {}", KINDS.iter().map(|(kind, ..)| *kind).collect::<Vec<_>>().join(", "));
        let kind = written.get("do").and_then(Value::as_str).unwrap_or_default();
        let Some((kind, needed, possible)) = KINDS.iter().find(|(known, ..)| *known == kind) else {
            let problem = if kind.is_empty() { "is missing".to_owned() } else { format!("{kind} is no kind of edit") };
            return Err(vec![fault("do", problem, kinds())]);
        };
        let known = || needed.iter().chain(*possible).copied();
        let missing = needed.iter().filter(|field| !written.contains_key(**field)).map(|field| fault(field, "is missing", wanted(field)));
        let strange = written.keys().filter(|field| *field != "do" && known().all(|known| known != *field));
        let strange = strange.map(|field| fault(field, format!("is no field of {kind}"), format!("known here: {}", known().collect::<Vec<_>>().join(", "))));
        let unfit = written.iter().filter(|(field, value)| known().any(|known| known == *field) && !fits(field, value)).map(|(field, _)| fault(field, "cannot be read", wanted(field)));
        let faults: Vec<FieldError> = missing.chain(strange).chain(unfit).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        serde_json::from_value(Value::Object(written)).map_err(|error| vec![fault("do", format!("cannot be read: {error}"), kinds())])
    }
}

fn is_texts(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
}

fn fits(field: &str, value: &Value) -> bool {
    match field {
        "ambiguous" | "both_ways" => value.is_boolean(),
        "broader" | "hs" | "facets" => is_texts(value),
        "names" => value.as_object().is_some_and(|names| names.values().all(is_texts)),
        "weight" => value.is_number(),
        "edit" => value.is_u64(),
        _ => value.is_string(),
    }
}

fn wanted(field: &str) -> &'static str {
    match field {
        "ambiguous" | "both_ways" => "write true or false",
        "broader" | "hs" | "facets" => "write a list of texts, which may be empty",
        "names" => "write forms by language: {\"en\": [\"cashew kernel\"], \"zh\": [\"腰果仁\"]}",
        "weight" => "write a number above 0 and up to 1",
        "edit" => "write the number of an edit",
        "lang" | "from_lang" | "to_lang" => "write a language, such as fr, zh or sw",
        "concept" => "write the name of a concept, such as cashew-kernel",
        _ => "write a text",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(written: Value) -> Result<LexiconChange, Vec<String>> {
        let Value::Object(map) = written else { panic!("{written}") };
        LexiconChange::read(map).map_err(|faults| faults.into_iter().map(|fault| format!("{} {}", fault.field, fault.problem)).collect())
    }

    #[test]
    fn every_slip_is_named() {
        let form = json!({"do": "add_form", "concept": "tea", "lang": "en", "form": "char", "ambiguous": null});
        assert!(matches!(read(form), Ok(LexiconChange::AddForm { ambiguous: false, .. })));
        for (written, faults) in [
            (json!({}), &["do is missing"][..]),
            (json!({"do": "paint"}), &["do paint is no kind of edit"]),
            (json!({"do": "add_form", "concept": "tea", "language": "en"}), &["lang is missing", "form is missing", "language is no field of add_form"]),
            (json!({"do": "synonym", "from": "a", "from_lang": "en", "to": ["b"], "to_lang": "en", "weight": "1"}), &["to cannot be read", "weight cannot be read"]),
            (json!({"do": "add_concept", "concept": "tea", "names": {"en": "char"}, "hs": "0902"}), &["hs cannot be read", "names cannot be read"]),
            (json!({"do": "undo", "edit": -1}), &["edit cannot be read"]),
            // What a synonym comes to is found out here, not told from outside.
            (json!({"do": "synonym", "from": "a", "from_lang": "en", "to": "b", "to_lang": "en", "weight": 1, "reads": []}), &["reads is no field of synonym"]),
        ] {
            assert_eq!(read(written.clone()), Err(faults.iter().map(|fault| (*fault).to_owned()).collect()), "{written}");
        }
    }
}
