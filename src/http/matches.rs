//! Matching: the other side's postings for a stored or an unsaved posting.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::auth::Reader;
use super::body::{Object, not_found};
use super::openapi::Unsaved;
use super::params::Params;
use super::problem::Problem;
use super::search::ask;
use super::state::AppState;
use crate::domain::{Draft, Id, Side};

const KNOWN: &[&str] = &["limit", "cursor", "reader", "explain", "origin", "hs", "certification"];

pub(super) async fn stored(state: AppState, side: Side, id: Id, params: Params, headers: &HeaderMap) -> Result<Response, Problem> {
    params.only(KNOWN)?;
    let ask = ask(&params, side.other(), headers)?;
    let answer = state
        .work(move |state| {
            let found = state.engine().get(side, &id)?;
            let (posting, _) = found.ok_or_else(|| not_found(side, id.as_str()))?;
            state.engine().matches(&posting, &ask).map_err(Problem::from)
        })
        .await??;
    Ok(Json(answer).into_response())
}

/// Matches a request or an offer without storing it.
#[utoipa::path(post, path = "/v1/match", tag = "matching", request_body = Unsaved,
    params(("limit" = Option<usize>, Query), ("cursor" = Option<String>, Query), ("reader" = Option<String>, Query), ("explain" = Option<bool>, Query)),
    responses((status = 200, body = serde_json::Value), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn unsaved(State(state): State<AppState>, _: Reader, params: Params, headers: HeaderMap, Object(mut body): Object) -> Result<Response, Problem> {
    params.only(KNOWN)?;
    let (side, draft) = match (body.remove("offer"), body.remove("request")) {
        (Some(Value::Object(draft)), None) => (Side::Offer, draft),
        (None, Some(Value::Object(draft))) => (Side::Request, draft),
        _ => return Err(Problem::field("body", "names no single offer or request", "send {\"request\": {...}} or {\"offer\": {...}}")),
    };
    if let Some(strange) = body.keys().next() {
        return Err(Problem::field(strange, "is not read here", "send {\"request\": {...}} or {\"offer\": {...}} alone"));
    }
    let ask = ask(&params, side.other(), &headers)?;
    let posting = Draft(draft).read(side, "unsaved", None).map_err(|mut errors| {
        for error in &mut errors {
            error.field = format!("{}.{}", side.name(), error.field);
        }
        Problem::fields(errors)
    })?;
    let answer = state.work(move |state| state.engine().matches(&posting, &ask)).await??;
    Ok(Json(answer).into_response())
}
