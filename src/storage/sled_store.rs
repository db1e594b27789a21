//! The store on disk: sled 0.34, with the promises it lacks added around it.
//!
//! What was found by experiment on Linux, and what follows from it:
//!
//! - **sled's flush is not a sync.** Under strace, `flush` issues `sync_file_range` on the
//!   bytes written; fsync comes only at open, at close and from a background thread. That
//!   call neither saves the file's length nor empties the drive's cache, so a power cut may
//!   undo it. Each flush here is
//!   followed by `sync_data` on sled's file. Large values go to files of their own, which
//!   sled does not sync at all; they are synced here too.
//! - **sled loses data silently.** Of 50 single-byte flips in a closed store of 300 keys,
//!   all 50 opened without an error and without 4 to 278 of the keys: sled takes a bad
//!   record for the torn end of its log and overwrites the rest. In stores of 3,000
//!   and 30,000 keys 22 and 38 of the 50 panicked, after changing the files. Hence the seal (checked
//!   before sled may open), and after a crash the rehearsal on a copy, judged by the
//!   high-water mark and the digest in the state.
//! - **sled can lock itself up under load.** Whoever needs a new segment at the end of the file
//!   waits for the truncation to that end, while holding the lock that every write of the log
//!   needs to finish. The truncation is a job in the queue of the same I/O threads, behind two
//!   writes for each batch; once all threads hold such a write, nothing moves again (seen in 2
//!   of 14 imports of 20,000 offers). The threads do not become more: sled's count of idle ones
//!   wraps below zero when most are busy. Hence writes are waited for before a segment is full
//!   (see `drain`), and sled's background thread, which rewrites pages without asking, is off.
//!
//! Files in the folder: sled's own, `lock` (held while open), `marks` (high-water mark),
//! `seal` (present only while closed in good order).

use std::{
    collections::HashSet,
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use super::{
    Batch, Pair, Store, StoreError, Visit, drain, frame,
    marks::{self, Marks},
    open::{self, library},
    range, seal,
    state::{self, State},
};

/// sled's log file.
const LOG: &str = "db";

/// sled's folder of large values.
const BLOBS: &str = "blobs";

/// A store in a folder. Dropping it flushes and seals the folder.
///
/// - At most one handle, in one process, has the folder open.
/// - Damage found at opening leaves the folder as it was.
/// - After a failed write it refuses all further ones.
#[derive(Debug)]
pub struct SledStore {
    /// `None` only while dropping.
    db: Option<sled::Db>,
    path: PathBuf,
    log: File,
    state: Mutex<State>,
    flushed: Mutex<Flushed>,
    stopped: AtomicBool,
    /// Bytes logged, by estimate, since sled's writes were last waited for.
    pub(super) undrained: AtomicUsize,
    _lock: File,
}

#[derive(Debug)]
struct Flushed {
    marks: Marks,
    /// Names of the large values already synced; sled writes each once.
    blobs: HashSet<std::ffi::OsString>,
}

impl SledStore {
    /// Opens the store in `path`, or makes one where there is nothing yet.
    ///
    /// After a crash this copies the folder (to `<path>.rehearsal`, removed afterwards)
    /// and reads everything once; after an orderly close it reads the files once.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        prepare(path)?;
        let lock = open::lock(path, seal::LOCK, open::LOCK_PATIENCE)?;
        let sealed = seal::check(path)?;
        if !path.join(marks::FILE).exists() {
            if path.join(LOG).exists() {
                return Err(StoreError::damaged(path, "its high-water mark is missing"));
            }
            Marks::create(path)?;
            seal::sync_folder(path)?;
        }
        let marks = Marks::open(path)?;
        let rehearsed = match sealed {
            true => None,
            false => Some(open::rehearse(path, marks.current())?),
        };
        seal::remove(path)?;
        let (db, state) = open::open(path)?;
        if rehearsed.is_some_and(|expected| expected != state) || state.sequence < marks.current() {
            return Err(StoreError::damaged(
                path,
                "sled recovered less than its files hold",
            ));
        }
        let log_path = path.join(LOG);
        let log = File::open(&log_path).map_err(StoreError::io("open", log_path))?;
        seal::sync_folder(path)?;
        Ok(Self {
            db: Some(db),
            path: path.into(),
            log,
            state: Mutex::new(state),
            flushed: Mutex::new(Flushed {
                marks,
                blobs: HashSet::new(),
            }),
            stopped: AtomicBool::new(false),
            undrained: AtomicUsize::new(0),
            _lock: lock,
        })
    }

    pub(super) fn db(&self) -> Result<&sled::Db, StoreError> {
        self.db.as_ref().ok_or(StoreError::Stopped)
    }

    fn writable(&self) -> Result<&sled::Db, StoreError> {
        if self.stopped.load(Ordering::Acquire) {
            return Err(StoreError::Stopped);
        }
        self.db()
    }

    /// Remembers a failed write.
    fn stopping<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if outcome.is_err() {
            self.stopped.store(true, Ordering::Release);
        }
        outcome
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for sled's writes if a batch could fill the segment. Called with the state held, so
    /// that nothing is logged meanwhile.
    fn make_room(&self, db: &sled::Db, growth: &drain::Growth) -> Result<(), StoreError> {
        let after = growth.after(self.undrained.load(Ordering::Relaxed));
        if after.is_none() {
            self.stopping(db.flush().map_err(library))?;
        }
        let after = after.or_else(|| growth.after(0)).unwrap_or_default();
        self.undrained.store(after, Ordering::Relaxed);
        Ok(())
    }

    fn sync(&self, db: &sled::Db, mark: u64, flushed: &mut Flushed) -> Result<(), StoreError> {
        db.flush().map_err(library)?;
        self.log
            .sync_data()
            .map_err(StoreError::io("sync", self.path.join(LOG)))?;
        sync_blobs(&self.path.join(BLOBS), &mut flushed.blobs)?;
        flushed.marks.write(mark)
    }
}

