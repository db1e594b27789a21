//! Lists that are read page by page, or taken away as NDJSON.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

const NDJSON: &str = "application/x-ndjson";
/// Most lines at once; `X-Cursor` says where the next go on.
pub(super) const MAX_LINES: usize = 10_000;

/// Whether lines are asked for in place of a page.
pub(super) fn wanted(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains(NDJSON))
}

/// Rows an object a line, with the cursor for the next.
pub(super) fn lines(rows: &[impl Serialize], cursor: Option<String>) -> Response {
    // A row is made of plain data: it always serialises.
    let lines: String = rows.iter().map(|row| serde_json::to_string(row).unwrap_or_default() + "\n").collect();
    let mut response = ([(header::CONTENT_TYPE, NDJSON)], lines).into_response();
    if let Some(cursor) = cursor.and_then(|cursor| HeaderValue::try_from(cursor).ok()) {
        response.headers_mut().insert(HeaderName::from_static("x-cursor"), cursor);
    }
    response
}
