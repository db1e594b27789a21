//! The lexicon's own examination: what a translator or an operator must mend before a table is used.

use rustc_hash::FxHashMap;

use super::build::LANGUAGES;
use super::table::{Source, Table};
use super::{Lexicon, Meaning};
use crate::text::{self, CORE};

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Must be mended.
    pub errors: Vec<String>,
    /// Worth a look: empty cells, ambiguities that are not declared.
    pub warnings: Vec<String>,
    /// Concepts counted.
    pub concepts: usize,
    /// Forms counted, of all kinds.
    pub forms: usize,
}

impl Lexicon {
    /// Examines the built lexicon against its tables.
    pub fn check(&self, source: &Source) -> Report {
        let mut report = Report { concepts: self.concepts.len(), forms: self.forms.len(), ..Report::default() };
        columns(source, &mut report);
        self.labels_present(&mut report);
        self.forms_stand_once(source, &mut report);
        self.forms_find_home(&mut report);
        report
    }

    fn labels_present(&self, report: &mut Report) {
        for (_, concept) in self.concepts() {
            let missing: Vec<&str> = CORE.iter().filter(|lang| !concept.names.languages().any(|known| known == **lang)).map(|lang| lang.as_str()).collect();
            if missing.contains(&"en") || missing.contains(&"zh") {
                report.errors.push(format!("{}: no label in {}", concept.slug, missing.join(" ")));
            } else if !missing.is_empty() {
                report.warnings.push(format!("{}: no label in {}", concept.slug, missing.join(" ")));
            }
        }
    }

    /// The same form twice in one language is an ambiguity; rows declare it with `homograph` in the note.
    fn forms_stand_once(&self, source: &Source, report: &mut Report) {
        let mut declared: Vec<String> = Vec::new();
        for (path, content) in source.files().filter(|(path, _)| path.starts_with("products/")) {
            let mut table = Table::open(path, content);
            while let Some(row) = table.next_row() {
                if row.get("note").contains("homograph") {
                    declared.push(row.get("concept").to_owned());
                }
            }
        }
        let mut seen: FxHashMap<(&str, &str), Meaning> = FxHashMap::default();
        for form in self.forms.iter().filter(|form| matches!(form.meaning, Meaning::Concept(_)) && form.lang.as_str() != "und") {
            let key = (form.lang.as_str(), self.text(form.lower));
            let Some(first) = seen.insert(key, form.meaning).filter(|first| *first != form.meaning) else { continue };
            let slugs: Vec<String> = [first, form.meaning].iter().map(|m| self.slug(*m)).collect();
            if !slugs.iter().any(|slug| declared.contains(slug)) {
                report.warnings.push(format!("{} {:?} stands in {}", form.lang.as_str(), self.text(form.text), slugs.join(" and ")));
            }
        }
    }

    fn slug(&self, meaning: Meaning) -> String {
        match meaning {
            Meaning::Concept(id) => self.concept(id).map(|c| c.slug.clone()).unwrap_or_default(),
            Meaning::Facet(id) => self.facet(id).map(|f| f.slug.clone()).unwrap_or_default(),
            other => self.label(other, crate::text::Lang::UND),
        }
    }

    /// Our own analysis must lead each form back to what it names.
    fn forms_find_home(&self, report: &mut Report) {
        for form in self.forms.iter().filter(|form| matches!(form.meaning, Meaning::Concept(_) | Meaning::Facet(_))) {
            let (clean, atoms, _, mentions) = self.read(self.text(form.text), Some(form.lang), |_| Vec::new());
            if atoms.is_empty() {
                report.errors.push(format!("{} {:?} gives no token", self.slug(form.meaning), self.text(form.text)));
                continue;
            }
            let whole = mentions.iter().any(|mention| mention.senses.iter().any(|sense| sense.meaning == form.meaning));
            if !whole {
                let homes = text::fold(clean.as_str());
                report.warnings.push(format!("{} {:?} ({}) is read as something else [{homes}]", self.slug(form.meaning), self.text(form.text), form.lang.as_str()));
            }
        }
    }
}

fn columns(source: &Source, report: &mut Report) {
    for (path, content) in source.files() {
        let mut table = Table::open(path, content);
        let width = table.header().len();
        let products = path.starts_with("products/");
        if products {
            for column in ["concept", "broader", "hs", "facets", "note"].iter().chain(&LANGUAGES) {
                if !table.header().contains(column) {
                    report.errors.push(format!("{path}: no column {column}"));
                }
            }
        }
        while let Some(row) = table.next_row() {
            if products && row.width() != width {
                report.errors.push(format!("{path}, line {}: {} cells for {width} columns", row.line, row.width()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_have_nothing_to_mend() {
        let lexicon = Lexicon::builtin().expect("builds");
        let report = lexicon.check(&Source::builtin());
        assert!(report.errors.is_empty(), "{}", report.errors.join("\n"));
        assert!(report.concepts >= 2_500, "{}", report.concepts);
    }
}
