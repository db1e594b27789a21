//! Judgments and query sets over HTTP: files in and out, single ratings, what is left, and evaluations, kept or not.

use serde_json::{Value, json};

use crate::support::{Reply, Service, service};

async fn send(service: &Service, method: &str, path: &str, body: &str) -> Reply {
    let auth = format!("authorization: Bearer {}", service.operator);
    service.send(method, &format!("/v1/relevance/{path}"), &[&auth, "content-type: application/json"], body.to_owned()).await
}

async fn stocked(service: &Service) {
    for (id, title, lang) in [("o1", "Cashew kernels W320", "en"), ("o2", "Amandes de cajou W320", "fr"), ("o3", "Shea butter", "en")] {
        let offer = json!({"id": id, "title": title, "lang": lang});
        assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.operator, &offer).await.status, 201);
    }
}

#[tokio::test]
async fn files_go_in_and_come_out_and_ratings_change_one_row() {
    let service = service();
    let taken = send(&service, "POST", "judgments/core/import?note=first", "\u{feff}query,offer,grade\nq1,o1,3\nq1,o2,2\n").await;
    assert_eq!((taken.status.as_u16(), taken.json()["added"].clone()), (200, json!(2)), "{}", taken.text);
    let list = send(&service, "GET", "judgments", "").await.json();
    assert_eq!((&list["items"][0]["name"], &list["items"][0]["rows"], &list["items"][0]["note"]), (&json!("core"), &json!(2), &json!("first")));
    let rated = send(&service, "PUT", "judgments/core/q1/o2", r#"{"grade": 1, "note": "other grade"}"#).await;
    assert!(rated.json()["version"].as_u64() > taken.json()["version"].as_u64(), "{}", rated.text);
    assert_eq!(send(&service, "GET", "judgments/core?format=qrels", "").await.text, "q1 0 o1 3\nq1 0 o2 1\n");
    assert!(send(&service, "GET", "judgments/core?format=csv", "").await.text.contains("other grade"));
    assert_eq!(send(&service, "DELETE", "judgments/core/q1/o2", "").await.status, 200);
    send(&service, "DELETE", "judgments/core/q1/o2", "").await.problem(404, "not-found");
    assert_eq!(send(&service, "DELETE", "judgments/core", "").await.status, 204);
    for (method, path) in [("GET", "judgments/core"), ("DELETE", "judgments/core"), ("GET", "queries/core"), ("GET", "queries/core/unjudged?judgments=core")] {
        send(&service, method, path, "").await.problem(404, "not-found");
    }
}

#[tokio::test]
async fn every_fault_is_named_and_nothing_changes() {
    let service = service();
    send(&service, "POST", "judgments/core/import", "q1 0 o1 3\n").await;
    let problem = send(&service, "POST", "judgments/core/import?replace=true", "query,offer,grade\nq1,o1,2\nq1,,9\n").await.problem(422, "invalid-fields");
    assert_eq!(problem["errors"][0]["field"], "row 3.offer", "{problem}");
    let problem = send(&service, "POST", "queries/core/import", "id,text\nq1,tea\nq1,mango\n").await.problem(422, "invalid-fields");
    assert_eq!(problem["errors"][0]["field"], "row 3.id", "{problem}");
    for (body, field) in [("{}", "grade"), (r#"{"grade": 4}"#, "grade"), (r#"{"grade": 1, "note": 7}"#, "note")] {
        let problem = send(&service, "PUT", "judgments/core/q1/o1", body).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let problem = send(&service, "PUT", "judgments/core/q1/o1", r#"{"grade": 1, "who": "me"}"#).await.problem(400, "bad-request");
    assert_eq!(problem["errors"][0]["field"], "who");
    let problem = send(&service, "PUT", "judgments/core/q%201/o1", r#"{"grade": 1}"#).await.problem(400, "bad-request");
    assert_eq!(problem["errors"][0]["field"], "query");
    send(&service, "GET", "judgments/core?format=xml", "").await.problem(400, "bad-request");
    assert_eq!(send(&service, "GET", "judgments/core?format=qrels", "").await.text, "q1 0 o1 3\n");
    let with = |field: &str, value: Value| {
        let mut body = json!({"queries": "core", "judgments": "core"});
        body[field] = value;
        body
    };
    let cases = [
        (json!({}), "queries"), (with("k", json!(0)), "k"), (with("gain", json!("x")), "gain"), (with("floor", json!(2)), "floor"), (with("floors", json!({"zh-fr": "x"})), "floors"),
        (with("keep", json!("a b")), "keep"),
    ];
    for (body, field) in cases {
        let problem = send(&service, "POST", "evaluations", &body.to_string()).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    for (field, value) in [("sets", json!(1)), ("note", json!("a note of what is not kept"))] {
        let problem = send(&service, "POST", "evaluations", &with(field, value).to_string()).await.problem(400, "bad-request");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let auth = format!("authorization: Bearer {}", service.importer);
    let operators_alone = [
        ("GET", "judgments"), ("POST", "judgments/core/import"), ("PUT", "judgments/core/q1/o1"), ("GET", "queries"), ("DELETE", "judgments/core"),
        ("POST", "evaluations"), ("GET", "evaluations"), ("GET", "evaluations/e"), ("GET", "evaluations/e/compare?to=f"), ("DELETE", "evaluations/e"),
    ];
    for (method, path) in operators_alone {
        service.send(method, &format!("/v1/relevance/{path}"), &[&auth], "").await.problem(403, "forbidden");
    }
}

#[tokio::test]
async fn a_stored_set_is_evaluated_and_names_all_it_depends_on() {
    let service = service();
    stocked(&service).await;
    send(&service, "POST", "queries/core/import", "id,text,lang\nq1,cashew kernels,en\nq2,shea butter,en\n").await;
    let judgments = send(&service, "POST", "judgments/core/import", "q1 0 o1 3\nq2 0 o3 3\n").await.json();
    let open = send(&service, "GET", "queries/core/unjudged?judgments=core", "").await.json();
    assert_eq!(open["items"], json!([{"query": "q1", "title": "cashew kernels", "side": "offers", "hits": ["o2"]}]));
    let ask = json!({"queries": "core", "judgments": "core", "k": 5}).to_string();
    let told = send(&service, "POST", "evaluations", &ask).await.json();
    assert_eq!((&told["judgments"]["version"], &told["evaluation"]["rules"]["k"]), (&judgments["version"], &json!(5)), "{told:#}");
    assert_eq!(told["evaluation"]["mean"]["ndcg"], json!(1.0));
    assert_eq!(told["evaluation"]["queries"][0]["unjudged"], json!(["o2"]));
    assert!(told["profile"].as_str().is_some_and(|profile| profile.contains('@')));
    // The grades turned round turn the figure: what answers stands second, which is worth 1 / log2(3).
    turn_round(&service).await;
    let turned = send(&service, "POST", "evaluations", &ask).await.json();
    let second = turned["evaluation"]["queries"][0]["metrics"]["ndcg"].as_f64().expect("a figure");
    assert!((second - 1.0 / 3_f64.log2()).abs() < 1e-9, "{turned:#}");
    assert!(turned["judgments"]["version"].as_u64() > judgments["version"].as_u64());
}

#[tokio::test]
async fn who_saw_an_older_set_changes_nothing() {
    let service = service();
    let auth = format!("authorization: Bearer {}", service.operator);
    let when = async |method: &str, path: &str, condition: &str, body: &str| {
        let headers: Vec<&str> = [auth.as_str(), "content-type: application/json", condition].into_iter().filter(|line| !line.is_empty()).collect();
        service.send(method, &format!("/v1/relevance/{path}"), &headers, body.to_owned()).await
    };
    for (kind, file, other) in [
        ("judgments", "q1 0 o1 3\n", "q1 0 o1 0\n"), ("queries", "id,text\nq1,tea\n", "id,text\nq1,mango\n"),
        ("guards", "id,text,offer,expect\ng1,tea,o1,top\n", "id,text,offer,expect\ng1,tea,o1,first\n"),
    ] {
        let (import, set) = (format!("{kind}/core/import"), format!("{kind}/core"));
        let taken = when("POST", &import, "if-none-match: *", file).await;
        assert_eq!(taken.header("etag"), format!("\"{}\"", taken.json()["version"]), "{}", taken.text);
        when("POST", &import, "if-none-match: *", other).await.problem(412, "stale");
        let seen = format!("if-match: {}", when("GET", &set, "", "").await.header("etag"));
        assert_eq!(when("POST", &import, &seen, other).await.status, 200, "{kind}");
        let before = when("GET", &set, "", "").await;
        for (method, path, body) in [("POST", &import, file), ("DELETE", &set, "")] {
            let problem = when(method, path, &seen, body).await.problem(412, "stale");
            assert_eq!(problem["errors"][0]["field"], "expected", "{problem}");
        }
        when("POST", &import, "if-match: *", file).await.problem(400, "bad-request");
        let after = when("GET", &set, "", "").await;
        assert_eq!((&after.text, after.header("etag")), (&before.text, before.header("etag")), "{kind}");
    }
    // Two who rate at once: the second learns of the first.
    let seen = format!("if-match: {}", when("GET", "judgments/core", "", "").await.header("etag"));
    let rated = when("PUT", "judgments/core/q1/o1", &seen, r#"{"grade": 2}"#).await;
    assert_eq!((rated.status.as_u16(), rated.header("etag").to_owned()), (200, format!("\"{}\"", rated.json()["version"])));
    when("PUT", "judgments/core/q1/o1", &seen, r#"{"grade": 1}"#).await.problem(412, "stale");
    when("DELETE", "judgments/core/q1/o1", &seen, "").await.problem(412, "stale");
    assert_eq!(when("GET", "judgments/core?format=qrels", "", "").await.text, "q1 0 o1 2\n");
    let seen = format!("if-match: {}", rated.header("etag"));
    assert_eq!(when("DELETE", "judgments/core/q1/o1", &seen, "").await.status, 200);
    let last = format!("if-match: {}", when("GET", "judgments/core", "", "").await.header("etag"));
    assert_eq!(when("DELETE", "judgments/core", &last, "").await.status, 204);
}

async fn turn_round(service: &Service) {
    for (offer, grade) in [("o2", 3), ("o1", 0)] {
        assert_eq!(send(service, "PUT", &format!("judgments/core/q1/{offer}"), &json!({"grade": grade}).to_string()).await.status, 200);
    }
}

#[tokio::test]
async fn a_note_that_is_too_long_leaves_a_set_as_it_was() {
    let service = service();
    send(&service, "POST", "judgments/core/import?note=first", "q1 0 o1 3\nq1 0 o2 1\n").await;
    send(&service, "POST", "queries/core/import?note=first", "id,text\nq1,tea\n").await;
    let state = async || {
        let mut all = Vec::new();
        for path in ["judgments", "judgments/core", "queries", "queries/core", "audit"] {
            all.push(send(&service, "GET", path, "").await.text);
        }
        all
    };
    let before = state().await;
    let long = "x".repeat(501);
    for (method, path, body) in [
        ("POST", format!("judgments/core/import?replace=true&note={long}"), "q1 0 o3 2\n"),
        ("DELETE", format!("judgments/core?note={long}"), ""),
        ("POST", format!("queries/core/import?replace=true&note={long}"), "id,text\nq2,mango\n"),
        ("DELETE", format!("queries/core?note={long}"), ""),
    ] {
        let problem = send(&service, method, &path, body).await.problem(400, "bad-request");
        assert_eq!(problem["errors"][0]["field"], "note");
        assert_eq!(state().await, before, "{method} {path}");
    }
    let rating = json!({"grade": 1, "note": long}).to_string();
    assert_eq!(send(&service, "PUT", "judgments/core/q1/o1", &rating).await.problem(422, "invalid-fields")["errors"][0]["field"], "note");
    assert_eq!(state().await, before);
}

#[tokio::test]
async fn evaluations_are_kept_compared_and_deleted() {
    let service = service();
    stocked(&service).await;
    send(&service, "POST", "queries/core/import", "id,text,lang\nq1,cashew kernels,en\nq2,shea butter,en\n").await;
    let judgments = send(&service, "POST", "judgments/core/import", "q1 0 o1 3\nq2 0 o3 3\n").await.json();
    let keep = async |name: &str, more: Value| {
        let mut body = json!({"queries": "core", "judgments": "core", "keep": name, "note": "for the record"});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        send(&service, "POST", "evaluations", &body.to_string()).await
    };
    let floors = json!({"floor": 0.5, "floors": {"en-fr": 0.75}});
    let told = keep("before", floors.clone()).await;
    assert_eq!(told.status, 201, "{}", told.text);
    turn_round(&service).await;
    assert_eq!(keep("after", floors).await.status, 201);

    // What is kept says what it was made of, whatever changed since.
    let shown = send(&service, "GET", "evaluations/before", "").await.json();
    let kept = &shown["kept"];
    assert_eq!((&kept["id"], &kept["by"], &kept["note"]), (&json!("before"), &json!("operator"), &json!("for the record")), "{shown:#}");
    assert_eq!((&kept["judgments"]["version"], &kept["mean"]["ndcg"], &shown["ndcg"]), (&judgments["version"], &json!(1.0), &json!({"q1": 1.0, "q2": 1.0})), "{shown:#}");
    assert_eq!((&kept["profile"], &kept["made"], &shown["slices"]), (&told.json()["profile"], &told.json()["made"], &told.json()["slices"]));
    assert_eq!(kept["breaches"], json!([{"pair": "en-fr", "ndcg": null, "floor": 0.75}]), "nothing was measured in French");
    let list = send(&service, "GET", "evaluations?limit=1", "").await.json();
    assert_eq!((&list["items"][0]["id"], list["items"][0].get("ndcg")), (&json!("after"), None), "{list:#}");
    let older = send(&service, "GET", &format!("evaluations?limit=1&cursor={}", list["cursor"].as_str().expect("more")), "").await.json();
    assert_eq!((&older["items"][0]["id"], &older["cursor"]), (&json!("before"), &Value::Null));

    let compared = send(&service, "GET", "evaluations/before/compare?to=after", "").await.json();
    assert_eq!(compared["differs"].as_array().expect("a list").first(), Some(&json!("judgments")), "{compared:#}");
    assert_eq!((compared["queries"].as_array().map(Vec::len), &compared["queries"][0]["name"], &compared["queries"][0]["from"]), (Some(1), &json!("q1"), &json!(1.0)));
    let loss = 1.0 / 3_f64.log2() - 1.0;
    let gain = |of: &Value| of["gain"].as_f64().expect("a gain");
    assert!((gain(&compared["queries"][0]) - loss).abs() < 1e-9 && (gain(&compared["significance"]) - loss / 2.0).abs() < 1e-9, "{compared:#}");

    // A name is given once; other rules are no ground to compare on.
    assert_eq!(keep("before", json!({})).await.problem(422, "invalid-fields")["errors"][0]["field"], "keep");
    assert_eq!(keep("narrow", json!({"k": 5})).await.status, 201);
    assert_eq!(send(&service, "GET", "evaluations/before/compare?to=narrow", "").await.problem(422, "invalid-fields")["errors"][0]["field"], "to");
    send(&service, "GET", "evaluations/before/compare", "").await.problem(400, "bad-request");
    assert_eq!(keep("other", json!({"profile": "none@1"})).await.problem(422, "invalid-fields")["errors"][0]["field"], "profile");
    for (method, path) in [("GET", "evaluations/none"), ("DELETE", "evaluations/none"), ("GET", "evaluations/before/compare?to=none")] {
        send(&service, method, path, "").await.problem(404, "not-found");
    }

    assert_eq!(send(&service, "DELETE", "evaluations/before?note=done", "").await.status, 204);
    send(&service, "GET", "evaluations/before", "").await.problem(404, "not-found");
    // The audit log tells of both changes, without the figures.
    let audit = send(&service, "GET", "audit?limit=100", "").await.json();
    let of: Vec<&Value> = audit["items"].as_array().expect("items").iter().filter(|row| row["change"]["of"] == "evaluations").collect();
    let told: Vec<(&Value, &Value, &Value)> = of.iter().map(|row| (&row["change"]["do"], &row["change"]["id"], &row["note"])).collect();
    let (kept, note) = (json!("keep"), json!("for the record"));
    assert_eq!(told, [(&kept, &json!("before"), &note), (&kept, &json!("after"), &note), (&kept, &json!("narrow"), &note), (&json!("delete"), &json!("before"), &json!("done"))]);
    assert!(of.iter().all(|row| row["change"].get("figures").is_none()), "{audit:#}");
}
