//! Filters of searches and matches, and the counts beside their answers.

use serde_json::{Value, json};

use crate::support::{Service, service};

async fn stocked() -> Service {
    let service = service();
    for offer in [
        json!({"id": "a", "title": "Cashew kernels W320", "lang": "en", "origin": "VN", "hs": "0801.32", "channels": ["1210", "0110"],
            "certifications": ["EU Organic"], "price": {"amount": "6100", "currency": "USD", "per": "t"}, "supplier": {"id": "s1", "size": "micro"}}),
        json!({"id": "b", "title": "Amandes de cajou W320", "lang": "fr", "origin": "BJ", "price": {"amount": "6.5", "currency": "USD", "per": "kg"},
            "channels": ["1210"], "supplier": {"id": "s2", "size": "small"}}),
        json!({"id": "c", "title": "Castanha de caju W320", "lang": "pt", "origin": "BR", "price": {"amount": "7000.01", "currency": "USD", "per": "t"}, "supplier": {"id": "s3"}}),
        json!({"id": "d", "title": "Hạt điều nhân W320", "lang": "vi", "origin": "VN", "price": {"amount": "3000", "currency": "CNY", "per": "t"}, "supplier": {"id": "s4"}}),
        json!({"id": "e", "title": "Cashew kernels W320 in cartons", "lang": "en", "price": {"amount": "90000", "currency": "USD", "per": "carton"}, "supplier": {"id": "s5"}}),
        json!({"id": "f", "title": "Cashew kernels W320 spot", "lang": "en", "supplier": {"id": "s6"}}),
    ] {
        let reply = service.write("POST", "/v1/offers?wait=searchable", &service.operator, &offer).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
    }
    service
}

fn ids(answer: &Value) -> Vec<&str> {
    let mut ids: Vec<&str> = answer["hits"].as_array().expect("hits").iter().filter_map(|hit| hit["id"].as_str()).collect();
    ids.sort_unstable();
    ids
}

fn status<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let hit = answer["hits"].as_array().and_then(|hits| hits.iter().find(|hit| hit["id"] == id)).expect(id);
    let fit = hit["fit"].as_array().and_then(|fits| fits.iter().find(|fit| fit["field"] == "max_price")).expect("says how it meets the ceiling");
    &fit["status"]
}

#[tokio::test]
async fn what_is_known_to_be_dearer_is_left_out() {
    let service = stocked().await;
    let search = async |filter: &str| service.get(&format!("/v1/search?q=cashew+kernels+W320&{filter}")).await.json();
    let answer = search("max_price=7000&currency=usd").await;
    assert_eq!(ids(&answer), ["a", "b", "d", "e", "f"], "{answer:#}");
    assert_eq!(answer["total"], 5);
    assert_eq!(answer["filters"], json!({"max_price": {"amount": "7000", "currency": "USD", "per": "t"}}), "how the ceiling was read");
    for (id, expected) in [("a", "fits"), ("b", "fits"), ("d", "unknown"), ("e", "unknown"), ("f", "unknown")] {
        assert_eq!(status(&answer, id), expected, "{id}");
    }
    assert_eq!(ids(&search("max_price=6.2&currency=USD&per=kg").await), ["a", "d", "e", "f"]);
    // Exact to the last digit on both sides of the ceiling.
    assert!(ids(&search("max_price=7000.01&currency=USD").await).contains(&"c"));
    assert!(ids(&search("max_price=6.5&currency=USD&per=kg").await).contains(&"b"));
    assert!(!ids(&search("max_price=6.4999999999&currency=USD&per=kg").await).contains(&"b"));
    assert_eq!(ids(&search("max_price=1&currency=CNY&per=lb").await), ["a", "b", "c", "e", "f"], "the yuan are known, the dollars are not compared");
    // With no text at all the filter alone is asked.
    assert_eq!(ids(&service.get("/v1/search?max_price=6400&currency=USD").await.json()), ["a", "d", "e", "f"]);
}

