//! Bulk files: good rows land, bad rows are named.

use encoding_rs::{GB18030, WINDOWS_1252};
use rust_xlsxwriter::Workbook;
use tradewind::config::HttpConfig;

use crate::support::{Reply, Service, service, with};

async fn load(service: &Service, uri: &str, key: &str, kind: &str, body: Vec<u8>) -> Reply {
    let (auth, kind) = (format!("authorization: Bearer {key}"), format!("content-type: {kind}"));
    service.send("POST", uri, &[&auth, &kind], body).await
}

#[tokio::test]
async fn a_chinese_office_file_lands() {
    let service = service();
    let csv = "品名,原产地,单价,币种,数量,单位,货号,颜色\r\n\
               腰果仁W320,VN,6800,USD,18,t,A-1,白\r\n\
               白芝麻,不知道,1500,USD,20,t,A-2,\r\n\
               \"绿茶, 一级\",CN,,,5,t,A-3,\r\n";
    let reply = load(&service, "/v1/offers/bulk?wait=searchable", &service.exporter, "text/csv", GB18030.encode(csv).0.into_owned()).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.header("x-tradewind-encoding"), "gb18030");
    let lines = reply.lines();
    let of = |row: u64, status: &str| lines.iter().find(|line| line["row"] == row && line["status"] == status).unwrap_or_else(|| panic!("{row} {status}: {}", reply.text));
    assert_eq!(of(1, "ignored")["column"], "颜色");
    assert_eq!(of(3, "rejected")["column"], "原产地", "named as the file names it");
    let id = of(2, "created")["id"].as_str().expect("id");
    of(4, "created");
    let stored = service.get(&format!("/v1/offers/{id}")).await.json();
    assert_eq!((&stored["title"], &stored["price"]["amount"]), (&"腰果仁W320".into(), &"6800".into()));

    // The same file again replaces the same records.
    let again = load(&service, "/v1/offers/bulk", &service.exporter, "text/csv; charset=gbk", GB18030.encode(csv).0.into_owned()).await;
    assert!(again.lines().iter().any(|line| line["status"] == "updated" && line["id"] == id), "{}", again.text);
}

#[tokio::test]
async fn a_french_file_with_semicolons_lands() {
    let service = service();
    let csv = "désignation;pays d'origine;quantité;unité\nNoix de cajou décortiquées;BJ;18;t\n";
    let reply = load(&service, "/v1/requests/bulk", &service.importer, "text/csv", WINDOWS_1252.encode(csv).0.into_owned()).await;
    let lines = reply.lines();
    assert_eq!(lines[0]["status"], "created", "{}", reply.text);
    let stored = service.get(&format!("/v1/requests/{}", lines[0]["id"].as_str().expect("id"))).await.json();
    assert_eq!((&stored["title"], &stored["origins"][0]), (&"Noix de cajou décortiquées".into(), &"BJ".into()));
}

#[tokio::test]
async fn decimal_commas_are_read_and_doubtful_ones_refused() {
    let service = service();
    let csv = "titre;prix unitaire;devise;quantity;unit\n\
               riz;1.250,50;EUR;1250,5;t\n\
               mil;1.250;XOF;18;t\n\
               fonio;5;EUR;1.250;t\n\
               sorgho;5;EUR;18,5 t;t\n";
    let reply = load(&service, "/v1/offers/bulk", &service.exporter, "text/csv", csv.into()).await;
    let lines = reply.lines();
    let of = |row: u64| lines.iter().find(|line| line["row"] == row).unwrap_or_else(|| panic!("{row}: {}", reply.text));
    let mut amounts = Vec::new();
    for row in [2, 3] {
        let stored = service.get(&format!("/v1/offers/{}", of(row)["id"].as_str().expect("id"))).await.json();
        amounts.push((stored["price"]["amount"].clone(), stored["quantity"]["amount"].clone()));
    }
    // Over a French name a point can only group.
    assert_eq!(amounts, [("1250.50".into(), "1250.5".into()), ("1250".into(), "18".into())]);
    assert_eq!((&of(4)["column"], &of(4)["reason"]), (&"quantity".into(), &"\"1.250\" may mean 1.25 or 1250".into()));
    assert_eq!(of(4)["hint"], "write 1.25 or 1250, without a sign between thousands");
    assert_eq!((&of(5)["status"], &of(5)["column"]), (&"rejected".into(), &"quantity".into()), "a unit belongs in its own column");
}

