//! `lexicon`: examining the tables, how far they reach, what a concept is called.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::store::Folder;
use super::{CliError, edits, vocabulary};
use crate::engine::EngineError;
use crate::lexicon::check::{Kind, RULES, Report};
use crate::lexicon::coverage::Coverage;
use crate::lexicon::{Lexicon, Meaning, Source};
use crate::text::Lang;

#[derive(Subcommand)]
pub(super) enum LexiconTask {
    /// Examines the tables; exits with an error if something must be mended.
    Check {
        /// Print warnings too, kind by kind [default: no].
        #[arg(long)]
        warnings: bool,
        /// Print only what is of one kind, e.g. homograph [default: all].
        #[arg(long, value_parser = kind)]
        kind: Option<Kind>,
    },
    /// Counts concepts a chapter and names a language; lists headings without a concept.
    Coverage {
        /// Print it as JSON [default: no].
        #[arg(long)]
        json: bool,
    },
    /// Shows a concept with its names.
    Show {
        /// The concept, e.g. cashew-kernel.
        concept: String,
    },
    /// Completes a prefix in any language.
    Suggest {
        /// What has been typed.
        prefix: String,
    },
    /// Imports concepts and names of a published vocabulary or a sheet into an overlay folder.
    ///
    /// Shows what it would add and where it clashes; writes only with --write.
    Import(vocabulary::Import),
    /// Edits the lexicon of a store; the edit is kept through upgrades and can be taken back.
    Edit(edits::Edit),
    /// Takes an edit back.
    Undo(edits::Undo),
    /// Lists the edits of a store.
    Edits(Folder),
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::parse(name).ok_or_else(|| format!("use one of {}", RULES.iter().map(|rule| rule.name).collect::<Vec<_>>().join(", ")))
}

/// Runs a task on the built-in tables with those of an overlay.
pub(super) fn run(task: LexiconTask, folder: Option<PathBuf>) -> Result<(), CliError> {
    let overlay = folder.as_deref();
    match task {
        LexiconTask::Edit(task) => edits::edit(task, folder),
        LexiconTask::Undo(task) => edits::undo(task, folder),
        LexiconTask::Edits(store) => edits::list(store, folder),
        LexiconTask::Check { warnings, kind } => check(&source(overlay)?, warnings, kind),
        LexiconTask::Coverage { json } => coverage(&source(overlay)?, json),
        LexiconTask::Show { concept } => show(&concept, overlay),
        LexiconTask::Suggest { prefix } => suggest(&prefix, overlay),
        LexiconTask::Import(import) => vocabulary::run(import),
    }
}

fn source(overlay: Option<&Path>) -> Result<Source, CliError> {
    Ok(Source::open(None, overlay).map_err(EngineError::from)?)
}

fn open(overlay: Option<&Path>) -> Result<std::sync::Arc<Lexicon>, CliError> {
    Ok(Lexicon::open(None, overlay).map_err(EngineError::from)?)
}

fn check(source: &Source, warnings: bool, only: Option<Kind>) -> Result<(), CliError> {
    let report = Report::of(source);
    println!("{} concepts, {} forms", report.concepts, report.forms);
    for rule in &RULES {
        let found: Vec<&str> = report.of_kind(rule.kind).map(|finding| finding.text.as_str()).collect();
        if found.is_empty() || only.is_some_and(|kind| kind != rule.kind) {
            continue;
        }
        println!("{} {}: {} ({})", if rule.error { "error" } else { "warning" }, rule.name, found.len(), rule.about);
        if rule.error || warnings || only.is_some() {
            for text in found {
                println!("  {text}");
            }
        }
    }
    let errors = report.errors().count();
    println!("{errors} errors, {} warnings", report.findings.len() - errors);
    if errors == 0 { Ok(()) } else { Err(CliError::Other("the lexicon must be mended".to_owned())) }
}

fn coverage(source: &Source, json: bool) -> Result<(), CliError> {
    let lexicon = crate::lexicon::build::build(source.clone()).map_err(EngineError::from)?;
    let coverage = lexicon.coverage(source);
    if json {
        println!("{}", serde_json::to_string_pretty(&coverage).unwrap_or_default());
    } else {
        print_coverage(&coverage);
    }
    Ok(())
}

fn print_coverage(coverage: &Coverage) {
    println!("{} concepts ({} without an HS code), {} names of them\n", coverage.concepts, coverage.concepts_without_code, coverage.forms);
    println!("chapter  concepts  headings named");
    for chapter in &coverage.chapters {
        println!("{:>7} {:>9} {:>9} of {}", chapter.chapter, chapter.concepts, chapter.headings_named, chapter.headings);
    }
    println!("\nlanguage    names  a concept  a filled cell  empty cells");
    for language in &coverage.languages {
        let mark = if language.core { ' ' } else { '*' };
        println!("{:>8}{mark} {:>7} {:>10.2} {:>14.2} {:>12}", language.lang, language.forms, language.per_concept, language.per_filled_cell, language.empty_cells);
    }
    println!("(* not one of the languages that name every concept)\n\nrarest: chapter and language with the fewest names a concept");
    for cell in &coverage.rarest {
        println!("{:>7} {:<3} {:>5.2} a concept, {} of {} empty", cell.chapter, cell.lang, cell.per_concept, cell.empty_cells, cell.concepts);
    }
    println!("\nheadings without a concept: {}", coverage.headings_without_concept.len());
    for line in coverage.headings_without_concept.chunks(16) {
        println!("  {}", line.join(" "));
    }
}

fn show(slug: &str, overlay: Option<&Path>) -> Result<(), CliError> {
    let lexicon = open(overlay)?;
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

fn suggest(prefix: &str, overlay: Option<&Path>) -> Result<(), CliError> {
    let lexicon = open(overlay)?;
    let chinese = Lang::new("zh").unwrap_or(Lang::UND);
    for hit in lexicon.suggest(prefix, None, 12, |_| 0) {
        println!("{} ({})  {}", hit.text, hit.lang.as_str(), lexicon.label(hit.meaning, chinese));
    }
    Ok(())
}
