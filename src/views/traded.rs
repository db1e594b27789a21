//! How much of each thing there is in the index, told by its terms alone.

use rustc_hash::FxHashMap;

use super::index::{IndexError, Snapshot};

impl Snapshot<'_> {
    /// A number that another state of the index does not have.
    pub fn stamp(&self) -> u64 {
        self.fields_of_holding().0.generation().generation_id()
    }

    /// Of each concept by its name, how many offers and requests are about it or a kind of it. A posting that was changed
    /// counts twice until the index is next tidied.
    pub fn traded(&self) -> Result<FxHashMap<String, u64>, IndexError> {
        let (searcher, .., concept) = self.fields_of_holding();
        let mut traded = FxHashMap::default();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(concept)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let Ok(slug) = std::str::from_utf8(terms.key()) else { continue };
                *traded.entry(slug.to_owned()).or_default() += u64::from(terms.value().doc_freq);
            }
        }
        Ok(traded)
    }
}
