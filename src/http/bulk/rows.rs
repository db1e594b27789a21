//! From text to rows: each a draft, or the column at fault and the reason.

use std::io::{self, BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::columns;
use crate::domain::Side;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// One JSON object a line.
    Lines,
    /// Cells under a header of column names; comma, semicolon or tab between them.
    Csv,
}

/// One row as it was read.
pub(super) struct Row {
    /// As a spreadsheet counts: the header of a CSV file is row 1.
    pub(super) number: u64,
    pub(super) draft: Result<Map<String, Value>, Fault>,
}

/// Why a row cannot be read.
pub(super) struct Fault {
    pub(super) column: Option<String>,
    pub(super) reason: String,
}

fn fault<T>(column: Option<&str>, reason: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { column: column.map(str::to_owned), reason: reason.into() })
}

/// A column of a CSV file: its name as written, and the path of the field that it means.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) path: Option<String>,
}

/// A file of rows.
pub(super) enum Rows<R> {
    /// Lines of JSON.
    Lines {
        /// Where they come from.
        reader: BufReader<R>,
        /// Longest line, in bytes.
        max_bytes: usize,
        /// Lines read.
        count: u64,
    },
    /// Cells.
    Csv {
        /// Where they come from.
        reader: Box<csv::Reader<BufReader<R>>>,
        /// The header.
        columns: Vec<Column>,
        /// Rows read, the header included.
        count: u64,
    },
}

impl<R: Read> Rows<R> {
    /// Opens a file; for CSV the header is read, and has to name a title.
    pub(super) fn open(format: Format, side: Side, reader: R, max_bytes: usize) -> Result<Rows<R>, String> {
        let mut reader = BufReader::with_capacity(64 * 1024, reader);
        if format == Format::Lines {
            return Ok(Rows::Lines { reader, max_bytes, count: 0 });
        }
        let start = reader.fill_buf().map_err(|error| error.to_string())?;
        let delimiter = delimiter(start);
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(reader);
        let header = reader.headers().map_err(|error| format!("the header cannot be read: {error}"))?;
        let columns: Vec<Column> = header
            .iter()
            .map(|name| Column { name: name.trim().to_owned(), path: columns::path(name, side) })
            .collect();
        let named = |wanted: &str| columns.iter().any(|column| column.path.as_deref() == Some(wanted));
        if !(named("title") || side == Side::Request && named("text")) {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).take(20).collect();
            return Err(format!("no column of the header is known as a title (title, 品名, titre, título); it has: {}", names.join(", ")));
        }
        Ok(Rows::Csv { reader: Box::new(reader), columns, count: 1 })
    }

    /// Columns that mean no field; their cells are left out.
    pub(super) fn unknown_columns(&self) -> Vec<String> {
        match self {
            Rows::Lines { .. } => Vec::new(),
            Rows::Csv { columns, .. } => {
                columns.iter().filter(|column| column.path.is_none() && !column.name.is_empty()).map(|column| column.name.clone()).collect()
            }
        }
    }

    /// The name that the file gives to a field.
    pub(super) fn column_of(&self, field: &str) -> String {
        match self {
            Rows::Lines { .. } => field.to_owned(),
            Rows::Csv { columns, .. } => {
                let bare = field.split('[').next().unwrap_or(field);
                columns.iter().find(|column| column.path.as_deref() == Some(bare)).map_or(field, |column| &column.name).to_owned()
            }
        }
    }

    /// The next row; `None` at the end, an error if the rest cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Row>> {
        match self {
            Rows::Lines { reader, max_bytes, count } => next_line(reader, *max_bytes, count),
            Rows::Csv { reader, columns, count } => {
                let mut record = csv::StringRecord::new();
                loop {
                    match reader.read_record(&mut record) {
                        Ok(true) => {}
                        Ok(false) => return Ok(None),
                        Err(error) => return Err(io::Error::other(error.to_string())),
                    }
                    *count += 1;
                    if record.iter().any(|cell| !cell.trim().is_empty()) {
                        return Ok(Some(Row { number: *count, draft: from_cells(&record, columns) }));
                    }
                }
            }
        }
    }
}

fn next_line<R: Read>(reader: &mut BufReader<R>, max_bytes: usize, count: &mut u64) -> io::Result<Option<Row>> {
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
            return Ok(Some(Row { number, draft: fault(None, format!("is longer than {max_bytes} bytes")) }));
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim().trim_start_matches('\u{feff}');
        if text.is_empty() {
            continue;
        }
        let draft = match serde_json::from_str(text) {
            _ if text.contains('\u{fffd}') => fault(None, "has bytes that are not of the encoding of the file"),
            Ok(Value::Object(map)) => Ok(map),
            Ok(_) => fault(None, "is not a JSON object"),
            Err(error) => fault(None, format!("is not JSON: {error}")),
        };
        return Ok(Some(Row { number, draft }));
    }
}

fn from_cells(record: &csv::StringRecord, columns: &[Column]) -> Result<Map<String, Value>, Fault> {
    if record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
        return fault(None, format!("has {} cells under {} columns; is a separator inside of a cell without quotes?", record.len(), columns.len()));
    }
    let mut map = Map::new();
    for (cell, column) in record.iter().zip(columns) {
        let cell = cell.trim();
        let Some(path) = column.path.as_deref().filter(|_| !cell.is_empty()) else { continue };
        if cell.contains('\u{fffd}') {
            return fault(Some(&column.name), "has bytes that are not of the encoding of the file");
        }
        let value = Value::String(cell.to_owned());
        let old = match path.split_once('.') {
            None => map.insert(path.to_owned(), value),
            Some((outer, inner)) => match map.entry(outer).or_insert_with(|| Value::Object(Map::new())) {
                Value::Object(nested) => nested.insert(inner.to_owned(), value),
                _ => None,
            },
        };
        if old.is_some() {
            return fault(Some(&column.name), "means the same field as another filled column");
        }
    }
    Ok(map)
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
