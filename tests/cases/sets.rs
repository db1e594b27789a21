//! Judgments and queries kept in the store: named sets with versions, imported whole or not at all, rated
//! one by one, and the same after a restore.

use std::io::Cursor;
use std::sync::Arc;

use serde_json::json;
use tradewind::domain::relevance::{Change, Row, SetChange, SetKind};
use tradewind::domain::{Actor, Command, Id, Role, Side};
use tradewind::engine::{Engine, EvaluationAsk, EvaluationError, ImportError, Options, SetImported};
use tradewind::evaluate::slices::Floors;
use tradewind::evaluate::{Format, Grade, Judgment, Rules};
use tradewind::storage::{MemoryStore, Store};
use tradewind::views::evaluations::Evaluations;
use tradewind::views::sets::Sets;

use crate::support::{posting, submit, titled};

const CSV: &str = "\u{feff}query,offer,grade,who\nq1,o1,3,li\nq1,o2,0,\nq2,o1,1,li\n";

fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}

fn engine() -> Engine {
    Engine::open(Options::memory()).expect("opens")
}

fn import(engine: &Engine, file: &str, replace: bool) -> Result<SetImported, ImportError> {
    engine.import_judgments(&Actor::operator(), &id("core"), file.as_bytes(), replace, "")
}

fn counts(imported: &SetImported) -> [usize; 4] {
    [imported.added, imported.changed, imported.same, imported.removed]
}

#[test]
fn a_file_is_taken_over_and_its_differences_are_counted() {
    let engine = engine();
    let first = import(&engine, CSV, false).expect("imports");
    assert_eq!(counts(&first), [3, 0, 0, 0]);
    let again = import(&engine, CSV, false).expect("imports");
    assert_eq!((counts(&again), again.version), ([0, 0, 3, 0], first.version), "the same again is no new version");
    let qrels = import(&engine, "q1 0 o1 2\nq3 0 o9 1\n", false).expect("imports");
    assert_eq!(counts(&qrels), [1, 1, 0, 0]);
    assert!(qrels.version > first.version);
    let replaced = import(&engine, "{\"query\": \"q1\", \"offer\": \"o1\", \"grade\": 2}\n", true).expect("imports");
    assert_eq!(counts(&replaced), [0, 0, 1, 3]);
    let sets = engine.sets(SetKind::Judgments).expect("lists");
    assert_eq!(sets.iter().map(|set| (set.name.as_str(), set.version, set.rows)).collect::<Vec<_>>(), [("core", replaced.version, 1)]);
}

#[test]
fn who_and_when_are_filled_in_and_every_format_comes_back_the_same() {
    let engine = engine();
    import(&engine, CSV, false).expect("imports");
    let judgments = engine.judgments(&id("core")).expect("reads");
    let who: Vec<&str> = judgments.iter().filter_map(|judgment| judgment.who.as_deref()).collect();
    assert_eq!(who, ["li", "operator", "li"]);
    assert!(judgments.iter().all(|judgment| judgment.when.is_some()));
    for format in [Format::Csv, Format::Tsv, Format::Lines] {
        let copy = format!("copy-{format:?}");
        engine.import_judgments(&Actor::operator(), &id(&copy), judgments.write(format).as_bytes(), false, "").expect("imports");
        assert_eq!(engine.judgments(&id(&copy)).expect("reads"), judgments, "{format:?}");
    }
    assert_eq!(judgments.write(Format::Qrels), "q1 0 o1 3\nq1 0 o2 0\nq2 0 o1 1\n");
}

