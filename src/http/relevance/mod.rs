//! `/v1/relevance`: what operators see and change about what ranks. A file per topic; this one wires them
//! and holds what they share.

pub(super) mod audit;
pub(super) mod comparisons;
pub(super) mod evaluations;
mod export;
pub(super) mod gate;
pub(super) mod guards;
pub(super) mod judgments;
pub(super) mod lexicon;
pub(super) mod profiles;
pub(super) mod queries;
pub(super) mod reports;
pub(super) mod rules;
pub(super) mod signals;
pub(super) mod standing;
pub(super) mod trials;
pub(super) mod tunings;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Path, Request};
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Object;
use super::params::Params;
use super::problem::{Kind, Problem};
use super::state::AppState;
use super::write::{Expected, tag};
use crate::config::HttpConfig;
use crate::domain::posting::{beginning, stamp as written};
use crate::domain::{Actor, Id};
use crate::domain::relevance::SetKind;
use crate::engine::SetImported;
use crate::evaluate::Notices;
use crate::views::sets::SetInfo;

pub(super) fn routes() -> Router<AppState> {
    let conditional = Router::new()
        .route("/v1/relevance/profiles/draft", get(profiles::show_draft).put(profiles::draft))
        .route("/v1/relevance/rules/{id}", get(rules::show).put(rules::put).delete(rules::retire))
        .merge(judgments::routes())
        .merge(queries::routes())
        .merge(guards::routes());
    Router::new()
        .route("/v1/relevance/profiles", get(profiles::list))
        .route("/v1/relevance/profiles/diff", get(profiles::diff))
        .route("/v1/relevance/profiles/rollback", post(profiles::roll_back))
        .route("/v1/relevance/profiles/{name}", get(profiles::show))
        .route("/v1/relevance/trials", get(trials::list).post(trials::start))
        .route("/v1/relevance/trials/{name}", get(trials::show))
        .route("/v1/relevance/trials/{name}/stop", post(trials::stop))
        .route("/v1/relevance/audit", get(audit::list))
        .route("/v1/relevance/rules", get(rules::list))
        .route("/v1/relevance/rules/test", post(rules::test))
        .route("/v1/relevance/gate", get(gate::show).put(gate::put).delete(gate::clear))
        .route("/v1/relevance/standing", get(standing::show))
        .route("/v1/relevance/lexicon", get(lexicon::list).post(lexicon::edit))
        .route("/v1/relevance/lexicon/status", get(lexicon::status))
        .route("/v1/relevance/lexicon/{number}", get(lexicon::show))
        .route("/v1/relevance/lexicon/{number}/undo", post(lexicon::undo))
        .merge(reports::routes())
        .merge(signals::routes())
        .layer(from_fn(unconditional))
        .merge(conditional)
}

/// Addresses that may take longer than a request: files of many rows, and runs of many queries.
pub(super) fn long_routes(config: &HttpConfig) -> Router<AppState> {
    let files = Router::new().merge(judgments::file_routes()).merge(queries::file_routes()).merge(guards::file_routes()).layer(DefaultBodyLimit::max(config.max_bulk_bytes));
    let runs = evaluations::routes().merge(comparisons::routes()).merge(gate::check_routes()).merge(tunings::routes()).layer(from_fn(unconditional));
    let publishing = Router::new().route("/v1/relevance/profiles/publish", post(profiles::publish));
    files.merge(runs.merge(publishing).layer(DefaultBodyLimit::max(config.max_body_bytes)))
}

/// Refuses conditions at addresses that do not hold them: whoever sends one relies on it.
async fn unconditional(request: Request, next: Next) -> Response {
    let given = [IF_MATCH, IF_NONE_MATCH].into_iter().find(|name| request.headers().contains_key(name));
    match given {
        Some(name) if request.method() != Method::GET => {
            let field = if name == IF_MATCH { "If-Match" } else { "If-None-Match" };
            Problem::field(field, "is not held at this address", "leave it out; drafts, publishing, rules and sets hold it").into_response()
        }
        _ => next.run(request).await,
    }
}

/// The version that a change is about, by `If-Match` or by a field of the body; 0 for none that is there.
fn expected(headers: &HeaderMap, field: Option<u64>) -> Result<Option<u64>, Problem> {
    let by_header = match Expected::read(headers)? {
        Expected::Whatever => None,
        Expected::Nothing => Some(0),
        Expected::Version(version) => Some(version),
        Expected::Something => return Err(Problem::field("If-Match", "is read here as one ETag only", "send the ETag that you were given, e.g. \"7\"")),
    };
    match (by_header, field) {
        (Some(header), Some(field)) if header != field => Err(Problem::field("If-Match", "contradicts expected", "send one of the two")),
        _ => Ok(by_header.or(field)),
    }
}

const TODAY_HINT: &str = "write a day, e.g. 2026-11-28";

/// The day of a body that counts as today.
fn today(body: &Object) -> Result<Option<i64>, Problem> {
    body.parsed("today", |value| beginning(value.as_str()?), TODAY_HINT)
}

/// The identifiers of a path, in their order.
pub(super) struct Ids<const N: usize>([Id; N]);

impl<S: Send + Sync, const N: usize> FromRequestParts<S> for Ids<N> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Ids<N>, Problem> {
        let Ok(Path(names)) = Path::<Vec<(String, String)>>::from_request_parts(parts, state).await else {
            return Err(Problem::new(Kind::BadRequest, "the path is not UTF-8"));
        };
        let read = |(field, text): &(String, String)| Id::parse(text).ok_or_else(|| Problem::field(field, "is no identifier", "use 1 to 64 of A-Z a-z 0-9 . _ -"));
        let ids: Vec<Id> = names.iter().map(read).collect::<Result<_, _>>()?;
        let ids: [Id; N] = ids.try_into().map_err(|_| Problem::new(Kind::NotFound, "there is nothing at this address"))?;
        Ok(Ids(ids))
    }
}

