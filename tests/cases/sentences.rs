//! The answer speaks the reader's language: a Chinese buyer over a French offer, a French seller over a
//! Chinese request, and every other reader.

use serde_json::{Value, json};
use tradewind::domain::Side;
use tradewind::engine::{Ask, Engine, Hit};

use super::support::{posting, stocked, submit};

fn french() -> Value {
    json!({"id": "o-fr", "title": "Noix de cajou brutes KOR 48", "description": "Récolte 2026, sacs jute 80 kg.", "lang": "fr", "origin": "BJ",
        "price": {"amount": "1250.50", "currency": "USD", "per": "t"}, "incoterm": "FOB", "place": "Cotonou", "moq": {"amount": "18", "unit": "t"},
        "supplier": {"id": "borgou"}})
}

fn chinese(extra: Value) -> Value {
    let mut request = json!({"id": "r-zh", "title": "求购带壳生腰果", "lang": "zh", "quantity": {"amount": "36", "unit": "t"},
        "max_price": {"amount": "1200", "currency": "USD", "per": "t"}, "certifications": ["organic"], "buyer": {"id": "qingdao"}});
    if let (Value::Object(request), Value::Object(extra)) = (&mut request, extra) {
        request.extend(extra);
    }
    request
}

/// The answer of the French offer to the Chinese request.
fn answer(engine: &Engine, request: &Value, reader: &str) -> Hit {
    let request = posting(Side::Request, request.clone());
    let ask = Ask { reader: Some(reader.to_owned()), ..Ask::default() };
    engine.matches(&request, &ask).expect("answers").hits.into_iter().next().expect("the offer is found")
}

fn detail<'a>(hit: &'a Hit, field: &str) -> &'a str {
    hit.fit.iter().find(|fit| fit.field == field).map_or_else(|| panic!("no {field} in {:?}", hit.fit), |fit| &fit.detail)
}

fn hint<'a>(hit: &'a Hit, field: &str) -> &'a str {
    hit.hints.iter().find(|hint| hint.field == field).map_or_else(|| panic!("no {field} in {:?}", hit.hints), |hint| &hint.text)
}

#[test]
fn a_chinese_buyer_reads_chinese_over_a_french_offer() {
    let engine = stocked(&[french()]);
    let hit = answer(&engine, &chinese(json!({"incoterm": "FOB"})), "zh");
    let concept = hit.reasons.iter().find(|reason| reason.kind == "concept").expect("met on a concept");
    assert!(concept.text.starts_with("「Noix de cajou brutes」（法语）即") && concept.text.contains("生腰果」"), "{}", concept.text);
    assert_eq!(detail(&hit, "moq"), "起订量 18 吨，符合（需求 36 吨）");
    assert_eq!(detail(&hit, "price"), "价格 1,250.50 美元/吨，高于目标 4.2%（目标价 1,200 美元/吨）");
    assert_eq!(detail(&hit, "certifications"), "未提供：有机认证");
    assert_eq!(hint(&hit, "price"), "把目标价提高到 1,250.50 美元/吨");
    assert_eq!(hint(&hit, "certifications"), "请对方提供：有机认证");
    let price = hit.fit.iter().find(|fit| fit.field == "price").and_then(|fit| fit.figures.as_ref()).expect("figures");
    assert_eq!((&price["offered"]["amount"], &price["over_percent"]), (&json!("1250.50"), &json!("4.2")));
}

#[test]
fn other_terms_and_small_wishes_are_said_and_not_ordered() {
    let engine = stocked(&[french()]);
    let hit = answer(&engine, &chinese(json!({"incoterm": "CIF", "place": "青岛", "quantity": {"amount": "10", "unit": "t"}})), "zh");
    assert_eq!(detail(&hit, "moq"), "起订量 18 吨，高于需求 10 吨");
    assert_eq!(hint(&hit, "moq"), "把数量提高到起订量 18 吨");
    assert!(detail(&hit, "price").contains("FOB 与 CIF 条款不同"), "{}", detail(&hit, "price"));
    assert_eq!(hint(&hit, "price"), "请对方按 CIF 报价");
}

