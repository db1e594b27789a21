//! Edits of the lexicon: listed with what became of them, made, tried without being made, and taken back.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::posting::stamp;
use crate::domain::relevance::{Change, Edits, LexiconChange, LexiconEntry};
use crate::domain::{Actor, Command};
use crate::engine::{EditState, Engine, InUse, Progress};
use crate::http::auth::Operator;
use crate::http::body::{Object, PathId};
use crate::http::params::Params;
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;
use crate::http::write::searchable;

/// An edit, as it is sent and shown. Which fields it has depends on `do`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct LexiconEdit {
    /// add_form, retire_form, add_concept, change_concept, retire_concept, synonym or undo.
    #[schema(rename = "do")]
    kind: String,
    /// The concept that it is about.
    concept: Option<String>,
    /// Language of the form.
    lang: Option<String>,
    /// The form.
    form: Option<String>,
    /// Whether forms may stand for other concepts of their language as well.
    ambiguous: Option<bool>,
    /// More general concepts, the chief one first.
    broader: Option<Vec<String>>,
    /// Codes of the Harmonized System.
    hs: Option<Vec<String>>,
    /// Properties that the name implies, as group:value.
    facets: Option<Vec<String>>,
    /// Forms by language, the preferred one first.
    names: Option<BTreeMap<String, Vec<String>>>,
    /// Of a synonym: the spelling that is asked by.
    from: Option<String>,
    from_lang: Option<String>,
    /// Of a synonym: the spelling that is found.
    to: Option<String>,
    to_lang: Option<String>,
    /// Whether asking by `to` finds `from` as well.
    both_ways: Option<bool>,
    /// How much the synonym counts beside names, above 0 and up to 1.
    weight: Option<f64>,
    /// What the synonym comes to; only shown.
    reads: Option<Vec<SynonymReading>>,
    /// Number of the edit that is taken back.
    edit: Option<u64>,
    /// Why, at most 500 characters; shown beside the edit.
    note: Option<String>,
}

/// A spelling that stands for a concept.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct SynonymReading {
    text: String,
    lang: String,
    concept: String,
    /// asked: in queries; found: in postings.
    reach: String,
}

/// Why an edit is taken back.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct UndoNote {
    /// At most 500 characters.
    note: Option<String>,
}

/// A page of edits, the newest first.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct EditPage {
    items: Vec<EditRow>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

/// An edit with what became of it.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct EditRow {
    /// Edits are numbered from 1.
    number: u64,
    #[schema(value_type = LexiconEdit)]
    edit: LexiconChange,
    /// Who made it.
    by: String,
    #[schema(format = DateTime)]
    at: String,
    /// Why, in their words.
    note: String,
    /// The edit that took it back; null while it holds.
    undone_by: Option<u64>,
    /// waiting: the lexicon is being built; reading: queries are read with it, postings are being read
    /// again; done.
    #[schema(value_type = String)]
    state: EditState,
    /// Why it changes nothing, where the tables leave no place for it by now; null if it works.
    idle: Option<String>,
    /// Whether it changes the place or the properties of goods, and with them postings that do not hold
    /// its words: everything below the concept is read again, in the background.
    rebuild: bool,
    /// Postings that were read again for it and for edits made at the same time; null if that was before
    /// the last start, or is to come.
    reread: Option<u64>,
    /// Those among them that still have to be read.
    left: u64,
}

/// What an edit would do.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct EditPreview {
    #[schema(value_type = LexiconEdit)]
    edit: LexiconChange,
    /// What its forms mean already.
    clashes: Vec<Clash>,
    /// As of an edit that was made.
    rebuild: bool,
    /// Postings that would be read again.
    reread: u64,
}

/// A form that means something already.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Clash {
    form: String,
    lang: String,
    /// A concept, a property, a place or whatever else.
    means: String,
}

