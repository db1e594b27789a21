//! A panic of a reader is a fault of ours and no end of a thread: what it read is gone on without.

use crate::domain::Posting;
use crate::lexicon::live::Synonyms;
use crate::understand::{Reader, Reading};

/// Does something that may panic, and tells what a panic said.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let said = |panic: Box<dyn std::any::Any + Send>| match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast_ref::<&str>().map_or("a panic without a message", |text| *text).to_owned(),
    };
    // Locks are taken over from whoever panicked, and what is half done is thrown away.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(said)
}

/// Reads a posting; it may panic.
pub(super) fn read(reader: &Reader, posting: &Posting, synonyms: Synonyms) -> Reading {
    reader.read_as(&posting.title, &posting.description, posting.lang.as_deref(), crate::views::card::written(posting), synonyms)
}

/// The words of a posting alone; it may panic.
pub(super) fn words(reader: &Reader, posting: &Posting) -> Reading {
    reader.terms_alone(&posting.title, &posting.description)
}

/// Reads a posting, by its words alone if it cannot be read.
pub(super) fn read_or_words(reader: &Reader, posting: &Posting, synonyms: Synonyms) -> Reading {
    caught(|| read(reader, posting, synonyms)).or_else(|_| caught(|| words(reader, posting))).unwrap_or_default()
}
