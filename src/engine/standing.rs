//! Where one posting stands in the answers to a query, and why: its place far beyond the first page, the parts
//! of its score, or what keeps it out.

use serde::Serialize;

use super::curation::{favour, means};
use super::ranking::{Frame, LeftOut, Query as Read};
use super::evaluations::{DEPTH, named};
use super::{Engine, EngineError, EvaluationError, RunSetting, now_ms};
use crate::domain::Id;
use crate::domain::relevance::{Act, Rule, SetKind};
use crate::evaluate::Query;
use crate::retrieve::{Filters, Recalled, recalled};
use crate::score::{Part, values};

/// Where a posting stands.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// Its identifier.
    pub id: String,
    /// Its place, counted from 1; none if it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<usize>,
    /// How many postings answer.
    pub of: usize,
    /// Why it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// Its score, or what it would be.
    pub score: f64,
    /// The parts of the score; they add up to it.
    pub parts: Vec<Part>,
}

/// Where a posting is looked for.
#[derive(Clone, Debug)]
pub struct StandingAsk {
    /// What is asked.
    pub query: Query,
    /// The posting.
    pub posting: Id,
    /// `draft`, `current`, or a profile with its version; the one in use if absent.
    pub profile: Option<String>,
    /// What counts as now, in milliseconds since 1970; the clock if absent.
    pub now: Option<i64>,
}

impl Engine {
    /// Where a posting stands under a profile that is known by its name.
    pub fn standing_under(&self, ask: &StandingAsk) -> Result<Standing, EvaluationError> {
        let used = self.in_use();
        let profile = named(&used, ask.profile.as_deref(), "profile")?.profile;
        let setting = RunSetting::new(profile, ask.now.unwrap_or_else(now_ms), DEPTH);
        Ok(self.standing(&ask.query, &ask.posting, &Filters::default(), &setting)?)
    }

    /// One query of a stored set.
    pub fn query(&self, set: &Id, id: &Id) -> Result<Query, EvaluationError> {
        self.set_version(SetKind::Queries, set)?;
        let found = self.queries(set)?.queries.into_iter().find(|query| query.id == *id);
        found.ok_or_else(|| EvaluationError::NoQuery(set.clone(), id.clone()))
    }

    /// Where a posting stands in the answers to a query under filters and the rules in use, and why.
    pub fn standing(&self, query: &Query, id: &Id, filters: &Filters, setting: &RunSetting<'_>) -> Result<Standing, EngineError> {
        crate::score::check(setting.profile)?;
        let used = self.in_use();
        let frame = self.frame(&used, setting.profile, setting.now).under(used.workbench.rules.in_use());
        let read = self.asked(&frame.used, query, setting.synonyms)?;
        let place = |wanted: usize| -> Result<(Option<usize>, usize, &'static str), EngineError> {
            let ranking = self.rank(&read, filters, &frame, wanted, setting.depth)?;
            let at = ranking.hits.iter().position(|hit| hit.id == id.as_str());
            Ok((at.map(|at| at + 1), ranking.hits.len(), ranking.stage))
        };
        let (mut found, mut of, mut stage) = place(setting.depth)?;
        if found.is_none() {
            // Pages further down relax the search until there is nothing more to find.
            (found, of, stage) = place(setting.profile.recall_depth)?;
        }
        let standing = Standing { id: id.as_str().to_owned(), place: found, of, left_out: None, score: 0.0, parts: Vec::new() };
        let Some(known) = recalled(&frame.index, frame.used.lexicon(), &read.reading, read.side, filters, id.as_str())? else {
            return Ok(Standing { left_out: Some(LeftOut::Unknown), ..standing });
        };
        let values = values(&frame.pair(&read, &known.entry.card));
        let firing = frame.firing(&read, filters);
        let favour = favour(&firing, id.as_str(), &known.entry.card, used.lexicon());
        let parts = [frame.weights().parts(&values), (favour > 0.0).then(|| frame.weights().boost(favour)).into_iter().collect()].concat();
        let left_out = if found.is_some() { None } else { Some(why_not(&read, &known, filters, (&frame, &firing), stage)) };
        Ok(Standing { left_out, score: parts.iter().map(|part| part.adds).sum(), parts, ..standing })
    }

    /// Why a posting that has no place in the answers to a query has none.
    pub(super) fn left_out(&self, read: &Read<'_>, id: &Id, filters: &Filters, frame: &Frame<'_>, stage: &str) -> Result<LeftOut, EngineError> {
        let known = recalled(&frame.index, frame.used.lexicon(), &read.reading, read.side, filters, id.as_str())?;
        Ok(known.map_or(LeftOut::Unknown, |known| why_not(read, &known, filters, (frame, &frame.firing(read, filters)), stage)))
    }
}

fn why_not(read: &Read<'_>, known: &Recalled, filters: &Filters, (frame, firing): (&Frame<'_>, &[&Rule]), stage: &str) -> LeftOut {
    let blocks = |rule: &&Rule| rule.act == Act::Block && means(&rule.on, &known.entry.id, &known.entry.card, frame.used.lexicon());
    match frame.measure(read, &known.entry, filters, stage) {
        _ if firing.iter().any(blocks) => LeftOut::Blocked,
        _ if !known.shares => LeftOut::NotRecalled,
        Err(LeftOut::Dear) => LeftOut::Dear,
        _ if !known.passes => LeftOut::Filtered,
        Err(why) => why,
        Ok(_) => LeftOut::TooDeep,
    }
}
