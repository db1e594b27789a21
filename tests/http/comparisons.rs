//! Profiles compared over HTTP, and what a signal or the curation rules do to the figures.

use serde_json::{Value, json};

use crate::support::{Reply, Service, service};

async fn send(service: &Service, method: &str, path: &str, body: &Value) -> Reply {
    service.write(method, &format!("/v1/relevance/{path}"), &service.operator, body).await
}

async fn file(service: &Service, path: &str, rows: &str) {
    let auth = format!("authorization: Bearer {}", service.operator);
    let taken = service.send("POST", &format!("/v1/relevance/{path}/import"), &[&auth], rows.to_owned()).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
}

/// Two offers of cashew kernels of which the first is the better, one of tea, and a rule that pins the worse one.
async fn desk() -> Service {
    let service = service();
    for (id, title) in [("o1", "Cashew kernels W320"), ("o2", "Cashew kernels W240"), ("o3", "Green tea")] {
        let offer = json!({"id": id, "title": title, "lang": "en", "supplier": {"id": id}});
        assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.operator, &offer).await.status, 201);
    }
    file(&service, "queries/core", "id,text,lang\nq1,腰果仁W320,zh\nq2,绿茶,zh\n").await;
    file(&service, "judgments/core", "q1 0 o1 3\nq1 0 o2 1\nq2 0 o3 3\n").await;
    let pin = json!({"when": {"concept": "cashew-kernel"}, "do": "pin", "on": {"id": "o2"}, "place": 1, "note": "the fair"});
    assert_eq!(send(&service, "PUT", "rules/fair", &pin).await.status, 201);
    service
}

