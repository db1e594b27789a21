//! How many offers pass through the alerts: offers from the seeded corpus come into a store in which 10,000
//! requests stand, and each is held against those that ask for its goods. `TRADEWIND_BENCH_REQUESTS` and
//! `TRADEWIND_BENCH_OFFERS` set the sizes (default 10000 and 10000).

mod corpus;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::time::{Duration, Instant};

use corpus::Corpus;
use serde_json::{Value, json};
use tradewind::domain::{Actor, Command, Draft, Side};
use tradewind::engine::{Alerting, Engine, Options, Watched};

const BATCH: usize = 500;
const PATIENCE: Duration = Duration::from_secs(3_600);

fn main() {
    let size = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let (requests, offers): (usize, usize) = (size("TRADEWIND_BENCH_REQUESTS"), size("TRADEWIND_BENCH_OFFERS"));
    let without = passed(requests, offers, None);
    println!("without alerts      {:>7.0} offers/s searchable, {requests} requests, {offers} offers", without.rate);
    let with = passed(requests, offers, Some(Alerting { keep_entries: 100_000, ..Alerting::default() }));
    println!("with alerts         {:>7.0} offers/s told of, {} alerts, searchable at {:.0} offers/s", with.rate, with.alerts, with.searchable);
}

struct Passed {
    rate: f64,
    searchable: f64,
    alerts: usize,
}

fn passed(requests: usize, offers: usize, alerting: Option<Alerting>) -> Passed {
    let folder = tempfile::tempdir().expect("a folder");
    let told = alerting.is_some();
    let engine = Engine::open(Options::at(folder.path()).with_alerts(alerting)).expect("opens");
    let lexicon = engine.lexicon();
    let (mut asked, mut offered) = (Corpus::new(&lexicon, 11), Corpus::new(&lexicon, 7));
    let wishes = (0..requests).map(|n| json!({"id": format!("r-{n:07}"), "title": format!("求购{}", asked.query()), "lang": "zh", "buyer": {"id": format!("b{n}")}})).collect();
    let last = submit(&engine, Side::Request, wishes);
    assert!(engine.wait_searchable(last, PATIENCE) && (!told || engine.wait_alerted(last, PATIENCE)));
    let stock = (0..offers).map(|number| offered.offer(number)).collect();
    let begun = Instant::now();
    let last = submit(&engine, Side::Offer, stock);
    assert!(engine.wait_searchable(last, PATIENCE));
    let searchable = begun.elapsed();
    assert!(!told || engine.wait_alerted(last, PATIENCE));
    let rate = |time: Duration| offers as f64 / time.as_secs_f64();
    let rate = (rate(begun.elapsed()), rate(searchable));
    let count = |n: usize| engine.alerts_since(&Watched { party: format!("b{n}"), ..Watched::default() }, &tradewind::engine::AlertId::seen(0), usize::MAX, None).expect("reads").len();
    let alerts = if told { (0..requests).map(count).sum() } else { 0 };
    Passed { rate: rate.0, searchable: rate.1, alerts }
}

/// Stores postings; the position of the last one.
fn submit(engine: &Engine, side: Side, values: Vec<Value>) -> u64 {
    let mut last = 0;
    for chunk in values.chunks(BATCH) {
        let commands = chunk.iter().map(|value| {
            let map = value.as_object().cloned().expect("an object");
            let posting = Draft(map).read(side, "x", None).expect("is well formed");
            Command::Put { posting: Box::new(posting), expected: None, create_only: false }
        });
        let outcomes = engine.submit_many(&Actor::operator(), commands.collect());
        last = outcomes.into_iter().filter_map(Result::ok).map(|receipt| receipt.position).max().unwrap_or(last);
    }
    last
}
