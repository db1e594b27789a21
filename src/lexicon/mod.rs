//! The lexicon: what crosses the language barrier. Each concept is a tradable thing, keyed to the
//! Harmonized System and named in every core language; facets are properties in exclusive groups.
//!
//! The life of a form: [`table`] reads the tab-separated files, [`build`] makes concepts of their
//! rows, [`thread`] cuts each form into the same atoms as any other text and threads them on one
//! [`trie`], [`annotate`] finds them again. Forms are hundreds of thousands: their text lies in one
//! arena and everything else points into it.
//! A form belongs to a (language, form) pair: one spelling in two languages is two entries, and
//! the text around it decides between them.
//!
//! An operator's own concepts and names are an overlay: tables of the same shape in a folder of
//! theirs, loaded after the built-in ones; [`import`] makes them from published vocabularies. What they
//! edit while the engine runs comes last ([`live`]) and is a lexicon built anew.
//!
//! Invariants:
//! - a built lexicon never changes; sharing it needs no lock;
//! - annotation is a pure function of the text, the declared language and the lexicon;
//! - nothing here knows of postings, indexes or scores.

pub mod annotate;
pub mod build;
pub mod check;
mod composed;
pub mod coverage;
mod codes;
mod cues;
mod grades;
mod homographs;
pub mod import;
pub mod live;
mod lookup;
mod names;
mod numerals;
mod phrases;
mod sides;
mod spelled;
pub mod suggest;
pub mod table;
mod thread;
mod trie;

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

use crate::domain::{Country, Currency, HsCode, Incoterm, Unit};
use crate::text::Lang;

pub use annotate::{Mention, Sense};
pub use build::LexiconError;
pub use cues::{Cue, CueMention, CueSet};
pub use homographs::Beside;
pub use names::language_name;
pub use numerals::NumeralMention;
pub use sides::{Leaning, Saying};
pub(crate) use spelled::currency_of_sign;
pub use table::Source;

/// A concept, as its index in the lexicon that built it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptId(pub u32);

/// A facet value, as its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FacetId(pub u16);

/// What a form means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A tradable thing.
    Concept(ConceptId),
    /// A property of one.
    Facet(FacetId),
    /// A country.
    Country(Country),
    /// What comes from a country: Brazilian, 国产.
    Origin(Country),
    /// A port, city or border station, as its index.
    Place(u16),
    /// A certificate or scheme, as its index.
    Certificate(u16),
    /// A unit of measure.
    Unit(Unit),
    /// A currency.
    Currency(Currency),
    /// A delivery term.
    Incoterm(Incoterm),
}

/// A stretch of the lexicon's text; [`Lexicon::text`] reads it. Of the tables' text it is the place
/// there, of derived text the place in an arena, with the arena's number in the highest bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    start: u32,
    len: u16,
}

impl Span {
    /// Whether it is of derived text.
    fn is_derived(self) -> bool {
        self.start >= DERIVED
    }

    /// Its part of the tables' text.
    fn of(self, whole: &str) -> &str {
        let start = self.start as usize;
        whole.get(start..start + usize::from(self.len)).unwrap_or_default()
    }
}

/// Set in the place of derived text.
const DERIVED: u32 = 1 << 31;
/// Bits of a place in an arena.
const ARENA_BITS: u32 = 27;
/// Arenas of derived text there may be.
const ARENAS: usize = 1 << (31 - ARENA_BITS);

/// The names of one thing: for each language a range of forms, the preferred label first. An overlay
/// adds further ranges, which follow those of the same language.
#[derive(Clone, Debug, Default)]
pub struct Names(Vec<(Lang, Range<u32>)>);

impl Names {
    /// The languages that name the thing.
    pub fn languages(&self) -> impl Iterator<Item = Lang> + '_ {
        self.0.chunk_by(|a, b| a.0 == b.0).filter_map(|of_one| of_one.first()).map(|(lang, _)| *lang)
    }

    fn of(&self, lang: Lang) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().filter(move |(known, _)| *known == lang).flat_map(|(_, range)| range.clone())
    }

    /// Takes one form out.
    fn remove(&mut self, form: u32) {
        let around = |(lang, range): (Lang, Range<u32>)| {
            let parts = if range.contains(&form) { [range.start..form, form + 1..range.end] } else { [range, 0..0] };
            parts.into_iter().filter(|part| !part.is_empty()).map(move |part| (lang, part))
        };
        self.0 = std::mem::take(&mut self.0).into_iter().flat_map(around).collect();
    }

    fn append(&mut self, others: Names) {
        for (lang, range) in others.0 {
            let after = self.0.iter().rposition(|(known, _)| *known == lang).map_or(self.0.len(), |at| at + 1);
            self.0.insert(after, (lang, range));
        }
    }
}

