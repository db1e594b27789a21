//! Edits of the lexicon over HTTP: tried, made, listed, taken back; for operators only.

use serde_json::{Value, json};

use crate::support::{Service, service};

const EDITS: &str = "/v1/relevance/lexicon";

impl Service {
    async fn read(&self, uri: &str) -> Value {
        let reply = self.send("GET", uri, &[&format!("authorization: Bearer {}", self.operator)], "").await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()
    }

    async fn found(&self, query: &str) -> Vec<String> {
        let found = self.get(&format!("/v1/search?q={query}")).await.json();
        found["hits"].as_array().expect("hits").iter().map(|hit| hit["id"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

async fn stocked() -> Service {
    let service = service();
    for (id, title) in [("o1", "Groundnut kernels 50/60"), ("o2", "Peanut kernels 50/60"), ("o3", "Manizuco confitero 38/42")] {
        assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &json!({"id": id, "title": title})).await.status, 201);
    }
    service
}

#[tokio::test]
async fn an_edit_is_tried_made_shown_and_taken_back() {
    let service = stocked().await;
    let synonym = json!({"do": "synonym", "from": "manizuco", "from_lang": "es", "to": "peanut", "to_lang": "en", "both_ways": true, "weight": 1, "note": "Argentine buyers say so"});
    let tried = service.write("POST", &format!("{EDITS}?dry_run=true"), &service.operator, &synonym).await;
    assert_eq!(tried.status, 200, "{}", tried.text);
    let tried = tried.json();
    assert_eq!((&tried["reread"], &tried["rebuild"], &tried["clashes"]), (&json!(1), &json!(false), &json!([])));
    assert_eq!(tried["edit"]["reads"][0], json!({"text": "manizuco", "lang": "es", "concept": "groundnut", "reach": "asked"}));
    assert_eq!(service.read(EDITS).await["items"], json!([]), "nothing was made");

    let made = service.write("POST", &format!("{EDITS}?wait=searchable"), &service.operator, &synonym).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    for (field, value) in [("number", json!(1)), ("by", json!("operator")), ("note", json!("Argentine buyers say so")), ("state", json!("done")), ("reread", json!(1)), ("left", json!(0)), ("undone_by", Value::Null), ("idle", Value::Null), ("rebuild", json!(false))] {
        assert_eq!(made[field], value, "{field} of {made}");
    }
    let found = service.found("peanut").await;
    assert_eq!((found.first().map(String::as_str), found.len()), (Some("o2"), 3));
    assert_eq!(service.read(&format!("{EDITS}/status")).await, json!({"edits": 1, "asked": 1, "found": 1, "left": 0, "idle": []}));

    let undone = service.write("POST", &format!("{EDITS}/1/undo?wait=searchable"), &service.operator, &json!({"note": "a mistake"})).await;
    assert_eq!((undone.status.as_u16(), undone.json()["number"].clone()), (201, json!(2)), "{}", undone.text);
    assert_eq!(service.found("peanut").await, ["o2", "o1"]);
    let first = service.read(&format!("{EDITS}/1")).await;
    assert_eq!(first["undone_by"], 2);
    let page = service.read(&format!("{EDITS}?limit=1")).await;
    assert_eq!((&page["items"][0]["number"], &page["cursor"]), (&json!(2), &json!("2")));
    let page = service.read(&format!("{EDITS}?limit=1&cursor=2")).await;
    assert_eq!((&page["items"][0], &page["cursor"]), (&first, &Value::Null));
}

#[tokio::test]
async fn goods_added_are_among_the_concepts_and_what_moves_them_says_that_it_reads_again() {
    let service = stocked().await;
    let concept = json!({"do": "add_concept", "concept": "zorblet-nut", "broader": ["nut"], "names": {"en": ["zorblet"], "zh": ["佐布果"]}});
    assert_eq!(service.write("POST", &format!("{EDITS}?wait=searchable"), &service.operator, &concept).await.status, 201);
    let shown = service.get("/v1/lexicon/concepts/zorblet-nut").await.json();
    assert_eq!((&shown["label"], &shown["broader"]), (&json!("zorblet"), &json!(["nut"])));
    assert_eq!(service.get("/v1/suggest?q=zorbl").await.json()["suggestions"][0]["concept"], "zorblet-nut");
    let moved = json!({"do": "change_concept", "concept": "groundnut", "broader": ["nut"]});
    let moved = service.write("POST", &format!("{EDITS}?wait=searchable"), &service.operator, &moved).await.json();
    assert_eq!((&moved["rebuild"], &moved["reread"]), (&json!(true), &json!(2)));
    assert_eq!(service.write("POST", &format!("{EDITS}/1/undo?wait=searchable"), &service.operator, &json!({})).await.status, 201);
    service.get("/v1/lexicon/concepts/zorblet-nut").await.problem(404, "not-found");
    let both = json!({"do": "add_form", "concept": "groundnut", "lang": "en", "form": "cashew nut", "ambiguous": true});
    let tried = service.write("POST", &format!("{EDITS}?dry_run=true"), &service.operator, &both).await.json();
    assert_eq!(tried["clashes"], json!([{"form": "cashew nut", "lang": "en", "means": "cashew-nut"}]));
    // Two goods that the lexicon keeps apart: a synonym between them says so, one to a new word does not.
    let apart = json!({"do": "synonym", "from": "groundnut", "from_lang": "en", "to": "cashew nut", "to_lang": "en", "weight": 0.5});
    let tried = service.write("POST", &format!("{EDITS}?dry_run=true"), &service.operator, &apart).await.json();
    assert_eq!(tried["clashes"], json!([{"form": "groundnut", "lang": "en", "means": "groundnut"}, {"form": "cashew nut", "lang": "en", "means": "cashew-nut"}]), "{tried}");
    let fresh = json!({"do": "synonym", "from": "zimbut", "from_lang": "en", "to": "cashew nut", "to_lang": "en", "weight": 0.5});
    let tried = service.write("POST", &format!("{EDITS}?dry_run=true"), &service.operator, &fresh).await.json();
    assert_eq!(tried["clashes"], json!([]), "{tried}");
}

#[tokio::test]
async fn only_operators_may_and_every_fault_is_named() {
    let service = stocked().await;
    let form = json!({"do": "add_form", "concept": "groundnut", "lang": "es", "form": "manizuco"});
    for key in [&service.exporter, &service.importer] {
        service.write("POST", EDITS, key, &form).await.problem(403, "forbidden");
        service.write("GET", EDITS, key, &json!({})).await.problem(403, "forbidden");
        service.write("GET", &format!("{EDITS}/status"), key, &json!({})).await.problem(403, "forbidden");
    }
    service.get(EDITS).await.problem(401, "unauthorized");
    let by = &service;
    let fault = |edit: Value| async move {
        let problem = by.write("POST", EDITS, &by.operator, &edit).await.problem(422, "invalid-fields");
        problem["errors"].as_array().expect("errors").iter().map(|error| format!("{} {}", error["field"].as_str().unwrap_or_default(), error["problem"].as_str().unwrap_or_default())).collect::<Vec<_>>()
    };
    assert_eq!(fault(json!({"do": "add_form", "concept": "groundnut", "language": "es"})).await, ["lang is missing", "form is missing", "language is no field of add_form"]);
    assert_eq!(fault(json!({"do": "add_form", "concept": "no-such", "lang": "es", "form": "x y"})).await, ["concept no-such is no concept of the lexicon"]);
    assert_eq!(fault(json!({"do": "retire_form", "concept": "groundnut", "lang": "en", "form": "x", "note": 7})).await, ["note cannot be read"]);
    assert_eq!(fault(json!({"do": "undo", "edit": 9})).await, ["edit 9 was never made"]);
    service.write("POST", &format!("{EDITS}/x/undo"), &service.operator, &json!({})).await.problem(400, "bad-request");
    service.write("POST", &format!("{EDITS}?dry=1"), &service.operator, &form).await.problem(400, "bad-request");
    let auth = format!("authorization: Bearer {}", service.operator);
    service.send("GET", &format!("{EDITS}/7"), &[&auth], "").await.problem(404, "not-found");
    assert_eq!(service.read(EDITS).await["items"], json!([]));
}
