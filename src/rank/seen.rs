//! What a reader has seen of the answers to a question: all that a cursor says. The next page is what comes first
//! among the rest, so that nothing is shown twice and nothing is passed over, whatever was listed, changed or
//! withdrawn between two pages; what is new and stands higher comes with the next page.

use std::collections::BTreeSet;

use crate::lexicon::stable_hash;

/// Most hits that a reader can page through: as many as keep a cursor below 5,100 bytes.
const MAX_SEEN: usize = 1_000;
/// Bits of the hash that stands for a hit: two of a thousand hits share one in one of two thousand answers.
const BITS: u32 = 30;
/// Six bits each, safe in a query string.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Digits of a hash.
const LENGTH: usize = (BITS / 6) as usize;

/// The hits that were shown, by hashes of their identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Stands for everything that was asked.
    question: u64,
    hits: BTreeSet<u32>,
}

impl Seen {
    /// Nothing yet.
    pub fn nothing(question: u64) -> Seen {
        Seen { question, hits: BTreeSet::new() }
    }

    /// Reads a cursor; none if it belongs to another question.
    pub fn read(cursor: &str, question: u64) -> Option<Seen> {
        let (bound, hits) = cursor.split_at_checked(16)?;
        if u64::from_str_radix(bound, 16).ok()? != question || hits.len() % LENGTH != 0 || hits.len() > MAX_SEEN * LENGTH {
            return None;
        }
        let digit = |byte: &u8| DIGITS.iter().position(|digit| digit == byte).and_then(|at| u32::try_from(at).ok());
        let number = |digits: &[u8]| digits.iter().try_fold(0, |number, byte| Some((number << 6) | digit(byte)?));
        Some(Seen { question, hits: hits.as_bytes().chunks(LENGTH).map(number).collect::<Option<_>>()? })
    }

    /// How many hits were shown.
    pub fn count(&self) -> usize {
        self.hits.len()
    }

    /// Whether a hit was shown.
    pub fn has(&self, id: &str) -> bool {
        self.hits.contains(&self.hash(id))
    }

    /// Notes a hit that is shown.
    pub fn add(&mut self, id: &str) {
        self.hits.insert(self.hash(id));
    }

    /// The cursor of the next page; none where a reader has paged as far as is possible.
    pub fn cursor(&self) -> Option<String> {
        let digits = |hash: &u32| (0..LENGTH).rev().filter_map(|at| DIGITS.get((hash >> (6 * at)) as usize & 63)).map(|digit| char::from(*digit)).collect::<String>();
        (self.count() < MAX_SEEN).then(|| format!("{:016x}{}", self.question, self.hits.iter().map(digits).collect::<String>()))
    }

    fn hash(&self, id: &str) -> u32 {
        (stable_hash(id.as_bytes(), self.question) & ((1 << BITS) - 1)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_tells_what_was_seen_and_serves_only_its_question() {
        let mut seen = Seen::nothing(7);
        (0..100).for_each(|n| seen.add(&format!("o-{n}")));
        let cursor = seen.cursor().expect("more to come");
        assert_eq!(cursor.len(), 16 + 100 * LENGTH);
        let read = Seen::read(&cursor, 7).expect("its own");
        assert_eq!(read, seen);
        assert!((0..100).all(|n| read.has(&format!("o-{n}"))) && !read.has("o-100"));
        assert_eq!(Seen::read(&cursor, 8), None);
        for bad in ["", "x", "00000000000000zz", "0000000000000007abc", "0000000000000007ab.de", "20-0000000000000007", "é00000000000000007"] {
            assert_eq!(Seen::read(bad, 7), None, "{bad}");
        }
    }

    #[test]
    fn paging_ends_before_a_cursor_is_too_long() {
        let mut seen = Seen::nothing(1);
        (0..2_000).for_each(|n| seen.add(&n.to_string()));
        assert_eq!(seen.cursor(), None);
    }
}
