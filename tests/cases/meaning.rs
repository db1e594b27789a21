//! One meaning in many languages.

use super::support::{above, ask, found, hit, set, titled};

#[test]
fn one_word_finds_the_goods_in_every_language() {
    let engine = titled(&["Hạt điều nhân trắng W320, Bình Phước", "Castanha de caju W240, Ceará", "Korosho ghafi, Mtwara"]);
    for query in ["腰果", "cashew", "anacarde"] {
        assert_eq!(set(&engine, query), ["o1", "o2", "o3"], "{query}");
    }
    let engine = titled(&["Graines de sésame, Bobo-Dioulasso", "Ajonjolí natural", "Ufuta, Lindi", "Tôle ondulée galvanisée"]);
    assert_eq!(set(&engine, "芝麻"), ["o1", "o2", "o3"]);
}

#[test]
fn another_kernel_is_not_the_one_asked_for() {
    let engine = titled(&["Hạt điều nhân trắng W320, Bình Phước", "白果仁 去壳"]);
    assert_eq!(found(&engine, "腰果"), ["o1"]);
}

#[test]
fn thai_words_that_share_a_syllable_are_told_apart() {
    let engine = titled(&["ข้าวหอมมะลิไทย 100% เกรด A", "มะพร้าวน้ำหอม ส่งออก"]);
    above(&engine, "ข้าวหอมมะลิ", "o1", "o2");
    assert_eq!(found(&engine, "茉莉香米"), ["o1"]);
    let engine = titled(&["น้ำตาลทรายขาว", "น้ำมันปาล์ม"]);
    above(&engine, "น้ำตาล", "o1", "o2");
    assert_eq!(found(&engine, "棕榈油"), ["o2"]);
}

#[test]
fn one_character_finds_the_goods_before_the_words_that_hold_it() {
    let engine = titled(&["祁门红茶", "Kenya CTC black tea BP1", "压榨山茶油"]);
    above(&engine, "茶", "o1", "o3");
    above(&engine, "茶", "o2", "o3");
    let engine = titled(&["海盐 25公斤袋装", "Refined salt, iodised", "盐焗腰果"]);
    above(&engine, "盐", "o1", "o3");
    above(&engine, "盐", "o2", "o3");
}

#[test]
fn romanised_chinese_is_read_and_not_bent_to_other_languages() {
    let engine = titled(&["腰果仁 W320", "Guayaba deshidratada"]);
    assert_eq!(found(&engine, "yaoguo"), ["o1"]);
    let engine = titled(&["花生米 五级", "Guisantes secos"]);
    assert_eq!(found(&engine, "huasheng"), ["o1"]);
}

/// The words that a hit was found by, as the seller wrote them.
fn shown(titles: &[&str], query: &str) -> String {
    let engine = titled(titles);
    let answer = ask(&engine, query);
    let reason = hit(&answer, "o1").reasons.iter().find(|reason| reason.kind == "concept").expect("meets on a concept");
    let words = reason.offer.as_ref().expect("shows the seller's words").text.clone();
    let title = titles[0];
    let read = engine.understand(title, None);
    let spans = read["concepts"].as_array().expect("concepts");
    let place = spans.iter().find(|concept| concept["text"] == words.as_str()).expect("the same words");
    let at = |end: usize| place["span"][end].as_u64().expect("an offset") as usize;
    assert_eq!(title.get(at(0)..at(1)), Some(words.as_str()), "offsets in bytes of the original");
    words
}

#[test]
fn traditional_and_simplified_are_one_and_the_original_is_shown() {
    for query in ["缅甸红豆", "红豆", "紅豆"] {
        assert_eq!(shown(&["緬甸紅豆 2024新貨"], query), "紅豆", "{query}");
    }
    for query in ["乌龙茶", "烏龍茶"] {
        assert_eq!(shown(&["烏龍茶 2024春茶"], query), "烏龍茶", "{query}");
    }
}
