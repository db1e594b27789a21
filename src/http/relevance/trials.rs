//! Trials of a profile on traffic.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::posting::stamp;
use crate::domain::relevance::{Change, Method, Trial, TrialChange};
use crate::domain::{Actor, Command};
use crate::engine::{Engine, InUse, now_ms};
use crate::evaluate::verdict::{self, Proportion, Verdict};
use crate::http::auth::Operator;
use crate::http::body::{Object, PathId};
use crate::http::params::Params;
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;

const TIME_HINT: &str = "write a moment with its zone, e.g. 2026-12-01T08:00:00Z";
const METHOD_HINT: &str = "send {\"by\": \"split\", \"percent\": 10} or {\"by\": \"interleave\"}";

/// A page of trials, the latest first.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct TrialPage {
    items: Vec<TrialRow>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

/// A trial.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct TrialRow {
    name: String,
    /// The profile that ranked when the trial was planned.
    baseline: String,
    /// The profile that is tried.
    candidate: String,
    #[schema(value_type = TrialMethod)]
    method: Method,
    #[schema(format = DateTime)]
    starts_at: String,
    /// As planned, or when it was stopped.
    #[schema(format = DateTime)]
    ends_at: String,
    state: TrialState,
    /// Who planned it.
    by: String,
    #[schema(format = DateTime)]
    at: String,
    /// Why, in their words.
    note: String,
    /// Who ended it before its time; a change of what ranks ends it too.
    stopped_by: Option<String>,
    /// Why, in their words.
    stopped_note: Option<String>,
    /// What readers' choices say so far, where one trial is shown and answers are watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    verdict: Option<TrialVerdict>,
}

/// Which of the two profiles is better, by what readers chose.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct TrialVerdict {
    /// `win`: the candidate is better; `loss`: the other; `tie`: no more than chance makes; `open`: too few
    /// answers.
    outcome: Outcome,
    /// `sign` for an interleaving, `two proportions` for a split; both two-sided.
    test: &'static str,
    /// How often chance alone makes a difference as large, 0 to 1; null where there are too few answers.
    p_value: Option<f64>,
    /// Answers served by the baseline alone, and those of them in which something was chosen.
    baseline: [u64; 2],
    /// The same of the candidate.
    candidate: [u64; 2],
    /// Of answers dealt from both: more of the candidate's picks were chosen, more of the baseline's, as many.
    dealt: [u64; 3],
    /// Whether the trial has ended. Before, the verdict may still turn.
    over: bool,
}

impl From<Verdict> for TrialVerdict {
    fn from(verdict: Verdict) -> TrialVerdict {
        let Verdict { outcome, test, p_value, counts, over } = verdict;
        let alone = |side: Proportion| [side.answers, side.chosen];
        let dealt = [counts.both.wins, counts.both.losses, counts.both.ties];
        TrialVerdict { outcome: outcome.into(), test, p_value, baseline: alone(counts.baseline), candidate: alone(counts.candidate), dealt, over }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Win,
    Loss,
    Tie,
    Open,
}

impl From<verdict::Outcome> for Outcome {
    fn from(outcome: verdict::Outcome) -> Outcome {
        match outcome {
            verdict::Outcome::Win => Outcome::Win,
            verdict::Outcome::Loss => Outcome::Loss,
            verdict::Outcome::Tie => Outcome::Tie,
            verdict::Outcome::Open => Outcome::Open,
        }
    }
}

/// Where a trial stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum TrialState {
    Planned,
    Running,
    Over,
}

/// How traffic is divided: `split` serves `percent` of the callers by the candidate, `interleave` deals both
/// lists into one.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct TrialMethod {
    by: TrialBy,
    /// Of a split: 1 to 99.
    #[schema(nullable = false)]
    percent: Option<u8>,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
enum TrialBy {
    Split,
    Interleave,
}

/// A trial as it is planned.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct NewTrial {
    /// 1 to 64 of `A-Z a-z 0-9 _ -`, never used before.
    name: String,
    /// A profile that does not rank: a published one, `winter-fair@2`, or the built-in one.
    candidate: String,
    method: TrialMethod,
    /// Now if absent.
    #[schema(format = DateTime)]
    starts_at: Option<String>,
    /// At most 92 days after the start.
    #[schema(format = DateTime)]
    ends_at: String,
    /// Why, at most 500 characters.
    note: String,
}

/// The wish to end a trial.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct TrialStop {
    /// Why, at most 500 characters.
    note: String,
}

fn row(used: &InUse, trial: &Trial, now: i64) -> TrialRow {
    TrialRow {
        name: trial.name.clone(),
        baseline: used.label(trial.baseline),
        candidate: used.label(trial.candidate),
        method: trial.method,
        starts_at: stamp(trial.starts_at),
        ends_at: stamp(trial.ends_at),
        state: match now {
            _ if now >= trial.ends_at => TrialState::Over,
            _ if now >= trial.starts_at => TrialState::Running,
            _ => TrialState::Planned,
        },
        by: trial.stamp.by.clone(),
        at: stamp(trial.stamp.at),
        note: trial.stamp.note.clone(),
        stopped_by: trial.stopped.as_ref().map(|stamp| stamp.by.clone()),
        stopped_note: trial.stopped.as_ref().map(|stamp| stamp.note.clone()),
        verdict: None,
    }
}

