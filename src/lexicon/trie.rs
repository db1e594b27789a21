//! Forms on a trie of symbols; a symbol is a folded atom or the stem of one in one language.
//!
//! The trie is an array of paths in their order: a node is a range of paths that begin alike, and
//! a step narrows the range. Symbols are 64-bit hashes, so that cores can cut forms side by side
//! without a shared table; that two words of a lexicon of a million share one has odds of one in
//! thirty million.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;
use rustc_hash::FxHashMap;

/// The symbol of a folded atom (`stemmer` none) or of a stem of the language at that place.
pub(super) fn symbol(stemmer: Option<usize>, text: &str) -> u64 {
    FixedState::with_seed(stemmer.map_or(0, |at| at as u64 + 1)).hash_one(text)
}

/// Paths in the making, in any order.
#[derive(Default)]
pub(super) struct Paths {
    steps: Vec<u64>,
    /// Where each path begins, and the form it spells.
    begins: Vec<(u32, u32)>,
}

impl Paths {
    /// Adds a path, unless it has no step.
    pub(super) fn push(&mut self, form: u32, symbols: impl Iterator<Item = u64>) {
        let start = self.steps.len();
        self.steps.extend(symbols);
        if self.steps.len() > start {
            self.begins.push((start as u32, form));
        }
    }

    /// Adds the paths of another, whose forms are numbered from `first`.
    pub(super) fn append(&mut self, other: Paths, first: u32) {
        let moved = self.steps.len() as u32;
        self.steps.extend(other.steps);
        self.begins.extend(other.begins.into_iter().map(|(start, form)| (start + moved, form + first)));
    }

    /// The steps of the path with this number.
    fn get(&self, at: u32) -> &[u64] {
        let start = self.begins.get(at as usize).map_or(0, |begin| begin.0 as usize);
        let end = self.begins.get(at as usize + 1).map_or(self.steps.len(), |next| next.0 as usize);
        self.steps.get(start..end).unwrap_or_default()
    }
}

/// The finished trie.
#[derive(Default)]
pub(super) struct Trie {
    paths: Paths,
    /// The range of paths that begin with a symbol.
    first: FxHashMap<u64, (u32, u32)>,
}

/// A place in the trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    from: u32,
    to: u32,
    depth: usize,
}

impl Trie {
    /// Puts paths in order.
    pub(super) fn new(raw: Paths) -> Trie {
        let mut order: Vec<(u64, u32)> = (0..raw.begins.len() as u32).map(|at| (raw.get(at).first().copied().unwrap_or_default(), at)).collect();
        order.sort_unstable();
        for run in order.chunk_by_mut(|a, b| a.0 == b.0) {
            let form = |at: u32| raw.begins.get(at as usize).map(|begin| begin.1);
            run.sort_unstable_by(|a, b| raw.get(a.1).cmp(raw.get(b.1)).then_with(|| form(a.1).cmp(&form(b.1))));
        }
        let mut paths = Paths { steps: Vec::with_capacity(raw.steps.len()), begins: Vec::with_capacity(order.len()) };
        let mut first: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
        for (symbol, at) in order {
            let next = paths.begins.len() as u32;
            first.entry(symbol).or_insert((next, next)).1 = next + 1;
            let form = raw.begins.get(at as usize).map_or(0, |begin| begin.1);
            paths.push(form, raw.get(at).iter().copied());
        }
        first.shrink_to_fit();
        Trie { paths, first }
    }

    /// The node below the root that a symbol leads to.
    pub(super) fn enter(&self, symbol: u64) -> Option<Node> {
        self.first.get(&symbol).map(|(from, to)| Node { from: *from, to: *to, depth: 1 })
    }

    /// The node below another that a symbol leads to.
    pub(super) fn step(&self, node: Node, symbol: u64) -> Option<Node> {
        let at = |path: u32| self.paths.get(path).get(node.depth).copied();
        let from = partition(node.from, node.to, |path| at(path) < Some(symbol));
        let to = partition(from, node.to, |path| at(path) == Some(symbol));
        (from < to).then_some(Node { from, to, depth: node.depth + 1 })
    }

    /// The forms that end in a node.
    pub(super) fn ends(&self, node: Node) -> impl Iterator<Item = u32> + '_ {
        (node.from..node.to).take_while(move |path| self.paths.get(*path).len() == node.depth).filter_map(|path| self.paths.begins.get(path as usize)).map(|begin| begin.1)
    }
}

/// The first number of `from..to` for which `before` no longer holds.
fn partition(from: u32, to: u32, before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_gives_the_forms_that_end_there() {
        let [a, b, c] = ["a", "b", "c"].map(|text| symbol(None, text));
        let stem = symbol(Some(0), "a");
        let mut paths = Paths::default();
        for (form, path) in [(8, &[a, b][..]), (7, &[a]), (9, &[a, b]), (4, &[a, c]), (5, &[stem]), (6, &[])] {
            paths.push(form, path.iter().copied());
        }
        let trie = Trie::new(paths);
        let ends = |node: Node| trie.ends(node).collect::<Vec<_>>();
        let first = trie.enter(a).expect("a node");
        let second = trie.step(first, b).expect("a node");
        assert_eq!((ends(first), ends(second)), (vec![7], vec![8, 9]));
        assert_eq!(trie.step(first, c).map(ends), Some(vec![4]));
        assert_eq!(trie.enter(stem).map(ends), Some(vec![5]));
        assert_eq!((trie.enter(c), trie.step(second, a)), (None, None));
    }
}
