//! Weights searched on stored sets. What comes out is told, and saved as a draft if wanted; it is never published.

use serde::Serialize;

use super::evaluations::{DEPTH, Ground, named};
use super::{Engine, EvaluationError, RunSetting, SubmitError, now_ms};
use crate::domain::relevance::{Change, ProfileChange};
use crate::domain::{Actor, Command, Id, Profile};
use crate::evaluate::slices::{Floors, Slices};
use crate::evaluate::tune::{Start, Tuned, Tuning, floors, tune};
use crate::evaluate::{Rules, SetVersion};

/// Most queries of a set that weights are searched on while somebody waits.
const MAX_QUERIES: usize = 2_000;

/// What weights are searched on, and how.
#[derive(Clone, Debug)]
pub struct TuneAsk {
    /// A stored set of queries.
    pub queries: Id,
    /// A stored set of judgments.
    pub judgments: Id,
    /// The profile that the outcome is held against and whose bounds hold it; the one in use if absent.
    pub profile: Option<String>,
    /// Where the search begins: `equal` or a profile; at the one it is held against if absent.
    pub start: Option<String>,
    /// What is measured.
    pub rules: Rules,
    /// The least nDCG of pairs; none for what each pair has now, less a little.
    pub floors: Option<Floors>,
    /// Into how many parts the queries are cut, 2 to 20.
    pub folds: usize,
    /// How often the search begins anew elsewhere.
    pub restarts: usize,
    /// Decides folds, restarts and resamples.
    pub seed: u64,
    /// What counts as now, in milliseconds since 1970; the clock if absent.
    pub now: Option<i64>,
}

/// What the search found, with what it was made of.
#[derive(Clone, Debug, Serialize)]
pub struct TunedDraft {
    /// The set of queries.
    pub queries: SetVersion,
    /// The set of judgments.
    pub judgments: SetVersion,
    /// The profile that the outcome is held against.
    pub base: String,
    /// What was found.
    pub outcome: Tuned,
    /// The base with the weights that are proposed.
    pub profile: Profile,
}

impl Engine {
    /// Searches weights on stored sets.
    pub fn search_weights(&self, ask: &TuneAsk) -> Result<TunedDraft, EvaluationError> {
        let Ground { queries, judgments, asked, judged } = self.ground(&ask.queries, &ask.judgments)?;
        if asked.queries.len() > MAX_QUERIES {
            return Err(EvaluationError::TooMany(ask.queries.clone(), asked.queries.len(), MAX_QUERIES));
        }
        let used = self.in_use();
        let base = named(&used, ask.profile.as_deref(), "profile")?;
        let start = match ask.start.as_deref() {
            Some("equal") => Start::Equal,
            start => Start::Profile(Box::new(start.map_or(Ok(base.profile), |name| named(&used, Some(name), "start").map(|found| found.profile))?.clone())),
        };
        let setting = RunSetting::new(base.profile, ask.now.unwrap_or_else(now_ms), DEPTH);
        let held = match &ask.floors {
            Some(given) => given.clone(),
            None => floors(&Slices::of(&self.run_with(&used, &asked, &judged, &setting)?, &judged, &ask.rules)),
        };
        let matrix = self.matrix(&asked, &judged, &setting)?;
        let tuning = Tuning { base: base.profile.clone(), start, rules: ask.rules, floors: held, folds: ask.folds, restarts: ask.restarts, seed: ask.seed };
        let tuned = tune(&matrix, &judged, &tuning)?;
        Ok(TunedDraft { queries, judgments, base: base.name, profile: tuned.profile(base.profile), outcome: tuned })
    }

    /// Saves a profile as the draft, in place of the one of revision `expected` (0 for none) if that is given; gives
    /// the revision of the new one.
    pub fn save_draft(&self, actor: &Actor, profile: &Profile, expected: Option<u64>, note: &str) -> Result<u64, SubmitError> {
        let change = Change::Profiles(ProfileChange::Draft { profile: Box::new(profile.clone()), expected });
        self.submit(actor, Command::Tune { change: Box::new(change), note: note.to_owned() })?;
        Ok(self.in_use().workbench.profiles.drafts)
    }
}
