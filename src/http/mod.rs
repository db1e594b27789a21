//! The HTTP edge: JSON in, JSON out, one shape of error. It parses, asks the engine, and writes; it
//! decides nothing about trade.
//!
//! The life of a request: `guard.rs` records it, admits it or turns it away, and bounds its time;
//! `auth.rs` finds out who asks; `params.rs` and `body.rs` read what was sent; a handler (one file
//! per resource) calls the engine through [`AppState`], on the blocking pool; `problem.rs` writes
//! whatever went wrong.
//!
//! Invariants:
//! - every answer with a status of 400 or more is `application/problem+json`, panics included
//!   (`/readyz` alone answers 503 with its status);
//! - no async thread waits for the disk, the index or a hash;
//! - nothing is buffered without a bound that the configuration names.

mod alerts;
mod auth;
mod body;
mod bulk;
mod feedback;
mod guard;
mod health;
mod lexicon;
mod matches;
mod metrics;
mod openapi;
mod params;
mod postings;
mod problem;
mod rates;
mod relevance;
mod search;
mod serve;
mod sides;
mod state;
mod stream;
mod understand;
mod write;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{get, post};
use axum::Router;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

pub use auth::NewKey;
pub use openapi::document;
pub use params::{MAX_LIMIT, MAX_QUERY_BYTES, MAX_URI_QUERY_BYTES};
pub use problem::{Fault, Problem};
pub use serve::serve;
pub use state::AppState;

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The whole service as a function from request to answer.
pub fn router(state: AppState) -> Router {
    let config = state.config();
    let quick = Router::new()
        .merge(sides::offers::routes())
        .merge(sides::requests::routes())
        .merge(alerts::routes())
        .route("/v1/search", get(search::search))
        .route("/v1/match", post(matches::unsaved))
        .route("/v1/understand", post(understand::understand))
        .route("/v1/feedback", post(feedback::give))
        .route("/v1/rates", get(rates::show).put(rates::replace))
        .merge(relevance::routes())
        .route("/v1/suggest", get(lexicon::suggest))
        .route("/v1/lexicon/concepts", get(lexicon::concepts))
        .route("/v1/lexicon/concepts/{id}", get(lexicon::concept))
        .layer(DefaultBodyLimit::max(config.max_body_bytes))
        .layer(from_fn_with_state(state.clone(), guard::limit_time));
    // A bulk file may take longer than a request; its reader bounds the pauses instead. A stream ends when it is told to.
    let bulk = Router::new().merge(sides::offers::bulk_routes()).merge(sides::requests::bulk_routes()).merge(relevance::long_routes(config)).merge(stream::routes());
    let guarded = quick.merge(bulk).layer(from_fn_with_state(state.clone(), guard::admit));
    // Those who watch the service must get through when it is full.
    let open = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .route("/openapi.json", get(openapi::openapi));
    guarded
        .merge(open)
        .fallback(guard::no_such_address)
        .method_not_allowed_fallback(guard::no_such_method)
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(from_fn_with_state(state.clone(), guard::record))
        .layer(cors(&config.cors_origins))
        .layer(map_response(harden))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(()))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID.clone()))
        .layer(SetRequestIdLayer::new(REQUEST_ID.clone(), MakeRequestUuid))
        .with_state(state)
}

/// The span of a request. The query string stays out: it holds what people want to buy.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(&REQUEST_ID).and_then(|value| value.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", request.id = id, http.method = %request.method(), http.path = request.uri().path())
}

/// Answers are data: no browser may take them for something else.
async fn harden(mut response: Response) -> Response {
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn cors(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    if origins.is_empty() {
        return CorsLayer::new();
    }
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH, header::IF_NONE_MATCH, LAST_EVENT_ID.clone()])
        .expose_headers([header::ETAG, header::LOCATION, header::RETRY_AFTER])
}
