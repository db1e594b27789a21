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
pub(super) async fn readyz(State(state): State<AppState>) -> Response {
    // Not behind the gate: whoever watches must get through when it is full, and nothing here waits.
    let status = state.engine().status();
    let code = if status.ready && !state.draining() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, Json(status)).into_response()
}

/// Counters in the text format of OpenMetrics.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses((status = 200, description = "OpenMetrics", content_type = "application/openmetrics-text", body = String)))]
pub(super) async fn metrics(State(state): State<AppState>) -> Result<Response, Problem> {
    let text = state.metrics().text(&state).map_err(Problem::internal)?;
    Ok(([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    use crate::config::HttpConfig;
    use crate::engine::{Engine, Options};
    use crate::http::{AppState, router};

    #[tokio::test]
    async fn those_who_watch_get_through_when_every_engine_call_is_taken() {
        let config = HttpConfig { max_engine_calls: 1, max_in_flight: 1, ..HttpConfig::default() };
        let state = AppState::new(Arc::new(Engine::open(Options::memory()).expect("opens")), config);
        let (end, ended) = mpsc::channel::<()>();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let busy = state.clone();
        let call = tokio::spawn(async move {
            busy.work(move |_| {
                let _ = begin.send(());
                ended.recv()
            })
            .await
        });
        begun.await.expect("it runs");
        for address in ["/healthz", "/readyz", "/metrics"] {
            let asked = router(state.clone()).oneshot(Request::get(address).body(Body::empty()).expect("valid"));
            let answer = tokio::time::timeout(std::time::Duration::from_secs(5), asked).await.expect("answers").expect("infallible");
            assert_eq!(answer.status(), 200, "{address}");
        }
        end.send(()).expect("waits");
        assert!(call.await.expect("ends").is_ok());
    }
}
