//! The rules as data: what is read, what is refused and why, and how they change over time.

use jiff::civil::date;
use serde_json::{Value, json};

use super::{Change, Rule, RuleChange, Stamp, Workbench};
use crate::domain::Id;

fn read(id: &str, value: Value) -> Result<Rule, Vec<String>> {
    let Value::Object(map) = value else { panic!("an object") };
    Rule::read(id, &map).map_err(|faults| {
        assert!(faults.iter().all(|fault| !fault.problem.is_empty() && !fault.hint.is_empty()));
        faults.into_iter().map(|fault| fault.field).collect()
    })
}

fn put(workbench: &mut Workbench, id: &str, value: Value) -> Result<(), String> {
    let rule = read(id, value).unwrap_or_else(|faults| panic!("{faults:?}"));
    let stamp = Stamp { by: "operator".to_owned(), at: 1, note: String::new() };
    workbench.apply(&Change::Rules(RuleChange::Put { rule: Box::new(rule), expected: None }), &stamp).map_err(|fault| fault.field)
}

fn retire(workbench: &mut Workbench, id: &str) -> Result<(), String> {
    let stamp = Stamp { by: "operator".to_owned(), at: 2, note: "over".to_owned() };
    let id = Id::parse(id).expect("an id");
    workbench.apply(&Change::Rules(RuleChange::Retire { id, expected: None }), &stamp).map_err(|fault| fault.field)
}

fn pin(posting: &str, place: usize) -> Value {
    json!({"when": {"concept": "tea"}, "do": "pin", "on": {"id": posting}, "place": place})
}

#[test]
fn every_fault_of_a_rule_is_named() {
    let cases = [
        (json!({}), vec!["do"]),
        (json!({"do": "pin", "on": {"id": "o"}, "place": 0, "when": {"lang": "zh"}}), vec!["place"]),
        (json!({"do": "pin", "on": {"id": "o"}, "place": 101, "when": {"lang": "zh"}}), vec!["place"]),
        (json!({"do": "pin", "on": {"id": "o"}, "when": {"lang": "zh"}}), vec!["place"]),
        (json!({"do": "pin", "on": {"id": "o"}, "place": "first", "when": {"lang": "zh"}}), vec!["place"]),
        (json!({"do": "pin", "on": {"id": "o", "party": "p"}, "place": 1, "when": {"lang": "zh"}}), vec!["on"]),
        (json!({"do": "pin", "on": {"party": "p"}, "place": 1}), vec!["on", "when"]),
        (json!({"do": "bury"}), vec!["on"]),
        (json!({"do": "block", "on": {}}), vec!["on"]),
        (json!({"do": "block", "on": {"hs": "080"}}), vec!["on.hs"]),
        (json!({"do": "block", "on": {"hs": "9900"}}), vec!["on.hs"]),
        (json!({"do": "boost", "on": {"party": "p"}, "by": 0}), vec!["by"]),
        (json!({"do": "boost", "on": {"party": "p"}, "by": 1.5}), vec!["by"]),
        (json!({"do": "boost", "on": {"party": "p"}, "by": -1}), vec!["by"]),
        (json!({"do": "boost", "on": {"party": "p"}, "by": "NaN"}), vec!["by"]),
        (json!({"do": "boost", "on": {"party": "p"}}), vec!["by"]),
        (json!({"do": "bury", "on": {"party": "p"}, "by": 0.5, "place": 3}), vec!["by", "place"]),
        (json!({"do": "sell", "on": {"party": "p"}}), vec!["do"]),
        (json!({"do": "bury", "on": {"party": "p"}, "from": "2026-05-02", "until": "2026-05-01"}), vec!["until"]),
        (json!({"do": "bury", "on": {"party": "p"}, "from": "soon", "until": "2026-13-01"}), vec!["from", "until"]),
        (json!({"do": "bury", "on": {"party": "p", "origin": "XX"}, "when": {"hs": "77", "lang": "z", "country": "BJ"}, "side": "both", "rank": 1}),
            vec!["on.origin", "rank", "side", "when.country", "when.hs", "when.lang"]),
        (json!({"id": "other", "do": "bury", "on": "p"}), vec!["id", "on"]),
        // A condition that is there and empty would mean every question, every posting, or for ever.
        (json!({"do": "block", "when": {"text": "  "}, "on": {"party": "p"}}), vec!["when.text"]),
        (json!({"do": "block", "when": {"concept": "", "hs": "", "origin": "", "lang": ""}, "on": {"party": "p"}}), vec!["when.concept", "when.hs", "when.lang", "when.origin"]),
        (json!({"do": "block", "on": {"party": "p", "id": "", "origin": "\u{3000}"}}), vec!["on.id", "on.origin"]),
        (json!({"do": "bury", "on": {"party": "p"}, "side": "", "from": "", "until": ""}), vec!["from", "side", "until"]),
    ];
    for (value, fields) in cases {
        let mut faults = read("r", value.clone()).expect_err(&value.to_string());
        faults.sort();
        assert_eq!(faults, fields, "{value}");
    }
    assert_eq!(read("a b", json!({"do": "bury", "on": {"party": "p"}})), Err(vec!["id".to_owned()]));
}

