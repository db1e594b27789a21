//! Rounds of killing the writing process and looking at what it left.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use tradewind::domain::{Event, Side};
use tradewind::engine::{Ask, Engine};
use tradewind::journal::{JournalRead, Position};

use super::home::{SIDES, files, open, write};
use super::writers::{Ack, start};

/// Rounds when nothing else is asked for.
const ROUNDS: u64 = 5;
/// So long without an answer, a process hangs; far above what a loaded machine needs.
const PATIENCE: Duration = Duration::from_secs(120);

type Key = (Side, String);

/// Lets the process answer some hundred changes, kills it a moment later, and gives all answers.
fn run_and_kill(home: &Path, seed: u64, random: &mut fastrand::Rng) -> Vec<Ack> {
    let errors = home.with_extension("stderr");
    let mut child = start(home, seed, fs::File::create(&errors).expect("a file"));
    let mut output = BufReader::new(child.stdout.take().expect("piped"));
    let (send, answers) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|bytes| bytes > 0) {
            let _ = Ack::read(&line).map(|ack| send.send(ack));
            line.clear();
        }
    });
    let mut acks = Vec::new();
    for _ in 0..random.usize(30..600) {
        match answers.recv_timeout(PATIENCE) {
            Ok(ack) => acks.push(ack),
            Err(fault) => {
                let _ = child.kill();
                let said = fs::read_to_string(&errors).unwrap_or_default();
                panic!("seed {seed}: no answer after {} ({fault}): {said}", acks.len());
            }
        }
    }
    std::thread::sleep(Duration::from_micros(random.u64(0..30_000)));
    child.kill().expect("still runs");
    child.wait().expect("ends");
    reader.join().expect("reads to the end");
    acks.extend(answers.try_iter());
    acks
}

/// What the journal says stands: position and title; none for what was deleted.
fn fold(engine: &Engine, acks: &[Ack]) -> BTreeMap<Key, Vec<(u64, Option<String>)>> {
    let mut history: BTreeMap<Key, Vec<(u64, Option<String>)>> = BTreeMap::new();
    let mut events = BTreeMap::new();
    let mut collect = |entry: tradewind::journal::Entry<Event>| {
        let (key, title) = match entry.event {
            Event::Posted { posting } => ((posting.side, posting.id.as_str().to_owned()), Some(posting.title)),
            Event::Withdrawn { side, id } => ((side, id.as_str().to_owned()), None),
            other => panic!("nobody asked for {other:?}"),
        };
        events.insert(entry.position.0, (key.clone(), title.clone()));
        history.entry(key).or_default().push((entry.position.0, title));
        Ok(true)
    };
    engine.journal().read(Position::FIRST, &mut collect).expect("reads");
    for ack in acks {
        let Some((key, title)) = events.get(&ack.position) else { panic!("lost: {ack:?}") };
        assert_eq!(key, &(ack.side, ack.id.clone()), "{ack:?}");
        let word = title.as_deref().and_then(|title| title.split(' ').next());
        assert_eq!(word, ack.word.as_deref(), "{ack:?}");
    }
    history
}

/// Identifiers found by a text, and how many the index says there are.
fn found(engine: &Engine, side: Side, text: &str) -> (Vec<String>, usize) {
    let ask = Ask { side, text: text.to_owned(), limit: 100, ..Ask::default() };
    let answer = engine.search(&ask).expect("answers");
    (answer.hits.into_iter().map(|hit| hit.id).collect(), answer.total)
}

fn check(home: &Path, acks: &[Ack]) {
    let engine = open(home).expect("opens again");
    let report = engine.journal().verify();
    assert!(report.is_sound(), "{report:?}");
    let history = fold(&engine, acks);
    for side in SIDES {
        let standing: Vec<_> = history.iter().filter(|((of, _), _)| *of == side).filter_map(|((_, id), events)| {
            let (position, title) = events.last()?;
            Some((id.clone(), title.clone()?, *position))
        }).collect();
        let stored = engine.list(side, None, 1000).expect("lists");
        let stored: Vec<_> = stored.into_iter().map(|(posting, version)| (posting.id.into(), posting.title, version)).collect();
        assert_eq!(stored, standing);
        let (mut ids, total) = found(&engine, side, "cashew nut");
        ids.sort();
        assert_eq!(ids, standing.iter().map(|(id, ..)| id.clone()).collect::<Vec<_>>());
        assert_eq!(total, standing.len(), "the index holds something twice");
    }
    for ((side, id), events) in &history {
        // The newest few; older ones were looked for in the rounds before.
        for (at, (position, title)) in events.iter().rev().take(6).enumerate() {
            let Some(title) = title else { continue };
            let word = title.split(' ').next().expect("a word");
            let expected = if at == 0 { vec![id.clone()] } else { Vec::new() };
            assert_eq!(found(&engine, *side, word).0, expected, "{word}, version {position} of {id}");
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled() {
    let rounds = std::env::var("TRADEWIND_CRASH_ROUNDS").map_or(ROUNDS, |text| text.parse().expect("a number of rounds"));
    let base = tempfile::tempdir().expect("a folder");
    let home = base.path().join("home");
    let mut random = fastrand::Rng::new();
    let mut acks = Vec::new();
    for round in 0..rounds {
        let seed = random.u64(..);
        let fresh = run_and_kill(&home, seed, &mut random);
        assert!(!fresh.is_empty());
        acks.extend(fresh);
        if round % 2 == 0 {
            check(&home, &acks);
        } else {
            // On a copy, so that the next process begins on what the last one left.
            let copy = base.path().join("copy");
            write(&copy, &files(&home));
            check(&copy, &acks);
            fs::remove_dir_all(copy).expect("removes");
        }
    }
    let deleted = acks.iter().filter(|ack| ack.word.is_none()).count();
    assert!(deleted > 0 && deleted < acks.len(), "{deleted} of {} acknowledged changes are deletions", acks.len());
}
