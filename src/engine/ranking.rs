//! One ranking, from a query that was read to the ordered list: recall, what is left out, values, order.
//! A search shows a page of it (`search`), a run keeps it whole (`run`).

use std::sync::Arc;

use jiff::civil::Date;

use super::curation::{self, Question};
use super::sturdy;
use super::{Engine, EngineError, InUse};
use crate::domain::relevance::Rule;
use crate::domain::{ANONYMOUS, MoqAbove, Posting, Price, Profile, Side, Size};
use crate::explain::Said;
use crate::lexicon::Lexicon;
use crate::lexicon::live::Synonyms;
use crate::rank::{self, Curation, Layout, Ranked};
use crate::retrieve::{Filters, Wanted, Within, recall};
use crate::score::judged::Status;
use crate::score::{self, Pair, Part, Values, Weights, Yardstick};
use crate::understand::Reading;
use crate::views::Card;
use crate::views::index::{Clause, Entry, Found, Snapshot, TextIndex};

/// Share of the asked words outside of the lexicon that makes a hit by itself: half of them beside a
/// known product, a fifth where no product was recognised.
const MIN_TEXT_SHARE: (f64, f64) = (0.5, 0.2);

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            LeftOut::Unknown => "it is not stored, or cannot be found yet",
            LeftOut::NotRecalled => "it shares nothing that the query asks for",
            LeftOut::Filtered => "a filter leaves it out",
            LeftOut::Blocked => "a curation rule blocks it",
            LeftOut::TooDeep => "more postings than the recall depth share more with the query",
            LeftOut::Expired => "its time is over",
            LeftOut::Own => "it belongs to whoever asks",
            LeftOut::Dear => "its price is above the ceiling",
            LeftOut::MoqAbove => "its smallest order is well above what is asked for",
            LeftOut::NotGrounded => "it shares properties or terms alone, neither goods nor a code nor words",
        })
    }
}

/// A query as it was read.
pub(super) struct Query<'a> {
    /// The side that is searched.
    pub(super) side: Side,
    /// What was typed; empty for a posting.
    pub(super) text: &'a str,
    /// The posting that looks for its answers; none if the text was typed.
    pub(super) posting: Option<&'a Posting>,
    /// What was read.
    pub(super) reading: Reading,
    /// What features compare of it.
    pub(super) card: Card,
    /// Which synonyms it was read with; without any, none of what is found count either.
    pub(super) synonyms: Synonyms,
}

impl<'a> Query<'a> {
    /// The query as its author wrote it, for quoting; `mended` words in place of mistyped ones.
    pub(super) fn said(&'a self) -> Said<'a> {
        self.posting.map_or(Said::typed(self.reading.mended_text.as_deref().unwrap_or(self.text)), Said::posted)
    }
}

/// What a ranking depends on beside the query: nothing in it changes while it is used. Two rankings of
/// one query in one frame are the same.
pub(super) struct Frame<'a> {
    pub(super) index: Snapshot<'a>,
    pub(super) used: Arc<InUse>,
    pub(super) profile: &'a Profile,
    /// Milliseconds since 1970.
    pub(super) now: i64,
    weights: Weights,
    /// Curation rules that hold now; without any, scores alone decide.
    rules: Vec<&'a Rule>,
}

