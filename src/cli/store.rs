//! Commands on a store: import, export, search, rebuild, verify, backup, restore.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{CliError, show};
use crate::domain::{Actor, Command, Draft, Side};
use crate::engine::{Ask, Engine, Options, SubmitError};
use crate::storage::SledStore;

/// Rows that share one write.
const BATCH: usize = 500;

fn open(options: Options) -> Result<Engine, CliError> {
    let engine = Engine::open(options)?;
    let last = engine.status().journal_position;
    if !engine.wait_searchable(last, Duration::from_secs(600)) {
        return Err(CliError::Other("the text index does not catch up; see the log".to_owned()));
    }
    Ok(engine)
}

/// Loads NDJSON lines; good rows land, bad rows are named. Gives (stored, refused).
pub(super) fn load(engine: &Engine, side: Side, name: &str, lines: impl Iterator<Item = std::io::Result<String>>) -> Result<(usize, usize), CliError> {
    let (mut stored, mut refused, mut last) = (0, 0, 0);
    let mut batch: Vec<(usize, Command)> = Vec::new();
    let mut flush = |batch: &mut Vec<(usize, Command)>, refused: &mut usize| {
        let (rows, commands): (Vec<usize>, Vec<Command>) = batch.drain(..).unzip();
        for (row, outcome) in rows.into_iter().zip(engine.submit_many(&Actor::operator(), commands)) {
            match outcome {
                Ok(receipt) => {
                    stored += 1;
                    last = receipt.position;
                }
                Err(SubmitError::Rejected(faults)) => {
                    *refused += 1;
                    for fault in faults {
                        eprintln!("{name}, row {row}: {} {} ({})", fault.field, fault.problem, fault.hint);
                    }
                }
                Err(other) => {
                    *refused += 1;
                    eprintln!("{name}, row {row}: {other}");
                }
            }
        }
    };
    for (line, row) in lines.zip(1..) {
        let line = line.map_err(|fault| CliError::File(PathBuf::from(name), fault))?;
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(Value::Object(map)) => {
                let fresh = format!("{}-{}", if side == Side::Offer { 'o' } else { 'r' }, uuid::Uuid::now_v7().simple());
                match Draft(map).read(side, &fresh, None) {
                    Ok(posting) => batch.push((row, Command::Put { posting: Box::new(posting), expected: None, create_only: false })),
                    Err(faults) => {
                        refused += 1;
                        for fault in faults {
                            eprintln!("{name}, row {row}: {} {} ({})", fault.field, fault.problem, fault.hint);
                        }
                    }
                }
            }
            Ok(_) => {
                refused += 1;
                eprintln!("{name}, row {row}: is not a JSON object");
            }
            Err(fault) => {
                refused += 1;
                eprintln!("{name}, row {row}: {fault}");
            }
        }
        if batch.len() >= BATCH {
            flush(&mut batch, &mut refused);
        }
    }
    flush(&mut batch, &mut refused);
    engine.wait_searchable(last, Duration::from_secs(600));
    Ok((stored, refused))
}

pub(super) fn import(side: Side, files: &[PathBuf], options: Options) -> Result<(), CliError> {
    let engine = open(options)?;
    let mut bad = 0;
    for path in files {
        let file = File::open(path).map_err(|fault| CliError::File(path.clone(), fault))?;
        let begun = Instant::now();
        let (stored, refused) = load(&engine, side, &path.display().to_string(), BufReader::new(file).lines())?;
        let rate = stored as f64 / begun.elapsed().as_secs_f64().max(1e-9);
        println!("{}: {stored} stored and searchable, {refused} refused, {rate:.0} a second", path.display());
        bad += refused;
    }
    if bad == 0 { Ok(()) } else { Err(CliError::Other(format!("{bad} rows were refused"))) }
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
        show::answer(&answer);
    }
    Ok(())
}

pub(super) fn rebuild(options: Options) -> Result<(), CliError> {
    if let Some(index) = options.data.as_ref().map(|data| data.join("index")).filter(|index| index.exists()) {
        std::fs::remove_dir_all(&index).map_err(|fault| CliError::File(index.clone(), fault))?;
    }
    let begun = Instant::now();
    let status = open(options)?.status();
    println!("rebuilt: {} offers, {} requests in {:.1} s", status.offers, status.requests, begun.elapsed().as_secs_f64());
    Ok(())
}

pub(super) fn verify(options: Options) -> Result<(), CliError> {
    let engine = open(options)?;
    let found = engine.journal().verify();
    println!("{found:?}");
    if found.is_sound() { Ok(()) } else { Err(CliError::Other("the journal is damaged; restore it with: tradewind restore FILE --data NEW_FOLDER".to_owned())) }
}

pub(super) fn backup(file: &Path, options: Options) -> Result<(), CliError> {
    let engine = open(options)?;
    let out = File::create_new(file).map_err(|fault| CliError::File(file.to_owned(), fault))?;
    let summary = engine.journal().backup(BufWriter::new(out)).map_err(crate::engine::EngineError::from)?;
    println!("{}: {summary:?}", file.display());
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