/// A whole file, of at most the size of a bulk file.
pub(super) struct File(Bytes);

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<File, Problem> {
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "the file is larger than a bulk file may be; send it in parts"),
            _ => Problem::new(Kind::BadRequest, "the body broke off"),
        })?;
        Ok(File(bytes))
    }
}

/// A stored set.
#[derive(Serialize, ToSchema)]
pub(super) struct Set {
    /// Its name.
    name: String,
    /// Changes with every change of the set.
    version: u64,
    /// How many rows it has.
    rows: usize,
    /// Whether an import of it is under way or was cut off: it is not measured by until one has ended.
    open: bool,
    /// Who changed it last.
    by: String,
    #[schema(format = DateTime)]
    at: String,
    /// Why, in the operator's words.
    note: String,
}

impl From<SetInfo> for Set {
    fn from(info: SetInfo) -> Set {
        let SetInfo { name, version, rows, open, stamp } = info;
        Set { name, version, rows, open, by: stamp.by, at: written(stamp.at), note: stamp.note }
    }
}

/// The stored sets, in the order of their names.
#[derive(Serialize, ToSchema)]
pub(super) struct SetList {
    items: Vec<Set>,
}

/// What became of a file.
#[derive(Serialize, ToSchema)]
pub(super) struct Taken {
    /// Version of the set now.
    version: u64,
    /// Rows that are new.
    added: usize,
    /// Rows that say something else now.
    changed: usize,
    /// Rows that said the same before.
    same: usize,
    /// Rows that the file lacks and that were taken out.
    removed: usize,
    /// Rows that repeat another row of the file; they count once.
    repeated: Vec<Repeated>,
    /// Columns of the file that are not read.
    ignored: Vec<String>,
    /// How many of the postings that the file names are not stored: they count as never found.
    unknown: usize,
    /// The first hundred of them.
    unknown_ids: Vec<String>,
}

/// A row that repeats another.
#[derive(Serialize, ToSchema)]
pub(super) struct Repeated {
    /// Line of the file, counted from 1.
    row: u64,
    /// What it repeats.
    problem: String,
    /// What to do about it.
    hint: String,
}

impl From<SetImported> for Taken {
    fn from(imported: SetImported) -> Taken {
        let SetImported { version, added, changed, same, removed, notices: Notices { repeated, ignored }, unknown, unknown_ids } = imported;
        let repeated = repeated.into_iter().map(|row| Repeated { row: row.row, problem: row.error.problem, hint: row.error.hint }).collect();
        Taken { version, added, changed, same, removed, repeated, ignored, unknown, unknown_ids }
    }
}

/// A version after a change.
#[derive(Serialize, ToSchema)]
pub(super) struct Versioned {
    /// Version of the set now.
    version: u64,
}

fn no_set(kind: SetKind, set: &Id) -> Problem {
    Problem::new(Kind::NotFound, format!("there is no set of {} named {}", kind.name(), set.as_str()))
}

async fn list(state: &AppState, kind: SetKind, params: &Params) -> Result<Json<SetList>, Problem> {
    params.only(&[])?;
    let sets = state.work(move |state| state.engine().sets(kind)).await??;
    Ok(Json(SetList { items: sets.into_iter().map(Set::from).collect() }))
}

/// What is answered to a change of a set, under the ETag of its version.
type Tagged<T> = ([(HeaderName, String); 1], Json<T>);

fn tagged<T>(version: u64, answer: T) -> Tagged<T> {
    ([(ETAG, tag(version))], Json(answer))
}

async fn import(state: &AppState, actor: Actor, kind: SetKind, set: Id, (params, headers): (&Params, &HeaderMap), File(file): File) -> Result<Tagged<Taken>, Problem> {
    params.only(&["replace", "note"])?;
    let (replace, note, expected) = (params.flag("replace")?, params.note()?, expected(headers, None)?);
    let imported = state.work(move |state| {
        let engine = state.engine();
        let _turn = engine.set_turn(kind, &set, expected)?;
        engine.import_set(&actor, kind, &set, &file, replace, &note)
    });
    let imported = imported.await??;
    Ok(tagged(imported.version, imported.into()))
}

/// The rows of a set as a file, an object a line.
async fn lines(state: &AppState, kind: SetKind, set: Id, params: &Params) -> Result<Response, Problem> {
    params.only(&[])?;
    let none = no_set(kind, &set);
    let text = state.work(move |state| {
        let engine = state.engine();
        let info = engine.set_info(kind, &set)?.ok_or(none)?;
        Ok::<_, Problem>((info.version, engine.set_lines(kind, &set)?))
    });
    let (version, text) = text.await??;
    Ok(([(CONTENT_TYPE, "application/x-ndjson".to_owned()), (ETAG, tag(version))], text).into_response())
}

async fn forget(state: &AppState, actor: Actor, kind: SetKind, set: Id, (params, headers): (&Params, &HeaderMap)) -> Result<StatusCode, Problem> {
    params.only(&["note"])?;
    let (note, expected, none) = (params.note()?, expected(headers, None)?, no_set(kind, &set));
    let known = state.work(move |state| {
        let engine = state.engine();
        let _turn = engine.set_turn(kind, &set, expected)?;
        engine.drop_set(&actor, kind, &set, &note)
    });
    let known = known.await??;
    if known { Ok(StatusCode::NO_CONTENT) } else { Err(none) }
}
