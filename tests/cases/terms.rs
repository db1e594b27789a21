//! Amounts, money, terms and places as a trader writes them, on both sides of a search.

use serde_json::{Value, json};
use tradewind::domain::{Country, Incoterm, Quantity, Side};
use tradewind::engine::{Ask, Engine, Filters};

use super::support::{above, ask, found, hit, ids, posting, set, stocked, submit, titled};

fn quantity(text: &str) -> Option<Quantity> {
    Some(Quantity::parse(text).unwrap_or_else(|| panic!("{text}")))
}

/// Identifiers that pass filters, in order.
fn sifted(engine: &Engine, side: Side, text: &str, filters: Filters) -> Vec<String> {
    let mut found = ids(&engine.search(&Ask { side, text: text.to_owned(), filters, ..Ask::default() }).expect("answers").hits);
    found.sort();
    found
}

fn understood(engine: &Engine, text: &str) -> Value {
    engine.understand(text, None)
}

fn amount(amount: &str, unit: &str) -> Value {
    json!({"amount": amount, "unit": unit})
}

#[test]
fn a_request_without_spaces_is_found_by_its_goods_and_by_its_country() {
    let engine = Engine::open(tradewind::engine::Options::memory()).expect("opens");
    let request = |id: &str, text: &str| posting(Side::Request, json!({"id": id, "text": text, "buyer": {"id": id}}));
    submit(&engine, vec![request("r1", "采购印度尼西亚精炼棕榈油二十四度每月五百吨"), request("r2", "ต้องการซื้อน้ำมันปาล์มจากมาเลเซียเดือนละ200ตัน"), request("r3", "求购白砂糖一百吨")]);
    let look = |text: &str| sifted(&engine, Side::Request, text, Filters::default());
    assert_eq!(look("棕榈油"), ["r1", "r2"]);
    assert_eq!(look("palm oil"), ["r1", "r2"]);
    assert!(look("印度尼西亚").contains(&"r1".to_owned()), "{:?}", look("印度尼西亚"));
    assert_eq!(look("白砂糖"), ["r3"]);
    let read = understood(&engine, "采购印度尼西亚精炼棕榈油二十四度每月五百吨");
    assert_eq!(read["quantity"], json!({"amount": "500", "unit": "t", "per": "month"}));
    assert_eq!(read["origins"], json!(["ID"]));
    assert_eq!(read["codes"], json!(["24c"]));
}

#[test]
fn degrees_grade_the_goods_that_are_graded_by_them() {
    let engine = stocked(&[]);
    for (text, codes) in [
        ("精炼棕榈油 24度", json!(["24c"])), ("RBD palm olein 24°C", json!(["24c"])), ("huile de palme raffinée 33 ℃", json!(["33c"])), ("minyak sawit 24 derajat", json!(["24c"])),
        ("прямое пальмовое масло 33 градуса", json!(["33c"])), ("frozen shrimp -18°C", json!([])), ("storage at 24 °C, cashew kernels", json!([])),
    ] {
        assert_eq!(understood(&engine, text)["codes"], codes, "{text}");
    }
    let engine = titled(&["RBD palm oil 24 °C, Indonesia", "RBD palm oil 33 °C, Malaysia"]);
    above(&engine, "二十四度棕榈油", "o1", "o2");
    above(&engine, "huile de palme 33 °C", "o2", "o1");
}

