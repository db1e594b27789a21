//! Trials of a profile on traffic: for a time, a part of the searches is ranked by another published
//! version (a split), or both versions' lists are dealt into one (interleaving).
//!
//! - At most one trial runs at any time: traffic is divided once.
//! - A trial ends when another profile ranks, since what it compared with ranks no more.

use serde::{Deserialize, Serialize};

use super::{Profiles, Stamp, fault};
use crate::domain::posting::DAY_MS;
use crate::domain::{FieldError, Id};

/// Longest trial: beyond a season the goods on offer are others.
const MAX_DAYS: i64 = 92;

/// How a trial divides traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Method {
    /// So many percent of those who search, 1 to 99, are served by the candidate.
    Split {
        /// Of a hundred.
        percent: u8,
    },
    /// Everybody sees both lists, dealt into one by team draft.
    Interleave,
}

/// A change of the trials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum TrialChange {
    /// Plans a trial of a published version against the one that ranks now.
    Start {
        /// Its name: 1 to 64 of `A-Z a-z 0-9 _ -`.
        name: String,
        /// The version to be tried; none for the built-in one.
        candidate: Option<u32>,
        /// How traffic is divided.
        method: Method,
        /// Milliseconds since 1970.
        starts_at: i64,
        /// Milliseconds since 1970, after the start.
        ends_at: i64,
    },
    /// Ends a trial before its time.
    Stop {
        /// Its name.
        name: String,
    },
}

/// A trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Its name.
    pub name: String,
    /// The version that ranked when it was planned; none for the built-in one.
    pub baseline: Option<u32>,
    /// The version that is tried; none for the built-in one.
    pub candidate: Option<u32>,
    /// How traffic is divided.
    pub method: Method,
    /// Milliseconds since 1970.
    pub starts_at: i64,
    /// Milliseconds since 1970. A trial that is stopped ends then.
    pub ends_at: i64,
    /// Who planned it, when and why.
    pub stamp: Stamp,
    /// Who ended it before its time, when and why.
    #[serde(default)]
    pub stopped: Option<Stamp>,
}

/// All trials, the earliest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trials {
    /// Those planned, running and over.
    pub known: Vec<Trial>,
}

impl Trials {
    /// The trial that runs at a time, in milliseconds since 1970.
    pub fn running(&self, now: i64) -> Option<&Trial> {
        self.known.iter().find(|trial| (trial.starts_at..trial.ends_at).contains(&now))
    }

    /// A trial by its name.
    pub fn named(&self, name: &str) -> Option<&Trial> {
        self.known.iter().find(|trial| trial.name == name)
    }

    pub(super) fn apply(&mut self, change: &TrialChange, profiles: &Profiles, stamp: &Stamp) -> Result<(), FieldError> {
        match change {
            TrialChange::Start { name, candidate, method, starts_at, ends_at } => {
                let trial = Trial {
                    name: name.clone(),
                    baseline: profiles.current,
                    candidate: *candidate,
                    method: *method,
                    starts_at: *starts_at,
                    ends_at: *ends_at,
                    stamp: stamp.clone(),
                    stopped: None,
                };
                self.check(&trial, profiles)?;
                self.known.push(trial);
            }
            TrialChange::Stop { name } => {
                let trial = self.known.iter_mut().find(|trial| trial.name == *name).ok_or_else(|| fault("name", "is no trial", "take one from the list of trials"))?;
                if trial.ends_at <= stamp.at {
                    return Err(fault("name", "is a trial that is over", "nothing needs to be done"));
                }
                stamp.explained()?;
                trial.stop(stamp);
            }
        }
        Ok(())
    }

    /// Ends what has not ended: another profile ranks.
    pub(super) fn stop_all(&mut self, stamp: &Stamp) {
        self.known.iter_mut().filter(|trial| trial.ends_at > stamp.at).for_each(|trial| trial.stop(stamp));
    }

    fn check(&self, trial: &Trial, profiles: &Profiles) -> Result<(), FieldError> {
        if Id::parse(&trial.name).is_none() {
            return Err(fault("name", "is missing or no name", "use 1 to 64 of A-Z a-z 0-9 _ -"));
        }
        if self.named(&trial.name).is_some() {
            return Err(fault("name", "is taken by another trial", "use another; results are kept by name"));
        }
        if trial.candidate.is_some_and(|version| profiles.published(version).is_none()) {
            return Err(fault("candidate", "was never published", "publish it without letting it rank, then try it"));
        }
        if trial.baseline == trial.candidate {
            return Err(fault("candidate", "ranks already", "name a version that does not rank now"));
        }
        if matches!(trial.method, Method::Split { percent } if !(1..=99).contains(&percent)) {
            return Err(fault("method.percent", "is outside of 1 to 99", "use a whole number from 1 to 99"));
        }
        if trial.ends_at <= trial.starts_at.max(trial.stamp.at) {
            return Err(fault("ends_at", "is not after the start, or over already", "use a time to come, after starts_at"));
        }
        if trial.ends_at - trial.starts_at.max(trial.stamp.at) > MAX_DAYS * DAY_MS {
            return Err(fault("ends_at", "is more than 92 days after the start", "run a shorter trial; beyond a season the offers are others"));
        }
        let meets = |other: &&Trial| trial.starts_at < other.ends_at && other.starts_at < trial.ends_at && other.ends_at > trial.stamp.at;
        if let Some(other) = self.known.iter().find(meets) {
            return Err(fault("starts_at", &format!("falls into the trial {}", other.name), "traffic is divided once: start after its end, or stop it first"));
        }
        trial.stamp.explained()
    }
}

