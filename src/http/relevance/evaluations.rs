//! `/v1/relevance/evaluations`: a stored query set under a profile, held against stored judgments; kept under a
//! name if wanted, and then read, compared and deleted.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Ids, today};
use crate::domain::Id;
use crate::engine::{EvaluationAsk, EvaluationError, EvaluationsCompared, KeptEvaluation, KeptFigures};
use crate::evaluate::slices::Floors;
use crate::evaluate::{Gain, MAX_GRADE, Rules, Unjudged};
use crate::http::auth::Operator;
use crate::http::body::Object;
use crate::http::openapi::{ComparedShape, Evaluated, KeptFiguresShape, KeptShape};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;

pub(super) const PROFILE_HINT: &str = "write draft, current or a name with its version, e.g. winter-fair@2";
pub(super) const SET_HINT: &str = "name a stored set";
pub(super) const NAME_HINT: &str = "use 1 to 64 of A-Z a-z 0-9 . _ -";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/relevance/evaluations", get(list).post(evaluate))
        .route("/v1/relevance/evaluations/{id}", get(show).delete(forget))
        .route("/v1/relevance/evaluations/{id}/compare", get(compare))
}

/// What to evaluate.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct NewEvaluation {
    /// Name of the set of queries.
    queries: String,
    /// Name of the set of judgments.
    judgments: String,
    /// `draft`, `current` (if absent), or a profile with its version, e.g. winter-fair@2. If wanted followed by `with rules`,
    /// so that curation rules take part, and by `without` and features, `exposure` (the share of places for small suppliers)
    /// or `synonyms` (of operators) that shall count nothing: `current with rules without freshness, exposure`.
    profile: Option<String>,
    /// How many places of a list count, 1 to 100; 10 if absent.
    k: Option<usize>,
    /// What a grade is worth: `exponential` (if absent) or `linear`.
    gain: Option<String>,
    /// What becomes of hits that nobody judged: `zero` (if absent) or `skip`.
    unjudged: Option<String>,
    /// The least grade that is relevant, 1 to 3; 2 if absent.
    relevant: Option<u8>,
    /// Whether only postings in another language than the query's count.
    across: Option<bool>,
    /// The least nDCG of every language pair of at least 5 queries, 0 to 1; none if absent.
    floor: Option<f64>,
    /// The least nDCG of single pairs, however few their queries: `{"zh-fr": 0.6}`.
    floors: Option<BTreeMap<String, f64>>,
    /// Day that counts as today, e.g. 2026-11-28, for expiry, freshness and delivery; the clock if absent. Two
    /// evaluations of one day over one store are the same.
    today: Option<String>,
    /// A name to keep the evaluation under; it never changes then. At most 200 are kept.
    keep: Option<String>,
    /// Why it is kept, at most 500 characters.
    note: Option<String>,
}

/// A page of evaluations, the newest first.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct EvaluationPage {
    #[schema(value_type = Vec<KeptShape>)]
    items: Vec<KeptEvaluation>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

/// Runs a stored query set under a profile and holds it against stored judgments.
///
/// The answer says all that the figures depend on: the versions of both sets, of the profile and of the program, the
/// fingerprints of lexicon and index, the day of the exchange rates, the journal position, and the moment.
/// Pairs below their floors are named in `breaches`. With `keep` it is kept under that name, without the hits.
#[utoipa::path(post, path = "/v1/relevance/evaluations", tag = "relevance", operation_id = "evaluate", security(("key" = [])), request_body = NewEvaluation,
    responses((status = 200, description = "the figures", body = Evaluated), (status = 201, description = "the figures, which are kept", body = Evaluated),
        (status = 400, description = "the body cannot be read", body = Problem), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is no such set", body = Problem),
        (status = 422, description = "some fields cannot be read", body = Problem)))]
pub(in crate::http) async fn evaluate(State(state): State<AppState>, Operator(actor): Operator, params: Params, body: Object) -> Result<Response, Problem> {
    params.only(&[])?;
    let asked = read(&body)?;
    let keep = body.parsed("keep", |value| Id::parse(value.as_str()?), NAME_HINT)?;
    let note = body.note()?;
    if keep.is_none() && !note.is_empty() {
        return Err(Problem::field("note", "says why an evaluation is kept, and this one is not", "leave it out, or give a name in keep"));
    }
    let evaluated = state.work(move |state| {
        let engine = state.engine();
        let Some(id) = keep else { return Ok((StatusCode::OK, engine.evaluate(&asked)?)) };
        // Nobody waits for figures that cannot be kept.
        engine.may_keep(&id)?;
        let evaluated = engine.evaluate(&asked)?;
        engine.keep_evaluation(&actor, &id, &evaluated, &note)?;
        Ok::<_, Problem>((StatusCode::CREATED, evaluated))
    });
    let (status, evaluated) = evaluated.await??;
    Ok((status, Json(evaluated)).into_response())
}

fn read(body: &Object) -> Result<EvaluationAsk, Problem> {
    body.only(&["queries", "judgments", "profile", "k", "gain", "unjudged", "relevant", "across", "floor", "floors", "today", "keep", "note"])?;
    let set = |field: &str| body.required(field, |value| Id::parse(value.as_str()?), SET_HINT);
    Ok(EvaluationAsk {
        queries: set("queries")?,
        judgments: set("judgments")?,
        profile: body.parsed("profile", |value| value.as_str().map(str::to_owned), PROFILE_HINT)?,
        rules: rules(body)?,
        floors: floors(body)?,
        now: today(body)?,
    })
}

