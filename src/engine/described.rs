//! What was understood of a text, as JSON in the field names of postings.

use serde_json::{Map, Value, json};

use super::{Engine, InUse, now_ms};
use crate::domain::HsCode;
use crate::lexicon::live::Synonyms;
use crate::lexicon::{FacetId, Meaning};
use crate::text::{Lang, Term, TermKind};
use crate::understand::{Bound, Reading};

impl Engine {
    /// A text as structure.
    pub fn understand(&self, text: &str, lang: Option<&str>) -> Value {
        let used = self.in_use();
        let reading = used.reader.read_as(text, "", lang, crate::views::card::day(now_ms()), Synonyms::Asked);
        let mut described = used.describe(&reading, lang.and_then(Lang::new).unwrap_or_else(english));
        if let Value::Object(map) = &mut described {
            map.insert("findings".to_owned(), json!(reading.findings));
        }
        described
    }
}

impl InUse {
    /// How the query was cut, what it was widened to, and what is not matched.
    pub(super) fn trace(&self, reading: &Reading, map: &mut Map<String, Value>) {
        let texts = |terms: &mut dyn Iterator<Item = &Term>| terms.map(|term| json!(term.text)).collect::<Vec<_>>();
        let asked = reading.concepts.iter().filter_map(|concept| self.lexicon().concept(concept.id));
        let wider = asked.flat_map(|concept| &concept.ancestors).filter_map(|id| self.lexicon().concept(*id));
        map.insert("expansions".to_owned(), wider.map(|concept| json!(concept.slug)).collect());
        map.insert("tokens".to_owned(), Value::Array(texts(&mut reading.terms.iter())));
        map.insert("unknown".to_owned(), Value::Array(texts(&mut reading.residue.iter())));
        // A bare number says nothing without its unit: it is read as an amount or not at all.
        let numbers = &mut reading.terms.iter().filter(|term| term.kind == TermKind::Number);
        map.insert("dropped".to_owned(), Value::Array(texts(numbers)));
    }

    /// What was read, with labels in a language.
    pub(super) fn describe(&self, reading: &Reading, reader: Lang) -> Value {
        let lexicon = self.lexicon();
        json!({
            "lang": reading.langs.iter().map(|guess| json!({"tag": guess.lang.as_str(), "confidence": guess.confidence})).collect::<Vec<_>>(),
            "concepts": reading.concepts.iter().map(|concept| json!({
                "concept": lexicon.concept(concept.id).map(|c| c.slug.as_str()),
                "label": lexicon.label(Meaning::Concept(concept.id), reader),
                "text": concept.text, "lang": concept.lang.as_str(), "weight": concept.weight,
                "span": [concept.span.start, concept.span.end],
            })).collect::<Vec<_>>(),
            "facets": reading.facets.iter().map(|facet| json!({
                "facet": lexicon.facet(FacetId(facet.id.0)).map(|f| f.slug.as_str()),
                "label": lexicon.label(Meaning::Facet(facet.id), reader),
                "text": facet.text, "confidence": facet.confidence,
            })).collect::<Vec<_>>(),
            "codes": reading.codes.iter().map(|(code, _)| code).collect::<Vec<_>>(),
            "hs": reading.hs.as_ref().map(HsCode::dotted),
            "origins": reading.origins,
            "refused_origins": reading.refused_origins,
            "places": reading.places,
            "incoterm": reading.incoterm,
            "place": reading.place,
            "destination": reading.destination,
            "certifications": reading.certificates,
            "quantity": reading.quantity,
            "moq": reading.moq,
            "capacity": reading.capacity,
            "load": reading.load,
            "packing": reading.packing,
            "tolerance": reading.tolerance,
            "price": reading.price,
            "max_price": reading.price.as_ref().filter(|price| reading.asks == Some(true) || price.bound.is_some_and(|bound| bound != Bound::From)),
            "payment": reading.payment,
            "channels": reading.channels,
            "sample": reading.sample,
            "valid_until": reading.valid_until.map(|when| when.to_string()),
            "needed_by": reading.needed_by.map(|when| when.to_string()),
            "window": reading.window.map(|window| window.to_string()),
            "harvest": reading.harvest.map(|harvest| harvest.to_string()),
            "lead_time": reading.lead_time,
            "side": reading.asks.map(|asks| if asks { "request" } else { "offer" }),
            "mended": reading.mended.iter().map(|(typed, read)| json!({"typed": typed, "read": read})).collect::<Vec<_>>(),
        })
    }
}

/// The language where nothing says which.
pub(super) fn english() -> Lang {
    Lang::new("en").unwrap_or(Lang::UND)
}
