//! `/v1/relevance/judgments`: named sets of graded judgments, read and written as files or one by one.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;

use super::{File, Ids, SetList, Tagged, Taken, Versioned, expected, no_set, tagged};
use crate::domain::relevance::SetKind;
use crate::evaluate::compare::ideal as best_order;
use crate::evaluate::{Format, Grade, Judgment};
use crate::http::auth::Operator;
use crate::http::body::Object;
use crate::http::params::Params;
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;
use crate::http::write::tag;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/relevance/judgments", get(list))
        .route("/v1/relevance/judgments/{set}", get(export).delete(forget))
        .route("/v1/relevance/judgments/{set}/{query}", get(ideal))
        .route("/v1/relevance/judgments/{set}/{query}/{posting}", put(rate).delete(unrate))
}

pub(super) fn file_routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/judgments/{set}/import", post(import))
}

/// A file of judgments.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct JudgmentFile(String);

/// A judgment.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct Rating {
    /// 0 not at all, 1 kindred goods, 2 the goods with something amiss, 3 as asked.
    #[schema(maximum = 3)]
    grade: u8,
    /// Why.
    note: Option<String>,
}

/// The best order of what was judged for a query.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct BestOrder {
    query: String,
    /// By grade, then by identifier.
    items: Vec<Graded>,
}

/// A posting with its grade.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Graded {
    id: String,
    #[schema(maximum = 3)]
    grade: u8,
}

/// The best order of what was judged for one query.
#[utoipa::path(get, path = "/v1/relevance/judgments/{set}/{query}", tag = "relevance", operation_id = "show-best-order", security(("key" = [])),
    params(("set" = String, Path), ("query" = String, Path)),
    responses((status = 200, description = "the order", body = BestOrder), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "nothing was judged for the query", body = Problem)))]
pub(in crate::http) async fn ideal(State(state): State<AppState>, _: Operator, Ids([set, query]): Ids<2>, params: Params) -> Result<Json<BestOrder>, Problem> {
    params.only(&[])?;
    let none = Problem::new(Kind::NotFound, format!("{} judges nothing for {}", set.as_str(), query.as_str()));
    let (query, order) = state
        .work(move |state| {
            let order = best_order(&state.engine().judgments(&set)?, query.as_str());
            Ok::<_, Problem>((query, order))
        })
        .await??;
    let items: Vec<Graded> = order.into_iter().map(|(id, grade)| Graded { id, grade }).collect();
    if items.is_empty() { Err(none) } else { Ok(Json(BestOrder { query: query.as_str().to_owned(), items })) }
}

/// The sets of judgments.
#[utoipa::path(get, path = "/v1/relevance/judgments", tag = "relevance", operation_id = "list-judgment-sets", security(("key" = [])),
    responses((status = 200, description = "the sets", body = SetList), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<SetList>, Problem> {
    super::list(&state, SetKind::Judgments, &params).await
}

/// A set of judgments as a file.
#[utoipa::path(get, path = "/v1/relevance/judgments/{set}", tag = "relevance", operation_id = "export-judgments", security(("key" = [])),
    params(("set" = String, Path), ("format" = Option<String>, Query, description = "`ndjson` (if absent), `csv`, `tsv` or `qrels`, which keeps neither judge nor day nor note")),
    responses((status = 200, description = "the file", content((JudgmentFile = "application/x-ndjson"), (JudgmentFile = "text/csv"), (JudgmentFile = "text/plain"))),
        (status = 400, description = "a parameter cannot be read", body = Problem), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn export(State(state): State<AppState>, _: Operator, Ids([set]): Ids<1>, params: Params) -> Result<Response, Problem> {
    params.only(&["format"])?;
    let format = params.parsed("format", Format::named, "use csv, tsv, ndjson or qrels")?.unwrap_or(Format::Lines);
    let media = match format {
        Format::Lines => "application/x-ndjson",
        Format::Csv => "text/csv; charset=utf-8",
        Format::Tsv | Format::Qrels => "text/plain; charset=utf-8",
    };
    let (version, text) = state
        .work(move |state| {
            let engine = state.engine();
            let info = engine.set_info(SetKind::Judgments, &set)?.ok_or_else(|| no_set(SetKind::Judgments, &set))?;
            Ok::<_, Problem>((info.version, engine.judgments(&set)?.write(format)))
        })
        .await??;
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::ETAG, tag(version))], text).into_response())
}

