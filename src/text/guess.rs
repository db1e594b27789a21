//! What language a text seems to be in: a ranked hint, never a filter.
//!
//! Script runs first. Where a script belongs to one language of ours the script decides; Arabic
//! and Cyrillic are told apart by letters; Latin by word hints together with the library
//! detector behind an allow-list. A declared language always wins over all of this.
//!
//! Invariants: any Han run puts Chinese first; a text without words gets no guess; guesses are in
//! falling order of confidence.

use std::sync::LazyLock;

use unicode_script::{Script, UnicodeScript};
use whatlang::Detector;

use super::hints::{HINTS, Hint};
use super::{Atom, AtomKind, Clean, Lang, atoms};

/// One guess at the language of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LangGuess {
    /// The language.
    pub lang: Lang,
    /// From 0 to 1; how far to trust it.
    pub confidence: f32,
}

/// At least this much for Chinese where there is a Han run, whatever surrounds it.
const HAN_FLOOR: f32 = 0.6;
/// No more than this for Latin text without a single hint: the library was right for two
/// thirds of short titles behind an allow-list.
const UNHINTED: f32 = 0.4;
/// Guesses below this are noise.
const LEAST: f32 = 0.05;
/// How many guesses are given.
const MOST: usize = 5;

static DETECTOR: LazyLock<Detector> = LazyLock::new(|| {
    use whatlang::Lang as W;
    Detector::with_allowlist(vec![W::Eng, W::Fra, W::Spa, W::Por, W::Ind, W::Vie, W::Tur])
});

/// Ranked guesses at the language of a text; empty for a text without words.
pub fn guess(clean: &Clean) -> Vec<LangGuess> {
    let atoms: Vec<Atom> =
        atoms(clean).into_iter().filter(|a| matches!(a.kind, AtomKind::Word | AtomKind::Cluster)).collect();
    let mut shares: Vec<(Script, f32)> = Vec::new();
    for atom in &atoms {
        let Some(script) = script_of(&atom.exact) else { continue };
        let weight = atom.exact.chars().count() as f32;
        match shares.iter_mut().find(|(s, _)| *s == script) {
            Some((_, sum)) => *sum += weight,
            None => shares.push((script, weight)),
        }
    }
    let total: f32 = shares.iter().map(|(_, n)| n).sum();
    let mut guesses: Vec<LangGuess> = Vec::new();
    for (script, weight) in shares {
        let share = weight / total;
        match script {
            Script::Latin => {
                for one in latin(&atoms) {
                    add(&mut guesses, one.lang, one.confidence * share);
                }
            }
            Script::Han => add(&mut guesses, Lang::ZH, share.max(HAN_FLOOR)),
            _ => {
                if let Some(lang) = of_script(script, clean.original()) {
                    add(&mut guesses, lang, share);
                }
            }
        }
    }
    guesses.retain(|g| g.confidence >= LEAST);
    let first = Lang::ZH;
    let han = |g: &LangGuess| g.lang == first;
    guesses.sort_by(|a, b| {
        han(b).cmp(&han(a)).then(b.confidence.total_cmp(&a.confidence)).then(a.lang.cmp(&b.lang))
    });
    if let [zh, next, ..] = guesses.as_mut_slice()
        && han(zh)
    {
        zh.confidence = zh.confidence.max(next.confidence);
    }
    guesses.truncate(MOST);
    guesses
}

fn add(guesses: &mut Vec<LangGuess>, lang: Lang, confidence: f32) {
    let confidence = confidence.clamp(0.0, 1.0);
    match guesses.iter_mut().find(|g| g.lang == lang) {
        Some(known) => known.confidence = known.confidence.max(confidence),
        None => guesses.push(LangGuess { lang, confidence }),
    }
}

fn script_of(word: &str) -> Option<Script> {
    word.chars()
        .map(|c| c.script())
        .find(|s| !matches!(s, Script::Common | Script::Inherited | Script::Unknown))
}

fn of_script(script: Script, original: &str) -> Option<Lang> {
    let code = match script {
        Script::Arabic if original.contains(['ٹ', 'ڈ', 'ڑ', 'ے', 'ں', 'ہ', 'ھ']) => *b"ur",
        Script::Arabic if original.contains(['پ', 'چ', 'گ', 'ژ', 'ک', 'ی']) => *b"fa",
        Script::Arabic => *b"ar",
        Script::Cyrillic if original.contains(['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є']) => *b"uk",
        Script::Cyrillic if original.contains(['қ', 'ә', 'ң', 'ғ', 'ұ', 'Қ', 'Ә']) => *b"kk",
        Script::Cyrillic => *b"ru",
        Script::Devanagari if original.contains('ळ') => *b"mr",
        Script::Devanagari => *b"hi",
        Script::Bengali => *b"bn",
        Script::Ethiopic => *b"am",
        Script::Thai => *b"th",
        Script::Lao => *b"lo",
        Script::Khmer => *b"km",
        Script::Myanmar => *b"my",
        Script::Hiragana | Script::Katakana => *b"ja",
        Script::Hangul => *b"ko",
        Script::Greek => *b"el",
        Script::Hebrew => *b"he",
        Script::Tamil => *b"ta",
        Script::Telugu => *b"te",
        Script::Gujarati => *b"gu",
        Script::Gurmukhi => *b"pa",
        Script::Kannada => *b"kn",
        Script::Malayalam => *b"ml",
        Script::Sinhala => *b"si",
        Script::Georgian => *b"ka",
        Script::Armenian => *b"hy",
        _ => return None,
    };
    Some(Lang::code(code))
}

