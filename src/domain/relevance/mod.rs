//! What operators change about relevance: profiles and whatever else a [`Change`] names. The changes
//! are events of the journal; [`Workbench`] is what they add up to, and the only judge of the next one.

mod edits;
mod lexicon;
mod profiles;
mod written;

use serde::{Deserialize, Serialize};

use super::FieldError;

pub use edits::Touched;
pub use lexicon::{Alias, Edits, Entry as LexiconEntry, LexiconChange, MAX_FORM_CHARS, Reach};
pub use profiles::{ProfileChange, Profiles, Published};

/// Who changed something, when and why; kept with every change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Of the lexicon.
    Lexicon(LexiconChange),
}

/// What all changes so far add up to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Workbench {
    /// How many changes there were; every change gives the workbench a new version.
    pub version: u64,
    /// The relevance profiles.
    pub profiles: Profiles,
    /// The edits of the lexicon.
    pub lexicon: Edits,
}

impl Workbench {
    /// Takes over a change, or says which field of it cannot be; then nothing has changed.
    pub fn apply(&mut self, change: &Change, stamp: &Stamp) -> Result<(), FieldError> {
        match change {
            Change::Profiles(change) => self.profiles.apply(change, stamp)?,
            Change::Lexicon(change) => self.lexicon.apply(change, stamp)?,
        }
        self.version += 1;
        Ok(())
    }
}
