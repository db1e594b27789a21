//! What a search is made with, as one: taken once per search, so that no answer mixes two versions.

use crate::domain::relevance::Workbench;

/// One version of everything that is changed while the engine runs.
#[derive(Debug, Default)]
pub struct Setting {
    /// The relevance workbench.
    pub workbench: Workbench,
}
