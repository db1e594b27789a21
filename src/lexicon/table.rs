//! The files of the lexicon: tab-separated tables with a header, one entry a line, so that a
//! translator can edit them in a spreadsheet. This file knows lines and cells, not meanings.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::LexiconError;
use super::build::LANGUAGES;
use crate::text::Lang;

/// Where the tables of an operator's overlay stand: they are loaded after all others.
pub const OVERLAY: &str = "overlay/";

/// The tables of the binary, as the build script packs them.
static BUILTIN: &str = include_str!(concat!(env!("OUT_DIR"), "/lexicon.txt"));

/// The texts of a lexicon, one after the other in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Source {
    text: Cow<'static, str>,
    files: Vec<(String, Range<usize>)>,
}

impl Source {
    /// The tables that the binary carries.
    pub fn builtin() -> Source {
        let text = BUILTIN;
        let mut files = Vec::new();
        let mut rest = text;
        while let Some((path, after)) = rest.split_once('\n')
            && let Some((length, after)) = after.split_once('\n')
            && let Some((_, next)) = length.parse().ok().and_then(|length| after.split_at_checked(length))
        {
            files.push((path.to_owned(), text.len() - after.len()..text.len() - next.len()));
            rest = next;
        }
        files.sort_by(|a, b| a.0.cmp(&b.0));
        Source { text: Cow::Borrowed(text), files }
    }

    /// The tables of the folder `lexicon`, else the built-in ones, with those of the folder
    /// `overlay` to be loaded after them.
    pub fn open(lexicon: Option<&Path>, overlay: Option<&Path>) -> Result<Source, LexiconError> {
        let fault = |path: &Path| {
            let path = path.to_owned();
            move |cause| LexiconError::Folder { path, cause }
        };
        let base = match lexicon {
            Some(folder) => Source::folder(folder).map_err(fault(folder))?,
            None => Source::builtin(),
        };
        match overlay {
            Some(folder) => base.overlaid(folder).map_err(fault(folder)),
            None => Ok(base),
        }
    }

    /// The tables of a folder, which must hold the same names as the built-in ones.
    pub fn folder(path: &Path) -> std::io::Result<Source> {
        read_folder(path).map(Source::texts)
    }

    /// These tables and those of an operator's folder, whose rows may add to concepts of these.
    pub fn overlaid(self, folder: &Path) -> std::io::Result<Source> {
        let files = read_folder(folder)?;
        Ok(self.with(files.into_iter().map(|(path, text)| (format!("{OVERLAY}{path}"), text)).collect()))
    }

    /// Tables given as pairs of a path relative to the lexicon's folder and a text.
    pub fn texts(files: Vec<(String, String)>) -> Source {
        Source::default().with(files)
    }

    /// These tables and others; one of the same path takes the place of the one before.
    pub fn with(mut self, others: Vec<(String, String)>) -> Source {
        for (path, content) in others {
            let start = self.text.len();
            self.text.to_mut().push_str(&content);
            self.files.retain(|(known, _)| *known != path);
            self.files.push((path, start..self.text.len()));
        }
        self.files.sort_by(|a, b| a.0.cmp(&b.0));
        self
    }

    /// These tables but for one.
    pub fn without(mut self, path: &str) -> Source {
        self.files.retain(|(known, _)| known != path);
        self
    }

    /// Path and text of every table, ordered by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, range)| (path.as_str(), self.text.get(range.clone()).unwrap_or_default()))
    }

    /// All the texts in one, into which the tables of [`Source::files`] point.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> Cow<'static, str> {
        self.text
    }
}

/// Path and text of every table below a folder. Spreadsheets like to begin a file with a byte order
/// mark, and editors to leave hidden files beside it.
fn read_folder(path: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let mut dirs = vec![PathBuf::from(path)];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(&dir)? {
            let entry = entry?;
            let at = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if at.is_dir() {
                dirs.push(at);
            } else if at.extension().is_some_and(|end| end == "tsv") {
                let name = at.strip_prefix(path).unwrap_or(&at).to_string_lossy().replace('\\', "/");
                let text = std::fs::read_to_string(&at)?;
                files.push((name, text.trim_start_matches('\u{feff}').to_owned()));
            }
        }
    }
    Ok(files)
}

/// Whether a table has a concept on each line.
pub fn is_products(path: &str) -> bool {
    path.starts_with("products/") || path.starts_with(OVERLAY)
}

/// One table, cut into cells.
pub struct Table<'a> {
    /// Path, for messages.
    pub path: &'a str,
    header: Vec<&'a str>,
    /// The columns of the languages, in the order of [`LANGUAGES`].
    languages: Vec<(Lang, usize)>,
    lines: std::str::Lines<'a>,
    number: usize,
}

/// One line of a table.
pub struct Row<'a, 't> {
    header: &'t [&'a str],
    languages: &'t [(Lang, usize)],
    cells: Vec<&'a str>,
    /// Line number, from 1.
    pub line: usize,
}

impl<'a> Table<'a> {
    /// Opens a table on its header.
    pub fn open(path: &'a str, text: &'a str) -> Table<'a> {
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
        let place = |column: &str| Some((Lang::new(column)?, header.iter().position(|name| *name == column)?));
        let languages = LANGUAGES.iter().filter_map(|column| place(column)).collect();
        Table { path, header, languages, lines, number: 1 }
    }

    /// The names of the columns.
    pub fn header(&self) -> &[&'a str] {
        &self.header
    }

    /// The next line that is not empty.
    pub fn next_row(&mut self) -> Option<Row<'a, '_>> {
        loop {
            let line = self.lines.next()?;
            self.number += 1;
            if !line.trim().is_empty() {
                let cells = line.split('\t').collect();
                return Some(Row { header: &self.header, languages: &self.languages, cells, line: self.number });
            }
        }
    }
}

impl<'a> Row<'a, '_> {
    /// Number of cells.
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// The cell under a column name; empty if there is none.
    pub fn get(&self, column: &str) -> &'a str {
        let at = self.header.iter().position(|name| *name == column);
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// The entries of a cell, separated by bars.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        entries(self.get(column))
    }

    /// The cells of the languages that the table has a column for.
    pub(super) fn languages(&self) -> impl Iterator<Item = (Lang, &'a str)> {
        self.languages.iter().filter_map(|(lang, at)| Some((*lang, *self.cells.get(*at)?)))
    }
}

/// The entries of a cell, separated by bars.
pub(super) fn entries(cell: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let ends = memchr::memchr_iter(b'|', cell.as_bytes()).chain([cell.len()]);
    ends.filter_map(move |end| cell.get(std::mem::replace(&mut from, end + 1)..end)).map(str::trim).filter(|entry| !entry.is_empty())
}
