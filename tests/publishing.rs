//! Relevance is tuned while people search. It proves that:
//!
//! - no search fails or waits for long while profiles are drafted, published and rolled back, and the lexicon
//!   is edited;
//! - every answer is of one version: each weight in it is that of the profile which it names;
//! - a refused change changes nothing, and what was changed is there after a restart.
#![expect(clippy::print_stdout, reason = "how many searches a machine gives is worth seeing")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tradewind::domain::relevance::{Change, LexiconChange, ProfileChange, TrialChange};
use tradewind::domain::{Actor, Command, Draft, Profile, Side};
use tradewind::engine::{Ask, Engine, Options, SubmitError};
use tradewind::score::{FEATURES, Weights};

const SEARCHERS: usize = 4;
const LASTS: Duration = Duration::from_secs(3);
/// Names that are added to cashew nuts meanwhile, one a second.
const NAMES: [&str; 3] = ["zorblet", "zimbut", "zandor"];
const BUILT_IN: &str = include_str!("../indexes/profiles/default.toml");

fn tune(engine: &Engine, change: ProfileChange) -> Result<(), SubmitError> {
    let command = Command::Tune { change: Box::new(Change::Profiles(change)), note: "load".to_owned() };
    engine.submit(&Actor::operator(), command).map(|_| ())
}

/// A profile whose every weight tells its number.
fn numbered(number: u64) -> Box<Profile> {
    let mut profile = Profile::parse(BUILT_IN).expect("the built-in one");
    let factor = 1.0 + (number % 500) as f64 / 1_000.0;
    profile.weights.values_mut().for_each(|weight| *weight *= factor);
    Box::new(Profile { name: "load".to_owned(), bounds: BTreeMap::new(), ..profile })
}

fn publish(engine: &Engine, number: u64) {
    tune(engine, ProfileChange::Draft { profile: numbered(number), expected: None }).expect("a draft");
    let revision = engine.in_use().workbench.profiles.draft.as_ref().expect("a draft").revision;
    tune(engine, ProfileChange::Publish { expected: Some(revision), rank: true, passage: None }).expect("published");
}

fn name_cashews(engine: &Engine, name: &str) {
    let edit = json!({"do": "add_form", "concept": "cashew-nut", "lang": "en", "form": name});
    let change = LexiconChange::read(edit.as_object().expect("an object").clone()).expect("an edit");
    engine.submit(&Actor::operator(), Command::Tune { change: Box::new(Change::Lexicon(change)), note: "load".to_owned() }).expect("edited");
}

fn stock(engine: &Engine) {
    let words = ["Cashew kernels W320", "Noix de cajou brutes", "腰果仁 W240", "Graines de sésame blanc", "Korosho ghafi"];
    let offer = |n: usize| {
        let value = json!({"id": format!("o{n:03}"), "title": format!("{} lot {n}", words[n % words.len()]), "hs": "0801.32", "supplier": {"id": format!("p{}", n % 40)}});
        let posting = Box::new(Draft(value.as_object().expect("an object").clone()).read(Side::Offer, "x", None).expect("reads"));
        Command::Put { posting, expected: None, create_only: false }
    };
    let done = engine.submit_many(&Actor::operator(), (0..200).map(offer).collect());
    let last = done.into_iter().map(|receipt| receipt.expect("stored").position).max().expect("some");
    assert!(engine.wait_searchable(last, Duration::from_secs(60)));
}