#[test]
fn a_gloss_tells_title_and_facts_and_keeps_the_original() {
    let engine = stocked(&[french()]);
    let gloss = answer(&engine, &chinese(json!({})), "zh").gloss;
    assert_eq!((gloss.original.as_str(), gloss.lang.as_deref()), ("Noix de cajou brutes KOR 48", Some("fr")));
    assert!(gloss.title.contains("腰果") && gloss.title.contains("KOR48"), "{}", gloss.title);
    let fact = |field: &str| gloss.facts.iter().find(|fact| fact.field == field).map(|fact| format!("{}：{}", fact.label, fact.text));
    assert_eq!(fact("price").as_deref(), Some("价格：1,250.50 美元/吨"));
    assert_eq!(fact("incoterm").as_deref(), Some("贸易条款：FOB 科托努"));
    assert_eq!(fact("origins").as_deref(), Some("产地：贝宁"));
    assert_eq!(fact("packing").as_deref(), Some("包装：每袋 80 公斤"), "read from the description");
    assert_eq!(fact("harvest").as_deref(), Some("产季：2026"));
    assert_eq!(fact("certifications"), None, "nothing is invented");
}

#[test]
fn a_seller_gets_hints_for_a_seller() {
    let engine = stocked(&[]);
    submit(&engine, vec![posting(Side::Request, chinese(json!({"incoterm": "FOB", "quantity": {"amount": "10", "unit": "t"}})))]);
    let offer = posting(Side::Offer, french());
    let ask = Ask { side: Side::Request, reader: Some("fr".to_owned()), ..Ask::default() };
    let hit = engine.matches(&offer, &ask).expect("answers").hits.into_iter().next().expect("the request is found");
    assert_eq!(hint(&hit, "moq"), "Abaisser la commande minimum à 10 t");
    let price = hint(&hit, "price").replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(price, "Baisser le prix à 1 200 USD/t");
    assert!(detail(&hit, "price").starts_with("Prix 1"), "{}", detail(&hit, "price"));
}

/// A request for other months and any origin but the offer's.
fn elsewhere_and_earlier() -> (Engine, Value) {
    let mut late = french();
    late["description"] = json!("Récolte 2027, expédition de septembre à novembre 2099.");
    (stocked(&[late]), chinese(json!({"description": "装运期2099年3月至5月，不要贝宁产"})))
}

#[test]
fn periods_and_refused_origins_are_said() {
    let (engine, request) = elsewhere_and_earlier();
    let hit = answer(&engine, &request, "zh");
    assert!(detail(&hit, "time").contains("2099年9月1日") && detail(&hit, "time").contains("2099年5月31日"), "{}", detail(&hit, "time"));
    assert_eq!(detail(&hit, "origin"), "产地：贝宁，买方不接受");
    let period = hit.gloss.facts.iter().find(|fact| fact.field == "window").map(|fact| format!("{}：{}", fact.label, fact.text));
    assert_eq!(period.as_deref(), Some("装运期：2099年9月1日 – 2099年11月30日"));
    let figures = hit.fit.iter().find(|fit| fit.field == "time").and_then(|fit| fit.figures.clone()).expect("figures");
    assert_eq!(figures["wanted"], json!({"from": "2099-03-01", "until": "2099-05-31"}));
    assert_eq!(figures["ships"], json!({"from": "2099-09-01", "until": "2099-11-30"}));
    let mut said = std::collections::BTreeSet::new();
    for reader in ["zh", "en", "fr", "es", "pt", "ar", "ru", "sw", "hi", "bn", "id", "vi", "th", "am"] {
        let hit = answer(&engine, &request, reader);
        assert!(said.insert(detail(&hit, "origin").to_owned()) && said.insert(detail(&hit, "time").to_owned()), "{reader} says what another language says");
        assert!(!hint(&hit, "time").is_empty());
    }
}

#[test]
fn every_core_language_is_spoken() {
    let engine = stocked(&[french()]);
    let request = chinese(json!({"incoterm": "FOB"}));
    let mut said = std::collections::BTreeSet::new();
    for reader in ["zh", "en", "fr", "es", "pt", "ar", "ru", "sw", "hi", "bn", "id", "vi", "th", "am"] {
        let hit = answer(&engine, &request, reader);
        for text in hit.fit.iter().map(|fit| &fit.detail).chain(hit.hints.iter().map(|hint| &hint.text)).chain(hit.reasons.iter().map(|reason| &reason.text)) {
            assert!(!text.contains(['{', '$']) && !text.starts_with("fit-") && !text.starts_with("label-"), "{reader}: {text}");
        }
        assert!(said.insert(detail(&hit, "moq").to_owned()), "{reader} says what another language says");
    }
}
