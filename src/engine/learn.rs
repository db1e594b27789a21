//! The thread that takes operators' edits into the lexicon: it builds the lexicon anew, which costs a
//! second of all cores, and hands it out. Edits that come meanwhile share the next one.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::EngineError;
use super::sturdy::caught;
use crate::domain::Event;
use crate::journal::{Journal, lock};
use crate::lexicon::{Source, build};
use crate::understand::Reader;
use crate::views::documents::Documents;

/// Time between two tries to take an edit in.
const RETRY: Duration = Duration::from_secs(1);

/// A reader of texts with what its lexicon has taken in.
#[derive(Clone)]
pub(super) struct Lesson {
    /// The reader.
    pub(super) reader: Arc<Reader>,
    /// Every edit of the journal up to this position is in its lexicon.
    pub(super) position: u64,
}

impl Lesson {
    /// The number of the last edit in its lexicon.
    pub(super) fn edits(&self) -> u64 {
        self.reader.lexicon().edits()
    }
}

#[derive(Default)]
struct Wanted {
    position: u64,
    stop: bool,
}

#[derive(Default)]
struct Shared {
    wanted: Mutex<Wanted>,
    rung: Condvar,
}

/// Handle to the thread.
pub(super) struct Learner {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Learner {
    /// Starts the thread, which follows `first` with a lesson each time it is rung.
    pub(super) fn start(source: Source, journal: Arc<Journal<Event>>, first: Lesson, hand_out: impl Fn(Lesson) + Send + 'static) -> Result<Learner, EngineError> {
        let shared = Arc::new(Shared::default());
        let inner = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("learner".to_owned()).spawn(move || {
            let mut lesson = first;
            while let Some(position) = inner.next(lesson.position) {
                let error = match caught(|| next_reader(&source, &journal, &lesson)) {
                    Ok(Ok(reader)) => {
                        lesson = Lesson { position, reader };
                        hand_out(lesson.clone());
                        continue;
                    }
                    Ok(Err(fault)) => fault.to_string(),
                    Err(panic) => panic,
                };
                tracing::error!(error, "the lexicon cannot take edits in and stays as it was; it is tried again");
                std::thread::sleep(RETRY);
            }
        });
        let thread = thread.map_err(|fault| EngineError::Internal(fault.to_string()))?;
        Ok(Learner { shared, thread: Mutex::new(Some(thread)) })
    }

    /// Says that there is an edit at a position of the journal.
    pub(super) fn ring(&self, position: u64) {
        let mut wanted = lock(&self.shared.wanted);
        wanted.position = wanted.position.max(position);
        self.shared.rung.notify_one();
    }

    /// Ends the thread.
    pub(super) fn stop(&self) {
        lock(&self.shared.wanted).stop = true;
        self.shared.rung.notify_one();
        if let Some(thread) = lock(&self.thread).take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    /// Waits for an edit behind a position; none when the thread shall end.
    fn next(&self, done: u64) -> Option<u64> {
        let mut wanted = lock(&self.wanted);
        while !wanted.stop && wanted.position <= done {
            wanted = self.rung.wait(wanted).unwrap_or_else(PoisonError::into_inner);
        }
        (!wanted.stop).then_some(wanted.position)
    }
}

/// The reader of a lexicon with all edits that are stored by now.
fn next_reader(source: &Source, journal: &Journal<Event>, lesson: &Lesson) -> Result<Arc<Reader>, EngineError> {
    let edits = Documents(&**journal.store()).workbench()?.lexicon;
    if edits.count() == lesson.edits() {
        return Ok(Arc::clone(&lesson.reader));
    }
    let begun = std::time::Instant::now();
    let lexicon = Arc::new(build::build_with(source.clone(), &edits)?);
    let built_ms = begun.elapsed().as_millis() as u64;
    let reader = Arc::new(lesson.reader.with_lexicon(lexicon));
    tracing::info!(lexicon.edits = edits.count(), lexicon.built_ms = built_ms, duration_ms = begun.elapsed().as_millis() as u64, "the lexicon has taken edits in");
    Ok(reader)
}
