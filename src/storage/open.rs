//! Opening sled without letting it do harm.
//!
//! sled repairs while it opens: it overwrites what it takes for a torn tail, and it panics
//! on some damage only after that. So it may touch the real files only once they are known
//! to be good: either the seal agrees, or a rehearsal on a copy went well.

use std::{
    fs::{self, File, TryLockError},
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::Once,
    thread,
    time::{Duration, Instant},
};

use super::{
    StoreError, frame,
    seal::{self, LOCK},
    state::{self, State},
};

/// How long to wait for our own lock; a handle just dropped may hold it a moment longer.
pub(super) const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// How long to wait for sled's lock. Who holds ours knows that only threads of a dropped handle
/// can hold sled's; under load they may take their time to end a sync.
pub(super) const QUIET_PATIENCE: Duration = Duration::from_secs(30);

const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// Most memory for pages in use; sled's own default is a gigabyte.
const CACHE_BYTES: u64 = 48 << 20;

/// The thread that runs sled's code during an open; its panics are reported as errors.
const OPENER: &str = "store-open";

/// Locks a file, waiting so long at most.
pub(super) fn lock(folder: &Path, name: &str, patience: Duration) -> Result<File, StoreError> {
    let path = folder.join(name);
    let file = File::options().read(true).write(true).open(&path);
    let file = file.map_err(StoreError::io("open", &path))?;
    let deadline = Instant::now() + patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(e)) => return Err(StoreError::io("lock", path)(e)),
            Err(TryLockError::WouldBlock) if Instant::now() >= deadline => {
                return Err(StoreError::InUse {
                    path: folder.into(),
                });
            }
            Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
        }
    }
}

/// Opens sled in `folder` and reads the state, on a thread of its own.
pub(super) fn open(folder: &Path) -> Result<(sled::Db, State), StoreError> {
    let deadline = Instant::now() + QUIET_PATIENCE;
    loop {
        let folder = folder.to_owned();
        match on_own_thread(&folder, || open_here(&folder)) {
            Err(StoreError::InUse { .. }) if Instant::now() < deadline => thread::sleep(LOCK_PAUSE),
            outcome => return outcome,
        }
    }
}

/// Opens a copy of `folder`, checks everything in it against its state and the mark, and
/// removes the copy. Changes nothing in `folder`. Needs its size again on the same disk.
pub(super) fn rehearse(folder: &Path, mark: u64) -> Result<State, StoreError> {
    let copy = copy_path(folder);
    remove_copy(&copy)?;
    let outcome = copy_files(folder, &copy).and_then(|()| {
        on_own_thread(folder, || {
            let (db, state) = open_here(&copy)?;
            check(&db, &state, mark)?;
            Ok(state)
        })
        .map_err(|error| match error {
            StoreError::Library(detail) => StoreError::damaged(folder, detail),
            StoreError::BadFrame(detail) => StoreError::damaged(folder, detail),
            other => other,
        })
    });
    remove_copy(&copy)?;
    outcome
}

/// The folder beside the store's that a rehearsal uses.
fn copy_path(folder: &Path) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(".rehearsal");
    name.into()
}

fn remove_copy(copy: &Path) -> Result<(), StoreError> {
    if copy.exists() {
        fs::remove_dir_all(copy).map_err(StoreError::io("remove", copy))?;
    }
    Ok(())
}

fn copy_files(folder: &Path, copy: &Path) -> Result<(), StoreError> {
    for name in seal::files(folder)?.into_iter().filter(|name| name != LOCK) {
        let target = copy.join(&name);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(StoreError::io("create", parent))?;
        }
        fs::copy(folder.join(&name), &target).map_err(StoreError::io("copy to", &target))?;
    }
    Ok(())
}

fn check(db: &sled::Db, state: &State, mark: u64) -> Result<(), StoreError> {
    if state.sequence < mark {
        let detail = format!("{} batches are left of the {mark} flushed", state.sequence);
        return Err(StoreError::Library(detail));
    }
    let mut seen = State {
        sequence: state.sequence,
        ..State::default()
    };
    for pair in db.iter() {
        let (key, framed) = pair.map_err(library)?;
        frame::unwrap(&framed)?;
        if key != state::KEY {
            seen.add(&key, &framed);
        }
    }
    if seen != *state {
        let detail = format!("{} keys found where {} were stored", seen.keys, state.keys);
        return Err(StoreError::Library(detail + ", or their contents differ"));
    }
    Ok(())
}

fn open_here(folder: &Path) -> Result<(sled::Db, State), StoreError> {
    // Without sled's background thread: what it logs cannot be counted (see `drain`). Every page
    // that is rewritten moves one page out of a sparse segment, so space is given back all the same.
    let db = sled::Config::new()
        .path(folder)
        .flush_every_ms(None)
        .cache_capacity(CACHE_BYTES)
        .open()
        .map_err(|error| {
            let text = error.to_string();
            // sled folds the lock's WouldBlock into a message.
            if text.contains("could not acquire lock") {
                return StoreError::InUse {
                    path: folder.into(),
                };
            }
            StoreError::Library(text)
        })?;
    let state = match db.get(state::KEY).map_err(library)? {
        Some(framed) => State::decode(&framed)?,
        None => State::default(),
    };
    Ok((db, state))
}

/// Turns an error of sled into ours.
pub(super) fn library(error: sled::Error) -> StoreError {
    StoreError::Library(error.to_string())
}

/// Runs sled's code where a panic harms nobody, and silently.
fn on_own_thread<T: Send>(
    folder: &Path,
    work: impl FnOnce() -> Result<T, StoreError> + Send,
) -> Result<T, StoreError> {
    silence_opener();
    let caught = thread::scope(|scope| {
        let builder = thread::Builder::new().name(OPENER.into());
        let guarded = || panic::catch_unwind(AssertUnwindSafe(work));
        builder
            .spawn_scoped(scope, guarded)
            .map(thread::ScopedJoinHandle::join)
    });
    match caught.map_err(StoreError::io("start a thread for", folder))? {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) | Err(_) => Err(StoreError::damaged(
            folder,
            "sled cannot read its own files",
        )),
    }
}

/// Keeps panics of the opener thread off the terminal; all others go where they went.
fn silence_opener() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(OPENER) {
                previous(info);
            }
        }));
    });
}
