//! The bench of the curation rules: the same question ranked without rules and with them, and what became
//! of each posting that a rule means.

use std::collections::HashMap;

use serde::Serialize;

use super::curation::{Question, means};
use super::ranking::{Frame, LeftOut, Query, Ranking};
use super::{Ask, Engine, EngineError, now_ms};
use crate::domain::relevance::Rule;
use crate::domain::{Id, Posting};
use crate::retrieve::Filters;

/// Most postings that are told of a rule.
const MAX_EFFECTS: usize = 20;

/// What the rules do to a question.
#[derive(Clone, Debug, Serialize)]
pub struct RuleBench {
    /// Rules that fire, in the order of names.
    pub fired: Vec<Fired>,
    /// Rules in use that do not.
    pub idle: Vec<Idle>,
    /// The first page without the rules.
    pub before: Vec<String>,
    /// The first page with them.
    pub after: Vec<String>,
}

/// A rule that fires.
#[derive(Clone, Debug, Serialize)]
pub struct Fired {
    /// Its name.
    pub rule: String,
    /// `pin`, `bury`, `block` or `boost`.
    #[serde(rename = "do")]
    pub act: &'static str,
    /// What becomes of the postings that it means, at most 20.
    pub effects: Vec<Effect>,
    /// How many more there are.
    pub more: usize,
}

/// What becomes of a posting that a rule means; places count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// The posting.
    pub id: String,
    /// `moved`, `stays`, `removed`, or `none` where it has no place anyway.
    pub effect: &'static str,
    /// Its place without the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<usize>,
    /// Its place with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<usize>,
    /// Why it has no place without the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
}

/// A rule that does not fire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Idle {
    /// Its name.
    pub rule: String,
    /// The first condition that is not met: `day`, `side`, `concept`, `hs`, `origin`, `lang` or `text`.
    pub unmet: &'static str,
}

/// A question with its rankings.
struct Bench<'a> {
    query: &'a Query<'a>,
    filters: &'a Filters,
    frame: &'a Frame<'a>,
    /// Without the rules.
    before: &'a Ranking,
    /// Without the rules and without the filters.
    open: &'a Ranking,
    /// Places with the rules, from 1.
    places: HashMap<&'a str, usize>,
}

impl Engine {
    /// Ranks a question without the rules and with them. `tried` counts as if it were stored.
    pub fn try_rules(&self, ask: &Ask, posting: Option<&Posting>, tried: Option<&Rule>) -> Result<RuleBench, EngineError> {
        let used = self.in_use();
        let stored = used.workbench.rules.in_use().filter(|rule| tried.is_none_or(|tried| tried.id != rule.id));
        let mut rules: Vec<&Rule> = stored.chain(tried).collect();
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let (now, lexicon) = (now_ms(), used.lexicon());
        let bare = self.frame(&used, &used.profile, now);
        let ruled = bare.by(&used.profile).under(rules.iter().copied());
        let query = posting.map_or_else(|| used.typed(ask.side, &ask.text, ask.lang.as_deref(), ask.synonyms()), |posting| used.posted(posting, ask.synonyms()));
        let question = Question::new(lexicon, &query, &ask.filters);
        let unmet = |rule: &Rule| if rule.holds(bare.today()) { question.unmet(rule, lexicon) } else { Some("day") };

        let before = self.rank(&query, &ask.filters, &bare, ask.limit, ask.limit)?;
        let after = self.rank(&query, &ask.filters, &ruled, ask.limit, ask.limit)?;
        let open = self.rank(&query, &Filters::default(), &bare, ask.limit, ask.limit)?;
        let bench = Bench { query: &query, filters: &ask.filters, frame: &bare, before: &before, open: &open, places: places(&after) };
        let firing = rules.iter().filter(|rule| unmet(rule).is_none());
        let fired: Result<Vec<Fired>, EngineError> = firing.map(|rule| self.effects(rule, &bench)).collect();
        let idle = rules.iter().filter_map(|rule| Some(Idle { rule: rule.id.as_str().to_owned(), unmet: unmet(rule)? })).collect();
        Ok(RuleBench { fired: fired?, idle, before: page(&before, ask.limit), after: page(&after, ask.limit) })
    }

    fn effects(&self, rule: &Rule, bench: &Bench<'_>) -> Result<Fired, EngineError> {
        let meant = |ranking: &'_ Ranking| ranking.hits.iter().filter(|hit| means(&rule.on, &hit.id, &hit.item.entry.card, bench.frame.used.lexicon())).map(|hit| hit.id.clone()).collect::<Vec<_>>();
        let mut ids = meant(bench.before);
        ids.extend(meant(bench.open).into_iter().filter(|id| !bench.before.hits.iter().any(|hit| hit.id == *id)));
        // One that is named is told of even if the question does not find it.
        ids.extend(rule.on.id.iter().map(|id| id.as_str().to_owned()).filter(|_| ids.is_empty()).collect::<Vec<_>>());
        let more = ids.len().saturating_sub(MAX_EFFECTS);
        ids.truncate(MAX_EFFECTS);
        let from = places(bench.before);
        let effects: Result<Vec<Effect>, EngineError> = ids.into_iter().map(|id| self.effect(id, &from, bench)).collect();
        Ok(Fired { rule: rule.id.as_str().to_owned(), act: rule.act.name(), effects: effects?, more })
    }

    fn effect(&self, id: String, before: &HashMap<&str, usize>, bench: &Bench<'_>) -> Result<Effect, EngineError> {
        let (from, to) = (before.get(id.as_str()).copied(), bench.places.get(id.as_str()).copied());
        let effect = match (from, to) {
            (Some(from), Some(to)) if from == to => "stays",
            (Some(_), None) => "removed",
            (_, Some(_)) => "moved",
            (None, None) => "none",
        };
        let left_out = match (from, Id::parse(&id)) {
            (None, Some(id)) => Some(self.left_out(bench.query, &id, bench.filters, bench.frame, bench.before.stage)?),
            _ => None,
        };
        Ok(Effect { id, effect, from, to, left_out })
    }
}

fn places(ranking: &Ranking) -> HashMap<&str, usize> {
    ranking.hits.iter().zip(1..).map(|(hit, place)| (hit.id.as_str(), place)).collect()
}

fn page(ranking: &Ranking, limit: usize) -> Vec<String> {
    ranking.hits.iter().take(limit).map(|hit| hit.id.clone()).collect()
}
