//! A change of the lexicon: it takes effect on what is stored, has a version, and can be undone.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use tradewind::domain::Side;
use tradewind::engine::{Engine, Options};

use super::support::{found, posting, submit, titled};

#[test]
fn the_exact_word_comes_before_its_synonym() {
    let engine = titled(&["Groundnut kernels 50/60", "Peanut kernels 50/60"]);
    let hits = found(&engine, "peanut");
    assert_eq!(hits.get(..2), Some(["o2".to_owned(), "o1".to_owned()].as_slice()), "{hits:?}");
    let hits = found(&engine, "groundnut");
    assert_eq!(hits.get(..2), Some(["o1".to_owned(), "o2".to_owned()].as_slice()), "{hits:?}");
}

/// Which of the synonyms comes second is open: one is a kind of what was asked, the other leaves the
/// kind to be asked.
#[test]
fn the_exact_word_comes_before_a_more_general_offer() {
    for (titles, query) in [
        (["Peanut kernels 50/60", "Groundnut kernels 50/60", "Maní confitero 38/42"], "peanut"),
        (["Hulled sesame seeds", "芝麻仁", "Sésamo"], "sesame"),
    ] {
        let engine = titled(&titles);
        let hits = found(&engine, query);
        assert_eq!((hits.first().map(String::as_str), hits.len()), (Some("o1"), 3), "{query}: {hits:?}");
    }
}

fn copy(from: &Path, to: &Path, edit: &dyn Fn(String) -> String) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("lists").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target, edit);
        } else {
            fs::write(target, edit(fs::read_to_string(entry.path()).expect("reads"))).expect("writes");
        }
    }
}

fn open(home: &Path, lexicon: PathBuf) -> Engine {
    let engine = Engine::open(Options { data: Some(home.join("data")), lexicon: Some(lexicon), ..Options::default() }).expect("opens");
    let last = engine.status().journal_position;
    assert!(engine.wait_searchable(last, Duration::from_secs(60)));
    engine
}

#[test]
fn a_synonym_added_later_finds_what_is_stored_and_can_be_taken_back() {
    let home = tempfile::tempdir().expect("a folder");
    let builtin = Path::new(env!("CARGO_MANIFEST_DIR")).join("indexes/lexicon");
    let (without, with) = (home.path().join("without"), home.path().join("with"));
    // "maní" is no word of this lexicon, alone or in longer names.
    copy(&builtin, &without, &|text| text.replace("maní", "zzpendiente"));
    copy(&builtin, &with, &|text| text);

    let engine = open(home.path(), without.clone());
    let offer = |id: &str, title: &str| posting(Side::Offer, json!({"id": id, "title": title}));
    submit(&engine, vec![offer("o1", "Groundnut kernels 50/60"), offer("o2", "Peanut kernels 50/60"), offer("o3", "Maní confitero 38/42")]);
    assert_eq!(found(&engine, "peanut"), ["o2", "o1"]);
    let version = engine.lexicon().fingerprint();
    drop(engine);

    let engine = open(home.path(), with);
    let hits = found(&engine, "peanut");
    assert!(hits.contains(&"o3".to_owned()), "{hits:?}");
    assert_ne!(engine.lexicon().fingerprint(), version);
    drop(engine);

    let engine = open(home.path(), without);
    assert_eq!(engine.lexicon().fingerprint(), version);
    assert_eq!(found(&engine, "peanut"), ["o2", "o1"]);
}

#[test]
fn completions_begin_with_what_is_traded() {
    let english = tradewind::text::Lang::new("en");
    let names = |engine: &Engine| engine.suggest("ca", english, 40).expect("suggests").into_iter().map(|hit| hit.text).collect::<Vec<_>>();
    let place = |names: &[String], name: &str| names.iter().position(|text| text == name).unwrap_or(names.len());
    let empty = titled(&[]);
    let before = names(&empty);
    for wanted in ["cardamom", "cassava"] {
        let engine = titled(&[wanted, wanted, "cashew kernels"]);
        let after = names(&engine);
        let first = after.iter().position(|text| text.chars().count() > 2).expect("a completion");
        assert_eq!(after[first], wanted, "{after:?}");
        assert!(place(&after, wanted) < place(&before, wanted), "{before:?}");
        // What came since counts as well, and what is exactly what was typed still comes first.
        submit(&engine, (0..3).map(|n| posting(Side::Offer, json!({"id": format!("more-{n}"), "title": "Carob"}))).collect());
        assert_eq!(names(&engine)[first], "carob");
        let exact = engine.suggest("cashew", english, 3).expect("suggests");
        assert!(exact[0].text.eq_ignore_ascii_case("cashew"), "{exact:?}");
    }
}
