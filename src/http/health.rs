//! For those who run the service: is it alive, may it get traffic, what does it count.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::openapi::Status;
use super::problem::Problem;
use super::state::AppState;

/// A sign of life.
#[derive(Serialize, ToSchema)]
pub(super) struct Alive {
    /// Always `ok`.
    status: &'static str,
}

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses((status = 200, description = "it does", body = Alive)))]
pub(super) async fn healthz() -> Json<Alive> {
    Json(Alive { status: "ok" })
}

/// The index has caught up and the server is not stopping: it may get traffic.
#[utoipa::path(get, path = "/readyz", tag = "operation",
    responses((status = 200, description = "ready", body = Status), (status = 503, description = "catching up or stopping", body = Status)))]
pub(super) async fn readyz(State(state): State<AppState>) -> Result<Response, Problem> {
    let status = state.work(|state| state.engine().status()).await?;
    let code = if status.ready && !state.draining() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((code, Json(status)).into_response())
}

/// Counters in the text format of OpenMetrics.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses((status = 200, description = "OpenMetrics", content_type = "application/openmetrics-text", body = String)))]
pub(super) async fn metrics(State(state): State<AppState>) -> Result<Response, Problem> {
    let text = state.work(|state| state.metrics().text(state)).await?.map_err(Problem::internal)?;
    Ok(([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
