//! From scores to pages: a total order that ends in the identifier, what the platform decides itself, a
//! cap per supplier, a share for small suppliers, cursors, and two rankings dealt into one.

mod interleave;
mod layout;
#[cfg(test)]
mod layout_tests;
mod seen;

use std::collections::{HashMap, HashSet, VecDeque};

pub use interleave::{interleave, mixed};
pub use layout::{lay, order};
pub use seen::Seen;

/// A scored candidate.
pub struct Ranked<T> {
    /// Its score.
    pub score: f64,
    /// The part of the score that says how much of the request is met.
    pub merit: f64,
    /// Its identifier, which breaks ties.
    pub id: String,
    /// Supplier or buyer.
    pub party: String,
    /// Whether a share of places is kept for its like: micro and small suppliers.
    pub small: bool,
    /// Whatever travels with it.
    pub item: T,
}

impl<T> Ranked<T> {
    fn is_anonymous(&self) -> bool {
        self.party == crate::domain::ANONYMOUS
    }
}

/// How candidates are laid out.
pub struct Layout<'a> {
    /// Hits on a page.
    pub page: usize,
    /// Most hits of one party on a page, while others wait.
    pub party_cap: usize,
    /// Share of a page's places that is kept for small parties, 0 to 1, rounded down to whole places.
    pub exposure_share: f64,
    /// By how much the merit of who gets such a place may be below that of whom it passes: so little that
    /// neither matches more of the request (`score::margin`).
    pub margin: f64,
    /// What the platform decides itself.
    pub curation: &'a Curation,
}

/// What the platform decides itself. It moves candidates and never adds one.
#[derive(Clone, Debug, Default)]
pub struct Curation {
    /// Places, from 1, with the identifiers that stand there. The first of two for one place has it, the
    /// other the next; the first of two places of one identifier holds.
    pub pins: Vec<(usize, String)>,
    /// Identifiers that stand behind all others.
    pub buried: HashSet<String>,
}

/// How many of `later` are of the same party as `hit`.
pub fn more_of_party<T>(hit: &Ranked<T>, later: &[Ranked<T>]) -> usize {
    if hit.is_anonymous() { 0 } else { later.iter().filter(|other| other.party == hit.party).count() }
}

/// The places of hits in order, given the party of each (none if it has none), when no party holds more than
/// `cap` on a page of `page`: which hit comes first, second and so on.
pub fn capped(parties: &[Option<usize>], cap: usize, page: usize) -> Vec<usize> {
    let (cap, page) = (cap.max(1), page.max(1));
    let mut out = Vec::with_capacity(parties.len());
    let mut waiting: VecDeque<usize> = (0..parties.len()).collect();
    while !waiting.is_empty() {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        let mut held = VecDeque::new();
        let end = out.len() + page;
        while out.len() < end {
            let Some(at) = waiting.pop_front() else { break };
            if let Some(party) = parties.get(at).copied().flatten() {
                let count = counts.entry(party).or_default();
                if *count >= cap {
                    held.push_back(at);
                    continue;
                }
                *count += 1;
            }
            out.push(at);
        }
        // A page that others cannot fill takes the held ones after all.
        while out.len() < end {
            let Some(at) = held.pop_front() else { break };
            out.push(at);
        }
        held.append(&mut waiting);
        waiting = held;
    }
    out
}
