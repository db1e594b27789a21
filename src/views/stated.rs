//! What filters ask of a posting's terms, as words of the index. A term that must agree is one word
//! (`pack/kg/5`, `incoterm/FOB`, `to/CNTAO`); a figure that is bounded is a word that sorts by its amount
//! (`moq/carton/...`), so that a range of words is a range of amounts. Amounts are exact to the millionth
//! of the base unit on both sides.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::deal::{Deal, DealAmount, country_of, scale};
use crate::domain::{Incoterm, Quantity, Unit, UnitClass};

/// A figure that filters bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The smallest order.
    Moq,
    /// What is ready, or wanted: of a repeated amount that of one period.
    Quantity,
    /// What is made in a period, or wanted in one.
    Capacity,
    /// Days of delivery.
    Lead,
    /// The day on which goods are needed.
    Needed,
}

impl Figure {
    fn name(self) -> &'static str {
        match self {
            Figure::Moq => "moq",
            Figure::Quantity => "quantity",
            Figure::Capacity => "capacity",
            Figure::Lead => "lead",
            Figure::Needed => "needed",
        }
    }
}

/// A range of words: what stands in it is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// Words above this one.
    pub above: String,
    /// Words below this one.
    pub below: String,
}

/// Every filtered term of a deal as a word.
pub fn words(deal: &Deal) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(deal.incoterm.map(incoterm));
    if let Some(goal) = goal(deal) {
        words.push(destination(goal));
        words.extend(country_of(goal).map(|country| destination(country.alpha2())));
    }
    let packs = deal.contents.iter().filter(|content| content.per.class() == UnitClass::Package);
    words.extend(packs.filter_map(|content| pack(content.amount, content.unit)));
    let mut figure = |figure, amount: &Option<DealAmount>, end: fn(&DealAmount) -> Decimal| {
        words.extend(amount.iter().flat_map(|amount| amounts(deal, figure, end(amount), amount)));
    };
    figure(Figure::Moq, &deal.moq, |amount| amount.low);
    figure(Figure::Quantity, &deal.quantity, |amount| amount.high);
    for amount in [&deal.capacity, &deal.quantity] {
        figure(Figure::Capacity, amount, |amount| amount.high);
    }
    words.extend(deal.lead_days.and_then(|lead| word(Figure::Lead, "", lead.into())));
    words.extend(deal.needed_by.and_then(|day| word(Figure::Needed, "", ordinal(day))));
    words.sort_unstable();
    words.dedup();
    words
}

/// The word of a delivery term.
pub fn incoterm(term: Incoterm) -> String {
    format!("incoterm/{}", term.code())
}

/// The word of a place that goods go to: a UN/LOCODE, a country or a name.
pub fn destination(place: &str) -> String {
    format!("to/{}", place.trim().to_lowercase())
}

/// The word of what a package holds; none if that has no fixed size.
pub fn pack(amount: Decimal, unit: Unit) -> Option<String> {
    let base = amount.checked_mul(unit.factor()?)?;
    Some(format!("pack/{}/{}", unit.class().base(), base.round_dp(6).normalize()))
}

/// Amounts above this one.
pub fn above(figure: Figure, bound: &Quantity) -> Option<Barred> {
    let (kind, amount) = kind(figure, bound)?;
    Some(Barred { above: word(figure, &kind, amount)?, below: end(figure, &kind) })
}

/// Amounts below this one.
pub fn below(figure: Figure, bound: &Quantity) -> Option<Barred> {
    let (kind, amount) = kind(figure, bound)?;
    Some(Barred { above: format!("{}/{kind}/", figure.name()), below: word(figure, &kind, amount)? })
}

/// Deliveries that take longer.
pub fn slower(days: u32) -> Option<Barred> {
    Some(Barred { above: word(Figure::Lead, "", days.into())?, below: end(Figure::Lead, "") })
}

/// What is needed before a day.
pub fn sooner(day: Date) -> Option<Barred> {
    Some(Barred { above: format!("{}//", Figure::Needed.name()), below: word(Figure::Needed, "", ordinal(day))? })
}

/// Whether a deal says a figure that compares with the bound.
pub fn says(deal: &Deal, figure: Figure, bound: &Quantity) -> bool {
    let Some((kind, _)) = kind(figure, bound) else { return false };
    let prefix = format!("{}/{kind}/", figure.name());
    words(deal).iter().any(|word| word.starts_with(&prefix))
}

/// Where the goods go: the stated destination, or the place of a term under which they arrive there.
fn goal(deal: &Deal) -> Option<&str> {
    deal.destination.as_deref().or_else(|| deal.place.as_deref().filter(|_| deal.incoterm.is_some_and(Incoterm::arrives)))
}

/// What a bound compares with, and its amount there: the base unit of a class, else the package itself.
fn kind(figure: Figure, bound: &Quantity) -> Option<(String, Decimal)> {
    let (name, factor) = match bound.unit.factor() {
        Some(factor) => (bound.unit.class().base(), factor),
        None => (bound.unit.name(), Decimal::ONE),
    };
    let amount = bound.amount.checked_mul(factor)?;
    match (figure, bound.per) {
        (Figure::Capacity, per) => Some((format!("{name} a day"), amount.checked_div(per?.days().into())?)),
        _ => Some((name.to_owned(), amount)),
    }
}

/// The words of an amount: in its own unit, and in what its package is stated to hold.
fn amounts(deal: &Deal, figure: Figure, amount: Decimal, of: &DealAmount) -> Vec<String> {
    let held = scale(of.unit, [&deal.contents, &[]]).and_then(|(class, factor)| Some(Quantity { amount: amount.checked_mul(factor)?, unit: Unit::parse(class.base())?, per: of.per }));
    let own = Quantity { amount, unit: of.unit, per: of.per };
    let stated = [Some(own), held.filter(|_| of.unit.factor().is_none())];
    stated.iter().flatten().filter_map(|quantity| kind(figure, quantity)).filter_map(|(kind, amount)| word(figure, &kind, amount)).collect()
}

/// A word that sorts by its amount; none for what is below zero or beyond all trade.
fn word(figure: Figure, kind: &str, amount: Decimal) -> Option<String> {
    let millionths: u128 = amount.checked_mul(Decimal::from(1_000_000))?.round().try_into().ok()?;
    Some(format!("{}/{kind}/{millionths:030}", figure.name()))
}

/// Above every word of a kind.
fn end(figure: Figure, kind: &str) -> String {
    format!("{}/{kind}/:", figure.name())
}

/// Days as a number that grows with them.
fn ordinal(day: Date) -> Decimal {
    Decimal::from(i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn words_sort_as_their_amounts() {
        let word = |text: &str| {
            let (kind, amount) = kind(Figure::Moq, &quantity(text)).expect(text);
            word(Figure::Moq, &kind, amount).expect(text)
        };
        let rising = ["1 lb", "0.5 kg", "500.001 g", "999 g", "2 jin", "1.5 kg", "18 t", "18000.1 kg", "79228162514 t"];
        let words: Vec<String> = rising.iter().map(|text| word(text)).collect();
        let mut sorted = words.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted, words);
        assert_eq!(word("18 t"), word("18000 kg"));
        assert_ne!(word("200 carton"), word("200 bag"));
        assert!(word("18 t") < end(Figure::Moq, "kg"));
    }
}
