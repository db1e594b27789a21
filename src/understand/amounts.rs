//! Quantities and prices: a number with the unit or currency that stands beside it. A number whose
//! reading is ambiguous gives nothing here; it is never guessed.

use super::Reading;
use crate::domain::{Currency, Price, Quantity, Unit};
use crate::lexicon::{Lexicon, Meaning, Mention};
use crate::text::{self, Atom, Clean, Lang, NumberReading};

pub(super) fn read(reading: &mut Reading, _lexicon: &Lexicon, clean: &Clean, _atoms: &[Atom], mentions: &[Mention]) {
    if !clean.as_str().chars().any(|c| c.is_numeric() || "一二两三四五六七八九十百千万".contains(c)) {
        return;
    }
    let lang = reading.langs.first().map_or(Lang::UND, |guess| guess.lang);
    let text = clean.as_str();
    for number in text::numbers(clean, lang).into_iter().filter(|number| number.alternatives.is_empty()) {
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
            && reading.quantity.is_none() {
                reading.quantity = Some(Quantity { amount: number.value, unit, per: None });
            }
    }
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
