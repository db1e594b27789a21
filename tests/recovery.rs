//! Damage to the files of a closed engine, and the way back. It proves:
//!
//! - whatever happens to a file of the text index, be it cut short, changed in one bit or lost, the
//!   engine opens, builds the index from the journal, and gives the same answers as before;
//! - so it does without the index, with one that is ahead of the journal, and beside foreign files;
//! - a store that was changed in one bit is refused: the error names the way back, the program ends
//!   with a failure, and no file is touched;
//! - a backup restores the same documents and the same answers, into an empty folder only, and one
//!   that was changed restores nothing.

#[path = "recovery/backup.rs"]
mod backup;
#[path = "support/home.rs"]
mod home;
#[path = "recovery/index.rs"]
mod index;
#[path = "recovery/shelf.rs"]
mod shelf;
#[path = "recovery/store.rs"]
mod store;
