//! Group commit: many callers, one writer thread, one flush for all that wait.
//!
//! A caller hands in a job and blocks until it is answered. The writer thread takes every
//! job that is waiting, up to a limit, and passes them to the handler, which applies them,
//! flushes once, and only then answers. While it flushes, the next jobs gather.

use std::{
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, SyncSender},
    },
    thread::{self, JoinHandle},
};

/// Why a job was not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// The writer was shut down; the job was not taken.
    #[error("the writer is shut down")]
    ShutDown,
    /// A write failed; the job may or may not have been written, and none will be until
    /// the next start.
    #[error("an earlier write failed, no more are accepted until the next start")]
    Failed,
    /// The handler dropped the job without an answer; a fault of the handler.
    #[error("the job was dropped without an answer")]
    Dropped,
}

/// The way back to a job's caller.
#[derive(Debug)]
pub struct Reply<R>(SyncSender<R>);

impl<R> Reply<R> {
    /// Answers the caller. Call it only after the flush that makes the answer true.
    pub fn send(self, answer: R) {
        // The caller waits without a limit, so it is there unless its thread died.
        let _ = self.0.send(answer);
    }
}

type Job<J, R> = (J, Reply<R>);

/// The front to the writer thread. Dropping it answers all jobs taken, then ends.
///
/// - Jobs are handled in the order they were taken.
/// - After a failure no job reaches the handler again.
#[derive(Debug)]
pub struct Writer<J, R> {
    queue: Mutex<Option<SyncSender<Job<J, R>>>>,
    failed: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl<J: Send + 'static, R: Send + 'static> Writer<J, R> {
    /// Starts the thread. `handle` gets between one and `max_batch` jobs; what it leaves
    /// in the vector counts as dropped. It returns `Break` after a failed write, and from
    /// then on every job is refused with [`Closed::Failed`]; a panic counts as the same.
    ///
    /// The queue holds `max_batch` jobs too; when it is full, callers wait.
    pub fn spawn(
        handle: impl FnMut(&mut Vec<(J, Reply<R>)>) -> ControlFlow<()> + Send + 'static,
        max_batch: usize,
    ) -> std::io::Result<Self> {
        let max_batch = max_batch.max(1);
        let (queue, jobs) = mpsc::sync_channel(max_batch);
        let failed = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&failed);
        let thread = thread::Builder::new()
            .name("journal-writer".into())
            .spawn(move || run(handle, jobs, max_batch, &flag))?;
        Ok(Self {
            queue: Mutex::new(Some(queue)),
            failed,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Hands in a job and waits for its answer.
    pub fn submit(&self, job: J) -> Result<R, Closed> {
        if self.has_failed() {
            return Err(Closed::Failed);
        }
        let queue = lock(&self.queue).clone().ok_or(Closed::ShutDown)?;
        let (reply, answer) = mpsc::sync_channel(1);
        let sent = queue.send((job, Reply(reply)));
        // Held no longer than needed: the thread ends when the last sender is gone.
        drop(queue);
        sent.map_err(|_| self.closed(Closed::ShutDown))?;
        answer.recv().map_err(|_| self.closed(Closed::Dropped))
    }

    /// Whether a write has failed.
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }

    /// Takes no more jobs, handles those already taken, and waits for the thread.
    pub fn shut_down(&self) {
        lock(&self.queue).take();
        if let Some(thread) = lock(&self.thread).take() {
            // The thread catches the handler's panics.
            let _ = thread.join();
        }
    }
}

impl<J, R> Writer<J, R> {
    fn closed(&self, otherwise: Closed) -> Closed {
        if self.failed.load(Ordering::Acquire) {
            Closed::Failed
        } else {
            otherwise
        }
    }
}

impl<J, R> Drop for Writer<J, R> {
    fn drop(&mut self) {
        lock(&self.queue).take();
        if let Some(thread) = lock(&self.thread).take() {
            let _ = thread.join();
        }
    }
}

fn run<J, R>(
    mut handle: impl FnMut(&mut Vec<Job<J, R>>) -> ControlFlow<()>,
    jobs: Receiver<Job<J, R>>,
    max_batch: usize,
    failed: &AtomicBool,
) {
    let mut batch = Vec::new();
    while let Ok(first) = jobs.recv() {
        batch.push(first);
        batch.extend(jobs.try_iter().take(max_batch - 1));
        // Keeps the callers waiting until the outcome is known, whatever the handler drops.
        let waiting: Vec<_> = batch
            .iter()
            .map(|(_, Reply(reply))| reply.clone())
            .collect();
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| handle(&mut batch)));
        if !matches!(outcome, Ok(ControlFlow::Continue(()))) {
            // Set before the replies are dropped, so that waiting callers see it.
            failed.store(true, Ordering::Release);
            return;
        }
        batch.clear();
        drop(waiting);
    }
}

/// Locks, also where a thread ended while it held the lock: what it guards is whole after every change.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
