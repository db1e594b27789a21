//! `/v1/matches/stream`: the alerts of a party as they come, as server-sent events.
//!
//! Invariants:
//! - a stream holds no more than a page: it is woken up, and then reads on from the alert that it sent last;
//! - what was sent last is all that a client has to say to go on, on any connection, without a loss or a repetition;
//! - a stream ends with the key that opened it, and when the server is told to stop.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::unfold;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::timeout;

use super::alerts::{self, WHOSE, watched};
use super::LAST_EVENT_ID;
use super::auth::{Writer, identify};
use super::openapi::Alert;
use super::params::Params;
use super::problem::{Kind, Problem};
use super::state::AppState;
use crate::domain::{Actor, Role};
use crate::engine::{AlertId, EngineError, Told, Watched};

/// Alerts that are read at once.
const PAGE: usize = 20;
/// Pause after which a silent stream gives a sign of life: below the 30 s after which proxies give up.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// Longest sleep of a stream before it looks whether its key is still one.
const KEY_CHECK: Duration = Duration::from_secs(60);

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/v1/matches/stream", get(stream))
}

/// New matches of the key's own postings as they come: server-sent events named `alert`, whose data are alerts of
/// `/v1/alerts`.
///
/// A stream begins with what comes from now on, or behind the alert that `Last-Event-ID` names. Comments in
/// between are signs of life. One stream too many of a party, or of all, is answered by 503.
#[utoipa::path(get, path = "/v1/matches/stream", tag = "alerts", operation_id = "stream-alerts", security(("key" = [])),
    params(("party" = Option<String>, Query, description = "for operators: whose alerts"), ("side" = Option<String>, Query, description = "for operators: about `offers` or `requests` of the party; both if absent"),
        ("posting" = Option<String>, Query, description = "only those about this posting of the party"),
        ("reader" = Option<String>, Query, description = "language of sentences and labels; `Accept-Language` if absent"),
        ("Last-Event-ID" = Option<String>, Header, description = "the id of the alert that was received last")),
    responses((status = 200, description = "events, each with an alert", content_type = "text/event-stream", body = Alert), (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the alerts are another party's", body = Problem),
        (status = 404, description = "alerts are off here", body = Problem), (status = 503, description = "too many streams are open", body = Problem)))]
pub(super) async fn stream(State(state): State<AppState>, Writer(actor): Writer, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&[WHOSE, &["reader"]].concat())?;
    let (watched, reader) = (watched(&actor, &params)?, alerts::reader(&params, &headers)?);
    if state.engine().alerting().is_none() {
        return Err(EngineError::NoAlerts.into());
    }
    let seen = match headers.get(&LAST_EVENT_ID) {
        None => AlertId::seen(state.engine().alerted_position()),
        Some(id) => {
            let id = id.to_str().ok().and_then(AlertId::parse);
            let id = id.ok_or_else(|| Problem::field("Last-Event-ID", "cannot be read", "send the id of the event that was received last, unchanged"))?;
            // Behind it nothing would come until the journal is as long as it was.
            if id.position > state.engine().alerted_position() {
                return Err(Problem::field("Last-Event-ID", "names an event that is not known here; the store may have been restored", "leave it out, and read /v1/alerts for what came before"));
            }
            id
        }
    };
    let own = match actor.role {
        Role::Operator => None,
        _ => Some(state.streams_of(&actor.party).try_acquire_owned().map_err(|_| Problem::new(Kind::Overloaded, "too many streams of this party are open; close one of them"))?),
    };
    let Ok(open) = Arc::clone(state.streams()).try_acquire_owned() else {
        return Err(Problem::new(Kind::Overloaded, "too many streams are open; ask /v1/alerts from time to time"));
    };
    let news = state.news(&watched.party);
    let flow = Flow { state, actor, headers, watched, reader, seen, waiting: VecDeque::new(), news, _open: (open, own) };
    let events = unfold(flow, |mut flow| async move { flow.next().await.map(|event| (Ok::<_, Infallible>(event), flow)) });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)).into_response())
}

/// A stream between two events.
struct Flow {
    state: AppState,
    actor: Actor,
    /// With the key that opened it.
    headers: HeaderMap,
    watched: Watched,
    reader: Option<String>,
    /// What was sent last.
    seen: AlertId,
    /// Read and not yet sent.
    waiting: VecDeque<(AlertId, Told)>,
    news: watch::Receiver<()>,
    /// Among all, and among those of the party.
    _open: (OwnedSemaphorePermit, Option<OwnedSemaphorePermit>),
}

impl Flow {
    /// The next event; none at the end.
    async fn next(&mut self) -> Option<Event> {
        loop {
            // What comes from here on, the end of the server too, wakes the stream once more.
            self.news.borrow_and_update();
            if self.state.draining() {
                return None;
            }
            if let Some((id, alert)) = self.waiting.pop_front() {
                let event = Event::default().event("alert").id(id.to_string()).json_data(&alert).ok()?;
                self.seen = id;
                return Some(event);
            }
            let page = self.page().await?;
            if page.is_empty() {
                // News or not, what comes next is asked for with the key.
                if let Ok(news) = timeout(KEY_CHECK, self.news.changed()).await {
                    news.ok()?;
                }
            }
            self.waiting.extend(page);
        }
    }

    /// What came behind the last event; none if the key is no longer what it was.
    async fn page(&self) -> Option<Vec<(AlertId, Told)>> {
        let (_, actor) = identify(&self.headers, &self.state).await.ok()??;
        if actor != self.actor {
            return None;
        }
        let (watched, seen, reader) = (self.watched.clone(), self.seen.clone(), self.reader.clone());
        let read = self.state.work(move |state| state.engine().alerts_since(&watched, &seen, PAGE, reader.as_deref())).await.ok()?;
        read.inspect_err(|error| tracing::error!(%error, "alerts cannot be read and their stream ends")).ok()
    }
}
