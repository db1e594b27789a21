//! Curation rules: they obey filters, ends and the reading of the question, and say what they did.

use serde_json::{Value, json};
use tradewind::domain::relevance::{Change, Method, ProfileChange, Rule, RuleChange, TrialChange};
use tradewind::domain::{Actor, Command, Country, Id, Profile, Side};
use tradewind::engine::{Answer, Ask, Effect, Engine, Filters, Options, SubmitError, now_ms};

use super::support::{ask, found, hit, ids, posting, stocked, submit, titled};

fn read(id: &str, value: Value) -> Rule {
    let Value::Object(map) = value else { panic!("not an object") };
    Rule::read(id, &map).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn tune(engine: &Engine, change: RuleChange) -> Result<(), SubmitError> {
    engine.submit(&Actor::operator(), Command::Tune { change: Box::new(Change::Rules(change)), note: "trial".to_owned() }).map(|_| ())
}

fn put(engine: &Engine, id: &str, value: Value) {
    tune(engine, RuleChange::Put { rule: Box::new(read(id, value)), expected: None }).expect("accepted");
}

/// An engine that ranks offers by the default profile, changed; the age of what tests store is left out.
fn ranked_by(change: impl Fn(&mut Profile), offers: Vec<Value>) -> Engine {
    let mut profile = Profile::parse(include_str!("../../indexes/profiles/default.toml")).expect("the default profile");
    profile.weights.remove("freshness");
    change(&mut profile);
    let engine = Engine::open(Options::memory().with_profile(Some(profile))).expect("opens");
    submit(&engine, offers.into_iter().map(|offer| posting(Side::Offer, offer)).collect());
    engine
}

fn retire(engine: &Engine, id: &str) {
    tune(engine, RuleChange::Retire { id: Id::parse(id).expect("an id"), expected: None }).expect("in use");
}

fn pin(concept: &str, posting: &str, place: usize) -> Value {
    json!({"when": {"concept": concept}, "do": "pin", "on": {"id": posting}, "place": place})
}

fn titles(engine: &Engine, text: &str, filters: Filters) -> Vec<String> {
    ids(&engine.search(&Ask { text: text.to_owned(), filters, ..Ask::default() }).expect("answers").hits)
}

/// What a rule does to each posting that it means: (identifier, effect or why it has no place, from, to).
fn effects(engine: &Engine, rule: &str, ask: &Ask) -> Vec<(String, String, Option<usize>, Option<usize>)> {
    let trial = engine.try_rules(ask, None, None).expect("tries");
    let fired = trial.fired.iter().find(|fired| fired.rule == rule).unwrap_or_else(|| panic!("{rule} does not fire: {trial:?}"));
    let told = |effect: &Effect| effect.left_out.map_or(effect.effect.to_owned(), |why| serde_json::to_value(why).expect("writes").as_str().expect("a text").to_owned());
    fired.effects.iter().map(|effect| (effect.id.clone(), told(effect), effect.from, effect.to)).collect()
}

fn typed(text: &str) -> Ask {
    Ask { text: text.to_owned(), ..Ask::default() }
}

/// Why a rule does not fire.
fn unmet(engine: &Engine, rule: &str, ask: &Ask) -> Option<&'static str> {
    engine.try_rules(ask, None, None).expect("tries").idle.iter().find(|idle| idle.rule == rule).map(|idle| idle.unmet)
}