/// Guesses for the Latin words of a text, as shares of all the evidence there is.
fn latin(atoms: &[Atom]) -> Vec<LangGuess> {
    let words: Vec<&Atom> =
        atoms.iter().filter(|a| script_of(&a.exact) == Some(Script::Latin)).collect();
    let mut points: Vec<(Lang, f32)> = HINTS.iter().map(|h| (h.lang, score(h, &words))).collect();
    let hinted = points.iter().any(|(_, p)| *p > 0.0);
    let joined = words.iter().map(|a| a.exact.as_str()).collect::<Vec<_>>().join(" ");
    if let Some(info) = DETECTOR.detect(&joined)
        && let Some(lang) = Lang::new(info.lang().code())
    {
        let sure = 0.4 + 0.6 * info.confidence() as f32;
        // Long texts are what the library is good at.
        let weight = if words.len() > 8 { sure * 3.0 } else { sure };
        match points.iter_mut().find(|(l, _)| *l == lang) {
            Some((_, p)) => *p += weight,
            None => points.push((lang, weight)),
        }
    }
    let total: f32 = points.iter().map(|(_, p)| p).sum();
    if total <= 0.0 {
        return Vec::new();
    }
    // Two points are solid evidence for a title.
    let trust = if hinted { (total / 2.0).clamp(0.5, 1.0) } else { UNHINTED };
    points
        .into_iter()
        .filter(|(_, p)| *p > 0.0)
        .map(|(lang, p)| LangGuess { lang, confidence: p / total * trust })
        .collect()
}

fn score(hint: &Hint, words: &[&Atom]) -> f32 {
    words
        .iter()
        .map(|word| {
            let known = hint.words.contains(&word.folded.as_str());
            let ending = word.folded.len() >= 5 && hint.endings.iter().any(|e| word.folded.ends_with(e));
            let letter = word.exact.contains(|c| hint.letters.contains(c));
            // Vietnamese without accents is all short words that other languages have too.
            let accentless = hint.lang.as_str() == "vi" && word.exact.is_ascii();
            let known_worth = if accentless { 0.6 } else { 1.0 };
            f32::from(u8::from(known)) * known_worth
                + if ending && !known { 0.33 } else { 0.0 }
                + if letter { 1.0 } else { 0.0 }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> String {
        guess(&Clean::new(text)).first().map_or("none".into(), |g| g.lang.to_string())
    }

    #[test]
    fn scripts_decide() {
        assert_eq!(first("求购 cashew nuts OEM ODM W320"), "zh");
        assert_eq!(first("แป้งมันสำปะหลัง"), "th");
        assert_eq!(first("የሰሊጥ ዘር"), "am");
        assert_eq!(first("হলুদ গুঁড়া"), "bn");
        assert_eq!(first("हल्दी पाउडर"), "hi");
        assert_eq!(first("семена подсолнечника"), "ru");
        assert_eq!(first("زيت الزيتون"), "ar");
        assert_eq!(first("پسته خام"), "fa");
        assert_eq!(first("چاول برائے فروخت، بڑے دانے"), "ur");
    }

    #[test]
    fn latin_titles() {
        for (text, lang) in [
            ("korosho ghafi kutoka Tanzania", "sw"),
            ("mbegu za ufuta tani 20", "sw"),
            ("busasshen zobo mai kyau", "ha"),
            ("hạt điều nhân trắng", "vi"),
            ("jual minyak kelapa sawit", "id"),
            ("biji kopi mentah", "id"),
            ("castanha de caju sem casca", "pt"),
            ("feijão preto", "pt"),
            ("noix de cajou décortiquées", "fr"),
            ("huile d'arachide raffinée", "fr"),
            ("camarón congelado sin cabeza", "es"),
            ("aceite de oliva virgen para venta", "es"),
            ("dried red beans for sale", "en"),
            ("wet salted cow hides", "en"),
        ] {
            assert_eq!(first(text), lang, "{text}");
        }
    }

    #[test]
    fn codes_and_nothing_have_no_language() {
        for text in ["", "  ", "W-320", "1121 80S 0801.32", "🥜", "5%"] {
            assert!(guess(&Clean::new(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn short_text_gets_several() {
        assert!(guess(&Clean::new("cafe de carne")).len() > 1);
    }
}
