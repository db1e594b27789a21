//! What must hold for the reading of any text: the one body of the fuzz target (`fuzz/`) and of the
//! seeded mutation in this suite.

use jiff::civil::{Date, date};
use tradewind::lexicon::Lexicon;
use tradewind::understand::{Reader, Reading};

/// The day on which texts are taken to be written.
pub(crate) const WRITTEN: Date = date(2026, 11, 28);

/// The reader of the built-in lexicon.
pub(crate) fn reader() -> Reader {
    Reader::new(Lexicon::builtin().expect("builds"))
}

/// Reads any text in the three ways in which texts come: undated, as title and description on a day, and
/// as what was typed into a search box. Panics if a span or a value is not sound.
pub(crate) fn read_text(reader: &Reader, text: &str) {
    sound(text, "", &reader.read(text, "", None));
    let half = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (title, description) = text.split_at(half);
    sound(title, description, &reader.read_on(title, description, Some("pt"), Some(WRITTEN)));
    let typed = reader.read_query(text, Some("zh"), Default::default(), true);
    sound(typed.mended_text.as_deref().unwrap_or(text), "", &typed);
}

/// Whether everything that was found stands where it says, in one of the two parts, and is sure of itself
/// or asks.
pub(crate) fn sound(title: &str, description: &str, reading: &Reading) {
    let parts = [title, description];
    for finding in &reading.findings {
        let [from, to] = finding.span;
        assert!(parts.iter().any(|part| part.get(from..to) == Some(finding.text.as_str())), "{}: {from}..{to} is not {:?} of {parts:?}", finding.field, finding.text);
        assert!(!finding.text.is_empty(), "{} without words in {parts:?}", finding.field);
        assert!((0.0..=1.0).contains(&finding.confidence), "{}: {}", finding.field, finding.confidence);
        assert_eq!(finding.value.is_none(), !finding.alternatives.is_empty(), "{} of {parts:?} has a value or asks: {finding:?}", finding.field);
    }
    for concept in &reading.concepts {
        let part = if concept.described { description } else { title };
        assert_eq!(part.get(concept.span.clone()), Some(concept.text.as_str()), "{:?} of {parts:?}", concept.span);
        assert!((0.0..=1.0).contains(&concept.weight) && (0.0..=1.0).contains(&concept.exactness), "{concept:?}");
    }
    for (code, span) in &reading.codes {
        assert!(!code.is_empty() && parts.iter().any(|part| part.get(span.clone()).is_some()), "{code} at {span:?} of {parts:?}");
    }
}
