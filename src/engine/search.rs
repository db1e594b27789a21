//! Search and match: one path for what somebody types and for a posting that looks for its answers.

use serde::Serialize;
use serde_json::{Value, json};

use super::counts::{self, Counts};
use super::trace::{self, Inspected};
use super::{Engine, EngineError, now_ms};
use crate::domain::relevance::{Served, Team};
use crate::domain::{HsCode, Id, MoqAbove, Posting, Price, Profile, Rates, Side};
use crate::explain::{self, Fit, Gloss, Hint, Reason, Said, Voice};
use crate::lexicon::{FacetId, Meaning, stable_hash};
use crate::rank::{self, Ranked};
use crate::retrieve::{Filters, recall};
use crate::score::judged::Status;
use crate::score::{self, Pair, Part, Yardstick};
use crate::text::Lang;
use crate::understand::{Bound, Reading};
use crate::views::index::Clause;
use crate::views::{Card, Facts};

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
    /// Whether to add, for an operator, what each hit was found by and every feature of it.
    pub inspect: bool,
    /// A profile other than the one that ranks, as [`super::Setting::named`] reads it; for operators.
    pub profile: Option<String>,
    /// Features that count nothing for this question; for operators.
    pub without: Vec<String>,
    /// Who asks, as far as a trial has to know: a token that stays the same. Without one the answer is
    /// part of no trial.
    pub caller: Option<String>,
}

