//! The lexicon edited while the engine runs. It proves, of T32 and A42:
//!
//! - a synonym brings what it is meant to bring, without a restart, behind the exact word;
//! - its direction and its weight hold; an edit can be taken back, and its history stays;
//! - what cannot work is refused when it is saved, with the field, the reason and what to do;
//! - edits last through restarts, and the index takes in what it lacks and nothing else;
//! - goods that an operator adds are found in every language they were named in.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tradewind::domain::relevance::{Change, LexiconChange};
use tradewind::domain::{Actor, Command, FieldError, Refusal, Role, Side};
use tradewind::engine::{Ask, EditState, Engine, Options, SubmitError};

use super::support::{ask, found, hit, ids, posting, set, settle, submit, titled};

fn command(edit: Value) -> Command {
    let change: LexiconChange = serde_json::from_value(edit).expect("an edit");
    Command::Tune { change: Box::new(Change::Lexicon(change)), note: "asked for by buyers".to_owned() }
}

/// Makes an edit and waits until everything is read with it; its number.
fn edit(engine: &Engine, edit: Value) -> u64 {
    settle(engine, vec![command(edit)]);
    engine.in_use().workbench.lexicon.count()
}

fn refused(engine: &Engine, edit: Value) -> FieldError {
    match engine.submit(&Actor::operator(), command(edit.clone())) {
        Err(SubmitError::Rejected(faults)) => faults.into_iter().next().expect("a fault"),
        Err(SubmitError::Refused(Refusal::Unfit(fault))) => fault,
        other => panic!("{edit} gives {other:?}"),
    }
}

fn synonym(from: &str, to: &str, both_ways: bool, weight: f64) -> Value {
    json!({"do": "synonym", "from": from, "from_lang": "en", "to": to, "to_lang": "en", "both_ways": both_ways, "weight": weight})
}

fn score(engine: &Engine, text: &str, id: &str) -> f64 {
    hit(&ask(engine, text), id).score
}

#[test]
fn groundnut_peanut_and_a_word_that_an_operator_adds() {
    // The lexicon knows maní: the word of the trade that it does not know is invented.
    let engine = titled(&["Groundnut kernels 50/60", "Peanut kernels 50/60", "Manizuco confitero 38/42"]);
    assert_eq!(found(&engine, "peanut"), ["o2", "o1"]);
    let before = ask(&engine, "peanut");
    let number = edit(&engine, json!({"do": "synonym", "from": "manizuco", "from_lang": "es", "to": "peanut", "to_lang": "en", "both_ways": true, "weight": 1.0}));
    assert_eq!((found(&engine, "peanut").first().map(String::as_str), set(&engine, "peanut").len()), (Some("o2"), 3));
    assert_eq!(found(&engine, "manizuco").first().map(String::as_str), Some("o3"));
    assert_eq!(set(&engine, "manizuco"), ["o1", "o2", "o3"]);
    let (state, cost) = engine.edit_state(number);
    assert_eq!((state, cost.map(|cost| (cost.first, cost.last, cost.postings, cost.left))), (EditState::Done, Some((1, 1, 1, 0))));

    let undo = edit(&engine, json!({"do": "undo", "edit": number}));
    let after = ask(&engine, "peanut");
    assert_eq!(ids(&after.hits), ["o2", "o1"]);
    for (one, other) in before.hits.iter().zip(&after.hits) {
        assert!((one.score - other.score).abs() < 1e-6, "{} {}", one.score, other.score);
    }
    assert_eq!(set(&engine, "manizuco"), ["o3"]);
    let edits = engine.in_use().workbench.lexicon.clone();
    assert_eq!(edits.undone(), [undo, 0]);
    assert!(edits.entries().all(|(_, entry)| entry.stamp.by == "operator" && entry.stamp.note == "asked for by buyers"));
    // To undo an undo brings the edit back.
    edit(&engine, json!({"do": "undo", "edit": undo}));
    assert_eq!(set(&engine, "peanut"), ["o1", "o2", "o3"]);
}

