//! From cells to a draft: each cell under the field that its column means, without losing a digit on
//! the way. Spreadsheets drop the zeros before a number, make dates of codes and numbers of texts;
//! what can be brought back for certain is, the rest is refused with the fix.

use serde_json::{Map, Value};

use super::Fault;
use super::amount;
use super::columns::{Column, Kind};
use super::rows::Draft;
use crate::domain::HsCode;

/// Digits that a number cell holds; what was typed after them is lost.
const EXACT_DIGITS: usize = 15;

/// What is in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Letters, as in every cell of a CSV file.
    Text(String),
    /// A number, and the digits that its format pads it to (`000000` is 6).
    Number(f64, usize),
    /// A day, `2027-03-31`.
    Day(String),
    /// What is no value for any field: `#N/A`, a time of day.
    Error(String),
}

/// Puts cells under their fields. Faults do not end the row: the reader names them all at once.
pub(super) fn draft<'a>(cells: impl Iterator<Item = (&'a Column, Cell)>) -> Draft {
    let (mut map, mut faults) = (Map::new(), Vec::new());
    for (column, cell) in cells {
        let Some(path) = column.path.as_deref() else { continue };
        match value(cell, column) {
            Ok(None) => {}
            Ok(Some(text)) => {
                if !put(&mut map, path, text) {
                    faults.push(Fault::cell(&column.name, "means the same field as another filled column", "leave one of the two empty"));
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    Draft { map, faults }
}

/// False if the field is filled already.
fn put(map: &mut Map<String, Value>, path: &str, text: String) -> bool {
    let value = Value::String(text);
    let old = match path.split_once('.') {
        None => map.insert(path.to_owned(), value),
        Some((outer, inner)) => match map.entry(outer).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(nested) => nested.insert(inner.to_owned(), value),
            _ => None,
        },
    };
    old.is_none()
}

fn value(cell: Cell, column: &Column) -> Result<Option<String>, Fault> {
    let refuse = |reason: String, fix: &str| Err(Fault::cell(&column.name, reason, fix));
    match cell {
        Cell::Text(text) => text_value(text.trim(), column),
        Cell::Error(shown) => refuse(format!("holds {shown}, which no field takes"), "mend the formula or empty the cell"),
        Cell::Day(day) => match column.kind {
            Kind::Day | Kind::Words => Ok(Some(day)),
            _ => refuse(format!("holds the date {day}; the spreadsheet may have made it of something else"), "format the column as text and type the value again"),
        },
        Cell::Number(number, width) => {
            let digits = plain(number, width);
            match column.kind {
                Kind::Day => refuse(format!("holds the number {digits}, not a date"), "format the column as a date, or write 2027-03-31 as text"),
                Kind::Amount | Kind::Words => Ok(Some(digits)),
                _ if digits.len() > EXACT_DIGITS => {
                    refuse(format!("is a number of more than {EXACT_DIGITS} digits, of which a spreadsheet has lost the last"), "format the column as text and type the value again")
                }
                Kind::Hs => Ok(Some(HsCode::whole(&digits))),
                Kind::Channels => Ok(Some(format!("{digits:0>4}"))),
                Kind::Key => Ok(Some(digits)),
            }
        }
    }
}

fn text_value(text: &str, column: &Column) -> Result<Option<String>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    if text.contains('\u{fffd}') {
        return Err(Fault::cell(&column.name, "has bytes that are not of the encoding of the file", "save the file as UTF-8, or name its encoding"));
    }
    let settled = match column.kind {
        Kind::Amount => amount::read(text, column.notation).map_err(|doubt| {
            let reason = format!("{text:?} may mean {} or {}", doubt.likelier, doubt.other);
            Fault::cell(&column.name, reason, format!("write {} or {}, without a sign between thousands", doubt.likelier, doubt.other))
        })?,
        Kind::Hs => HsCode::whole(text),
        Kind::Day => year_first(text).unwrap_or_else(|| text.to_owned()),
        // Codes of customs supervision have four digits: 0110 becomes 110 in a spreadsheet.
        Kind::Channels if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit()) => format!("0{text}"),
        Kind::Channels | Kind::Words | Kind::Key => text.to_owned(),
    };
    Ok(Some(settled))
}

/// A number in the fifteen digits that a spreadsheet shows, without an exponent, padded with zeros to
/// a width before the point.
fn plain(number: f64, width: usize) -> String {
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let digits = shown.to_string();
    let missing = width.saturating_sub(digits.split('.').next().unwrap_or_default().len());
    if missing == 0 || shown < 0.0 { digits } else { format!("{}{digits}", "0".repeat(missing)) }
}

/// A date that begins with the year, as Chinese office programs write it (2027/3/31, 2027年3月31日). The
/// other orders are not read: 3/4/2027 has two meanings.
fn year_first(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).map(str::trim).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let fits = [(year, 4..=4), (month, 1..=2), (day, 1..=2)];
    let ok = fits.iter().all(|(part, length)| length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    ok.then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Side;

    fn one(column: &str, cell: Cell) -> Result<Option<String>, String> {
        value(cell, &Column::read(column, Side::Offer)).map_err(|fault| fault.reason)
    }

    fn number(column: &str, number: f64) -> Result<Option<String>, String> {
        one(column, Cell::Number(number, 0))
    }

    fn text(column: &str, text: &str) -> Result<Option<String>, String> {
        one(column, Cell::Text(text.to_owned()))
    }

    #[test]
    fn codes_get_their_zeros_back() {
        for (typed, expected) in [("80132", "080132"), ("080132", "080132"), ("847130", "847130"), ("801320000", "0801320000"), ("801.3", "0801.30"), ("8471.3", "8471.30"), ("0801.32", "0801.32"), ("HS 0801.32", "HS 0801.32")] {
            assert_eq!(text("hs", typed), Ok(Some(expected.to_owned())), "{typed}");
        }
        assert_eq!(number("HS code", 80132.0), Ok(Some("080132".into())));
        assert_eq!(number("海关编码", 801320000.0), Ok(Some("0801320000".into())));
        assert_eq!(number("监管方式", 110.0), Ok(Some("0110".into())));
        assert_eq!(text("监管方式", "110"), Ok(Some("0110".into())));
        assert_eq!(one("sku", Cell::Number(42.0, 5)), Ok(Some("00042".into())), "as the format shows it");
    }

    #[test]
    fn amounts_keep_what_the_sheet_shows() {
        for (cell, expected) in [(6800.0, "6800"), (1250.5, "1250.5"), (0.1 + 0.2, "0.3"), (0.000_012, "0.000012"), (1e15, "1000000000000000")] {
            assert_eq!(number("price", cell), Ok(Some(expected.to_owned())));
        }
        assert!(text("price", "1.250").is_err_and(|reason| reason.contains("1.25 or 1250")));
        assert_eq!(text("prix", "1.250"), Ok(Some("1250".into())));
    }

    #[test]
    fn what_a_sheet_has_changed_is_refused() {
        assert!(number("external_id", 1_234_567_890_123_456_789.0).is_err(), "digits are lost");
        assert_eq!(number("external_id", 6_901_234_567_890.0), Ok(Some("6901234567890".into())));
        assert!(one("sku", Cell::Day("2027-03-01".into())).is_err(), "3-1 was a code");
        assert!(number("有效期", 46_477.0).is_err(), "a serial number may be anything");
        assert!(one("price", Cell::Error("#N/A".into())).is_err());
    }

    #[test]
    fn days_begin_with_the_year() {
        for typed in ["2027-03-31", "2027/3/31", "2027.3.31", "2027年3月31日", "2027年03月31日"] {
            assert_eq!(text("valid_until", typed), Ok(Some("2027-03-31".into())), "{typed}");
        }
        assert_eq!(text("valid_until", "3/4/2027"), Ok(Some("3/4/2027".into())), "left to be refused by name");
        assert_eq!(one("有效期", Cell::Day("2027-03-31".into())), Ok(Some("2027-03-31".into())));
    }
}
