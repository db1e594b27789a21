//! Curation rules over HTTP: put, listed, tested and retired by operators alone; each fault is named.

use serde_json::{Value, json};

use crate::support::{Reply, Service, service};

async fn get(service: &Service, uri: &str) -> Reply {
    service.send("GET", uri, &[&format!("authorization: Bearer {}", service.operator)], "").await
}

async fn delete(service: &Service, uri: &str) -> Reply {
    service.send("DELETE", uri, &[&format!("authorization: Bearer {}", service.operator)], "").await
}

async fn stock(service: &Service) {
    for (id, title) in [("a", "Cashew kernels W320"), ("b", "Cashew kernels W240"), ("c", "Raw cashew nuts")] {
        let offer = json!({"id": id, "title": title, "supplier": {"id": id}});
        assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.operator, &offer).await.status, 201);
    }
}

async fn found(service: &Service) -> Vec<String> {
    let answer = service.get("/v1/search?q=cashew+kernels+W320").await.json();
    answer["hits"].as_array().expect("hits").iter().map(|hit| hit["id"].as_str().expect("an id").to_owned()).collect()
}

fn pin(posting: &str) -> Value {
    json!({"when": {"concept": "cashew-nut"}, "do": "pin", "on": {"id": posting}, "place": 1, "note": "the fair in May"})
}

#[tokio::test]
async fn a_rule_is_put_tested_seen_and_retired() {
    let service = service();
    stock(&service).await;
    let before = found(&service).await;
    assert_eq!(before[0], "a");
    let mut question = json!({"q": "cashew kernels W320", "rule": pin("c"), "limit": 2});
    question["rule"].as_object_mut().expect("an object").remove("note");
    let trial = service.write("POST", "/v1/relevance/rules/test", &service.operator, &question).await.json();
    assert_eq!((trial["before"][0].as_str(), trial["after"][0].as_str()), (Some("a"), Some("c")), "{trial}");
    assert_eq!(trial["fired"][0]["effects"][0]["effect"], "moved", "{trial}");
    assert_eq!(found(&service).await, before, "nothing is stored by a trial");

    let put = service.write("PUT", "/v1/relevance/rules/fair", &service.operator, &pin("c")).await;
    assert_eq!(put.status, 201, "{}", put.text);
    assert_eq!(found(&service).await[0], "c");
    assert_eq!(service.write("PUT", "/v1/relevance/rules/fair", &service.operator, &pin("b")).await.status, 200);
    assert_eq!(found(&service).await[0], "b");
    let shown = get(&service, "/v1/relevance/rules/fair").await.json();
    assert_eq!((&shown["version"], &shown["state"], &shown["changed"]["note"], &shown["changed"]["by"]), (&json!(2), &json!("holds"), &json!("the fair in May"), &json!("operator")), "{shown}");
    // What is shown can be put again.
    assert_eq!(service.write("PUT", "/v1/relevance/rules/fair", &service.operator, &shown["rule"]).await.status, 200);

    let posting = json!({"request": {"text": "求购腰果仁W320"}});
    let trial = service.write("POST", "/v1/relevance/rules/test", &service.operator, &posting).await.json();
    assert_eq!(trial["fired"][0]["rule"], "fair", "{trial}");
    let other = service.write("POST", "/v1/relevance/rules/test", &service.operator, &json!({"q": "coffee"})).await.json();
    assert_eq!(other["idle"], json!([{"rule": "fair", "unmet": "concept"}]));

    let retired = delete(&service, "/v1/relevance/rules/fair?note=over").await.json();
    assert_eq!((&retired["state"], &retired["retired"]["note"]), (&json!("retired"), &json!("over")), "{retired}");
    assert_eq!(found(&service).await, before);
    delete(&service, "/v1/relevance/rules/fair").await.problem(422, "invalid-fields");
    delete(&service, "/v1/relevance/rules/none").await.problem(404, "not-found");
    get(&service, "/v1/relevance/rules/none").await.problem(404, "not-found");
}

