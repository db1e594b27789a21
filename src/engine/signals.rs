//! What hits were ranked by: into the query log as they are served, and out of it for operators.

use super::ranking::Scored;
use super::{Engine, EngineError};
use crate::rank::Ranked;
use crate::score::{BOOST, FEATURES, PIN};
use crate::watch::{QueryId, SignalRow, Signals};

/// What operators add to a hit, beside the features.
const CHOSEN: [&str; 2] = [BOOST, PIN];

/// The names of what is kept of a hit, in its order: every feature, then what operators add.
pub(super) fn signal_names() -> Vec<String> {
    FEATURES.iter().map(|feature| feature.name).chain(CHOSEN).map(str::to_owned).collect()
}

/// What a hit is ranked by.
pub(super) fn signals(ranked: &Ranked<Box<Scored>>) -> Signals {
    let Scored { values, chosen, .. } = &*ranked.item;
    let chosen = CHOSEN.map(|name| chosen.iter().find(|part| part.feature == name).map(|part| part.value));
    Signals { score: ranked.score, values: values.iter().copied().chain(chosen).collect() }
}

impl Engine {
    /// What the hits of an answer were ranked by, as far as that was kept; none if the answer is unknown or forgotten.
    pub fn signals_of(&self, id: &QueryId) -> Result<Option<Vec<SignalRow>>, EngineError> {
        Ok(self.kept().find(id)?.map(|asked| asked.signal_rows(id)))
    }

    /// What the hits of up to so many answers were ranked by, the earliest first, since a moment (milliseconds since
    /// 1970) and after an answer; with the last of the answers if there are more. Answers of which nothing is kept
    /// do not count.
    pub fn signals(&self, since: i64, after: Option<QueryId>, answers: usize) -> Result<(Vec<SignalRow>, Option<QueryId>), EngineError> {
        let (mut rows, mut taken, mut last, mut more) = (Vec::new(), 0, None, false);
        self.kept().each_after(since, after, &mut |id, asked| {
            let found = asked.signal_rows(&id);
            if found.is_empty() {
                return true;
            }
            more = taken == answers;
            if !more {
                rows.extend(found);
                (taken, last) = (taken + 1, Some(id));
            }
            !more
        })?;
        Ok((rows, last.filter(|_| more)))
    }
}
