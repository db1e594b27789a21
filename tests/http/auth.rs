//! Who may do what.

use serde_json::json;
use tradewind::config::HttpConfig;
use tradewind::domain::{Actor, Command};

use crate::support::{service, with};

#[tokio::test]
async fn a_key_writes_its_own_side_for_its_own_party() {
    let service = service();
    let body = json!({"title": "cashew kernels W320"});
    let none = service.send("POST", "/v1/offers", &[], body.to_string()).await;
    none.problem(401, "unauthorized");
    assert!(none.header("www-authenticate").starts_with("Bearer"));
    for bad in ["Bearer", "Bearer exp", "Bearer exp.wrong", "Bearer nobody.x", "Basic exp.x"] {
        let auth = format!("authorization: {bad}");
        service.send("GET", "/v1/offers", &[&auth], "").await.problem(401, "unauthorized");
    }
    service.write("POST", "/v1/requests", &service.exporter, &body).await.problem(403, "forbidden");
    service.write("POST", "/v1/offers", &service.importer, &body).await.problem(403, "forbidden");
    let other = json!({"title": "cashew kernels W320", "supplier": {"id": "somebody-else"}});
    service.write("POST", "/v1/offers", &service.exporter, &other).await.problem(403, "forbidden");
    assert_eq!(service.write("PUT", "/v1/offers/o-1", &service.operator, &other).await.status, 201);
    // An exporter cannot take over what is another's, nor withdraw it.
    let mine = json!({"title": "cashew kernels W320", "supplier": {"id": "borgou"}});
    service.write("PUT", "/v1/offers/o-1", &service.exporter, &mine).await.problem(403, "forbidden");
    service.write("DELETE", "/v1/offers/o-1", &service.exporter, &json!({})).await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_withdrawn_key_stops_at_once() {
    let service = service();
    let body = json!({"title": "cashew kernels W320"});
    assert_eq!(service.write("POST", "/v1/offers", &service.exporter, &body).await.status, 201);
    assert!(service.engine.submit(&Actor::operator(), Command::RevokeKey { id: "exp".to_owned() }).is_ok());
    service.write("POST", "/v1/offers", &service.exporter, &body).await.problem(401, "unauthorized");
}

#[tokio::test]
async fn a_closed_catalogue_is_read_with_a_key() {
    let service = with(HttpConfig { open_reading: false, ..HttpConfig::default() });
    service.get("/v1/offers").await.problem(401, "unauthorized");
    let auth = format!("authorization: Bearer {}", service.importer);
    assert_eq!(service.send("GET", "/v1/offers", &[&auth], "").await.status, 200);
    assert_eq!(service.get("/healthz").await.status, 200);
}
