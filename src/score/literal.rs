//! Features on letters: grade codes and words as written. Presence counts, repetition does not.

use super::Pair;
use crate::views::Card;
use crate::views::card::term_hash;

/// Whether a side names a code, as a code or as a word.
pub(super) fn names(card: &Card, code: &String) -> bool {
    card.codes.contains(code) || card.words.binary_search(&term_hash(code)).is_ok()
}

pub(super) fn code(pair: &Pair<'_>) -> Option<f64> {
    if pair.wish.codes.is_empty() {
        return None;
    }
    let met = pair.wish.codes.iter().filter(|code| names(pair.offer, code)).count();
    Some(met as f64 / pair.wish.codes.len() as f64)
}

pub(super) fn code_differs(pair: &Pair<'_>) -> Option<f64> {
    if pair.wish.codes.is_empty() || pair.offer.codes.is_empty() {
        return None;
    }
    let any = pair.wish.codes.iter().any(|code| pair.offer.codes.contains(code));
    Some(if any { 0.0 } else { 1.0 })
}

pub(super) fn text(pair: &Pair<'_>) -> Option<f64> {
    share(&pair.wish.residue, pair)
}

pub(super) fn wording(pair: &Pair<'_>) -> Option<f64> {
    if pair.wish.words.is_empty() && pair.wish.pairs.is_empty() {
        return None;
    }
    let met = pair.wish.words.iter().chain(&pair.wish.pairs).filter(|hash| holds(hash, pair)).count();
    Some(met as f64 / (pair.wish.words.len() + pair.wish.pairs.len()) as f64)
}

fn holds(hash: &u32, pair: &Pair<'_>) -> bool {
    pair.offer.words.binary_search(hash).is_ok() || pair.offer.pairs.binary_search(hash).is_ok()
}

fn share(hashes: &[u32], pair: &Pair<'_>) -> Option<f64> {
    if hashes.is_empty() {
        return None;
    }
    Some(hashes.iter().filter(|hash| holds(hash, pair)).count() as f64 / hashes.len() as f64)
}