#[tokio::test]
async fn a_price_for_no_unit_is_found_and_not_compared() {
    let service = service();
    let offer = json!({"id": "g", "title": "Cashew kernels W320", "price": {"amount": "9000", "currency": "USD"}});
    assert_eq!(service.write("POST", "/v1/offers?wait=searchable", &service.exporter, &offer).await.status, 201);
    assert_eq!(ids(&service.get("/v1/search?q=cashew+kernels").await.json()), ["g"]);
    let answer = service.get("/v1/search?q=cashew+kernels&max_price=1&currency=USD").await.json();
    assert_eq!(status(&answer, "g"), "unknown");
}

#[tokio::test]
async fn stated_values_are_filtered_and_counted() {
    let service = stocked().await;
    let search = async |filter: &str| service.get(&format!("/v1/search?q=cashew+kernels+W320&{filter}")).await.json();
    let answer = search("limit=20").await;
    let counts = &answer["counts"];
    assert_eq!(counts["origin"], json!({"values": [{"value": "VN", "count": 2}, {"value": "BJ", "count": 1}, {"value": "BR", "count": 1}], "unknown": 2}));
    assert_eq!(counts["hs_chapter"], json!({"values": [{"value": "08", "count": 6}], "unknown": 0}));
    assert_eq!(counts["channel"], json!({"values": [{"value": "1210", "count": 2}, {"value": "0110", "count": 1}], "unknown": 4}));
    assert_eq!(counts["language"]["values"][0], json!({"value": "en", "count": 3}));
    assert_eq!(counts["supplier_size"], json!({"values": [{"value": "micro", "count": 1}, {"value": "small", "count": 1}], "unknown": 4}));
    assert_eq!(counts["certification"]["values"], json!([{"value": "organic-eu", "count": 1}]));
    for (filter, expected) in [
        ("channel=1210", &["a", "b"][..]), ("channel=0110", &["a"]), ("language=fr", &["b"]), ("language=en", &["a", "e", "f"]),
        ("supplier_size=micro", &["a"]), ("supplier_size=large", &[]), ("certification=EU+Organic", &["a"]), ("certification=eu-organic", &["a"]), ("certification=organic-eu", &["a"]), ("certification=organic", &["a"]),
        ("origin=VN&language=vi", &["d"]), ("channel=1210&max_price=6200&currency=USD", &["a"]),
    ] {
        let answer = search(filter).await;
        assert_eq!(ids(&answer), expected, "{filter}");
        assert_eq!(answer["total"], expected.len(), "{filter}");
    }
    assert_eq!(search("language=fr").await["counts"]["origin"]["values"], json!([{"value": "BJ", "count": 1}]), "filters apply to the counts");
}

#[tokio::test]
async fn matches_take_the_same_filters() {
    let service = stocked().await;
    let request = json!({"id": "r", "title": "cashew kernels W320", "buyer": {"id": "qingdao", "size": "large"}});
    assert_eq!(service.write("POST", "/v1/requests?wait=searchable", &service.importer, &request).await.status, 201);
    let answer = service.get("/v1/requests/r/matches?supplier_size=small&max_price=7&currency=USD&per=kg").await.json();
    assert_eq!(ids(&answer), ["b"]);
    let answer = service.get("/v1/offers/a/matches?buyer_size=large").await.json();
    assert_eq!(ids(&answer), ["r"]);
    assert_eq!(answer["counts"]["buyer_size"]["values"], json!([{"value": "large", "count": 1}]));
    assert!(answer["counts"]["supplier_size"].is_null());
    assert_eq!(ids(&service.get("/v1/offers/a/matches?buyer_size=small").await.json()), Vec::<&str>::new());
}

