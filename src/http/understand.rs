//! `/v1/understand`: text to structure, in the field names of the records.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::auth::Reader;
use super::body::Object;
use super::openapi::{Text, Understood};
use super::params::Params;
use super::problem::Problem;
use super::state::AppState;
use crate::domain::draft::MAX_DESCRIPTION_CHARS;
use crate::text::Lang;

/// Reads goods, amounts, prices, places and terms out of a text.
#[utoipa::path(post, path = "/v1/understand", tag = "language", request_body = Text,
    responses((status = 200, description = "what was read", body = Understood), (status = 400, description = "the body cannot be read", body = Problem)))]
pub(super) async fn understand(State(state): State<AppState>, _: Reader, params: Params, Object(mut body): Object) -> Result<Response, Problem> {
    params.only(&[])?;
    let text = match body.remove("text") {
        Some(Value::String(text)) if !text.trim().is_empty() => text,
        _ => return Err(Problem::field("text", "is missing or empty", "send {\"text\": \"...\"}")),
    };
    if text.chars().count() > MAX_DESCRIPTION_CHARS {
        return Err(Problem::field("text", format!("is longer than {MAX_DESCRIPTION_CHARS} characters"), "shorten it"));
    }
    let lang = match body.remove("lang") {
        None | Some(Value::Null) => None,
        Some(Value::String(tag)) if Lang::new(&tag).is_some() => Some(tag),
        Some(_) => return Err(Problem::field("lang", "is not a language tag", "use a BCP 47 tag such as fr, zh or sw")),
    };
    if let Some(strange) = body.keys().next() {
        return Err(Problem::field(strange, "is not read here", "known here: text, lang"));
    }
    let found = state.work(move |state| state.engine().understand(&text, lang.as_deref())).await?;
    Ok(Json(found).into_response())
}
