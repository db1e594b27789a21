//! `/v1/alerts`: new matches of a party's own postings, read and marked as read, and turned off and on by posting.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::Router;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::auth::Writer;
use super::body::{Object, not_found};
use super::openapi::AlertPage;
use super::params::Params;
use super::problem::{Kind, Problem};
use super::search::TAG_HINT;
use super::state::AppState;
use crate::domain::{Actor, Command, FieldError, Id, Refusal, Role, Side};
use crate::engine::{AlertId, Engine, Marked, Watched};
use crate::text::Lang;

/// Most alerts that are named at once.
const MAX_NAMED: usize = 100;
/// What says whose alerts are meant.
pub(super) const WHOSE: &[&str] = &["party", "side", "posting"];
const ID_HINT: &str = "send the id of an alert, unchanged";

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/v1/alerts", get(list)).route("/v1/alerts/read", post(mark))
}

/// Whose alerts somebody may see: those of the own party and side; operators name the party.
pub(super) fn watched(actor: &Actor, params: &Params) -> Result<Watched, Problem> {
    let (party, side) = (params.text("party"), params.side()?);
    let posting = params.parsed("posting", Id::parse, "use the id of a posting")?;
    let own = match actor.role {
        Role::Operator => {
            let Some(party) = party else { return Err(Problem::field("party", "is missing", "name the party whose alerts you look at")) };
            return Ok(Watched { party: party.to_owned(), side, posting, unread: false });
        }
        Role::Exporter => Side::Offer,
        Role::Importer => Side::Request,
    };
    if party.is_some_and(|party| party != actor.party) || side.is_some_and(|side| side != own) {
        return Err(Problem::new(Kind::Forbidden, format!("this key sees the alerts about {} of {} alone", own.plural(), actor.party)));
    }
    Ok(Watched { party: actor.party.clone(), side: Some(own), posting, unread: false })
}

/// The language that the reader wants.
pub(super) fn reader(params: &Params, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    params.parsed("reader", Lang::new, TAG_HINT)?;
    Ok(params.reader(headers))
}

/// Alerts about new matches of the key's own postings, the newest first: importers see those of their requests,
/// exporters those of their offers, operators those of the `party` that they name.
///
/// A new match is an offer that came or was materially changed and answers a request that stood, or the other way
/// round. Each is told once, and never to whoever posted; what more than 500 stand for is told to the 500 that it
/// suits best. `hit` is the match as it is now, as `/v1/requests/{id}/matches` shows it.
#[utoipa::path(get, path = "/v1/alerts", tag = "alerts", operation_id = "list-alerts", security(("key" = [])),
    params(("party" = Option<String>, Query, description = "for operators: whose alerts"), ("side" = Option<String>, Query, description = "for operators: about `offers` or `requests` of the party; both if absent"),
        ("posting" = Option<String>, Query, description = "only those about this posting of the party"), ("unread" = Option<bool>, Query, description = "only those that were not marked as read"),
        ("reader" = Option<String>, Query, description = "language of sentences and labels; `Accept-Language` if absent"),
        ("limit" = Option<usize>, Query, description = "1 to 100; 20 if absent"), ("cursor" = Option<String>, Query, description = "the cursor of the page before")),
    responses((status = 200, description = "a page", body = AlertPage), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the alerts are another party's", body = Problem),
        (status = 404, description = "alerts are off here", body = Problem)))]
pub(super) async fn list(State(state): State<AppState>, Writer(actor): Writer, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&[WHOSE, &["unread", "reader", "limit", "cursor"]].concat())?;
    let watched = Watched { unread: params.flag("unread")?, ..watched(&actor, &params)? };
    let (limit, reader) = (params.limit()?, reader(&params, &headers)?);
    let after = params.cursor(AlertId::parse)?;
    let page = state.work(move |state| state.engine().alerts(&watched, after.as_ref(), limit, reader.as_deref())).await??;
    Ok(Json(page).into_response())
}

