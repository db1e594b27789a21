//! An engine that tells of new matches, and short names for what parties are told.

use std::time::Duration;

use serde_json::Value;
use tradewind::domain::{Actor, Command, Draft, Id, Posting, Side};
use tradewind::engine::{Alerting, Engine, Options, Told, Watched};

pub(crate) fn opened(options: Options) -> Engine {
    let most = Alerting { keep_entries: 100_000, ..Alerting::default() };
    Engine::open(options.with_alerts(Some(most))).expect("opens")
}

pub(crate) fn engine() -> Engine {
    opened(Options::memory())
}

pub(crate) fn posting(side: Side, value: Value) -> Posting {
    let Value::Object(map) = value else { panic!("not an object: {value}") };
    Draft(map).read(side, "x", None).unwrap_or_else(|faults| panic!("{faults:?}"))
}

pub(crate) fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}

/// Settles commands, and waits until all alerts of them are there.
pub(crate) fn settle(engine: &Engine, commands: Vec<Command>) {
    let outcomes = engine.submit_many(&Actor::operator(), commands);
    let last = outcomes.into_iter().map(|outcome| outcome.expect("accepted").position).max().unwrap_or(0);
    assert!(engine.wait_alerted(last, Duration::from_secs(120)), "followed");
}

pub(crate) fn put(side: Side, value: Value) -> Command {
    Command::Put { posting: Box::new(posting(side, value)), expected: None, create_only: false }
}

pub(crate) fn offer(engine: &Engine, value: Value) {
    settle(engine, vec![put(Side::Offer, value)]);
}

pub(crate) fn request(engine: &Engine, value: Value) {
    settle(engine, vec![put(Side::Request, value)]);
}

/// All alerts of a party, the newest first.
pub(crate) fn told(engine: &Engine, party: &str) -> Vec<Told> {
    let watched = Watched { party: party.to_owned(), ..Watched::default() };
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = engine.alerts(&watched, after.as_ref(), 100, None).expect("reads");
        all.extend(page.items);
        let Some(cursor) = page.cursor else { return all };
        after = tradewind::engine::AlertId::parse(&cursor);
    }
}

/// The pairs that a party was told of, the newest first: its own posting and the other.
pub(crate) fn pairs(engine: &Engine, party: &str) -> Vec<(String, String)> {
    told(engine, party).into_iter().map(|alert| (alert.own.id, alert.about.id)).collect()
}

pub(crate) fn pair(own: &str, other: &str) -> (String, String) {
    (own.to_owned(), other.to_owned())
}
