//! Amounts in cells, with the decimal sign of whoever wrote the column.
//!
//! Invariant: a cell that two conventions read differently (`1.250`: twelve hundred and fifty, or
//! one and a quarter) is never settled by a guess. Either the column says whose convention it
//! follows, or other cells of the column show it beyond doubt, or the cell is refused with both
//! readings.

use rust_decimal::Decimal;

use crate::text::{Clean, Lang, atoms, numbers};

/// Whose way of writing numbers a column follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// The column has the name of the API's field (`price.amount`): a plain decimal has a point.
    Api,
    /// The column is named in a language that has one way; [`Lang::UND`] where it is not known,
    /// as under English names, which are used everywhere.
    Of(Lang),
    /// Other cells of the column show this decimal sign beyond doubt.
    AsShown(char),
}

/// What the amounts of a column show of the way their author writes numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    dot: Shown,
    comma: Shown,
}

/// How surely a sign is the decimal sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    #[default]
    Nowhere,
    /// A cell has it before decimals (`950.5`).
    AsDecimal,
    /// A cell shows the other sign between thousands as well (`12,500.50`, `1,250,000`).
    WithGroups,
}

impl Evidence {
    /// Adds a cell; one with two readings shows nothing.
    pub(super) fn add(&mut self, cell: &str) {
        let Ok(text) = read(cell.trim(), Notation::Of(Lang::UND)) else { return };
        let Some(value) = text.parse::<Decimal>().ok().filter(|_| cell.is_ascii()) else { return };
        let Some(last) = cell.rfind(['.', ',']) else { return };
        let dot_last = cell.get(last..).is_some_and(|rest| rest.starts_with('.'));
        // A whole number whose sign parts thousands has the other one for decimals.
        let groups_only = value.scale() == 0;
        let grouped = groups_only || (cell.contains('.') && cell.contains(','));
        let shown = if grouped { Shown::WithGroups } else { Shown::AsDecimal };
        let sign = if dot_last != groups_only { &mut self.dot } else { &mut self.comma };
        *sign = shown.max(*sign);
    }

    /// The notation of a column, from its name and from its cells. Only a cell that shows both signs
    /// settles those in doubt; any that contradicts the others, or the name, leaves them in doubt.
    pub(super) fn settle(self, named: Notation) -> Notation {
        let in_doubt = Notation::Of(Lang::UND);
        match (self.dot, self.comma) {
            (Shown::Nowhere, Shown::Nowhere) => named,
            (dot, Shown::Nowhere) => match named {
                Notation::Of(lang) if lang == Lang::UND => if dot == Shown::WithGroups { Notation::AsShown('.') } else { named },
                Notation::Of(lang) if COMMA_LANGS.contains(&lang.as_str()) => in_doubt,
                Notation::Of(_) | Notation::Api if dot == Shown::WithGroups => Notation::AsShown('.'),
                _ => named,
            },
            (Shown::Nowhere, comma) => match named {
                Notation::Of(lang) if lang == Lang::UND => if comma == Shown::WithGroups { Notation::AsShown(',') } else { named },
                Notation::Of(lang) if COMMA_LANGS.contains(&lang.as_str()) => if comma == Shown::WithGroups { Notation::AsShown(',') } else { named },
                _ => in_doubt,
            },
            _ => in_doubt,
        }
    }
}

/// Languages that columns are named in and that write a decimal comma.
const COMMA_LANGS: &[&str] = &["fr", "pt"];

/// A number that may be one of two.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    pub(super) likelier: Decimal,
    pub(super) other: Decimal,
}

