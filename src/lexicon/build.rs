//! Building a lexicon: rows become concepts, facets, places and certificates; every form is cut
//! into atoms and threaded on one trie, once as written (folded) and once by its light stems.

use rustc_hash::FxHashMap;

use super::table::{Source, Table};
use super::{Concept, ConceptId, Facet, FacetId, Form, Lexicon, Meaning, Named, names, stable_hash};
use crate::domain::{Country, Currency, HsCode, Incoterm, Unit};
use crate::text::{self, Atom, AtomKind, Clean, Lang};

/// The languages that a table may have a column for.
pub const LANGUAGES: [&str; 19] = [
    "en", "zh", "fr", "es", "pt", "ar", "ru", "sw", "hi", "bn", "id", "vi", "th", "am", "ur", "tr", "fa", "ha", "ms",
];

/// Raised whenever the analysis of forms changes without a change of the tables.
const ANALYSIS_VERSION: u64 = 1;

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
    /// A table that must be there is missing.
    #[error("the lexicon has no {0}")]
    Missing(&'static str),
}

/// Words that carry no goods: skipped inside forms and texts alike, so that "óleo de soja" meets
/// "óleo soja". Compared on the accented spelling: Vietnamese "lá" (leaf) is not French "la".
const CONNECTORS: &[&str] = &[
    "de", "du", "des", "d", "la", "le", "les", "l", "of", "the", "da", "do", "dos", "das", "del", "el", "los", "las", "of",
    "का", "की", "के", "এর", "ya", "za", "wa", "cha",
];

/// Forms on a trie of symbols; a symbol is a folded atom or a stem of one language.
#[derive(Default)]
pub struct Trie {
    symbols: FxHashMap<String, u32>,
    edges: FxHashMap<(u32, u32), u32>,
    ends: FxHashMap<u32, Vec<u32>>,
    nodes: u32,
}

impl Trie {
    fn symbol(&mut self, text: &str) -> u32 {
        if let Some(known) = self.symbols.get(text) {
            return *known;
        }
        let next = self.symbols.len() as u32;
        self.symbols.insert(text.to_owned(), next);
        next
    }

    fn insert(&mut self, path: &[u32], form: u32) {
        let mut node = 0;
        for symbol in path {
            let next = self.nodes + 1;
            let entry = self.edges.entry((node, *symbol)).or_insert(next);
            if *entry == next {
                self.nodes = next;
            }
            node = *entry;
        }
        let ends = self.ends.entry(node).or_default();
        if !ends.contains(&form) {
            ends.push(form);
        }
    }

    /// The number of a symbol, if any form uses it.
    pub(super) fn known(&self, symbol: &str) -> Option<u32> {
        self.symbols.get(symbol).copied()
    }

    pub(super) fn step(&self, node: u32, symbol: u32) -> Option<u32> {
        self.edges.get(&(node, symbol)).copied()
    }

    pub(super) fn ends(&self, node: u32) -> &[u32] {
        self.ends.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Every plain word symbol, for spelling suggestions.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.symbols.keys().map(String::as_str).filter(|symbol| !symbol.starts_with('\u{1}'))
    }
}

/// The languages whose stems are worth threading.
pub(super) const STEMMED: [&str; 7] = ["en", "fr", "es", "pt", "ru", "ar", "tr"];

/// The symbol of a stem.
pub(super) fn stem_symbol(lang: Lang, folded: &str) -> Option<String> {
    text::stem(lang, folded).map(|stem| format!("\u{1}{}\u{1}{stem}", lang.as_str()))
}

/// Whether an atom is skipped when matching.
pub(super) fn is_connector(atom: &Atom) -> bool {
    atom.kind == AtomKind::Word && CONNECTORS.contains(&atom.exact.as_str())
}

/// Builds a lexicon from its tables.
pub fn build(source: &Source) -> Result<Lexicon, LexiconError> {
    let mut lexicon = Lexicon {
        concepts: Vec::new(),
        facets: Vec::new(),
        places: Vec::new(),
        certificates: Vec::new(),
        forms: Vec::new(),
        by_slug: FxHashMap::default(),
        facet_by_slug: FxHashMap::default(),
        children: FxHashMap::default(),
        countries: FxHashMap::default(),
        trie: Trie::default(),
        fingerprint: ANALYSIS_VERSION,
    };
    let mut groups: FxHashMap<String, u16> = FxHashMap::default();
    for (path, content) in source.files() {
        lexicon.fingerprint = stable_hash(content.as_bytes(), stable_hash(path.as_bytes(), lexicon.fingerprint));
        if path == "facets.tsv" {
            read_facets(&mut lexicon, &mut groups, path, content)?;
        }
    }
    let mut parents = Vec::new();
    for (path, content) in source.files() {
        match path {
            "facets.tsv" => {}
            "places.tsv" | "certificates.tsv" | "units.tsv" | "currencies.tsv" | "incoterms.tsv" => read_named(&mut lexicon, path, content)?,
            _ if path.starts_with("products/") => read_products(&mut lexicon, &mut parents, path, content)?,
            _ => {}
        }
    }
    link(&mut lexicon, parents)?;
    add_countries(&mut lexicon);
    thread(&mut lexicon);
    Ok(lexicon)
}

