//! Building a lexicon: rows become concepts, facets, places and certificates, and their cells forms.

use rustc_hash::FxHashMap;

use super::table::{OVERLAY, Row, Source, Table, entries};
use super::trie::Trie;
use super::{Concept, ConceptId, DERIVED, Facet, FacetId, Form, Lexicon, Meaning, Named, Names, Span, cues, grades, homographs, names, numerals, sides, stable_hash, thread};
use crate::domain::relevance::Edits;
use crate::domain::{Country, Currency, HsCode, Incoterm, Unit};
use crate::text::{self, Lang};

/// The languages that a table may have a column for.
pub const LANGUAGES: [&str; 19] = [
    "en", "zh", "fr", "es", "pt", "ar", "ru", "sw", "hi", "bn", "id", "vi", "th", "am", "ur", "tr", "fa", "ha", "ms",
];

/// About how many bytes of table make a form, and a concept; first guesses that save growing.
const BYTES_A_FORM: usize = 19;
const BYTES_A_CONCEPT: usize = 760;

/// Raised whenever the analysis of forms changes without a change of the tables.
const ANALYSIS_VERSION: u64 = 5;

/// Why a lexicon cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// A line that cannot be used.
    #[error("{path}, line {line}: {problem}")]
    Line {
        /// The file.
        path: String,
        /// Line number, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A folder of tables that cannot be read.
    #[error("the tables in {path} cannot be read: {cause}")]
    Folder {
        /// The folder.
        path: std::path::PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A table that must be there is missing.
    #[error("the lexicon has no {0}")]
    Missing(&'static str),
}

/// Builds a lexicon from its tables, whose text it keeps.
pub fn build(source: Source) -> Result<Lexicon, LexiconError> {
    build_with(source, &Edits::default())
}

/// Builds a lexicon from its tables and what operators have edited since. No edit is fatal: one that the
/// tables leave no place for is among [`Lexicon::idle`].
pub fn build_with(source: Source, edits: &Edits) -> Result<Lexicon, LexiconError> {
    let mut lexicon = Lexicon {
        concepts: Vec::new(),
        facets: Vec::new(),
        places: Vec::new(),
        certificates: Vec::new(),
        words: FxHashMap::default(),
        text: Default::default(),
        derived: vec![String::new()],
        forms: Vec::new(),
        by_slug: FxHashMap::default(),
        facet_by_slug: FxHashMap::default(),
        children: FxHashMap::default(),
        countries: FxHashMap::default(),
        trie: Trie::default(),
        alphabet: std::sync::OnceLock::new(),
        cue_table: 0..0,
        cues: std::sync::OnceLock::new(),
        numeral_table: 0..0,
        numerals: std::sync::OnceLock::new(),
        grades: grades::Grades::default(),
        homographs: homographs::Homographs::default(),
        sides: sides::Sides::default(),
        old_terms: Vec::new(),
        aliases: FxHashMap::default(),
        edits: edits.count(),
        idle: Vec::new(),
        fingerprint: ANALYSIS_VERSION,
    };
    // Beside the reading of the tables, which needs none of them.
    std::thread::spawn(text::prepare);
    let mut parents = Vec::new();
    {
        lexicon.forms.reserve(source.text().len() / BYTES_A_FORM);
        lexicon.concepts.reserve(source.text().len() / BYTES_A_CONCEPT);
        let mut tables = Tables { lexicon: &mut lexicon, whole: source.text() };
        for (path, content) in source.files().filter(|(path, _)| is_table(path)) {
            tables.lexicon.fingerprint = stable_hash(content.as_bytes(), stable_hash(path.as_bytes(), tables.lexicon.fingerprint));
            if path == "facets.tsv" {
                tables.read_facets(path, content)?;
            }
        }
        for (path, content) in source.files() {
            match path {
                _ if NAMED.contains(&path) => tables.read_named(path, content)?,
                "demonyms.tsv" | "countries.tsv" => tables.read_countries(path, content)?,
                _ if path.starts_with("products/") => tables.read_products(&mut parents, path, content)?,
                cues::FILE => {
                    cues::check(path, content)?;
                    tables.lexicon.cue_table = tables.place_of(content);
                }
                numerals::FILE => {
                    numerals::check(path, content)?;
                    tables.lexicon.numeral_table = tables.place_of(content);
                }
                sides::FILE => tables.lexicon.sides = sides::Sides::read(path, content)?,
                _ => {}
            }
        }
        for (path, content) in source.files().filter(|(path, _)| path.starts_with(OVERLAY)) {
            if !Table::open(path, content).header().contains(&"concept") {
                return Err(fault(path, 1, "there is no column named concept; an overlay holds product tables with the columns of the built-in ones"));
            }
            tables.read_products(&mut parents, path, content)?;
        }
        add_countries(tables.lexicon);
        // What operators edit comes last, so that everything before keeps its place.
        tables.read_edits(&mut parents, edits);
    }
    link(&mut lexicon, parents)?;
    if let Some((_, content)) = source.files().find(|(path, _)| *path == grades::FILE) {
        lexicon.grades = grades::Grades::read(&lexicon, content);
    }
    if let Some((_, content)) = source.files().find(|(path, _)| *path == homographs::FILE) {
        lexicon.homographs = homographs::Homographs::read(&lexicon, content);
    }
    lexicon.text = source.into_text();
    thread::thread(&mut lexicon);
    Ok(lexicon)
}

/// Tables of things that are neither products nor their properties.
const NAMED: [&str; 6] = ["places.tsv", "regions.tsv", "certificates.tsv", "units.tsv", "currencies.tsv", "incoterms.tsv"];

/// Whether a file decides what a text is read as. The list of HS codes only serves the examination of
/// the tables and leaves the fingerprint alone.
fn is_table(path: &str) -> bool {
    path != super::codes::FILE
}

fn fault(path: &str, line: usize, problem: impl Into<String>) -> LexiconError {
    LexiconError::Line { path: path.to_owned(), line, problem: problem.into() }
}

/// The tables on their way into a lexicon. Forms are spans of the tables' own text.
pub(super) struct Tables<'a> {
    pub(super) lexicon: &'a mut Lexicon,
    pub(super) whole: &'a str,
}

/// Where a concept is filed: its broader concepts, separated by bars, and where that is written.
pub(super) type Filed = (String, String, usize);

impl Tables<'_> {
    /// Where a text stands in the whole.
    fn place_of(&self, text: &str) -> std::ops::Range<usize> {
        let start = (text.as_ptr() as usize).wrapping_sub(self.whole.as_ptr() as usize);
        start..start + text.len()
    }

    fn add_form(&mut self, text: &str, lang: Lang, meaning: Meaning) {
        let start = self.place_of(text).start;
        let (Some(start), Ok(len)) = (u32::try_from(start).ok().filter(|start| *start < DERIVED), u16::try_from(text.len())) else { return };
        let text = Span { start, len };
        self.lexicon.forms.push(Form { text, lower: text, plain: true, lang, meaning, node: 0 });
    }

    /// Makes forms of the language cells of a row.
    fn add_names(&mut self, row: &Row<'_, '_>, meaning: Meaning) -> Names {
        let mut names = Vec::with_capacity(LANGUAGES.len());
        for (lang, cell) in row.languages() {
            let first = self.lexicon.forms.len() as u32;
            for text in entries(cell).filter(|text| !(matches!(meaning, Meaning::Currency(_)) && text.contains(is_currency_sign))) {
                self.add_form(text, lang, meaning);
            }
            let next = self.lexicon.forms.len() as u32;
            if next > first {
                names.push((lang, first..next));
            }
        }
        names.shrink_to_fit();
        Names(names)
    }

    fn read_facets(&mut self, path: &str, content: &str) -> Result<(), LexiconError> {
        let mut table = Table::open(path, content);
        let mut compatible = Vec::new();
        let mut groups: FxHashMap<String, u16> = FxHashMap::default();
        while let Some(row) = table.next_row() {
            let slug = row.get("facet").to_owned();
            let Some((group, _)) = slug.split_once(':') else {
                return Err(fault(path, row.line, format!("{slug} is not group:value")));
            };
            let next = groups.len() as u16;
            let at = *groups.entry(group.to_owned()).or_insert(next);
            let id = FacetId(self.lexicon.facets.len() as u16);
            compatible.push((id, row.list("compatible").map(|value| if value.contains(':') { value.to_owned() } else { format!("{group}:{value}") }).collect::<Vec<_>>()));
            let names = self.add_names(&row, Meaning::Facet(id));
            self.lexicon.facet_by_slug.insert(slug.clone(), id);
            self.lexicon.facets.push(Facet { slug, group: at, exclusive: row.get("exclusive") == "yes", compatible: Vec::new(), names });
        }
        for (id, slugs) in compatible {
            let ids = slugs.iter().filter_map(|slug| self.lexicon.find_facet(slug)).collect();
            if let Some(facet) = self.lexicon.facets.get_mut(usize::from(id.0)) {
                facet.compatible = ids;
            }
        }
        Ok(())
    }

    fn read_products(&mut self, parents: &mut Vec<Filed>, path: &str, content: &str) -> Result<(), LexiconError> {
        let mut table = Table::open(path, content);
        while let Some(row) = table.next_row() {
            let slug = row.get("concept").to_owned();
            if path.starts_with(OVERLAY) && let Some(known) = self.lexicon.find(&slug) {
                self.extend(known, path, &row)?;
                continue;
            }
            let id = ConceptId(self.lexicon.concepts.len() as u32);
            if slug.is_empty() || self.lexicon.by_slug.insert(slug.clone(), id).is_some() {
                return Err(fault(path, row.line, format!("concept {slug:?} is empty or stands twice")));
            }
            let hs = codes(path, &row)?;
            let mut facets = Vec::new();
            for facet in row.list("facets") {
                facets.push(self.lexicon.find_facet(facet).ok_or_else(|| fault(path, row.line, format!("unknown facet {facet}")))?);
            }
            let names = self.add_names(&row, Meaning::Concept(id));
            parents.push((row.get("broader").to_owned(), path.to_owned(), row.line));
            self.lexicon.concepts.push(Concept { hs, facets, names, ..Concept::named(slug) });
        }
        Ok(())
    }

    /// Adds the names and codes of an overlay's row to a concept that exists, behind its own. Its
    /// place among the concepts stays as it is, also where a later release brings a concept that
    /// an overlay already had.
    fn extend(&mut self, id: ConceptId, path: &str, row: &Row<'_, '_>) -> Result<(), LexiconError> {
        let hs = codes(path, row)?;
        let added = self.add_names(row, Meaning::Concept(id));
        if let Some(concept) = self.lexicon.concepts.get_mut(id.0 as usize) {
            concept.names.append(added);
            let fresh: Vec<HsCode> = hs.into_iter().filter(|code| !concept.hs.contains(code)).collect();
            concept.hs.extend(fresh);
        }
        Ok(())
    }

    /// Everyday names of countries, and adjectives of origin.
    fn read_countries(&mut self, path: &str, content: &str) -> Result<(), LexiconError> {
        let mut table = Table::open(path, content);
        while let Some(row) = table.next_row() {
            let code = row.get("country");
            let Some(country) = Country::parse(code) else { return Err(fault(path, row.line, format!("{code} is not a country"))) };
            let meaning = if path == "demonyms.tsv" { Meaning::Origin(country) } else { Meaning::Country(country) };
            self.add_names(&row, meaning);
        }
        Ok(())
    }

    fn read_named(&mut self, path: &str, content: &str) -> Result<(), LexiconError> {
        let mut table = Table::open(path, content);
        while let Some(row) = table.next_row() {
            let meaning = match path {
                "places.tsv" | "regions.tsv" => Meaning::Place(self.lexicon.places.len() as u16),
                "certificates.tsv" => Meaning::Certificate(self.lexicon.certificates.len() as u16),
                "units.tsv" => match Unit::parse(row.get("unit")) {
                    Some(unit) => Meaning::Unit(unit),
                    None => return Err(fault(path, row.line, format!("{} is not a unit of domain/quantity.rs", row.get("unit")))),
                },
                "currencies.tsv" => {
                    let code = row.get("currency");
                    let Some(currency) = Currency::parse(code) else { return Err(fault(path, row.line, format!("{code} is not a currency"))) };
                    // A sign is no letter: of `A$` an article would be left.
                    for text in row.list("symbols").chain([code]).filter(|text| text.chars().all(char::is_alphanumeric)) {
                        self.add_form(text, Lang::UND, Meaning::Currency(currency));
                    }
                    Meaning::Currency(currency)
                }
                _ => {
                    let code = row.get("incoterm");
                    let Some(term) = Incoterm::parse(code) else { return Err(fault(path, row.line, format!("{code} is not an Incoterm"))) };
                    self.add_form(code, Lang::UND, Meaning::Incoterm(term));
                    if !row.get("until").is_empty() {
                        self.lexicon.old_terms.push(code.to_owned());
                    }
                    Meaning::Incoterm(term)
                }
            };
            let names = self.add_names(&row, meaning);
            match meaning {
                Meaning::Place(_) => self.lexicon.places.push(Named { slug: [row.get("place"), row.get("region")].concat(), country: Country::parse(row.get("country")), names }),
                Meaning::Certificate(_) => self.lexicon.certificates.push(Named { slug: row.get("certificate").to_owned(), country: None, names }),
                // Old delivery terms are rows of their own that mean a new one, whose name comes first.
                _ => {
                    self.lexicon.words.entry(meaning).or_insert(names);
                }
            }
        }
        Ok(())
    }
}

