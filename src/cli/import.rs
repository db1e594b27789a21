//! `import`: files of offers or requests into a store, or, on a dry run, only a judgment of them.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use encoding_rs::Encoding;

use super::CliError;
use super::store::Folder;
use super::progress::{Counted, Measure, Progress};
use crate::domain::{Actor, Id, Party, Side};
use crate::engine::{Engine, Options};
use crate::intake::{Fault, Format, Load, Rows, Sheet, Summary, Told, Utf8};

/// Longest line of JSON, in bytes: far above any listing, far below what would fill the memory.
const MAX_LINE_BYTES: usize = 1 << 20;
/// Bytes by which the format is told.
const START_BYTES: u64 = 512;
/// How long to wait until the last row can be found.
const SEARCHABLE_TIMEOUT: Duration = Duration::from_secs(600);

/// What is to be imported, and how.
#[derive(clap::Args)]
pub(super) struct Import {
    /// What the rows are: offers or requests.
    #[arg(value_parser = super::side)]
    side: Side,
    /// Files to read: NDJSON, CSV or XLSX, told by their content.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    folder: Folder,
    /// Sheet of a workbook [default: the first that is shown].
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Encoding of CSV and NDJSON, e.g. gb18030 [default: told by the content].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,
    /// Identifier of the party that owns the rows which name none [default: anonymous].
    #[arg(long, value_name = "ID", value_parser = party)]
    party: Option<Party>,
    /// Read and check every row, write none, touch no store [default: no].
    #[arg(long)]
    dry_run: bool,
}

fn encoding(label: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| "use a name such as utf-8, gb18030, big5 or windows-1252".to_owned())
}

fn party(text: &str) -> Result<Party, String> {
    let id = Id::parse(text).ok_or_else(|| "use 1 to 64 of A-Z a-z 0-9 . _ -".to_owned())?;
    Ok(Party { id: id.into(), name: String::new(), country: None, size: None })
}

/// A file whose rows can be read.
pub(super) struct Opened {
    pub(super) rows: Rows,
    measure: Measure,
    /// What it was read as: the encoding of a text, the sheet of a workbook.
    read_as: String,
    /// Whether the measure counts rows, not bytes.
    by_rows: bool,
}

pub(super) fn run(import: &Import, overlay: Option<PathBuf>) -> Result<(), CliError> {
    // A dry run works beside a server that has the store open, and makes no folder.
    let engine = Engine::open(if import.dry_run { Options::memory() } else { Options::at(&import.folder.data) }.with_overlay(overlay))?;
    let (mut refused, mut unread) = (0, 0);
    for path in &import.files {
        let name = path.display().to_string();
        match open(path, import.side, import.sheet.as_deref(), import.encoding) {
            Ok(opened) => {
                let summary = read(&engine, import, &name, opened);
                refused += summary.refused;
                unread += u64::from(!summary.complete);
            }
            Err(fault) => {
                eprintln!("{}", described(&name, None, &fault));
                unread += 1;
            }
        }
    }
    match (refused, unread) {
        (0, 0) => Ok(()),
        (rows, 0) => Err(CliError::Other(format!("{rows} rows were refused"))),
        (rows, files) => Err(CliError::Other(format!("{rows} rows were refused, {files} files were not read to their end"))),
    }
}

pub(super) fn open(path: &Path, side: Side, sheet: Option<&str>, encoding: Option<&'static Encoding>) -> Result<Opened, Fault> {
    let unreadable = |error: std::io::Error| Fault { column: None, reason: format!("cannot be read: {error}"), fix: "check the name and the rights of the file".to_owned() };
    let mut file = File::open(path).map_err(unreadable)?;
    let mut start = Vec::new();
    file.by_ref().take(START_BYTES).read_to_end(&mut start).map_err(unreadable)?;
    let format = Format::of(path, &start)?;
    let measure = Measure::default();
    if format == Format::Workbook {
        let sheet = Sheet::open(path, sheet)?;
        let (read_as, total) = (format!("sheet {}", sheet.name()), Arc::clone(sheet.length()));
        let rows = Rows::sheet(sheet, side)?;
        return Ok(Opened { rows, measure: Measure { total, ..measure }, read_as, by_rows: true });
    }
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    measure.total.store(file.metadata().map_err(unreadable)?.len(), Ordering::Relaxed);
    let text = Utf8::open(Counted { inner: file, done: Arc::clone(&measure.done) }, encoding);
    let read_as = text.encoding().name().to_owned();
    let rows = Rows::text(format, side, text, MAX_LINE_BYTES)?;
    Ok(Opened { rows, measure, read_as, by_rows: false })
}

fn read(engine: &Engine, import: &Import, name: &str, opened: Opened) -> Summary {
    let Opened { mut rows, measure, read_as, by_rows } = opened;
    let actor = Actor::operator();
    let load = Load { engine, side: import.side, actor: &actor, party: import.party.clone(), max_rows: None, dry_run: import.dry_run };
    let mut progress = Progress::start(name, measure.clone());
    let summary = load.run(&mut rows, &mut |told| {
        let (settled, text) = words(name, told);
        if let (Some(row), true) = (settled, by_rows) {
            measure.done.fetch_max(row, Ordering::Relaxed);
        }
        if let Some(text) = text {
            progress.say(&text);
        }
        if settled.is_some() {
            progress.row();
        }
    });
    let rate = progress.finish();
    if let Some(position) = summary.position
        && !engine.wait_searchable(position, SEARCHABLE_TIMEOUT)
    {
        eprintln!("{name}: stored, but the text index is {} s behind; it goes on when the store is next opened", SEARCHABLE_TIMEOUT.as_secs());
    }
    let Summary { created, updated, fitting, refused, unkeyed, .. } = summary;
    if import.dry_run {
        println!("{name}: {fitting} would be stored, {refused} refused (dry run: nothing was written); read as {read_as}");
    } else {
        println!("{name}: {} stored and searchable ({created} new, {updated} replaced), {refused} refused, {rate:.0} a second; read as {read_as}", summary.stored());
    }
    if unkeyed > 0 {
        eprintln!("{name}: {unkeyed} rows have neither id nor external_id: imported again, they would be listed twice");
    }
    summary
}

/// The row that is settled by what was told, and a line to print about it.
fn words(name: &str, told: Told) -> (Option<u64>, Option<String>) {
    match told {
        Told::Ignored { row, column } => (None, Some(format!("{name}, row {row}, column {column}: is not a known column; its cells are left out"))),
        Told::Stored { row, .. } | Told::Fits { row } => (Some(row), None),
        Told::Refused { row, faults } => {
            let lines: Vec<String> = faults.iter().map(|fault| described(name, Some(row), fault)).collect();
            (Some(row), Some(lines.join("\n")))
        }
        Told::Failed { row, error } => (Some(row), Some(format!("{name}, row {row}: {error}"))),
        Told::Stopped { row, fault } => (None, Some(described(name, row, &fault))),
    }
}

/// File, row, column, reason, fix.
pub(super) fn described(name: &str, row: Option<u64>, fault: &Fault) -> String {
    let row = row.map(|row| format!(", row {row}")).unwrap_or_default();
    let column = fault.column.as_ref().map(|column| format!(", column {column}")).unwrap_or_default();
    format!("{name}{row}{column}: {}; fix: {}", fault.reason, fault.fix)
}
