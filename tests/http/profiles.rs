//! Relevance profiles as operators use them: drafted, tried, published, compared, rolled back, audited.

use axum::body::Body;
use serde_json::{Value, json};

use crate::support::{Reply, Service, service};

const PROFILES: &str = "/v1/relevance/profiles";

impl Service {
    /// Reads with the operator's key.
    async fn look(&self, uri: &str) -> Reply {
        self.send("GET", uri, &[&format!("authorization: Bearer {}", self.operator)], Body::empty()).await
    }

    async fn tune(&self, method: &str, path: &str, body: &Value) -> Reply {
        self.write(method, &format!("{PROFILES}/{path}"), &self.operator, body).await
    }

    /// The profile that ranks, under another name and with other weights.
    async fn own(&self, name: &str, weights: &[(&str, f64)]) -> Value {
        let mut profile = self.look(&format!("{PROFILES}/current")).await.json()["profile"].take();
        profile["name"] = json!(name);
        for (feature, weight) in weights {
            profile["weights"][feature] = json!(weight);
        }
        profile
    }

    /// Drafts and publishes; gives the label.
    pub(crate) async fn publish(&self, name: &str, weights: &[(&str, f64)], rank: bool) -> String {
        let draft = self.tune("PUT", "draft", &json!({"profile": self.own(name, weights).await})).await.json();
        let published = self.tune("POST", "publish", &json!({"expected": draft["revision"], "note": "for a test", "rank": rank})).await;
        assert_eq!(published.status, 200, "{}", published.text);
        published.json()["name"].as_str().expect("a label").to_owned()
    }

    async fn offers(&self, titles: &[&str]) {
        for title in titles {
            let reply = self.write("POST", "/v1/offers?wait=searchable", &self.exporter, &json!({"title": title})).await;
            assert_eq!(reply.status, 201, "{}", reply.text);
        }
    }
}

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().expect("errors").iter().map(|error| {
        assert!(error["problem"].as_str().is_some_and(|text| !text.is_empty()) && error["hint"].as_str().is_some_and(|text| !text.is_empty()), "{error}");
        error["field"].as_str().expect("a field")
    }).collect()
}

#[tokio::test]
async fn a_profile_goes_from_draft_to_version_and_back() {
    let service = service();
    let first = service.look(PROFILES).await.json();
    let built_in = first["built_in"].clone();
    assert_eq!((&first["current"], &first["draft"], &first["items"]), (&built_in, &json!(null), &json!([])));
    let weights = service.own("now", &[]).await["weights"].take();
    let profile = service.own("autumn", &[("text", 2.0)]).await;
    let draft = service.tune("PUT", "draft", &json!({"profile": profile, "note": "words count more", "expected": 0})).await.json();
    assert_eq!((&draft["name"], &draft["revision"], &draft["ranks"], &draft["by"]), (&json!("autumn@draft-1"), &json!(1), &json!(false), &json!("operator")));
    assert_eq!(service.look(&format!("{PROFILES}/draft")).await.json(), draft);
    let diff = service.look(&format!("{PROFILES}/diff")).await.json();
    assert_eq!(diff["differences"], json!([{"field": "weights.text", "from": weights["text"], "to": 2.0}]), "{diff}");
    let published = service.tune("POST", "publish", &json!({"expected": 1, "note": "measured"})).await.json();
    assert_eq!((&published["name"], &published["ranks"], &published["note"]), (&json!("autumn@1"), &json!(true), &json!("measured")));
    assert_eq!(service.publish("winter", &[("hs", 0.9)], true).await, "winter@2");
    let page = service.look(&format!("{PROFILES}?limit=1")).await.json();
    assert_eq!((&page["current"], &page["items"][0]["name"], &page["items"][0]["ranks"]), (&json!("winter@2"), &json!("winter@2"), &json!(true)));
    let rest = service.look(&format!("{PROFILES}?limit=1&cursor={}", page["cursor"].as_str().expect("more"))).await.json();
    assert_eq!((&rest["items"][0]["name"], &rest["cursor"]), (&json!("autumn@1"), &json!(null)));
    // Back step by step, and to where one wants.
    for (body, now) in [
        (json!({"note": "worse"}), json!("autumn@1")), (json!({"note": "worse still"}), built_in.clone()),
        (json!({"note": "forward", "to": "winter@2"}), json!("winter@2")), (json!({"note": "home", "to": built_in}), built_in.clone()),
    ] {
        let ranking = service.tune("POST", "rollback", &body).await.json();
        assert_eq!((&ranking["name"], &ranking["ranks"]), (&now, &json!(true)), "{ranking}");
        assert_eq!(service.get("/v1/search?q=cashew").await.json()["profile"], now);
    }
    assert_eq!(service.look(&format!("{PROFILES}/autumn@1")).await.json()["profile"]["weights"]["text"], 2.0, "a version never changes");
}

