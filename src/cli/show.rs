//! Printing: answers, concepts, what a text was read as.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use anstyle::{AnsiColor, Style};

use super::CliError;
use crate::engine::{Answer, EngineError, Hit};
use crate::lexicon::{Lexicon, Meaning, Source};
use crate::text::Lang;

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
        anstream::println!("           {gloss}{}{gloss:#}  [{} {} {}]", hit.gloss, text("lang"), text("origin"), name);
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

pub(super) fn understand(text: &str, lang: Option<&str>) -> Result<(), CliError> {
    let engine = crate::engine::Engine::open(crate::engine::Options::memory())?;
    let value = engine.understand(text, lang);
    println!("{}", serde_json::to_string_pretty(&value).unwrap_or_default());
    Ok(())
}

pub(super) fn check(warnings: bool) -> Result<(), CliError> {
    let lexicon = Lexicon::builtin().map_err(EngineError::from)?;
    let report = lexicon.check(&Source::builtin());
    println!("{} concepts, {} forms", report.concepts, report.forms);
    for error in &report.errors {
        println!("error: {error}");
    }
    if warnings {
        for warning in &report.warnings {
            println!("warning: {warning}");
        }
    }
    println!("{} errors, {} warnings", report.errors.len(), report.warnings.len());
    if report.errors.is_empty() { Ok(()) } else { Err(CliError::Other("the lexicon must be mended".to_owned())) }
}

pub(super) fn concept(slug: &str) -> Result<(), CliError> {
    let lexicon = Lexicon::builtin().map_err(EngineError::from)?;
    let found = lexicon.find(slug).and_then(|id| lexicon.concept(id));
    let concept = found.ok_or_else(|| CliError::Other(format!("no concept {slug}; try: tradewind lexicon suggest WORD")))?;
    let english = Lang::new("en").unwrap_or(Lang::UND);
    let chain: Vec<String> = concept.ancestors.iter().map(|id| lexicon.label(Meaning::Concept(*id), english)).collect();
    println!("{}  < {}", concept.slug, chain.join(" < "));
    println!("HS {}", concept.hs.iter().map(|code| code.dotted()).collect::<Vec<_>>().join(", "));
    for lang in concept.names.languages() {
        let forms: Vec<&str> = lexicon.names_in(&concept.names, lang).collect();
        println!("{:>4}  {}", lang.as_str(), forms.join(" | "));
    }
    Ok(())
}

pub(super) fn suggest(prefix: &str) -> Result<(), CliError> {
    let lexicon = Lexicon::builtin().map_err(EngineError::from)?;
    let chinese = Lang::new("zh").unwrap_or(Lang::UND);
    for hit in lexicon.suggest(prefix, None, 12) {
        println!("{} ({})  {}", hit.text, hit.lang.as_str(), lexicon.label(hit.meaning, chinese));
    }
    Ok(())
}
