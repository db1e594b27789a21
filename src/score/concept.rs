//! Features on meaning: concepts, properties, Harmonized System codes.

use super::Pair;
use crate::domain::HsCode;
use crate::lexicon::{ConceptId, FacetId};
use crate::views::Card;
use crate::views::card::CardConcept;

/// How much the best met of several asked things counts; the rest is their mean. Buyers string together
/// names of one thing and alternatives (山羊皮 坯革 手套鞋面) more often than things that must all be met.
const BEST_SHARE: f64 = 0.6;

/// The asked concepts by their weight, each with its nearest offered one. One concept counts once,
/// however many of its names matched.
pub(super) fn closeness(pair: &Pair<'_>) -> Option<f64> {
    if pair.wish.concepts.is_empty() {
        return None;
    }
    let head = pair.wish.concepts.iter().map(|concept| concept.weight).max().unwrap_or(1).max(1);
    let (mut sum, mut total, mut best) = (0.0, 0.0, 0.0_f64);
    // Who says every asked word offers the asked thing, be it a kind of it (peanut kernels are peanuts)
    // or a plural: no less so than what names it in another language and leaves the kind open.
    let said = super::literal::wording(pair).is_some_and(|share| share >= 1.0);
    let same = |asked: u32, offered: u32| asked == offered || pair.lexicon.concept(ConceptId(offered)).is_some_and(|found| found.ancestors.contains(&ConceptId(asked)));
    let met = |asked: &CardConcept| {
        // What only a synonym explains is met by the very words first.
        if said && asked.synonym != 0 {
            return 1.0;
        }
        let near = pair.offer.concepts.iter().map(|offered| {
            let about = f64::from(offered.weight.min(100)) / 100.0;
            if said && same(asked.id, offered.id) {
                return about;
            }
            let close = f64::from(pair.lexicon.closeness(ConceptId(asked.id), ConceptId(offered.id)));
            close * about * f64::from(offered.exactness) / 100.0 * offered.trust()
        });
        near.fold(0.0, f64::max) * asked.trust()
    };
    let asked: Vec<&CardConcept> = pair.wish.concepts.iter().filter(|concept| concept.weight * 2 > head).collect();
    for (asked, besides) in by_words(&asked) {
        let share = f64::from(asked.weight) / 100.0;
        let met = besides.into_iter().map(&met).fold(met(asked), f64::max);
        best = best.max(met * share * 100.0 / f64::from(head));
        sum += share * met;
        total += share;
    }
    (total > 0.0).then(|| BEST_SHARE * best + (1.0 - BEST_SHARE) * sum / total)
}

/// Asked concepts, each with what synonyms make of the same words: another way to be met, and no further wish.
fn by_words<'a>(asked: &[&'a CardConcept]) -> Vec<(&'a CardConcept, Vec<&'a CardConcept>)> {
    let (named, other): (Vec<&'a CardConcept>, Vec<&'a CardConcept>) = asked.iter().copied().partition(|concept| concept.synonym == 0);
    let mut groups: Vec<(&'a CardConcept, Vec<&'a CardConcept>)> = named.into_iter().map(|concept| (concept, Vec::new())).collect();
    for concept in other {
        match groups.iter_mut().find(|(known, _)| known.span == concept.span && known.described == concept.described) {
            Some((_, besides)) => besides.push(concept),
            None => groups.push((concept, Vec::new())),
        }
    }
    groups
}

/// Codes stated on both sides weigh in full; a code that only the goods suggest weighs half. Where neither side states
/// one, an offer of the asked goods or of a kind of them has the code of its goods: who types it is no nearer for that.
pub(super) fn hs(pair: &Pair<'_>) -> Option<f64> {
    let closeness = |a: &str, b: &str| {
        let shared = a.bytes().zip(b.bytes()).take(6).take_while(|(x, y)| x == y).count();
        let asked = a.len().min(6);
        if shared >= asked { 1.0 } else if shared >= 4 { 0.5 } else { 0.0 }
    };
    if !pair.wish.hs.is_empty() {
        if !pair.offer.hs.is_empty() {
            return Some(closeness(&pair.wish.hs, &pair.offer.hs));
        }
        let best = head_codes(pair, pair.offer).iter().map(|code| closeness(&pair.wish.hs, code.digits())).fold(0.0, f64::max);
        return Some(0.5 * best);
    }
    let asked = head_codes(pair, pair.wish);
    let supposed = pair.offer.hs.is_empty();
    if asked.is_empty() || (supposed && !pair.offers_asked()) {
        return None;
    }
    let offered: Vec<&str> = if supposed { head_codes(pair, pair.offer).iter().map(HsCode::digits).collect() } else { vec![pair.offer.hs.as_str()] };
    // A kind without a code of its own has that of what it is a kind of.
    if offered.is_empty() {
        return Some(0.5);
    }
    let best = asked.iter().flat_map(|asked| offered.iter().map(move |offered| closeness(asked.digits(), offered))).fold(0.0, f64::max);
    Some(0.5 * best)
}

impl Pair<'_> {
    /// Whether the offer is chiefly about what the wish is chiefly about, or about a kind of it.
    fn offers_asked(&self) -> bool {
        let head = |card: &Card| card.concepts.first().map(|concept| ConceptId(concept.id));
        let (Some(asked), Some(offered)) = (head(self.wish), head(self.offer)) else { return false };
        asked == offered || self.lexicon.concept(offered).is_some_and(|concept| concept.ancestors.contains(&asked))
    }
}

/// The codes that the lexicon gives to what a card is chiefly about.
fn head_codes<'a>(pair: &Pair<'a>, card: &Card) -> &'a [HsCode] {
    let head = card.concepts.first().and_then(|concept| pair.lexicon.concept(ConceptId(concept.id)));
    head.map(|concept| concept.hs.as_slice()).unwrap_or_default()
}

pub(super) fn facet_agrees(pair: &Pair<'_>) -> Option<f64> {
    if pair.wish.facets.is_empty() {
        return None;
    }
    let asked: f64 = pair.wish.facets.iter().map(|(_, sure)| f64::from(*sure)).sum();
    let met: f64 = pair.wish.facets.iter().filter(|(id, _)| pair.offer.facets.iter().any(|(other, _)| other == id)).map(|(_, sure)| f64::from(*sure)).sum();
    Some(met / asked.max(1.0))
}

pub(super) fn facet_conflicts(pair: &Pair<'_>) -> Option<f64> {
    if pair.wish.facets.is_empty() || pair.offer.facets.is_empty() {
        return None;
    }
    let mut conflicts: f64 = 0.0;
    for (asked, sure) in &pair.wish.facets {
        // The same group stated alike on both sides settles it ("fresh or chilled"); what is asked as well
        // ("wet blue, crust") is no contradiction.
        if pair.offer.facets.iter().any(|(other, _)| other == asked) {
            continue;
        }
        for (offered, certain) in pair.offer.facets.iter().filter(|(offered, _)| !pair.wish.facets.iter().any(|(other, _)| other == offered)) {
            let both = f64::from(*sure.min(certain)) / 100.0;
            if both >= 0.6 && pair.lexicon.conflicting(FacetId(*asked), FacetId(*offered)) {
                conflicts = conflicts.max(0.0) + both * 0.7;
                break;
            }
        }
    }
    Some(conflicts.min(1.0))
}
