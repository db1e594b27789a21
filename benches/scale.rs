//! What the engine costs at a size: listing rate with the reading of every text, durable and searchable
//! (goal: 4,000 offers a second on two cores), index on disk, memory at rest, start, latency of
//! search with reasons, run of a query set. `TRADEWIND_BENCH_OFFERS` sets the size (default 100000). Each phase is a
//! process of its own, so that one does not stand in the memory of the next.

mod corpus;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::path::Path;
use std::process::Command as Process;
use std::time::{Duration, Instant};

use corpus::Corpus;
use tradewind::domain::{Actor, Command, Draft, Id, Side};
use tradewind::engine::{Ask, Engine, Options, RunSetting, now_ms};
use tradewind::evaluate::{Asked, Judgments, Query, QuerySet};
use tradewind::lexicon::Lexicon;

const QUERIES: usize = 5_000;
const BATCH: usize = 500;
const RUN_QUERIES: usize = 1_000;

fn main() {
    let offers: usize = std::env::var("TRADEWIND_BENCH_OFFERS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [phase, folder] if phase == "import" => import(Path::new(folder), offers),
        [phase, folder] if phase == "serve" => serve(Path::new(folder)),
        [phase] if phase == "ready" => ready(),
        _ => {
            let folder = tempfile::tempdir().expect("a folder");
            let itself = std::env::current_exe().expect("a path");
            let run = |arguments: &[&str]| {
                let status = Process::new(&itself).args(arguments).status().expect("a process");
                assert!(status.success(), "{arguments:?} failed");
            };
            run(&["ready"]);
            let at = folder.path().to_str().expect("a path in UTF-8");
            run(&["import", at]);
            run(&["serve", at]);
        }
    }
}

/// The time until the binary could read a text, and what that takes in memory.
fn ready() {
    let begun = Instant::now();
    let lexicon = Lexicon::builtin().expect("builds");
    println!("lexicon ready       {:>8.0} ms, {} concepts, {} forms, {} MB resident", ms(begun.elapsed()), lexicon.concepts().count(), lexicon.form_count(), resident());
}

fn import(folder: &Path, offers: usize) {
    let engine = Engine::open(Options::at(folder)).expect("opens");
    let lexicon = engine.lexicon();
    let mut corpus = Corpus::new(&lexicon, 7);
    let lines: Vec<String> = (0..offers).map(|number| corpus.offer(number).to_string()).collect();
    let begun = Instant::now();
    // Two clients, as one that reads ahead while the other waits for the disk.
    let last = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..2).map(|client| scope.spawn({
            let (engine, lines) = (&engine, &lines);
            move || lines.chunks(BATCH).skip(client).step_by(2).map(|chunk| submit(engine, chunk)).max().unwrap_or(0)
        })).collect();
        clients.into_iter().map(|client| client.join().expect("a client ends")).max().unwrap_or(0)
    });
    let durable = begun.elapsed();
    assert!(engine.wait_searchable(last, Duration::from_secs(3600)));
    let searchable = begun.elapsed();
    let rate = |time: Duration| offers as f64 / time.as_secs_f64();
    println!("listing with reading {:>7.0} offers/s durable and searchable ({:.0} durable), {offers} offers", rate(searchable), rate(durable));
}

/// Stores a batch; the position of its last offer.
fn submit(engine: &Engine, lines: &[String]) -> u64 {
    let commands = lines.iter().map(|line| {
        let map = serde_json::from_str(line).expect("an object");
        let posting = Draft(map).read(Side::Offer, "x", None).expect("is well formed");
        Command::Put { posting: Box::new(posting), expected: None, create_only: false }
    });
    let outcomes = engine.submit_many(&Actor::operator(), commands.collect());
    outcomes.into_iter().map(|outcome| outcome.expect("is stored").position).max().unwrap_or(0)
}

fn serve(folder: &Path) {
    let begun = Instant::now();
    let engine = Engine::open(Options::at(folder)).expect("opens");
    let last = engine.status().journal_position;
    assert!(engine.wait_searchable(last, Duration::from_secs(600)));
    let started = begun.elapsed();
    let count = engine.status().offers;
    println!("start               {:>8.0} ms, {count} offers", ms(started));
    println!("index on disk       {:>8} MB, store {} MB", size(&folder.join("index")), size(&folder.join("store")));
    println!("resident at rest    {:>8} MB", resident());
    let lexicon = engine.lexicon();
    let mut corpus = Corpus::new(&lexicon, 11);
    let asks: Vec<Ask> = (0..QUERIES).map(|_| Ask { text: corpus.query(), reader: Some("zh".to_owned()), ..Ask::default() }).collect();
    let mut found = 0;
    for ask in &asks {
        found += engine.search(ask).expect("answers").hits.len();
    }
    let mut times: Vec<(Duration, &str)> = asks
        .iter()
        .map(|ask| {
            let begun = Instant::now();
            std::hint::black_box(engine.search(ask).expect("answers"));
            (begun.elapsed(), ask.text.as_str())
        })
        .collect();
    times.sort();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).map_or(0.0, |(time, _)| ms(*time));
    println!("search              p50 {:.2} ms  p90 {:.2} ms  p99 {:.2} ms  max {:.2} ms, {QUERIES} queries, {:.1} hits each, one thread", at(0.5), at(0.9), at(0.99), at(0.9999), found as f64 / QUERIES as f64);
    let slow: Vec<&str> = times.iter().rev().take(5).map(|(_, text)| *text).collect();
    println!("slowest             {}", slow.join(" · "));
    run(&engine, &asks);
    println!("resident after      {:>8} MB", resident());
}

/// A run of a query set, as `evaluate` makes it, and the values of all candidates, as `tune` takes them.
fn run(engine: &Engine, asks: &[Ask]) {
    let query = |(ask, number): (&Ask, usize)| Query {
        id: Id::parse(&format!("q{number}")).expect("an id"),
        asked: Asked::Text { text: ask.text.clone(), side: Side::Offer, lang: None },
        kind: "keyword".to_owned(),
    };
    let queries = QuerySet { name: "bench".to_owned(), queries: asks.iter().zip(0..).take(RUN_QUERIES).map(query).collect() };
    let used = engine.in_use();
    let setting = RunSetting::new(&used.profile, now_ms(), 100);
    let begun = Instant::now();
    let found = engine.run(&queries, &Judgments::default(), &setting).expect("runs");
    let ran = begun.elapsed();
    let begun = Instant::now();
    let matrix = engine.matrix(&queries, &Judgments::default(), &setting).expect("runs");
    let candidates: usize = matrix.cases.iter().map(|case| case.candidates.len()).sum();
    println!("run                 {:>8.0} ms, {} queries, {} hits; values of {candidates} candidates in {:.0} ms", ms(ran), found.lists.len(), found.lists.iter().map(|list| list.places.len()).sum::<usize>(), ms(begun.elapsed()));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Resident memory of this process, in MB (Linux; 0 elsewhere).
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Bytes of the files below a folder, in MB.
fn size(folder: &Path) -> u64 {
    fn bytes(folder: &Path) -> u64 {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| if entry.path().is_dir() { bytes(&entry.path()) } else { entry.metadata().map_or(0, |meta| meta.len()) }).sum()
    }
    bytes(folder) / 1_000_000
}
