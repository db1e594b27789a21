//! What the lexicon has under the very words at one place of a text, whatever the rest of the text
//! makes likely. A reader that knows from the context what must stand there (a unit after a number,
//! a place after a delivery term) asks here when the annotation settled for something else.

use super::trie::symbol;
use super::{Lexicon, Meaning};
use crate::text::{Atom, Lang, is_vietnamese};

impl Lexicon {
    /// Every meaning of the words that start at an atom, with the atom behind them and the language.
    pub fn meanings_at(&self, atoms: &[Atom], start: usize) -> Vec<(Meaning, usize, Lang)> {
        let mut found = Vec::new();
        let Some(first) = atoms.get(start) else { return found };
        let mut node = None;
        for (at, atom) in atoms.iter().enumerate().skip(start) {
            let exact = symbol(None, &atom.folded);
            let Some(next) = node.map_or_else(|| self.trie.enter(exact), |node| self.trie.step(node, exact)).filter(|_| atom.clause == first.clause) else { break };
            node = Some(next);
            let forms = self.trie.ends(next).iter().filter_map(|at| self.form(*at));
            let words = atoms.get(start..=at).unwrap_or_default();
            let accented = words.iter().any(|atom| is_vietnamese(&atom.exact));
            let written = words.iter().map(|atom| atom.exact.as_str()).collect::<Vec<_>>().join(" ");
            found.extend(forms.filter(|form| !accented || self.text(form.lower) == written).map(|form| (form.meaning, at + 1, form.lang)));
        }
        found
    }
}