/// Takes over a file of judgments: CSV, NDJSON or TREC qrels, in UTF-8 with or without a byte-order mark.
///
/// Only query, offer and grade must be there. Any fault in the file is told by row and column, and then
/// nothing changes. A known pair gets the new judgment; `replace` takes out what the file lacks.
#[utoipa::path(post, path = "/v1/relevance/judgments/{set}/import", tag = "relevance", operation_id = "import-judgments", security(("key" = [])),
    params(("set" = String, Path), ("replace" = Option<bool>, Query, description = "take out what the file lacks; no if absent"),
        ("note" = Option<String>, Query, description = "why, for the list of changes"), ("If-Match" = Option<String>, Header, description = "the ETag of the set that is changed"), ("If-None-Match" = Option<String>, Header, description = "* for a set that is new")),
    request_body(content((JudgmentFile = "application/x-ndjson"), (JudgmentFile = "text/csv"), (JudgmentFile = "text/plain"))),
    responses((status = 200, description = "taken over", body = Taken), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 412, description = "the set is not the expected one; nothing changed", body = Problem), (status = 413, description = "too large", body = Problem), (status = 422, description = "rows cannot be read; nothing changed", body = Problem)))]
pub(in crate::http) async fn import(State(state): State<AppState>, Operator(actor): Operator, Ids([set]): Ids<1>, params: Params, headers: HeaderMap, file: File) -> Result<Tagged<Taken>, Problem> {
    super::import(&state, actor, SetKind::Judgments, set, (&params, &headers), file).await
}

/// Judges one posting for one query, in place of what was judged before.
#[utoipa::path(put, path = "/v1/relevance/judgments/{set}/{query}/{posting}", tag = "relevance", operation_id = "rate", security(("key" = [])),
    params(("set" = String, Path), ("query" = String, Path), ("posting" = String, Path), ("If-Match" = Option<String>, Header, description = "the ETag of the set that is changed"), ("If-None-Match" = Option<String>, Header, description = "* for a set that is new")), request_body = Rating,
    responses((status = 200, description = "judged", body = Versioned), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 412, description = "the set is not the expected one; nothing changed", body = Problem), (status = 422, description = "some fields cannot be read", body = Problem)))]
pub(in crate::http) async fn rate(
    State(state): State<AppState>,
    Operator(actor): Operator,
    Ids([set, query, offer]): Ids<3>,
    params: Params,
    headers: HeaderMap,
    body: Object,
) -> Result<Tagged<Versioned>, Problem> {
    params.only(&[])?;
    body.only(&["grade", "note"])?;
    let expected = expected(&headers, None)?;
    let grade = body.required("grade", |value| Grade::new(u8::try_from(value.as_u64()?).ok()?), "use 0, 1, 2 or 3")?;
    let note = Some(body.note()?).filter(|note| !note.is_empty());
    let judgment = Judgment { query, offer, grade, who: None, when: None, note };
    let receipt = state.work(move |state| {
        let engine = state.engine();
        let _turn = engine.set_turn(SetKind::Judgments, &set, expected)?;
        engine.rate(&actor, &set, judgment).map_err(Problem::from)
    });
    let version = receipt.await??.version;
    Ok(tagged(version, Versioned { version }))
}

/// Takes one judgment back.
#[utoipa::path(delete, path = "/v1/relevance/judgments/{set}/{query}/{posting}", tag = "relevance", operation_id = "unrate", security(("key" = [])),
    params(("set" = String, Path), ("query" = String, Path), ("posting" = String, Path), ("If-Match" = Option<String>, Header, description = "the ETag of the set that is changed")),
    responses((status = 200, description = "taken back", body = Versioned), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is none", body = Problem), (status = 412, description = "the set is not the expected one; nothing changed", body = Problem)))]
pub(in crate::http) async fn unrate(State(state): State<AppState>, Operator(actor): Operator, Ids([set, query, offer]): Ids<3>, params: Params, headers: HeaderMap) -> Result<Tagged<Versioned>, Problem> {
    params.only(&[])?;
    let expected = expected(&headers, None)?;
    let none = Problem::new(Kind::NotFound, format!("{} has no judgment of {} for {}", set.as_str(), offer.as_str(), query.as_str()));
    let receipt = state.work(move |state| {
        let engine = state.engine();
        let _turn = engine.set_turn(SetKind::Judgments, &set, expected)?;
        engine.unrate(&actor, &set, &query, &offer)
    });
    let version = receipt.await??.ok_or(none)?.version;
    Ok(tagged(version, Versioned { version }))
}

/// Forgets a set of judgments.
#[utoipa::path(delete, path = "/v1/relevance/judgments/{set}", tag = "relevance", operation_id = "forget-judgments", security(("key" = [])),
    params(("set" = String, Path), ("note" = Option<String>, Query, description = "why, for the list of changes"), ("If-Match" = Option<String>, Header, description = "the ETag of the set that is changed")),
    responses((status = 204, description = "forgotten"), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is none", body = Problem), (status = 412, description = "the set is not the expected one; nothing changed", body = Problem)))]
pub(in crate::http) async fn forget(State(state): State<AppState>, Operator(actor): Operator, Ids([set]): Ids<1>, params: Params, headers: HeaderMap) -> Result<StatusCode, Problem> {
    super::forget(&state, actor, SetKind::Judgments, set, (&params, &headers)).await
}