#[test]
fn a_pin_obeys_ends_filters_and_what_was_found() {
    let engine = stocked(&[
        json!({"id": "a", "title": "Cashew kernels W320", "origin": "VN"}),
        json!({"id": "b", "title": "Raw cashew nuts in shell", "origin": "BJ"}),
        json!({"id": "c", "title": "Cashew kernels W240", "origin": "VN"}),
        json!({"id": "gone", "title": "Cashew kernels W320", "origin": "VN", "valid_until": "2020-01-01"}),
        json!({"id": "tea", "title": "Black tea", "origin": "VN"}),
    ]);
    let natural = found(&engine, "cashew kernels W320");
    assert_eq!(natural.first().map(String::as_str), Some("a"), "{natural:?}");
    for (id, posting) in [("p1", "gone"), ("p2", "tea"), ("p3", "nobody")] {
        put(&engine, id, pin("cashew-nut", posting, 1));
        assert_eq!(found(&engine, "cashew kernels W320"), natural, "{posting} is not brought in");
        let effect = [("gone", "expired"), ("tea", "not-recalled"), ("nobody", "unknown")].into_iter().find(|(id, _)| *id == posting).expect("known").1;
        assert_eq!(effects(&engine, id, &typed("cashew kernels W320")), [(posting.to_owned(), effect.to_owned(), None, None)]);
        retire(&engine, id);
    }
    put(&engine, "p4", pin("cashew-nut", "b", 1));
    let moved = found(&engine, "cashew kernels W320");
    assert_eq!((moved[0].as_str(), moved.len()), ("b", natural.len()), "pinned, and once: {moved:?}");
    let from = natural.iter().position(|id| id == "b").map(|at| at + 1);
    assert_eq!(effects(&engine, "p4", &typed("cashew kernels W320")), [("b".to_owned(), "moved".to_owned(), from, Some(1))]);
    let vietnam = Filters { origin: Country::parse("VN"), ..Filters::default() };
    assert!(!titles(&engine, "cashew kernels W320", vietnam.clone()).contains(&"b".to_owned()), "a filter holds for pins");
    assert_eq!(effects(&engine, "p4", &Ask { filters: vietnam, ..typed("cashew kernels W320") }), [("b".to_owned(), "filtered".to_owned(), None, None)]);
    // Where it would stand anyway it stays, and says that it was chosen.
    put(&engine, "p4", pin("cashew-nut", "a", 1));
    assert_eq!(found(&engine, "cashew kernels W320"), natural);
    assert_eq!(effects(&engine, "p4", &typed("cashew kernels W320")), [("a".to_owned(), "stays".to_owned(), Some(1), Some(1))]);
    let chosen = |id: &str| hit(&ask(&engine, "cashew kernels W320"), id).reasons.iter().filter(|reason| reason.kind == "pin").map(|reason| reason.text.clone()).collect::<Vec<_>>();
    assert_eq!(chosen("a"), ["Chosen by the platform"]);
    assert!(chosen("c").is_empty());
}

#[test]
fn a_rule_for_a_concept_fires_for_every_name_of_it_and_for_nothing_else() {
    let engine = stocked(&[
        json!({"id": "kernel", "title": "Cashew kernels W320"}),
        json!({"id": "shell", "title": "Raw cashew nuts in shell"}),
        json!({"id": "machine", "title": "Cashew nut shelling machine"}),
        json!({"id": "coffee", "title": "Arabica green coffee"}),
    ]);
    put(&engine, "cashew", pin("cashew-nut", "shell", 1));
    for text in ["腰果仁", "amande de cajou", "hạt điều", "cashew kernels", "korosho", "кешью"] {
        assert_eq!(found(&engine, text).first().map(String::as_str), Some("shell"), "{text}");
    }
    for text in ["cashew nut shelling machine", "arabica coffee", "咖啡", "coffee for cashew importers", "castanha de caju", ""] {
        let fires = unmet(&engine, "cashew", &typed(text)).is_none();
        // Whatever is asked for decides, not whatever is mentioned.
        assert_eq!(fires, text == "castanha de caju", "{text}");
    }
    // A rule for the narrower does not fire for the wider.
    put(&engine, "kernels", pin("cashew-kernel", "kernel", 2));
    assert_eq!(unmet(&engine, "kernels", &typed("raw cashew nuts in shell")), Some("concept"));
    assert_eq!(unmet(&engine, "kernels", &typed("腰果仁")), None);
}

