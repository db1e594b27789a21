//! Ordered key/value storage with atomic batches.
//!
//! One write, from call to disk:
//!
//! 1. the caller fills a [`Batch`] with everything one logical change touches;
//! 2. [`Store::apply`] makes the batch visible, whole or not at all;
//! 3. [`Store::flush`] makes every batch applied before it durable. Only then may the
//!    change be acknowledged; many changes share one flush.
//!
//! There is one key space, so that a batch is atomic whatever it touches; callers divide
//! it by key prefixes (`j/` the journal, `d/` postings, see `views::documents`). The empty key and keys opening with a zero byte
//! belong to the store itself.
//!
//! [`SledStore`] keeps the data on disk, [`MemoryStore`] is for tests and dry runs. One
//! conformance suite holds both to the contract of [`Store`].

mod batch;
mod drain;
mod error;
pub mod frame;
mod marks;
mod memory;
mod open;
mod range;
mod seal;
mod sled_store;
mod state;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod damage_tests;
#[cfg(test)]
mod failure_tests;
#[cfg(test)]
mod load_tests;

pub use batch::{Batch, Op};
pub use error::StoreError;
pub use memory::MemoryStore;
pub use sled_store::SledStore;

/// A key with its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// What a scan calls for each key and value; `false` ends the scan.
pub type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> Result<bool, StoreError> + 'a;

/// An ordered map from bytes to bytes.
///
/// Contract:
///
/// - keys are ordered as bytes;
/// - a batch becomes visible at once, and after a crash it is there whole or not at all;
/// - what survives a crash is a prefix of the batches in the order of their `apply`, and it
///   includes every batch applied before the last `flush` that returned `Ok`;
/// - a `get` never returns a value other than the one stored: damage is an error;
/// - a scan is not a snapshot: it may or may not see batches applied while it runs;
/// - after a failed `apply` or `flush` a durable store refuses all further writes, since
///   nobody knows what reached the disk. Reading goes on.
pub trait Store: Send + Sync {
    /// The value under `key`, if there is one.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Visits the keys that open with `prefix` in ascending order, beginning at `from`
    /// (a whole key, inclusive) when given.
    fn scan(&self, prefix: &[u8], from: Option<&[u8]>, f: &mut Visit<'_>)
    -> Result<(), StoreError>;

    /// The greatest key that opens with `prefix`, with its value.
    fn scan_back(&self, prefix: &[u8]) -> Result<Option<Pair>, StoreError>;

    /// Applies a batch atomically: visible on return, durable only after [`Store::flush`].
    fn apply(&self, batch: Batch) -> Result<(), StoreError>;

    /// Makes every batch applied so far durable.
    fn flush(&self) -> Result<(), StoreError>;

    /// Bytes the store takes up: file sizes on disk, or keys and values in memory.
    fn size_on_disk(&self) -> Result<u64, StoreError>;
}