/// Signs that the cutting of words leaves out.
fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '฿' | '৳' | '\u{20A0}'..='\u{20CF}')
}

fn codes(path: &str, row: &Row<'_, '_>) -> Result<Vec<HsCode>, LexiconError> {
    row.list("hs").map(|code| HsCode::parse(code).ok_or_else(|| fault(path, row.line, format!("{code} is not an HS code")))).collect()
}

/// Resolves parents, ancestors and specificity.
fn link(lexicon: &mut Lexicon, parents: Vec<Filed>) -> Result<(), LexiconError> {
    for ((names, path, line), at) in parents.iter().zip(0u32..) {
        for name in names.split('|').map(str::trim).filter(|name| !name.is_empty()) {
            let parent = lexicon.find(name).ok_or_else(|| fault(path, *line, format!("unknown broader concept {name}")))?;
            if let Some(concept) = lexicon.concepts.get_mut(at as usize) {
                concept.broader.push(parent);
            }
            lexicon.children.entry(parent).or_default().push(ConceptId(at));
        }
    }
    let mut below = vec![0u32; lexicon.concepts.len()];
    for at in 0..lexicon.concepts.len() {
        let (ancestors, steps) = ancestors(lexicon, ConceptId(at as u32)).ok_or_else(|| {
            let (names, path, line) = parents.get(at).cloned().unwrap_or_default();
            fault(&path, line, format!("the chain of broader concepts above {names} leads back to its start"))
        })?;
        for id in &ancestors {
            if let Some(count) = below.get_mut(id.0 as usize) {
                *count += 1;
            }
        }
        if let Some(concept) = lexicon.concepts.get_mut(at) {
            (concept.ancestors, concept.steps) = (ancestors, steps);
        }
    }
    for at in 0..lexicon.concepts.len() {
        let inherited = inherited(lexicon, ConceptId(at as u32));
        if let Some(concept) = lexicon.concepts.get_mut(at) {
            concept.inherited = inherited;
        }
    }
    // The share of the lexicon that a concept does not cover, on a log scale (information content).
    let total = (lexicon.concepts().count().max(2) as f32).ln();
    for (concept, count) in lexicon.concepts.iter_mut().zip(below) {
        concept.specificity = 1.0 - (1.0 + count as f32).ln() / total;
    }
    Ok(())
}