impl Trial {
    fn stop(&mut self, stamp: &Stamp) {
        self.ends_at = stamp.at;
        self.stopped = Some(stamp.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Profile;
    use crate::domain::relevance::{Change, ProfileChange, Workbench};

    const NOON: i64 = 1_000 * DAY_MS;

    fn stamp(at: i64) -> Stamp {
        Stamp { by: "amina".to_owned(), at, note: "why".to_owned() }
    }

    fn publish(workbench: &mut Workbench, name: &str, rank: bool) {
        let built_in = Profile::parse(include_str!("../../../indexes/profiles/default.toml")).expect("the built-in one");
        let profile = Box::new(Profile { name: name.to_owned(), ..built_in });
        let expected = Some(workbench.profiles.drafts + 1);
        for change in [ProfileChange::Draft { profile, expected: None }, ProfileChange::Publish { expected, rank, passage: None }] {
            workbench.apply(&Change::Profiles(change), &stamp(NOON)).expect("accepted");
        }
    }

    fn start(name: &str, candidate: impl Into<Option<u32>>, method: Method, days: std::ops::Range<i64>) -> Change {
        Change::Trials(TrialChange::Start { name: name.to_owned(), candidate: candidate.into(), method, starts_at: NOON + days.start * DAY_MS, ends_at: NOON + days.end * DAY_MS })
    }

    fn bench() -> Workbench {
        let mut workbench = Workbench::default();
        publish(&mut workbench, "a", true);
        publish(&mut workbench, "b", false);
        workbench
    }

    #[test]
    fn a_trial_runs_from_its_start_to_its_end() {
        let mut workbench = bench();
        workbench.apply(&start("t", 2, Method::Split { percent: 10 }, 1..8), &stamp(NOON)).expect("accepted");
        let running = |day: i64| workbench.trials.running(NOON + day * DAY_MS).map(|trial| (trial.baseline, trial.candidate));
        assert_eq!([running(0), running(1), running(7), running(8)], [None, Some((Some(1), Some(2))), Some((Some(1), Some(2))), None]);
    }

    #[test]
    fn what_cannot_be_told_apart_or_read_is_refused() {
        let mut workbench = bench();
        workbench.apply(&start("t", 2, Method::Interleave, 0..7), &stamp(NOON)).expect("accepted");
        let split = Method::Split { percent: 50 };
        for (change, field) in [
            (start("", 2, split, 8..9), "name"),
            (start("t", 2, split, 8..9), "name"),
            (start("u", 3, split, 8..9), "candidate"),
            (start("u", 1, split, 8..9), "candidate"),
            (start("u", 2, Method::Split { percent: 0 }, 8..9), "method.percent"),
            (start("u", 2, Method::Split { percent: 100 }, 8..9), "method.percent"),
            (start("u", 2, split, 9..9), "ends_at"),
            (start("u", 2, split, -5..0), "ends_at"),
            (start("u", 2, split, 8..200), "ends_at"),
            (start("u", 2, split, 6..9), "starts_at"),
            (Change::Trials(TrialChange::Stop { name: "u".to_owned() }), "name"),
        ] {
            let before = workbench.clone();
            assert_eq!(workbench.apply(&change, &stamp(NOON)).expect_err("refused").field, field, "{change:?}");
            assert_eq!(workbench, before);
        }
        let unexplained = Stamp { note: String::new(), ..stamp(NOON) };
        assert_eq!(workbench.apply(&start("u", 2, split, 8..9), &unexplained).expect_err("refused").field, "note");
    }

    #[test]
    fn the_built_in_profile_is_tried_against_one_of_an_operator() {
        let mut workbench = bench();
        workbench.apply(&start("home", None, Method::Interleave, 0..7), &stamp(NOON)).expect("accepted");
        assert_eq!(workbench.trials.named("home").map(|trial| (trial.baseline, trial.candidate)), Some((Some(1), None)));
        let fault = Workbench::default().apply(&start("home", None, Method::Interleave, 0..7), &stamp(NOON)).expect_err("refused");
        assert_eq!((fault.field.as_str(), fault.problem.as_str()), ("candidate", "ranks already"));
        let earlier: TrialChange = serde_json::from_str(r#"{"do":"start","name":"t","candidate":2,"method":{"by":"interleave"},"starts_at":1,"ends_at":2}"#).expect("reads");
        assert!(matches!(earlier, TrialChange::Start { candidate: Some(2), .. }));
    }

    #[test]
    fn a_trial_ends_when_stopped_or_when_another_profile_ranks() {
        let mut workbench = bench();
        workbench.apply(&start("t", 2, Method::Interleave, 0..7), &stamp(NOON)).expect("accepted");
        workbench.apply(&Change::Trials(TrialChange::Stop { name: "t".to_owned() }), &stamp(NOON + 5)).expect("accepted");
        assert_eq!(workbench.trials.running(NOON + 5), None);
        workbench.apply(&start("u", 2, Method::Interleave, 0..7), &stamp(NOON + 6)).expect("accepted");
        assert!(workbench.trials.running(NOON + 7).is_some());
        workbench.apply(&Change::Profiles(ProfileChange::RollBack { version: None }), &stamp(NOON + 8)).expect("accepted");
        assert_eq!(workbench.trials.running(NOON + 8), None);
        assert_eq!(workbench.trials.named("u").and_then(|trial| trial.stopped.as_ref()), Some(&stamp(NOON + 8)));
    }
}
