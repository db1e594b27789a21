//! Relevance profiles: a draft that is worked on and tried, versions that never change again, and which
//! of them ranks.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::evaluations::PROFILE_HINT;
use crate::domain::posting::stamp;
use crate::domain::relevance::{Change, Edition, ProfileChange};
use crate::domain::{Actor, Command, Difference, FieldError, Profile};
use crate::engine::{Engine, Named, InUse};
use crate::http::auth::Operator;
use crate::http::body::{Object, PathId};
use crate::http::openapi;
use crate::http::params::Params;
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;
use crate::http::write::tag;

/// A page of published versions, the newest first.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ProfilePage {
    items: Vec<ProfileRow>,
    /// For the next page; null on the last.
    cursor: Option<String>,
    /// The profile that ranks.
    current: String,
    /// The profile that the engine started with; it ranks where none was published.
    built_in: String,
    /// The revision of the draft; null without one.
    draft: Option<u64>,
}

/// A version as a list shows it.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ProfileRow {
    /// Name and version: `winter-fair@2`.
    name: String,
    /// Whether it ranks now.
    ranks: bool,
    /// Who published it.
    by: String,
    #[schema(format = DateTime)]
    at: String,
    /// Why, in their words.
    note: String,
}

/// A profile with what is known of it.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ProfileVersion {
    /// Name and version: `winter-fair@2`; or `draft`.
    name: String,
    /// Whether it ranks now.
    ranks: bool,
    /// The revision of the draft that it is or was, to be sent as `expected`; 0 for the built-in one.
    revision: u64,
    /// Who saved or published it; null for the built-in one, as what follows.
    by: Option<String>,
    #[schema(format = DateTime)]
    at: Option<String>,
    /// Why, in their words.
    note: Option<String>,
    #[schema(value_type = openapi::Profile)]
    profile: Profile,
}

/// What two profiles differ in.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ProfileDiff {
    from: String,
    to: String,
    /// In the order of fields; empty if they rank alike.
    #[schema(value_type = Vec<ProfileDifference>)]
    differences: Vec<Difference>,
}

/// One field; null where a profile lacks it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct ProfileDifference {
    /// With its path: `weights.text`.
    field: String,
    #[schema(schema_with = openapi::number_or_text)]
    from: Value,
    #[schema(schema_with = openapi::number_or_text)]
    to: Value,
}

/// A draft as it is sent.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct NewDraft {
    profile: openapi::Profile,
    /// What it is about, at most 500 characters.
    note: Option<String>,
    /// The revision of the draft that is replaced, 0 for none; nothing is checked if absent.
    expected: Option<u64>,
}

/// The wish to publish the draft.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct Publication {
    /// The revision of the draft that was looked at; `If-Match` with its ETag says the same.
    expected: Option<u64>,
    /// Why, at most 500 characters.
    note: String,
    /// Whether it ranks from now on, as it does if absent. Else it waits, for a trial or for its day.
    rank: Option<bool>,
    /// What the draft must reach, beside the gate that stands.
    #[schema(nullable = false)]
    gate: Option<openapi::GateShape>,
    /// Publishes it although it does not pass; the list of changes keeps what it misses. No if absent.
    force: Option<bool>,
}

/// The wish that another version ranks.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct RollBack {
    /// Name and version: `winter-fair@2`; the one published before the current one if absent.
    to: Option<String>,
    /// Why, at most 500 characters.
    note: String,
}

impl ProfileVersion {
    fn of(used: &InUse, named: Named<'_>) -> ProfileVersion {
        let stamped = named.edition.map(|edition| &edition.stamp);
        ProfileVersion {
            ranks: named.name == used.profile.label(),
            name: named.name,
            revision: named.edition.map_or(0, |edition| edition.revision),
            by: stamped.map(|by| by.by.clone()),
            at: stamped.map(|by| stamp(by.at)),
            note: stamped.map(|by| by.note.clone()),
            profile: named.profile.clone(),
        }
    }
}

fn show_named(used: &InUse, name: &str) -> Result<ProfileVersion, Problem> {
    used.named(name).map(|found| ProfileVersion::of(used, found)).ok_or_else(|| missing(name))
}

fn missing(name: &str) -> Problem {
    let name: String = name.chars().take(64).collect();
    Problem::new(Kind::NotFound, format!("there is no profile {name}; {PROFILE_HINT}"))
}

fn fault(field: &str, problem: &str, hint: &str) -> FieldError {
    FieldError { field: field.to_owned(), problem: problem.to_owned(), hint: hint.to_owned() }
}

