//! What the store knows of its own contents: how many batches, how many keys, and a
//! digest of all of them.
//!
//! The state lies under a reserved key and is written in the same atomic batch as the data
//! it describes. So after a crash the data can be checked against it, whichever prefix of
//! the batches survived.
//!
//! The digest is a sum of one hash for each key and value, which makes it independent of
//! order and cheap to update: subtract the old entry, add the new one. It guards against
//! accidents, not against forgery.

use super::{StoreError, frame};

/// Where the state lies.
pub(super) const KEY: &[u8] = b"\0state";

/// Counters that change with every batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct State {
    /// Batches applied since the store was made.
    pub(super) sequence: u64,
    /// Keys present, the state's own not counted.
    pub(super) keys: u64,
    /// Sum of the entries' hashes.
    pub(super) digest: u64,
}

impl State {
    /// Counts an entry in; `framed` is the value as stored.
    pub(super) fn add(&mut self, key: &[u8], framed: &[u8]) {
        self.keys = self.keys.wrapping_add(1);
        self.digest = self.digest.wrapping_add(hash(key, framed));
    }

    /// Counts an entry out.
    pub(super) fn remove(&mut self, key: &[u8], framed: &[u8]) {
        self.keys = self.keys.wrapping_sub(1);
        self.digest = self.digest.wrapping_sub(hash(key, framed));
    }

    /// The stored form, framed.
    pub(super) fn encode(self) -> Vec<u8> {
        let words = [self.sequence, self.keys, self.digest];
        frame::wrap(&words.map(u64::to_be_bytes).concat())
    }

    /// Reads the stored form.
    pub(super) fn decode(framed: &[u8]) -> Result<Self, StoreError> {
        let bad = || StoreError::BadFrame("the store's own counters have the wrong length");
        let rest = frame::unwrap(framed)?;
        let (sequence, rest) = rest.split_first_chunk::<8>().ok_or_else(bad)?;
        let (keys, rest) = rest.split_first_chunk::<8>().ok_or_else(bad)?;
        let digest = <[u8; 8]>::try_from(rest).map_err(|_| bad())?;
        Ok(Self {
            sequence: u64::from_be_bytes(*sequence),
            keys: u64::from_be_bytes(*keys),
            digest: u64::from_be_bytes(digest),
        })
    }
}

/// FNV-1a over the key's length, the key and the value, then the SplitMix64 finish, since
/// plain FNV values are too alike to be summed.
fn hash(key: &[u8], framed: &[u8]) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    let len = (key.len() as u64).to_be_bytes();
    for byte in len.iter().chain(key).chain(framed) {
        h = (h ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}
