//! Money: exact decimals in a currency of ISO 4217, and a price per unit.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::quantity::Unit;

/// A circulating currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(u8);

impl Currency {
    /// Reads a three-letter code in any case.
    pub fn parse(code: &str) -> Option<Currency> {
        let code = code.trim().to_ascii_uppercase();
        let at = CURRENCIES.iter().position(|row| row.0 == code)?;
        u8::try_from(at).ok().map(Currency)
    }

    /// The three-letter code.
    pub fn code(self) -> &'static str {
        CURRENCIES.get(usize::from(self.0)).map_or("", |row| row.0)
    }

    /// Its place in the table of this file, for stores that are made again when the table changes.
    pub fn index(self) -> u8 {
        self.0
    }

    /// The currency at a place in the table.
    pub fn at(index: u8) -> Option<Currency> {
        CURRENCIES.get(usize::from(index)).map(|_| Currency(index))
    }

    /// Every currency.
    pub fn all() -> impl Iterator<Item = Currency> {
        (0..=u8::MAX).map_while(Currency::at)
    }

    /// Decimal places of the smallest unit: 0 for JPY and XOF, 3 for KWD.
    pub fn digits(self) -> u8 {
        CURRENCIES.get(usize::from(self.0)).map_or(2, |row| row.1)
    }
}

impl TryFrom<String> for Currency {
    type Error = String;
    fn try_from(code: String) -> Result<Currency, String> {
        Currency::parse(&code).ok_or_else(|| format!("{code} is not a currency of ISO 4217"))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

/// An amount of one currency for one unit of goods; `per` is unknown when only a sum was stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Exact amount, never through floating point.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
    /// The unit the amount is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Unit>,
}

impl Price {
    /// Whether it is above a ceiling, by the exact factors of the two units. None where the two do
    /// not compare: another currency, another class of units, a unit unknown or without a factor.
    pub fn above(&self, ceiling: &Price) -> Option<bool> {
        let (own, other) = (self.per?, ceiling.per?);
        if self.currency != ceiling.currency || own.class() != other.class() {
            return None;
        }
        // Multiplied out, because a price for a pound has no end as one for a kilogram.
        let asked = self.amount.checked_mul(other.factor()?)?;
        let most = ceiling.amount.checked_mul(own.factor()?)?;
        Some(asked > most)
    }
}

/// (code, decimal places) of ISO 4217.
const CURRENCIES: &[(&str, u8)] = &[
    ("AED", 2), ("AFN", 2), ("ALL", 2), ("AMD", 2), ("AOA", 2), ("ARS", 2), ("AUD", 2), ("AWG", 2),
    ("AZN", 2), ("BAM", 2), ("BBD", 2), ("BDT", 2), ("BHD", 3), ("BIF", 0), ("BMD", 2), ("BND", 2),
    ("BOB", 2), ("BRL", 2), ("BSD", 2), ("BTN", 2), ("BWP", 2), ("BYN", 2), ("BZD", 2), ("CAD", 2),
    ("CDF", 2), ("CHF", 2), ("CLP", 0), ("CNY", 2), ("COP", 2), ("CRC", 2), ("CUP", 2), ("CVE", 2),
    ("CZK", 2), ("DJF", 0), ("DKK", 2), ("DOP", 2), ("DZD", 2), ("EGP", 2), ("ERN", 2), ("ETB", 2),
    ("EUR", 2), ("FJD", 2), ("FKP", 2), ("GBP", 2), ("GEL", 2), ("GHS", 2), ("GIP", 2), ("GMD", 2),
    ("GNF", 0), ("GTQ", 2), ("GYD", 2), ("HKD", 2), ("HNL", 2), ("HTG", 2), ("HUF", 2), ("IDR", 2),
    ("ILS", 2), ("INR", 2), ("IQD", 3), ("IRR", 2), ("ISK", 0), ("JMD", 2), ("JOD", 3), ("JPY", 0),
    ("KES", 2), ("KGS", 2), ("KHR", 2), ("KMF", 0), ("KPW", 2), ("KRW", 0), ("KWD", 3), ("KYD", 2),
    ("KZT", 2), ("LAK", 2), ("LBP", 2), ("LKR", 2), ("LRD", 2), ("LSL", 2), ("LYD", 3), ("MAD", 2),
    ("MDL", 2), ("MGA", 2), ("MKD", 2), ("MMK", 2), ("MNT", 2), ("MOP", 2), ("MRU", 2), ("MUR", 2),
    ("MVR", 2), ("MWK", 2), ("MXN", 2), ("MYR", 2), ("MZN", 2), ("NAD", 2), ("NGN", 2), ("NIO", 2),
    ("NOK", 2), ("NPR", 2), ("NZD", 2), ("OMR", 3), ("PAB", 2), ("PEN", 2), ("PGK", 2), ("PHP", 2),
    ("PKR", 2), ("PLN", 2), ("PYG", 0), ("QAR", 2), ("RON", 2), ("RSD", 2), ("RUB", 2), ("RWF", 0),
    ("SAR", 2), ("SBD", 2), ("SCR", 2), ("SDG", 2), ("SEK", 2), ("SGD", 2), ("SHP", 2), ("SLE", 2),
    ("SOS", 2), ("SRD", 2), ("SSP", 2), ("STN", 2), ("SVC", 2), ("SYP", 2), ("SZL", 2), ("THB", 2),
    ("TJS", 2), ("TMT", 2), ("TND", 3), ("TOP", 2), ("TRY", 2), ("TTD", 2), ("TWD", 2), ("TZS", 2),
    ("UAH", 2), ("UGX", 0), ("USD", 2), ("UYU", 2), ("UZS", 2), ("VED", 2), ("VES", 2), ("VND", 0),
    ("VUV", 0), ("WST", 2), ("XAD", 2), ("XAF", 0), ("XCD", 2), ("XCG", 2), ("XOF", 0), ("XPF", 0),
    ("YER", 2), ("ZAR", 2), ("ZMW", 2), ("ZWG", 2),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_places_follow_the_standard() {
        for (code, digits) in [("USD", 2), ("XOF", 0), ("JPY", 0), ("KWD", 3), ("CNY", 2)] {
            assert_eq!(Currency::parse(code).map(Currency::digits), Some(digits), "{code}");
        }
        assert_eq!(Currency::parse("$"), None);
    }

    #[test]
    fn prices_compare_in_one_currency_and_class_of_units() {
        let price = |amount: &str, currency: &str, per: Option<&str>| Price {
            amount: amount.parse().expect("a decimal"),
            currency: Currency::parse(currency).expect("a currency"),
            per: per.map(|unit| Unit::parse(unit).expect("a unit")),
        };
        let ceiling = price("1500", "USD", Some("t"));
        for (amount, currency, per, above) in [
            ("1500", "USD", Some("t"), Some(false)), ("1500.01", "USD", Some("t"), Some(true)), ("1.5", "USD", Some("kg"), Some(false)),
            ("1.5001", "USD", Some("kg"), Some(true)), ("0.68", "USD", Some("lb"), Some(false)), ("0.69", "USD", Some("lb"), Some(true)),
            ("9000", "CNY", Some("t"), None), ("9000", "USD", Some("m3"), None), ("9000", "USD", Some("bag"), None), ("9000", "USD", None, None),
        ] {
            assert_eq!(price(amount, currency, per).above(&ceiling), above, "{amount} {currency} {per:?}");
        }
    }
}
