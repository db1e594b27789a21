//! Forms on a trie of symbols; a symbol is a folded atom or the stem of one in one language.
//!
//! A node is the hash of the symbols that lead to it, and the trie is the sorted list of these
//! hashes with the forms that end at each. A step mixes the next symbol in and looks the outcome up,
//! so that cores can cut forms side by side without a shared table. Hashes have 64 bits: that two
//! nodes of a lexicon of a million share one has odds of one in thirty million.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

/// The symbol of a folded atom (`stemmer` none) or of a stem of the language at that place.
pub(super) fn symbol(stemmer: Option<usize>, text: &str) -> u64 {
    FixedState::with_seed(stemmer.map_or(0, |at| at as u64 + 1)).hash_one(text)
}

/// The hash of the node that a symbol leads to. The rotation keeps "oil palm" and "palm oil" apart.
fn below(node: u64, symbol: u64) -> u64 {
    let product = u128::from(node.rotate_left(26) ^ symbol) * u128::from(0x9E37_79B9_7F4A_7C15_u64);
    (product >> 64) as u64 ^ product as u64
}

/// Number of parts that are put in order side by side; a power of two.
const SHARDS: usize = 4;
/// Bits that choose the part.
const SHARD_BITS: u32 = SHARDS.trailing_zeros();
/// Stops in a bucket, in the mean: they lie side by side, and looking through them costs less than
/// a look elsewhere.
const BUCKET_STOPS: usize = 4;
/// Words of 64 bits in the gate: with the symbols that forms begin with, one bit in six is set.
const GATE_WORDS: usize = 1 << 15;
/// Hashes of nodes remembered by a portion, so as not to note the beginnings that forms share
/// again and again.
const RECENT: usize = 1 << 12;

fn shard_of(hash: u64) -> usize {
    (hash >> (u64::BITS - SHARD_BITS)) as usize
}

/// A node that a path leads over, or to: then with the form it spells.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Stop {
    /// The hash in two halves, the higher first: so a stop has 12 bytes and not 16.
    hash: [u32; 2],
    form: Option<Ending>,
}

impl Stop {
    fn new(hash: u64, form: Option<Ending>) -> Stop {
        Stop { hash: [(hash >> 32) as u32, hash as u32], form }
    }

    fn hash(&self) -> u64 {
        let [high, low] = self.hash;
        u64::from(high) << 32 | u64::from(low)
    }
}

/// A form, counted from 1: an option of it takes no room of its own.
type Ending = std::num::NonZeroU32;

/// What symbols no path begins with, for the most part: a bit for each that one does, at a place of its hash. Most
/// stems of a text lead nowhere, and a look here, which stays near the processor, spares one into the stops.
#[derive(Clone)]
struct Gate(Vec<u64>);

impl Gate {
    fn closed() -> Gate {
        Gate(vec![0; GATE_WORDS])
    }

    fn place(symbol: u64) -> (usize, u64) {
        (symbol as usize % GATE_WORDS, 1 << (symbol >> GATE_WORDS.trailing_zeros() & 63))
    }

    fn open(&mut self, symbol: u64) {
        let (word, bit) = Gate::place(symbol);
        self.0.get_mut(word).into_iter().for_each(|bits| *bits |= bit);
    }

    fn lets(&self, symbol: u64) -> bool {
        let (word, bit) = Gate::place(symbol);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn join(&mut self, other: &Gate) {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, more)| *bits |= more);
    }
}

/// Paths in the making, in any order, by shard.
pub(super) struct RawPaths {
    stops: [Vec<Stop>; SHARDS],
    recent: Vec<u64>,
    gate: Gate,
}

impl RawPaths {
    /// No paths yet, with room for those of some forms.
    pub(super) fn for_forms(count: usize) -> RawPaths {
        RawPaths { stops: std::array::from_fn(|_| Vec::with_capacity(count * 3 / SHARDS)), recent: vec![0; RECENT], gate: Gate::closed() }
    }

