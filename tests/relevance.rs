//! How good the ranking is, on the committed judgments. It proves:
//!
//! - nDCG@10 over all requests, counting only offers in a language other than the request's,
//!   reaches the floor;
//! - no pair from Chinese to another core language falls below its own floor;
//! - two runs give the same lists, byte for byte;
//! - weights that begin equal and are tuned order requests they have not seen nearly as well as the
//!   built-in profile does, and the same seed finds the same weights;
//! - the values that tuning weighs give the order that searching gives.
//!
//! `TRADEWIND_PROFILE` names a profile to be measured in place of the built-in one.

#![expect(clippy::print_stdout, reason = "the report is what one runs it for")]

use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;
use tradewind::domain::{Actor, Command, Draft, Posting, Profile, Side};
use tradewind::engine::{Engine, Options, RunSetting};
use tradewind::evaluate::slices::{Floors, Slices};
use tradewind::evaluate::tune::{Start, Tuning, tune};
use tradewind::evaluate::{Evaluation, Gain, Judgments, Languages, QuerySet, Rules, Run, Unjudged};
use tradewind::text::{CORE, Lang};

/// Floors: what the ranking must reach before it is released.
const MIN_MEAN: f64 = 0.90;
const MIN_PAIR: f64 = 0.70;
/// What tuned weights may lack to the built-in ones on requests they have not seen.
const TUNED_SLACK: f64 = 0.02;

const OFFERS: &str = include_str!("../fixtures/corpus/offers.ndjson");
const REQUESTS: &[u8] = include_bytes!("../fixtures/corpus/requests.ndjson");
const JUDGMENTS: &[u8] = include_bytes!("../fixtures/judgments/core.tsv");

/// Hits that nobody judged count as 0, gain is 2^grade - 1.
const RULES: Rules = Rules { k: 10, gain: Gain::Exponential, unjudged: Unjudged::Zero, relevant: 2, across: true };

struct Corpus {
    engine: Engine,
    profile: Profile,
    requests: QuerySet,
    judgments: Judgments,
}

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    // A profile that is to be measured, before it is kept.
    let profile = std::env::var_os("TRADEWIND_PROFILE").map(|path| Profile::parse(&std::fs::read_to_string(path).expect("a file")).expect("a profile"));
    let engine = Engine::open(Options::memory().with_profile(profile)).expect("opens");
    let commands = offers().into_iter().map(|offer| Command::Put { posting: Box::new(offer), expected: None, create_only: false }).collect();
    let receipts = engine.submit_many(&Actor::operator(), commands);
    let last = receipts.into_iter().map(|receipt| receipt.expect("is stored").position).max().expect("offers");
    assert!(engine.wait_searchable(last, Duration::from_secs(60)));
    let requests = QuerySet::read("requests", REQUESTS).expect("is well formed");
    let (judgments, notices) = Judgments::read(JUDGMENTS).expect("is well formed");
    assert_eq!(notices.repeated, []);
    Corpus { profile: engine.in_use().profile.clone(), engine, requests, judgments }
});

fn offers() -> Vec<Posting> {
    OFFERS
        .lines()
        .map(|line| {
            let Ok(Value::Object(map)) = serde_json::from_str(line) else { panic!("not an object: {line}") };
            Draft(map).read(Side::Offer, "x", None).unwrap_or_else(|faults| panic!("{line}: {faults:?}"))
        })
        .collect()
}

/// The language that the authors of the corpus wrote into an identifier (`o-fr-...`), which outweighs what
/// the engine made of the text.
fn named(id: &str) -> Option<Lang> {
    id.split('-').nth(1).filter(|part| part.len() == 2).and_then(Lang::new)
}

fn renamed(languages: &mut Languages) {
    languages.iter_mut().for_each(|(id, lang)| *lang = named(id).unwrap_or(*lang));
}

/// The run of the requests under a profile, in the languages that the authors named.
fn measured(profile: &Profile) -> Run {
    let Corpus { engine, requests, judgments, .. } = &*CORPUS;
    let mut run = engine.run(requests, judgments, &setting(profile)).expect("runs");
    renamed(&mut run.languages);
    run.lists.iter_mut().for_each(|list| list.lang = named(list.query.as_str()).unwrap_or(list.lang));
    run
}

fn setting(profile: &Profile) -> RunSetting<'_> {
    // 2026-11-28, a day on which all offers of the corpus are valid.
    RunSetting::new(profile, 1_795_824_000_000, 100)
}

#[test]
fn cross_language_ranking_reaches_its_floors() {
    let Corpus { profile, judgments, .. } = &*CORPUS;
    let run = measured(profile);
    assert_eq!(serde_json::to_string(&run).unwrap(), serde_json::to_string(&measured(profile)).unwrap());
    let (evaluation, slices) = (Evaluation::of(&run, judgments, &RULES), Slices::of(&run, judgments, &RULES));
    for query in evaluation.worst(40).into_iter().filter(|query| query.metrics.ndcg.is_some_and(|value| value < 0.8)) {
        let list = run.list(&query.query).unwrap();
        let others = list.places.iter().filter(|place| run.languages[&place.id] != list.lang);
        let top: Vec<String> = others.take(5).map(|place| format!("{}:{}", place.id, judgments.grade(&query.query, &place.id).map_or(0, u8::from))).collect();
        println!("{:.3}  {} {} -> {}", query.metrics.ndcg.unwrap(), query.query, query.title, top.join(" "));
    }
    let total = evaluation.mean.ndcg.unwrap();
    println!("nDCG@10 across languages: {total:.4} over {} requests", evaluation.valued);
    for slice in slices.pairs.iter().filter(|slice| slice.name.starts_with("zh-")) {
        println!("{}: {:.4} over {} requests", slice.name, slice.mean.ndcg.unwrap(), slice.queries);
    }
    assert!(total >= MIN_MEAN, "mean {total:.4} is below {MIN_MEAN}");
    let pairs = CORE.iter().filter(|lang| lang.as_str() != "zh").map(|lang| (format!("zh-{lang}"), MIN_PAIR)).collect();
    assert_eq!(slices.breaches(&Floors { all: None, pairs }), []);
}

#[test]
fn tuning_from_equal_weights_comes_near_the_built_in_profile() {
    let Corpus { engine, profile, requests, judgments } = &*CORPUS;
    let mut matrix = engine.matrix(requests, judgments, &setting(profile)).unwrap();
    renamed(&mut matrix.languages);
    matrix.cases.iter_mut().for_each(|case| case.lang = named(case.query.as_str()).unwrap_or(case.lang));
    // Without bounds: what tuning finds is found in the judgments, not in what an operator wants kept.
    let base = Profile { bounds: Default::default(), ..profile.clone() };
    let tuning = Tuning { base, start: Start::Equal, rules: RULES, floors: Floors::default(), folds: 5, restarts: 0, seed: 1 };
    let tuned = tune(&matrix, judgments, &tuning).unwrap();
    println!("tuned from equal weights: {:.4} on unseen requests, built in {:.4}", tuned.unseen, tuned.before);
    let ranked = Evaluation::of(&measured(profile), judgments, &RULES).mean.ndcg.unwrap();
    assert!((ranked - tuned.before).abs() < 1e-9, "the search orders by {ranked:.6}, the values by {:.6}", tuned.before);
    assert!(tuned.unseen >= tuned.before - TUNED_SLACK, "{:.4} is too far below {:.4}", tuned.unseen, tuned.before);
    assert_eq!(tuned, tune(&matrix, judgments, &tuning).unwrap());
}
