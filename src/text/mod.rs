//! Any script to comparable tokens: the lowest layer that looks at letters.
//!
//! The life of a text: [`Clean::new`] brings it to one normal form and keeps the way back to the
//! original; [`atoms`] cuts the units on which lexicon forms are matched; [`numbers`] reads
//! amounts; [`Segmenter::terms`] gives the terms of the literal index; [`guess`] and
//! [`script_mix`] say what the text seems to be written in.
//!
//! Invariants:
//! - every function is total: any text is accepted and none panics;
//! - analysis is a pure function of the text (and of the extra words given to a `Segmenter`),
//!   never of what else has been indexed;
//! - a guessed language is a hint: nothing here chooses an analysis by it;
//! - this module is the only home of the language detector, the segmenters and the stemmers.

mod atom;
mod clean;
mod code;
mod fold;
mod guess;
mod han;
mod hints;
mod lang;
mod letters;
mod number;
mod numeral;
mod offset;
#[cfg(test)]
mod properties;
mod reading;
mod script;
mod segment;
mod stem;

pub use atom::{Atom, AtomKind, atoms};
pub(crate) use atom::{Piece, cut, cut_plain, is_words};
pub use clean::Clean;
pub use code::squash_code;
pub use fold::fold;
pub(crate) use fold::{is_folded, lower_case};
pub use guess::{LangGuess, guess};
pub use han::{pinyin, to_traditional};
pub use lang::{CORE, Lang};
pub use number::{NumberReading, numbers};
pub(crate) use number::numbers_where;
pub(crate) use reading::convention;
pub use script::{is_unspaced, is_vietnamese, script_mix, script_runs};
pub use segment::{Segmenter, Term, TermKind};
pub use stem::stem;

/// Fills the tables of characters, for which the first text would wait.
pub(crate) fn prepare() {
    atoms(&Clean::new("é腰"));
}
