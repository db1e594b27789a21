//! From a general concept and a property to the concept that means both: "cashew nuts, shelled" is
//! the cashew kernel, in whatever order and language the two were written. And the other way: what
//! the head concept implies is added to the properties.

use super::{ReadFacet, Reading};
use crate::lexicon::{ConceptId, FacetId, Lexicon};

/// How goods are packed makes no other goods of them, though a concept may imply its packing: honey in
/// drums is honey.
const PACKING: [&str; 2] = ["packing:", "pack-size:"];

pub(super) fn refine(lexicon: &Lexicon, reading: &mut Reading) {
    let packing = |id: FacetId| lexicon.facet(id).is_some_and(|facet| PACKING.iter().any(|group| facet.slug.starts_with(group)));
    let stated: Vec<FacetId> = reading.facets.iter().filter(|facet| facet.confidence >= 0.3 && !packing(facet.id)).map(|facet| facet.id).collect();
    for concept in &mut reading.concepts {
        while let Some(narrower) = narrower(lexicon, concept.id, &stated) {
            concept.id = narrower;
        }
    }
    // A concept that the head already is a kind of adds nothing ("cashew nuts: W320 cashew kernels").
    // But a kind named in passing does not displace what the title says ("honey", and far below
    // "mountain honey").
    let named: Vec<(ConceptId, f32)> = reading.concepts.iter().map(|concept| (concept.id, concept.weight)).collect();
    let mut seen = Vec::new();
    reading.concepts.retain(|concept| {
        let kind = |id: ConceptId| lexicon.concept(id).is_some_and(|other| other.ancestors.contains(&concept.id));
        let wider = named.iter().any(|(id, weight)| *weight * 2.0 >= concept.weight && kind(*id));
        let fresh = !seen.contains(&concept.id);
        seen.push(concept.id);
        fresh && !wider
    });
    let Some(head) = reading.concepts.first().filter(|head| head.weight >= 0.25) else { return };
    let implied = lexicon.concept(head.id).map(|concept| concept.facets.clone()).unwrap_or_default();
    let lang = head.lang;
    for id in implied {
        // What the text states of the same group outweighs what the term implies.
        let contradicted = reading.facets.iter().any(|facet| lexicon.conflicting(facet.id, id));
        if !contradicted && !reading.facets.iter().any(|facet| facet.id == id) {
            reading.facets.push(ReadFacet { id, confidence: 0.9, text: String::new(), lang });
        }
    }
}

/// The child whose implied properties are all stated, the one with the most of them first.
fn narrower(lexicon: &Lexicon, id: ConceptId, stated: &[FacetId]) -> Option<ConceptId> {
    let own = lexicon.concept(id)?.facets.clone();
    lexicon
        .children(id)
        .iter()
        .filter_map(|child| {
            let facets = &lexicon.concept(*child)?.facets;
            let extra: Vec<&FacetId> = facets.iter().filter(|facet| !own.contains(facet)).collect();
            (!extra.is_empty() && extra.iter().all(|facet| stated.contains(facet))).then_some((extra.len(), *child))
        })
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, child)| child)
}
