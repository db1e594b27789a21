//! `/v1/relevance`: what operators see and change about what ranks. A file per topic; this one wires them.

pub(super) mod reports;

use axum::Router;

use super::state::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new().merge(reports::routes())
}
