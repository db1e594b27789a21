//! Search and match: one path for what somebody types and for a posting that looks for its answers.

use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use serde_json::Value;

use super::counts::{self, Counts};
use super::described::english;
use super::ranking::{Frame, Query, Ranking, Scored};
use super::trace::{self, Inspected, Inspection};
use super::signals::signals;
use super::watching::shown;
use super::{Engine, EngineError, InUse, now_ms};
use crate::domain::relevance::{Served, Team};
use crate::domain::{Id, MAX_QUERY_CHARS, Posting, Profile, Side};
use crate::explain::{self, Fit, Gloss, Hint, Reason, Said, Voice};
use crate::lexicon::live::Synonyms;
use crate::lexicon::stable_hash;
use crate::rank::{self, Layout, Ranked, Seen};
use crate::retrieve::Filters;
use crate::score;
use crate::text::Lang;
use crate::watch::Shown;

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
    /// A profile other than the one that ranks, as [`InUse::named`] reads it; for operators.
    pub profile: Option<String>,
    /// Features that count nothing for this question, `exposure` and `rules` as well; for operators.
    pub without: Vec<String>,
    /// Who asks, as far as a trial has to know: a token that stays the same. Without one the answer is
    /// part of no trial.
    pub caller: Option<String>,
    /// Whether the synonyms of operators count.
    pub synonyms: bool,
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
            synonyms: true,
        }
    }
}

