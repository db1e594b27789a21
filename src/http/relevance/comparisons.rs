//! `/v1/relevance/comparisons`: profiles held against each other on a stored set of queries.

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;
use utoipa::ToSchema;

use super::evaluations::{NAME_HINT, SET_HINT, rules};
use super::today;
use crate::domain::Id;
use crate::engine::{Compared, ComparisonAsk};
use crate::http::auth::Operator;
use crate::http::body::Object;
use crate::http::openapi::ComparisonShape;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;

/// What says how judgments are read, and nothing where there are none.
const OF_JUDGMENTS: [&str; 5] = ["gain", "unjudged", "relevant", "across", "seed"];

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/comparisons", post(compare))
}

/// What to compare.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct NewComparison {
    /// Name of the set of queries.
    queries: String,
    /// Name of the set of judgments; if absent only moves are told.
    judgments: Option<String>,
    /// 2 to 5; the others are held against the first. Each is `draft`, `current`, or a profile with its version, if wanted
    /// followed by `with rules`, so that curation rules take part, and by `without` and features, `exposure` (the share of
    /// places for small suppliers) or `synonyms` (of operators) that shall count nothing: `current without freshness, exposure`.
    profiles: Vec<String>,
    /// A query of the set: its lists are shown side by side with the best order, and no other query is run.
    query: Option<String>,
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
    /// Decides the draws of the test of significance; 1 if absent.
    seed: Option<u64>,
    /// Day that counts as today, e.g. 2026-11-28; the clock if absent.
    today: Option<String>,
}

/// Holds two to five profiles against the first of them: metrics, what each query gained and lost with the greatest
/// loss on top, whether it is luck (a paired randomisation test), and what moved, which needs no judgments.
///
/// All are run over one snapshot of the index. A profile may leave signals out or take the curation rules in, so that the
/// difference is what they do.
#[utoipa::path(post, path = "/v1/relevance/comparisons", tag = "relevance", operation_id = "compare-profiles", security(("key" = [])), request_body = NewComparison,
    responses((status = 200, description = "the differences", body = ComparisonShape), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is no such set or query", body = Problem),
        (status = 422, description = "some fields cannot be used", body = Problem)))]
pub(in crate::http) async fn compare(State(state): State<AppState>, _: Operator, params: Params, body: Object) -> Result<Json<Compared>, Problem> {
    params.only(&[])?;
    let asked = read(&body)?;
    Ok(Json(state.work(move |state| state.engine().compare(&asked)).await??))
}

fn read(body: &Object) -> Result<ComparisonAsk, Problem> {
    body.only(&["queries", "judgments", "profiles", "query", "k", "gain", "unjudged", "relevant", "across", "seed", "today"])?;
    let id = |value: &Value| Id::parse(value.as_str()?);
    let judgments = body.parsed("judgments", id, SET_HINT)?;
    if let Some(idle) = OF_JUDGMENTS.iter().find(|field| judgments.is_none() && body.0.contains_key(**field)) {
        return Err(Problem::field(idle, "is of judgments, and none are named", "name a set in judgments, or leave it out"));
    }
    let names = |value: &Value| value.as_array()?.iter().map(|name| name.as_str().map(str::to_owned)).collect::<Option<Vec<String>>>();
    Ok(ComparisonAsk {
        queries: body.required("queries", id, SET_HINT)?,
        judgments,
        profiles: body.required("profiles", names, "write a list of 2 to 5, e.g. [\"current\", \"draft\"]")?,
        query: body.parsed("query", id, NAME_HINT)?,
        rules: rules(body)?,
        seed: body.parsed("seed", Value::as_u64, "use a whole number")?.unwrap_or(1),
        now: today(body)?,
    })
}
