//! `/v1/relevance/rules`: curation rules, and the bench that tells what they do to a question.

use axum::Json;
use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::expected;
use crate::http::auth::{Operator, Reader};
use crate::domain::relevance::{Change, KeptRule, Rule, RuleChange, Stamp};
use crate::domain::{Command, Id, Side};
use crate::engine::{Engine, RuleBench, now_ms};
use crate::http::body::{Object, PathId};
use crate::http::matches;
use crate::http::openapi::{RuleShape, TrialShape};
use crate::http::params::Params;
use crate::http::problem::{Kind, Problem};
use crate::http::search::{SHARED, WORDS, ask};
use crate::http::state::AppState;
use crate::http::write::tag;
use crate::views::card::day;

/// What a search reads and the bench has no use for: it tells names and places, of the profile in use.
const IDLE: [&str; 6] = ["reader", "cursor", "explain", "session", "profile", "without"];

/// A page of rules.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RulePage {
    /// In the order of names, retired ones too.
    items: Vec<RuleRecord>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

/// A rule with its story.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RuleRecord {
    #[schema(value_type = RuleShape)]
    rule: Rule,
    /// How often it was put.
    version: u32,
    state: RuleState,
    /// Who put this version, when and why.
    changed: Signed,
    /// Who retired it, when and why; null while it is in use.
    retired: Option<Signed>,
}

/// Whether a rule holds today.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum RuleState {
    /// It holds.
    Holds,
    /// Its first day is to come.
    Waits,
    /// Its last day is past.
    Over,
    /// It was retired.
    Retired,
}

/// Who changed something, when and why.
#[derive(Serialize, ToSchema)]
struct Signed {
    /// Party of the key.
    by: String,
    #[schema(format = DateTime)]
    at: String,
    note: String,
}

impl From<&Stamp> for Signed {
    fn from(stamp: &Stamp) -> Signed {
        let at = jiff::Timestamp::from_millisecond(stamp.at).map(|at| at.to_string()).unwrap_or_default();
        Signed { by: stamp.by.clone(), at, note: stamp.note.clone() }
    }
}

fn record(kept: &KeptRule) -> RuleRecord {
    let today = day(now_ms()).unwrap_or_default();
    let state = match &kept.retired {
        Some(_) => RuleState::Retired,
        None if kept.rule.holds(today) => RuleState::Holds,
        None if kept.rule.from.is_some_and(|from| today < from) => RuleState::Waits,
        None => RuleState::Over,
    };
    RuleRecord { rule: kept.rule.clone(), version: kept.version, state, changed: (&kept.stamp).into(), retired: kept.retired.as_ref().map(Signed::from) }
}

fn find(engine: &Engine, id: &str) -> Result<RuleRecord, Problem> {
    let used = engine.in_use();
    let workbench = &used.workbench;
    let kept = Id::parse(id).and_then(|id| workbench.rules.get(&id).map(record));
    kept.ok_or_else(|| Problem::new(Kind::NotFound, format!("there is no rule with id {}", id.chars().take(64).collect::<String>())))
}

/// All rules, in the order of names.
#[utoipa::path(get, path = "/v1/relevance/rules", tag = "relevance", security(("key" = [])),
    params(("limit" = Option<usize>, Query, description = "Rules on a page, 1 to 100; 20 if absent."), ("cursor" = Option<String>, Query, description = "The cursor of the page before.")),
    responses((status = 200, description = "a page of rules", body = RulePage), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<RulePage>, Problem> {
    params.only(&["limit", "cursor"])?;
    let limit = params.limit()?;
    let after = params.cursor(Id::parse)?;
    let used = state.engine().in_use();
    let mut found = used.workbench.rules.all().filter(|kept| after.as_ref().is_none_or(|after| kept.rule.id > *after)).peekable();
    let items: Vec<RuleRecord> = found.by_ref().take(limit).map(record).collect();
    let cursor = items.last().filter(|_| found.peek().is_some()).map(|last| last.rule.id.as_str().to_owned());
    Ok(Json(RulePage { items, cursor }))
}

/// A rule.
#[utoipa::path(get, path = "/v1/relevance/rules/{id}", tag = "relevance", security(("key" = [])),
    params(("id" = String, Path, description = "Its name.")),
    responses((status = 200, description = "the rule", body = RuleRecord), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn show(State(state): State<AppState>, _: Operator, PathId(id): PathId, params: Params) -> Result<Response, Problem> {
    params.only(&[])?;
    find(state.engine(), &id).map(tagged)
}

/// Adds a rule or changes it, whole; it holds from now on. A retired one comes back.
///
/// The body is a rule, beside it a `note` that says why. Pins obey filters and ends: who is not among what
/// was found is not brought in.
#[utoipa::path(put, path = "/v1/relevance/rules/{id}", tag = "relevance", security(("key" = [])), request_body = RuleShape,
    params(("id" = String, Path, description = "Its name: 1 to 64 of `A-Z a-z 0-9 . _ -`."), ("If-Match" = Option<String>, Header, description = "the ETag of the version that is changed"),
        ("If-None-Match" = Option<String>, Header, description = "* for a rule that is new")),
    responses((status = 200, description = "the rule as it is now", body = RuleRecord), (status = 201, description = "the new rule", body = RuleRecord),
        (status = 400, description = "the body cannot be read", body = Problem), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 412, description = "the rule is not the expected one", body = Problem),
        (status = 422, description = "some fields cannot be", body = Problem)))]
