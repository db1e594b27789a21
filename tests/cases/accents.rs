//! Accents are letters where both sides write them, in each word of a name and in its plural.

use crate::support::*;

#[test]
fn accented_plurals_of_names_of_several_words_are_read() {
    let engine = stocked(&[]);
    for (lang, text, concept) in [
        ("fr", "Cafés moulus", "ground-coffee"),
        ("fr", "cafes moulus", "ground-coffee"),
        ("fr", "Huiles de maïs", "corn-oil"),
        ("fr", "thés verts", "green-tea"),
        ("es", "aceites de maíz", "corn-oil"),
    ] {
        let reading = engine.reader().read(text, "", Some(lang));
        let lexicon = engine.lexicon();
        let slugs: Vec<&str> = reading.concepts.iter().filter_map(|found| lexicon.concept(found.id)).map(|found| found.slug.as_str()).collect();
        assert!(slugs.contains(&concept), "{text}: {slugs:?}");
    }
}

#[test]
fn another_accent_is_another_word() {
    let engine = stocked(&[]);
    let reading = engine.reader().read("thể thao", "", Some("vi"));
    let tea = engine.lexicon().find("tea").expect("tea");
    assert!(!reading.concepts.iter().any(|found| found.id == tea), "{:?}", reading.concepts);
}
