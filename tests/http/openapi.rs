//! The OpenAPI document: it is the one that was last read and kept, and every answer is as it says.

use std::path::Path;

use encoding_rs::UTF_8;
use serde_json::{Value, json};

use crate::support::{Reply, service};

fn document() -> Value {
    serde_json::to_value(tradewind::http::document()).expect("plain data")
}

/// After a change to the API: `TRADEWIND_OPENAPI=write cargo test --test http openapi`, then read the
/// difference as one who has built on the API.
#[test]
fn the_document_is_the_one_that_was_kept() {
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/openapi.json");
    let now = format!("{}\n", serde_json::to_string_pretty(&document()).expect("plain data"));
    if std::env::var("TRADEWIND_OPENAPI").is_ok_and(|value| value == "write") {
        std::fs::write(&at, &now).expect("writes");
    }
    let kept = std::fs::read_to_string(&at).expect("fixtures/openapi.json");
    let differs = kept.lines().zip(now.lines()).position(|(kept, now)| kept != now);
    assert!(kept == now, "the document differs from fixtures/openapi.json, first in line {:?}", differs.map(|at| at + 1));
}

#[test]
fn every_answer_has_a_named_shape() {
    let document = document();
    let mut count = 0;
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            for (status, response) in operation["responses"].as_object().expect("responses") {
                for (media, content) in response["content"].as_object().into_iter().flatten() {
                    let schema = &content["schema"];
                    let text = media == "application/openmetrics-text" && schema["type"] == "string";
                    assert!(text || schema["$ref"].is_string(), "{method} {path} {status} {media}: {schema}");
                    count += 1;
                }
            }
        }
    }
    assert!(count > 50, "{count} answers");
    let untyped = |schema: &Value| schema.as_object().is_some_and(|schema| schema.is_empty());
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        for (field, schema) in schema["properties"].as_object().into_iter().flatten() {
            assert!(!untyped(schema) && !untyped(&schema["items"]), "{name}.{field} may be anything");
        }
    }
}

#[test]
fn every_operation_names_the_refusals_that_it_shares_with_others() {
    let document = document();
    for (path, methods) in document["paths"].as_object().expect("paths").iter().filter(|(path, _)| path.starts_with("/v1/")) {
        for (method, operation) in methods.as_object().expect("methods") {
            let (keyed, reads) = (operation["security"].is_array(), operation["requestBody"].is_object());
            for (status, _) in [("400", true), ("401", true), ("403", keyed), ("413", reads), ("503", true)].into_iter().filter(|(_, given)| *given) {
                let content = &operation["responses"][status]["content"]["application/problem+json"];
                assert_eq!(content["schema"]["$ref"], "#/components/schemas/Problem", "{method} {path} {status}");
            }
            assert!(keyed || *method == "get" || ["/v1/match", "/v1/understand", "/v1/feedback"].contains(&path.as_str()), "{method} {path} asks for no key");
        }
    }
}

/// The document with its objects closed: an answer may hold nothing that is not named.
struct Contract(Value);

impl Contract {
    fn new() -> Contract {
        let mut document = document();
        for schema in document["components"]["schemas"].as_object_mut().expect("schemas").values_mut() {
            if schema["properties"].is_object() {
                schema["additionalProperties"] = json!(false);
            }
        }
        Contract(document)
    }

    fn holds(&self, method: &str, path: &str, status: u16, body: &Value) {
        let response = &self.0["paths"][path][method]["responses"][status.to_string()];
        let content = response["content"].as_object().unwrap_or_else(|| panic!("{method} {path} {status} has no body in the document"));
        let schema = content.values().next().map(|media| media["schema"]["$ref"].clone()).expect("a shape");
        let schema = json!({"$ref": schema, "components": self.0["components"]});
        let validator = jsonschema::draft202012::new(&schema).expect("a schema");
        let faults: Vec<String> = validator.iter_errors(body).map(|fault| format!("{} at {}", fault, fault.instance_path())).collect();
        assert!(faults.is_empty(), "{method} {path} {status}: {faults:?}\n{body:#}");
    }

