//! `/v1/search`: text and filters to ranked hits with their reasons.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::auth::Reader;
use super::params::Params;
use super::problem::Problem;
use super::state::AppState;
use crate::domain::{Country, HsCode, Side};
use crate::engine::Ask;
use crate::text::Lang;

/// The parts of a question that every search and matching address reads.
pub(super) fn ask(params: &Params, side: Side, headers: &HeaderMap) -> Result<Ask, Problem> {
    let lang = |text: &str| Lang::new(text).map(|_| text.to_owned());
    let tag_hint = "use a BCP 47 tag such as fr, zh or sw";
    params.parsed("reader", lang, tag_hint)?;
    Ok(Ask {
        side,
        text: params.query("q")?,
        lang: params.parsed("lang", lang, tag_hint)?,
        reader: params.reader(headers),
        origin: params.parsed("origin", Country::parse, "use an ISO 3166 code, e.g. BJ")?,
        hs: params.parsed("hs", HsCode::parse, "use 2 to 10 digits of the Harmonized System, e.g. 0801.32")?,
        certification: params.owned("certification"),
        limit: params.limit()?,
        cursor: params.owned("cursor"),
        explain: params.flag("explain")?,
    })
}

/// Searches offers (or requests) with any text in any language; no text is ever a syntax error.
#[utoipa::path(get, path = "/v1/search", tag = "matching",
    params(("q" = Option<String>, Query, description = "at most 2,000 bytes"),
        ("side" = Option<String>, Query, description = "offers (if absent) or requests"),
        ("lang" = Option<String>, Query, description = "language of the text, if known"),
        ("reader" = Option<String>, Query, description = "language of the labels; Accept-Language if absent"),
        ("origin" = Option<String>, Query), ("hs" = Option<String>, Query), ("certification" = Option<String>, Query),
        ("limit" = Option<usize>, Query), ("cursor" = Option<String>, Query), ("explain" = Option<bool>, Query)),
    responses((status = 200, body = serde_json::Value), (status = 400, body = Problem)))]
pub(super) async fn search(State(state): State<AppState>, _: Reader, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&["q", "side", "lang", "reader", "origin", "hs", "certification", "limit", "cursor", "explain"])?;
    let side = params.parsed(
        "side",
        |text| [Side::Offer, Side::Request].into_iter().find(|side| side.plural() == text),
        "use offers or requests",
    )?;
    let ask = ask(&params, side.unwrap_or(Side::Offer), &headers)?;
    let answer = state.work(move |state| state.engine().search(&ask)).await??;
    Ok(Json(answer).into_response())
}
