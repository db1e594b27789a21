//! N18: what hits were ranked by is kept as it was served, and what a side does not say is not 0. It proves:
//!
//! - nothing of it is kept unless asked for, and of no more hits than asked for;
//! - the values that are kept, times the weights of the profile that the row names, add up to the score that was served;
//! - absent is kept as absent, as `explain` shows it;
//! - what was ranked otherwise for an operator leaves no trace, and what the log forgets is forgotten.

use std::collections::BTreeMap;

use serde_json::json;
use tradewind::domain::relevance::{Change, Rule, RuleChange};
use tradewind::domain::{Actor, Command, Side};
use tradewind::engine::{Answer, Ask, Engine, Options};
use tradewind::score::{BOOST, FEATURES, PIN, Weights};
use tradewind::watch::{QueryId, SignalRow, Watching};

use crate::support::{ids, posting, submit};

fn engine(watching: Watching) -> Engine {
    let engine = Engine::open(Options::memory().with_watching(watching)).expect("opens");
    let offers = [
        json!({"id": "o1", "title": "Cashew kernels W320", "lang": "en", "origin": "VN", "hs": "0801.32", "moq": {"amount": "10", "unit": "t"}}),
        json!({"id": "o2", "title": "Amandes de cajou W320", "lang": "fr", "origin": "BJ"}),
        json!({"id": "o3", "title": "Korosho ghafi", "lang": "sw", "origin": "TZ"}),
    ];
    submit(&engine, offers.into_iter().map(|offer| posting(Side::Offer, offer)).collect());
    engine
}

fn logging(signals: usize) -> Engine {
    engine(Watching { signals, ..Watching::default() })
}

fn question() -> Ask {
    Ask { text: "求购越南腰果仁W320 5吨".to_owned(), inspect: true, ..Ask::default() }
}

fn ask(engine: &Engine) -> Answer {
    engine.search(&question()).expect("answers")
}

fn kept(engine: &Engine, answer: &Answer) -> Option<Vec<SignalRow>> {
    let id = answer.query_id.as_deref().and_then(QueryId::parse).expect("logged");
    engine.signals_of(&id).expect("reads")
}

#[test]
fn nothing_is_kept_unless_asked_for_and_of_no_more_hits() {
    let off = engine(Watching::default());
    let answer = ask(&off);
    assert!(answer.hits.len() >= 2 && kept(&off, &answer).is_some_and(|rows| rows.is_empty()));
    assert_eq!(off.signals(0, None, 10).expect("reads"), (Vec::new(), None));
    let mut stored = String::new();
    off.journal().store().scan(b"q/", None, &mut |_, value| {
        stored += &String::from_utf8_lossy(value);
        Ok(true)
    }).expect("scans");
    assert!(stored.contains("腰果仁") && !stored.contains("concept\""), "{stored}");
    let two = logging(2);
    let answer = ask(&two);
    assert_eq!(kept(&two, &answer).expect("kept").iter().map(|row| row.id.clone()).collect::<Vec<_>>(), ids(&answer.hits)[..2]);
}

#[test]
fn what_is_kept_adds_up_to_the_score_that_was_served() {
    let engine = logging(50);
    let boost = json!({"do": "boost", "on": {"id": "o2"}, "by": 0.5});
    let rule = Rule::read("boost", boost.as_object().expect("an object")).expect("a rule");
    let change = Change::Rules(RuleChange::Put { rule: Box::new(rule), expected: None });
    engine.submit(&Actor::operator(), Command::Tune { change: Box::new(change), note: "trial".to_owned() }).expect("accepted");
    let used = engine.in_use();
    let weights = Weights::of(&used.profile);
    let mut weighs: BTreeMap<&str, f64> = FEATURES.iter().map(|feature| feature.name).zip(weights.as_array().iter().copied()).collect();
    weighs.extend([(BOOST, weights.boost(1.0).weight), (PIN, 0.0)]);
    let answer = ask(&engine);
    let rows = kept(&engine, &answer).expect("kept");
    assert_eq!(rows.len(), answer.hits.len());
    for (row, (hit, place)) in rows.iter().zip(answer.hits.iter().zip(1..)) {
        assert_eq!((&row.id, row.position, &row.profile), (&hit.id, place, &used.profile.label()));
        assert!((row.score - hit.score).abs() < 1e-9);
        assert_eq!(row.features.keys().map(String::as_str).collect::<Vec<_>>(), weighs.keys().copied().collect::<Vec<_>>());
        let sum: f64 = row.features.iter().filter_map(|(name, value)| Some((*value)? * weighs[name.as_str()])).sum();
        assert!((sum - hit.score).abs() < 1e-9, "{sum} {row:?}");
    }
    let boosted: Vec<(&str, Option<f64>)> = rows.iter().map(|row| (row.id.as_str(), row.features[BOOST])).filter(|(_, by)| by.is_some()).collect();
    assert_eq!(boosted, [("o2", Some(0.5))]);
}

#[test]
fn absent_is_absent_and_not_zero() {
    let engine = logging(50);
    let answer = ask(&engine);
    let rows = kept(&engine, &answer).expect("kept");
    for (row, hit) in rows.iter().zip(&answer.hits) {
        for measured in &hit.inspected.as_ref().expect("inspected").features {
            let logged = row.features[measured.feature];
            assert!(logged.is_some() == measured.value.is_some() && logged.zip(measured.value).is_none_or(|(one, other)| (one - other).abs() < 1e-9), "{measured:?} {row:?}");
        }
    }
    let row = |id: &str| rows.iter().find(|row| row.id == id).expect("a row");
    // One states a smallest order, the other does not.
    assert!(row("o1").features["moq"].is_some() && row("o2").features["moq"].is_none());
    assert!(serde_json::to_value(row("o2")).expect("plain")["features"]["moq"].is_null());
    assert_eq!((row("o2").query_lang.as_deref(), row("o2").posting_lang.as_deref(), row("o2").side), (Some("zh"), Some("fr"), "offers"));
}

#[test]
fn a_later_page_counts_on_and_an_export_goes_on_where_it_ended() {
    let engine = logging(1);
    let first = engine.search(&Ask { limit: 1, ..question() }).expect("answers");
    let second = engine.search(&Ask { limit: 1, cursor: first.cursor.clone(), ..question() }).expect("answers");
    // What is shown to an operator in another order is no traffic.
    assert_eq!(engine.search(&Ask { without: vec!["hs".to_owned()], ..question() }).expect("answers").query_id, None);
    let (page, last) = engine.signals(0, None, 1).expect("reads");
    assert_eq!(page.iter().map(|row| (Some(&row.query_id), row.position)).collect::<Vec<_>>(), [(first.query_id.as_ref(), 1)]);
    let (page, end) = engine.signals(0, last, 1).expect("reads");
    assert_eq!(page.iter().map(|row| (Some(&row.query_id), row.position)).collect::<Vec<_>>(), [(second.query_id.as_ref(), 2)]);
    assert_eq!((end, engine.signals(i64::MAX, None, 10).expect("reads")), (None, (Vec::new(), None)));
}

#[test]
fn what_the_log_forgets_is_forgotten() {
    let engine = engine(Watching { signals: 5, keep_entries: 1, ..Watching::default() });
    let (first, second) = (ask(&engine), ask(&engine));
    assert_eq!(kept(&engine, &first), None);
    assert!(kept(&engine, &second).is_some_and(|rows| !rows.is_empty()));
}