    fn answered(&self, method: &str, path: &str, reply: &Reply) {
        let content = &self.0["paths"][path][method]["responses"][reply.status.as_str()]["content"];
        assert!(content[reply.header("content-type")].is_object(), "{method} {path} {}: {} is not in the document", reply.status, reply.header("content-type"));
        self.holds(method, path, reply.status.as_u16(), &reply.json());
    }
}

#[tokio::test]
async fn answers_are_as_the_document_says() {
    let contract = Contract::new();
    let service = service();
    let (exporter, importer) = (&service.exporter, &service.importer);
    let offer = json!({"id": "o-1", "title": "Amandes de cajou W320 bio", "description": "sacs de jute", "lang": "fr", "origin": "BJ", "hs": "0801.32",
        "price": {"amount": "6100.50", "currency": "USD", "per": "t"}, "incoterm": "FOB", "place": "Cotonou", "moq": {"amount": "18", "unit": "t"},
        "capacity": {"amount": "200", "unit": "t", "per": "month"}, "certifications": ["organic"], "channels": ["1210"],
        "valid_until": "2020-03-31", "external_id": "BJ-1", "supplier": {"id": "borgou", "name": "Coop", "country": "BJ", "size": "micro"}});
    contract.answered("post", "/v1/offers", &service.write("POST", "/v1/offers", exporter, &offer).await);
    contract.answered("get", "/v1/offers/{id}", &service.get("/v1/offers/o-1").await);
    let mut open = offer.clone();
    open["valid_until"] = json!("2099-03-31");
    contract.answered("put", "/v1/offers/{id}", &service.write("PUT", "/v1/offers/o-1?wait=searchable", exporter, &open).await);
    let request = json!({"text": "求购越南腰果仁W320，每月两个20尺柜，CIF青岛，要求有机认证", "id": "r-1", "origins": ["BJ", "VN"], "needed_by": "2099-01-31",
        "max_price": {"amount": "6000", "currency": "USD", "per": "t"}, "quantity": {"amount": "20", "unit": "t"}, "destination": "青岛", "incoterm": "FOB",
        "buyer": {"id": "qingdao", "size": "large"}});
    contract.answered("post", "/v1/requests", &service.write("POST", "/v1/requests?wait=searchable", importer, &request).await);
    contract.answered("get", "/v1/requests/{id}", &service.get("/v1/requests/r-1").await);
    for (path, uri) in [
        ("/v1/offers", "/v1/offers?limit=1"),
        ("/v1/requests", "/v1/requests"),
        ("/v1/search", "/v1/search?q=%E8%85%B0%E6%9E%9C%E4%BB%81W320&reader=zh&explain=true&origin=BJ&hs=0801&certification=organic&channel=1210&language=fr&supplier_size=micro&max_price=7000&currency=USD&max_moq=20+t&min_quantity=1+t&min_capacity=1+t/month&max_lead_days=90"),
        ("/v1/search", "/v1/search?pack=80+kg&incoterm=FOB&destination=CN"),
        ("/v1/search", "/v1/search?side=requests&needed_from=2026-12-31"),
        ("/v1/search", "/v1/search?q=cashew+kernels&side=requests&buyer_size=large&limit=1"),
        ("/v1/search", "/v1/search?q=cashwe"),
        ("/v1/offers/{id}/matches", "/v1/offers/o-1/matches"),
        ("/v1/requests/{id}/matches", "/v1/requests/r-1/matches?explain=true&max_price=1&currency=EUR&per=kg"),
        ("/v1/suggest", "/v1/suggest?q=cash&lang=en"),
        ("/v1/lexicon/concepts", "/v1/lexicon/concepts?limit=2&lang=fr"),
        ("/v1/lexicon/concepts/{id}", "/v1/lexicon/concepts/cashew-kernel"),
        ("/healthz", "/healthz"),
        ("/readyz", "/readyz"),
        ("/v1/search", "/v1/search?limit=0"),
        ("/v1/search", &format!("/v1/search?q={}", "a".repeat(17_000))),
        ("/v1/offers/{id}", "/v1/offers/none"),
        ("/v1/lexicon/concepts/{id}", "/v1/lexicon/concepts/none"),
    ] {
        contract.answered("get", path, &service.get(uri).await);
    }
    let found = service.get("/v1/requests/r-1/matches").await.json();
    assert!(found["hits"][0]["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()), "{found}");
    contract.answered("post", "/v1/match", &service.write("POST", "/v1/match", importer, &json!({"request": {"text": "求购腰果仁W320"}})).await);
    let text = json!({"text": "求购印度尼西亚精炼棕榈油每月500吨，CIF青岛，目标价900美元/吨", "lang": "zh"});
    contract.answered("post", "/v1/understand", &service.write("POST", "/v1/understand", importer, &text).await);
    contract.answered("post", "/v1/offers", &service.write("POST", "/v1/offers", exporter, &json!({"hs": "99"})).await);
    contract.answered("post", "/v1/requests", &service.write("POST", "/v1/requests", exporter, &request).await);

    let (rule, operator) = (json!({"when": {"concept": "cashew-nut", "lang": "zh"}, "do": "pin", "on": {"id": "o-1"}, "place": 1, "from": "2020-01-01"}), &service.operator);
    contract.answered("put", "/v1/relevance/rules/{id}", &service.write("PUT", "/v1/relevance/rules/pin", operator, &rule).await);
    let boost = json!({"do": "boost", "on": {"party": "borgou"}, "by": 0.5});
    contract.answered("put", "/v1/relevance/rules/{id}", &service.write("PUT", "/v1/relevance/rules/boost", operator, &boost).await);
    contract.answered("put", "/v1/relevance/rules/{id}", &service.write("PUT", "/v1/relevance/rules/bad", operator, &json!({"do": "pin"})).await);
    for body in [json!({"q": "腰果仁", "origin": "VN"}), json!({"q": "tea"}), json!({"request": {"text": "求购腰果仁W320"}}), json!({"q": "tea", "limit": 0})] {
        contract.answered("post", "/v1/relevance/rules/test", &service.write("POST", "/v1/relevance/rules/test", operator, &body).await);
    }
    contract.answered("get", "/v1/search", &service.get("/v1/search?q=%E8%85%B0%E6%9E%9C%E4%BB%81").await);
    let key = format!("authorization: Bearer {operator}");
    contract.answered("get", "/v1/relevance/rules", &service.send("GET", "/v1/relevance/rules?limit=1", &[&key], "").await);
    contract.answered("get", "/v1/relevance/rules/{id}", &service.send("GET", "/v1/relevance/rules/pin", &[&key], "").await);
    contract.answered("delete", "/v1/relevance/rules/{id}", &service.send("DELETE", "/v1/relevance/rules/pin", &[&key], "").await);
    let edits = "/v1/relevance/lexicon";
    let concept = json!({"do": "add_concept", "concept": "zorblet-nut", "broader": ["nut"], "hs": ["080299"], "facets": [], "names": {"en": ["zorblet"]}, "note": "new"});
    let synonym = json!({"do": "synonym", "from": "zorb", "from_lang": "en", "to": "cashew", "to_lang": "en", "both_ways": true, "weight": 0.5});
    contract.answered("post", edits, &service.write("POST", &format!("{edits}?dry_run=true"), operator, &concept).await);
    for (edit, uri) in [(&concept, "?wait=searchable"), (&synonym, ""), (&json!({"do": "change_concept", "concept": "no-such"}), ""), (&json!({"do": "undo", "edit": 2}), "")] {
        contract.answered("post", edits, &service.write("POST", &format!("{edits}{uri}"), operator, edit).await);
    }
    contract.answered("post", "/v1/relevance/lexicon/{number}/undo", &service.write("POST", "/v1/relevance/lexicon/1/undo", operator, &json!({"note": "not yet"})).await);
    contract.answered("post", "/v1/relevance/lexicon/{number}/undo", &service.write("POST", "/v1/relevance/lexicon/9/undo", operator, &json!({})).await);
    let operating = format!("authorization: Bearer {operator}");
    for (path, uri) in [(edits, "/v1/relevance/lexicon?limit=1"), ("/v1/relevance/lexicon/{number}", "/v1/relevance/lexicon/1"), ("/v1/relevance/lexicon/{number}", "/v1/relevance/lexicon/9"), ("/v1/relevance/lexicon/status", "/v1/relevance/lexicon/status")] {
        contract.answered("get", path, &service.send("GET", uri, &[&operating], "").await);
    }

    let csv = "title,hs,price,currency,colour\ncashew kernels,0801.32,6100,USD,white\ntea,99,\"6,800\",USD,\n";
    let auth = format!("authorization: Bearer {exporter}");
    let loaded = service.send("POST", "/v1/offers/bulk", &[&auth, "content-type: text/csv"], UTF_8.encode(csv).0.into_owned()).await;
    let lines = loaded.lines();
    assert_eq!(lines.len(), 3, "{}", loaded.text);
    lines.iter().for_each(|line| contract.holds("post", "/v1/offers/bulk", 200, line));
}

#[tokio::test]
async fn answers_to_operators_are_as_the_document_says() {
    let contract = Contract::new();
    let service = service();
    let auth = format!("authorization: Bearer {}", service.operator);
    let look = async |uri: &str| service.send("GET", uri, &[&auth], axum::body::Body::empty()).await;
    let offer = json!({"title": "Amandes de cajou W320", "lang": "fr", "origin": "BJ"});
    service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &offer).await;
    let mut profile = look("/v1/relevance/profiles/current").await.json()["profile"].take();
    profile["name"] = json!("autumn");
    profile["bounds"] = json!({"hs": [0.1, 1.0]});
    profile["stages"] = json!(["all", "some"]);
    for (method, path, body) in [
        ("PUT", "/v1/relevance/profiles/draft", json!({"profile": profile, "note": "x", "expected": 0})),
        ("PUT", "/v1/relevance/profiles/draft", json!({"profile": {}, "expected": 0})),
        ("PUT", "/v1/relevance/profiles/draft", json!({"profile": profile, "expected": 7})),
    ] {
        contract.answered(&method.to_lowercase(), path, &service.write(method, path, &service.operator, &body).await);
    }
    for (path, uri) in [
        ("/v1/relevance/profiles", "/v1/relevance/profiles"), ("/v1/relevance/profiles/{name}", "/v1/relevance/profiles/current"),
        ("/v1/relevance/profiles/draft", "/v1/relevance/profiles/draft"), ("/v1/relevance/profiles/diff", "/v1/relevance/profiles/diff"),
        ("/v1/relevance/profiles/{name}", "/v1/relevance/profiles/none@1"),
        ("/v1/search", "/v1/search?q=%E8%85%B0%E6%9E%9C%E4%BB%81W320&explain=true&profile=draft&without=hs"),
    ] {
        contract.answered("get", path, &look(uri).await);
    }
    for (path, body) in [
        ("/v1/relevance/profiles/publish", json!({"expected": 1, "note": "x", "rank": false})), ("/v1/relevance/profiles/publish", json!({})),
        ("/v1/relevance/profiles/rollback", json!({"to": "autumn@1", "note": "x"})), ("/v1/relevance/profiles/rollback", json!({"to": "autumn@1", "note": "x"})),
        ("/v1/relevance/profiles/rollback", json!({"note": "x"})),
    ] {
        contract.answered("post", path, &service.write("POST", path, &service.operator, &body).await);
    }
    let ends_at = (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24)).to_string();
    let trial = json!({"name": "t", "candidate": "autumn@1", "method": {"by": "interleave"}, "ends_at": ends_at, "note": "x"});
    contract.answered("post", "/v1/relevance/trials", &service.write("POST", "/v1/relevance/trials", &service.operator, &trial).await);
    contract.answered("get", "/v1/search", &service.get("/v1/search?q=cashew&session=x").await);
    contract.answered("post", "/v1/relevance/trials/{name}/stop", &service.write("POST", "/v1/relevance/trials/t/stop", &service.operator, &json!({"note": "x"})).await);
    for (path, uri) in [("/v1/relevance/trials", "/v1/relevance/trials"), ("/v1/relevance/trials/{name}", "/v1/relevance/trials/t"), ("/v1/relevance/audit", "/v1/relevance/audit?limit=2")] {
        contract.answered("get", path, &look(uri).await);
    }
}

