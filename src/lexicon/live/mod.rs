//! What operators edit while the engine runs ([`Edits`](crate::domain::relevance::Edits)): taken into a
//! lexicon that is built anew ([`take`]), and examined before that, against the tables, when somebody
//! wants to save one ([`examine`]).
//!
//! - A concept that an edit adds keeps its index for good, also while it is retired: indexed postings
//!   hold indexes.
//! - An edit that the tables leave no place for, since a release dropped its concept, is reported and
//!   changes nothing.
//! - A synonym is a form that is no name: it is read on one side of a search alone, and weighs what the
//!   operator says.

mod examine;
mod take;

use super::{ConceptId, Meaning};
use crate::domain::relevance::Reach;
use crate::text::Lang;

pub use examine::{Clash, Examined, examine, threaded};

/// A form that lets a spelling stand for a concept without being its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Synonym {
    /// Weight in hundredths, 1 to 100.
    pub(super) hundredths: u8,
    /// The side that it is read on.
    pub(super) reach: Reach,
}

/// Which synonyms a text is read with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Synonyms {
    /// None.
    #[default]
    None,
    /// Those of what is asked.
    Asked,
    /// Those of what is found.
    Found,
}

impl Synonyms {
    /// Whether those of a side are among them.
    pub(super) fn take(self, reach: Reach) -> bool {
        matches!((self, reach), (Synonyms::Asked, Reach::Asked) | (Synonyms::Found, Reach::Found))
    }
}

impl super::Lexicon {
    /// The spellings that let what is asked stand for one of the concepts that `means` takes, with their languages.
    pub fn asked_by(&self, means: impl Fn(ConceptId) -> bool) -> Vec<(Lang, &str)> {
        let asked = self.aliases.iter().filter(|(_, alias)| Synonyms::Asked.take(alias.reach)).filter_map(|(at, _)| self.form(*at));
        let meant = asked.filter(|form| matches!(form.meaning, Meaning::Concept(id) if means(id)));
        meant.map(|form| (form.lang, self.text(form.text))).filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The number of the last edit that it has taken in.
    pub fn edits(&self) -> u64 {
        self.edits
    }

    /// Edits that change nothing, by number, with the reason.
    pub fn idle(&self) -> &[(u64, String)] {
        &self.idle
    }
}
