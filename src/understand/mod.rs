//! Text to structure: what is sold or sought, its properties, codes, origin, terms and amounts.
//!
//! [`Reader::read`] is pure: the same text, declared language and lexicon give the same
//! [`Reading`]. Everything found carries its span in the original text and how sure it is. What is
//! named first in the title is the goods; what comes after a preposition of packing or use, or in
//! the description, weighs less.

mod amounts;
mod refine;

use std::ops::Range;
use std::sync::Arc;

use crate::domain::{Country, HsCode, Incoterm, Price, Quantity};
use crate::lexicon::{ConceptId, FacetId, Lexicon, Meaning, Mention};
use crate::text::{self, Atom, AtomKind, Clean, Lang, LangGuess, Segmenter, Term, TermKind};

/// A concept found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadConcept {
    /// The concept.
    pub id: ConceptId,
    /// How much of the text is about it, 0 to 1: the head of the title has 1.
    pub weight: f32,
    /// 1 for the exact form, less for a mended or stemmed one.
    pub exactness: f32,
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
    /// Grade and model codes, separator-free.
    pub codes: Vec<(String, Range<usize>)>,
    /// A Harmonized System code, if one is written.
    pub hs: Option<HsCode>,
    /// Countries named as origin.
    pub origins: Vec<Country>,
    /// Delivery term.
    pub incoterm: Option<Incoterm>,
    /// Places named, as UN/LOCODE.
    pub places: Vec<String>,
    /// Certificates named.
    pub certificates: Vec<String>,
    /// First quantity with a unit.
    pub quantity: Option<Quantity>,
    /// First price.
    pub price: Option<Price>,
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

    /// The lexicon it reads with.
    pub fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// Reads a posting: the title says what it is about, the description adds to it.
    pub fn read(&self, title: &str, description: &str, declared: Option<&str>) -> Reading {
        let declared = declared.and_then(Lang::new).filter(|lang| *lang != Lang::UND);
        let mut reading = Reading::default();
        self.read_part(&mut reading, title, declared, true);
        if !description.is_empty() && description != title {
            self.read_part(&mut reading, description, declared, false);
        }
        if let Some(lang) = declared {
            reading.langs.insert(0, LangGuess { lang, confidence: 1.0 });
        }
        reading.concepts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        refine::refine(&self.lexicon, &mut reading);
        reading
    }

    /// Whether a title gives nothing to search by.
    pub fn gives_nothing(&self, title: &str) -> bool {
        text::atoms(&Clean::new(title)).iter().all(|atom| atom.kind == AtomKind::Number)
    }

    /// Reads what somebody typed into a search box, mending words that nothing knows.
    pub fn read_query(&self, text: &str, declared: Option<&str>, mend: bool) -> Reading {
        if !mend {
            return self.read(text, "", declared);
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
        let mut reading = self.read(&out, "", declared);
        if !mended.is_empty() {
            (reading.mended, reading.mended_text) = (mended, Some(out));
        }
        reading
    }

    fn read_part(&self, reading: &mut Reading, original: &str, declared: Option<Lang>, title: bool) {
        let mut terms = Vec::new();
        let (clean, atoms, guesses, mentions) = self.lexicon.read(original, declared, |clean| {
            terms = self.segmenter.terms(clean);
            terms.iter().filter(|term| term.kind == TermKind::Word).map(|term| term.span.clone()).collect()
        });
        if title || reading.langs.is_empty() {
            reading.langs = guesses;
        }
        let titled = !title && !reading.concepts.is_empty();
        let mut passing = false;
        let head = head(reading.langs.first().map(|guess| guess.lang).or(declared), &atoms, &mentions);
        let mut covered: Vec<Range<usize>> = Vec::new();
        for (mention, at) in mentions.iter().zip(0usize..) {
            passing |= self.after_preposition(&atoms, mention);
            let beside = head.and_then(|head| mentions.get(head)).is_some_and(|head| head.clause == mention.clause);
            self.take(reading, &clean, mention, (Some(at) == head, beside), passing, (!title, titled));
            covered.push(mention.span.clone());
        }
        for (at, atom) in atoms.iter().enumerate().filter(|(at, atom)| atom.kind == AtomKind::Code || variety_number(&atoms, *at)) {
            if atom.kind == AtomKind::Number && mentions.iter().any(|mention| mention.atoms.contains(&(at + 1)) && amounts::is_measure(mention)) {
                continue;
            }
            let span = clean.original_span(atom.span.clone());
            if !reading.codes.iter().any(|(code, _)| *code == atom.folded) {
                reading.codes.push((atom.folded.clone(), span));
            }
            covered.push(atom.span.clone());
        }
        if reading.hs.is_none() {
            reading.hs = hs_in(&clean, &atoms, mentions.is_empty());
        }
        if let Some(hs) = &reading.hs {
            reading.codes.retain(|(code, _)| code != hs.digits());
        }
        amounts::read(reading, &clean, &mentions);
        let amounts: Vec<Range<usize>> = mentions.iter().filter(|mention| of_amount(&atoms, mention)).map(|mention| mention.span.clone()).collect();
        for mut term in terms {
            if amounts.iter().any(|span| span.start <= term.span.start && term.span.end <= span.end) {
                term.kind = TermKind::Number;
            }
            let inside = covered.iter().any(|span| span.start <= term.span.start && term.span.end <= span.end);
            if title && !inside {
                reading.residue.push(term.clone());
            }
            reading.terms.push(term);
        }
    }

    fn take(&self, reading: &mut Reading, clean: &Clean, mention: &Mention, (head, beside): (bool, bool), passing: bool, (described, titled): (bool, bool)) {
        let span = clean.original_span(mention.span.clone());
        let written = clean.original().get(span.clone()).unwrap_or_default().to_owned();
        let lone = mention.atoms.len() == 1 && written.chars().count() == 1;
        for sense in &mention.senses {
            match sense.meaning {
                Meaning::Concept(id) => {
                    let place = match (titled, passing) {
                        (true, _) => 0.25,
                        (_, true) => 0.3,
                        _ if head => 1.0,
                        _ if beside => 0.85,
                        _ => 0.5,
                    };
                    // A lone character inside a longer run is part of many other words.
                    let alone = if lone && clean.as_str().chars().count() > 2 { 0.4 } else { 1.0 };
                    let weight = place * alone * sense.confidence;
                    match reading.concepts.iter_mut().find(|known| known.id == id) {
                        Some(known) => known.weight = known.weight.max(weight),
                        None => reading.concepts.push(ReadConcept { id, weight, exactness: sense.exactness, lang: sense.lang, span: span.clone(), described, text: written.clone() }),
                    }
                }
                Meaning::Facet(id) => {
                    let confidence = sense.confidence * if titled || passing { 0.5 } else { 1.0 };
                    match reading.facets.iter_mut().find(|known| known.id == id) {
                        Some(known) => known.confidence = known.confidence.max(confidence),
                        None => reading.facets.push(ReadFacet { id, confidence, text: written.clone(), lang: sense.lang }),
                    }
                }
                Meaning::Country(country) if sense.confidence > 0.5 && country.alpha2() != "CN"
                    && !reading.origins.contains(&country) => {
                        reading.origins.push(country);
                    }
                Meaning::Place(at) if sense.confidence > 0.5 => {
                    if let Some(place) = self.lexicon.place(at) {
                        reading.places.push(place.slug.clone());
                    }
                }
                Meaning::Certificate(at) => {
                    if let Some(named) = self.lexicon.certificate(at).filter(|named| !reading.certificates.contains(&named.slug)) {
                        reading.certificates.push(named.slug.clone());
                    }
                }
                Meaning::Incoterm(term) => reading.incoterm = reading.incoterm.or(Some(term)),
                _ => {}
            }
        }
    }

    /// Whether the words just before a mention say that it is packing, use or company, not the goods.
    fn after_preposition(&self, atoms: &[Atom], mention: &Mention) -> bool {
        const PASSING: &[&str] = &[
            "in", "for", "with", "en", "pour", "avec", "para", "con", "em", "com", "в", "для", "trong", "untuk", "dalam", "用", "kwa", "في", "के लिए",
        ];
        let before = mention.atoms.start.checked_sub(1).and_then(|at| atoms.get(at));
        mention.atoms.start > 1 && before.is_some_and(|atom| PASSING.contains(&atom.exact.as_str()))
    }
}

