//! The short fields of a draft in everyday spellings: 越南 is VN, tonnes are t, US$ is USD, and `18 t` is an
//! amount with its unit. What names nothing, or several things, stays as it was, for the reader of drafts to
//! refuse by name.

use serde_json::{Map, Value};

use super::{Lexicon, Meaning};
use crate::domain::{Country, Currency, Draft, Unit};
use crate::text::{self, Clean};

/// Where countries stand, alone or within a party.
const COUNTRIES: [(&str, Option<&str>); 4] = [("origin", None), ("origins", None), ("supplier", Some("country")), ("buyer", Some("country"))];
/// Where prices stand.
const PRICES: [&str; 2] = ["price", "max_price"];
/// Where amounts stand.
const AMOUNTS: [&str; 3] = ["quantity", "moq", "capacity"];

impl Lexicon {
    /// The draft with codes for what its short fields spell out.
    pub fn spelled(&self, Draft(mut map): Draft) -> Draft {
        for (field, inner) in COUNTRIES {
            match (map.get_mut(field), inner) {
                (Some(Value::Object(party)), Some(inner)) => within(party, inner, |text| self.country_named(text)),
                (Some(value), None) => each(value, &|text| self.country_named(text)),
                _ => {}
            }
        }
        priced_by_the_unit(&mut map);
        for field in PRICES {
            let Some(Value::Object(price)) = map.get_mut(field) else { continue };
            within(price, "currency", |text| self.currency_named(text));
            within(price, "per", |text| self.unit_named(text));
        }
        for field in AMOUNTS {
            let Some(Value::Object(amount)) = map.get_mut(field) else { continue };
            part(amount);
            within(amount, "unit", |text| self.unit_named(text));
        }
        Draft(map)
    }

    fn country_named(&self, text: &str) -> Option<&'static str> {
        let known = Country::parse(text).is_none();
        let of = |meaning| if let Meaning::Country(country) = meaning { Some(country) } else { None };
        known.then(|| self.only(text, of)).flatten().map(Country::alpha2)
    }

    fn unit_named(&self, text: &str) -> Option<&'static str> {
        let strange = Unit::parse(text).is_none();
        let of = |meaning| if let Meaning::Unit(unit) = meaning { Some(unit) } else { None };
        strange.then(|| self.only(text, of)).flatten().map(Unit::name)
    }

    fn currency_named(&self, text: &str) -> Option<&'static str> {
        let text = text.trim();
        let strange = Currency::parse(text).is_none();
        let signed = || {
            let sign = text.chars().next_back()?;
            let letters = text.strip_suffix(sign)?.to_ascii_uppercase();
            currency_of_sign(sign, &letters, true).filter(|_| letters.len() <= 2)
        };
        let of = |meaning| if let Meaning::Currency(currency) = meaning { Some(currency) } else { None };
        strange.then(|| signed().or_else(|| self.only(text, of))).flatten().map(Currency::code)
    }

    /// The one thing of a kind that the whole text names.
    fn only<T: PartialEq>(&self, text: &str, of: impl Fn(Meaning) -> Option<T>) -> Option<T> {
        let atoms = text::atoms(&Clean::new(text));
        let mut named = self.meanings_at(&atoms, 0).into_iter().filter(|(_, end, _)| *end == atoms.len()).filter_map(|(meaning, _, _)| of(meaning));
        let first = named.next()?;
        named.all(|other| other == first).then_some(first)
    }
}

fn within(map: &mut Map<String, Value>, field: &str, code: impl Fn(&str) -> Option<&'static str>) {
    if let Some(value) = map.get_mut(field) {
        each(value, &code);
    }
}

/// Puts the code in place of a text, or of each text of a list.
fn each(value: &mut Value, code: &impl Fn(&str) -> Option<&'static str>) {
    match value {
        Value::String(text) => {
            if let Some(code) = code(text) {
                *text = code.to_owned();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, code)),
        _ => {}
    }
}

/// A unit without a quantity, beside a price without a unit, is the price's.
fn priced_by_the_unit(map: &mut Map<String, Value>) {
    let unit = map.get("quantity").and_then(Value::as_object).filter(|quantity| quantity.len() == 1).and_then(|quantity| quantity.get("unit")).cloned();
    let Some((unit, field)) = unit.zip(PRICES.into_iter().find(|field| map.get(*field).is_some_and(Value::is_object))) else { return };
    if let Some(Value::Object(price)) = map.get_mut(field).filter(|price| price.get("per").is_none_or(Value::is_null)) {
        price.insert("per".to_owned(), unit);
        map.remove("quantity");
    }
}

