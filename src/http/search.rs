//! `/v1/search`: text and filters to ranked hits with their reasons.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;

use super::auth::Reader;
use super::openapi::{Answer, Asking, Sifting};
use super::params::Params;
use super::problem::Problem;
use super::state::AppState;
use crate::domain::{Country, Currency, HsCode, Price, Side, Size, Unit};
use crate::engine::{Ask, Filters};
use crate::text::Lang;

/// What every searching and matching address reads.
pub(super) const SHARED: &[&str] = &[
    "reader", "origin", "hs", "certification", "channel", "language", "supplier_size", "buyer_size", "max_price", "currency", "per", "limit", "cursor", "explain",
];
/// What only a search by words reads.
const WORDS: &[&str] = &["q", "side", "lang"];
const TAG_HINT: &str = "use a BCP 47 tag such as fr, zh or sw";

/// The parts of a question that every search and matching address reads.
pub(super) fn ask(params: &Params, side: Side, headers: &HeaderMap) -> Result<Ask, Problem> {
    let lang = |text: &str| Lang::new(text).map(|_| text.to_owned());
    params.parsed("reader", lang, TAG_HINT)?;
    Ok(Ask {
        side,
        text: params.query("q")?,
        lang: params.parsed("lang", lang, TAG_HINT)?,
        reader: params.reader(headers),
        filters: Filters {
            origin: params.parsed("origin", Country::parse, "use an ISO 3166 code, e.g. BJ")?,
            hs: params.parsed("hs", HsCode::parse, "use 2 to 10 digits of the Harmonized System, e.g. 0801.32")?,
            certification: params.owned("certification"),
            channel: params.owned("channel"),
            language: params.parsed("language", Lang::new, TAG_HINT)?,
            size: size(params, side)?,
            max_price: ceiling(params, side)?,
        },
        limit: params.limit()?,
        cursor: params.owned("cursor"),
        explain: params.flag("explain")?,
        synonyms: true,
    })
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
/// Filters keep what states the value asked for; `max_price` alone also keeps what cannot be compared
/// (another currency, a unit without a fixed size, no price) and marks it in `fit` as unknown. `counts`
/// covers the candidates that were ranked, at most the `recall_depth` of the profile, filters applied.
#[utoipa::path(get, path = "/v1/search", tag = "matching", params(Asking, Sifting),
    responses((status = 200, description = "a page of hits", body = Answer), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 414, description = "the query string is too long", body = Problem)))]
pub(super) async fn search(State(state): State<AppState>, _: Reader, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&[WORDS, SHARED].concat())?;
    let side = params.parsed(
        "side",
        |text| [Side::Offer, Side::Request].into_iter().find(|side| side.plural() == text),
        "use offers or requests",
    )?;
    let ask = ask(&params, side.unwrap_or(Side::Offer), &headers)?;
    let answer = state.work(move |state| state.engine().search(&ask)).await??;
    Ok(Json(answer).into_response())
}