#[test]
fn packs_and_smallest_orders_are_filtered_in_any_digits() {
    let dates = "تمور مجهول، عبوة ٥ كغم، الحد الأدنى ٢٠٠ كرتون";
    let engine = stocked(&[
        json!({"id": "o1", "title": dates, "supplier": {"id": "a"}}),
        json!({"id": "o2", "title": "Medjool dates in cartons of 5 kg, MOQ 300 cartons", "supplier": {"id": "b"}}),
        json!({"id": "o3", "title": "Dattes medjool, cartons de 10 kg, minimum 100 cartons", "supplier": {"id": "c"}}),
        json!({"id": "o4", "title": "椰枣 每箱5公斤", "moq": amount("250", "carton"), "supplier": {"id": "d"}}),
        json!({"id": "o5", "title": "खजूर ५ किलो कार्टन", "supplier": {"id": "e"}}),
    ]);
    let pack = Filters { pack: quantity("5 kg"), ..Filters::default() };
    let both = Filters { max_moq: quantity("250 carton"), ..pack.clone() };
    assert_eq!(sifted(&engine, Side::Offer, "椰枣", pack), ["o1", "o2", "o4", "o5"]);
    assert_eq!(sifted(&engine, Side::Offer, "椰枣", both.clone()), ["o1", "o4", "o5"], "what says no smallest order stays");
    assert_eq!(sifted(&engine, Side::Offer, "", both), ["o1", "o4", "o5"], "with no words at all");
    // Cartons are kilograms where the offer says what one holds.
    assert_eq!(sifted(&engine, Side::Offer, "dates", Filters { max_moq: quantity("1.2 t"), ..Filters::default() }), ["o1", "o3", "o5"]);
    assert_eq!(sifted(&engine, Side::Offer, "dates", Filters { pack: quantity("5000 g"), max_moq: quantity("1 t"), ..Filters::default() }), ["o1", "o5"]);
    // Of a bound that is left open the answer says so.
    let asked = Ask { text: "椰枣".to_owned(), reader: Some("fr".to_owned()), filters: Filters { max_moq: quantity("250 bag"), ..Filters::default() }, ..Ask::default() };
    let answer = engine.search(&asked).expect("answers");
    assert_eq!(answer.hits.len(), 5, "bags are no cartons");
    for (id, says) in [("o1", "200"), ("o5", "non précisé")] {
        let fit = hit(&answer, id).fit.iter().find(|fit| fit.field == "max_moq").unwrap_or_else(|| panic!("{id} says nothing of the bound"));
        assert_eq!(fit.status, "unknown");
        assert!(fit.detail.contains(says), "{}", fit.detail);
    }
    // What was read is a value, and the title is what its author wrote.
    let read = understood(&engine, dates);
    assert_eq!((&read["packing"]["amount"], &read["packing"]["unit"]), (&json!("5"), &json!("kg")));
    assert_eq!(read["moq"], amount("200", "carton"));
    assert_eq!(hit(&answer, "o1").offer.as_ref().expect("the offer")["title"], dates);
}

