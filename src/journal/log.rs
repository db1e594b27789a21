//! Appending and reading.

use std::{
    marker::PhantomData,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::storage::{Batch, Op, Store};

use super::{
    Entry, JournalError, Position,
    record::{self, PREFIX},
    restore::UNFINISHED,
};

/// Reading access to a journal, for views.
///
/// Contract: positions are strictly increasing and without gaps; an entry, once seen,
/// never changes; reading may start at any position, also beyond the end.
pub trait JournalRead<E>: Send + Sync {
    /// The newest committed position, `None` while the journal is empty.
    fn last(&self) -> Option<Position>;

    /// Calls `f` for each entry from `from` on, in order, until it returns `false`. A gap
    /// or an unreadable record ends the reading with an error, never silently.
    fn read(
        &self,
        from: Position,
        f: &mut dyn FnMut(Entry<E>) -> Result<bool, JournalError>,
    ) -> Result<(), JournalError>;
}

/// The journal over a store.
///
/// - Positions count from 1 without gaps: a batch that is dropped uses none up.
/// - One batch is staged and committed at a time (one writer); a batch staged on an
///   outdated position is refused at commit.
#[derive(Clone)]
pub struct Journal<E> {
    pub(super) store: Arc<dyn Store>,
    last: Arc<Mutex<Position>>,
    event: PhantomData<fn() -> E>,
}

impl<E> Journal<E> {
    /// Opens the journal kept in `store`, which may be empty.
    pub fn open(store: Arc<dyn Store>) -> Result<Self, JournalError> {
        if store.get(UNFINISHED)?.is_some() {
            return Err(JournalError::UnfinishedRestore);
        }
        let last = match store.scan_back(PREFIX)? {
            Some((key, _)) => Position::from_key(&key)?,
            None => Position::default(),
        };
        Ok(Self {
            store,
            last: Arc::new(Mutex::new(last)),
            event: PhantomData,
        })
    }

    /// The store below, for other keys of the same batches.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Applies a batch with the events staged in it: visible on return, durable only after
    /// [`Journal::flush`].
    pub fn commit(&self, batch: Batch) -> Result<(), JournalError> {
        let mut last = self.guard();
        let mut reached = *last;
        for key in staged(&batch) {
            reached = reached.next();
            if Position::from_key(key)? != reached {
                return Err(JournalError::Stale);
            }
        }
        self.store.apply(batch)?;
        *last = reached;
        Ok(())
    }

    /// Makes every committed batch durable.
    pub fn flush(&self) -> Result<(), JournalError> {
        Ok(self.store.flush()?)
    }

    /// The newest committed position, `None` while the journal is empty.
    pub fn last(&self) -> Option<Position> {
        let last = *self.guard();
        (last >= Position::FIRST).then_some(last)
    }

    fn guard(&self) -> MutexGuard<'_, Position> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<E: Serialize> Journal<E> {
    /// Stages an event that happened `at` (milliseconds since 1970, UTC) in the caller's
    /// batch and returns the position it will have once the batch is committed.
    pub fn append(&self, batch: &mut Batch, at: i64, event: &E) -> Result<Position, JournalError> {
        let before = staged(batch).count() as u64;
        let position = Position(self.guard().0 + before + 1);
        batch.put(position.key(), record::encode(at, event)?);
        Ok(position)
    }
}

impl<E: DeserializeOwned> JournalRead<E> for Journal<E> {
    fn last(&self) -> Option<Position> {
        Journal::last(self)
    }

    fn read(
        &self,
        from: Position,
        f: &mut dyn FnMut(Entry<E>) -> Result<bool, JournalError>,
    ) -> Result<(), JournalError> {
        let from = from.max(Position::FIRST);
        let until = *self.guard();
        let mut expected = from;
        let mut stopped = false;
        scan(&*self.store, from, &mut |position, record| {
            if position != expected {
                return Err(JournalError::Gap {
                    expected,
                    found: position,
                });
            }
            expected = position.next();
            stopped = !f(record::decode(position, record)?)?;
            Ok(!stopped && position < until)
        })?;
        if !stopped && expected <= until {
            return Err(JournalError::missing(expected));
        }
        Ok(())
    }
}

/// What is done with each record's bytes.
pub(super) type VisitRecord<'a> = dyn FnMut(Position, &[u8]) -> Result<bool, JournalError> + 'a;

/// Visits the stored records from `from` on, as bytes.
pub(super) fn scan(
    store: &dyn Store,
    from: Position,
    f: &mut VisitRecord<'_>,
) -> Result<(), JournalError> {
    let mut failure = None;
    store.scan(PREFIX, Some(&from.key()), &mut |key, record| {
        let step = Position::from_key(key).and_then(|position| f(position, record));
        Ok(step.unwrap_or_else(|error| {
            failure = Some(error);
            false
        }))
    })?;
    failure.map_or(Ok(()), Err)
}

/// The journal keys a batch holds, in order.
fn staged(batch: &Batch) -> impl Iterator<Item = &[u8]> {
    batch
        .ops()
        .iter()
        .map(Op::key)
        .filter(|key| key.starts_with(PREFIX))
}