#[test]
fn an_added_form_of_any_length_in_any_script_is_found_at_once() {
    for (lang, form, title) in [
        ("es", "manizuco", "Manizucos confiteros 38/42"),
        ("en", "old country runner ground pods", "Old Country runner ground pods, 50 kg"),
        ("zh", "佐布果仁", "供应佐布果仁大粒"),
        ("zh", "佐布果仁", "zuobuguoren 25kg"),
        ("th", "ซอร์บเล็ตถั่ว", "ขายซอร์บเล็ตถั่วคุณภาพดี"),
        ("ar", "زوربليت", "بيع زوربليت درجة أولى"),
        ("ru", "зорблетник", "Продаём зорблетники оптом"),
        ("pt", "zorbo de pau seco", "Zorbo pau seco a granel"),
        ("fr", "zorblette d'Orient", "Zorblettes d'Orient"),
    ] {
        let engine = titled(&["Peanut kernels 50/60", title, "Steel pipes"]);
        assert!(!found(&engine, "花生").contains(&"o2".to_owned()), "{title}");
        edit(&engine, json!({"do": "add_form", "concept": "groundnut", "lang": lang, "form": form}));
        assert!(found(&engine, "花生").contains(&"o2".to_owned()), "{title} by {form}");
        assert!(!found(&engine, "花生").contains(&"o3".to_owned()));
        edit(&engine, json!({"do": "retire_form", "concept": "groundnut", "lang": lang, "form": form}));
        assert!(!found(&engine, "花生").contains(&"o2".to_owned()), "{title} without {form}");
    }
}

#[test]
fn a_one_way_synonym_works_one_way() {
    let titles = ["Coffee beans grade 1", "Honey in drums", "Zorblet fibre in bales"];
    // Both known: who asks for the one finds the other too.
    let engine = titled(&titles);
    let exact = score(&engine, "coffee", "o1");
    edit(&engine, synonym("coffee", "honey", false, 0.5));
    assert_eq!(found(&engine, "coffee"), ["o1", "o2"]);
    assert!((score(&engine, "coffee", "o1") - exact).abs() < 1e-6, "the word itself counts as before");
    assert!(!found(&engine, "honey").contains(&"o1".to_owned()));
    // Only the word that is found is known.
    let engine = titled(&titles);
    edit(&engine, synonym("zorblet", "honey", false, 1.0));
    assert_eq!(set(&engine, "zorblet"), ["o2", "o3"]);
    assert_eq!(found(&engine, "zorblet").first().map(String::as_str), Some("o3"), "the exact word first");
    assert_eq!(set(&engine, "honey"), ["o2"]);
    // Only the word that is asked is known.
    let engine = titled(&titles);
    edit(&engine, synonym("honey", "zorblet", false, 1.0));
    assert_eq!(found(&engine, "honey"), ["o2", "o3"]);
    assert_eq!(set(&engine, "zorblet"), ["o3"]);
}

#[test]
fn the_weight_of_a_synonym_shows_and_the_least_one_still_finds() {
    let mut last = f64::INFINITY;
    for weight in [1.0, 0.6, 0.3, 0.01] {
        let engine = titled(&["Peanut kernels", "Manizuco 38/42"]);
        edit(&engine, synonym("manizuco", "peanut", true, weight));
        for (query, other) in [("peanut", "o2"), ("manizuco", "o1")] {
            assert_eq!(ids(&ask(&engine, query).hits).len(), 2, "{query} at {weight}");
            assert_ne!(found(&engine, query).first().map(String::as_str), Some(other), "{query} at {weight}");
        }
        let now = score(&engine, "peanut", "o2");
        assert!(now < last, "{now} at {weight} is not below {last}");
        last = now;
    }
}

#[test]
fn one_search_can_do_without_synonyms() {
    let engine = titled(&["Peanut kernels", "Manizuco 38/42"]);
    edit(&engine, synonym("manizuco", "peanut", true, 1.0));
    let without = |text: &str| ids(&engine.search(&Ask { text: text.to_owned(), synonyms: false, ..Ask::default() }).expect("answers").hits);
    assert_eq!((without("peanut"), without("manizuco")), (vec!["o1".to_owned()], vec!["o2".to_owned()]));
    assert_eq!((found(&engine, "peanut").len(), found(&engine, "manizuco").len()), (2, 2));
}