#[test]
fn each_condition_decides_whether_a_rule_fires() {
    let engine = titled(&["Green tea", "Black tea", "Cashew kernels"]);
    let cases = [
        (json!({"text": "  GREEN   Tea "}), vec!["green tea", "Green  tea", "ＧＲＥＥＮ tea"], vec!["green teas", "best green tea", "green"], "text"),
        (json!({"lang": "zh"}), vec!["绿茶"], vec!["green tea", "thé vert"], "lang"),
        (json!({"hs": "0902"}), vec!["green tea", "绿茶", "HS 0902.10"], vec!["cashew kernels", "HS 0801.32"], "hs"),
        (json!({"origin": "KE"}), vec!["tea from Kenya", "肯尼亚红茶"], vec!["tea from China", "green tea"], "origin"),
    ];
    for (when, fires, silent, name) in cases {
        put(&engine, "r", json!({"when": when, "do": "bury", "on": {"id": "o2"}}));
        for text in fires {
            assert_eq!(unmet(&engine, "r", &typed(text)), None, "{name}: {text}");
        }
        for text in silent {
            assert_eq!(unmet(&engine, "r", &typed(text)), Some(name), "{name}: {text}");
        }
    }
    let requests = Ask { side: Side::Request, ..typed("tea from Kenya") };
    assert_eq!(unmet(&engine, "r", &requests), Some("side"));
    for (from, until, day) in [(json!("2099-01-01"), Value::Null, Some("day")), (Value::Null, json!("2020-01-01"), Some("day")), (json!("2020-01-01"), json!("2099-01-01"), None)] {
        put(&engine, "r", json!({"do": "bury", "on": {"id": "o2"}, "from": from, "until": until}));
        assert_eq!(unmet(&engine, "r", &typed("green tea")), day);
    }
    // What is filtered by is asked for as well.
    put(&engine, "r", json!({"when": {"origin": "KE"}, "do": "bury", "on": {"id": "o2"}}));
    let filters = Filters { origin: Country::parse("KE"), ..Filters::default() };
    assert_eq!(unmet(&engine, "r", &Ask { filters, ..typed("green tea") }), None);
}

#[test]
fn a_blocked_posting_is_gone_from_hits_totals_and_counts() {
    let offer = |n: usize| json!({"id": format!("o{n:02}"), "title": "White sesame seeds", "origin": if n < 12 { "TZ" } else { "ET" }, "hs": if n % 2 == 0 { "1207.40" } else { "1207.99" },
        "supplier": {"id": if n < 20 { "many".to_owned() } else { format!("s{n}") }}});
    // Fewer are ranked than match: the total counts the rest, which must be without the blocked as well.
    let engine = ranked_by(|profile| profile.recall_depth = 10, (0..30).map(offer).collect());
    let before = ask(&engine, "sesame seeds");
    assert_eq!(before.total, 30);
    for (on, left) in [(json!({"party": "many"}), 10), (json!({"origin": "TZ"}), 18), (json!({"hs": "1207.40"}), 15), (json!({"party": "many", "origin": "ET"}), 22), (json!({"id": "o29"}), 29), (json!({"concept": "sesame-seed"}), 0)] {
        put(&engine, "b", json!({"do": "block", "on": on}));
        let answer = ask(&engine, "sesame seeds");
        assert_eq!(answer.total, left, "{on}");
        let counted: usize = answer.counts.origin.values.iter().map(|count| count.count).sum();
        assert_eq!(counted, left.min(10), "{on}");
        for hit in &answer.hits {
            let offer = hit.offer.as_ref().expect("an offer");
            assert!(left == 22 || on["origin"].is_null() || offer["origin"] != on["origin"], "{offer}");
            assert!(on["id"] != offer["id"] && (left == 22 || on["party"] != offer["supplier"]["id"]), "{offer}");
        }
    }
    retire(&engine, "b");
    assert_eq!(ask(&engine, "sesame seeds").total, 30);
}

