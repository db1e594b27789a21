//! Text to structure: what is sold or sought, its properties, codes, origin, terms and amounts.
//!
//! [`Reader::read`] is pure: the same text, declared language and lexicon give the same
//! [`Reading`]. Everything found carries its span in the original text and how sure it is. What is
//! named first in the title is the goods; what comes after a preposition of packing or use, or in
//! the description, weighs less.

mod affix;
mod amounts;
mod calendar;
mod codes;
mod containers;
mod contents;
mod counted;
mod dates;
mod finding;
mod goods;
mod harvest;
mod homes;
mod layout;
mod lists;
mod origins;
mod packing;
mod passing;
mod pieces;
mod places;
mod prices;
mod properties;
mod purity;
mod quarters;
mod refine;
mod senses;
mod refusals;
mod roles;
mod settle;
mod sides;
mod tariff;
mod terms;
mod tongue;
mod windows;

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{Country, HsCode, Incoterm};
use crate::lexicon::live::Synonyms;
use crate::lexicon::{ConceptId, FacetId, Lexicon};
use crate::text::{self, AtomKind, Clean, Lang, LangGuess, Segmenter, Term, TermKind};
use finding::Findings;
use layout::{Layout, What};

pub use calendar::When;
pub use dates::Lead;
pub use finding::{Amount, Bound, Content, Finding, ReadPrice};
pub use harvest::Harvest;
pub use windows::Window;

/// A concept found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadConcept {
    /// The concept.
    pub id: ConceptId,
    /// How much of the text is about it, 0 to 1: the head of the title has 1.
    pub weight: f32,
    /// 1 for the exact form, less for a mended or stemmed one.
    pub exactness: f32,
    /// Weight of the synonym that it is read by, in hundredths; 0 for a name of its own.
    pub synonym: u8,
    /// Language of the form.
    pub lang: Lang,
    /// Bytes of the original title, or of the description.
    pub span: Range<usize>,
    /// Whether it stands in the description.
    pub described: bool,
    /// The words themselves.
    pub text: String,
}

/// A property found in a text or implied by its head concept.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadFacet {
    /// The property.
    pub id: FacetId,
    /// 0 to 1; below 0.6 it never counts as a contradiction.
    pub confidence: f32,
    /// The words; empty if a concept implies it.
    pub text: String,
    /// Language of the form.
    pub lang: Lang,
}

/// What a text says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Language guesses, the declared one first.
    pub langs: Vec<LangGuess>,
    /// Concepts, in order of weight.
    pub concepts: Vec<ReadConcept>,
    /// Properties.
    pub facets: Vec<ReadFacet>,
    /// Grade and model codes, separator-free; a percentage that grades the goods keeps its signs (99.95%).
    pub codes: Vec<(String, Range<usize>)>,
    /// A Harmonized System code, if one is written.
    pub hs: Option<HsCode>,
    /// Whether the author sells or seeks, as far as the text says.
    pub asks: Option<bool>,
    /// Countries of origin.
    pub origins: Vec<Country>,
    /// Countries of which the text says that the goods shall not, or do not, come from them.
    pub refused_origins: Vec<Country>,
    /// Delivery term.
    pub incoterm: Option<Incoterm>,
    /// The place of the delivery term: UN/LOCODE, or as written.
    pub place: Option<String>,
    /// Where the goods shall go: UN/LOCODE or country.
    pub destination: Option<String>,
    /// Places named, as UN/LOCODE.
    pub places: Vec<String>,
    /// Certificates named and not denied.
    pub certificates: Vec<String>,
    /// What is offered or wanted, in all or per period.
    pub quantity: Option<Amount>,
    /// The smallest order.
    pub moq: Option<Amount>,
    /// What a supplier can make.
    pub capacity: Option<Amount>,
    /// What a container holds.
    pub load: Option<Content>,
    /// What a package holds.
    pub packing: Option<Content>,
    /// Percent by which the quantity may differ.
    pub tolerance: Option<Decimal>,
    /// The price.
    pub price: Option<ReadPrice>,
    /// Means of payment.
    pub payment: Vec<String>,
    /// Import channels of China.
    pub channels: Vec<String>,
    /// Whether a sample is asked or offered.
    pub sample: bool,
    /// Until when the text stands.
    pub valid_until: Option<When>,
    /// By when the goods are needed.
    pub needed_by: Option<When>,
    /// When the goods ship, or are ready.
    pub window: Option<Window>,
    /// The year in which they grew.
    pub harvest: Option<Harvest>,
    /// How long delivery takes.
    pub lead_time: Option<Lead>,
    /// Everything above with its words, and what is open.
    pub findings: Vec<Finding>,
    /// Terms for literal matching that no concept, facet or country covers.
    pub residue: Vec<Term>,
    /// All terms for literal matching.
    pub terms: Vec<Term>,
    /// Words that were mended, as (typed, read).
    pub mended: Vec<(String, String)>,
    /// The text as mended, into which spans then point.
    pub mended_text: Option<String>,
}