/// Parts `18 t` into its amount and unit, where no unit is given.
fn part(amount: &mut Map<String, Value>) {
    let Some(Value::String(text)) = amount.get("amount").filter(|_| amount.get("unit").is_none_or(Value::is_null)) else { return };
    let Some((figures, unit)) = text.find(|c: char| !c.is_ascii_digit() && c != '.').and_then(|at| text.split_at_checked(at)) else { return };
    let (figures, unit) = (figures.to_owned(), unit.trim().to_owned());
    if !figures.is_empty() && !unit.is_empty() && unit.chars().all(|c| !c.is_ascii_digit() && c != ',') {
        amount.insert("amount".to_owned(), Value::String(figures));
        amount.insert("unit".to_owned(), Value::String(unit));
    }
}

/// The currency of a sign, with the letters right before it: HK$. A yen sign is the yuan's, but in Japanese.
pub(crate) fn currency_of_sign(sign: char, letters: &str, chinese: bool) -> Option<Currency> {
    Currency::parse(match (sign, letters) {
        ('$', "R") => "BRL",
        ('$', "HK") => "HKD",
        ('$', "NT") => "TWD",
        ('$', "A" | "AU") => "AUD",
        ('$', "C" | "CA") => "CAD",
        ('$', "S" | "SG") => "SGD",
        ('$', "MX") => "MXN",
        ('$', _) => "USD",
        ('€', _) => "EUR",
        ('£', _) => "GBP",
        ('¥' | '￥', _) if chinese => "CNY",
        ('¥' | '￥', _) => "JPY",
        ('₹', _) => "INR",
        ('₽', _) => "RUB",
        ('฿', _) => "THB",
        ('₫', _) => "VND",
        ('৳', _) => "BDT",
        ('₦', _) => "NGN",
        ('₵', _) => "GHS",
        ('₱', _) => "PHP",
        ('₺', _) => "TRY",
        ('₸', _) => "KZT",
        ('₴', _) => "UAH",
        ('₭', _) => "LAK",
        ('₩', _) => "KRW",
        ('₨', _) => "INR",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(draft: Value) -> Value {
        let Value::Object(map) = draft else { panic!("an object") };
        Value::Object(Lexicon::builtin().expect("builds").spelled(Draft(map)).0)
    }

    #[test]
    fn everyday_spellings_become_codes() {
        for (typed, code) in [("越南", "VN"), ("Vietnam", "VN"), ("Viet Nam", "VN"), ("Bénin", "BJ"), ("Côte d'Ivoire", "CI"), ("Brasil", "BR"), ("بنين", "BJ"), ("vn", "vn"), ("Atlantis", "Atlantis")] {
            assert_eq!(spelled(serde_json::json!({"origin": typed})), serde_json::json!({"origin": code}));
        }
        for (typed, code) in [("吨", "t"), ("tonnes", "t"), ("MT", "t"), ("公斤", "kg"), ("kgs", "kg"), ("斤", "jin"), ("t", "t"), ("parsec", "parsec")] {
            assert_eq!(spelled(serde_json::json!({"quantity": {"amount": "5", "unit": typed}})), serde_json::json!({"quantity": {"amount": "5", "unit": code}}));
        }
        for (typed, code) in [("美元", "USD"), ("US$", "USD"), ("R$", "BRL"), ("€", "EUR"), ("euros", "EUR"), ("人民币", "CNY"), ("eur", "eur")] {
            assert_eq!(spelled(serde_json::json!({"price": {"amount": "5", "currency": typed, "per": "tonne"}})), serde_json::json!({"price": {"amount": "5", "currency": code, "per": "t"}}));
        }
        assert_eq!(spelled(serde_json::json!({"moq": {"amount": "18吨"}, "origins": ["加纳", "CI"], "buyer": {"country": "中国"}})), serde_json::json!({"moq": {"amount": "18", "unit": "t"}, "origins": ["GH", "CI"], "buyer": {"country": "CN"}}));
        assert_eq!(spelled(serde_json::json!({"price": {"amount": "5", "currency": "USD"}, "quantity": {"unit": "吨"}})), serde_json::json!({"price": {"amount": "5", "currency": "USD", "per": "t"}}));
        assert_eq!(spelled(serde_json::json!({"moq": {"amount": "1,250 t"}})), serde_json::json!({"moq": {"amount": "1,250 t"}}), "left to be refused");
    }
}
