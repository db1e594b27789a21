//! `/v1/relevance`: what operators tune. Every address below it asks for an operator's key. A file per
//! topic; here they are only wired.

pub(super) mod lexicon;

use axum::Router;
use axum::routing::{get, post};

use super::state::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/relevance/lexicon", get(lexicon::list).post(lexicon::edit))
        .route("/v1/relevance/lexicon/status", get(lexicon::status))
        .route("/v1/relevance/lexicon/{number}", get(lexicon::show))
        .route("/v1/relevance/lexicon/{number}/undo", post(lexicon::undo))
}
