//! `/v1/relevance/evaluations`: a stored query set under a profile, held against stored judgments.

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::no_set;
use super::queries::stored;
use crate::domain::relevance::SetKind;
use crate::domain::{FieldError, Id};
use crate::engine::{Engine, Setting, now_ms};
use crate::evaluate::slices::Slices;
use crate::evaluate::{Evaluation, Gain, MAX_GRADE, Rules, Unjudged};
use crate::http::auth::Operator;
use crate::http::body::Object;
use crate::http::openapi::Evaluated;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;

/// Hits of a list: recall and average precision look further down than the first page.
const DEPTH: usize = 100;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/evaluations", post(evaluate))
}

/// What to evaluate.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct NewEvaluation {
    /// Name of the set of queries.
    queries: String,
    /// Name of the set of judgments.
    judgments: String,
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
}

/// Runs a stored query set under the profile in use and holds it against stored judgments.
///
/// The answer says all that the figures depend on: the versions of both sets and of the profile, the
/// fingerprints of lexicon and index, the day of the exchange rates, the journal position, and the moment.
#[utoipa::path(post, path = "/v1/relevance/evaluations", tag = "relevance", operation_id = "evaluate", security(("key" = [])), request_body = NewEvaluation,
    responses((status = 200, description = "the figures", body = Evaluated), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is no such set", body = Problem), (status = 422, description = "some fields cannot be read", body = Problem)))]
pub(in crate::http) async fn evaluate(State(state): State<AppState>, _: Operator, params: Params, Object(body): Object) -> Result<Json<Value>, Problem> {
    params.only(&[])?;
    let asked = Asked::read(&body).map_err(|fault| Problem::fields(vec![fault]))?;
    Ok(Json(state.work(move |state| asked.evaluated(state.engine())).await??))
}

struct Asked {
    queries: Id,
    judgments: Id,
    rules: Rules,
}

impl Asked {
    fn read(body: &Map<String, Value>) -> Result<Asked, FieldError> {
        const KNOWN: [&str; 7] = ["queries", "judgments", "k", "gain", "unjudged", "relevant", "across"];
        if let Some(strange) = body.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            return Err(fault(strange, "is not read here", &format!("known here: {}", KNOWN.join(", "))));
        }
        let set = |field: &str| body.get(field).and_then(Value::as_str).and_then(Id::parse).ok_or_else(|| fault(field, "names no set", "name a stored set"));
        let usual = Rules::default();
        let within = |low: u64, high: u64| move |value: &Value| value.as_u64().filter(|number| (low..=high).contains(number));
        let k = read(body, "k", within(1, 100), "use a number from 1 to 100")?;
        let relevant = read(body, "relevant", within(1, u64::from(MAX_GRADE)), "use 1, 2 or 3")?;
        Ok(Asked {
            queries: set("queries")?,
            judgments: set("judgments")?,
            rules: Rules {
                k: k.and_then(|k| usize::try_from(k).ok()).unwrap_or(usual.k),
                gain: read(body, "gain", |value| Gain::named(value.as_str()?), "use exponential or linear")?.unwrap_or(usual.gain),
                unjudged: read(body, "unjudged", |value| Unjudged::named(value.as_str()?), "use zero or skip")?.unwrap_or(usual.unjudged),
                relevant: relevant.and_then(|grade| u8::try_from(grade).ok()).unwrap_or(usual.relevant),
                across: read(body, "across", Value::as_bool, "use true or false")?.unwrap_or(usual.across),
            },
        })
    }

    fn evaluated(&self, engine: &Engine) -> Result<Value, Problem> {
        let (queries, queries_version) = stored(engine, &self.queries)?;
        let known = engine.set_info(SetKind::Judgments, &self.judgments)?.ok_or_else(|| no_set(SetKind::Judgments, &self.judgments))?;
        let judgments = engine.judgments(&self.judgments)?;
        let used = engine.in_use();
        let run = engine.run(&queries, &judgments, &Setting { profile: &used.profile, now: now_ms(), depth: DEPTH })?;
        let slices = Slices::of(&run, &judgments, &self.rules);
        Ok(json!({
            "queries": {"name": self.queries, "version": queries_version},
            "judgments": {"name": self.judgments, "version": known.version},
            "profile": run.name,
            "lexicon": format!("{:016x}", used.lexicon().fingerprint()),
            "made": run.made,
            "worst_pair": slices.worst_pair(),
            "evaluation": Evaluation::of(&run, &judgments, &self.rules),
            "slices": slices,
        }))
    }
}

/// A field that may be absent.
fn read<T>(body: &Map<String, Value>, field: &str, parse: impl Fn(&Value) -> Option<T>, hint: &str) -> Result<Option<T>, FieldError> {
    match body.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => parse(value).map(Some).ok_or_else(|| fault(field, "cannot be read", hint)),
    }
}

fn fault(field: &str, problem: &str, hint: &str) -> FieldError {
    FieldError { field: field.to_owned(), problem: problem.to_owned(), hint: hint.to_owned() }
}