#[test]
fn supply_terms_places_and_times_are_filtered_from_fields_and_text() {
    let engine = stocked(&[
        json!({"id": "o1", "title": "Cashew kernels W320, CIF Qingdao, lead time 20 days", "capacity": {"amount": "200", "unit": "t", "per": "month"}, "supplier": {"id": "a"}}),
        json!({"id": "o2", "title": "Amandes de cajou W320", "incoterm": "FOB", "place": "Cotonou", "quantity": amount("40", "t"), "supplier": {"id": "b"}}),
        json!({"id": "o3", "title": "Hạt điều W320, DAP Thượng Hải, giao hàng trong 45 ngày", "quantity": amount("900", "bag"), "supplier": {"id": "c"}}),
        json!({"id": "o4", "title": "腰果仁W320", "capacity": {"amount": "600", "unit": "t", "per": "year"}, "supplier": {"id": "d"}}),
    ]);
    let look = |filters: Filters| sifted(&engine, Side::Offer, "腰果仁", filters);
    let none = Filters::default;
    assert_eq!(look(none()).len(), 4);
    assert_eq!(look(Filters { incoterm: Incoterm::parse("FOB"), ..none() }), ["o2"]);
    assert_eq!(look(Filters { incoterm: Incoterm::parse("CIF"), ..none() }), ["o1"]);
    for place in ["CN", "china", "中国"] {
        assert_eq!(look(Filters { destination: Some(place.to_owned()), ..none() }), ["o1", "o3"], "{place}");
    }
    for place in ["CNTAO", "青岛", "qingdao"] {
        assert_eq!(look(Filters { destination: Some(place.to_owned()), ..none() }), ["o1"], "{place}");
    }
    assert_eq!(look(Filters { destination: Some("BJ".to_owned()), ..none() }), Vec::<String>::new(), "goods leave from where FOB is");
    assert_eq!(look(Filters { max_lead_days: Some(30), ..none() }), ["o1", "o2", "o4"]);
    assert_eq!(look(Filters { max_lead_days: Some(10), ..none() }), ["o2", "o4"]);
    assert_eq!(look(Filters { min_quantity: quantity("40 t"), ..none() }).len(), 4);
    assert_eq!(look(Filters { min_quantity: quantity("40001 kg"), ..none() }), ["o1", "o3", "o4"], "bags are not compared");
    assert_eq!(look(Filters { min_capacity: quantity("100 t/month"), ..none() }), ["o1", "o2", "o3"]);
    // A seller among requests.
    let request = |id: &str, more: Value| {
        let mut map = json!({"id": id, "title": "cashew kernels W320", "buyer": {"id": id}});
        more.as_object().expect("an object").iter().for_each(|(key, value)| map[key] = value.clone());
        posting(Side::Request, map)
    };
    submit(&engine, vec![request("r1", json!({"needed_by": "2027-01-31", "quantity": amount("20", "t"), "destination": "Ningbo"})), request("r2", json!({"needed_by": "2026-12-15", "quantity": amount("500", "kg")})), request("r3", json!({}))]);
    let look = |filters: Filters| sifted(&engine, Side::Request, "cashew", filters);
    assert_eq!(look(Filters { needed_from: "2026-12-20".parse().ok(), ..none() }), ["r1", "r3"]);
    assert_eq!(look(Filters { needed_from: "2026-12-15".parse().ok(), ..none() }).len(), 3);
    assert_eq!(look(Filters { min_quantity: quantity("18 t"), ..none() }), ["r1", "r3"]);
    assert_eq!(look(Filters { destination: Some("CN".to_owned()), ..none() }), ["r1"]);
}

#[test]
fn masses_are_masses_and_containers_are_not() {
    let engine = stocked(&[]);
    for (text, expected) in [
        ("求购花生米两千斤", amount("2000", "jin")), ("求购大豆10万吨", amount("100000", "t")), ("求购辣椒干20个柜", amount("20", "FCL")),
        ("求购大豆十万吨", amount("100000", "t")), ("سمسم ٢٥ طن", amount("25", "t")), ("चना २० टन", amount("20", "t")), ("ছোলা ২০ টন", amount("20", "t")),
        ("ถั่วเขียว ๒๐ ตัน", amount("20", "t")), ("ufuta tani 20", amount("20", "t")), ("vừng trắng 20 tấn", amount("20", "t")), ("кунжут 20 тонн", amount("20", "t")),
    ] {
        assert_eq!(understood(&engine, text)["quantity"], expected, "{text}");
    }
    // A jin is half a kilogram, and a container is compared with no mass.
    let base = |text: &str| quantity(text).and_then(|quantity| quantity.in_base()).map(|(_, amount)| amount.normalize().to_string());
    assert_eq!(base("2000 jin").as_deref(), Some("1000"));
    assert_eq!(base("20 FCL"), None);
    let engine = stocked(&[
        json!({"id": "kg", "title": "Peanut kernels, MOQ 1000 kg", "supplier": {"id": "a"}}),
        json!({"id": "t", "title": "Peanut kernels, MOQ 1.5 MT", "supplier": {"id": "b"}}),
        json!({"id": "box", "title": "Peanut kernels, MOQ 1 x 20'FCL", "supplier": {"id": "c"}}),
        json!({"id": "pc", "title": "Peanut kernels, MOQ 500 packets", "supplier": {"id": "d"}}),
    ]);
    assert_eq!(sifted(&engine, Side::Offer, "花生米", Filters { max_moq: quantity("2000 jin"), ..Filters::default() }), ["box", "kg", "pc"]);
    assert_eq!(sifted(&engine, Side::Offer, "花生米", Filters { max_moq: quantity("1.5 t"), ..Filters::default() }).len(), 4);
}