/// A tradable thing.
#[derive(Clone, Debug)]
pub struct Concept {
    /// Name that never changes.
    pub slug: String,
    /// The more general things, the one it is chiefly filed under first.
    pub broader: Vec<ConceptId>,
    /// All more general things, nearest first.
    pub ancestors: Vec<ConceptId>,
    /// Steps up to each of `ancestors`.
    steps: Vec<u8>,
    /// Harmonized System codes, most typical first.
    pub hs: Vec<HsCode>,
    /// Properties that the concept implies.
    pub facets: Vec<FacetId>,
    /// Properties that its wider concepts imply for it.
    pub inherited: Vec<FacetId>,
    /// Its names.
    pub names: Names,
    /// Between 0 (a whole section of trade) and 1 (one article): how much a shared concept says.
    pub specificity: f32,
    /// Whether an operator took it out again; only its place is kept.
    pub retired: bool,
}

impl Concept {
    /// A concept of which nothing is known but its name.
    fn named(slug: String) -> Concept {
        Concept { slug, broader: Vec::new(), ancestors: Vec::new(), steps: Vec::new(), hs: Vec::new(), facets: Vec::new(), inherited: Vec::new(), names: Names::default(), specificity: 1.0, retired: false }
    }

    /// How much a thing says when it stands for one of its kinds. A thing is not vague because the
    /// lexicon knows many kinds of it: honey with forty kinds is still honey. Only whole trades are.
    fn particular(&self) -> f32 {
        1.0 - (1.0 - self.specificity).powi(2)
    }

    /// How many steps up a more general thing is.
    fn steps_up_to(&self, id: ConceptId) -> Option<i32> {
        let at = self.ancestors.iter().position(|known| *known == id)?;
        self.steps.get(at).map(|steps| i32::from(*steps))
    }
}

/// A property.
#[derive(Clone, Debug)]
pub struct Facet {
    /// `group:value`.
    pub slug: String,
    /// Index of its group.
    pub group: u16,
    /// Whether two values of the group contradict each other.
    pub exclusive: bool,
    /// Values of the same group that may hold together with this one.
    pub compatible: Vec<FacetId>,
    /// Its names.
    pub names: Names,
}

/// A named thing that is neither concept nor facet: a place or a certificate.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its key: a UN/LOCODE, a certificate identifier.
    pub slug: String,
    /// The country of a place.
    pub country: Option<Country>,
    /// Its names.
    pub names: Names,
}

/// One written form of one meaning in one language.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// As written in the table.
    pub text: Span,
    /// In normal form and lower case.
    pub lower: Span,
    /// Whether [`Form::lower`] has no accent to fold.
    pub plain: bool,
    /// Its language; `und` for forms of all languages (codes, romanised names).
    pub lang: Lang,
    /// What it means.
    pub meaning: Meaning,
    /// The hash of the node where its path ends; 0 if it has none of its own.
    node: u64,
}

/// The built lexicon.
pub struct Lexicon {
    concepts: Vec<Concept>,
    facets: Vec<Facet>,
    places: Vec<Named>,
    certificates: Vec<Named>,
    /// Names of units, currencies and delivery terms.
    words: FxHashMap<Meaning, Names>,
    /// The text of the tables.
    text: Cow<'static, str>,
    /// What was derived from it: an arena for each thread that cut forms, after one for the rest.
    derived: Vec<String>,
    forms: Vec<Form>,
    by_slug: FxHashMap<String, ConceptId>,
    facet_by_slug: FxHashMap<String, FacetId>,
    children: FxHashMap<ConceptId, Vec<ConceptId>>,
    countries: FxHashMap<(Country, Lang), Span>,
    trie: trie::Trie,
    alphabet: OnceLock<suggest::Alphabet>,
    /// Where the table of cues stands in `text`; cut on first use.
    cue_table: Range<usize>,
    cues: OnceLock<cues::Cues>,
    /// Where the table of numerals stands in `text`; cut on first use.
    numeral_table: Range<usize>,
    numerals: OnceLock<numerals::Numerals>,
    grades: grades::Grades,
    homographs: homographs::Homographs,
    sides: sides::Sides,
    /// Delivery terms that were given up, in capitals; elsewhere their letters are words.
    old_terms: Vec<String>,
    /// Forms that are synonyms and not names.
    aliases: FxHashMap<u32, live::Synonym>,
    /// How many edits it has taken in.
    edits: u64,
    /// Edits that found no place, with the reason.
    idle: Vec<(u64, String)>,
    fingerprint: u64,
}

