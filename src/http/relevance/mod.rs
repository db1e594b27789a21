//! `/v1/relevance`: what operators tune. Every address below it asks for an operator's key. A file per
//! topic; here they are only wired.

pub(super) mod audit;
pub(super) mod lexicon;
pub(super) mod profiles;
pub(super) mod rules;
pub(super) mod trials;

use axum::Router;
use axum::routing::{get, post};

use super::state::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/relevance/profiles", get(profiles::list))
        .route("/v1/relevance/profiles/diff", get(profiles::diff))
        .route("/v1/relevance/profiles/draft", get(profiles::show_draft).put(profiles::draft))
        .route("/v1/relevance/profiles/publish", post(profiles::publish))
        .route("/v1/relevance/profiles/rollback", post(profiles::roll_back))
        .route("/v1/relevance/profiles/{name}", get(profiles::show))
        .route("/v1/relevance/trials", get(trials::list).post(trials::start))
        .route("/v1/relevance/trials/{name}", get(trials::show))
        .route("/v1/relevance/trials/{name}/stop", post(trials::stop))
        .route("/v1/relevance/audit", get(audit::list))
        .route("/v1/relevance/rules", get(rules::list))
        .route("/v1/relevance/rules/test", post(rules::test))
        .route("/v1/relevance/rules/{id}", get(rules::show).put(rules::put).delete(rules::retire))
        .route("/v1/relevance/lexicon", get(lexicon::list).post(lexicon::edit))
        .route("/v1/relevance/lexicon/status", get(lexicon::status))
        .route("/v1/relevance/lexicon/{number}", get(lexicon::show))
        .route("/v1/relevance/lexicon/{number}/undo", post(lexicon::undo))
}
