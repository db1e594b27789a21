//! Rows of a file of judgments or queries: cells under a header (comma, semicolon or tab between them),
//! or a JSON object a line. What is wrong with a row is told with its row, column and a fix.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::FieldError;
use crate::domain::once::Once;

/// Faults after which a file is given up: who reads so many mends the file at its source.
const MAX_FAULTS: usize = 100;
/// Longest name of a column that is told, in characters.
const MAX_NAME_CHARS: usize = 64;

/// What is wrong with a row of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// The line of the file, counted from 1; of CSV the header is the first.
    pub row: u64,
    /// The column as `field`, empty if it is the whole row; the problem; the fix as `hint`.
    #[serde(flatten)]
    pub error: FieldError,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FieldError { field, problem, hint } = &self.error;
        write!(f, "row {}", self.row)?;
        if !field.is_empty() {
            write!(f, ", column {field}")?;
        }
        write!(f, ": {problem}; fix: {hint}")
    }
}

impl RowError {
    pub(crate) fn new(row: u64, column: &str, problem: impl Into<String>, fix: impl Into<String>) -> RowError {
        RowError { row, error: FieldError { field: column.to_owned(), problem: problem.into(), hint: fix.into() } }
    }
}

/// What is said of a file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Notices {
    /// Rows that repeat another; they count once.
    pub repeated: Vec<RowError>,
    /// Columns that are not read here, in the order of their names.
    pub ignored: Vec<String>,
}

/// The faults of a file, up to the number after which it is given up, and the columns that it has for nothing.
#[derive(Default)]
pub(super) struct Faults {
    faults: Vec<RowError>,
    ignored: BTreeSet<String>,
}

impl Faults {
    pub(super) fn add(&mut self, fault: RowError) {
        self.faults.push(fault);
    }

    fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    pub(super) fn too_many(&self) -> bool {
        self.faults.len() >= MAX_FAULTS
    }

    /// Notes the names that are none of the columns.
    fn note<'a>(&mut self, names: impl Iterator<Item = &'a str>, columns: &[Column]) {
        let strange = names.map(str::trim).filter(|name| !name.is_empty() && !columns.iter().any(|column| column.is_called(name)));
        for name in strange.take(MAX_FAULTS) {
            if self.ignored.len() < MAX_FAULTS && !self.ignored.contains(name) {
                self.ignored.insert(name.chars().take(MAX_NAME_CHARS).collect());
            }
        }
    }

    /// What was read with what is to be said of it, if nothing is wrong.
    pub(super) fn or<T>(self, read: T, repeated: Vec<RowError>) -> Result<(T, Notices), Vec<RowError>> {
        if self.faults.is_empty() { Ok((read, Notices { repeated, ignored: self.ignored.into_iter().collect() })) } else { Err(self.faults) }
    }
}

/// A column that is looked for.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// Its name.
    pub(super) name: &'static str,
    /// Other names that programs write for it.
    pub(super) aliases: &'static [&'static str],
    /// Whether a file without it cannot be used.
    pub(super) required: bool,
}

impl Column {
    pub(super) fn is_called(&self, name: &str) -> bool {
        let plain = name.trim().to_lowercase().replace([' ', '-'], "_");
        self.name == plain || self.aliases.contains(&plain.as_str())
    }
}

/// The cells of one row by the names of their columns; empty ones are absent.
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) cells: BTreeMap<&'static str, String>,
}

impl Row {
    pub(super) fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    /// A cell that must be filled.
    pub(super) fn required(&self, column: &str) -> Result<&str, RowError> {
        self.cell(column).ok_or_else(|| RowError::new(self.number, column, "is empty", "fill the cell or delete the row"))
    }

    /// A cell read by `parse`; a cell that it cannot read is a fault.
    pub(super) fn parsed<T>(&self, column: &str, parse: impl Fn(&str) -> Option<T>, fix: &str) -> Result<Option<T>, RowError> {
        let Some(text) = self.cell(column) else { return Ok(None) };
        parse(text).map(Some).ok_or_else(|| RowError::new(self.number, column, format!("cannot be read from {text:?}"), fix))
    }
}

/// The text of a file: UTF-8, with or without a byte-order mark.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Vec<RowError>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|fault| {
        let before = bytes.iter().take(fault.valid_up_to());
        let row = 1 + before.filter(|byte| **byte == b'\n').count() as u64;
        vec![RowError::new(row, "", "is not UTF-8", "save the file as UTF-8, with or without a byte-order mark")]
    })
}

