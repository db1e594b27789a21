//! The store that forgets: for tests and dry runs.

use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{PoisonError, RwLock, RwLockReadGuard},
};

use super::{Batch, Pair, Store, StoreError, Visit, range};

type Map = BTreeMap<Vec<u8>, Vec<u8>>;

/// A store in memory. `flush` does nothing.
#[derive(Debug, Default)]
pub struct MemoryStore {
    map: RwLock<Map>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn map(&self) -> RwLockReadGuard<'_, Map> {
        // No code that can panic runs while the lock is held for writing.
        self.map.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.map().get(key).cloned())
    }

    /// Takes the lock anew for each step, so that the visitor may write to the store.
    fn scan(
        &self,
        prefix: &[u8],
        from: Option<&[u8]>,
        f: &mut Visit<'_>,
    ) -> Result<(), StoreError> {
        let end = range::end(prefix);
        let start = range::start(prefix, from);
        if range::is_void(start, &end) {
            return Ok(());
        }
        let mut lower = Bound::Included(start.to_vec());
        loop {
            let next = {
                let map = self.map();
                let mut rest = map.range((lower, Bound::Unbounded));
                rest.next().map(|(key, value)| (key.clone(), value.clone()))
            };
            let Some((key, value)) = next else {
                return Ok(());
            };
            if !key.starts_with(prefix) || !f(&key, &value)? {
                return Ok(());
            }
            lower = Bound::Excluded(key);
        }
    }

    fn scan_back(&self, prefix: &[u8]) -> Result<Option<Pair>, StoreError> {
        let end = range::end(prefix);
        let start = range::start(prefix, None);
        if range::is_void(start, &end) {
            return Ok(None);
        }
        let map = self.map();
        let last = map
            .range((Bound::Included(start.to_vec()), end))
            .next_back();
        Ok(last.map(|(key, value)| (key.clone(), value.clone())))
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        let settled = batch.settle()?;
        let mut map = self.map.write().unwrap_or_else(PoisonError::into_inner);
        for (key, value) in settled {
            match value {
                Some(value) => map.insert(key, value),
                None => map.remove(&key),
            };
        }
        Ok(())
    }

    fn flush(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn size_on_disk(&self) -> Result<u64, StoreError> {
        Ok(self
            .map()
            .iter()
            .map(|(key, value)| (key.len() + value.len()) as u64)
            .sum())
    }
}
