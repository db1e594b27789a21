//! What can go wrong with a store, named for what to do next.

use std::{io, path::PathBuf};

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The stored data is not what was written. Stop, keep the folder, restore a backup.
    #[error(
        "the store in {} is damaged ({detail}); nothing in it was changed: keep the folder aside \
         and bring the data back from a backup with `tradewind restore`", path.display()
    )]
    Damaged {
        /// The store's folder.
        path: PathBuf,
        /// What did not agree.
        detail: String,
    },
    /// Another process, or another handle in this one, has the store open.
    #[error("the store in {} is in use by another instance", path.display())]
    InUse {
        /// The store's folder.
        path: PathBuf,
    },
    /// A newer program wrote this. Use that program, or a newer one.
    #[error("{what} has format version {found}, but this program reads up to version {newest}")]
    Version {
        /// What was read.
        what: &'static str,
        /// The version it carries.
        found: u8,
        /// The newest version this program knows.
        newest: u8,
    },
    /// A value's checksum does not fit its bytes. Stop and restore, as for `Damaged`.
    #[error("a stored value does not match its checksum: {0}")]
    BadFrame(&'static str),
    /// A stored value is not what this program can read. Use the program that wrote it, or a newer one.
    #[error("the stored {what} cannot be read ({detail}): use the program that wrote it, or a newer one")]
    Unreadable {
        /// What it holds.
        what: &'static str,
        /// What does not fit.
        detail: String,
    },
    /// The caller used the empty key or one that opens with a zero byte.
    #[error("keys that are empty or open with a zero byte are reserved")]
    ReservedKey,
    /// An earlier write failed; the store takes no more until it is opened again.
    #[error("an earlier write failed, so the store accepts no more until the next start")]
    Stopped,
    /// The operating system refused something.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The storage library failed in another way.
    #[error("the storage library failed: {0}")]
    Library(String),
}

impl StoreError {
    /// For `map_err` on file operations.
    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.into();
        move |source| StoreError::Io {
            action,
            path,
            source,
        }
    }

    /// Damage found in `path`.
    pub(super) fn damaged(path: impl Into<PathBuf>, detail: impl Into<String>) -> StoreError {
        StoreError::Damaged {
            path: path.into(),
            detail: detail.into(),
        }
    }
}
