//! `/v1/search`: text and filters to ranked hits with their reasons.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;

use super::auth::{Caller, Reader};
use super::openapi::{Answer, Asking, Sifting};
use super::params::Params;
use super::problem::{Kind, Problem};
use super::state::AppState;
use crate::domain::{Country, Currency, HsCode, Incoterm, Price, Quantity, Side, Size, Unit};
use crate::engine::{Ask, Filters, SYNONYMS};
use crate::text::Lang;

/// What every searching and matching address reads.
pub(super) const SHARED: &[&str] = &[
    "reader", "origin", "hs", "certification", "channel", "language", "supplier_size", "buyer_size", "max_price", "currency", "per", "max_moq", "min_quantity", "min_capacity",
    "pack", "incoterm", "destination", "max_lead_days", "needed_from", "limit", "cursor", "explain", "session", "profile", "without",
];
/// What only a search by words reads.
pub(super) const WORDS: &[&str] = &["q", "side", "lang"];
/// What only operators may ask of an answer.
const OPERATING: &[&str] = &["profile", "without"];
/// Longest token of a session, in bytes.
const MAX_SESSION_BYTES: usize = 64;
/// How a language is written.
pub(super) const TAG_HINT: &str = "use a BCP 47 tag such as fr, zh or sw";

/// Filters of one side alone, beside size and price.
const ONE_SIDED: &[(&str, Side)] = &[("max_moq", Side::Offer), ("max_lead_days", Side::Offer), ("needed_from", Side::Request)];

/// The parts of a question that every search and matching address reads.
pub(super) fn ask(params: &Params, side: Side, headers: &HeaderMap, caller: &Caller) -> Result<Ask, Problem> {
    if let Some(name) = OPERATING.iter().find(|name| !caller.operates && params.text(name).is_some()) {
        return Err(Problem::new(Kind::Forbidden, format!("{name} is for keys of operators; leave it out")));
    }
    let lang = |text: &str| Lang::new(text).map(|_| text.to_owned());
    params.parsed("reader", lang, TAG_HINT)?;
    if let Some((name, own)) = ONE_SIDED.iter().find(|(name, own)| *own != side && params.text(name).is_some()) {
        return Err(Problem::field(name, format!("is no filter of {}, which do not say it", side.plural()), format!("leave it out, or search {}", own.plural())));
    }
    let without = || params.text("without").into_iter().flat_map(|list| list.split(',')).map(str::trim);
    Ok(Ask {
        side,
        text: params.query("q")?,
        lang: params.parsed("lang", lang, TAG_HINT)?,
        reader: params.reader(headers),
        filters: Filters {
            origin: params.parsed("origin", Country::parse, "use an ISO 3166 code, e.g. BJ")?,
            hs: params.parsed("hs", HsCode::parse, "use 2, 4, 6, 8 or 10 digits of the Harmonized System, e.g. 0801.32")?,
            certification: params.owned("certification"),
            channel: params.owned("channel"),
            language: params.parsed("language", Lang::new, TAG_HINT)?,
            size: size(params, side)?,
            max_price: ceiling(params, side)?,
            max_moq: amount(params, "max_moq", "250 carton", |moq| moq.per.is_none())?,
            min_quantity: amount(params, "min_quantity", "18 t", |least| least.per.is_none())?,
            min_capacity: amount(params, "min_capacity", "200 t/month", |least| least.per.is_some())?,
            pack: amount(params, "pack", "5 kg", |pack| pack.per.is_none() && pack.unit.factor().is_some())?,
            incoterm: params.parsed("incoterm", Incoterm::parse, "use a term of Incoterms 2020, e.g. FOB")?,
            destination: params.owned("destination"),
            max_lead_days: params.parsed("max_lead_days", |text| text.parse().ok(), "use a number of days, e.g. 30")?,
            needed_from: params.parsed("needed_from", |text| text.parse().ok(), "use a day such as 2026-12-31")?,
        },
        limit: params.limit()?,
        cursor: params.owned("cursor"),
        explain: params.flag("explain")?,
        inspect: caller.operates && params.flag("explain")?,
        profile: params.owned("profile"),
        synonyms: !without().any(|name| name == SYNONYMS),
        without: without().filter(|name| *name != SYNONYMS).map(str::to_owned).collect(),
        caller: taking_part(params, caller)?,
    })
}

