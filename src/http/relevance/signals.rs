//! `/v1/relevance/signals`: what hits were ranked by as they were served, read page by page, taken away as
//! NDJSON, or of one answer.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;

use super::export;
use crate::domain::posting::beginning;
use crate::http::auth::Operator;
use crate::http::openapi;
use crate::http::params::Params;
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;
use crate::watch::{MAX_SIGNALS, QueryId, SignalRow};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/signals", get(list)).route("/v1/relevance/signals/{query_id}", get(show))
}

/// Hits with what they were ranked by, the earliest answer first, in the order of its hits.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct SignalPage {
    #[schema(value_type = Vec<openapi::SignalRow>)]
    items: Vec<SignalRow>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

/// The hits of an answer with what they were ranked by.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct SignalList {
    /// In their order; none where nothing of that was kept.
    #[schema(value_type = Vec<openapi::SignalRow>)]
    items: Vec<SignalRow>,
}

/// What hits were ranked by, as they were served: a row for each hit with the value of every feature.
///
/// Kept with the query log, and as long, where the server was started with `--query-log-signals`. With `Accept:
/// application/x-ndjson` up to 10,000 lines at once; `X-Cursor` then says where the next begin. Values times the
/// weights of the profile add up to the score, as `explain=true` shows it.
#[utoipa::path(get, path = "/v1/relevance/signals", tag = "relevance", operation_id = "signals", security(("key" = [])),
    params(("since" = Option<String>, Query, description = "a day or a moment in UTC, e.g. `2026-11-28` or `2026-11-28T09:30:00Z`; all that is kept if absent"),
        ("limit" = Option<usize>, Query, description = "answers on a page, 1 to 100; 20 if absent; not read for NDJSON"),
        ("cursor" = Option<String>, Query, description = "the cursor of the page before")),
    responses((status = 200, description = "a page", content((SignalPage = "application/json"), (openapi::SignalRow = "application/x-ndjson")),
            headers(("x-cursor" = String, description = "of NDJSON: the cursor for the next lines; absent on the last"))),
        (status = 400, description = "a parameter cannot be read", body = Problem), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&["since", "limit", "cursor"])?;
    let moment = |text: &str| text.parse::<jiff::Timestamp>().ok().map(|moment| moment.as_millisecond());
    let since = params.parsed("since", |text| beginning(text).or_else(|| moment(text)), "write a day or a moment in UTC, e.g. 2026-11-28 or 2026-11-28T09:30:00Z")?;
    let whole = export::wanted(&headers);
    let answers = if whole { export::MAX_LINES / MAX_SIGNALS } else { params.limit()? };
    let after = params.cursor(QueryId::parse)?;
    let (items, last) = state.work(move |state| state.engine().signals(since.unwrap_or(0), after, answers)).await??;
    let cursor = last.map(|id| id.to_string());
    Ok(if whole { export::lines(&items, cursor) } else { Json(SignalPage { items, cursor }).into_response() })
}

/// What the hits of one answer were ranked by.
#[utoipa::path(get, path = "/v1/relevance/signals/{query_id}", tag = "relevance", operation_id = "signals_of", security(("key" = [])),
    params(("query_id" = String, Path, description = "the `query_id` of the answer")),
    responses((status = 200, description = "its hits", body = SignalList), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "the answer is unknown or forgotten", body = Problem)))]
pub(in crate::http) async fn show(State(state): State<AppState>, _: Operator, Path(query_id): Path<String>, params: Params) -> Result<Json<SignalList>, Problem> {
    params.only(&[])?;
    let unknown = || Problem::new(Kind::NotFound, "there is no answer with this query_id, or it was forgotten; send the query_id of a recent answer, unchanged");
    let id = QueryId::parse(&query_id).ok_or_else(unknown)?;
    let items = state.work(move |state| state.engine().signals_of(&id)).await??.ok_or_else(unknown)?;
    Ok(Json(SignalList { items }))
}