#[tokio::test]
async fn terms_are_filtered_and_repeated_in_the_answer() {
    let service = service();
    for offer in [
        json!({"id": "a", "title": "تمور مجهول، عبوة ٥ كغم، الحد الأدنى ٢٠٠ كرتون", "incoterm": "CIF", "place": "Qingdao", "supplier": {"id": "s1"}}),
        json!({"id": "b", "title": "Medjool dates, cartons of 10 kg, lead time 60 days", "moq": {"amount": "300", "unit": "carton"}, "capacity": {"amount": "20", "unit": "t", "per": "month"}, "supplier": {"id": "s2"}}),
    ] {
        let reply = service.write("POST", "/v1/offers?wait=searchable", &service.operator, &offer).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
    }
    let search = async |filter: &str| service.get(&format!("/v1/search?q=%E6%A4%B0%E6%9E%A3&{filter}")).await.json();
    assert_eq!(ids(&search("").await), ["a", "b"]);
    let answer = search("pack=5+kg&max_moq=250+carton").await;
    assert_eq!(ids(&answer), ["a"]);
    assert_eq!(answer["filters"], json!({"pack": {"amount": "5", "unit": "kg"}, "max_moq": {"amount": "250", "unit": "carton"}}));
    assert_eq!(answer["total"], 1);
    for (filter, expected) in [
        ("pack=10kg", &["b"][..]), ("max_moq=300carton", &["a", "b"]), ("max_moq=0.5+t", &["a"]), ("incoterm=cif", &["a"]), ("destination=CN", &["a"]), ("destination=%E9%9D%92%E5%B2%9B", &["a"]),
        ("max_lead_days=30", &["a"]), ("min_capacity=30+t/month", &["a"]), ("min_capacity=300+t/year", &["a"]), ("min_capacity=240+t/year", &["a", "b"]), ("min_capacity=19+t/month", &["a", "b"]), ("min_quantity=1+t", &["a", "b"]),
    ] {
        assert_eq!(ids(&search(filter).await), expected, "{filter}");
    }
    let request = json!({"id": "r", "title": "medjool dates", "needed_by": "2099-06-30", "buyer": {"id": "c"}});
    assert_eq!(service.write("POST", "/v1/requests?wait=searchable", &service.operator, &request).await.status, 201);
    assert_eq!(ids(&search("side=requests&needed_from=2099-06-30").await), ["r"]);
    assert_eq!(ids(&search("side=requests&needed_from=2099-07-01").await), Vec::<&str>::new());
    assert_eq!(ids(&service.get("/v1/requests/r/matches?pack=5+kg").await.json()), ["a"], "matches take them too");
}

#[tokio::test]
async fn a_filter_that_cannot_be_read_is_named() {
    let service = service();
    for (query, field) in [
        ("max_price=much&currency=USD", "max_price"), ("max_price=-5&currency=USD", "max_price"), ("max_price=0&currency=USD", "max_price"),
        ("max_price=1.250,50&currency=USD", "max_price"), ("currency=USD", "max_price"), ("per=t", "max_price"),
        ("max_price=5", "currency"), ("max_price=5&currency=dollars", "currency"), ("max_price=5&currency=USD&per=sack", "per"),
        ("max_price=5&currency=USD&per=bag", "per"), ("side=requests&max_price=5&currency=USD", "max_price"), ("side=requests&currency=USD", "currency"),
        ("supplier_size=tiny", "supplier_size"), ("side=requests&supplier_size=micro", "supplier_size"), ("buyer_size=micro", "buyer_size"),
        ("language=1", "language"),
        ("max_moq=250", "max_moq"), ("max_moq=250+sacks", "max_moq"), ("max_moq=5+t/month", "max_moq"), ("side=requests&max_moq=5+t", "max_moq"), ("min_quantity=-1+t", "min_quantity"),
        ("min_capacity=200+t", "min_capacity"), ("min_capacity=200+t/moon", "min_capacity"), ("pack=1+carton", "pack"), ("pack=0+kg", "pack"), ("incoterm=FAB", "incoterm"),
        ("max_lead_days=soon", "max_lead_days"), ("side=requests&max_lead_days=9", "max_lead_days"), ("side=requests&needed_from=2026-02-31", "needed_from"), ("needed_from=2026-12-31", "needed_from"),
    ] {
        let problem = service.get(&format!("/v1/search?q=tea&{query}")).await.problem(400, "bad-request");
        assert_eq!(problem["errors"][0]["field"], field, "{query}: {problem}");
        assert!(problem["errors"][0]["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{problem}");
    }
}
