//! What is news and what is none, one posting at a time.

use serde_json::{Value, json};
use tradewind::domain::relevance::{Change, LexiconChange, Rule, RuleChange};
use tradewind::domain::{Command, Side};

use super::desk::{engine, id, offer, pair, pairs, put, request, settle, told};

fn wish() -> Value {
    json!({"id": "r1", "title": "求购腰果仁W320", "lang": "zh", "max_price": {"amount": "6000", "currency": "USD", "per": "t"}, "buyer": {"id": "qingdao"}})
}

fn kernels(id: &str, price: &str) -> Value {
    json!({"id": id, "title": "Amandes de cajou W320", "lang": "fr", "price": {"amount": price, "currency": "USD", "per": "t"}, "supplier": {"id": "borgou"}})
}

#[test]
fn a_new_offer_is_told_to_the_buyer_once_and_a_new_request_to_the_exporter() {
    let engine = engine();
    request(&engine, wish());
    offer(&engine, kernels("o1", "5900"));
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1")]);
    assert_eq!(pairs(&engine, "borgou"), [], "one's own offer is no news");
    request(&engine, json!({"id": "r2", "title": "cashew kernels", "buyer": {"id": "hamburg"}}));
    assert_eq!(pairs(&engine, "borgou"), [pair("o1", "r2")]);
    assert_eq!(pairs(&engine, "hamburg"), [], "what stands is the answer to a request and no news");
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1")], "still the one");
}

#[test]
fn an_alert_shows_the_match_in_the_language_of_the_reader() {
    let engine = engine();
    request(&engine, wish());
    offer(&engine, kernels("o1", "5900"));
    let told = told(&engine, "qingdao");
    let hit = told[0].hit.as_ref().expect("stands");
    assert_eq!((told[0].own.title.as_deref(), told[0].about.title.as_deref(), told[0].read), (Some("求购腰果仁W320"), Some("Amandes de cajou W320"), false));
    assert!(serde_json::to_string(&hit.gloss).expect("plain").contains("腰果仁"), "{:?}", hit.gloss);
    assert!(hit.fit.iter().any(|fit| serde_json::to_value(fit).expect("plain")["field"] == "price"), "{:?}", hit.fit);
    let by_hand = engine.matches(&engine.get(Side::Request, &id("r1")).expect("reads").expect("stands").0, &Default::default()).expect("answers");
    assert!((by_hand.hits[0].score - hit.score).abs() < 1e-6, "one pair, one score: {} {}", by_hand.hits[0].score, hit.score);
}

#[test]
fn an_edit_that_changes_nothing_material_tells_nobody() {
    let engine = engine();
    request(&engine, wish());
    offer(&engine, kernels("o1", "5900"));
    // Another spelling, a note, a contact, a key and a later end.
    let mut edited = kernels("o1", "5900.00");
    edited["title"] = json!("amande de cajou  w320");
    edited["description"] = json!("Écrire à Amina, bureau ouvert le matin");
    edited["external_id"] = json!("BJ-7");
    edited["valid_until"] = json!("2099-12-31");
    edited["supplier"]["name"] = json!("Coopérative du Borgou");
    offer(&engine, edited);
    offer(&engine, kernels("o1", "5900"));
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1")]);
    let mut again = wish();
    again["title"] = json!("求购 腰果仁 w320");
    request(&engine, again);
    assert_eq!((pairs(&engine, "qingdao").len(), pairs(&engine, "borgou").len()), (1, 0));
}

#[test]
fn a_price_that_comes_down_into_the_ceiling_tells_once() {
    let engine = engine();
    request(&engine, wish());
    offer(&engine, kernels("o1", "9000"));
    assert_eq!(pairs(&engine, "qingdao"), [], "well above the ceiling");
    offer(&engine, kernels("o1", "5800"));
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1")]);
    // Up and down again: the ledger knows the pair.
    offer(&engine, kernels("o1", "9000"));
    offer(&engine, kernels("o1", "5800"));
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1")]);
    // A better price is another match.
    offer(&engine, kernels("o1", "5500"));
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1"), pair("r1", "o1")]);
}

#[test]
fn an_edit_of_ones_own_request_is_news_to_the_exporter_alone() {
    let engine = engine();
    offer(&engine, kernels("o1", "7000"));
    request(&engine, wish());
    assert_eq!((pairs(&engine, "qingdao"), pairs(&engine, "borgou")), (vec![], vec![]), "too dear for either");
    let mut raised = wish();
    raised["max_price"]["amount"] = json!("7200");
    request(&engine, raised);
    assert_eq!((pairs(&engine, "qingdao"), pairs(&engine, "borgou")), (vec![], vec![pair("o1", "r1")]));
}

