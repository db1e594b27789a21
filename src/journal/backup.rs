//! Writing the journal out as checksummed JSON lines inside zstd.
//!
//! ```text
//! {"tradewind_journal":2}
//! {"position":1,"chain":"0a1b2c3d","record":{"v":1,"at":..,"event":..}}
//! {"beside":1,"chain":"4e5f6071","entry":..}
//! {"end":true,"records":1,"beside":1,"chain":"4e5f6071"}
//! ```
//!
//! Entries beside the journal are what the caller keeps and what no event tells; the journal
//! knows nothing of what they mean. Format 1 has none of them.
//!
//! `chain` is the CRC-32 of the previous line's chain, the position (both big endian) and
//! the bytes of the record or entry as they stand in the line; it begins at zero. The
//! position of an entry counts on from the last record. So a changed, missing,
//! repeated or misplaced line breaks it, and a file cut short lacks its last line.

use std::io::{BufWriter, Write};

use serde::{Deserialize, Serialize};

use super::{Journal, JournalError, Position, log::scan};

/// The backup format written today.
pub const FORMAT: u32 = 2;

/// zstd's own default: near the best ratio at which speed is still that of a disk.
const LEVEL: i32 = 3;

/// What a backup or a restore went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupSummary {
    /// Number of records.
    pub records: u64,
    /// Number of entries beside them.
    pub beside: u64,
    /// The chain after the last line.
    pub chain: u32,
}

/// Writes an entry beside the journal, which is JSON in one line.
pub type WriteBeside<'a> = dyn FnMut(&[u8]) -> Result<(), JournalError> + 'a;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) tradewind_journal: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trailer {
    pub(super) end: bool,
    pub(super) records: u64,
    #[serde(default)]
    pub(super) beside: u64,
    pub(super) chain: String,
}

/// The chain's next link.
pub(super) fn link(chain: u32, position: Position, record: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&chain.to_be_bytes());
    hasher.update(&position.0.to_be_bytes());
    hasher.update(record);
    hasher.finalize()
}

/// What stands in a line before the record.
pub(super) fn line_head(position: Position, chain: u32) -> String {
    format!(r#"{{"position":{position},"chain":"{chain:08x}","record":"#)
}

/// What stands in a line before an entry beside the journal.
pub(super) fn beside_head(number: u64, chain: u32) -> String {
    format!(r#"{{"beside":{number},"chain":"{chain:08x}","entry":"#)
}

impl<E> Journal<E> {
    /// Writes all records committed so far, and nothing beside them.
    pub fn backup(&self, writer: impl Write) -> Result<BackupSummary, JournalError> {
        self.backup_with(writer, |_, _| Ok(()))
    }

    /// Writes all records committed so far, then the entries that `beside` hands over for
    /// the position of the last of them. The caller syncs what it wrote to.
    ///
    /// Reading goes on beside the writer: records committed meanwhile are left out. Fails
    /// on a gap or a damaged record rather than leave it out.
    pub fn backup_with(
        &self,
        writer: impl Write,
        beside: impl FnOnce(Position, &mut WriteBeside<'_>) -> Result<(), JournalError>,
    ) -> Result<BackupSummary, JournalError> {
        let mut encoder = zstd::Encoder::new(BufWriter::new(writer), LEVEL)?;
        encoder.include_checksum(true)?;
        writeln!(
            encoder,
            "{}",
            json(&Header {
                tradewind_journal: FORMAT
            })?
        )?;
        let mut summary = BackupSummary {
            records: 0,
            beside: 0,
            chain: 0,
        };
        let until = self.last().unwrap_or_default();
        if until >= Position::FIRST {
            scan(
                &*self.store,
                Position::default(),
                &mut |position, record| {
                    let expected = Position(summary.records + 1);
                    if position != expected {
                        return Err(JournalError::Gap {
                            expected,
                            found: position,
                        });
                    }
                    summary.records += 1;
                    summary.chain = link(summary.chain, position, record);
                    encoder.write_all(line_head(position, summary.chain).as_bytes())?;
                    encoder.write_all(record)?;
                    encoder.write_all(b"}\n")?;
                    Ok(position < until)
                },
            )?;
        }
        if summary.records < until.0 {
            return Err(JournalError::missing(Position(summary.records + 1)));
        }
        beside(until, &mut |entry| {
            summary.beside += 1;
            let place = Position(summary.records + summary.beside);
            summary.chain = link(summary.chain, place, entry);
            encoder.write_all(beside_head(summary.beside, summary.chain).as_bytes())?;
            encoder.write_all(entry)?;
            encoder.write_all(b"}\n")?;
            Ok(())
        })?;
        let chain = format!("{:08x}", summary.chain);
        let trailer = Trailer {
            end: true,
            records: summary.records,
            beside: summary.beside,
            chain,
        };
        writeln!(encoder, "{}", json(&trailer)?)?;
        encoder.finish()?.flush()?;
        Ok(summary)
    }
}

fn json(value: &impl Serialize) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(JournalError::Encode)
}
