//! Scripts a trader could read: steps, and below each step what came of it. It proves that every
//! script in `fixtures/scripts` comes out as written there.
//!
//! `TRADEWIND_SCRIPTS=write` writes what comes out into the scripts, to be read before it is kept.
//!
//! A line that begins with `#` is a remark. A step begins at the margin; lines below it that begin
//! with `-` are its fields; indented lines are the outcome:
//!
//! ```text
//! post offer fr: Noix de cajou brutes KOR 48
//! - origin: BJ
//! - price: 1250.50 USD per t
//!   o1 is listed, version 1
//! ```
//!
//! Steps: `post offer|request LANG: TITLE`, `update ID LANG: TITLE` (a field `seen` names the version
//! the trader saw), `withdraw ID`, `search [offers|requests] LANG: WORDS`, `match ID`, `show ID`,
//! `list offers|requests`, `as exporter|importer|operator PARTY`. Identifiers begin with `o` for an
//! offer and `r` for a request and are counted where no field `id` names them. A date may be written
//! as `today`, `today + 3` or `today - 3`.

#[path = "scripts/form.rs"]
mod form;
#[path = "scripts/run.rs"]
mod run;
#[path = "scripts/text.rs"]
mod text;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Fewer would mean that the folder was not found as a whole.
const SCRIPTS: usize = 12;

fn scripts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scripts")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("lists") {
            let at = entry.expect("an entry").path();
            if at.is_dir() {
                folders.push(at);
            } else if at.extension().is_some_and(|end| end == "txt") {
                found.push(at);
            }
        }
    }
    found.sort();
    found
}

/// Both texts, with marks at the lines that differ.
fn compared(written: &str, came: &str) -> String {
    let (written, came): (Vec<&str>, Vec<&str>) = (written.lines().collect(), came.lines().collect());
    let missing = written.iter().filter(|line| !came.contains(line)).map(|line| format!("- {line}\n"));
    let new = came.iter().map(|line| format!("{} {line}\n", if written.contains(line) { ' ' } else { '+' }));
    missing.chain(new).collect()
}

#[test]
fn every_script_comes_out_as_written() {
    let paths = scripts();
    assert!(paths.len() >= SCRIPTS, "{paths:?}");
    let write = std::env::var("TRADEWIND_SCRIPTS").is_ok_and(|value| value == "write");
    let (waiting, faults) = (Mutex::new(paths), Mutex::new(Vec::new()));
    let next = || waiting.lock().expect("whole").pop();
    let work = || {
        let mut floor = run::Floor::open();
        while let Some(path) = next() {
            let written = fs::read_to_string(&path).expect("reads");
            let came = floor.script(&written).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
            if came != written && write {
                fs::write(&path, came).expect("writes");
            } else if came != written {
                faults.lock().expect("whole").push(format!("{}\n{}", path.display(), compared(&written, &came)));
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4));
        (0..threads).for_each(|_| drop(scope.spawn(work)));
    });
    let faults = faults.into_inner().expect("whole");
    assert!(faults.is_empty(), "{}\nif that is right: TRADEWIND_SCRIPTS=write cargo test --test scripts", faults.join("\n"));
}

#[test]
fn a_wrong_outcome_and_an_unknown_step_are_noticed() {
    let script = "post offer fr: Noix de cajou\n  o1 is listed, version 1\n\nsearch zh: 腰果\n  nothing is found\n";
    let mut floor = run::Floor::open();
    let came = floor.script(script).expect("runs");
    assert_ne!(came, script);
    assert!(compared(script, &came).contains("-   nothing is found"), "{came}");
    let fault = floor.script("# A remark.\n\nsell fr: Noix\n").expect_err("unknown");
    assert!(fault.contains("line 3") && fault.contains("sell"), "{fault}");
    assert_eq!(floor.script(script).expect("runs"), came, "a script begins on an empty floor");
}
