//! The gate between a draft and a version, and what operators find out before they publish: guards, figures by
//! language pair, where a posting stands, weights that do better.

use serde_json::{Value, json};

use crate::support::{Reply, Service, service};

async fn send(service: &Service, method: &str, path: &str, body: &Value) -> Reply {
    service.write(method, &format!("/v1/relevance/{path}"), &service.operator, body).await
}

async fn file(service: &Service, path: &str, body: &str) -> Reply {
    let auth = format!("authorization: Bearer {}", service.operator);
    service.send("POST", &format!("/v1/relevance/{path}"), &[&auth], body.to_owned()).await
}

async fn look(service: &Service, path: &str) -> Reply {
    send(service, "GET", path, &json!({})).await
}

/// Two cashew offers, of which only the words tell which is asked for; queries, judgments and guards for them.
async fn stocked() -> Service {
    let service = service();
    for (id, title, lang) in [("o2", "Cashew kernels zorblet", "en"), ("o1", "Cashew kernels", "en"), ("o3", "Shea butter", "en")] {
        let offer = json!({"id": id, "title": title, "lang": lang});
        assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.operator, &offer).await.status, 201);
    }
    let asked: String = (1..6).map(|number| format!("q{number},zorblet cashew kernels,en\n")).collect();
    let judged: String = (1..6).map(|number| format!("q{number} 0 o2 3\n")).collect();
    for (path, body) in [
        ("queries/core/import", format!("id,text,lang\n{asked}")),
        ("judgments/core/import", judged),
        ("guards/core/import", "id,text,lang,offer,expect,k\nfirst,zorblet cashew kernels,en,o2,first,\nnever,zorblet cashew kernels,en,o3,absent,5\n".to_owned()),
    ] {
        let reply = file(&service, path, &body).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["unknown"]), (200, &json!(0)), "{}", reply.text);
    }
    service
}

/// Saves a draft in which words count nothing, so that the offer with the word in it comes no longer first.
async fn deaf(service: &Service) -> u64 {
    let mut profile = look(service, "profiles/current").await.json()["profile"].take();
    profile["name"] = json!("deaf");
    profile.as_object_mut().expect("an object").remove("bounds");
    for feature in ["text", "wording", "code"] {
        profile["weights"][feature] = json!(0);
    }
    // Of two offers that fit as much the newer comes first, then the one whose identifier does.
    let saved = send(service, "PUT", "profiles/draft", &json!({"profile": profile})).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    saved.json()["revision"].as_u64().expect("a revision")
}

fn faults(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).expect("a text").to_owned();
    problem["errors"].as_array().expect("errors").iter().map(|error| {
        text(&error["hint"]);
        (text(&error["field"]), text(&error["problem"]))
    }).collect()
}

