//! Sets of judgments and of queries in a store: import, export, list, forget.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::bench::{bytes, refused, tell_notices};
use super::figures::Table;
use super::judgments::format;
use super::store::{self, Folder};
use super::CliError;
use crate::domain::relevance::SetKind;
use crate::domain::{Actor, Id};
use crate::engine::{Engine, ImportError, Options, SetImported};
use crate::evaluate::Format;

#[derive(clap::Subcommand)]
pub(super) enum SetTask {
    /// Takes a file over into a set of the store; with any fault in the file nothing changes.
    ///
    /// Judgments are CSV, NDJSON or TREC qrels; queries and guards are CSV or an object a line. A guard is a query
    /// with the columns offer, expect (first, top or absent) and, if wanted, k beside it.
    Import {
        /// The file.
        file: PathBuf,
        /// Name of the set [default: that of the file].
        #[arg(long, value_name = "NAME", value_parser = super::name)]
        set: Option<Id>,
        /// Take out what the file lacks [default: no].
        #[arg(long)]
        replace: bool,
        /// Why, for the list of changes [default: nothing].
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        note: String,
        #[command(flatten)]
        folder: Folder,
    },
    /// Writes a set to standard output.
    Export {
        /// Name of the set.
        #[arg(value_parser = super::name)]
        set: Id,
        /// csv, tsv, ndjson or qrels (which keeps neither judge nor day nor note); queries and guards are always ndjson.
        #[arg(long, value_name = "FORMAT", default_value = "ndjson", value_parser = format)]
        to: Format,
        #[command(flatten)]
        folder: Folder,
    },
    /// Lists the sets of the store.
    List {
        #[command(flatten)]
        folder: Folder,
    },
    /// Forgets a set.
    Forget {
        /// Name of the set.
        #[arg(value_parser = super::name)]
        set: Id,
        /// Why, for the list of changes [default: nothing].
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        note: String,
        #[command(flatten)]
        folder: Folder,
    },
}

pub(super) fn run(kind: SetKind, task: SetTask, at: impl Fn(PathBuf) -> Options) -> Result<(), CliError> {
    match task {
        SetTask::Import { file, set, replace, note, folder } => {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            let set = set.or_else(|| Id::parse(&stem)).ok_or_else(|| CliError::Other("the name of the file is none for a set; choose one with --set".to_owned()))?;
            let read = bytes(&file)?;
            let imported = store::open(at(folder.data))?.import_set(&Actor::operator(), kind, &set, &read, replace, &note).map_err(|fault| explained(&file, fault))?;
            told(&file, &set, &imported);
            Ok(())
        }
        SetTask::Export { set, to, folder } => export(&store::open(at(folder.data))?, kind, &set, to),
        SetTask::List { folder } => list(&store::open(at(folder.data))?, kind),
        SetTask::Forget { set, note, folder } => match store::open(at(folder.data))?.drop_set(&Actor::operator(), kind, &set, &note) {
            Ok(true) => {
                anstream::println!("forgotten");
                Ok(())
            }
            Ok(false) => Err(missing(kind, &set)),
            Err(fault) => Err(failed(fault)),
        },
    }
}

fn told(file: &Path, set: &Id, imported: &SetImported) {
    let SetImported { version, added, changed, same, removed, notices, unknown, unknown_ids } = imported;
    tell_notices(file, notices);
    if *unknown > 0 {
        let more = if *unknown > unknown_ids.len() { " …" } else { "" };
        eprintln!("{}: {unknown} postings that it names are not stored: {}{more}", file.display(), unknown_ids.join(" "));
    }
    anstream::println!("{}@{version}: {added} added, {changed} changed, {same} the same, {removed} taken out", set.as_str());
}

fn explained(file: &Path, fault: ImportError) -> CliError {
    match fault {
        ImportError::Rows(faults) => refused(file, &faults),
        other => failed(other),
    }
}

fn failed(fault: ImportError) -> CliError {
    match fault {
        ImportError::Submit(fault) => store::explained(fault),
        other => CliError::Other(other.to_string()),
    }
}

fn export(engine: &Engine, kind: SetKind, set: &Id, to: Format) -> Result<(), CliError> {
    engine.set_info(kind, set)?.ok_or_else(|| missing(kind, set))?;
    let text = match kind {
        SetKind::Judgments => engine.judgments(set)?.write(to),
        SetKind::Queries | SetKind::Guards => engine.set_lines(kind, set)?,
    };
    anstream::print!("{text}");
    Ok(())
}

fn list(engine: &Engine, kind: SetKind) -> Result<(), CliError> {
    let mut table = Table::new(["set", "version", "rows", "changed", "by", "note"]);
    for set in engine.sets(kind)? {
        let at = Timestamp::from_millisecond(set.stamp.at).map(|at| at.strftime("%F %R").to_string()).unwrap_or_default();
        table.row([set.name, set.version.to_string(), set.rows.to_string(), at, set.stamp.by, set.stamp.note]);
    }
    table.print();
    Ok(())
}

fn missing(kind: SetKind, set: &Id) -> CliError {
    CliError::Other(format!("there is no set of {} named {}; tradewind {} list names those that are there", kind.name(), set.as_str(), kind.name()))
}
