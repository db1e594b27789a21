//! Kinds of goods: what stands near what, and what is not meant.

use serde_json::json;

use super::support::{above, found, set, stocked, titled};

#[test]
fn the_title_names_the_goods_and_not_a_kind_told_of_below() {
    let engine = stocked(&[
        json!({"id": "o1", "title": "Мёд цветочный в бочках", "lang": "ru", "description": "Горный мёд и другие виды по заказу"}),
        json!({"id": "o2", "title": "Катоды медные", "lang": "ru"}),
    ]);
    assert_eq!(found(&engine, "蜂蜜"), ["o1"]);
    assert_eq!(found(&engine, "阴极铜"), ["o2"]);
}

#[test]
fn russian_names_are_read_with_the_adjective_on_either_side() {
    let engine = titled(&["Пряжа хлопчатобумажная 30/1", "Хлопчатобумажная пряжа 40/1", "Футболки трикотажные"]);
    assert_eq!(set(&engine, "纯棉纱"), ["o1", "o2"]);
}

#[test]
fn amharic_genitives_and_plurals_are_read() {
    let engine = titled(&["የበግ ቆዳዎች", "በግ ቆዳ", "የፍየል ሥጋ"]);
    assert_eq!(set(&engine, "绵羊皮"), ["o1", "o2"]);
}

#[test]
fn what_is_denied_is_not_named() {
    let engine = titled(&["Raw unrefined shea butter", "Refined shea butter RBD", "Refined sunflower oil"]);
    above(&engine, "未精炼乳木果油", "o1", "o2");
    above(&engine, "精炼乳木果油", "o2", "o1");
}

#[test]
fn words_of_one_language_are_not_goods_of_another() {
    let engine = titled(&["Concentrado de cobre 26% Cu", "Polvo de cacao alcalino", "Dê núi Ninh Bình sống"]);
    assert_eq!(found(&engine, "活山羊"), ["o3"]);
    assert!(!found(&engine, "章鱼").contains(&"o2".to_owned()), "polvo is powder in Spanish");
}

#[test]
fn the_shared_raw_material_brings_goods_near() {
    let engine = titled(&["Soya beans non GMO, Zambia", "Sunflower seeds", "White marble blocks", "Fresh tomatoes"]);
    assert_eq!(found(&engine, "豆粕"), ["o1"]);
    assert_eq!(found(&engine, "大理石大板"), ["o3"]);
}

#[test]
fn what_goods_are_for_is_not_the_goods() {
    let engine = titled(&["Mung beans 3.5 mm up", "Instant coffee spray dried", "Robusta green coffee beans screen 18"]);
    assert_eq!(found(&engine, "做豆芽的绿豆"), ["o1"]);
    above(&engine, "速溶咖啡厂采购罗布斯塔生豆", "o3", "o2");
}

#[test]
fn one_word_for_several_properties_is_settled_by_the_goods() {
    let engine = titled(&["Kahawa mbichi ya Kagera", "Kahawa iliyokaangwa"]);
    above(&engine, "生咖啡豆", "o1", "o2");
}

#[test]
fn kinds_that_share_a_property_are_not_taken_for_one_another() {
    let engine = titled(&["Long grain rice 5% broken", "Basmati rice 1121"]);
    above(&engine, "长粒米", "o1", "o2");
    let engine = titled(&["Beef bone-in frozen", "Beef short ribs"]);
    above(&engine, "带骨牛肉", "o1", "o2");
}

#[test]
fn what_is_made_of_a_thing_or_left_of_it_is_goods_of_its_own() {
    let engine = titled(&["चुट्टी बाल 500 किलो", "Волосы славянские, срез 60 см", "Perruques lace 13x4"]);
    above(&engine, "废人发", "o1", "o2");
    above(&engine, "顺发原料", "o2", "o3");
    let engine = titled(&["Sarang walet kotor", "Yến tinh chế 100 g", "Nids d'hirondelle nettoyés"]);
    above(&engine, "毛燕", "o1", "o2");
    above(&engine, "净燕", "o2", "o1");
    let engine = titled(&["Tourteaux de lin", "Graines de lin doré", "แร่ฟลูออไรต์เกรดกรด", "Espato flúor metalúrgico"]);
    above(&engine, "亚麻粕", "o1", "o2");
    above(&engine, "酸级萤石", "o3", "o4");
}

#[test]
fn what_lacks_a_part_is_not_refused() {
    let engine = titled(&["আখরোট খোসা ছাড়া, ১০ কেজি", "लाल मिर्च डंठल रहित"]);
    assert_eq!(found(&engine, "核桃"), ["o1"]);
    assert_eq!(found(&engine, "干辣椒"), ["o2"]);
}

#[test]
fn english_is_read_in_both_spellings() {
    let engine = titled(&["Bird's eye chilli dried", "Aluminum scrap taint tabor", "Sulfur granular 99.9%"]);
    assert_eq!(found(&engine, "小米辣"), ["o1"]);
    assert_eq!(found(&engine, "废铝"), ["o2"]);
    assert_eq!(found(&engine, "硫磺"), ["o3"]);
}
