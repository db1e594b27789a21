//! The journal: every event in the order it happened, never changed, the one truth.
//!
//! The life of an event:
//!
//! 1. [`Journal::append`] gives it the next [`Position`] and stages its record in the
//!    caller's batch, beside whatever else the change touches;
//! 2. [`Journal::commit`] applies the batch, so that all of it becomes visible together;
//! 3. [`Journal::flush`] makes it durable, for all batches committed so far at once;
//! 4. views read it through [`JournalRead`], from the position they have reached.
//!
//! Many callers share one writer and one flush through [`Writer`]. [`Journal::backup`],
//! [`restore`] and [`Journal::verify`] are the way out, the way back and the check.
//!
//! The journal knows nothing of what the events mean.

mod backup;
mod error;
mod group;
mod log;
mod record;
mod restore;
mod verify;

#[cfg(test)]
mod backup_tests;
#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod log_tests;

pub use backup::{BackupSummary, FORMAT as BACKUP_FORMAT, WriteBeside};
pub use error::JournalError;
pub(crate) use group::lock;
pub use group::{Closed, Reply, Writer};
pub use log::{Journal, JournalRead};
pub use record::{Entry, Position};
pub use restore::restore;
pub use verify::Verification;
