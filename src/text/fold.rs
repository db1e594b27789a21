//! Folding: the form in which spelling variants of one word are the same text.
//!
//! Folding decides what may meet; the exact form, kept beside it, decides what ranks higher.
//! The rules are small tables per script. What a script's readers hold to be another letter
//! stays: й is not и.
//!
//! Invariant: folding folded text changes nothing.

use std::borrow::Cow;
use std::sync::LazyLock;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// One or two characters for each character of `FIRST..=LAST`; `\0` where there is none.
static BASE: LazyLock<Vec<[char; 2]>> = LazyLock::new(|| {
    let nfd = DecomposingNormalizerBorrowed::new_nfd();
    (FIRST..=LAST)
        .map(|point| {
            let c = char::from_u32(point).unwrap_or('\0');
            if let Some(pair) = special(c) {
                return pair;
            }
            let base = match c {
                '\u{C0}'..='\u{3FF}' | '\u{1E00}'..='\u{1FFF}' => {
                    nfd.normalize(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)
                }
                _ => c,
            };
            if let Some(pair) = special(base) {
                return pair;
            }
            [base.to_lowercase().next().unwrap_or(base), '\0']
        })
        .collect()
});

const FIRST: u32 = 0xC0;
const LAST: u32 = 0x1FFF;

/// Letters whose base is not found by taking marks off.
fn special(c: char) -> Option<[char; 2]> {
    let one = |c| Some([c, '\0']);
    match c {
        'ß' | 'ẞ' => Some(['s', 's']),
        'æ' | 'Æ' | 'ǽ' | 'Ǽ' => Some(['a', 'e']),
        'œ' | 'Œ' => Some(['o', 'e']),
        'þ' | 'Þ' => Some(['t', 'h']),
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɗ' | 'Ɗ' | 'ɖ' | 'Ɖ' => one('d'),
        'ø' | 'Ø' | 'ǿ' | 'Ǿ' | 'ɔ' | 'Ɔ' => one('o'),
        'ł' | 'Ł' => one('l'),
        'ħ' | 'Ħ' => one('h'),
        'ı' | 'İ' => one('i'),
        'ŋ' | 'Ŋ' => one('n'),
        'ɓ' | 'Ɓ' => one('b'),
        'ƙ' | 'Ƙ' => one('k'),
        'ƴ' | 'Ƴ' => one('y'),
        'ə' | 'Ə' | 'ɛ' | 'Ɛ' => one('e'),
        'ς' => one('σ'),
        '\u{300}'..='\u{36F}' => one('\0'),
        // Arabic: teh marbuta is written as heh as often as not.
        'ة' => one('ه'),
        // Devanagari, Bengali and their neighbours: nukta off, one nasal sign.
        '\u{93C}' | '\u{9BC}' | '\u{A3C}' | '\u{ABC}' | '\u{B3C}' => one('\0'),
        '\u{901}' => one('\u{902}'),
        '\u{981}' => one('\u{982}'),
        _ => ethiopic(c).and_then(one),
    }
}

/// Ethiopic letters that sound alike in Amharic and are written for one another.
fn ethiopic(c: char) -> Option<char> {
    let moved = |from: u32, to: u32| char::from_u32(c as u32 - from + to);
    let c = match c {
        '\u{1210}'..='\u{1216}' => moved(0x1210, 0x1200)?,
        '\u{1280}'..='\u{1286}' => moved(0x1280, 0x1200)?,
        '\u{1220}'..='\u{1227}' => moved(0x1220, 0x1230)?,
        '\u{12D0}'..='\u{12D6}' => moved(0x12D0, 0x12A0)?,
        '\u{1340}'..='\u{1346}' => moved(0x1340, 0x1338)?,
        'ሃ' | 'ኣ' => c,
        _ => return None,
    };
    // The first and fourth orders of these two series sound alike as well.
    Some(match c {
        'ሃ' => 'ሀ',
        'ኣ' => 'አ',
        _ => c,
    })
}

/// Lower case with accents off, by the rules of each script: Latin and Greek lose their marks,
/// Hausa hooked letters and đ ø ł ß æ œ become plain; Cyrillic й stays; Arabic teh marbuta becomes
/// heh; Devanagari and Bengali lose the nukta and write nasals one way; Ethiopic homophones are
/// one. Takes clean text.
pub fn fold(clean: &str) -> String {
    folded(clean).into_owned()
}

/// [`fold`], which most words of a lexicon need no copy for.
pub(crate) fn folded(clean: &str) -> Cow<'_, str> {
    let Some((at, _)) = clean.char_indices().find(|(_, c)| !stays(*c)) else { return Cow::Borrowed(clean) };
    if clean.is_ascii() {
        return Cow::Owned(clean.to_ascii_lowercase());
    }
    let (same, rest) = clean.split_at_checked(at).unwrap_or(("", clean));
    let mut out = String::with_capacity(clean.len());
    out.push_str(same);
    fold_into(rest, &mut out);
    Cow::Owned(out)
}

/// Whether folding leaves a text as it is.
pub(crate) fn is_folded(clean: &str) -> bool {
    let mut joined = false;
    clean.chars().all(|c| {
        joined |= c == VIRAMA;
        c == VIRAMA || stays(c)
    }) && (!joined || folded(clean) == clean)
}