/// Reads texts with a lexicon and a segmenter.
pub struct Reader {
    lexicon: Arc<Lexicon>,
    segmenter: Segmenter,
}

impl Reader {
    /// A reader whose segmenter knows the lexicon's Chinese words.
    pub fn new(lexicon: Arc<Lexicon>) -> Reader {
        let segmenter = Segmenter::new(lexicon.han_forms());
        Reader { lexicon, segmenter }
    }

    /// A reader with another lexicon, which takes over what it can.
    pub fn with_lexicon(&self, lexicon: Arc<Lexicon>) -> Reader {
        let segmenter = self.segmenter.with_words(lexicon.han_forms());
        Reader { lexicon, segmenter }
    }

    /// The lexicon it reads with.
    pub fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// Reads a text that nothing dates: days without a year are left out.
    pub fn read(&self, title: &str, description: &str, declared: Option<&str>) -> Reading {
        self.read_on(title, description, declared, None)
    }

    /// Reads a posting without synonyms, see [`Reader::read_as`].
    pub fn read_on(&self, title: &str, description: &str, declared: Option<&str>, written: Option<Date>) -> Reading {
        self.read_as(title, description, declared, written, Synonyms::None)
    }

    /// Reads a posting: the title says what it is about, the description adds to it. `written` is the
    /// day from which days without a year are counted.
    pub fn read_as(&self, title: &str, description: &str, declared: Option<&str>, written: Option<Date>, synonyms: Synonyms) -> Reading {
        let declared = declared.and_then(Lang::new).filter(|lang| *lang != Lang::UND);
        let mut reading = Reading::default();
        self.read_part(&mut reading, title, declared, written, synonyms, true);
        if !description.is_empty() && description != title {
            self.read_part(&mut reading, description, declared, written, synonyms, false);
        }
        if let Some(lang) = declared {
            reading.langs.insert(0, LangGuess { lang, confidence: 1.0 });
        }
        if reading.asks.is_none() {
            reading.asks = sides::shown(&self.lexicon, &reading);
            windows::ship_when_named(&mut reading);
        }
        senses::decide(&self.lexicon, &mut reading, [title, description]);
        reading.concepts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        properties::settle(&mut reading, &self.lexicon);
        refine::refine(&self.lexicon, &mut reading);
        properties::conclude(&mut reading, &self.lexicon);
        reading
    }

    /// The terms of a posting and nothing else, for where it cannot be read.
    pub fn terms_alone(&self, title: &str, description: &str) -> Reading {
        let residue = self.segmenter.terms(&Clean::new(title));
        let terms = residue.iter().cloned().chain(self.segmenter.terms(&Clean::new(description))).collect();
        Reading { residue, terms, ..Reading::default() }
    }

    /// Whether a title gives nothing to search by.
    pub fn gives_nothing(&self, title: &str) -> bool {
        text::atoms(&Clean::new(title)).iter().all(|atom| atom.kind == AtomKind::Number)
    }

    /// Reads what somebody typed into a search box, mending words that nothing knows.
    pub fn read_query(&self, text: &str, declared: Option<&str>, synonyms: Synonyms, mend: bool) -> Reading {
        if !mend {
            return self.read_as(text, "", declared, None, synonyms);
        }
        let clean = Clean::new(text);
        let mut mended = Vec::new();
        let mut out = String::new();
        let mut at = 0;
        for atom in text::atoms(&clean) {
            if atom.kind != AtomKind::Word {
                continue;
            }
            if let Some(word) = self.lexicon.mend(&atom.folded).into_iter().next() {
                out.push_str(clean.as_str().get(at..atom.span.start).unwrap_or_default());
                out.push_str(&word);
                at = atom.span.end;
                mended.push((atom.exact.clone(), word));
            }
        }
        out.push_str(clean.as_str().get(at..).unwrap_or_default());
        if mended.is_empty() {
            return self.read_as(text, "", declared, None, synonyms);
        }
        Reading { mended, mended_text: Some(out.clone()), ..self.read_as(&out, "", declared, None, synonyms) }
    }

