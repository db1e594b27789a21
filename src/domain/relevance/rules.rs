//! The curation rules over time: put, changed and retired, each with who did it and why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Act, Rule, Stamp, fault};
use crate::domain::{FieldError, Id};

/// Most rules that are not retired: every search looks at each.
pub const MAX_RULES: usize = 500;

/// A change of the rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum RuleChange {
    /// Adds a rule, or puts it in place of the one of its name.
    Put {
        /// The whole rule, read and checked.
        rule: Box<Rule>,
        /// The version that the author saw, 0 for none in use; absent if it does not matter.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<u64>,
    },
    /// Ends a rule. It stays in the list, and may be put again.
    Retire {
        /// Its name.
        id: Id,
        /// The version that the author saw; absent if it does not matter.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<u64>,
    },
}

/// A rule with its story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptRule {
    /// The rule.
    pub rule: Rule,
    /// How often it was put.
    pub version: u32,
    /// Who put this version, when and why.
    pub stamp: Stamp,
    /// Who retired it, when and why; none while it is in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Stamp>,
}

/// All rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rules(BTreeMap<Id, KeptRule>);

impl FromIterator<KeptRule> for Rules {
    fn from_iter<I: IntoIterator<Item = KeptRule>>(rules: I) -> Rules {
        Rules(rules.into_iter().map(|kept| (kept.rule.id.clone(), kept)).collect())
    }
}

impl Rules {
    /// Every rule, retired ones too, in the order of names.
    pub fn all(&self) -> impl Iterator<Item = &KeptRule> {
        self.0.values()
    }

    /// The rule of a name.
    pub fn get(&self, id: &Id) -> Option<&KeptRule> {
        self.0.get(id)
    }

    /// The rules that are not retired, in the order of names.
    pub fn in_use(&self) -> impl Iterator<Item = &Rule> {
        self.0.values().filter(|kept| kept.retired.is_none()).map(|kept| &kept.rule)
    }

    pub(super) fn apply(&mut self, change: &RuleChange, stamp: &Stamp) -> Result<(), FieldError> {
        match change {
            RuleChange::Put { rule, expected } => {
                self.seen(&rule.id, *expected)?;
                rule.faults().into_iter().next().map_or(Ok(()), Err)?;
                self.room_for(rule)?;
                let version = self.0.get(&rule.id).map_or(1, |kept| kept.version + 1);
                self.0.insert(rule.id.clone(), KeptRule { rule: (**rule).clone(), version, stamp: stamp.clone(), retired: None });
            }
            RuleChange::Retire { id, expected } => {
                self.seen(id, *expected)?;
                let kept = self.0.get_mut(id).filter(|kept| kept.retired.is_none());
                let kept = kept.ok_or_else(|| fault("id", "names no rule in use", "take one from the list of rules"))?;
                kept.retired = Some(stamp.clone());
            }
        }
        Ok(())
    }

    /// Refuses a change of a rule that its author has not seen as it is.
    fn seen(&self, id: &Id, expected: Option<u64>) -> Result<(), FieldError> {
        let version = self.0.get(id).filter(|kept| kept.retired.is_none()).map_or(0, |kept| u64::from(kept.version));
        match expected {
            Some(expected) if expected != version => {
                let now = if version == 0 { "is not in use".to_owned() } else { format!("has version {version}") };
                Err(fault("expected", &format!("is {expected}, and the rule {now}: somebody was quicker"), "read the rule as it is now, then send its version"))
            }
            _ => Ok(()),
        }
    }

    /// Two pins for the same questions at the same time need two places and two postings.
    fn room_for(&self, rule: &Rule) -> Result<(), FieldError> {
        let others = || self.in_use().filter(|other| other.id != rule.id);
        if others().count() >= MAX_RULES {
            return Err(fault("id", "is one rule too many", "retire rules that are no longer needed; 500 can be in use"));
        }
        let Act::Pin { place } = rule.act else { return Ok(()) };
        for other in others().filter(|other| other.fires_like(rule) && other.overlaps(rule)) {
            let name = other.id.as_str();
            match other.act {
                Act::Pin { .. } if other.on == rule.on => {
                    return Err(fault("on.id", &format!("is pinned for these questions by the rule {name}"), "change that rule, or retire it"));
                }
                Act::Pin { place: taken } if taken == place => {
                    return Err(fault("place", &format!("is taken for these questions by the rule {name}"), "use another place, or retire that rule"));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