#[tokio::test]
async fn a_draft_that_breaks_a_guard_or_fails_a_pair_is_not_published() {
    let service = stocked().await;
    let revision = deaf(&service).await;
    let figures = json!({"queries": "core", "judgments": "core", "loss": 0.01});
    let publish = async |more: Value| {
        let mut body = json!({"expected": revision, "note": "why"});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        send(&service, "POST", "profiles/publish", &body).await
    };
    for (gate, field, words) in [
        (json!({"guards": "core"}), "guards.first", "\"zorblet cashew kernels\" o2 must come first and stands at place 2"),
        (figures.clone(), "overall", "falls by 0.3691 from 1.0000 to 0.6309"),
        (json!({"queries": "core", "judgments": "core", "floor": 0.7}), "pairs.en-en", "has nDCG@10 0.6309, below its floor of 0.7, -0.3691 against what ranks now"),
        (json!({"queries": "core", "judgments": "core", "floors": {"zh-sw": 0.5}}), "pairs.zh-sw", "has nDCG@10 not measured, below its floor of 0.5"),
    ] {
        let problem = publish(json!({"gate": gate})).await.problem(422, "gate-closed");
        let told = faults(&problem);
        assert!(told[0].0 == field && told[0].1.contains(words), "{told:?}");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.starts_with("deaf@draft-1 does not pass the gate: ") && detail.contains(words)), "{problem}");
    }
    assert_eq!(look(&service, "profiles").await.json()["draft"], revision, "nothing was published");
    let loss = faults(&publish(json!({"gate": figures})).await.problem(422, "gate-closed"));
    assert_eq!(loss.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["overall", "pairs.en-en"]);
    // A gate that measures nothing is not open.
    file(&service, "judgments/other/import", "zz 0 o2 3\n").await;
    file(&service, "queries/few/import", "id,text,lang\nq1,zorblet cashew kernels,en\n").await;
    for (gate, field) in [(json!({"queries": "core", "judgments": "other", "loss": 0.5}), "overall"), (json!({"queries": "few", "judgments": "core", "floor": 0.1}), "floor")] {
        assert_eq!(faults(&publish(json!({"gate": gate})).await.problem(422, "gate-closed"))[0].0, field);
    }
    // What cannot be a gate, or cannot be measured.
    for (more, status, kind, field) in [
        (json!({"gate": {}}), 422, "invalid-fields", "gate"),
        (json!({"gate": {"guards": "core", "flor": 1}}), 422, "invalid-fields", "gate.flor"),
        (json!({"gate": {"queries": "core", "floor": 0.1}}), 422, "invalid-fields", "gate.judgments"),
        (json!({"gate": 7}), 422, "invalid-fields", "gate"),
        (json!({"force": true}), 422, "invalid-fields", "force"),
    ] {
        assert_eq!(faults(&publish(more).await.problem(status, kind))[0].0, field);
    }
    publish(json!({"gate": {"guards": "none"}})).await.problem(404, "not-found");
    // A reason and the right revision are asked for before anything is measured.
    let gate = json!({"guards": "core"});
    assert_eq!(faults(&publish(json!({"gate": gate, "note": " "})).await.problem(422, "invalid-fields"))[0].0, "note");
    assert_eq!(faults(&publish(json!({"gate": gate, "expected": 0})).await.problem(412, "stale"))[0].0, "expected");
    let forced = publish(json!({"gate": gate, "force": true, "note": "the words are those of a rival"})).await;
    assert_eq!((forced.status.as_u16(), &forced.json()["name"]), (200, &json!("deaf@1")), "{}", forced.text);
    let audit = look(&service, "audit?limit=100").await.json();
    let published = audit["items"].as_array().expect("items").iter().find(|row| row["change"]["do"] == "publish").expect("audited");
    let passage = &published["change"]["passage"];
    assert_eq!(passage["gates"], json!([{"guards": "core"}]));
    assert!(passage["forced"][0].as_str().is_some_and(|line| line.starts_with("guards.first breaks")), "{passage}");
}

