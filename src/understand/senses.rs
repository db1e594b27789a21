//! Names that mean two things: what else the text says tells which is meant. `bơ lạt` is butter and `bơ sáp`
//! avocado, and куры замороженные are no live hens.

use std::cell::OnceCell;

use super::{ReadConcept, Reading};
use crate::lexicon::{Beside, ConceptId, FacetId, Lexicon};
use crate::text::{self, Clean};

/// What is declared to stand beside a meaning, or an HS code, against a hint.
const TOLD: i32 = 2;
/// How many times likelier a point makes a meaning.
const LIKELIER: f32 = 3.0;
/// A meaning with a smaller share of the likeliest one's is left out.
const UNLIKELY: f32 = 0.2;
/// Digits of an HS chapter.
const CHAPTER: usize = 2;

/// Shares the weight of names with several meanings by what speaks for each; `texts` are the title and the
/// description.
pub(super) fn decide(lexicon: &Lexicon, reading: &mut Reading, texts: [&str; 2]) {
    let said = Said { lexicon, reading, texts, words: OnceCell::new() };
    let mut weights: Vec<(usize, f32)> = Vec::new();
    for names in said.shared() {
        let meanings: Vec<ConceptId> = names.iter().filter_map(|at| Some(reading.concepts.get(*at)?.id)).collect();
        let points: Vec<i32> = meanings.iter().map(|meant| said.points(*meant, &meanings)).collect();
        let most = points.iter().copied().max().unwrap_or_default();
        let belief = |at: usize, points: i32| reading.concepts.get(at).map_or(0.0, |concept| concept.weight) * LIKELIER.powi(points - most);
        let beliefs: Vec<(usize, f32)> = names.iter().zip(points).map(|(at, points)| (*at, belief(*at, points))).collect();
        let best = beliefs.iter().map(|(_, belief)| *belief).fold(0.0, f32::max);
        let likely = |belief: f32| if belief < best * UNLIKELY { 0.0 } else { belief };
        let (before, after) = (names.iter().map(|at| reading.concepts.get(*at).map_or(0.0, |concept| concept.weight)).sum::<f32>(), beliefs.iter().map(|(_, belief)| likely(*belief)).sum::<f32>());
        weights.extend(beliefs.into_iter().map(|(at, belief)| (at, likely(belief) * before / after.max(f32::MIN_POSITIVE))));
    }
    for (at, weight) in weights {
        if let Some(concept) = reading.concepts.get_mut(at) {
            concept.weight = weight;
        }
    }
    reading.concepts.retain(|concept| concept.weight > 0.0);
}

/// All that a text says, for one that asks what speaks for a meaning.
struct Said<'a> {
    lexicon: &'a Lexicon,
    reading: &'a Reading,
    texts: [&'a str; 2],
    /// Words of the texts, cut when first asked for.
    words: OnceCell<[Vec<String>; 2]>,
}