impl Ask {
    pub(super) fn synonyms(&self) -> Synonyms {
        if self.synonyms { Synonyms::Asked } else { Synonyms::None }
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
    /// So many more hits of the same supplier or buyer come on later pages.
    #[serde(skip_serializing_if = "is_zero")]
    pub more_from_party: usize,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A page of hits.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Names the answer, for feedback; none where searches are not logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
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

impl Engine {
    /// Searches a side by words.
    pub fn search(&self, ask: &Ask) -> Result<Answer, EngineError> {
        let begun = Instant::now();
        let length = ask.text.chars().count();
        if length > MAX_QUERY_CHARS {
            return Err(EngineError::BadQuery {
                field: "q".to_owned(),
                problem: format!("has {length} characters, above {MAX_QUERY_CHARS}"),
                hint: "post a whole request to /v1/match or /v1/requests".to_owned(),
            });
        }
        let used = self.in_use();
        self.answer(&used, &used.typed(ask.side, &ask.text, ask.lang.as_deref(), ask.synonyms()), ask, begun)
    }

    /// The other side's answers to a posting, stored or not.
    pub fn matches(&self, posting: &Posting, ask: &Ask) -> Result<Answer, EngineError> {
        let begun = Instant::now();
        let used = self.in_use();
        self.answer(&used, &used.posted(posting, ask.synonyms()), ask, begun)
    }

    fn answer(&self, used: &Arc<InUse>, query: &Query<'_>, ask: &Ask, begun: Instant) -> Result<Answer, EngineError> {
        if !(1..=100).contains(&ask.limit) {
            return Err(EngineError::BadQuery { field: "limit".to_owned(), problem: "is out of range".to_owned(), hint: "use 1 to 100".to_owned() });
        }
        let guessed = || query.reading.langs.first().map(|guess| guess.lang);
        let reader = ask.reader.as_deref().and_then(Lang::new).or_else(guessed).unwrap_or_else(english);
        let asked = format!("{:?}|{}|{:?}|{:?}|{:?}|{:?}|{:?}|{}", query.side, ask.text, query.posting.map(|p| p.id.as_str()), ask.filters, ask.lang, ask.profile, ask.without, ask.synonyms);
        let bound = stable_hash(asked.as_bytes(), ask.limit as u64);
        let mut seen = match &ask.cursor {
            None => Seen::nothing(bound),
            Some(cursor) => Seen::read(cursor, bound).ok_or(EngineError::BadCursor)?,
        };
        let passed = seen.count();
        let next = passed.saturating_add(ask.limit);
        let now = now_ms();
        let serving = used.serving(ask, &asked, now)?;
        let frame = self.frame(used, &serving.profile, now).under(used.workbench.rules.in_use().filter(|_| serving.rules));
        let mut ranking = self.rank(query, &ask.filters, &frame, next, ask.limit)?;
        let teams = match serving.against {
            None => Vec::new(),
            Some((other, seed)) => self.deal(query, &mut ranking, ask, (&frame, other), seed, next)?,
        };
        let counts = counts::count(query.side, used.lexicon(), ranking.hits.iter().map(|hit| (&hit.item.entry.card, &hit.item.entry.facts)));
        let voice = Voice::new(used.lexicon(), reader);
        let signalled = self.watching().map_or(0, |watching| watching.signals);
        let mut told = Vec::with_capacity(ask.limit);
        let picks = teams.into_iter().map(Some).chain(std::iter::repeat(None));
        let (mut page, mut picks): (Vec<_>, Vec<_>) = std::mem::take(&mut ranking.hits).into_iter().zip(picks).filter(|(hit, _)| !seen.has(&hit.id)).unzip();
        let later = page.split_off(ask.limit.min(page.len()));
        picks.truncate(page.len());
        page.iter().for_each(|hit| seen.add(&hit.id));
        let mut page_teams = Vec::new();
        let inspection = if ask.inspect { Some(Inspection::new(query, &ask.filters, &frame, &ranking, &page)?) } else { None };
        for (ranked, team) in page.into_iter().zip(picks) {
            let inspected = inspection.as_ref().map(|inspection| inspection.of(&ranked, &frame));
            let more_from_party = rank::more_of_party(&ranked, &later);
            let signals = (told.len() < signalled).then(|| signals(&ranked));
            // One that was withdrawn meanwhile has no place, and no team either.
            let Some((hit, shown)) = self.hit(query, ranked, ask, &frame, &voice)? else { continue };
            told.push((Hit { inspected, more_from_party, ..hit }, Shown { signals, ..shown }));
            page_teams.extend(team);
        }
        let (hits, shown) = told.into_iter().unzip();
        let mut described = used.describe(&query.reading, reader);
        if let (true, Value::Object(map)) = (ask.explain, &mut described) {
            used.trace(&query.reading, map);
            if ask.inspect {
                trace::letters(&query.posting.map_or_else(|| query.text.to_owned(), Posting::text), map);
            }
        }
        let mut answer = Answer {
            query_id: None,
            query: described,
            reader: voice.lang().as_str().to_owned(),
            stage: ranking.stage,
            total: ranking.total,
            trial: serving.served_by(page_teams),
            profile: serving.label,
            filters: ask.filters.clone(),
            counts,
            hits,
            cursor: if later.is_empty() { None } else { seen.cursor() },
        };
        // What an operator looks at is not what traders see.
        if ask.profile.is_none() && ask.without.is_empty() && ask.synonyms {
            answer.query_id = self.note(used, query, &answer, passed, shown, begun);
        }
        Ok(answer)
    }

    /// Deals the list of another profile into a ranking, and tells whose pick each hit is. Every hit keeps or
    /// gets the values and the score of the first profile: an answer tells the weights of one.
    fn deal(&self, query: &Query<'_>, ranking: &mut Ranking, ask: &Ask, (frame, other): (&Frame<'_>, &Profile), seed: u64, wanted: usize) -> Result<Vec<Team>, EngineError> {
        let theirs = self.rank(query, &ask.filters, &frame.by(other), wanted, ask.limit)?;
        ranking.total = ranking.total.max(theirs.total);
        // Dealing moves what the rules have placed: they have the last word, as without a trial.
        ranking.curation.buried.extend(theirs.curation.buried);
        let own = std::mem::take(&mut ranking.hits);
        let layout = Layout { page: ask.limit, party_cap: frame.profile.party_cap, exposure_share: 0.0, margin: 0.0, curation: &ranking.curation };
        let dealt = rank::lay(rank::interleave(own, theirs.hits, seed), &layout);
        let mut teams = Vec::with_capacity(dealt.len());
        for hit in dealt {
            let (mut scored, team) = hit.item;
            teams.push(team);
            if team == Team::Baseline {
                ranking.hits.push(Ranked { score: hit.score, merit: hit.merit, id: hit.id, party: hit.party, small: hit.small, item: scored });
                continue;
            }
            let values = score::values(&frame.pair(query, &scored.entry.card));
            for part in scored.chosen.iter_mut().filter(|part| part.feature == score::BOOST) {
                *part = frame.weights().boost(part.value);
            }
            let favour: f64 = scored.chosen.iter().map(|part| part.adds).sum();
            let score = frame.weights().score(&values) + favour;
            ranking.hits.push(Ranked { score, merit: hit.merit, id: hit.id, party: hit.party, small: hit.small, item: Box::new(Scored { values, ..*scored }) });
        }
        ranking.total = ranking.total.max(ranking.hits.len());
        Ok(teams)
    }

    /// A ranked posting in words, and as the log keeps it; none if it was withdrawn meanwhile.
    pub(super) fn hit(&self, query: &Query<'_>, ranked: Ranked<Box<Scored>>, ask: &Ask, frame: &Frame<'_>, voice: &Voice<'_>) -> Result<Option<(Hit, Shown)>, EngineError> {
        let side = query.side;
        let stored = Id::parse(&ranked.id).map(|id| self.get(side, &id)).transpose()?.flatten();
        let Some((stored, _)) = stored else { return Ok(None) };
        let Scored { entry, values, chosen } = &*ranked.item;
        let (card, facts) = (&entry.card, &entry.facts);
        let pair = frame.pair(query, card);
        let said = (query.said(), Said::posted(&stored));
        let (wish, offer) = if side == Side::Offer { said } else { (said.1, said.0) };
        let most = ask.filters.max_price.as_ref();
        let mut judged = pair.judged.clone();
        judged.extend(most.zip(facts.price.as_ref()).map(|(most, price)| explain::ceiling(most, price)));
        let mut fit = explain::fit(voice, &judged);
        fit.extend(most.filter(|_| facts.price.is_none()).map(|most| explain::priceless(voice, most)));
        fit.extend(explain::left_open(voice, &ask.filters, &card.deal));
        let parts = [frame.weights().parts(values), chosen.clone()].concat();
        let reasons = explain::reasons(voice, &pair, &parts, &fit, (wish, offer));
        let json = Some(stored.to_json());
        let (offer, request) = if side == Side::Offer { (json, None) } else { (None, json) };
        let gloss = explain::gloss(voice, &stored, card);
        let hints = explain::hints(voice, &judged, side);
        let seen = shown(&stored, facts.lang);
        Ok(Some((Hit { id: ranked.id, score: ranked.score, gloss, offer, request, reasons, fit, hints, inspected: None, more_from_party: 0 }, seen)))
    }
}
