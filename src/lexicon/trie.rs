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

/// Number of parts that are put in order side by side; a power of two.
pub(super) const SHARDS: usize = 4;

/// The part of the trie in which paths stand that begin with a symbol.
fn shard_of(symbol: u64) -> usize {
    (symbol >> 62) as usize % SHARDS
}

/// Paths one after another.
#[derive(Default)]
struct Paths {
    steps: Vec<u64>,
    /// Where each path begins, and the form it spells.
    begins: Vec<(u32, u32)>,
}

impl Paths {
    fn push(&mut self, form: u32, path: &[u64]) {
        self.begins.push((self.steps.len() as u32, form));
        self.steps.extend_from_slice(path);
    }

    fn get(&self, at: u32) -> &[u64] {
        let start = self.begins.get(at as usize).map_or(0, |begin| begin.0 as usize);
        let end = self.begins.get(at as usize + 1).map_or(self.steps.len(), |next| next.0 as usize);
        self.steps.get(start..end).unwrap_or_default()
    }

    fn form(&self, at: u32) -> u32 {
        self.begins.get(at as usize).map_or(0, |begin| begin.1)
    }
}

/// Paths in the making, in any order, by shard.
#[derive(Default)]
pub(super) struct RawPaths([Paths; SHARDS]);

impl RawPaths {
    /// Adds a path, unless it has no step.
    pub(super) fn push(&mut self, form: u32, path: &[u64]) {
        let Some(first) = path.first() else { return };
        if let Some(shard) = self.0.get_mut(shard_of(*first)) {
            shard.push(form, path);
        }
    }
}

/// A part of the finished trie.
#[derive(Default)]
struct Shard {
    paths: Paths,
    /// The range of paths that begin with a symbol.
    first: FxHashMap<u64, (u32, u32)>,
}

impl Shard {
    /// Puts the paths of all portions in order. `firsts` is where each portion's forms begin.
    fn new(portions: &[&Paths], firsts: &[u32]) -> Shard {
        let path = |portion: u16, at: u32| portions.get(usize::from(portion)).map(|paths| paths.get(at)).unwrap_or_default();
        let form = |portion: u16, at: u32| {
            let local = portions.get(usize::from(portion)).map_or(0, |paths| paths.form(at));
            local + firsts.get(usize::from(portion)).copied().unwrap_or_default()
        };
        let mut order: Vec<(u64, u32, u16)> = Vec::with_capacity(portions.iter().map(|paths| paths.begins.len()).sum());
        for (paths, portion) in portions.iter().zip(0u16..) {
            order.extend((0..paths.begins.len() as u32).map(|at| (paths.get(at).first().copied().unwrap_or_default(), at, portion)));
        }
        order.sort_unstable();
        for run in order.chunk_by_mut(|a, b| a.0 == b.0) {
            run.sort_unstable_by(|a, b| path(a.2, a.1).cmp(path(b.2, b.1)).then_with(|| form(a.2, a.1).cmp(&form(b.2, b.1))));
        }
        let steps = portions.iter().map(|paths| paths.steps.len()).sum();
        let mut paths = Paths { steps: Vec::with_capacity(steps), begins: Vec::with_capacity(order.len()) };
        let mut first: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
        for (symbol, at, portion) in order {
            let next = paths.begins.len() as u32;
            first.entry(symbol).or_insert((next, next)).1 = next + 1;
            paths.push(form(portion, at), path(portion, at));
        }
        Shard { paths, first }
    }
}

/// The finished trie.
#[derive(Default)]
pub(super) struct Trie([Shard; SHARDS]);

/// A place in the trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    shard: usize,
    from: u32,
    to: u32,
    depth: usize,
}

impl Trie {
    /// Puts portions of paths in order; the forms of each are numbered from the number beside it.
    pub(super) fn new(portions: &[(RawPaths, u32)]) -> Trie {
        let firsts: Vec<u32> = portions.iter().map(|(_, first)| *first).collect();
        let firsts = firsts.as_slice();
        std::thread::scope(|scope| {
            let workers: [_; SHARDS] = std::array::from_fn(|shard| {
                let parts: Vec<&Paths> = portions.iter().filter_map(|(raw, _)| raw.0.get(shard)).collect();
                scope.spawn(move || Shard::new(&parts, firsts))
            });
            Trie(workers.map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))))
        })
    }

    /// The node below the root that a symbol leads to.
    pub(super) fn enter(&self, symbol: u64) -> Option<Node> {
        let shard = shard_of(symbol);
        self.0.get(shard)?.first.get(&symbol).map(|(from, to)| Node { shard, from: *from, to: *to, depth: 1 })
    }

    /// The node below another that a symbol leads to.
    pub(super) fn step(&self, node: Node, symbol: u64) -> Option<Node> {
        let paths = &self.0.get(node.shard)?.paths;
        let at = |path: u32| paths.get(path).get(node.depth).copied();
        let from = partition(node.from, node.to, |path| at(path) < Some(symbol));
        let to = partition(from, node.to, |path| at(path) == Some(symbol));
        (from < to).then_some(Node { from, to, depth: node.depth + 1, ..node })
    }

    /// The forms that end in a node.
    pub(super) fn ends(&self, node: Node) -> impl Iterator<Item = u32> + '_ {
        let paths = self.0.get(node.shard).map(|shard| &shard.paths);
        let ending = paths.map(|paths| (node.from..node.to).take_while(move |path| paths.get(*path).len() == node.depth).map(move |path| paths.form(path)));
        ending.into_iter().flatten()
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
        let mut portions = [(RawPaths::default(), 0), (RawPaths::default(), 4)];
        for (at, form, path) in [(1, 4, &[a, b][..]), (0, 7, &[a]), (1, 5, &[a, b]), (0, 4, &[a, c]), (0, 5, &[stem]), (0, 6, &[])] {
            portions[at].0.push(form, path);
        }
        let trie = Trie::new(&portions);
        let ends = |node: Node| trie.ends(node).collect::<Vec<_>>();
        let first = trie.enter(a).expect("a node");
        let second = trie.step(first, b).expect("a node");
        assert_eq!((ends(first), ends(second)), (vec![7], vec![8, 9]));
        assert_eq!(trie.step(first, c).map(ends), Some(vec![4]));
        assert_eq!(trie.enter(stem).map(ends), Some(vec![5]));
        assert_eq!((trie.enter(c), trie.step(second, a)), (None, None));
    }
}
