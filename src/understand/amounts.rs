//! Quantities and prices: a number with the unit or currency that stands beside it. A number whose
//! reading is ambiguous gives nothing here; it is never guessed.

use super::Reading;
use crate::domain::{Currency, Price, Quantity, Unit, UnitClass};
use crate::lexicon::{Meaning, Mention};
use crate::text::{self, Clean, Lang, NumberReading};

pub(super) fn read(reading: &mut Reading, clean: &Clean, mentions: &[Mention]) {
    if !clean.as_str().chars().any(|c| c.is_numeric() || "一二两三四五六七八九十百千万".contains(c)) {
        return;
    }
    let lang = reading.langs.first().map_or(Lang::UND, |guess| guess.lang);
    let text = clean.as_str();
    let mut numbers = text::numbers(clean, lang);
    numbers.retain(|number| number.alternatives.is_empty());
    reading.quantity = reading.quantity.take().or_else(|| containers(text, &numbers, mentions));
    for number in numbers {
        let near = |mention: &&Mention, after: bool| {
            let gap = if after { text.get(number.span.end..mention.span.start) } else { text.get(mention.span.end..number.span.start) };
            gap.is_some_and(|gap| gap.len() <= 1 && gap.trim().is_empty())
        };
        let after = mentions.iter().find(|mention| near(mention, true));
        let before = mentions.iter().find(|mention| near(mention, false));
        let currency = after.and_then(currency).map(|c| (c, after)).or_else(|| before.and_then(currency).map(|c| (c, None)));
        if let Some((currency, at)) = currency {
            if reading.price.is_none() {
                reading.price = Some(Price { amount: number.value, currency, per: per_unit(text, &number, at, mentions) });
            }
        } else if let Some(unit) = after.and_then(unit)
            && !(unit.name() == "ft" && container_of_length(&number).is_some())
            && reading.quantity.is_none() {
                reading.quantity = Some(Quantity { amount: number.value, unit, per: None });
            }
    }
}

/// Containers, by name or by length: `2 x 20ft`, `两个20尺柜`. Twenty feet of goods are not sold by the foot.
fn containers(text: &str, numbers: &[NumberReading], mentions: &[Mention]) -> Option<Quantity> {
    let counted = |start: usize, container: Unit| {
        let before = numbers.iter().rev().find(|number| number.span.end <= start)?;
        let gap = text.get(before.span.end..start)?.trim().to_lowercase();
        matches!(gap.as_str(), "" | "x" | "*" | "×" | "个").then_some(Quantity { amount: before.value, unit: container, per: None })
    };
    let named = mentions.iter().find_map(|mention| {
        let container = unit(mention).filter(|unit| unit.class() == UnitClass::Container)?;
        counted(mention.span.start, container)
    });
    let by_length = || {
        numbers.iter().find_map(|number| {
            let container = container_of_length(number)?;
            let beside = |mention: &&Mention| text.get(number.span.end..mention.span.start).is_some_and(|gap| gap.trim().is_empty());
            let feet = mentions.iter().find(beside).and_then(unit).is_some_and(|unit| unit.name() == "ft");
            feet.then(|| counted(number.span.start, container)).flatten()
        })
    };
    named.or_else(by_length)
}

/// The container that a length in feet stands for.
fn container_of_length(number: &NumberReading) -> Option<Unit> {
    let length = number.value.to_string();
    Unit::parse(&format!("FCL{length}")).filter(|_| matches!(length.as_str(), "20" | "40" | "45"))
}

/// Whether a mention is a unit or a currency.
pub(super) fn is_measure(mention: &Mention) -> bool {
    currency(mention).is_some() || unit(mention).is_some()
}

fn currency(mention: &Mention) -> Option<Currency> {
    mention.senses.iter().find_map(|sense| if let Meaning::Currency(currency) = sense.meaning { Some(currency) } else { None })
}

fn unit(mention: &Mention) -> Option<Unit> {
    mention.senses.iter().find_map(|sense| if let Meaning::Unit(unit) = sense.meaning { Some(unit) } else { None })
}

/// The unit after a slash or "per" behind the price.
fn per_unit(text: &str, number: &NumberReading, currency: Option<&Mention>, mentions: &[Mention]) -> Option<Unit> {
    let end = currency.map_or(number.span.end, |mention| mention.span.end);
    mentions.iter().filter(|mention| mention.span.start >= end).find_map(|mention| {
        let gap = text.get(end..mention.span.start)?.trim();
        matches!(gap, "/" | "per" | "每" | "par" | "por" | "за" | "la" | "le" | "a").then(|| unit(mention)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::understand::Reader;

    #[test]
    fn containers_are_counted_and_not_measured() {
        let reader = Reader::new(Lexicon::builtin().expect("builds"));
        for (text, amount) in [("Cashew kernels W320, 1 x 20ft", Some("1 FCL20")), ("腰果仁 两个20尺", Some("2 FCL20")), ("rice 3x40ft", Some("3 FCL40")), ("timber 20ft long", None), ("rope 100 ft", Some("100 ft"))] {
            let found = reader.read(text, "", None).quantity.map(|quantity| format!("{} {}", quantity.amount, quantity.unit.name()));
            assert_eq!(found.as_deref(), amount, "{text}");
        }
    }
}