#[tokio::test]
async fn rules_are_listed_page_by_page() {
    let service = service();
    for name in ["r1", "r2", "r3"] {
        let rule = json!({"do": "bury", "on": {"party": name}});
        assert_eq!(service.write("PUT", &format!("/v1/relevance/rules/{name}"), &service.operator, &rule).await.status, 201);
    }
    let first = get(&service, "/v1/relevance/rules?limit=2").await.json();
    let names = |page: &Value| page["items"].as_array().expect("items").iter().map(|item| item["rule"]["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>();
    assert_eq!((names(&first), &first["cursor"]), (vec!["r1".to_owned(), "r2".to_owned()], &json!("r2")));
    let second = get(&service, "/v1/relevance/rules?limit=2&cursor=r2").await.json();
    assert_eq!((names(&second), &second["cursor"]), (vec!["r3".to_owned()], &Value::Null));
}

#[tokio::test]
async fn others_may_not_and_every_fault_is_named() {
    let service = service();
    for key in [&service.exporter, &service.importer] {
        service.write("PUT", "/v1/relevance/rules/r", key, &pin("a")).await.problem(403, "forbidden");
        service.write("POST", "/v1/relevance/rules/test", key, &json!({"q": "tea"})).await.problem(403, "forbidden");
        for (method, uri) in [("GET", "/v1/relevance/rules"), ("GET", "/v1/relevance/rules/r"), ("DELETE", "/v1/relevance/rules/r")] {
            service.send(method, uri, &[&format!("authorization: Bearer {key}")], "").await.problem(403, "forbidden");
        }
    }
    service.get("/v1/relevance/rules").await.problem(401, "unauthorized");
    let fields = |problem: &Value| problem["errors"].as_array().expect("errors").iter().map(|error| {
        assert!(error["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{error}");
        error["field"].as_str().expect("a field").to_owned()
    }).collect::<Vec<_>>();
    let put = |body: Value| { let service = &service; async move { service.write("PUT", "/v1/relevance/rules/r", &service.operator, &body).await } };
    let cases = [
        (json!({"do": "pin", "on": {"id": "a"}, "place": 0, "when": {"concept": "tea"}, "until": "2020-01-01", "from": "2021-01-01"}), vec!["until", "place"]),
        (json!({"do": "boost", "on": {"party": "a"}, "by": 2}), vec!["by"]),
        (json!({"do": "block", "on": {"hs": "9999"}}), vec!["on.hs"]),
        (json!({"do": "block", "on": {"concept": "no-such-thing"}, "when": {"concept": "nor-this"}}), vec!["when.concept", "on.concept"]),
    ];
    for (body, expected) in cases {
        let reply = put(body.clone()).await;
        assert_eq!(fields(&reply.problem(422, "invalid-fields")), expected, "{body}");
    }
    assert_eq!(put(pin("a")).await.status, 201);
    let twin = service.write("PUT", "/v1/relevance/rules/twin", &service.operator, &pin("b")).await;
    assert_eq!(fields(&twin.problem(422, "invalid-fields")), ["place"]);
    for note in [json!(7), json!("x".repeat(501))] {
        let reply = put(json!({"do": "bury", "on": {"party": "a"}, "note": note})).await;
        assert_eq!(fields(&reply.problem(422, "invalid-fields")), ["note"]);
    }
    let test = |body: Value| { let service = &service; async move { service.write("POST", "/v1/relevance/rules/test", &service.operator, &body).await } };
    assert_eq!(fields(&test(json!({"q": "tea", "rule": {"do": "sell"}})).await.problem(422, "invalid-fields")), ["rule.do"]);
    assert_eq!(fields(&test(json!({"q": "tea", "rule": {"do": "bury", "on": {"concept": "tee"}}})).await.problem(422, "invalid-fields")), ["rule.on.concept"]);
    for body in [json!({"q": "tea", "limit": 0}), json!({"q": ["tea"]}), json!({"question": "tea"}), json!({"cursor": "1-2"}), json!({"request": {"title": "tea"}, "offer": {"title": "tea"}})] {
        test(body).await.problem(400, "bad-request");
    }
    // What would change nothing is not passed over.
    for (name, value) in [("profile", "draft"), ("without", "freshness"), ("session", "x"), ("reader", "zh"), ("explain", "true")] {
        assert_eq!(fields(&test(json!({"q": "tea", name: value})).await.problem(400, "bad-request")), [name]);
    }
    for (name, value) in [("q", "tea"), ("side", "requests"), ("lang", "zh")] {
        assert_eq!(fields(&test(json!({"request": {"text": "tea"}, name: value})).await.problem(400, "bad-request")), [name]);
    }
    let nothing_else = json!({"q": "tea", "rule": null, "offer": null, "request": null, "origin": null});
    assert_eq!(test(nothing_else).await.status, 200);
    let filtered = test(json!({"request": {"text": "tea"}, "origin": "KE", "max_lead_days": 30})).await;
    assert_eq!(filtered.status, 200, "{}", filtered.text);
}
