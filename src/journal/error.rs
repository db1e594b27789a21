//! What can go wrong with the journal.

use crate::storage::StoreError;

use super::Position;

/// An error of the journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The store below failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record cannot be read as an event. Use a newer program, or restore a backup.
    #[error("the record at position {position} cannot be read: {detail}")]
    Record {
        /// Where it lies.
        position: Position,
        /// Why not.
        detail: String,
    },
    /// An event cannot be written as JSON; a fault of the program.
    #[error("the event cannot be written: {0}")]
    Encode(#[source] serde_json::Error),
    /// A key in the journal's part of the store is not a position. Restore a backup.
    #[error("the journal holds a key that is not a position")]
    BadKey,
    /// Records are missing before this position. Restore a backup.
    #[error("the journal has a gap: position {expected} is missing, {found} follows")]
    Gap {
        /// The first missing position.
        expected: Position,
        /// The next position there is.
        found: Position,
    },
    /// The batch was staged before another one was committed. Stage it again.
    #[error("the batch was staged for another position than the journal has reached")]
    Stale,
    /// A restore was cut short. Empty the folder and restore again.
    #[error("a restore into this store did not finish: restore again into an empty folder")]
    UnfinishedRestore,
    /// Restoring goes into empty stores only, so that it can overwrite nothing.
    #[error("the store to restore into is not empty")]
    NotEmpty,
    /// The backup is damaged or not a backup. Use another one.
    #[error("the backup is not usable, line {line}: {detail}")]
    BadBackup {
        /// Line of the uncompressed text, from 1.
        line: u64,
        /// What is wrong.
        detail: String,
    },
    /// The backup could not be read or written.
    #[error("the backup could not be read or written: {0}")]
    Io(#[from] std::io::Error),
}

impl JournalError {
    /// A record that should be there and is not.
    pub(super) fn missing(position: Position) -> Self {
        Self::Record {
            position,
            detail: "it is missing".into(),
        }
    }
}
