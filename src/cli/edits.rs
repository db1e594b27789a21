//! `lexicon edit`, `undo` and `edits`: what operators change of the lexicon of a store.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use super::store::{self, Folder};
use super::CliError;
use crate::domain::once::Once;
use crate::domain::posting::stamp;
use crate::domain::relevance::{Change, LexiconChange};
use crate::engine::{Engine, EngineError, Options};

/// Longest wait until everything is read with an edit; a server that opens the store goes on with it.
const READ_WITHIN: Duration = Duration::from_secs(600);

/// An edit as JSON.
#[derive(clap::Args)]
pub(super) struct Edit {
    /// The edit as the API reads it, e.g. {"do":"add_form","concept":"groundnut","lang":"es","form":"maní"}.
    edit: String,
    /// Why [default: nothing].
    #[arg(long, default_value = "", hide_default_value = true)]
    note: String,
    /// Only say what it would do and what it clashes with [default: no].
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    folder: Folder,
}

/// An edit that is taken back.
#[derive(clap::Args)]
pub(super) struct Undo {
    /// Number of the edit.
    number: u64,
    /// Why [default: nothing].
    #[arg(long, default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    folder: Folder,
}

fn open(Folder { data }: Folder, overlay: Option<PathBuf>) -> Result<Engine, CliError> {
    Ok(Engine::open(Options::existing(data).with_overlay(overlay))?)
}

pub(super) fn edit(task: Edit, overlay: Option<PathBuf>) -> Result<(), CliError> {
    let written = match serde_json::from_str(&task.edit).map(|Once(value)| value) {
        Ok(Value::Object(written)) => written,
        Ok(_) => return Err(CliError::Other("the edit is no JSON object".to_owned())),
        Err(error) => return Err(CliError::Other(format!("the edit is no JSON: {error}"))),
    };
    let change = LexiconChange::read(written).map_err(|faults| CliError::Other(store::told(&faults)))?;
    let engine = open(task.folder, overlay)?;
    if !task.dry_run {
        return make(&engine, change, &task.note);
    }
    let examined = engine.examine(&change).map_err(|fault| CliError::Other(store::told(&[fault])))?;
    println!("{}", serde_json::to_string(&examined.change).unwrap_or_default());
    for clash in &examined.clashes {
        println!("{} ({}) means {} already", clash.form, clash.lang, clash.means);
    }
    println!("{} postings would be read again", engine.touched_by(&examined.change)?);
    Ok(())
}

pub(super) fn undo(task: Undo, overlay: Option<PathBuf>) -> Result<(), CliError> {
    make(&open(task.folder, overlay)?, LexiconChange::Undo { edit: task.number }, &task.note)
}

fn make(engine: &Engine, change: LexiconChange, note: &str) -> Result<(), CliError> {
    let receipt = store::change(engine, Change::Lexicon(change), note)?;
    let number = engine.edit_at(receipt.position)?;
    if !engine.wait_searchable(receipt.position, READ_WITHIN) {
        println!("edit {number} is made; postings are still being read again");
        return Ok(());
    }
    let postings = engine.edit_state(number).1.map_or(0, |cost| cost.postings);
    println!("edit {number} is made; {postings} postings were read again");
    Ok(())
}

/// Prints the edits, the earliest first, with what became of them.
pub(super) fn list(folder: Folder, overlay: Option<PathBuf>) -> Result<(), CliError> {
    let engine = open(folder, overlay)?;
    let used = engine.in_use();
    let (edits, lexicon) = (&used.workbench.lexicon, used.lexicon());
    for ((number, entry), undone) in edits.entries().zip(edits.undone()) {
        let what = serde_json::to_string(&entry.change).map_err(|fault| EngineError::Internal(fault.to_string()))?;
        let idle = lexicon.idle().iter().find(|(idle, _)| *idle == number).map(|(_, reason)| format!("changes nothing: {reason}"));
        let undone = (undone > 0).then(|| format!("taken back by {undone}"));
        let about = [Some(entry.stamp.note.clone()), undone, idle].into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>();
        println!("{number}  {}  {}  {what}  {}", stamp(entry.stamp.at), entry.stamp.by, about.join("; "));
    }
    Ok(())
}
