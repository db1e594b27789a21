//! `signals`: what hits were ranked by as they were served, to be taken away.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::PathBuf;

use clap::Args;

use super::store::Folder;
use super::CliError;
use crate::domain::posting::beginning;
use crate::engine::{Engine, Options};
use crate::watch::{QueryId, SignalRow};

/// Answers read at once.
const PAGE: usize = 200;

/// Prints what hits were ranked by as they were served, as NDJSON: a row a hit with every feature, null where a side
/// said nothing.
///
/// Kept by a server that was started with --query-log-signals.
#[derive(Args)]
pub(super) struct SignalExport {
    /// First day in UTC, such as 2026-11-28 [default: all that is kept].
    #[arg(long, value_name = "DAY", value_parser = day, conflicts_with = "query")]
    since: Option<i64>,
    /// The query_id of one answer [default: every answer].
    #[arg(long, value_name = "QUERY_ID", value_parser = query_id)]
    query: Option<QueryId>,
    #[command(flatten)]
    folder: Folder,
}

fn day(text: &str) -> Result<i64, String> {
    beginning(text).ok_or_else(|| "write a day, e.g. 2026-11-28".to_owned())
}

fn query_id(text: &str) -> Result<QueryId, String> {
    QueryId::parse(text).ok_or_else(|| "send the query_id of an answer, unchanged".to_owned())
}

pub(super) fn run(what: SignalExport, at: impl Fn(PathBuf) -> Options) -> Result<(), CliError> {
    let engine = Engine::open(at(what.folder.data))?;
    if let Some(id) = what.query {
        let rows = engine.signals_of(&id)?.ok_or_else(|| CliError::Other(format!("there is no answer {id}, or it was forgotten")))?;
        print(&rows);
        return Ok(());
    }
    let mut after = None;
    loop {
        let (rows, last) = engine.signals(what.since.unwrap_or(0), after, PAGE)?;
        print(&rows);
        after = last;
        if after.is_none() {
            return Ok(());
        }
    }
}

fn print(rows: &[SignalRow]) {
    // A row is made of plain data: it always serialises.
    rows.iter().for_each(|row| println!("{}", serde_json::to_string(row).unwrap_or_default()));
}
