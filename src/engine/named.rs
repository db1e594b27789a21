//! Relevance profiles by name: `winter-fair@2`, `draft`, `current`.

use super::InUse;
use crate::domain::relevance::Edition;
use crate::domain::{FieldError, Profile};

/// A profile that was named.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    /// Name and version; for a draft its revision: `winter-fair@draft-7`.
    pub name: String,
    /// The profile.
    pub profile: &'a Profile,
    /// Who saved it, when and why; none for the built-in one.
    pub edition: Option<&'a Edition>,
}

impl<'a> From<&'a Edition> for Named<'a> {
    fn from(edition: &'a Edition) -> Named<'a> {
        let profile = &edition.profile;
        // A draft has no version yet.
        let name = if profile.version == 0 { format!("{}@draft-{}", profile.name, edition.revision) } else { profile.label() };
        Named { name, profile, edition: Some(edition) }
    }
}

impl InUse {
    /// The name of a published version, or of the built-in profile where there is none.
    pub fn label(&self, version: Option<u32>) -> String {
        match version.and_then(|version| self.workbench.profiles.published(version)) {
            Some(edition) => edition.profile.label(),
            None => self.given.label(),
        }
    }

    /// The profile behind `draft`, `current`, or a name with its version.
    pub fn named(&self, name: &str) -> Option<Named<'_>> {
        let profiles = &self.workbench.profiles;
        let edition = match name {
            "draft" => return profiles.draft.as_ref().map(Named::from),
            "current" => profiles.current(),
            label => profiles.labelled(label),
        };
        let built_in = || Named { name: self.given.label(), profile: &self.given, edition: None };
        let asked = |name: &str| name == "current" || name == self.given.label();
        edition.map(Named::from).or_else(|| asked(name).then(built_in))
    }

    /// The version of a profile that can be tried on traffic, none for the built-in one.
    pub fn candidate(&self, name: &str) -> Result<Option<u32>, FieldError> {
        let fault = |problem: &str, hint: &str| FieldError { field: "candidate".to_owned(), problem: problem.to_owned(), hint: hint.to_owned() };
        match self.named(name) {
            _ if name == "draft" => Err(fault("names the draft", "publish it without letting it rank, then name it with its version")),
            Some(found) => Ok(found.edition.map(|edition| edition.profile.version)),
            None => Err(fault(&format!("cannot be tried: {name} is no published profile"), "publish it without letting it rank, then name it with its version")),
        }
    }

    /// The version to roll back to, none for the built-in one: that of a name, else the one before the
    /// one that ranks.
    pub fn roll_back_to(&self, name: Option<&str>) -> Result<Option<u32>, FieldError> {
        let fault = |problem: &str, hint: &str| FieldError { field: "to".to_owned(), problem: problem.to_owned(), hint: hint.to_owned() };
        match name {
            None if self.workbench.profiles.current.is_none() => Err(fault("has nothing to go back to: the built-in profile ranks", "name a published version")),
            None => Ok(self.workbench.profiles.before_current()),
            Some("draft") => Err(fault("names the draft", "publish it instead")),
            Some(name) => match self.named(name) {
                Some(found) => Ok(found.edition.map(|edition| edition.profile.version)),
                None => Err(fault("was never published", "take a name with its version from the list of profiles, e.g. winter-fair@2")),
            },
        }
    }
}
