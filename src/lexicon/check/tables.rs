//! What the lines of the tables show before anything is built of them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Kind, Report};
use crate::domain::HsCode;
use crate::lexicon::build::LANGUAGES;
use crate::lexicon::codes::Codes;
use crate::lexicon::table::{OVERLAY, Row, Source, Table, is_products};
use crate::text::CORE;

/// What the notes of the tables declare.
#[derive(Default)]
pub(super) struct Notes {
    /// Concepts whose note says that a form of theirs is a homograph.
    pub(super) homographs: FxHashSet<String>,
}

/// A line with a concept.
struct Line<'a> {
    place: String,
    broader: Vec<&'a str>,
}

/// Looks at every line; gives what the notes declare.
pub(super) fn examine(source: &Source, report: &mut Report) -> Notes {
    let codes = Codes::of(source);
    if codes.is_none() {
        report.add(Kind::Table, "hs2022.tsv is missing, so that HS codes cannot be looked up".to_owned());
    }
    let mut notes = Notes::default();
    let mut lines: FxHashMap<&str, Line<'_>> = FxHashMap::default();
    // As in building, an overlay comes after the tables that it adds to.
    let of = |overlay: bool| source.files().filter(move |(path, _)| is_products(path) && path.starts_with(OVERLAY) == overlay);
    for (path, content) in of(false).chain(of(true)) {
        let mut table = Table::open(path, content);
        columns(&table, report);
        let width = table.header().len();
        while let Some(row) = table.next_row() {
            let slug = row.get("concept");
            let place = format!("{path}, line {}: {slug}", row.line);
            if row.width() != width && !path.starts_with(OVERLAY) {
                report.add(Kind::Table, format!("{place} has {} cells for {width} columns", row.width()));
            }
            hs_codes(&row, &place, codes.as_ref(), report);
            if row.get("note").contains("homograph") {
                notes.homographs.insert(slug.to_owned());
            }
            // An overlay's row may add to a concept that stands elsewhere, which then has the rest.
            if path.starts_with(OVERLAY) && lines.contains_key(slug) {
                continue;
            }
            cells(&row, path, &place, report);
            lines.insert(slug, Line { place, broader: row.list("broader").collect() });
        }
    }
    parents(&lines, report);
    notes
}

fn columns(table: &Table<'_>, report: &mut Report) {
    let needed = ["concept", "broader", "hs", "facets", "note"];
    // An operator's table may do without languages it has no names in.
    let languages = LANGUAGES.iter().filter(|_| !table.path.starts_with(OVERLAY));
    for column in needed.iter().chain(languages) {
        if !table.header().contains(column) {
            report.add(Kind::Table, format!("{} has no column {column}", table.path));
        }
    }
}

fn hs_codes(row: &Row<'_, '_>, place: &str, codes: Option<&Codes<'_>>, report: &mut Report) {
    for written in row.list("hs") {
        let known = HsCode::parse(written).is_some_and(|code| codes.is_none_or(|codes| codes.has(&code)));
        if !known {
            report.add(Kind::HsCode, format!("{place}: {written}"));
        }
    }
}

fn cells(row: &Row<'_, '_>, path: &str, place: &str, report: &mut Report) {
    let note = row.get("note");
    let empty: Vec<&str> = CORE.iter().map(|lang| lang.as_str()).filter(|lang| row.list(lang).next().is_none()).collect();
    let built_in = !path.starts_with(OVERLAY);
    if built_in && (empty.contains(&"en") || empty.contains(&"zh")) {
        report.add(Kind::Unnamed, format!("{place} has no name in {}", empty.join(" ")));
        return;
    }
    let silent: Vec<&str> = empty.into_iter().filter(|lang| built_in && !names_language(note, lang)).collect();
    if !silent.is_empty() {
        report.add(Kind::EmptyCell, format!("{place}: {}", silent.join(" ")));
    }
}

/// Whether a note speaks of a language by its code: "am: no settled name", "sw am: English name".
fn names_language(note: &str, lang: &str) -> bool {
    note.split(|c: char| !c.is_alphanumeric()).any(|word| word == lang)
}

