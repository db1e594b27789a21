//! What a posting in any language says, in the reader's: its title from concepts, properties and codes,
//! its facts from what was stated in fields or read from its words. Nothing is translated and nothing is
//! guessed: what the lexicon does not know is left to the original beside it.

use serde::Serialize;

use super::voice::Voice;
use crate::domain::{Country, HsCode, Posting, Side, UnitClass};
use crate::lexicon::{ConceptId, FacetId};
use crate::views::Card;

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

/// The gloss of a posting; `card` is what it states in fields and, where they are silent, in words.
pub fn gloss(voice: &Voice<'_>, posting: &Posting, card: &Card) -> Gloss {
    let lang = posting.lang.clone().or_else(|| card.concepts.first().map(|head| head.lang.as_str().to_owned()));
    Gloss { title: title(voice, card), facts: facts(voice, posting.side, card), original: posting.title.clone(), lang }
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

fn facts(voice: &Voice<'_>, side: Side, card: &Card) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut tell = |field: &'static str, text: Option<String>| {
        facts.extend(text.filter(|text| !text.is_empty()).map(|text| Fact { field, label: voice.label(field), text }));
    };
    let deal = &card.deal;
    let origins: Vec<Country> = card.origins.iter().filter_map(|code| Country::parse(code.alpha2())).collect();
    let refused: Vec<Country> = card.refused_origins.iter().filter_map(|code| Country::parse(code.alpha2())).collect();
    tell("origins", (!origins.is_empty()).then(|| voice.countries(&origins)));
    tell("refused_origins", (!refused.is_empty()).then(|| voice.countries(&refused)));
    tell(if side == Side::Request { "max_price" } else { "price" }, deal.price.as_ref().map(|price| voice.price_range(price)));
    tell("incoterm", deal.incoterm.map(|term| voice.term(Some(term), deal.place.as_deref())));
    for (field, amount) in [("quantity", &deal.quantity), ("moq", &deal.moq), ("capacity", &deal.capacity)] {
        tell(field, amount.as_ref().map(|amount| voice.amount(amount)));
    }
    tell("tolerance", deal.tolerance.map(|percent| format!("±{}", voice.say().percent(percent.into()))));
    tell("destination", deal.destination.as_deref().map(|place| voice.place(place)));
    tell("certifications", (!card.certificates.is_empty()).then(|| voice.certificates(&card.certificates)));
    for (field, in_container) in [("packing", false), ("load", true)] {
        let held = deal.contents.iter().find(|content| (content.per.class() == UnitClass::Container) == in_container);
        tell(field, held.map(|content| voice.content(content)));
    }
    tell("hs", HsCode::parse(&card.hs).map(|code| code.dotted()));
    tell("payment", (!deal.payment.is_empty()).then(|| voice.payments(&deal.payment)));
    tell("channels", (!deal.channels.is_empty()).then(|| voice.say().list(&deal.channels)));
    // The end of a period is told with it.
    let told = deal.window.and_then(|(_, until)| until);
    tell("needed_by", deal.needed_by.filter(|day| Some(*day) != told).map(|day| voice.say().day(day)));
    tell("window", deal.window.map(|period| voice.period(period)));
    tell("harvest", deal.harvest.clone());
    tell("lead_time", deal.lead_days.map(|days| voice.span(days)));
    tell("valid_until", deal.valid_until.map(|day| voice.say().day(day)));
    tell("sample", deal.sample.then(|| voice.word("yes")));
    facts
}