fn fault(path: &str, line: usize, problem: impl Into<String>) -> LexiconError {
    LexiconError::Line { path: path.to_owned(), line, problem: problem.into() }
}

fn labels(row: &super::table::Row<'_, '_>) -> Vec<(Lang, Vec<String>)> {
    LANGUAGES
        .iter()
        .filter_map(|column| {
            let forms: Vec<String> = row.list(column).map(str::to_owned).collect();
            Lang::new(column).filter(|_| !forms.is_empty()).map(|lang| (lang, forms))
        })
        .collect()
}

fn add_forms(lexicon: &mut Lexicon, labels: &[(Lang, Vec<String>)], meaning: Meaning) {
    for (lang, forms) in labels {
        lexicon.forms.extend(forms.iter().map(|text| Form::new(text, *lang, meaning)));
    }
}

fn read_facets(lexicon: &mut Lexicon, groups: &mut FxHashMap<String, u16>, path: &str, content: &str) -> Result<(), LexiconError> {
    let mut table = Table::open(path, content);
    let mut compatible = Vec::new();
    while let Some(row) = table.next_row() {
        let slug = row.get("facet").to_owned();
        let Some((group, _)) = slug.split_once(':') else {
            return Err(fault(path, row.line, format!("{slug} is not group:value")));
        };
        let next = groups.len() as u16;
        let at = *groups.entry(group.to_owned()).or_insert(next);
        let id = FacetId(lexicon.facets.len() as u16);
        let labels = labels(&row);
        compatible.push((id, row.list("compatible").map(|value| if value.contains(':') { value.to_owned() } else { format!("{group}:{value}") }).collect::<Vec<_>>()));
        add_forms(lexicon, &labels, Meaning::Facet(id));
        lexicon.facet_by_slug.insert(slug.clone(), id);
        lexicon.facets.push(Facet { slug, group: at, exclusive: row.get("exclusive") == "yes", compatible: Vec::new(), labels });
    }
    for (id, slugs) in compatible {
        let ids = slugs.iter().filter_map(|slug| lexicon.find_facet(slug)).collect();
        if let Some(facet) = lexicon.facets.get_mut(usize::from(id.0)) {
            facet.compatible = ids;
        }
    }
    Ok(())
}

fn read_products(lexicon: &mut Lexicon, parents: &mut Vec<(String, String, usize)>, path: &str, content: &str) -> Result<(), LexiconError> {
    let mut table = Table::open(path, content);
    while let Some(row) = table.next_row() {
        let slug = row.get("concept").to_owned();
        let id = ConceptId(lexicon.concepts.len() as u32);
        if slug.is_empty() || lexicon.by_slug.insert(slug.clone(), id).is_some() {
            return Err(fault(path, row.line, format!("concept {slug:?} is empty or stands twice")));
        }
        let mut hs = Vec::new();
        for code in row.list("hs") {
            hs.push(HsCode::parse(code).ok_or_else(|| fault(path, row.line, format!("{code} is not an HS code")))?);
        }
        let mut facets = Vec::new();
        for facet in row.list("facets") {
            facets.push(lexicon.find_facet(facet).ok_or_else(|| fault(path, row.line, format!("unknown facet {facet}")))?);
        }
        let labels = labels(&row);
        add_forms(lexicon, &labels, Meaning::Concept(id));
        parents.push((row.get("broader").to_owned(), path.to_owned(), row.line));
        lexicon.concepts.push(Concept { slug, broader: None, ancestors: Vec::new(), hs, facets, labels, specificity: 1.0 });
    }
    Ok(())
}

fn read_named(lexicon: &mut Lexicon, path: &str, content: &str) -> Result<(), LexiconError> {
    let mut table = Table::open(path, content);
    while let Some(row) = table.next_row() {
        let labels = labels(&row);
        let meaning = match path {
            "places.tsv" => {
                let country = Country::parse(row.get("country"));
                lexicon.places.push(Named { slug: row.get("place").to_owned(), country, labels: labels.clone() });
                Meaning::Place(lexicon.places.len() as u16 - 1)
            }
            "certificates.tsv" => {
                lexicon.certificates.push(Named { slug: row.get("certificate").to_owned(), country: None, labels: labels.clone() });
                Meaning::Certificate(lexicon.certificates.len() as u16 - 1)
            }
            "units.tsv" => match Unit::parse(row.get("unit")) {
                Some(unit) => Meaning::Unit(unit),
                None => continue,
            },
            "currencies.tsv" => {
                let code = row.get("currency");
                let Some(currency) = Currency::parse(code) else { return Err(fault(path, row.line, format!("{code} is not a currency"))) };
                let und = Lang::UND;
                lexicon.forms.extend(row.list("symbols").chain([code]).map(|text| Form::new(text, und, Meaning::Currency(currency))));
                Meaning::Currency(currency)
            }
            _ => {
                let code = row.get("incoterm");
                let Some(term) = Incoterm::parse(code) else { return Err(fault(path, row.line, format!("{code} is not an Incoterm"))) };
                lexicon.forms.push(Form::new(code, Lang::UND, Meaning::Incoterm(term)));
                Meaning::Incoterm(term)
            }
        };
        add_forms(lexicon, &labels, meaning);
    }
    Ok(())
}