    /// Adds the path of a form, unless it has no step; gives the hash of the node where it ends.
    pub(super) fn push(&mut self, form: u32, path: impl IntoIterator<Item = u64>) -> Option<u64> {
        let mut node = None;
        for symbol in path {
            match node {
                Some(before) => self.pass(before),
                None => self.gate.open(symbol),
            }
            node = Some(node.map_or(symbol, |before| below(before, symbol)));
        }
        if let Some(hash) = node {
            self.stop(hash, Ending::new(form + 1));
        }
        node
    }

    /// Notes a node that a path leads over.
    fn pass(&mut self, hash: u64) {
        let Some(recent) = self.recent.get_mut(hash as usize % RECENT) else { return };
        if *recent != hash {
            *recent = hash;
            self.stop(hash, None);
        }
    }

    fn stop(&mut self, hash: u64, form: Option<Ending>) {
        if let Some(shard) = self.stops.get_mut(shard_of(hash)) {
            shard.push(Stop::new(hash, form));
        }
    }
}

/// A part of the finished trie: the stops in order, each once. A node is the place of its first stop, and the
/// forms that end in it are those of the stops with the same hash.
#[derive(Default)]
struct Shard {
    /// Where the stops begin whose hashes begin with the same bits, one more than there are buckets.
    buckets: Vec<u32>,
    /// How far a hash is shifted to give its bucket, once the bits of the shard are gone.
    shift: u32,
    stops: Vec<Stop>,
}

impl Shard {
    /// Puts stops in order: those of a bucket together, and then each bucket, which has few.
    fn new(portions: Vec<Vec<Stop>>) -> Shard {
        let count: usize = portions.iter().map(Vec::len).sum();
        let bits = (count / BUCKET_STOPS).max(2).ilog2();
        let shard = Shard { shift: u64::BITS - bits, ..Shard::default() };
        let mut places = vec![0u32; (1 << bits) + 1];
        for stop in portions.iter().flatten() {
            if let Some(next) = places.get_mut(shard.bucket(stop.hash()) + 1) {
                *next += 1;
            }
        }
        let mut sum = 0;
        for place in &mut places {
            sum += *place;
            *place = sum;
        }
        let mut stops = vec![Stop::default(); count];
        for portion in portions {
            for stop in portion {
                if let Some(place) = places.get_mut(shard.bucket(stop.hash()))
                    && let Some(free) = stops.get_mut(*place as usize)
                {
                    *free = stop;
                    *place += 1;
                }
            }
        }
        // Each place has moved to where the next bucket began.
        let (mut from, mut kept) = (0, 0usize);
        for to in &mut places {
            let end = std::mem::replace(to, kept as u32) as usize;
            stops.get_mut(from..end).unwrap_or_default().sort_unstable();
            for at in from..end {
                let Some(stop) = stops.get(at).copied() else { continue };
                // What a path leads over is a node, and nothing more if paths end there.
                let before = kept.checked_sub(1).and_then(|last| stops.get_mut(last)).filter(|before| before.hash == stop.hash);
                match before {
                    Some(before) if *before == stop => {}
                    Some(before) if before.form.is_none() => *before = stop,
                    _ => {
                        stops.swap(kept, at);
                        kept += 1;
                    }
                }
            }
            from = end;
        }
        stops.truncate(kept);
        Shard { buckets: places, stops, ..shard }
    }

    fn bucket(&self, hash: u64) -> usize {
        (hash << SHARD_BITS >> self.shift) as usize
    }

    fn find(&self, hash: u64) -> Option<u32> {
        let bucket = self.bucket(hash);
        let (from, to) = (*self.buckets.get(bucket)?, *self.buckets.get(bucket + 1)?);
        let stops = self.stops.get(from as usize..to as usize)?;
        stops.iter().position(|stop| stop.hash() == hash).map(|at| from + at as u32)
    }

    fn forms(&self, node: Node) -> impl Iterator<Item = u32> {
        let stops = self.stops.get(node.at as usize..).unwrap_or_default();
        stops.iter().take_while(move |stop| stop.hash() == node.hash).filter_map(|stop| stop.form).map(|form| form.get() - 1)
    }
}