/// How far the edits have got.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LexiconStatus {
    /// Number of the last edit.
    edits: u64,
    /// Number of the last one that queries are read with.
    asked: u64,
    /// Number of the last one that every posting is read with.
    found: u64,
    /// Postings that still have to be read again.
    left: u64,
    /// Edits that change nothing, since the tables leave no place for them by now.
    idle: Vec<IdleEdit>,
}

/// An edit that changes nothing.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct IdleEdit {
    number: u64,
    reason: String,
}

/// The edits, the newest first, with what became of each.
#[utoipa::path(get, path = "/v1/relevance/lexicon", tag = "relevance", operation_id = "list-lexicon-edits", security(("key" = [])),
    params(("limit" = Option<usize>, Query, description = "1 to 100; 20 if absent"), ("cursor" = Option<String>, Query, description = "the cursor of the page before")),
    responses((status = 200, description = "a page", body = EditPage), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<EditPage>, Problem> {
    let (limit, below) = params.page()?;
    Ok(Json(state.work(move |state| page(state.engine(), limit, below.unwrap_or(u64::MAX))).await?))
}

/// One edit with what became of it.
#[utoipa::path(get, path = "/v1/relevance/lexicon/{number}", tag = "relevance", operation_id = "show-lexicon-edit", security(("key" = [])),
    params(("number" = u64, Path)),
    responses((status = 200, description = "the edit", body = EditRow), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn show(State(state): State<AppState>, _: Operator, path: PathId, params: Params) -> Result<Json<EditRow>, Problem> {
    params.only(&[])?;
    let number = path.0.parse().unwrap_or(0);
    state.work(move |state| row(state.engine(), number)).await?.map(Json)
}

/// How far the edits have got: in queries, and in the postings that are read again in the background.
#[utoipa::path(get, path = "/v1/relevance/lexicon/status", tag = "relevance", operation_id = "lexicon-status", security(("key" = [])),
    responses((status = 200, description = "the state", body = LexiconStatus), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn status(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<LexiconStatus>, Problem> {
    params.only(&[])?;
    let now = state.work(|state| state.engine().lexicon_state()).await?;
    let idle = now.idle.into_iter().map(|(number, reason)| IdleEdit { number, reason }).collect();
    Ok(Json(LexiconStatus { edits: now.edits, asked: now.asked, found: now.found, left: now.left as u64, idle }))
}

/// Makes an edit, which holds for queries and postings within seconds. What cannot work is refused.
///
/// With `dry_run=true` nothing is made: the answer says what the edit would do and what it clashes with.
#[utoipa::path(post, path = "/v1/relevance/lexicon", tag = "relevance", operation_id = "edit-lexicon", security(("key" = [])), request_body = LexiconEdit,
    params(("dry_run" = Option<bool>, Query, description = "only say what it would do"), ("wait" = Option<String>, Query, description = "searchable: answer once everything is read with it")),
    responses((status = 201, description = "made", body = EditRow), (status = 200, description = "what it would do", body = EditPreview),
        (status = 400, description = "the body cannot be read", body = Problem), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 422, description = "fields cannot be used; each is named", body = Problem)))]
pub(in crate::http) async fn edit(State(state): State<AppState>, Operator(actor): Operator, params: Params, mut body: Object) -> Result<Response, Problem> {
    params.only(&["dry_run", "wait"])?;
    let (dry, wait) = (params.flag("dry_run")?, params.waits()?);
    let note = body.take_note()?;
    let change = LexiconChange::read(body.0).map_err(Problem::fields)?;
    if dry {
        return Ok(Json(state.work(move |state| preview(state.engine(), &change)).await??).into_response());
    }
    make(&state, actor, change, note, wait).await
}

/// Takes an edit back, which is an edit as well: taking that one back brings the first one back.
#[utoipa::path(post, path = "/v1/relevance/lexicon/{number}/undo", tag = "relevance", operation_id = "undo-lexicon-edit", security(("key" = [])), request_body = UndoNote,
    params(("number" = u64, Path), ("wait" = Option<String>, Query, description = "searchable: answer once everything is read without it")),
    responses((status = 201, description = "taken back", body = EditRow), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 422, description = "it cannot be taken back", body = Problem)))]
