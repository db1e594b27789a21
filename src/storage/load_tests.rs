//! Many writes without a pause. It proves:
//!
//! - sled's log never grows by a segment between two waits for its writes;
//! - loads of writing, overwriting and deleting end, and leave what a plain map would hold;
//! - the file does not keep what was overwritten and deleted.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{atomic::Ordering, mpsc},
    thread,
    time::Duration,
};

use super::{Batch, SledStore, Store};

/// Far above what the load takes, so that only a load that hangs is cut off.
const PATIENCE: Duration = Duration::from_secs(180);

/// The least a segment takes before the next one is begun.
const SEGMENT_BYTES: i64 = 384 << 10;

type Model = BTreeMap<String, Vec<u8>>;

/// Writes as an engine does: a document put or deleted, and a record that stays.
struct Load {
    store: SledStore,
    model: Model,
    records: u32,
    batches: u32,
    waits: u32,
    /// Where the log stood at the last wait, and the most it grew between two.
    waited_at: i64,
    widest: i64,
}

impl Load {
    fn new(folder: &Path) -> Load {
        let store = SledStore::open(folder).unwrap();
        Load { store, model: Model::new(), records: 0, batches: 0, waits: 0, waited_at: 0, widest: 0 }
    }

    /// Puts a document of a size or deletes it, with a record of it if asked for.
    fn change(&mut self, document: u32, bytes: Option<usize>, recorded: bool) {
        let mut batch = Batch::new();
        self.stage(&mut batch, document, bytes, recorded);
        self.apply(batch);
    }

    /// The same for many documents, as many in a batch as belong there.
    fn change_together(&mut self, documents: impl Iterator<Item = u32>, bytes: Option<usize>) {
        let mut batch = Batch::new();
        for document in documents {
            self.stage(&mut batch, document, bytes, true);
            if batch.is_full() {
                self.apply(std::mem::take(&mut batch));
            }
        }
        self.apply(batch);
    }

    fn stage(&mut self, batch: &mut Batch, document: u32, bytes: Option<usize>, recorded: bool) {
        let (key, record) = (format!("d/{document:06}"), format!("j/{:08}", self.records));
        batch.replaces(self.model.get(&key).map_or(0, Vec::len));
        let value = bytes.map(|bytes| vec![b'a' + u8::try_from(self.records % 26).unwrap(); bytes]);
        self.records += 1;
        if recorded {
            let entry = value.clone().unwrap_or_else(|| b"deleted".to_vec());
            batch.put(record.clone(), entry.clone());
            self.model.insert(record, entry);
        }
        if let Some(value) = value {
            batch.put(key.clone(), value.clone());
            self.model.insert(key, value);
        } else {
            batch.delete(key.clone());
            self.model.remove(&key);
        }
    }

    fn apply(&mut self, batch: Batch) {
        self.batches += 1;
        let before = self.store.undrained.load(Ordering::Relaxed);
        self.store.apply(batch).unwrap();
        if self.store.undrained.load(Ordering::Relaxed) <= before {
            let at = self.logged();
            self.widest = self.widest.max(at - self.waited_at);
            (self.waited_at, self.waits) = (at, self.waits + 1);
        }
    }

    /// How far sled has written its log.
    fn logged(&self) -> i64 {
        self.store.db().unwrap().context.pagecache.log.stable_offset()
    }

    fn check(&self) {
        let mut held = Model::new();
        let mut collect = |key: &[u8], value: &[u8]| {
            held.insert(String::from_utf8(key.to_vec()).unwrap(), value.to_vec());
            Ok(true)
        };
        self.store.scan(b"", None, &mut collect).unwrap();
        assert!(held == self.model, "{} keys held, {} expected", held.len(), self.model.len());
    }
}

/// Runs on a thread of its own: a store that hangs fails the test and does not hang it.
fn in_time(work: impl FnOnce() + Send + 'static) {
    let (done, wait) = mpsc::channel();
    let worker = thread::spawn(move || {
        work();
        done.send(()).unwrap();
    });
    match wait.recv_timeout(PATIENCE) {
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("the store hangs"),
        Ok(()) | Err(mpsc::RecvTimeoutError::Disconnected) => worker.join().unwrap(),
    }
}

#[test]
fn a_load_that_grows_and_shrinks_ends() {
    in_time(|| {
        let folder = tempfile::tempdir().unwrap();
        let mut load = Load::new(folder.path());
        for size in [1500, 400, 3000] {
            (0..800).for_each(|n| load.change(n, Some(size), true));
            (0..800).filter(|n| n % 8 != 0).for_each(|n| load.change(n, None, true));
            (0..800).step_by(3).for_each(|n| load.change(n, Some(60), true));
        }
        assert!(load.logged() > 30 << 20, "only {} bytes were logged", load.logged());
        load.check();
        drop(load.store);
        load.store = SledStore::open(folder.path()).unwrap();
        load.check();
    });
}

/// sled frees and cuts off the last segments of its small file again and again; waiting for its
/// writes too seldom locked it up in three of eight such loads.
#[test]
fn rewriting_a_few_documents_for_long_ends() {
    in_time(|| {
        for documents in [20, 60] {
            let folder = tempfile::tempdir().unwrap();
            let mut load = Load::new(folder.path());
            let mut random = fastrand::Rng::with_seed(u64::from(documents));
            for _ in 0..16_000 {
                let size = (random.u8(0..4) > 0).then(|| random.usize(1500..3000));
                load.change(random.u32(0..documents), size, false);
            }
            assert!(load.logged() > 60 << 20, "only {} bytes were logged", load.logged());
            load.check();
            let size = load.store.size_on_disk().unwrap();
            assert!(size < 12 << 20, "the file has grown to {size} bytes");
        }
    });
}

#[test]
fn no_segment_is_filled_by_batches_of_many_changes() {
    in_time(|| {
        for (documents, sizes) in [(1500, [100, 700]), (1000, [1500, 50]), (500, [50, 3000]), (60, [30_000, 60])] {
            let folder = tempfile::tempdir().unwrap();
            let mut load = Load::new(folder.path());
            for size in sizes {
                load.change_together(0..documents, Some(size));
                load.change_together((0..documents).filter(|n| n % 8 != 0), None);
            }
            load.check();
            assert!(load.batches < load.records, "{} batches of {} changes", load.batches, load.records);
            assert!(load.waits > 3, "waited {} times only", load.waits);
            assert!(load.widest < SEGMENT_BYTES, "{sizes:?}: {} bytes between two waits", load.widest);
        }
    });
}

#[test]
fn no_segment_is_filled_between_two_waits() {
    in_time(|| {
        for (documents, sizes) in [(400, [100, 700]), (300, [1500, 50]), (200, [50, 3000])] {
            let folder = tempfile::tempdir().unwrap();
            let mut load = Load::new(folder.path());
            for size in sizes {
                (0..documents).for_each(|n| load.change(n, Some(size), true));
                (0..documents).filter(|n| n % 8 != 0).for_each(|n| load.change(n, None, true));
            }
            assert!(load.waits > 3, "waited {} times only", load.waits);
            assert!(load.widest < SEGMENT_BYTES, "{sizes:?}: {} bytes between two waits", load.widest);
        }
    });
}
