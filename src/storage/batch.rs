//! The list of changes that take effect together.

use std::collections::BTreeMap;

use super::{StoreError, drain};

/// One change to one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Stores a value, replacing the earlier one.
    Put(Vec<u8>, Vec<u8>),
    /// Removes the key; an absent key is no error.
    Delete(Vec<u8>),
}

impl Op {
    /// The key the change touches.
    pub fn key(&self) -> &[u8] {
        match self {
            Op::Put(key, _) | Op::Delete(key) => key,
        }
    }
}

/// Changes applied as one. A later change to a key overrides an earlier one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    ops: Vec<Op>,
    /// Bytes of the largest value known to be replaced.
    replaced: usize,
}

impl Batch {
    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stores `value` under `key`.
    pub fn put(&mut self, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.ops.push(Op::Put(key.into(), value.into()));
    }

    /// Removes `key`.
    pub fn delete(&mut self, key: impl Into<Vec<u8>>) {
        self.ops.push(Op::Delete(key.into()));
    }

    /// The changes in the order they were added.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// Appends the changes of another batch.
    pub fn extend(&mut self, other: Batch) {
        self.ops.extend(other.ops);
        self.replaced = self.replaced.max(other.replaced);
    }

    /// Whether a key would change.
    pub fn changes(&self, key: &[u8]) -> bool {
        self.ops.iter().any(|op| op.key() == key)
    }

    /// Notes that a change replaces or removes a value of so many bytes.
    pub fn replaces(&mut self, bytes: usize) {
        self.replaced = self.replaced.max(bytes);
    }

    /// Whether further changes should go to another batch, as far as their sizes are known: a store
    /// can wait for its disk between batches, not within one.
    pub fn is_full(&self) -> bool {
        let mut growth = drain::Growth::beside(self.replaced);
        for op in &self.ops {
            match op {
                Op::Put(key, value) => growth.add(key, None, Some(value)),
                Op::Delete(key) => growth.add(key, None, None),
            }
        }
        growth.is_full()
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }

    /// How many changes were added.
    pub fn len(&self) -> usize {
        self.ops.len()
    }

    /// The final change for each key, `None` for a removal. Refuses reserved keys.
    pub(super) fn settle(self) -> Result<BTreeMap<Vec<u8>, Option<Vec<u8>>>, StoreError> {
        let mut settled = BTreeMap::new();
        for op in self.ops {
            if matches!(op.key().first(), None | Some(0)) {
                return Err(StoreError::ReservedKey);
            }
            match op {
                Op::Put(key, value) => settled.insert(key, Some(value)),
                Op::Delete(key) => settled.insert(key, None),
            };
        }
        Ok(settled)
    }
}