#[test]
fn what_contradicts_a_wish_or_is_something_else_is_no_match() {
    let engine = engine();
    let mut wished = wish();
    wished["origins"] = json!(["BJ"]);
    request(&engine, wished);
    let mut elsewhere = kernels("o1", "5900");
    elsewhere["origin"] = json!("VN");
    offer(&engine, elsewhere);
    let mut dear = kernels("o2", "12000");
    dear["origin"] = json!("BJ");
    offer(&engine, dear);
    offer(&engine, json!({"id": "o3", "title": "Noix de cajou brutes en coque", "lang": "fr", "origin": "BJ", "supplier": {"id": "borgou"}}));
    offer(&engine, json!({"id": "o4", "title": "Beurre de karité", "description": "emballé comme les amandes de cajou", "lang": "fr", "origin": "BJ", "supplier": {"id": "borgou"}}));
    assert_eq!(pairs(&engine, "qingdao"), []);
    // Silence is no contradiction.
    offer(&engine, json!({"id": "o5", "title": "Cashew kernels W320", "lang": "en", "supplier": {"id": "borgou"}}));
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o5")]);
}

#[test]
fn one_who_asks_for_a_family_is_told_of_its_kinds_and_not_the_other_way_round() {
    let engine = engine();
    request(&engine, json!({"id": "r1", "title": "tea", "lang": "en", "buyer": {"id": "hamburg"}}));
    request(&engine, json!({"id": "r2", "title": "green tea", "lang": "en", "buyer": {"id": "qingdao"}}));
    offer(&engine, json!({"id": "o1", "title": "Black tea", "lang": "en", "supplier": {"id": "kericho"}}));
    assert_eq!((pairs(&engine, "hamburg"), pairs(&engine, "qingdao")), (vec![pair("r1", "o1")], vec![]));
    request(&engine, json!({"id": "r3", "title": "红茶", "lang": "zh", "buyer": {"id": "qingdao"}}));
    assert_eq!(pairs(&engine, "kericho"), [pair("o1", "r3")]);
}

#[test]
fn nobody_is_told_of_a_posting_of_ones_own() {
    let engine = engine();
    request(&engine, json!({"id": "r1", "title": "cashew kernels", "buyer": {"id": "trader"}}));
    offer(&engine, json!({"id": "o1", "title": "cashew kernels", "supplier": {"id": "trader"}}));
    assert_eq!(pairs(&engine, "trader"), []);
}

#[test]
fn what_has_ended_or_was_withdrawn_raises_no_alert() {
    let engine = engine();
    let mut over = wish();
    over["valid_until"] = json!("2020-01-31");
    request(&engine, over);
    request(&engine, json!({"id": "r2", "title": "腰果仁", "lang": "zh", "buyer": {"id": "qingdao"}}));
    settle(&engine, vec![Command::Delete { side: Side::Request, id: id("r2"), expected: None }]);
    let mut ended = kernels("o1", "5900");
    ended["valid_until"] = json!("2020-01-31");
    offer(&engine, ended);
    request(&engine, json!({"id": "r3", "title": "cashew kernels", "buyer": {"id": "hamburg"}}));
    offer(&engine, kernels("o2", "5900"));
    assert_eq!((pairs(&engine, "qingdao"), pairs(&engine, "hamburg")), (vec![], vec![pair("r3", "o2")]));
    // Renewed, it is new to those who were not told of it.
    offer(&engine, kernels("o1", "5900"));
    assert_eq!(pairs(&engine, "hamburg"), [pair("r3", "o1"), pair("r3", "o2")]);
}

#[test]
fn an_alert_outlives_its_posting_without_showing_it() {
    let engine = engine();
    request(&engine, wish());
    offer(&engine, kernels("o1", "5900"));
    settle(&engine, vec![Command::Delete { side: Side::Offer, id: id("o1"), expected: None }]);
    let alert = told(&engine, "qingdao").pop().expect("is kept");
    assert!(alert.hit.is_none() && alert.about.title.is_none() && alert.about.id == "o1", "{alert:?}");
    // Posted again as it was, it is what the buyer was told of.
    offer(&engine, kernels("o1", "5900"));
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1")]);
    assert!(told(&engine, "qingdao")[0].hit.is_some());
}