#[tokio::test]
async fn what_operators_watch_is_as_the_document_says() {
    let contract = Contract::new();
    let service = crate::watching::watched(true);
    let offer = json!({"id": "o-1", "title": "Amandes de cajou W320", "lang": "fr", "origin": "BJ", "supplier": {"id": "borgou", "country": "BJ", "size": "micro"}});
    assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &offer).await.status, 201);
    let request = json!({"id": "r-1", "title": "求购芝麻", "origins": ["TD"]});
    assert_eq!(service.write("POST", "/v1/requests?wait=searchable", &service.importer, &request).await.status, 201);
    let answer = service.get("/v1/search?q=cashew+zorgelflap").await;
    contract.answered("get", "/v1/search", &answer);
    service.get("/v1/search?q=zorgelflap").await;
    service.get("/v1/search?q=cajou").await;
    let given = json!({"query_id": answer.json()["query_id"], "id": "o-1", "kind": "contact"});
    contract.answered("post", "/v1/feedback", &service.write("POST", "/v1/feedback", &service.importer, &given).await);
    let strange = json!({"query_id": answer.json()["query_id"], "id": "o-2", "kind": "contact"});
    contract.answered("post", "/v1/feedback", &service.write("POST", "/v1/feedback", &service.importer, &strange).await);
    contract.answered("post", "/v1/feedback", &service.write("POST", "/v1/feedback", &service.importer, &json!({})).await);
    let auth = format!("authorization: Bearer {}", service.operator);
    for (report, word) in [("queries", "zorgelflap"), ("exposure", "micro"), ("feedback", "o-1"), ("balance", "sesame")] {
        let path = format!("/v1/relevance/reports/{report}");
        let told = service.send("GET", &path, &[&auth], "").await;
        contract.answered("get", &path, &told);
        assert!(told.text.contains(word), "{report} says something of {word}: {}", told.text);
        contract.answered("get", &path, &service.get(&path).await);
        contract.answered("get", &path, &service.send("GET", &format!("{path}?days=x"), &[&auth], "").await);
    }
    let id = answer.json()["query_id"].as_str().expect("a query_id").to_owned();
    for (path, uri) in [("", "?limit=1"), ("", "?since=x"), ("/{query_id}", &format!("/{id}")), ("/{query_id}", "/none")] {
        let told = service.send("GET", &format!("/v1/relevance/signals{uri}"), &[&auth], "").await;
        contract.answered("get", &format!("/v1/relevance/signals{path}"), &told);
    }
}