#[test]
fn a_concept_added_live_is_found_in_three_languages() {
    let engine = titled(&["Zorblet kernels 25 kg", "供应佐布果", "Noix de zorblette", "Cashew nuts W320", "Zorblet, roasted"]);
    assert_eq!(set(&engine, "zorblet"), ["o1", "o5"]);
    let number = edit(&engine, json!({"do": "add_concept", "concept": "zorblet-nut", "broader": ["nut"], "hs": ["080299"], "names": {"en": ["zorblet"], "zh": ["佐布果"], "fr": ["noix de zorblette"]}}));
    for query in ["zorblet", "佐布果", "noix de zorblette"] {
        assert_eq!(set(&engine, query).iter().filter(|id| *id != "o4").count(), 4, "{query}: {:?}", found(&engine, query));
    }
    assert!(set(&engine, "坚果").len() >= 5, "{:?}", set(&engine, "坚果"));
    // A kind of it, by its property: goods that say both are of that kind.
    edit(&engine, json!({"do": "add_concept", "concept": "zorblet-roasted", "broader": ["zorblet-nut"], "facets": ["roast:roasted"], "names": {"zh": ["烤佐布"]}}));
    assert_eq!(found(&engine, "烤佐布").first().map(String::as_str), Some("o5"));
    // What another concept is filed under cannot go.
    let fault = refused(&engine, json!({"do": "undo", "edit": number}));
    assert!(fault.field == "edit" && fault.problem.contains("edit 2") && fault.hint == "undo edit 2 first", "{fault:?}");
    let fault = refused(&engine, json!({"do": "retire_concept", "concept": "zorblet-nut"}));
    assert!(fault.problem.contains("zorblet-roasted below it"), "{fault:?}");
    edit(&engine, json!({"do": "retire_concept", "concept": "zorblet-roasted"}));
    edit(&engine, json!({"do": "retire_concept", "concept": "zorblet-nut"}));
    assert_eq!(set(&engine, "佐布果"), ["o2"]);
    assert!(engine.lexicon().find("zorblet-nut").is_none());
    // Its place is kept, and it comes back with its names.
    edit(&engine, json!({"do": "undo", "edit": 4}));
    assert!(set(&engine, "佐布果").contains(&"o1".to_owned()));
}

#[test]
fn filing_a_concept_elsewhere_reads_what_is_below_it_again() {
    let engine = titled(&["Cashew nuts W320", "Steel pipes"]);
    assert!(!set(&engine, "spices").contains(&"o1".to_owned()));
    let number = edit(&engine, json!({"do": "change_concept", "concept": "cashew-nut", "broader": ["spice"]}));
    assert!(set(&engine, "spices").contains(&"o1".to_owned()));
    assert_eq!(engine.edit_state(number).1.map(|cost| cost.postings), Some(1));
    edit(&engine, json!({"do": "undo", "edit": number}));
    assert!(!set(&engine, "spices").contains(&"o1".to_owned()));
}