/// Who takes part in a trial: the session if one is named, else the key. Operators look at what others see
/// and take part in nothing.
fn taking_part(params: &Params, caller: &Caller) -> Result<Option<String>, Problem> {
    let token = |text: &str| (text.len() <= MAX_SESSION_BYTES).then(|| format!("session {text}"));
    let session = params.parsed("session", token, "use a token of at most 64 bytes that stays the same for a visitor")?;
    Ok(session.or_else(|| caller.key.as_ref().map(|key| format!("key {key}"))).filter(|_| !caller.operates))
}

/// The size class of whom is searched: suppliers stand behind offers, buyers behind requests.
fn size(params: &Params, side: Side) -> Result<Option<Size>, Problem> {
    let (own, other) = match side {
        Side::Offer => ("supplier_size", "buyer_size"),
        Side::Request => ("buyer_size", "supplier_size"),
    };
    if params.text(other).is_some() {
        return Err(Problem::field(other, format!("is no filter of {}", side.plural()), format!("use {own}, or leave it out")));
    }
    params.parsed(own, Size::parse, "use micro, small, medium or large")
}

/// An amount with its unit, as `example` is written; `fits` says whether it can be compared here.
fn amount(params: &Params, name: &str, example: &str, fits: impl Fn(&Quantity) -> bool) -> Result<Option<Quantity>, Problem> {
    let hint = format!("write a decimal above zero with a point, a unit and, of what is repeated, its period, e.g. {example}");
    params.parsed(name, |text| Quantity::parse(text).filter(|amount| fits(amount)), &hint)
}

/// The highest price, for a tonne unless `per` says otherwise: that is how goods of the catalogue are
/// quoted, and the answer repeats it.
fn ceiling(params: &Params, side: Side) -> Result<Option<Price>, Problem> {
    let above_zero = |text: &str| text.parse::<Decimal>().ok().filter(|amount| amount.is_sign_positive() && !amount.is_zero());
    let amount = params.parsed("max_price", above_zero, "write a decimal above zero with a point and no grouping, e.g. 1250.50")?;
    let currency = params.parsed("currency", Currency::parse, "use an ISO 4217 code, e.g. USD")?;
    let per = params.parsed("per", Unit::parse, "use a unit such as t, kg, lb, l, m3 or pc; t if absent")?;
    let given = ["max_price", "currency", "per"].into_iter().find(|name| params.text(name).is_some());
    match (side, given, amount, currency) {
        (_, None, ..) => Ok(None),
        (Side::Request, Some(name), ..) => Err(Problem::field(name, "is no filter of requests, which name ceilings themselves", "leave it out, or search offers")),
        (_, _, None, _) => Err(Problem::field("max_price", "is missing beside currency or per", "add it, e.g. max_price=1250.50, or leave all three out")),
        (_, _, _, None) => Err(Problem::field("currency", "is missing beside max_price", "add an ISO 4217 code, e.g. currency=USD")),
        (_, _, Some(amount), Some(currency)) => {
            let per = per.or_else(|| Unit::parse("t"));
            if per.and_then(Unit::factor).is_none() {
                return Err(Problem::field("per", "is a unit without a fixed size, so nothing can be compared for it", "use a unit such as t, kg, lb, l, m3 or pc"));
            }
            Ok(Some(Price { amount, currency, per }))
        }
    }
}

/// Searches offers (or requests) with any text in any language; no text is ever a syntax error.
///
/// Filters keep what states the value asked for. Limits (`max_price`, `max_moq`, `min_quantity`,
/// `min_capacity`, `max_lead_days`, `needed_from`) leave out what is known to be beyond them: what states
/// nothing, or cannot be compared (another currency, a unit without a fixed size), stays, and where a
/// figure is bounded `fit` marks it as unknown. `counts`
/// covers the candidates that were ranked, at most the `recall_depth` of the profile, filters applied.
#[utoipa::path(get, path = "/v1/search", tag = "matching", params(Asking, Sifting),
    responses((status = 200, description = "a page of hits", body = Answer), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 403, description = "a parameter is for operators alone", body = Problem), (status = 414, description = "the query string is too long", body = Problem)))]
pub(super) async fn search(State(state): State<AppState>, Reader(caller): Reader, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&[WORDS, SHARED].concat())?;
    let side = params.side()?;
    let ask = ask(&params, side.unwrap_or(Side::Offer), &headers, &caller)?;
    let answer = state.work(move |state| state.engine().search(&ask)).await??;
    Ok(Json(answer).into_response())
}
