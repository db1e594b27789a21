//! Out of a sound store and back into an empty one.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use tradewind::domain::Actor;
use tradewind::engine::{EngineError, restore};
use tradewind::journal::JournalError;
use tradewind::storage::{SledStore, Store};

use super::home::{files, open};
use super::shelf::{Shelf, another};

fn backup(shelf: &Shelf) -> Vec<u8> {
    let home = shelf.copy();
    let engine = open(home.path()).expect("opens");
    let mut bytes = Vec::new();
    let summary = engine.backup(&mut bytes).expect("writes");
    assert_eq!(summary.records, engine.status().journal_position);
    bytes
}

fn store(home: &Path) -> Arc<dyn Store> {
    Arc::new(SledStore::open(home.join("store")).expect("opens"))
}

#[test]
fn a_backup_restores_documents_and_answers() {
    let shelf = Shelf::get();
    let home = tempfile::tempdir().expect("a folder");
    restore(Cursor::new(backup(shelf)), store(home.path())).expect("restores");
    let engine = shelf.expect_same(home.path(), "restored");
    assert!(engine.journal().verify().is_sound());
    engine.submit(&Actor::operator(), another()).expect("goes on");
}

#[test]
fn a_store_that_holds_something_is_not_restored_into() {
    let shelf = Shelf::get();
    let home = shelf.copy();
    let refused = restore(Cursor::new(backup(shelf)), store(home.path()));
    assert!(matches!(refused, Err(EngineError::Journal(JournalError::NotEmpty))), "{refused:?}");
    shelf.expect_same(home.path(), "after the refusal");
}

#[test]
fn a_changed_backup_restores_nothing() {
    let shelf = Shelf::get();
    let whole = backup(shelf);
    for place in 1..12 {
        let mut bytes = whole.clone();
        let at = bytes.len() * place / 12;
        bytes[at] ^= 1 << (place % 8);
        for bad in [bytes, whole[..at].to_vec()] {
            let home = tempfile::tempdir().expect("a folder");
            let target = store(home.path());
            let refused = restore(Cursor::new(bad), Arc::clone(&target)).expect_err("refused");
            assert!(matches!(refused, EngineError::Journal(JournalError::BadBackup { .. })), "{refused:?}");
            let mut held = 0;
            target.scan(b"", None, &mut |_, _| { held += 1; Ok(true) }).expect("reads");
            assert_eq!(held, 0, "byte {at}");
        }
    }
    assert!(!files(shelf.copy().path()).is_empty());
}