#[tokio::test]
async fn two_operators_cannot_publish_past_each_other() {
    let service = service();
    let save = async |name: &str, expected: u64| service.tune("PUT", "draft", &json!({"profile": service.own(name, &[]).await, "expected": expected})).await;
    assert_eq!(save("one", 0).await.status, 200);
    assert_eq!(save("two", 1).await.status, 200);
    for reply in [save("three", 1).await, service.tune("POST", "publish", &json!({"expected": 1, "note": "mine"})).await] {
        assert_eq!(fields(&reply.problem(412, "stale")), ["expected"]);
    }
    assert_eq!(service.look(PROFILES).await.json()["draft"], 2, "nothing has changed");
    assert_eq!(service.tune("POST", "publish", &json!({"expected": 2, "note": "seen"})).await.json()["name"], "two@1");
    assert_eq!(fields(&service.tune("POST", "publish", &json!({"expected": 2, "note": "again"})).await.problem(412, "stale")), ["expected"], "somebody was quicker");
    assert_eq!(fields(&service.tune("POST", "publish", &json!({"expected": 3, "note": "never saved"})).await.problem(422, "invalid-fields")), ["draft"]);
}

#[tokio::test]
async fn what_cannot_rank_is_refused_and_changes_nothing() {
    let service = service();
    service.tune("PUT", "draft", &json!({"profile": service.own("good", &[]).await})).await;
    let before = service.look(&format!("{PROFILES}/draft")).await.json();
    let with = |field: &'static str, value: Value| {
        let mut profile = before["profile"].clone();
        profile.as_object_mut().expect("an object").remove("bounds");
        match field.strip_prefix("weights.") {
            Some(feature) => profile["weights"][feature] = value,
            None => profile[field] = value,
        }
        profile
    };
    for (profile, expected) in [
        (with("weights.concept", json!(11)), "profile.weights.concept"),
        (with("weights.concept", json!(0)), "profile.weights.concept"),
        (with("weights.facet_conflicts", json!(2.6)), "profile.weights.facet_conflicts"),
        (with("weights.price", json!(-1)), "profile.weights.price"),
        (with("weights.freshness", json!(1.5)), "profile.weights.freshness"),
        (with("weights.sponsored", json!(1)), "profile.weights.sponsored"),
        (with("weights", json!({})), "profile.weights"),
        (with("bounds", json!({"text": [1.5, 2]})), "profile.weights.text"),
        (with("stages", json!(["all", "spelling"])), "profile.stages"),
        (with("exposure_share", json!(0.51)), "profile.exposure_share"),
        (with("recall_depth", json!(1)), "profile.recall_depth"),
        (with("name", json!("default")), "profile.name"),
        (with("colour", json!(1)), "profile.colour"),
        (json!("winter"), "profile"),
    ] {
        let problem = service.tune("PUT", "draft", &json!({"profile": profile})).await.problem(422, "invalid-fields");
        assert_eq!(fields(&problem), [expected], "{problem}");
    }
    let note = "x".repeat(501);
    for (method, path, body, field) in [
        ("PUT", "draft", json!({}), "profile"),
        ("PUT", "draft", json!({"profile": before["profile"], "expected": "1"}), "expected"),
        ("POST", "publish", json!({"note": "why"}), "expected"),
        ("POST", "publish", json!({"expected": 1, "note": "  "}), "note"),
        ("POST", "publish", json!({"expected": 1, "note": note}), "note"),
        ("POST", "publish", json!({"expected": 1, "note": "why", "rank": "yes"}), "rank"),
        ("POST", "rollback", json!({"note": "why"}), "to"),
        ("POST", "rollback", json!({"note": "why", "to": "winter@7"}), "to"),
        ("POST", "rollback", json!({"note": "why", "to": "draft"}), "to"),
    ] {
        assert_eq!(fields(&service.tune(method, path, &body).await.problem(422, "invalid-fields")), [field], "{body}");
    }
    service.tune("POST", "publish", &json!({"expected": 1, "note": "why", "forced": true})).await.problem(400, "bad-request");
    service.look(&format!("{PROFILES}/winter@7")).await.problem(404, "not-found");
    service.look(&format!("{PROFILES}/diff?to=winter@7")).await.problem(404, "not-found");
    assert_eq!(service.look(&format!("{PROFILES}/draft")).await.json(), before);
    assert_eq!(service.look("/v1/relevance/audit").await.json()["items"].as_array().map(Vec::len), Some(1), "what was refused leaves no trace");
}