#[test]
fn a_figure_that_can_be_read_two_ways_decides_nothing() {
    let engine = stocked(&[
        json!({"id": "open", "title": "Cashew kernels W320, USD 6.500/t, MOQ 1.250 kg", "lang": "en", "supplier": {"id": "a"}}),
        json!({"id": "sure", "title": "Amandes de cajou W320, 6 500 USD/t, minimum 1 250 kg", "lang": "fr", "supplier": {"id": "b"}}),
        json!({"id": "same", "title": "Castanha de caju W320, USD 6.500,00/t, pedido mínimo 1.250,0 kg", "lang": "pt", "supplier": {"id": "c"}}),
    ]);
    let read = understood(&engine, "Cashew kernels W320, USD 6.500/t, MOQ 1.250 kg");
    assert!(read["price"].is_null() && read["moq"].is_null(), "{read:#}");
    let open: Vec<&Value> = read["findings"].as_array().expect("findings").iter().filter(|finding| finding["value"].is_null()).collect();
    assert_eq!(open.iter().map(|finding| finding["field"].as_str().unwrap_or_default()).collect::<Vec<_>>(), ["price", "moq"]);
    assert_eq!(open[0]["alternatives"], json!(["6.5 USD/t", "6500 USD/t"]));
    // Neither a ceiling nor a bound leaves it out, and no score comes of it.
    let ceiling = tradewind::domain::Price { amount: "6400".parse().expect("a decimal"), currency: tradewind::domain::Currency::parse("USD").expect("a currency"), per: tradewind::domain::Unit::parse("t") };
    assert_eq!(sifted(&engine, Side::Offer, "腰果仁", Filters { max_price: Some(ceiling), ..Filters::default() }), ["open"]);
    assert_eq!(sifted(&engine, Side::Offer, "腰果仁", Filters { max_moq: quantity("1 t"), ..Filters::default() }), ["open"]);
    let answer = ask(&engine, "求购腰果仁W320 5吨 目标价6600美元/吨");
    assert!(hit(&answer, "open").reasons.iter().all(|reason| !matches!(reason.kind, "price" | "moq")));
    assert!(hit(&answer, "sure").reasons.iter().any(|reason| reason.kind == "price" && reason.value > 0.0));
    above(&engine, "求购腰果仁W320 5吨 目标价6600美元/吨", "sure", "open");
}

#[test]
fn money_is_exact_from_the_field_to_the_answer() {
    for written in ["0.1", "1250.10", "6100.005", "79228162514264337593543950.335", "0.0000001"] {
        let offer = posting(Side::Offer, json!({"title": "tea", "price": {"amount": written, "currency": "USD", "per": "kg"}, "moq": amount(written, "kg")}));
        let shown = offer.to_json();
        let as_decimal = |value: &Value| value["amount"].as_str().and_then(|text| text.parse::<rust_decimal::Decimal>().ok());
        assert_eq!(as_decimal(&shown["price"]), written.parse().ok(), "{shown}");
        assert_eq!(as_decimal(&shown["moq"]), written.parse().ok(), "{shown}");
    }
    // Ten cents and twenty are thirty.
    let engine = stocked(&[json!({"id": "o1", "title": "Green tea 0.3 USD/kg", "price": {"amount": "0.3", "currency": "USD", "per": "kg"}})]);
    let ceiling = |text: &str| tradewind::domain::Price { amount: text.parse().expect("a decimal"), currency: tradewind::domain::Currency::parse("USD").expect("a currency"), per: tradewind::domain::Unit::parse("kg") };
    assert_eq!(sifted(&engine, Side::Offer, "绿茶", Filters { max_price: Some(ceiling("0.30000000000000000001")), ..Filters::default() }), ["o1"]);
    assert_eq!(sifted(&engine, Side::Offer, "绿茶", Filters { max_price: Some(ceiling("0.29999999999999999999")), ..Filters::default() }), Vec::<String>::new());
}

