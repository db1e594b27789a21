//! Commands on a store: export, search, rebuild, verify, backup, restore.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;

use super::{CliError, show};
use crate::domain::relevance::Change;
use crate::domain::{Actor, Command, FieldError, Refusal, Side};
use crate::engine::{Ask, Engine, Options, Receipt, SubmitError};
use crate::journal::BackupSummary;
use crate::storage::SledStore;

/// The folder of a store.
#[derive(clap::Args)]
pub(super) struct Folder {
    /// Folder of the store; no server may have it open.
    #[arg(long, env = "TRADEWIND_DATA", default_value = "data", value_name = "DIR", global = true)]
    pub(super) data: PathBuf,
}

/// Changes something of what ranks, as the operator of this machine.
pub(super) fn change(engine: &Engine, change: Change, note: &str) -> Result<Receipt, CliError> {
    let command = Command::Tune { change: Box::new(change), note: note.to_owned() };
    engine.submit(&Actor::operator(), command).map_err(explained)
}

/// Why nothing was changed: every field with its fix, a line each.
pub(super) fn explained(error: SubmitError) -> CliError {
    match error {
        SubmitError::Rejected(faults) => CliError::Other(told(&faults)),
        SubmitError::Refused(Refusal::Unfit(fault)) => CliError::Other(told(&[fault])),
        other => CliError::Other(other.to_string()),
    }
}

/// Fields at fault, each with its fix on a line of its own.
pub(super) fn told(faults: &[FieldError]) -> String {
    faults.iter().map(|fault| format!("{} {}: {}", fault.field, fault.problem, fault.hint)).collect::<Vec<_>>().join("\n")
}

pub(super) fn open(options: Options) -> Result<Engine, CliError> {
    let engine = Engine::open(options)?;
    let last = engine.status().journal_position;
    if !engine.wait_searchable(last, Duration::from_secs(600)) {
        return Err(CliError::Other("the text index does not catch up; see the log".to_owned()));
    }
    Ok(engine)
}

pub(super) fn export(side: Side, options: Options) -> Result<(), CliError> {
    let engine = open(options)?;
    let mut after: Option<String> = None;
    loop {
        let page = engine.list(side, after.as_deref(), 1000)?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.id.as_str().to_owned());
        for (posting, _) in &page {
            println!("{}", posting.to_json());
        }
    }
}

pub(super) fn search(text: &str, requests: bool, lang: Option<String>, limit: usize, json: bool, options: Options) -> Result<(), CliError> {
    let engine = open(options)?;
    let side = if requests { Side::Request } else { Side::Offer };
    let answer = engine.search(&Ask { side, text: text.to_owned(), reader: lang, limit, ..Ask::default() })?;
    if json {
        println!("{}", serde_json::to_string_pretty(&answer).unwrap_or_default());
    } else {
        show::answer(&engine, &answer);
    }
    Ok(())
}

pub(super) fn rebuild(options: Options) -> Result<(), CliError> {
    options.check_folder()?;
    if let Some(data) = &options.data {
        // A damaged store is found out before anything is removed.
        drop(SledStore::open(data.join("store")).map_err(crate::engine::EngineError::from)?);
    }
    if let Some(index) = options.data.as_ref().map(|data| data.join("index")).filter(|index| index.exists()) {
        std::fs::remove_dir_all(&index).map_err(|fault| CliError::File(index.clone(), fault))?;
    }
    let begun = Instant::now();
    let status = open(options)?.status();
    println!("rebuilt: {} offers, {} requests in {:.1} s", status.offers, status.requests, begun.elapsed().as_secs_f64());
    Ok(())
}

/// Unread postings that are named at most.
const NAMED: usize = 20;

pub(super) fn verify(json: bool, options: Options) -> Result<(), CliError> {
    let engine = open(options)?;
    let (found, status, unread) = (engine.journal().verify(), engine.status(), engine.unread(NAMED)?);
    let last = found.last.unwrap_or_default().0;
    if json {
        let told = json!({ "records": found.records, "last": last, "faults": found.faults, "problems": found.problems, "offers": status.offers, "requests": status.requests, "unread": status.unread, "unread_ids": unread });
        println!("{told}");
    } else {
        println!("journal: {} records up to position {last}, {}", found.records, if found.is_sound() { "all sound".to_owned() } else { format!("{} damaged or missing", found.faults) });
        found.problems.iter().for_each(|problem| println!("  {problem}"));
        println!("stored: {} offers, {} requests", status.offers, status.requests);
        if status.unread > 0 {
            println!("unread: {} postings are found by their words alone, since reading their text failed: {}", status.unread, unread.join(", "));
        }
    }
    if found.is_sound() { Ok(()) } else { Err(CliError::Other("the journal is damaged; restore it with: tradewind restore FILE --data NEW_FOLDER".to_owned())) }
}

pub(super) fn backup(file: &Path, json: bool, options: Options) -> Result<(), CliError> {
    let engine = open(options)?;
    let out = File::create_new(file).map_err(|fault| CliError::File(file.to_owned(), fault))?;
    let BackupSummary { records, beside, chain } = engine.backup(BufWriter::new(out))?;
    let bytes = std::fs::metadata(file).map_err(|fault| CliError::File(file.to_owned(), fault))?.len();
    if json {
        println!("{}", json!({ "file": file, "records": records, "beside": beside, "bytes": bytes, "checksum": format!("{chain:08x}") }));
    } else {
        println!("{}: {records} records in {bytes} bytes, checksum {chain:08x}", file.display());
    }
    Ok(())
}

pub(super) fn restore(file: &Path, data: &Path) -> Result<(), CliError> {
    let input = File::open(file).map_err(|fault| CliError::File(file.to_owned(), fault))?;
    std::fs::create_dir_all(data).map_err(|fault| CliError::File(data.to_owned(), fault))?;
    let store = SledStore::open(data.join("store")).map_err(crate::engine::EngineError::from)?;
    let summary = crate::engine::restore(BufReader::new(input), std::sync::Arc::new(store))?;
    println!("{}: {summary}", data.display());
    Ok(())
}