#[tokio::test]
async fn operators_alone_look_tune_and_preview() {
    let service = service();
    for uri in [PROFILES, "/v1/relevance/profiles/current", "/v1/relevance/profiles/diff", "/v1/relevance/audit", "/v1/relevance/trials"] {
        service.get(uri).await.problem(401, "unauthorized");
        for key in [&service.exporter, &service.importer] {
            service.send("GET", uri, &[&format!("authorization: Bearer {key}")], Body::empty()).await.problem(403, "forbidden");
        }
    }
    for (method, path) in [("PUT", "draft"), ("POST", "publish"), ("POST", "rollback")] {
        service.write(method, &format!("{PROFILES}/{path}"), &service.importer, &json!({})).await.problem(403, "forbidden");
    }
    for uri in ["/v1/search?q=tea&profile=draft", "/v1/search?q=tea&without=freshness"] {
        service.get(uri).await.problem(403, "forbidden");
        service.send("GET", uri, &[&format!("authorization: Bearer {}", service.importer)], Body::empty()).await.problem(403, "forbidden");
    }
    service.write("POST", "/v1/match?profile=draft", &service.importer, &json!({"request": {"title": "tea"}})).await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_draft_is_tried_before_it_ranks_and_signals_are_switched_off() {
    let service = service();
    service.offers(&["Cashew kernels W320 zorblet", "Cashew kernels W320"]).await;
    service.tune("PUT", "draft", &json!({"profile": service.own("bold", &[("text", 2.0)]).await})).await;
    let weight = |answer: &Value, kind: &str| {
        let found = answer["hits"][0]["reasons"].as_array().expect("reasons").iter().find(|reason| reason["kind"] == kind);
        found.map(|reason| reason["weight"].as_f64().expect("a number"))
    };
    let draft = service.look("/v1/search?q=cashew+zorblet&profile=draft").await.json();
    assert_eq!((&draft["profile"], weight(&draft, "text")), (&json!("bold@draft-1"), Some(2.0)));
    let without = service.look("/v1/search?q=cashew+zorblet&profile=draft&without=text,%20freshness").await.json();
    assert_eq!((&without["profile"], weight(&without, "text"), weight(&without, "freshness")), (&json!("bold@draft-1 without text, freshness"), None, None));
    let usual = service.get("/v1/search?q=cashew+zorblet").await.json();
    assert_ne!(weight(&usual, "text"), Some(2.0), "nobody else sees a draft");
    let matched = service.write("POST", "/v1/match?profile=draft", &service.operator, &json!({"request": {"title": "cashew zorblet"}})).await.json();
    assert_eq!((&matched["profile"], weight(&matched, "text")), (&json!("bold@draft-1"), Some(2.0)));
    for (uri, field) in [("/v1/search?q=tea&profile=winter@3", "profile"), ("/v1/search?q=tea&without=sponsored", "without")] {
        assert_eq!(fields(&service.look(uri).await.problem(400, "bad-request")), [field]);
    }
}

#[tokio::test]
async fn the_way_of_a_query_and_every_feature_are_told_to_operators_alone() {
    let service = service();
    service.offers(&["腰果仁 W320 越南", "Noix de cajou W320"]).await;
    let uri = "/v1/search?q=%E6%B1%82%E8%B4%AD%E8%85%B0%E6%9E%9C%E4%BB%81%20%EF%BC%B7320%20%E2%82%AC%20zorbl%C3%A9t&explain=true";
    let answer = service.look(uri).await.json();
    let runs: Vec<&str> = answer["query"]["runs"].as_array().expect("runs").iter().map(|run| run["script"].as_str().expect("a name")).collect();
    assert_eq!(runs, ["Han", "Latin"]);
    let folds = answer["query"]["folds"].as_array().expect("folds");
    assert!(folds.iter().any(|fold| fold["text"] == "zorblét" && fold["folded"] == "zorblet"), "{folds:?}");
    for hit in answer["hits"].as_array().expect("hits") {
        let inspected = &hit["inspected"];
        let features = inspected["features"].as_array().expect("features");
        assert_eq!(features.len(), tradewind::score::FEATURES.len());
        let sum: f64 = features.iter().filter_map(|feature| feature["adds"].as_f64()).sum();
        assert!((sum - hit["score"].as_f64().expect("a score")).abs() < 1e-9, "{hit:#}");
        for feature in features {
            match feature["value"].as_f64() {
                Some(value) => assert!((value * feature["weight"].as_f64().expect("a weight") - feature["adds"].as_f64().expect("a sum")).abs() < 1e-12),
                None => assert!(feature["adds"].is_null(), "{feature}"),
            }
        }
        assert!(features.iter().any(|feature| feature["value"].is_null()), "nobody asked for a price");
        assert!(features.iter().any(|feature| feature["value"] == 0.0 || feature["value"] == 1.0));
        let clauses = inspected["clauses"].as_array().expect("clauses");
        assert!(clauses.iter().any(|clause| clause["key"] == "concept"), "{clauses:?}");
        assert!(clauses.iter().all(|clause| clause["value"] != "zorblet"), "neither offer has the word");
        assert_eq!(inspected["stage"], answer["stage"]);
    }
    let trader = service.get(uri).await.json();
    assert!(trader["hits"][0]["inspected"].is_null() && trader["query"]["runs"].is_null() && trader["query"]["tokens"].is_array(), "{trader}");
}

#[tokio::test]
async fn every_change_is_audited_and_exported() {
    let service = service();
    service.publish("autumn", &[], true).await;
    service.tune("POST", "rollback", &json!({"note": "worse for 山羊皮"})).await;
    let first = service.look("/v1/relevance/audit?limit=2").await.json();
    let rest = service.look(&format!("/v1/relevance/audit?limit=2&cursor={}", first["cursor"].as_str().expect("more"))).await.json();
    let rows: Vec<&Value> = [&first, &rest].into_iter().flat_map(|page| page["items"].as_array().expect("items")).collect();
    let told: Vec<_> = rows.iter().map(|row| (row["change"]["of"].as_str(), row["change"]["do"].as_str(), row["by"].as_str(), row["note"].as_str())).collect();
    let expected = [("draft", ""), ("publish", "for a test"), ("roll_back", "worse for 山羊皮")];
    assert_eq!(told, expected.map(|(what, note)| (Some("profiles"), Some(what), Some("operator"), Some(note))));
    assert_eq!(rest["cursor"], json!(null));
    let headers = [format!("authorization: Bearer {}", service.operator)];
    let export = service.send("GET", "/v1/relevance/audit", &[&headers[0], "accept: application/x-ndjson"], Body::empty()).await;
    assert_eq!(export.header("content-type"), "application/x-ndjson");
    assert_eq!(export.lines().iter().collect::<Vec<_>>(), rows);
    let later = service.send("GET", &format!("/v1/relevance/audit?cursor={}", rows[1]["position"]), &[&headers[0], "accept: application/x-ndjson"], Body::empty()).await;
    assert_eq!(later.lines(), [rows[2].clone()]);
}
