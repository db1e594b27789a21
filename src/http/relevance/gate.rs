//! `/v1/relevance/gate`: what every draft has to pass, and the trial of a profile before it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;

use super::evaluations::PROFILE_HINT;
use super::today;
use crate::domain::posting::stamp;
use crate::domain::relevance::Gate;
use crate::engine::{Engine, GateReport};
use crate::http::auth::Operator;
use crate::http::body::Object;
use crate::http::openapi::{GateReportShape, GateShape};
use crate::http::params::Params;
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;

pub(super) fn check_routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/profiles/check", post(check))
}

/// The gate that stands.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct StandingGate {
    #[schema(value_type = GateShape)]
    gate: Gate,
    /// Who put it there.
    by: String,
    #[schema(format = DateTime)]
    at: String,
    /// Why, in their words.
    note: String,
}

/// A gate as it is put up.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct NewGate {
    gate: GateShape,
    /// Why, at most 500 characters.
    note: String,
}

/// The wish to hold a profile against a gate.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct GateTrial {
    /// `draft` (if absent), `current`, or a profile with its version, e.g. winter-fair@2.
    profile: Option<String>,
    /// The one that stands if absent.
    #[schema(nullable = false)]
    gate: Option<GateShape>,
    /// Day that counts as today, e.g. 2026-11-28; the clock if absent.
    today: Option<String>,
}

/// The gate of a body, read.
pub(super) fn sent(body: &Object) -> Result<Option<Gate>, Problem> {
    let map = body.parsed("gate", |value| value.as_object().cloned(), "send an object with guards, or with queries, judgments and a floor")?;
    map.map(|map| Gate::read(&map)).transpose().map_err(|faults| Problem::fields(faults).below("gate", &["gate"]))
}

fn standing(engine: &Engine) -> Result<StandingGate, Problem> {
    let used = engine.in_use();
    let kept = used.workbench.gate.as_ref().ok_or_else(none)?;
    Ok(StandingGate { gate: kept.gate.clone(), by: kept.stamp.by.clone(), at: stamp(kept.stamp.at), note: kept.stamp.note.clone() })
}

fn none() -> Problem {
    Problem::new(Kind::NotFound, "no gate stands; put one up with PUT /v1/relevance/gate")
}

/// The gate that stands.
#[utoipa::path(get, path = "/v1/relevance/gate", tag = "relevance", operation_id = "show-gate", security(("key" = [])),
    responses((status = 200, description = "the gate", body = StandingGate), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "none stands", body = Problem)))]
pub(in crate::http) async fn show(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<StandingGate>, Problem> {
    params.only(&[])?;
    standing(state.engine()).map(Json)
}

/// Puts up a gate in place of the one that stands: from now on every draft has to pass it to be published.
#[utoipa::path(put, path = "/v1/relevance/gate", tag = "relevance", operation_id = "put-gate", security(("key" = [])), request_body = NewGate,
    responses((status = 200, description = "the gate", body = StandingGate), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "a set that it names is not there", body = Problem),
        (status = 422, description = "fields cannot be used; each is named", body = Problem)))]
pub(in crate::http) async fn put(State(state): State<AppState>, Operator(actor): Operator, params: Params, body: Object) -> Result<Json<StandingGate>, Problem> {
    params.only(&[])?;
    body.only(&["gate", "note"])?;
    body.required("gate", |value| value.is_object().then_some(()), "send an object with guards, or with queries, judgments and a floor")?;
    let (gate, note) = (sent(&body)?, body.note()?);
    let stands = state.work(move |state| {
        state.engine().change_gate(&actor, gate, &note)?;
        standing(state.engine())
    });
    stands.await?.map(Json)
}

/// Takes the gate away.
#[utoipa::path(delete, path = "/v1/relevance/gate", tag = "relevance", operation_id = "clear-gate", security(("key" = [])),
    params(("note" = String, Query, description = "why, for the list of changes")),
    responses((status = 204, description = "gone"), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "none stands", body = Problem),
        (status = 422, description = "the note is missing", body = Problem)))]
pub(in crate::http) async fn clear(State(state): State<AppState>, Operator(actor): Operator, params: Params) -> Result<StatusCode, Problem> {
    params.only(&["note"])?;
    let note = params.note()?;
    let cleared = state.work(move |state| {
        standing(state.engine())?;
        state.engine().change_gate(&actor, None, &note).map_err(Problem::from)
    });
    cleared.await?.map(|()| StatusCode::NO_CONTENT)
}

/// Holds a profile against a gate and publishes nothing: every language pair from what ranks to the profile, the
/// greatest loss on top, every guard with its place under both, and what is missed.
#[utoipa::path(post, path = "/v1/relevance/profiles/check", tag = "relevance", operation_id = "check-profile", security(("key" = [])), request_body = GateTrial,
    responses((status = 200, description = "how it stands before the gate", body = GateReportShape), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "no gate stands, or a set is not there", body = Problem),
        (status = 422, description = "fields cannot be used; each is named", body = Problem)))]
pub(in crate::http) async fn check(State(state): State<AppState>, _: Operator, params: Params, body: Object) -> Result<Json<GateReport>, Problem> {
    params.only(&[])?;
    body.only(&["profile", "gate", "today"])?;
    let profile = body.parsed("profile", |value| value.as_str().map(str::to_owned), PROFILE_HINT)?;
    let (gate, now) = (sent(&body)?, today(&body)?);
    let report = state.work(move |state| {
        let gate = gate.or_else(|| state.engine().in_use().workbench.gate.as_ref().map(|kept| kept.gate.clone())).ok_or_else(none)?;
        state.engine().hold(&gate, Some(profile.as_deref().unwrap_or("draft")), now).map_err(Problem::from)
    });
    report.await?.map(Json)
}