fn parents(lines: &FxHashMap<&str, Line<'_>>, report: &mut Report) {
    let mut ordered: Vec<(&str, &Line<'_>)> = lines.iter().map(|(slug, line)| (*slug, line)).collect();
    ordered.sort_by(|a, b| a.1.place.cmp(&b.1.place));
    for (slug, line) in ordered {
        for parent in line.broader.iter().filter(|parent| !lines.contains_key(**parent)) {
            report.add(Kind::Parent, format!("{}: {parent}", line.place));
        }
        if let Some(chain) = way_back(slug, lines) {
            report.add(Kind::Cycle, format!("{}: {}", line.place, chain.join(" < ")));
        }
    }
}

/// The shortest chain of parents from a concept back to itself.
fn way_back<'a>(start: &'a str, lines: &FxHashMap<&'a str, Line<'a>>) -> Option<Vec<&'a str>> {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut chains = std::collections::VecDeque::from([vec![start]]);
    while let Some(chain) = chains.pop_front() {
        let broader = chain.last().and_then(|last| lines.get(last)).map_or(&[][..], |line| line.broader.as_slice());
        for parent in broader {
            let longer: Vec<&str> = chain.iter().copied().chain([*parent]).collect();
            if *parent == start {
                return Some(longer);
            }
            if seen.insert(parent) {
                chains.push_back(longer);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&str], overlay: &[&str]) -> Vec<(Kind, String)> {
        let languages = LANGUAGES.join("\t");
        let header = format!("concept\tbroader\ths\tfacets\t{languages}\tnote");
        let cells = LANGUAGES.len() - 1;
        // A row is written "slug broader hs note"; one name stands for those of all languages.
        let table = |rows: &[&str]| {
            let lines: Vec<String> = rows
                .iter()
                .map(|row| {
                    let mut parts = row.splitn(4, ' ').map(|part| if part == "-" { "" } else { part });
                    let mut next = || parts.next().unwrap_or_default();
                    let (slug, broader, hs, note) = (next(), next(), next(), next());
                    let names = if note.is_empty() { format!("\t{slug}").repeat(cells) } else { "\t".repeat(cells) };
                    format!("{slug}\t{broader}\t{hs}\t\t{slug} 果{names}\t{note}")
                })
                .collect();
            format!("{header}\n{}", lines.join("\n"))
        };
        let source = Source::texts(vec![
            ("hs2022.tsv".to_owned(), "code\n08\n0801\n080132".to_owned()),
            ("products/a.tsv".to_owned(), table(rows)),
            ("overlay/b.tsv".to_owned(), table(overlay)),
        ]);
        let mut report = Report::default();
        examine(&source, &mut report);
        report.findings.into_iter().map(|finding| (finding.kind, finding.text)).collect()
    }

    #[test]
    fn sound_lines_have_no_findings() {
        assert_eq!(found(&["nut - 08", "cashew nut 0801|080132"], &["cashew x 0801", "pili nut 0801"]), []);
    }

    #[test]
    fn all_faults_are_found_at_once() {
        let found = found(&["nut - 0816", "cashew nuts 0801", "a b -", "b a|nut -"], &["pili fruit 08019"]);
        let lines = [
            (Kind::HsCode, "products/a.tsv, line 2: nut: 0816"),
            (Kind::HsCode, "overlay/b.tsv, line 2: pili: 08019"),
            (Kind::Parent, "overlay/b.tsv, line 2: pili: fruit"),
            (Kind::Parent, "products/a.tsv, line 3: cashew: nuts"),
            (Kind::Cycle, "products/a.tsv, line 4: a: a < b < a"),
            (Kind::Cycle, "products/a.tsv, line 5: b: b < a < b"),
        ];
        for (kind, text) in lines {
            assert!(found.contains(&(kind, text.to_owned())), "{text}: {found:?}");
        }
        assert_eq!(found.len(), lines.len(), "{found:?}");
    }

    #[test]
    fn a_note_that_names_the_language_is_a_reason() {
        for (note, lang, reason) in [("am: no settled name", "am", true), ("sw am: English", "am", true), ("same as jam", "am", false), ("", "am", false)] {
            assert_eq!(names_language(note, lang), reason, "{note}");
        }
    }
}
