//! One offer from posting to withdrawal.

use serde_json::json;

use crate::support::service;

#[tokio::test]
async fn an_offer_lives_and_ends() {
    let service = service();
    let key = service.exporter.clone();
    let offer = json!({"title": "Noix de cajou brutes KOR 48", "lang": "fr", "origin": "BJ", "external_id": "BJ-1",
        "price": {"amount": "1250.50", "currency": "USD", "per": "t"}});

    let posted = service.write("POST", "/v1/offers?wait=searchable", &key, &offer).await;
    assert_eq!(posted.status, 201, "{}", posted.text);
    let receipt = posted.json();
    assert_eq!(receipt["searchable"], true);
    let address = posted.header("location").to_owned();
    assert_eq!(address, format!("/v1/offers/{}", receipt["id"].as_str().expect("id")));

    let shown = service.get(&address).await;
    assert_eq!(shown.header("etag"), posted.header("etag"));
    assert_eq!(shown.json()["supplier"]["id"], "borgou", "the party of the key owns it");
    assert_eq!(shown.json()["price"]["amount"], "1250.50");
    let tag = format!("if-none-match: {}", shown.header("etag"));
    assert_eq!(service.send("GET", &address, &[&tag], "").await.status, 304);

    // The same external identifier again: the same record, replaced.
    let again = service.write("POST", "/v1/offers", &key, &offer).await;
    assert_eq!((again.status.as_u16(), &again.json()["id"]), (200, &receipt["id"]));

    // What was shown may be sent back; an old ETag may not.
    let mut body = service.get(&address).await.json();
    body["title"] = json!("Noix de cajou brutes KOR 50");
    let auth = format!("authorization: Bearer {key}");
    let old = format!("if-match: {}", posted.header("etag"));
    let stale = service.send("PUT", &address, &[&auth, &old], body.to_string()).await;
    stale.problem(412, "stale");
    let now = format!("if-match: {}", again.header("etag"));
    let fresh = service.send("PUT", &address, &[&auth, &now], body.to_string()).await;
    assert_eq!(fresh.status, 200, "{}", fresh.text);

    service.send("DELETE", &address, &[&auth, &now], "").await.problem(412, "stale");
    assert_eq!(service.send("DELETE", &address, &[&auth], "").await.status, 204);
    service.get(&address).await.problem(404, "not-found");
    service.send("PUT", &address, &[&auth, "if-match: *"], body.to_string()).await.problem(412, "stale");
}

#[tokio::test]
async fn an_ended_offer_says_so() {
    let service = service();
    let offer = json!({"id": "o-old", "title": "Sesame seeds", "valid_until": "2020-01-31"});
    assert_eq!(service.write("POST", "/v1/offers", &service.exporter, &offer).await.status, 201);
    assert_eq!(service.get("/v1/offers/o-old").await.json()["expired"], true);
    service.write("POST", "/v1/offers", &service.exporter, &offer).await.problem(409, "conflict");
}

#[tokio::test]
async fn a_list_has_pages() {
    let service = service();
    for n in 1..=5 {
        let body = json!({"id": format!("r-{n}"), "title": format!("cashew kernels lot {n}")});
        assert_eq!(service.write("PUT", &format!("/v1/requests/r-{n}"), &service.importer, &body).await.status, 201);
    }
    let first = service.get("/v1/requests?limit=3").await.json();
    assert_eq!(first["items"].as_array().map(Vec::len), Some(3));
    let next = format!("/v1/requests?limit=3&cursor={}", first["cursor"].as_str().expect("more"));
    let second = service.get(&next).await.json();
    assert_eq!(second["items"].as_array().map(Vec::len), Some(2));
    assert!(second["cursor"].is_null());
}
