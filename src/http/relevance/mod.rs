//! `/v1/relevance`: the workbench, for operators only. A file per topic; this one wires them.

pub(super) mod rules;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::routing::{get, post};

use super::auth::Writer;
use super::problem::{Kind, Problem};
use super::state::AppState;
use crate::domain::{Actor, Role};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/relevance/rules", get(rules::list))
        .route("/v1/relevance/rules/test", post(rules::test))
        .route("/v1/relevance/rules/{id}", get(rules::show).put(rules::put).delete(rules::retire))
}

/// The holder of an operator's key.
#[derive(Clone, Debug)]
pub(super) struct Operator(pub(super) Actor);

impl FromRequestParts<AppState> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Operator, Problem> {
        let Writer(actor) = Writer::from_request_parts(parts, state).await?;
        match actor.role {
            Role::Operator => Ok(Operator(actor)),
            Role::Exporter | Role::Importer => Err(Problem::new(Kind::Forbidden, "the relevance workbench is open to operators only")),
        }
    }
}