/// The alerts that were read: some by their ids, or one with all older ones.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the type is read by the macro that writes the document")]
pub(super) struct ReadAlerts {
    /// Up to 100 alerts.
    #[schema(nullable = false)]
    ids: Option<Vec<String>>,
    /// This alert and all that are older.
    #[schema(nullable = false)]
    up_to: Option<String>,
}

/// How many alerts were marked.
#[derive(Serialize, ToSchema)]
pub(super) struct MarkedAlerts {
    /// Those that were not marked before.
    marked: usize,
}

/// Marks alerts as read. What is marked already, or kept no more, is passed over.
#[utoipa::path(post, path = "/v1/alerts/read", tag = "alerts", operation_id = "read-alerts", security(("key" = [])), request_body = ReadAlerts,
    params(("party" = Option<String>, Query, description = "for operators: whose alerts"), ("side" = Option<String>, Query, description = "for operators: about `offers` or `requests` of the party; both if absent"),
        ("posting" = Option<String>, Query, description = "only those about this posting of the party")),
    responses((status = 200, description = "marked", body = MarkedAlerts), (status = 400, description = "the body cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the alerts are another party's", body = Problem),
        (status = 404, description = "alerts are off here", body = Problem), (status = 422, description = "fields cannot be read; each is named", body = Problem)))]
pub(super) async fn mark(State(state): State<AppState>, Writer(actor): Writer, params: Params, body: Object) -> Result<Json<MarkedAlerts>, Problem> {
    params.only(WHOSE)?;
    body.only(&["ids", "up_to"])?;
    let watched = watched(&actor, &params)?;
    let id = |value: &Value| AlertId::parse(value.as_str()?);
    let ids = |value: &Value| value.as_array().filter(|ids| ids.len() <= MAX_NAMED)?.iter().map(id).collect::<Option<Vec<_>>>();
    let marked = match (body.parsed("ids", ids, "send up to 100 ids of alerts, unchanged")?, body.parsed("up_to", id, ID_HINT)?) {
        (Some(ids), None) => Marked::These(ids),
        (None, Some(id)) => Marked::UpTo(id),
        _ => {
            let (problem, hint) = ("is missing, or beside up_to".to_owned(), "send either ids or up_to".to_owned());
            return Err(Problem::fields(vec![FieldError { field: "ids".to_owned(), problem, hint }]));
        }
    };
    let marked = state.work(move |state| state.engine().read_alerts(&watched, &marked)).await??;
    Ok(Json(MarkedAlerts { marked }))
}

/// Whether alerts about new matches of a posting are off.
#[derive(Serialize, ToSchema)]
pub(super) struct Muting {
    /// True if there are none.
    muted: bool,
}

/// Looks whether a posting is muted; for its owner.
pub(super) async fn muting(state: AppState, side: Side, id: Id, actor: Actor, params: Params) -> Result<Json<Muting>, Problem> {
    params.only(&[])?;
    let muted = state.work(move |state| muted(state.engine(), side, &id, &actor)).await??;
    Ok(Json(Muting { muted }))
}

/// Turns the alerts of a posting off or on. What is so already stays so, without a trace.
pub(super) async fn mute(state: AppState, side: Side, id: Id, actor: Actor, params: Params, body: Object) -> Result<Json<Muting>, Problem> {
    params.only(&[])?;
    body.only(&["muted"])?;
    let wanted = body.required("muted", Value::as_bool, "send true or false")?;
    let set = move |state: &AppState| -> Result<(), Problem> {
        if muted(state.engine(), side, &id, &actor)? != wanted {
            state.engine().submit(&actor, Command::Mute { side, id, muted: wanted })?;
        }
        Ok(())
    };
    state.work(set).await??;
    Ok(Json(Muting { muted: wanted }))
}

fn muted(engine: &Engine, side: Side, id: &Id, actor: &Actor) -> Result<bool, Problem> {
    let (posting, _) = engine.get(side, id)?.ok_or_else(|| not_found(side, id.as_str()))?;
    if !actor.may_write(side, &posting.party.id) {
        return Err(Refusal::Forbidden { side, party: posting.party.id }.into());
    }
    Ok(engine.muted(side, id)?)
}