pub(in crate::http) async fn put(State(state): State<AppState>, Operator(actor): Operator, PathId(id): PathId, params: Params, headers: HeaderMap, mut body: Object) -> Result<Response, Problem> {
    params.only(&[])?;
    let expected = expected(&headers, None)?;
    let note = body.take_note()?;
    let rule = Box::new(Rule::read(&id, &body.0).map_err(Problem::fields)?);
    let change = Box::new(Change::Rules(RuleChange::Put { rule, expected }));
    let record = state.work(move |state| {
        state.engine().submit(&actor, Command::Tune { change, note }).map_err(Problem::from)?;
        find(state.engine(), &id)
    });
    let record = record.await??;
    let status = if record.version == 1 { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, tagged(record)).into_response())
}

/// A rule under the ETag of its version; a retired one has none to be changed by.
fn tagged(record: RuleRecord) -> Response {
    match record.retired {
        None => ([(ETAG, tag(record.version.into()))], Json(record)).into_response(),
        Some(_) => Json(record).into_response(),
    }
}

/// Retires a rule. It stays in the list and may be put again.
#[utoipa::path(delete, path = "/v1/relevance/rules/{id}", tag = "relevance", security(("key" = [])),
    params(("id" = String, Path, description = "Its name."), ("note" = Option<String>, Query, description = "Why."), ("If-Match" = Option<String>, Header, description = "the ETag of the version that is retired")),
    responses((status = 200, description = "the rule as it is now", body = RuleRecord), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is none", body = Problem), (status = 412, description = "the rule is not the expected one", body = Problem),
        (status = 422, description = "it is retired already", body = Problem)))]
pub(in crate::http) async fn retire(State(state): State<AppState>, Operator(actor): Operator, PathId(id): PathId, params: Params, headers: HeaderMap) -> Result<Json<RuleRecord>, Problem> {
    params.only(&["note"])?;
    let expected = expected(&headers, None)?;
    let note = params.note()?;
    let record = state.work(move |state| {
        let known = find(state.engine(), &id)?.rule.id;
        let change = Box::new(Change::Rules(RuleChange::Retire { id: known, expected }));
        state.engine().submit(&actor, Command::Tune { change, note }).map_err(Problem::from)?;
        find(state.engine(), &id)
    });
    record.await?.map(Json)
}

/// Tells which rules fire for a question, and what each does to what is found.
///
/// The question is a search (`q` and the filters, named as in its query string) or a posting (`request` or
/// `offer`), which may stand beside filters alone. The profile in use ranks. A `rule` is tried as if it were stored, in place of the one of its name.
#[utoipa::path(post, path = "/v1/relevance/rules/test", tag = "relevance", security(("key" = [])), request_body = crate::http::openapi::RuleQuestion,
    responses((status = 200, description = "what the rules do", body = TrialShape), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 422, description = "some fields cannot be read", body = Problem)))]
pub(in crate::http) async fn test(State(state): State<AppState>, _: Operator, Reader(caller): Reader, params: Params, headers: HeaderMap, Object(mut body): Object) -> Result<Json<RuleBench>, Problem> {
    params.only(&[])?;
    let tried = tried(&mut body)?;
    let posting = matches::sent(&state.engine().lexicon(), &mut body)?;
    let asked = Params::of(&body)?;
    let filters = SHARED.iter().filter(|name| !IDLE.contains(name));
    // A posting says itself what it looks for and in which language.
    let words = WORDS.iter().filter(|_| posting.is_none());
    asked.only(&words.chain(filters).copied().collect::<Vec<_>>())?;
    let side = match &posting {
        Some(posting) => posting.side.other(),
        None => asked.side()?.unwrap_or(Side::Offer),
    };
    let ask = ask(&asked, side, &headers, &caller)?;
    let trial = state.work(move |state| {
        if let Some(faults) = tried.as_ref().map(|rule| state.engine().unknown_concepts(rule)).filter(|faults| !faults.is_empty()) {
            return Err(Problem::fields(faults.into_iter().map(inside_rule).collect()));
        }
        state.engine().try_rules(&ask, posting.as_ref(), tried.as_ref()).map_err(Problem::from)
    });
    trial.await?.map(Json)
}

/// The rule to be tried.
fn tried(body: &mut Map<String, Value>) -> Result<Option<Rule>, Problem> {
    match body.remove("rule") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(map)) => {
            let id = map.get("id").and_then(Value::as_str).unwrap_or("tried").to_owned();
            Rule::read(&id, &map).map(Some).map_err(|faults| Problem::fields(faults.into_iter().map(inside_rule).collect()))
        }
        Some(_) => Err(Problem::field("rule", "is not an object", "write the rule as PUT /v1/relevance/rules/{id} takes it")),
    }
}

fn inside_rule(mut fault: crate::domain::FieldError) -> crate::domain::FieldError {
    fault.field = format!("rule.{}", fault.field);
    fault
}
