//! Importing a vocabulary that somebody else keeps, into an overlay of the lexicon.
//!
//! The life of an import: [`read`] makes a [`Foreign`] vocabulary of a file ([`skos`], [`off`],
//! [`sheet`]); [`plan`] finds which of its entries we have, gives the others a place, and says
//! what clashes; [`Plan::table`] is what would be written, a table in our own format. Nothing here
//! writes a file.
//!
//! Invariants:
//! - a foreign name is added as it stands or not at all, and what is not added is said;
//! - the same file, lexicon and place give the same table.

mod clash;
mod off;
mod place;
mod plan;
mod sheet;
mod skos;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::domain::HsCode;
use crate::text::Lang;

pub use plan::{Clash, Fresh, Known, Plan, plan};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// SKOS as RDF/XML, Turtle or N-Triples.
    Skos,
    /// The text format of the Open Food Facts taxonomies.
    Off,
    /// CSV or a workbook with the columns of our tables.
    Sheet,
}

impl Format {
    /// The format of a name on the command line.
    pub fn parse(name: &str) -> Option<Format> {
        match name {
            "skos" => Some(Format::Skos),
            "off" => Some(Format::Off),
            "sheet" => Some(Format::Sheet),
            _ => None,
        }
    }

    /// The format that a file's name stands for.
    fn guess(path: &Path) -> Option<Format> {
        match extension(path).as_str() {
            "rdf" | "owl" | "xml" | "ttl" | "nt" => Some(Format::Skos),
            "txt" => Some(Format::Off),
            "csv" | "tsv" | "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" => Some(Format::Sheet),
            _ => None,
        }
    }
}

/// A foreign vocabulary.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    /// What was read, for the person who asked: `SKOS (Turtle)`.
    pub syntax: &'static str,
    /// Its concepts, in the order of the file.
    pub entries: Vec<Entry>,
    /// What was left out while reading, and why.
    pub remarks: Vec<String>,
}

/// A foreign concept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// What the vocabulary calls it: an IRI, `en:cashew-nuts`, a line of a sheet.
    pub key: String,
    /// The concept of ours that it says it is.
    pub slug: Option<String>,
    /// Its names.
    pub names: Vec<Name>,
    /// Keys of the entries above it; in a sheet, our concepts too.
    pub broader: Vec<String>,
    /// Harmonized System codes.
    pub hs: Vec<HsCode>,
    /// Our properties that it implies.
    pub facets: Vec<String>,
    /// Keys, here or in other vocabularies, of the same concept.
    pub same: Vec<String>,
    /// Its note.
    pub note: String,
}

/// A name of a foreign concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its language.
    pub lang: Lang,
    /// As written.
    pub text: String,
    /// Whether it is the label rather than a synonym.
    pub preferred: bool,
}

/// Why an import cannot be read or placed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// A line of the file cannot be used.
    #[error("{path}, line {line}: {problem}; {fix}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Line number, from 1.
        line: u64,
        /// What is wrong.
        problem: String,
        /// What to do about it.
        fix: String,
    },
    /// The file as a whole cannot be used.
    #[error("{path}: {problem}; {fix}")]
    Whole {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
        /// What to do about it.
        fix: String,
    },
    /// The place that new concepts shall have does not exist.
    #[error("there is no concept {0} to put new ones under; try: tradewind lexicon suggest WORD")]
    Under(String),
}

/// Reads a vocabulary; without a format, the file's name decides.
pub fn read(path: &Path, format: Option<Format>) -> Result<Foreign, ImportError> {
    let foreign = match format.or_else(|| Format::guess(path)) {
        Some(Format::Skos) => skos::read(path)?,
        Some(Format::Off) => off::read(path)?,
        Some(Format::Sheet) => sheet::read(path)?,
        None => return Err(whole(path, "its name does not tell the format", "say --format skos, off or sheet")),
    };
    if foreign.entries.is_empty() {
        return Err(whole(path, format!("no concept in it, read as {}", foreign.syntax), "look at the file, or say another --format"));
    }
    Ok(foreign)
}

fn extension(path: &Path) -> String {
    path.extension().map(|end| end.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

fn whole(path: &Path, problem: impl Into<String>, fix: impl Into<String>) -> ImportError {
    ImportError::Whole { path: path.to_owned(), problem: problem.into(), fix: fix.into() }
}

fn at_line(path: &Path, line: u64, problem: impl Into<String>, fix: impl Into<String>) -> ImportError {
    ImportError::Line { path: path.to_owned(), line, problem: problem.into(), fix: fix.into() }
}

/// A text file, which must be UTF-8.
fn read_text(path: &Path) -> Result<String, ImportError> {
    let bytes = std::fs::read(path).map_err(|fault| ImportError::File(path.to_owned(), fault))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(fault) => {
            let good = fault.as_bytes().get(..fault.utf8_error().valid_up_to()).unwrap_or_default();
            let line = 1 + good.iter().filter(|byte| **byte == b'\n').count() as u64;
            Err(at_line(path, line, "is not UTF-8", "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)"))
        }
    }
}
