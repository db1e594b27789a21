//! Grades, models and customs codes.

use serde_json::json;
use tradewind::engine::Hit;

use super::support::{above, ask, found, hit, set, stocked, titled};

fn value(hit: &Hit, kind: &str) -> Option<f64> {
    hit.reasons.iter().find(|reason| reason.kind == kind).map(|reason| reason.value)
}

fn status(hit: &Hit, field: &str) -> Option<&'static str> {
    hit.fit.iter().find(|fit| fit.field == field).map(|fit| fit.status)
}

#[test]
fn another_grade_comes_second_and_says_so() {
    let engine = titled(&["Cashew kernels W320, vacuum packed", "Cashew kernels W240, vacuum packed", "Walnut kernels W320 carton"]);
    let answer = ask(&engine, "腰果 W320");
    assert_eq!(answer.hits.first().map(|hit| hit.id.as_str()), Some("o1"));
    assert_eq!(status(hit(&answer, "o1"), "grade"), Some("fits"));
    let other = hit(&answer, "o2");
    assert_eq!(value(other, "code_differs"), Some(1.0), "grade differs");
    assert_eq!(status(other, "grade"), Some("conflicts"));
    above(&engine, "腰果 W320", "o2", "o3");
    let engine = titled(&["Hạt điều WW240", "Hạt điều WW320"]);
    above(&engine, "anacarde WW320", "o2", "o1");
}

#[test]
fn a_model_is_met_however_it_is_spaced() {
    let engine = titled(&["Jute sewing twine JB-320.A", "Jute sewing twine JB-321.A"]);
    for query in ["JB320A", "jb 320 a", "JB-320A", "ＪＢ－３２０．Ａ"] {
        assert_eq!(found(&engine, query), ["o1"], "{query}");
    }
    let engine = titled(&["Deep groove bearing 6204-2RS", "Deep groove bearing 6205-2RS"]);
    for query in ["6204-2RS", "6204 2RS"] {
        assert_eq!(found(&engine, query).first().map(String::as_str), Some("o1"), "{query}");
    }
}

#[test]
fn a_model_that_begins_with_a_number_is_met_however_it_is_spaced() {
    let engine = titled(&["Deep groove bearing 6204-2RS", "Deep groove bearing 6205-2RS"]);
    for query in ["62042rs", "6204-2rs", "bearing 6204 2RS", "轴承 6204-2RS"] {
        assert_eq!(found(&engine, query).first().map(String::as_str), Some("o1"), "{query}");
    }
    let engine = titled(&["Tapered roller 32211-7C", "Tapered roller 32210-7C", "Jute bags 100-90g"]);
    assert_eq!(found(&engine, "322117C"), ["o1"]);
    assert_eq!(found(&engine, "10090g"), Vec::<String>::new(), "an amount is no model");
}

#[test]
fn customs_codes_meet_by_their_common_digits() {
    let engine = stocked(&[
        json!({"id": "o1", "title": "Lot A, hulled", "hs": "0801.32"}),
        json!({"id": "o2", "title": "Lot B, hulled", "hs": "0801 32 00"}),
        json!({"id": "o3", "title": "Lot C, in shell", "hs": "0801.31"}),
        json!({"id": "o4", "title": "Lot D, milled", "hs": "1006.30"}),
    ]);
    for query in ["HS 0801.32", "080132", "HS编码：0801.32", "hs code 080132"] {
        assert_eq!(set(&engine, query), ["o1", "o2"], "{query}");
    }
    assert_eq!(set(&engine, "0801"), ["o1", "o2", "o3"]);
    assert_eq!(set(&engine, "HS 1006"), ["o4"]);
}

#[test]
fn another_variety_by_number_is_no_full_match() {
    let engine = titled(&["बासमती चावल 1121 सेला", "Basmati rice 1121 sella"]);
    let answer = ask(&engine, "basmati chawal 1121");
    assert_eq!(set(&engine, "basmati chawal 1121"), ["o1", "o2"]);
    let full: f64 = answer.hits.iter().map(|hit| hit.score).fold(f64::INFINITY, f64::min);
    let other = ask(&engine, "basmati chawal 1509");
    for hit in &other.hits {
        assert!(hit.score < full, "{} {} below {full}", hit.id, hit.score);
        assert_ne!(status(hit, "grade"), Some("fits"));
    }
}

