//! What operators change about relevance: profiles and whatever else a [`Change`] names. The changes
//! are events of the journal; [`Workbench`] is what they add up to, and the only judge of the next one.

mod profiles;
mod sets;

use serde::{Deserialize, Serialize};

use super::FieldError;

pub use profiles::{ProfileChange, Profiles, Published};
pub use sets::{MAX_ROWS, Row, SetChange, SetKind};

/// Who changed something, when and why; kept with every change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Party of the key that asked.
    pub by: String,
    /// Milliseconds since 1970.
    pub at: i64,
    /// Why, in the operator's words.
    #[serde(default)]
    pub note: String,
}

/// One change of the workbench. Serialised into the journal: fields and kinds are only ever added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Change {
    /// Of the relevance profiles.
    Profiles(ProfileChange),
    /// Of a set of judgments.
    Judgments(SetChange),
    /// Of a set of queries.
    Queries(SetChange),
}

impl Change {
    /// The change of a set, which is kept apart from the workbench.
    pub fn of_set(&self) -> Option<(SetKind, &SetChange)> {
        match self {
            Change::Judgments(change) => Some((SetKind::Judgments, change)),
            Change::Queries(change) => Some((SetKind::Queries, change)),
            Change::Profiles(_) => None,
        }
    }
}

/// What all changes so far add up to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Workbench {
    /// How many changes there were; every change gives the workbench a new version.
    pub version: u64,
    /// The relevance profiles.
    pub profiles: Profiles,
}

impl Workbench {
    /// Takes over a change, or says which field of it cannot be; then nothing has changed.
    pub fn apply(&mut self, change: &Change, stamp: &Stamp) -> Result<(), FieldError> {
        match change {
            Change::Profiles(change) => self.profiles.apply(change, stamp)?,
            Change::Judgments(change) | Change::Queries(change) => return change.check(),
        }
        self.version += 1;
        Ok(())
    }
}
