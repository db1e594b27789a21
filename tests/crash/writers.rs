//! The process that is killed: threads that write, replace and delete the same few postings of both
//! sides, each answer printed before the next change is asked for.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};
use std::sync::Mutex;

use serde_json::json;
use tradewind::domain::{Actor, Command, Id, Side};
use tradewind::engine::Engine;

use super::home::{open, posting};

const HOME: &str = "TRADEWIND_CRASH_HOME";
const SEED: &str = "TRADEWIND_CRASH_SEED";
const THREADS: u64 = 6;
/// Identifiers on each side: few, so that the threads meet.
const IDS: u32 = 9;
/// What every posting names beside its own word, in several languages.
const GOODS: [&str; 4] = ["Noix de cajou brutes", "腰果仁", "raw cashew nuts", "hạt điều thô"];

/// A change that was answered.
#[derive(Debug, PartialEq)]
pub(crate) struct Ack {
    pub(crate) position: u64,
    pub(crate) side: Side,
    pub(crate) id: String,
    /// The posting's own word; none for a deletion.
    pub(crate) word: Option<String>,
}

impl Ack {
    fn print(&self) {
        let word = self.word.as_deref().unwrap_or("-");
        let line = format!("ack {} {} {} {word}\n", self.position, self.side.name(), self.id);
        // Not `println!`, which the test harness would hold back; one write, so that lines stay whole.
        std::io::stdout().lock().write_all(line.as_bytes()).expect("the parent reads");
    }

    /// Reads a whole line; the harness may have printed before it.
    pub(crate) fn read(line: &str) -> Option<Ack> {
        let (_, ack) = line.strip_suffix('\n')?.split_once("ack ")?;
        let [position, side, id, word] = ack.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let side = [Side::Offer, Side::Request].into_iter().find(|known| known.name() == side)?;
        let word = (word != "-").then(|| word.to_owned());
        Some(Ack { position: position.parse().ok()?, side, id: id.to_owned(), word })
    }
}

/// A word that nothing else is near to: twelve letters, of which any two differ in most.
fn word(random: &mut fastrand::Rng) -> String {
    let letters = b"bcdfghjklmnpqrstvwxz";
    (0..12).filter_map(|_| random.choice(letters).copied().map(char::from)).collect()
}

fn change(random: &mut fastrand::Rng, seen: &Mutex<Vec<u64>>) -> (Command, Option<String>) {
    let side = if random.bool() { Side::Offer } else { Side::Request };
    let name = format!("p{}", random.u32(0..IDS));
    let id = Id::parse(&name).expect("an id");
    // Sometimes a version that some thread was told of, right or wrong for this posting by now.
    let expected = random.choice(seen.lock().expect("no thread panics").iter().copied()).filter(|_| random.u8(0..8) == 0);
    if random.u8(0..4) == 0 {
        return (Command::Delete { side, id, expected }, None);
    }
    let word = word(random);
    let title = format!("{word} {}", random.choice(GOODS).unwrap_or_default());
    let posting = Box::new(posting(side, json!({"id": name, "title": title})));
    (Command::Put { posting, expected, create_only: random.u8(0..16) == 0 }, Some(word))
}

fn write(engine: &Engine, seed: u64, seen: &Mutex<Vec<u64>>) {
    let mut random = fastrand::Rng::with_seed(seed);
    loop {
        let (commands, words): (Vec<_>, Vec<_>) = (0..random.usize(1..5)).map(|_| change(&mut random, seen)).unzip();
        let outcomes = engine.submit_many(&Actor::operator(), commands);
        for (outcome, word) in outcomes.into_iter().zip(words) {
            match outcome {
                Ok(receipt) => {
                    let ack = Ack { position: receipt.position, side: receipt.side, id: receipt.id.into(), word };
                    ack.print();
                    let mut seen = seen.lock().expect("no thread panics");
                    seen.push(ack.position);
                    let old = seen.len().saturating_sub(12);
                    seen.drain(..old);
                }
                Err(tradewind::engine::SubmitError::Refused(_)) => {}
                Err(fault) => panic!("{fault}"),
            }
        }
    }
}

/// Does nothing unless a test started it as its child; ends only by being killed.
#[test]
fn child() {
    let (Ok(home), Ok(seed)) = (std::env::var(HOME), std::env::var(SEED)) else { return };
    let seed: u64 = seed.parse().expect("a number");
    let engine = open(Path::new(&home)).expect("opens");
    let seen = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (engine, seen) = (&engine, &seen);
            scope.spawn(move || write(engine, seed.wrapping_mul(THREADS) + thread, seen));
        }
    });
}

/// Starts this test binary again as the writing process; its errors go to a file.
pub(crate) fn start(home: &Path, seed: u64, errors: std::fs::File) -> Child {
    Process::new(std::env::current_exe().expect("a path"))
        .args(["--exact", "writers::child", "--nocapture"])
        .env(HOME, home)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .stderr(errors)
        .spawn()
        .expect("runs")
}