#[tokio::test]
async fn an_operator_names_the_party_or_keeps_keys_apart() {
    let service = service();
    let csv = "title,external_id,supplier.id\ntea,A-1,\ncoffee,A-1,\ncocoa,A-1,borgou\n";
    let reply = load(&service, "/v1/offers/bulk", &service.operator, "text/csv", csv.into()).await;
    let status: Vec<(u64, String)> = reply.lines().iter().map(|line| (line["row"].as_u64().expect("row"), line["status"].as_str().expect("status").to_owned())).collect();
    let mut status = status;
    status.sort();
    assert_eq!(status, [(2, "created".into()), (3, "rejected".into()), (4, "created".into())], "{}", reply.text);
    // A key with a party owns its rows: the last of one external_id wins.
    let own = load(&service, "/v1/offers/bulk", &service.exporter, "text/csv", b"title,external_id\ntea,Z\ncoffee,Z\n".to_vec()).await;
    assert_eq!(own.lines().iter().map(|line| line["status"].clone()).collect::<Vec<_>>(), ["created", "updated"]);
}

#[tokio::test]
async fn lines_of_json_land() {
    let service = service();
    let many: String = (0..1_200).map(|n| format!("{{\"title\":\"sesame seeds lot {n}\",\"external_id\":\"x{}\"}}\n", n % 1_000)).collect();
    let text = format!("\u{feff}{many}nonsense\n[]\n{{\"title\":\"tea\",\"hs\":\"99\"}}\n");
    let reply = load(&service, "/v1/offers/bulk", &service.exporter, "application/x-ndjson", text.into_bytes()).await;
    let lines = reply.lines();
    let count = |status: &str| lines.iter().filter(|line| line["status"] == status).count();
    assert_eq!((count("created"), count("updated"), count("rejected")), (1_000, 200, 3), "{:?}", lines.last());
    assert!(lines.iter().any(|line| line["row"] == 1_203 && line["column"] == "hs"), "{:?}", lines.last());
    assert_eq!(reply.header("x-tradewind-rows-stored"), "1200");
}

#[tokio::test]
async fn limits_are_said() {
    let service = with(HttpConfig { max_bulk_rows: 2, max_bulk_bytes: 100_000, ..HttpConfig::default() });
    let rows = "{\"title\":\"tea\"}\n".repeat(3).into_bytes();
    let reply = load(&service, "/v1/offers/bulk", &service.exporter, "application/x-ndjson", rows).await;
    assert_eq!(reply.lines().last().map(|line| line["status"].clone()), Some("stopped".into()), "{}", reply.text);
    let large = "{\"title\":\"tea\"}\n".repeat(10_000).into_bytes();
    let auth = format!("authorization: Bearer {}", service.exporter);
    let headers = [auth.as_str(), "content-type: application/x-ndjson", "content-length: 150000"];
    service.send("POST", "/v1/offers/bulk", &headers, large).await.problem(413, "too-large");
    load(&service, "/v1/offers/bulk", &service.exporter, "image/png", Vec::new()).await.problem(415, "unsupported-media-type");
    let nameless = load(&service, "/v1/offers/bulk", &service.exporter, "text/csv", b"colour,size\nred,1\n".to_vec()).await;
    assert_eq!(nameless.problem(422, "invalid-fields")["errors"][0]["field"], "body");
    // Another's rows are refused one by one.
    let other = load(&service, "/v1/requests/bulk", &service.exporter, "application/x-ndjson", b"{\"title\":\"tea\"}\n".to_vec()).await;
    assert_eq!(other.lines()[0]["status"], "rejected");
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        for (row, cells) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*cells) {
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).expect("writes"),
                    Err(_) => sheet.write_string(row, column, *text).expect("writes"),
                };
            }
        }
    }
    book.save_to_buffer().expect("saves")
}