#[test]
fn a_boost_decides_between_equals_and_never_over_a_better_match() {
    let engine = ranked_by(|_| {}, vec![
        json!({"id": "a", "title": "Cashew kernels W320", "supplier": {"id": "a"}}),
        json!({"id": "b", "title": "Cashew kernels W320", "supplier": {"id": "b"}}),
        json!({"id": "c", "title": "Cashew kernels W240", "supplier": {"id": "c"}}),
        json!({"id": "d", "title": "Cashew kernels", "supplier": {"id": "c"}}),
    ]);
    let natural = found(&engine, "cashew kernels W320");
    assert_eq!(natural[..2], ["a", "b"]);
    put(&engine, "favour", json!({"do": "boost", "on": {"party": "b"}, "by": 0.1}));
    assert_eq!(found(&engine, "cashew kernels W320")[..2], ["b", "a"]);
    put(&engine, "favour", json!({"do": "boost", "on": {"party": "c"}, "by": 1}));
    put(&engine, "more", json!({"do": "boost", "on": {"concept": "cashew-nut"}, "by": 1}));
    put(&engine, "most", json!({"do": "boost", "on": {"party": "c"}, "by": 1}));
    assert_eq!(found(&engine, "cashew kernels W320"), natural, "at the most that rules can give");
    let answer = ask(&engine, "cashew kernels W320");
    for hit in &answer.hits {
        let sum: f64 = hit.reasons.iter().map(|reason| reason.adds).sum();
        assert!((sum - hit.score).abs() < 1e-6, "{}: {sum} and {}", hit.id, hit.score);
        let boost: Vec<_> = hit.reasons.iter().filter(|reason| reason.kind == "boost").collect();
        assert_eq!(boost.len(), 1, "{}", hit.id);
        assert!(boost[0].value <= 1.0 && boost[0].adds > 0.0 && boost[0].text == "Chosen by the platform", "{boost:?}");
    }
}

#[test]
fn pages_under_rules_never_repeat_or_skip() {
    let offers: Vec<Value> = (0..47)
        .map(|n| json!({"id": format!("o{n:02}"), "title": if n % 3 == 0 { "White sesame seeds 99%" } else { "Sesame seeds" }, "supplier": {"id": format!("s{}", n % 9), "size": if n % 5 == 0 { "micro" } else { "large" }}}))
        .collect();
    let engine = ranked_by(|profile| profile.exposure_share = 0.3, offers);
    for (rule, place) in [("o40", 1), ("o07", 2), ("o46", 17), ("o01", 100)] {
        put(&engine, rule, pin("sesame-seed", rule, place));
    }
    put(&engine, "bury", json!({"do": "bury", "on": {"party": "s4"}}));
    put(&engine, "boost", json!({"do": "boost", "on": {"party": "s5"}, "by": 0.7}));
    put(&engine, "block", json!({"do": "block", "on": {"id": "o13"}}));
    for limit in [1, 4, 7, 10, 46] {
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            let answer = engine.search(&Ask { text: "sesame seeds".to_owned(), limit, cursor, ..Ask::default() }).expect("a page");
            all.extend(ids(&answer.hits));
            cursor = answer.cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!((all[0].as_str(), all[1].as_str(), all[16].as_str()), ("o40", "o07", "o46"), "limit {limit}");
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!((once.len(), all.len()), (46, 46), "limit {limit}: {all:?}");
        let buried = |id: &str| id != "o40" && id[1..].parse::<usize>().is_ok_and(|n| n % 9 == 4);
        let tail: Vec<&String> = all.iter().skip_while(|id| !buried(id)).collect();
        assert!(tail.iter().all(|id| buried(id) || *id == "o01"), "limit {limit}: {tail:?}");
    }
}

/// Strict candidates fill the first page, the second needs relaxed ones.
#[test]
fn a_page_that_needs_more_candidates_repeats_nothing_of_the_one_before() {
    let title = |n: usize| if n < 12 { "Sesame seeds zorblet" } else { "White sesame seeds cleaned" };
    let offers = (0..30).map(|n| json!({"id": format!("o{n:02}"), "title": title(n), "supplier": {"id": format!("s{n}")}}));
    let engine = ranked_by(|_| {}, offers.collect());
    put(&engine, "p", pin("sesame-seed", "o29", 1));
    for text in ["zorblet sesame seeds", "white cleaned sesame seeds zorblet"] {
        let (mut all, mut cursor) = (Vec::new(), None);
        for _ in 0..10 {
            let answer = engine.search(&Ask { text: text.to_owned(), limit: 5, cursor, ..Ask::default() }).expect("a page");
            all.extend(ids(&answer.hits));
            cursor = answer.cursor;
            if cursor.is_none() {
                break;
            }
        }
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), all.len(), "{text}: {all:?}");
    }
}

