//! A card: one side of a pair, reduced to what the features compare.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::deal::{Deal, certificate};
use crate::domain::{Country, HsCode, Posting};
use crate::lexicon::{ConceptId, Lexicon, stable_hash};
use crate::text::{Lang, Term, TermKind};
use crate::understand::Reading;

/// Most words, pairs and codes on a card, of each.
const MAX_WORDS: usize = 96;

/// A posting is about a concept from this weight on, in hundredths.
pub const ABOUT: u8 = 15;
/// How much a posting must be about a concept that its title does not name for it to be the goods, in hundredths.
const CHIEF: u8 = 50;

/// What the least synonym counts: enough for a hit that nothing else speaks for to be shown.
const LEAST_TRUST: f64 = 0.08;

/// A concept on a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardConcept {
    /// Index of the concept.
    pub id: u32,
    /// How much the posting is about it, in hundredths.
    pub weight: u8,
    /// How exactly it was named, in hundredths.
    pub exactness: u8,
    /// Weight of the synonym that it was read by, in hundredths; 0 for a name of its own.
    pub synonym: u8,
    /// Language of the words.
    pub lang: Lang,
    /// Whether the words stand in the description and not in the title.
    pub described: bool,
    /// Bytes of that text, from and to.
    pub span: (u16, u16),
}

impl CardConcept {
    /// How much the words count, 0 to 1: what an operator says of the synonym that they are, and 1 for a
    /// name. The least synonym still brings a hit.
    pub fn trust(&self) -> f64 {
        if self.synonym == 0 { 1.0 } else { (f64::from(self.synonym) / 100.0).max(LEAST_TRUST) }
    }
}

/// One side of a pair.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Concepts by weight.
    pub concepts: Vec<CardConcept>,
    /// (facet, confidence in hundredths).
    pub facets: Vec<(u16, u8)>,
    /// Separator-free codes.
    pub codes: Vec<String>,
    /// Harmonized System digits, stated or written in the text.
    pub hs: String,
    /// Countries of origin, offered or accepted.
    pub origins: Vec<CountryCode>,
    /// Countries of which a buyer wants nothing.
    pub refused_origins: Vec<CountryCode>,
    /// Certificate identifiers.
    pub certificates: Vec<String>,
    /// Hashes of whole words and codes, sorted.
    pub words: Vec<u32>,
    /// Hashes of character pairs of unspaced scripts, sorted.
    pub pairs: Vec<u32>,
    /// Hashes of the title's words and pairs that no concept, property or country covers, sorted.
    pub residue: Vec<u32>,
    /// Amounts, price, delivery and times.
    pub deal: Deal,
    /// Last change, milliseconds since 1970; 0 if none.
    pub updated_at: i64,
    /// Supplier or buyer.
    pub party: String,
}

/// A country in two bytes: the domain writes it as text, which a card has no room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CountryCode([u8; 2]);

impl From<Country> for CountryCode {
    fn from(country: Country) -> CountryCode {
        CountryCode(country.alpha2().as_bytes().try_into().unwrap_or_default())
    }
}

impl CountryCode {
    /// The two letters.
    pub fn alpha2(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The day of a moment in milliseconds since 1970.
pub fn day(ms: i64) -> Option<Date> {
    jiff::Timestamp::from_millisecond(ms).ok().map(|moment| moment.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// The day on which the text of a posting was written, if it has one.
pub fn written(posting: &Posting) -> Option<Date> {
    Some(posting.written_at()).filter(|moment| *moment > 0).and_then(day)
}

/// The hash of a term, as cards and queries hold it.
pub fn term_hash(text: &str) -> u32 {
    (stable_hash(text.as_bytes(), 7) >> 16) as u32
}

impl Card {
    /// The card of a reading alone: what a searcher typed.
    pub fn of_reading(reading: &Reading, lexicon: &Lexicon) -> Card {
        Card { deal: Deal::of_reading(reading, lexicon), ..Card::of_words(reading) }
    }

    /// The concepts that it is about: the goods, and not what is named in passing. Scoring draws the line at the
    /// same place.
    pub fn goods(&self) -> impl Iterator<Item = ConceptId> + '_ {
        let head = self.concepts.iter().map(|concept| concept.weight).max().unwrap_or_default();
        let chief = move |concept: &&CardConcept| u16::from(concept.weight) * 2 > u16::from(head) && (!concept.described || concept.weight >= CHIEF);
        self.concepts.iter().filter(chief).map(|concept| ConceptId(concept.id))
    }

    /// Everything but the deal.
    fn of_words(reading: &Reading) -> Card {
        let percent = |share: f32| (share.clamp(0.0, 1.0) * 100.0).round() as u8;
        let byte = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        let mut card = Card {
            concepts: reading
                .concepts
                .iter()
                .take(8)
                .map(|c| CardConcept {
                    id: c.id.0,
                    weight: percent(c.weight),
                    exactness: percent(c.exactness),
                    synonym: c.synonym,
                    lang: c.lang,
                    described: c.described,
                    span: (byte(c.span.start), byte(c.span.end)),
                })
                .collect(),
            facets: reading.facets.iter().map(|facet| (facet.id.0, percent(facet.confidence))).collect(),
            codes: reading.codes.iter().take(MAX_WORDS).map(|(code, _)| code.clone()).collect(),
            hs: reading.hs.as_ref().map(|code| code.digits().to_owned()).unwrap_or_default(),
            origins: reading.origins.iter().copied().map(CountryCode::from).collect(),
            refused_origins: reading.refused_origins.iter().copied().map(CountryCode::from).collect(),
            certificates: reading.certificates.clone(),
            ..Card::default()
        };
        (card.words, card.pairs) = hashes(&reading.terms);
        let (words, pairs) = hashes(&reading.residue);
        card.residue = words.into_iter().chain(pairs).collect();
        card.residue.sort_unstable();
        card
    }

    /// The card of a posting: what it states outweighs what was read from its text.
    pub fn of_posting(posting: &Posting, reading: &Reading, lexicon: &Lexicon) -> Card {
        let mut card = Card::of_words(reading);
        if let Some(code) = &posting.hs {
            card.hs = code.digits().to_owned();
        }
        if !posting.origins.is_empty() {
            card.origins = posting.origins.iter().copied().map(CountryCode::from).collect();
        }
        for word in &posting.certifications {
            let slug = certificate(lexicon, word);
            if !card.certificates.contains(&slug) {
                card.certificates.push(slug);
            }
        }
        card.deal = Deal::of_posting(posting, reading, lexicon);
        card.updated_at = posting.updated_at;
        card.party = posting.party.id.clone();
        card
    }
}

impl Card {
    /// Codes of the Harmonized System: the one that is stated or written, else those that its goods usually have.
    pub fn hs_codes<'a>(&'a self, lexicon: &'a Lexicon) -> Vec<&'a str> {
        if !self.hs.is_empty() {
            return vec![&self.hs];
        }
        self.goods().filter_map(|id| lexicon.concept(id)).flat_map(|concept| &concept.hs).map(HsCode::digits).collect()
    }
}

/// Word and pair hashes of terms: presence counts, repetition does not.
pub fn hashes(terms: &[Term]) -> (Vec<u32>, Vec<u32>) {
    let of = |wanted: &dyn Fn(TermKind) -> bool| {
        let mut hashes: Vec<u32> = terms.iter().filter(|term| wanted(term.kind)).map(|term| term_hash(&term.text)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(MAX_WORDS);
        hashes
    };
    (of(&|kind| matches!(kind, TermKind::Word | TermKind::Code)), of(&|kind| kind == TermKind::Bigram))
}
