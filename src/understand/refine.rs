//! From a general concept and a property or a grade to the concept that means both: "cashew nuts, shelled" and
//! "cashew nuts W320" are the cashew kernel, in whatever order and language the two were written. And the other
//! way: what the head concept implies is added to the properties.

use super::{ReadConcept, ReadFacet, Reading};
use crate::lexicon::{Concept, ConceptId, FacetId, Lexicon};
use crate::text::lower_case;

/// How goods are packed makes no other goods of them, though a concept may imply its packing: honey in
/// drums is honey.
const PACKING: [&str; 2] = ["packing:", "pack-size:"];

pub(super) fn refine(lexicon: &Lexicon, reading: &mut Reading) {
    let packing = |id: FacetId| lexicon.facet(id).is_some_and(|facet| PACKING.iter().any(|group| facet.slug.starts_with(group)));
    let stated: Vec<FacetId> = reading.facets.iter().filter(|facet| facet.confidence >= 0.3 && !packing(facet.id)).map(|facet| facet.id).collect();
    drop_wider(lexicon, reading);
    for concept in &mut reading.concepts {
        let graded = |id| reading.codes.iter().find_map(|(code, _)| lexicon.kind_graded(id, code)).filter(|kind| agrees(lexicon, *kind, &stated));
        let own = within_its_name(lexicon, concept, &reading.facets);
        let stated: Vec<FacetId> = stated.iter().copied().filter(|facet| !own.contains(facet)).collect();
        while let Some(narrower) = narrower(lexicon, concept.id, &stated).or_else(|| graded(concept.id)) {
            concept.id = narrower;
        }
    }
    meet(lexicon, reading);
    drop_wider(lexicon, reading);
    let Some(head) = reading.concepts.first().filter(|head| head.weight >= 0.25) else { return };
    let lang = head.lang;
    let implied = |id: ConceptId| lexicon.concept(id).into_iter().flat_map(properties);
    let known = |facets: &[ReadFacet], id: FacetId| facets.iter().any(|facet| facet.id == id);
    for id in implied(head.id) {
        // What the text states of the same group outweighs what the term implies.
        let contradicted = reading.facets.iter().any(|facet| lexicon.conflicting(facet.id, id));
        if !contradicted && !known(&reading.facets, id) {
            reading.facets.push(ReadFacet { id, confidence: 0.9, text: String::new(), lang });
        }
    }
    // What stands beside the head is an alternative, and so is what it implies ("goat skin, wet blue, crust
    // leather"): too weak to contradict, enough to be no surprise.
    let beside = reading.concepts.iter().skip(1).filter(|concept| concept.weight * 2.0 > head.weight && !concept.described);
    for id in beside.flat_map(|concept| implied(concept.id)) {
        if reading.facets.iter().any(|facet| lexicon.conflicting(facet.id, id)) && !known(&reading.facets, id) {
            reading.facets.push(ReadFacet { id, confidence: ALTERNATIVE, text: String::new(), lang });
        }
    }
}

/// The properties that goods are called by and that make no kind of them: 男衬衫 names shirts for men, of whatever cloth,
/// and 干酪 cheese.
fn within_its_name(lexicon: &Lexicon, goods: &ReadConcept, facets: &[ReadFacet]) -> Vec<FacetId> {
    let name = lower_case(&goods.text);
    let called = lexicon.concept(goods.id).is_some_and(|concept| lexicon.names_in(&concept.names, goods.lang).any(|form| lower_case(form) == name));
    let inside = facets.iter().filter(|facet| called && !facet.text.is_empty() && holds_word(&name, &lower_case(&facet.text)));
    inside.map(|facet| facet.id).collect()
}

/// Whether a word stands in a name with nothing grown onto it, where words are parted: there is no ice in rice.
fn holds_word(name: &str, word: &str) -> bool {
    let parted = |c: char| !matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..);
    let grown = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && parted(c));
    name.match_indices(word).any(|(at, _)| {
        let (before, behind) = (name.get(..at).unwrap_or_default(), name.get(at + word.len()..).unwrap_or_default());
        !grown(before.chars().next_back()) && !grown(behind.chars().next())
    })
}

/// Leaves out concepts of which the text names a kind, which add nothing ("cashew nuts: W320 cashew kernels").
/// But a kind named in passing does not displace what the title says ("honey", and far below "mountain
/// honey").
fn drop_wider(lexicon: &Lexicon, reading: &mut Reading) {
    let named: Vec<(ConceptId, f32)> = reading.concepts.iter().map(|concept| (concept.id, concept.weight)).collect();
    let head = named.first().copied();
    let kind = |of: ConceptId, id: ConceptId| lexicon.concept(id).is_some_and(|other| other.ancestors.contains(&of));
    let mut seen = Vec::new();
    reading.concepts.retain(|concept| {
        let wider = named.iter().any(|(id, weight)| *weight * 2.0 >= concept.weight && kind(concept.id, *id));
        let fresh = !seen.contains(&concept.id);
        seen.push(concept.id);
        fresh && !wider
    });
    // Where the head was left out, its kind takes its place before what else was named.
    if let Some((head, weight)) = head && let Some(at) = reading.concepts.iter().position(|concept| kind(head, concept.id)).filter(|_| reading.concepts.iter().all(|concept| concept.id != head)) {
        if let Some(concept) = reading.concepts.get_mut(at) {
            concept.weight = concept.weight.max(weight);
        }
        if let Some(front) = reading.concepts.get_mut(..=at) {
            front.rotate_right(1);
        }
    }
}

