//! The store is the truth: where it is damaged, nothing goes on and nothing is changed.

use std::fs;
use std::path::Path;
use std::process::Command as Process;

use tradewind::engine::EngineError;
use tradewind::storage::StoreError;

use super::home::{files, open};
use super::shelf::Shelf;

/// Copies with one bit flipped in a file of the store: some places in each.
fn damaged(shelf: &Shelf, places: usize, mut work: impl FnMut(&Path, &str)) {
    let sealed = |name: &Path, bytes: &[u8]| name.starts_with("store") && !bytes.is_empty() && !name.ends_with("seal");
    for (name, bytes) in shelf.files.iter().filter(|(name, bytes)| sealed(name, bytes)) {
        for place in 0..places {
            let home = shelf.copy();
            let mut bytes = bytes.clone();
            let at = (2 * place + 1) * bytes.len() / (2 * places);
            *bytes.get_mut(at).expect("inside") ^= 1 << (place % 8);
            fs::write(home.path().join(name), bytes).expect("writes");
            work(home.path(), &format!("{} at {at}", name.display()));
        }
    }
}

#[test]
fn a_flipped_bit_in_the_store_is_refused_and_nothing_is_touched() {
    let shelf = Shelf::get();
    let mut refused = 0;
    damaged(shelf, 8, |home, what| {
        let before = files(home);
        let Err(fault) = open(home) else {
            panic!("{what} went unnoticed");
        };
        assert!(matches!(fault, EngineError::Store(StoreError::Damaged { .. })), "{what}: {fault}");
        let text = fault.to_string();
        assert!(text.contains("tradewind restore") && text.contains("store"), "{what}: {text}");
        assert!(files(home) == before, "{what}: the refusal changed something");
        refused += 1;
    });
    assert!(refused >= 24, "only {refused} places were tried");
}

#[test]
fn the_program_says_so_and_fails() {
    let shelf = Shelf::get();
    damaged(shelf, 1, |home, what| {
        let before = files(home);
        for task in ["verify", "rebuild"] {
            let said = Process::new(env!("CARGO_BIN_EXE_tradewind")).arg(task).arg("--data").arg(home).output().expect("runs");
            let text = String::from_utf8_lossy(&said.stderr).into_owned();
            assert!(!said.status.success(), "{what}: {task} went on");
            assert!(text.contains("is damaged") && text.contains("tradewind restore"), "{what}: {task}: {text}");
            assert!(said.stdout.is_empty(), "{what}: {task}");
        }
        assert!(files(home) == before, "{what}: something was changed");
    });
}

#[test]
fn a_damaged_index_is_reported_and_the_program_goes_on() {
    let shelf = Shelf::get();
    let home = shelf.copy();
    // The program reads its own, whole lexicon, and makes an index of that.
    let own = home.path().join("index");
    let run = || Process::new(env!("CARGO_BIN_EXE_tradewind")).args(["search", "腰果", "--data"]).arg(home.path()).output().expect("runs");
    let first = run();
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let list = files(&own).into_keys().find(|name| name.ends_with("meta.json")).expect("a list of segments");
    let bytes = fs::read(own.join(&list)).expect("reads");
    fs::write(own.join(&list), &bytes[..bytes.len() / 2]).expect("writes");
    let second = run();
    let text = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(second.status.success(), "{text}");
    assert!(text.contains("rebuilding"), "{text}");
    let ids = |stdout: &[u8]| String::from_utf8_lossy(stdout).into_owned();
    assert!(ids(&first.stdout).contains("Hạt điều"), "{}", ids(&first.stdout));
    assert_eq!(ids(&first.stdout), ids(&second.stdout));
}
