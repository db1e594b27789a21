//! Forms on a trie of symbols; a symbol is a folded atom or the stem of one in one language.

use rustc_hash::FxHashMap;

use super::thread::STEMMED;

/// Symbols by their text: folded atoms, and for each stemmed language its stems.
#[derive(Default)]
pub(super) struct Symbols {
    words: FxHashMap<Box<str>, u32>,
    stems: [FxHashMap<Box<str>, u32>; STEMMED.len()],
    count: u32,
}

impl Symbols {
    /// The number of a folded atom (`stemmer` none) or of a stem, new if need be.
    pub(super) fn number(&mut self, stemmer: Option<usize>, text: &str) -> u32 {
        let table = stemmer.and_then(|at| self.stems.get_mut(at)).unwrap_or(&mut self.words);
        if let Some(known) = table.get(text) {
            return *known;
        }
        let next = self.count;
        self.count += 1;
        table.insert(text.into(), next);
        next
    }

    fn find(&self, stemmer: Option<usize>, text: &str) -> Option<u32> {
        stemmer.and_then(|at| self.stems.get(at)).unwrap_or(&self.words).get(text).copied()
    }

    /// Gives every symbol its number in another table; the result is indexed by the old number.
    pub(super) fn merge_into(self, other: &mut Symbols) -> Vec<u32> {
        let mut renumbered = vec![0; self.count as usize];
        let words = self.words.into_iter().map(|entry| (None, entry));
        let stems = self.stems.into_iter().enumerate().flat_map(|(at, table)| table.into_iter().map(move |entry| (Some(at), entry)));
        for (stemmer, (text, old)) in words.chain(stems) {
            if let Some(slot) = renumbered.get_mut(old as usize) {
                *slot = other.number(stemmer, &text);
            }
        }
        renumbered
    }
}

/// The finished trie. Node 0 is the root.
#[derive(Default)]
pub(super) struct Trie {
    symbols: Symbols,
    edges: FxHashMap<(u32, u32), u32>,
    /// Where the forms that end in a node begin in `ends`, by node; one more at the end.
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Trie {
    /// Threads paths of symbols, each with the form it spells.
    pub(super) fn new(symbols: Symbols, paths: &[(u32, &[u32])]) -> Trie {
        let mut edges: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        edges.reserve(paths.len() * 2);
        let mut last = 0u32;
        let mut ending: Vec<(u32, u32)> = Vec::with_capacity(paths.len());
        for (form, path) in paths {
            let mut node = 0;
            for symbol in *path {
                node = *edges.entry((node, *symbol)).or_insert_with(|| {
                    last += 1;
                    last
                });
            }
            ending.push((node, *form));
        }
        ending.sort_unstable();
        ending.dedup();
        edges.shrink_to_fit();
        let mut starts = Vec::with_capacity(last as usize + 2);
        for (node, at) in ending.iter().map(|(node, _)| *node).zip(0u32..) {
            while starts.len() <= node as usize {
                starts.push(at);
            }
        }
        starts.resize(last as usize + 2, ending.len() as u32);
        Trie { symbols, edges, starts, ends: ending.into_iter().map(|(_, form)| form).collect() }
    }

    /// The number of a folded atom, if any form uses it.
    pub(super) fn word(&self, folded: &str) -> Option<u32> {
        self.symbols.find(None, folded)
    }

    /// The number of a stem of the language at this place of [`STEMMED`], if any form uses it.
    pub(super) fn stem(&self, stemmer: usize, stem: &str) -> Option<u32> {
        self.symbols.find(Some(stemmer), stem)
    }

    pub(super) fn step(&self, node: u32, symbol: u32) -> Option<u32> {
        self.edges.get(&(node, symbol)).copied()
    }

    /// The forms that end in a node.
    pub(super) fn ends(&self, node: u32) -> &[u32] {
        let at = node as usize;
        let (Some(from), Some(to)) = (self.starts.get(at), self.starts.get(at + 1)) else { return &[] };
        self.ends.get(*from as usize..*to as usize).unwrap_or_default()
    }

    /// Every folded atom, for spelling suggestions.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.symbols.words.keys().map(|word| &**word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_gives_the_forms_that_end_there() {
        let mut symbols = Symbols::default();
        let [a, b] = ["a", "b"].map(|text| symbols.number(None, text));
        let stem = symbols.number(Some(0), "a");
        let trie = Trie::new(symbols, &[(7, &[a]), (8, &[a, b]), (9, &[a, b]), (5, &[stem])]);
        let first = trie.step(0, a).expect("an edge");
        let second = trie.step(first, b).expect("an edge");
        assert_eq!((trie.ends(0), trie.ends(first), trie.ends(second)), (&[][..], &[7][..], &[8, 9][..]));
        assert_eq!(trie.stem(0, "a").and_then(|symbol| trie.step(0, symbol)).map(|node| trie.ends(node)), Some(&[5][..]));
        assert_eq!((trie.word("c"), trie.step(second, a), trie.ends(99)), (None, None, &[][..]));
    }
}