/// Goods named by two names side by side are the kind that is both: goat skin, wet blue.
fn meet(lexicon: &Lexicon, reading: &mut Reading) {
    let Some((head, end, weight, described)) = reading.concepts.first().map(|head| (head.id, head.span.clone(), head.weight, head.described)) else { return };
    let near = |span: &std::ops::Range<usize>| span.start.saturating_sub(end.end) <= 1 && span.start >= end.end || end.start.saturating_sub(span.end) <= 1 && end.start >= span.end;
    // Grumes de padouk: over a short word for of.
    let owned = |span: &std::ops::Range<usize>| span.start >= end.end && span.start - end.end <= LONGEST_OF;
    let beside = reading.concepts.iter().skip(1).filter(|other| other.weight * 2.0 > weight && other.described == described && near(&other.span));
    let mut both = beside.filter_map(|other| {
        let mut kinds = lexicon.children(head).iter().copied().filter(|kind| lexicon.concept(*kind).is_some_and(|kind| kind.broader.contains(&other.id)));
        kinds.next().filter(|_| kinds.next().is_none())
    });
    let kind = both.next();
    if let Some(kind) = kind && let Some(head) = reading.concepts.first_mut() {
        head.id = kind;
    } else if let Some(species) = reading.concepts.iter().skip(1).position(|other| other.weight * 2.0 > weight && other.described == described && (near(&other.span) || owned(&other.span)) && shapes(lexicon, head, other.id)) {
        shape(lexicon, reading, species + 1);
    }
}

/// Whether goods are a shape of a wood that another concept names the species of: logs, tali.
fn shapes(lexicon: &Lexicon, shape: ConceptId, species: ConceptId) -> bool {
    let (Some(shape), Some(species)) = (lexicon.concept(shape), lexicon.concept(species)) else { return false };
    let sawn = |concept: &Concept| concept.facets.iter().filter_map(|id| lexicon.facet(*id)).any(|facet| facet.slug.starts_with("wood:"));
    sawn(shape) && !sawn(species) && shape.broader.iter().any(|wider| species.broader.contains(wider))
}

/// Puts the species first and keeps what the shape says of it.
fn shape(lexicon: &Lexicon, reading: &mut Reading, species: usize) {
    let Some(head) = reading.concepts.first() else { return };
    let said: Vec<FacetId> = lexicon.concept(head.id).map(|concept| concept.facets.clone()).unwrap_or_default();
    let (weight, text, lang) = (head.weight, head.text.clone(), head.lang);
    for id in said {
        if !reading.facets.iter().any(|facet| facet.id == id) {
            reading.facets.push(ReadFacet { id, confidence: 0.9, text: text.clone(), lang });
        }
    }
    if let Some(concept) = reading.concepts.get_mut(species) {
        concept.weight = concept.weight.max(weight);
    }
    if let Some(front) = reading.concepts.get_mut(..=species) {
        front.rotate_right(1);
    }
}

/// Bytes of a word for of and the spaces around it.
const LONGEST_OF: usize = 4;

/// Confidence of a property that an alternative implies; under what counts as a contradiction.
const ALTERNATIVE: f32 = 0.4;

/// Whether nothing that is stated contradicts what a concept implies.
fn agrees(lexicon: &Lexicon, id: ConceptId, stated: &[FacetId]) -> bool {
    lexicon.concept(id).into_iter().flat_map(properties).all(|own| stated.iter().all(|facet| !lexicon.conflicting(*facet, own)))
}

fn properties(concept: &Concept) -> impl Iterator<Item = FacetId> + '_ {
    concept.facets.iter().chain(&concept.inherited).copied()
}

/// The child whose implied properties are all stated, the one with the most of them first. Two children
/// with the same ones are told apart by something else (long-grain rice is basmati or jasmine), and
/// then nothing is narrowed.
fn narrower(lexicon: &Lexicon, id: ConceptId, stated: &[FacetId]) -> Option<ConceptId> {
    let known: Vec<FacetId> = properties(lexicon.concept(id)?).collect();
    let met: Vec<(usize, ConceptId)> = lexicon
        .children(id)
        .iter()
        .filter_map(|child| {
            let extra: Vec<&FacetId> = lexicon.concept(*child)?.facets.iter().filter(|facet| !known.contains(facet)).collect();
            (!extra.is_empty() && extra.iter().all(|facet| stated.contains(facet))).then_some((extra.len(), *child))
        })
        .collect();
    let most = met.iter().map(|(count, _)| *count).max()?;
    let mut best = met.iter().filter(|(count, _)| *count == most).map(|(_, child)| *child);
    best.next().filter(|_| best.next().is_none())
}