#[tokio::test]
async fn stored_sets_and_evaluations_are_as_the_document_says() {
    let contract = Contract::new();
    let service = service();
    let offer = json!({"id": "o-1", "title": "Amandes de cajou W320", "lang": "fr"});
    assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &offer).await.status, 201);
    let auth = format!("authorization: Bearer {}", service.operator);
    let send = async |method: &str, uri: &str, body: &str| service.send(method, &format!("/v1/relevance/{uri}"), &[&auth], body.to_owned()).await;
    let repeated = "q1 0 o-9 3\nq1 0 o-9 3\n";
    contract.answered("post", "/v1/relevance/judgments/{set}/import", &send("POST", "judgments/core/import", repeated).await);
    contract.answered("post", "/v1/relevance/judgments/{set}/import", &send("POST", "judgments/core/import", "q1 0 o-9 7\n").await);
    contract.answered("post", "/v1/relevance/queries/{set}/import", &send("POST", "queries/core/import", "id,text\nq1,cashew kernels\n").await);
    contract.answered("put", "/v1/relevance/judgments/{set}/{query}/{posting}", &send("PUT", "judgments/core/q1/o-8", r#"{"grade": 2}"#).await);
    for (path, uri) in [
        ("/v1/relevance/judgments", "judgments"),
        ("/v1/relevance/queries", "queries"),
        ("/v1/relevance/queries/{set}/unjudged", "queries/core/unjudged?judgments=core"),
        ("/v1/relevance/queries/{set}/unjudged", "queries/core/unjudged"),
    ] {
        contract.answered("get", path, &send("GET", uri, "").await);
    }
    let kept = |name: &str| json!({"queries": "core", "judgments": "core", "keep": name, "floors": {"en-fr": 1.0, "en-sw": 0.5}}).to_string();
    for body in [r#"{"queries": "core", "judgments": "core"}"#, r#"{"queries": "core", "judgments": "none"}"#, "{}", &kept("first"), &kept("first")] {
        contract.answered("post", "/v1/relevance/evaluations", &send("POST", "evaluations", body).await);
    }
    send("PUT", "judgments/core/q1/o-1", r#"{"grade": 3}"#).await;
    send("POST", "evaluations", &kept("second")).await;
    for (path, uri) in [
        ("/v1/relevance/evaluations", "evaluations?limit=1"), ("/v1/relevance/evaluations/{id}", "evaluations/first"), ("/v1/relevance/evaluations/{id}", "evaluations/none"),
        ("/v1/relevance/evaluations/{id}/compare", "evaluations/first/compare?to=second"), ("/v1/relevance/evaluations/{id}/compare", "evaluations/first/compare"),
    ] {
        contract.answered("get", path, &send("GET", uri, "").await);
    }
    for body in [
        r#"{"queries": "core", "judgments": "core", "profiles": ["current", "current without concept_typo"]}"#, r#"{"queries": "core", "profiles": ["current"]}"#,
        r#"{"queries": "core", "judgments": "core", "profiles": ["current", "current without code"], "query": "q1"}"#, r#"{"queries": "none", "profiles": ["current", "draft"]}"#,
    ] {
        contract.answered("post", "/v1/relevance/comparisons", &send("POST", "comparisons", body).await);
    }
    contract.answered("delete", "/v1/relevance/evaluations/{id}", &send("DELETE", "evaluations/none", "").await);
    contract.answered("get", "/v1/relevance/judgments/{set}/{query}", &send("GET", "judgments/core/q1", "").await);
    for (query, is) in [("queries=core&query=q1&posting=o-1", 200), ("q=tea&posting=o-9", 200), ("q=tea", 400)] {
        let reply = send("GET", &format!("standing?{query}"), "").await;
        assert_eq!(reply.status, is, "{}", reply.text);
        contract.answered("get", "/v1/relevance/standing", &reply);
    }
    contract.answered("post", "/v1/relevance/guards/{set}/import", &send("POST", "guards/core/import", "id,text,offer,expect\ng1,cashew kernels,o-9,first\n").await);
    contract.answered("get", "/v1/relevance/guards", &send("GET", "guards", "").await);
    for body in [r#"{"gate": {"queries": "core", "judgments": "core", "floor": 1.0, "loss": 0, "guards": "core"}, "note": "x"}"#, r#"{"gate": {}}"#] {
        contract.answered("put", "/v1/relevance/gate", &send("PUT", "gate", body).await);
    }
    contract.answered("get", "/v1/relevance/gate", &send("GET", "gate", "").await);
    for body in [r#"{"profile": "current"}"#, r#"{"profile": "none@1"}"#] {
        contract.answered("post", "/v1/relevance/profiles/check", &send("POST", "profiles/check", body).await);
    }
    let mut profile = send("GET", "profiles/current", "").await.json()["profile"].take();
    profile["name"] = json!("autumn");
    send("PUT", "profiles/draft", &json!({"profile": profile}).to_string()).await;
    let closed = send("POST", "profiles/publish", r#"{"expected": 1, "note": "x"}"#).await;
    closed.problem(422, "gate-closed");
    contract.answered("post", "/v1/relevance/profiles/publish", &closed);
    send("POST", "queries/two/import", "id,text\nq1,cashew kernels\nq2,cashew W320\n").await;
    send("POST", "judgments/two/import", "q1 0 o-1 3\nq2 0 o-1 3\n").await;
    for body in [r#"{"queries": "two", "judgments": "two", "folds": 2, "draft": true}"#, r#"{"queries": "two", "judgments": "two", "folds": 9}"#] {
        contract.answered("post", "/v1/relevance/tunings", &send("POST", "tunings", body).await);
    }
    contract.answered("delete", "/v1/relevance/judgments/{set}/{query}/{posting}", &send("DELETE", "judgments/core/q1/o-8", "").await);
}

#[tokio::test]
async fn alerts_are_as_the_document_says() {
    let contract = Contract::new();
    let service = crate::alerts::telling(tradewind::config::HttpConfig::default());
    service.wish("r-1").await;
    service.offer("o-1").await;
    service.offer("o-2").await;
    let auth = format!("authorization: Bearer {}", service.importer);
    for uri in ["/v1/alerts?limit=1&reader=zh", "/v1/alerts?posting=r-1&unread=true", "/v1/alerts?party=other", "/v1/alerts?limit=x"] {
        contract.answered("get", "/v1/alerts", &service.send("GET", uri, &[&auth], "").await);
    }
    contract.answered("delete", "/v1/offers/{id}", &service.send("DELETE", "/v1/offers/none", &[&format!("authorization: Bearer {}", service.exporter)], "").await);
    let gone = service.send("DELETE", "/v1/offers/o-2?wait=searchable", &[&format!("authorization: Bearer {}", service.exporter)], "").await;
    assert_eq!(gone.status, 204);
    let page = service.send("GET", "/v1/alerts", &[&auth], "").await;
    assert!(page.json()["items"][0]["hit"].is_null() && page.json()["items"][1]["hit"].is_object(), "{}", page.text);
    contract.answered("get", "/v1/alerts", &page);
    for body in [json!({"ids": [page.json()["items"][0]["id"]]}), json!({"up_to": page.json()["items"][0]["id"]}), json!({"ids": 7})] {
        contract.answered("post", "/v1/alerts/read", &service.write("POST", "/v1/alerts/read", &service.importer, &body).await);
    }
    for body in [json!({"muted": true}), json!({"muted": false}), json!({})] {
        contract.answered("put", "/v1/requests/{id}/alerts", &service.write("PUT", "/v1/requests/r-1/alerts", &service.importer, &body).await);
    }
    contract.answered("get", "/v1/offers/{id}/alerts", &service.send("GET", "/v1/offers/o-1/alerts", &[&format!("authorization: Bearer {}", service.exporter)], "").await);
    contract.answered("get", "/v1/offers/{id}/alerts", &service.send("GET", "/v1/offers/o-1/alerts", &[&auth], "").await);
    contract.answered("get", "/v1/matches/stream", &service.get("/v1/matches/stream").await);
}
