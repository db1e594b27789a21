//! A process that is killed while it tells of new matches: every pair of what the journal has is told of
//! once, whatever was cut off.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use serde_json::json;
use tradewind::domain::{Actor, Side};
use tradewind::engine::Options;

use super::desk::{opened, pairs, put};

const HOME: &str = "TRADEWIND_ALERTS_HOME";
const ROUNDS: usize = 4;
/// Requests that stand: two of each goods.
const BUYERS: usize = 8;
const GOODS: [(&str, &str); 4] = [("cashew kernels", "腰果仁"), ("sesame seeds", "芝麻"), ("shea butter", "乳木果油"), ("cocoa beans", "可可豆")];

/// Does nothing unless a test started it as its child; ends only by being killed. Each answer is printed.
#[test]
fn child() {
    let Ok(home) = std::env::var(HOME) else { return };
    let engine = opened(Options::at(Path::new(&home)));
    let actor = Actor::operator();
    let stored = engine.status().offers;
    for n in (stored..).step_by(20) {
        let offers = (n..n + 20).map(|n| put(Side::Offer, json!({"id": format!("o{n}"), "title": GOODS[n % GOODS.len()].0, "lang": "en", "supplier": {"id": "borgou"}})));
        let outcomes = engine.submit_many(&actor, offers.collect());
        let last = outcomes.into_iter().map(|outcome| outcome.expect("accepted").position).max().expect("some");
        // One write, so that lines stay whole whatever the harness prints.
        std::io::stdout().lock().write_all(format!("ack {last} {}\n", engine.alerted_position()).as_bytes()).expect("the parent reads");
    }
}

/// Runs the child until alerts were told of, and kills it at some moment after that.
fn run_and_kill(home: &Path, random: &mut fastrand::Rng) {
    let mut child = Process::new(std::env::current_exe().expect("a path"))
        .args(["--exact", "crash::child", "--nocapture"])
        .env(HOME, home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("runs");
    let (wanted, mut seen, mut first) = (random.usize(3..25), 0, None);
    for line in BufReader::new(child.stdout.take().expect("piped")).lines() {
        let line = line.expect("reads");
        let Some((_, ack)) = line.split_once("ack ") else { continue };
        let followed: u64 = ack.split(' ').nth(1).and_then(|number| number.parse().ok()).expect("two numbers");
        seen += usize::from(*first.get_or_insert(followed) < followed);
        if seen >= wanted {
            break;
        }
    }
    std::thread::sleep(Duration::from_micros(random.u64(0..30_000)));
    child.kill().expect("still runs");
    child.wait().expect("ends");
}

#[test]
fn a_process_that_dies_loses_no_alert_and_doubles_none() {
    let base = tempfile::tempdir().expect("a folder");
    let home = base.path().join("home");
    let mut random = fastrand::Rng::new();
    let engine = opened(Options::at(&home));
    for n in 0..BUYERS {
        let request = json!({"id": format!("r{n}"), "title": GOODS[n % GOODS.len()].1, "lang": "zh", "buyer": {"id": format!("b{n}")}});
        engine.submit(&Actor::operator(), put(Side::Request, request)).expect("accepted");
    }
    drop(engine);
    let mut before = 0;
    for round in 0..ROUNDS {
        run_and_kill(&home, &mut random);
        let engine = opened(Options::at(&home));
        let status = engine.status();
        assert!(engine.wait_alerted(status.journal_position, Duration::from_secs(120)), "round {round}: followed");
        assert!(status.offers > before, "round {round}: offers came in");
        before = status.offers;
        for buyer in 0..BUYERS {
            let told: Vec<String> = pairs(&engine, &format!("b{buyer}")).into_iter().map(|(_, offer)| offer).collect();
            let distinct: BTreeSet<&String> = told.iter().collect();
            let expected: BTreeSet<String> = (0..status.offers).filter(|n| n % GOODS.len() == buyer % GOODS.len()).map(|n| format!("o{n}")).collect();
            assert_eq!(distinct.len(), told.len(), "round {round}, buyer {buyer}: one twice");
            let missing = expected.iter().filter(|offer| !distinct.contains(offer)).take(10).collect::<Vec<_>>();
            assert_eq!((missing, distinct.len()), (vec![], expected.len()), "round {round}, buyer {buyer}");
        }
    }
}
