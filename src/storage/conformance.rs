//! The suite every store has to pass. It proves, for each:
//!
//! - a value put is the value got; deletes delete; the last change to a key wins;
//! - scans are ordered, begin where told, stop when told, and keep to their prefix;
//! - the greatest key of a prefix is found, also for prefixes of 0xff;
//! - reserved keys are refused and the whole batch with them;
//! - any list of batches leaves what a plain map would hold, also after reopening.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Batch, MemoryStore, SledStore, Store, StoreError};

fn all(store: &dyn Store, prefix: &[u8], from: Option<&[u8]>) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut seen = Vec::new();
    let mut collect = |k: &[u8], v: &[u8]| {
        seen.push((k.to_vec(), v.to_vec()));
        Ok(true)
    };
    store.scan(prefix, from, &mut collect).unwrap();
    seen
}

fn keys(store: &dyn Store, prefix: &[u8], from: Option<&[u8]>) -> Vec<String> {
    let text = |(k, _): (Vec<u8>, _)| String::from_utf8_lossy(&k).into_owned();
    all(store, prefix, from).into_iter().map(text).collect()
}

fn suite(store: &dyn Store) {
    assert_eq!(store.get(b"a").unwrap(), None);
    assert_eq!(store.scan_back(b"").unwrap(), None);
    assert!(all(store, b"", None).is_empty());

    let mut batch = Batch::new();
    for key in ["a", "b/1", "b/2", "b/3", "b0", "c"] {
        batch.put(key, key.to_uppercase());
    }
    batch.put("b/9", "gone");
    batch.delete("b/9");
    batch.put("c", "first");
    batch.put("c", "");
    batch.put([0xff, 0xff], "top");
    store.apply(batch).unwrap();
    store.flush().unwrap();

    assert_eq!(store.get(b"b/1").unwrap().as_deref(), Some(&b"B/1"[..]));
    assert_eq!(store.get(b"c").unwrap().as_deref(), Some(&b""[..]));
    assert_eq!(store.get(b"b/9").unwrap(), None);
    assert_eq!(keys(store, b"b/", None), ["b/1", "b/2", "b/3"]);
    assert_eq!(keys(store, b"b/", Some(b"b/2")), ["b/2", "b/3"]);
    assert_eq!(keys(store, b"b/", Some(b"b/22")), ["b/3"]);
    assert_eq!(keys(store, b"b/", Some(b"a")), ["b/1", "b/2", "b/3"]);
    assert!(keys(store, b"b/", Some(b"x")).is_empty());
    assert!(keys(store, b"\0", None).is_empty());
    assert_eq!(all(store, b"", None).len(), 7);
    assert_eq!(store.scan_back(b"b/").unwrap().unwrap().0, b"b/3");
    assert_eq!(store.scan_back(&[0xff]).unwrap().unwrap().0, [0xff, 0xff]);
    assert_eq!(store.scan_back(b"").unwrap().unwrap().0, [0xff, 0xff]);
    assert_eq!(store.scan_back(b"zz").unwrap(), None);
    assert_eq!(store.scan_back(b"\0").unwrap(), None);

    let mut steps = 0;
    let mut stop_at_two = |_: &[u8], _: &[u8]| {
        steps += 1;
        Ok(steps < 2)
    };
    store.scan(b"b", None, &mut stop_at_two).unwrap();
    assert_eq!(steps, 2);
    let failed = store.scan(b"b", None, &mut |_, _| Err(StoreError::Stopped));
    assert!(matches!(failed, Err(StoreError::Stopped)));

    for reserved in [&b""[..], b"\0", b"\0state"] {
        let mut batch = Batch::new();
        batch.put("must-not-appear", "x");
        batch.put(reserved, "x");
        assert!(matches!(store.apply(batch), Err(StoreError::ReservedKey)));
        assert_eq!(store.get(reserved).unwrap(), None);
    }
    assert_eq!(store.get(b"must-not-appear").unwrap(), None);
    assert!(store.size_on_disk().unwrap() > 0);

    // A visitor may write to the store it visits.
    store
        .scan(b"b/", None, &mut |key, _| {
            let mut batch = Batch::new();
            batch.delete(key);
            store.apply(batch)?;
            Ok(true)
        })
        .unwrap();
    assert!(keys(store, b"b/", None).is_empty());
}

#[test]
fn memory_conforms() {
    suite(&MemoryStore::new());
}

#[test]
fn sled_conforms() {
    let folder = tempfile::tempdir().unwrap();
    suite(&SledStore::open(folder.path().join("store")).unwrap());
}

type Change = (Vec<u8>, Option<Vec<u8>>);

fn changes() -> impl Strategy<Value = Vec<Vec<Change>>> {
    let key = prop::collection::vec(1..=3_u8, 1..4);
    let value = prop::option::of(prop::collection::vec(any::<u8>(), 0..40));
    prop::collection::vec(prop::collection::vec((key, value), 0..6), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn both_hold_what_a_map_would(batches in changes()) {
        let folder = tempfile::tempdir().unwrap();
        let sled = SledStore::open(folder.path()).unwrap();
        let memory = MemoryStore::new();
        let mut model = BTreeMap::new();
        for changes in batches {
            let mut batch = Batch::new();
            for (key, value) in changes {
                match value {
                    Some(value) => {
                        batch.put(key.clone(), value.clone());
                        model.insert(key, value);
                    }
                    None => {
                        batch.delete(key.clone());
                        model.remove(&key);
                    }
                }
            }
            sled.apply(batch.clone()).unwrap();
            memory.apply(batch).unwrap();
        }
        let expected: Vec<_> = model.into_iter().collect();
        prop_assert_eq!(&all(&memory, b"", None), &expected);
        prop_assert_eq!(&all(&sled, b"", None), &expected);
        drop(sled);
        let again = SledStore::open(folder.path()).unwrap();
        prop_assert_eq!(&all(&again, b"", None), &expected);
    }
}
