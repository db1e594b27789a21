//! Profiles held against each other on a stored set of queries: what each query gained and lost, what moved, and the
//! lists of one query side by side.

use serde::Serialize;

use super::evaluations::DEPTH;
use super::{Engine, EvaluationError, Ranks, RunSetting, now_ms};
use crate::domain::Id;
use crate::evaluate::compare::{Comparison, Moved, SideBySide, all_moves};
use crate::evaluate::{Judgments, Made, Rules, Run, SetVersion};

/// Most profiles of a comparison: each is a run while somebody waits.
pub const MAX_COMPARED: usize = 5;

/// What to compare.
#[derive(Clone, Debug)]
pub struct ComparisonAsk {
    /// A stored set of queries.
    pub queries: Id,
    /// A stored set of judgments; without one only moves are told.
    pub judgments: Option<Id>,
    /// Two or more, up to [`MAX_COMPARED`], as a [`Variant`](super::Variant) names them; the others are held against the first.
    pub profiles: Vec<String>,
    /// The query whose lists are shown side by side, and then no other is run.
    pub query: Option<Id>,
    /// What is measured.
    pub rules: Rules,
    /// Decides the draws of the test of significance.
    pub seed: u64,
    /// What counts as now, in milliseconds since 1970; the clock if absent.
    pub now: Option<i64>,
}

/// Profiles beside each other, with all that the figures depend on.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    /// The set of queries.
    pub queries: SetVersion,
    /// The set of judgments; none where only moves are told.
    pub judgments: Option<SetVersion>,
    /// Version of the program that ranked.
    pub program: String,
    /// Fingerprint of the tables of the lexicon, in hexadecimal.
    pub lexicon: String,
    /// Number of the last edit of the lexicon that queries were read with.
    pub edits: u64,
    /// The curation rules that took part where a profile ranks with them, each with its version.
    pub curation: Vec<String>,
    /// What else the runs depend on.
    pub made: Made,
    /// The figures of every run, and what each query gained and lost.
    pub comparison: Comparison,
    /// What moved between the first run and each other, also where nothing is judged.
    pub moves: Vec<Moved>,
    /// The lists of the query that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side_by_side: Option<SideBySide>,
}

impl Engine {
    /// Holds profiles against the first of them, all over one snapshot of the index.
    pub fn compare(&self, ask: &ComparisonAsk) -> Result<Compared, EvaluationError> {
        let (queries, mut asked, judgments, judged) = match &ask.judgments {
            Some(judgments) => {
                let ground = self.ground(&ask.queries, judgments)?;
                (ground.queries, ground.asked, Some(ground.judgments), ground.judged)
            }
            None => {
                let (queries, asked) = self.ground_of_queries(&ask.queries)?;
                (queries, asked, None, Judgments::default())
            }
        };
        if let Some(query) = &ask.query {
            asked.queries.retain(|one| one.id == *query);
            if asked.queries.is_empty() {
                return Err(EvaluationError::NoQuery(ask.queries.clone(), query.clone()));
            }
        }
        let (used, now) = (self.in_use(), ask.now.unwrap_or_else(now_ms));
        let ranks: Vec<Ranks> = ask.profiles.iter().map(|profile| used.ranks(profile, "profiles")).collect::<Result<_, _>>()?;
        let count = ranks.iter().enumerate().filter(|(at, one)| !ranks.iter().take(*at).any(|other| other.label == one.label)).count();
        if count < ranks.len() || !(2..=MAX_COMPARED).contains(&count) {
            return Err(EvaluationError::Profiles);
        }
        let moment = self.moment();
        let run = |ranks: &Ranks| -> Result<Run, EvaluationError> {
            let run = self.run_at(&moment, &used, &asked, &judged, &RunSetting::of(ranks, now, DEPTH))?;
            Ok(Run { name: ranks.label.clone(), ..run })
        };
        let runs: Vec<Run> = ranks.iter().map(run).collect::<Result<_, _>>()?;
        let (first, others) = runs.split_first().ok_or(EvaluationError::Profiles)?;
        Ok(Compared {
            queries,
            judgments,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            lexicon: format!("{:016x}", used.lexicon().fingerprint()),
            edits: used.lexicon().edits(),
            curation: if ranks.iter().any(|ranks| ranks.rules) { used.rules_at(now) } else { Vec::new() },
            made: first.made.clone(),
            comparison: Comparison::of(&runs.iter().collect::<Vec<_>>(), &judged, &ask.rules, ask.seed),
            moves: others.iter().flat_map(|run| all_moves(first, run, ask.rules.k)).collect(),
            side_by_side: ask.query.as_ref().and_then(|query| SideBySide::of(&runs, &judged, query.as_str(), ask.rules.k)),
        })
    }
}