/// The finished trie.
pub(super) struct Trie {
    gate: Gate,
    shards: [Shard; SHARDS],
}

impl Default for Trie {
    fn default() -> Trie {
        Trie { gate: Gate::closed(), shards: Default::default() }
    }
}

/// A place in the trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    hash: u64,
    at: u32,
}

impl Node {
    /// The hash of the symbols that lead to it.
    pub(super) fn hash(self) -> u64 {
        self.hash
    }
}

impl Trie {
    /// Puts portions of paths in order.
    pub(super) fn new(portions: Vec<RawPaths>) -> Trie {
        let mut gate = Gate::closed();
        let mut shards: [Vec<Vec<Stop>>; SHARDS] = Default::default();
        for portion in portions {
            gate.join(&portion.gate);
            for (shard, stops) in shards.iter_mut().zip(portion.stops) {
                shard.push(stops);
            }
        }
        std::thread::scope(|scope| {
            let workers = shards.map(|portions| scope.spawn(move || Shard::new(portions)));
            Trie { gate, shards: workers.map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))) }
        })
    }

    /// The node below the root that a symbol leads to.
    pub(super) fn enter(&self, symbol: u64) -> Option<Node> {
        if self.gate.lets(symbol) { self.node(symbol) } else { None }
    }

    /// The node of a hash.
    fn node(&self, hash: u64) -> Option<Node> {
        let at = self.shards.get(shard_of(hash))?.find(hash)?;
        Some(Node { hash, at })
    }

    /// The node below that of a hash that a symbol leads to.
    pub(super) fn step_from(&self, hash: u64, symbol: u64) -> Option<Node> {
        self.node(below(hash, symbol))
    }

    /// The node below another that a symbol leads to.
    pub(super) fn step(&self, node: Node, symbol: u64) -> Option<Node> {
        self.step_from(node.hash, symbol)
    }

    /// The forms that end in a node, in order.
    pub(super) fn ends(&self, node: Node) -> impl Iterator<Item = u32> {
        self.shards.get(shard_of(node.hash)).into_iter().flat_map(move |shard| shard.forms(node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_gives_the_forms_that_end_there() {
        let [a, b, c] = ["a", "b", "c"].map(|text| symbol(None, text));
        let stem = symbol(Some(0), "a");
        let mut portions = vec![RawPaths::for_forms(3), RawPaths::for_forms(3)];
        for (at, form, path) in [(1, 8, &[a, b][..]), (0, 7, &[a]), (1, 9, &[a, b]), (0, 0, &[a, c]), (0, 5, &[stem]), (0, 6, &[])] {
            portions[at].push(form, path.iter().copied());
        }
        let trie = Trie::new(portions);
        let ends = |node: Node| trie.ends(node).collect::<Vec<_>>();
        let first = trie.enter(a).expect("a node");
        let second = trie.step(first, b).expect("a node");
        assert_eq!((ends(first), ends(second)), (vec![7], vec![8, 9]));
        assert_eq!(trie.step(first, c).map(ends), Some(vec![0]));
        assert_eq!(trie.enter(stem).map(ends), Some(vec![5]));
        assert_eq!((trie.enter(c), trie.step(second, a)), (None, None));
    }

    #[test]
    fn every_one_of_many_nodes_is_found() {
        let of = |n: u32| symbol(None, &n.to_string());
        let mut paths = RawPaths::for_forms(10);
        for n in 0..10_000 {
            paths.push(n, [of(n / 100), of(n % 100), of(n)]);
        }
        let trie = Trie::new(vec![paths]);
        for n in 0..10_000 {
            let node = trie.enter(of(n / 100)).and_then(|node| trie.step(node, of(n % 100)));
            let node = node.and_then(|node| trie.step(node, of(n))).expect("a node");
            assert_eq!(trie.ends(node).collect::<Vec<_>>(), [n]);
            assert_eq!(trie.step(node, of(n)), None);
        }
    }
}
