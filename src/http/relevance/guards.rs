//! `/v1/relevance/guards`: named sets of guards, queries with what must stand where in their answers.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use utoipa::ToSchema;

use super::{File, Ids, SetList, Tagged, Taken};
use crate::domain::relevance::SetKind;
use crate::http::auth::Operator;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/guards", get(list)).route("/v1/relevance/guards/{set}", get(export).delete(forget))
}

pub(super) fn file_routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/guards/{set}/import", post(import))
}

/// A file of guards.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct GuardFile(String);

/// The sets of guards.
#[utoipa::path(get, path = "/v1/relevance/guards", tag = "relevance", operation_id = "list-guard-sets", security(("key" = [])),
    responses((status = 200, description = "the sets", body = SetList), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<SetList>, Problem> {
    super::list(&state, SetKind::Guards, &params).await
}

/// A set of guards as a file, an object a line.
#[utoipa::path(get, path = "/v1/relevance/guards/{set}", tag = "relevance", operation_id = "export-guards", security(("key" = [])), params(("set" = String, Path)),
    responses((status = 200, description = "the file", body = GuardFile, content_type = "application/x-ndjson"),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn export(State(state): State<AppState>, _: Operator, Ids([set]): Ids<1>, params: Params) -> Result<Response, Problem> {
    super::lines(&state, SetKind::Guards, set, &params).await
}

/// Takes over a file of guards: CSV, or an object a line.
///
/// The columns are those of a query (`id`, `text`, and if wanted `side`, `lang` and `kind`), and beside them `offer`,
/// `expect` (`first`, `top` for the first k places, or `absent` from them) and, if wanted, `k` (10). Any fault in the
/// file is told by row and column, and then nothing changes.
#[utoipa::path(post, path = "/v1/relevance/guards/{set}/import", tag = "relevance", operation_id = "import-guards", security(("key" = [])),
    params(("set" = String, Path), ("replace" = Option<bool>, Query, description = "take out what the file lacks; no if absent"),
        ("note" = Option<String>, Query, description = "why, for the list of changes"), ("If-Match" = Option<String>, Header, description = "the ETag of the set that is changed"), ("If-None-Match" = Option<String>, Header, description = "* for a set that is new")),
    request_body(content((GuardFile = "application/x-ndjson"), (GuardFile = "text/csv"))),
    responses((status = 200, description = "taken over", body = Taken), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 412, description = "the set is not the expected one; nothing changed", body = Problem), (status = 413, description = "too large", body = Problem), (status = 422, description = "rows cannot be read; nothing changed", body = Problem)))]
pub(in crate::http) async fn import(State(state): State<AppState>, Operator(actor): Operator, Ids([set]): Ids<1>, params: Params, headers: HeaderMap, file: File) -> Result<Tagged<Taken>, Problem> {
    super::import(&state, actor, SetKind::Guards, set, (&params, &headers), file).await
}

/// Forgets a set of guards.
#[utoipa::path(delete, path = "/v1/relevance/guards/{set}", tag = "relevance", operation_id = "forget-guards", security(("key" = [])),
    params(("set" = String, Path), ("note" = Option<String>, Query, description = "why, for the list of changes"), ("If-Match" = Option<String>, Header, description = "the ETag of the set that is changed")),
    responses((status = 204, description = "forgotten"), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is none", body = Problem), (status = 412, description = "the set is not the expected one; nothing changed", body = Problem)))]
pub(in crate::http) async fn forget(State(state): State<AppState>, Operator(actor): Operator, Ids([set]): Ids<1>, params: Params, headers: HeaderMap) -> Result<StatusCode, Problem> {
    super::forget(&state, actor, SetKind::Guards, set, (&params, &headers)).await
}