#[test]
fn what_cannot_work_is_refused_when_it_is_saved() {
    let engine = titled(&["Peanut kernels"]);
    let form = |concept: &str, lang: &str, form: &str| json!({"do": "add_form", "concept": concept, "lang": lang, "form": form});
    let concept = |slug: &str, broader: &str, hs: &str, facet: &str, name: &str| json!({"do": "add_concept", "concept": slug, "broader": [broader], "hs": [hs], "facets": [facet], "names": {"en": [name]}});
    let long = "very ".repeat(30);
    for (edit, field, problem) in [
        (form("no-such-thing", "en", "zorblet"), "concept", "no-such-thing is no concept"),
        (form("groundnut", "tlh", "zorblet"), "lang", "tlh is no language"),
        (form("groundnut", "en", "  "), "form", "is empty"),
        (form("groundnut", "en", &long), "form", "has 150 characters, above 120"),
        (form("groundnut", "en", "!!!"), "form", "holds no word"),
        (form("groundnut", "fr", "de la"), "form", "holds no word"),
        (form("groundnut", "en", "50 60"), "form", "is only a number"),
        (form("groundnut", "en", "pods, ground"), "form", "is divided by a comma"),
        (form("groundnut", "en", "a|b"), "form", "holds a bar"),
        (form("groundnut", "en", "Peanut"), "form", "is a form of groundnut already"),
        (form("groundnut", "en", "cashew nut"), "form", "stands for cashew-nut in en"),
        (json!({"do": "retire_form", "concept": "groundnut", "lang": "en", "form": "cashew"}), "form", "is no form of groundnut"),
        (json!({"do": "retire_concept", "concept": "groundnut"}), "concept", "was not added by an edit"),
        (concept("groundnut", "nut", "080299", "roast:raw", "zorblet"), "concept", "groundnut exists"),
        (concept("Zorblet Nut", "nut", "080299", "roast:raw", "zorblet"), "concept", "is no name of a concept"),
        (concept("zorblet", "nuts-galore", "080299", "roast:raw", "zorblet"), "broader", "is no concept"),
        (concept("zorblet", "zorblet", "080299", "roast:raw", "zorblet"), "broader", "is the concept itself"),
        (concept("zorblet", "nut", "080133", "roast:raw", "zorblet"), "hs", "080133 is no code of HS 2022"),
        (concept("zorblet", "nut", "nuts", "roast:raw", "zorblet"), "hs", "nuts is no HS code"),
        (concept("zorblet", "nut", "080299", "taste:great", "zorblet"), "facets", "taste:great is no property"),
        (concept("zorblet", "nut", "080299", "roast:raw", "peanut"), "names.en", "peanut stands for groundnut in en"),
        (json!({"do": "add_concept", "concept": "zorblet", "names": {}}), "names", "has no name"),
        (json!({"do": "change_concept", "concept": "nut", "broader": ["cashew-nut"]}), "broader", "cashew-nut is below the concept itself"),
        (json!({"do": "change_concept", "concept": "nut", "facets": ["roast:raw", "roast:roasted"]}), "facets", "contradict each other"),
        (json!({"do": "change_concept", "concept": "nut"}), "concept", "is left as it is"),
        (synonym("peanut", "groundnut", true, 1.0), "to", "names groundnut as peanut does"),
        (synonym("zorblet", "quandex", true, 1.0), "to", "names no goods that the lexicon knows, nor does zorblet"),
        (synonym("Zorblet", "zorblet", true, 1.0), "to", "is the same word"),
        (synonym("zorblet", "peanut", true, 0.0), "weight", "is 0"),
        (synonym("zorblet", "peanut", true, 1.5), "weight", "is 1.5"),
        (json!({"do": "undo", "edit": 7}), "edit", "7 was never made"),
    ] {
        let fault = refused(&engine, edit.clone());
        assert!(fault.field == field && fault.problem.contains(problem) && !fault.hint.is_empty(), "{edit}: {fault:?}");
    }
    assert_eq!(engine.in_use().workbench.lexicon.count(), 0);
    // Two meanings are possible where the operator says so.
    let mut both = form("groundnut", "en", "cashew nut");
    both["ambiguous"] = json!(true);
    edit(&engine, both);
    let outsider = Actor { role: Role::Exporter, party: "borgou".to_owned() };
    assert!(matches!(engine.submit(&outsider, command(form("groundnut", "en", "zorblet"))), Err(SubmitError::Refused(Refusal::OperatorOnly { .. }))));
}

#[test]
fn of_two_edits_at_once_the_second_runs_against_the_first() {
    let engine = titled(&["Zorblet pods"]);
    let of = |concept: &str| json!({"do": "add_form", "concept": concept, "lang": "en", "form": "zorblet"});
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let makers = ["groundnut", "cashew-nut", "groundnut", "walnut"].map(|concept| { let engine = &engine; scope.spawn(move || engine.submit(&Actor::operator(), command(of(concept)))) });
        makers.into_iter().map(|maker| maker.join().expect("ends")).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert_eq!(engine.in_use().workbench.lexicon.count(), 1);
    // The others are told which edit they ran against, or which concept has the form by now.
    for outcome in outcomes.into_iter().filter_map(Result::err) {
        let fault = match outcome {
            SubmitError::Refused(Refusal::Unfit(fault)) => fault,
            SubmitError::Rejected(faults) => faults.into_iter().next().expect("a fault"),
            other => panic!("{other:?}"),
        };
        assert_eq!(fault.field, "form");
        assert!(["by edit 1", "stands for", "already"].iter().any(|words| fault.problem.contains(words)), "{fault:?}");
    }
}

