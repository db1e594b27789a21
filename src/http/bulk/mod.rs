//! Bulk files: NDJSON, CSV or XLSX, the texts in whatever encoding an office program wrote them.
//!
//! The life of a file: [`load`] pumps the pieces of the body into a channel; on the blocking pool
//! `pieces.rs` makes a reader of them, `crate::intake` reads and writes rows, and `report.rs` notes a
//! line per row. The answer begins after the file has ended: many clients send a whole file before
//! they read, and would stop forever once both directions are full.

mod pieces;
mod report;

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use encoding_rs::Encoding;
use tokio::sync::mpsc;

use super::body::media_type;
use super::params::Params;
use super::problem::{Kind, Problem};
use super::state::AppState;
use super::write;
use crate::domain::{Actor, Side};
use crate::intake::Format;

pub(super) use report::Line;

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Longest pause between two pieces of a body: a thin line stalls, a dead one should not hold a gate.
const PIECE_TIMEOUT: Duration = Duration::from_secs(30);
/// Pieces of the body that wait for the reader.
const PIECES_AHEAD: usize = 8;

/// What the sender says of a file.
struct File {
    format: Format,
    /// Encoding of a text.
    declared: Option<&'static Encoding>,
    /// Sheet of a workbook; the first that is shown if absent.
    sheet: Option<String>,
}

/// One piece of a body, or why there is no more.
type Piece = Result<Bytes, String>;

pub(super) async fn load(state: AppState, side: Side, actor: Actor, params: Params, headers: &HeaderMap, body: Body) -> Result<Response, Problem> {
    params.only(&["wait", "sheet"])?;
    let wait = params.waits()?;
    let format = format(headers)?;
    let sheet = params.owned("sheet");
    if sheet.is_some() && format != Format::Workbook {
        return Err(Problem::field("sheet", "is of workbooks alone", format!("leave it out, or send {WORKBOOK}")));
    }
    let file = File { format, declared: charset(headers)?, sheet };
    let most = state.config().max_bulk_bytes;
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > most) {
        return Err(Problem::new(Kind::TooLarge, format!("a bulk file may have {most} bytes; send several")));
    }
    let permit = Arc::clone(state.bulk())
        .try_acquire_owned()
        .map_err(|_| Problem::new(Kind::Overloaded, "other bulk files are being read; try again in a while"))?;
    let (sender, pieces) = mpsc::channel(PIECES_AHEAD);
    let span = tracing::Span::current();
    let shared = state.clone();
    let job = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        span.in_scope(|| report::run(&shared, side, &actor, file, pieces))
    });
    pump(body, most, sender).await;
    let report = job.await.map_err(|error| Problem::internal(format!("a bulk file was not read to its end: {error}")))??;
    if let (true, Some(position)) = (wait, report.position) {
        write::searchable(&state, position).await?;
    }
    let counts = [
        ("x-tradewind-encoding", report.read_as.to_owned()),
        ("x-tradewind-rows-stored", report.stored.to_string()),
        ("x-tradewind-rows-refused", report.refused.to_string()),
    ];
    let mut response = ([(CONTENT_TYPE, "application/x-ndjson")], report.lines).into_response();
    for (name, value) in counts {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    Ok(response)
}

/// Passes the body on piece by piece, until it ends, grows too large, stalls or nobody listens.
async fn pump(mut body: Body, most: usize, sender: mpsc::Sender<Piece>) {
    let mut total = 0usize;
    loop {
        let next = tokio::time::timeout(PIECE_TIMEOUT, poll_fn(|context| Pin::new(&mut body).poll_frame(context))).await;
        let piece = match next {
            Ok(None) => return,
            Ok(Some(Ok(frame))) => match frame.into_data() {
                Ok(bytes) => {
                    total = total.saturating_add(bytes.len());
                    if total > most { Err(format!("the file is larger than {most} bytes")) } else { Ok(bytes) }
                }
                Err(_) => continue,
            },
            Ok(Some(Err(error))) => Err(format!("the body broke off: {error}")),
            Err(_) => Err(format!("nothing came for {} seconds", PIECE_TIMEOUT.as_secs())),
        };
        let last = piece.is_err();
        if sender.send(piece).await.is_err() || last {
            return;
        }
    }
}

fn format(headers: &HeaderMap) -> Result<Format, Problem> {
    match media_type(headers).as_str() {
        "text/csv" | "application/csv" | "text/tab-separated-values" => Ok(Format::Csv),
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => Ok(Format::Lines),
        WORKBOOK => Ok(Format::Workbook),
        other => Err(Problem::new(Kind::UnsupportedMediaType, format!("{other:?} is not read here; send text/csv, application/x-ndjson or {WORKBOOK}"))),
    }
}

fn charset(headers: &HeaderMap) -> Result<Option<&'static Encoding>, Problem> {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let named = text.split(';').skip(1).filter_map(|part| part.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let Some((_, label)) = named else { return Ok(None) };
    let label = label.trim().trim_matches('"');
    match Encoding::for_label(label.as_bytes()) {
        Some(encoding) => Ok(Some(encoding)),
        None => Err(Problem::field("charset", format!("{label:?} is not known"), "use a name such as utf-8, gb18030 or windows-1252, or leave it out")),
    }
}
