//! The codes of the Harmonized System 2022, as the list `hs2022.tsv` beside the tables has them:
//! chapters of two digits, headings of four, subheadings of six.

use rustc_hash::FxHashSet;

use super::table::{Source, Table};
use crate::domain::HsCode;

/// File name of the list.
pub(super) const FILE: &str = "hs2022.tsv";

/// The list of codes.
pub(super) struct Codes<'a>(FxHashSet<&'a str>);

impl<'a> Codes<'a> {
    /// The list of a source; none if it carries no such file.
    pub(super) fn of(source: &'a Source) -> Option<Codes<'a>> {
        let (path, text) = source.files().find(|(path, _)| *path == FILE)?;
        let mut table = Table::open(path, text);
        let mut codes = FxHashSet::default();
        while let Some(row) = table.next_row() {
            codes.insert(row.get("code"));
        }
        Some(Codes(codes))
    }

    /// Whether the international part of a code exists. National digits after the sixth are free.
    pub(super) fn has(&self, code: &HsCode) -> bool {
        self.0.contains(code.international())
    }

    /// The headings, in order.
    pub(super) fn headings(&self) -> Vec<&'a str> {
        let mut headings: Vec<&str> = self.0.iter().copied().filter(|code| code.len() == 4).collect();
        headings.sort_unstable();
        headings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_the_chapters_headings_and_subheadings_of_2022() {
        let source = Source::builtin();
        let codes = Codes::of(&source).expect("carried");
        assert_eq!(codes.headings().len(), 1_228);
        let code = |text| HsCode::parse(text).expect("well formed");
        for real in ["08", "0801", "0801.32", "0801320010"] {
            assert!(codes.has(&code(real)), "{real}");
        }
        for unreal in ["0816", "080133", "9707"] {
            assert!(!codes.has(&code(unreal)), "{unreal}");
        }
    }
}