/// A whole number of a range.
pub(super) fn within(low: u64, high: u64) -> impl Fn(&Value) -> Option<u64> {
    move |value| value.as_u64().filter(|number| (low..=high).contains(number))
}

/// What is measured.
pub(super) fn rules(body: &Object) -> Result<Rules, Problem> {
    let usual = Rules::default();
    let k = body.parsed("k", within(1, 100), "use a number from 1 to 100")?;
    let relevant = body.parsed("relevant", within(1, u64::from(MAX_GRADE)), "use 1, 2 or 3")?;
    Ok(Rules {
        k: k.and_then(|k| usize::try_from(k).ok()).unwrap_or(usual.k),
        gain: body.parsed("gain", |value| Gain::named(value.as_str()?), "use exponential or linear")?.unwrap_or(usual.gain),
        unjudged: body.parsed("unjudged", |value| Unjudged::named(value.as_str()?), "use zero or skip")?.unwrap_or(usual.unjudged),
        relevant: relevant.and_then(|grade| u8::try_from(grade).ok()).unwrap_or(usual.relevant),
        across: body.parsed("across", Value::as_bool, "use true or false")?.unwrap_or(usual.across),
    })
}

/// What language pairs have to reach.
pub(super) fn floors(body: &Object) -> Result<Floors, Problem> {
    let share = |value: &Value| value.as_f64().filter(|share| (0.0..=1.0).contains(share));
    let shares = |value: &Value| value.as_object()?.iter().map(|(pair, floor)| Some((pair.clone(), share(floor)?))).collect::<Option<BTreeMap<String, f64>>>();
    Ok(Floors {
        all: body.parsed("floor", share, "use a number from 0 to 1")?,
        pairs: body.parsed("floors", shares, "write pairs with numbers from 0 to 1, e.g. {\"zh-fr\": 0.6}")?.unwrap_or_default(),
    })
}

/// The evaluations that are kept, the newest first, in short.
#[utoipa::path(get, path = "/v1/relevance/evaluations", tag = "relevance", operation_id = "list-evaluations", security(("key" = [])),
    params(("limit" = Option<usize>, Query, description = "1 to 100; 20 if absent"), ("cursor" = Option<String>, Query, description = "the cursor of the page before")),
    responses((status = 200, description = "a page", body = EvaluationPage), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<EvaluationPage>, Problem> {
    let (limit, below) = params.page()?;
    let mut older = state.work(move |state| state.engine().evaluations()).await??.into_iter().filter(|kept| below.is_none_or(|below| kept.version < below));
    let items: Vec<KeptEvaluation> = older.by_ref().take(limit).collect();
    let cursor = items.last().filter(|_| older.next().is_some()).map(|kept| kept.version.to_string());
    Ok(Json(EvaluationPage { items, cursor }))
}

/// One evaluation with the nDCG of every query and the metrics of every slice.
#[utoipa::path(get, path = "/v1/relevance/evaluations/{id}", tag = "relevance", operation_id = "show-evaluation", security(("key" = [])), params(("id" = String, Path)),
    responses((status = 200, description = "the evaluation", body = KeptFiguresShape), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn show(State(state): State<AppState>, _: Operator, Ids([id]): Ids<1>, params: Params) -> Result<Json<KeptFigures>, Problem> {
    params.only(&[])?;
    Ok(Json(state.work(move |state| state.engine().evaluation(&id)).await??))
}

/// Deletes an evaluation.
#[utoipa::path(delete, path = "/v1/relevance/evaluations/{id}", tag = "relevance", operation_id = "delete-evaluation", security(("key" = [])),
    params(("id" = String, Path), ("note" = Option<String>, Query, description = "why, for the list of changes")),
    responses((status = 204, description = "deleted"), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn forget(State(state): State<AppState>, Operator(actor): Operator, Ids([id]): Ids<1>, params: Params) -> Result<StatusCode, Problem> {
    params.only(&["note"])?;
    let note = params.note()?;
    let deleted = state.work(move |state| {
        state.engine().keeps_evaluation(&id)?;
        state.engine().delete_evaluation(&actor, &id, &note).map_err(Problem::from)
    });
    deleted.await?.map(|_| StatusCode::NO_CONTENT)
}

/// Holds one kept evaluation against another: what each query and slice gained or lost, and whether it is luck.
/// Both have to be measured by the same rules.
#[utoipa::path(get, path = "/v1/relevance/evaluations/{id}/compare", tag = "relevance", operation_id = "compare-evaluations", security(("key" = [])),
    params(("id" = String, Path, description = "the first"), ("to" = String, Query, description = "the one that is held against it")),
    responses((status = 200, description = "the differences", body = ComparedShape), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is none", body = Problem), (status = 422, description = "they were measured by different rules", body = Problem)))]
pub(in crate::http) async fn compare(State(state): State<AppState>, _: Operator, Ids([from]): Ids<1>, params: Params) -> Result<Json<EvaluationsCompared>, Problem> {
    params.only(&["to"])?;
    let to = params.parsed("to", Id::parse, NAME_HINT)?.ok_or_else(|| Problem::field("to", "is missing", "name a kept evaluation"))?;
    let compared: Result<EvaluationsCompared, EvaluationError> = state.work(move |state| state.engine().compare_evaluations(&from, &to)).await?;
    Ok(Json(compared?))
}
