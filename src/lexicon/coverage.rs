//! How far the tables reach: concepts for each chapter of the Harmonized System, names for each
//! language, headings that nothing names, and where names are rarest.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::build::LANGUAGES;
use super::codes::Codes;
use super::table::Source;
use super::{Concept, Lexicon};
use crate::text::{CORE, Lang};

/// Chapters with fewer concepts say nothing about how rare names are.
const MIN_CONCEPTS: usize = 5;
/// Cells listed as the rarest.
const RAREST: usize = 25;

/// How far the tables reach.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// Concepts.
    pub concepts: usize,
    /// Names of concepts.
    pub forms: usize,
    /// Concepts without any HS code: groups, and what an overlay adds.
    pub concepts_without_code: usize,
    /// By chapter of the first HS code, in order.
    pub chapters: Vec<ChapterCoverage>,
    /// In the order of the columns.
    pub languages: Vec<LanguageCoverage>,
    /// Headings of the HS 2022 that no concept has, in order.
    pub headings_without_concept: Vec<String>,
    /// Chapter and core language with the fewest names a concept, the rarest first.
    pub rarest: Vec<CellCoverage>,
}

/// The concepts of a chapter.
#[derive(Clone, Debug, Serialize)]
pub struct ChapterCoverage {
    /// Two digits.
    pub chapter: String,
    /// Concepts whose first code lies here.
    pub concepts: usize,
    /// Headings of the chapter.
    pub headings: usize,
    /// Those of them that a concept has.
    pub headings_named: usize,
}

/// The names in a language.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageCoverage {
    /// Its code.
    pub lang: String,
    /// Whether it is one of the fourteen that name every concept.
    pub core: bool,
    /// Names of concepts.
    pub forms: usize,
    /// Names a concept.
    pub per_concept: f64,
    /// Names a concept that has one.
    pub per_filled_cell: f64,
    /// Concepts without a name.
    pub empty_cells: usize,
}

/// The names of a chapter in a language.
#[derive(Clone, Debug, Serialize)]
pub struct CellCoverage {
    /// Two digits.
    pub chapter: String,
    /// Code of the language.
    pub lang: String,
    /// Concepts of the chapter.
    pub concepts: usize,
    /// Those without a name.
    pub empty_cells: usize,
    /// Names a concept.
    pub per_concept: f64,
}

impl Lexicon {
    /// Counts concepts and names; `source` is what the lexicon was built from.
    pub fn coverage(&self, source: &Source) -> Coverage {
        let mut chapters: BTreeMap<&str, Vec<&Concept>> = BTreeMap::new();
        let mut named: FxHashSet<&str> = FxHashSet::default();
        for (_, concept) in self.concepts() {
            named.extend(concept.hs.iter().filter_map(|code| code.digits().get(..4)));
            let chapter = concept.hs.first().and_then(|code| code.digits().get(..2));
            chapters.entry(chapter.unwrap_or_default()).or_default().push(concept);
        }
        let without_code = chapters.remove("").map_or(0, |concepts| concepts.len());
        let headings = Codes::of(source).map(|codes| codes.headings()).unwrap_or_default();
        for heading in &headings {
            chapters.entry(heading.get(..2).unwrap_or_default()).or_default();
        }
        let languages: Vec<LanguageCoverage> = LANGUAGES.iter().filter_map(|tag| self.language(Lang::new(tag)?)).collect();
        Coverage {
            concepts: self.concepts.len(),
            forms: languages.iter().map(|language| language.forms).sum(),
            concepts_without_code: without_code,
            rarest: self.rarest(&chapters),
            chapters: chapters
                .iter()
                .map(|(chapter, concepts)| {
                    let own = headings.iter().filter(|heading| heading.starts_with(chapter));
                    let (headings, headings_named) = own.fold((0, 0), |(all, known), heading| (all + 1, known + usize::from(named.contains(heading))));
                    ChapterCoverage { chapter: (*chapter).to_owned(), concepts: concepts.len(), headings, headings_named }
                })
                .collect(),
            languages,
            headings_without_concept: headings.iter().filter(|heading| !named.contains(*heading)).map(|heading| (*heading).to_owned()).collect(),
        }
    }

