//! Amounts in cells, with the decimal sign of whoever wrote the column.
//!
//! Invariant: a cell that two conventions read differently (`1.250`: twelve hundred and fifty, or
//! one and a quarter) is never settled by a guess. Either the column says whose convention it
//! follows, or the cell is refused with both readings.

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
}

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
        Notation::Of(lang) => lang,
    };
    // In a running text `1 250` may be two numbers; a cell under an amount holds one.
    let clean = Clean::new(&cell.replace(' ', "\u{a0}"));
    let found = numbers(&clean, &atoms(&clean), lang);
    let [number] = found.as_slice() else { return Ok(cell.to_owned()) };
    // Anything beside the number (a sign, a currency, a range) is not for us to drop.
    if clean.as_str().get(number.span.clone()) != Some(clean.as_str().trim()) {
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
    fn a_column_may_say_whose_numbers_it_holds() {
        let lang = |code| Notation::Of(Lang::new(code).expect("a language"));
        for (cell, notation, expected) in [
            ("1.250", Notation::Api, "1.250"), ("1,250", Notation::Api, "1250|1.25"), ("1.250,50", Notation::Api, "1250.50"),
            ("1.250", lang("fr"), "1250"), ("1,250", lang("pt"), "1.250"),
            ("1.250", lang("zh"), "1.250"), ("1,250", lang("zh"), "1250"),
        ] {
            assert_eq!(of(cell, notation), expected, "{cell} {notation:?}");
        }
    }
}
