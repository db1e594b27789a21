//! Evaluations that somebody wants to keep. Each stands outside of the workbench under a key of its own and
//! never changes; what was measured is plain data here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fault;
use crate::domain::{FieldError, Id};

/// Most evaluations that are kept at once.
pub const MAX_EVALUATIONS: usize = 200;
/// Most bytes of what lists show of one.
const MAX_HEAD_BYTES: usize = 16 << 10;
/// Most bytes of its figures: about 5,000 queries.
const MAX_FIGURES_BYTES: usize = 256 << 10;

/// A change of the evaluations that are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum EvaluationChange {
    /// Keeps one under a name that no other has.
    Keep {
        /// Its name.
        id: Id,
        /// What it was made of and what came out, in short: an object.
        head: Value,
        /// The figures of every query and slice: an object. The audit log goes without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        figures: Option<Value>,
    },
    /// Forgets one.
    Delete {
        /// Its name.
        id: Id,
    },
}

impl EvaluationChange {
    /// The evaluation.
    pub fn id(&self) -> &Id {
        match self {
            EvaluationChange::Keep { id, .. } | EvaluationChange::Delete { id } => id,
        }
    }

    /// The change as the audit log keeps it.
    pub(super) fn audited(&self) -> EvaluationChange {
        match self {
            EvaluationChange::Keep { id, head, .. } => EvaluationChange::Keep { id: id.clone(), head: head.clone(), figures: None },
            EvaluationChange::Delete { .. } => self.clone(),
        }
    }

    /// Refuses what is too large to be kept.
    pub(super) fn check(&self) -> Result<(), FieldError> {
        let EvaluationChange::Keep { head, figures, .. } = self else { return Ok(()) };
        for (what, part, most) in [("floors", Some(head), MAX_HEAD_BYTES), ("queries", figures.as_ref(), MAX_FIGURES_BYTES)] {
            let bytes = part.map_or(0, |part| part.to_string().len());
            if !part.is_some_and(Value::is_object) || bytes > most {
                return Err(fault(what, &format!("give {bytes} bytes of figures; an object of at most {most} is kept"), "evaluate a smaller set, or do without keeping"));
            }
        }
        Ok(())
    }

    /// Refuses what does not fit beside those that are kept.
    pub(crate) fn fits(&self, kept: &BTreeSet<Id>) -> Result<(), FieldError> {
        let known = kept.contains(self.id());
        match self {
            EvaluationChange::Keep { .. } if known => Err(fault("keep", "is the name of another evaluation, which never changes", "use another name, or delete that one first")),
            EvaluationChange::Keep { .. } if kept.len() >= MAX_EVALUATIONS => Err(fault("keep", "is one evaluation too many", &format!("delete some that are no longer needed; {MAX_EVALUATIONS} can be kept"))),
            EvaluationChange::Delete { .. } if !known => Err(fault("id", "names no evaluation that is kept", "take one from the list of evaluations")),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn id(text: &str) -> Id {
        Id::parse(text).expect("an id")
    }

    fn keep(name: &str, figures: Option<Value>) -> EvaluationChange {
        EvaluationChange::Keep { id: id(name), head: json!({"profile": "default@1"}), figures }
    }

    #[test]
    fn a_name_is_given_once_and_few_are_kept() {
        let some = BTreeSet::from([id("before")]);
        let field = |change: EvaluationChange, kept: &BTreeSet<Id>| change.fits(kept).err().map(|fault| fault.field);
        assert_eq!(field(keep("before", None), &some).as_deref(), Some("keep"));
        assert_eq!(field(keep("after", None), &some), None);
        assert_eq!(field(EvaluationChange::Delete { id: id("before") }, &some), None);
        assert_eq!(field(EvaluationChange::Delete { id: id("after") }, &some).as_deref(), Some("id"));
        let full: BTreeSet<Id> = (0..MAX_EVALUATIONS).map(|n| id(&format!("e{n}"))).collect();
        assert_eq!(field(keep("after", None), &full).as_deref(), Some("keep"));
    }

    #[test]
    fn what_is_too_large_is_refused_and_the_audit_log_goes_without_figures() {
        assert_eq!(keep("a", Some(json!({"ndcg": {}}))).check(), Ok(()));
        for figures in [None, Some(json!([])), Some(json!({"ndcg": "x".repeat(MAX_FIGURES_BYTES)}))] {
            assert_eq!(keep("a", figures).check().expect_err("refused").field, "queries");
        }
        let written = serde_json::to_value(keep("a", Some(json!({"ndcg": {"q1": 0.5}}))).audited()).expect("plain");
        assert_eq!(written, json!({"do": "keep", "id": "a", "head": {"profile": "default@1"}}));
    }
}
