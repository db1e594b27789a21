//! The properties of the goods: which of several a word names, which a name holds inside, and what a denial
//! makes of one.

use std::ops::Range;

use super::finding::Finding;
use super::homes;
use super::layout::Layout;
use super::{ReadFacet, Reading};
use crate::lexicon::{ConceptId, FacetId, Lexicon, Meaning, Mention};
use crate::text::{AtomKind, Lang};

/// Settles words that are a property of several goods (washed coffee, washed wool) by the goods at hand:
/// what they cannot have is left out, and of the rest what they are known for comes first.
pub(super) fn settle(reading: &mut Reading, lexicon: &Lexicon) {
    let Some(head) = reading.concepts.iter().max_by(|a, b| a.weight.total_cmp(&b.weight)).map(|head| (head.id, head.weight)) else {
        // Without goods nobody knows whether they are of those that have the property.
        reading.facets.retain(|facet| !homes::particular(lexicon, facet.id));
        return;
    };
    let goods: Vec<ConceptId> = reading.concepts.iter().filter(|concept| concept.weight * 2.0 > head.1).map(|concept| concept.id).collect();
    reading.facets.retain(|facet| facet.text.is_empty() || goods.iter().any(|id| homes::at_home(lexicon, *id, facet.id)) && !called(lexicon, head.0, facet.id));
    let twice = |facets: &[ReadFacet], facet: &ReadFacet| !facet.text.is_empty() && facets.iter().any(|other| other.id != facet.id && other.text == facet.text);
    if !reading.facets.iter().any(|facet| twice(&reading.facets, facet)) {
        return;
    }
    let groups = kin_groups(lexicon, head.0);
    let implied: Vec<FacetId> = goods.iter().filter_map(|id| lexicon.concept(*id)).flat_map(|concept| &concept.facets).copied().collect();
    let rank = |facet: &ReadFacet| {
        let group = lexicon.facet(facet.id).map_or(u16::MAX, |facet| facet.group);
        match homes::likely_at_home(lexicon, head.0, facet.id) {
            false => 0,
            true if implied.contains(&facet.id) => 4,
            true if homes::particular(lexicon, facet.id) => 3,
            true => 1 + u8::from(groups.contains(&group)),
        }
    };
    let all = reading.facets.clone();
    reading.facets.retain_mut(|facet| {
        let rivals = || all.iter().filter(|other| other.text == facet.text && other.id != facet.id);
        if facet.text.is_empty() || rivals().next().is_none() {
            return true;
        }
        let own = rank(facet);
        let best = rivals().map(&rank).max().unwrap_or_default();
        let known = own > 1 && own >= best;
        if known {
            // The belief that the word's other meanings had goes to those that the goods know.
            let (rest, equals) = rivals().fold((0.0, 1.0), |(rest, equals), rival| (rest + rival.confidence, equals + f32::from(u8::from(rank(rival) == own))));
            facet.confidence = ((facet.confidence + rest) / equals).min(1.0);
            return true;
        }
        let likelier = rivals().any(|rival| (rank(rival), rival.confidence, facet.id.0) > (own, facet.confidence, rival.id.0));
        best <= own && !likelier
    });
}

/// What follows from other facts: goods with a certificate of organic farming are organic, and what is frozen is
/// shipped cold without saying so.
pub(super) fn conclude(reading: &mut Reading, lexicon: &Lexicon) {
    let slug = |facet: &ReadFacet| lexicon.facet(facet.id).map_or("", |facet| facet.slug.as_str());
    if reading.facets.iter().any(|facet| slug(facet) == "state:frozen") {
        reading.facets.retain(|facet| slug(facet) != "temperature:cool");
    }
    let farmed = |facet: &ReadFacet| slug(facet).starts_with("farming:");
    let organic = reading.certificates.iter().any(|slug| slug.starts_with("organic"));
    let grown = |id: ConceptId| FARMED.iter().any(|(from, to)| homes::of_headings(lexicon, id, *from, *to));
    let Some(head) = reading.concepts.first().filter(|head| organic && grown(head.id) && !reading.facets.iter().any(farmed)) else { return };
    if let Some(id) = lexicon.find_facet("farming:organic") {
        let certified = |finding: &&Finding| finding.field == "certifications" && finding.value.as_ref().is_some_and(|value| value.starts_with("organic"));
        let text = reading.findings.iter().find(certified).map(|finding| finding.text.clone()).unwrap_or_default();
        reading.facets.push(ReadFacet { id, confidence: 0.9, text, lang: head.lang });
    }
}

/// Headings of what is grown on farms, and made of it.
const FARMED: &[(u16, u16)] = &[(201, 210), (401, 410), (601, 2403), (3301, 3301), (5101, 5105), (5201, 5212), (6101, 6310)];

