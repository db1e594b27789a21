//! `/v1/relevance/standing`: where one posting stands in the answers to a query, however far down, and why.

use axum::Json;
use axum::extract::State;

use super::evaluations::{NAME_HINT, SET_HINT};
use super::{TODAY_HINT, beginning};
use crate::domain::{Id, MAX_QUERY_CHARS, Side};
use crate::engine::{Standing, StandingAsk};
use crate::evaluate::{Asked, Query};
use crate::http::auth::Operator;
use crate::http::openapi::StandingShape;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::text::Lang;

/// What a query is called that stands in no set.
const UNNAMED: &str = "q";

/// Where a posting stands in the answers to a query, and why: its place, the parts of its score, or what keeps it out.
///
/// The query is one of a stored set (`queries` and `query`) or words (`q`, and if wanted `side` and `lang`).
#[utoipa::path(get, path = "/v1/relevance/standing", tag = "relevance", operation_id = "show-standing", security(("key" = [])),
    params(("posting" = String, Query, description = "the posting"), ("queries" = Option<String>, Query, description = "a stored set of queries"),
        ("query" = Option<String>, Query, description = "a query of the set"), ("q" = Option<String>, Query, description = "words instead, at most 500 characters"),
        ("side" = Option<String>, Query, description = "of words: the side that is searched, offers (if absent) or requests"), ("lang" = Option<String>, Query, description = "of words: their language"),
        ("profile" = Option<String>, Query, description = "draft, current (if absent), or a name with its version"),
        ("today" = Option<String>, Query, description = "the day that counts as today; the clock if absent")),
    responses((status = 200, description = "where it stands", body = StandingShape), (status = 401, description = "no valid key", body = Problem),
        (status = 403, description = "the key is not an operator's", body = Problem), (status = 404, description = "there is no such set or query", body = Problem),
        (status = 422, description = "the profile is not known", body = Problem)))]
pub(in crate::http) async fn show(State(state): State<AppState>, _: Operator, params: Params) -> Result<Json<Standing>, Problem> {
    params.only(&["posting", "queries", "query", "q", "side", "lang", "profile", "today"])?;
    let id = |name: &str, hint: &str| params.parsed(name, Id::parse, hint);
    let posting = id("posting", NAME_HINT)?.ok_or_else(|| Problem::field("posting", "is missing", "name the posting that is looked for"))?;
    let (set, named) = (id("queries", SET_HINT)?, id("query", NAME_HINT)?);
    let words = words(&params)?;
    let (profile, now) = (params.owned("profile"), params.parsed("today", beginning, TODAY_HINT)?);
    let stands = state.work(move |state| {
        let engine = state.engine();
        let query = match (set, named, words) {
            (Some(set), Some(query), None) => engine.query(&set, &query)?,
            (None, None, Some(words)) => words,
            (Some(_), None, None) => return Err(Problem::field("query", "is missing", "name a query of the set")),
            (None, Some(_), None) => return Err(Problem::field("queries", "is missing", "name the set of the query")),
            (None, None, None) => return Err(Problem::field("q", "is missing", "send words in q, or name queries and query")),
            (_, _, Some(_)) => return Err(Problem::field("q", "stands beside a query of a set", "send one of the two")),
        };
        engine.standing_under(&StandingAsk { query, posting, profile, now }).map_err(Problem::from)
    });
    stands.await?.map(Json)
}

fn words(params: &Params) -> Result<Option<Query>, Problem> {
    let text = params.query("q")?;
    let length = text.chars().count();
    if length > MAX_QUERY_CHARS {
        return Err(Problem::field("q", format!("has {length} characters, above {MAX_QUERY_CHARS}"), "store it as a request in a set of queries, and name that"));
    }
    let (side, lang) = (params.side()?.unwrap_or(Side::Offer), params.parsed("lang", Lang::new, "use a BCP 47 tag such as fr, zh-Hant or sw")?);
    let id = Id::parse(UNNAMED).filter(|_| !text.is_empty());
    Ok(id.map(|id| Query { id, asked: Asked::Text { text, side, lang }, kind: "keyword".to_owned() }))
}
