//! `/v1/feedback`: what a reader did with a hit. Off unless the server was told to take it.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::auth::Reader;
use super::body::Object;
use super::params::Params;
use super::problem::Problem;
use super::state::AppState;
use crate::domain::FieldError;
use crate::watch::Kind;

/// What a reader did with a hit.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(super) struct NewFeedback {
    /// The `query_id` of the answer that showed the hit.
    query_id: String,
    /// The `id` of the hit.
    id: String,
    /// `view`: opened; `contact`: wrote to its party; `quote`: asked for or gave a quotation.
    kind: String,
}

/// What was taken.
#[derive(Serialize, ToSchema)]
pub(super) struct Noted {
    /// Place of the hit in the answer, 1 for the first.
    place: usize,
}

/// Says what a reader did with a hit. Nothing is kept of who did it; the same said twice counts once.
///
/// Off unless the server was started with `--feedback`. What is kept goes with the answer that it is
/// about, after the days of the query log.
#[utoipa::path(post, path = "/v1/feedback", tag = "matching", request_body = NewFeedback,
    responses((status = 200, description = "taken", body = Noted), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 404, description = "feedback is off, or the answer is unknown or forgotten", body = Problem),
        (status = 409, description = "the answer did not show the hit", body = Problem),
        (status = 422, description = "some fields cannot be read", body = Problem)))]
pub(super) async fn give(State(state): State<AppState>, _: Reader, params: Params, Object(body): Object) -> Result<Json<Noted>, Problem> {
    params.only(&[])?;
    let (query_id, id, kind) = read(&body).map_err(Problem::fields)?;
    let place = state.work(move |state| state.engine().give(&query_id, &id, kind)).await??;
    Ok(Json(Noted { place }))
}

fn read(body: &Map<String, Value>) -> Result<(String, String, Kind), Vec<FieldError>> {
    let fault = |field: &str, problem: &str, hint: &str| FieldError { field: field.to_owned(), problem: problem.to_owned(), hint: hint.to_owned() };
    let text = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let (query_id, id, kind) = (text("query_id"), text("id"), Kind::parse(&text("kind")));
    let mut faults = Vec::new();
    if query_id.is_empty() {
        faults.push(fault("query_id", "is missing", "send the query_id of an answer"));
    }
    if id.is_empty() {
        faults.push(fault("id", "is missing", "send the id of a hit"));
    }
    if kind.is_none() {
        faults.push(fault("kind", "cannot be read", "use view, contact or quote"));
    }
    let strange = body.keys().filter(|key| !["query_id", "id", "kind"].contains(&key.as_str()));
    faults.extend(strange.map(|key| fault(key, "is not read here", "send query_id, id and kind alone")));
    match kind {
        Some(kind) if faults.is_empty() => Ok((query_id, id, kind)),
        _ => Err(faults),
    }
}
