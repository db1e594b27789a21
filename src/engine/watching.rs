//! Answers into the query log, what readers did with them, and the reports that follow.

use std::collections::BTreeMap;
use std::time::Instant;

use super::ranking::Query;
use super::search::Answer;
use super::signals::signal_names;
use super::{Engine, EngineError, InUse, now_ms};
use crate::domain::{HsCode, Posting, Side, relevance};
use crate::evaluate::verdict::{self, Verdict};
use crate::lexicon::{Concept, ConceptId, Lexicon};
use crate::storage::StoreError;
use crate::text::Lang;
use crate::views::Card;
use crate::views::card::CountryCode;
use crate::views::index::{Found, Limits};
use crate::watch::{
    Asked, Attraction, AttractionTally, Balance, Exposure, ExposureTally, Given, How, Kept, Kind, Market, Propensity, Queries, QueryId, QueryLog, QueryTally, Shown, Stake, Watching,
    normal, words,
};

/// Postings read at once.
const PAGE: usize = 1_000;

/// Why feedback was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FeedbackError {
    /// The configuration takes none.
    #[error("feedback is not taken here")]
    Off,
    /// No answer of that name is kept.
    #[error("there is no answer with the query_id {0}, or it was forgotten")]
    UnknownQuery(String),
    /// The answer did not show the posting.
    #[error("the answer {query} did not show {id}")]
    NotShown {
        /// The answer.
        query: String,
        /// The posting.
        id: String,
    },
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A posting as the log keeps it.
pub(super) fn shown(posting: &Posting, lang: Option<Lang>) -> Shown {
    let Posting { id, party, .. } = posting;
    Shown {
        id: id.as_str().to_owned(),
        party: party.id.clone(),
        size: party.size.map(|size| size.name().to_owned()),
        country: party.country.map(|country| country.alpha2().to_owned()),
        lang: lang.map(|lang| lang.as_str().to_owned()),
        signals: None,
    }
}

impl Engine {
    /// What is watched; none where searches are not logged.
    pub fn watching(&self) -> Option<&Watching> {
        self.log.as_ref().map(|log| log.watching()).filter(|watching| watching.queries)
    }

    /// How many records of what is watched were dropped since the start, because the store did not keep up.
    pub fn records_dropped(&self) -> u64 {
        self.log.as_ref().map_or(0, QueryLog::dropped)
    }

    /// Puts an answer into the query log, if there is one, and says what it is called there.
    pub(super) fn note(&self, used: &InUse, query: &Query<'_>, answer: &Answer, before: usize, shown: Vec<Shown>, begun: Instant) -> Option<String> {
        let log = self.log.as_ref().filter(|log| log.watching().queries)?;
        let (reading, filters) = (&query.reading, &answer.filters);
        let goods = query.card.goods();
        let hs = filters.hs.as_ref().map_or(query.card.hs.as_str(), HsCode::digits);
        let origins: Vec<String> = match filters.origin {
            Some(origin) => vec![origin.alpha2().to_owned()],
            None => query.card.origins.iter().map(|origin| origin.alpha2().to_owned()).collect(),
        };
        let id = QueryId::draw();
        let asked = Asked {
            how: query.posting.map_or(How::Typed, |posting| if posting.created_at > 0 { How::Posted } else { How::Unsaved }),
            side: query.side,
            text: normal(query.posting.map_or(query.text, |posting| &posting.title)),
            lang: reading.langs.first().map_or(Lang::UND, |guess| guess.lang).as_str().to_owned(),
            concepts: goods.filter_map(|id| used.lexicon().concept(id)).map(|concept| concept.slug.clone()).collect(),
            hs: hs.to_owned(),
            origins,
            unknown: words(&reading.residue),
            stage: answer.stage.to_owned(),
            total: answer.total,
            before,
            micros: u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
            profile: answer.profile.clone(),
            trial: answer.trial.clone(),
            signals: if log.watching().signals > 0 { signal_names() } else { Vec::new() },
            shown,
        };
        log.note(id, asked);
        Some(id.to_string())
    }

    /// Takes what a reader did with a hit, and says at which place it stood.
    pub fn give(&self, query_id: &str, id: &str, kind: Kind) -> Result<usize, FeedbackError> {
        let log = self.log.as_ref().filter(|log| log.watching().feedback).ok_or(FeedbackError::Off)?;
        let unknown = || FeedbackError::UnknownQuery(query_id.chars().take(64).collect());
        let query = QueryId::parse(query_id).ok_or_else(unknown)?;
        let asked = log.find(&query)?.ok_or_else(unknown)?;
        let not_shown = || FeedbackError::NotShown { query: query.to_string(), id: id.chars().take(64).collect() };
        let place = asked.place(id).ok_or_else(not_shown)?;
        log.note_given(Given { query, id: id.to_owned(), kind, place });
        Ok(place)
    }

    /// Questions since a moment (milliseconds since 1970) that went badly.
    pub fn query_report(&self, since: i64, limit: usize) -> Result<Queries, EngineError> {
        let (kept, given) = (self.kept(), self.given()?);
        let mut tally = QueryTally::default();
        kept.each(since, &mut |id, asked| tally.add(&asked, id.at(), given.contains_key(&id)))?;
        // What was taken before stays a fact after feedback was turned off.
        let feedback = !given.is_empty() || self.watching().is_some_and(|watching| watching.feedback);
        Ok(tally.finish(limit, feedback))
    }

    /// What readers chose since a moment, corrected for its place.
    pub fn attraction_report(&self, since: i64, model: Propensity, limit: usize) -> Result<Vec<Attraction>, EngineError> {
        let (kept, given) = (self.kept(), self.given()?);
        let mut tally = AttractionTally::new(model);
        kept.each(since, &mut |id, asked| {
            let choices = given.get(&id).map(Vec::as_slice).unwrap_or_default();
            tally.add(&asked, choices.iter().map(|(id, kind)| (id.as_str(), *kind)));
        })?;
        Ok(tally.finish(limit))
    }

