//! What operators change about relevance: profiles and whatever else a [`Change`] names. The changes
//! are events of the journal; [`Workbench`] is what they add up to, and the only judge of the next one.

mod edits;
mod evaluations;
mod gate;
mod lexicon;
mod profiles;
mod rule;
mod rules;
#[cfg(test)]
mod rules_tests;
mod served;
mod trials;
mod written;
mod sets;

use serde::{Deserialize, Serialize};

use super::FieldError;

pub use edits::Touched;
pub use evaluations::{EvaluationChange, MAX_EVALUATIONS};
pub use gate::{Gate, GateChange, KeptGate, Passage};
pub use lexicon::{Alias, Edits, Entry as LexiconEntry, LexiconChange, MAX_FORM_CHARS, Reach};
pub use profiles::{BUILT_IN, Edition, ProfileChange, Profiles};
pub use rule::{Act, MAX_PLACE, Rule, Target, When};
pub use rules::{KeptRule, MAX_RULES, RuleChange, Rules};
pub use served::{Arm, Served, Team};
pub use trials::{Method, Trial, TrialChange, Trials};
pub use sets::{MAX_ROWS, Row, SetChange, SetKind};

/// Longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 500;

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

impl Stamp {
    /// Refuses a change of what traders see whose author does not say why.
    fn explained(&self) -> Result<(), FieldError> {
        match self.note.trim().is_empty() {
            true => Err(fault("note", "is missing or empty", "say why, for those who come after you")),
            false => Ok(()),
        }
    }
}

/// One change of the workbench. Serialised into the journal: fields and kinds are only ever added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Change {
    /// Of the relevance profiles.
    Profiles(ProfileChange),
    /// Of the trials on traffic.
    Trials(TrialChange),
    /// Of the curation rules.
    Rules(RuleChange),
    /// Of the lexicon.
    Lexicon(LexiconChange),
    /// Of a set of judgments.
    Judgments(SetChange),
    /// Of a set of queries.
    Queries(SetChange),
    /// Of a set of guards.
    Guards(SetChange),
    /// Of the gate that every draft has to pass.
    Gate(GateChange),
    /// Of the evaluations that are kept.
    Evaluations(EvaluationChange),
}

impl Change {
    /// The change of a set, which is kept apart from the workbench.
    pub fn of_set(&self) -> Option<(SetKind, &SetChange)> {
        match self {
            Change::Judgments(change) => Some((SetKind::Judgments, change)),
            Change::Queries(change) => Some((SetKind::Queries, change)),
            Change::Guards(change) => Some((SetKind::Guards, change)),
            Change::Profiles(_) | Change::Trials(_) | Change::Rules(_) | Change::Lexicon(_) | Change::Evaluations(_) | Change::Gate(_) => None,
        }
    }

    /// Whether it changes the workbench itself.
    pub fn of_workbench(&self) -> bool {
        matches!(self, Change::Profiles(_) | Change::Trials(_) | Change::Rules(_) | Change::Lexicon(_) | Change::Gate(_))
    }

    /// The change as the audit log keeps it, without the figures of an evaluation.
    pub fn audited(&self) -> Change {
        match self {
            Change::Evaluations(change) => Change::Evaluations(change.audited()),
            other => other.clone(),
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
    /// The trials on traffic.
    pub trials: Trials,
    /// The curation rules.
    pub rules: Rules,
    /// The edits of the lexicon.
    pub lexicon: Edits,
    /// What every draft has to pass before it is published; none asks nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<KeptGate>,
}

impl Workbench {
    /// Takes over a change, or says which field of it cannot be; then nothing has changed.
    pub fn apply(&mut self, change: &Change, stamp: &Stamp) -> Result<(), FieldError> {
        check_note(&stamp.note)?;
        match change {
            Change::Profiles(change) => {
                gate::passed(self.gate.as_ref(), change)?;
                let ranked = self.profiles.current;
                self.profiles.apply(change, stamp)?;
                if self.profiles.current != ranked {
                    self.trials.stop_all(stamp);
                }
            }
            Change::Trials(change) => self.trials.apply(change, &self.profiles, stamp)?,
            Change::Rules(change) => self.rules.apply(change, stamp)?,
            Change::Lexicon(change) => self.lexicon.apply(change, stamp)?,
            Change::Judgments(change) | Change::Queries(change) | Change::Guards(change) => return change.check(),
            Change::Gate(change) => gate::apply(&mut self.gate, change, stamp)?,
            Change::Evaluations(change) => return change.check(),
        }
        self.version += 1;
        Ok(())
    }
}

/// Refuses a note that is longer than notes may be.
pub fn check_note(note: &str) -> Result<(), FieldError> {
    match note.chars().count() > MAX_NOTE_CHARS {
        true => Err(fault("note", &format!("is longer than {MAX_NOTE_CHARS} characters"), "shorten it")),
        false => Ok(()),
    }
}

fn fault(field: &str, problem: &str, hint: &str) -> FieldError {
    FieldError { field: field.to_owned(), problem: problem.to_owned(), hint: hint.to_owned() }
}