/// Whether goods are called by a colour: green tea.
fn called(lexicon: &Lexicon, goods: ConceptId, property: FacetId) -> bool {
    let colour = lexicon.facet(property).and_then(|facet| facet.slug.strip_prefix("colour:"));
    colour.zip(lexicon.concept(goods)).is_some_and(|(colour, goods)| goods.slug.split('-').any(|word| word == colour))
}

/// The groups of properties that goods, what is above and below them, and their siblings have.
fn kin_groups(lexicon: &Lexicon, head: ConceptId) -> Vec<u16> {
    let Some(concept) = lexicon.concept(head) else { return Vec::new() };
    let mut kin: Vec<ConceptId> = [head].into_iter().chain(concept.ancestors.iter().copied().take(2)).collect();
    for id in kin.clone() {
        for child in lexicon.children(id) {
            kin.push(*child);
            kin.extend(lexicon.children(*child).iter().take(200));
        }
    }
    let mut groups: Vec<u16> = kin.into_iter().filter_map(|id| lexicon.concept(id)).flat_map(|concept| &concept.facets).filter_map(|id| lexicon.facet(*id)).map(|facet| facet.group).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// The one value that a value excludes, if the goods are known to have one of them: of organic it is
/// conventional, for wild may be organic too; not roasted coffee is raw, resin that is not recycled is no pulp.
pub(super) fn opposite(lexicon: &Lexicon, goods: Option<ConceptId>, id: FacetId) -> Option<FacetId> {
    let group = lexicon.facet(id)?.group;
    let mut others = (0..u16::MAX).map(FacetId).map_while(|id| Some((id, lexicon.facet(id)?))).filter(|(other, facet)| facet.group == group && *other != id && lexicon.conflicting(id, *other));
    let (other, _) = others.next()?;
    let known = |goods: ConceptId| kin_groups(lexicon, goods).contains(&group);
    // A cracked shell is one, and no third thing beside with and without.
    (others.all(|(kind, _)| !lexicon.conflicting(other, kind)) && goods.is_some_and(known)).then_some(other)
}

/// Groups whose properties are worth reading inside of a name: granular urea is urea in granules, 冻鸡爪 are
/// frozen. A colour or a cut there is what the name is, not a property of it.
const NESTED: &[&str] = &["state", "form", "condition", "farming", "wearer", "catch", "salt", "gmo", "shell", "wool", "hydration"];

/// Headings of articles whose name may tell what they are made of: a rattan chair.
const ARTICLES: &[(u16, u16)] = &[(4201, 4304), (4601, 4602), (6101, 6310), (6401, 6702), (7010, 7013), (8201, 8311), (9401, 9404)];

/// Groups whose properties are no part of a name that says the same without them.
const BARE: &[&str] = &["colour", "wood"];

/// Properties named by a word of the head's own name that the concept does not imply.
pub(super) fn nested(reading: &mut Reading, layout: &Layout<'_>, mention: &Mention) {
    let lexicon = layout.lexicon;
    let Some((id, concept)) = mention.senses.iter().find_map(|sense| if let Meaning::Concept(id) = sense.meaning { Some((id, lexicon.concept(id)?)) } else { None }) else { return };
    let lang = mention.senses.first().map_or(Lang::UND, |sense| sense.lang);
    let name = layout.clean.as_str().get(mention.span.clone()).unwrap_or_default();
    // Desiccated coconut is called so: the name itself tells its form.
    let label = crate::text::lower_case(&lexicon.label(Meaning::Concept(id), lang)) == crate::text::lower_case(name);
    let within = |start: usize| lexicon.meanings_at(layout.atoms, start).into_iter().filter(move |(meaning, end, _)| matches!(meaning, Meaning::Facet(_)) && *end <= mention.atoms.end);
    let all: Vec<Range<usize>> = mention.atoms.clone().flat_map(|start| within(start).map(move |(_, end, _)| start..end)).collect();
    for start in mention.atoms.clone() {
        for (meaning, end, of) in within(start) {
            let Meaning::Facet(property) = meaning else { continue };
            // In salados frescos nothing is fresh.
            if all.iter().any(|other| other.start <= start && end <= other.end && other.len() > end - start) {
                continue;
            }
            // Nor is furniture of rubberwood made of rubber.
            let other = |meaning: &Meaning, until: usize| matches!(meaning, Meaning::Concept(_)) && until > end && until - start < mention.atoms.len();
            let grown = || lexicon.meanings_at(layout.atoms, start).iter().any(|(meaning, until, _)| other(meaning, *until));
            let Some(facet) = lexicon.facet(property).filter(|_| of == lang && end <= mention.atoms.end && end - start < mention.atoms.len()) else { continue };
            // Who writes Long nhãn leaves no mark out of lỏng.
            let written = || layout.atoms.get(start..end).unwrap_or_default().iter().map(|atom| atom.exact.as_str()).collect::<Vec<_>>().join(" ");
            if lang == Lang::VI && !name.is_ascii() && !lexicon.names_in(&facet.names, lang).any(|form| form == written()) {
                continue;
            }
            let group = facet.slug.split(':').next().unwrap_or_default();
            let goes = match group {
                // Khô đậu tương is a cake and dried no more than any.
                "state" => homes::of_headings(lexicon, id, 101, 2299) || homes::of_headings(lexicon, id, 2401, 2499),
                "form" => !label,
                "material" => ARTICLES.iter().any(|(from, to)| homes::of_headings(lexicon, id, *from, *to)) && !grown(),
                _ => true,
            };
            // White quinoa is quinoa, and white: where the rest of the name says as much, the word is a property.
            let clustered = layout.atoms.get(start).is_some_and(|atom| atom.kind == AtomKind::Cluster);
            let nested = NESTED.contains(&group) || group == "material" || facet.slug == "packing:bulk";
            let apart = nested && goes || BARE.contains(&group) && (!clustered || group == "wood") && !called(lexicon, id, property) && bare(layout, mention, id, start..end);
            // Of unspaced scripts only what begins or ends the name; a lone character at the end (海参干) only of the same goods.
            let placed = !clustered || start == mention.atoms.start || (end == mention.atoms.end && (end - start > 1 || bare(layout, mention, id, start..end)));
            let settled = concept.facets.iter().filter_map(|own| lexicon.facet(*own)).any(|own| own.group == facet.group);
            if apart && placed && !settled && !reading.facets.iter().any(|known| known.id == property) {
                let span = layout.atoms.get(start).map_or(0, |atom| atom.span.start)..layout.atoms.get(end - 1).map_or(0, |atom| atom.span.end);
                let (_, text) = layout.original(&span);
                reading.facets.push(ReadFacet { id: property, confidence: 0.7, text, lang });
            }
        }
    }
}

/// Whether a name without the words of a property at one of its ends still names the same goods.
fn bare(layout: &Layout<'_>, mention: &Mention, id: ConceptId, words: Range<usize>) -> bool {
    let rest = match (words.start == mention.atoms.start, words.end == mention.atoms.end) {
        (true, false) => words.end..mention.atoms.end,
        (false, true) => mention.atoms.start..words.start,
        _ => return false,
    };
    // A connector may stand between: mbao za mninga.
    let starts = rest.start..(rest.start + 2).min(rest.end);
    starts.into_iter().any(|start| layout.lexicon.meanings_at(layout.atoms, start).iter().any(|(meaning, end, _)| *end == rest.end && *meaning == Meaning::Concept(id)))
}

/// Groups whose properties are said by the name of other goods: a shirt of cotton, a rickshaw for petrol.
const SAID_BY_GOODS: &[(&str, &[(u16, u16)])] = &[("material", &[(4201, 4699), (5701, 7099), (8201, 9999)]), ("power", &[(8201, 8999)])];

/// The property that goods beside the head say of it: a shirt, cotton.
/// Beside a machine they are what it works on, unless it runs by them: a rice huller, diesel.
pub(super) fn said_by_goods(layout: &Layout<'_>, head: ConceptId, mention: &Mention, worked_on: bool) -> Option<FacetId> {
    let lexicon = layout.lexicon;
    let lang = mention.senses.first()?.lang;
    let all = lexicon.meanings_at(layout.atoms, mention.atoms.start);
    let facets = all.into_iter().filter(|(_, end, of)| *end == mention.atoms.end && *of == lang);
    // A chair, beech: what is a kind of wood is wood.
    let kinds = mention.senses.iter().filter_map(|sense| if let Meaning::Concept(id) = sense.meaning { lexicon.concept(id) } else { None });
    let article = ARTICLES.iter().any(|(from, to)| homes::of_headings(lexicon, head, *from, *to));
    let made = kinds.filter(|_| article).flat_map(|concept| &concept.ancestors).filter_map(|above| lexicon.concept(*above)).filter_map(|above| lexicon.find_facet(&format!("material:of-{}", above.slug)));
    facets.filter_map(|(meaning, _, _)| if let Meaning::Facet(id) = meaning { Some(id) } else { None }).chain(made).find(|id| {
        let group = lexicon.facet(*id).and_then(|facet| facet.slug.split(':').next()).unwrap_or_default();
        (!worked_on || group == "power") && SAID_BY_GOODS.iter().any(|(name, headings)| *name == group && headings.iter().any(|(from, to)| homes::of_headings(lexicon, head, *from, *to)))
    })
}
