//! What stands around the routes: admission, the time limit, panics, and the record of each answer.

use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::{Kind, Problem};
use super::state::AppState;

/// Turns a request away at once when too many are running: waiting in line helps nobody.
pub(super) async fn admit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Ok(_permit) = Arc::clone(state.admission()).try_acquire_owned() else {
        state.metrics().turned_away();
        return Problem::new(Kind::Overloaded, "try again in a second").into_response();
    };
    next.run(request).await
}

/// Ends a request that takes too long. A write that was already taken still lands, and says so.
pub(super) async fn limit_time(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let limit = state.config().request_timeout;
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = format!("no answer within {} ms; a write may have landed, so ask for it before sending it again", limit.as_millis());
            Problem::new(Kind::Timeout, detail).into_response()
        }
    }
}

/// Counts and times the answer under its route pattern.
pub(super) async fn record(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let response = next.run(request).await;
    let took = started.elapsed();
    let status = response.status().as_u16();
    state.metrics().answered(&route, &method, status, took);
    tracing::info!(http.route = route, http.method = %method, http.status = status, duration_ms = took.as_millis() as u64, "answered");
    response
}

/// A panic becomes an answer like any other fault of ours.
pub(super) fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    Problem::internal(format!("a handler panicked: {}", text.unwrap_or("no message"))).into_response()
}

pub(super) async fn no_such_address() -> Problem {
    Problem::new(Kind::NotFound, "there is no such address; see /openapi.json")
}

pub(super) async fn no_such_method() -> Problem {
    Problem::new(Kind::MethodNotAllowed, "the address exists, but not with this method; see /openapi.json")
}