/// Whether a mention is the unit of the number before it and nothing else. Its letters then belong to
/// the amount: `25 t` and `25 吨` say the same, whoever wrote which.
fn of_amount(atoms: &[Atom], mention: &Mention) -> bool {
    let number = mention.atoms.start.checked_sub(1).and_then(|at| atoms.get(at)).is_some_and(|atom| atom.kind == AtomKind::Number);
    let goods = mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Concept(_) | Meaning::Facet(_)));
    number && !goods && amounts::is_measure(mention)
}

/// A bare number of four digits that is no year and has no unit names a variety (basmati 1121).
fn variety_number(atoms: &[Atom], at: usize) -> bool {
    let Some(atom) = atoms.get(at).filter(|atom| atom.kind == AtomKind::Number) else { return false };
    let year = atom.folded.parse::<u32>().is_ok_and(|year| (1990..=2040).contains(&year));
    let whole = atom.folded.len() == 4 && atom.folded.bytes().all(|b| b.is_ascii_digit()) && !atom.folded.starts_with('0');
    let beside_word = at.checked_sub(1).and_then(|before| atoms.get(before)).is_some_and(|before| before.clause == atom.clause && before.kind != AtomKind::Number);
    let beside_code = atoms.get(at + 1).is_some_and(|after| after.clause == atom.clause && after.kind == AtomKind::Code);
    whole && !year && (beside_word || beside_code) && !atom.folded.ends_with("00")
}

