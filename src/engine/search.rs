//! Search and match: one path for what somebody types and for a posting that looks for its answers.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::counts::{self, Counts};
use super::{Engine, EngineError, now_ms};
use crate::domain::{HsCode, Id, MoqAbove, Posting, Price, Side};
use crate::explain::{self, Fit, Gloss, Hint, Reason, Said, Voice};
use crate::lexicon::{FacetId, Meaning, stable_hash};
use crate::rank::{self, Ranked};
use crate::retrieve::{Filters, recall};
use crate::score::judged::Status;
use crate::score::{self, Pair, Part, Yardstick};
use crate::text::{Lang, Term, TermKind};
use crate::understand::{Bound, Reading};
use crate::views::Card;

/// Longest query text, in characters; longer texts are requests and are posted as such.
const MAX_QUERY_CHARS: usize = 500;
/// Share of the asked words outside of the lexicon that makes a hit by itself: half of them beside a
/// known product, a fifth where no product was recognised.
const MIN_TEXT_SHARE: (f64, f64) = (0.5, 0.2);

/// What is asked of a search.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The side that is searched.
    pub side: Side,
    /// What was typed.
    pub text: String,
    /// Declared language of the text.
    pub lang: Option<String>,
    /// Language of the answer's labels.
    pub reader: Option<String>,
    /// What must hold whatever the text says.
    pub filters: Filters,
    /// Hits on a page, 1 to 100.
    pub limit: usize,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Whether to add the analysis of the query.
    pub explain: bool,
    /// Whether the synonyms of operators count.
    pub synonyms: bool,
}

impl Default for Ask {
    fn default() -> Ask {
        Ask { side: Side::Offer, text: String::new(), lang: None, reader: None, filters: Filters::default(), limit: 10, cursor: None, explain: false, synonyms: true }
    }
}

/// One hit.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// Identifier.
    pub id: String,
    /// Sum of the reasons.
    pub score: f64,
    /// Title and facts in the reader's language, from concepts, properties and structure alone.
    pub gloss: Gloss,
    /// The offer, if offers were searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Value>,
    /// The request, if requests were searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Value>,
    /// Why it is here; the parts add up to the score.
    pub reasons: Vec<Reason>,
    /// How the stated wishes are met.
    pub fit: Vec<Fit>,
    /// What the reader can do about the wishes that are not met.
    pub hints: Vec<Hint>,
}