#[test]
fn edits_last_through_a_restart_and_only_what_is_missing_is_read_again() {
    let home = tempfile::tempdir().expect("a folder");
    let open = || {
        let engine = Engine::open(Options::at(home.path().join("data"))).expect("opens");
        assert!(engine.wait_searchable(engine.status().journal_position, Duration::from_secs(60)));
        engine
    };
    let engine = open();
    submit(&engine, ["Peanut kernels", "Manizuco 38/42", "Cashew nuts"].iter().zip(1..).map(|(title, n)| posting(Side::Offer, json!({"id": format!("o{n}"), "title": title}))).collect());
    edit(&engine, synonym("manizuco", "peanut", true, 0.8));
    edit(&engine, json!({"do": "add_concept", "concept": "zorblet-nut", "broader": ["nut"], "names": {"en": ["zorblet"]}}));
    let before = ask(&engine, "peanut");
    assert_eq!(ids(&before.hits), ["o1", "o2"]);
    drop(engine);

    let engine = open();
    assert_eq!(engine.edit_state(2), (EditState::Done, None), "nothing had to be read again");
    let after = ask(&engine, "peanut");
    assert_eq!(ids(&after.hits), ids(&before.hits));
    assert!(after.hits.iter().zip(&before.hits).all(|(one, other)| (one.score - other.score).abs() < 1e-6));
    submit(&engine, vec![posting(Side::Offer, json!({"id": "o4", "title": "Zorblet in bags"}))]);
    assert_eq!(found(&engine, "zorblet").first().map(String::as_str), Some("o4"));
    // Written, and the engine goes before it has taken it in.
    engine.submit(&Actor::operator(), command(json!({"do": "add_form", "concept": "zorblet-nut", "lang": "es", "form": "manizuco"}))).expect("written");
    drop(engine);

    let engine = open();
    assert!(set(&engine, "zorblet").contains(&"o2".to_owned()));
    let state = engine.lexicon_state();
    assert_eq!((state.edits, state.asked, state.found, state.left, state.idle.len()), (3, 3, 3, 0, 0));
}

#[test]
fn waiting_for_an_edit_is_waiting_for_its_last_posting() {
    let engine = titled(&["Steel pipes"]);
    let crowd: Vec<_> = (0..600).map(|n| posting(Side::Offer, json!({"id": format!("m{n:03}"), "title": format!("Manizuco lot {n}"), "supplier": {"id": format!("s{n}")}}))).collect();
    submit(&engine, crowd);
    let begun = Instant::now();
    let receipt = engine.submit(&Actor::operator(), command(json!({"do": "add_form", "concept": "groundnut", "lang": "es", "form": "manizuco"}))).expect("written");
    let later = engine.submit(&Actor::operator(), Command::Put { posting: Box::new(posting(Side::Offer, json!({"id": "last", "title": "Manizuco, the last"}))), expected: None, create_only: false }).expect("written");
    assert!(later.position > receipt.position);
    assert!(!engine.wait_searchable(receipt.position, Duration::ZERO));
    assert!(engine.wait_searchable(receipt.position, Duration::from_secs(60)), "after {:?}", begun.elapsed());
    let cost = engine.edit_state(1).1.expect("remembered");
    assert_eq!((engine.edit_state(1).0, cost.left), (EditState::Done, 0));
    assert!((600..=601).contains(&cost.postings), "{cost:?}");
    assert!(engine.wait_searchable(later.position, Duration::from_secs(60)));
    assert_eq!(ask(&engine, "花生").total, 601);
}
