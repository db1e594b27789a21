//! From the fields of a step, as a trader writes them, to a draft in the shape of the API.

use jiff::civil::Date;
use jiff::{ToSpan, Zoned, tz::TimeZone};
use serde_json::{Map, Value, json};

/// Makes the draft of a posting; what cannot be read is passed on, so that the refusal is the engine's.
pub(crate) fn draft(title: &str, lang: &str, fields: &[(String, String)]) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("title".to_owned(), json!(title));
    map.insert("lang".to_owned(), json!(lang));
    for (name, value) in fields.iter().filter(|(name, _)| name != "seen") {
        let value = match name.as_str() {
            "price" | "max_price" => amount(value, "currency"),
            "quantity" | "moq" | "capacity" => amount(value, "unit"),
            "supplier" | "buyer" => party(value),
            "origins" | "certifications" | "channels" => value.split(", ").map(|item| json!(item)).collect(),
            "valid_until" | "needed_by" => json!(date(value)),
            _ => json!(value),
        };
        map.insert(name.clone(), value);
    }
    map
}

/// `1250.50 USD per t`, `18 t per month`.
fn amount(text: &str, unit: &str) -> Value {
    let (amount, per) = text.split_once(" per ").map_or((text, None), |(amount, per)| (amount, Some(per)));
    let mut value = Map::new();
    match amount.rsplit_once(' ') {
        Some((amount, of)) => {
            value.insert("amount".to_owned(), json!(amount));
            value.insert(unit.to_owned(), json!(of));
        }
        None => drop(value.insert("amount".to_owned(), json!(amount))),
    }
    if let Some(per) = per {
        value.insert("per".to_owned(), json!(per));
    }
    Value::Object(value)
}

/// `id, name, country, size`; the last ones may be left out.
fn party(text: &str) -> Value {
    let names = ["id", "name", "country", "size"];
    Value::Object(names.into_iter().zip(text.split(", ")).map(|(name, value)| (name.to_owned(), json!(value))).collect())
}

/// `today`, `today + 3` and `today - 3` in the days of UTC; anything else stays.
fn date(text: &str) -> String {
    let today = Zoned::now().with_time_zone(TimeZone::UTC).date();
    let shifted = |days: &str, sign: i64| -> Option<Date> { today.checked_add((sign * days.parse::<i64>().ok()?).days()).ok() };
    let found = match text.strip_prefix("today") {
        Some("") => Some(today),
        Some(rest) => rest.strip_prefix(" + ").and_then(|days| shifted(days, 1)).or_else(|| rest.strip_prefix(" - ").and_then(|days| shifted(days, -1))),
        None => None,
    };
    found.map_or_else(|| text.to_owned(), |date| date.to_string())
}
