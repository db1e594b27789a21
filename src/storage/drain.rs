//! How much a batch makes sled log, so that its writes are waited for in time.
//!
//! Why waiting once per segment is enough: sled hands jobs to its I/O threads first in, first
//! out. After every truncation it queues, one free segment is left, and only who finds none
//! waits for a truncation; so a whole segment is logged between the queueing and the wait. A
//! [`sled::Db::flush`] in between returns only after a write queued later than the truncation,
//! which by then has left the queue and needs no lock to end.

/// Bytes, by estimate, that may be logged between two waits. A segment has 512 KiB, of which
/// sled leaves up to a quarter empty for a record that does not fit.
const LIMIT: usize = 288 << 10;

/// Bytes of pages rewritten per change where all entries are small: each batch also rewrites
/// pages whose other entries it does not know.
const PAGE_BYTES: usize = 2 << 10;

/// Entries rewritten per change, in the mean: sled writes a page of up to 16 entries anew at
/// every tenth change, moves another one out of a sparse segment with it, and splits pages that
/// grow.
const PAGE_ENTRIES: usize = 4;

/// Entries of two pages, which the mean may be exceeded by.
const PEAK_ENTRIES: usize = 32;

/// The largest page in the log, twice; larger ones go to files of their own.
const PEAK_BYTES: usize = 256 << 10;

/// What a batch will make sled log.
#[derive(Debug, Default)]
pub(super) struct Growth {
    changes: usize,
    bytes: usize,
    largest: usize,
}

impl Growth {
    /// Of a batch that replaces values of up to so many bytes.
    pub(super) fn beside(largest: usize) -> Growth {
        Growth { largest, ..Growth::default() }
    }

    /// Counts a change in. The value it replaces counts too: its neighbours are rewritten with
    /// it, and are likely as large.
    pub(super) fn add(&mut self, key: &[u8], old: Option<&[u8]>, new: Option<&[u8]>) {
        let entry = |value: Option<&[u8]>| key.len() + value.map_or(0, <[u8]>::len);
        self.changes += 1;
        self.bytes += entry(new);
        self.largest = self.largest.max(entry(old)).max(entry(new));
    }

    /// Whether a batch had best end here. Batches of up to half of the limit were seen to log more
    /// than a segment where small entries are replaced by large ones in the order of keys.
    pub(super) fn is_full(&self) -> bool {
        self.logged() + self.peak() > LIMIT / 3
    }

    fn peak(&self) -> usize {
        PEAK_BYTES.min(PEAK_ENTRIES * self.largest)
    }

    fn logged(&self) -> usize {
        self.bytes + self.changes * (PAGE_BYTES + PAGE_ENTRIES * self.largest)
    }

    /// What will have been logged since the last wait, by estimate, if `before` has been already;
    /// none if a wait is due first. Entries of more than 5 KB or so are waited for one by one: such
    /// a batch may fill a segment by itself, but queues too few writes to occupy all the threads.
    pub(super) fn after(&self, before: usize) -> Option<usize> {
        let after = before + self.logged();
        (before == 0 || after + self.peak() <= LIMIT).then_some(after)
    }
}
