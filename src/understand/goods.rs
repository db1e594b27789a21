//! The goods of a text: what is sold or sought, and its properties. The head of the title is what
//! the trade is about; what is packing, use or company weighs less; what is denied is left out, or
//! is the other of two properties (not roasted is raw).

use std::ops::Range;

use super::layout::{Layout, What};
use super::{ReadConcept, ReadFacet, Reading, passing};
use crate::domain::Country;
use crate::lexicon::{ConceptId, Cue, FacetId, Lexicon, Meaning, Mention};
use crate::text::{Atom, AtomKind, Lang};

/// What a property weighs that is said in passing, or beside a title that names the goods.
const ASIDE: f32 = 0.5;

/// Takes the goods and properties of a layout into a reading; returns the spans that names cover.
pub(super) fn read(reading: &mut Reading, layout: &Layout<'_>, title: bool) -> Vec<Range<usize>> {
    let titled = !title && !reading.concepts.is_empty();
    let lang = reading.langs.first().map(|guess| guess.lang).or(layout.langs.first().copied());
    let laid = laid(layout);
    let head = head(lang, layout.atoms, layout.mentions, &laid);
    let mut passing = false;
    let mut covered = Vec::new();
    for (piece, at) in layout.pieces.iter().zip(0usize..) {
        let What::Mention(index) = piece.what else { continue };
        let Some(mention) = layout.mentions.get(index) else { continue };
        covered.push(mention.span.clone());
        // `Looking for urea` asks for urea.
        let asked = at.checked_sub(1).is_some_and(|before| layout.cues(before).any(&[Cue::Buy, Cue::Sell]));
        passing |= !asked && passing::after_preposition(layout.atoms, mention);
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
        // A bag after a number is what counts or holds the goods, unless nothing else is traded.
        let holds = layout.package(at).is_some() && beside_amount(layout, at) && head.is_some_and(|head| head != index);
        let place = if holds { 0.2 } else { place };
        if Some(index) == head {
            nested(reading, layout, mention);
        }
        take(reading, layout, mention, Standing { place, aside: titled || in_passing, described: !title, denied });
    }
    covered
}

/// The mentions that are pieces of the text (and no greeting, unit or place), with whether each is
/// a package beside an amount.
fn laid(layout: &Layout<'_>) -> Vec<(usize, bool)> {
    let pieces = layout.pieces.iter().enumerate();
    let mentions = pieces.filter_map(|(at, piece)| if let What::Mention(index) = piece.what { Some((at, index)) } else { None });
    mentions.map(|(at, index)| (index, layout.package(at).is_some() && beside_amount(layout, at))).collect()
}

fn beside_amount(layout: &Layout<'_>, at: usize) -> bool {
    layout.before(at, 3).chain(layout.after(at, 3)).any(|near| layout.number(near).is_some())
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
                    Some(known) => {
                        known.weight = known.weight.max(weight);
                        // A name says more than a synonym, wherever it stands.
                        if known.synonym > 0 && (sense.synonym == 0 || sense.synonym > known.synonym) {
                            (known.synonym, known.exactness, known.lang) = (sense.synonym, sense.exactness, sense.lang);
                            (known.span, known.text, known.described) = (span.clone(), written.clone(), standing.described);
                        }
                    }
                    None => reading.concepts.push(ReadConcept {
                        id,
                        weight,
                        exactness: sense.exactness,
                        synonym: sense.synonym,
                        lang: sense.lang,
                        span: span.clone(),
                        described: standing.described,
                        text: written.clone(),
                    }),
                }
            }
            // A word of a language that the text is not in names no property: la is an article, not Portuguese wool.
            Meaning::Facet(_) if !layout.speaks(sense.lang) => {}
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

