//! Relevance profiles over time: a draft that is worked on, versions that were published and never
//! change again, and which of them ranks now.
//!
//! - A published version keeps its number and its content for ever; numbers rise over all names.
//! - Nobody publishes or replaces a draft that they have not seen.

use serde::{Deserialize, Serialize};

use super::gate::Passage;
use super::{Stamp, fault};
use crate::domain::{FieldError, Profile};

/// The name of the profile that a release brings. None of an operator may have it: the next release
/// brings another version, and one name and version must stand for one ranking.
pub const BUILT_IN: &str = "default";
/// What commands and addresses say for something else than a profile of that name.
const RESERVED: [&str; 3] = ["draft", "current", "equal"];

/// A change of the profiles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ProfileChange {
    /// Puts a draft in place of the one before.
    Draft {
        /// The whole profile, read and checked; its version is given when it is published.
        profile: Box<Profile>,
        /// The revision of the draft that the author saw, 0 for none; absent if it does not matter.
        #[serde(default)]
        expected: Option<u64>,
    },
    /// Makes the draft a version.
    Publish {
        /// The revision of the draft that the publisher saw.
        #[serde(default)]
        expected: Option<u64>,
        /// Whether the version ranks from now on; else it waits, for a trial or for its day.
        #[serde(default = "yes")]
        rank: bool,
        /// The gates that the draft was held against; none if there were none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        passage: Option<Box<Passage>>,
    },
    /// Makes another published version rank.
    RollBack {
        /// The version; absent for the built-in one.
        version: Option<u32>,
    },
}

fn yes() -> bool {
    true
}

/// A profile as somebody saved it: the draft, or a version that was published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// The number of the draft; every draft has another, and a version keeps that of the draft it was.
    #[serde(default)]
    pub revision: u64,
    /// The profile.
    pub profile: Profile,
    /// Who saved or published it, when and why.
    pub stamp: Stamp,
}

/// All profiles. Without a published version the built-in one ranks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profiles {
    /// What is being worked on.
    pub draft: Option<Edition>,
    /// How many drafts were saved.
    pub drafts: u64,
    /// Published versions, the earliest first.
    pub published: Vec<Edition>,
    /// The version that ranks; none for the built-in one.
    pub current: Option<u32>,
}

impl Profiles {
    /// The version that ranks, if one was published.
    pub fn current(&self) -> Option<&Edition> {
        self.current.and_then(|version| self.published(version))
    }

    /// A published version.
    pub fn published(&self, version: u32) -> Option<&Edition> {
        self.published.iter().find(|known| known.profile.version == version)
    }

    /// A published version by what answers call it: `winter-fair@2`.
    pub fn labelled(&self, label: &str) -> Option<&Edition> {
        self.published.iter().find(|known| known.profile.label() == label)
    }

    /// The version before the one that ranks; none for the built-in one.
    pub fn before_current(&self) -> Option<u32> {
        let versions = self.published.iter().map(|known| known.profile.version);
        versions.filter(|version| self.current.is_some_and(|current| *version < current)).max()
    }

    pub(super) fn apply(&mut self, change: &ProfileChange, stamp: &Stamp) -> Result<(), FieldError> {
        match change {
            ProfileChange::Draft { profile, expected } => self.take_draft(profile, *expected, stamp),
            ProfileChange::Publish { expected, rank, .. } => self.publish(*expected, *rank, stamp),
            ProfileChange::RollBack { version } => self.roll_back(*version, stamp),
        }
    }

    fn take_draft(&mut self, profile: &Profile, expected: Option<u64>, stamp: &Stamp) -> Result<(), FieldError> {
        if expected.is_some() {
            self.seen(expected)?;
        }
        if let Some(first) = profile.faults().into_iter().next() {
            return Err(first);
        }
        if profile.name == BUILT_IN {
            return Err(fault("name", "is that of the built-in profile, of which each release brings its own versions", "give your profile another name, e.g. winter-fair"));
        }
        if RESERVED.contains(&profile.name.as_str()) {
            return Err(fault("name", &format!("is {}, which stands for another profile wherever one is named", profile.name), "give your profile another name, e.g. winter-fair"));
        }
        self.drafts += 1;
        self.draft = Some(Edition { revision: self.drafts, profile: Profile { version: 0, ..profile.clone() }, stamp: stamp.clone() });
        Ok(())
    }

    fn publish(&mut self, expected: Option<u64>, rank: bool, stamp: &Stamp) -> Result<(), FieldError> {
        // Who names a draft that there was has seen one: somebody was quicker.
        if self.draft.is_none() && !expected.is_some_and(|revision| (1..=self.drafts).contains(&revision)) {
            return Err(fault("draft", "is missing", "save a draft before publishing it"));
        }
        self.seen(expected)?;
        stamp.explained()?;
        let Some(draft) = self.draft.take() else { return Ok(()) };
        let version = self.published.iter().map(|known| known.profile.version).max().unwrap_or(0) + 1;
        if rank {
            self.current = Some(version);
        }
        self.published.push(Edition { revision: draft.revision, profile: Profile { version, ..draft.profile }, stamp: stamp.clone() });
        Ok(())
    }

    fn roll_back(&mut self, version: Option<u32>, stamp: &Stamp) -> Result<(), FieldError> {
        if let Some(version) = version {
            self.published(version).ok_or_else(|| fault("to", &format!("names version {version}, which was never published"), "take one from the list of versions"))?;
        }
        if version == self.current {
            return Err(fault("to", "names the profile that ranks now", "nothing needs to be done, or name another version"));
        }
        stamp.explained()?;
        self.current = version;
        Ok(())
    }

