//! Backups, there and back. It proves:
//!
//! - what is restored equals what was backed up, also for an empty journal;
//! - a changed, cut, shuffled or shortened backup is refused before anything is written;
//! - only empty stores are restored into; an unfinished restore does not open;
//! - what stands beside the journal comes back, is checked like a record, and restores nothing
//!   where it cannot be staged;
//! - backups of format 1 stay readable.

use std::{
    io::{Cursor, Read, Write},
    sync::Arc,
};

use super::{BackupSummary, Journal, JournalError, JournalRead, Position, restore};
use crate::storage::{Batch, MemoryStore, SledStore, Store};

const V1_SAMPLE: &str = concat!(
    "{\"tradewind_journal\":1}\n",
    "{\"position\":1,\"chain\":\"e91cf51a\",\"record\":{\"v\":1,\"at\":5,\"event\":\"saffron\"}}\n",
    "{\"end\":true,\"records\":1,\"chain\":\"e91cf51a\"}\n",
);

fn filled(n: u64) -> Journal<String> {
    let journal = Journal::open(Arc::new(MemoryStore::new())).unwrap();
    for i in 0..n {
        let mut batch = Batch::new();
        let event = format!("event {i}, \"زعفران\"\n腰果");
        journal.append(&mut batch, i as i64, &event).unwrap();
        journal.commit(batch).unwrap();
    }
    journal
}

fn backup(journal: &Journal<String>) -> Vec<u8> {
    let mut bytes = Vec::new();
    journal.backup(&mut bytes).unwrap();
    bytes
}

/// Restores records and nothing beside them.
fn restored(bytes: &[u8], store: &dyn Store) -> Result<BackupSummary, JournalError> {
    restore(Cursor::new(bytes), store, |_, _| Err("is not known".to_owned()))
}

fn text(bytes: &[u8]) -> String {
    let mut text = String::new();
    zstd::Decoder::new(bytes)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn pack(text: &str) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn entries(journal: &Journal<String>) -> Vec<(u64, i64, String)> {
    let mut seen = Vec::new();
    let mut collect = |e: super::Entry<String>| {
        seen.push((e.position.0, e.at, e.event));
        Ok(true)
    };
    journal.read(Position::FIRST, &mut collect).unwrap();
    seen
}

fn refused(bytes: &[u8]) -> String {
    let store = MemoryStore::new();
    let error = restored(bytes, &store).unwrap_err();
    assert_eq!(store.scan_back(b"").unwrap(), None, "something was written");
    error.to_string()
}

#[test]
fn what_comes_back_is_what_went_in() {
    for n in [0, 1, 12, 2500] {
        let journal = filled(n);
        let bytes = backup(&journal);
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(folder.path()).unwrap();
        assert_eq!(restored(&bytes, &store).unwrap().records, n);
        let again = Journal::open(Arc::new(store)).unwrap();
        assert_eq!(entries(&again), entries(&journal));
        assert_eq!(backup(&again), bytes);
        assert!(again.verify().is_sound());
    }
}

#[test]
fn a_damaged_file_is_refused() {
    let bytes = backup(&filled(40));
    for at in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 0x10;
        let store = MemoryStore::new();
        // A flip in a header bit without a meaning may be harmless, but never half so.
        match restored(&bad, &store) {
            Ok(summary) => assert_eq!(summary.records, 40),
            Err(_) => assert_eq!(store.scan_back(b"").unwrap(), None),
        }
        refused(&bytes[..at]);
    }
}

#[test]
fn damaged_lines_are_refused_and_named() {
    let sound = text(&backup(&filled(12)));
    let lines: Vec<&str> = sound.lines().collect();
    let join = |lines: &[&str]| pack(&(lines.join("\n") + "\n"));
    assert!(restored(&join(&lines), &MemoryStore::new()).is_ok());
    let mut swapped = lines.clone();
    swapped.swap(3, 4);
    assert!(refused(&join(&swapped)).contains("line 4"));
    let mut removed = lines.clone();
    removed.remove(12);
    assert!(refused(&join(&removed)).contains("closing line"));
    let mut longer = lines.clone();
    longer.push("more");
    assert!(refused(&join(&longer)).contains("follows"));
    assert!(refused(&join(&lines[..13])).contains("cut short"));
    assert!(refused(&pack(&sound.replace("event 7", "event 8"))).contains("line 9"));
    assert!(refused(&pack(&sound.replace("journal\":2", "journal\":3"))).contains("version 3"));
    assert!(refused(&pack("{}\n")).contains("not a journal backup"));
}

#[test]
fn only_empty_stores_and_finished_restores_are_accepted() {
    let bytes = backup(&filled(3));
    let store = MemoryStore::new();
    let mut batch = Batch::new();
    batch.put("doc/1", "kept");
    store.apply(batch).unwrap();
    assert!(matches!(
        restored(&bytes, &store),
        Err(JournalError::NotEmpty)
    ));
    let store = MemoryStore::new();
    let mut batch = Batch::new();
    batch.put(super::restore::UNFINISHED, "1");
    store.apply(batch).unwrap();
    let opened = Journal::<String>::open(Arc::new(store));
    assert!(matches!(
        opened.err(),
        Some(JournalError::UnfinishedRestore)
    ));
}

#[test]
fn reads_the_format_1_sample() {
    let store = MemoryStore::new();
    restored(&pack(V1_SAMPLE), &store).unwrap();
    let journal = Journal::open(Arc::new(store)).unwrap();
    assert_eq!(entries(&journal), [(1, 5, "saffron".to_owned())]);
}

#[test]
fn what_stands_beside_the_journal_comes_back_or_nothing_does() {
    let mut bytes = Vec::new();
    let summary = filled(3)
        .backup_with(&mut bytes, |until, write| {
            assert_eq!(until, Position(3));
            write(b"{\"told\":1}")?;
            write(b"{\"told\":2}")
        })
        .unwrap();
    assert_eq!((summary.records, summary.beside), (3, 2));
    let keep = |batch: &mut Batch, entry: &[u8]| {
        batch.put([&b"k/"[..], entry].concat(), "");
        Ok(())
    };
    let store = MemoryStore::new();
    assert_eq!(restore(Cursor::new(&bytes), &store, keep).unwrap(), summary);
    let last = store.scan_back(b"k/").unwrap().map(|(key, _)| key);
    assert_eq!(last, Some(b"k/{\"told\":2}".to_vec()));
    assert_eq!(entries(&Journal::open(Arc::new(store)).unwrap()).len(), 3);

    let sound = text(&bytes);
    let refused = |text: &str| {
        let store = MemoryStore::new();
        let error = restore(Cursor::new(pack(text)), &store, keep).unwrap_err();
        assert_eq!(store.scan_back(b"").unwrap(), None, "something was written");
        error.to_string()
    };
    assert!(refused(&sound.replace("told\":2", "told\":3")).contains("line 6"));
    assert!(refused(&sound.replace(",\"beside\":2", "")).contains("closing line"));
    let without: String = sound.lines().filter(|line| !line.contains("told\":2")).map(|line| format!("{line}\n")).collect();
    assert!(refused(&without).contains("closing line"));
    let store = MemoryStore::new();
    assert!(restored(&bytes, &store).unwrap_err().to_string().contains("line 5"));
    assert_eq!(store.scan_back(b"").unwrap(), None);
}
