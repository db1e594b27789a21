//! The language of a short text in Latin letters: what the letters suggest, and in which languages its words
//! are names of something. `cashew` is English however Vietnamese its letters look. And where a language puts its words.

use crate::lexicon::{Lexicon, Mention};
use crate::text::{Atom, AtomKind, Lang, LangGuess};

/// Languages of ours in Latin letters; where words are names in several, the first is taken.
const LATIN: [&str; 7] = ["en", "fr", "es", "pt", "id", "vi", "sw"];
/// A guess that is no surer comes from letters alone and counts for nothing beside a name.
const LETTERS_ALONE: f32 = 0.4;

/// The guesses, after what the names in the text say; as they were for a text in other letters.
pub(super) fn weighed(lexicon: &Lexicon, atoms: &[Atom], mentions: &[Mention], guesses: Vec<LangGuess>) -> Vec<LangGuess> {
    let letters = |atoms: &[Atom]| atoms.iter().filter(|atom| atom.kind == AtomKind::Word).map(|atom| atom.exact.chars().count()).sum::<usize>();
    let latin = guesses.iter().all(|guess| LATIN.contains(&guess.lang.as_str()) || guess.confidence <= LETTERS_ALONE);
    let all = letters(atoms);
    if !latin || all == 0 || guesses.is_empty() {
        return guesses;
    }
    let mut named = [0_usize; LATIN.len()];
    for mention in mentions {
        let known = lexicon.meanings_at(atoms, mention.atoms.start);
        for (lang, sum) in LATIN.iter().zip(&mut named) {
            if known.iter().any(|(_, end, of)| *end == mention.atoms.end && of.as_str() == *lang) {
                *sum += letters(atoms.get(mention.atoms.clone()).unwrap_or_default());
            }
        }
    }
    if named.iter().all(|sum| *sum == 0) {
        return guesses;
    }
    let guessed = |lang: Lang| guesses.iter().find(|guess| guess.lang == lang).map_or(0.0, |guess| guess.confidence);
    let told = |confidence: f32| if confidence > LETTERS_ALONE { confidence } else { 0.0 };
    let mut weighed: Vec<LangGuess> = LATIN.iter().zip(named).filter_map(|(lang, sum)| Some((Lang::new(lang)?, sum as f32 / all as f32)))
        .map(|(lang, share)| LangGuess { lang, confidence: told(guessed(lang)) + share })
        .chain(guesses.iter().filter(|guess| !LATIN.contains(&guess.lang.as_str())).copied())
        .filter(|guess| guess.confidence > 0.0)
        .collect();
    weighed.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    weighed.iter_mut().for_each(|guess| guess.confidence = guess.confidence.min(1.0));
    weighed
}

/// Whether a language ends its sentences in the verb, and so says behind goods what becomes of them.
pub(super) fn verbs_last(lang: Lang) -> bool {
    matches!(lang.as_str(), "hi" | "bn" | "am" | "ur" | "tr")
}

/// On which side of a name a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Before,
    Behind,
    Either,
}

/// Where a language puts what says "to" or "until" of a name: to Mumbai, मुंबई तक, and 到青岛 beside 青岛交货.
pub(super) fn to_stands(lang: Lang) -> Stands {
    match lang.as_str() {
        "hi" | "bn" | "ur" | "tr" | "ja" | "ko" => Stands::Behind,
        "zh" | "am" => Stands::Either,
        _ => Stands::Before,
    }
}