/// Settles words that are a property of several goods (washed coffee, washed wool): the goods at hand
/// and their kin decide which; where none of them knows the property, the likeliest stays.
pub(super) fn settle(reading: &mut Reading, lexicon: &Lexicon) {
    let Some(head) = reading.concepts.iter().max_by(|a, b| a.weight.total_cmp(&b.weight)).map(|head| head.id) else { return };
    let twice = |facets: &[ReadFacet], facet: &ReadFacet| !facet.text.is_empty() && facets.iter().any(|other| other.id != facet.id && other.text == facet.text);
    if !reading.facets.iter().any(|facet| twice(&reading.facets, facet)) {
        return;
    }
    let groups = kin_groups(lexicon, head);
    let group = |facet: &ReadFacet| lexicon.facet(facet.id).map_or(u16::MAX, |facet| facet.group);
    let all = reading.facets.clone();
    reading.facets.retain_mut(|facet| {
        let rivals = || all.iter().filter(|other| other.text == facet.text && other.id != facet.id);
        if facet.text.is_empty() || rivals().next().is_none() {
            return true;
        }
        // The belief that the word's other meanings had goes to those that the goods know.
        if groups.contains(&group(facet)) {
            let (rest, equals) = rivals().fold((0.0, 1.0), |(rest, equals), rival| (rest + rival.confidence, equals + f32::from(u8::from(groups.contains(&group(rival))))));
            facet.confidence = ((facet.confidence + rest) / equals).min(1.0);
            return true;
        }
        let known = rivals().any(|rival| groups.contains(&group(rival)));
        let likelier = rivals().any(|rival| (rival.confidence, facet.id.0) > (facet.confidence, rival.id.0));
        !known && !likelier
    });
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

/// Adds how the goods are packed: by each package that is named beside an amount or a word of packing,
/// and the material of bags (sacos de yute, PP bags).
pub(super) fn packed(reading: &mut Reading, layout: &Layout<'_>) {
    let lang = layout.langs.first().copied().unwrap_or(Lang::UND);
    let head = reading.concepts.first().map(|head| head.span.clone());
    for at in 0..layout.pieces.len() {
        let Some(package) = layout.package(at) else { continue };
        let (span, text) = layout.words(&(at..at + 1));
        let is_head = head.as_ref() == Some(&span) && layout.is_goods(at);
        let beside = |at: usize| layout.number(at).is_some() || layout.class(at).is_some() || layout.has(at, Cue::Packing) || layout.mark(at) == Some('/') || layout.has(at, Cue::Per);
        let weighed = layout.unit(at).is_some_and(|unit| unit.name().starts_with("saca-") || unit.name().starts_with("bale-"));
        let counted = weighed || layout.before(at, 3).chain(layout.after(at, 3)).any(beside);
        // The unit of a price or of an order is no packing: 5 USD per piece, 10 boxes of a set.
        if is_head || !counted {
            continue;
        }
        let facet = package.facet.or_else(|| layout.lexicon.find_facet(&format!("packing:{}", match package.unit?.name() { "box" => "carton", name => name })));
        let Some(facet) = facet else { continue };
        let facet = of_material(layout, at, facet);
        if !reading.facets.iter().any(|known| known.id == facet) && !layout.denied(at) {
            reading.facets.push(ReadFacet { id: facet, confidence: 0.8, text, lang });
        }
    }
    // A bag of a material is a bag.
    let specific: Vec<FacetId> = ["packing:jute-bag", "packing:pp-bag", "packing:big-bag"].iter().filter_map(|slug| layout.lexicon.find_facet(slug)).collect();
    if reading.facets.iter().any(|facet| specific.contains(&facet.id)) && let Some(plain) = layout.lexicon.find_facet("packing:bag") {
        reading.facets.retain(|facet| facet.id != plain);
    }
}

/// The property of being packed in bags of the material named beside them.
fn of_material(layout: &Layout<'_>, at: usize, facet: FacetId) -> FacetId {
    if layout.lexicon.facet(facet).is_none_or(|facet| facet.slug != "packing:bag") {
        return facet;
    }
    let slugs: Vec<&str> = layout.before(at, 3).chain(layout.after(at, 3)).flat_map(|near| layout.slugs(near)).collect();
    let has = |part: &str| slugs.iter().any(|slug| slug.split([':', '-']).any(|word| word == part));
    let polypropylene = has("polypropylene") || has("pp") || layout.before(at, 2).chain(layout.after(at, 2)).any(|near| layout.word(near) == Some("pp"));
    let name = if has("jute") { "packing:jute-bag" } else if polypropylene { "packing:pp-bag" } else { return facet };
    layout.lexicon.find_facet(name).unwrap_or(facet)
}

/// Groups whose properties are worth reading inside of a name: granular urea is urea in granules, 冻鸡爪 are
/// frozen. A colour or a cut there is what the name is, not a property of it.
const NESTED: &[&str] = &["state", "form", "condition", "farming", "wearer", "catch", "salt", "gmo"];

/// Properties named by a word of the head's own name that the concept does not imply.
fn nested(reading: &mut Reading, layout: &Layout<'_>, mention: &Mention) {
    let lexicon = layout.lexicon;
    let Some(concept) = mention.senses.iter().find_map(|sense| if let Meaning::Concept(id) = sense.meaning { lexicon.concept(id) } else { None }) else { return };
    let lang = mention.senses.first().map_or(Lang::UND, |sense| sense.lang);
    for start in mention.atoms.clone() {
        for (meaning, end, of) in lexicon.meanings_at(layout.atoms, start) {
            let Meaning::Facet(id) = meaning else { continue };
            let Some(facet) = lexicon.facet(id).filter(|_| of == lang && end <= mention.atoms.end && end - start < mention.atoms.len()) else { continue };
            let apart = facet.slug.split_once(':').is_some_and(|(group, _)| NESTED.contains(&group));
            let clustered = layout.atoms.get(start).is_some_and(|atom| atom.kind == AtomKind::Cluster);
            // Of unspaced scripts only what begins or ends the name; a lone character only in front.
            let placed = !clustered || start == mention.atoms.start || (end == mention.atoms.end && end - start > 1);
            let settled = concept.facets.iter().filter_map(|own| lexicon.facet(*own)).any(|own| own.group == facet.group);
            if apart && placed && !settled && !reading.facets.iter().any(|known| known.id == id) {
                let span = layout.atoms.get(start).map_or(0, |atom| atom.span.start)..layout.atoms.get(end - 1).map_or(0, |atom| atom.span.end);
                let (_, text) = layout.original(&span);
                reading.facets.push(ReadFacet { id, confidence: 0.7, text, lang });
            }
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
fn head(lang: Option<Lang>, atoms: &[Atom], mentions: &[Mention], laid: &[(usize, bool)]) -> Option<usize> {
    let goods = |mention: &Mention| mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Concept(_)));
    let first_of = |fits: &dyn Fn(&Mention, bool) -> bool| laid.iter().find(|(index, holds)| mentions.get(*index).is_some_and(|mention| fits(mention, *holds))).map(|(index, _)| *index);
    // What is only used for other goods, or a word of a strange language, comes last.
    let sure = |mention: &Mention| goods(mention) && mention.senses.iter().map(|sense| sense.confidence).sum::<f32>() > 0.6 && !passing::before_postposition(atoms, mention);
    let first = first_of(&|mention, holds| sure(mention) && !holds).or_else(|| first_of(&|mention, _| sure(mention))).or_else(|| first_of(&|mention, _| goods(mention)))?;
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
