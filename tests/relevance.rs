//! How good the ranking is, on the committed judgments. It proves:
//!
//! - nDCG@10 over all requests, counting only offers in a language other than the request's,
//!   reaches the floor;
//! - no pair from Chinese to another core language falls below its own floor;
//! - two runs give the same lists.
//!
//! `TRADEWIND_PROFILE` names a profile to be measured in place of the built-in one.
//!
//! The gain is 2^grade - 1; the ideal order is taken over the same judged offers that count.

#![expect(clippy::print_stdout, reason = "the report is what one runs it for")]

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde_json::Value;
use tradewind::domain::{Actor, Command, Draft, Posting, Profile, Side};
use tradewind::engine::{Ask, Engine, Options};
use tradewind::text::{Clean, guess};

/// Floors: what the ranking must reach before it is released.
const MIN_MEAN: f64 = 0.90;
const MIN_PAIR: f64 = 0.70;

const OFFERS: &str = include_str!("../fixtures/corpus/offers.ndjson");
const REQUESTS: &str = include_str!("../fixtures/corpus/requests.ndjson");
const JUDGMENTS: &str = include_str!("../fixtures/judgments/core.tsv");

fn postings(side: Side, text: &str) -> Vec<Posting> {
    text.lines()
        .map(|line| {
            let Ok(Value::Object(map)) = serde_json::from_str(line) else { panic!("not an object: {line}") };
            Draft(map).read(side, "x", None).unwrap_or_else(|faults| panic!("{line}: {faults:?}"))
        })
        .collect()
}

/// The declared language, else the one in the identifier (`o-fr-...`), which the authors of the corpus wrote.
fn language(posting: &Posting) -> String {
    let named = posting.id.as_str().split('-').nth(1).filter(|part| part.len() == 2).map(str::to_owned);
    posting.lang.as_ref().map(|tag| tag.split('-').next().unwrap_or(tag).to_owned()).or(named).unwrap_or_else(|| {
        guess(&Clean::new(&posting.title)).first().map_or("und".to_owned(), |guess| guess.lang.to_string())
    })
}

fn dcg(grades: &[u8]) -> f64 {
    grades.iter().take(10).enumerate().map(|(at, grade)| (f64::from(1u32 << grade) - 1.0) / (at as f64 + 2.0).log2()).sum()
}

fn ndcg(got: &[u8], ideal: &mut [u8]) -> Option<f64> {
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best = dcg(ideal);
    (best > 0.0).then(|| dcg(got) / best)
}

#[test]
fn the_vectors_of_the_metric() {
    let close = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 5e-5, "{a:?} {b}");
    close(ndcg(&[1, 3, 0, 2], &mut [3, 2, 1]), 0.7142);
    close(ndcg(&[3], &mut [3, 2, 1]), 0.7453);
}

#[test]
fn cross_language_ranking_reaches_its_floors() {
    // A profile that is to be measured, before it is kept.
    let profile = std::env::var_os("TRADEWIND_PROFILE").map(|path| Profile::parse(&std::fs::read_to_string(path).unwrap()).unwrap());
    let engine = Engine::open(Options::memory().with_profile(profile)).unwrap();
    let offers = postings(Side::Offer, OFFERS);
    let requests = postings(Side::Request, REQUESTS);
    let commands = offers.iter().map(|offer| Command::Put { posting: Box::new(offer.clone()), expected: None, create_only: false }).collect();
    let receipts = engine.submit_many(&Actor::operator(), commands);
    let last = receipts.iter().map(|receipt| receipt.as_ref().unwrap().position).max().unwrap();
    assert!(engine.wait_searchable(last, Duration::from_secs(60)));
    let languages: HashMap<&str, String> = offers.iter().map(|offer| (offer.id.as_str(), language(offer))).collect();
    let mut grades: HashMap<&str, HashMap<&str, u8>> = HashMap::new();
    for line in JUDGMENTS.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        grades.entry(cells[0]).or_default().insert(cells[1], cells[2].parse().unwrap());
    }
    let mut all: Vec<(f64, String)> = Vec::new();
    let mut pairs: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for request in &requests {
        let Some(judged) = grades.get(request.id.as_str()) else { continue };
        let own = language(request);
        let ask = Ask { limit: 100, ..Ask::default() };
        let answer = engine.matches(request, &ask).unwrap();
        let again = engine.matches(request, &ask).unwrap();
        let ids: Vec<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
        assert_eq!(ids, again.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>());
        let score = |counts: &dyn Fn(&str) -> bool| {
            let grade = |id: &str| judged.get(id).copied().unwrap_or(0);
            let got: Vec<u8> = ids.iter().filter(|id| counts(&languages[id.as_str()])).map(|id| grade(id)).collect();
            let mut ideal: Vec<u8> = judged.iter().filter(|(id, _)| counts(&languages[**id])).map(|(_, grade)| *grade).collect();
            ndcg(&got, &mut ideal)
        };
        if let Some(value) = score(&|lang| lang != own) {
            let top: Vec<String> = ids.iter().filter(|id| languages[id.as_str()] != own).take(5).map(|id| format!("{id}:{}", judged.get(id.as_str()).copied().unwrap_or(0))).collect();
            all.push((value, format!("{} {} -> {}", request.id.as_str(), request.title, top.join(" "))));
        }
        if own == "zh" {
            for lang in tradewind::text::CORE.iter().map(|lang| lang.as_str()).filter(|lang| *lang != "zh") {
                if let Some(value) = score(&|other| other == lang) {
                    pairs.entry(lang.to_owned()).or_default().push(value);
                }
            }
        }
    }
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
        sum / f64::from(count.max(1))
    };
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (value, request) in all.iter().take(40).filter(|(value, _)| *value < 0.8) {
        println!("{value:.3}  {request}");
    }
    let total = mean(&mut all.iter().map(|(value, _)| *value));
    println!("nDCG@10 across languages: {total:.4} over {} requests", all.len());
    let mut worst = (1.0, String::new());
    for (lang, values) in &pairs {
        let value = mean(&mut values.iter().copied());
        println!("zh->{lang}: {value:.4} over {} requests", values.len());
        if value < worst.0 {
            worst = (value, lang.clone());
        }
    }
    assert!(total >= MIN_MEAN, "mean {total:.4} is below {MIN_MEAN}");
    assert!(worst.0 >= MIN_PAIR, "zh->{} is {:.4}, below {MIN_PAIR}", worst.1, worst.0);
}
