//! What operators watch: query_id in answers, feedback of readers, and the reports, for operators only.

use std::sync::Arc;

use serde_json::{Value, json};
use tradewind::config::HttpConfig;
use tradewind::engine::{Engine, Options};
use tradewind::watch::Watching;

use crate::support::{Reply, Service, over};

pub(crate) fn watched(feedback: bool) -> Service {
    let watching = Watching { feedback, signals: 1, ..Watching::default() };
    over(Arc::new(Engine::open(Options::memory().with_watching(watching)).expect("opens")), HttpConfig::default())
}

async fn report(service: &Service, path: &str) -> Reply {
    let auth = format!("authorization: Bearer {}", service.operator);
    service.send("GET", &format!("/v1/relevance/reports/{path}"), &[&auth], "").await
}

async fn with_offers(service: &Service) {
    for (id, title) in [("o1", "Cashew kernels W320"), ("o2", "Cashew kernels W240")] {
        let offer = json!({"id": id, "title": title, "lang": "en", "origin": "BJ"});
        assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.operator, &offer).await.status, 201);
    }
}

#[tokio::test]
async fn every_answer_names_itself_and_failing_questions_are_reported() {
    let service = watched(false);
    with_offers(&service).await;
    let request = json!({"id": "r1", "title": "cashew kernels"});
    assert_eq!(service.write("POST", "/v1/requests?wait=searchable", &service.importer, &request).await.status, 201);
    let answers = [
        service.get("/v1/search?q=cashew+zorgelflap&lang=en").await,
        service.get("/v1/search?q=zorgelflap&lang=en").await,
        service.get("/v1/requests/r1/matches").await,
        service.write("POST", "/v1/match", &service.importer, &json!({"request": {"title": "cashew kernels"}})).await,
    ];
    let mut ids: Vec<String> = answers.iter().map(|answer| answer.json()["query_id"].as_str().expect("a query_id").to_owned()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    let told = report(&service, "queries?days=1").await.json();
    assert_eq!((&told["logging"], &told["feedback"]), (&json!(true), &json!(false)));
    let report = &told["report"];
    assert_eq!((&report["asked"], &report["failed"]), (&json!(4), &json!(1)), "{report:#}");
    let english = report["languages"].as_array().and_then(|rows| rows.iter().find(|row| row["lang"] == "en")).expect("a row");
    assert_eq!(english["failing"][0]["text"], "zorgelflap");
    assert_eq!(english["unknown"][0], json!({"word": "zorgelflap", "count": 2}), "{english:#}");
    assert_eq!(report["untouched"], Value::Null);
}

#[tokio::test]
async fn reports_are_for_operators_and_name_what_they_cannot_read() {
    let service = watched(false);
    for path in ["queries", "exposure", "feedback", "balance"] {
        let uri = format!("/v1/relevance/reports/{path}");
        service.get(&uri).await.problem(401, "unauthorized");
        for key in [&service.exporter, &service.importer] {
            let auth = format!("authorization: Bearer {key}");
            service.send("GET", &uri, &[&auth], "").await.problem(403, "forbidden");
        }
        assert_eq!(report(&service, path).await.status, 200);
        let problem = report(&service, &format!("{path}?days=0")).await.problem(400, "bad-request");
        assert_eq!(problem["errors"][0]["field"], "days");
        report(&service, &format!("{path}?who=all")).await.problem(400, "bad-request");
    }
    for (query, field) in [("exposure?side=sideways", "side"), ("exposure?eta=-1", "eta"), ("feedback?clip=0.5", "clip"), ("feedback?eta=NaN", "eta"), ("queries?limit=101", "limit")] {
        let problem = report(&service, query).await.problem(400, "bad-request");
        assert_eq!(problem["errors"][0]["field"], field);
    }
}

#[tokio::test]
async fn feedback_is_off_by_default() {
    let service = watched(false);
    with_offers(&service).await;
    let answer = service.get("/v1/search?q=cashew").await.json();
    let given = json!({"query_id": answer["query_id"], "id": "o1", "kind": "view"});
    let problem = service.write("POST", "/v1/feedback", &service.importer, &given).await.problem(404, "not-found");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("--feedback")), "{problem}");
    // Where nothing is watched, nothing is named.
    let unwatched = crate::support::service();
    assert_eq!(unwatched.get("/v1/search?q=cashew").await.json()["query_id"], Value::Null);
    assert_eq!(report(&unwatched, "queries").await.json()["logging"], false);
}

