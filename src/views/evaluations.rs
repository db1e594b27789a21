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

/// Reads the evaluations of a store.
pub struct Evaluations<'a>(pub &'a dyn Store);

impl Evaluations<'_> {
    /// The heads of all, in the order of their names.
    pub fn heads(&self) -> Result<Vec<(Id, EvaluationHead)>, StoreError> {
        let mut heads = Vec::new();
        self.0.scan(HEADS, None, &mut |name, value| {
            let id = name.get(HEADS.len()..).and_then(|name| Id::parse(&String::from_utf8_lossy(name)));
            heads.extend(id.zip(serde_json::from_slice(value).ok()));
            Ok(true)
        })?;
        Ok(heads)
    }

    /// The names of all.
    pub fn names(&self) -> Result<BTreeSet<Id>, StoreError> {
        Ok(self.heads()?.into_iter().map(|(id, _)| id).collect())
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