#[test]
fn a_hit_says_how_many_more_of_its_supplier_come_later() {
    let offers: Vec<Value> = (0..8).map(|n| json!({"id": format!("m{n}"), "title": "White sesame seeds 99%", "supplier": {"id": "mill"}}))
        .chain((0..9).map(|n| json!({"id": format!("o{n}"), "title": "White sesame seeds", "supplier": {"id": format!("s{n}")}})))
        .chain((0..3).map(|n| json!({"id": format!("x{n}"), "title": "White sesame seeds"})))
        .collect();
    let engine = stocked(&offers);
    // Which of equals is younger by a millisecond is chance.
    let page = |cursor| engine.search(&Ask { text: "white sesame seeds 99%".to_owned(), without: vec!["freshness".to_owned()], cursor, ..Ask::default() }).expect("a page");
    let first = page(None);
    let of = |answer: &Answer, party: &str| answer.hits.iter().filter(|hit| hit.offer.as_ref().is_some_and(|offer| offer["supplier"]["id"] == party)).map(|hit| hit.more_from_party).collect::<Vec<_>>();
    assert_eq!(of(&first, "mill"), [5, 5, 5], "three on the page, five held back");
    assert!(first.hits.iter().filter(|hit| hit.id.starts_with(['o', 'x'])).all(|hit| hit.more_from_party == 0));
    let second = page(first.cursor);
    assert!(second.cursor.is_none());
    assert_eq!(of(&second, "mill"), [0; 5]);
    let text = serde_json::to_value(&second).expect("writes").to_string();
    assert!(!text.contains("more_from_party"), "none is not told");
}

#[test]
fn small_suppliers_keep_their_share_among_equals_only() {
    let offer = |id: String, title: &str, size: &str| json!({"id": id, "title": title, "supplier": {"id": id, "size": size}});
    let offers: Vec<Value> = (0..10).map(|n| offer(format!("a{n}"), "White sesame seeds", "large"))
        .chain([offer("y-micro".to_owned(), "White sesame seeds", "micro"), offer("z-small".to_owned(), "White sesame seeds", "small"), offer("z-medium".to_owned(), "White sesame seeds", "medium")])
        .collect();
    let page = |share: f64, title: &str| {
        let engine = ranked_by(|profile| profile.exposure_share = share, offers.clone());
        ids(&engine.search(&Ask { text: title.to_owned(), limit: 5, ..Ask::default() }).expect("answers").hits)
    };
    assert_eq!(page(0.0, "white sesame seeds"), ["a0", "a1", "a2", "a3", "a4"]);
    assert_eq!(page(0.2, "white sesame seeds"), ["a0", "a1", "a2", "a3", "y-micro"]);
    assert_eq!(page(0.5, "white sesame seeds"), ["a0", "a1", "a2", "y-micro", "z-small"]);
    // Who matches more of the request is not passed, by whatever share.
    let better: Vec<Value> = (0..5).map(|n| offer(format!("b{n}"), "White sesame seeds 99% zorblet", "large")).collect();
    let engine = ranked_by(|profile| profile.exposure_share = 0.5, [better, offers.clone()].concat());
    let found = ids(&engine.search(&Ask { text: "white sesame seeds zorblet".to_owned(), limit: 6, ..Ask::default() }).expect("answers").hits);
    assert_eq!(found, ["b0", "b1", "b2", "b3", "b4", "y-micro"]);
}