#[test]
fn what_a_rule_blocks_raises_no_alert_for_whom_it_is_blocked() {
    let engine = engine();
    request(&engine, wish());
    request(&engine, json!({"id": "r2", "title": "cashew kernels", "lang": "en", "buyer": {"id": "hamburg"}}));
    let rule = json!({"do": "block", "when": {"lang": "zh"}, "on": {"party": "borgou"}});
    let rule = Rule::read("no-borgou", rule.as_object().expect("an object")).unwrap_or_else(|faults| panic!("{faults:?}"));
    settle(&engine, vec![Command::Tune { change: Box::new(Change::Rules(RuleChange::Put { rule: Box::new(rule), expected: None })), note: "test".to_owned() }]);
    offer(&engine, kernels("o1", "5900"));
    assert_eq!((pairs(&engine, "qingdao"), pairs(&engine, "hamburg")), (vec![], vec![pair("r2", "o1")]));
}

#[test]
fn a_muted_posting_raises_no_alert_until_it_is_heard_again() {
    let engine = engine();
    request(&engine, wish());
    let mute = |muted| Command::Mute { side: Side::Request, id: id("r1"), muted };
    settle(&engine, vec![mute(true)]);
    offer(&engine, kernels("o1", "5900"));
    assert_eq!(pairs(&engine, "qingdao"), []);
    settle(&engine, vec![mute(false), mute(false)]);
    offer(&engine, kernels("o2", "5900"));
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o2")]);
    // Muting is no edit: the version is the one that it was.
    let (_, version) = engine.get(Side::Request, &id("r1")).expect("reads").expect("stands");
    assert_eq!(version, 1);
}

#[test]
fn what_comes_together_is_told_as_if_it_came_one_by_one() {
    let engine = engine();
    let old = kernels("o1", "5900");
    settle(&engine, vec![
        put(Side::Request, wish()),
        put(Side::Offer, old.clone()),
        put(Side::Request, json!({"id": "r2", "title": "腰果仁", "lang": "zh", "buyer": {"id": "hamburg"}})),
        // An edit of nothing, which must not hide the request from the offer that came before it.
        put(Side::Request, wish()),
        put(Side::Offer, old),
    ]);
    assert_eq!((pairs(&engine, "qingdao"), pairs(&engine, "borgou")), (vec![pair("r1", "o1")], vec![pair("o1", "r2")]));
}

#[test]
fn muting_a_posting_leaves_its_external_identifier_alone() {
    let engine = engine();
    let row = || {
        let mut row = wish();
        row["external_id"] = json!("QD-1");
        row
    };
    request(&engine, row());
    for muted in [true, false] {
        settle(&engine, vec![Command::Mute { side: Side::Request, id: id("r1"), muted }]);
        let mut again = row();
        again["id"] = json!(format!("again-{muted}"));
        request(&engine, again);
        assert_eq!(engine.by_external_id(Side::Request, "qingdao", "QD-1").expect("reads"), Some(id("r1")));
    }
    assert_eq!(engine.status().requests, 1, "the row of an import is the posting that it was");
}

#[test]
fn the_order_in_which_things_are_listed_is_not_material() {
    let engine = engine();
    let among = |origins: [&str; 2]| {
        let mut wish = wish();
        wish["origins"] = json!(origins);
        wish
    };
    request(&engine, among(["BJ", "CI"]));
    offer(&engine, kernels("o1", "5900"));
    request(&engine, among(["CI", "BJ"]));
    assert_eq!((pairs(&engine, "qingdao"), pairs(&engine, "borgou")), (vec![pair("r1", "o1")], vec![]));
}

#[test]
fn a_country_that_is_refused_no_longer_is_news_to_its_exporters() {
    let engine = engine();
    let mut from = kernels("o1", "5900");
    from["origin"] = json!("IN");
    offer(&engine, from);
    let wished = |note: &str| request(&engine, json!({"id": "r1", "title": "cashew kernels", "description": note, "lang": "en", "buyer": {"id": "hamburg"}}));
    wished("Not from India.");
    assert_eq!(pairs(&engine, "borgou"), []);
    wished("Write to Anna.");
    assert_eq!(pairs(&engine, "borgou"), [pair("o1", "r1")]);
}

#[test]
fn an_edit_of_the_lexicon_is_no_news_and_neither_is_the_next_edit_of_a_posting() {
    let engine = engine();
    request(&engine, wish());
    let mut blend = kernels("o1", "5900");
    blend["title"] = json!("Amandes de cajou W320, zibbora");
    offer(&engine, blend.clone());
    let form = LexiconChange::AddForm { concept: "tea".to_owned(), lang: "fr".to_owned(), form: "zibbora".to_owned(), ambiguous: false };
    settle(&engine, vec![Command::Tune { change: Box::new(Change::Lexicon(form)), note: "test".to_owned() }]);
    blend["description"] = json!("Écrire à Amina");
    offer(&engine, blend.clone());
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1")]);
    blend["price"]["amount"] = json!("5500");
    offer(&engine, blend);
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1"), pair("r1", "o1")], "a better price still is");
}