pub(in crate::http) async fn undo(State(state): State<AppState>, Operator(actor): Operator, path: PathId, params: Params, body: Object) -> Result<Response, Problem> {
    params.only(&["wait"])?;
    body.only(&["note"])?;
    let (wait, note) = (params.waits()?, body.note()?);
    let edit = path.0.parse().map_err(|_| Problem::field("number", "is no number", "take one from the list of edits"))?;
    make(&state, actor, LexiconChange::Undo { edit }, note, wait).await
}

async fn make(state: &AppState, actor: Actor, change: LexiconChange, note: String, wait: bool) -> Result<Response, Problem> {
    let made = state.work(move |state| {
        let receipt = state.engine().submit(&actor, Command::Tune { change: Box::new(Change::Lexicon(change)), note })?;
        state.engine().edit_at(receipt.position).map(|number| (number, receipt.position)).map_err(Problem::from)
    });
    let (number, position) = made.await??;
    if wait {
        searchable(state, position).await?;
    }
    let row = state.work(move |state| row(state.engine(), number)).await??;
    Ok((StatusCode::CREATED, Json(row)).into_response())
}

/// What rows are told from, taken once for all of a page.
struct Told {
    used: Arc<InUse>,
    undone: Vec<u64>,
    progress: Progress,
}

impl Told {
    fn now(engine: &Engine) -> Told {
        // What has got further meanwhile than the edits that are told does no harm.
        let (used, progress) = (engine.in_use(), engine.progress());
        Told { undone: used.workbench.lexicon.undone(), used, progress }
    }

    fn edits(&self) -> &Edits {
        &self.used.workbench.lexicon
    }

    fn row(&self, number: u64, entry: &LexiconEntry) -> EditRow {
        let (state, cost) = self.progress.of(number);
        EditRow {
            number,
            edit: entry.change.clone(),
            by: entry.stamp.by.clone(),
            at: stamp(entry.stamp.at),
            note: entry.stamp.note.clone(),
            undone_by: self.undone.get(number as usize - 1).copied().filter(|by| *by > 0),
            state,
            idle: self.used.lexicon().idle().iter().find(|(idle, _)| *idle == number).map(|(_, reason)| reason.clone()),
            rebuild: self.edits().rebuilds(&entry.change),
            reread: cost.map(|cost| cost.postings as u64),
            left: cost.map_or(0, |cost| cost.left as u64),
        }
    }
}

fn page(engine: &Engine, limit: usize, below: u64) -> EditPage {
    let told = Told::now(engine);
    let mut older = told.edits().entries().rev().filter(|(number, _)| *number < below);
    let items: Vec<EditRow> = older.by_ref().take(limit).map(|(number, entry)| told.row(number, entry)).collect();
    let cursor = items.last().filter(|_| older.next().is_some()).map(|row| row.number.to_string());
    EditPage { items, cursor }
}

fn row(engine: &Engine, number: u64) -> Result<EditRow, Problem> {
    let told = Told::now(engine);
    let entry = told.edits().get(number).ok_or_else(|| Problem::new(Kind::NotFound, "there is no such edit"))?;
    Ok(told.row(number, entry))
}

fn preview(engine: &Engine, change: &LexiconChange) -> Result<EditPreview, Problem> {
    let examined = engine.examine(change).map_err(|fault| Problem::fields(vec![fault]))?;
    let clashes = examined.clashes.into_iter().map(|clash| Clash { form: clash.form, lang: clash.lang, means: clash.means }).collect();
    let reread = engine.touched_by(&examined.change)? as u64;
    let rebuild = engine.in_use().workbench.lexicon.rebuilds(&examined.change);
    Ok(EditPreview { rebuild, edit: examined.change, clashes, reread })
}