impl Default for Ask {
    fn default() -> Ask {
        Ask {
            side: Side::Offer,
            text: String::new(),
            lang: None,
            reader: None,
            filters: Filters::default(),
            limit: 10,
            cursor: None,
            explain: false,
            inspect: false,
            profile: None,
            without: Vec::new(),
            caller: None,
        }
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
    /// Where it comes from, for operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inspected: Option<Inspected>,
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
    /// Name and version of the relevance profile, with what was switched off.
    pub profile: String,
    /// The part of the answer in a trial, with the teams of the hits, which the log keeps and no trader sees.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "without_teams")]
    pub trial: Option<Served>,
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

/// Traders learn that they take part, not whose pick each hit is.
fn without_teams<S: serde::Serializer>(served: &Option<Served>, to: S) -> Result<S::Ok, S::Error> {
    served.as_ref().map(|served| Served { teams: Vec::new(), ..served.clone() }).serialize(to)
}

/// A question as the ranking sees it.
struct Asked<'a> {
    reading: &'a Reading,
    card: &'a Card,
    side: Side,
    posting: Option<&'a Posting>,
    filters: &'a Filters,
    /// So many hits are asked for, from the first on.
    wanted: usize,
    limit: usize,
    now: i64,
}

/// Candidates in the order of a profile.
struct Ranking {
    hits: Vec<Ranked<Found>>,
    counts: Counts,
    stage: &'static str,
    total: usize,
    clauses: Vec<Clause>,
}

/// What travels with a ranked candidate.
type Found = (Card, Facts, Vec<Part>);

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
        let question = format!("{side:?}|{}|{:?}|{filters:?}|{:?}|{:?}|{:?}", ask.text, posting.map(|p| p.id.as_str()), ask.lang, ask.profile, ask.without);
        let query = stable_hash(question.as_bytes(), ask.limit as u64);
        let typed = reading.mended_text.as_deref().unwrap_or(&ask.text);
        let words = posting.map_or(Said::typed(typed), Said::posted);
        let seen = match &ask.cursor {
            None => 0,
            Some(cursor) => rank::read_cursor(cursor, query).ok_or(EngineError::BadCursor)?,
        };
        let (setting, now) = (self.setting(), now_ms());
        let serving = setting.serving(ask, now)?;
        let profile = &*serving.profile;
        let asked = Asked { reading, card, side, posting, filters, wanted: seen + ask.limit, limit: ask.limit, now };
        let Ranking { hits: ranked, counts, stage, total, clauses } = self.ranking(&asked, profile, &setting.rates)?;
        let ordered = match serving.against {
            None => ranked.into_iter().map(|hit| rank::picked(hit, Team::Baseline)).collect(),
            Some((other, seed)) => {
                let others = self.ranking(&asked, other, &setting.rates)?.hits;
                rank::spread(rank::interleave(ranked, others, seed), profile.party_cap, ask.limit)
            }
        };
        let left = ordered.len();
        let by = yardstick(profile, &setting.rates, now);
        let voice = Voice::new(self.lexicon(), reader);
        let (mut hits, mut teams) = (Vec::with_capacity(ask.limit), Vec::new());
        for hit in ordered.into_iter().skip(seen).take(ask.limit) {
            let ((other, facts, mut parts), team) = hit.item;
            let mut score = hit.score;
            let pair = self.pair(card, &other, side, now, (profile, &by));
            if team == Team::Candidate {
                // One answer tells the weights of one profile; only the order is of both.
                (score, parts) = score::score(&pair, profile);
            }
            let stored = Id::parse(&hit.id).map(|id| self.get(side, &id)).transpose()?.flatten();
            let Some((stored, _)) = stored else { continue };
            let said = (words, Said::posted(&stored));
            let (wish, offer) = if side == Side::Offer { said } else { (said.1, said.0) };
            let json = Some(stored.to_json());
            let most = filters.max_price.as_ref();
            let mut judged = pair.judged.clone();
            judged.extend(most.zip(facts.price.as_ref()).map(|(most, price)| explain::ceiling(most, price)));
            let mut fit = explain::fit(&voice, &judged);
            fit.extend(most.filter(|_| facts.price.is_none()).map(|most| explain::priceless(&voice, most)));
            let reasons = explain::reasons(&voice, &pair, &parts, &fit, (wish, offer));
            let (offer, request) = if side == Side::Offer { (json, None) } else { (None, json) };
            let inspected = if ask.inspect { Some(self.inspect(&pair, profile, (side, &hit.id), (stage, &clauses))?) } else { None };
            teams.push(team);
            hits.push(Hit {
                id: hit.id,
                score,
                gloss: explain::gloss(&voice, &stored, &other),
                offer,
                request,
                reasons,
                fit,
                hints: explain::hints(&voice, &judged, side),
                inspected,
            });
        }
        let next = seen + ask.limit;
        let mut described = self.describe(reading, reader);
        if let Value::Object(map) = &mut described {
            if ask.explain {
                self.trace(reading, map);
            }
            if ask.inspect {
                trace::letters(&posting.map_or_else(|| ask.text.clone(), Posting::text), map);
            }
        }
        Ok(Answer {
            query: described,
            reader: voice.lang().as_str().to_owned(),
            stage,
            total: if total <= profile.recall_depth { left } else { total },
            trial: serving.served(teams),
            profile: serving.label,
            filters: filters.clone(),
            counts,
            hits,
            cursor: (next < left).then(|| rank::cursor(next, query)),
        })
    }

    /// Candidates in the order of a profile, filters applied.
    fn ranking(&self, asked: &Asked<'_>, profile: &Profile, rates: &Rates) -> Result<Ranking, EngineError> {
        let Asked { reading, card, side, posting, filters, now, .. } = *asked;
        let found = recall(&self.index, self.lexicon(), reading, side, filters, profile, asked.wanted)?;
        let by = yardstick(profile, rates, now);
        let mut ranked = Vec::with_capacity(found.entries.len());
        for entry in found.entries {
            if entry.expires_at.is_some_and(|end| end <= now) || posting.is_some_and(|own| own.party.id == entry.card.party && own.party.id != "anonymous") {
                continue;
            }
            let dear = |price: &Price| filters.max_price.as_ref().and_then(|most| price.above(most));
            if entry.facts.price.as_ref().and_then(dear) == Some(true) {
                continue;
            }
            let pair = self.pair(card, &entry.card, side, now, (profile, &by));
            if profile.moq_above_asked == MoqAbove::Filter && pair.judged.iter().any(|judged| judged.field == "moq" && judged.status == Status::Conflicts) {
                continue;
            }
            let (score, parts) = score::score(&pair, profile);
            if !(found.stage == "spelling" || filters_only(reading) || grounded(&pair, &parts, card)) {
                continue;
            }
            ranked.push(Ranked { score, id: entry.id, party: entry.card.party.clone(), item: (entry.card, entry.facts, parts) });
        }
        let counts = counts::count(side, ranked.iter().map(|hit| (&hit.item.0, &hit.item.1)));
        let hits = rank::order(ranked, profile.party_cap, asked.limit);
        Ok(Ranking { hits, counts, stage: found.stage, total: found.total, clauses: found.clauses })
    }

    fn pair<'a>(&'a self, asked: &'a Card, found: &'a Card, side: Side, now: i64, (profile, by): (&Profile, &Yardstick<'_>)) -> Pair<'a> {
        let (wish, offer) = if side == Side::Offer { (asked, found) } else { (found, asked) };
        Pair { wish, offer, judged: score::judge(wish, offer, by), lexicon: self.lexicon(), now, half_life_days: profile.freshness_half_life_days, updated_at: found.updated_at }
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

/// Whether the pair shares goods, a code or words, and not properties, origin and terms alone. What a
/// profile does not weigh still makes a hit a hit.
fn grounded(pair: &Pair<'_>, parts: &[Part], asked: &Card) -> bool {
    let weighed = |name: &str| parts.iter().find(|part| part.feature == name).map(|part| part.value);
    let value = |name: &str| weighed(name).or_else(|| score::value(name, pair)).unwrap_or(0.0);
    let text = if asked.concepts.is_empty() { MIN_TEXT_SHARE.1 } else { MIN_TEXT_SHARE.0 };
    value("concept") > 0.05 || value("hs") > 0.2 || value("code") > 0.0 || value("text").max(value("wording")) >= text
}

fn yardstick<'a>(profile: &Profile, rates: &'a Rates, now: i64) -> Yardstick<'a> {
    Yardstick { rates, rates_max_age_days: profile.rates_max_age_days, today: crate::views::card::day(now).unwrap_or(rates.date) }
}

fn filters_only(reading: &Reading) -> bool {
    reading.terms.is_empty()
}

fn english() -> Lang {
    Lang::new("en").unwrap_or(Lang::UND)
}
