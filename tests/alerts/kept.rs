//! What is kept of alerts: reading, bounds, restarts, and stores that nobody followed before.

use std::time::Duration;

use serde_json::json;
use tradewind::domain::Side;
use tradewind::engine::{AlertId, Alerting, Engine, Marked, Options, Watched};

use super::desk::{engine, id, offer, opened, pair, pairs, request, told};

fn watched(party: &str) -> Watched {
    Watched { party: party.to_owned(), ..Watched::default() }
}

fn cashew(engine: &Engine, name: &str) {
    offer(engine, json!({"id": name, "title": "Cashew kernels", "supplier": {"id": "borgou"}}));
}

fn buyer(engine: &Engine, name: &str, party: &str) {
    request(engine, json!({"id": name, "title": "腰果仁", "lang": "zh", "buyer": {"id": party}}));
}

#[test]
fn reading_an_alert_is_for_its_party_alone_and_twice_is_once() {
    let engine = engine();
    buyer(&engine, "r1", "qingdao");
    buyer(&engine, "r2", "hamburg");
    for name in ["o1", "o2", "o3"] {
        cashew(&engine, name);
    }
    let ids: Vec<AlertId> = told(&engine, "qingdao").iter().map(|alert| AlertId::parse(&alert.id).expect("an id")).collect();
    assert_eq!(engine.read_alerts(&watched("hamburg"), &Marked::These(ids.clone())).expect("marks"), 0, "of another party");
    let first = Marked::These(vec![ids[0].clone(), ids[0].clone()]);
    assert_eq!((engine.read_alerts(&watched("qingdao"), &first).expect("marks"), engine.read_alerts(&watched("qingdao"), &first).expect("marks")), (1, 0));
    let unread = Watched { unread: true, ..watched("qingdao") };
    assert_eq!(engine.alerts(&unread, None, 10, None).expect("reads").items.len(), 2);
    assert_eq!(engine.read_alerts(&watched("qingdao"), &Marked::UpTo(ids[1].clone())).expect("marks"), 2);
    assert_eq!(engine.alerts(&unread, None, 10, None).expect("reads").items.len(), 0);
    assert_eq!(engine.alerts(&Watched { unread: true, ..watched("hamburg") }, None, 10, None).expect("reads").items.len(), 3);
}

#[test]
fn alerts_are_listed_by_side_and_posting_and_page_by_page() {
    let engine = engine();
    buyer(&engine, "r1", "trader");
    buyer(&engine, "r2", "trader");
    offer(&engine, json!({"id": "own", "title": "sesame seeds", "supplier": {"id": "trader"}}));
    cashew(&engine, "o1");
    request(&engine, json!({"id": "r9", "title": "芝麻", "lang": "zh", "buyer": {"id": "qingdao"}}));
    assert_eq!(pairs(&engine, "trader"), [pair("own", "r9"), pair("r1", "o1"), pair("r2", "o1")]);
    let of = |watched: Watched| engine.alerts(&watched, None, 10, None).expect("reads").items.into_iter().map(|alert| alert.own.id).collect::<Vec<_>>();
    assert_eq!(of(Watched { side: Some(Side::Offer), ..watched("trader") }), ["own"]);
    assert_eq!(of(Watched { posting: Some(id("r2")), ..watched("trader") }), ["r2"]);
    let first = engine.alerts(&watched("trader"), None, 2, None).expect("reads");
    let after = AlertId::parse(&first.cursor.expect("more")).expect("an id");
    let second = engine.alerts(&watched("trader"), Some(&after), 2, None).expect("reads");
    assert_eq!((second.items.len(), second.items[0].own.id.as_str(), second.cursor), (1, "r2", None));
    let since = engine.alerts_since(&watched("trader"), &after, 10, None).expect("reads");
    assert_eq!(since.iter().map(|(_, alert)| alert.own.id.as_str()).collect::<Vec<_>>(), ["own"], "what came later");
}

#[test]
fn the_alerts_of_a_party_are_bounded_and_others_are_not_touched() {
    let engine = Engine::open(Options::memory().with_alerts(Some(Alerting { keep_entries: 3, ..Alerting::default() }))).expect("opens");
    buyer(&engine, "r1", "qingdao");
    for n in 0..5 {
        if n == 4 {
            buyer(&engine, "r2", "hamburg");
        }
        cashew(&engine, &format!("o{n}"));
    }
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o4"), pair("r1", "o3"), pair("r1", "o2")]);
    assert_eq!(pairs(&engine, "hamburg"), [pair("r2", "o4")]);
    let mut entries = 0;
    engine.journal().store().scan(b"n/l/", None, &mut |_, _| {
        entries += 1;
        Ok(true)
    }).expect("scans");
    // Three and one told to buyers, and four told to the exporter when hamburg came.
    assert_eq!(entries, 3 + 1 + pairs(&engine, "borgou").len(), "the ledger goes with its alerts");
}

