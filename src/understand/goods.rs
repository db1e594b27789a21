//! The goods of a text: what is sold or sought, and its properties. The head of the title is what
//! the trade is about; what is packing, use or company weighs less; what is denied is left out, or
//! is the other of two properties (not roasted is raw).

use std::ops::Range;

use super::layout::{Layout, What};
use super::{ReadConcept, ReadFacet, Reading, passing};
use crate::domain::Country;
use crate::lexicon::{FacetId, Lexicon, Meaning, Mention};
use crate::text::{Atom, AtomKind, Lang};

/// What a property weighs that is said in passing, or beside a title that names the goods.
const ASIDE: f32 = 0.5;

/// Takes the goods and properties of a layout into a reading; returns the spans that names cover.
pub(super) fn read(reading: &mut Reading, layout: &Layout<'_>, title: bool) -> Vec<Range<usize>> {
    let titled = !title && !reading.concepts.is_empty();
    let lang = reading.langs.first().map(|guess| guess.lang).or(layout.langs.first().copied());
    let head = head(lang, layout.atoms, layout.mentions);
    let mut passing = false;
    let mut covered = Vec::new();
    for (piece, at) in layout.pieces.iter().zip(0usize..) {
        let What::Mention(index) = piece.what else { continue };
        let Some(mention) = layout.mentions.get(index) else { continue };
        covered.push(mention.span.clone());
        passing |= passing::after_preposition(layout.atoms, mention);
        let beside = head.and_then(|head| layout.mentions.get(head)).is_some_and(|head| head.clause == mention.clause);
        let in_passing = passing || passing::before_postposition(layout.atoms, mention);
        let place = match (titled, in_passing) {
            (true, _) => 0.25,
            (_, true) => 0.3,
            _ if Some(index) == head => 1.0,
            _ if beside => 0.85,
            _ => 0.5,
        };
        let denied = layout.denied(at);
        take(reading, layout, mention, Standing { place, aside: titled || in_passing, described: !title, denied });
    }
    covered
}

/// Where a mention stands in its text.
struct Standing {
    place: f32,
    aside: bool,
    described: bool,
    denied: bool,
}

fn take(reading: &mut Reading, layout: &Layout<'_>, mention: &Mention, standing: Standing) {
    let (span, written) = layout.original(&mention.span);
    let lone = mention.atoms.len() == 1 && written.chars().count() == 1;
    for sense in &mention.senses {
        match sense.meaning {
            Meaning::Concept(id) if !standing.denied => {
                // A lone character inside a longer run is part of many other words.
                let alone = if lone && layout.clean.as_str().chars().count() > 2 { 0.4 } else { 1.0 };
                let weight = standing.place * alone * sense.confidence;
                match reading.concepts.iter_mut().find(|known| known.id == id) {
                    Some(known) => known.weight = known.weight.max(weight),
                    None => reading.concepts.push(ReadConcept {
                        id,
                        weight,
                        exactness: sense.exactness,
                        lang: sense.lang,
                        span: span.clone(),
                        described: standing.described,
                        text: written.clone(),
                    }),
                }
            }
            Meaning::Facet(id) => {
                let Some(id) = (if standing.denied { opposite(layout.lexicon, id) } else { Some(id) }) else { continue };
                let confidence = sense.confidence * if standing.aside { ASIDE } else { 1.0 };
                match reading.facets.iter_mut().find(|known| known.id == id) {
                    Some(known) => known.confidence = known.confidence.max(confidence),
                    None => reading.facets.push(ReadFacet { id, confidence, text: written.clone(), lang: sense.lang }),
                }
            }
            _ => {}
        }
    }
}

/// The other value of a group of two that exclude each other.
fn opposite(lexicon: &Lexicon, id: FacetId) -> Option<FacetId> {
    let group = lexicon.facet(id)?.group;
    let mut others = (0..u16::MAX).map(FacetId).map_while(|id| Some((id, lexicon.facet(id)?))).filter(|(other, facet)| facet.group == group && *other != id);
    let (other, _) = others.next()?;
    (others.next().is_none() && lexicon.conflicting(id, other)).then_some(other)
}

/// The mention that names what is sold. Of the first run of goods that stand side by side it is the
/// first where the noun comes before what describes it, and the last where it comes after
/// (芝麻 香油 is an oil, mủ cao su is a latex).
fn head(lang: Option<Lang>, atoms: &[Atom], mentions: &[Mention]) -> Option<usize> {
    let goods = |mention: &Mention| mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Concept(_)));
    // What is only used for other goods, or a word of a strange language, comes last.
    let sure = |mention: &Mention| goods(mention) && mention.senses.iter().map(|sense| sense.confidence).sum::<f32>() > 0.6 && !passing::before_postposition(atoms, mention);
    let first = mentions.iter().position(sure).or_else(|| mentions.iter().position(goods))?;
    let noun_first = lang.is_some_and(|lang| matches!(lang.as_str(), "fr" | "es" | "pt" | "ar" | "vi" | "th" | "id" | "ms" | "sw" | "ru" | "fa" | "ha"));
    if noun_first {
        return Some(first);
    }
    let mut last = first;
    for (at, pair) in mentions.windows(2).enumerate().skip(first) {
        let [here, next] = pair else { break };
        let unspaced = atoms.get(next.atoms.start).is_some_and(|atom| atom.kind == AtomKind::Cluster);
        let gap = atoms.get(next.atoms.start).is_some_and(|atom| atom.gap);
        let joined = here.atoms.end == next.atoms.start || passing::of(atoms, here.atoms.end..next.atoms.start);
        if !joined || here.clause != next.clause || (unspaced && gap) {
            break;
        }
        if goods(next) {
            last = at + 1;
        }
    }
    Some(last)
}

/// Countries as origins in the order they were found, each once.
pub(super) fn add_origins(reading: &mut Reading, origins: Vec<Country>) {
    for country in origins {
        if !reading.origins.contains(&country) {
            reading.origins.push(country);
        }
    }
}
