//! The bench of the curation rules: the same question ranked without rules and with them, and what became
//! of each posting that a rule means.

use std::collections::HashMap;

use serde::Serialize;

use super::curation::{Question, means};
use super::search::{Ranking, Wish};
use super::{Ask, Engine, EngineError, now_ms};
use crate::domain::relevance::Rule;
use crate::domain::{Id, Posting, Side};
use crate::retrieve::Filters;
use crate::score::Yardstick;

/// Most postings that are told of a rule.
const MAX_EFFECTS: usize = 20;

/// What the rules do to a question.
#[derive(Clone, Debug, Serialize)]
pub struct Trial {
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
    /// `moved`, `stays` or `removed`; without a place before, why it has none: `filtered`, `expired`,
    /// `unmatched` or `absent`.
    pub effect: &'static str,
    /// Its place without the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<usize>,
    /// Its place with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<usize>,
}

/// A rule that does not fire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Idle {
    /// Its name.
    pub rule: String,
    /// The first condition that is not met: `day`, `side`, `concept`, `hs`, `origin`, `lang` or `text`.
    pub unmet: &'static str,
}

/// The question without rules, with them, and without what keeps postings out before any rule does.
struct Rankings {
    side: Side,
    now: i64,
    before: HashMap<String, usize>,
    after: HashMap<String, usize>,
    anyway: Ranking,
}

impl Engine {
    /// Ranks a question without the rules and with them. `tried` counts as if it were stored.
    pub fn try_rules(&self, ask: &Ask, posting: Option<&Posting>, tried: Option<Rule>) -> Result<Trial, EngineError> {
        let setting = self.setting();
        let (now, rates) = (now_ms(), self.rates());
        let today = crate::views::card::day(now).unwrap_or(rates.date);
        let by = Yardstick { rates: &rates, rates_max_age_days: self.profile.rates_max_age_days, today };
        let side = posting.map_or(ask.side, |posting| posting.side.other());
        let (reading, card) = posting.map_or_else(|| self.read_words(ask), |posting| self.read_posting(posting));
        let question = Question::new(self.lexicon(), (&reading, &card), (ask, posting), side);
        let stored = setting.workbench.rules.in_use().filter(|rule| tried.as_ref().is_none_or(|tried| tried.id != rule.id));
        let mut rules: Vec<&Rule> = stored.chain(&tried).collect();
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let unmet = |rule: &Rule| if rule.holds(today) { question.unmet(rule, self.lexicon()) } else { Some("day") };
        let firing: Vec<&Rule> = rules.iter().copied().filter(|rule| unmet(rule).is_none()).collect();
        let idle = rules.iter().filter_map(|rule| Some(Idle { rule: rule.id.as_str().to_owned(), unmet: unmet(rule)? })).collect();

        let wish = Wish { reading: &reading, card: &card, side, posting, filters: &ask.filters, page: ask.limit, now, by: &by, ended: false };
        let open = Filters::default();
        let before = self.rank(&wish, &[], ask.limit)?;
        let after = self.rank(&wish, &firing, ask.limit)?;
        let anyway = self.rank(&Wish { filters: &open, ended: true, ..wish }, &[], ask.limit)?;
        let page = |ranking: &Ranking| ranking.hits.iter().take(ask.limit).map(|hit| hit.id.clone()).collect();
        let (first, then) = (page(&before), page(&after));
        let rankings = Rankings { side, now, before: places(&before), after: places(&after), anyway };
        let fired: Result<Vec<Fired>, EngineError> = firing.iter().map(|rule| self.effects(rule, &rankings)).collect();
        Ok(Trial { fired: fired?, idle, before: first, after: then })
    }

    fn effects(&self, rule: &Rule, rankings: &Rankings) -> Result<Fired, EngineError> {
        let meant = rankings.anyway.hits.iter().filter(|hit| means(&rule.on, &hit.id, &hit.item.card, self.lexicon()));
        let mut ids: Vec<&str> = meant.map(|hit| hit.id.as_str()).collect();
        // One that is named is told of even if the question does not find it.
        ids.extend(rule.on.id.iter().map(Id::as_str).filter(|_| ids.is_empty()));
        let more = ids.len().saturating_sub(MAX_EFFECTS);
        let effects: Result<Vec<Effect>, EngineError> = ids.into_iter().take(MAX_EFFECTS).map(|id| self.effect(id, rankings)).collect();
        Ok(Fired { rule: rule.id.as_str().to_owned(), act: rule.act.name(), effects: effects?, more })
    }

    fn effect(&self, id: &str, rankings: &Rankings) -> Result<Effect, EngineError> {
        let (from, to) = (rankings.before.get(id).copied(), rankings.after.get(id).copied());
        let effect = match (from, to) {
            (Some(from), Some(to)) if from == to => "stays",
            (Some(_), None) => "removed",
            (_, Some(_)) => "moved",
            (None, None) => match Id::parse(id).map(|id| self.get(rankings.side, &id)).transpose()?.flatten() {
                None => "absent",
                Some((posting, _)) if posting.expired(rankings.now) => "expired",
                Some(_) if rankings.anyway.hits.iter().any(|hit| hit.id == id) => "filtered",
                Some(_) => "unmatched",
            },
        };
        Ok(Effect { id: id.to_owned(), effect, from, to })
    }
}

fn places(ranking: &Ranking) -> HashMap<String, usize> {
    ranking.hits.iter().zip(1..).map(|(hit, place)| (hit.id.clone(), place)).collect()
}
