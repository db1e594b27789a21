//! What answers are made with, as one: an answer takes it once, so that it never mixes two versions, and what
//! changes meanwhile shows in the next.

use std::sync::{Arc, PoisonError, RwLock};

use super::{Engine, EngineError};
use crate::domain::relevance::Workbench;
use crate::domain::{Profile, Rates};
use crate::journal::lock;
use crate::lexicon::Lexicon;
use crate::understand::Reader;
use crate::views::documents::Documents;

/// The lexicon with its reader, the profile, the rates and the workbench that are in use at one time.
#[derive(Clone)]
pub struct InUse {
    /// Reads texts.
    pub reader: Arc<Reader>,
    /// The relevance profile that ranks where nobody names another.
    pub profile: Profile,
    /// The profile that ranks until one is published.
    pub given: Profile,
    /// The exchange rates that prices compare by.
    pub rates: Rates,
    /// What operators have changed.
    pub workbench: Workbench,
}

impl InUse {
    /// What a store says, with `given` in the place of what it says nothing about.
    pub(super) fn stored(documents: &Documents<'_>, reader: Arc<Reader>, given: &Profile) -> Result<InUse, EngineError> {
        let workbench = documents.workbench()?;
        let profile = workbench.profiles.current().map_or(given, |edition| &edition.profile).clone();
        let rates = match documents.rates()? {
            Some(rates) => rates,
            None => Rates::builtin().map_err(EngineError::Internal)?,
        };
        Ok(InUse { reader, profile, given: given.clone(), rates, workbench })
    }

    /// The curation rules that hold at a moment (milliseconds since 1970), each with its version: `spring-fair@3`.
    pub(super) fn rules_at(&self, now: i64) -> Vec<String> {
        let today = crate::views::card::day(now).unwrap_or(self.rates.date);
        let held = self.workbench.rules.all().filter(|kept| kept.retired.is_none() && kept.rule.holds(today));
        held.map(|kept| format!("{}@{}", kept.rule.id.as_str(), kept.version)).collect()
    }

    /// The lexicon.
    pub fn lexicon(&self) -> &Arc<Lexicon> {
        self.reader.lexicon()
    }
}

/// Puts another reader in use.
pub(super) fn take_reader(in_use: &RwLock<Arc<InUse>>, reader: &Arc<Reader>) {
    let mut used = in_use.write().unwrap_or_else(PoisonError::into_inner);
    *used = Arc::new(InUse { reader: Arc::clone(reader), ..InUse::clone(&used) });
}

impl Engine {
    /// What is in use now.
    pub fn in_use(&self) -> Arc<InUse> {
        Arc::clone(&self.in_use.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes over what is stored. Readings of the store go one after the other, so that of two changes
    /// written at once the one that was stored last stays; searches wait for none of them.
    pub(super) fn take_stored(&self) {
        let _turn = lock(&self.taking);
        let used = self.in_use();
        match InUse::stored(&self.documents(), Arc::clone(&used.reader), &used.given) {
            Ok(stored) => {
                let mut used = self.in_use.write().unwrap_or_else(PoisonError::into_inner);
                // The reader is not stored: it may have learned meanwhile.
                *used = Arc::new(InUse { reader: Arc::clone(&used.reader), ..stored });
            }
            Err(error) => tracing::error!(%error, "what was changed cannot be read; what was before stays in use"),
        }
    }
}
