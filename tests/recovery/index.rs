//! The text index is a cache: whatever happens to it, it is built again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tradewind::domain::{Actor, Side};

use super::home::{View, delete, files, open, write};
use super::shelf::{Shelf, TEXTS, another};

/// One file of each kind, the largest, since it is the one in use; locks hold nothing.
fn kinds(shelf: &Shelf) -> Vec<PathBuf> {
    let mut kinds: BTreeMap<String, PathBuf> = BTreeMap::new();
    for name in shelf.below("index") {
        let kind = name.extension().map_or("", |end| end.to_str().unwrap_or_default()).to_owned();
        let kind = if kind == "json" { name.display().to_string() } else { kind };
        let size = |name: &PathBuf| shelf.files.get(name).map_or(0, Vec::len);
        if kind != "lock" && kinds.get(&kind).is_none_or(|other| size(other) < size(&name)) {
            kinds.insert(kind, name);
        }
    }
    kinds.into_values().collect()
}

fn change(home: &Path, name: &Path, work: impl FnOnce(&mut Vec<u8>)) {
    let at = home.join(name);
    let mut bytes = fs::read(&at).expect("reads");
    work(&mut bytes);
    fs::write(at, bytes).expect("writes");
}

#[test]
fn an_index_file_cut_short_or_lost_is_made_again() {
    let shelf = Shelf::get();
    let kinds = kinds(shelf);
    assert!(kinds.len() > 6, "{kinds:?}");
    for name in kinds {
        let home = shelf.copy();
        change(home.path(), &name, |bytes| bytes.truncate(bytes.len() / 2));
        shelf.expect_same(home.path(), &format!("{} cut in half", name.display()));
        let home = shelf.copy();
        fs::remove_file(home.path().join(&name)).expect("removes");
        shelf.expect_same(home.path(), &format!("{} lost", name.display()));
    }
}

#[test]
fn a_flipped_bit_in_an_index_file_changes_no_answer() {
    let shelf = Shelf::get();
    for (turn, name) in kinds(shelf).into_iter().enumerate() {
        let home = shelf.copy();
        let length = shelf.files[&name].len();
        // At the beginning, in the midst, or in the closing lines of the library.
        let (at, bit) = ([length / 50, length * 9 / 20, length * 97 / 100][turn % 3], turn % 8);
        change(home.path(), &name, |bytes| bytes[at] ^= 1 << bit);
        shelf.expect_same(home.path(), &format!("{} with bit {bit} flipped at {at}", name.display()));
    }
}

/// No checksum of the library covers this file, and it says up to where the journal was applied.
#[test]
fn no_changed_digit_in_the_list_of_segments_changes_an_answer() {
    let shelf = Shelf::get();
    let name = shelf.below("index").into_iter().find(|name| name.ends_with("meta.json")).expect("a list of segments");
    let text = String::from_utf8(shelf.files[&name].clone()).expect("JSON");
    for label in ["\"segment_id\": \"", "\"max_doc\": ", "\"num_deleted_docs\": ", "\"opstamp\": ", "\"payload\": \""] {
        let at = text.rfind(label).unwrap_or_else(|| panic!("{label} in {text}")) + label.len();
        let home = shelf.copy();
        change(home.path(), &name, |bytes| bytes[at] ^= 1);
        shelf.expect_same(home.path(), &format!("{label} with another first digit"));
    }
}

#[test]
fn without_its_folder_the_index_is_built() {
    let shelf = Shelf::get();
    let home = shelf.copy();
    fs::remove_dir_all(home.path().join("index")).expect("removes");
    let engine = shelf.expect_same(home.path(), "no index");
    engine.submit(&Actor::operator(), another()).expect("goes on");
}