impl Lexicon {
    /// The lexicon that the binary carries.
    pub fn builtin() -> Result<Arc<Lexicon>, LexiconError> {
        Lexicon::open(None, None)
    }

    /// The lexicon of a folder, else the one that the binary carries, with the tables of an overlay.
    pub fn open(folder: Option<&Path>, overlay: Option<&Path>) -> Result<Arc<Lexicon>, LexiconError> {
        build::build(Source::open(folder, overlay)?).map(Arc::new)
    }

    /// A hash of everything in the tables that annotation depends on. Edits are not among it: an index
    /// follows them.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Every concept, in the order of the files, those that operators added behind.
    pub fn concepts(&self) -> impl Iterator<Item = (ConceptId, &Concept)> {
        self.concepts.iter().zip(0u32..).filter(|(concept, _)| !concept.retired).map(|(concept, at)| (ConceptId(at), concept))
    }

    /// A concept by index.
    pub fn concept(&self, id: ConceptId) -> Option<&Concept> {
        self.concepts.get(id.0 as usize)
    }

    /// A concept by name.
    pub fn find(&self, slug: &str) -> Option<ConceptId> {
        self.by_slug.get(slug).copied()
    }

    /// The concepts directly below one.
    pub fn children(&self, id: ConceptId) -> &[ConceptId] {
        self.children.get(&id).map_or(&[], Vec::as_slice)
    }

    /// A facet value by index.
    pub fn facet(&self, id: FacetId) -> Option<&Facet> {
        self.facets.get(usize::from(id.0))
    }

    /// A facet value by its `group:value`.
    pub fn find_facet(&self, slug: &str) -> Option<FacetId> {
        self.facet_by_slug.get(slug).copied()
    }

    /// Whether two facet values contradict each other.
    pub fn conflicting(&self, a: FacetId, b: FacetId) -> bool {
        let (Some(left), Some(right)) = (self.facet(a), self.facet(b)) else { return false };
        a != b
            && left.group == right.group
            && left.exclusive
            && !left.compatible.contains(&b)
            && !right.compatible.contains(&a)
    }

    /// A place by index.
    pub fn place(&self, at: u16) -> Option<&Named> {
        self.places.get(usize::from(at))
    }

    /// A certificate by index.
    pub fn certificate(&self, at: u16) -> Option<&Named> {
        self.certificates.get(usize::from(at))
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        if !span.is_derived() {
            return span.of(&self.text);
        }
        let place = span.start & !DERIVED;
        let start = (place & ((1 << ARENA_BITS) - 1)) as usize;
        let arena = self.derived.get((place >> ARENA_BITS) as usize);
        arena.and_then(|text| text.get(start..start + usize::from(span.len))).unwrap_or_default()
    }

    /// Keeps a text that no table has.
    fn derive(&mut self, text: &str) -> Span {
        self.derived.first_mut().map(|arena| store(arena, 0, text)).unwrap_or_default()
    }

