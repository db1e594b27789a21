//! Characters that nobody sees.

use serde_json::{Value, json};
use tradewind::domain::{Draft, Side};

use super::support::{found, titled};

#[test]
fn invisible_characters_hide_nothing() {
    let engine = titled(&["زعفران نگین درجه یک", "腰果 W320"]);
    assert_eq!(found(&engine, "腰\u{200B}果"), ["o2"]);
    assert_eq!(found(&engine, "\u{202B}زعفران\u{202C}"), ["o1"]);
    assert_eq!(found(&engine, "\u{FEFF}W320"), ["o2"]);
    assert_eq!(found(&engine, "W\u{00AD}320"), ["o2"]);
    let hidden = titled(&["Noix de ca\u{200B}jou", "Gra\u{00AD}ines de sésame"]);
    assert_eq!(found(&hidden, "腰果"), ["o1"]);
    assert_eq!(found(&hidden, "芝麻"), ["o2"]);
}

#[test]
fn a_title_that_turns_the_text_around_is_refused_by_name() {
    for title in ["\u{202E}W320 cashew", "cashew \u{2066}W320\u{2069}"] {
        let Value::Object(map) = json!({"title": title}) else { unreachable!("an object") };
        let faults = Draft(map).read(Side::Offer, "x", None).expect_err("refused");
        let fault = faults.first().expect("a fault");
        assert_eq!(fault.field, "title");
        assert!(fault.hint.contains("direction"), "{fault:?}");
    }
}