#[test]
fn no_slip_is_forgiven_in_figures() {
    let engine = titled(&["Cashew kernels W240", "Pneu 195/65R15", "White sugar ICUMSA 45, crop 2024"]);
    for text in ["W241", "W250", "196/65R15"] {
        let answer = ask(&engine, text);
        assert_eq!(answer.query["mended"], json!([]), "{text}");
        assert!(answer.hits.iter().all(|hit| hit.fit.iter().any(|fit| fit.field == "grade" && fit.status == "conflicts")), "{text}: {:?}", ids(&answer.hits));
    }
}

#[test]
fn short_words_of_other_scripts_are_met_whole() {
    // Ginkgo and belt are one character from cashew, wine one letter from dates, wood from rubber wood.
    let engine = titled(&["白果仁 去壳", "腰带 牛皮", "خمر تفاح", "ไม้ยางพาราแปรรูป", "ቡና", "Корица палочки"]);
    for (text, never) in [("腰果", &["o1", "o2"][..]), ("تمر", &["o3"]), ("ไก่", &["o4"]), ("ቡን", &[]), ("корма", &["o6"])] {
        let found = found(&engine, text);
        assert!(never.iter().all(|id| !found.iter().any(|other| other == id)), "{text}: {found:?}");
        assert_eq!(ask(&engine, text).query["mended"], json!([]), "{text}");
    }
}

#[test]
fn national_digits_of_a_tariff_code_only_break_ties() {
    let engine = stocked(&[
        json!({"id": "six", "title": "Lot A, hulled", "hs": "0801.32"}),
        json!({"id": "own", "title": "Lot B, hulled", "hs": "0801320090"}),
        json!({"id": "other", "title": "Lot C, hulled", "hs": "0801 32 00 10"}),
    ]);
    for text in ["HS 0801.32", "080132", "HS编码：0801320090", "NCM 0801.32.00"] {
        assert_eq!(set(&engine, text), ["other", "own", "six"], "{text}");
    }
    let code = |text: &str| tradewind::domain::HsCode::parse(text);
    for text in ["08", "0801", "080132", "0801320090"] {
        assert_eq!(sifted(&engine, Side::Offer, "", Filters { hs: code(text), ..Filters::default() }).len(), 3, "{text}");
    }
    assert_eq!(sifted(&engine, Side::Offer, "", Filters { hs: code("080131"), ..Filters::default() }), Vec::<String>::new());
}

#[test]
fn a_country_is_one_by_all_its_names_and_hints_without_excluding() {
    let engine = stocked(&[
        json!({"id": "ci", "title": "Noix de cajou brutes", "origin": "CI", "supplier": {"id": "a"}}),
        json!({"id": "read", "title": "Raw cashew nuts, Côte d’Ivoire", "supplier": {"id": "b"}}),
        json!({"id": "gh", "title": "Raw cashew nuts Ghana", "supplier": {"id": "c"}}),
        json!({"id": "none", "title": "Raw cashew nuts KOR 48", "supplier": {"id": "d"}}),
    ]);
    for name in ["Côte d'Ivoire", "cote d’ivoire", "Ivory Coast", "科特迪瓦", "象牙海岸", "Costa de Marfil", "Costa do Marfim", "ساحل العاج", "Кот-д'Ивуар", "Bờ Biển Ngà", "Pantai Gading", "आइवरी कोस्ट", "ไอวอรีโคสต์"] {
        let answer = ask(&engine, &format!("腰果 {name}"));
        assert_eq!(answer.query["origins"], json!(["CI"]), "{name}");
        assert_eq!(answer.hits.len(), 4, "{name}: {:?}", ids(&answer.hits));
        let first: std::collections::BTreeSet<&str> = answer.hits.iter().take(2).map(|hit| hit.id.as_str()).collect();
        assert_eq!(first, ["ci", "read"].into(), "{name}");
        assert_eq!(answer.hits.last().map(|hit| hit.id.as_str()), Some("gh"), "{name}");
    }
    assert_eq!(sifted(&engine, Side::Offer, "cashew", Filters { origin: Country::parse("CI"), ..Filters::default() }), ["ci", "read"]);
}