#[test]
fn another_variety_by_code_is_no_full_match() {
    let engine = titled(&["बासमती चावल 1121 सेला", "Basmati rice 1121 sella"]);
    assert_eq!(set(&engine, "basmati chawal 1121"), ["o1", "o2"]);
    let engine = titled(&["Caoutchouc naturel SMR10", "天然橡胶 SMR10"]);
    for (query, fits) in [("natural rubber SMR10", true), ("natural rubber SMR20", false)] {
        let answer = ask(&engine, query);
        assert_eq!(answer.hits.len(), 2, "{query}");
        assert!(answer.hits.iter().all(|hit| (status(hit, "grade") == Some("fits")) == fits), "{query}");
    }
}

#[test]
fn a_lone_letter_after_a_name_tells_kinds_apart() {
    let engine = titled(&["Vitamin A palmitate 1.0 MIU/g", "Vitamin D3 100,000 IU/g"]);
    above(&engine, "vitamin a", "o1", "o2");
    above(&engine, "维生素A", "o1", "o2");
    let engine = titled(&["Vitamin B12 cyanocobalamin", "Vitamin C ascorbic acid"]);
    above(&engine, "维生素C", "o2", "o1");
}

#[test]
fn a_lone_letter_counts_across_languages() {
    let engine = titled(&["Vitamin B12 cyanocobalamin", "Vitamin C ascorbic acid", "Vitamin E acetate 50%"]);
    for (query, first, others) in [("vitamina C", "o2", ["o1", "o3"]), ("vitamine E", "o3", ["o1", "o2"]), ("vitamina B12", "o1", ["o2", "o3"]), ("витамин C", "o2", ["o1", "o3"])] {
        others.iter().for_each(|other| above(&engine, query, first, other));
    }
}

/// A customs code that nobody asked for says what the goods say already.
#[test]
fn who_types_the_code_of_the_goods_is_no_nearer_than_who_does_not() {
    for (title, lang, code, wrong, query) in [
        ("Amandes de cajou W320", "fr", "0801.32", "0902.10", "腰果仁"), ("Sésamo blanco natural", "es", "1207.40", "0801.32", "白芝麻"), ("Green coffee beans", "en", "0901.11", "1207.40", "生咖啡豆"),
        ("مانجو مجفف", "ar", "0804.50", "0901.11", "芒果干"),
    ] {
        let offer = |id: &str, hs: Option<&str>| {
            let mut offer = json!({"id": id, "title": title, "lang": lang, "supplier": {"id": id}});
            offer["hs"] = json!(hs);
            offer
        };
        let engine = stocked(&[offer("typed", Some(code)), offer("silent", None), offer("wrong", Some(wrong))]);
        let answer = ask(&engine, query);
        let score = |id: &str| hit(&answer, id).score;
        assert!((score("typed") - score("silent")).abs() < 1e-6, "{title}: {} {}", score("typed"), score("silent"));
        assert!(score("wrong") < score("silent") - 0.1, "{title}: a code of other goods is no proof of them");
        let told = |id: &str| hit(&answer, id).reasons.iter().find(|reason| reason.kind == "hs").map(|reason| reason.text.clone());
        assert!(told("silent").is_some_and(|text| text.contains(code) && told("typed") == Some(text.clone())), "{title}: {:?} {:?}", told("silent"), told("typed"));
    }
    // Other goods under one code are other goods: what is not typed is supposed of the asked goods and their kinds alone.
    let engine = titled(&["Dried mango slices", "Fresh guava"]);
    let answer = ask(&engine, "芒果干");
    assert!(answer.hits.iter().filter(|hit| hit.id == "o2").all(|hit| hit.reasons.iter().all(|reason| reason.kind != "hs")));
}