#[tokio::test]
async fn a_gate_that_stands_holds_every_draft() {
    let service = stocked().await;
    look(&service, "gate").await.problem(404, "not-found");
    send(&service, "POST", "profiles/check", &json!({"profile": "current"})).await.problem(404, "not-found");
    let gate = json!({"queries": "core", "judgments": "core", "floor": 0.9, "loss": 0.01, "guards": "core"});
    assert_eq!(faults(&send(&service, "PUT", "gate", &json!({"gate": gate})).await.problem(422, "invalid-fields"))[0].0, "note");
    send(&service, "PUT", "gate", &json!({"gate": {"guards": "none"}, "note": "why"})).await.problem(404, "not-found");
    let stands = send(&service, "PUT", "gate", &json!({"gate": gate, "note": "the fair"})).await.json();
    assert_eq!((&stands["gate"], &stands["by"], &stands["note"]), (&gate, &json!("operator"), &json!("the fair")));
    assert_eq!(look(&service, "gate").await.json(), stands);
    let revision = deaf(&service).await;
    let report = send(&service, "POST", "profiles/check", &json!({"today": "2026-11-29"})).await.json();
    assert_eq!((&report["passes"], &report["profile"], &report["overall"]["from"]), (&json!(false), &json!("deaf@draft-1"), &json!(1.0)), "{report:#}");
    assert_eq!(report["pairs"][0]["name"], "en-en");
    let guards: Vec<(&Value, &Value, &Value, &Value)> = report["guards"].as_array().expect("guards").iter().map(|guard| (&guard["guard"], &guard["from"], &guard["to"], &guard["holds"])).collect();
    assert_eq!(guards, [(&json!("first"), &json!(1), &json!(2), &json!(false)), (&json!("never"), &Value::Null, &Value::Null, &json!(true))]);
    let publish = json!({"expected": revision, "note": "why"});
    let told = faults(&send(&service, "POST", "profiles/publish", &publish).await.problem(422, "gate-closed"));
    assert_eq!(told.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["overall", "pairs.en-en", "guards.first"]);
    // What ranks passes it, and so does a draft that ranks alike.
    assert_eq!(send(&service, "POST", "profiles/check", &json!({"profile": "current"})).await.json()["passes"], true);
    let mut profile = look(&service, "profiles/current").await.json()["profile"].take();
    profile["name"] = json!("alike");
    let draft = send(&service, "PUT", "profiles/draft", &json!({"profile": profile})).await.json();
    let published = send(&service, "POST", "profiles/publish", &json!({"expected": draft["revision"], "note": "why"})).await;
    assert_eq!(published.json()["name"], "alike@1", "{}", published.text);
    // A guard about a posting that is gone says so.
    assert_eq!(service.send("DELETE", "/v1/offers/o2?wait=searchable", &[&format!("authorization: Bearer {}", service.operator)], "").await.status, 204);
    let report = send(&service, "POST", "profiles/check", &json!({"profile": "current", "gate": {"guards": "core"}})).await.json();
    assert!(report["faults"][0]["problem"].as_str().is_some_and(|problem| problem.contains("is not stored")), "{report:#}");
    assert_eq!(send(&service, "DELETE", "gate?note=over", &json!({})).await.status, 204);
    send(&service, "DELETE", "gate?note=over", &json!({})).await.problem(404, "not-found");
    for (method, path) in [("GET", "gate"), ("PUT", "gate"), ("DELETE", "gate"), ("POST", "profiles/check"), ("GET", "standing?q=tea&posting=o2"), ("POST", "tunings"), ("GET", "guards")] {
        service.write(method, &format!("/v1/relevance/{path}"), &service.importer, &json!({})).await.problem(403, "forbidden");
    }
}

