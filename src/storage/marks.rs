//! The high-water mark: how many batches the last successful flush covered.
//!
//! It lies in a small file beside sled's. After a crash it tells a torn tail, which held
//! only writes nobody was told of, from lost data: sled takes a damaged record for the end
//! of its log and drops all that follows without a word, so a store that comes back with
//! fewer batches than the mark has lost acknowledged ones.
//!
//! Two slots of 12 bytes (the count, big endian, and its CRC-32), each at the start of its
//! own 4 KiB block, are written in turn; a write torn by a crash leaves the other readable.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::StoreError;

/// The file's name in the store's folder.
pub(super) const FILE: &str = "marks";

const BLOCK: u64 = 4096;

/// The open file.
#[derive(Debug)]
pub(super) struct Marks {
    file: File,
    path: PathBuf,
    current: u64,
    slot: u64,
}

impl Marks {
    /// Makes the file of a new store, with the mark at zero.
    pub(super) fn create(folder: &Path) -> Result<(), StoreError> {
        let path = folder.join("marks.new");
        let file = File::create(&path).map_err(StoreError::io("create", &path))?;
        let mut marks = Self {
            file,
            path: path.clone(),
            current: 0,
            slot: 1,
        };
        marks.write(0)?;
        marks.write(0)?;
        fs::rename(&path, folder.join(FILE)).map_err(StoreError::io("rename", path))
    }

    /// Opens the file and reads the mark. Changes nothing.
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&path)
            .map_err(StoreError::io("open", &path))?;
        let mut best: Option<(u64, u64)> = None;
        for slot in 0..2 {
            if let Some(mark) = read_slot(&mut file, slot) {
                best = best.max(Some((mark, slot)));
            }
        }
        let (current, slot) =
            best.ok_or_else(|| StoreError::damaged(folder, "its high-water mark is unreadable"))?;
        Ok(Self {
            file,
            path,
            current,
            slot,
        })
    }

    /// The mark as last written or read.
    pub(super) fn current(&self) -> u64 {
        self.current
    }

    /// Writes a new mark and syncs it.
    pub(super) fn write(&mut self, mark: u64) -> Result<(), StoreError> {
        let slot = 1 - self.slot;
        let count = mark.to_be_bytes();
        let sum = crc32fast::hash(&count).to_be_bytes();
        let bytes: Vec<u8> = count.into_iter().chain(sum).collect();
        self.file
            .seek(SeekFrom::Start(slot * BLOCK))
            .and_then(|_| self.file.write_all(&bytes))
            .and_then(|()| self.file.sync_data())
            .map_err(StoreError::io("write", &self.path))?;
        self.slot = slot;
        self.current = mark;
        Ok(())
    }
}

fn read_slot(file: &mut File, slot: u64) -> Option<u64> {
    let mut count = [0; 8];
    let mut sum = [0; 4];
    file.seek(SeekFrom::Start(slot * BLOCK)).ok()?;
    file.read_exact(&mut count).ok()?;
    file.read_exact(&mut sum).ok()?;
    (crc32fast::hash(&count) == u32::from_be_bytes(sum)).then(|| u64::from_be_bytes(count))
}
