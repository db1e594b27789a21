//! Grades: families of codes with the goods they qualify. `50/60` counts peanuts to the ounce,
//! `SC18` is a coffee screen, `Q235B` a steel; beside other goods the same letters say nothing.
//!
//! A family's pattern is compiled when its goods first appear in a text.

use std::sync::OnceLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::table::Table;
use super::{ConceptId, Lexicon};

/// The table of grades.
pub(super) const FILE: &str = "grades.tsv";

/// One family of codes.
pub struct Family {
    /// Its name.
    pub slug: String,
    /// What the code says of the goods: size, count, purity ...
    pub kind: String,
    pattern: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Family {
    /// Whether a separator-free code in lower case belongs to the family.
    pub fn holds(&self, code: &str) -> bool {
        let pattern = self.compiled.get_or_init(|| Regex::new(&self.pattern).ok());
        pattern.as_ref().is_some_and(|pattern| pattern.is_match(code))
    }
}

/// All families, and which goods each qualifies.
#[derive(Default)]
pub(super) struct Grades {
    families: Vec<Family>,
    by_concept: FxHashMap<ConceptId, Vec<u16>>,
}

impl Grades {
    /// Reads the table. Goods that this lexicon does not have are passed over: an operator's own
    /// tables may hold fewer than the built-in ones.
    pub(super) fn read(lexicon: &Lexicon, content: &str) -> Grades {
        let mut grades = Grades::default();
        let mut table = Table::open(FILE, content);
        while let Some(row) = table.next_row() {
            let at = grades.families.len() as u16;
            for concept in row.list("concepts").filter_map(|slug| lexicon.find(slug)) {
                grades.by_concept.entry(concept).or_default().push(at);
            }
            grades.families.push(Family {
                slug: row.get("grade").to_owned(),
                kind: row.get("kind").to_owned(),
                pattern: row.get("pattern").to_owned(),
                compiled: OnceLock::new(),
            });
        }
        grades
    }
}

impl Lexicon {
    /// The family by which a code grades these goods, or goods of which they are a kind.
    pub fn grade(&self, goods: ConceptId, code: &str) -> Option<&Family> {
        let above = self.concept(goods).map(|concept| concept.ancestors.as_slice()).unwrap_or_default();
        let below = self.children(goods);
        [goods].iter().chain(above).chain(below).filter_map(|id| self.grades.by_concept.get(id)).flatten().find_map(|at| {
            let family = self.grades.families.get(usize::from(*at))?;
            family.holds(code).then_some(family)
        })
    }

    /// The one kind of these goods that a code grades: of cashew nuts `W320` is a kernel. None where it grades the
    /// goods as such, or several kinds of them.
    pub fn kind_graded(&self, goods: ConceptId, code: &str) -> Option<ConceptId> {
        let graded = |id: &ConceptId| self.grades.by_concept.get(id).into_iter().flatten().any(|at| self.grades.families.get(usize::from(*at)).is_some_and(|family| family.holds(code)));
        let above = self.concept(goods).map(|concept| concept.ancestors.as_slice()).unwrap_or_default();
        let mut kinds = self.children(goods).iter().filter(|kind| graded(kind));
        let kind = kinds.next()?;
        let alone = kinds.next().is_none() && ![goods].iter().chain(above).any(graded);
        alone.then_some(*kind)
    }

    /// Every family.
    pub fn families(&self) -> impl Iterator<Item = &Family> {
        self.grades.families.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_its_examples_belong() {
        let lexicon = Lexicon::builtin().expect("builds");
        assert!(lexicon.families().count() > 250);
        for family in lexicon.families() {
            assert!(Regex::new(&family.pattern).is_ok(), "{}", family.slug);
        }
    }

    #[test]
    fn every_family_names_goods_that_exist() {
        let lexicon = Lexicon::builtin().expect("builds");
        let source = crate::lexicon::Source::builtin();
        let (path, content) = source.files().find(|(path, _)| *path == FILE).expect("is built in");
        let mut table = Table::open(path, content);
        while let Some(row) = table.next_row() {
            for slug in row.list("concepts") {
                assert!(lexicon.find(slug).is_some(), "line {}: {slug}", row.line);
            }
        }
    }

    #[test]
    fn a_code_grades_its_own_goods_only() {
        let lexicon = Lexicon::builtin().expect("builds");
        let grade = |goods: &str, code: &str| lexicon.find(goods).and_then(|id| lexicon.grade(id, code)).map(|family| family.kind.as_str());
        assert_eq!(grade("cashew-kernel", "w320"), Some("count"));
        assert_eq!(grade("groundnut-kernel", "5060"), Some("count"));
        assert_eq!(grade("cashew-nut", "w240"), Some("count"), "of a kind of it");
        assert_eq!(grade("groundnut-kernel", "w320"), None);
        let kind = |goods: &str, code: &str| lexicon.find(goods).and_then(|id| lexicon.kind_graded(id, code)).and_then(|id| lexicon.concept(id)).map(|concept| concept.slug.as_str());
        assert_eq!(kind("cashew-nut", "w320"), Some("cashew-kernel"));
        assert_eq!(kind("cashew-kernel", "w320"), None, "it grades the goods as such");
        assert_eq!(kind("cashew-nut", "x320"), None);
    }
}