    /// The forms of a thing in one language, the preferred label first.
    pub fn names_in<'a>(&'a self, names: &'a Names, lang: Lang) -> impl Iterator<Item = &'a str> + use<'a> {
        names.of(lang).filter_map(|at| self.form(at)).map(|form| self.text(form.text))
    }

    /// A form by index.
    pub fn form(&self, at: u32) -> Option<&Form> {
        self.forms.get(at as usize)
    }

    /// Number of forms of all kinds and languages.
    pub fn form_count(&self) -> usize {
        self.forms.len()
    }

    /// The Chinese forms, which feed the segmenter.
    pub fn han_forms(&self) -> impl Iterator<Item = &str> {
        let zh = Lang::new("zh");
        self.forms.iter().filter(move |form| Some(form.lang) == zh).map(|form| self.text(form.text))
    }

    /// The name of a country in a language, else in English, else its code.
    pub fn country_name(&self, country: Country, lang: Lang) -> String {
        let english = Lang::new("en").unwrap_or(Lang::UND);
        let name = self.countries.get(&(country, lang)).or_else(|| self.countries.get(&(country, english)));
        name.map_or_else(|| country.alpha2(), |name| self.text(*name)).to_owned()
    }

    /// The preferred label of a meaning in a language, else in English, else its name.
    pub fn label(&self, meaning: Meaning, lang: Lang) -> String {
        let (names, slug) = match meaning {
            Meaning::Concept(id) => match self.concept(id) {
                Some(concept) => (&concept.names, concept.slug.as_str()),
                None => return String::new(),
            },
            Meaning::Facet(id) => match self.facet(id) {
                Some(facet) => (&facet.names, facet.slug.as_str()),
                None => return String::new(),
            },
            Meaning::Place(at) => match self.place(at) {
                Some(place) => (&place.names, place.slug.as_str()),
                None => return String::new(),
            },
            Meaning::Certificate(at) => match self.certificate(at) {
                Some(named) => (&named.names, named.slug.as_str()),
                None => return String::new(),
            },
            Meaning::Country(country) | Meaning::Origin(country) => return self.country_name(country, lang),
            Meaning::Unit(unit) => return unit.name().to_owned(),
            Meaning::Currency(currency) => return currency.code().to_owned(),
            Meaning::Incoterm(term) => return term.code().to_owned(),
        };
        let english = Lang::new("en").unwrap_or(Lang::UND);
        let first = |wanted: Lang| self.names_in(names, wanted).next();
        first(lang).or_else(|| first(english)).unwrap_or(slug).to_owned()
    }

    /// How near an offered concept is to an asked one, 0 to 1: the same or a narrower thing fits,
    /// a wider thing may, a sibling is another article of the same trade.
    pub fn closeness(&self, asked: ConceptId, offered: ConceptId) -> f32 {
        if asked == offered {
            return 1.0;
        }
        let (Some(a), Some(o)) = (self.concept(asked), self.concept(offered)) else { return 0.0 };
        // One level down loses little: who asks for tea is served by black tea. One level up leaves
        // the asked property open. Both decay with distance.
        if let Some(steps) = o.steps_up_to(asked) {
            return (0.95_f32.powi(steps) * (0.6 + 0.4 * a.specificity)).min(1.0);
        }
        if let Some(steps) = a.steps_up_to(offered) {
            return 0.75_f32.powi(steps) * o.particular();
        }
        let common = a.ancestors.iter().zip(&a.steps).find_map(|(id, up)| Some((*id, i32::from(*up) + o.steps_up_to(*id)?)));
        let Some((id, steps)) = common else { return 0.0 };
        let shared = self.concept(id).map_or(0.0, |concept| concept.specificity);
        // Siblings under a whole trade (two vegetables) share nothing that a buyer wants.
        (0.7_f32.powi(steps) * (shared - 0.35).max(0.0) * 1.5).min(0.6)
    }
}

/// Appends to an arena; text beyond the arena's 128 MiB or a span's 64 KiB is left out.
fn store(arena: &mut String, number: usize, text: &str) -> Span {
    let start = arena.len() as u32;
    let Some(len) = u16::try_from(text.len()).ok().filter(|_| arena.len() < 1 << ARENA_BITS && number < ARENAS) else {
        return Span::default();
    };
    arena.push_str(text);
    Span { start: DERIVED | (number as u32) << ARENA_BITS | start, len }
}

/// A stable 64-bit hash, equal on every machine.
pub(crate) fn stable_hash(bytes: &[u8], seed: u64) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(seed);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hasher.write_u64(u64::from_be_bytes(*word) ^ (8 << 60));
    }
    if !rest.is_empty() {
        let word = rest.iter().fold(0u64, |word, byte| (word << 8) | u64::from(*byte));
        hasher.write_u64(word ^ ((rest.len() as u64) << 60));
    }
    hasher.finish()
}
