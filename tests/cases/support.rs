//! An engine in memory with a few postings, and short names for what comes out of it.

use std::time::Duration;

use serde_json::{Value, json};
use tradewind::domain::{Actor, Command, Draft, Posting, Side};
use tradewind::engine::{Answer, Ask, Engine, Hit, Options};

pub(crate) fn posting(side: Side, value: Value) -> Posting {
    let Value::Object(map) = value else { panic!("not an object: {value}") };
    Draft(map).read(side, "x", None).unwrap_or_else(|faults| panic!("{faults:?}"))
}

pub(crate) fn submit(engine: &Engine, postings: Vec<Posting>) {
    let put = |posting| Command::Put { posting: Box::new(posting), expected: None, create_only: false };
    settle(engine, postings.into_iter().map(put).collect());
}

pub(crate) fn settle(engine: &Engine, commands: Vec<Command>) {
    let outcomes = engine.submit_many(&Actor::operator(), commands);
    let last = outcomes.into_iter().map(|outcome| outcome.expect("accepted").position).max().unwrap_or(0);
    assert!(engine.wait_searchable(last, Duration::from_secs(60)), "searchable");
}

/// An engine that holds offers given as JSON.
pub(crate) fn stocked(offers: &[Value]) -> Engine {
    let engine = Engine::open(Options::memory()).expect("opens");
    submit(&engine, offers.iter().map(|offer| posting(Side::Offer, offer.clone())).collect());
    engine
}

/// An engine that holds offers o1, o2, ... with these titles.
pub(crate) fn titled(titles: &[&str]) -> Engine {
    let offers: Vec<Value> = (1..).zip(titles).map(|(n, title)| json!({"id": format!("o{n}"), "title": title})).collect();
    stocked(&offers)
}

pub(crate) fn ask(engine: &Engine, text: &str) -> Answer {
    engine.search(&Ask { text: text.to_owned(), explain: true, ..Ask::default() }).expect("answers")
}

pub(crate) fn ids(hits: &[Hit]) -> Vec<String> {
    hits.iter().map(|hit| hit.id.clone()).collect()
}

/// Identifiers found, best first.
pub(crate) fn found(engine: &Engine, text: &str) -> Vec<String> {
    ids(&ask(engine, text).hits)
}

/// Identifiers found, in the order of identifiers.
pub(crate) fn set(engine: &Engine, text: &str) -> Vec<String> {
    let mut ids = found(engine, text);
    ids.sort();
    ids
}

pub(crate) fn hit<'a>(answer: &'a Answer, id: &str) -> &'a Hit {
    answer.hits.iter().find(|hit| hit.id == id).unwrap_or_else(|| panic!("{id} is not among {:?}", ids(&answer.hits)))
}

/// The first is found, and stands above the second if that is found at all.
pub(crate) fn above(engine: &Engine, text: &str, first: &str, second: &str) {
    let found = found(engine, text);
    let place = |id: &str| found.iter().position(|other| other == id);
    let Some(at) = place(first) else { panic!("{text}: {first} is not among {found:?}") };
    assert!(place(second).is_none_or(|other| at < other), "{text}: {first} above {second} in {found:?}");
}
