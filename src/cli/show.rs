//! Printing answers as a trader reads them, in the reader's language.

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use crate::engine::{Answer, Engine, Hit};
use crate::explain::Voice;
use crate::score::{BOOST, PIN};
use crate::text::Lang;

/// Reasons that move a score by less than what can be seen in two decimals are not printed.
const SEEN: f64 = 0.05;

/// Prints an answer; with colours on a terminal that wants them (`NO_COLOR`, `CLICOLOR`, `TERM` are
/// honoured), without any elsewhere.
pub(super) fn answer(engine: &Engine, answer: &Answer) {
    let lexicon = engine.lexicon();
    let voice = Voice::new(&lexicon, Lang::new(&answer.reader).unwrap_or(Lang::UND));
    let bold = Style::new().bold();
    anstream::println!("  {bold}{}{bold:#} ({})", voice.found(answer.total), voice.word(&format!("stage-{}", answer.stage)));
    for mended in answer.query.get("mended").and_then(Value::as_array).into_iter().flatten() {
        let word = |key: &str| mended.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        anstream::println!("  \"{}\" → \"{}\"", word("typed"), word("read"));
    }
    for (hit, place) in answer.hits.iter().zip(1..) {
        one(&voice, hit, place);
    }
    anstream::println!();
}

fn one(voice: &Voice<'_>, hit: &Hit, place: usize) {
    let (bold, dim, score, gloss) = (Style::new().bold(), Style::new().dimmed(), colour(AnsiColor::Cyan), colour(AnsiColor::Green));
    let posting = hit.offer.as_ref().or(hit.request.as_ref());
    let text = |key: &str| posting.and_then(|p| p.get(key)).and_then(Value::as_str).unwrap_or_default();
    let party = posting.and_then(|p| p.get("supplier").or(p.get("buyer")));
    let name = party.and_then(|p| p.get("name")).and_then(Value::as_str).unwrap_or_default();
    let from: Vec<&str> = [hit.gloss.lang.as_deref().unwrap_or_default(), name].into_iter().filter(|word| !word.is_empty()).collect();
    anstream::println!("{place:>3}. {score}{:<5.2}{score:#} {bold}{}{bold:#}  [{}]", hit.score, text("title"), from.join(" "));
    if !hit.gloss.title.is_empty() {
        anstream::println!("           {gloss}{}{gloss:#}", hit.gloss.title);
    }
    let facts: Vec<String> = hit.gloss.facts.iter().map(|fact| voice.fact(fact.label.clone(), fact.text.clone())).collect();
    if !facts.is_empty() {
        anstream::println!("           {}", facts.join(" · "));
    }
    // What judges a wish is told once, with its status, below.
    let told = hit.reasons.iter().filter(|reason| reason.adds.abs() >= SEEN && !reason.text.is_empty());
    let (judging, plain): (Vec<_>, Vec<_>) = told.partition(|reason| hit.fit.iter().any(|fit| fit.detail == reason.text));
    for reason in &plain {
        anstream::println!("           {dim}{:+.2} {}{dim:#}", reason.adds, reason.text);
    }
    // Rounded as they are printed, so that what is on the screen adds up to the score above.
    let cents = |amount: f64| (amount * 100.0).round();
    let rest = cents(hit.score) - plain.iter().chain(&judging).map(|reason| cents(reason.adds)).sum::<f64>();
    if rest.abs() >= 1.0 {
        anstream::println!("           {dim}{:+.2} …{dim:#}", rest / 100.0);
    }
    // That the platform has chosen is told however little it adds.
    if let Some(chosen) = hit.reasons.iter().find(|reason| [BOOST, PIN].contains(&reason.kind)) {
        anstream::println!("           {dim}{}{dim:#}", chosen.text);
    }
    if hit.more_from_party > 0 {
        anstream::println!("           {dim}{}{dim:#}", voice.fact(voice.word("more-from"), hit.more_from_party.to_string()));
    }
    for fit in &hit.fit {
        let style = fitting(fit.status);
        // Two features may lend one sentence.
        let adds: f64 = judging.iter().filter(|reason| reason.text == fit.detail).map(|reason| cents(reason.adds)).sum();
        let adds = if adds.abs() >= 1.0 { format!("{dim}{:+.2}{dim:#} ", adds / 100.0) } else { String::new() };
        anstream::println!("           {style}[{}]{style:#} {adds}{}", voice.word(&format!("status-{}", fit.status)), fit.detail);
    }
    if !hit.hints.is_empty() {
        let steps: Vec<&str> = hit.hints.iter().map(|hint| hint.text.as_str()).collect();
        anstream::println!("           → {}", voice.fact(voice.word("hints"), steps.join(" · ")));
    }
}

fn colour(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(colour.into()))
}

/// The words next to a colour say the same: it may be missing, and not everybody sees it.
fn fitting(status: &str) -> Style {
    match status {
        "fits" => colour(AnsiColor::Green),
        "near" => colour(AnsiColor::Yellow),
        "conflicts" => colour(AnsiColor::Red),
        _ => Style::new().dimmed(),
    }
}