#[test]
fn foreign_files_beside_the_index_do_no_harm_and_stay() {
    let shelf = Shelf::get();
    let home = shelf.copy();
    let inside = shelf.below("index").first().and_then(|name| name.parent()).expect("a folder").join("notes.txt");
    let beside = PathBuf::from("index/notes.txt");
    for name in [&inside, &beside] {
        fs::write(home.path().join(name), "of somebody else").expect("writes");
    }
    drop(shelf.expect_same(home.path(), "foreign files"));
    let after = files(home.path());
    assert!(after.contains_key(&beside) && after.contains_key(&inside), "{:?}", after.keys());
}

/// A process that ends while it commits deletions leaves their files, which the next one makes again.
#[test]
fn a_commit_that_was_cut_off_is_made_again() {
    let shelf = Shelf::get();
    let home = shelf.copy();
    let list = |name: &str| shelf.below("index").into_iter().find(|at| at.ends_with(name)).expect("a list");
    let text = |name: &PathBuf| String::from_utf8(shelf.files[name].clone()).expect("JSON");
    let (metas, managed) = (list("meta.json"), list(".managed.json"));
    let metas_value: serde_json::Value = serde_json::from_str(&text(&metas)).expect("JSON");
    let mut names: Vec<String> = serde_json::from_str(&text(&managed)).expect("JSON");
    let stamp = metas_value["opstamp"].as_u64().expect("a number");
    let segments: Vec<String> = names.iter().filter_map(|name| name.strip_suffix(".term").map(str::to_owned)).collect();
    for (segment, stamp) in segments.iter().flat_map(|segment| (stamp..stamp + 9).map(move |stamp| (segment, stamp))) {
        let name = format!("{segment}.{stamp}.del");
        let at = home.path().join(metas.with_file_name(&name));
        if !at.exists() {
            fs::write(at, "half").expect("writes");
            names.push(name);
        }
    }
    assert!(!segments.is_empty(), "{names:?}");
    change(home.path(), &managed, |bytes| *bytes = serde_json::to_vec(&names).expect("JSON"));
    fs::remove_file(home.path().join(metas.with_file_name("seal"))).expect("removes");
    let engine = shelf.expect_same(home.path(), "files of a commit");
    let receipt = engine.submit(&Actor::operator(), delete(Side::Offer, "p01")).expect("accepted");
    assert!(engine.wait_searchable(receipt.position, Duration::from_secs(60)), "the deletion is never indexed");
    let answers = View::of(&engine, &TEXTS).answers;
    let offers: Vec<_> = answers.iter().take(TEXTS.len()).collect();
    assert!(offers.iter().all(|answer| answer.starts_with("Offer") && !answer.contains("\"p01 ")), "{offers:?}");
}

#[test]
fn an_index_ahead_of_the_journal_is_made_again() {
    let shelf = Shelf::get();
    let home = shelf.copy();
    let engine = shelf.expect_same(home.path(), "the copy");
    engine.submit(&Actor::operator(), another()).expect("accepted");
    drop(engine);
    drop(open(home.path()).expect("indexes what is new"));
    let later = files(home.path());
    // The store as it was, as after a power cut, with the index of later.
    let mixed = tempfile::tempdir().expect("a folder");
    let part = |files: &BTreeMap<PathBuf, Vec<u8>>, folder: &str| files.iter().filter(|(name, _)| name.starts_with(folder)).map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
    write(mixed.path(), &part(&later, "index"));
    write(mixed.path(), &part(&shelf.files, "store"));
    drop(shelf.expect_same(mixed.path(), "an index ahead"));
    // The other way round the index catches up.
    let mixed = tempfile::tempdir().expect("a folder");
    write(mixed.path(), &part(&shelf.files, "index"));
    write(mixed.path(), &part(&later, "store"));
    let engine = open(mixed.path()).expect("opens");
    let view = View::of(&engine, &[&TEXTS[..], &["pistachio"]].concat());
    assert!(view.answers.iter().any(|answer| answer.starts_with("Offer pistachio") && answer.contains("[\"p99 ")), "{:?}", view.answers);
    assert_eq!(view.documents.len(), shelf.view.documents.len() + 1);
}
