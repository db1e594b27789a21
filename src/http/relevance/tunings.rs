//! `/v1/relevance/tunings`: weights searched on stored sets, and saved as a draft if wanted. Nothing is published.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::evaluations::{PROFILE_HINT, SET_HINT, floors, rules, within};
use super::today;
use crate::domain::Id;
use crate::engine::{TuneAsk, TunedDraft};
use crate::http::auth::Operator;
use crate::http::body::Object;
use crate::http::openapi::TunedShape;
use crate::http::params::Params;
use crate::http::problem::{Kind, Problem};
use crate::http::state::AppState;

/// Most new beginnings of a search that somebody waits for.
const MAX_RESTARTS: u64 = 10;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/v1/relevance/tunings", post(search))
}

/// What weights are searched on, and how.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(in crate::http) struct NewTuning {
    /// Name of the set of queries, of at most 2,000.
    queries: String,
    /// Name of the set of judgments.
    judgments: String,
    /// The profile that the outcome is held against and whose bounds hold it: `draft`, `current` (if absent), or a name
    /// with its version.
    profile: Option<String>,
    /// Where the search begins: `equal`, or a profile; at the one it is held against if absent.
    start: Option<String>,
    /// Into how many parts the queries are cut, 2 to 20; 5 if absent.
    folds: Option<usize>,
    /// How often the search begins anew elsewhere, 0 (if absent) to 10.
    restarts: Option<usize>,
    /// Decides folds, restarts and resamples; 1 if absent.
    seed: Option<u64>,
    /// How many places of a list count, 1 to 100; 10 if absent.
    k: Option<usize>,
    /// What a grade is worth: `exponential` (if absent) or `linear`.
    gain: Option<String>,
    /// What becomes of hits that nobody judged: `zero` (if absent) or `skip`.
    unjudged: Option<String>,
    /// The least grade that is relevant, 1 to 3; 2 if absent.
    relevant: Option<u8>,
    /// Whether only postings in another language than the query's count.
    across: Option<bool>,
    /// The least nDCG of every language pair of at least 5 queries; what each has now, less 0.01, if neither this nor
    /// `floors` is given.
    floor: Option<f64>,
    /// The least nDCG of single pairs: `{"zh-fr": 0.6}`.
    floors: Option<BTreeMap<String, f64>>,
    /// Day that counts as today, e.g. 2026-11-28; the clock if absent.
    today: Option<String>,
    /// Whether the outcome becomes the draft; no if absent.
    draft: Option<bool>,
    /// The revision of the draft that is replaced, 0 for none; nothing is checked if absent.
    expected: Option<u64>,
    /// What the draft is about, at most 500 characters.
    note: Option<String>,
}

/// What the search found, and the revision of the draft that it became.
#[derive(Serialize)]
pub(in crate::http) struct Tuning {
    #[serde(flatten)]
    tuned: TunedDraft,
    draft: Option<u64>,
}

/// Searches weights that order better on stored sets, within the bounds of a profile.
///
/// What they bring is told by queries that the search has not seen, with its confidence interval and what it costs
/// which language pair. One search runs at a time. With `draft` the outcome becomes the draft; it is never published.
#[utoipa::path(post, path = "/v1/relevance/tunings", tag = "relevance", operation_id = "search-weights", security(("key" = [])), request_body = NewTuning,
    responses((status = 200, description = "what was found", body = TunedShape), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is no such set", body = Problem),
        (status = 412, description = "the draft is not the expected one", body = Problem), (status = 422, description = "some fields cannot be used", body = Problem),
        (status = 503, description = "another search runs", body = Problem)))]
pub(in crate::http) async fn search(State(state): State<AppState>, Operator(actor): Operator, params: Params, body: Object) -> Result<Json<Tuning>, Problem> {
    params.only(&[])?;
    let (asked, note) = (read(&body)?, body.note()?);
    let draft = body.parsed("draft", Value::as_bool, "write true or false")?.unwrap_or(false);
    let expected = body.parsed("expected", Value::as_u64, "send the revision of the draft that you saw, 0 for none")?;
    if !draft && (expected.is_some() || !note.is_empty()) {
        return Err(Problem::field("draft", "is not asked for, and expected or note is of a draft", "write \"draft\": true, or leave them out"));
    }
    let busy = |_| Problem::new(Kind::Overloaded, "another search of weights runs; try again when it has ended");
    let permit = Arc::clone(state.tuning()).try_acquire_owned().map_err(busy)?;
    let found = state.work(move |state| {
        let _permit = permit;
        let tuned = state.engine().search_weights(&asked)?;
        let note = if note.is_empty() { format!("tuned on {} by {}, {:+.4} on unseen queries", tuned.queries.name, tuned.judgments.name, tuned.outcome.gain) } else { note };
        let draft = draft.then(|| state.engine().save_draft(&actor, &tuned.profile, expected, &note)).transpose()?;
        Ok::<_, Problem>(Tuning { tuned, draft })
    });
    Ok(Json(found.await??))
}

fn read(body: &Object) -> Result<TuneAsk, Problem> {
    const FIELDS: [&str; 18] = [
        "queries", "judgments", "profile", "start", "folds", "restarts", "seed", "k", "gain", "unjudged", "relevant", "across", "floor", "floors", "today",
        "draft", "expected", "note",
    ];
    body.only(&FIELDS)?;
    let set = |field: &str| body.required(field, |value| Id::parse(value.as_str()?), SET_HINT);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let number = |field: &str, (low, high): (u64, u64), usual: usize, hint: &str| {
        body.parsed(field, within(low, high), hint).map(|number| number.and_then(|number| usize::try_from(number).ok()).unwrap_or(usual))
    };
    let held = floors(body)?;
    Ok(TuneAsk {
        queries: set("queries")?,
        judgments: set("judgments")?,
        profile: body.parsed("profile", text, PROFILE_HINT)?,
        start: body.parsed("start", text, "write equal, or name a profile")?,
        rules: rules(body)?,
        floors: (held.all.is_some() || !held.pairs.is_empty()).then_some(held),
        folds: number("folds", (2, 20), 5, "use a number from 2 to 20")?,
        restarts: number("restarts", (0, MAX_RESTARTS), 0, "use a number from 0 to 10")?,
        seed: body.parsed("seed", Value::as_u64, "use a whole number")?.unwrap_or(1),
        now: today(body)?,
    })
}
