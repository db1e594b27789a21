//! Offers and requests as resources: one implementation for both sides. The file `sides.rs` gives it
//! its addresses.

use axum::Json;
use axum::http::header::{ETAG, IF_NONE_MATCH, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::body::not_found;
use super::params::Params;
use super::problem::{Kind, Problem};
use super::state::AppState;
use super::write::{self, Expected};
use crate::domain::{Actor, Command, Draft, Id, Posting, Refusal, Side};
use crate::engine::{self, SubmitError, new_id};

/// The answer to a write.
#[derive(Serialize, ToSchema)]
pub(super) struct Receipt {
    id: String,
    /// Also in the ETag.
    version: u64,
    /// Whether it is new.
    created: bool,
    /// With `wait=searchable`: whether it can be found already.
    #[serde(skip_serializing_if = "Option::is_none")]
    searchable: Option<bool>,
}

/// A posting as the API shows it; one that has ended says so.
pub(super) fn show(posting: &Posting) -> Value {
    let mut value = posting.to_json();
    let now = jiff::Timestamp::now().as_millisecond();
    if let (true, Value::Object(map)) = (posting.expired(now), &mut value) {
        map.insert("expired".to_owned(), Value::Bool(true));
    }
    value
}

pub(super) async fn list(state: AppState, side: Side, params: Params) -> Result<Response, Problem> {
    params.only(&["limit", "cursor"])?;
    let limit = params.limit()?;
    let after = params.cursor(|text| Id::parse(text).map(String::from))?;
    // One more than asked for tells whether there is a next page.
    let mut found = state.work(move |state| state.engine().list(side, after.as_deref(), limit + 1)).await??;
    let more = found.len() > limit;
    found.truncate(limit);
    let cursor = found.last().filter(|_| more).map(|(posting, _)| posting.id.as_str().to_owned());
    let items: Vec<Value> = found.iter().map(|(posting, _)| show(posting)).collect();
    Ok(Json(json!({ "items": items, "cursor": cursor })).into_response())
}

pub(super) async fn get(state: AppState, side: Side, id: Id, headers: HeaderMap) -> Result<Response, Problem> {
    let key = id.clone();
    let found = state.work(move |state| state.engine().get(side, &key)).await??;
    let (posting, version) = found.ok_or_else(|| not_found(side, id.as_str()))?;
    let tag = [(ETAG, write::tag(version))];
    let seen = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).and_then(write::parse_tag);
    // A posting can end without a new version, so one with an end is always sent whole.
    if seen == Some(version) && posting.valid_until.is_none() {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    Ok((tag, Json(show(&posting))).into_response())
}

pub(super) async fn create(state: AppState, side: Side, actor: Actor, params: Params, draft: Map<String, Value>) -> Result<Response, Problem> {
    params.only(&["wait"])?;
    let wait = params.waits()?;
    let receipt = state.work(move |state| store_new(state, side, &actor, draft)).await??;
    answer(&state, receipt, wait).await
}

/// Stores a posted draft; one with a known (party, external identifier) replaces what is there.
fn store_new(state: &AppState, side: Side, actor: &Actor, draft: Map<String, Value>) -> Result<engine::Receipt, Problem> {
    let named = draft.get("id").is_some_and(|id| !id.is_null());
    let party = write::default_party(actor);
    let posting = state.engine().lexicon().spelled(Draft(draft)).read(side, &new_id(side), party.as_ref()).map_err(Problem::fields)?;
    let known = write::known_as(state.engine(), &posting)?;
    if let Some(other) = known.as_ref().filter(|known| named && **known != posting.id) {
        return Err(external_taken(&posting, other));
    }
    // A drawn identifier is never taken; a chosen one may be, unless it is the party's own record.
    let create_only = named && known.is_none();
    Ok(state.engine().submit(actor, Command::Put { posting: Box::new(posting), expected: None, create_only })?)
}

pub(super) async fn replace(
    state: AppState,
    side: Side,
    actor: Actor,
    id: Id,
    params: Params,
    headers: HeaderMap,
    mut draft: Map<String, Value>,
) -> Result<Response, Problem> {
    params.only(&["wait"])?;
    let wait = params.waits()?;
    let expected = Expected::read(&headers)?;
    // What a reader was shown may be sent back: this mark is ours, not the owner's.
    draft.remove("expired");
    let receipt = state.work(move |state| store_at(state, side, &actor, &id, expected, draft)).await??;
    answer(&state, receipt, wait).await
}

fn store_at(state: &AppState, side: Side, actor: &Actor, id: &Id, expected: Expected, draft: Map<String, Value>) -> Result<engine::Receipt, Problem> {
    let engine = state.engine();
    let stored = engine.get(side, id)?;
    // A replacement that names no owner keeps the owner.
    let party = stored.as_ref().map(|(posting, _)| posting.party.clone()).or_else(|| write::default_party(actor));
    let posting = state.engine().lexicon().spelled(Draft(draft)).read(side, id.as_str(), party.as_ref()).map_err(Problem::fields)?;
    if posting.id != *id {
        return Err(Problem::field("id", "is not the id of the address", "leave it out or repeat the one of the address"));
    }
    if let Some(other) = write::known_as(engine, &posting)?.filter(|other| other != id) {
        return Err(external_taken(&posting, &other));
    }
    let version = expected_version(side, id, expected, stored.map(|(_, version)| version))?;
    let create_only = expected == Expected::Nothing;
    engine
        .submit(actor, Command::Put { posting: Box::new(posting), expected: version, create_only })
        .map_err(|error| conditional(error, expected))
}

pub(super) async fn remove(state: AppState, side: Side, actor: Actor, id: Id, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&["wait"])?;
    let wait = params.waits()?;
    let expected = Expected::read(&headers)?;
    let receipt = state
        .work(move |state| {
            let stored = match expected {
                Expected::Something => state.engine().get(side, &id)?.map(|(_, version)| version),
                _ => None,
            };
            let version = expected_version(side, &id, expected, stored)?;
            let command = Command::Delete { side, id, expected: version };
            state.engine().submit(&actor, command).map_err(|error| conditional(error, expected))
        })
        .await??;
    if wait {
        write::searchable(&state, receipt.position).await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn expected_version(side: Side, id: &Id, expected: Expected, stored: Option<u64>) -> Result<Option<u64>, Problem> {
    match (expected, stored) {
        (Expected::Version(version), _) => Ok(Some(version)),
        (Expected::Something, None) => Err(write::stale(format!("there is no {} with id {}", side.name(), id.as_str()))),
        (Expected::Something, version) => Ok(version),
        (Expected::Whatever | Expected::Nothing, _) => Ok(None),
    }
}

/// With a condition in the request, a missing or a taken record is a condition that fails.
fn conditional(error: SubmitError, expected: Expected) -> Problem {
    match error {
        SubmitError::Refused(refusal @ (Refusal::NotFound { .. } | Refusal::Taken { .. })) if expected != Expected::Whatever => {
            write::stale(refusal.to_string())
        }
        other => other.into(),
    }
}

fn external_taken(posting: &Posting, other: &Id) -> Problem {
    let external = posting.external_id.as_deref().unwrap_or_default();
    Problem::new(Kind::Conflict, format!("external_id {external:?} belongs to the {} {}", posting.side.name(), other.as_str()))
}

/// 201 with the address of a new posting, 200 for a replaced one.
async fn answer(state: &AppState, written: engine::Receipt, wait: bool) -> Result<Response, Problem> {
    let searchable = if wait { Some(write::searchable(state, written.position).await?) } else { None };
    let id = written.id.as_str();
    let receipt = Json(Receipt { id: id.to_owned(), version: written.version, created: written.created, searchable });
    let tag = (ETAG, write::tag(written.version));
    if written.created {
        let location = format!("/v1/{}/{id}", written.side.plural());
        return Ok((StatusCode::CREATED, [tag, (LOCATION, location)], receipt).into_response());
    }
    Ok(([tag], receipt).into_response())
}