impl<'a> Frame<'a> {
    /// Of what can be found now.
    pub(super) fn new(index: &'a TextIndex, used: &Arc<InUse>, profile: &'a Profile, now: i64) -> Frame<'a> {
        Frame { index: index.snapshot(), used: Arc::clone(used), profile, now, weights: Weights::of(profile), rules: Vec::new() }
    }

    /// The same under those of the rules that hold today.
    pub(super) fn under(mut self, rules: impl Iterator<Item = &'a Rule>) -> Frame<'a> {
        let today = self.today();
        self.rules = rules.filter(|rule| rule.holds(today)).collect();
        self
    }

    /// The same over what could be found at another moment.
    pub(super) fn over(self, index: Snapshot<'a>) -> Frame<'a> {
        Frame { index, ..self }
    }

    /// The same with another profile.
    pub(super) fn by<'b>(&'b self, profile: &'b Profile) -> Frame<'b> {
        Frame { index: self.index.clone(), used: Arc::clone(&self.used), profile, now: self.now, weights: Weights::of(profile), rules: self.rules.clone() }
    }

    pub(super) fn today(&self) -> Date {
        crate::views::card::day(self.now).unwrap_or(self.used.rates.date)
    }

    /// The rules that hold.
    pub(super) fn rules(&self) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().copied()
    }

    /// The rules that fire for a query.
    pub(super) fn firing(&self, query: &Query<'_>, filters: &Filters) -> Vec<&'a Rule> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let question = Question::new(self.used.lexicon(), query, filters);
        self.rules.iter().copied().filter(|rule| question.unmet(rule, self.used.lexicon()).is_none()).collect()
    }

    /// The values of a recalled posting, or why it does not answer.
    pub(super) fn measure(&self, query: &Query<'_>, entry: &Entry, filters: &Filters, stage: &str) -> Result<Values, LeftOut> {
        if entry.expires_at.is_some_and(|end| end <= self.now) {
            return Err(LeftOut::Expired);
        }
        if query.posting.is_some_and(|own| own.party.id == entry.card.party && own.party.id != ANONYMOUS) {
            return Err(LeftOut::Own);
        }
        let dear = |price: &Price| filters.max_price.as_ref().and_then(|most| price.above(most));
        if entry.facts.price.as_ref().and_then(dear) == Some(true) {
            return Err(LeftOut::Dear);
        }
        let pair = self.pair(query, &entry.card);
        let above = || pair.judged.iter().any(|judged| judged.field == "moq" && judged.status == Status::Conflicts);
        if self.profile.moq_above_asked == MoqAbove::Filter && above() {
            return Err(LeftOut::MoqAbove);
        }
        let values = score::values(&pair);
        let any = stage == "spelling" || query.reading.terms.is_empty();
        if any || grounded(&values, &query.card) { Ok(values) } else { Err(LeftOut::NotGrounded) }
    }

    /// A query beside a posting that was found.
    pub(super) fn pair<'b>(&'b self, query: &'b Query<'_>, found: &'b Card) -> Pair<'b> {
        let (wish, offer) = if query.side == Side::Offer { (&query.card, found) } else { (found, &query.card) };
        let judged = score::judge(wish, offer, &self.yardstick());
        Pair { wish, offer, judged, lexicon: self.used.lexicon(), now: self.now, half_life_days: self.profile.freshness_half_life_days, updated_at: found.updated_at }
    }

    fn yardstick(&self) -> Yardstick<'_> {
        Yardstick { rates: &self.used.rates, rates_max_age_days: self.profile.rates_max_age_days, today: self.today() }
    }

    pub(super) fn weights(&self) -> &Weights {
        &self.weights
    }
}

/// A posting that answers, with what its score is made of.
pub(super) struct Scored {
    pub(super) entry: Found,
    pub(super) values: Values,
    /// What the platform adds: its favour, and that it gave the place.
    pub(super) chosen: Vec<Part>,
}

/// Everything that answers a query, in order.
pub(super) struct Ranking {
    /// How far recall went.
    pub(super) stage: &'static str,
    /// What made a posting a candidate: any of these.
    pub(super) clauses: Vec<Clause>,
    /// How many postings match; an upper bound beyond the recall depth of the profile.
    pub(super) total: usize,
    pub(super) hits: Vec<Ranked<Box<Scored>>>,
    /// What the platform has moved: its pins are those that took a place.
    pub(super) curation: Curation,
}

/// Why a posting does not answer a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOut {
    /// It is not stored, or cannot be found yet.
    Unknown,
    /// It shares nothing that the query asks the index for.
    NotRecalled,
    /// It shares something, but a filter leaves it out.
    Filtered,
    /// A curation rule that fires for the query leaves it out.
    Blocked,
    /// It shares something, but more postings than the recall depth of the profile share more.
    TooDeep,
    /// Its time is over.
    Expired,
    /// It belongs to whoever asks.
    Own,
    /// Its price is above the ceiling that was filtered by.
    Dear,
    /// Its smallest order is well above what is asked for, and the profile leaves such offers out.
    MoqAbove,
    /// It shares neither goods nor a code nor words with the query, but properties or terms alone.
    NotGrounded,
}

impl InUse {
    /// Reads what somebody typed to search a side. Typing mistakes are mended where nothing is found.
    pub(super) fn typed<'a>(&self, side: Side, text: &'a str, lang: Option<&str>, synonyms: Synonyms) -> Query<'a> {
        let plain = self.reader.read_query(text, lang, synonyms, false);
        let reading = if plain.concepts.is_empty() { self.reader.read_query(text, lang, synonyms, true) } else { plain };
        let card = Card::of_reading(&reading, self.lexicon());
        Query { side, text, posting: None, reading, card, synonyms }
    }

    /// Reads a posting that looks for its answers on the other side.
    pub(super) fn posted<'a>(&self, posting: &'a Posting, synonyms: Synonyms) -> Query<'a> {
        let reading = sturdy::read_or_words(&self.reader, posting, synonyms);
        let card = Card::of_posting(posting, &reading, self.lexicon());
        Query { side: posting.side.other(), text: "", posting: Some(posting), reading, card, synonyms }
    }

    /// The card of a posting as the index has it.
    pub(super) fn card(&self, posting: &Posting) -> Card {
        self.posted(posting, Synonyms::Found).card
    }
}

