//! What a posting in any language says, in the reader's: its title from concepts, properties and codes,
//! its facts from what was stated in fields or read from its words. Nothing is translated and nothing is
//! guessed: what the lexicon does not know is left to the original beside it.

use serde::Serialize;

use super::voice::Voice;
use crate::domain::{Posting, Side};
use crate::lexicon::{ConceptId, FacetId};
use crate::understand::{Reading, When};
use crate::views::Card;
use crate::views::facts::spelled;

/// Facets are sure enough to be told from here on, in hundredths.
const SURE: u8 = 60;
/// Most properties and most codes of a title.
const MOST_FACETS: usize = 4;
const MOST_CODES: usize = 3;

/// A posting in the reader's language.
#[derive(Clone, Debug, Serialize)]
pub struct Gloss {
    /// The goods with their properties and grade; empty where the lexicon knows none of it.
    pub title: String,
    /// What else it says.
    pub facts: Vec<Fact>,
    /// The title as its author wrote it.
    pub original: String,
    /// The author's language, declared or read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// One thing that a posting says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The field, in the names of the records.
    pub field: &'static str,
    /// Its name in the reader's language.
    pub label: String,
    /// What is said, in the reader's language.
    pub text: String,
}

/// The gloss of a posting; `reading` is what its words say, `card` what is compared of it.
pub fn gloss(voice: &Voice<'_>, posting: &Posting, reading: &Reading, card: &Card) -> Gloss {
    let lang = posting.lang.clone().or_else(|| reading.langs.first().map(|guess| guess.lang.as_str().to_owned()));
    Gloss { title: title(voice, card), facts: facts(voice, posting, reading), original: posting.title.clone(), lang }
}

/// The goods first, then what they are like: parts that need no grammar between them.
fn title(voice: &Voice<'_>, card: &Card) -> String {
    let mut words: Vec<String> = Vec::new();
    if let Some(head) = card.concepts.first() {
        words.push(voice.concept(head.id));
        let concept = voice.lexicon().concept(ConceptId(head.id));
        let implied = |id: u16| concept.is_some_and(|concept| concept.facets.contains(&FacetId(id)) || concept.inherited.contains(&FacetId(id)));
        let stated = card.facets.iter().filter(|(id, sure)| *sure >= SURE && !implied(*id));
        words.extend(stated.take(MOST_FACETS).map(|(id, _)| voice.facet(*id)));
    }
    words.extend(card.codes.iter().take(MOST_CODES).map(|code| code.to_uppercase()));
    words.join(" · ")
}

fn facts(voice: &Voice<'_>, posting: &Posting, reading: &Reading) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut tell = |field: &'static str, text: Option<String>| {
        facts.extend(text.filter(|text| !text.is_empty()).map(|text| Fact { field, label: voice.label(field), text }));
    };
    let origins = if posting.origins.is_empty() { &reading.origins } else { &posting.origins };
    tell("origins", Some(voice.countries(origins)));
    let price = posting.price.as_ref().map(|price| voice.price(price)).or_else(|| reading.price.as_ref().map(|price| voice.read_price(price)));
    tell(if posting.side == Side::Request { "max_price" } else { "price" }, price);
    let term = posting.incoterm.or(reading.incoterm);
    let place = posting.place.as_deref().or(reading.place.as_deref());
    tell("incoterm", term.map(|term| voice.term(Some(term), place)));
    let amounts = [
        ("quantity", &posting.quantity, &reading.quantity),
        ("moq", &posting.moq, &reading.moq),
        ("capacity", &posting.capacity, &reading.capacity),
    ];
    for (field, stated, read) in amounts {
        tell(field, stated.as_ref().map(|quantity| voice.quantity(quantity)).or_else(|| read.as_ref().map(|amount| voice.amount(amount))));
    }
    tell("tolerance", reading.tolerance.map(|percent| format!("±{}", voice.say().percent(percent))));
    tell("destination", posting.destination.as_deref().or(reading.destination.as_deref()).map(|place| voice.place(place)));
    let mut held: Vec<String> = posting.certifications.iter().map(|word| if voice.lexicon().find_certificate(&spelled(word)).is_some() { spelled(word) } else { word.clone() }).collect();
    held.extend(reading.certificates.iter().filter(|key| !held.contains(key)).cloned().collect::<Vec<_>>());
    tell("certifications", (!held.is_empty()).then(|| voice.certificates(&held)));
    tell("packing", reading.packing.as_ref().map(|content| voice.content(content)));
    tell("load", reading.load.as_ref().map(|content| voice.content(content)));
    tell("hs", posting.hs.as_ref().or(reading.hs.as_ref()).map(|code| code.dotted()));
    tell("payment", (!reading.payment.is_empty()).then(|| voice.payments(&reading.payment)));
    let channels = if posting.channels.is_empty() { &reading.channels } else { &posting.channels };
    tell("channels", (!channels.is_empty()).then(|| voice.say().list(channels)));
    let day = |when: Option<When>| when.map(|when| voice.say().day(when.last_day()));
    tell("needed_by", posting.needed_by.map(|day| voice.say().day(day)).or_else(|| day(reading.needed_by)));
    tell("lead_time", reading.lead_time.map(|(count, period)| voice.span(count, period)));
    tell("valid_until", posting.valid_until.map(|day| voice.say().day(day)).or_else(|| day(reading.valid_until)));
    tell("sample", reading.sample.then(|| voice.word("yes")));
    facts
}
