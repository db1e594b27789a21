//! Scripts: which character belongs to which, and which are written without spaces.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_script::{Script, UnicodeScript};

use super::Clean;

/// How a character takes part in cutting text into atoms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// White space, punctuation, symbols, emoji.
    Separator,
    /// A letter or mark of the Latin script, or a mark that goes with any script.
    Latin,
    /// A letter or mark of another script written with spaces.
    Letter,
    /// An ASCII digit (other digits have been folded).
    Digit,
    /// A character of Han, Hiragana, Katakana or Bopomofo: a unit alone.
    Ideograph,
    /// A character of Thai, Lao, Khmer or Myanmar: grapheme clusters are the units.
    Cluster,
    /// A superscript digit or a fraction, as in m² and 1½.
    Odd,
}

/// Whether the character belongs to a script written without spaces between words: Han,
/// Hiragana, Katakana, Thai, Lao, Khmer or Myanmar.
pub fn is_unspaced(c: char) -> bool {
    matches!(class(c), Class::Ideograph | Class::Cluster)
}

/// Whether a word in lower case has a letter that of our languages only Vietnamese has. Such a word is
/// written with all its accents, which are letters there: lạnh (cold) is not lanh (flax).
pub fn is_vietnamese(word: &str) -> bool {
    !word.is_ascii() && word.chars().any(|c| matches!(c, 'ă' | 'đ' | 'ơ' | 'ư' | '\u{1EA0}'..='\u{1EF9}'))
}

/// Whether the character is Han.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '々' | '〇'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// The class of a character of clean text.
pub(crate) fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Latin,
        _ => CLASSES.get(c as usize).copied().unwrap_or_else(|| classify(c)),
    }
}

/// The classes of the basic plane by code point: the Unicode tables are slow to ask.
static CLASSES: LazyLock<Vec<Class>> =
    LazyLock::new(|| (0..=0xFFFF).map(|point| char::from_u32(point).map_or(Class::Separator, classify)).collect());

fn classify(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'a'..='z' | 'A'..='Z' => Class::Latin,
        '\0'..='\u{7F}' => Class::Separator,
        '²' | '³' | '¹' | '¼' | '½' | '¾' | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{215F}' => Class::Odd,
        'ª' | 'º' => Class::Separator,
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' if c != '×' && c != '÷' => Class::Latin,
        '\u{300}'..='\u{36F}' => Class::Latin,
        '\u{E00}'..='\u{E3E}' | '\u{E40}'..='\u{EFF}' | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' => {
            if is_word(c) { Class::Cluster } else { Class::Separator }
        }
        '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{312F}' | '\u{31F0}'..='\u{31FF}' => Class::Ideograph,
        _ if is_han(c) => Class::Ideograph,
        '\u{2000}'..='\u{2BFF}' | '\u{3000}'..='\u{303F}' => Class::Separator,
        _ if is_word(c) => Class::Letter,
        _ => Class::Separator,
    }
}

fn is_word(c: char) -> bool {
    use unicode_properties::{GeneralCategory as G, UnicodeGeneralCategory};
    c.is_alphanumeric()
        || matches!(c.general_category(), G::NonspacingMark | G::SpacingMark | G::EnclosingMark)
}

/// Whether the character combines with the one before it under canonical composition.
pub(crate) fn combines(c: char) -> bool {
    use unicode_properties::{GeneralCategory as G, UnicodeGeneralCategory};
    c >= '\u{300}'
        && (matches!(c, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
            || matches!(c.general_category(), G::NonspacingMark | G::SpacingMark | G::EnclosingMark))
}

/// The scripts of a text with the share of its letters each has (0 to 1), largest first, for
/// explanation. Digits, punctuation and spaces count for no script.
pub fn script_mix(clean: &Clean) -> Vec<(&'static str, f32)> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    let mut total = 0usize;
    for c in clean.as_str().chars() {
        let script = c.script();
        if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            continue;
        }
        total += 1;
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, n)) => *n += 1,
            None => counts.push((script, 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.full_name().cmp(b.0.full_name())));
    counts.into_iter().map(|(s, n)| (s.full_name(), n as f32 / total as f32)).collect()
}

/// The stretches of one script each, as bytes of the original, in order. What belongs to no script of its
/// own (digits, signs, spaces) goes with what is before it.
pub fn script_runs(clean: &Clean) -> Vec<(&'static str, Range<usize>)> {
    let mut runs: Vec<(Script, Range<usize>)> = Vec::new();
    for (at, c) in clean.as_str().char_indices() {
        let script = c.script();
        let own = !matches!(script, Script::Common | Script::Inherited | Script::Unknown);
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some((before, span)) if !own || *before == script => span.end = end,
            _ if own => runs.push((script, at..end)),
            _ => {}
        }
    }
    runs.into_iter().map(|(script, span)| (script.full_name(), clean.original_span(span))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unspaced_scripts() {
        for c in "腰あカไລខမ".chars() {
            assert!(is_unspaced(c), "{c}");
        }
        for c in "aéяहبአ1 -한".chars() {
            assert!(!is_unspaced(c), "{c}");
        }
    }

    #[test]
    fn runs_follow_each_other_and_point_into_the_original() {
        let text = "（求购）腰果 W320，каçу नमस्ते";
        let runs = script_runs(&Clean::new(text));
        let read: Vec<(&str, &str)> = runs.iter().map(|(script, span)| (*script, text[span.clone()].trim())).collect();
        assert_eq!(read, [("Han", "求购）腰果"), ("Latin", "W320，"), ("Cyrillic", "ка"), ("Latin", "ç"), ("Cyrillic", "у"), ("Devanagari", "नमस्ते")]);
        assert!(script_runs(&Clean::new("320 %")).is_empty());
    }

    #[test]
    fn mix_is_ordered_by_share() {
        let mix = script_mix(&Clean::new("求购腰果 W320"));
        assert_eq!(mix.first(), Some(&("Han", 0.8)));
        assert_eq!(mix.get(1).map(|m| m.0), Some("Latin"));
        assert!(script_mix(&Clean::new("320 %")).is_empty());
    }
}
