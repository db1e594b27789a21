//! A total order that nothing else moves.

use serde_json::json;
use tradewind::domain::{Command, Id, Profile, Side};
use tradewind::engine::{Ask, Engine, Options, now_ms};
use tradewind::score::{Pair, score};
use tradewind::views::Card;

use super::support::{above, ids, posting, settle, submit, titled};

fn pages(engine: &Engine, text: &str) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), None);
    for _ in 0..3 {
        let answer = engine.search(&Ask { text: text.to_owned(), cursor, ..Ask::default() }).expect("a page");
        assert_eq!(answer.hits.len(), 10, "{:?}", ids(&answer.hits));
        all.extend(ids(&answer.hits));
        cursor = answer.cursor;
    }
    assert_eq!(cursor, None);
    all
}

/// Thirty offers alike, of one supplier or of many, on the same pages for ever.
fn stable(supplier: impl Fn(usize) -> String) {
    let home = tempfile::tempdir().expect("a folder");
    let open = || Engine::open(Options::at(home.path())).expect("opens");
    let engine = open();
    let offer = |id: String, title: &str, party: String| posting(Side::Offer, json!({"id": id, "title": title, "supplier": {"id": party}}));
    submit(&engine, (1..=30).map(|n| offer(format!("p{n:02}"), "Graines de sésame blanc 99%", supplier(n))).collect());
    submit(&engine, (1..=15).map(|n| offer(format!("x{n:02}"), "Corrugated steel sheet", format!("steel-{n}"))).collect());
    let first = pages(&engine, "sésame blanc");
    let mut distinct = first.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 30);
    drop(engine);
    let engine = open();
    let last = engine.status().journal_position;
    assert!(engine.wait_searchable(last, std::time::Duration::from_secs(60)));
    assert_eq!(pages(&engine, "sésame blanc"), first, "after a restart");
    let gone = |n: usize| Command::Delete { side: Side::Offer, id: Id::parse(&format!("x{n:02}")).expect("an id"), expected: None };
    settle(&engine, (1..=15).map(gone).collect());
    assert_eq!(pages(&engine, "sésame blanc"), first, "after withdrawals");
}

#[test]
fn pages_of_equal_offers_never_repeat_or_skip() {
    stable(|n| format!("coop-{n}"));
    stable(|_| "coop".to_owned());
}

/// The default profile with some weights replaced.
fn profile(change: impl Fn(&str, f64) -> f64) -> Profile {
    let mut profile = Profile::parse(include_str!("../../indexes/profiles/default.toml")).expect("the default profile");
    for (name, weight) in &mut profile.weights {
        *weight = change(name, *weight);
    }
    let text = toml::to_string(&profile).expect("writes");
    Profile::parse(&text).expect("within the allowed range")
}

#[test]
fn no_boost_lifts_what_is_not_meant() {
    let cases = [
        ("arabica green coffee", "Arabica green coffee SC17/18", "Coffee mugs, ceramic"),
        ("cashew kernels", "Noix de cajou décortiquées", "Cashew shelling machine"),
    ];
    for (query, meant, other) in cases {
        let engine = titled(&[meant, other]);
        above(&engine, query, "o1", "o2");
        let reader = engine.reader();
        let wish = Card::of_reading(&reader.read_query(query, None, false));
        let now = now_ms();
        let worth = |title: &str, age_days: i64, profile: &Profile| {
            let offer = Card::of_reading(&reader.read(title, "", None));
            let updated_at = now - age_days * 86_400_000;
            score(&Pair { wish: &wish, offer: &offer, lexicon: engine.lexicon(), now, half_life_days: profile.freshness_half_life_days, updated_at }, profile).0
        };
        for profile in [profile(|_, weight| if weight > 0.0 { 10.0 } else { weight }), profile(|_, weight| weight)] {
            let (old, fresh) = (worth(meant, 90, &profile), worth(other, 0, &profile));
            assert!(old > fresh, "{query}: {old} above {fresh}");
        }
    }
}