#[tokio::test]
async fn a_workbook_lands_as_a_file_of_text_does() {
    let service = service();
    let offers: &[&[&str]] = &[
        &["报价单 2027"],
        &["品名", "海关编码", "单价", "币种", "货号", "颜色"],
        &["腰果仁W320", "80132", "6800.5", "USD", "A-1", "白"],
        &["白芝麻", "不知道", "1500", "USD", "A-2"],
    ];
    let body = workbook(&[("说明", &[&["title"], &["not these"]]), ("报价", offers)]);
    let reply = load(&service, "/v1/offers/bulk?wait=searchable&sheet=%E6%8A%A5%E4%BB%B7", &service.exporter, XLSX, body.clone()).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!((reply.header("x-tradewind-encoding"), reply.header("x-tradewind-rows-stored")), ("xlsx", "1"));
    let lines = reply.lines();
    let of = |row: u64| lines.iter().find(|line| line["row"] == row).unwrap_or_else(|| panic!("{row}: {}", reply.text));
    assert_eq!((&of(2)["status"], &of(2)["column"]), (&"ignored".into(), &"颜色".into()));
    assert_eq!((&of(4)["status"], &of(4)["column"]), (&"rejected".into(), &"海关编码".into()));
    let stored = service.get(&format!("/v1/offers/{}", of(3)["id"].as_str().expect("id"))).await.json();
    assert_eq!((&stored["hs"], &stored["price"]["amount"]), (&"0801.32".into(), &"6800.5".into()));

    // Without a name the first sheet that is shown.
    let first = load(&service, "/v1/offers/bulk", &service.exporter, XLSX, body).await;
    assert_eq!(first.lines().len(), 1, "{}", first.text);
}

#[tokio::test]
async fn a_workbook_that_cannot_be_read_is_told_apart() {
    let service = with(HttpConfig { max_bulk_bytes: 20_000, ..HttpConfig::default() });
    let long: Vec<String> = (0..12).map(|n| format!("{n}{}", "x".repeat(32_000))).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let good = workbook(&[("offers", &[&["title"], &["tea"]])]);
    let send = async |uri: &str, kind: &str, body: Vec<u8>| load(&service, uri, &service.exporter, kind, body).await;
    assert_eq!(send("/v1/offers/bulk", XLSX, good.clone()).await.status, 200);
    for (body, word) in [
        (b"title\ntea\n".to_vec(), "is named as a workbook and is none"),
        (vec![0xD0, 0xCF, 0x11, 0xE0, 0, 0], ".xls"),
        (good[..good.len() / 2].to_vec(), "cannot be read as a workbook"),
        (workbook(&[("offers", &[&["colour"], &["red"]])]), "no column of the header"),
        // A few kilobytes that unpack to far more than any real sheet of that size.
        (workbook(&[("offers", &[&["title"], &long])]), "unpacks to more"),
    ] {
        let problem = send("/v1/offers/bulk", XLSX, body).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["field"], "body");
        let said = &problem["errors"][0]["problem"];
        assert!(said.as_str().is_some_and(|said| said.contains(word)), "{word}: {problem}");
    }
    let other = send("/v1/offers/bulk?sheet=none", XLSX, good).await.problem(422, "invalid-fields");
    assert!(other["errors"][0]["hint"].as_str().is_some_and(|hint| hint.contains("offers")), "{other}");
    let csv = send("/v1/offers/bulk?sheet=offers", "text/csv", b"title\ntea\n".to_vec()).await.problem(400, "bad-request");
    assert_eq!(csv["errors"][0]["field"], "sheet");
}

#[tokio::test]
async fn a_column_settles_its_own_doubts_and_no_others() {
    let service = service();
    // An English header says nothing of whose numbers stand under it: the last price does, the quantities do not.
    let csv = "title;price;currency;quantity;unit\n\
               cocoa;6,800;USD;1.250;t\n\
               vanilla;250,000;USD;18;kg\n\
               saffron;1,212,500.50;USD;20;kg\n";
    let reply = load(&service, "/v1/offers/bulk", &service.exporter, "text/csv", csv.into()).await;
    let lines = reply.lines();
    let of = |row: u64| lines.iter().find(|line| line["row"] == row).unwrap_or_else(|| panic!("{row}: {}", reply.text));
    assert_eq!((&of(2)["status"], &of(2)["column"]), (&"rejected".into(), &"quantity".into()), "{}", reply.text);
    assert!(of(2)["errors"].is_null(), "the price is no fault: {}", of(2));
    let stored = service.get(&format!("/v1/offers/{}", of(3)["id"].as_str().expect("id"))).await.json();
    assert_eq!(stored["price"]["amount"], "250000");
    // Two hands in one column: nothing in doubt is settled.
    let csv = "title;price;currency\ncocoa;6,800;USD\nvanilla;12,500.50;USD\nsaffron;950,5;USD\n";
    let reply = load(&service, "/v1/offers/bulk", &service.exporter, "text/csv", csv.into()).await;
    let refused: Vec<_> = reply.lines().iter().filter(|line| line["status"] == "rejected").map(|line| line["row"].clone()).collect();
    assert_eq!(refused, [2], "{}", reply.text);
}
