//! Files of many rows, as office programs write them: NDJSON, CSV, XLSX. The HTTP bulk address and
//! the command `import` read them here, by the same rules.
//!
//! The life of a file: [`Format::of`] tells what it is. `decode.rs` finds the encoding of a text and
//! makes UTF-8 of it, `sheet.rs` reads a workbook. [`Rows`] finds the header, whose names `columns.rs`
//! knows in five languages; `table.rs` cuts rows under it, `cells.rs` puts each cell under its field,
//! and `amount.rs` reads numbers the way the column was written. [`Load`] reads each row into a posting, writes
//! batches under one flush each, and tells what became of every row.
//!
//! Rules of a file:
//! - good rows land, whatever is wrong with the others;
//! - nothing is guessed: what may mean two things is refused, with both readings;
//! - the `external_id` of a party names one posting. A row with a known one replaces that posting,
//!   so a file may be loaded again; within a file the last row wins. A row with neither `id` nor
//!   `external_id` is a new posting each time;
//! - a row that names no party belongs to the caller's own, and to `anonymous` if the caller has
//!   none. All nameless rows share `anonymous`, so two of them with one `external_id` may be goods of
//!   two suppliers: within a file the second is refused instead of replacing the first.

mod amount;
mod cells;
mod columns;
mod decode;
mod load;
mod rows;
mod sheet;
mod table;

use std::path::Path;

pub use decode::Utf8;
pub use load::{Load, Summary, Told};
pub use rows::{Row, Rows};
pub use sheet::Sheet;

/// How the rows of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Lines,
    /// Cells under a header of column names; comma, semicolon or tab between them.
    Csv,
    /// A sheet of an XLSX workbook.
    Workbook,
}

/// Why a file, a row or a cell cannot be used, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The column as the file names it, if one is at fault.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: String,
    /// What to write instead.
    pub fix: String,
}

impl Fault {
    /// A fault of the whole row or file.
    pub(crate) fn whole(reason: impl Into<String>, fix: impl Into<String>) -> Fault {
        Fault { column: None, reason: reason.into(), fix: fix.into() }
    }

    /// A fault of one cell.
    pub(crate) fn cell(column: &str, reason: impl Into<String>, fix: impl Into<String>) -> Fault {
        Fault { column: Some(column.to_owned()), reason: reason.into(), fix: fix.into() }
    }
}

impl Format {
    /// Tells the format by the beginning of the file where that is certain, else by the ending of
    /// its name, else by its first letter.
    pub fn of(path: &Path, start: &[u8]) -> Result<Format, Fault> {
        if start.starts_with(b"PK\x03\x04") {
            return Ok(Format::Workbook);
        }
        if start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(Fault::whole("is an old Excel file (.xls) or a workbook with a password", "save it as .xlsx without a password, or as CSV"));
        }
        let ending = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase();
        // Marks of UTF-8 and UTF-16 stand before the first letter.
        let first = start.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF));
        match (ending.as_str(), first) {
            ("xlsx" | "xlsm", _) => Err(Fault::whole("is named as a workbook and is none", "save it again as .xlsx, or as CSV")),
            (_, Some(b'[')) => Err(Fault::whole("is one JSON array", "write one JSON object a line (NDJSON), without brackets and commas around them")),
            ("csv" | "tsv" | "tab" | "txt", _) => Ok(Format::Csv),
            ("ndjson" | "jsonl" | "json", _) | (_, Some(b'{')) => Ok(Format::Lines),
            _ => Ok(Format::Csv),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_before_the_name_does() {
        let of = |name: &str, start: &[u8]| Format::of(Path::new(name), start).map_err(|fault| fault.fix);
        assert_eq!(of("offers.csv", b"PK\x03\x04rest"), Ok(Format::Workbook));
        assert_eq!(of("offers.CSV", b"title,price\n"), Ok(Format::Csv));
        assert_eq!(of("offers.ndjson", b"\xEF\xBB\xBF{\"title\""), Ok(Format::Lines));
        assert_eq!(of("offers", b"\n {\"title\""), Ok(Format::Lines));
        assert_eq!(of("offers", b"\xFF\xFEt\0i\0"), Ok(Format::Csv));
        for (name, start) in [("a.json", &b"[{\"title\""[..]), ("a.xls", b"\xD0\xCF\x11\xE0"), ("a.xlsx", b"title,price")] {
            assert!(of(name, start).is_err_and(|fix| !fix.is_empty()), "{name}");
        }
    }
}