/// What is known of the characters `FIRST..=LAST`, in two bits: the tables of the standard library are
/// dear to ask for each character of a lexicon.
static KNOWN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let points = (FIRST..=LAST).map(|point| char::from_u32(point).unwrap_or('\0'));
    points.zip(BASE.iter()).map(|(c, base)| {
        let stays = *base == [c, '\0'] && c != VIRAMA;
        u8::from(is_own_lower_case(c)) * SMALL + u8::from(stays) * STAYS
    }).collect()
});
const SMALL: u8 = 1;
const STAYS: u8 = 2;

/// Whether folding leaves a character as it is, whatever stands beside it.
fn stays(c: char) -> bool {
    has(c, STAYS)
}

/// Whether lower case leaves a character as it is.
fn is_small(c: char) -> bool {
    has(c, SMALL)
}

fn has(c: char, bit: u8) -> bool {
    if (c as u32) < FIRST {
        return !c.is_ascii_uppercase();
    }
    match KNOWN.get((c as u32 - FIRST) as usize) {
        Some(known) => known & bit != 0,
        None => is_caseless(c) || is_own_lower_case(c),
    }
}

/// Scripts without capitals beyond the table.
fn is_caseless(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A63F}' | '\u{AC00}'..='\u{FAFF}')
}

fn is_own_lower_case(c: char) -> bool {
    let mut lower = c.to_lowercase();
    lower.next() == Some(c) && lower.next().is_none()
}

/// The text in lower case, accents kept.
pub(crate) fn lower_case(text: &str) -> Cow<'_, str> {
    match text.chars().all(is_small) {
        true => Cow::Borrowed(text),
        false if text.is_ascii() => Cow::Owned(text.to_ascii_lowercase()),
        false => Cow::Owned(text.to_lowercase()),
    }
}

/// The sign that joins Devanagari letters, after which a nasal may be written two ways.
const VIRAMA: char = '\u{94D}';

fn fold_into(clean: &str, out: &mut String) {
    let mut indic = false;
    for c in clean.chars() {
        let point = c as u32;
        if point < FIRST {
            out.push(c.to_ascii_lowercase());
        } else if let Some([first, second]) = BASE.get((point - FIRST) as usize) {
            indic |= c == VIRAMA;
            out.extend([*first, *second].into_iter().filter(|c| *c != '\0'));
        } else {
            out.extend(c.to_lowercase());
        }
    }
    if indic {
        nasals(out);
    }
}

/// Devanagari nasal letters before a stop of their own series are written as anusvara:
/// हिन्दी becomes हिंदी, अण्डा अंडा.
fn nasals(out: &mut String) {
    let mut changed = String::with_capacity(out.len());
    let mut rest = out.chars();
    while let Some(c) = rest.next() {
        let mut ahead = rest.clone();
        let next = (ahead.next(), ahead.next());
        let (Some(VIRAMA), Some(stop)) = next else {
            changed.push(c);
            continue;
        };
        let own = match c {
            'ङ' => ('क'..='घ').contains(&stop),
            'ञ' => ('च'..='झ').contains(&stop),
            'ण' => ('ट'..='ढ').contains(&stop),
            'न' => ('त'..='ध').contains(&stop),
            'म' => ('प'..='भ').contains(&stop),
            _ => false,
        };
        if own {
            changed.push('\u{902}');
            rest.next();
        } else {
            changed.push(c);
        }
    }
    *out = changed;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

    fn folded(text: &str) -> String {
        fold(Clean::new(text).as_str())
    }

    #[test]
    fn latin() {
        assert_eq!(folded("Hạt Điều đường"), "hat dieu duong");
        assert_eq!(folded("Piña, maçã, Straße, smørbrød, cœur"), "pina, maca, strasse, smorbrod, coeur");
        assert_eq!(folded("ƙwallon kaɗe ɓawo"), "kwallon kade bawo");
        assert_eq!(folded("KIRMIZI İĞDE ışık"), "kirmizi igde isik");
    }

    #[test]
    fn greek_and_cyrillic() {
        assert_eq!(folded("Ελαιόλαδο λάδις"), "ελαιολαδο λαδισ");
        assert_eq!(folded("Чай зелЁный"), "чай зеленый");
    }

    #[test]
    fn arabic_and_ethiopic() {
        assert_eq!(folded("أَرُزّ"), folded("ارز"));
        assert_eq!(folded("قهوة"), folded("قهوه"));
        assert_eq!(folded("ሐር ኀይል ሠናይ ዐይን ፀጉር"), "ሀር ሀይል ሰናይ አይን ጸጉር");
    }

    #[test]
    fn indic() {
        assert_eq!(folded("हिन्दी"), folded("हिंदी"));
        assert_eq!(folded("मूँगफली"), folded("मूंगफली"));
        assert_eq!(folded("अण्डा"), folded("अंडा"));
        assert_eq!(folded("काग़ज़"), "कागज");
        assert_ne!(folded("जन्म"), folded("जंम"));
        assert_eq!(folded("চাঁদ"), folded("চাংদ"));
    }

    #[test]
    fn what_is_small_is_its_own_lower_case() {
        for c in (0..=0x1_FFFF).filter_map(char::from_u32) {
            let text = c.to_string();
            assert_eq!(is_small(c), text.to_lowercase() == text, "{c:?}");
            assert_eq!(lower_case(&text), text.to_lowercase(), "{c:?}");
            let mut out = String::new();
            fold_into(&text, &mut out);
            assert_eq!(super::fold(&text), out, "{c:?}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Đặc sản", "ﬁn İ ΐ ς", "हिन्दी ज़", "ḧ̈ æ̈", "ኣ ሓ ኃ"] {
            assert_eq!(fold(&folded(text)), folded(text), "{text}");
        }
    }
}
