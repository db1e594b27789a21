//! A card: one side of a pair, reduced to what the features compare.

use serde::{Deserialize, Serialize};

use crate::domain::{Posting, Side};
use crate::lexicon::stable_hash;
use crate::text::{Term, TermKind};
use crate::understand::Reading;

/// A concept on a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardConcept {
    /// Index of the concept.
    pub id: u32,
    /// How much the posting is about it, in hundredths.
    pub weight: u8,
    /// How exactly it was named, in hundredths.
    pub exactness: u8,
    /// Language of the words.
    pub lang: String,
    /// The words.
    pub text: String,
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
    /// Harmonized System digits of the head concept, for a posting that states none.
    pub concept_hs: Vec<String>,
    /// Two-letter codes.
    pub origins: Vec<String>,
    /// Certificate identifiers.
    pub certificates: Vec<String>,
    /// Hashes of whole words and codes, sorted.
    pub words: Vec<u32>,
    /// Hashes of character pairs of unspaced scripts, sorted.
    pub pairs: Vec<u32>,
    /// Hashes of the title's words and pairs that no concept, property or country covers, sorted.
    pub residue: Vec<u32>,
    /// Quantity in the base unit of a class, wanted or ready.
    pub quantity: Option<(String, String)>,
    /// Smallest order, the same way.
    pub moq: Option<(String, String)>,
    /// Price as (amount, currency, unit, Incoterm).
    pub price: Option<(String, String, String, String)>,
    /// Last change, milliseconds since 1970; 0 if none.
    pub updated_at: i64,
    /// Supplier or buyer.
    pub party: String,
}

/// The hash of a term, as cards and queries hold it.
pub fn term_hash(text: &str) -> u32 {
    (stable_hash(text.as_bytes(), 7) >> 16) as u32
}

impl Card {
    /// The card of a reading alone: what a searcher typed.
    pub fn of_reading(reading: &Reading, lexicon: &crate::lexicon::Lexicon) -> Card {
        let percent = |share: f32| (share.clamp(0.0, 1.0) * 100.0).round() as u8;
        let head = reading.concepts.first().and_then(|concept| lexicon.concept(concept.id));
        let mut card = Card {
            concepts: reading
                .concepts
                .iter()
                .take(8)
                .map(|c| CardConcept { id: c.id.0, weight: percent(c.weight), exactness: percent(c.exactness), lang: c.lang.as_str().to_owned(), text: c.text.clone() })
                .collect(),
            facets: reading.facets.iter().map(|facet| (facet.id.0, percent(facet.confidence))).collect(),
            codes: reading.codes.iter().map(|(code, _)| code.clone()).collect(),
            hs: reading.hs.as_ref().map(|code| code.digits().to_owned()).unwrap_or_default(),
            concept_hs: head.map(|concept| concept.hs.iter().map(|code| code.digits().to_owned()).collect()).unwrap_or_default(),
            origins: reading.origins.iter().map(|country| country.alpha2().to_owned()).collect(),
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
    pub fn of_posting(posting: &Posting, reading: &Reading, lexicon: &crate::lexicon::Lexicon) -> Card {
        let mut card = Card::of_reading(reading, lexicon);
        if let Some(code) = &posting.hs {
            card.hs = code.digits().to_owned();
        }
        if !posting.origins.is_empty() {
            card.origins = posting.origins.iter().map(|country| country.alpha2().to_owned()).collect();
        }
        for word in &posting.certifications {
            let slug = word.to_lowercase().replace([' ', '_'], "-");
            if !card.certificates.contains(&slug) {
                card.certificates.push(slug);
            }
        }
        let base = |quantity: &crate::domain::Quantity| quantity.in_base().map(|(class, amount)| (format!("{class:?}"), amount.to_string()));
        let read = || if posting.side == Side::Request { reading.quantity.as_ref().and_then(base) } else { None };
        card.quantity = posting.quantity.as_ref().and_then(base).or_else(read);
        card.moq = posting.moq.as_ref().and_then(base);
        card.price = posting.price.as_ref().map(|price| {
            let per = price.per.map(|unit| unit.name().to_owned()).unwrap_or_default();
            let term = posting.incoterm.map(|term| term.code().to_owned()).unwrap_or_default();
            (price.amount.to_string(), price.currency.code().to_owned(), per, term)
        });
        card.updated_at = posting.updated_at;
        card.party = posting.party.id.clone();
        card
    }
}

/// Word and pair hashes of terms: presence counts, repetition does not.
pub fn hashes(terms: &[Term]) -> (Vec<u32>, Vec<u32>) {
    let of = |wanted: &dyn Fn(TermKind) -> bool| {
        let mut hashes: Vec<u32> = terms.iter().filter(|term| wanted(term.kind)).map(|term| term_hash(&term.text)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(96);
        hashes
    };
    (of(&|kind| matches!(kind, TermKind::Word | TermKind::Code)), of(&|kind| kind == TermKind::Bigram))
}
