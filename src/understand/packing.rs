//! How the goods are packed.

use super::finding::Content;
use super::layout::{Layout, What};
use super::{ReadFacet, Reading, passing};
use crate::domain::Unit;
use crate::lexicon::{Cue, FacetId};
use crate::text::Lang;

/// A packet of so many kilograms and more is a bag.
const LEAST_BAG_KG: i64 = 5;
/// Grams of the largest portion in a sachet.
const MOST_PORTION_G: i64 = 50;

/// Adds how the goods are packed: by each package that is named beside an amount or a word of packing, or
/// stands in a part of its own; by the material of bags (sacos de yute, PP bags); and by what a package
/// holds, where nothing else tells.
pub(super) fn packed(reading: &mut Reading, layout: &Layout<'_>, holds: Option<&Content>) {
    let lang = layout.langs.first().copied().unwrap_or(Lang::UND);
    let head = reading.concepts.first().map(|head| head.span.clone());
    // Who trades in packages lists them between commas, too.
    let sold = head.as_ref().is_some_and(|head| (0..layout.pieces.len()).all(|at| layout.package(at).is_none() || layout.words(&(at..at + 1)).0 != *head));
    for at in 0..layout.pieces.len() {
        let Some(package) = layout.package(at) else { continue };
        let (span, text) = layout.words(&(at..at + 1));
        let is_head = head.as_ref() == Some(&span) && layout.is_goods(at);
        // The unit of a price or of an order is no packing: 5 USD per piece, 10 boxes of a set.
        if is_head || layout.denied(at) || !(beside_packing(layout, at) || sold && alone(layout, at)) {
            continue;
        }
        let facet = package.facet.or_else(|| of_unit(layout, package.unit?));
        let Some(facet) = facet else { continue };
        let (facet, material) = of_material(layout, at, facet);
        // The material is the bag's and not the goods'.
        if let Some(word) = material.map(|near| layout.words(&(near..near + 1)).1) {
            reading.facets.retain(|facet| facet.text != word || layout.lexicon.facet(facet.id).is_none_or(|facet| !facet.slug.starts_with("material:")));
        }
        add(reading, facet, text, lang);
    }
    let told = |facet: &ReadFacet| layout.lexicon.facet(facet.id).is_some_and(|facet| facet.slug.starts_with("packing:"));
    if let Some(facet) = holds.and_then(|content| of_unit(layout, content.per)).filter(|_| !reading.facets.iter().any(told)) {
        add(reading, facet, holds.map(ToString::to_string).unwrap_or_default(), lang);
    }
    // What holds so much is a pouch, and no portion of which the word is the same.
    let portion = holds.is_none_or(|content| content.unit.name() != "g" || content.amount <= MOST_PORTION_G.into());
    let named = |slug: &str| layout.lexicon.find_facet(slug);
    if let (false, Some(pouch), Some(sachet)) = (portion, named("packing:pouch"), named("packing:sachet")) && reading.facets.iter().any(|facet| facet.id == pouch) {
        reading.facets.retain(|facet| facet.id != sachet);
    }
    // A bag of a material is a bag.
    let specific: Vec<FacetId> = ["packing:jute-bag", "packing:pp-bag", "packing:big-bag"].iter().filter_map(|slug| layout.lexicon.find_facet(slug)).collect();
    if reading.facets.iter().any(|facet| specific.contains(&facet.id)) && let Some(plain) = layout.lexicon.find_facet("packing:bag") {
        reading.facets.retain(|facet| facet.id != plain);
    }
}

fn add(reading: &mut Reading, id: FacetId, text: String, lang: Lang) {
    match reading.facets.iter_mut().find(|known| known.id == id) {
        Some(known) => known.confidence = known.confidence.max(0.8),
        None => reading.facets.push(ReadFacet { id, confidence: 0.8, text, lang }),
    }
}

/// Whether an amount, or a word of packing, stands beside a package.
fn beside_packing(layout: &Layout<'_>, at: usize) -> bool {
    let beside = |at: usize| layout.number(at).is_some() || layout.class(at).is_some() || layout.has(at, Cue::Packing) || layout.mark(at) == Some('/') || layout.has(at, Cue::Per);
    let weighed = layout.unit(at).is_some_and(|unit| unit.name().starts_with("saca-") || unit.name().starts_with("bale-"));
    let within = || at.checked_sub(1).and_then(|before| layout.word(before)).is_some_and(passing::holds) || layout.word(at + 1).is_some_and(|word| matches!(word, "में" | "मे"));
    weighed || layout.before(at, 3).chain(layout.after(at, 3)).any(beside) || within()
}

/// Whether a package that can be nothing else stands between two commas: `, jumbo bags,`.
fn alone(layout: &Layout<'_>, at: usize) -> bool {
    let part = layout.get(at).map(|piece| piece.part);
    let within = |near: usize| layout.get(near).is_some_and(|piece| Some(piece.part) == part && !matches!(piece.what, What::Mark(_)));
    at > 0 && !within(at + 1) && !at.checked_sub(1).is_some_and(within) && layout.package(at).is_some_and(|package| package.facet.is_some())
}

/// The property of goods in packages that a unit counts.
fn of_unit(layout: &Layout<'_>, unit: Unit) -> Option<FacetId> {
    layout.lexicon.find_facet(&format!("packing:{}", match unit.name() { "box" => "carton", name => name }))
}

/// What holds an amount, where one word names two packages: 25 kg in a 包 is a bag, and 100 g a packet.
pub(super) fn holder_of(amount: rust_decimal::Decimal, unit: Unit, holder: Unit) -> Unit {
    let heavy = unit.class() == crate::domain::UnitClass::Mass && unit.factor().and_then(|factor| amount.checked_mul(factor)).is_some_and(|kg| kg >= LEAST_BAG_KG.into());
    if heavy && holder.name() == "packet" { Unit::parse("bag").unwrap_or(holder) } else { holder }
}

/// The property of being packed in bags of the material named beside them, and the piece that names it.
fn of_material(layout: &Layout<'_>, at: usize, facet: FacetId) -> (FacetId, Option<usize>) {
    if layout.lexicon.facet(facet).is_none_or(|facet| !matches!(facet.slug.as_str(), "packing:bag" | "packing:pp-bag" | "packing:jute-bag")) {
        return (facet, None);
    }
    // Viroba (PP): in a bracket, too.
    let bracket = matches!(layout.mark(at + 1), Some('(' | '（')).then_some(at + 2);
    let has = |near: usize, part: &str| layout.slugs(near).iter().any(|slug| slug.split([':', '-']).any(|word| word == part));
    let find = |fits: &dyn Fn(usize) -> bool| layout.before(at, 3).chain(layout.after(at, 3)).chain(bracket).find(|near| fits(*near));
    let jute = find(&|near| has(near, "jute"));
    let polypropylene = || find(&|near| has(near, "polypropylene") || has(near, "pp") || layout.written(near).eq_ignore_ascii_case("pp"));
    let (name, near) = match (jute, jute.is_none().then(polypropylene).flatten()) {
        (Some(near), _) => ("packing:jute-bag", near),
        (None, Some(near)) => ("packing:pp-bag", near),
        _ => return (facet, None),
    };
    (layout.lexicon.find_facet(name).unwrap_or(facet), Some(near))
}
