//! A sheet of an XLSX workbook, row by row. A thread of its own reads ahead, so that a large sheet is
//! never in memory whole.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};

use super::Fault;
use super::cells::Cell;

/// Rows that wait to be taken.
const ROWS_AHEAD: usize = 256;

/// One row of a sheet.
pub(super) struct SheetRow {
    /// As the spreadsheet counts, from 1.
    pub(super) number: u64,
    /// Filled cells, each with its place from the left, counted from 0.
    pub(super) cells: Vec<(usize, Cell)>,
}

type Message = Result<SheetRow, String>;

/// A sheet that is being read.
pub struct Sheet {
    rows: Receiver<Message>,
    name: String,
    length: Arc<AtomicU64>,
}

impl Sheet {
    /// Opens the named sheet of a workbook; without a name, the first that is shown.
    pub fn open(path: &Path, name: Option<&str>) -> Result<Sheet, Fault> {
        Sheet::of(BufReader::new(File::open(path).map_err(|error| fault(&error))?), name)
    }

    /// The same of a workbook that a stranger sent. A small file may unpack to any size, so it is
    /// unpacked once to see that it has at most `most` bytes, before any is kept.
    pub fn received(bytes: Vec<u8>, name: Option<&str>, most: u64) -> Result<Sheet, Fault> {
        if unpacked(&bytes, most).map_err(|error| fault(&error))? > most {
            return Err(Fault::whole(format!("unpacks to more than {most} bytes"), "cut the sheet in two, or send it as CSV"));
        }
        Sheet::of(Cursor::new(bytes), name)
    }

    fn of(reader: impl Read + Seek + Send + 'static, name: Option<&str>) -> Result<Sheet, Fault> {
        let workbook: Xlsx<_> = Xlsx::new(reader).map_err(|error: XlsxError| fault(&error))?;
        let name = chosen(&workbook, name)?;
        let (sender, rows) = sync_channel(ROWS_AHEAD);
        let length = Arc::new(AtomicU64::new(0));
        let (sheet, total) = (name.clone(), Arc::clone(&length));
        std::thread::Builder::new()
            .name("sheet".to_owned())
            .spawn(move || {
                let mut workbook = workbook;
                if let Err(error) = send_rows(&mut workbook, &sheet, &total, &sender) {
                    // Nobody listens any more: nothing is left to say.
                    drop(sender.send(Err(error.to_string())));
                }
            })
            .map_err(|error| fault(&error))?;
        Ok(Sheet { rows, name, length })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Rows that the workbook says it has, known once the first row was read; only for the eye.
    pub fn length(&self) -> &Arc<AtomicU64> {
        &self.length
    }

    pub(super) fn next(&mut self) -> io::Result<Option<SheetRow>> {
        self.rows.recv().ok().transpose().map_err(io::Error::other)
    }
}

fn fault(error: &dyn std::fmt::Display) -> Fault {
    Fault::whole(format!("cannot be read as a workbook: {error}"), "save it again as .xlsx, or as CSV")
}

/// The size of a workbook's parts, counted up to a little more than `most`: what a part declares of
/// itself need not be true.
fn unpacked(bytes: &[u8], most: u64) -> zip::result::ZipResult<u64> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut total = 0u64;
    for at in 0..archive.len() {
        let rest = (most + 1).saturating_sub(total);
        total += io::copy(&mut archive.by_index(at)?.take(rest), &mut io::sink())?;
    }
    Ok(total)
}

fn chosen<R: Read + Seek>(workbook: &Xlsx<R>, wanted: Option<&str>) -> Result<String, Fault> {
    let sheets: Vec<_> = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    let found = match wanted {
        Some(name) => sheets.iter().find(|sheet| sheet.name == name),
        None => sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible).or(sheets.first()),
    };
    found.map(|sheet| sheet.name.clone()).ok_or_else(|| {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        Fault::whole(format!("has no sheet {}", wanted.map(|name| format!("{name:?}")).unwrap_or_default()), format!("name one of: {}", names.join(", ")))
    })
}

fn send_rows<R: Read + Seek>(workbook: &mut Xlsx<R>, name: &str, length: &AtomicU64, sender: &SyncSender<Message>) -> Result<(), XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(name)?;
    length.store(u64::from(reader.dimensions().end.0) + 1, Ordering::Relaxed);
    let mut row: Option<SheetRow> = None;
    while let Some((found, style)) = reader.next_cell_with_style_id()? {
        let (line, column) = found.get_position();
        let number = u64::from(line) + 1;
        let width = reader.styles().get(style).map_or(0, zeros);
        let Some(cell) = cell(found.get_value(), width) else { continue };
        if row.as_ref().is_some_and(|row| row.number != number)
            && let Some(done) = row.take()
            && sender.send(Ok(done)).is_err()
        {
            return Ok(());
        }
        row.get_or_insert_with(|| SheetRow { number, cells: Vec::new() }).cells.push((column as usize, cell));
    }
    if let Some(last) = row {
        drop(sender.send(Ok(last)));
    }
    Ok(())
}

/// The digits before the point that a format such as `000000` fills with zeros.
fn zeros(style: &Style) -> usize {
    let code = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
    let whole = code.split('.').next().unwrap_or_default();
    if !code.is_empty() && code.bytes().all(|byte| matches!(byte, b'0' | b'.')) { whole.len() } else { 0 }
}

fn cell(value: &DataRef<'_>, width: usize) -> Option<Cell> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Number(*number, width),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(flag) => Cell::Text(flag.to_string()),
        DataRef::DateTime(moment) if moment.is_duration() || moment.as_f64() < 1.0 => Cell::Error("a time of day".to_owned()),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Cell::Day(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTimeIso(text) => Cell::Day(text.split('T').next().unwrap_or(text).to_owned()),
        DataRef::DurationIso(_) => Cell::Error("a time of day".to_owned()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    })
}