#[test]
fn a_failed_import_changes_nothing() {
    let engine = engine();
    import(&engine, CSV, false).expect("imports");
    let before = (engine.judgments(&id("core")).expect("reads"), engine.sets(SetKind::Judgments).expect("lists"), engine.status().journal_position);
    for (file, row, field) in [("query,offer,grade\nq1,o7,2\nq1,o8,4\n", 3, "grade"), ("q1 0 o7 2\nq1 o8 1\n", 2, ""), ("{\"query\": \"q 1\", \"offer\": \"o7\", \"grade\": 1}", 1, "query")] {
        let Err(ImportError::Rows(faults)) = import(&engine, file, true) else { panic!("{file} was taken") };
        assert_eq!((faults[0].row, faults[0].error.field.as_str()), (row, field), "{faults:?}");
    }
    let stranger = Actor { role: Role::Exporter, party: "borgou".to_owned() };
    assert!(matches!(engine.import_judgments(&stranger, &id("core"), b"q9 0 o9 1\n", false, ""), Err(ImportError::Submit(_))));
    let after = (engine.judgments(&id("core")).expect("reads"), engine.sets(SetKind::Judgments).expect("lists"), engine.status().journal_position);
    assert_eq!(before, after);
}

#[test]
fn a_set_is_not_measured_by_while_an_import_of_it_is_open() {
    let engine = engine();
    let queries = "{\"id\": \"q1\", \"text\": \"cashew\"}\n{\"id\": \"q2\", \"text\": \"shea\"}\n";
    engine.import_queries(&Actor::operator(), &id("core"), queries.as_bytes(), false, "").expect("imports");
    let first = import(&engine, CSV, false).expect("imports");
    let ask = EvaluationAsk { queries: id("core"), judgments: id("core"), profile: None, rules: Rules::default(), floors: Floors::default(), now: None };
    engine.evaluate(&ask).expect("evaluates");
    // An import that was cut off after a part: the last row of the file, and none of the others.
    let row = Row { key: "q2/o9".to_owned(), value: json!({"query": "q2", "offer": "o9", "grade": 2}) };
    let part = SetChange::Load { set: id("core"), rows: vec![row], gone: Vec::new() };
    engine.submit(&Actor::operator(), Command::Tune { change: Box::new(Change::Judgments(part)), note: String::new() }).expect("loads");
    assert!(matches!(engine.evaluate(&ask), Err(EvaluationError::Open(SetKind::Judgments, set)) if set == id("core")));
    assert!(engine.sets(SetKind::Judgments).expect("lists")[0].open);
    let again = import(&engine, "query,offer,grade\nq2,o9,2\n", false).expect("imports");
    assert_eq!((counts(&again), again.version > first.version), ([0, 0, 1, 0], true), "nothing was left to do but to end it");
    assert!(!engine.sets(SetKind::Judgments).expect("lists")[0].open);
    engine.evaluate(&ask).expect("evaluates");
}

#[test]
fn one_rating_is_one_row_and_one_entry_of_the_audit() {
    let engine = engine();
    let many: String = (0..1_000).map(|n| format!("q{} 0 o{n} 1\n", n % 10)).collect();
    let imported = import(&engine, &many, false).expect("imports");
    let judgment = |grade| Judgment { query: id("q1"), offer: id("o1"), grade: Grade::new(grade).expect("a grade"), who: None, when: None, note: None };
    let rated = engine.rate(&Actor::operator(), &id("core"), judgment(3)).expect("rates");
    assert!(rated.version > imported.version);
    let judgments = engine.judgments(&id("core")).expect("reads");
    assert_eq!((judgments.len(), judgments.grade("q1", "o1")), (1_000, Grade::new(3)));
    // The import is one entry, the rating another; neither moves the workbench.
    let documents = tradewind::views::documents::Documents(&**engine.journal().store());
    assert_eq!(documents.audit(0, 10).expect("reads").len(), 2);
    assert_eq!(documents.workbench().expect("reads").version, 0);
    assert!(engine.unrate(&Actor::operator(), &id("core"), &id("q1"), &id("o1")).expect("takes back").is_some());
    assert!(engine.unrate(&Actor::operator(), &id("core"), &id("q1"), &id("o1")).expect("looks").is_none());
    assert!(engine.drop_set(&Actor::operator(), SetKind::Judgments, &id("core"), "").expect("drops"));
    assert!(engine.judgments(&id("core")).expect("reads").is_empty() && engine.sets(SetKind::Judgments).expect("lists").is_empty());
}

