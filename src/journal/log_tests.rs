//! Appending, reading, verifying and group commit. It proves:
//!
//! - positions count from 1, several to a batch, also after reopening; dropped batches
//!   leave no gap, outdated ones are refused;
//! - reading begins and stops where told and reports gaps, unreadable and newer records;
//! - records of version 1 stay readable;
//! - the writer shares flushes, answers everything it took, and stops for good on failure.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{Closed, Entry, Journal, JournalError, JournalRead, Position, Reply, Writer};
use crate::storage::{Batch, MemoryStore};

fn journal() -> Journal<String> {
    Journal::open(Arc::new(MemoryStore::new())).unwrap()
}

fn add(journal: &Journal<String>, events: &[&str]) {
    let mut batch = Batch::new();
    for (at, event) in events.iter().enumerate() {
        journal
            .append(&mut batch, at as i64, &(*event).to_owned())
            .unwrap();
    }
    journal.commit(batch).unwrap();
}

fn read(journal: &Journal<String>, from: u64) -> Result<Vec<(u64, String)>, JournalError> {
    let mut seen = Vec::new();
    let mut collect = |entry: Entry<String>| {
        seen.push((entry.position.0, entry.event));
        Ok(true)
    };
    journal.read(Position(from), &mut collect)?;
    Ok(seen)
}

fn change(journal: &Journal<String>, position: u64, record: Option<&str>) {
    let mut batch = Batch::new();
    match record {
        Some(record) => batch.put(Position(position).key(), record),
        None => batch.delete(Position(position).key()),
    }
    journal.store().apply(batch).unwrap();
}

#[test]
fn positions_count_without_gaps() {
    let journal = journal();
    assert_eq!(journal.last(), None);
    assert!(read(&journal, 0).unwrap().is_empty());
    add(&journal, &["a", "b"]);
    let mut dropped = Batch::new();
    journal
        .append(&mut dropped, 0, &"never".to_owned())
        .unwrap();
    add(&journal, &["c"]);
    assert!(matches!(journal.commit(dropped), Err(JournalError::Stale)));
    let again: Journal<String> = Journal::open(Arc::clone(journal.store())).unwrap();
    add(&again, &["d"]);
    assert_eq!(again.last(), Some(Position(4)));
    assert_eq!(read(&again, 3).unwrap(), [(3, "c".into()), (4, "d".into())]);
    assert!(read(&again, 5).unwrap().is_empty());
    let mut first = None;
    let mut take_one = |entry: Entry<String>| {
        assert!(first.replace(entry.event).is_none());
        Ok(false)
    };
    again.read(Position::FIRST, &mut take_one).unwrap();
    assert_eq!(first.as_deref(), Some("a"));
}

#[test]
fn gaps_and_unreadable_records_are_reported() {
    for (position, record, word) in [
        (2, None, "gap"),
        (3, None, "missing"),
        (2, Some("not json"), "position 2"),
        (2, Some(r#"{"v":2,"at":0,"event":"x"}"#), "version 2"),
        (2, Some(r#"{"v":1,"at":0,"event":7}"#), "position 2"),
    ] {
        let journal = journal();
        add(&journal, &["a", "b", "c"]);
        change(&journal, position, record);
        let error = read(&journal, 1).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
        let report = journal.verify();
        assert_eq!((report.records, report.faults), (2, 1), "{report:?}");
        assert!(journal.backup(Vec::new()).is_err() || record.is_some());
    }
}

#[test]
fn verify_notices_time_running_backwards() {
    let journal = journal();
    add(&journal, &["a", "b"]);
    assert!(journal.verify().is_sound());
    add(&journal, &["c"]);
    assert_eq!(journal.verify().faults, 1);
}

#[test]
fn reads_the_version_1_sample() {
    let journal = journal();
    add(&journal, &["a"]);
    change(
        &journal,
        1,
        Some(r#"{"v":1,"at":1700000000000,"event":"saffron"}"#),
    );
    let mut seen = Vec::new();
    let mut collect = |entry| {
        seen.push(entry);
        Ok(true)
    };
    journal.read(Position::FIRST, &mut collect).unwrap();
    let event = "saffron".to_owned();
    assert_eq!(
        seen,
        [Entry {
            position: Position(1),
            at: 1_700_000_000_000,
            event
        }]
    );
}

#[test]
fn many_callers_share_a_flush() {
    let groups = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&groups);
    let handle = move |jobs: &mut Vec<(u64, Reply<u64>)>| {
        counter.fetch_add(1, Ordering::Relaxed);
        thread::sleep(std::time::Duration::from_millis(2));
        jobs.drain(..).for_each(|(n, reply)| reply.send(n * 2));
        ControlFlow::Continue(())
    };
    let writer = Writer::spawn(handle, 32).unwrap();
    thread::scope(|scope| {
        for t in 0..16 {
            let writer = &writer;
            scope.spawn(move || {
                (0..20).for_each(|n| {
                    assert_eq!(writer.submit(t * 100 + n), Ok((t * 100 + n) * 2));
                })
            });
        }
    });
    assert!(
        groups.load(Ordering::Relaxed) < 160,
        "{groups:?} groups for 320 jobs"
    );
    writer.shut_down();
    assert_eq!(writer.submit(1), Err(Closed::ShutDown));
}

#[test]
fn a_failure_stops_the_writer_for_good() {
    for panics in [false, true] {
        let handle = move |jobs: &mut Vec<(u8, Reply<u8>)>| {
            let bad = jobs.iter().any(|(n, _)| *n == 9);
            assert!(!(bad && panics), "on purpose");
            if bad {
                jobs.clear();
                return ControlFlow::Break(());
            }
            jobs.drain(..).for_each(|(n, reply)| reply.send(n));
            ControlFlow::Continue(())
        };
        let writer = Writer::spawn(handle, 4).unwrap();
        assert_eq!(writer.submit(1), Ok(1));
        assert_eq!(writer.submit(9), Err(Closed::Failed));
        assert_eq!(writer.submit(1), Err(Closed::Failed));
        assert!(writer.has_failed());
    }
}
