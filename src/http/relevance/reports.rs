//! `/v1/relevance/reports`: what was asked, who was seen, what readers chose, and where supply and demand
//! do not meet.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::posting::DAY_MS;
use crate::domain::Side;
use crate::engine::now_ms;
use crate::http::auth::Operator;
use crate::http::openapi::{BalanceReport, ExposureReport, FeedbackReport, QueryReport};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::watch::Propensity;


pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/relevance/reports/queries", get(queries))
        .route("/v1/relevance/reports/exposure", get(exposure))
        .route("/v1/relevance/reports/feedback", get(feedback))
        .route("/v1/relevance/reports/balance", get(balance))
}

/// What a report covers.
#[derive(Clone, Copy)]
struct Window {
    since: i64,
    until: i64,
    limit: usize,
}

impl Window {
    fn read(params: &Params, known: &[&str]) -> Result<Window, Problem> {
        params.only(&[&["days", "limit"], known].concat())?;
        let days = params.parsed("days", |text| text.parse().ok().filter(|days| (1..=3_650).contains(days)), "use a number from 1 to 3650")?.unwrap_or(7);
        let until = now_ms();
        Ok(Window { since: until - days * DAY_MS, until, limit: params.limit()? })
    }

    /// The report with what it covers.
    fn told(self, state: &AppState, report: impl Serialize, model: Option<Propensity>) -> Json<Value> {
        let watching = state.engine().watching();
        let mut told = json!({
            "since": self.since,
            "until": self.until,
            "logging": watching.is_some(),
            "feedback": watching.is_some_and(|watching| watching.feedback),
            "report": report,
        });
        if let (Some(model), Value::Object(map)) = (model, &mut told) {
            map.insert("model".to_owned(), json!(model));
        }
        Json(told)
    }
}

/// How likely a place is looked at.
fn model(params: &Params) -> Result<Propensity, Problem> {
    let number = |low: f64, high: f64| move |text: &str| text.parse().ok().filter(|number| (low..=high).contains(number));
    let usual = Propensity::default();
    Ok(Propensity {
        eta: params.parsed("eta", number(0.0, 3.0), "use a number from 0 to 3")?.unwrap_or(usual.eta),
        clip: params.parsed("clip", number(1.0, 1_000.0), "use a number from 1 to 1000")?.unwrap_or(usual.clip),
    })
}

/// Questions without hits, with hits only after relaxing, slow ones, and those whose hits nobody touched.
///
/// By language of the question, with the words that the lexicon does not know: an entry of `unknown` is
/// what to add to it first.
#[utoipa::path(get, path = "/v1/relevance/reports/queries", tag = "relevance", security(("key" = [])),
    params(("days" = Option<i64>, Query, description = "days that the report covers, 1 to 3650; 7 if absent"),
        ("limit" = Option<usize>, Query, description = "most rows of each list, 1 to 100; 20 if absent")),
    responses((status = 200, description = "the report", body = QueryReport), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn queries(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<Value>, Problem> {
    let window = Window::read(&params, &[])?;
    let report = state.work(move |state| state.engine().query_report(window.since, window.limit)).await??;
    Ok(window.told(&state, report, None))
}

/// Who was seen: the share of attention of suppliers, size classes, countries and languages, beside their
/// share of the catalogue of today.
///
/// A hit at place `r` gets `1 / r^eta` of attention.
#[utoipa::path(get, path = "/v1/relevance/reports/exposure", tag = "relevance", security(("key" = [])),
    params(("side" = Option<String>, Query, description = "`offers` (if absent) or `requests`"),
        ("eta" = Option<f64>, Query, description = "how fast attention falls with the place, 0 to 3; 1 if absent"),
        ("days" = Option<i64>, Query, description = "days that the report covers, 1 to 3650; 7 if absent"),
        ("limit" = Option<usize>, Query, description = "most suppliers or buyers, 1 to 100; 20 if absent")),
    responses((status = 200, description = "the report", body = ExposureReport), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn exposure(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<Value>, Problem> {
    let window = Window::read(&params, &["side", "eta"])?;
    let model = model(&params)?;
    let named = |text: &str| [Side::Offer, Side::Request].into_iter().find(|side| side.plural() == text);
    let side = params.parsed("side", named, "use offers or requests")?.unwrap_or(Side::Offer);
    let report = state.work(move |state| state.engine().exposure_report(side, window.since, model, window.limit)).await??;
    Ok(window.told(&state, report, Some(model)))
}

/// What readers chose, by question and posting, corrected for the place where it stood.
///
/// A place `r` is taken to be looked at with probability `1 / r^eta`; a choice there counts `r^eta`, at
/// most `clip`, and `corrected` is the mean of that over all answers that showed the posting.
#[utoipa::path(get, path = "/v1/relevance/reports/feedback", tag = "relevance", security(("key" = [])),
    params(("eta" = Option<f64>, Query, description = "how fast attention falls with the place, 0 to 3; 1 if absent"),
        ("clip" = Option<f64>, Query, description = "highest weight of one choice, 1 to 1000; 10 if absent"),
        ("days" = Option<i64>, Query, description = "days that the report covers, 1 to 3650; 7 if absent"),
        ("limit" = Option<usize>, Query, description = "most rows, 1 to 100; 20 if absent")),
    responses((status = 200, description = "the report", body = FeedbackReport), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn feedback(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<Value>, Problem> {
    let window = Window::read(&params, &["eta", "clip"])?;
    let model = model(&params)?;
    let report = state.work(move |state| state.engine().attraction_report(window.since, model, window.limit)).await??;
    Ok(window.told(&state, report, Some(model)))
}

/// Supply beside demand by HS chapter and origin: what is asked for and nobody offers, and the reverse.
///
/// Postings are those that can be found now; searches are those of the query log.
#[utoipa::path(get, path = "/v1/relevance/reports/balance", tag = "relevance", security(("key" = [])),
    params(("days" = Option<i64>, Query, description = "days of searches that the report covers, 1 to 3650; 7 if absent"),
        ("limit" = Option<usize>, Query, description = "most gaps of each kind, 1 to 100; 20 if absent")),
    responses((status = 200, description = "the report", body = BalanceReport), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem)))]
pub(in crate::http) async fn balance(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<Value>, Problem> {
    let window = Window::read(&params, &[])?;
    let report = state.work(move |state| state.engine().balance_report(window.since, window.limit)).await??;
    Ok(window.told(&state, report, None))
}
