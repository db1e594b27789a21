//! `/v1/relevance/queries`: named sets of queries, and the hits of theirs that nobody judged.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;

use super::{File, Ids, SetList, Tagged, Taken, no_set};
use crate::domain::Id;
use crate::domain::relevance::SetKind;
use crate::engine::{Engine, Open};
use crate::evaluate::QuerySet;
use crate::http::auth::Operator;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/queries", get(list)).route("/v1/relevance/queries/{set}", get(export).delete(forget))
}

pub(super) fn file_routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/queries/{set}/import", post(import)).route("/v1/relevance/queries/{set}/unjudged", get(unjudged))
}

/// A file of queries.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct QueryFile(String);

/// What is left to judge.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct OpenList {
    /// Queries with hits that nobody judged.
    items: Vec<OpenQuery>,
}

/// A query with hits that nobody judged.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct OpenQuery {
    /// Its identifier, as judgments name it.
    query: String,
    /// What was asked, in a line.
    title: String,
    /// The side that was searched: `offers` or `requests`.
    side: String,
    /// Identifiers of the hits, best first.
    hits: Vec<String>,
}

/// A stored set.
pub(super) fn stored(engine: &Engine, set: &Id) -> Result<(QuerySet, u64), Problem> {
    let info = engine.set_info(SetKind::Queries, set)?.ok_or_else(|| no_set(SetKind::Queries, set))?;
    Ok((engine.queries(set)?, info.version))
}

/// The sets of queries.
#[utoipa::path(get, path = "/v1/relevance/queries", tag = "relevance", operation_id = "list-query-sets", security(("key" = [])),
    responses((status = 200, description = "the sets", body = SetList), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<SetList>, Problem> {
    super::list(&state, SetKind::Queries, &params).await
}

/// A set of queries as a file, an object a line.
#[utoipa::path(get, path = "/v1/relevance/queries/{set}", tag = "relevance", operation_id = "export-queries", security(("key" = [])),
    params(("set" = String, Path)),
    responses((status = 200, description = "the file", body = QueryFile, content_type = "application/x-ndjson"),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn export(State(state): State<AppState>, _: Operator, Ids([set]): Ids<1>, params: Params) -> Result<Response, Problem> {
    super::lines(&state, SetKind::Queries, set, &params).await
}

/// Takes over a file of queries: CSV, or an object a line; words, or whole requests and offers.
///
/// The columns are `id` and `text`, and if wanted `side`, `lang` and `kind`. Any fault in the file is told by
/// row and column, and then nothing changes.
#[utoipa::path(post, path = "/v1/relevance/queries/{set}/import", tag = "relevance", operation_id = "import-queries", security(("key" = [])),
    params(("set" = String, Path), ("replace" = Option<bool>, Query, description = "take out what the file lacks; no if absent"),
        ("note" = Option<String>, Query, description = "why, for the list of changes"), ("If-Match" = Option<String>, Header, description = "the ETag of the set that is changed"), ("If-None-Match" = Option<String>, Header, description = "* for a set that is new")),
    request_body(content((QueryFile = "application/x-ndjson"), (QueryFile = "text/csv"))),
    responses((status = 200, description = "taken over", body = Taken), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 412, description = "the set is not the expected one; nothing changed", body = Problem), (status = 413, description = "too large", body = Problem), (status = 422, description = "rows cannot be read; nothing changed", body = Problem)))]
pub(in crate::http) async fn import(State(state): State<AppState>, Operator(actor): Operator, Ids([set]): Ids<1>, params: Params, headers: HeaderMap, file: File) -> Result<Tagged<Taken>, Problem> {
    super::import(&state, actor, SetKind::Queries, set, (&params, &headers), file).await
}

/// Forgets a set of queries.
#[utoipa::path(delete, path = "/v1/relevance/queries/{set}", tag = "relevance", operation_id = "forget-queries", security(("key" = [])),
    params(("set" = String, Path), ("note" = Option<String>, Query, description = "why, for the list of changes"), ("If-Match" = Option<String>, Header, description = "the ETag of the set that is changed")),
    responses((status = 204, description = "forgotten"), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is none", body = Problem), (status = 412, description = "the set is not the expected one; nothing changed", body = Problem)))]
pub(in crate::http) async fn forget(State(state): State<AppState>, Operator(actor): Operator, Ids([set]): Ids<1>, params: Params, headers: HeaderMap) -> Result<StatusCode, Problem> {
    super::forget(&state, actor, SetKind::Queries, set, (&params, &headers)).await
}

/// The hits of a query set that a set of judgments does not judge, to be rated.
#[utoipa::path(get, path = "/v1/relevance/queries/{set}/unjudged", tag = "relevance", operation_id = "list-unjudged", security(("key" = [])),
    params(("set" = String, Path), ("judgments" = String, Query, description = "the set of judgments; one that is not there yet judges nothing"),
        ("k" = Option<usize>, Query, description = "hits of each query, 1 to 100; 10 if absent")),
    responses((status = 200, description = "what is left to judge", body = OpenList), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn unjudged(State(state): State<AppState>, _: Operator, Ids([set]): Ids<1>, params: Params) -> Result<Json<OpenList>, Problem> {
    params.only(&["judgments", "k"])?;
    let judgments = params.parsed("judgments", Id::parse, "name a set of judgments")?;
    let judgments = judgments.ok_or_else(|| Problem::field("judgments", "is missing", "name a set of judgments"))?;
    let k = params.parsed("k", |text| text.parse().ok().filter(|k| (1..=100).contains(k)), "use a number from 1 to 100")?.unwrap_or(10);
    let open: Vec<Open> = state
        .work(move |state| {
            let engine = state.engine();
            let (queries, _) = stored(engine, &set)?;
            engine.unjudged(&queries, &engine.judgments(&judgments)?, k).map_err(Problem::from)
        })
        .await??;
    let told = |open: Open| OpenQuery { query: open.query, title: open.title, side: open.side.to_owned(), hits: open.hits };
    Ok(Json(OpenList { items: open.into_iter().map(told).collect() }))
}
