//! Prepositions and endings that grow onto a word in Arabic, Amharic and Bengali: للطن is "per tonne",
//! ከቻይና "from China", কেজির "of a kilogram". Only names that a fact needs are looked up so.

use crate::lexicon::Cue;

const ARABIC: &[(&str, Option<Cue>)] = &[
    ("لل", Some(Cue::Per)), ("بال", Some(Cue::Per)), ("وال", None), ("ال", None), ("ل", Some(Cue::Destination)), ("ب", None), ("و", None),
];

const AMHARIC: &[(&str, Option<Cue>)] =
    &[("ከ", Some(Cue::Origin)), ("የ", Some(Cue::Origin)), ("በ", Some(Cue::Per)), ("ለ", Some(Cue::Destination)), ("እስከ", Some(Cue::Destination))];

const BENGALI: &[(&str, Option<Cue>)] = &[
    ("থেকে", Some(Cue::Origin)), ("প্রতি", Some(Cue::Per)), ("ের", None), ("য়ের", None), ("র", None), ("তে", None), ("ে", None), ("য়", None), ("টি", None), ("টা", None), ("কে", None), ("েরটা", None), ("রটা", None), ("েরগুলো", None),
];

/// The one of which an Arabic word may say two: ماكينتين, كيسين.
pub(super) fn of_two(word: &str) -> Option<String> {
    let arabic = word.starts_with(|c| ('\u{600}'..='\u{6FF}').contains(&c));
    let bare = word.strip_suffix("ين").or_else(|| word.strip_suffix("ان")).filter(|bare| arabic && bare.chars().count() >= 2)?;
    Some(bare.strip_suffix('ت').map_or_else(|| bare.to_owned(), |stem| format!("{stem}ة")))
}

/// The word without what may have grown onto it, with what that says; nothing for other scripts.
pub(super) fn stripped(word: &str) -> Vec<(String, Option<Cue>)> {
    let long = |bare: &&str, least: usize| bare.chars().count() >= least;
    let before = |list: &[(&str, Option<Cue>)]| -> Vec<(String, Option<Cue>)> {
        list.iter().filter_map(|(prefix, cue)| Some((word.strip_prefix(prefix).filter(|bare| long(bare, 2))?.to_owned(), *cue))).collect()
    };
    match word.chars().next() {
        Some('\u{600}'..='\u{6FF}') => before(ARABIC),
        Some('\u{1200}'..='\u{137F}') => {
            // ከህንድና: and has grown onto the end.
            let and = word.strip_suffix('ና').filter(|bare| long(bare, 2));
            let both = and.map(|bare| AMHARIC.iter().filter_map(move |(prefix, cue)| Some((bare.strip_prefix(prefix).filter(|bare| long(bare, 2))?.to_owned(), *cue))));
            before(AMHARIC).into_iter().chain(both.into_iter().flatten()).chain(and.map(|bare| (bare.to_owned(), None))).collect()
        }
        Some('\u{980}'..='\u{9FF}') => {
            BENGALI.iter().filter_map(|(suffix, cue)| Some((word.strip_suffix(suffix).filter(|bare| long(bare, 2))?.to_owned(), *cue))).collect()
        }
        _ => Vec::new(),
    }
}
