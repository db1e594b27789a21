//! `lexicon import`: shows what a foreign vocabulary would add and where it clashes, and writes it to
//! an overlay folder when told to.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use crate::engine::EngineError;
use crate::lexicon::import::{self, Format, Foreign, Plan};
use crate::lexicon::table::OVERLAY;
use crate::lexicon::{Source, build};
use crate::text::Lang;

/// Lines shown of each part unless all are asked for.
const SHOWN: usize = 20;

#[derive(Args)]
pub(super) struct Import {
    /// SKOS (.rdf .ttl .nt), Open Food Facts taxonomy (.txt) or sheet (.csv .xlsx).
    file: PathBuf,
    /// skos, off or sheet [default: by the file's name].
    #[arg(long, value_parser = format)]
    format: Option<Format>,
    /// Overlay folder, which --lexicon-overlay loads [default: none, must be given].
    #[arg(long, value_name = "FOLDER")]
    into: PathBuf,
    /// Concept to put new concepts under that have no place of their own [default: none].
    #[arg(long, value_name = "CONCEPT")]
    under: Option<String>,
    /// Write the table into the folder [default: no].
    #[arg(long)]
    write: bool,
    /// Write over the table of an earlier import of a file of this name [default: no].
    #[arg(long)]
    replace: bool,
    /// Show every line, not the first of each part [default: no].
    #[arg(long)]
    all: bool,
}

fn format(name: &str) -> Result<Format, String> {
    Format::parse(name).ok_or_else(|| "use skos, off or sheet".to_owned())
}

pub(super) fn run(task: Import) -> Result<(), CliError> {
    let name = table_name(&task.file);
    let inside = format!("{OVERLAY}{name}");
    let mut source = Source::builtin();
    if task.into.exists() {
        // What an earlier import of this file brought is compared anew, not with itself.
        source = Source::open(None, Some(&task.into)).map_err(EngineError::from)?.without(&inside);
    }
    let lexicon = build::build(source.clone()).map_err(EngineError::from)?;
    let foreign = import::read(&task.file, task.format).map_err(other)?;
    describe(&task.file, &foreign);
    let plan = import::plan(foreign, &lexicon, &source, task.under.as_deref()).map_err(other)?;
    print(&plan, task.under.is_some(), if task.all { usize::MAX } else { SHOWN });
    let target = task.into.join(&name);
    if plan.languages().is_empty() {
        println!("there is nothing to add");
        return Ok(());
    }
    if !task.write {
        println!("nothing is written yet; --write writes {}", target.display());
        return Ok(());
    }
    if target.exists() && !task.replace {
        return Err(CliError::Other(format!("{} exists; --replace writes it anew, without what was changed in it by hand", target.display())));
    }
    let table = plan.table();
    build::build(source.with(vec![(inside, table.clone())])).map_err(EngineError::from)?;
    write(&task.into, &target, &table)?;
    println!("written: {}; load it with --lexicon-overlay {}", target.display(), task.into.display());
    Ok(())
}

/// Readers of the folder see the table whole or not at all.
fn write(folder: &Path, target: &Path, table: &str) -> Result<(), CliError> {
    let unfinished = target.with_extension("new");
    let done = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&unfinished, table)).and_then(|()| std::fs::rename(&unfinished, target));
    done.map_err(|fault| CliError::File(target.to_owned(), fault))
}

fn other(error: impl std::fmt::Display) -> CliError {
    CliError::Other(error.to_string())
}

/// The name of the table that an import of a file gives.
fn table_name(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let words: Vec<&str> = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "import.tsv".to_owned() } else { format!("{}.tsv", words.join("-")) }
}

fn describe(file: &Path, foreign: &Foreign) {
    println!("{}: {}, {} concepts", file.display(), foreign.syntax, foreign.entries.len());
    for remark in &foreign.remarks {
        println!("  {remark}");
    }
}

fn print(plan: &Plan, placed: bool, limit: usize) {
    let gaining: Vec<_> = plan.known.iter().filter(|known| !known.added.is_empty() || !known.hs.is_empty()).collect();
    println!("known: {} concepts, {} of which gain names or codes", plan.known.len(), gaining.len());
    list(&gaining, limit, |known| {
        let codes: Vec<String> = known.hs.iter().map(|code| format!("HS {}", code.dotted())).collect();
        format!("{} + {}", known.slug, names(&known.added).into_iter().chain(codes).collect::<Vec<_>>().join(", "))
    });
    println!("new: {} concepts", plan.fresh.len());
    list(&plan.fresh, limit, |fresh| format!("{} < {}: {}", fresh.slug, fresh.broader.join(", "), names(&fresh.names).join(", ")));
    println!("clashes, not added: {}", plan.clashes.len());
    list(&plan.clashes, limit, |clash| format!("{}: {} {}", clash.key, clash.what, clash.why));
    let advice = if plan.placeless.is_empty() || placed { "" } else { "; --under CONCEPT gives them one" };
    println!("without a place: {} concepts{advice}", plan.placeless.len());
    list(&plan.placeless, limit, String::clone);
    let languages: Vec<String> = plan.languages().iter().map(|(lang, count)| format!("{lang} {count}")).collect();
    println!("names to add: {}", if languages.is_empty() { "none".to_owned() } else { languages.join(", ") });
}

fn names(names: &[(Lang, String)]) -> Vec<String> {
    names.iter().map(|(lang, text)| format!("{lang} {text}")).collect()
}

fn list<T>(items: &[T], limit: usize, line: impl Fn(&T) -> String) {
    for item in items.iter().take(limit) {
        println!("  {}", line(item));
    }
    if items.len() > limit {
        println!("  … and {} more; --all shows them", items.len() - limit);
    }
}