fn tune(engine: &Engine, actor: &Actor, change: ProfileChange, note: String) -> Result<(), Problem> {
    engine.submit(actor, Command::Tune { change: Box::new(Change::Profiles(change)), note })?;
    Ok(())
}

/// Published versions, the newest first, and which of them ranks.
#[utoipa::path(get, path = "/v1/relevance/profiles", tag = "relevance", operation_id = "list-profiles", security(("key" = [])),
    params(("limit" = Option<usize>, Query, description = "1 to 100; 20 if absent"), ("cursor" = Option<String>, Query, description = "the cursor of the page before")),
    responses((status = 200, description = "a page", body = ProfilePage), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<ProfilePage>, Problem> {
    let (limit, below) = params.page()?;
    Ok(Json(state.work(move |state| page(&state.engine().in_use(), limit, below.unwrap_or(u32::MAX))).await?))
}

fn page(used: &InUse, limit: usize, below: u32) -> ProfilePage {
    let profiles = &used.workbench.profiles;
    let current = used.profile.label();
    let mut older = profiles.published.iter().rev().filter(|edition| edition.profile.version < below);
    let items: Vec<&Edition> = older.by_ref().take(limit).collect();
    let cursor = items.last().filter(|_| older.next().is_some()).map(|edition| edition.profile.version.to_string());
    let row = |edition: &&Edition| {
        let name = edition.profile.label();
        ProfileRow { ranks: name == current, name, by: edition.stamp.by.clone(), at: stamp(edition.stamp.at), note: edition.stamp.note.clone() }
    };
    let draft = profiles.draft.as_ref().map(|edition| edition.revision);
    ProfilePage { items: items.iter().map(row).collect(), cursor, built_in: used.given.label(), draft, current }
}

/// One profile, whole.
#[utoipa::path(get, path = "/v1/relevance/profiles/{name}", tag = "relevance", operation_id = "show-profile", security(("key" = [])),
    params(("name" = String, Path, description = "a name with its version, e.g. winter-fair@2; or current")),
    responses((status = 200, description = "the profile", body = ProfileVersion), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn show(State(state): State<AppState>, _: Operator, path: PathId, params: Params) -> Result<Json<ProfileVersion>, Problem> {
    params.only(&[])?;
    state.work(move |state| show_named(&state.engine().in_use(), &path.0)).await?.map(Json)
}

/// The draft, with the revision that publishing it has to name.
#[utoipa::path(get, path = "/v1/relevance/profiles/draft", tag = "relevance", operation_id = "show-draft", security(("key" = [])),
    responses((status = 200, description = "the draft", body = ProfileVersion), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn show_draft(State(state): State<AppState>, _: Operator, params: Params) -> Result<Response, Problem> {
    params.only(&[])?;
    state.work(|state| show_named(&state.engine().in_use(), "draft")).await?.map(tagged)
}

/// A draft under the ETag of its revision.
fn tagged(draft: ProfileVersion) -> Response {
    ([(ETAG, tag(draft.revision))], Json(draft)).into_response()
}

/// Saves a draft in place of the one before. It ranks nothing but what asks for `profile=draft`.
#[utoipa::path(put, path = "/v1/relevance/profiles/draft", tag = "relevance", operation_id = "put-draft", security(("key" = [])), request_body = NewDraft,
    params(("If-Match" = Option<String>, Header, description = "the ETag of the draft that is replaced, instead of `expected`"), ("If-None-Match" = Option<String>, Header, description = "* if there is none")),
    responses((status = 200, description = "the draft", body = ProfileVersion), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 412, description = "the draft is not the expected one", body = Problem), (status = 422, description = "fields cannot be used; each is named", body = Problem)))]
pub(in crate::http) async fn draft(State(state): State<AppState>, Operator(actor): Operator, params: Params, headers: HeaderMap, body: Object) -> Result<Response, Problem> {
    params.only(&[])?;
    body.only(&["profile", "note", "expected"])?;
    let expected = super::expected(&headers, body.parsed("expected", Value::as_u64, "send the revision of the draft that you saw, 0 for none")?)?;
    let note = body.note()?;
    let given = body.required("profile", |value| value.as_object().cloned(), "send a profile as an object, as one is shown")?;
    let profile = Box::new(Profile::read_draft(given).map_err(|faults| Problem::fields(faults).below("profile", &[]))?);
    let saved = state.work(move |state| {
        tune(state.engine(), &actor, ProfileChange::Draft { profile, expected }, note).map_err(|problem| problem.below("profile", &["note", "expected"]))?;
        show_named(&state.engine().in_use(), "draft")
    });
    saved.await?.map(tagged)
}

