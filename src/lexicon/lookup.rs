//! Looking things up: by key, by name, and what the lexicon has under the very words at one place of
//! a text, whatever the rest of the text makes likely. A reader that knows from the context what must
//! stand there (a unit after a number, a place after a delivery term) asks here when the annotation
//! settled for something else.

use super::trie::symbol;
use super::{Lexicon, Meaning, Named};
use crate::domain::{Currency, Unit};
use crate::text::{self, Atom, Clean, Lang, is_vietnamese};

impl Lexicon {
    /// A place by its key.
    pub fn find_place(&self, key: &str) -> Option<u16> {
        position(&self.places, key)
    }

    /// A certificate by its key.
    pub fn find_certificate(&self, key: &str) -> Option<u16> {
        position(&self.certificates, key)
    }

    /// Whether a certificate is called by a word as it is written, capitals and all.
    pub fn is_certificate_name(&self, at: u16, word: &str) -> bool {
        self.certificate(at).is_some_and(|certificate| certificate.names.languages().any(|lang| self.names_in(&certificate.names, lang).any(|name| name == word)))
    }

    /// The place that these words name, if they name no other and nothing else.
    pub fn place_named(&self, words: &str) -> Option<u16> {
        let atoms = text::atoms(&Clean::new(words));
        let mut places = self.meanings_at(&atoms, 0).into_iter().filter_map(|(meaning, end, _)| match meaning {
            Meaning::Place(at) if end == atoms.len() => Some(at),
            _ => None,
        });
        let first = places.next()?;
        places.all(|place| place == first).then_some(first)
    }

    /// Whether a word is the code of a delivery term that was given up; in small letters it is another word: des.
    pub fn is_old_term(&self, word: &str) -> bool {
        self.old_terms.iter().any(|code| code.eq_ignore_ascii_case(word))
    }

    /// The names of a unit in a language, the preferred one first.
    pub fn unit_names(&self, unit: Unit, lang: Lang) -> impl Iterator<Item = &str> {
        self.words_for(Meaning::Unit(unit), lang)
    }

    /// The names of a currency in a language, the preferred one first.
    pub fn currency_names(&self, currency: Currency, lang: Lang) -> impl Iterator<Item = &str> {
        self.words_for(Meaning::Currency(currency), lang)
    }

    fn words_for(&self, meaning: Meaning, lang: Lang) -> impl Iterator<Item = &str> {
        self.words.get(&meaning).into_iter().flat_map(move |names| self.names_in(names, lang))
    }

    /// Every meaning of the words that start at an atom, with the atom behind them and the language.
    pub fn meanings_at(&self, atoms: &[Atom], start: usize) -> Vec<(Meaning, usize, Lang)> {
        let mut found = Vec::new();
        let Some(first) = atoms.get(start) else { return found };
        let mut node = None;
        for (at, atom) in atoms.iter().enumerate().skip(start) {
            let exact = symbol(None, &atom.folded);
            let Some(next) = node.map_or_else(|| self.trie.enter(exact), |node| self.trie.step(node, exact)).filter(|_| atom.clause == first.clause) else { break };
            node = Some(next);
            let forms = self.trie.ends(next).filter_map(|at| self.form(at));
            let words = atoms.get(start..=at).unwrap_or_default();
            let accented = words.iter().any(|atom| is_vietnamese(&atom.exact));
            // A lô is a lot and no lọ, though French writes ô as well.
            let marked = || words.iter().any(|atom| atom.exact.starts_with(|c: char| c < '\u{250}') && !atom.exact.is_ascii());
            if accented || marked() {
                let written = words.iter().map(|atom| atom.exact.as_str()).collect::<Vec<_>>().join(" ");
                found.extend(forms.filter(|form| !accented && form.lang != Lang::VI || self.text(form.lower) == written).map(|form| (form.meaning, at + 1, form.lang)));
            } else {
                found.extend(forms.map(|form| (form.meaning, at + 1, form.lang)));
            }
        }
        found
    }
}

fn position(named: &[Named], key: &str) -> Option<u16> {
    named.iter().position(|thing| thing.slug == key).and_then(|at| u16::try_from(at).ok())
}
