//! Trials on traffic over HTTP: who is served by which profile, and what traders are told of it.

use std::collections::BTreeSet;

use axum::body::Body;
use serde_json::{Value, json};

use crate::support::service;

const TRIALS: &str = "/v1/relevance/trials";

fn soon() -> String {
    (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24)).to_string()
}

fn trial(name: &str, method: Value, candidate: &str) -> Value {
    json!({"name": name, "candidate": candidate, "method": method, "ends_at": soon(), "note": "is it better?"})
}

#[tokio::test]
async fn a_split_serves_each_caller_by_one_profile() {
    let service = service();
    let candidate = service.publish("bold", &[("text", 2.0)], false).await;
    let planned = service.write("POST", TRIALS, &service.operator, &trial("spring", json!({"by": "split", "percent": 50}), &candidate)).await;
    assert_eq!((planned.status.as_u16(), &planned.json()["state"], &planned.json()["candidate"]), (201, &json!("running"), &json!("bold@1")));
    let baseline = planned.json()["baseline"].as_str().expect("a label").to_owned();
    let mut arms = BTreeSet::new();
    for session in 0..40 {
        let uri = format!("/v1/search?q=cashew&session=visitor-{session}");
        let answer = service.get(&uri).await.json();
        let expected = if answer["trial"]["arm"] == "candidate" { candidate.as_str() } else { baseline.as_str() };
        assert_eq!((answer["profile"].as_str(), &answer["trial"]["trial"]), (Some(expected), &json!("spring")), "{answer}");
        assert_eq!(service.get(&uri).await.json()["trial"], answer["trial"], "the same on every question");
        arms.insert(answer["trial"]["arm"].to_string());
    }
    assert_eq!(arms.len(), 2, "{arms:?}");
    // A key stands for its holder; who gives neither, and operators, take no part.
    let key = format!("authorization: Bearer {}", service.importer);
    assert!(service.send("GET", "/v1/search?q=tea", &[&key], Body::empty()).await.json()["trial"].is_object());
    for (key, uri) in [(None, "/v1/search?q=tea"), (Some(&service.operator), "/v1/search?q=tea&session=visitor-1")] {
        let header: Vec<String> = key.map(|key| format!("authorization: Bearer {key}")).into_iter().collect();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let answer = service.send("GET", uri, &header, Body::empty()).await.json();
        assert_eq!((&answer["trial"], answer["profile"].as_str()), (&json!(null), Some(baseline.as_str())));
    }
    service.get(&format!("/v1/search?q=tea&session={}", "x".repeat(65))).await.problem(400, "bad-request");
    let stopped = service.write("POST", &format!("{TRIALS}/spring/stop"), &service.operator, &json!({"note": "enough"})).await.json();
    assert_eq!((&stopped["state"], &stopped["stopped_note"]), (&json!("over"), &json!("enough")));
    assert_eq!(service.get("/v1/search?q=tea&session=visitor-1").await.json()["trial"], json!(null));
}

#[tokio::test]
async fn what_readers_choose_decides_a_trial() {
    let service = crate::watching::watched(true);
    let offer = json!({"title": "Cashew kernels W320", "id": "o1"});
    assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.operator, &offer).await.status, 201);
    let candidate = service.publish("bold", &[("text", 2.0)], false).await;
    let planned = service.write("POST", TRIALS, &service.operator, &trial("spring", json!({"by": "split", "percent": 50}), &candidate)).await;
    assert_eq!(planned.status, 201, "{}", planned.text);
    let verdict = async || service.send("GET", &format!("{TRIALS}/spring"), &[&format!("authorization: Bearer {}", service.operator)], Body::empty()).await.json()["verdict"].clone();
    assert_eq!(verdict().await["outcome"], "open", "nothing was served yet");
    // Readers take what the candidate shows them, and leave what the other shows.
    let mut served = [0, 0];
    for session in 0..60 {
        let answer = service.get(&format!("/v1/search?q=cashew&session=visitor-{session}")).await.json();
        let tried = answer["trial"]["arm"] == "candidate";
        served[usize::from(tried)] += 1;
        if tried {
            let given = service.write("POST", "/v1/feedback", &service.importer, &json!({"query_id": answer["query_id"], "id": "o1", "kind": "contact"})).await;
            assert!(given.status.is_success(), "{}", given.text);
        }
    }
    let told = verdict().await;
    assert_eq!((&told["baseline"], &told["candidate"]), (&json!([served[0], 0]), &json!([served[1], served[1]])), "{told}");
    assert_eq!((&told["outcome"], &told["test"], &told["over"]), (&json!("win"), &json!("two proportions"), &json!(false)));
    assert!(told["p_value"].as_f64().expect("a value") < 0.001, "{told}");
}

