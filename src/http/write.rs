//! What every write shares: who the owner is by default, the version a caller expects, and the wait
//! until a write can be found.

use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use axum::http::header::{IF_MATCH, IF_NONE_MATCH};

use super::problem::{Kind, Problem};
use super::state::AppState;
use crate::domain::{Actor, Id, Party, Posting, Role};
use crate::engine::{Engine, EngineError};

/// Pause between two looks at whether a write can be found: short against the commit of an index.
const SEARCHABLE_PAUSE: Duration = Duration::from_millis(5);

/// The owner of a posting that names none: the party of the key. The operator has to name one.
pub(super) fn default_party(actor: &Actor) -> Option<Party> {
    match actor.role {
        Role::Operator => None,
        Role::Exporter | Role::Importer => {
            Some(Party { id: actor.party.clone(), name: String::new(), country: None, size: None })
        }
    }
}

/// The identifier already stored under the posting's own external identifier. The engine settles
/// it again while it writes, so that two posts at once become one posting.
pub(super) fn known_as(engine: &Engine, posting: &Posting) -> Result<Option<Id>, EngineError> {
    match &posting.external_id {
        Some(external) => engine.by_external_id(posting.side, &posting.party.id, external),
        None => Ok(None),
    }
}

/// What the caller expects to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Nothing was said.
    Whatever,
    /// `If-None-Match: *`: nothing is stored.
    Nothing,
    /// `If-Match: *`: something is stored.
    Something,
    /// `If-Match: "7"`.
    Version(u64),
}

impl Expected {
    pub(super) fn read(headers: &HeaderMap) -> Result<Expected, Problem> {
        let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or_default().trim().to_owned());
        match (text(IF_MATCH), text(IF_NONE_MATCH)) {
            (None, None) => Ok(Expected::Whatever),
            (None, Some(tag)) if tag == "*" => Ok(Expected::Nothing),
            (Some(tag), None) if tag == "*" => Ok(Expected::Something),
            (Some(tag), None) => parse_tag(&tag).map(Expected::Version).ok_or_else(|| {
                Problem::field("If-Match", format!("cannot be read from {tag:?}"), "send the one ETag that you were given, e.g. \"7\"")
            }),
            (None, Some(_)) => Err(Problem::field("If-None-Match", "is read as * only on writes", "send * to create only")),
            (Some(_), Some(_)) => Err(Problem::field("If-Match", "contradicts If-None-Match", "send one of the two")),
        }
    }
}

/// The version in an ETag. A weak mark is skipped: compressing proxies add it to our tags.
pub(super) fn parse_tag(tag: &str) -> Option<u64> {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag).strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

/// The ETag of a version.
pub(super) fn tag(version: u64) -> String {
    format!("\"{version}\"")
}

/// The refusal of a condition that does not hold.
pub(super) fn stale(detail: impl Into<String>) -> Problem {
    Problem::new(Kind::Stale, detail)
}

/// Waits until the position can be found; false if the time ran out. No thread waits meanwhile.
pub(super) async fn searchable(state: &AppState, position: u64) -> Result<bool, Problem> {
    let until = Instant::now() + state.config().searchable_timeout;
    loop {
        if state.work(move |state| state.engine().wait_searchable(position, Duration::ZERO)).await? {
            return Ok(true);
        }
        if Instant::now() >= until {
            return Ok(false);
        }
        tokio::time::sleep(SEARCHABLE_PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_there_and_back() {
        assert_eq!(parse_tag(&tag(7)), Some(7));
        assert_eq!(parse_tag("W/\"7\""), Some(7));
        for bad in ["7", "\"x\"", "\"1\", \"2\"", ""] {
            assert_eq!(parse_tag(bad), None, "{bad}");
        }
    }
}
