//! Who changed what of the relevance workbench, when and why: read page by page, or taken away as NDJSON.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::export;
use crate::domain::posting::stamp;
use crate::domain::relevance::Change;
use crate::http::auth::Operator;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::views::documents::Audited;

/// A page of changes, the earliest first.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AuditPage {
    items: Vec<AuditRow>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

/// One change.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AuditRow {
    /// Position in the journal.
    position: u64,
    /// Who.
    by: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Why, in their words.
    note: String,
    /// What: `of` names the topic, `do` the kind of change; the rest is the change itself.
    #[schema(value_type = Object)]
    change: Change,
    /// The number of an edit of the lexicon; absent of other changes, and where an earlier program wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    edit: Option<u64>,
}

impl From<(u64, Audited)> for AuditRow {
    fn from((position, Audited { stamp: by, change, edit }): (u64, Audited)) -> AuditRow {
        AuditRow { position, by: by.by, at: stamp(by.at), note: by.note, change, edit }
    }
}

/// Every change of what ranks, the earliest first. With `Accept: application/x-ndjson` up to 10,000 lines
/// at once; `X-Cursor` then says where the next 10,000 begin.
#[utoipa::path(get, path = "/v1/relevance/audit", tag = "relevance", operation_id = "audit", security(("key" = [])),
    params(("limit" = Option<usize>, Query, description = "1 to 100; 20 if absent; not read for NDJSON"), ("cursor" = Option<String>, Query, description = "the cursor of the page before")),
    responses((status = 200, description = "a page", content((AuditPage = "application/json"), (AuditRow = "application/x-ndjson")),
            headers(("x-cursor" = String, description = "of NDJSON: the cursor for the next lines; absent on the last"))),
        (status = 400, description = "a parameter cannot be read", body = Problem), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&["limit", "cursor"])?;
    let whole = export::wanted(&headers);
    let limit = if whole { export::MAX_LINES } else { params.limit()? };
    let after = params.cursor(|text| text.parse::<u64>().ok())?.unwrap_or(0);
    // One more than asked for tells whether there is a next page.
    let mut found = state.work(move |state| state.engine().audit(after, limit + 1)).await??;
    let more = found.len() > limit;
    found.truncate(limit);
    let cursor = found.last().filter(|_| more).map(|(position, _)| position.to_string());
    let items: Vec<AuditRow> = found.into_iter().map(AuditRow::from).collect();
    Ok(if whole { export::lines(&items, cursor) } else { Json(AuditPage { items, cursor }).into_response() })
}