/// Makes the draft a version that never changes again. It ranks from the next search on.
///
/// Before, it is held against the gate that stands and against one that is sent along: what it must reach on judgments
/// overall and in every language pair, what it may lose against the profile that ranks, and guards that must hold.
/// What it misses is named one by one, and then nothing is published, unless `force` says so.
#[utoipa::path(post, path = "/v1/relevance/profiles/publish", tag = "relevance", operation_id = "publish-profile", security(("key" = [])), request_body = Publication,
    params(("If-Match" = Option<String>, Header, description = "the ETag of the draft, instead of `expected`")),
    responses((status = 200, description = "the version", body = ProfileVersion), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "a set of the gate is not there", body = Problem),
        (status = 412, description = "the draft is not the expected one", body = Problem), (status = 422, description = "fields cannot be used, or the draft does not pass the gate; each is named", body = Problem)))]
pub(in crate::http) async fn publish(State(state): State<AppState>, Operator(actor): Operator, params: Params, headers: HeaderMap, body: Object) -> Result<Json<ProfileVersion>, Problem> {
    params.only(&[])?;
    body.only(&["expected", "note", "rank", "gate", "force"])?;
    let expected = body.parsed("expected", Value::as_u64, "send the revision of the draft that you looked at")?;
    let Some(expected) = super::expected(&headers, expected)? else {
        return Err(Problem::fields(vec![fault("expected", "is missing", "send the revision of the draft that you looked at")]));
    };
    let flag = |field: &str| body.parsed(field, Value::as_bool, "write true or false");
    let (note, rank, force) = (body.note()?, flag("rank")?.unwrap_or(true), flag("force")?.unwrap_or(false));
    let gate = super::gate::sent(&body)?;
    let published = state.work(move |state| {
        state.engine().publish(&actor, (Some(expected), rank), gate.as_ref(), force, &note)?;
        let used = state.engine().in_use();
        let edition = used.workbench.profiles.published.iter().find(|edition| edition.revision == expected);
        edition.map(|edition| ProfileVersion::of(&used, Named::from(edition))).ok_or_else(|| missing("draft"))
    });
    published.await?.map(Json)
}

/// Makes another version rank, in one step: by itself the one before the current one, the built-in one
/// at last.
#[utoipa::path(post, path = "/v1/relevance/profiles/rollback", tag = "relevance", operation_id = "roll-back-profile", security(("key" = [])), request_body = RollBack,
    responses((status = 200, description = "the version that ranks", body = ProfileVersion), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 422, description = "fields cannot be used; each is named", body = Problem)))]
pub(in crate::http) async fn roll_back(State(state): State<AppState>, Operator(actor): Operator, params: Params, body: Object) -> Result<Json<ProfileVersion>, Problem> {
    params.only(&[])?;
    body.only(&["to", "note"])?;
    let (to, note) = (body.parsed("to", |value| value.as_str().map(str::to_owned), "write a name with its version, e.g. winter-fair@2")?, body.note()?);
    let ranking = state.work(move |state| {
        let version = state.engine().in_use().roll_back_to(to.as_deref()).map_err(|fault| Problem::fields(vec![fault]))?;
        tune(state.engine(), &actor, ProfileChange::RollBack { version }, note)?;
        show_named(&state.engine().in_use(), "current")
    });
    ranking.await?.map(Json)
}

/// What the second of two profiles has differently.
#[utoipa::path(get, path = "/v1/relevance/profiles/diff", tag = "relevance", operation_id = "compare-profiles", security(("key" = [])),
    params(("from" = Option<String>, Query, description = "a name with its version, draft or current; current if absent"),
        ("to" = Option<String>, Query, description = "the same; draft if absent")),
    responses((status = 200, description = "the differences", body = ProfileDiff), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is no such profile", body = Problem)))]
pub(in crate::http) async fn diff(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<ProfileDiff>, Problem> {
    params.only(&["from", "to"])?;
    let (from, to) = (params.owned("from"), params.owned("to"));
    let compared = state.work(move |state| {
        let used = state.engine().in_use();
        let (from, to) = (show_named(&used, from.as_deref().unwrap_or("current"))?, show_named(&used, to.as_deref().unwrap_or("draft"))?);
        Ok(Json(ProfileDiff { differences: from.profile.differences(&to.profile), from: from.name, to: to.name }))
    });
    compared.await?
}
