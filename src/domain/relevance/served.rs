//! Which side of a trial served an answer. It is logged with the answer; what the reader chose then
//! tells the sides apart.

use serde::{Deserialize, Serialize};

/// One of the two profiles of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Team {
    /// The profile that ranked when the trial was planned.
    Baseline,
    /// The profile that is tried.
    Candidate,
}

/// Who served an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Arm {
    /// One profile alone.
    Baseline,
    /// The other alone.
    Candidate,
    /// Both, dealt into one list.
    Both,
}

/// An answer's part in a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// Name of the trial.
    pub trial: String,
    /// Who served the answer.
    pub arm: Arm,
    /// Where both did: whose pick each hit of the page was, in the order of hits. Never shown to traders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<Team>,
}

impl From<Team> for Arm {
    fn from(team: Team) -> Arm {
        match team {
            Team::Baseline => Arm::Baseline,
            Team::Candidate => Arm::Candidate,
        }
    }
}
