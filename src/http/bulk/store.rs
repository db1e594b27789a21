//! From rows to stored postings: batches under one flush, and a line of the answer for each row.
//!
//! Invariant: a row is reported as stored only after the flush of its batch.

use encoding_rs::Encoding;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::Piece;
use super::decode::{Pieces, Utf8};
use super::rows::{Fault, Format, Rows};
use crate::domain::{Actor, Command, Draft, FieldError, Party, Posting, Side};
use crate::engine::SubmitError;
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;
use crate::http::write;

/// Rows under one flush: enough that the flush costs little per row, few enough that a reader of
/// the catalogue sees them arrive.
const BATCH_ROWS: usize = 500;

/// What became of a file.
#[derive(Debug)]
pub(super) struct Report {
    /// NDJSON, a line per row.
    pub(super) lines: String,
    /// Name of the encoding that was read.
    pub(super) encoding: &'static str,
    pub(super) stored: u64,
    pub(super) refused: u64,
    /// Journal position of the last stored row.
    pub(super) position: Option<u64>,
}

struct Loader<'a> {
    state: &'a AppState,
    side: Side,
    actor: &'a Actor,
    party: Option<Party>,
    batch: Vec<Pending>,
    report: Report,
}

struct Pending {
    row: u64,
    posting: Posting,
    named: bool,
}

/// Reads a whole file. Only a file of which no row can be read is a problem; all else is lines.
pub(super) fn run(
    state: &AppState,
    side: Side,
    actor: &Actor,
    format: Format,
    declared: Option<&'static Encoding>,
    pieces: mpsc::Receiver<Piece>,
) -> Result<Report, Problem> {
    let text = Utf8::open(Pieces::new(pieces), declared);
    let report = Report { lines: String::new(), encoding: text.encoding().name(), stored: 0, refused: 0, position: None };
    let config = state.config();
    let mut rows = Rows::open(format, side, text, config.max_body_bytes).map_err(|reason| {
        let hint = "name the columns in the first row: title, origin, price.amount, price.currency, quantity.amount, quantity.unit ...".to_owned();
        Problem::fields(vec![FieldError { field: "body".to_owned(), problem: reason, hint }])
    })?;
    let party = write::default_party(actor);
    let mut loader = Loader { state, side, actor, party, batch: Vec::new(), report };
    for column in rows.unknown_columns() {
        loader.line(json!({ "row": 1, "status": "ignored", "column": column, "reason": "is not a known column; its cells were left out" }));
    }
    let mut count = 0;
    loop {
        match rows.next() {
            Ok(None) => break,
            Ok(Some(row)) if count == config.max_bulk_rows => {
                loader.flush(&rows);
                let reason = format!("a file may have {} rows; send the rest from this row on as another", config.max_bulk_rows);
                loader.line(json!({ "row": row.number, "status": "stopped", "reason": reason }));
                break;
            }
            Ok(Some(row)) => {
                count += 1;
                match row.draft {
                    Ok(draft) => loader.take(row.number, Draft(draft), &rows),
                    Err(fault) => loader.refuse(row.number, fault),
                }
            }
            Err(error) => {
                loader.flush(&rows);
                if loader.report.lines.is_empty() {
                    return Err(Problem::new(Kind::BadRequest, error.to_string()));
                }
                loader.line(json!({ "row": null, "status": "stopped", "reason": error.to_string() }));
                break;
            }
        }
    }
    loader.flush(&rows);
    let report = loader.report;
    state.metrics().rows("stored", report.stored);
    state.metrics().rows("refused", report.refused);
    tracing::info!(bulk.side = side.plural(), bulk.encoding = report.encoding, rows.stored = report.stored, rows.refused = report.refused, "bulk file read");
    Ok(report)
}

impl Loader<'_> {
    fn line(&mut self, value: Value) {
        self.report.lines.push_str(&value.to_string());
        self.report.lines.push('\n');
    }

    fn refuse(&mut self, row: u64, fault: Fault) {
        self.report.refused += 1;
        let mut value = json!({ "row": row, "status": "rejected", "reason": fault.reason });
        if let (Some(column), Value::Object(map)) = (fault.column, &mut value) {
            map.insert("column".to_owned(), Value::String(column));
        }
        self.line(value);
    }

    fn reject<R: std::io::Read>(&mut self, row: u64, errors: Vec<FieldError>, rows: &Rows<R>) {
        self.report.refused += 1;
        let all: Vec<Value> = errors
            .iter()
            .map(|error| json!({ "column": rows.column_of(&error.field), "reason": error.problem, "hint": error.hint }))
            .collect();
        let mut value = json!({ "row": row, "status": "rejected" });
        if let (Value::Object(map), Some(Value::Object(first))) = (&mut value, all.first()) {
            map.extend(first.clone());
            if all.len() > 1 {
                map.insert("errors".to_owned(), Value::Array(all));
            }
        }
        self.line(value);
    }

    fn take<R: std::io::Read>(&mut self, row: u64, draft: Draft, rows: &Rows<R>) {
        let named = draft.0.get("id").is_some_and(|id| !id.is_null());
        let posting = match draft.read(self.side, &write::new_id(self.side), self.party.as_ref()) {
            Ok(posting) => posting,
            Err(errors) => return self.reject(row, errors, rows),
        };
        if self.batch.len() >= BATCH_ROWS {
            self.flush(rows);
        }
        self.batch.push(Pending { row, posting, named });
    }

    fn flush<R: std::io::Read>(&mut self, rows: &Rows<R>) {
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return;
        }
        let state = self.state;
        let (mut numbers, mut commands) = (Vec::new(), Vec::new());
        for Pending { row, posting, named } in batch {
            match write::known_as(state.engine(), &posting) {
                Ok(Some(id)) if named && id != posting.id => {
                    let reason = format!("belongs to the {} {}", self.side.name(), id.as_str());
                    self.refuse(row, Fault { column: Some(rows.column_of("external_id")), reason });
                    continue;
                }
                Ok(_) => {}
                Err(error) => {
                    self.refuse(row, Fault { column: None, reason: Problem::from(error).detail });
                    continue;
                }
            }
            numbers.push(row);
            commands.push(Command::Put { posting: Box::new(posting), expected: None, create_only: false });
        }
        let results = state.engine().submit_many(self.actor, commands);
        for (row, result) in numbers.into_iter().zip(results) {
            match result {
                Ok(receipt) => {
                    self.report.stored += 1;
                    self.report.position = self.report.position.max(Some(receipt.position));
                    let status = if receipt.created { "created" } else { "updated" };
                    self.line(json!({ "row": row, "status": status, "id": receipt.id }));
                }
                Err(SubmitError::Rejected(errors)) => self.reject(row, errors, rows),
                Err(error) => self.refuse(row, Fault { column: None, reason: Problem::from(error).detail }),
            }
        }
    }
}
