//! An answer in words: reasons, fit, hints and gloss are sentences in the reader's language over the
//! figures and spans that they stand for. Fluent messages hold the sentences (`say`), the lexicon the
//! words (`voice`); nothing here decides anything.

mod ceiling;
mod fit;
mod gloss;
mod hints;
mod reasons;
mod say;
mod voice;

use serde::Serialize;

use crate::domain::Posting;
use crate::views::card::CardConcept;

pub use ceiling::ceiling;
pub use fit::{Fit, fit, left_open, priceless};
pub use gloss::{Fact, Gloss, gloss};
pub use hints::{Hint, hints};
pub use reasons::{Reason, reasons};
pub use voice::Voice;

/// Words of one side, with their language and where they stand.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    /// As written.
    pub text: String,
    /// Language of the form.
    pub lang: String,
    /// The field they stand in: `title`, `description`, or `q` for what was typed.
    pub field: &'static str,
    /// Bytes of that field, from and to.
    pub span: [usize; 2],
}

/// One side of a pair as its author wrote it, for quoting.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// The title of a posting, or what was typed.
    pub title: &'a str,
    /// The description of a posting.
    pub description: &'a str,
    /// The posting, unless the text was typed.
    pub posting: Option<&'a Posting>,
}

impl<'a> Said<'a> {
    /// What somebody typed.
    pub fn typed(text: &'a str) -> Said<'a> {
        Said { title: text, description: "", posting: None }
    }

    /// What a posting says.
    pub fn posted(posting: &'a Posting) -> Said<'a> {
        Said { title: &posting.title, description: &posting.description, posting: Some(posting) }
    }

    fn words(&self, concept: &CardConcept) -> Words {
        let (field, text) = match (self.posting, concept.described) {
            (None, _) => ("q", self.title),
            (_, false) => ("title", self.title),
            (_, true) => ("description", self.description),
        };
        let span = [usize::from(concept.span.0), usize::from(concept.span.1)];
        let [from, to] = span;
        Words { text: text.get(from..to).unwrap_or_default().to_owned(), lang: concept.lang.as_str().to_owned(), field, span }
    }
}