impl Engine {
    /// The frame of a ranking over what can be found now.
    pub(super) fn frame<'a>(&'a self, used: &Arc<InUse>, profile: &'a Profile, now: i64) -> Frame<'a> {
        Frame::new(&self.index, used, profile, now)
    }

    /// Ranks the answers to a query, up to the hit `wanted` at least: recall is relaxed until so many are
    /// found. Places are given page by page of `page` hits, under the rules that fire for the query.
    pub(super) fn rank(&self, query: &Query<'_>, filters: &Filters, frame: &Frame<'_>, wanted: usize, page: usize) -> Result<Ranking, EngineError> {
        let lexicon: &Lexicon = frame.used.lexicon();
        let rules = frame.firing(query, filters);
        let forbidden = curation::forbidden(query.side, &rules);
        let depth = frame.profile.recall_depth;
        let within = Within { side: query.side, filters, forbidden: &forbidden };
        let found = recall(&frame.index, lexicon, &query.reading, within, &Wanted { page, so_far: wanted, profile: frame.profile })?;
        let take = |entries: Vec<Found>| {
            let answers = entries.into_iter().map(|entry| without_synonyms(query, entry)).filter_map(|entry| Some((frame.measure(query, &entry, filters, found.stage).ok()?, entry)));
            answers.map(|(values, entry)| scored(query.side, entry, values, frame, &rules)).collect::<Vec<_>>()
        };
        let (first, further) = (take(found.entries), take(found.further));
        let mut curation = curation::curation(&rules, first.iter().chain(&further), lexicon);
        let mut hits = rank::order(first, &layout(frame, page, &curation));
        curation.pins.retain(|(_, id)| hits.iter().any(|hit| hit.id == *id));
        for hit in hits.iter_mut().filter(|hit| curation.pins.iter().any(|(_, id)| *id == hit.id)) {
            hit.item.chosen.push(score::pin());
        }
        // Places are counted from the first hit: none of them is further down.
        let pins = std::mem::take(&mut curation.pins);
        hits.extend(rank::order(further, &layout(frame, page, &curation)));
        curation.pins = pins;
        let total = if found.total <= depth { hits.len() } else { found.total };
        Ok(Ranking { stage: found.stage, clauses: found.clauses, total, hits, curation })
    }
}

/// A candidate as it is without the synonyms of operators, if the query is to be answered so.
fn without_synonyms(query: &Query<'_>, mut entry: Found) -> Found {
    if query.synonyms == Synonyms::None {
        entry.card.concepts.retain(|concept| concept.synonym == 0);
    }
    entry
}

/// How the candidates of a ranking are laid out.
fn layout<'a>(frame: &Frame<'_>, page: usize, curation: &'a Curation) -> Layout<'a> {
    let Profile { party_cap, exposure_share, .. } = *frame.profile;
    Layout { page, party_cap, exposure_share, margin: frame.weights.margin(), curation }
}

pub(super) fn scored(side: Side, entry: Found, values: Values, frame: &Frame<'_>, rules: &[&Rule]) -> Ranked<Box<Scored>> {
    let favour = curation::favour(rules, &entry.id, &entry.card, frame.used.lexicon());
    let chosen: Vec<Part> = (favour > 0.0).then(|| frame.weights.boost(favour)).into_iter().collect();
    Ranked {
        score: frame.weights.score(&values) + chosen.iter().map(|part| part.adds).sum::<f64>(),
        merit: frame.weights.merit(&values),
        id: entry.id.clone(),
        party: entry.card.party.clone(),
        small: side == Side::Offer && entry.facts.size.is_some_and(Size::is_small),
        item: Box::new(Scored { entry, values, chosen }),
    }
}

/// Whether the pair shares goods, a code or words, and not properties, origin and terms alone.
pub(super) fn grounded(values: &Values, asked: &Card) -> bool {
    let value = |name: &str| score::value(values, name).unwrap_or(0.0);
    let text = if asked.concepts.is_empty() { MIN_TEXT_SHARE.1 } else { MIN_TEXT_SHARE.0 };
    value("concept") > 0.05 || value("hs") > 0.2 || value("code") > 0.0 || value("text").max(value("wording")) >= text
}