fn ids(places: &Value) -> Vec<&str> {
    places.as_array().expect("places").iter().map(|place| place["id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn what_rules_do_to_the_figures_is_told() {
    let service = desk().await;
    let evaluate = async |profile: &str| send(&service, "POST", "evaluations", &json!({"queries": "core", "judgments": "core", "profile": profile})).await.json();
    let plain = evaluate("current").await;
    assert_eq!((&plain["evaluation"]["mean"]["ndcg"], &plain["curation"]), (&json!(1.0), &json!([])), "scores alone: {plain:#}");
    let ruled = evaluate("current with rules").await;
    // Grades 1, 3 in place of 3, 1, for one of two queries.
    let second = 1.0 / 3_f64.log2();
    let expected = (1.0 + (1.0 + 7.0 * second) / (7.0 + second)) / 2.0;
    let ndcg = ruled["evaluation"]["mean"]["ndcg"].as_f64().expect("a figure");
    assert!((ndcg - expected).abs() < 1e-9, "{ndcg} {expected}");
    assert_eq!((ruled["curation"].clone(), ruled["profile"].as_str().map(|name| name.ends_with("@1 with rules") || name.ends_with(" with rules"))), (json!(["fair@1"]), Some(true)));
    // On a search the same switch leaves them out.
    let auth = format!("authorization: Bearer {}", service.operator);
    for (without, first) in [("", "o2"), ("&without=rules", "o1"), ("&without=exposure,freshness,synonyms", "o2")] {
        let answer = service.send("GET", &format!("/v1/search?q=cashew+kernels+W320{without}"), &[&auth], "").await;
        assert_eq!(answer.json()["hits"][0]["id"], first, "{without}: {}", answer.text);
    }
}

#[tokio::test]
async fn profiles_are_compared_with_losses_luck_moves_and_the_best_order() {
    let service = desk().await;
    let body = json!({"queries": "core", "judgments": "core", "profiles": ["current", "current with rules", "current without code, text"], "k": 5, "today": "2026-11-28"});
    let told = send(&service, "POST", "comparisons", &body).await;
    assert_eq!(told.status, 200, "{}", told.text);
    let told = told.json();
    let loss = (1.0 + 7.0 / 3_f64.log2()) / (7.0 + 1.0 / 3_f64.log2()) - 1.0;
    let differs = told["comparison"]["queries"].as_array().expect("queries");
    assert_eq!((differs[0]["query"].as_str(), told["curation"].clone()), (Some("q1"), json!(["fair@1"])), "{told:#}");
    assert!((differs[0]["gains"][0].as_f64().expect("a gain") - loss).abs() < 1e-9, "{told:#}");
    let names: Vec<&str> = told["comparison"]["runs"].as_array().expect("runs").iter().filter_map(|run| run["run"].as_str()).collect();
    assert!(names.len() == 3 && names[1].ends_with(" with rules") && names[2].ends_with(" without code, text"), "{names:?}");
    assert_eq!((&told["comparison"]["significance"][0]["run"], &told["comparison"]["significance"][0]["p"]), (&json!(names[1]), &json!(1.0)), "one query that moved says nothing");
    let moved = told["moves"].as_array().expect("moves").iter().find(|moved| moved["run"] == names[1]).expect("the rules move");
    assert_eq!(moved["moves"], json!([{"id": "o2", "from": 2, "to": 1}, {"id": "o1", "from": 1, "to": 2}]));
    let again = send(&service, "POST", "comparisons", &body).await.json();
    assert_eq!((&again["comparison"], &again["moves"]), (&told["comparison"], &told["moves"]), "twice is the same");

    // One query side by side with the best order.
    let mut one = body.clone();
    one["query"] = json!("q1");
    let shown = send(&service, "POST", "comparisons", &one).await.json();
    let beside = &shown["side_by_side"];
    assert_eq!((ids(&beside["lists"][0]["places"]), ids(&beside["lists"][1]["places"]), ids(&beside["ideal"])), (vec!["o1", "o2"], vec!["o2", "o1"], vec!["o1", "o2"]), "{shown:#}");
    assert_eq!((&beside["lists"][0]["places"][0]["grade"], &beside["lang"]), (&json!(3), &json!("zh")));

    // Without judgments moves are told all the same.
    let bare = send(&service, "POST", "comparisons", &json!({"queries": "core", "profiles": ["current", "current with rules"]})).await.json();
    assert_eq!((&bare["judgments"], bare["moves"].as_array().map(Vec::len), &bare["comparison"]["queries"]), (&Value::Null, Some(1), &json!([])), "{bare:#}");
}

#[tokio::test]
async fn what_cannot_be_compared_is_refused_by_field() {
    let service = desk().await;
    let ask = |more: Value| {
        let mut body = json!({"queries": "core", "judgments": "core", "profiles": ["current", "current without freshness"]});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body
    };
    for (more, field) in [
        (json!({"profiles": ["current"]}), "profiles"), (json!({"profiles": ["current", "current"]}), "profiles"), (json!({"profiles": "current"}), "profiles"),
        (json!({"profiles": ["current", "winter@7"]}), "profiles"), (json!({"profiles": ["current", "current with luck"]}), "profiles"), (json!({"k": 0}), "k"), (json!({"seed": "x"}), "seed"),
    ] {
        let problem = send(&service, "POST", "comparisons", &ask(more)).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        assert!(problem["errors"][0]["hint"].as_str().is_some_and(|hint| !hint.is_empty()));
    }
    for (more, field) in [
        (json!({"profiles": ["current", "current without charm"]}), "without"), (json!({"profiles": ["current", "current without rules"]}), "without"),
        (json!({"profiles": ["current", "current without concept"]}), "without"), (json!({"colour": 1}), "colour"), (json!({"judgments": null, "gain": "linear"}), "gain"),
    ] {
        let problem = send(&service, "POST", "comparisons", &ask(more)).await.problem(400, "bad-request");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    for more in [json!({"queries": "none"}), json!({"judgments": "none"}), json!({"query": "q9"})] {
        send(&service, "POST", "comparisons", &ask(more)).await.problem(404, "not-found");
    }
    service.write("POST", "/v1/relevance/comparisons", &service.importer, &ask(json!({}))).await.problem(403, "forbidden");
    let problem = send(&service, "POST", "evaluations", &json!({"queries": "core", "judgments": "core", "profile": "current without charm"})).await.problem(400, "bad-request");
    assert_eq!(problem["errors"][0]["field"], "without");
    let problem = send(&service, "POST", "tunings", &json!({"queries": "core", "judgments": "core", "start": "none@1"})).await.problem(422, "invalid-fields");
    assert_eq!(problem["errors"][0]["field"], "start", "{problem}");
}
