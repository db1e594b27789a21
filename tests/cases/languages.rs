//! Mixed and undeclared languages.

use serde_json::{Value, json};
use tradewind::domain::Side;
use tradewind::engine::{Ask, Engine};

use super::support::{ask, found, hit, posting, stocked, submit};

/// What a request in two languages is read as, and the best offer for it.
fn matched(engine: &Engine, text: &str) -> (String, Vec<String>, Value) {
    let request = posting(Side::Request, json!({"id": "r1", "text": text}));
    let answer = engine.matches(&request, &Ask::default()).expect("answers");
    let tags = answer.query["lang"].as_array().expect("languages").iter().map(|guess| guess["tag"].as_str().unwrap_or_default().to_owned()).collect();
    (answer.hits.first().map(|hit| hit.id.clone()).unwrap_or_default(), tags, answer.query["origins"].clone())
}

#[test]
fn a_mixed_request_is_read_in_its_own_two_languages() {
    let engine = stocked(&[
        json!({"id": "o1", "title": "Hạt điều W320, Bình Phước, Việt Nam"}),
        json!({"id": "o2", "title": "Graines de sésame blanc, Nigéria"}),
        json!({"id": "o3", "title": "Walnut kernels W320"}),
    ]);
    for (text, best, origin) in [("求购 cashew nuts W320, 越南产", "o1", "VN"), ("求购 sesame seed, 尼日利亚产", "o2", "NG")] {
        let (first, tags, origins) = matched(&engine, text);
        assert_eq!(first, best, "{text}");
        assert_eq!(tags.first().map(String::as_str), Some("zh"), "{text}: {tags:?}");
        assert!(tags.contains(&"en".to_owned()), "{text}: {tags:?}");
        let european = ["fr", "es", "pt", "it", "de", "nl", "ru", "ro", "pl"];
        assert!(!tags.iter().any(|tag| european.contains(&tag.as_str())), "{text}: {tags:?}");
        assert_eq!(origins, json!([origin]), "{text}");
    }
}

/// With and without a declared language a title scores alike, whatever else is stored.
fn undeclared(title: &str, lang: &str, queries: &[&str], strangers: &[&str]) {
    let engine = stocked(&[json!({"id": "o1", "title": title, "lang": lang}), json!({"id": "o2", "title": title})]);
    let look = |query: &str| {
        let answer = ask(&engine, query);
        let (declared, bare) = (hit(&answer, "o1").score, hit(&answer, "o2").score);
        assert!((declared - bare).abs() < 1e-6, "{query}: {declared} {bare}");
        let order: Vec<String> = found(&engine, query).into_iter().filter(|id| id == "o1" || id == "o2").collect();
        (declared, order)
    };
    let before: Vec<_> = queries.iter().map(|query| look(query)).collect();
    let many = (0..50).zip(strangers.iter().cycle());
    submit(&engine, many.map(|(n, title)| posting(Side::Offer, json!({"id": format!("s{n}"), "title": format!("{title} {n}号")}))).collect());
    for (query, (score, order)) in queries.iter().zip(before) {
        let (now, after) = look(query);
        assert!((now - score).abs() < 1e-6, "{query}: {now} {score}");
        assert_eq!(after, order, "{query}");
    }
}

#[test]
fn a_declared_language_and_other_offers_change_nothing() {
    let strangers = ["不锈钢保温杯", "中古トラクター", "玻璃纤维布", "醤油 一斗缶", "陶瓷餐具"];
    undeclared("Noix de cajou W320", "fr", &["noix de cajou", "cashew", "腰果"], &strangers);
    undeclared("Feijão preto tipo 1", "pt", &["feijão preto", "black beans"], &strangers);
}
