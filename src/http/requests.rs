//! `/v1/requests`: the addresses of requests; what they do is in `postings.rs`.

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};

use super::auth::{Reader, Writer};
use super::body::{Object, PathId};
use super::openapi::{Page, Receipt, Request};
use super::params::Params;
use super::problem::Problem;
use super::state::AppState;
use super::{bulk, matches, postings};
use crate::domain::Side;

const SIDE: Side = Side::Request;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/requests", get(list).post(create))
        .route("/v1/requests/{id}", get(show).put(replace).delete(remove))
        .route("/v1/requests/{id}/matches", get(matching))
}

pub(super) fn bulk_routes() -> Router<AppState> {
    // The bulk reader counts for itself.
    Router::new().route("/v1/requests/bulk", post(load)).layer(DefaultBodyLimit::disable())
}

/// Lists requests in the order of their identifiers.
#[utoipa::path(get, path = "/v1/requests", tag = "requests",
    params(("limit" = Option<usize>, Query, description = "1 to 100; 20 if absent"),
        ("cursor" = Option<String>, Query, description = "the cursor of the page before")),
    responses((status = 200, body = Page), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(State(state): State<AppState>, _: Reader, params: Params) -> Result<Response, Problem> {
    postings::list(state, SIDE, params).await
}

/// Posts a request; one with a known external identifier of the same party replaces what is there.
#[utoipa::path(post, path = "/v1/requests", tag = "requests", request_body = Request, security(("key" = [])),
    params(("wait" = Option<String>, Query, description = "searchable: answer once it can be found")),
    responses((status = 201, body = Receipt), (status = 200, body = Receipt), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn create(State(state): State<AppState>, Writer(actor): Writer, params: Params, Object(draft): Object) -> Result<Response, Problem> {
    postings::create(state, SIDE, actor, params, draft).await
}

/// One of the requests; an ended one carries `"expired": true`.
#[utoipa::path(get, path = "/v1/requests/{id}", tag = "requests", params(("id" = String, Path)),
    responses((status = 200, body = Request), (status = 304), (status = 404, body = Problem)))]
pub(super) async fn show(State(state): State<AppState>, _: Reader, path: PathId, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&[])?;
    postings::get(state, SIDE, path.id(SIDE)?, headers).await
}

/// Replaces, or posts under a chosen identifier. `If-Match` guards against lost changes.
#[utoipa::path(put, path = "/v1/requests/{id}", tag = "requests", request_body = Request, security(("key" = [])),
    params(("id" = String, Path), ("If-Match" = Option<String>, Header), ("wait" = Option<String>, Query)),
    responses((status = 200, body = Receipt), (status = 201, body = Receipt), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn replace(
    State(state): State<AppState>,
    Writer(actor): Writer,
    path: PathId,
    params: Params,
    headers: HeaderMap,
    Object(draft): Object,
) -> Result<Response, Problem> {
    postings::replace(state, SIDE, actor, path.id(SIDE)?, params, headers, draft).await
}

/// Withdraws.
#[utoipa::path(delete, path = "/v1/requests/{id}", tag = "requests", security(("key" = [])),
    params(("id" = String, Path), ("If-Match" = Option<String>, Header), ("wait" = Option<String>, Query)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem)))]
pub(super) async fn remove(State(state): State<AppState>, Writer(actor): Writer, path: PathId, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    postings::remove(state, SIDE, actor, path.id(SIDE)?, params, headers).await
}

/// The offers that answer this one, best first, each with its reasons.
#[utoipa::path(get, path = "/v1/requests/{id}/matches", tag = "matching",
    params(("id" = String, Path), ("limit" = Option<usize>, Query), ("cursor" = Option<String>, Query),
        ("reader" = Option<String>, Query, description = "language of the labels"), ("explain" = Option<bool>, Query)),
    responses((status = 200, body = serde_json::Value), (status = 404, body = Problem)))]
pub(super) async fn matching(State(state): State<AppState>, _: Reader, path: PathId, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    matches::stored(state, SIDE, path.id(SIDE)?, params, &headers).await
}

/// Loads many from NDJSON or CSV; good rows land, each row gets a line in the answer.
///
/// A row with an `external_id` that its party has used replaces that posting. Rows that name no party
/// belong to the key's; an operator's belong to `anonymous`, in which one file may have an
/// `external_id` only once. CSV amounts may have a decimal comma; one with two readings is refused.
#[utoipa::path(post, path = "/v1/requests/bulk", tag = "requests", security(("key" = [])),
    request_body(content((String = "application/x-ndjson"), (String = "text/csv"))),
    responses((status = 200, description = "NDJSON: {row, status, id | column, reason, hint}", content_type = "application/x-ndjson", body = String),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn load(State(state): State<AppState>, Writer(actor): Writer, params: Params, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    bulk::load(state, SIDE, actor, params, &headers, body).await
}
