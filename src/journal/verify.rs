//! Reading everything, to say whether it is all there.

use serde::de::DeserializeOwned;

use super::{Journal, JournalError, Position, record};

/// Problems listed at most; the rest is only counted.
const LISTED: usize = 20;

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Records that are there and readable.
    pub records: u64,
    /// The newest position, `None` for an empty journal.
    pub last: Option<Position>,
    /// How many positions are missing, damaged or unreadable.
    pub faults: u64,
    /// The first twenty of them, in words.
    pub problems: Vec<String>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults == 0
    }

    fn fault(&mut self, problem: String) {
        self.faults += 1;
        if self.problems.len() < LISTED {
            self.problems.push(problem);
        }
    }
}

impl<E: DeserializeOwned> Journal<E> {
    /// Reads every position up to the last: checks checksums, gaps, order of the times,
    /// and that each record still reads as an event. Goes on after a fault.
    pub fn verify(&self) -> Verification {
        let mut report = Verification {
            last: self.last(),
            ..Verification::default()
        };
        let mut latest = i64::MIN;
        for number in 1..=report.last.unwrap_or_default().0 {
            let position = Position(number);
            match self.entry_at(position) {
                Ok(Some(at)) if at < latest => {
                    report.records += 1;
                    report.fault(format!(
                        "position {position} is earlier in time than one before it"
                    ));
                }
                Ok(Some(at)) => {
                    report.records += 1;
                    latest = at;
                }
                Ok(None) => report.fault(format!("position {position} is missing")),
                Err(error) => report.fault(format!("position {position}: {error}")),
            }
        }
        report
    }

    fn entry_at(&self, position: Position) -> Result<Option<i64>, JournalError> {
        let Some(bytes) = self.store.get(&position.key())? else {
            return Ok(None);
        };
        Ok(Some(record::decode::<E>(position, &bytes)?.at))
    }
}
