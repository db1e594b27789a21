//! Where findings stand, for texts made of trade words, numbers and what breaks analysers.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::select;
use tradewind::domain::draft::{MAX_DESCRIPTION_CHARS, MAX_TITLE_CHARS};
use tradewind::understand::Reader;

use super::body::{self, WRITTEN, read_text, sound};

static READER: LazyLock<Reader> = LazyLock::new(body::reader);

/// The time that a text at the limits may take in a debug build on a machine with other work: a hundred
/// times what it takes, and far below what anything quadratic would.
const AT_MOST: Duration = Duration::from_secs(5);

const PIECES: &[&str] = &[
    "求购腰果仁W320", "每月两个20尺柜", "CIF青岛", "عبوة ٥ كغم", "الحد الأدنى", "FOB Cotonou", "18 MT per 20'FCL", "USD 1.250/t", "6 500,50 €/t",
    "1.250,50", "1,250", "-30 days", "2026-02-31", "до 31.12.2026", "हल्दी", "२५ किलो", "১,২৫০ টাকা", "ข้าวหอมมะลิ 5 แสนตัน", "tani 20", "laki 3",
    "HS 0801.32", "HACCP", "L/C", "T/T 30/70", "MOQ", ":", "±5%", "24°C", "(", ")", "\n", "\u{2068}", "\u{202F}", "\u{301}", "½", "×", "–", "/", "每",
    "两千", "万", "ሺህ ኪሎ", "não", "not from", "Bénin", "e\u{301}", "ＵＳＤ", "٬", "٫", "\u{200D}", "🥜",
];

/// Trade texts gone wrong.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => any::<String>()];
    let join = select(vec!["", " ", ", ", "\n"]);
    (prop::collection::vec(piece, 0..10), join).prop_map(|(pieces, join)| pieces.join(join))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn findings_stand_where_they_say(text in text()) {
        read_text(&READER, &text);
    }

    #[test]
    fn both_parts_of_a_posting_are_pointed_into(title in text(), description in text(), lang in select(vec![None, Some("ar"), Some("fr"), Some("zh"), Some("sw"), Some("xx")])) {
        sound(&title, &description, &READER.read_on(&title, &description, lang, Some(WRITTEN)));
    }
}

/// Chains, lists without end and numbers that do not fit, as long as a posting may be.
#[test]
fn a_text_at_the_limits_is_read_in_bounded_time() {
    let nasty = ["a-", "1-", "1 000 ", "1.", "1,", "越南、", "万", "零", "Chad/", "AB ", "5 t ", "5 kg/", "((", "USD 1.250/", "2x40'HC ", "not ", "№%±", "e\u{301}", "\u{301}", "ﷺ", "腰果", "ก", "ไม้", "क्", "x", "\u{200D}", "\u{E000}"];
    for piece in PIECES.iter().chain(&nasty) {
        let long = |chars: usize| piece.chars().cycle().take(chars).collect::<String>();
        let (title, description) = (long(MAX_TITLE_CHARS), long(MAX_DESCRIPTION_CHARS));
        let begun = Instant::now();
        sound(&title, &description, &READER.read_on(&title, &description, None, Some(WRITTEN)));
        assert!(begun.elapsed() < AT_MOST, "{piece:?} took {:?}", begun.elapsed());
    }
}