/// Resolves parents, ancestors and specificity.
fn link(lexicon: &mut Lexicon, parents: Vec<(String, String, usize)>) -> Result<(), LexiconError> {
    for ((name, path, line), at) in parents.iter().zip(0u32..) {
        if name.is_empty() {
            continue;
        }
        let parent = lexicon.find(name).ok_or_else(|| fault(path, *line, format!("unknown broader concept {name}")))?;
        if let Some(concept) = lexicon.concepts.get_mut(at as usize) {
            concept.broader = Some(parent);
        }
        lexicon.children.entry(parent).or_default().push(ConceptId(at));
    }
    let mut below = vec![0u32; lexicon.concepts.len()];
    for at in 0..lexicon.concepts.len() {
        let mut chain = Vec::new();
        let mut up = lexicon.concepts.get(at).and_then(|concept| concept.broader);
        while let Some(id) = up {
            if chain.contains(&id) || id.0 as usize == at {
                let slug = lexicon.concept(id).map(|c| c.slug.clone()).unwrap_or_default();
                return Err(fault("products", 0, format!("{slug} is its own ancestor")));
            }
            chain.push(id);
            if let Some(count) = below.get_mut(id.0 as usize) {
                *count += 1;
            }
            up = lexicon.concept(id).and_then(|concept| concept.broader);
        }
        if let Some(concept) = lexicon.concepts.get_mut(at) {
            concept.ancestors = chain;
        }
    }
    // The share of the lexicon that a concept does not cover, on a log scale (information content).
    let total = (lexicon.concepts.len().max(2) as f32).ln();
    for (concept, count) in lexicon.concepts.iter_mut().zip(below) {
        concept.specificity = 1.0 - (1.0 + count as f32).ln() / total;
    }
    Ok(())
}

fn add_countries(lexicon: &mut Lexicon) {
    for tag in LANGUAGES {
        let Some(lang) = Lang::new(tag) else { continue };
        for (country, name) in names::countries(lang) {
            lexicon.forms.push(Form::new(&name, lang, Meaning::Country(country)));
            lexicon.countries.insert((country, lang), name);
        }
    }
    for (code, tag, form) in names::ALIASES {
        if let (Some(country), Some(lang)) = (Country::parse(code), Lang::new(tag)) {
            lexicon.forms.push(Form::new(form, lang, Meaning::Country(country)));
        }
    }
}

/// Threads every form on the trie.
fn thread(lexicon: &mut Lexicon) {
    let mut trie = std::mem::take(&mut lexicon.trie);
    let mut pinyin = Vec::new();
    let zh = Lang::new("zh");
    for (form, at) in lexicon.forms.iter_mut().zip(0u32..) {
        let clean = Clean::new(&form.text);
        form.folded = text::fold(clean.as_str()).into();
        let atoms: Vec<Atom> = text::atoms(&clean).into_iter().filter(|atom| !is_connector(atom)).collect();
        if atoms.is_empty() {
            continue;
        }
        let path: Vec<u32> = atoms.iter().map(|atom| trie.symbol(&atom.folded)).collect();
        trie.insert(&path, at);
        if STEMMED.contains(&form.lang.as_str()) {
            let stems: Option<Vec<u32>> = atoms.iter().map(|atom| stem_symbol(form.lang, &atom.folded).map(|stem| trie.symbol(&stem))).collect();
            if let Some(stems) = stems {
                trie.insert(&stems, at);
            }
        }
        if Some(form.lang) == zh && matches!(form.meaning, Meaning::Concept(_)) && form.text.chars().count() >= 2 {
            pinyin.extend(text::pinyin(&form.text).map(|latin| (latin, form.meaning)));
        }
    }
    for (latin, meaning) in pinyin {
        let symbol = trie.symbol(&latin);
        let at = lexicon.forms.len() as u32;
        trie.insert(&[symbol], at);
        lexicon.forms.push(Form { folded: latin.as_str().into(), ..Form::new(&latin, Lang::UND, meaning) });
    }
    lexicon.trie = trie;
}
