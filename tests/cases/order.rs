//! A total order that nothing else moves.

use serde_json::json;
use tradewind::domain::{Command, Id, Profile, Side};
use tradewind::engine::{Ask, Engine, Options, now_ms};
use tradewind::score::{FEATURES, Pair, Weights, Yardstick, check, is_asked, judge, values};
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

#[test]
fn what_is_listed_changed_or_withdrawn_between_two_pages_moves_no_other_offer() {
    let engine = Engine::open(Options::memory()).expect("opens");
    let offer = |id: &str, title: &str, party: &str| posting(Side::Offer, json!({"id": id, "title": title, "supplier": {"id": party}}));
    submit(&engine, (1..=30).map(|n| offer(&format!("p{n:02}"), "Graines de sésame blanc", &format!("coop-{}", n % 4))).collect());
    let page = |cursor: Option<String>| engine.search(&Ask { text: "sésame blanc".to_owned(), cursor, ..Ask::default() }).expect("a page");
    let first = page(None);
    let mut seen = ids(&first.hits);
    // Two come before all others, one of those that were seen goes, and one of those to come is worded anew.
    submit(&engine, vec![offer("a1", "Graines de sésame blanc", "new-1"), offer("a2", "Graines de sésame blanc", "new-2")]);
    let unseen = (1..=30).map(|n| format!("p{n:02}")).find(|id| !seen.contains(id)).expect("one");
    submit(&engine, vec![offer(&unseen, "Sésame blanc, graines triées", "coop-9")]);
    settle(&engine, vec![Command::Delete { side: Side::Offer, id: Id::parse(&seen[0]).expect("an id"), expected: None }]);
    let mut cursor = first.cursor;
    while cursor.is_some() {
        let next = page(cursor);
        seen.extend(ids(&next.hits));
        cursor = next.cursor;
    }
    let mut each = seen.clone();
    each.sort();
    each.dedup();
    assert_eq!((seen.len(), each.len()), (32, 32), "nothing twice, nothing passed over: {seen:?}");
}

/// The default profile with some weights replaced, whatever its bounds say of them.
fn profile(change: impl Fn(&str, f64) -> f64) -> Profile {
    let mut profile = Profile::parse(include_str!("../../indexes/profiles/default.toml")).expect("the default profile");
    for (name, weight) in &mut profile.weights {
        *weight = change(name, *weight);
    }
    profile.bounds.clear();
    check(&profile).expect("allowed");
    profile
}

/// The most that a boost may weigh: a feature of the offer alone, which no request asks for.
fn boost(name: &str) -> Option<f64> {
    let found = FEATURES.iter().find(|feature| feature.name == name).expect("a known feature");
    (!is_asked(name)).then_some(found.range.1)
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
        let (reader, lexicon) = (engine.reader(), engine.lexicon());
        let wish = Card::of_reading(&reader.read_query(query, None, Default::default(), false), &lexicon);
        let now = now_ms();
        let used = engine.in_use();
        let rates = &used.rates;
        let by = Yardstick { rates, rates_max_age_days: 45, today: rates.date };
        let worth = |title: &str, age_days: i64, profile: &Profile| {
            let offer = Card::of_reading(&reader.read(title, "", None), &lexicon);
            let updated_at = now - age_days * 86_400_000;
            Weights::of(profile).score(&values(&Pair { wish: &wish, offer: &offer, judged: judge(&wish, &offer, &by), lexicon: used.lexicon(), now, half_life_days: profile.freshness_half_life_days, updated_at }))
        };
        for profile in [profile(|name, weight| boost(name).unwrap_or(if weight > 0.0 { 10.0 } else { weight })), profile(|_, weight| weight)] {
            let (old, fresh) = (worth(meant, 90, &profile), worth(other, 0, &profile));
            assert!(old > fresh, "{query}: {old} above {fresh}");
        }
    }
}

/// Weights drawn anew, each of its own sign, and every boost at the most that is allowed.
fn drawn(random: &mut fastrand::Rng) -> Profile {
    let mut profile = profile(|_, weight| weight);
    for (name, weight) in &mut profile.weights {
        // From light to heavy by orders of magnitude, not only near the middle.
        *weight = weight.signum() * 10f64.powf(random.f64() * 4.0 - 3.0);
        *weight = boost(name).unwrap_or(*weight);
    }
    profile.bounds.clear();
    profile.freshness_half_life_days = 1.0 + 3_000.0 * random.f64();
    check(&profile).expect("allowed");
    profile
}

#[test]
fn neither_age_nor_favour_lifts_an_offer_over_one_that_matches_more() {
    let engine = Engine::open(Options::memory()).expect("opens");
    let card = |side: Side, value: serde_json::Value| {
        let posting = posting(side, value);
        Card::of_posting(&posting, &engine.reader().read(&posting.title, &posting.description, posting.lang.as_deref()), &engine.lexicon())
    };
    let price = |amount: &str| json!({"amount": amount, "currency": "USD", "per": "t"});
    let wish = card(Side::Request, json!({"title": "Washed arabica green coffee SC17/18 zorblet", "hs": "0901.11", "origins": ["ET"], "certifications": ["organic", "fairtrade"],
        "max_price": price("7000"), "quantity": {"amount": "20", "unit": "t"}}));
    let whole = json!({"title": "Washed arabica green coffee SC17/18 zorblet", "hs": "0901.11", "origin": "ET", "certifications": ["organic", "fairtrade"],
        "price": price("6900"), "moq": {"amount": "18", "unit": "t"}});
    let with = |field: &str, value: serde_json::Value| {
        let mut offer = whole.clone();
        offer[field] = value;
        card(Side::Offer, offer)
    };
    // Each lacks one thing of the whole, or contradicts it.
    let lesser = [
        ("goods", with("title", json!("Washed coffee mugs SC17/18 zorblet"))),
        ("code", with("title", json!("Washed arabica green coffee zorblet"))),
        ("another code", with("title", json!("Washed arabica green coffee SC13/14 zorblet"))),
        ("word", with("title", json!("Washed arabica green coffee SC17/18"))),
        ("property", with("title", json!("Arabica green coffee SC17/18 zorblet"))),
        ("hs", with("hs", json!("2101.11"))),
        ("origin", with("origin", json!(null))),
        ("another origin", with("origin", json!("BR"))),
        ("certificate", with("certifications", json!(["organic"]))),
        ("price", with("price", json!(null))),
        ("moq", with("moq", json!(null))),
    ];
    let whole = card(Side::Offer, whole);
    let now = now_ms();
    let used = engine.in_use();
    let rates = &used.rates;
    let by = Yardstick { rates, rates_max_age_days: 45, today: rates.date };
    let mut random = fastrand::Rng::with_seed(35);
    for round in 0..300 {
        let profile = drawn(&mut random);
        let worth = |offer: &Card, age_days: i64| {
            let updated_at = now - age_days * 86_400_000;
            Weights::of(&profile).score(&values(&Pair { wish: &wish, offer, judged: judge(&wish, offer, &by), lexicon: used.lexicon(), now, half_life_days: profile.freshness_half_life_days, updated_at }))
        };
        let old = worth(&whole, 3_650);
        let favour = Weights::of(&profile).boost(1.0).adds;
        for (lacks, offer) in &lesser {
            let fresh = worth(offer, 0) + favour;
            assert!(old > fresh, "round {round}, without {lacks}: {old} above {fresh}\n{profile:?}");
        }
        assert!(worth(&whole, 0) > old, "of two alike the newer comes first");
        assert!(old + favour > worth(&whole, 0), "and the favoured before the newer");
    }
}
