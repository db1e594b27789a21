//! Finding across languages, and the addresses around it.

use serde_json::json;

use crate::support::service;

#[tokio::test]
async fn a_chinese_request_finds_a_french_offer() {
    let service = service();
    let offer = json!({"id": "o-fr", "title": "Amandes de cajou W320", "lang": "fr", "origin": "BJ"});
    assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &offer).await.status, 201);

    let found = service.get("/v1/search?q=%E8%85%B0%E6%9E%9C%E4%BB%81&reader=zh").await;
    assert_eq!(found.status, 200, "{}", found.text);
    assert_eq!(found.json()["hits"][0]["id"], "o-fr", "{}", found.text);

    let unsaved = json!({"request": {"text": "求购腰果仁W320，每月两个20尺柜"}});
    let matched = service.write("POST", "/v1/match", &service.importer, &unsaved).await;
    assert_eq!(matched.json()["hits"][0]["id"], "o-fr", "{}", matched.text);

    let stored = service.write("POST", "/v1/requests?wait=searchable", &service.importer, &unsaved["request"]).await;
    let address = format!("{}/matches", stored.header("location"));
    assert_eq!(service.get(&address).await.json()["hits"][0]["id"], "o-fr");
    let back = service.get("/v1/offers/o-fr/matches").await.json();
    assert!(back["hits"][0]["request"].is_object(), "{back}");

    let gone = service.write("DELETE", "/v1/offers/o-fr?wait=searchable", &service.exporter, &json!({})).await;
    assert_eq!(gone.status, 204);
    let after = service.get("/v1/search?q=cashew").await.json();
    assert_eq!(after["hits"], json!([]), "{after}");
}

#[tokio::test]
async fn no_text_is_a_syntax_error() {
    let service = service();
    for query in ["", "%28%28%28%28", "%22", "*", "HS%3A0801.32", "a+AND", "%E2%80%8B", "title%3A%5B"] {
        let reply = service.get(&format!("/v1/search?q={query}")).await;
        assert_eq!(reply.status, 200, "{query}: {}", reply.text);
    }
}

#[tokio::test]
async fn language_and_operation() {
    let service = service();
    let understood = service.write("POST", "/v1/understand", &service.importer, &json!({"text": "求购越南腰果仁W320", "lang": "zh"})).await;
    assert!(understood.json()["concepts"].as_array().is_some_and(|list| !list.is_empty()), "{}", understood.text);
    service.write("POST", "/v1/understand", &service.importer, &json!({})).await.problem(400, "bad-request");
    let suggested = service.get("/v1/suggest?q=cash&lang=en&limit=5").await.json();
    let slug = suggested["suggestions"][0]["concept"].as_str().expect("a concept").to_owned();
    let concept = service.get(&format!("/v1/lexicon/concepts/{slug}")).await.json();
    assert!(concept["labels"]["zh"].is_array(), "{concept}");
    service.get("/v1/lexicon/concepts/no-such-thing").await.problem(404, "not-found");
    let page = service.get("/v1/lexicon/concepts?limit=2&lang=fr").await.json();
    let next = service.get(&format!("/v1/lexicon/concepts?limit=2&cursor={}", page["cursor"].as_str().expect("more"))).await.json();
    assert_ne!(page["items"][1]["id"], next["items"][0]["id"]);

    assert_eq!(service.get("/readyz").await.status, 200);
    let document = service.get("/openapi.json").await.json();
    for path in ["/v1/offers", "/v1/offers/{id}", "/v1/requests/bulk", "/v1/search", "/v1/match", "/v1/understand", "/metrics"] {
        assert!(document["paths"][path].is_object(), "{path}");
    }
    let metrics = service.get("/metrics").await.text;
    assert!(metrics.contains("route=\"/v1/lexicon/concepts/{id}\""), "{metrics}");
}

#[tokio::test]
async fn goods_have_the_codes_of_their_kind_where_nobody_states_one() {
    let service = service();
    for (id, title, hs) in [("a", "Cashew kernels W320", None), ("b", "Noix de cajou brutes", None), ("c", "Amandes de cajou", Some("0801.32")), ("d", "Green coffee beans", None)] {
        let mut offer = json!({"id": id, "title": title});
        offer["hs"] = json!(hs);
        assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &offer).await.status, 201);
    }
    let found = service.get("/v1/search?hs=0801&limit=10").await.json();
    let mut ids: Vec<&str> = found["hits"].as_array().expect("hits").iter().filter_map(|hit| hit["id"].as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(found["counts"]["hs_chapter"], json!({"values": [{"value": "08", "count": 3}], "unknown": 0}));
    for (wrong, field) in [("hs=801", "hs"), ("hs=80132", "hs")] {
        assert_eq!(service.get(&format!("/v1/search?{wrong}")).await.problem(400, "bad-request")["errors"][0]["field"], field);
    }
}

#[tokio::test]
async fn a_text_alone_is_matched_as_a_request() {
    let service = service();
    assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &json!({"id": "a", "title": "Cashew kernels W320"})).await.status, 201);
    let found = service.write("POST", "/v1/match", &service.importer, &json!({"text": "求购腰果仁W320"})).await.json();
    assert_eq!(found["hits"][0]["id"], "a");
    let reasons: Vec<f64> = found["hits"][0]["reasons"].as_array().expect("reasons").iter().filter_map(|reason| reason["adds"].as_f64()).collect();
    assert!(reasons.iter().all(|adds| *adds != 0.0), "what adds nothing is no reason: {reasons:?}");
    let wrong = service.write("POST", "/v1/match", &service.importer, &json!({"title": "腰果"})).await.problem(400, "bad-request");
    assert!(wrong["errors"][0]["hint"].as_str().expect("a hint").contains("{\"request\": {\"text\""), "{wrong}");
}
