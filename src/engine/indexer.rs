//! The indexer thread: the one owner of the index writer. It follows the journal from the position
//! in the last commit, understands each posting, and commits when it has caught up or has taken
//! enough.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::EngineError;
use crate::domain::Event;
use crate::journal::{Journal, JournalRead, Position};
use crate::understand::Reader;
use crate::views::index::{IndexError, IndexingWriter, TextIndex};

/// Events between two commits while catching up: bounds what a crash repeats.
const COMMIT_EVERY: u64 = 20_000;
/// Longest sleep between looks at the journal.
const IDLE: Duration = Duration::from_millis(500);

#[derive(Default)]
struct Shared {
    position: AtomicU64,
    stop: AtomicBool,
    rung: Mutex<bool>,
    work: Condvar,
    done: Mutex<()>,
    moved: Condvar,
}

/// Tells the indexer that there is something new.
#[derive(Clone)]
pub(super) struct Bell(Arc<Shared>);

impl Bell {
    /// Wakes the indexer.
    pub(super) fn ring(&self) {
        *self.0.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.work.notify_one();
    }
}

/// Handle to the thread.
pub(super) struct Indexer {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Indexer {
    /// Starts the thread, which first replays what the index lacks.
    pub(super) fn start(index: Arc<TextIndex>, reader: Arc<Reader>, journal: Arc<Journal<Event>>) -> Result<Indexer, EngineError> {
        let shared = Arc::new(Shared::default());
        shared.position.store(index.applied(), Ordering::Release);
        let inner = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("indexer".to_owned())
            .spawn(move || {
                while !inner.stop.load(Ordering::Acquire) {
                    match follow(&index, &reader, &journal, &inner) {
                        Ok(()) => {}
                        Err(fault) => {
                            // The writer is dropped and taken again; replay starts from the last commit.
                            tracing::error!(error = %fault, "indexing failed, trying again");
                            std::thread::sleep(Duration::from_secs(1));
                        }
                    }
                }
            })
            .map_err(|fault| EngineError::Internal(fault.to_string()))?;
        Ok(Indexer { shared, thread: Mutex::new(Some(thread)) })
    }

    /// A bell for the writer thread.
    pub(super) fn bell(&self) -> Bell {
        Bell(Arc::clone(&self.shared))
    }

    /// Position up to which postings can be found.
    pub(super) fn position(&self) -> u64 {
        self.shared.position.load(Ordering::Acquire)
    }

    /// Waits for a position.
    pub(super) fn wait(&self, position: u64, timeout: Duration) -> bool {
        let end = Instant::now() + timeout;
        let mut guard = self.shared.done.lock().unwrap_or_else(PoisonError::into_inner);
        while self.position() < position {
            let now = Instant::now();
            if now >= end {
                return false;
            }
            guard = self.shared.moved.wait_timeout(guard, end - now).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Ends the thread after a last commit.
    pub(super) fn stop(&self) {
        self.shared.stop.store(true, Ordering::Release);
        self.bell().ring();
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

fn follow(index: &TextIndex, reader: &Reader, journal: &Journal<Event>, shared: &Shared) -> Result<(), IndexError> {
    let mut writer = index.writer()?;
    let mut applied = index.applied();
    let mut swept = false;
    loop {
        let mut fault = None;
        let mut since = 0;
        let read = journal.read(Position(applied + 1), &mut |entry| {
            if let Err(error) = apply(index, &writer, reader, &entry.event) {
                fault = Some(error);
                return Ok(false);
            }
            applied = entry.position.0;
            since += 1;
            Ok(since < COMMIT_EVERY)
        });
        if let Some(error) = fault {
            return Err(error);
        }
        if let Err(error) = read {
            tracing::error!(error = %error, "the journal cannot be read");
            std::thread::sleep(IDLE);
        }
        if since > 0 {
            index.commit(&mut writer, applied)?;
            shared.position.store(applied, Ordering::Release);
            let _guard = shared.done.lock().unwrap_or_else(PoisonError::into_inner);
            shared.moved.notify_all();
        }
        if since < COMMIT_EVERY && !swept {
            swept = true;
            if let Err(error) = index.drop_others() {
                tracing::warn!(error = %error, "an old index folder stays");
            }
        }
        let mut rung = shared.rung.lock().unwrap_or_else(PoisonError::into_inner);
        if shared.stop.load(Ordering::Acquire) && since == 0 {
            drop(rung);
            return index.finish(writer);
        }
        if since == 0 && !*rung {
            rung = shared.work.wait_timeout(rung, IDLE).unwrap_or_else(PoisonError::into_inner).0;
        }
        *rung = false;
    }
}

fn apply(index: &TextIndex, writer: &IndexingWriter, reader: &Reader, event: &Event) -> Result<(), IndexError> {
    match event {
        Event::Posted { posting } => {
            let reading = reader.read(&posting.title, &posting.description, posting.lang.as_deref());
            index.put(writer, posting, &reading, reader.lexicon())
        }
        Event::Withdrawn { side, id } => {
            index.delete(writer, *side, id);
            Ok(())
        }
        Event::KeyAdded { .. } | Event::KeyRevoked { .. } => Ok(()),
    }
}
