//! A process that ends between two instructions. The test starts itself again as a child, which
//! aborts right after the answer: nothing is closed, drained or committed on the way out.

use std::path::Path;
use std::process::Command as Process;
use std::time::Duration;

use serde_json::json;
use tradewind::domain::{Actor, Command, Id, Side};
use tradewind::engine::{Engine, Options};

use super::support::{found, posting};

const HOME: &str = "TRADEWIND_CASES_HOME";
const STEP: &str = "TRADEWIND_CASES_STEP";

fn id() -> Id {
    Id::parse("o1").expect("an id")
}

/// Does nothing unless a test started it as its child.
#[test]
fn child() {
    let (Ok(home), Ok(step)) = (std::env::var(HOME), std::env::var(STEP)) else { return };
    let engine = Engine::open(Options::at(home)).expect("opens");
    let command = if step == "put" {
        let offer = posting(Side::Offer, json!({"id": "o1", "title": "Noix de cajou brutes, Parakou"}));
        Command::Put { posting: Box::new(offer), expected: None, create_only: true }
    } else {
        Command::Delete { side: Side::Offer, id: id(), expected: None }
    };
    engine.submit(&Actor::operator(), command).expect("accepted");
    std::process::abort();
}

fn crash(home: &Path, step: &str) {
    let status = Process::new(std::env::current_exe().expect("a path"))
        .args(["--exact", "crash::child", "--nocapture"])
        .env(HOME, home)
        .env(STEP, step)
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&status.stderr).into_owned();
    assert!(!status.status.success() && !said.contains("panicked"), "{said}");
}

fn reopened(home: &Path) -> (Engine, usize) {
    let engine = Engine::open(Options::at(home)).expect("opens again");
    let last = engine.status().journal_position;
    assert!(engine.wait_searchable(last, Duration::from_secs(60)));
    let offers = engine.status().offers;
    (engine, offers)
}

#[test]
fn what_was_confirmed_survives_a_crash() {
    let home = tempfile::tempdir().expect("a folder");
    crash(home.path(), "put");
    let (engine, offers) = reopened(home.path());
    assert_eq!(offers, 1);
    assert!(engine.get(Side::Offer, &id()).expect("reads").is_some());
    assert_eq!(found(&engine, "腰果"), ["o1"], "found exactly once");
    drop(engine);
    crash(home.path(), "delete");
    let (engine, offers) = reopened(home.path());
    assert_eq!(offers, 0);
    assert!(engine.get(Side::Offer, &id()).expect("reads").is_none());
    assert!(found(&engine, "腰果").is_empty());
    assert!(engine.journal().verify().is_sound());
}
