//! From text or a sheet to rows: each a draft, or the column at fault and the reason.

use std::io::{self, BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::cells::Cell;
use super::columns::Column;
use super::sheet::{Sheet, SheetRow};
use super::table::{Cells, Table};
use super::{Fault, Format};
use crate::domain::Side;

/// Bytes read at once; the header is looked for in the first of them.
const BUFFER_BYTES: usize = 64 * 1024;
/// Rows of a sheet in which the header is looked for: companies put their name and a date above it.
const HEADER_WITHIN: usize = 20;

/// One row as it was read.
pub struct Row {
    /// As a spreadsheet counts: the header of a CSV file is row 1.
    pub number: u64,
    /// What it says; an error if it cannot be read at all.
    pub(super) draft: Result<Draft, Fault>,
}

/// What a row says, and the cells that cannot be used.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// In the shape of the API.
    pub(super) map: Map<String, Value>,
    pub(super) faults: Vec<Fault>,
}

/// A file of rows.
pub struct Rows {
    source: Source,
    header: u64,
}

/// A text that is read line by line.
pub(super) type Text = BufReader<Box<dyn Read + Send>>;

enum Source {
    Lines { reader: Text, max_bytes: usize, count: u64 },
    Table(Box<Table>),
}

impl Rows {
    /// Opens a text; for CSV the header is read, and has to name a title. A line of JSON may have
    /// `max_bytes`.
    pub fn text(format: Format, side: Side, text: impl Read + Send + 'static, max_bytes: usize) -> Result<Rows, Fault> {
        let reader: Text = BufReader::with_capacity(BUFFER_BYTES, Box::new(text));
        if format == Format::Lines {
            return Ok(Rows { source: Source::Lines { reader, max_bytes, count: 0 }, header: 0 });
        }
        csv_rows(reader, side)
    }

    /// Opens a sheet; its header is the first row that names a title.
    pub fn sheet(mut sheet: Sheet, side: Side) -> Result<Rows, Fault> {
        let mut first = None;
        for _ in 0..HEADER_WITHIN {
            let Some(row) = sheet.next().map_err(|error| unreadable(&error))? else { break };
            let columns = header_of(&row, side);
            if names_goods(&columns, side) {
                return Ok(Rows::table(Cells::Sheet(sheet), columns, row.number));
            }
            first = first.or(Some(columns));
        }
        Err(no_title(&first.unwrap_or_default()))
    }

    fn table(cells: Cells, columns: Vec<Column>, header: u64) -> Rows {
        Rows { source: Source::Table(Box::new(Table::new(cells, columns, header))), header }
    }

    /// The header; empty where every line names its fields.
    fn columns(&self) -> &[Column] {
        match &self.source {
            Source::Lines { .. } => &[],
            Source::Table(table) => table.columns(),
        }
    }

    /// Columns that mean no field; their cells are left out.
    pub fn unknown_columns(&self) -> Vec<String> {
        self.columns().iter().filter(|column| column.path.is_none() && !column.name.is_empty()).map(|column| column.name.clone()).collect()
    }

    /// Number of the row with the names of columns; 0 if there is none.
    pub fn header_row(&self) -> u64 {
        self.header
    }

    /// The name that the file gives to a field.
    pub fn column_of(&self, field: &str) -> String {
        let bare = field.split('[').next().unwrap_or(field);
        self.columns().iter().find(|column| column.path.as_deref() == Some(bare)).map_or(field, |column| &column.name).to_owned()
    }

    /// The next row; `None` at the end, an error if the rest cannot be read.
    #[expect(clippy::should_implement_trait, reason = "an error ends the file, which an iterator would not say")]
    pub fn next(&mut self) -> io::Result<Option<Row>> {
        match &mut self.source {
            Source::Lines { reader, max_bytes, count } => next_line(reader, *max_bytes, count),
            Source::Table(table) => table.next(),
        }
    }
}

fn names_goods(columns: &[Column], side: Side) -> bool {
    columns.iter().any(|column| matches!((column.path.as_deref(), side), (Some("title"), _) | (Some("text"), Side::Request)))
}

fn no_title(columns: &[Column]) -> Fault {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).filter(|name| !name.is_empty()).take(20).collect();
    Fault::whole(
        format!("no column of the header is known as a title (title, 品名, titre, título); it has: {}", names.join(", ")),
        "name the columns in the first row: title, origin, price.amount, price.currency, quantity.amount, quantity.unit ...",
    )
}

fn unreadable(error: &io::Error) -> Fault {
    Fault::whole(format!("cannot be read: {error}"), "save the file again and send the new one")
}

