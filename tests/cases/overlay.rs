//! An operator's overlay: names and concepts of theirs beside the built-in ones.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use tradewind::domain::Side;
use tradewind::engine::{Engine, Options};
use tradewind::lexicon::import::{self, Plan};
use tradewind::lexicon::{Lexicon, Source, build};
use tradewind::text::Lang;

use super::support::{found, posting, submit};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/import").join(name)
}

fn plan(name: &str, under: Option<&str>) -> Plan {
    let source = Source::builtin();
    let lexicon = build::build(source.clone()).expect("builds");
    let foreign = import::read(&fixture(name), None).expect(name);
    import::plan(foreign, &lexicon, &source, under).expect(name)
}

fn open(home: &Path, overlay: Option<PathBuf>) -> Engine {
    let engine = Engine::open(Options::at(home.join("data")).with_overlay(overlay)).expect("opens");
    let last = engine.status().journal_position;
    assert!(engine.wait_searchable(last, Duration::from_secs(60)));
    engine
}

#[test]
fn an_imported_name_finds_what_is_stored_and_can_be_taken_back() {
    let home = tempfile::tempdir().expect("a folder");
    let overlay = home.path().join("overlay");
    std::fs::create_dir_all(&overlay).expect("a folder");
    std::fs::write(overlay.join("thesaurus.tsv"), plan("thesaurus.ttl", None).table()).expect("writes");

    let engine = open(home.path(), None);
    let offer = |id: &str, title: &str| posting(Side::Offer, json!({"id": id, "title": title}));
    submit(&engine, vec![offer("o1", "Zorblet kernels 25 kg"), offer("o2", "Zorblet butter in jars")]);
    assert_eq!(found(&engine, "佐布果仁酱"), Vec::<String>::new());
    let version = engine.lexicon().fingerprint();
    drop(engine);

    let engine = open(home.path(), Some(overlay));
    assert_ne!(engine.lexicon().fingerprint(), version);
    assert_eq!(found(&engine, "佐布果仁酱").first().map(String::as_str), Some("o2"));
    assert!(found(&engine, "腰果仁").contains(&"o1".to_owned()));
    drop(engine);

    let engine = open(home.path(), None);
    assert_eq!(engine.lexicon().fingerprint(), version);
    assert_eq!(found(&engine, "佐布果仁酱"), Vec::<String>::new());
}

#[test]
fn an_overlay_that_is_not_there_is_named() {
    let missing = PathBuf::from("/nowhere/overlay");
    let error = Lexicon::open(None, Some(&missing)).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.starts_with("the tables in /nowhere/overlay cannot be read"), "{error}");
}

#[test]
fn every_format_finds_its_concepts_among_the_built_in_ones() {
    let french = Lang::new("fr").expect("a tag");
    for (name, under, known, fresh) in [
        ("thesaurus.ttl", None, "cashew-kernel", "zorblet-butter < cashew-kernel"),
        ("taxonomy.txt", None, "cashew-kernel", "zorblet-butter < cashew-kernel"),
        ("sheet.xlsx", None, "pili-nut", "pili-nut-brittle < pili-nut"),
    ] {
        let plan = plan(name, under);
        let slugs: Vec<&str> = plan.known.iter().map(|known| known.slug.as_str()).collect();
        assert_eq!(slugs, [known], "{name}: {plan:?}");
        let new: Vec<String> = plan.fresh.iter().map(|fresh| format!("{} < {}", fresh.slug, fresh.broader.join(" "))).collect();
        assert_eq!(new, [fresh], "{name}");
        let lexicon = build::build(Source::builtin().with(vec![("overlay/v.tsv".to_owned(), plan.table())])).expect(name);
        let id = lexicon.find(fresh.split(' ').next().unwrap_or_default()).expect("loaded");
        assert_eq!(lexicon.concept(id).expect("loaded").broader, [lexicon.find(known).expect("built in")]);
        if name == "taxonomy.txt" {
            let concept = lexicon.find(known).and_then(|id| lexicon.concept(id)).expect("built in");
            assert!(lexicon.names_in(&concept.names, french).any(|form| form == "noix de zorblet"));
        }
    }
    assert_eq!(plan("thesaurus.ttl", None).placeless, ["http://example.org/thesaurus/c3"]);
    assert!(plan("thesaurus.ttl", Some("nut")).placeless.is_empty());
}

#[test]
fn a_workbook_is_read_below_its_blank_lines_and_with_its_codes_whole() {
    let foreign = import::read(&fixture("sheet.xlsx"), None).expect("reads");
    let keys: Vec<&str> = foreign.entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["pili-nut", "sheet.xlsx, line 4"]);
    let codes: Vec<&str> = foreign.entries.iter().flat_map(|entry| &entry.hs).map(|code| code.digits()).collect();
    assert_eq!(codes, ["080299"]);
    assert_eq!((foreign.syntax, foreign.remarks), ("workbook", vec!["columns left out: remarks".to_owned()]));
}