#[tokio::test]
async fn conditions_are_held_or_refused_and_never_passed_over() {
    let service = stocked().await;
    let auth = format!("authorization: Bearer {}", service.operator);
    let on = async |method: &str, path: &str, condition: &str, body: Value| {
        let headers = [auth.as_str(), "content-type: application/json", condition];
        service.send(method, &format!("/v1/relevance/{path}"), &headers[..if condition.is_empty() { 2 } else { 3 }], body.to_string()).await
    };
    let mut profile = look(&service, "profiles/current").await.json()["profile"].take();
    profile["name"] = json!("own");
    let draft = json!({"profile": profile});
    let first = on("PUT", "profiles/draft", "if-none-match: *", draft.clone()).await;
    assert_eq!((first.status.as_u16(), first.header("etag")), (200, "\"1\""), "{}", first.text);
    for (condition, body) in [("if-none-match: *", draft.clone()), ("if-match: \"7\"", draft.clone()), ("", json!({"profile": profile, "expected": 7}))] {
        assert_eq!(faults(&on("PUT", "profiles/draft", condition, body).await.problem(412, "stale"))[0].0, "expected");
    }
    on("PUT", "profiles/draft", "if-match: *", draft.clone()).await.problem(400, "bad-request");
    on("PUT", "profiles/draft", "if-match: \"1\"", json!({"profile": profile, "expected": 2})).await.problem(400, "bad-request");
    assert_eq!(on("PUT", "profiles/draft", "if-match: \"1\"", draft).await.header("etag"), "\"2\"");
    assert_eq!(look(&service, "profiles/draft").await.header("etag"), "\"2\"");
    on("POST", "profiles/publish", "if-match: \"1\"", json!({"note": "why"})).await.problem(412, "stale");
    assert_eq!(on("POST", "profiles/publish", "if-match: \"2\"", json!({"note": "why"})).await.json()["name"], "own@1");
    on("POST", "profiles/publish", "if-match: \"2\"", json!({"note": "why"})).await.problem(412, "stale");

    let rule = json!({"do": "bury", "when": {"concept": "cashew-nut"}, "on": {"id": "o1"}});
    let put = on("PUT", "rules/fair", "if-none-match: *", rule.clone()).await;
    assert_eq!((put.status.as_u16(), put.header("etag")), (201, "\"1\""), "{}", put.text);
    on("PUT", "rules/fair", "if-none-match: *", rule.clone()).await.problem(412, "stale");
    assert_eq!(on("PUT", "rules/fair", "if-match: \"1\"", rule.clone()).await.header("etag"), "\"2\"");
    on("PUT", "rules/fair", "if-match: \"1\"", rule.clone()).await.problem(412, "stale");
    on("DELETE", "rules/fair", "if-match: \"1\"", json!({})).await.problem(412, "stale");
    assert_eq!(on("DELETE", "rules/fair", "if-match: \"2\"", json!({})).await.status, 200);
    on("PUT", "rules/fair", "if-match: \"2\"", rule.clone()).await.problem(412, "stale");
    assert_eq!(on("PUT", "rules/fair", "if-none-match: *", rule).await.header("etag"), "\"3\"");

    for (method, path) in [("POST", "comparisons"), ("POST", "evaluations"), ("DELETE", "evaluations/e"), ("PUT", "gate"), ("POST", "lexicon"), ("POST", "tunings")] {
        for (condition, name) in [("if-match: \"1\"", "If-Match"), ("if-none-match: *", "If-None-Match")] {
            assert_eq!(faults(&on(method, path, condition, json!({})).await.problem(400, "bad-request"))[0].0, name, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn where_a_posting_stands_and_what_would_be_best_is_told() {
    let service = stocked().await;
    let stands = look(&service, "standing?queries=core&query=q1&posting=o1").await.json();
    assert_eq!((&stands["id"], &stands["place"]), (&json!("o1"), &json!(2)), "{stands:#}");
    let sum: f64 = stands["parts"].as_array().expect("parts").iter().filter_map(|part| part["adds"].as_f64()).sum();
    assert!((sum - stands["score"].as_f64().expect("a score")).abs() < 1e-9);
    let other = look(&service, "standing?q=zorblet+cashew+kernels&posting=o3&today=2026-11-29").await.json();
    assert!(other["place"].is_null() && other["left_out"].is_string(), "{other:#}");
    deaf(&service).await;
    assert_eq!(look(&service, "standing?queries=core&query=q1&posting=o2&profile=draft").await.json()["place"], 2);
    for (query, field) in [
        ("q=tea", "posting"), ("posting=o2", "q"), ("posting=o2&queries=core", "query"), ("posting=o2&query=q1", "queries"),
        ("posting=o2&q=tea&queries=core&query=q1", "q"), ("posting=o2&q=tea&today=soon", "today"), ("posting=o2&q=tea&side=both", "side"), ("posting=a%20b&q=tea", "posting"),
    ] {
        assert_eq!(faults(&look(&service, &format!("standing?{query}")).await.problem(400, "bad-request"))[0].0, field, "{query}");
    }
    let long = "x".repeat(501);
    assert_eq!(faults(&look(&service, &format!("standing?posting=o2&q={long}")).await.problem(400, "bad-request"))[0].0, "q");
    assert_eq!(faults(&look(&service, "standing?posting=o2&q=tea&profile=none@1").await.problem(422, "invalid-fields"))[0].0, "profile");
    for path in ["standing?queries=core&query=none&posting=o2", "standing?queries=none&query=q1&posting=o2", "judgments/core/none", "judgments/none/q1"] {
        look(&service, path).await.problem(404, "not-found");
    }
    file(&service, "judgments/core/import", "q1 0 o3 1\nq1 0 o1 2\n").await;
    assert_eq!(look(&service, "judgments/core/q1").await.json(), json!({"query": "q1", "items": [{"id": "o2", "grade": 3}, {"id": "o1", "grade": 2}, {"id": "o3", "grade": 1}]}));
}

#[tokio::test]
async fn weights_are_searched_and_become_a_draft_only_if_asked() {
    let service = stocked().await;
    let revision = deaf(&service).await;
    let ask = |more: Value| {
        let mut body = json!({"queries": "core", "judgments": "core", "profile": "draft", "folds": 2, "today": "2026-11-29"});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body
    };
    let found = send(&service, "POST", "tunings", &ask(json!({}))).await;
    assert_eq!(found.status, 200, "{}", found.text);
    let found = found.json();
    assert_eq!((&found["base"], &found["draft"], &found["queries"]["name"]), (&json!("deaf@draft-1"), &Value::Null, &json!("core")));
    assert!(found["outcome"]["gain"].as_f64() > Some(0.3), "the words are found again: {found:#}");
    assert_eq!(look(&service, "profiles/draft").await.json()["revision"], revision, "nothing was saved");
    assert_eq!(send(&service, "POST", "tunings", &ask(json!({}))).await.json(), found, "the same search finds the same");
    let saved = send(&service, "POST", "tunings", &ask(json!({"draft": true, "expected": revision}))).await.json();
    let draft = look(&service, "profiles/draft").await.json();
    assert_eq!((&saved["draft"], &draft["revision"], &draft["profile"]["weights"]), (&json!(revision + 1), &json!(revision + 1), &found["profile"]["weights"]));
    assert!(draft["note"].as_str().is_some_and(|note| note.contains("core")), "{draft}");
    assert_eq!(look(&service, "profiles").await.json()["items"], json!([]), "nothing was published");
    send(&service, "POST", "tunings", &ask(json!({"draft": true, "expected": revision}))).await.problem(412, "stale");
    for (more, status, field) in [
        (json!({"folds": 1}), 422, "folds"), (json!({"folds": 6}), 422, "judgments"), (json!({"restarts": 11}), 422, "restarts"), (json!({"seed": -1}), 422, "seed"),
        (json!({"start": "none@1"}), 422, "start"), (json!({"today": "soon"}), 422, "today"), (json!({"note": "of what?"}), 400, "draft"), (json!({"fold": 3}), 400, "fold"),
    ] {
        let kind = if status == 422 { "invalid-fields" } else { "bad-request" };
        assert_eq!(faults(&send(&service, "POST", "tunings", &ask(more)).await.problem(status, kind))[0].0, field);
    }
    send(&service, "POST", "tunings", &ask(json!({"queries": "none"}))).await.problem(404, "not-found");
}

#[tokio::test]
async fn an_evaluation_of_one_day_is_made_again_byte_for_byte() {
    let service = stocked().await;
    let ask = json!({"queries": "core", "judgments": "core", "today": "2026-11-29"});
    let written = service.engine.status().journal_position;
    assert!(service.engine.wait_searchable(written, std::time::Duration::from_secs(60)), "the position is part of what is told");
    let (first, second) = (send(&service, "POST", "evaluations", &ask).await, send(&service, "POST", "evaluations", &ask).await);
    assert_eq!(first.text, second.text);
    let told = first.json();
    assert_eq!((&told["made"]["now"], &told["program"]), (&json!(1_795_910_400_000_i64), &json!(env!("CARGO_PKG_VERSION"))));
    let later = send(&service, "POST", "evaluations", &json!({"queries": "core", "judgments": "core", "today": "2026-12-24", "keep": "later"})).await;
    assert_eq!(later.status, 201, "{}", later.text);
    send(&service, "POST", "evaluations", &json!({"queries": "core", "judgments": "core", "today": "2026-11-29", "keep": "now"})).await;
    let compared = look(&service, "evaluations/now/compare?to=later").await.json();
    assert_eq!(compared["differs"][0], "today", "{compared:#}");
    assert_eq!(faults(&send(&service, "POST", "evaluations", &json!({"queries": "core", "judgments": "core", "today": "29.11.2026"})).await.problem(422, "invalid-fields"))[0].0, "today");
}

#[tokio::test]
async fn what_a_file_names_for_nothing_is_told() {
    let service = stocked().await;
    let taken = file(&service, "judgments/core/import", "query,offer,grade,Price,who\nq1,o2,3,7,mei\nq1,gone,2,,\nq2,lost,0,,\n").await.json();
    assert_eq!((&taken["ignored"], &taken["unknown"], &taken["unknown_ids"]), (&json!(["Price"]), &json!(2), &json!(["gone", "lost"])), "{taken}");
    let told = send(&service, "POST", "evaluations", &json!({"queries": "core", "judgments": "core"})).await.json();
    let missing: Vec<&Value> = told["evaluation"]["queries"].as_array().expect("queries").iter().map(|query| &query["missing"]).collect();
    assert_eq!(missing, [&json!(["gone"]), &json!(["lost"]), &json!([]), &json!([]), &json!([])]);
    let guards = file(&service, "guards/core/import", "id,text,offer,expect,colour\nmore,tea,gone,top,red\n").await.json();
    assert_eq!((&guards["added"], &guards["ignored"], &guards["unknown_ids"]), (&json!(1), &json!(["colour"]), &json!(["gone"])));
    // A header alone empties nothing, and a text that no search takes is no query.
    let long = "x".repeat(501);
    for (path, body, field) in [
        ("judgments/core/import?replace=true", "query,offer,grade\n".to_owned(), "row 1"),
        ("queries/core/import?replace=true", "id,text\n".to_owned(), "row 1"),
        ("guards/core/import?replace=true", "id,text,offer,expect\n\n".to_owned(), "row 1"),
        ("queries/core/import", format!("id,text\nq1,tea\nq2,{long}\n"), "row 3.text"),
        ("guards/core/import", format!("id,text,offer,expect\ng,{long},o2,top\n"), "row 2.text"),
        ("queries/core/import", "{\"id\": \"q9\", \"text\": \"tea\", \"text\": \"salt\"}\n".to_owned(), "row 1"),
        ("judgments/core/import", "q1 0 o2 3 note\n".to_owned(), "row 1"),
    ] {
        let before = look(&service, "queries/core").await.text;
        assert_eq!(faults(&file(&service, path, &body).await.problem(422, "invalid-fields"))[0].0, field, "{path}");
        assert_eq!(look(&service, "queries/core").await.text, before);
    }
    let request = file(&service, "queries/core/import", &format!("id,text,kind\nq9,{long},request\n")).await;
    assert_eq!(request.status, 200, "a whole request may be long: {}", request.text);
    let twice = service.send("PUT", "/v1/relevance/judgments/core/q1/o2", &[&format!("authorization: Bearer {}", service.operator), "content-type: application/json"], "{\"grade\": 1, \"grade\": 3}").await;
    assert!(twice.problem(400, "bad-request")["detail"].as_str().is_some_and(|detail| detail.contains("\"grade\" is there twice")), "{}", twice.text);
}
