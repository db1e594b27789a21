//! Judgments and query sets over HTTP: files in and out, single ratings, what is left, and evaluations.

use serde_json::json;

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
    for (body, field) in [("{}", "grade"), (r#"{"grade": 4}"#, "grade"), (r#"{"grade": 1, "note": 7}"#, "note"), (r#"{"grade": 1, "who": "me"}"#, "who")] {
        let problem = send(&service, "PUT", "judgments/core/q1/o1", body).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let problem = send(&service, "PUT", "judgments/core/q%201/o1", r#"{"grade": 1}"#).await.problem(400, "bad-request");
    assert_eq!(problem["errors"][0]["field"], "query");
    send(&service, "GET", "judgments/core?format=xml", "").await.problem(400, "bad-request");
    assert_eq!(send(&service, "GET", "judgments/core?format=qrels", "").await.text, "q1 0 o1 3\n");
    for (body, field) in [(json!({}), "queries"), (json!({"queries": "core", "judgments": "core", "k": 0}), "k"), (json!({"queries": "core", "judgments": "core", "gain": "x"}), "gain"), (json!({"queries": "core", "sets": 1}), "sets")] {
        let problem = send(&service, "POST", "evaluations", &body.to_string()).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let auth = format!("authorization: Bearer {}", service.importer);
    for (method, path) in [("GET", "judgments"), ("POST", "judgments/core/import"), ("PUT", "judgments/core/q1/o1"), ("GET", "queries"), ("POST", "evaluations"), ("DELETE", "judgments/core")] {
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
    // The grades turned round turn the figure.
    send(&service, "PUT", "judgments/core/q1/o2", r#"{"grade": 3}"#).await;
    send(&service, "PUT", "judgments/core/q1/o1", r#"{"grade": 0}"#).await;
    let turned = send(&service, "POST", "evaluations", &ask).await.json();
    assert!(turned["evaluation"]["mean"]["ndcg"].as_f64() < Some(1.0) && turned["judgments"]["version"].as_u64() > judgments["version"].as_u64(), "{turned:#}");
}
