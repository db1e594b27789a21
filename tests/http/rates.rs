//! Exchange rates: read by all, replaced by an operator, used at once.

use serde_json::{Value, json};

use crate::support::service;

fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

fn table(cny: &str) -> Value {
    json!({"date": today(), "source": "central bank", "base": "USD", "rates": {"CNY": cny, "EUR": "0.80"}})
}

#[tokio::test]
async fn an_operator_replaces_the_rates_and_prices_compare_by_them() {
    let service = service();
    let built_in = service.get("/v1/rates").await.json();
    assert_eq!(built_in["base"], "USD");
    assert!(built_in["source"].as_str().is_some_and(|source| source.contains("approximate")), "{built_in}");
    let offer = json!({"id": "o1", "title": "Cashew kernels W320", "price": {"amount": "45000", "currency": "CNY", "per": "t"}});
    assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &offer).await.status, 201);
    let request = json!({"request": {"title": "cashew kernels W320", "max_price": {"amount": "6500", "currency": "USD", "per": "t"}}});
    for (cny, status) in [("7.00", "fits"), ("6.80", "near"), ("5.00", "conflicts")] {
        let reply = service.write("PUT", "/v1/rates", &service.operator, &table(cny)).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let now = service.get("/v1/rates").await.json();
        assert_eq!(now, reply.json());
        assert_eq!((now["rates"].clone(), now["stale"].clone()), (json!({"CNY": cny.trim_end_matches('0').trim_end_matches('.'), "EUR": "0.8", "USD": "1"}), json!(false)));
        let found = service.write("POST", "/v1/match", &service.importer, &request).await.json();
        let fit = found["hits"][0]["fit"].as_array().and_then(|fits| fits.iter().find(|fit| fit["field"] == "price")).expect("judged");
        assert_eq!(fit["status"], status, "{fit}");
    }
    // A currency that the table lacks compares no more.
    let without = json!({"date": today(), "source": "central bank", "base": "USD", "rates": {"EUR": "0.80"}});
    assert_eq!(service.write("PUT", "/v1/rates", &service.operator, &without).await.status, 200);
    let found = service.write("POST", "/v1/match", &service.importer, &request).await.json();
    let fit = found["hits"][0]["fit"].as_array().and_then(|fits| fits.iter().find(|fit| fit["field"] == "price")).expect("judged");
    assert_eq!(fit["status"], "unknown", "{fit}");
    // Nor does an old table.
    let old = json!({"date": "2020-01-01", "source": "central bank", "base": "USD", "rates": {"CNY": "7"}});
    let reply = service.write("PUT", "/v1/rates", &service.operator, &old).await.json();
    assert_eq!(reply["stale"], true);
    let found = service.write("POST", "/v1/match", &service.importer, &request).await.json();
    let fit = found["hits"][0]["fit"].as_array().and_then(|fits| fits.iter().find(|fit| fit["field"] == "price")).expect("judged");
    assert_eq!(fit["status"], "unknown", "{fit}");
}

#[tokio::test]
async fn others_may_not_and_every_fault_is_named() {
    let service = service();
    let before = service.get("/v1/rates").await.json();
    for key in [&service.exporter, &service.importer] {
        service.write("PUT", "/v1/rates", key, &table("7")).await.problem(403, "forbidden");
    }
    service.send("PUT", "/v1/rates", &["content-type: application/json"], table("7").to_string()).await.problem(401, "unauthorized");
    let faulty = json!({"date": "2099-01-01", "base": "dollar", "rates": {"CNY": 7.1, "XYZ": "1", "EUR": "0"}, "day": 1});
    let problem = service.write("PUT", "/v1/rates", &service.operator, &faulty).await.problem(422, "invalid-fields");
    let mut fields: Vec<&str> = problem["errors"].as_array().expect("errors").iter().filter_map(|error| error["field"].as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["base", "date", "day", "rates.CNY", "rates.EUR", "rates.XYZ", "source"]);
    assert!(problem["errors"].as_array().expect("errors").iter().all(|error| error["hint"].as_str().is_some_and(|hint| !hint.is_empty())));
    service.write("PUT", "/v1/rates?x=1", &service.operator, &table("7")).await.problem(400, "bad-request");
    service.write("PUT", "/v1/rates", &service.operator, &json!([])).await.problem(400, "bad-request");
    assert_eq!(service.get("/v1/rates").await.json(), before);
}