#[test]
fn a_rule_is_written_as_it_is_read() {
    let value = json!({"id": "spring", "side": "offer", "when": {"concept": "tea", "hs": "0902", "origin": "KE", "lang": "zh", "text": "红茶"},
        "on": {"party": "kericho", "hs": "0902"}, "do": "boost", "by": 0.5, "from": "2026-03-01", "until": "2026-05-31"});
    let rule = read("spring", value.clone()).expect("reads");
    assert_eq!(serde_json::to_value(&rule).expect("writes"), value);
    assert_eq!(serde_json::from_value::<Rule>(value).expect("reads"), rule);
}

#[test]
fn a_rule_holds_from_its_first_day_to_its_last() {
    let holds = |from: Value, until: Value, day| read("r", json!({"do": "bury", "on": {"party": "p"}, "from": from, "until": until})).expect("reads").holds(day);
    let (from, until) = (json!("2026-03-01"), json!("2026-05-31"));
    for (day, expected) in [(date(2026, 2, 28), false), (date(2026, 3, 1), true), (date(2026, 5, 31), true), (date(2026, 6, 1), false)] {
        assert_eq!(holds(from.clone(), until.clone(), day), expected, "{day}");
    }
    assert!(holds(Value::Null, until, date(2020, 1, 1)) && holds(from, Value::Null, date(2030, 1, 1)));
}

#[test]
fn two_pins_for_the_same_questions_need_two_places_and_two_postings() {
    let mut workbench = Workbench::default();
    put(&mut workbench, "first", pin("a", 1)).expect("accepted");
    let mut other = pin("b", 1);
    assert_eq!(put(&mut workbench, "second", other.clone()), Err("place".to_owned()));
    assert_eq!(put(&mut workbench, "second", pin("a", 2)), Err("on.id".to_owned()));
    assert_eq!(workbench.version, 1, "a refused change changes nothing");
    put(&mut workbench, "second", pin("b", 2)).expect("another place");
    put(&mut workbench, "first", pin("c", 1)).expect("a rule may change itself");
    // Other questions, another side or another season are no contradiction.
    other["when"] = json!({"concept": "tea", "lang": "zh"});
    put(&mut workbench, "third", other.clone()).expect("other questions");
    other["when"] = json!({"concept": "tea"});
    other["side"] = json!("request");
    put(&mut workbench, "fourth", other.clone()).expect("another side");
    let season = |from: &str, until: &str| json!({"when": {"text": "Thé vert"}, "do": "pin", "on": {"id": from}, "place": 1, "from": from, "until": until});
    put(&mut workbench, "spring", season("2026-03-01", "2026-05-31")).expect("accepted");
    put(&mut workbench, "summer", season("2026-06-01", "2026-08-31")).expect("a later season");
    assert_eq!(put(&mut workbench, "may", season("2026-05-31", "2026-05-31")), Err("place".to_owned()));
    retire(&mut workbench, "spring").expect("in use");
    put(&mut workbench, "may", season("2026-05-31", "2026-05-31")).expect("free again");
    assert_eq!(put(&mut workbench, "spring", season("2026-03-01", "2026-05-31")), Err("place".to_owned()), "nor does it come back over another");
}

#[test]
fn every_change_is_a_version_and_what_is_retired_stays_to_be_seen() {
    let mut workbench = Workbench::default();
    put(&mut workbench, "r", pin("a", 1)).expect("accepted");
    put(&mut workbench, "r", pin("a", 2)).expect("accepted");
    let id = Id::parse("r").expect("an id");
    let day = date(2026, 1, 1);
    assert_eq!(workbench.rules.in_use().filter(|rule| rule.holds(day)).count(), 1);
    assert_eq!(workbench.rules.get(&id).map(|kept| kept.version), Some(2));
    retire(&mut workbench, "r").expect("in use");
    assert_eq!((workbench.rules.in_use().filter(|rule| rule.holds(day)).count(), workbench.rules.all().count(), workbench.version), (0, 1, 3));
    assert_eq!(retire(&mut workbench, "r"), Err("id".to_owned()));
    assert_eq!(retire(&mut workbench, "none"), Err("id".to_owned()));
    put(&mut workbench, "r", pin("a", 3)).expect("accepted");
    assert_eq!(workbench.rules.get(&id).map(|kept| (kept.version, kept.retired.is_none())), Some((3, true)));
    // What is kept can be read again.
    let text = serde_json::to_string(&workbench).expect("writes");
    assert_eq!(serde_json::from_str::<Workbench>(&text).expect("reads"), workbench);
}