#[test]
fn query_sets_hold_words_and_whole_requests_and_name_what_is_left_to_judge() {
    let engine = titled(&["Cashew kernels W320", "Cashew kernels W240", "Shea butter"]);
    submit(&engine, vec![posting(Side::Request, json!({"id": "r1", "title": "求购腰果仁"}))]);
    let lines = [
        json!({"id": "words", "text": "cashew kernels", "lang": "en"}),
        json!({"id": "buyers", "text": "cashew", "side": "requests"}),
        json!({"id": "whole", "text": "求购乳木果油 500公斤", "kind": "request"}),
    ];
    let file: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let actor = Actor::operator();
    let imported = engine.import_queries(&actor, &id("core"), file.as_bytes(), false, "").expect("imports");
    assert_eq!(counts(&imported), [3, 0, 0, 0]);
    let again = engine.import_queries(&actor, &id("core"), engine.set_lines(SetKind::Queries, &id("core")).expect("writes").as_bytes(), true, "").expect("imports");
    assert_eq!(counts(&again), [0, 0, 3, 0], "what is written is read back the same");
    // A row of cells comes back as what it was read as.
    let cells = "id,text,kind,lang,side\nwhole,求购乳木果油 500公斤,request,,\nhave,Korosho ghafi,keyword,sw,requests\nw,shea,code,en,\n";
    engine.import_queries(&actor, &id("cells"), cells.as_bytes(), false, "").expect("imports");
    let mut read = tradewind::evaluate::QuerySet::read("cells", cells.as_bytes()).expect("is well formed").queries;
    read.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(engine.queries(&id("cells")).expect("reads").queries, read);
    let queries = engine.queries(&id("core")).expect("reads");
    engine.import_judgments(&actor, &id("core"), b"words 0 o1 3\n", false, "").expect("imports");
    let open = engine.unjudged(&queries, &engine.judgments(&id("core")).expect("reads"), 10).expect("lists");
    let told: Vec<(&str, &str, Vec<&str>)> = open.iter().map(|open| (open.query.as_str(), open.side, open.hits.iter().map(String::as_str).collect())).collect();
    assert_eq!(told, [("buyers", "requests", vec!["r1"]), ("whole", "offers", vec!["o3"]), ("words", "offers", vec!["o2"])]);
}

#[test]
fn a_restored_journal_has_the_same_sets_and_evaluations() {
    let engine = engine();
    import(&engine, CSV, false).expect("imports");
    import(&engine, "q1 0 o1 1\n", true).expect("imports");
    engine.import_queries(&Actor::operator(), &id("q"), b"id,text\nq1,cashew\n", false, "first").expect("imports");
    let ask = EvaluationAsk { queries: id("q"), judgments: id("core"), profile: None, rules: Rules::default(), floors: Floors::default(), now: None };
    let evaluated = engine.evaluate(&ask).expect("evaluates");
    for name in ["one", "two"] {
        engine.keep_evaluation(&Actor::operator(), &id(name), &evaluated, "kept").expect("is kept");
    }
    assert!(engine.keep_evaluation(&Actor::operator(), &id("one"), &evaluated, "again").is_err());
    engine.delete_evaluation(&Actor::operator(), &id("two"), "").expect("is deleted");
    assert!(engine.delete_evaluation(&Actor::operator(), &id("two"), "").is_err());
    let mut copy = Vec::new();
    engine.backup(&mut copy).expect("writes");
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    tradewind::engine::restore(Cursor::new(copy), Arc::clone(&store)).expect("restores");
    let (here, there) = (Evaluations(&**engine.journal().store()), Evaluations(&*store));
    assert_eq!(there.names().expect("reads"), [id("one")].into());
    assert_eq!(there.get(&id("one")).expect("reads"), here.get(&id("one")).expect("reads"));
    for kind in [SetKind::Judgments, SetKind::Queries] {
        let (here, there) = (Sets(&**engine.journal().store()), Sets(&*store));
        assert_eq!(there.list(kind).expect("lists"), here.list(kind).expect("lists"));
        for set in here.list(kind).expect("lists") {
            assert_eq!(there.rows(kind, &id(&set.name)).expect("reads"), here.rows(kind, &id(&set.name)).expect("reads"));
        }
    }
}