#[test]
fn an_alert_that_is_too_old_is_forgotten_with_its_entry_in_the_ledger() {
    let home = tempfile::tempdir().expect("a folder");
    let first = opened(Options::at(home.path()));
    buyer(&first, "r1", "qingdao");
    cashew(&first, "o1");
    assert_eq!(pairs(&first, "qingdao").len(), 1);
    drop(first);
    let second = Engine::open(Options::at(home.path()).with_alerts(Some(Alerting { keep_days: 0, ..Alerting::default() }))).expect("opens");
    assert_eq!(pairs(&second, "qingdao"), [], "does not show, taken out yet or not");
    offer(&second, json!({"id": "o2", "title": "shea butter", "supplier": {"id": "borgou"}}));
    for prefix in [&b"n/a/"[..], b"n/l/"] {
        assert_eq!(second.journal().store().scan_back(prefix).expect("scans"), None);
    }
}

#[test]
fn a_restart_goes_on_where_it_was() {
    let home = tempfile::tempdir().expect("a folder");
    let first = opened(Options::at(home.path()));
    buyer(&first, "r1", "qingdao");
    cashew(&first, "o1");
    let seen = told(&first, "qingdao");
    drop(first);
    // A command that tells nobody of anything leaves its work to the next server.
    let silent = Engine::open(Options::at(home.path())).expect("opens");
    assert!(silent.alerting().is_none() && !silent.wait_alerted(1, Duration::ZERO));
    let outcome = silent.submit(&tradewind::domain::Actor::operator(), super::desk::put(Side::Offer, json!({"id": "o2", "title": "cashew kernels", "supplier": {"id": "borgou"}})));
    let position = outcome.expect("accepted").position;
    drop(silent);
    let second = opened(Options::at(home.path()));
    assert!(second.wait_alerted(position, Duration::from_secs(60)));
    assert_eq!(pairs(&second, "qingdao"), [pair("r1", "o2"), pair("r1", "o1")]);
    assert_eq!(told(&second, "qingdao")[1].id, seen[0].id);
}

#[test]
fn after_a_restore_alerts_stand_and_nobody_is_told_again() {
    let (home, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let first = opened(Options::at(home.path()));
    buyer(&first, "r1", "qingdao");
    cashew(&first, "o1");
    let priced = |price: &str| json!({"id": "o1", "title": "cashew kernels", "price": {"amount": price, "currency": "USD", "per": "t"}, "supplier": {"id": "borgou"}});
    offer(&first, priced("5900"));
    offer(&first, priced("6100"));
    let seen = told(&first, "qingdao");
    assert_eq!(seen.len(), 3);
    let read = first.read_alerts(&watched("qingdao"), &Marked::These(vec![AlertId::parse(&seen[0].id).expect("an id")])).expect("marks");
    assert_eq!(read, 1);
    let mut file = Vec::new();
    let summary = first.backup(&mut file).expect("writes");
    assert_eq!(summary.beside, 1 + 3, "how far the journal was followed, and the alerts");
    drop(first);
    let store = tradewind::storage::SledStore::open(other.path().join("store")).expect("opens");
    tradewind::engine::restore(std::io::Cursor::new(&file), std::sync::Arc::new(store)).expect("restores");
    let second = opened(Options::at(other.path()));
    let names = |engine: &Engine| told(engine, "qingdao").into_iter().map(|alert| (alert.id, alert.read)).collect::<Vec<_>>();
    let before: Vec<_> = seen.iter().enumerate().map(|(at, alert)| (alert.id.clone(), at == 0)).collect();
    assert_eq!(names(&second), before);
    // A price that was told of before the backup is told of no more; a new one is.
    offer(&second, priced("5900"));
    assert_eq!(names(&second), before);
    offer(&second, priced("5700"));
    assert_eq!(names(&second).len(), 4);
}

#[test]
fn what_stood_before_anybody_followed_is_no_news_and_its_edits_are_told_apart() {
    let home = tempfile::tempdir().expect("a folder");
    let silent = Engine::open(Options::at(home.path())).expect("opens");
    let actor = tradewind::domain::Actor::operator();
    let kernels = json!({"id": "o1", "title": "cashew kernels", "supplier": {"id": "borgou"}});
    for command in [super::desk::put(Side::Request, json!({"id": "r1", "title": "腰果仁", "buyer": {"id": "qingdao"}})), super::desk::put(Side::Offer, kernels.clone())] {
        silent.submit(&actor, command).expect("accepted");
    }
    drop(silent);
    let engine = opened(Options::at(home.path()));
    let mut noted = kernels;
    noted["description"] = json!("ask for Amina");
    offer(&engine, noted.clone());
    assert_eq!(pairs(&engine, "qingdao"), []);
    noted["origin"] = json!("BJ");
    offer(&engine, noted);
    cashew(&engine, "o2");
    assert_eq!(pairs(&engine, "qingdao"), [pair("r1", "o2"), pair("r1", "o1")]);
}
