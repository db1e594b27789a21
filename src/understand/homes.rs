//! Which goods have which properties. Milled is said of rice and polished of stone: a word that names a
//! property of other goods than those at hand is another word.

use crate::lexicon::{ConceptId, FacetId, Lexicon};

/// Groups of properties, or single ones, that belong to particular goods, with the headings of the Harmonized
/// System from and to that have them. What is not listed may be said of anything.
const HOMES: &[(&str, u16, u16)] = &[
    ("animal-sex", 101, 309),
    ("animal-use", 101, 106),
    ("animal-use", 301, 301),
    ("bone", 201, 307),
    ("bone", 1601, 1605),
    ("carcass", 201, 210),
    ("catch", 301, 309),
    ("catch", 501, 511),
    ("catch", 1604, 1605),
    ("cocoa-process", 1801, 1806),
    ("coffee-process", 901, 901),
    // Green coffee is raw coffee.
    ("colour:green", 101, 814),
    // Green timber is not seasoned.
    ("colour:green", 902, 4400),
    ("colour:green", 4410, 9999),
    ("concentration", 1301, 4000),
    ("condition", 2501, 9999),
    ("fat", 401, 406),
    ("fat", 1801, 2202),
    ("fish-cut", 301, 511),
    ("fish-cut", 1601, 1605),
    ("flower", 601, 604),
    ("flower", 902, 902),
    ("gem", 7101, 7118),
    ("grain-length", 1001, 1104),
    ("hide", 4101, 4303),
    ("hide-cure", 4101, 4303),
    ("honey", 401, 410),
    ("honey", 1702, 1702),
    ("leather-grain", 4101, 4299),
    ("leather-grain", 6401, 6406),
    ("maturity", 601, 814),
    ("maturity", 901, 2106),
    ("metal:sheet", 7106, 8311),
    ("milk-treatment", 401, 406),
    ("milk-treatment", 1901, 2202),
    ("oil", 1501, 1522),
    ("oil", 1803, 1804),
    ("oil", 2705, 2715),
    ("oil", 3301, 3301),
    ("oil", 3826, 3826),
    ("paper-coating", 4401, 4911),
    ("poultry-cut", 207, 210),
    ("poultry-cut", 1601, 1602),
    ("power", 8201, 9599),
    ("rice-milling", 1001, 1108),
    ("roast", 701, 2106),
    ("shrimp-cut", 306, 309),
    ("shrimp-cut", 1603, 1605),
    ("steel-rolling", 7201, 8311),
    ("stone", 2501, 2530),
    ("stone", 6801, 7020),
    ("stone-surface", 2501, 2530),
    ("stone-surface", 6801, 7020),
    ("stone-surface", 9401, 9403),
    ("tea-make", 902, 902),
    ("textile-finish", 5001, 6310),
    ("tobacco-curing", 2401, 2404),
    ("wine-sweetness", 2204, 2208),
    ("wood", 4401, 4699),
    ("wood", 9401, 9406),
    ("wood-drying", 4401, 4699),
    ("wood-drying", 9401, 9406),
    ("wood-surface", 4401, 4699),
    ("wood-treatment", 4401, 4699),
    ("wool", 5101, 5113),
];

/// The same for words that are a property of several goods: whole fish are not whole milk, and urea comes in
/// granules where feed comes in pellets.
const LIKELY_HOMES: &[(&str, u16, u16)] = &[
    ("farming:wild-harvested", 601, 1999),
    ("fish-cut:headed-gutted", 301, 305),
    ("form:pellets", 1001, 2404),
    ("form:pellets", 4401, 4499),
    ("form:pieces", 101, 999),
    ("form:pieces", 1101, 2106),
    ("form:whole", 701, 9999),
    ("stone:block", 2515, 2516),
    ("stone:block", 6801, 6815),
];

/// Whether goods may have a property; those whose heading nobody knows may.
pub(super) fn at_home(lexicon: &Lexicon, goods: ConceptId, property: FacetId) -> bool {
    within(HOMES, lexicon, goods, property)
}

/// Whether of several properties that a word names this one is said of the goods.
pub(super) fn likely_at_home(lexicon: &Lexicon, goods: ConceptId, property: FacetId) -> bool {
    at_home(lexicon, goods, property) && within(LIKELY_HOMES, lexicon, goods, property)
}

/// Whether a property belongs to particular goods.
pub(super) fn particular(lexicon: &Lexicon, property: FacetId) -> bool {
    lexicon.facet(property).and_then(|facet| facet.slug.split(':').next()).is_some_and(|group| HOMES.iter().any(|(name, _, _)| *name == group))
}

fn within(homes: &[(&str, u16, u16)], lexicon: &Lexicon, goods: ConceptId, property: FacetId) -> bool {
    let Some(facet) = lexicon.facet(property) else { return false };
    let group = facet.slug.split(':').next().unwrap_or_default();
    let mut own = homes.iter().filter(|(name, _, _)| *name == group || *name == facet.slug).peekable();
    let headings = headings(lexicon, goods);
    own.peek().is_none() || headings.is_empty() || own.any(|(_, from, to)| headings.iter().any(|(first, last)| first <= to && from <= last))
}

/// Whether goods are of these headings.
pub(super) fn of_headings(lexicon: &Lexicon, goods: ConceptId, from: u16, to: u16) -> bool {
    headings(lexicon, goods).iter().any(|(first, last)| *first <= to && from <= *last)
}

/// The headings of goods: one for each code, all of the chapter where the code is a chapter.
fn headings(lexicon: &Lexicon, goods: ConceptId) -> Vec<(u16, u16)> {
    let codes = lexicon.concept(goods).map(|concept| concept.hs.as_slice()).unwrap_or_default();
    let range = |digits: &str| -> Option<(u16, u16)> {
        match digits.get(..4) {
            Some(heading) => heading.parse().ok().map(|heading| (heading, heading)),
            None => digits.get(..2)?.parse::<u16>().ok().map(|chapter| (chapter * 100, chapter * 100 + 99)),
        }
    };
    codes.iter().filter_map(|code| range(code.digits())).collect()
}
