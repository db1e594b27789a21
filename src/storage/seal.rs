//! The seal: written when a store is closed in good order, it lists every file with its
//! length and CRC-32. At the next start the files are compared with it before sled may
//! touch them, and then the seal is removed, so that it exists only while nothing writes.
//!
//! A seal that cannot be read itself proves nothing either way: the store is then checked
//! as after a crash.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::StoreError;

/// The file's name in the store's folder.
pub(super) const FILE: &str = "seal";

/// The lock file's name; it is empty and not sealed.
pub(super) const LOCK: &str = "lock";

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    name: String,
    bytes: u64,
    crc32: u32,
}

/// Seals a closed store.
pub(super) fn write(folder: &Path) -> Result<(), StoreError> {
    let path = folder.join(FILE);
    let failed = || StoreError::io("write", &path);
    let body = serde_json::to_vec(&entries(folder)?).map_err(|e| failed()(e.into()))?;
    let mut text = format!("1 {:08x} ", crc32fast::hash(&body)).into_bytes();
    text.extend(body);
    let draft = folder.join("seal.new");
    fs::write(&draft, text).map_err(failed())?;
    File::open(&draft)
        .and_then(|f| f.sync_all())
        .map_err(failed())?;
    fs::rename(&draft, &path).map_err(failed())?;
    sync_folder(folder)
}

/// Compares the folder with its seal: `true` when all agrees, `false` without a readable
/// seal, an error when the files differ from it. Changes nothing.
pub(super) fn check(folder: &Path) -> Result<bool, StoreError> {
    let Some(sealed) = fs::read(folder.join(FILE))
        .ok()
        .and_then(|text| parse(&text))
    else {
        return Ok(false);
    };
    let found = entries(folder)?;
    if let Some(entry) = sealed.iter().find(|entry| !found.contains(entry)) {
        let detail = format!("file `{}` is not as it was left", entry.name);
        return Err(StoreError::damaged(folder, detail));
    }
    if let Some(entry) = found.iter().find(|entry| !sealed.contains(entry)) {
        let detail = format!("file `{}` was not there before", entry.name);
        return Err(StoreError::damaged(folder, detail));
    }
    Ok(true)
}

/// Removes the seal, before anything is written.
pub(super) fn remove(folder: &Path) -> Result<(), StoreError> {
    let path = folder.join(FILE);
    match fs::remove_file(&path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(StoreError::io("remove", path)(e)),
        _ => sync_folder(folder),
    }
}

/// Syncs the folder itself, so that new, renamed and removed names last.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder)
        .and_then(|f| f.sync_all())
        .map_err(StoreError::io("sync", folder))
}

/// Every file below `folder`, by its path from there, in order.
pub(super) fn files(folder: &Path) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    let mut pending = vec![String::new()];
    while let Some(below) = pending.pop() {
        let at = folder.join(&below);
        let listing = fs::read_dir(&at).map_err(StoreError::io("list", &at))?;
        for item in listing {
            let item = item.map_err(StoreError::io("list", &at))?;
            let name = Path::new(&below)
                .join(item.file_name())
                .to_string_lossy()
                .into_owned();
            let kind = item.file_type().map_err(StoreError::io("list", &at))?;
            if kind.is_dir() {
                pending.push(name)
            } else {
                names.push(name)
            }
        }
    }
    names.sort();
    Ok(names)
}

fn parse(text: &[u8]) -> Option<Vec<Entry>> {
    let (head, body) = text.split_at_checked(11)?;
    let expected = format!("1 {:08x} ", crc32fast::hash(body));
    (head == expected.as_bytes())
        .then(|| serde_json::from_slice(body).ok())
        .flatten()
}

fn entries(folder: &Path) -> Result<Vec<Entry>, StoreError> {
    let names = files(folder)?.into_iter();
    let names = names.filter(|name| name != FILE && name != LOCK && name != "seal.new");
    names.map(|name| entry(folder, name)).collect()
}

fn entry(folder: &Path, name: String) -> Result<Entry, StoreError> {
    let path = folder.join(&name);
    let mut file = File::open(&path).map_err(StoreError::io("read", &path))?;
    let mut hasher = crc32fast::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let n = file
            .read(&mut buffer)
            .map_err(StoreError::io("read", &path))?;
        if n == 0 {
            return Ok(Entry {
                name,
                bytes,
                crc32: hasher.finalize(),
            });
        }
        hasher.update(buffer.get(..n).unwrap_or_default());
        bytes += n as u64;
    }
}