    fn language(&self, lang: Lang) -> Option<LanguageCoverage> {
        let (forms, empty_cells) = self.count(&self.concepts.iter().collect::<Vec<_>>(), lang);
        let concepts = self.concepts.len();
        (forms > 0).then(|| LanguageCoverage {
            lang: lang.to_string(),
            core: CORE.contains(&lang),
            forms,
            per_concept: share(forms, concepts),
            per_filled_cell: share(forms, concepts - empty_cells),
            empty_cells,
        })
    }

    fn rarest(&self, chapters: &BTreeMap<&str, Vec<&Concept>>) -> Vec<CellCoverage> {
        let mut cells = Vec::new();
        for (chapter, concepts) in chapters.iter().filter(|(_, concepts)| concepts.len() >= MIN_CONCEPTS) {
            for lang in CORE {
                let (forms, empty_cells) = self.count(concepts, lang);
                let per_concept = share(forms, concepts.len());
                cells.push(CellCoverage { chapter: (*chapter).to_owned(), lang: lang.to_string(), concepts: concepts.len(), empty_cells, per_concept });
            }
        }
        cells.sort_by(|a, b| a.per_concept.total_cmp(&b.per_concept).then_with(|| (&a.chapter, &a.lang).cmp(&(&b.chapter, &b.lang))));
        cells.truncate(RAREST);
        cells
    }

    /// Names in a language, and how many of the concepts have none.
    fn count(&self, concepts: &[&Concept], lang: Lang) -> (usize, usize) {
        concepts.iter().map(|concept| concept.names.of(lang).count()).fold((0, 0), |(forms, empty), count| (forms + count, empty + usize::from(count == 0)))
    }
}

/// A mean to two places.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 100.0).round() / 100.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_the_tables() {
        let nuts: String = (0..MIN_CONCEPTS).map(|at| format!("nut-{at}\t\t0801\tnut {at}|kernel {at}\t坚果{at}\n")).collect();
        let source = Source::texts(vec![
            ("hs2022.tsv".to_owned(), "code\n08\n0801\n0802\n09\n0901".to_owned()),
            ("products/a.tsv".to_owned(), format!("concept\tbroader\ths\ten\tzh\n{nuts}goods\t\t\tgoods\t\n")),
        ]);
        let lexicon = crate::lexicon::build::build(source.clone()).expect("builds");
        let coverage = lexicon.coverage(&source);
        assert_eq!((coverage.concepts, coverage.forms, coverage.concepts_without_code), (6, 16, 1));
        assert_eq!(coverage.headings_without_concept, ["0802", "0901"]);
        let chapters: Vec<_> = coverage.chapters.iter().map(|c| (c.chapter.as_str(), c.concepts, c.headings, c.headings_named)).collect();
        assert_eq!(chapters, [("08", 5, 2, 1), ("09", 0, 1, 0)]);
        let languages: Vec<_> = coverage.languages.iter().map(|l| (l.lang.as_str(), l.forms, l.empty_cells)).collect();
        assert_eq!(languages, [("en", 11, 0), ("zh", 5, 1)]);
        let zh = coverage.languages.last().expect("zh");
        assert!((zh.per_concept - 0.83).abs() < 1e-9 && (zh.per_filled_cell - 1.0).abs() < 1e-9, "{zh:?}");
        let rarest = coverage.rarest.first().expect("a cell");
        assert_eq!((rarest.chapter.as_str(), rarest.empty_cells), ("08", 5));
        assert!(rarest.per_concept.abs() < 1e-9 && coverage.rarest.iter().all(|cell| cell.lang != "en" || cell.per_concept > 1.9));
    }
}
