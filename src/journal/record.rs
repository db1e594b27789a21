//! Positions, entries, and how a record is written.
//!
//! Key: `j/` and the position as eight bytes, big endian, so that key order is time order.
//! Value: JSON `{"v":1,"at":<unix ms>,"event":..}`; the store frames it with a checksum.

use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::JournalError;

/// What the journal's keys open with.
pub(super) const PREFIX: &[u8] = b"j/";

/// The record version written today. All earlier ones stay readable.
const VERSION: u32 = 1;

/// The place of an event in the journal: 1 for the first, then 2, without gaps.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Position(pub u64);

impl Position {
    /// The first event's position.
    pub const FIRST: Position = Position(1);

    /// The position after this one.
    pub fn next(self) -> Position {
        Position(self.0 + 1)
    }

    pub(super) fn key(self) -> Vec<u8> {
        [PREFIX, &self.0.to_be_bytes()].concat()
    }

    pub(super) fn from_key(key: &[u8]) -> Result<Position, JournalError> {
        let digits = key
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.try_into().ok());
        digits
            .map(|d| Position(u64::from_be_bytes(d)))
            .ok_or(JournalError::BadKey)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An event with its place and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<E> {
    /// Its place.
    pub position: Position,
    /// When it happened, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// What happened.
    pub event: E,
}

#[derive(Serialize)]
struct Written<'a, E> {
    v: u32,
    at: i64,
    event: &'a E,
}

#[derive(Deserialize)]
struct Head {
    v: u32,
}

#[derive(Deserialize)]
struct Read<E> {
    v: u32,
    at: i64,
    event: E,
}

pub(super) fn encode<E: Serialize>(at: i64, event: &E) -> Result<Vec<u8>, JournalError> {
    serde_json::to_vec(&Written {
        v: VERSION,
        at,
        event,
    })
    .map_err(JournalError::Encode)
}

pub(super) fn decode<E: DeserializeOwned>(
    position: Position,
    record: &[u8],
) -> Result<Entry<E>, JournalError> {
    let read = serde_json::from_slice::<Read<E>>(record);
    // What a newer program wrote need not look like a record of ours; its version then says why.
    if !read.as_ref().is_ok_and(|read| is_known(read.v)) {
        check_version(position, record)?;
    }
    let read = read.map_err(unreadable(position))?;
    Ok(Entry {
        position,
        at: read.at,
        event: read.event,
    })
}

fn is_known(version: u32) -> bool {
    (1..=VERSION).contains(&version)
}

/// Refuses records of a newer program, and what is no record at all.
pub(super) fn check_version(position: Position, record: &[u8]) -> Result<(), JournalError> {
    let head: Head = serde_json::from_slice(record).map_err(unreadable(position))?;
    if !is_known(head.v) {
        let detail = format!(
            "record version {} is unknown, up to {VERSION} can be read",
            head.v
        );
        return Err(JournalError::Record { position, detail });
    }
    Ok(())
}

fn unreadable(position: Position) -> impl FnOnce(serde_json::Error) -> JournalError {
    move |error| JournalError::Record {
        position,
        detail: error.to_string(),
    }
}