/// The cell as a plain decimal. What is no number at all comes back as it is: the reader of fields
/// refuses it by name.
pub(super) fn read(cell: &str, notation: Notation) -> Result<String, Doubt> {
    let lang = match notation {
        Notation::Api if cell.parse::<Decimal>().is_ok() => return Ok(cell.to_owned()),
        Notation::Api => Lang::UND,
        Notation::AsShown(_) => Lang::UND,
        Notation::Of(lang) => lang,
    };
    // A number beside the cell shows how the column is written.
    let shown = match notation {
        Notation::AsShown(sign) => format!(" 0{sign}5"),
        _ => String::new(),
    };
    // In a running text `1 250` may be two numbers; a cell under an amount holds one.
    let clean = Clean::new(&format!("{}{shown}", cell.replace(' ', "\u{a0}")));
    let found = numbers(&clean, &atoms(&clean), lang);
    let [number] = found.get(..found.len() - usize::from(!shown.is_empty() && !found.is_empty())).unwrap_or_default() else { return Ok(cell.to_owned()) };
    // Anything beside the number (a sign, a currency, a range) is not for us to drop.
    let own = clean.as_str().strip_suffix(&shown).unwrap_or(clean.as_str());
    if own.get(number.span.clone()) != Some(own.trim()) {
        return Ok(cell.to_owned());
    }
    match number.alternatives.first() {
        None => Ok(number.value.to_string()),
        Some(other) => Err(Doubt { likelier: number.value.normalize(), other: other.normalize() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cell: &str, notation: Notation) -> String {
        match read(cell, notation) {
            Ok(text) => text,
            Err(doubt) => format!("{}|{}", doubt.likelier, doubt.other),
        }
    }

    #[test]
    fn one_reading_is_taken_and_two_are_refused() {
        let unknown = Notation::Of(Lang::UND);
        for (cell, expected) in [
            ("1250.50", "1250.50"), ("1250,5", "1250.5"), ("1.250,50", "1250.50"), ("1,250.50", "1250.50"),
            ("0,125", "0.125"), ("1 250 000", "1250000"), ("1 250,50", "1250.50"), ("12 5", "12 5"), ("1'250.5", "1250.5"), ("6800", "6800"), ("1.5万", "15000.0"),
            ("1.250", "1.25|1250"), ("1,250", "1250|1.25"), ("12.000", "12|12000"),
            ("-5", "-5"), ("10-20", "10-20"), ("USD 5", "USD 5"), ("much", "much"), ("1,25,3", "1,25,3"), ("1E3", "1E3"),
        ] {
            assert_eq!(of(cell, unknown), expected, "{cell}");
        }
    }

    #[test]
    fn other_cells_of_a_column_settle_a_doubt() {
        let unknown = Notation::Of(Lang::UND);
        let lang = |code| Notation::Of(Lang::new(code).expect("a language"));
        for (named, others, cell, expected) in [
            (unknown, &["12,500.50", "800"][..], "6,800", "6800"),
            (unknown, &["12,500.50"], "1.250", "1.250"),
            (unknown, &["1,250,000"], "6,800", "6800"),
            (unknown, &["12.500,50"], "6.800", "6800"),
            (unknown, &["12.500,50"], "6,800", "6.800"),
            // Decimals alone do not tell what parts the thousands.
            (unknown, &["950.5", "7"], "6,800", "6800|6.8"),
            (unknown, &["6,800", "7,900"], "1,250", "1250|1.25"),
            // Two hands in one column.
            (unknown, &["12,500.50", "950,5"], "6,800", "6800|6.8"),
            (Notation::Api, &["12,500.50"], "6,800", "6800"),
            (Notation::Api, &["1250.50"], "1.250", "1.250"),
            (Notation::Api, &["1.250,50"], "1.250", "1.25|1250"),
            (lang("fr"), &["1.250,50"], "6.800", "6800"),
            (lang("fr"), &["12,500.50"], "6.800", "6.8|6800"),
            (lang("zh"), &["950.5"], "6,800", "6800"),
            (lang("zh"), &["950,5"], "6,800", "6800|6.8"),
        ] {
            let mut evidence = Evidence::default();
            others.iter().for_each(|other| evidence.add(other));
            assert_eq!(of(cell, evidence.settle(named)), expected, "{cell} {named:?} beside {others:?}");
        }
    }

    #[test]
    fn a_column_may_say_whose_numbers_it_holds() {
        let lang = |code| Notation::Of(Lang::new(code).expect("a language"));
        for (cell, notation, expected) in [
            ("1.250", Notation::Api, "1.250"), ("1,250", Notation::Api, "1250|1.25"), ("1.250,50", Notation::Api, "1250.50"),
            ("1.250", lang("fr"), "1250"), ("1,250", lang("pt"), "1.25|1250"),
            ("1.250", lang("zh"), "1.25|1250"), ("1,250", lang("zh"), "1250"),
            ("1.250", Notation::AsShown('.'), "1.250"), ("1.250", Notation::AsShown(','), "1250"),
        ] {
            assert_eq!(of(cell, notation), expected, "{cell} {notation:?}");
        }
    }
}
