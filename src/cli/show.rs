//! Printing: answers, what a text was read as.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};

use super::CliError;
use crate::engine::{Answer, Engine, Hit, Options};

/// Prints an answer as a trader reads it; with colours on a terminal that wants them (`NO_COLOR`,
/// `CLICOLOR`, `TERM` are honoured), without any elsewhere.
pub(super) fn answer(answer: &Answer) {
    let stage = match answer.stage {
        "all" => "everything asked for",
        "some" => "not everything asked for: nearest first",
        _ => "nothing as written: words one letter away",
    };
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    anstream::println!("  {bold}{} found{bold:#} ({stage})", answer.total);
    for mended in answer.query.get("mended").and_then(|m| m.as_array()).into_iter().flatten() {
        let word = |key: &str| mended.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        anstream::println!("  read \"{}\" as \"{}\"", word("typed"), word("read"));
    }
    let (score, gloss) = (colour(AnsiColor::Cyan), colour(AnsiColor::Green));
    for (hit, place) in answer.hits.iter().zip(1..) {
        let posting = hit.offer.as_ref().or(hit.request.as_ref());
        let text = |key: &str| posting.and_then(|p| p.get(key)).and_then(|v| v.as_str()).unwrap_or_default();
        anstream::println!("{place:>3}. {score}{:<5.2}{score:#} {bold}{}{bold:#}", hit.score, text("title"));
        let party = posting.and_then(|p| p.get("supplier").or(p.get("buyer")));
        let name = party.and_then(|p| p.get("name")).and_then(|n| n.as_str()).unwrap_or_default();
        let from: Vec<&str> = [text("lang"), text("origin"), name].into_iter().filter(|word| !word.is_empty()).collect();
        anstream::println!("           {gloss}{}{gloss:#}  [{}]", hit.gloss, from.join(" "));
        anstream::println!("           {dim}{}{dim:#}", why(hit));
        let fit: Vec<String> = hit
            .fit
            .iter()
            .map(|fit| {
                let style = fitting(fit.status);
                format!("{style}{} {}{style:#}: {}", fit.field, fit.status, fit.detail)
            })
            .collect();
        if !fit.is_empty() {
            anstream::println!("           {}", fit.join(" · "));
        }
    }
    anstream::println!();
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

/// The reasons of a hit that move its score by what can be seen in two decimals.
fn why(hit: &Hit) -> String {
    let mut why: Vec<String> = Vec::new();
    for reason in hit.reasons.iter().filter(|reason| reason.adds.abs() >= 0.05) {
        let words = match (&reason.request, &reason.offer) {
            (Some(asked), Some(offered)) => format!(" {} ({}) = {} ({})", asked.text, asked.lang, offered.text, offered.lang),
            _ if reason.labels.is_empty() => String::new(),
            _ => format!(" {}", reason.labels.join(", ")),
        };
        why.push(format!("{}{words} {:+.2}", reason.kind, reason.adds));
    }
    why.join(" · ")
}

pub(super) fn understand(text: &str, lang: Option<&str>, overlay: Option<PathBuf>) -> Result<(), CliError> {
    let engine = Engine::open(Options::memory().with_overlay(overlay))?;
    let value = engine.understand(text, lang);
    println!("{}", serde_json::to_string_pretty(&value).unwrap_or_default());
    Ok(())
}