    /// The verdict on a trial, by what readers chose in its answers; `over` says whether it has ended.
    pub fn trial_verdict(&self, trial: &relevance::Trial, over: bool) -> Result<Verdict, EngineError> {
        let (kept, given) = (self.kept(), self.given()?);
        let mut tally = verdict::Tally::default();
        kept.each(trial.starts_at, &mut |id, asked| {
            let Some(served) = asked.trial.as_ref().filter(|served| served.trial == trial.name) else { return };
            let choices = given.get(&id).map(Vec::as_slice).unwrap_or_default();
            let chosen = asked.shown.iter().zip(0..).filter(|(shown, _)| choices.iter().any(|(id, _)| *id == shown.id));
            tally.add(served, &chosen.map(|(_, place)| place).collect::<Vec<_>>());
        })?;
        Ok(tally.verdict(trial.method, over))
    }

    /// Who was seen on a side since a moment, beside the catalogue of today.
    pub fn exposure_report(&self, side: Side, since: i64, model: Propensity, limit: usize) -> Result<Exposure, EngineError> {
        let mut tally = ExposureTally::new(model);
        self.kept().each(since, &mut |_, asked| {
            if asked.side == side {
                tally.add(&asked);
            }
        })?;
        let langs: BTreeMap<String, Option<Lang>> = self.entries(side)?.into_iter().map(|entry| (entry.id, entry.facts.lang)).collect();
        let (now, mut after) = (now_ms(), None::<String>);
        loop {
            let page = self.list(side, after.as_deref(), PAGE)?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.id.as_str().to_owned());
            for (posting, _) in page.iter().filter(|(posting, _)| !posting.expired(now)) {
                tally.add_posting(&shown(posting, langs.get(posting.id.as_str()).copied().flatten()));
            }
        }
        Ok(tally.finish(limit))
    }

    /// Supply beside demand: postings of today, and searches since a moment.
    pub fn balance_report(&self, since: i64, limit: usize) -> Result<Balance, EngineError> {
        let mut market = Market::default();
        let lexicon = self.lexicon();
        for entry in self.entries(Side::Request)? {
            market.request(&entry.id, stake_of(&lexicon, &entry.card));
        }
        for entry in self.entries(Side::Offer)? {
            market.offer(&entry.id, stake_of(&lexicon, &entry.card));
        }
        self.kept().each(since, &mut |_, asked| {
            // A stored posting counts for itself, however often it looked for answers.
            if asked.how == How::Posted || !asked.is_first_page() {
                return;
            }
            let goods = asked.concepts.iter().filter_map(|slug| lexicon.find(slug));
            let sought = stake(&lexicon, goods, &asked.hs, asked.origins.clone());
            match asked.side {
                Side::Offer => market.buyer_search(sought),
                Side::Request => market.seller_search(sought),
            }
        })?;
        Ok(market.finish(limit))
    }

    /// The stored log, with everything that was noted so far.
    pub(super) fn kept(&self) -> Kept<'_> {
        self.log.iter().for_each(|log| log.settle());
        Kept(&**self.journal.store())
    }

    fn given(&self) -> Result<BTreeMap<QueryId, Vec<(String, Kind)>>, StoreError> {
        let mut given: BTreeMap<QueryId, Vec<(String, Kind)>> = BTreeMap::new();
        self.kept().each_given(&mut |one| given.entry(one.query).or_default().push((one.id, one.kind)))?;
        Ok(given)
    }

    /// Everything of a side that can be found now.
    fn entries(&self, side: Side) -> Result<Vec<Found>, EngineError> {
        let depth = usize::try_from(self.index.len()).unwrap_or(usize::MAX);
        let (mut entries, _) = self.index.snapshot().candidates(side, &[], &[], &[], &Limits::default(), depth)?;
        let now = now_ms();
        entries.retain(|entry| entry.expires_at.is_none_or(|end| end > now));
        Ok(entries)
    }
}

fn stake_of(lexicon: &Lexicon, card: &Card) -> Stake {
    let origins = card.origins.iter().map(CountryCode::alpha2).map(str::to_owned).collect();
    stake(lexicon, card.goods(), &card.hs, origins)
}

/// Goods and origins with all that the lexicon knows about the goods.
fn stake(lexicon: &Lexicon, goods: impl Iterator<Item = ConceptId>, hs: &str, mut origins: Vec<String>) -> Stake {
    let slugs = |ids: &[ConceptId]| ids.iter().filter_map(|id| lexicon.concept(*id)).map(|concept| concept.slug.clone()).collect::<Vec<_>>();
    let goods: Vec<ConceptId> = goods.collect();
    let concepts: Vec<&Concept> = goods.iter().filter_map(|id| lexicon.concept(*id)).collect();
    let usual = concepts.iter().find_map(|concept| concept.hs.first()).map(HsCode::digits);
    let hs = if hs.is_empty() { usual.unwrap_or_default() } else { hs };
    let heading = hs.get(..4).map(str::to_owned);
    origins.sort_unstable();
    let named = slugs(&goods);
    let above = |of: fn(&Concept) -> &[ConceptId]| concepts.iter().flat_map(|concept| slugs(of(concept))).chain(heading.clone()).collect();
    Stake {
        chapter: hs.get(..2).map(str::to_owned),
        broader: above(|concept| &concept.broader),
        wider: above(|concept| &concept.ancestors),
        goods: if named.is_empty() { heading.clone().into_iter().collect() } else { named },
        origins,
    }
}
