//! The indexer thread: the one owner of the index writer. It follows the journal from the position
//! in the last commit, understands the postings side by side on all cores, puts them in order, and
//! commits when it has caught up or has taken enough.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::EngineError;
use crate::domain::Event;
use crate::journal::{Entry, Journal, JournalRead, Position};
use crate::understand::Reader;
use crate::views::index::{IndexDocument, IndexError, IndexingWriter, TextIndex};

/// Events between two commits while catching up: bounds what a crash repeats.
const COMMIT_EVERY: usize = 20_000;
/// Events understood side by side: so many that starting threads costs little of it.
const READ_TOGETHER: usize = 512;
/// Fewest events worth a thread.
const LEAST_SHARE: usize = 32;
/// Most threads that understand postings; the rest of the cores is left to those who search.
const MAX_THREADS: usize = 4;
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
        let mut since = 0;
        while since < COMMIT_EVERY {
            let entries = next(journal, applied);
            let Some(last) = entries.last() else { break };
            apply(index, &writer, reader, &entries)?;
            applied = last.position.0;
            since += entries.len();
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

/// The next events after a position.
fn next(journal: &Journal<Event>, applied: u64) -> Vec<Entry<Event>> {
    let mut entries = Vec::new();
    let read = journal.read(Position(applied + 1), &mut |entry| {
        entries.push(entry);
        Ok(entries.len() < READ_TOGETHER)
    });
    if let Err(error) = read {
        tracing::error!(error = %error, "the journal cannot be read");
        std::thread::sleep(IDLE);
    }
    entries
}

/// Understands events on all cores and puts them into the index in their order.
fn apply(index: &TextIndex, writer: &IndexingWriter, reader: &Reader, entries: &[Entry<Event>]) -> Result<(), IndexError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
    let share = entries.len().div_ceil(cores).max(LEAST_SHARE);
    let understand = |entries: &[Entry<Event>]| entries.iter().map(|entry| understand(index, reader, &entry.event)).collect::<Vec<_>>();
    let documents: Vec<_> = std::thread::scope(|scope| {
        let mut shares = entries.chunks(share);
        let own = shares.next().unwrap_or_default();
        let others: Vec<_> = shares.map(|entries| scope.spawn(move || understand(entries))).collect();
        let own = understand(own);
        let others = others.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(own).chain(others).flatten().collect()
    });
    for (entry, document) in entries.iter().zip(documents) {
        match (&entry.event, document?) {
            (Event::Posted { posting }, Some(document)) => index.put(writer, posting, document)?,
            (Event::Withdrawn { side, id }, _) => index.delete(writer, *side, id),
            _ => {}
        }
    }
    Ok(())
}

/// What the index keeps of an event's posting.
fn understand(index: &TextIndex, reader: &Reader, event: &Event) -> Result<Option<IndexDocument>, IndexError> {
    let Event::Posted { posting } = event else { return Ok(None) };
    let reading = reader.read(&posting.title, &posting.description, posting.lang.as_deref());
    index.document(posting, &reading, reader.lexicon()).map(Some)
}
