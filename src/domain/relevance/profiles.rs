//! Relevance profiles over time: a draft that is worked on, versions that were published and never
//! change again, and which of them ranks now.

use serde::{Deserialize, Serialize};

use super::{Stamp, fault};
use crate::domain::{FieldError, Profile};

/// A change of the profiles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ProfileChange {
    /// Puts a draft in place of the one before.
    Draft {
        /// The whole profile, read and checked; its version is given when it is published.
        profile: Box<Profile>,
    },
    /// Makes the draft the version that ranks.
    Publish,
    /// Makes an earlier version rank again.
    RollBack {
        /// The version.
        version: u32,
    },
}

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// The profile.
    pub profile: Profile,
    /// Who published it, when and why.
    pub stamp: Stamp,
}

/// All profiles. Without a published version the built-in one ranks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profiles {
    /// What is being worked on.
    pub draft: Option<Published>,
    /// Published versions, the earliest first.
    pub published: Vec<Published>,
    /// The version that ranks; none for the built-in one.
    pub current: Option<u32>,
}

impl Profiles {
    /// The version that ranks, if one was published.
    pub fn current(&self) -> Option<&Published> {
        self.current.and_then(|version| self.published(version))
    }

    /// A published version.
    pub fn published(&self, version: u32) -> Option<&Published> {
        self.published.iter().find(|known| known.profile.version == version)
    }

    pub(super) fn apply(&mut self, change: &ProfileChange, stamp: &Stamp) -> Result<(), FieldError> {
        match change {
            ProfileChange::Draft { profile } => self.draft = Some(Published { profile: (**profile).clone(), stamp: stamp.clone() }),
            ProfileChange::Publish => {
                let draft = self.draft.take().ok_or_else(|| fault("draft", "is missing", "save a draft before publishing it"))?;
                let mut profile = draft.profile;
                profile.version = self.published.iter().map(|known| known.profile.version).max().unwrap_or(profile.version) + 1;
                self.current = Some(profile.version);
                self.published.push(Published { profile, stamp: stamp.clone() });
            }
            ProfileChange::RollBack { version } => {
                self.published(*version).ok_or_else(|| fault("version", "was never published", "take one from the list of versions"))?;
                self.current = Some(*version);
            }
        }
        Ok(())
    }
}