impl Store for SledStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        if matches!(key.first(), None | Some(0)) {
            return Ok(None);
        }
        let framed = self.db()?.get(key).map_err(library)?;
        framed
            .map(|framed| frame::unwrap(&framed).map(<[u8]>::to_vec))
            .transpose()
    }

    fn scan(
        &self,
        prefix: &[u8],
        from: Option<&[u8]>,
        f: &mut Visit<'_>,
    ) -> Result<(), StoreError> {
        for pair in self.db()?.range(range::start(prefix, from)..) {
            let (key, framed) = pair.map_err(library)?;
            if !key.starts_with(prefix) || !f(&key, frame::unwrap(&framed)?)? {
                break;
            }
        }
        Ok(())
    }

    fn scan_back(&self, prefix: &[u8]) -> Result<Option<Pair>, StoreError> {
        let end = range::end(prefix);
        let start = range::start(prefix, None);
        if range::is_void(start, &end) {
            return Ok(None);
        }
        let bounds = (std::ops::Bound::Included(start.to_vec()), end);
        let last = self.db()?.range::<Vec<u8>, _>(bounds).next_back();
        let Some((key, framed)) = last.transpose().map_err(library)? else {
            return Ok(None);
        };
        Ok(Some((key.to_vec(), frame::unwrap(&framed)?.to_vec())))
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        let settled = batch.settle()?;
        let mut current = self.state();
        let db = self.writable()?;
        let mut next = *current;
        next.sequence += 1;
        let mut changes = sled::Batch::default();
        let mut growth = drain::Growth::default();
        for (key, value) in settled {
            let old = db.get(&key).map_err(library)?;
            if let Some(old) = &old {
                next.remove(&key, old);
            }
            let framed = value.map(|value| frame::wrap(&value));
            growth.add(&key, old.as_deref(), framed.as_deref());
            if let Some(framed) = framed {
                next.add(&key, &framed);
                changes.insert(key, framed);
            } else {
                changes.remove(key);
            }
        }
        let state = next.encode();
        growth.add(state::KEY, None, Some(&state));
        changes.insert(state::KEY, state);
        self.make_room(db, &growth)?;
        self.stopping(db.apply_batch(changes).map_err(library))?;
        *current = next;
        Ok(())
    }

    fn flush(&self) -> Result<(), StoreError> {
        let mut flushed = self.flushed.lock().unwrap_or_else(PoisonError::into_inner);
        let db = self.writable()?;
        let mark = self.state().sequence;
        if mark == flushed.marks.current() {
            return Ok(());
        }
        self.stopping(self.sync(db, mark, &mut flushed))
    }

    fn size_on_disk(&self) -> Result<u64, StoreError> {
        let mut bytes = 0;
        for name in seal::files(&self.path)? {
            // sled may remove a file between the listing and here.
            bytes += fs::metadata(self.path.join(name)).map_or(0, |found| found.len());
        }
        Ok(bytes)
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        let flushed = self.flush();
        self.db = None;
        // sled lets go of its lock when its last thread is done; before that no seal is true.
        let sealed = flushed
            .and_then(|()| open::lock(&self.path, LOG, open::QUIET_PATIENCE))
            .and_then(|_quiet| {
                self.log
                    .sync_data()
                    .map_err(StoreError::io("sync", &self.path))
            })
            .and_then(|()| seal::write(&self.path));
        if let Err(error) = sealed {
            tracing::warn!(%error, "store closed without a seal, the next start will check it in full");
        }
    }
}

/// Makes the folder and its lock file.
fn prepare(path: &Path) -> Result<(), StoreError> {
    let lock = path.join(seal::LOCK);
    if lock.exists() {
        return Ok(());
    }
    if path.join(LOG).exists() {
        // A copied or foreign folder; the lock file is not part of what is guarded.
        tracing::warn!(store.path = %path.display(), "store has no lock file, making one");
    }
    fs::create_dir_all(path).map_err(StoreError::io("create", path))?;
    File::options()
        .create(true)
        .append(true)
        .open(&lock)
        .map_err(StoreError::io("create", &lock))?;
    Ok(())
}

fn sync_blobs(folder: &Path, synced: &mut HashSet<std::ffi::OsString>) -> Result<(), StoreError> {
    let Ok(listing) = fs::read_dir(folder) else {
        return Ok(());
    };
    let mut fresh = false;
    for item in listing
        .flatten()
        .filter(|item| !synced.contains(&item.file_name()))
        .collect::<Vec<_>>()
    {
        // A blob may be removed by sled's cleaner at any time, which is no error.
        if let Ok(file) = File::open(item.path()) {
            file.sync_all()
                .map_err(StoreError::io("sync", item.path()))?;
            synced.insert(item.file_name());
            fresh = true;
        }
    }
    if fresh {
        seal::sync_folder(folder)
    } else {
        Ok(())
    }
}