#[test]
fn a_rule_may_name_only_what_the_lexicon_knows() {
    let engine = titled(&["Black tea"]);
    for (value, field) in [
        (pin("tee", "o1", 1), "when.concept"),
        (json!({"do": "block", "on": {"concept": "blocked-goods"}}), "on.concept"),
    ] {
        match tune(&engine, RuleChange::Put { rule: Box::new(read("r", value)), expected: None }) {
            Err(SubmitError::Rejected(faults)) => {
                assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), [field]);
                assert!(faults.iter().all(|fault| !fault.hint.is_empty()));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(engine.in_use().workbench.version, 0);
}

#[test]
fn a_rule_is_tried_before_it_is_stored() {
    let engine = titled(&["Green tea", "Black tea", "Tea leaves"]);
    let before = found(&engine, "black tea");
    let tried = read("r", json!({"when": {"text": "black tea"}, "do": "bury", "on": {"id": "o2"}}));
    let trial = engine.try_rules(&typed("black tea"), None, Some(&tried)).expect("tries");
    assert_eq!(trial.before, before);
    assert_eq!(trial.after.last().map(String::as_str), Some("o2"), "{trial:?}");
    assert_eq!(found(&engine, "black tea"), before, "nothing is changed by a trial");
    // A posting is a question as well.
    put(&engine, "r", pin("tea", "o1", 1));
    let request = posting(Side::Request, json!({"id": "q", "title": "求购红茶"}));
    assert_eq!(ids(&engine.matches(&request, &Ask::default()).expect("answers").hits).first().map(String::as_str), Some("o1"));
    let trial = engine.try_rules(&Ask::default(), Some(&request), None).expect("tries");
    assert_eq!(trial.after.first().map(String::as_str), Some("o1"), "{trial:?}");
}

/// While two profiles are dealt into one answer, the rules hold for both.
#[test]
fn rules_hold_while_profiles_are_compared_on_traffic() {
    let titles = |n: usize| if n.is_multiple_of(3) { "White sesame seeds 99% zorblet" } else { "Sesame seeds" };
    let engine = ranked_by(|_| {}, (0..24).map(|n| json!({"id": format!("o{n:02}"), "title": titles(n), "supplier": {"id": format!("s{n}")}})).collect());
    put(&engine, "block", json!({"do": "block", "on": {"id": "o03"}}));
    put(&engine, "bury", json!({"do": "bury", "on": {"id": "o06"}}));
    for (id, place) in [("o23", 1), ("o22", 7)] {
        put(&engine, id, pin("sesame-seed", id, place));
    }
    let mut other = Profile { name: "other".to_owned(), ..Profile::parse(include_str!("../../indexes/profiles/default.toml")).expect("the default profile") };
    other.weights.insert("text".to_owned(), 0.6);
    let tune = |change: Change| engine.submit(&Actor::operator(), Command::Tune { change: Box::new(change), note: "trial".to_owned() }).expect("accepted");
    tune(Change::Profiles(ProfileChange::Draft { profile: Box::new(other), expected: None }));
    let revision = engine.in_use().workbench.profiles.draft.as_ref().map(|draft| draft.revision);
    tune(Change::Profiles(ProfileChange::Publish { expected: revision, rank: false, passage: None }));
    let candidate = engine.in_use().workbench.profiles.published.last().map(|edition| edition.profile.version);
    let now = now_ms();
    tune(Change::Trials(TrialChange::Start { name: "deal".to_owned(), candidate, method: Method::Interleave, starts_at: now, ends_at: now + 86_400_000 }));
    for visitor in 0..8 {
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            let caller = Some(format!("visitor-{visitor}"));
            let answer = engine.search(&Ask { caller, cursor, limit: 5, ..typed("sesame seeds") }).expect("a page");
            assert!(answer.trial.is_some(), "part of the trial");
            all.extend(ids(&answer.hits));
            cursor = answer.cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!((all[0].as_str(), all[6].as_str(), all.last().map(String::as_str)), ("o23", "o22", Some("o06")), "{all:?}");
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!((once.len(), all.len(), all.contains(&"o03".to_owned())), (23, 23, false), "{all:?}");
    }
}