#[tokio::test]
async fn readers_say_what_they_did_with_a_hit() {
    let service = watched(true);
    with_offers(&service).await;
    let answer = service.get("/v1/search?q=cashew+kernels&limit=1").await.json();
    let next = service.get(&format!("/v1/search?q=cashew+kernels&limit=1&cursor={}", answer["cursor"].as_str().expect("a second page"))).await.json();
    let give = |query: &Value, id: &Value, kind: &str| json!({"query_id": query, "id": id, "kind": kind});
    // Reading is open here, and so is saying what was read.
    let body = give(&next["query_id"], &next["hits"][0]["id"], "quote").to_string();
    let taken = service.send("POST", "/v1/feedback", &["content-type: application/json"], body).await;
    assert_eq!((taken.status.as_u16(), taken.json()), (200, json!({"place": 2})));
    let told = report(&service, "feedback?eta=1&clip=10").await.json();
    let row = &told["report"][0];
    assert_eq!((&row["id"], &row["chosen"]["quote"], &row["corrected"]["quote"]), (&next["hits"][0]["id"], &json!(1), &json!(2.0)), "{told:#}");

    let post = async |body: Value| service.write("POST", "/v1/feedback", &service.importer, &body).await;
    // The first page did not show the hit of the second.
    let problem = post(give(&answer["query_id"], &next["hits"][0]["id"], "view")).await.problem(409, "not-shown");
    assert_eq!(problem["errors"][0]["field"], "id");
    let problem = post(give(&json!("q-0192f0c8-1111-7222-8333-444455556666"), &json!("o1"), "view")).await.problem(404, "not-found");
    assert_eq!(problem["errors"][0]["field"], "query_id");
    let problem = post(json!({"kind": "like", "who": "me"})).await.problem(422, "invalid-fields");
    let fields: Vec<&str> = problem["errors"].as_array().expect("errors").iter().filter_map(|error| error["field"].as_str()).collect();
    assert_eq!(fields, ["query_id", "id", "kind", "who"]);
}

#[tokio::test]
async fn operators_take_away_what_hits_were_ranked_by() {
    let service = watched(false);
    with_offers(&service).await;
    let mut ids = Vec::new();
    for query in ["cashew+kernels", "zorgelflap", "W320"] {
        let answer = service.get(&format!("/v1/search?q={query}")).await.json();
        ids.push((answer["query_id"].as_str().expect("a query_id").to_owned(), answer["hits"][0]["score"].clone()));
    }
    let operator = format!("authorization: Bearer {}", service.operator);
    let look = async |uri: &str, headers: &[&str]| service.send("GET", uri, &[headers, &[&operator]].concat(), "").await;
    let first = look("/v1/relevance/signals?limit=1", &[]).await.json();
    assert_eq!((&first["items"][0]["query_id"], &first["items"][0]["score"], first["items"].as_array().map(Vec::len)), (&json!(ids[0].0), &ids[0].1, Some(1)));
    assert_eq!(first["items"][0]["features"]["moq"], Value::Null);
    let next = look(&format!("/v1/relevance/signals?limit=1&cursor={}", first["cursor"].as_str().expect("more")), &[]).await.json();
    assert_eq!((&next["items"][0]["query_id"], &next["cursor"]), (&json!(ids[2].0), &Value::Null), "an answer without hits has no row");
    let lines = look("/v1/relevance/signals?since=2020-01-01", &["accept: application/x-ndjson"]).await;
    assert_eq!((lines.header("content-type"), lines.lines()), ("application/x-ndjson", vec![first["items"][0].clone(), next["items"][0].clone()]));
    assert_eq!(look("/v1/relevance/signals?since=2099-01-01T00:00:00Z", &[]).await.json()["items"], json!([]));
    let one = format!("/v1/relevance/signals/{}", ids[2].0);
    assert_eq!(look(&one, &[]).await.json(), json!({"items": next["items"]}));
    for (query, field) in [("since=yesterday", "since"), ("cursor=7", "cursor"), ("limit=0", "limit"), ("who=all", "who")] {
        assert_eq!(look(&format!("/v1/relevance/signals?{query}"), &[]).await.problem(400, "bad-request")["errors"][0]["field"], field);
    }
    for unknown in ["q-0192f0c8-1111-7222-8333-444455556666", "mine"] {
        look(&format!("/v1/relevance/signals/{unknown}"), &[]).await.problem(404, "not-found");
    }
    for uri in ["/v1/relevance/signals", &one] {
        service.get(uri).await.problem(401, "unauthorized");
        for key in [&service.exporter, &service.importer] {
            service.send("GET", uri, &[&format!("authorization: Bearer {key}")], "").await.problem(403, "forbidden");
        }
    }
}