/// The mention that names what is sold. Of the first run of goods that stand side by side it is the
/// first where the noun comes before what describes it, and the last where it comes after
/// (芝麻 香油 is an oil, mủ cao su is a latex).
fn head(lang: Option<Lang>, atoms: &[Atom], mentions: &[Mention]) -> Option<usize> {
    let goods = |mention: &Mention| mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Concept(_)));
    let first = mentions.iter().position(goods)?;
    let noun_first = lang.is_some_and(|lang| matches!(lang.as_str(), "fr" | "es" | "pt" | "ar" | "vi" | "th" | "id" | "ms" | "sw" | "ru" | "fa" | "ha"));
    if noun_first {
        return Some(first);
    }
    let mut last = first;
    for (at, pair) in mentions.windows(2).enumerate().skip(first) {
        let [here, next] = pair else { break };
        let unspaced = atoms.get(next.atoms.start).is_some_and(|atom| atom.kind == AtomKind::Cluster);
        let gap = atoms.get(next.atoms.start).is_some_and(|atom| atom.gap);
        if here.atoms.end != next.atoms.start || here.clause != next.clause || (unspaced && gap) {
            break;
        }
        if goods(next) {
            last = at + 1;
        }
    }
    Some(last)
}

/// A Harmonized System code: announced by HS, or written with its dot, or all there is.
fn hs_in(clean: &Clean, atoms: &[Atom], nothing_else: bool) -> Option<HsCode> {
    let text = clean.as_str();
    let lower = text.to_lowercase();
    let announced = ["hs编码", "hs code", "hs-code", "hscode", "sh编码", "ncm", "hs:", "hs ", "海关编码"].iter().find_map(|word| lower.find(word).map(|at| at + word.len()));
    if let Some(tail) = announced.and_then(|at| text.get(at..)) {
        let tail = tail.trim_start_matches([':', ' ', '：', '.']);
        let end = tail.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ' '))).unwrap_or(tail.len());
        if let Some(code) = tail.get(..end).and_then(|code| HsCode::parse(code.trim_end_matches(['.', ' ']))) {
            return Some(code);
        }
    }
    if !nothing_else {
        return None;
    }
    let bare = text.trim();
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let dotted = bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
    (atoms.len() <= 3 && dotted && matches!(digits, 4 | 6 | 8 | 10)).then(|| HsCode::parse(bare)).flatten()
}
