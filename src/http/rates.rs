//! `/v1/rates`: the exchange rates that prices of different currencies are compared by. Everybody who
//! may read sees them with their day and source; an operator replaces them, whole.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::auth::{Reader, Writer};
use super::body::Object;
use super::params::Params;
use super::problem::Problem;
use super::state::AppState;
use crate::domain::{Command, Rates, Refusal, Role};
use crate::engine::{Engine, now_ms};
use crate::views::card::day;

/// Exchange rates of one day.
#[derive(Serialize, ToSchema)]
pub(super) struct RateTable {
    /// The day they are of.
    #[schema(format = Date)]
    date: String,
    /// Where they come from, in words.
    source: String,
    /// ISO 4217 code of the currency that all others are given for.
    base: String,
    /// By ISO 4217 code: units for one unit of the base, as decimals.
    rates: BTreeMap<String, String>,
    /// Days after which the relevance profile calls a table too old.
    max_age_days: u32,
    /// Whether it is too old: prices of two currencies do not compare then.
    stale: bool,
}

/// Exchange rates as they are sent.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(super) struct NewRates {
    /// The day they are of; not in the future.
    #[schema(format = Date)]
    date: String,
    /// Where they come from, in words.
    source: String,
    /// ISO 4217 code of the currency that all others are given for.
    base: String,
    /// By ISO 4217 code: units for one unit of the base, as decimals in quotes.
    rates: BTreeMap<String, String>,
}

fn table(engine: &Engine) -> RateTable {
    let used = engine.in_use();
    let (rates, max_age_days) = (&used.rates, used.profile.rates_max_age_days);
    RateTable {
        date: rates.date.to_string(),
        source: rates.source.clone(),
        base: rates.base.code().to_owned(),
        rates: rates.rates.iter().map(|(currency, rate)| (currency.code().to_owned(), rate.normalize().to_string())).collect(),
        max_age_days,
        stale: day(now_ms()).is_none_or(|today| rates.is_stale(today, max_age_days)),
    }
}

/// The exchange rates in use.
#[utoipa::path(get, path = "/v1/rates", tag = "rates",
    responses((status = 200, description = "the table", body = RateTable), (status = 400, description = "a parameter cannot be read", body = Problem)))]
pub(super) async fn show(State(state): State<AppState>, _: Reader, params: Params) -> Result<Json<RateTable>, Problem> {
    params.only(&[])?;
    Ok(Json(state.work(|state| table(state.engine())).await?))
}

/// Replaces the exchange rates, whole. The table is kept in the journal and holds from now on.
///
/// A currency that is left out is unknown: prices in it compare with no other currency.
#[utoipa::path(put, path = "/v1/rates", tag = "rates", security(("key" = [])), request_body = NewRates,
    responses((status = 200, description = "the table as it is now", body = RateTable), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key is not an operator's", body = Problem),
        (status = 422, description = "some fields cannot be read", body = Problem)))]
pub(super) async fn replace(State(state): State<AppState>, Writer(actor): Writer, params: Params, Object(body): Object) -> Result<Json<RateTable>, Problem> {
    params.only(&[])?;
    if actor.role != Role::Operator {
        return Err(Refusal::OperatorOnly { what: "the exchange rates" }.into());
    }
    let today = day(now_ms()).unwrap_or(jiff::civil::Date::MAX);
    let rates = Box::new(Rates::read(&body, today).map_err(Problem::fields)?);
    let replaced = state.work(move |state| state.engine().submit(&actor, Command::SetRates { rates }).map(|_| table(state.engine()))).await?;
    Ok(Json(replaced?))
}