fn synonym(engine: &tradewind::engine::Engine, from: &str, to: &str, both_ways: bool) {
    let edit = json!({"do": "synonym", "from": from, "from_lang": "en", "to": to, "to_lang": "en", "both_ways": both_ways, "weight": 0.8});
    let change: LexiconChange = serde_json::from_value(edit).expect("an edit");
    settle(engine, vec![Command::Tune { change: Box::new(Change::Lexicon(change)), note: "asked for".to_owned() }]);
}

#[test]
fn a_synonym_of_operators_counts_for_whoever_asks_as_in_a_search() {
    let engine = engine();
    request(&engine, json!({"id": "r1", "title": "zorblets wanted", "lang": "en", "buyer": {"id": "qingdao"}}));
    request(&engine, json!({"id": "r2", "title": "cashew kernels", "lang": "en", "buyer": {"id": "hamburg"}}));
    offer(&engine, json!({"id": "o0", "title": "zorblets", "lang": "en", "supplier": {"id": "parakou"}}));
    synonym(&engine, "zorblets", "cashew kernels", false);
    assert_eq!((pairs(&engine, "qingdao"), pairs(&engine, "parakou")), (vec![], vec![]), "an edit is no news");
    offer(&engine, kernels("o1", "5900"));
    assert_eq!((pairs(&engine, "qingdao"), pairs(&engine, "hamburg")), (vec![pair("r1", "o1")], vec![pair("r2", "o1")]));
    // One way: who asks for the goods does not mean the word, and who watches by the word means the goods.
    offer(&engine, json!({"id": "o2", "title": "zorblets, prime", "lang": "en", "supplier": {"id": "borgou"}}));
    request(&engine, json!({"id": "r3", "title": "腰果仁", "lang": "zh", "buyer": {"id": "ningbo"}}));
    assert_eq!(pairs(&engine, "hamburg"), [pair("r2", "o1")]);
    assert_eq!((pairs(&engine, "parakou"), pairs(&engine, "borgou")), (vec![pair("o0", "r3")], vec![pair("o1", "r3"), pair("o2", "r3")]));
}

#[test]
fn a_synonym_of_what_is_found_is_no_wish() {
    let engine = engine();
    // The word is no name: it is read where it is found, and not where it is asked.
    synonym(&engine, "cashew kernels", "zorblets", false);
    request(&engine, json!({"id": "r1", "title": "zorblets wanted", "lang": "en", "buyer": {"id": "qingdao"}}));
    request(&engine, json!({"id": "r2", "title": "cashew kernels", "lang": "en", "buyer": {"id": "hamburg"}}));
    offer(&engine, kernels("o1", "5900"));
    assert_eq!((pairs(&engine, "qingdao"), pairs(&engine, "hamburg")), (vec![], vec![pair("r2", "o1")]));
    offer(&engine, json!({"id": "o2", "title": "zorblets", "lang": "en", "supplier": {"id": "borgou"}}));
    assert_eq!(pairs(&engine, "hamburg"), [pair("r2", "o2"), pair("r2", "o1")]);
}

#[test]
fn what_is_posted_withdrawn_and_posted_at_once_is_told_once() {
    let engine = engine();
    request(&engine, wish());
    let put = || put(Side::Offer, kernels("o1", "5900"));
    settle(&engine, vec![put(), Command::Delete { side: Side::Offer, id: id("o1"), expected: None }, put()]);
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o1")]);
}

#[test]
fn what_very_many_wait_for_is_told_to_those_whom_it_suits_best() {
    let engine = engine();
    let mut waiting: Vec<Command> = (0..510).map(|n| put(Side::Request, json!({"id": format!("r{n:03}"), "title": "cashew kernels", "lang": "en", "buyer": {"id": "hamburg"}}))).collect();
    let mut best = wish();
    best["id"] = json!("x1");
    waiting.push(put(Side::Request, best));
    settle(&engine, waiting);
    offer(&engine, kernels("o1", "5900"));
    assert_eq!((pairs(&engine, "hamburg").len(), pairs(&engine, "qingdao")), (499, vec![pair("x1", "o1")]));
}

#[test]
fn an_alert_about_a_name_that_another_party_has_now_shows_nothing_of_it() {
    let engine = engine();
    request(&engine, wish());
    offer(&engine, kernels("o1", "5900"));
    settle(&engine, vec![Command::Delete { side: Side::Request, id: id("r1"), expected: None }]);
    request(&engine, json!({"id": "r1", "title": "cashew kernels for Hamburg", "lang": "en", "buyer": {"id": "hamburg"}}));
    let alert = told(&engine, "qingdao").pop().expect("is kept");
    assert_eq!((alert.own.id.as_str(), alert.own.title, alert.hit.is_none()), ("r1", None, true));
}