impl Said<'_> {
    /// The names with several meanings, each as the places of its meanings.
    fn shared(&self) -> Vec<Vec<usize>> {
        let concepts = &self.reading.concepts;
        let same = |one: &ReadConcept, other: &ReadConcept| (one.described, &one.span) == (other.described, &other.span);
        let mut names: Vec<Vec<usize>> = Vec::new();
        for (concept, at) in concepts.iter().zip(0..).filter(|(concept, _)| concept.synonym == 0) {
            match names.iter_mut().find(|meanings| meanings.first().and_then(|at| concepts.get(*at)).is_some_and(|first| same(first, concept))) {
                Some(meanings) => meanings.push(at),
                None => names.push(vec![at]),
            }
        }
        names.retain(|meanings| meanings.len() > 1);
        names
    }

    /// What speaks for a meaning, less what speaks against it, beside the others that the name could have.
    fn points(&self, meant: ConceptId, meanings: &[ConceptId]) -> i32 {
        meanings.iter().filter(|rival| **rival != meant).map(|rival| self.told(meant, *rival) + self.coded(meant, *rival) + self.kin(meant, *rival, meanings) + self.fitting(meant, *rival)).sum()
    }

    /// What the lexicon declares to stand beside the meaning.
    fn told(&self, meant: ConceptId, rival: ConceptId) -> i32 {
        let stands = |beside: &Beside| match beside {
            Beside::Goods(goods) => self.others(&[meant, rival]).any(|other| other.id == *goods || self.above(other.id).contains(goods)),
            Beside::Property(id) => self.stated().any(|stated| stated == *id),
            Beside::Group(group) => self.stated().any(|stated| self.lexicon.facet(stated).is_some_and(|facet| facet.group == *group)),
            Beside::Words(words) => self.words().iter().any(|text| text.windows(words.len().max(1)).any(|part| part == words.as_slice())),
        };
        if self.lexicon.beside(meant, rival).into_iter().flatten().any(stands) { TOLD } else { 0 }
    }

    /// Whether a written HS code is nearer to the meaning.
    fn coded(&self, meant: ConceptId, rival: ConceptId) -> i32 {
        let Some(code) = &self.reading.hs else { return 0 };
        let alike = |id: ConceptId| {
            let codes = self.lexicon.concept(id).into_iter().flat_map(|concept| &concept.hs);
            codes.map(|own| own.digits().bytes().zip(code.digits().bytes()).take_while(|(a, b)| a == b).count()).max().unwrap_or_default()
        };
        let near = alike(meant);
        if near >= CHAPTER && near > alike(rival) { TOLD } else { 0 }
    }

    /// Whether other goods are named that are kin of the meaning and not of its rival.
    fn kin(&self, meant: ConceptId, rival: ConceptId, meanings: &[ConceptId]) -> i32 {
        let own: Vec<ConceptId> = self.above(meant).iter().copied().chain([meant]).filter(|id| *id != rival && !self.above(rival).contains(id)).collect();
        let related = |id: ConceptId| own.contains(&id) || self.above(id).iter().any(|above| own.contains(above));
        i32::from(self.others(meanings).any(|other| related(other.id)))
    }

    /// What stated properties say: those that only one of the two implies, or contradicts.
    fn fitting(&self, meant: ConceptId, rival: ConceptId) -> i32 {
        let (implied, contradicted) = (|id| move |facet: FacetId| self.implied(id).any(|own| own == facet), |id| move |facet: FacetId| self.implied(id).any(|own| self.lexicon.conflicting(own, facet)));
        let any = |says: &dyn Fn(FacetId) -> bool| self.stated().any(says);
        i32::from(any(&|facet| implied(meant)(facet) && !implied(rival)(facet))) - i32::from(any(&|facet| contradicted(meant)(facet) && !contradicted(rival)(facet)))
    }

    /// Other goods of the text.
    fn others(&self, meanings: &[ConceptId]) -> impl Iterator<Item = &ReadConcept> {
        self.reading.concepts.iter().filter(|concept| !meanings.contains(&concept.id))
    }

    fn above(&self, id: ConceptId) -> &[ConceptId] {
        self.lexicon.concept(id).map(|concept| concept.ancestors.as_slice()).unwrap_or_default()
    }

    fn stated(&self) -> impl Iterator<Item = FacetId> {
        self.reading.facets.iter().map(|facet| facet.id)
    }

    fn implied(&self, id: ConceptId) -> impl Iterator<Item = FacetId> {
        self.lexicon.concept(id).into_iter().flat_map(|concept| concept.facets.iter().chain(&concept.inherited)).copied()
    }

    fn words(&self) -> &[Vec<String>; 2] {
        self.words.get_or_init(|| self.texts.map(|text| text::atoms(&Clean::new(text)).into_iter().map(|atom| atom.folded).collect()))
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::understand::Reader;

    /// The goods first thought of.
    fn head(reader: &Reader, title: &str, description: &str) -> String {
        let reading = reader.read(title, description, None);
        reading.concepts.first().and_then(|concept| reader.lexicon().concept(concept.id)).map(|concept| concept.slug.clone()).unwrap_or_default()
    }

    #[test]
    fn what_stands_beside_a_shared_name_tells_its_meaning() {
        let reader = Reader::new(Lexicon::builtin().expect("builds"));
        for (title, description, slug) in [
            // A word that is declared to stand beside it.
            ("Bơ động vật", "", "butter"),
            ("Bơ quả sáp loại 1", "", "avocado"),
            ("Bơ", "Trái to, cơm vàng dẻo", "avocado"),
            // An HS code.
            ("Bơ, HS 0804.40", "", "avocado"),
            ("Bơ", "Mã HS 040510", "butter"),
            // A property that only one of them has.
            ("куры замороженные", "", "chicken-meat"),
            ("frozen duck", "", "duck-meat"),
            // Kin of one of them.
            ("sunflower, sesame and rape", "", "sunflower-seed"),
        ] {
            assert_eq!(head(&reader, title, description), slug, "{title} {description}");
        }
    }
}
