//! The answer to a bulk file: a line of NDJSON for each row.

use encoding_rs::Encoding;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc;

use super::Piece;
use super::pieces::Pieces;
use crate::domain::{Actor, FieldError, Side};
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;
use crate::http::write;
use crate::intake::{Fault, Format, Load, Rows, Told, Utf8};

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
    let encoding = text.encoding().name();
    let config = state.config();
    let mut rows = Rows::text(format, side, text, config.max_body_bytes)
        .map_err(|fault| Problem::fields(vec![FieldError { field: "body".to_owned(), problem: fault.reason, hint: fault.fix }]))?;
    let load = Load { engine: state.engine(), side, actor, party: write::default_party(actor), max_rows: Some(config.max_bulk_rows), dry_run: false };
    let (mut lines, mut broken) = (String::new(), None);
    let summary = load.run(&mut rows, &mut |told| {
        if let (true, Told::Stopped { row: None, fault }) = (lines.is_empty(), &told) {
            broken = Some(fault.reason.clone());
        }
        lines.push_str(&line(told).to_string());
        lines.push('\n');
    });
    if let Some(reason) = broken {
        return Err(Problem::new(Kind::BadRequest, reason));
    }
    state.metrics().rows("stored", summary.stored());
    state.metrics().rows("refused", summary.refused);
    tracing::info!(bulk.side = side.plural(), bulk.encoding = encoding, rows.stored = summary.stored(), rows.refused = summary.refused, "bulk file read");
    Ok(Report { lines, encoding, stored: summary.stored(), refused: summary.refused, position: summary.position })
}

fn line(told: Told) -> Value {
    match told {
        Told::Ignored { row, column } => json!({ "row": row, "status": "ignored", "column": column, "reason": "is not a known column; its cells were left out" }),
        Told::Stored { row, receipt } => json!({ "row": row, "status": if receipt.created { "created" } else { "updated" }, "id": receipt.id }),
        Told::Fits { row } => json!({ "row": row, "status": "fits" }),
        Told::Refused { row, faults } => rejected(row, &faults),
        Told::Failed { row, error } => json!({ "row": row, "status": "rejected", "reason": Problem::from(error).detail }),
        Told::Stopped { row, fault } => json!({ "row": row, "status": "stopped", "reason": fault.reason }),
    }
}

/// The first fault stands in the line itself, all of them below it.
fn rejected(row: u64, faults: &[Fault]) -> Value {
    let all: Vec<Map<String, Value>> = faults.iter().map(entry).collect();
    let mut map = Map::new();
    map.insert("row".to_owned(), json!(row));
    map.insert("status".to_owned(), json!("rejected"));
    map.extend(all.first().cloned().unwrap_or_default());
    if all.len() > 1 {
        map.insert("errors".to_owned(), json!(all));
    }
    Value::Object(map)
}

fn entry(fault: &Fault) -> Map<String, Value> {
    let mut map = Map::new();
    if let Some(column) = &fault.column {
        map.insert("column".to_owned(), json!(column));
    }
    map.insert("reason".to_owned(), json!(fault.reason));
    map.insert("hint".to_owned(), json!(fault.fix));
    map
}
