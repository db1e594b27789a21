//! Completions, those first that are traded most.

use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::{Engine, EngineError};
use crate::journal::lock;
use crate::lexicon::ConceptId;
use crate::lexicon::suggest::Suggestion;
use crate::text::Lang;

/// How much of each concept there is, by its name.
type Counted = Arc<FxHashMap<String, u64>>;

/// The same, counted once for each state of the index.
#[derive(Default)]
pub(super) struct Traded(Mutex<Option<(u64, Counted)>>);

impl Engine {
    /// Names of goods that begin with what was typed, see [`Lexicon::suggest`](crate::lexicon::Lexicon::suggest).
    pub fn suggest(&self, prefix: &str, preferred: Option<Lang>, limit: usize) -> Result<Vec<Suggestion>, EngineError> {
        let (lexicon, counted) = (self.lexicon(), self.counted()?);
        let traded = |id: ConceptId| lexicon.concept(id).and_then(|concept| counted.get(&concept.slug)).copied().unwrap_or_default();
        Ok(lexicon.suggest(prefix, preferred, limit, traded))
    }

    fn counted(&self) -> Result<Counted, EngineError> {
        let now = self.index.snapshot();
        let mut known = lock(&self.traded.0);
        if let Some((stamp, counted)) = &*known
            && *stamp == now.stamp()
        {
            return Ok(Arc::clone(counted));
        }
        let counted = Arc::new(now.traded()?);
        *known = Some((now.stamp(), Arc::clone(&counted)));
        Ok(counted)
    }
}