    fn read_part(&self, reading: &mut Reading, original: &str, declared: Option<Lang>, written: Option<Date>, synonyms: Synonyms, title: bool) {
        let mut terms = Vec::new();
        let (clean, atoms, guesses, mentions) = self.lexicon.read(original, declared, synonyms, |clean, atoms| {
            terms = self.segmenter.terms_of(clean, atoms);
            terms.iter().filter(|term| term.kind == TermKind::Word).map(|term| term.span.clone()).collect()
        });
        let layout = Layout::new(&self.lexicon, &clean, &atoms, &mentions, declared, &guesses);
        if title || reading.langs.is_empty() {
            reading.langs = tongue::weighed(&self.lexicon, &atoms, &mentions, guesses);
        }
        let mut findings = Findings::default();
        let mut taken = vec![false; layout.pieces.len()];
        codes::skip_contacts(&layout, &mut taken);
        let mut covered = goods::read(reading, &layout, title, &taken);
        let hs = tariff::read(&layout, &mut taken, &mut findings);
        reading.asks = reading.asks.or_else(|| sides::said(&layout));
        let dates = dates::read(&layout, written, reading.asks, &mut taken, &mut findings);
        let goods: Vec<ConceptId> = reading.concepts.iter().filter(|concept| concept.weight >= 0.3).map(|concept| concept.id).collect();
        for (code, span) in codes::read(&layout, &goods, &mut taken, &mut findings) {
            if !reading.codes.iter().any(|(known, _)| *known == code) {
                reading.codes.push((code, span));
            }
        }
        let terms_read = terms::read(&layout, &mut taken, &mut findings);
        let places = places::read(&layout, reading.asks, &taken, &mut findings);
        let amounts = amounts::read(&layout, reading.asks, &mut taken, &mut findings);
        covered.extend(layout.pieces.iter().filter(|piece| matches!(piece.what, What::Code(_) | What::Cue | What::Settled(_))).map(|piece| piece.span.clone()));
        covered.extend(layout.pieces.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(piece, _)| piece.span.clone()));
        packing::packed(reading, &layout, amounts.packing.as_ref());
        reading.merge(hs, dates, terms_read, places, amounts);
        reading.findings.extend(findings.0);
        let units: Vec<Range<usize>> = (1..layout.pieces.len()).filter(|at| layout.unit(*at).is_some() && !layout.is_goods(*at) && layout.number(at - 1).is_some()).filter_map(|at| layout.get(at)).map(|piece| piece.span.clone()).collect();
        for mut term in terms {
            // The letters of a unit belong to its amount: `25 t` and `25 吨` say the same.
            if units.iter().any(|span| span.start <= term.span.start && term.span.end <= span.end) {
                term.kind = TermKind::Number;
            }
            let inside = covered.iter().any(|span| span.start <= term.span.start && term.span.end <= span.end);
            if title && !inside {
                reading.residue.push(term.clone());
            }
            reading.terms.push(term);
        }
    }
}

impl Reading {
    /// Takes the facts of one part of a text; what an earlier part said stays.
    fn merge(&mut self, hs: Option<HsCode>, dates: dates::Dates, terms: terms::Terms, places: places::Places, amounts: amounts::Amounts) {
        self.hs = self.hs.take().or(hs);
        goods::add_origins(self, places.origins);
        for country in places.refused {
            if !self.refused_origins.contains(&country) {
                self.refused_origins.push(country);
            }
        }
        self.incoterm = self.incoterm.or(places.incoterm);
        self.place = self.place.take().or(places.place);
        self.destination = self.destination.take().or(places.destination);
        append(&mut self.places, places.named);
        append(&mut self.certificates, terms.certificates);
        append(&mut self.payment, terms.payment);
        append(&mut self.channels, terms.channels);
        self.sample |= terms.sample;
        self.quantity = self.quantity.take().or(amounts.quantity);
        self.moq = self.moq.take().or(amounts.moq);
        self.capacity = self.capacity.take().or(amounts.capacity);
        self.load = self.load.take().or(amounts.load);
        self.packing = self.packing.take().or(amounts.packing);
        self.tolerance = self.tolerance.or(amounts.tolerance);
        self.price = self.price.take().or(amounts.price);
        self.valid_until = self.valid_until.or(dates.valid_until);
        self.needed_by = self.needed_by.or(dates.needed_by);
        self.window = self.window.or(dates.window);
        self.harvest = self.harvest.or(dates.harvest);
        self.lead_time = self.lead_time.or(dates.lead_time);
    }
}

fn append(known: &mut Vec<String>, more: Vec<String>) {
    for one in more {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}
