//! Whatever goes wrong has one shape, with the field and the fix.

use serde_json::json;
use tradewind::config::HttpConfig;
use tradewind::domain::{Actor, Command, Id, Side};
use tradewind::engine::SubmitError;

use crate::support::{service, with};

#[tokio::test]
async fn addresses_methods_and_parameters() {
    let service = service();
    service.get("/v1/nothing").await.problem(404, "not-found");
    let wrong = service.send("PATCH", "/v1/offers", &[], "").await;
    wrong.problem(405, "method-not-allowed");
    assert!(wrong.header("allow").contains("GET"), "{:?}", wrong.headers);
    service.get("/v1/offers/none").await.problem(404, "not-found");
    service.get("/v1/offers/a%20b").await.problem(404, "not-found");
    for (query, field) in [
        ("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("orgin=BJ", "orgin"), ("origin=XX", "origin"),
        ("hs=77", "hs"), ("side=both", "side"), ("explain=perhaps", "explain"), ("q=a&q=b", "q"), ("q=%00", "q"),
        ("cursor=zzz&q=tea", "cursor"),
    ] {
        let problem = service.get(&format!("/v1/search?{query}")).await.problem(400, "bad-request");
        assert_eq!(problem["errors"][0]["field"], field, "{query}: {problem}");
    }
    let gbk = service.get("/v1/search?q=%D1%FC%B9%FB%C8%CA").await.problem(400, "bad-request");
    assert_eq!(gbk["errors"][0]["field"], "q");
    let long = service.get(&format!("/v1/search?q={}", "a".repeat(2_001))).await.problem(400, "bad-request");
    assert_eq!(long["errors"][0]["field"], "q");
    service.get(&format!("/v1/search?q={}", "a".repeat(17_000))).await.problem(414, "uri-too-long");
}

#[tokio::test]
async fn bodies() {
    let service = service();
    let auth = format!("authorization: Bearer {}", service.exporter);
    let json = "content-type: application/json";
    for body in ["", "{", "[]", "{\"title\":\"a\"} x"] {
        service.send("POST", "/v1/offers", &[&auth, json], body).await.problem(400, "bad-request");
    }
    service.send("POST", "/v1/offers", &[&auth, json], vec![b'{', 0xd1, 0xfc, b'}']).await.problem(400, "bad-request");
    service.send("POST", "/v1/offers", &[&auth, "content-type: text/plain"], "{}").await.problem(415, "unsupported-media-type");
    let large = format!("{{\"title\":\"{}\"}}", "a".repeat(70_000));
    service.send("POST", "/v1/offers", &[&auth, json], large).await.problem(413, "too-large");
    let marked = service.send("POST", "/v1/offers", &[&auth, json], "\u{feff}{\"title\":\"thé vert\"}").await;
    assert_eq!(marked.status, 201, "{}", marked.text);

    let faulty = json!({"title": "tea", "hs": "99", "price": {"amount": "1.250,50"}, "colour": "red"});
    let problem = service.write("POST", "/v1/offers", &service.exporter, &faulty).await.problem(422, "invalid-fields");
    let fields: Vec<&str> = problem["errors"].as_array().expect("list").iter().filter_map(|e| e["field"].as_str()).collect();
    for field in ["hs", "price.amount", "price.currency", "colour"] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    service.write("PUT", "/v1/offers/o-1", &service.exporter, &json!({"id": "o-2", "title": "tea"})).await.problem(400, "bad-request");
}

#[tokio::test]
async fn a_full_service_says_try_again() {
    let service = with(HttpConfig { max_in_flight: 0, ..HttpConfig::default() });
    let full = service.get("/v1/search?q=tea").await;
    full.problem(503, "overloaded");
    assert_eq!(full.header("retry-after"), "1");
    assert_eq!(service.get("/healthz").await.status, 200);
    let metrics = service.get("/metrics").await.text;
    assert!(metrics.contains("tradewind_http_turned_away_total 1"), "{metrics}");
}

#[tokio::test]
async fn a_fault_of_the_store_is_no_absence() {
    let service = service();
    let offer = json!({"id": "o-1", "title": "Noix de cajou brutes", "external_id": "BJ-1"});
    assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &offer).await.status, 201);
    let mut damage = tradewind::storage::Batch::new();
    damage.put("d/o/o-1", "{");
    damage.put("k/imp", "{");
    service.engine.journal().store().apply(damage).expect("applies");
    for address in ["/v1/offers/o-1", "/v1/offers", "/v1/search?q=cajou"] {
        service.get(address).await.problem(500, "internal");
    }
    service.write("PUT", "/v1/offers/o-1", &service.exporter, &offer).await.problem(500, "internal");
    let withdrawn = Command::Delete { side: Side::Offer, id: Id::parse("o-1").expect("an id"), expected: None };
    assert!(matches!(service.engine.submit(&Actor::operator(), withdrawn), Err(SubmitError::Unavailable(_))), "nothing is written over");
    let other = json!({"id": "o-2", "title": "Noix de cajou brutes"});
    assert_eq!(service.write("POST", "/v1/offers", &service.exporter, &other).await.status, 201, "what is sound is taken on");
    let key = format!("authorization: Bearer {}", service.importer);
    service.send("GET", "/v1/search?q=cajou", &[&key], "").await.problem(500, "internal");
}
