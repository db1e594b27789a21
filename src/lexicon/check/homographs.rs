//! What the table of shared names declares: each line of two things that do share a name, with something that
//! tells them apart.

use rustc_hash::FxHashSet;

use super::{Kind, Report};
use crate::lexicon::homographs::{FILE, beside};
use crate::lexicon::table::{Source, Table};
use crate::lexicon::{ConceptId, Lexicon};
use crate::text::Lang;

/// Looks at every line.
pub(super) fn examine(lexicon: &Lexicon, source: &Source, report: &mut Report) {
    let Some((path, content)) = source.files().find(|(path, _)| *path == FILE) else { return };
    let mut table = Table::open(path, content);
    while let Some(row) = table.next_row() {
        let mut fault = |problem: String| report.add(Kind::Table, format!("{path}, line {}: {problem}", row.line));
        let pair = ["one", "other"].map(|column| (row.get(column), lexicon.find(row.get(column))));
        for (slug, _) in pair.iter().filter(|(_, id)| id.is_none()) {
            fault(format!("there is no concept {slug}"));
        }
        if let [(one, Some(a)), (other, Some(b))] = pair && names(lexicon, a).is_disjoint(&names(lexicon, b)) {
            fault(format!("{one} and {other} share no name (any more); drop the line"));
        }
        let mut entries = row.list("beside_one").chain(row.list("beside_other")).peekable();
        if entries.peek().is_none() {
            fault("nothing is said to stand beside either".to_owned());
        }
        for entry in entries.filter(|entry| beside(lexicon, entry).is_none()) {
            fault(format!("there is no property {entry}"));
        }
    }
}

fn names(lexicon: &Lexicon, id: ConceptId) -> FxHashSet<(Lang, &str)> {
    let names = lexicon.concept(id).map(|concept| &concept.names);
    let of = |lang: Lang| names.into_iter().flat_map(move |names| names.of(lang)).filter_map(move |at| Some((lang, lexicon.text(lexicon.form(at)?.lower))));
    names.into_iter().flat_map(|names| names.languages()).flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found where a nut is a thing to eat and a thing to turn.
    fn found(line: &str) -> Vec<(Kind, String)> {
        let source = Source::texts(vec![
            (FILE.to_owned(), format!("one\tother\tbeside_one\tbeside_other\tnote\n{line}")),
            ("facets.tsv".to_owned(), "facet\tgroup\ten\nshell:in-shell\tshell\tin shell".to_owned()),
            ("products/a.tsv".to_owned(), "concept\tbroader\ten\tzh\tnote\nnut\t\tnut\t坚果\t\nbolt-nut\t\tnut\t螺母\t\nbolt\t\tbolt\t螺栓\t".to_owned()),
        ]);
        Report::of(&source).findings.into_iter().filter(|finding| matches!(finding.kind, Kind::Homograph) || finding.text.starts_with(FILE)).map(|finding| (finding.kind, finding.text)).collect()
    }

    #[test]
    fn a_shared_name_is_found_until_it_is_declared() {
        assert_eq!(found(""), [(Kind::Homograph, "en \"nut\" stands in nut and bolt-nut".to_owned())]);
        assert_eq!(found("nut\tbolt-nut\tshell:in-shell|salted\tbolt\t"), []);
        assert_eq!(found("bolt-nut\tnut\tbolt\t\t"), []);
    }

    #[test]
    fn a_declaration_that_says_nothing_or_what_is_not_is_named() {
        let faults = |line: &str| found(line).into_iter().filter(|(kind, _)| *kind == Kind::Table).map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(faults("nut\tbolt-nut\t\t\t"), ["homographs.tsv, line 2: nothing is said to stand beside either"]);
        assert_eq!(faults("nut\tscrew\tsalted\t\t"), ["homographs.tsv, line 2: there is no concept screw"]);
        assert_eq!(faults("nut\tbolt\tsalted\t\t"), ["homographs.tsv, line 2: nut and bolt share no name (any more); drop the line"]);
        assert_eq!(faults("nut\tbolt-nut\tshell:half\t\t"), ["homographs.tsv, line 2: there is no property shell:half"]);
    }
}
