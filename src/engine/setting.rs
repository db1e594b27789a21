//! What a search works with: an immutable snapshot, taken once per search and replaced by every change, so
//! that no answer mixes two versions of anything.

use std::sync::Arc;

use crate::domain::relevance::Workbench;
use crate::domain::{Profile, Rates};

/// One state of all that operators change while the engine runs.
pub struct Setting {
    /// The profile that the engine started with; it ranks until one is published.
    pub built_in: Arc<Profile>,
    /// The profile that ranks.
    pub profile: Arc<Profile>,
    /// Exchange rates.
    pub rates: Arc<Rates>,
    /// The relevance workbench.
    pub workbench: Workbench,
}

impl Setting {
    pub(super) fn new(built_in: Arc<Profile>, rates: Arc<Rates>, workbench: Workbench) -> Setting {
        let profile = workbench.profiles.current().map_or_else(|| Arc::clone(&built_in), |edition| Arc::new(edition.profile.clone()));
        Setting { built_in, profile, rates, workbench }
    }
}
