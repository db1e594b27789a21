//! The writer thread's work: decide, stage, commit in batches, flush once for the group, answer.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use super::indexer::Bell;
use super::{EngineError, now_ms};
use crate::domain::relevance::{Change, Workbench};
use crate::domain::{Actor, Command, Current, Event, FieldError, Id, Posting, Refusal, Side, decide};
use crate::journal::{Journal, JournalError, Position, Reply, Writer, lock};
use crate::storage::{Batch, StoreError};
use crate::views::documents::{Documents, Stored, stage, stages, stages_external};
use crate::views::evaluations::{Evaluations, stages_evaluations};
use crate::views::workbench::stages_workbench;

/// Most jobs that share one flush.
const MAX_GROUP: usize = 256;

/// Commands of one caller, settled in order.
pub(super) struct Job {
    /// Who asks.
    pub actor: Actor,
    /// What is asked.
    pub commands: Vec<Command>,
}

/// What was written.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Receipt {
    /// Identifier of the posting.
    pub id: Id,
    /// Its side.
    pub side: Side,
    /// Its version, for `If-Match`.
    pub version: u64,
    /// Whether it is new.
    pub created: bool,
    /// Journal position of the change.
    pub position: u64,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The rules of the trade refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Fields cannot be used.
    #[error("{} field(s) cannot be used", .0.len())]
    Rejected(Vec<FieldError>),
    /// The store takes no writes now.
    #[error("the store takes no writes: {0}")]
    Unavailable(String),
}

/// Outcomes in the order of the commands.
pub(super) type Outcome = Vec<Result<Receipt, SubmitError>>;

/// Starts the writer thread.
pub(super) fn start(journal: Arc<Journal<Event>>, stored: Arc<Mutex<Stored>>, bell: Bell) -> Result<Writer<Job, Outcome>, EngineError> {
    let handle = move |jobs: &mut Vec<(Job, Reply<Outcome>)>| {
        let mut done: Vec<(Outcome, Reply<Outcome>)> = Vec::new();
        let mut group = Group { journal: &journal, batch: Batch::new(), stored: *lock(&stored) };
        for (job, reply) in jobs.drain(..) {
            let settled: Result<Outcome, JournalError> = job.commands.into_iter().map(|command| group.settle(command, &job.actor).or_else(unreadable)).collect();
            match settled {
                Ok(outcome) => done.push((outcome, reply)),
                Err(fault) => {
                    tracing::error!(error = %fault, "a write failed; no more writes are taken until a restart");
                    return ControlFlow::Break(());
                }
            }
        }
        if let Err(fault) = group.commit().and_then(|()| journal.flush()) {
            tracing::error!(error = %fault, "a flush failed; no more writes are taken until a restart");
            return ControlFlow::Break(());
        }
        *lock(&stored) = group.stored;
        for (outcome, reply) in done {
            reply.send(outcome);
        }
        bell.ring();
        ControlFlow::Continue(())
    };
    Writer::spawn(handle, MAX_GROUP).map_err(|fault| EngineError::Internal(fault.to_string()))
}

/// A value that cannot be read keeps its own change from being decided, and no other.
fn unreadable(fault: JournalError) -> Result<Result<Receipt, SubmitError>, JournalError> {
    match fault {
        JournalError::Store(StoreError::Unreadable { .. }) => Ok(Err(SubmitError::Unavailable(fault.to_string()))),
        _ => Err(fault),
    }
}

/// Commands settled under one flush. Many share a batch, since each batch costs writes of its own.
///
/// - What a command reads is never outdated: a batch that changes it is committed first.
/// - Event and document of a command are in one batch.
struct Group<'a> {
    journal: &'a Journal<Event>,
    /// Settled, not yet committed.
    batch: Batch,
    /// How many postings there are after all of them.
    stored: Stored,
}

impl Group<'_> {
    /// Settles one command.
    fn settle(&mut self, mut command: Command, actor: &Actor) -> Result<Result<Receipt, SubmitError>, JournalError> {
        if let Command::Put { posting, .. } = &mut command {
            self.name(posting)?;
        }
        let (side, id) = match &command {
            Command::Put { posting, .. } => (posting.side, posting.id.clone()),
            Command::Delete { side, id, .. } | Command::Mute { side, id, .. } => (*side, id.clone()),
            Command::AddKey { .. } | Command::RevokeKey { .. } | Command::SetRates { .. } | Command::Tune { .. } => (Side::Offer, Id::parse("key").unwrap_or_else(|| unreachable!("a constant id"))),
        };
        let about_posting = matches!(command, Command::Put { .. } | Command::Delete { .. } | Command::Mute { .. });
        let old = if about_posting { self.documents(|batch| stages(batch, side, &id))?.get(side, id.as_str())? } else { None };
        let replaced = old.as_ref().map_or(0, |document| document.bytes);
        let (mut workbench, mut evaluations) = (Workbench::default(), BTreeSet::new());
        match &command {
            Command::Tune { change, .. } if change.of_workbench() => workbench = self.documents(stages_workbench)?.workbench()?,
            Command::Tune { change, .. } if matches!(**change, Change::Evaluations(_)) => evaluations = Evaluations(self.documents(stages_evaluations)?.0).names()?,
            _ => {}
        }
        let current = Current { posting: old.map(|document| (document.posting, document.version)), workbench, evaluations };
        let muted = matches!(command, Command::Mute { .. });
        let now = now_ms();
        let event = match decide(&current, command, actor, now) {
            Ok(event) => event,
            Err(refusal) => return Ok(Err(refusal.into())),
        };
        let Position(position) = self.journal.append(&mut self.batch, now, &event)?;
        stage(&mut self.batch, &event, position, &current);
        self.stored.follow(&event, position, current.posting.is_some());
        self.batch.replaces(replaced);
        if self.batch.is_full() {
            self.commit()?;
        }
        // A posting whose alerts are muted is the posting that it was.
        let version = current.posting.as_ref().filter(|_| muted).map_or(position, |(_, version)| *version);
        Ok(Ok(Receipt { id, side, version, created: current.posting.is_none(), position }))
    }

    /// Gives a posting the identifier that its party's own key stands for; here, where no other
    /// writer can come between.
    fn name(&mut self, posting: &mut Posting) -> Result<(), JournalError> {
        let Some(external) = &posting.external_id else { return Ok(()) };
        let documents = self.documents(|batch| stages_external(batch, posting.side, &posting.party.id, external))?;
        if let Some(known) = documents.by_external_id(posting.side, &posting.party.id, external)? {
            posting.id = known;
        }
        Ok(())
    }

    /// The documents as they are after all commands so far, as far as the next one reads them:
    /// `outdated` says whether a batch changes that.
    fn documents(&mut self, outdated: impl Fn(&Batch) -> bool) -> Result<Documents<'_>, JournalError> {
        if outdated(&self.batch) {
            self.commit()?;
        }
        Ok(Documents(&**self.journal.store()))
    }

    fn commit(&mut self) -> Result<(), JournalError> {
        let mut batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return Ok(());
        }
        self.stored.stage(&mut batch);
        self.journal.commit(batch)
    }
}
