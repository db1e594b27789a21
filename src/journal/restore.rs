//! Reading a backup back, into an empty store only.
//!
//! The backup is read twice: once to check all of it, before anything is written, and once
//! to write. A mark in the store tells a restore that was cut short, and a journal with
//! the mark in it does not open.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};

use crate::storage::{Batch, Store};

use super::{
    BackupSummary, JournalError, Position,
    backup::{FORMAT, Header, Trailer, beside_head, line_head, link},
    record,
};

/// Present while a restore is under way.
pub(super) const UNFINISHED: &[u8] = b"restore/unfinished";

/// Records in one batch: a batch is written in one go, and a store that has to wait for its own
/// writes can do so only between two.
const BATCH_RECORDS: usize = 16;

/// Bytes of records in one batch at most, but for a single one.
const BATCH_BYTES: usize = 64 << 10;

/// A record of a backup, or an entry beside the journal.
enum Line<'a> {
    Record(Position, &'a [u8]),
    Beside(&'a [u8]),
}

/// Writes a backup's records into `store`, which must be empty, and flushes it. `beside`
/// stages what an entry beside the journal says, or says why it cannot.
///
/// Nothing is written unless the whole backup is sound and all its entries can be staged.
pub fn restore(
    mut reader: impl Read + Seek,
    store: &dyn Store,
    beside: impl Fn(&mut Batch, &[u8]) -> Result<(), String>,
) -> Result<BackupSummary, JournalError> {
    let mut empty = true;
    store.scan(b"", None, &mut |_, _| {
        empty = false;
        Ok(false)
    })?;
    if !empty {
        return Err(JournalError::NotEmpty);
    }
    let start = reader.stream_position()?;
    let sound = walk(&mut reader, &mut |number, line| match line {
        Line::Record(..) => Ok(()),
        Line::Beside(entry) => {
            beside(&mut Batch::new(), entry).map_err(|detail| bad(number, detail))
        }
    })?;

    reader.seek(SeekFrom::Start(start))?;
    let mut batch = Batch::new();
    batch.put(UNFINISHED, b"1");
    let mut bytes = 0;
    let written = walk(&mut reader, &mut |number, line| {
        match line {
            Line::Record(position, record) => {
                bytes += record.len();
                batch.put(position.key(), record);
            }
            Line::Beside(entry) => {
                bytes += entry.len();
                beside(&mut batch, entry).map_err(|detail| bad(number, detail))?;
            }
        }
        if batch.len() >= BATCH_RECORDS || bytes >= BATCH_BYTES {
            bytes = 0;
            store.apply(std::mem::take(&mut batch))?;
        }
        Ok(())
    })?;
    if written != sound {
        return Err(bad(0, "it changed while it was being read"));
    }
    store.apply(batch)?;
    store.flush()?;
    let mut done = Batch::new();
    done.delete(UNFINISHED);
    store.apply(done)?;
    store.flush()?;
    Ok(written)
}

/// Calls `f` for each record and entry of a backup with the number of its line, checking
/// every line.
fn walk(
    reader: impl Read,
    f: &mut dyn FnMut(u64, Line<'_>) -> Result<(), JournalError>,
) -> Result<BackupSummary, JournalError> {
    let mut lines = BufReader::new(zstd::Decoder::new(reader)?);
    let mut line = Vec::new();
    read_line(&mut lines, &mut line, 1)?;
    let header: Header =
        serde_json::from_slice(&line).map_err(|_| bad(1, "this is not a journal backup"))?;
    if header.tradewind_journal == 0 || header.tradewind_journal > FORMAT {
        let found = header.tradewind_journal;
        return Err(bad(
            1,
            format!("format version {found} is unknown, up to {FORMAT} can be read"),
        ));
    }
    let mut summary = BackupSummary {
        records: 0,
        beside: 0,
        chain: 0,
    };
    loop {
        let number = summary.records + summary.beside + 2;
        read_line(&mut lines, &mut line, number)?;
        if line.starts_with(br#"{"end""#) {
            finish(&mut lines, &line, number, summary)?;
            return Ok(summary);
        }
        let place = Position(summary.records + summary.beside + 1);
        if line.starts_with(br#"{"beside""#) {
            summary.beside += 1;
            let (chain, entry) = split(&line, place, summary.chain, |chain| {
                beside_head(summary.beside, chain)
            })
            .ok_or_else(|| bad(number, "the entry does not fit its place or its checksum"))?;
            f(number, Line::Beside(entry))?;
            summary.chain = chain;
            continue;
        }
        let (chain, record) = split(&line, place, summary.chain, |chain| line_head(place, chain))
            .ok_or_else(|| bad(number, "the record does not fit its place or its checksum"))?;
        record::check_version(place, record)?;
        f(number, Line::Record(place, record))?;
        (summary.records, summary.chain) = (place.0, chain);
    }
}

/// The new chain and the bytes behind the head, if the line is what it should be.
fn split(
    line: &[u8],
    place: Position,
    chain: u32,
    head: impl Fn(u32) -> String,
) -> Option<(u32, &[u8])> {
    // The head's length does not depend on the chain.
    let bytes = line.get(head(0).len()..)?.strip_suffix(b"}")?;
    let chain = link(chain, place, bytes);
    line.starts_with(head(chain).as_bytes())
        .then_some((chain, bytes))
}

fn finish(
    rest: &mut impl Read,
    line: &[u8],
    number: u64,
    summary: BackupSummary,
) -> Result<(), JournalError> {
    let trailer: Trailer =
        serde_json::from_slice(line).map_err(|_| bad(number, "the closing line is damaged"))?;
    let chain = format!("{:08x}", summary.chain);
    let counts = (trailer.records, trailer.beside) == (summary.records, summary.beside);
    if !trailer.end || !counts || trailer.chain != chain {
        return Err(bad(
            number,
            "the closing line does not agree with the records",
        ));
    }
    if rest.read(&mut [0])? != 0 {
        return Err(bad(number + 1, "something follows the closing line"));
    }
    Ok(())
}

/// Reads one line without its end; a file that stops here was cut short.
fn read_line(
    lines: &mut impl BufRead,
    line: &mut Vec<u8>,
    number: u64,
) -> Result<(), JournalError> {
    line.clear();
    lines
        .read_until(b'\n', line)
        .map_err(|error| bad(number, error.to_string()))?;
    if line.pop() != Some(b'\n') {
        return Err(bad(number, "the file is cut short"));
    }
    Ok(())
}

fn bad(line: u64, detail: impl Into<String>) -> JournalError {
    JournalError::BadBackup {
        line,
        detail: detail.into(),
    }
}
