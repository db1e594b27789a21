//! Sifting: the other side's postings for a stored or an unsaved posting.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::auth::{Caller, Reader};
use super::body::{Object, not_found};
use super::openapi::{Answer, Sifting, Unsaved};
use super::params::Params;
use super::problem::Problem;
use super::search::{SHARED, ask};
use super::state::AppState;
use crate::domain::{Draft, Id, Posting, Side};
use crate::lexicon::Lexicon;

const ONE_POSTING: &str = "send {\"request\": {\"text\": \"求购腰果仁W320\"}} or {\"offer\": {\"title\": \"Cashew kernels W320\"}}";

pub(super) async fn stored(state: AppState, side: Side, id: Id, (caller, params): (Caller, Params), headers: &HeaderMap) -> Result<Response, Problem> {
    params.only(SHARED)?;
    let ask = ask(&params, side.other(), headers, &caller)?;
    let answer = state
        .work(move |state| {
            let found = state.engine().get(side, &id)?;
            let (posting, _) = found.ok_or_else(|| not_found(side, id.as_str()))?;
            state.engine().matches(&posting, &ask).map_err(Problem::from)
        })
        .await??;
    Ok(Json(answer).into_response())
}

/// Matches a request or an offer without storing it.
///
/// The body is `{"request": {...}}` or `{"offer": {...}}`. The fields of a request that has a `text` may stand alone.
#[utoipa::path(post, path = "/v1/match", tag = "matching", request_body = Unsaved,
    params(Sifting),
    responses((status = 200, description = "a page of hits", body = Answer), (status = 400, description = "a parameter or the body cannot be read", body = Problem),
        (status = 403, description = "a parameter is for operators alone", body = Problem),
        (status = 422, description = "fields cannot be read; each is named", body = Problem)))]
pub(super) async fn unsaved(State(state): State<AppState>, Reader(caller): Reader, params: Params, headers: HeaderMap, Object(mut body): Object) -> Result<Response, Problem> {
    params.only(SHARED)?;
    // Only a request has a text: one that stands alone is taken for what it is.
    if body.contains_key("text") && !body.contains_key("request") && !body.contains_key("offer") {
        body = Map::from_iter([("request".to_owned(), Value::Object(body))]);
    }
    let posting = sent(&state.engine().lexicon(), &mut body)?.ok_or_else(|| Problem::field("body", "names no single offer or request", ONE_POSTING))?;
    if let Some(strange) = body.keys().next() {
        return Err(Problem::field(strange, "is not read here", format!("{ONE_POSTING} alone")));
    }
    let ask = ask(&params, posting.side.other(), &headers, &caller)?;
    let answer = state.work(move |state| state.engine().matches(&posting, &ask)).await??;
    Ok(Json(answer).into_response())
}

/// Takes the one `offer` or `request` out of a body, if there is any.
pub(super) fn sent(lexicon: &Lexicon, body: &mut Map<String, Value>) -> Result<Option<Posting>, Problem> {
    let mut given = |name: &str| body.remove(name).filter(|draft| !draft.is_null());
    let (side, draft) = match (given("offer"), given("request")) {
        (None, None) => return Ok(None),
        (Some(Value::Object(draft)), None) => (Side::Offer, draft),
        (None, Some(Value::Object(draft))) => (Side::Request, draft),
        _ => return Err(Problem::field("body", "names no single offer or request", ONE_POSTING)),
    };
    lexicon.spelled(Draft(draft)).read(side, "unsaved", None).map(Some).map_err(|mut errors| {
        for error in &mut errors {
            error.field = format!("{}.{}", side.name(), error.field);
        }
        Problem::fields(errors)
    })
}
