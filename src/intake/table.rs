//! Rows of cells under a header, of CSV and of sheets alike. The first rows are read ahead, because
//! a column of amounts may say further down whose numbers it holds.

use std::collections::VecDeque;
use std::io;

use super::amount::Evidence;
use super::cells::{self, Cell};
use super::columns::{Column, Kind};
use super::rows::{Draft, Row, Text};
use super::sheet::Sheet;
use super::Fault;

/// Rows by which a column is judged: the whole of most files, and a small part of the memory that one
/// batch takes.
const ROWS_AHEAD: usize = 1_000;

/// Where cells come from.
pub(super) enum Cells {
    Csv(Box<csv::Reader<Text>>),
    Sheet(Sheet),
}

/// A row before its cells are read: each cell with its place from the left, or why there are none.
struct Raw {
    number: u64,
    cells: Result<Vec<(usize, Cell)>, Fault>,
}

/// Rows of cells under a header.
pub(super) struct Table {
    cells: Cells,
    columns: Vec<Column>,
    /// Number of the last row that was taken from `cells`.
    count: u64,
    /// Rows that were read to judge the columns; none before that.
    ahead: Option<VecDeque<Raw>>,
    /// What ended the reading ahead; told after the rows before it.
    broken: Option<io::Error>,
}

impl Table {
    pub(super) fn new(cells: Cells, columns: Vec<Column>, header: u64) -> Table {
        Table { cells, columns, count: header, ahead: None, broken: None }
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Row>> {
        if self.ahead.is_none() {
            self.judge();
        }
        let ready = self.ahead.as_mut().and_then(VecDeque::pop_front);
        let raw = match (ready, self.broken.take()) {
            (Some(raw), broken) => {
                self.broken = broken;
                Some(raw)
            }
            (None, Some(error)) => return Err(error),
            (None, None) => self.take()?,
        };
        Ok(raw.map(|raw| Row { number: raw.number, draft: raw.cells.map(|cells| self.draft(cells)) }))
    }

    /// Reads ahead, and settles how each column of amounts is written.
    fn judge(&mut self) {
        let mut ahead = VecDeque::new();
        while ahead.len() < ROWS_AHEAD {
            match self.take() {
                Ok(Some(raw)) => ahead.push_back(raw),
                Ok(None) => break,
                Err(error) => {
                    self.broken = Some(error);
                    break;
                }
            }
        }
        let mut evidence = vec![Evidence::default(); self.columns.len()];
        for (at, cell) in ahead.iter().filter_map(|raw| raw.cells.as_ref().ok()).flatten() {
            if let (Some(evidence), Cell::Text(text)) = (evidence.get_mut(*at), cell) {
                evidence.add(text);
            }
        }
        for (column, evidence) in self.columns.iter_mut().zip(evidence).filter(|(column, _)| column.kind == Kind::Amount) {
            column.notation = evidence.settle(column.notation);
        }
        self.ahead = Some(ahead);
    }

    /// The next row that is not empty.
    fn take(&mut self) -> io::Result<Option<Raw>> {
        loop {
            let raw = match &mut self.cells {
                Cells::Csv(reader) => record(reader, self.columns.len(), self.count + 1)?,
                Cells::Sheet(sheet) => sheet.next()?.map(|row| Raw { number: row.number, cells: Ok(row.cells) }),
            };
            let Some(raw) = raw else { return Ok(None) };
            self.count = raw.number;
            let filled = |(_, cell): &(usize, Cell)| !matches!(cell, Cell::Text(text) if text.trim().is_empty());
            if raw.cells.as_ref().map_or(true, |cells| cells.iter().any(filled)) {
                return Ok(Some(raw));
            }
        }
    }

    /// Cells beside the table (notes, sums) belong to no column and are left out.
    fn draft(&self, cells: Vec<(usize, Cell)>) -> Draft {
        cells::draft(cells.into_iter().filter_map(|(at, cell)| Some((self.columns.get(at)?, cell))))
    }
}

/// The lines that a quote took in which nobody closed: it ends a row that lacks cells, and rows stand in it.
fn unclosed(record: &csv::StringRecord, width: usize) -> Option<usize> {
    let last = record.iter().next_back().filter(|_| record.len() < width)?;
    let lines = last.trim_end().lines().count().saturating_sub(1);
    (lines > 0).then_some(lines)
}

/// The next record of a CSV file.
fn record(reader: &mut csv::Reader<Text>, width: usize, number: u64) -> io::Result<Option<Raw>> {
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(error) => return Err(io::Error::other(error.to_string())),
    }
    let cells = if record.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
        Err(Fault::whole(
            format!("has {} cells under {width} columns; is a separator inside of a cell without quotes?", record.len()),
            "put quotes around cells that hold a separator",
        ))
    } else if let Some(lines) = unclosed(&record, width) {
        Err(Fault::whole(
            format!("has a quote that is not closed in its row; {lines} more lines stand inside of it and are not read"),
            "close the quote, or write it twice where it belongs to the text; then send these lines again",
        ))
    } else {
        Ok(record.iter().map(|cell| Cell::Text(cell.to_owned())).enumerate().collect())
    };
    Ok(Some(Raw { number, cells }))
}
