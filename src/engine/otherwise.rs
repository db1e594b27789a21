//! Postings that ask in other words than they are found by: synonyms of operators count on the side that asks, and the
//! index holds every posting as it is found.

use std::collections::BTreeSet;

use super::EngineError;
use super::ranking::Frame;
use crate::domain::Side;
use crate::lexicon::{ConceptId, Lexicon};
use crate::views::Card;
use crate::views::index::Entry;

/// The postings of a side that are to be read as they ask before they are held against a posting of the other.
pub(super) struct Otherwise(BTreeSet<String>);

impl Otherwise {
    /// Those that may hold a synonym by which whoever asks means the goods of a posting, which is `found`.
    pub(super) fn of(frame: &Frame<'_>, side: Side, found: &Card) -> Result<Otherwise, EngineError> {
        let lexicon = frame.used.lexicon();
        let means = |asked: ConceptId| {
            found.goods().any(|goods| match side {
                Side::Request => is_kind(goods, asked, lexicon),
                Side::Offer => is_kind(asked, goods, lexicon),
            })
        };
        let forms = lexicon.asked_by(means);
        let held = if forms.is_empty() { BTreeSet::new() } else { frame.index.holding(&forms, &[])? };
        Ok(Otherwise(held.into_iter().filter(|(of, _)| *of == side).map(|(_, id)| id).collect()))
    }

    /// Whether a posting is among them; one that is found by a synonym joins them.
    pub(super) fn takes(&mut self, entry: &Entry) -> bool {
        self.0.contains(&entry.id) || (entry.card.concepts.iter().any(|concept| concept.synonym > 0) && self.0.insert(entry.id.clone()))
    }

    /// Their identifiers, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// Whether what is offered is what is asked for, or a kind of it.
pub(super) fn is_kind(offered: ConceptId, asked: ConceptId, lexicon: &Lexicon) -> bool {
    offered == asked || lexicon.concept(offered).is_some_and(|concept| concept.ancestors.contains(&asked))
}
