//! Seeded mutation of the texts of `fixtures/understand` and of the seeds of `fixtures/fuzz`: what cargo-fuzz
//! does with a nightly compiler and more time, for a few seconds on any compiler.
//! `TRADEWIND_FUZZ_SECONDS` gives it more; `TRADEWIND_FUZZ_SEED` begins elsewhere.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use fastrand::Rng;
use serde_json::Value;

use super::body::{read_text, reader};

/// Seconds spent, if nothing else is asked for.
const SECONDS: u64 = 4;
/// Longest mutated text, in bytes: what is longer says nothing new and takes time.
const MAX_BYTES: usize = 600;

/// Signs that decide how a text is cut.
const SIGNS: &[&str] = &[
    ".", ",", "'", "/", "-", "–", ":", "%", "(", ")", "\n", " ", "\u{A0}", "\u{202F}", "\u{200B}", "\u{2068}", "\u{301}", "0", "9", "٥", "万", "千", "半", "½", "²", "USD", "t", "kg", "each", "每", "per", "MOQ", "to", "x", "°", "٬", "٫",
];

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// The texts that mutation starts from.
fn seeds() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = |folder: &str| {
        let mut paths: Vec<_> = fs::read_dir(root.join(folder)).expect(folder).map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths
    };
    let mut texts: Vec<String> = files("fixtures/fuzz").iter().map(|path| fs::read_to_string(path).expect("UTF-8")).collect();
    for path in files("fixtures/understand") {
        let lines = fs::read_to_string(&path).expect("UTF-8");
        let read = |line: &str| serde_json::from_str::<Value>(line).ok().and_then(|value| value["text"].as_str().map(str::to_owned));
        texts.extend(lines.lines().filter_map(read));
    }
    texts
}

/// A random stretch of whole characters.
fn cut<'a>(rng: &mut Rng, text: &'a str) -> &'a str {
    let at = |at: usize| (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let from = at(rng.usize(0..=text.len()));
    let to = at((from + rng.usize(0..24)).min(text.len()));
    text.get(from..to).unwrap_or_default()
}

/// One to six changes: stretches taken out, doubled, moved in from another text, and signs put in.
fn mutate(rng: &mut Rng, seeds: &[String], text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..rng.usize(1..=6) {
        let at = (rng.usize(0..=text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let other = &seeds[rng.usize(0..seeds.len())];
        let piece = match rng.u8(0..4) {
            0 => SIGNS[rng.usize(0..SIGNS.len())].to_owned(),
            1 => cut(rng, &text).to_owned(),
            2 => cut(rng, other).to_owned(),
            _ => {
                let end = (at + rng.usize(0..24)).min(text.len());
                let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
                text.replace_range(at..end, "");
                continue;
            }
        };
        text.insert_str(at, &piece);
    }
    let end = (0..=text.len().min(MAX_BYTES)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(end);
    text
}

#[test]
fn mutated_trade_texts_are_read() {
    let (reader, seeds) = (reader(), seeds());
    assert!(seeds.len() > 300, "{} seeds", seeds.len());
    seeds.iter().for_each(|seed| read_text(&reader, seed));
    let seed = number("TRADEWIND_FUZZ_SEED", 1);
    let (mut rng, begun, mut count) = (Rng::with_seed(seed), Instant::now(), 0);
    while begun.elapsed() < Duration::from_secs(number("TRADEWIND_FUZZ_SECONDS", SECONDS)) {
        let chosen = rng.usize(0..seeds.len());
        let text = mutate(&mut rng, &seeds, &seeds[chosen]);
        // The text is told before the fault goes on, so that it can become a seed.
        if let Err(fault) = catch_unwind(AssertUnwindSafe(|| read_text(&reader, &text))) {
            eprintln!("seed {seed}, text {count}: {text:?}");
            std::panic::resume_unwind(fault);
        }
        count += 1;
    }
    assert!(count > 0);
    println!("{count} texts, seed {seed}");
}
