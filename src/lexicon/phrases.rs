//! Words of a table that are looked for in texts beside the trie, by their first atom: cues and numerals.

use rustc_hash::FxHashMap;

use super::build::{LANGUAGES, LexiconError};
use super::table::{Row, Table};
use crate::text::{self, Atom, Clean, Lang};

/// One entry of a table in one language.
pub(super) struct Phrase<T> {
    /// What the row says that it means.
    pub(super) means: T,
    pub(super) lang: Lang,
    /// The atoms after the first.
    rest: Vec<String>,
    /// All atoms with their accents.
    exact: Vec<String>,
}

impl<T> Phrase<T> {
    /// Number of atoms.
    pub(super) fn len(&self) -> usize {
        1 + self.rest.len()
    }

    /// Whether the atoms from one on, which is the first of the phrase when folded, are those of the phrase;
    /// `joined` says whether two that follow each other may be of one phrase.
    pub(super) fn stands(&self, atoms: &[Atom], start: usize, joined: impl Fn(&Atom, &Atom) -> bool) -> bool {
        let follows = |(at, folded): (usize, &String)| atoms.get(at).zip(atoms.get(at + 1)).is_some_and(|(before, atom)| atom.folded == *folded && joined(before, atom));
        (start..).zip(&self.rest).all(follows) && self.is_spelt(atoms, start)
    }

    /// Whether words are those of the phrase to the accent, which may be left out and is not put where there is none:
    /// tới is not tỏi, and máy no May.
    fn is_spelt(&self, atoms: &[Atom], start: usize) -> bool {
        let marked = |word: &str| text::is_vietnamese(word) || word.starts_with(|c: char| c < '\u{250}') && !word.is_ascii();
        self.exact.iter().zip(atoms.iter().skip(start)).all(|(form, atom)| *form == atom.exact || !marked(&atom.exact))
    }
}

/// The phrases of a table.
pub(super) struct Phrases<T>(FxHashMap<String, Vec<Phrase<T>>>);

impl<T: Copy> Phrases<T> {
    /// Cuts the entries of a table in all languages; `means` reads a row, and passes over those that [`check`]
    /// refuses.
    pub(super) fn read(path: &str, content: &str, means: impl Fn(&Row<'_, '_>) -> Option<T>) -> Phrases<T> {
        let mut phrases: FxHashMap<String, Vec<Phrase<T>>> = FxHashMap::default();
        let mut table = Table::open(path, content);
        while let Some(row) = table.next_row() {
            let Some(means) = means(&row) else { continue };
            for lang in LANGUAGES.iter().filter_map(|tag| Lang::new(tag)) {
                for entry in row.list(lang.as_str()) {
                    let atoms = text::atoms(&Clean::new(entry));
                    let exact = atoms.iter().map(|atom| atom.exact.clone()).collect();
                    let mut folded = atoms.into_iter().map(|atom| atom.folded);
                    if let Some(first) = folded.next() {
                        phrases.entry(first).or_default().push(Phrase { means, lang, rest: folded.collect(), exact });
                    }
                }
            }
        }
        Phrases(phrases)
    }

    /// The phrases whose first atom is this when folded.
    pub(super) fn beginning(&self, folded: &str) -> &[Phrase<T>] {
        self.0.get(folded).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Refuses a table with a row that has a fault.
pub(super) fn check(path: &str, content: &str, fault: impl Fn(&Row<'_, '_>) -> Option<String>) -> Result<(), LexiconError> {
    let mut table = Table::open(path, content);
    while let Some(row) = table.next_row() {
        if let Some(problem) = fault(&row) {
            return Err(LexiconError::Line { path: path.to_owned(), line: row.line, problem });
        }
    }
    Ok(())
}

/// What is found at the atoms of a text in order, none overlapping; `end` is the atom behind it.
pub(super) fn in_order<M>(count: usize, find: impl Fn(usize) -> Option<M>, end: impl Fn(&M) -> usize) -> Vec<M> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < count {
        match find(at) {
            Some(mention) => {
                at = end(&mention).max(at + 1);
                found.push(mention);
            }
            None => at += 1,
        }
    }
    found
}
