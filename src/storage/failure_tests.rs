//! The disk refuses to take more (a file-size limit, set on this test binary run again).
//! It proves:
//!
//! - the failed write is reported, and every later write is refused;
//! - reading goes on;
//! - everything acknowledged before is there after a restart.

use std::{env, process::Command};

use super::{Batch, SledStore, Store, StoreError};

const FOLDER: &str = "TRADEWIND_FULL_DISK_TEST_FOLDER";

fn write(store: &SledStore, i: u32) -> Result<(), StoreError> {
    let mut batch = Batch::new();
    batch.put(format!("k{i:06}"), vec![7; 1000]);
    store.apply(batch)?;
    store.flush()
}

#[test]
#[ignore = "started by the test below"]
fn child_writes_until_refused() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let store = SledStore::open(&folder).unwrap();
    let refused = (0..5000).find_map(|i| write(&store, i).err().map(|error| (i, error)));
    let (acknowledged, error) = refused.expect("the limit was never reached");
    assert!(!matches!(error, StoreError::Stopped), "{error}");
    assert!(matches!(write(&store, 0), Err(StoreError::Stopped)));
    assert!(matches!(store.flush(), Err(StoreError::Stopped)));
    assert!(store.get(b"k000000").unwrap().is_some());
    std::fs::write(format!("{folder}.count"), acknowledged.to_string()).unwrap();
}

#[test]
#[cfg(unix)]
fn a_full_disk_stops_writing_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let (_, module) = module_path!().split_once("::").unwrap();
    // The limit counts blocks of 512 or 1024 bytes, depending on the shell.
    let child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1500; exec \"$@\"", "sh"])
        .arg(env::current_exe().unwrap())
        .args([
            "--exact",
            "--ignored",
            &format!("{module}::child_writes_until_refused"),
        ])
        .env(FOLDER, &path)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&child.stdout).into_owned();
    assert!(child.status.success(), "{output}");
    let count = std::fs::read_to_string(folder.path().join("store.count")).unwrap();
    let acknowledged: u32 = count.parse().unwrap();
    assert!(acknowledged > 100, "{acknowledged}");
    let store = SledStore::open(&path).unwrap();
    for i in 0..acknowledged {
        assert!(
            store.get(format!("k{i:06}").as_bytes()).unwrap().is_some(),
            "key {i}"
        );
    }
    write(&store, 5000).unwrap();
}