/// The lines that hold something, with their numbers.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty())
}

/// Whether the first line of a text is an object.
pub(super) fn is_objects(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// The object on a line.
pub(super) fn object(number: u64, line: &str) -> Result<Map<String, Value>, RowError> {
    match serde_json::from_str(line).map(|Once(value)| value) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(RowError::new(number, "", "is not an object", "write one JSON object a line, without brackets around them")),
        Err(fault) => Err(RowError::new(number, "", format!("is not JSON: {fault}"), "write one JSON object a line")),
    }
}

/// The separator of a header line: of comma, semicolon and tab the most frequent.
pub(super) fn separator(header: &str) -> u8 {
    let count = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// Whether a line names any of the columns.
pub(super) fn is_header(line: &str, columns: &[Column]) -> bool {
    let separator = char::from(separator(line));
    line.split(separator).any(|cell| columns.iter().any(|column| column.is_called(cell.trim().trim_matches('"'))))
}

/// The rows below a header, whose names may stand in any order; what has another name is noted and left out.
pub(super) fn table(text: &str, columns: &[Column], faults: &mut Faults) -> Vec<Row> {
    let header_line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().delimiter(separator(header_line)).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = records.next().and_then(Result::ok).unwrap_or_default();
    let places = places(&header, columns, faults);
    faults.note(header.iter(), columns);
    let mut rows = Vec::new();
    if !faults.is_empty() {
        return rows;
    }
    for record in records {
        if faults.too_many() {
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(fault) => {
                faults.add(RowError::new(fault.position().map_or(0, csv::Position::line), "", format!("cannot be cut into cells: {fault}"), "check the quotes of the row"));
                break;
            }
        };
        let number = record.position().map_or(0, csv::Position::line);
        if record.iter().skip(header.len()).any(|cell| !cell.trim().is_empty()) {
            let problem = format!("has {} cells under {} columns", record.len(), header.len());
            faults.add(RowError::new(number, "", problem, "put quotes around cells that hold a separator"));
            continue;
        }
        let filled = places.iter().filter_map(|(at, name)| Some((*name, record.get(*at)?.trim().to_owned())));
        let cells: BTreeMap<&'static str, String> = filled.filter(|(_, cell)| !cell.is_empty()).collect();
        if !cells.is_empty() {
            rows.push(Row { number, cells });
        }
    }
    rows
}

/// Where each column stands; those that are missing or there twice are faults.
fn places(header: &csv::StringRecord, columns: &[Column], faults: &mut Faults) -> Vec<(usize, &'static str)> {
    let mut places = Vec::new();
    for column in columns {
        let found: Vec<usize> = header.iter().enumerate().filter(|(_, name)| column.is_called(name)).map(|(at, _)| at).collect();
        match found.as_slice() {
            [] if column.required => {
                let fix = format!("name a column {}; the file has: {}", column.name, header.iter().collect::<Vec<_>>().join(", "));
                faults.add(RowError::new(1, column.name, "is missing", fix));
            }
            [] => {}
            [at] => places.push((*at, column.name)),
            _ => faults.add(RowError::new(1, column.name, "is there more than once", "keep one column of that meaning")),
        }
    }
    places
}

/// The rows of a text with an object a line, under the same names.
pub(super) fn objects(text: &str, columns: &[Column], faults: &mut Faults) -> Vec<Row> {
    let mut rows = Vec::new();
    for (number, line) in lines(text) {
        if faults.too_many() {
            break;
        }
        let read = object(number, line).and_then(|map| {
            faults.note(map.keys().map(String::as_str), columns);
            cells(number, &map, columns)
        });
        match read {
            Ok(cells) => rows.push(Row { number, cells }),
            Err(fault) => faults.add(fault),
        }
    }
    rows
}

/// The fields of an object that are columns, under their names.
pub(super) fn cells(number: u64, map: &Map<String, Value>, columns: &[Column]) -> Result<BTreeMap<&'static str, String>, RowError> {
    let mut cells = BTreeMap::new();
    for (name, value) in map {
        let Some(column) = columns.iter().find(|column| column.is_called(name)) else { continue };
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return Err(RowError::new(number, column.name, "is not a text", "write a JSON string or number")),
        };
        if !text.is_empty() && cells.insert(column.name, text).is_some() {
            return Err(RowError::new(number, column.name, "is there more than once", "keep one field of that meaning"));
        }
    }
    Ok(cells)
}
