//! The lexicon's own examination: what a translator or an operator must mend before a table is used,
//! and what is worth a look.
//!
//! [`tables`] looks at the lines as written, so that all their faults are found at once and not only
//! the first, at which building stops; [`forms`] looks at the names in the lexicon that was built, and
//! [`homographs`] at what is said of those that two things share.

mod forms;
mod homographs;
mod tables;

use super::build;
use super::table::Source;

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A column that is missing, a line with too many or too few cells.
    Table,
    /// A code that the Harmonized System does not have.
    HsCode,
    /// A parent that is no concept.
    Parent,
    /// A chain of parents that leads back to its start.
    Cycle,
    /// Anything else that keeps the lexicon from being built.
    Build,
    /// A concept without an English or a Chinese name.
    Unnamed,
    /// A form in which our own analysis finds nothing.
    NoToken,
    /// An empty cell of a core language whose note gives no reason.
    EmptyCell,
    /// A form of two concepts that are no kin, without a word on what tells them apart.
    Homograph,
    /// A form that is also a property, a place or the like; a unit counts only behind a number.
    OtherTable,
    /// A single word that stands in the names of many unrelated concepts.
    General,
    /// A form that, read alone, means something else to us.
    ReadOtherwise,
}

/// What there is to know about a kind.
pub struct Rule {
    /// The kind.
    pub kind: Kind,
    /// Its name on the command line.
    pub name: &'static str,
    /// Whether it must be mended; else it is worth a look.
    pub error: bool,
    /// What it is and what to do about it.
    pub about: &'static str,
}

/// Every kind, those that must be mended first.
pub const RULES: [Rule; 12] = [
    Rule { kind: Kind::Table, name: "table", error: true, about: "a column is missing or a line has too many or too few cells" },
    Rule { kind: Kind::HsCode, name: "hs-code", error: true, about: "the Harmonized System 2022 has no such code" },
    Rule { kind: Kind::Parent, name: "parent", error: true, about: "the broader concept does not exist" },
    Rule { kind: Kind::Cycle, name: "cycle", error: true, about: "the chain of broader concepts leads back to its start" },
    Rule { kind: Kind::Build, name: "build", error: true, about: "the lexicon cannot be built" },
    Rule { kind: Kind::Unnamed, name: "unnamed", error: true, about: "English and Chinese name every concept" },
    Rule { kind: Kind::NoToken, name: "no-token", error: true, about: "the form has nothing that can be found in a text" },
    Rule { kind: Kind::EmptyCell, name: "empty-cell", error: true, about: "an empty cell of a core language: name the thing, or say why not in the note (\"am: no settled name\")" },
    Rule { kind: Kind::Homograph, name: "homograph", error: true, about: "one form of two concepts: drop it from one, or say in homographs.tsv what stands beside each" },
    Rule { kind: Kind::OtherTable, name: "other-table", error: true, about: "a form that is also a property, place or certificate: drop it, or declare a homograph in the note" },
    Rule { kind: Kind::General, name: "general", error: false, about: "a single word that stands in the names of many unrelated concepts: take a longer name, or declare a homograph in the note" },
    Rule { kind: Kind::ReadOtherwise, name: "read-otherwise", error: false, about: "the form alone is read as something else" },
];

impl Kind {
    /// What there is to know about it.
    pub fn rule(self) -> &'static Rule {
        // RULES is in the order of the kinds; the test below holds it to that.
        let [first, ..] = &RULES;
        RULES.get(self as usize).unwrap_or(first)
    }

    /// The kind of a name on the command line.
    pub fn parse(name: &str) -> Option<Kind> {
        RULES.iter().find(|rule| rule.name == name).map(|rule| rule.kind)
    }
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub kind: Kind,
    /// Where, and what.
    pub text: String,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Everything found, kind by kind.
    pub findings: Vec<Finding>,
    /// Concepts counted.
    pub concepts: usize,
    /// Forms counted, of all kinds.
    pub forms: usize,
}

impl Report {
    /// Examines tables and, if it can be built, the lexicon made of them.
    pub fn of(source: &Source) -> Report {
        let mut report = Report::default();
        let notes = tables::examine(source, &mut report);
        match build::build(source.clone()) {
            Ok(lexicon) => {
                (report.concepts, report.forms) = (lexicon.concepts.len(), lexicon.forms.len());
                homographs::examine(&lexicon, source, &mut report);
                forms::examine(&lexicon, &notes, &mut report);
            }
            // What the tables show already need not be said twice.
            Err(fault) if report.errors().next().is_none() => report.add(Kind::Build, fault.to_string()),
            Err(_) => {}
        }
        report.findings.sort_by_key(|finding| finding.kind);
        report
    }

    /// What must be mended.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.kind.rule().error)
    }

    /// What was found of one kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.kind == kind)
    }

    fn add(&mut self, kind: Kind, text: String) {
        self.findings.push(Finding { kind, text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_have_nothing_to_mend() {
        let report = Report::of(&Source::builtin());
        let errors: Vec<&str> = report.errors().map(|finding| finding.text.as_str()).collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        assert!(report.concepts >= 8_000, "{}", report.concepts);
    }

    #[test]
    fn every_kind_has_its_rule_and_name() {
        for rule in &RULES {
            assert_eq!((rule.kind.rule().name, Kind::parse(rule.name)), (rule.name, Some(rule.kind)));
        }
        assert_eq!(Kind::parse("colour"), None);
    }
}
