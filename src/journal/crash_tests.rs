//! The process is killed (SIGKILL) while many threads write through one writer thread.
//! It proves, over a few rounds on one and the same store:
//!
//! - every acknowledged event is there after the kill, at its position;
//! - the document put in the same batch is there exactly when its event is;
//! - the journal verifies, and goes on from where it was.
//!
//! The child is this test binary run again, told by an environment variable.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    ops::ControlFlow,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use super::{Journal, JournalRead, Position, Reply, Writer};
use crate::storage::{Batch, SledStore};

const FOLDER: &str = "TRADEWIND_CRASH_TEST_FOLDER";
const ROUNDS: u64 = 6;
const THREADS: u64 = 8;

fn open(folder: &Path) -> Journal<String> {
    Journal::open(Arc::new(SledStore::open(folder).unwrap())).unwrap()
}

/// Answers with the position, after one flush for the whole group.
fn writer(journal: Journal<String>) -> Writer<String, Position> {
    let handle = move |jobs: &mut Vec<(String, Reply<Position>)>| {
        let mut done = Vec::new();
        for (event, reply) in jobs.drain(..) {
            let mut batch = Batch::new();
            let position = journal.append(&mut batch, 0, &event).unwrap();
            batch.put(format!("doc/{event}"), position.0.to_be_bytes());
            journal.commit(batch).unwrap();
            done.push((position, reply));
        }
        if journal.flush().is_err() {
            return ControlFlow::Break(());
        }
        done.into_iter()
            .for_each(|(position, reply)| reply.send(position));
        ControlFlow::Continue(())
    };
    Writer::spawn(handle, 64).unwrap()
}

#[test]
#[ignore = "started by the test below"]
fn child_writes_until_killed() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let journal = open(Path::new(&folder));
    let begun = journal.last().unwrap_or_default();
    let writer = writer(journal);
    thread::scope(|scope| {
        for t in 0..THREADS {
            let writer = &writer;
            scope.spawn(move || {
                for n in 0_u64.. {
                    let event = format!("{begun}-{t}-{n}");
                    let position = writer.submit(event.clone()).unwrap();
                    // Not `println!`, which the test harness would hold back.
                    writeln!(std::io::stdout().lock(), "ack {position} {event}").unwrap();
                }
            });
        }
    });
}

#[test]
fn acknowledged_events_survive_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: Vec<(Position, String)> = Vec::new();
    for round in 0..ROUNDS {
        acknowledged.extend(run_and_kill(
            folder.path(),
            Duration::from_millis(150 + 70 * round),
        ));
        check(folder.path(), &acknowledged, round);
    }
    assert!(
        acknowledged.len() > 100,
        "only {} events were acknowledged",
        acknowledged.len()
    );
}

fn run_and_kill(folder: &Path, after: Duration) -> Vec<(Position, String)> {
    let (_, module) = module_path!().split_once("::").unwrap();
    let mut child = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "--ignored",
            "--nocapture",
            &format!("{module}::child_writes_until_killed"),
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let reader = thread::spawn(move || {
        let lines = output.lines().map_while(Result::ok);
        lines.filter_map(|line| parse(&line)).collect()
    });
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// `ack <position> <event>`; the harness may print before it on the same line, and the
/// kill may cut the last line short, which the dash count tells in most cases.
fn parse(line: &str) -> Option<(Position, String)> {
    let (_, ack) = line.split_once("ack ")?;
    let (position, event) = ack.split_once(' ')?;
    let whole = event.split('-').count() == 3 && !event.ends_with('-');
    whole.then(|| Some((Position(position.parse().ok()?), event.to_owned())))?
}

fn check(folder: &Path, acknowledged: &[(Position, String)], round: u64) {
    let journal = open(folder);
    let report = journal.verify();
    assert!(report.is_sound(), "round {round}: {:?}", report.problems);
    let mut events = Vec::new();
    let mut collect = |entry: super::Entry<String>| {
        events.push(entry.event);
        Ok(true)
    };
    journal.read(Position::FIRST, &mut collect).unwrap();
    for (position, event) in acknowledged {
        let found = events.get(usize::try_from(position.0).unwrap() - 1);
        assert_eq!(found, Some(event), "round {round}, position {position}");
    }
    let mut documents = 0;
    let mut compare = |key: &[u8], position: &[u8]| {
        let position = u64::from_be_bytes(position.try_into().unwrap());
        let event = &events[usize::try_from(position).unwrap() - 1];
        assert_eq!(key, format!("doc/{event}").as_bytes());
        documents += 1;
        Ok(true)
    };
    journal.store().scan(b"doc/", None, &mut compare).unwrap();
    assert_eq!(documents, events.len(), "round {round}");
}
