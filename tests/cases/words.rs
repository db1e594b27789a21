//! Marks, case, composition and inflection.

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::support::{above, found, titled};

#[test]
fn a_word_is_not_found_inside_another() {
    let engine = titled(&["हल्दी पाउडर, सेलम", "लकड़ी का हल"]);
    assert_eq!(found(&engine, "हल्दी"), ["o1"]);
    assert_eq!(found(&engine, "हल"), ["o2"]);
    let engine = titled(&["तिल सफेद", "तिलचट्टा मारने की दवा"]);
    assert_eq!(found(&engine, "तिल"), ["o1"]);
}

/// Composed, decomposed, without marks and in capitals, a query finds the same in the same order.
fn alike(titles: &[&str], composed: &str, bare: &str) {
    let engine = titled(titles);
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(composed).into_owned();
    assert_ne!(decomposed, composed);
    let first = found(&engine, composed);
    for query in [composed, &decomposed, bare, &composed.to_uppercase()] {
        above(&engine, query, "o1", "o2");
        assert_eq!(found(&engine, query), first, "{query}");
    }
}

#[test]
fn composition_marks_and_case_do_not_matter() {
    alike(&["Hạt điều rang muối", "Hạt tiêu đen 500GL"], "hạt điều", "hat dieu");
    alike(&["Cà phê Robusta S18", "Cá tra phi lê"], "cà phê", "ca phe");
    alike(&["Café vert robusta", "Thé vert"], "café", "cafe");
}

#[test]
fn plural_and_singular_are_one() {
    let engine = titled(&["Feijão preto tipo 1", "Soja em grão"]);
    above(&engine, "feijões pretos", "o1", "o2");
    above(&engine, "grãos de soja", "o2", "o1");
    let engine = titled(&["Lentilha verde", "Milho em grão"]);
    above(&engine, "lentilhas verdes", "o1", "o2");
    let engine = titled(&["Frijol negro", "Garbanzo 8 mm"]);
    above(&engine, "frijoles negros", "o1", "o2");
    above(&engine, "garbanzos", "o2", "o1");
}

#[test]
fn spanish_marks_distinguish_and_may_be_left_out() {
    let engine = titled(&["Nuez pelada mariposa", "Piña golden MD2", "Pinos decorativos"]);
    assert_eq!(found(&engine, "nueces peladas").first().map(String::as_str), Some("o1"));
    above(&engine, "piña", "o2", "o3");
    assert_eq!(found(&engine, "piña").first().map(String::as_str), Some("o2"));
    assert!(found(&engine, "pina").contains(&"o2".to_owned()), "{:?}", found(&engine, "pina"));
    let engine = titled(&["Almendra pelada", "Ñame diamante"]);
    assert_eq!(found(&engine, "almendras peladas").first().map(String::as_str), Some("o1"));
    assert_eq!(found(&engine, "name diamante").first().map(String::as_str), Some("o2"));
}

#[test]
fn arabic_vowels_hamza_and_kashida_do_not_matter() {
    let engine = titled(&["أرُزّ مصري حبة قصيرة", "تمـــر سكري"]);
    above(&engine, "ارز مصري", "o1", "o2");
    above(&engine, "تمر سكري", "o2", "o1");
    let engine = titled(&["سُكَّر أبيض ناعم", "عســـل سدر"]);
    above(&engine, "سكر ابيض", "o1", "o2");
    above(&engine, "عسل سدر", "o2", "o1");
}
