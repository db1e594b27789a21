//! Exchange rates: a dated table of what one unit of a base currency buys of others. Prices keep
//! their own currency; the table only compares them. A currency that it lacks does not compare:
//! nothing is ever one to one by default.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Currency, FieldError};

/// The table that the engine starts with, until an operator replaces it.
const BUILTIN: &str = include_str!("../../indexes/rates.toml");
/// Longest note of a source, in characters.
const MAX_SOURCE_CHARS: usize = 300;
/// Bounds of a rate: beyond them a decimal point has slipped, and sums would lose their last digits.
const MIN_RATE: Decimal = Decimal::from_parts(1, 0, 0, false, 9);
const MAX_RATE: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// Rates of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// The day they are of.
    pub date: Date,
    /// Where they come from, in words.
    pub source: String,
    /// The currency that all others are given for.
    pub base: Currency,
    /// Units of a currency for one unit of the base.
    pub rates: BTreeMap<Currency, Decimal>,
}

impl Rates {
    /// The approximate table that a release brings.
    pub fn builtin() -> Result<Rates, String> {
        let map: Map<String, Value> = toml::from_str(BUILTIN).map_err(|fault| fault.to_string())?;
        Rates::read(&map, Date::MAX).map_err(|faults| faults.iter().map(|fault| format!("{} {}", fault.field, fault.problem)).collect::<Vec<_>>().join("; "))
    }

    /// Reads a table as it was sent, or names every field at fault. `today` bounds the date: rates of
    /// a day to come are a slip.
    pub fn read(map: &Map<String, Value>, today: Date) -> Result<Rates, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, problem: &str, hint: &str| faults.push(FieldError { field: field.to_owned(), problem: problem.to_owned(), hint: hint.to_owned() });
        for strange in map.keys().filter(|key| !["date", "source", "base", "rates"].contains(&key.as_str())) {
            fault(strange, "is not read here", "known here: date, source, base, rates");
        }
        let text = |field: &str| map.get(field).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        let date = text("date").and_then(|text| text.parse::<Date>().ok());
        match date {
            None => fault("date", "is missing or no date", "write the day of the rates as 2026-11-28"),
            // Somewhere it is tomorrow already.
            Some(date) if today.tomorrow().is_ok_and(|tomorrow| date > tomorrow) => fault("date", "is in the future", "write the day that the rates are of"),
            Some(_) => {}
        }
        let source = text("source");
        match source {
            None => fault("source", "is missing or empty", "say where the rates come from, e.g. \"ECB reference rates\""),
            Some(text) if text.chars().count() > MAX_SOURCE_CHARS => fault("source", "is longer than 300 characters", "shorten it"),
            Some(_) => {}
        }
        let base = text("base").and_then(Currency::parse);
        if base.is_none() {
            fault("base", "is missing or no currency", "use an ISO 4217 code, e.g. USD");
        }
        let mut rates = BTreeMap::new();
        match map.get("rates").and_then(Value::as_object).filter(|rates| !rates.is_empty()) {
            None => fault("rates", "is missing or empty", "send {\"CNY\": \"7.10\", ...}: units for one unit of the base"),
            Some(given) => {
                for (code, value) in given {
                    let field = format!("rates.{code}");
                    let Some(currency) = Currency::parse(code) else {
                        fault(&field, "is no currency", "use an ISO 4217 code, e.g. CNY");
                        continue;
                    };
                    // A number of JSON is a double on its way here: it may have lost a digit.
                    let rate = value.as_str().and_then(|text| text.trim().parse::<Decimal>().ok());
                    match rate {
                        None => fault(&field, "is not a decimal in quotes", "write it as a string with a point and no grouping, e.g. \"7.1052\""),
                        Some(rate) if !(MIN_RATE..=MAX_RATE).contains(&rate) => fault(&field, "is not between 0.000000001 and 1000000000", "give the units of this currency for one unit of the base"),
                        Some(rate) if base == Some(currency) && rate != Decimal::ONE => fault(&field, "is the base and not 1", "leave the base out, or write \"1\""),
                        Some(rate) => {
                            if rates.insert(currency, rate).is_some() {
                                fault(&field, "is given twice", "write each currency once");
                            }
                        }
                    }
                }
            }
        }
        match (date, source, base) {
            (Some(date), Some(source), Some(base)) if faults.is_empty() => {
                rates.insert(base, Decimal::ONE);
                Ok(Rates { date, source: source.to_owned(), base, rates })
            }
            _ => Err(faults),
        }
    }

    /// Whether the table is older than so many days.
    pub fn is_stale(&self, today: Date, max_age_days: u32) -> bool {
        today.since(self.date).map_or(true, |age| i64::from(age.get_days()) > i64::from(max_age_days))
    }

    /// The rates of two currencies; none unless both are in the table.
    pub fn pair(&self, from: Currency, to: Currency) -> Option<(Decimal, Decimal)> {
        Some((*self.rates.get(&from)?, *self.rates.get(&to)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: Value) -> Result<Rates, Vec<FieldError>> {
        let Value::Object(map) = json else { panic!("an object") };
        Rates::read(&map, Date::constant(2026, 11, 28))
    }

    #[test]
    fn the_built_in_table_is_sound() {
        let rates = Rates::builtin().expect("reads");
        let of = |code: &str| Currency::parse(code).expect("a currency");
        assert!(rates.rates.len() > 100);
        assert!(rates.pair(of("XOF"), of("CNY")).is_some());
        // The franc of the CFA is pegged to the euro.
        let (xof, eur) = rates.pair(of("XOF"), of("EUR")).expect("both");
        let peg = xof.checked_div(eur).expect("above zero");
        assert!((peg - "655.957".parse::<Decimal>().expect("a decimal")).abs() < Decimal::from(3), "{peg}");
        assert_eq!(rates.pair(of("USD"), of("KPW")), None);
    }

    #[test]
    fn every_fault_is_named() {
        let faults = read(serde_json::json!({"date": "soon", "base": "ZZZ", "day": 1, "rates": {"CNY": 7.1, "EUR": "-1", "ABC": "1", "usd": "1", "USD": "1"}})).expect_err("faulty");
        let mut fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["base", "date", "day", "rates.ABC", "rates.CNY", "rates.EUR", "rates.usd", "source"]);
        assert!(faults.iter().all(|fault| !fault.hint.is_empty()));
        let early = read(serde_json::json!({"date": "2027-01-01", "source": "x", "base": "USD", "rates": {"CNY": "7", "USD": "2"}})).expect_err("in the future");
        assert_eq!(early.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["date", "rates.USD"]);
    }

    #[test]
    fn a_table_ages() {
        let rates = read(serde_json::json!({"date": "2026-10-01", "source": "x", "base": "USD", "rates": {"CNY": "7.1"}})).expect("reads");
        assert!(!rates.is_stale(Date::constant(2026, 10, 31), 30));
        assert!(rates.is_stale(Date::constant(2026, 11, 1), 30));
        assert!(rates.is_stale(Date::constant(2028, 1, 1), 30));
    }
}
