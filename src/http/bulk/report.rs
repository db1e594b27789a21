//! The answer to a bulk file: a line of NDJSON for each row.

use std::io::Read;
use std::path::Path;

use serde::Serialize;
use tokio::sync::mpsc;
use utoipa::ToSchema;

use super::pieces::Pieces;
use super::{File, Piece};
use crate::domain::{Actor, FieldError, Side};
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;
use crate::http::write;
use crate::intake::{Fault, Format, Load, Rows, Sheet, Told, Utf8};

/// How much larger than the largest bulk file a workbook may be once it is unpacked: sheets of real
/// offers shrink to a fifth or a tenth.
const UNPACKED_FACTOR: u64 = 16;

/// What became of a file.
#[derive(Debug)]
pub(super) struct Report {
    /// NDJSON, a line per row.
    pub(super) lines: String,
    /// Name of the encoding that was read; `xlsx` for a workbook.
    pub(super) read_as: &'static str,
    pub(super) stored: u64,
    pub(super) refused: u64,
    /// Journal position of the last stored row.
    pub(super) position: Option<u64>,
}

/// Reads a whole file. Only a file of which no row can be read is a problem; all else is lines.
pub(super) fn run(state: &AppState, side: Side, actor: &Actor, file: File, pieces: mpsc::Receiver<Piece>) -> Result<Report, Problem> {
    let config = state.config();
    let (mut rows, read_as) = open(state, side, file, Pieces::new(pieces))?;
    let load = Load { engine: state.engine(), side, actor, party: write::default_party(actor), max_rows: Some(config.max_bulk_rows), dry_run: false };
    let (mut lines, mut broken) = (String::new(), None);
    let summary = load.run(&mut rows, &mut |told| {
        if let (true, Told::Stopped { row: None, fault }) = (lines.is_empty(), &told) {
            broken = Some(fault.reason.clone());
        }
        // A line is made of plain data: it always serialises.
        lines.push_str(&serde_json::to_string(&line(told)).unwrap_or_default());
        lines.push('\n');
    });
    if let Some(reason) = broken {
        return Err(Problem::new(Kind::BadRequest, reason));
    }
    state.metrics().rows("stored", summary.stored());
    state.metrics().rows("refused", summary.refused);
    tracing::info!(bulk.side = side.plural(), bulk.read_as = read_as, rows.stored = summary.stored(), rows.refused = summary.refused, "bulk file read");
    Ok(Report { lines, read_as, stored: summary.stored(), refused: summary.refused, position: summary.position })
}

/// The rows of a file, and what it was read as. A text is read as it comes; a workbook has its table
/// of contents at the end and is taken whole first, within the limit on bulk files.
fn open(state: &AppState, side: Side, file: File, mut pieces: Pieces) -> Result<(Rows, &'static str), Problem> {
    let config = state.config();
    let unusable = |fault: Fault| Problem::fields(vec![FieldError { field: "body".to_owned(), problem: fault.reason, hint: fault.fix }]);
    if file.format != Format::Workbook {
        let text = Utf8::open(pieces, file.declared);
        let encoding = text.encoding().name();
        return Ok((Rows::text(file.format, side, text, config.max_body_bytes).map_err(unusable)?, encoding));
    }
    let mut bytes = Vec::new();
    pieces.read_to_end(&mut bytes).map_err(|error| Problem::new(Kind::BadRequest, error.to_string()))?;
    // Under this name everything else is refused, an old .xls with a word of its own.
    Format::of(Path::new("body.xlsx"), &bytes).map_err(unusable)?;
    let most = (config.max_bulk_bytes as u64).saturating_mul(UNPACKED_FACTOR);
    let sheet = Sheet::received(bytes, file.sheet.as_deref(), most).map_err(unusable)?;
    Ok((Rows::sheet(sheet, side).map_err(unusable)?, "xlsx"))
}

/// What became of a row: a line of the answer.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(in crate::http) struct Line {
    /// As a spreadsheet counts: the header of a CSV file is row 1. Null where the rest of a file was lost.
    row: Option<u64>,
    status: Became,
    /// Of a stored row.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// At fault, as the file names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// All faults of the row where there is more than one; the first also stands in the line itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<CellFault>,
}

/// The outcomes of a row.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Became {
    /// A new posting.
    Created,
    /// It replaced a posting.
    Updated,
    /// It could be stored; only on a trial.
    Fits,
    /// A column of the header means no field; its cells were left out.
    Ignored,
    /// Not stored.
    #[default]
    Rejected,
    /// Neither this row nor any after it was read.
    Stopped,
}

/// One fault of a row.
#[derive(Debug, Serialize, ToSchema)]
struct CellFault {
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    reason: String,
    hint: String,
}

fn line(told: Told) -> Line {
    let of = |row: u64, status: Became| Line { row: Some(row), status, ..Line::default() };
    match told {
        Told::Ignored { row, column } => {
            Line { column: Some(column), reason: Some("is not a known column; its cells were left out".to_owned()), ..of(row, Became::Ignored) }
        }
        Told::Stored { row, receipt } => {
            let status = if receipt.created { Became::Created } else { Became::Updated };
            Line { id: Some(receipt.id.as_str().to_owned()), ..of(row, status) }
        }
        Told::Fits { row } => of(row, Became::Fits),
        Told::Refused { row, faults } => rejected(of(row, Became::Rejected), faults),
        Told::Failed { row, error } => Line { reason: Some(Problem::from(error).detail), ..of(row, Became::Rejected) },
        Told::Stopped { row, fault } => Line { row, status: Became::Stopped, reason: Some(fault.reason), ..Line::default() },
    }
}

fn rejected(line: Line, faults: Vec<Fault>) -> Line {
    let errors: Vec<CellFault> = faults.into_iter().map(|fault| CellFault { column: fault.column, reason: fault.reason, hint: fault.fix }).collect();
    let Some(first) = errors.first() else { return line };
    let (column, reason, hint) = (first.column.clone(), Some(first.reason.clone()), Some(first.hint.clone()));
    Line { column, reason, hint, errors: if errors.len() > 1 { errors } else { Vec::new() }, ..line }
}