#[tokio::test]
async fn interleaved_pages_hold_every_hit_once_and_tell_the_weights_of_one_profile() {
    let service = service();
    for n in 0..30 {
        let word = if n % 3 == 0 { "zorblet" } else { "" };
        let offer = json!({"title": format!("Cashew kernels W320 {word}"), "supplier": {"id": "borgou"}, "id": format!("o{n:02}")});
        let wait = if n == 29 { "?wait=searchable" } else { "" };
        assert_eq!(service.write("POST", &format!("/v1/offers{wait}"), &service.exporter, &offer).await.status, 201);
    }
    let candidate = service.publish("blind", &[("text", 0.6), ("wording", 0.2)], false).await;
    let planned = service.write("POST", TRIALS, &service.operator, &trial("deal", json!({"by": "interleave"}), &candidate)).await;
    assert_eq!(planned.status, 201, "{}", planned.text);
    let current = service.send("GET", "/v1/relevance/profiles/current", &[&format!("authorization: Bearer {}", service.operator)], Body::empty()).await.json();
    let usual = &current["profile"]["weights"]["text"];
    let (mut seen, mut told, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let answer = service.get(&format!("/v1/search?q=cashew+zorblet&limit=20&session=visitor-1{cursor}")).await.json();
        assert_eq!(answer["trial"], json!({"trial": "deal", "arm": "both"}), "the teams are for the log");
        assert_eq!(answer["profile"], planned.json()["baseline"]);
        for hit in answer["hits"].as_array().expect("hits") {
            let reasons = hit["reasons"].as_array().expect("reasons");
            let sum: f64 = reasons.iter().filter_map(|reason| reason["adds"].as_f64()).sum();
            assert!((sum - hit["score"].as_f64().expect("a score")).abs() < 1e-9);
            let mut words = reasons.iter().filter(|reason| reason["kind"] == "text").peekable();
            told += usize::from(words.peek().is_some());
            assert!(words.all(|reason| reason["weight"] == *usual), "{reasons:?}");
            seen.push(hit["id"].to_string());
        }
        let Some(next) = answer["cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let distinct: BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), distinct.len(), told), (30, 30, 10), "{seen:?}");
}

#[tokio::test]
async fn what_makes_no_trial_is_refused() {
    let service = service();
    let candidate = service.publish("bold", &[("text", 2.0)], false).await;
    let split = json!({"by": "split", "percent": 10});
    let with = |field: &str, value: Value| {
        let mut trial = trial("spring", split.clone(), &candidate);
        trial[field] = value;
        trial
    };
    for (body, field) in [
        (with("name", json!("a b")), "name"), (with("name", json!(null)), "name"), (with("candidate", json!("bold@9")), "candidate"),
        (with("method", json!({"by": "split", "percent": 0})), "method.percent"), (with("method", json!({"by": "split"})), "method"),
        (with("method", json!({"by": "interleave", "percent": 5})), "method"), (with("ends_at", json!("tomorrow")), "ends_at"),
        (with("ends_at", json!("2020-01-01T00:00:00Z")), "ends_at"), (with("ends_at", json!("2126-01-01T00:00:00Z")), "ends_at"), (with("note", json!("")), "note"),
    ] {
        let problem = service.write("POST", TRIALS, &service.operator, &body).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["field"], field, "{body}: {problem}");
        assert!(problem["errors"][0]["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{problem}");
    }
    assert_eq!(service.write("POST", TRIALS, &service.operator, &trial("one", split.clone(), &candidate)).await.status, 201);
    for (body, field) in [(trial("one", split.clone(), &candidate), "name"), (trial("two", split, &candidate), "starts_at")] {
        assert_eq!(service.write("POST", TRIALS, &service.operator, &body).await.problem(422, "invalid-fields")["errors"][0]["field"], field);
    }
    // Whoever lets another profile rank ends the trial: its baseline ranks no more.
    service.publish("other", &[], true).await;
    let shown = service.send("GET", &format!("{TRIALS}/one"), &[&format!("authorization: Bearer {}", service.operator)], Body::empty()).await.json();
    assert_eq!((&shown["state"], &shown["stopped_by"]), (&json!("over"), &json!("operator")));
    service.write("POST", &format!("{TRIALS}/none/stop"), &service.operator, &json!({"note": "x"})).await.problem(404, "not-found");
}
