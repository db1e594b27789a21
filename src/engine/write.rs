//! The writer thread's work: decide, stage, commit, flush once for the group, answer.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::indexer::Bell;
use super::{EngineError, now_ms};
use crate::domain::{Actor, Command, Current, Event, FieldError, Id, Posting, Refusal, Side, decide};
use crate::journal::{Journal, JournalError, Position, Reply, Writer};
use crate::storage::Batch;
use crate::views::documents::{Documents, stage};

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
pub(super) fn start(journal: Arc<Journal<Event>>, bell: Bell) -> Result<Writer<Job, Outcome>, EngineError> {
    let handle = move |jobs: &mut Vec<(Job, Reply<Outcome>)>| {
        let mut done: Vec<(Outcome, Reply<Outcome>)> = Vec::new();
        for (job, reply) in jobs.drain(..) {
            let mut outcome = Vec::with_capacity(job.commands.len());
            for command in job.commands {
                match one(&journal, command, &job.actor) {
                    Ok(settled) => outcome.push(settled),
                    Err(fault) => {
                        tracing::error!(error = %fault, "a write failed; no more writes are taken until a restart");
                        return ControlFlow::Break(());
                    }
                }
            }
            done.push((outcome, reply));
        }
        if let Err(fault) = journal.flush() {
            tracing::error!(error = %fault, "a flush failed; no more writes are taken until a restart");
            return ControlFlow::Break(());
        }
        for (outcome, reply) in done {
            reply.send(outcome);
        }
        bell.ring();
        ControlFlow::Continue(())
    };
    Writer::spawn(handle, MAX_GROUP).map_err(|fault| EngineError::Internal(fault.to_string()))
}

/// Settles one command: event and document in one atomic batch.
fn one(journal: &Journal<Event>, command: Command, actor: &Actor) -> Result<Result<Receipt, SubmitError>, JournalError> {
    let documents = Documents(&**journal.store());
    let (side, mut id) = match &command {
        Command::Put { posting, .. } => (posting.side, posting.id.clone()),
        Command::Delete { side, id, .. } => (*side, id.clone()),
        Command::AddKey { .. } | Command::RevokeKey { .. } => (Side::Offer, Id::parse("key").unwrap_or_else(|| unreachable!("a constant id"))),
    };
    let mut command = command;
    if let Command::Put { posting, .. } = &mut command {
        // A party's own key is settled here, where no other writer can come between.
        if let Some(external) = &posting.external_id
            && let Some(known) = documents.by_external_id(side, &posting.party.id, external)? {
                posting.id = known.clone();
                id = known;
            }
    }
    let about_posting = matches!(command, Command::Put { .. } | Command::Delete { .. });
    let old = if about_posting { documents.get(side, id.as_str())? } else { None };
    let current = Current { posting: old.map(|document| (document.posting, document.version)) };
    let now = now_ms();
    let event = match decide(&current, command, actor, now) {
        Ok(event) => event,
        Err(refusal) => return Ok(Err(refusal.into())),
    };
    let mut batch = Batch::new();
    let Position(position) = journal.append(&mut batch, now, &event)?;
    let before: Option<&Posting> = current.posting.as_ref().map(|(posting, _)| posting);
    stage(&mut batch, &event, position, before);
    journal.commit(batch)?;
    Ok(Ok(Receipt { id, side, version: position, created: before.is_none(), position }))
}