/// The weights that an answer tells, by feature; two of one feature would be two entries.
type Told = BTreeSet<(&'static str, u64)>;

fn search_until(engine: &Engine, stop: &AtomicBool, slowest: &AtomicUsize) -> (usize, BTreeSet<(String, Told)>) {
    let (mut count, mut told) = (0, BTreeSet::new());
    let texts = ["cashew kernels W320", "腰果仁", "sésame blanc", "korosho"];
    while !stop.load(Ordering::Relaxed) {
        let begun = Instant::now();
        let answer = engine.search(&Ask { text: texts[count % texts.len()].to_owned(), ..Ask::default() }).expect("an answer");
        slowest.fetch_max(begun.elapsed().as_millis() as usize, Ordering::Relaxed);
        assert!(!answer.hits.is_empty());
        let weights = answer.hits.iter().flat_map(|hit| &hit.reasons).map(|reason| (reason.kind, reason.weight.to_bits())).collect();
        told.insert((answer.profile, weights));
        count += 1;
    }
    (count, told)
}

#[test]
fn every_answer_is_of_one_version_while_profiles_change() {
    let engine = Engine::open(Options::memory()).expect("opens");
    stock(&engine);
    let (stop, slowest) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (mut searches, mut told, mut changes) = (0, BTreeSet::new(), 0);
    let mut names = NAMES.iter();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let searchers: Vec<_> = (0..SEARCHERS).map(|_| scope.spawn(|| search_until(&engine, &stop, &slowest))).collect();
        while begun.elapsed() < LASTS && !searchers.iter().any(|searcher| searcher.is_finished()) {
            publish(&engine, changes);
            if begun.elapsed().as_secs() as usize >= NAMES.len() - names.len() {
                names.by_ref().take(1).for_each(|name| name_cashews(&engine, name));
            }
            if changes % 3 == 2 {
                let version = engine.in_use().workbench.profiles.before_current();
                tune(&engine, ProfileChange::RollBack { version }).expect("rolled back");
            }
            changes += 1;
            std::thread::sleep(Duration::from_millis(5));
        }
        stop.store(true, Ordering::Relaxed);
        for searcher in searchers {
            let (count, found) = searcher.join().expect("no search fails");
            searches += count;
            told.extend(found);
        }
    });
    let written = engine.status().journal_position;
    assert!(engine.wait_searchable(written, Duration::from_secs(60)), "edits are taken in");
    for name in NAMES {
        let answer = engine.search(&Ask { text: name.to_owned(), ..Ask::default() }).expect("an answer");
        assert!(!answer.hits.is_empty(), "{name} is a cashew by now");
    }
    let used = engine.in_use();
    for (label, weights) in &told {
        let profile = used.named(label).unwrap_or_else(|| panic!("{label} is no profile")).profile;
        let own = Weights::of(profile);
        let own: BTreeMap<&str, f64> = FEATURES.iter().map(|feature| feature.name).zip(own.as_array().iter().copied()).collect();
        for (kind, weight) in weights {
            let weight = f64::from_bits(*weight);
            assert!((own[kind] - weight).abs() < 1e-15, "an answer of {label} weighs {kind} {weight}, not {}", own[kind]);
        }
    }
    let versions = told.iter().map(|(label, _)| label).collect::<BTreeSet<_>>().len();
    let seconds = begun.elapsed().as_secs_f64();
    println!("{:.0} searches/s by {SEARCHERS} threads, {changes} versions published in {seconds:.1} s, {versions} met, slowest search {} ms", searches as f64 / seconds, slowest.into_inner());
    assert!(changes > 20 && versions > 10 && searches > 200, "{changes} changes, {versions} versions met, {searches} searches");
}

#[test]
fn a_refused_change_changes_nothing_and_an_accepted_one_stays() {
    let home = tempfile::tempdir().expect("a folder");
    let open = || Engine::open(Options::at(home.path())).expect("opens");
    let engine = open();
    publish(&engine, 1);
    publish(&engine, 2);
    let before = engine.in_use().workbench.clone();
    let mut rewarding = numbered(3);
    rewarding.weights.insert("facet_conflicts".to_owned(), 1.0);
    let bad = [
        ProfileChange::Draft { profile: rewarding, expected: None },
        ProfileChange::Draft { profile: numbered(3), expected: Some(7) },
        ProfileChange::Publish { expected: Some(2), rank: true, passage: None },
        ProfileChange::RollBack { version: Some(9) },
        ProfileChange::RollBack { version: Some(2) },
    ];
    for change in bad {
        assert!(tune(&engine, change.clone()).is_err(), "{change:?}");
        assert_eq!(engine.in_use().workbench, before);
    }
    let trader = Actor { role: tradewind::domain::Role::Importer, party: "qingdao".to_owned() };
    let change = Change::Trials(TrialChange::Stop { name: "x".to_owned() });
    assert!(engine.submit(&trader, Command::Tune { change: Box::new(change), note: String::new() }).is_err());
    tune(&engine, ProfileChange::RollBack { version: Some(1) }).expect("rolled back");
    let (after, audit) = (engine.in_use().workbench.clone(), engine.audit(0, 100).expect("reads"));
    assert_eq!((after.profiles.current, audit.len()), (Some(1), 5));
    drop(engine);
    let engine = open();
    assert_eq!(engine.in_use().workbench, after);
    assert_eq!(engine.in_use().profile.label(), "load@1");
    assert_eq!(engine.audit(0, 100).expect("reads"), audit);
}
