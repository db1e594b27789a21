//! The evaluations that are kept, as the journal left them: `e/` heads and `f/` figures, by name. A head is what
//! a list shows; figures are read one by one.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::documents::readable;
use crate::domain::Id;
use crate::domain::relevance::{EvaluationChange, Stamp};
use crate::storage::{Batch, Store, StoreError};

const HEADS: &[u8] = b"e/";
const FIGURES: &[u8] = b"f/";

/// What is known of an evaluation beside its figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvaluationHead {
    /// Journal position of when it was kept.
    pub version: u64,
    /// Who kept it, when and why.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What it was made of and what came out, in short.
    pub head: Value,
}

fn key(prefix: &[u8], id: &Id) -> Vec<u8> {
    [prefix, id.as_str().as_bytes()].concat()
}

/// The name of an evaluation by the key of its head.
fn named(key: &[u8]) -> Option<Id> {
    Id::parse(std::str::from_utf8(key.get(HEADS.len()..)?).ok()?)
}

/// Reads the evaluations of a store.
pub struct Evaluations<'a>(pub &'a dyn Store);

impl Evaluations<'_> {
    /// The heads of all that can be read, in the order of their names.
    pub fn heads(&self) -> Result<Vec<(Id, EvaluationHead)>, StoreError> {
        let mut heads = Vec::new();
        self.0.scan(HEADS, None, &mut |name, value| {
            if let Some(id) = named(name) {
                match serde_json::from_slice(value) {
                    Ok(head) => heads.push((id, head)),
                    Err(fault) => tracing::warn!(evaluation = id.as_str(), %fault, "an evaluation cannot be read and is left out"),
                }
            }
            Ok(true)
        })?;
        Ok(heads)
    }

    /// The names of all, whether they can be read or not.
    pub fn names(&self) -> Result<BTreeSet<Id>, StoreError> {
        let mut names = BTreeSet::new();
        self.0.scan(HEADS, None, &mut |name, _| {
            names.extend(named(name));
            Ok(true)
        })?;
        Ok(names)
    }

    /// The head and the figures of one.
    pub fn get(&self, id: &Id) -> Result<Option<(EvaluationHead, Value)>, StoreError> {
        let read = |prefix: &[u8]| self.0.get(&key(prefix, id));
        let (Some(head), Some(figures)) = (read(HEADS)?, read(FIGURES)?) else { return Ok(None) };
        Ok(Some((readable("evaluation", &head)?, readable("evaluation", &figures)?)))
    }
}

/// Whether a batch changes the evaluations.
pub fn stages_evaluations(batch: &Batch) -> bool {
    batch.ops().iter().any(|op| op.key().starts_with(HEADS))
}

/// Stages a change of them.
pub(super) fn stage(batch: &mut Batch, change: &EvaluationChange, stamp: &Stamp, version: u64) {
    match change {
        EvaluationChange::Keep { id, head, figures } => {
            // Both are plain data: they always serialise.
            let head = EvaluationHead { version, stamp: stamp.clone(), head: head.clone() };
            batch.put(key(HEADS, id), serde_json::to_vec(&head).unwrap_or_default());
            batch.put(key(FIGURES, id), serde_json::to_vec(figures).unwrap_or_default());
        }
        EvaluationChange::Delete { id } => {
            batch.delete(key(HEADS, id));
            batch.delete(key(FIGURES, id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::MemoryStore;

    #[test]
    fn one_that_cannot_be_read_hides_no_other_and_can_be_deleted() {
        let store = MemoryStore::new();
        let id = |name: &str| Id::parse(name).expect("an id");
        let stamp = Stamp { by: "anna".to_owned(), at: 1, note: String::new() };
        let mut batch = Batch::new();
        stage(&mut batch, &EvaluationChange::Keep { id: id("good"), head: Value::Null, figures: None }, &stamp, 7);
        batch.put(key(HEADS, &id("broken")), b"{".to_vec());
        store.apply(batch).expect("applies");
        let kept = Evaluations(&store);
        assert_eq!(kept.heads().expect("reads").into_iter().map(|(id, head)| (id, head.version)).collect::<Vec<_>>(), [(id("good"), 7)]);
        assert_eq!(kept.names().expect("reads"), BTreeSet::from([id("broken"), id("good")]), "its name stays taken");
        let mut batch = Batch::new();
        stage(&mut batch, &EvaluationChange::Delete { id: id("broken") }, &stamp, 8);
        store.apply(batch).expect("applies");
        assert_eq!(kept.names().expect("reads"), BTreeSet::from([id("good")]));
    }
}