/// The properties that a thing has by being a kind of other things: a white pepper powder is white. Where
/// its own properties or two of its wider things disagree, nothing is taken over.
fn inherited(lexicon: &Lexicon, id: ConceptId) -> Vec<FacetId> {
    let Some(concept) = lexicon.concept(id) else { return Vec::new() };
    let wider: Vec<FacetId> = concept.ancestors.iter().filter_map(|id| lexicon.concept(*id)).flat_map(|wider| wider.facets.iter().copied()).collect();
    let mut taken = Vec::new();
    for facet in &wider {
        let disputed = concept.facets.iter().chain(&wider).any(|other| lexicon.conflicting(*other, *facet));
        if !disputed && !concept.facets.contains(facet) && !taken.contains(facet) {
            taken.push(*facet);
        }
    }
    taken
}

/// All more general concepts with the steps up to each, nearest first; none if a chain is a circle.
fn ancestors(lexicon: &Lexicon, start: ConceptId) -> Option<(Vec<ConceptId>, Vec<u8>)> {
    let parents = |id: ConceptId| lexicon.concept(id).map(|concept| concept.broader.as_slice()).unwrap_or_default();
    let (mut ancestors, mut steps) = (Vec::new(), Vec::new());
    let mut level = parents(start).to_vec();
    for step in 1..=u8::MAX {
        let mut seen: Vec<ConceptId> = ancestors.clone();
        level.retain(|id| !seen.contains(id) && { seen.push(*id); true });
        if level.is_empty() {
            return Some((ancestors, steps));
        }
        if level.contains(&start) {
            return None;
        }
        steps.extend(level.iter().map(|_| step));
        ancestors.extend(level.iter().copied());
        level = level.into_iter().flat_map(|id| parents(id).iter().copied()).collect();
    }
    None
}

fn add_countries(lexicon: &mut Lexicon) {
    for tag in LANGUAGES {
        let Some(lang) = Lang::new(tag) else { continue };
        for (country, name) in names::countries(lang) {
            let text = add_form(lexicon, &name, lang, Meaning::Country(country));
            lexicon.countries.insert((country, lang), text);
        }
    }
}

pub(super) fn add_form(lexicon: &mut Lexicon, text: &str, lang: Lang, meaning: Meaning) -> Span {
    let text = lexicon.derive(text);
    lexicon.forms.push(Form { text, lower: text, plain: true, lang, meaning, node: 0 });
    text
}
