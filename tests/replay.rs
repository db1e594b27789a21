//! The journal is the truth: whatever was asked for, in whatever batches, with restarts anywhere and
//! the index lost at some of them, it proves that:
//!
//! - each command is accepted or refused as a plain model says, with the position it says;
//! - documents, versions and external identifiers are the model's;
//! - documents and answers are those of one rebuild from a backup of the journal.

#[path = "support/home.rs"]
#[expect(dead_code, reason = "shared with the recovery tests, which use all of it")]
mod home;
#[path = "replay/model.rs"]
mod model;

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::select;
use tradewind::domain::{Actor, Refusal};
use tradewind::engine::{Engine, Receipt, SubmitError, restore};
use tradewind::storage::SledStore;

use home::{SIDES, View, open, settled};
use model::{Asked, EXTERNALS, Guard, Model, Outcome, PARTIES, TITLES};

const TEXTS: [&str; 5] = ["腰果", "cashew", "sésame", "مانجو", "mango"];

/// What happens between two batches.
#[derive(Clone, Copy, Debug)]
enum Pause {
    None,
    Wait,
    Restart,
    RestartWithoutIndex,
}

fn asked() -> impl Strategy<Value = Asked> {
    let guard = prop_oneof![3 => Just(Guard::None), 2 => Just(Guard::Right), 1 => Just(Guard::Wrong), 1 => Just(Guard::CreateOnly)];
    let external = prop_oneof![3 => Just(None), 1 => select(&EXTERNALS[..]).prop_map(Some)];
    (prop::bool::weighted(0.7), select(&SIDES[..]), 0..5_usize, select(&TITLES[..]), select(&PARTIES[..]), external, guard)
        .prop_map(|(put, side, id, title, party, external, guard)| Asked { put, side, id, title, party, external, guard })
}

fn batches() -> impl Strategy<Value = Vec<(Vec<Asked>, Pause)>> {
    let pause = prop_oneof![5 => Just(Pause::None), 2 => Just(Pause::Wait), 2 => Just(Pause::Restart), 1 => Just(Pause::RestartWithoutIndex)];
    prop::collection::vec((prop::collection::vec(asked(), 0..7), pause), 1..9)
}

fn outcome(got: Result<Receipt, SubmitError>) -> Outcome {
    match got {
        Ok(receipt) => Outcome::Done { id: receipt.id.into(), position: receipt.position, created: receipt.created },
        Err(SubmitError::Refused(Refusal::NotFound { .. })) => Outcome::NotFound,
        Err(SubmitError::Refused(Refusal::Stale { current })) => Outcome::Stale { current },
        Err(SubmitError::Refused(Refusal::Taken { .. })) => Outcome::Taken,
        Err(other) => panic!("{other}"),
    }
}

fn agrees(engine: &Engine, model: &Model) {
    for side in SIDES {
        let held: Vec<_> = engine.list(side, None, 100).expect("lists").into_iter().map(|(posting, version)| (posting.id.into(), posting.title, version)).collect();
        assert_eq!(held, model.documents(side));
        for party in PARTIES {
            for external in EXTERNALS {
                let id = engine.by_external_id(side, party, external).expect("reads").map(String::from);
                assert_eq!(id, model.external(side, party, external), "{side:?} {party} {external}");
            }
        }
    }
}

fn rebuilt(engine: &Engine, home: &Path) -> Engine {
    let mut backup = Vec::new();
    engine.backup(&mut backup).expect("writes");
    let store = SledStore::open(home.join("store")).expect("opens");
    restore(Cursor::new(backup), Arc::new(store)).expect("restores");
    open(home).expect("opens")
}

fn run(batches: Vec<(Vec<Asked>, Pause)>) {
    let home = tempfile::tempdir().expect("a folder");
    let reopen = || open(home.path()).expect("opens");
    let mut engine = reopen();
    let mut model = Model::default();
    for (asked, pause) in batches {
        let (commands, expected): (Vec<_>, Vec<_>) = asked.iter().map(|asked| model.ask(asked)).unzip();
        let got: Vec<_> = engine.submit_many(&Actor::operator(), commands).into_iter().map(outcome).collect();
        assert_eq!(got, expected);
        match pause {
            Pause::None => {}
            Pause::Wait => settled(&engine),
            Pause::Restart | Pause::RestartWithoutIndex => {
                drop(engine);
                if matches!(pause, Pause::RestartWithoutIndex) {
                    std::fs::remove_dir_all(home.path().join("index")).expect("removes");
                }
                engine = reopen();
            }
        }
    }
    settled(&engine);
    agrees(&engine, &model);
    assert!(engine.journal().verify().is_sound());
    let other = tempfile::tempdir().expect("a folder");
    let again = rebuilt(&engine, other.path());
    agrees(&again, &model);
    assert_eq!(View::of(&engine, &TEXTS), View::of(&again, &TEXTS));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_is_what_one_rebuild_makes_of_its_journal(batches in batches()) {
        run(batches);
    }
}

/// The same comparison where something is certainly found.
#[test]
fn answers_are_compared_and_not_empty() {
    let ask = |put, id, title: usize| Asked { put, side: SIDES[0], id, title: TITLES[title], party: PARTIES[0], external: None, guard: Guard::None };
    run(vec![
        ((0..5).map(|id| ask(true, id, id)).collect(), Pause::Restart),
        (vec![ask(false, 1, 0), ask(true, 2, 0)], Pause::RestartWithoutIndex),
    ]);
    let home = tempfile::tempdir().expect("a folder");
    let engine = open(home.path()).expect("opens");
    let (command, _) = Model::default().ask(&ask(true, 0, 0));
    engine.submit(&Actor::operator(), command).expect("accepted");
    settled(&engine);
    assert!(View::of(&engine, &TEXTS).answers[0].contains("p0 "));
}
