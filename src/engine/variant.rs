//! What ranks for an operator who wants to know what a signal does: a profile less what is left out of it, by scores
//! alone or under the curation rules.

use std::fmt;

use super::{EngineError, EvaluationError, InUse};
use crate::domain::Profile;
use crate::lexicon::live::Synonyms;
use crate::score::FEATURES;

/// The share of places that is kept for small suppliers, where `without` names it.
const EXPOSURE: &str = "exposure";
/// The curation rules.
pub(super) const RULES: &str = "rules";
/// The synonyms of operators, where `without` names them.
pub const SYNONYMS: &str = "synonyms";
/// What comes behind the name of a profile.
const WITH_RULES: &str = " with rules";
const WITHOUT: &str = " without ";

/// A profile with what is left out of it, as it is named: `draft`, `current with rules`,
/// `winter-fair@2 without freshness, exposure`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variant {
    /// `draft`, `current`, a profile with its version, or a file.
    pub profile: String,
    /// Features, `exposure` or `synonyms` that count nothing.
    pub without: Vec<String>,
    /// Whether curation rules take part, as in a search.
    pub rules: bool,
}

/// What a variant ranks by.
#[derive(Clone, Debug)]
pub struct Ranks {
    /// Name and version of the profile, with what is left out; [`Variant::read`] reads it back.
    pub label: String,
    /// The profile without it.
    pub profile: Profile,
    /// Whether curation rules take part.
    pub rules: bool,
    /// Which synonyms are read.
    pub(super) synonyms: Synonyms,
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.profile)?;
        f.write_str(if self.rules { WITH_RULES } else { "" })?;
        if self.without.is_empty() { Ok(()) } else { write!(f, "{WITHOUT}{}", self.without.join(", ")) }
    }
}

impl Variant {
    /// Reads what [`fmt::Display`] writes.
    pub fn read(text: &str) -> Variant {
        let (head, left) = text.split_once(WITHOUT).unwrap_or((text, ""));
        let (name, rules) = head.trim().strip_suffix(WITH_RULES).map_or((head, false), |name| (name, true));
        let without = left.split(',').map(str::trim).filter(|signal| !signal.is_empty()).map(str::to_owned).collect();
        Variant { profile: name.trim().to_owned(), without, rules }
    }

    /// What it ranks by, if its profile is this one; `name` is that of the profile.
    pub fn of(&self, name: String, profile: &Profile) -> Result<Ranks, EngineError> {
        let (mut profile, mut synonyms) = (profile.clone(), Synonyms::Asked);
        for signal in &self.without {
            match signal.as_str() {
                SYNONYMS => synonyms = Synonyms::None,
                RULES => return Err(bad("names rules, which stay out of a measurement".to_owned(), "leave them out of the list; behind `with rules` they take part")),
                signal => switch_off(&mut profile, signal)?,
            }
        }
        crate::score::check(&profile).map_err(|fault| bad(format!("leaves no ranking: {fault}"), "leave out less"))?;
        let label = Variant { profile: name, ..self.clone() }.to_string();
        Ok(Ranks { label, profile, rules: self.rules, synonyms })
    }
}

impl InUse {
    /// What a variant ranks by; `field` is where it was named.
    pub(super) fn ranks(&self, variant: &str, field: &'static str) -> Result<Ranks, EvaluationError> {
        let variant = Variant::read(variant);
        let named = super::evaluations::named(self, Some(&variant.profile), field)?;
        Ok(variant.of(named.name, named.profile)?)
    }
}

/// Lets a signal of a profile count nothing.
pub(super) fn switch_off(profile: &mut Profile, signal: &str) -> Result<(), EngineError> {
    if signal == EXPOSURE {
        profile.exposure_share = 0.0;
        return Ok(());
    }
    let known = FEATURES.iter().map(|feature| feature.name);
    if !known.clone().any(|known| known == signal) {
        let known: Vec<&str> = known.chain([EXPOSURE, RULES, SYNONYMS]).collect();
        return Err(bad(format!("names {signal:?}, which is no feature"), &format!("name some of {}, parted by commas", known.join(", "))));
    }
    profile.weights.remove(signal);
    profile.bounds.remove(signal);
    Ok(())
}

fn bad(problem: String, hint: &str) -> EngineError {
    EngineError::BadQuery { field: "without".to_owned(), problem, hint: hint.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_is_read_as_it_is_written() {
        for text in ["current", "draft with rules", "winter-fair@2 without freshness, exposure", "a.toml with rules without synonyms"] {
            assert_eq!(Variant::read(text).to_string(), text);
        }
        let read = Variant::read(" current  with rules  without  freshness ,moq, ");
        assert_eq!(read, Variant { profile: "current".to_owned(), without: vec!["freshness".to_owned(), "moq".to_owned()], rules: true });
        assert_eq!(Variant::read("current with everything").profile, "current with everything", "what is not understood is no name of a profile");
    }

    #[test]
    fn what_is_left_out_counts_nothing_and_the_rest_stays() {
        let profile = Profile::parse(include_str!("../../indexes/profiles/default.toml")).expect("the built-in one");
        let ranks = |text: &str| Variant::read(text).of(profile.label(), &profile);
        let left = ranks("current without freshness, exposure").expect("ranks");
        assert_eq!((left.profile.weight("freshness"), left.profile.exposure_share), (0.0, 0.0));
        assert_eq!(left.profile.weight("concept"), profile.weight("concept"));
        assert_eq!(left.label, format!("{} without freshness, exposure", profile.label()));
        for (text, word) in [("current without charm", "charm"), ("current without rules", "rules"), ("current without concept", "concept")] {
            let refused = ranks(text).expect_err("refused").to_string();
            assert!(refused.starts_with("without ") && refused.contains(word), "{refused}");
        }
    }
}
