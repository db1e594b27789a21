//! What a text says, fact by fact: each with the words it was read from, how sure it is, and what
//! else it may mean.

use std::ops::Range;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::{Currency, Period, Unit, UnitClass};

/// An amount of a unit, or a range of amounts, once or per period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Exact amount, of a range the lower end.
    pub amount: Decimal,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Decimal>,
    /// Its unit, as written; never converted.
    pub unit: Unit,
    /// The period of a repeated amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Period>,
}

/// An amount in each of something: kilograms a bag, tonnes a container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Content {
    /// Exact amount.
    pub amount: Decimal,
    /// Its unit.
    pub unit: Unit,
    /// What holds it.
    pub per: Unit,
}

/// Whether a price is a wish or a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bound {
    /// What a buyer hopes to pay.
    Target,
    /// The most a buyer pays.
    Max,
    /// The least a seller takes.
    From,
}

/// A price as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadPrice {
    /// Exact amount, of a range the lower end.
    pub amount: Decimal,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Decimal>,
    /// Its currency.
    pub currency: Currency,
    /// The unit the amount is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Unit>,
    /// Target, ceiling or floor, if the text says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<Bound>,
}

/// One fact with its words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The field, in the names of the records.
    pub field: &'static str,
    /// Its normal value; none where the reading is open.
    pub value: Option<String>,
    /// Bytes of the text, from and to.
    pub span: [usize; 2],
    /// The words themselves.
    pub text: String,
    /// 0 to 1.
    pub confidence: f32,
    /// What else it may mean; what has alternatives is never ranked on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
}

/// The findings of one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings(pub(super) Vec<Finding>);

impl Findings {
    pub(super) fn sure(&mut self, field: &'static str, value: impl Into<String>, (span, text): (Range<usize>, String)) {
        self.0.push(Finding { field, value: Some(value.into()), span: [span.start, span.end], text, confidence: 0.9, alternatives: Vec::new() });
    }

    pub(super) fn open(&mut self, field: &'static str, (span, text): (Range<usize>, String), alternatives: Vec<String>) {
        self.0.push(Finding { field, value: None, span: [span.start, span.end], text, confidence: 0.5, alternatives });
    }
}

impl Amount {
    /// The lower and the upper end in the base unit of its class, if the unit converts without a stated load.
    pub fn in_base(&self) -> Option<(UnitClass, Decimal, Decimal)> {
        let factor = self.unit.factor()?;
        let low = self.amount.checked_mul(factor)?;
        let high = self.to.map_or(Some(low), |to| to.checked_mul(factor))?;
        Some((self.unit.class(), low, high))
    }
}

/// An amount in plain figures: `200`, `50..60`.
fn figures(amount: Decimal, to: Option<Decimal>) -> String {
    let low = amount.normalize();
    to.map_or_else(|| low.to_string(), |to| format!("{low}..{}", to.normalize()))
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", figures(self.amount, self.to), self.unit.name())?;
        match self.per {
            None => Ok(()),
            Some(per) => write!(f, "/{}", per.name()),
        }
    }
}

impl std::fmt::Display for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}/{}", self.amount.normalize(), self.unit.name(), self.per.name())
    }
}

impl std::fmt::Display for ReadPrice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", figures(self.amount, self.to), self.currency.code())?;
        match self.per {
            None => Ok(()),
            Some(per) => write!(f, "/{}", per.name()),
        }
    }
}
