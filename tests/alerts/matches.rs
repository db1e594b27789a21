//! Many offers against many requests: the pairs are those of matching by hand.

use std::collections::BTreeSet;

use serde_json::json;
use tradewind::domain::{Command, Side};
use tradewind::engine::{Answer, Ask, Engine};

use super::desk::{engine, pairs, put, settle};

/// Goods with a name on each side: none is a kind of another.
const GOODS: [(&str, &str, &str); 20] = [
    ("fr", "Amandes de cajou", "腰果仁"), ("en", "Sesame seeds", "芝麻"), ("fr", "Beurre de karité", "乳木果油"), ("en", "Arabica coffee", "阿拉比卡咖啡"),
    ("es", "Quinua", "藜麦"), ("en", "Natural rubber", "天然橡胶"), ("pt", "Cera de carnaúba", "巴西棕榈蜡"), ("en", "Fresh mangoes", "芒果"),
    ("fr", "Gomme arabique", "阿拉伯胶"), ("en", "Cocoa beans", "可可豆"), ("en", "Black pepper", "黑胡椒"), ("en", "Copper cathodes", "阴极铜"),
    ("en", "Macadamia nuts", "夏威夷果"), ("es", "Aguacates", "牛油果"), ("en", "Frozen shrimp", "冷冻虾"), ("en", "Cotton yarn", "棉纱"),
    ("en", "Vanilla beans", "香草荚"), ("en", "Chickpeas", "鹰嘴豆"), ("en", "Teak logs", "柚木原木"), ("en", "Manganese ore", "锰矿"),
];
const ORIGINS: [&str; 4] = ["BJ", "VN", "PE", "KE"];

fn named(n: usize) -> (&'static str, &'static str, &'static str) {
    GOODS.into_iter().nth(n % GOODS.len()).expect("a remainder")
}

fn origin(n: usize) -> &'static str {
    ORIGINS.into_iter().nth(n % ORIGINS.len()).expect("a remainder")
}

fn goods(id: &str) -> usize {
    id.split('-').nth(1).and_then(|number| number.parse().ok()).expect("is named by its goods")
}

fn offers() -> Vec<Command> {
    let offer = |n: usize| {
        let (lang, name, _) = named(n);
        let mut value = json!({"id": format!("o-{}-{n}", n % GOODS.len()), "title": name, "lang": lang, "supplier": {"id": format!("s{}", n % 211)}});
        let map = value.as_object_mut().expect("an object");
        if n % 3 != 0 {
            map.insert("origin".to_owned(), json!(origin(n / 7)));
        }
        if n % 5 != 0 {
            map.insert("price".to_owned(), json!({"amount": (1_000 + (n * 37) % 2_000).to_string(), "currency": "USD", "per": "t"}));
        }
        put(Side::Offer, value)
    };
    (0..1_000).map(offer).collect()
}

fn requests(round: usize) -> Vec<Command> {
    let request = |n: usize| {
        let (_, _, name) = named(n);
        let mut value = json!({"id": format!("r-{}-{n}-{round}", n % GOODS.len()), "title": format!("求购{name}"), "lang": "zh", "buyer": {"id": format!("b{n}-{round}")}});
        let map = value.as_object_mut().expect("an object");
        if n % 2 == 0 {
            map.insert("max_price".to_owned(), json!({"amount": (1_400 + (n * 53) % 1_200).to_string(), "currency": "USD", "per": "t"}));
        }
        if n % 3 == 0 {
            map.insert("origins".to_owned(), json!([origin(n)]));
        }
        put(Side::Request, value)
    };
    (0..100).map(request).collect()
}

/// All answers to the requests of a round that nothing stated contradicts.
fn by_hand(engine: &Engine, round: usize) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    for (request, _) in engine.list(Side::Request, None, 1_000).expect("lists") {
        if !request.id.as_str().ends_with(&format!("-{round}")) {
            continue;
        }
        let mut cursor = None;
        loop {
            let answer: Answer = engine.matches(&request, &Ask { limit: 100, cursor, ..Ask::default() }).expect("answers");
            for hit in answer.hits {
                let fit = serde_json::to_value(&hit.fit).expect("plain");
                let conflicts = fit.as_array().expect("a list").iter().any(|fit| fit.get("status").is_some_and(|status| status == "conflicts"));
                if !conflicts && goods(&hit.id) == goods(request.id.as_str()) {
                    pairs.insert((request.id.as_str().to_owned(), hit.id));
                }
            }
            cursor = answer.cursor;
            if cursor.is_none() {
                break;
            }
        }
    }
    pairs
}

fn assert_same(told: &BTreeSet<(String, String)>, expected: &BTreeSet<(String, String)>) {
    let only = |a: &BTreeSet<(String, String)>, b: &BTreeSet<(String, String)>| a.difference(b).take(10).cloned().collect::<Vec<_>>();
    assert_eq!((only(told, expected), only(expected, told)), (vec![], vec![]), "told alone, and found alone");
}

#[test]
fn a_thousand_offers_against_a_hundred_requests_raise_the_pairs_of_matching_by_hand() {
    let engine = engine();
    settle(&engine, requests(1));
    settle(&engine, offers());
    let mut told = Vec::new();
    for n in 0..100 {
        told.extend(pairs(&engine, &format!("b{n}-1")));
    }
    let set: BTreeSet<_> = told.iter().cloned().collect();
    assert_eq!(set.len(), told.len(), "each once");
    let expected = by_hand(&engine, 1);
    assert!(expected.len() > 1_000, "{}", expected.len());
    assert_same(&set, &expected);

    // The other way round: exporters are told of requests.
    settle(&engine, requests(2));
    let mut told = Vec::new();
    for n in 0..211 {
        told.extend(pairs(&engine, &format!("s{n}")).into_iter().map(|(offer, request)| (request, offer)));
    }
    let set: BTreeSet<_> = told.iter().cloned().collect();
    assert_eq!(set.len(), told.len(), "each once");
    assert_same(&set, &by_hand(&engine, 2));
}
