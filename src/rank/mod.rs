//! From scores to pages: a total order that ends in the identifier, a cap per supplier, cursors, and
//! two rankings dealt into one.

mod interleave;

use std::collections::{HashMap, VecDeque};

pub use interleave::{interleave, mixed, picked};

/// The party of postings that name none; they are many, and no cap holds them.
pub const ANONYMOUS: &str = "anonymous";

/// A scored candidate.
pub struct Ranked<T> {
    /// Its score.
    pub score: f64,
    /// Its identifier, which breaks ties.
    pub id: String,
    /// Supplier or buyer.
    pub party: String,
    /// Whatever travels with it.
    pub item: T,
}

/// Sorts by score, highest first, then by identifier; then [`spread`]s.
pub fn order<T>(mut hits: Vec<Ranked<T>>, cap: usize, page: usize) -> Vec<Ranked<T>> {
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    spread(hits, cap, page)
}

/// Keeps any one party to `cap` places on a page of `page` hits by moving what is above the cap behind the
/// next others.
pub fn spread<T>(hits: Vec<Ranked<T>>, cap: usize, page: usize) -> Vec<Ranked<T>> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let parties: Vec<Option<usize>> = hits
        .iter()
        .map(|hit| {
            let next = numbers.len();
            (hit.party != ANONYMOUS).then(|| *numbers.entry(&hit.party).or_insert(next))
        })
        .collect();
    let places = capped(&parties, cap, page);
    let mut hits: Vec<Option<Ranked<T>>> = hits.into_iter().map(Some).collect();
    places.into_iter().filter_map(|at| hits.get_mut(at).and_then(Option::take)).collect()
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

/// A place in an answer: the number of hits already seen, bound to the query that was asked.
pub fn cursor(seen: usize, query: u64) -> String {
    format!("{seen}-{query:016x}")
}

/// Reads a cursor; none if it belongs to another query.
pub fn read_cursor(text: &str, query: u64) -> Option<usize> {
    let (seen, hash) = text.split_once('-')?;
    (u64::from_str_radix(hash, 16).ok()? == query).then(|| seen.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(id: &str, party: &str, score: f64) -> Ranked<()> {
        Ranked { score, id: id.to_owned(), party: party.to_owned(), item: () }
    }

    fn ids(hits: &[Ranked<()>]) -> Vec<&str> {
        hits.iter().map(|hit| hit.id.as_str()).collect()
    }

    #[test]
    fn equal_scores_are_ordered_by_identifier() {
        let hits = order(vec![hit("c", "1", 1.0), hit("a", "2", 1.0), hit("b", "3", 2.0)], 3, 10);
        assert_eq!(ids(&hits), ["b", "a", "c"]);
    }

    #[test]
    fn a_party_holds_no_more_than_its_cap_while_others_wait() {
        let hits = vec![hit("a", "x", 5.0), hit("b", "x", 4.0), hit("c", "x", 3.0), hit("d", "y", 2.0), hit("e", "x", 1.0)];
        assert_eq!(ids(&order(hits, 2, 3)), ["a", "b", "d", "c", "e"]);
    }

    #[test]
    fn a_cursor_serves_only_its_query() {
        assert_eq!(read_cursor(&cursor(20, 7), 7), Some(20));
        assert_eq!(read_cursor(&cursor(20, 7), 8), None);
        assert_eq!(read_cursor("x", 7), None);
    }
}