    /// Whether the draft is the one that somebody saw.
    fn seen(&self, expected: Option<u64>) -> Result<(), FieldError> {
        let revision = self.draft.as_ref().map_or(0, |draft| draft.revision);
        match expected {
            Some(expected) if expected == revision => Ok(()),
            Some(expected) if revision == 0 => Err(fault("expected", &format!("is {expected}, and there is no draft any more: somebody was quicker"), "look at the list of profiles: it may be published already; else save the draft again")),
            Some(expected) => Err(fault("expected", &format!("is {expected}, and the draft has revision {revision}: somebody was quicker"), "read the draft as it is now, then send its revision")),
            None => Err(fault("expected", "is missing", "send the revision of the draft that you looked at")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(note: &str) -> Stamp {
        Stamp { by: "amina".to_owned(), at: 1, note: note.to_owned() }
    }

    fn own(name: &str) -> Box<Profile> {
        let built_in = Profile::parse(include_str!("../../../indexes/profiles/default.toml")).expect("the built-in one");
        Box::new(Profile { name: name.to_owned(), ..built_in })
    }

    fn draft(name: &str, expected: Option<u64>) -> ProfileChange {
        ProfileChange::Draft { profile: own(name), expected }
    }

    fn publish(revision: u64) -> ProfileChange {
        ProfileChange::Publish { expected: Some(revision), rank: true, passage: None }
    }

    fn refused(profiles: &Profiles, change: &ProfileChange, note: &str) -> (String, String) {
        let mut tried = profiles.clone();
        let fault = tried.apply(change, &stamp(note)).expect_err("refused");
        assert_eq!(&tried, profiles, "a refused change changes nothing");
        assert!(!fault.hint.is_empty());
        (fault.field, fault.problem)
    }

    fn after(changes: &[ProfileChange]) -> Profiles {
        let mut profiles = Profiles::default();
        changes.iter().for_each(|change| profiles.apply(change, &stamp("why")).expect("accepted"));
        profiles
    }

    #[test]
    fn versions_rise_over_all_names_and_roll_back_step_by_step() {
        let mut profiles = after(&[draft("a", Some(0)), publish(1), draft("b", None), publish(2)]);
        let labels: Vec<String> = profiles.published.iter().map(|known| known.profile.label()).collect();
        assert_eq!(labels, ["a@1", "b@2"]);
        assert_eq!((profiles.current, profiles.draft.clone()), (Some(2), None));
        for expected in [Some(1), None] {
            assert_eq!(profiles.before_current(), expected);
            profiles.apply(&ProfileChange::RollBack { version: expected }, &stamp("worse")).expect("accepted");
            assert_eq!(profiles.current, expected);
        }
        assert_eq!(profiles.before_current(), None, "nothing is before the built-in one");
        profiles.apply(&ProfileChange::RollBack { version: Some(2) }, &stamp("forward again")).expect("accepted");
        assert_eq!(profiles.current().map(|known| known.profile.label()).as_deref(), Some("b@2"));
        assert_eq!(profiles.labelled("b@2"), profiles.current());
        assert_eq!(profiles.labelled("a@2"), None);
    }

    #[test]
    fn a_version_may_wait_for_its_day() {
        let profiles = after(&[draft("a", None), ProfileChange::Publish { expected: Some(1), rank: false, passage: None }]);
        assert_eq!((profiles.current, profiles.published.len()), (None, 1));
    }

    #[test]
    fn nobody_publishes_or_replaces_what_they_have_not_seen() {
        let profiles = after(&[draft("a", None), draft("b", Some(1))]);
        assert_eq!(profiles.draft.as_ref().map(|draft| draft.revision), Some(2));
        for change in [publish(1), ProfileChange::Publish { expected: None, rank: true, passage: None }, draft("c", Some(1)), draft("c", Some(0))] {
            assert_eq!(refused(&profiles, &change, "why").0, "expected");
        }
        let published = after(&[draft("a", None), publish(1)]);
        assert_eq!(refused(&published, &publish(1), "why").0, "expected", "who was slower has not published nothing");
        assert_eq!(refused(&published, &publish(2), "why").0, "draft", "there never was such a draft");
        assert_eq!(refused(&published, &draft("b", Some(1)), "why").0, "expected", "the draft of that revision is gone");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let profiles = after(&[draft("a", None)]);
        assert_eq!(refused(&profiles, &publish(1), " ").0, "note");
        for name in ["default", "draft", "current", "equal"] {
            assert_eq!(refused(&profiles, &draft(name, None), "").0, "name");
        }
        assert_eq!(refused(&profiles, &ProfileChange::RollBack { version: Some(7) }, "why").0, "to");
        assert_eq!(refused(&profiles, &ProfileChange::RollBack { version: None }, "why").0, "to", "it ranks already");
        let mut deep = own("deep");
        deep.recall_depth = 1_000_000;
        assert_eq!(refused(&profiles, &ProfileChange::Draft { profile: deep, expected: None }, "").0, "recall_depth");
    }

    #[test]
    fn earlier_records_are_still_read() {
        let read = |text: &str| serde_json::from_str::<ProfileChange>(text).expect("reads");
        assert_eq!(read(r#"{"do":"publish"}"#), ProfileChange::Publish { expected: None, rank: true, passage: None });
        assert_eq!(read(r#"{"do":"roll_back","version":3}"#), ProfileChange::RollBack { version: Some(3) });
    }
}