fn shown(engine: &Engine, name: &str) -> Result<TrialRow, Problem> {
    let used = engine.in_use();
    let trial = used.workbench.trials.named(name).ok_or_else(|| Problem::new(Kind::NotFound, "there is no trial of this name"))?;
    let now = now_ms();
    let watched = engine.watching().map(|_| engine.trial_verdict(trial, now >= trial.ends_at)).transpose()?;
    Ok(TrialRow { verdict: watched.map(TrialVerdict::from), ..row(&used, trial, now) })
}

fn tune(engine: &Engine, actor: &Actor, change: TrialChange, note: String) -> Result<(), Problem> {
    engine.submit(actor, Command::Tune { change: Box::new(Change::Trials(change)), note })?;
    Ok(())
}

fn moment(value: &Value) -> Option<i64> {
    value.as_str()?.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

fn method(value: &Value) -> Option<Method> {
    let map = value.as_object()?;
    let given = |name: &str| map.get(name).filter(|value| !value.is_null());
    let percent = given("percent").map(|percent| percent.as_u64().map(|percent| percent.try_into().unwrap_or(u8::MAX)));
    match (given("by")?.as_str()?, percent) {
        _ if map.keys().any(|name| !["by", "percent"].contains(&name.as_str())) => None,
        ("split", Some(Some(percent))) => Some(Method::Split { percent }),
        ("interleave", None) => Some(Method::Interleave),
        _ => None,
    }
}

/// Trials, the latest first.
#[utoipa::path(get, path = "/v1/relevance/trials", tag = "relevance", operation_id = "list-trials", security(("key" = [])),
    params(("limit" = Option<usize>, Query, description = "1 to 100; 20 if absent"), ("cursor" = Option<String>, Query, description = "the cursor of the page before")),
    responses((status = 200, description = "a page", body = TrialPage), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn list(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<TrialPage>, Problem> {
    let (limit, below) = params.page()?;
    let page = state.work(move |state| {
        let (used, now) = (state.engine().in_use(), now_ms());
        let known = &used.workbench.trials.known;
        let end = below.unwrap_or(usize::MAX).min(known.len());
        let start = end.saturating_sub(limit);
        let items = known.get(start..end).unwrap_or_default().iter().rev().map(|trial| row(&used, trial, now)).collect();
        TrialPage { items, cursor: (start > 0).then(|| start.to_string()) }
    });
    Ok(Json(page.await?))
}

/// One trial.
#[utoipa::path(get, path = "/v1/relevance/trials/{name}", tag = "relevance", operation_id = "show-trial", security(("key" = [])), params(("name" = String, Path)),
    responses((status = 200, description = "the trial", body = TrialRow), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is none", body = Problem)))]
pub(in crate::http) async fn show(State(state): State<AppState>, _: Operator, path: PathId, params: Params) -> Result<Json<TrialRow>, Problem> {
    params.only(&[])?;
    state.work(move |state| shown(state.engine(), &path.0)).await?.map(Json)
}

/// Plans a trial of a published profile against the one that ranks. Callers are told apart by `session`, else
/// by their key; who gives neither, and operators, take no part. One trial runs at a time, and it ends when
/// another profile ranks.
#[utoipa::path(post, path = "/v1/relevance/trials", tag = "relevance", operation_id = "start-trial", security(("key" = [])), request_body = NewTrial,
    responses((status = 201, description = "the trial", body = TrialRow), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 422, description = "fields cannot be used; each is named", body = Problem)))]
pub(in crate::http) async fn start(State(state): State<AppState>, Operator(actor): Operator, params: Params, body: Object) -> Result<(StatusCode, Json<TrialRow>), Problem> {
    params.only(&[])?;
    body.only(&["name", "candidate", "method", "starts_at", "ends_at", "note"])?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let name = body.required("name", text, "use 1 to 64 of A-Z a-z 0-9 _ -")?;
    let candidate = body.required("candidate", text, "name a published profile with its version, e.g. winter-fair@2")?;
    let method = body.required("method", method, METHOD_HINT)?;
    let starts_at = body.parsed("starts_at", moment, TIME_HINT)?.unwrap_or_else(now_ms);
    let ends_at = body.required("ends_at", moment, TIME_HINT)?;
    let note = body.note()?;
    let started = state.work(move |state| {
        let used = state.engine().in_use();
        let candidate = used.candidate(&candidate).map_err(|fault| Problem::fields(vec![fault]))?;
        tune(state.engine(), &actor, TrialChange::Start { name: name.clone(), candidate, method, starts_at, ends_at }, note)?;
        shown(state.engine(), &name)
    });
    Ok((StatusCode::CREATED, Json(started.await??)))
}

/// Ends a trial before its time.
#[utoipa::path(post, path = "/v1/relevance/trials/{name}/stop", tag = "relevance", operation_id = "stop-trial", security(("key" = [])), params(("name" = String, Path)),
    request_body = TrialStop,
    responses((status = 200, description = "the trial", body = TrialRow), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 404, description = "there is none", body = Problem), (status = 422, description = "fields cannot be used; each is named", body = Problem)))]
pub(in crate::http) async fn stop(State(state): State<AppState>, Operator(actor): Operator, path: PathId, params: Params, body: Object) -> Result<Json<TrialRow>, Problem> {
    params.only(&[])?;
    body.only(&["note"])?;
    let note = body.note()?;
    let stopped = state.work(move |state| {
        shown(state.engine(), &path.0)?;
        tune(state.engine(), &actor, TrialChange::Stop { name: path.0.clone() }, note)?;
        shown(state.engine(), &path.0)
    });
    stopped.await?.map(Json)
}