/// A page of hits.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// How the query was understood.
    pub query: Value,
    /// Language of the sentences.
    pub reader: String,
    /// How far the search was relaxed: `all`, `some` or `spelling`.
    pub stage: &'static str,
    /// How many postings match.
    pub total: usize,
    /// Name and version of the relevance profile.
    pub profile: String,
    /// The filters as they were read.
    #[serde(skip_serializing_if = "Filters::is_empty")]
    pub filters: Filters,
    /// How the ranked candidates divide, filters applied.
    pub counts: Counts,
    /// The page.
    pub hits: Vec<Hit>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl Engine {
    /// Searches a side by words.
    pub fn search(&self, ask: &Ask) -> Result<Answer, EngineError> {
        let length = ask.text.chars().count();
        if length > MAX_QUERY_CHARS {
            return Err(EngineError::BadQuery {
                field: "q".to_owned(),
                problem: format!("has {length} characters, above {MAX_QUERY_CHARS}"),
                hint: "post a whole request to /v1/match or /v1/requests".to_owned(),
            });
        }
        let plain = self.reader.read_query(&ask.text, ask.lang.as_deref(), false);
        let reading = if plain.concepts.is_empty() { self.reader.read_query(&ask.text, ask.lang.as_deref(), true) } else { plain };
        let card = Card::of_reading(&reading, self.lexicon());
        self.answer(&reading, &card, ask, ask.side, None)
    }

    /// The other side's answers to a posting, stored or not.
    pub fn matches(&self, posting: &Posting, ask: &Ask) -> Result<Answer, EngineError> {
        let written = crate::views::card::written(posting);
        let reading = self.reader.read_on(&posting.title, &posting.description, posting.lang.as_deref(), written);
        let card = Card::of_posting(posting, &reading, self.lexicon());
        self.answer(&reading, &card, ask, posting.side.other(), Some(posting))
    }

    /// A text as structure.
    pub fn understand(&self, text: &str, lang: Option<&str>) -> Value {
        let reading = self.reader.read_on(text, "", lang, crate::views::card::day(now_ms()));
        let mut described = self.describe(&reading, lang.and_then(Lang::new).unwrap_or_else(english));
        if let Value::Object(map) = &mut described {
            map.insert("findings".to_owned(), json!(reading.findings));
        }
        described
    }

    fn answer(&self, reading: &Reading, card: &Card, ask: &Ask, side: Side, posting: Option<&Posting>) -> Result<Answer, EngineError> {
        if !(1..=100).contains(&ask.limit) {
            return Err(EngineError::BadQuery { field: "limit".to_owned(), problem: "is out of range".to_owned(), hint: "use 1 to 100".to_owned() });
        }
        let reader = ask.reader.as_deref().and_then(Lang::new).or_else(|| reading.langs.first().map(|guess| guess.lang)).unwrap_or_else(english);
        let filters = &ask.filters;
        let asked = format!("{side:?}|{}|{:?}|{filters:?}|{:?}", ask.text, posting.map(|p| p.id.as_str()), ask.lang);
        let query = stable_hash(asked.as_bytes(), ask.limit as u64);
        let typed = reading.mended_text.as_deref().unwrap_or(&ask.text);
        let asked = posting.map_or(Said::typed(typed), Said::posted);
        let seen = match &ask.cursor {
            None => 0,
            Some(cursor) => rank::read_cursor(cursor, query).ok_or(EngineError::BadCursor)?,
        };
        let found = recall(&self.index, self.lexicon(), reading, side, filters, self.profile.recall_depth, seen + ask.limit)?;
        let now = now_ms();
        let rates = self.rates();
        let by = Yardstick { rates: &rates, rates_max_age_days: self.profile.rates_max_age_days, today: crate::views::card::day(now).unwrap_or(rates.date) };
        let mut ranked = Vec::with_capacity(found.entries.len());
        for entry in found.entries {
            if entry.expires_at.is_some_and(|end| end <= now) || posting.is_some_and(|own| own.party.id == entry.card.party && own.party.id != "anonymous") {
                continue;
            }
            let dear = |price: &Price| filters.max_price.as_ref().and_then(|most| price.above(most));
            if entry.facts.price.as_ref().and_then(dear) == Some(true) {
                continue;
            }
            let pair = self.pair(card, &entry.card, side, now, &by);
            if self.profile.moq_above_asked == MoqAbove::Filter && pair.judged.iter().any(|judged| judged.field == "moq" && judged.status == Status::Conflicts) {
                continue;
            }
            let (score, parts) = score::score(&pair, &self.profile);
            if !(found.stage == "spelling" || filters_only(reading) || grounded(&parts, card)) {
                continue;
            }
            ranked.push(Ranked { score, id: entry.id, party: entry.card.party.clone(), item: (entry.card, entry.facts, parts) });
        }
        let left = ranked.len();
        let counts = counts::count(side, ranked.iter().map(|hit| (&hit.item.0, &hit.item.1)));
        let ordered = rank::order(ranked, self.profile.party_cap, ask.limit);
        let voice = Voice::new(self.lexicon(), reader);
        let mut hits = Vec::with_capacity(ask.limit);
        for hit in ordered.into_iter().skip(seen).take(ask.limit) {
            let (other, facts, parts) = hit.item;
            let pair = self.pair(card, &other, side, now, &by);
            let stored = Id::parse(&hit.id).map(|id| self.get(side, &id)).transpose()?.flatten();
            let Some((stored, _)) = stored else { continue };
            let said = (asked, Said::posted(&stored));
            let (wish, offer) = if side == Side::Offer { said } else { (said.1, said.0) };
            let json = Some(stored.to_json());
            let most = filters.max_price.as_ref();
            let mut judged = pair.judged.clone();
            judged.extend(most.zip(facts.price.as_ref()).map(|(most, price)| explain::ceiling(most, price)));
            let mut fit = explain::fit(&voice, &judged);
            fit.extend(most.filter(|_| facts.price.is_none()).map(|most| explain::priceless(&voice, most)));
            let reasons = explain::reasons(&voice, &pair, &parts, &fit, (wish, offer));
            let (offer, request) = if side == Side::Offer { (json, None) } else { (None, json) };
            hits.push(Hit {
                id: hit.id,
                score: hit.score,
                gloss: explain::gloss(&voice, &stored, &other),
                offer,
                request,
                reasons,
                fit,
                hints: explain::hints(&voice, &judged, side),
            });
        }
        let next = seen + ask.limit;
        let mut described = self.describe(reading, reader);
        if let (true, Value::Object(map)) = (ask.explain, &mut described) {
            self.trace(reading, map);
        }
        Ok(Answer {
            query: described,
            reader: voice.lang().as_str().to_owned(),
            stage: found.stage,
            total: if found.total <= self.profile.recall_depth { left } else { found.total },
            profile: format!("{}@{}", self.profile.name, self.profile.version),
            filters: filters.clone(),
            counts,
            hits,
            cursor: (next < left).then(|| rank::cursor(next, query)),
        })
    }

    /// How the query was cut, what it was widened to, and what is not matched.
    fn trace(&self, reading: &Reading, map: &mut Map<String, Value>) {
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

    fn pair<'a>(&'a self, asked: &'a Card, found: &'a Card, side: Side, now: i64, by: &Yardstick<'_>) -> Pair<'a> {
        let (wish, offer) = if side == Side::Offer { (asked, found) } else { (found, asked) };
        Pair { wish, offer, judged: score::judge(wish, offer, by), lexicon: self.lexicon(), now, half_life_days: self.profile.freshness_half_life_days, updated_at: found.updated_at }
    }

    fn describe(&self, reading: &Reading, reader: Lang) -> Value {
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
            "lead_time": reading.lead_time.map(|(amount, unit)| json!({"amount": amount, "unit": unit})),
            "side": reading.asks.map(|asks| if asks { "request" } else { "offer" }),
            "mended": reading.mended.iter().map(|(typed, read)| json!({"typed": typed, "read": read})).collect::<Vec<_>>(),
        })
    }
}

/// Whether the pair shares goods, a code or words, and not properties, origin and terms alone.
fn grounded(parts: &[Part], asked: &Card) -> bool {
    let value = |name: &str| parts.iter().find(|part| part.feature == name).map_or(0.0, |part| part.value);
    let text = if asked.concepts.is_empty() { MIN_TEXT_SHARE.1 } else { MIN_TEXT_SHARE.0 };
    value("concept") > 0.05 || value("hs") > 0.2 || value("code") > 0.0 || value("text").max(value("wording")) >= text
}

fn filters_only(reading: &Reading) -> bool {
    reading.terms.is_empty()
}

fn english() -> Lang {
    Lang::new("en").unwrap_or(Lang::UND)
}