fn csv_rows(mut reader: Text, side: Side) -> Result<Rows, Fault> {
    let start = reader.fill_buf().map_err(|error| unreadable(&error))?;
    let mut header = 1;
    let mut delimiter = delimiter(start);
    // Excel writes its separator into a line of its own above the header.
    if let Some([named, b'\r' | b'\n', ..]) = start.strip_prefix(b"sep=") {
        delimiter = *named;
        header = 2;
        reader.skip_until(b'\n').map_err(|error| unreadable(&error))?;
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(reader);
    let names = reader.headers().map_err(|error| Fault::whole(format!("the header cannot be read: {error}"), "name the columns in the first row"))?;
    let columns: Vec<Column> = names.iter().map(|name| Column::read(name, side)).collect();
    if !names_goods(&columns, side) {
        return Err(no_title(&columns));
    }
    Ok(Rows::table(Cells::Csv(Box::new(reader)), columns, header))
}

/// The columns of a header row, one for each cell up to the last.
fn header_of(row: &SheetRow, side: Side) -> Vec<Column> {
    let width = row.cells.iter().map(|(at, _)| at + 1).max().unwrap_or(0);
    let name = |at: usize| match row.cells.iter().find(|(place, _)| *place == at) {
        Some((_, Cell::Text(text))) => text.as_str(),
        _ => "",
    };
    (0..width).map(|at| Column::read(name(at), side)).collect()
}

fn next_line(reader: &mut Text, max_bytes: usize, count: &mut u64) -> io::Result<Option<Row>> {
    loop {
        let mut line = Vec::new();
        let read = reader.by_ref().take(max_bytes as u64 + 1).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        *count += 1;
        let number = *count;
        if read > max_bytes && line.last() != Some(&b'\n') {
            reader.skip_until(b'\n')?;
            return Ok(Some(Row { number, draft: Err(Fault::whole(format!("is longer than {max_bytes} bytes"), "shorten the description")) }));
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim().trim_start_matches('\u{feff}');
        if text.is_empty() {
            continue;
        }
        return Ok(Some(Row { number, draft: from_line(text) }));
    }
}

fn from_line(text: &str) -> Result<Draft, Fault> {
    if text.contains('\u{fffd}') {
        return Err(Fault::whole("has bytes that are not of the encoding of the file", "save the file as UTF-8, or name its encoding"));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(Draft { map, faults: Vec::new() }),
        Ok(_) => Err(Fault::whole("is not a JSON object", "write one object a line, {\"title\": ...}")),
        Err(error) => Err(Fault::whole(format!("is not JSON: {error}"), "write one object a line, {\"title\": ...}")),
    }
}

/// The separator that occurs most in the header line, outside of quotes.
fn delimiter(start: &[u8]) -> u8 {
    let header = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0u32), (b';', 0), (b'\t', 0)];
    for byte in header {
        quoted ^= *byte == b'"';
        for (_, count) in counts.iter_mut().filter(|(delimiter, _)| !quoted && delimiter == byte) {
            *count += 1;
        }
    }
    // The first of equals wins: a comma.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: Format, text: &'static str) -> Vec<(u64, Result<Value, String>)> {
        let mut rows = Rows::text(format, Side::Offer, text.as_bytes(), 200).unwrap_or_else(|fault| panic!("{fault:?}"));
        let mut out = Vec::new();
        while let Some(row) = rows.next().expect("reads") {
            let draft = row.draft.and_then(|draft| match draft.faults.into_iter().next() {
                None => Ok(Value::Object(draft.map)),
                Some(fault) => Err(fault),
            });
            out.push((row.number, draft.map_err(|fault| format!("{}: {}", fault.column.unwrap_or_default(), fault.reason))));
        }
        out
    }

    #[test]
    fn each_separator_is_found() {
        let wanted = serde_json::json!({"title": "thé, vert", "price": {"amount": "1250.50", "currency": "EUR"}});
        for text in [
            "title,price,currency\n\"thé, vert\",\"1.250,50\",EUR\n",
            "titre;prix;devise\nthé, vert;1.250,50;EUR\n",
            "titre\tprix\tdevise\r\nthé, vert\t1 250,50\tEUR\r\n",
        ] {
            assert_eq!(read(Format::Csv, text), [(2, Ok(wanted.clone()))], "{text}");
        }
        let excel = read(Format::Csv, "sep=;\r\ntitle;price;currency\r\nthé, vert;1250,50;EUR\r\n");
        assert_eq!(excel, [(3, Ok(wanted))]);
    }

    #[test]
    fn a_bad_row_is_named_and_the_next_one_read() {
        let rows = read(Format::Csv, "title,prix,price\ntea,1,2\na,b,c,d\ncoffee,,3\n");
        let reasons: Vec<String> = rows.iter().map(|(row, draft)| format!("{row} {}", draft.as_ref().err().map_or("", String::as_str))).collect();
        assert_eq!(reasons.len(), 3);
        assert!(reasons[0].starts_with("2 price: means the same field"), "{reasons:?}");
        assert!(reasons[1].starts_with("3 : has 4 cells"), "{reasons:?}");
        assert_eq!(reasons[2], "4 ");
        let lines = read(Format::Lines, "{\"title\":\"tea\"}\n\n[1]\n{\n");
        assert_eq!(lines.iter().map(|(row, draft)| (*row, draft.is_ok())).collect::<Vec<_>>(), [(1, true), (3, false), (4, false)]);
    }

    #[test]
    fn a_quote_that_nobody_closed_is_named_with_what_it_took() {
        let rows = read(Format::Csv, "title,hs\npepper,0904\n\"bad,0801\nwalnut,0802\nraisin,0806\n");
        assert_eq!(rows.iter().map(|(row, draft)| (*row, draft.is_ok())).collect::<Vec<_>>(), [(2, true), (3, false)]);
        let reason = rows[1].1.as_ref().expect_err("refused");
        assert!(reason.contains("quote") && reason.contains("2 more lines"), "{reason}");
        // A cell of several lines is one.
        let rows = read(Format::Csv, "title,description,hs\npepper,\"black,\nbold\",0904\n");
        assert!(rows.iter().all(|(_, draft)| draft.is_ok()), "{rows:?}");
    }

    #[test]
    fn a_header_without_a_title_is_refused() {
        let fault = Rows::text(Format::Csv, Side::Offer, "colour;size\nred;1\n".as_bytes(), 200).err().expect("refused");
        assert!(fault.reason.contains("colour, size") && fault.fix.contains("title"), "{fault:?}");
    }
}
