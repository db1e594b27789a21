//! Damage done to closed stores on purpose. It proves:
//!
//! - any flipped byte, in a store closed well or after a crash, is refused or harmless;
//! - a refusal leaves every file as it was, and names the folder and the way out;
//! - a tail nobody was told of may be torn; acknowledged data may not be missing;
//! - a second opener is told that the store is in use.

use std::{collections::BTreeMap, fs, path::Path};

use super::{Batch, SledStore, Store, StoreError, seal};

type Files = BTreeMap<String, Vec<u8>>;

fn read(folder: &Path) -> Files {
    let names = seal::files(folder).unwrap();
    names
        .into_iter()
        .map(|name| (name.clone(), fs::read(folder.join(name)).unwrap()))
        .collect()
}

fn write(folder: &Path, files: &Files) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn value(i: u32) -> String {
    format!("value {i} {}", "x".repeat(80))
}

fn fill(store: &SledStore, from: u32, to: u32) {
    for i in from..to {
        let mut batch = Batch::new();
        batch.put(format!("k{i:06}"), value(i));
        store.apply(batch).unwrap();
    }
}

/// A store of `n` keys, all flushed, closed well.
fn closed(n: u32) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::open(folder.path()).unwrap();
    fill(&store, 0, n);
    drop(store);
    read(folder.path())
}

/// How many keys a store gives back, each checked.
fn count(store: &SledStore) -> u32 {
    let mut n = 0;
    let mut check = |key: &[u8], got: &[u8]| {
        assert_eq!(key, format!("k{n:06}").as_bytes());
        assert_eq!(got, value(n).as_bytes());
        n += 1;
        Ok(true)
    };
    store.scan(b"k", None, &mut check).unwrap();
    n
}

/// Opens `files`; `true` if all `n` keys are there, `false` if refused, untouched.
fn refused_or_whole(files: &Files, n: u32) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    write(&path, files);
    match SledStore::open(&path) {
        Ok(store) => {
            assert_eq!(count(&store), n);
            true
        }
        Err(error) => {
            assert_eq!(&read(&path), files, "the refusal changed something");
            assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
            let text = error.to_string();
            assert!(text.contains("tradewind restore") && text.contains(path.to_str().unwrap()));
            assert_eq!(
                fs::read_dir(folder.path()).unwrap().count(),
                1,
                "the copy was left"
            );
            false
        }
    }
}

fn places(seed: u64, below: usize) -> impl Iterator<Item = usize> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    })
}

#[test]
fn a_flip_in_a_closed_store_is_always_refused() {
    for n in [300, 3000] {
        let files = closed(n);
        assert!(refused_or_whole(&files, n));
        for at in places(1, files["db"].len()).take(50) {
            let mut bad = files.clone();
            bad.get_mut("db").unwrap()[at] ^= 0x41;
            assert!(!refused_or_whole(&bad, n), "byte {at} of {n} keys");
        }
    }
}

#[test]
fn a_flip_found_after_a_crash_is_refused_or_harmless() {
    for n in [300, 3000] {
        let mut files = closed(n);
        files.remove("seal");
        assert!(refused_or_whole(&files, n));
        for at in places(2, files["db"].len()).take(50) {
            let mut bad = files.clone();
            bad.get_mut("db").unwrap()[at] ^= 0x41;
            refused_or_whole(&bad, n);
        }
        // What the log holds beside that was replaced since; a value in use is always missed.
        for key in places(5, n as usize).take(20) {
            let written = value(u32::try_from(key).unwrap());
            let mut bad = files.clone();
            let flipped = flip_each(bad.get_mut("db").unwrap(), written.as_ref());
            assert!(flipped > 0, "the log holds no value of key {key}");
            assert!(!refused_or_whole(&bad, n), "the value of key {key} of {n}");
        }
    }
}

/// Changes the middle byte of every place where the bytes stand; how many there are.
fn flip_each(log: &mut [u8], wanted: &[u8]) -> usize {
    let places: Vec<usize> = log.windows(wanted.len()).enumerate().filter(|(_, bytes)| *bytes == wanted).map(|(at, _)| at).collect();
    for at in &places {
        log[at + wanted.len() / 2] ^= 0x41;
    }
    places.len()
}

#[test]
fn a_flip_in_a_small_file_is_refused_or_harmless() {
    let sealed = closed(20);
    let mut crashed = sealed.clone();
    crashed.remove("seal");
    for files in [sealed, crashed] {
        for name in files.keys().filter(|name| *name != "db") {
            for at in places(3, files[name].len().max(1)).take(12) {
                let mut bad = files.clone();
                let Some(byte) = bad.get_mut(name).unwrap().get_mut(at) else {
                    continue;
                };
                *byte ^= 0x41;
                refused_or_whole(&bad, 20);
            }
        }
    }
}

#[test]
fn a_missing_file_is_refused() {
    let sealed = closed(50);
    for name in ["db", "marks", "conf"] {
        let mut bad = sealed.clone();
        bad.remove(name);
        assert!(!refused_or_whole(&bad, 50), "{name}");
    }
    let mut crashed = sealed;
    crashed.remove("seal");
    for name in ["db", "marks"] {
        let mut bad = crashed.clone();
        bad.remove(name);
        assert!(!refused_or_whole(&bad, 50), "{name} after a crash");
    }
}

#[test]
fn a_torn_tail_costs_only_what_was_not_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::open(folder.path()).unwrap();
    fill(&store, 0, 200);
    store.flush().unwrap();
    let acknowledged = read(folder.path());
    fill(&store, 200, 260);
    drop(store);
    let mut files = read(folder.path());
    files.remove("seal");
    files.insert("marks".into(), acknowledged["marks"].clone());
    let (from, to) = (acknowledged["db"].len(), files["db"].len());
    assert!(from < to);
    for cut in places(4, to - from).take(12).map(|n| from + n) {
        let mut torn = files.clone();
        torn.get_mut("db").unwrap().truncate(cut);
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &torn);
        let n = count(&SledStore::open(folder.path()).unwrap());
        assert!((200..=260).contains(&n), "{n} keys after a cut at {cut}");
    }
    let mut lost = files;
    lost.get_mut("db").unwrap().truncate(from / 2);
    assert!(!refused_or_whole(&lost, 200));
}

#[test]
fn a_second_opener_waits_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::open(folder.path()).unwrap();
    fill(&store, 0, 3);
    let error = SledStore::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    assert!(count(&store) == 3);
    drop(store);
    assert_eq!(count(&SledStore::open(folder.path()).unwrap()), 3);
}

#[test]
fn large_values_and_many_rewrites_survive() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::open(folder.path()).unwrap();
    let large = vec![7_u8; 3 << 20];
    for i in 0..40_u32 {
        let mut batch = Batch::new();
        batch.put("large", [&large[..], &i.to_be_bytes()].concat());
        batch.put(format!("n{i}"), "small");
        store.apply(batch).unwrap();
        store.flush().unwrap();
    }
    drop(store);
    for crashed in [false, true] {
        if crashed {
            fs::remove_file(folder.path().join("seal")).unwrap();
        }
        let store = SledStore::open(folder.path()).unwrap();
        let expected = [&large[..], &39_u32.to_be_bytes()].concat();
        assert!(store.get(b"large").unwrap() == Some(expected));
    }
}
