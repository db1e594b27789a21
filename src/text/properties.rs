//! Properties that hold for any text:
//! - nothing panics;
//! - cleaning clean text changes nothing, folding folded text changes nothing;
//! - spans of atoms, terms and numbers lie on character boundaries, in order;
//! - original spans lie within the original, on character boundaries;
//! - every atom leaves a term; a number written in any digit set reads back.

use proptest::prelude::*;

use super::*;

/// Text made of what breaks analysers: marks without letters, controls, all scripts, codes.
fn hard_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,6}",
        any::<String>(),
        prop::sample::select(vec![
            "W-320", "ＪＢ－３２０．Ａ", "jb 320 a", "1.250,50", "1 250 000", "1½", "10²", "腰果", "帶殼", "ไม้ยาง", "हल्दी",
            "\u{301}", "\u{3099}", "ｶﾞ", "\u{200D}", "\u{202E}", "\u{640}", "\r\n", "\u{A0}", "  ", "ﬁ", "ﷺ", "ё\u{308}",
            "e\u{323}\u{302}", "각", "\u{1100}\u{1161}", "🥜", "十万", "千克", "٢٠٠٫٥", "ቡና", "-", ".", "/", "'", "x25kg",
            "A\u{30A}", "Å", "ﬃ", "ಕೊ", "\u{93C}", "क\u{93C}", "ড়", "\0", "\u{FEFF}", "२५", "İ", "ẞ", "ΰ",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|v| v.concat())
}

fn check_span(text: &str, span: &std::ops::Range<usize>) {
    assert!(span.start <= span.end && text.get(span.clone()).is_some(), "{span:?} in {text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn cleaning_is_total_and_settles(text in hard_text()) {
        let clean = Clean::new(&text);
        prop_assert_eq!(clean.original(), &text);
        let again = Clean::new(clean.as_str());
        prop_assert_eq!(again.as_str(), clean.as_str());
        prop_assert_eq!(again.removed_controls(), 0);
        let folded = fold(clean.as_str());
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn original_spans_are_whole(text in hard_text(), a in 0usize..80, b in 0usize..80) {
        let clean = Clean::new(&text);
        check_span(&text, &clean.original_span(a.min(b)..a.max(b)));
        check_span(&text, &clean.original_span(0..usize::MAX));
        let mut last = 0;
        for (at, c) in clean.as_str().char_indices() {
            let span = clean.original_span(at..at + c.len_utf8());
            check_span(&text, &span);
            prop_assert!(span.start >= last || span.end >= last);
            prop_assert!(!span.is_empty());
            last = span.start;
        }
    }

    #[test]
    fn atoms_are_in_order(text in hard_text()) {
        let clean = Clean::new(&text);
        let mut end = 0;
        let mut clause = 0;
        for atom in atoms(&clean) {
            check_span(clean.as_str(), &atom.span);
            prop_assert!(atom.span.start >= end && !atom.span.is_empty() && !atom.folded.is_empty());
            prop_assert!(atom.clause >= clause);
            (end, clause) = (atom.span.end, atom.clause);
        }
        let mut end = 0;
        for number in numbers(&clean, &atoms(&clean), Lang::UND) {
            check_span(clean.as_str(), &number.span);
            prop_assert!(number.span.start >= end);
            end = number.span.end;
        }
        guess(&clean);
        script_mix(&clean);
    }

    #[test]
    fn any_word_has_a_stem(word in "\\PC{0,12}") {
        let folded = fold(Clean::new(&word).as_str());
        for lang in CORE {
            if let Some(stem) = stem(lang, &folded) {
                prop_assert_eq!(stem.is_empty(), folded.is_empty());
            }
        }
        pinyin(&word);
        to_traditional(&word);
        squash_code(&word);
    }

    #[test]
    fn numbers_read_back(value in 0u32..10_000_000, zero in prop::sample::select(vec!['0', '٠', '۰', '०', '০', '๐', '０', '၀'])) {
        let written: String = value
            .to_string()
            .chars()
            .filter_map(|c| char::from_u32(zero as u32 + c.to_digit(10)?))
            .collect();
        let clean = Clean::new(&written);
        let read = numbers(&clean, &atoms(&clean), Lang::UND);
        prop_assert_eq!(read.len(), 1);
        prop_assert!(read.iter().all(|n| n.value == value.into() && n.alternatives.is_empty()));
    }
}

#[test]
fn every_atom_leaves_a_term() {
    let segmenter = Segmenter::new(std::iter::empty());
    let mut runner = proptest::test_runner::TestRunner::default();
    let outcome = runner.run(&hard_text(), |text| {
        let clean = Clean::new(&text);
        let terms = segmenter.terms(&clean);
        for term in &terms {
            check_span(clean.as_str(), &term.span);
            prop_assert!(!term.text.is_empty());
        }
        for atom in atoms(&clean) {
            let covered = terms.iter().any(|t| t.span.start <= atom.span.start && t.span.end >= atom.span.end);
            prop_assert!(covered, "{:?}", atom);
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}
