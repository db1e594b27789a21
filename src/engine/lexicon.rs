//! Edits of the lexicon: examined before they are written, and how far they have got afterwards.

use serde::Serialize;

use super::{Engine, EngineError, Rereading};
use crate::domain::FieldError;
use crate::domain::relevance::{Change, Edits, LexiconChange, Workbench};
use crate::lexicon::live::{Examined, examine};

/// Changes of the workbench read at once.
const AUDIT_PAGE: usize = 1_000;

/// How far an edit has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EditState {
    /// The lexicon is being built with it.
    Waiting,
    /// Queries are read with it; postings that hold what it touches are being read again.
    Reading,
    /// Everything is read with it.
    Done,
}

/// How far all edits have got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LexiconState {
    /// Number of the last edit.
    pub edits: u64,
    /// Number of the last one that queries are read with.
    pub asked: u64,
    /// Number of the last one that every posting is read with.
    pub found: u64,
    /// Postings that still have to be read again.
    pub left: usize,
    /// Edits that change nothing, since the tables leave no place for them, with the reason.
    pub idle: Vec<(u64, String)>,
}

impl Engine {
    /// What an edit would do, without doing it.
    pub fn examine(&self, change: &LexiconChange) -> Result<Examined, FieldError> {
        let unread = |fault: crate::storage::StoreError| FieldError { field: "edit".to_owned(), problem: format!("cannot be examined: {fault}"), hint: "see to the store first".to_owned() };
        let mut workbench = self.documents().workbench().map_err(unread)?;
        let examined = examine(&self.lexicon(), &self.source, &workbench.lexicon, change)?;
        let stamp = Default::default();
        Workbench::apply(&mut workbench, &Change::Lexicon(examined.change.clone()), &stamp)?;
        Ok(examined)
    }

    /// How many of the indexed postings a change touches, as far as the present lexicon tells.
    pub fn touched_by(&self, change: &LexiconChange) -> Result<usize, EngineError> {
        let touched = self.edits()?.touched_by(change);
        Ok(super::touched::holding(&self.index, &self.lexicon(), &touched)?.len())
    }

    /// Whether a change has more read again than the postings that hold its words.
    pub fn rebuilds(&self, change: &LexiconChange) -> bool {
        self.edits().is_ok_and(|edits| !edits.touched_by(change).concepts.is_empty())
    }

    /// The number of the edit that stands at a position of the journal.
    pub fn edit_at(&self, position: u64) -> Result<u64, EngineError> {
        let documents = self.documents();
        let (mut number, mut after) = (0, 0);
        loop {
            let changes = documents.audit(after, AUDIT_PAGE)?;
            for (at, audited) in &changes {
                if matches!(audited.change, Change::Lexicon(_)) && *at <= position {
                    number += 1;
                }
            }
            match changes.last() {
                Some((last, _)) if *last < position && changes.len() == AUDIT_PAGE => after = *last,
                _ => return Ok(number),
            }
        }
    }

    /// The edits of the lexicon.
    pub fn edits(&self) -> Result<Edits, EngineError> {
        Ok(self.documents().workbench()?.lexicon)
    }

    /// What keeps a change of the workbench from being written; an edit of the lexicon is completed.
    pub(super) fn unfit(&self, change: &mut Change) -> Option<FieldError> {
        let Change::Lexicon(edit) = change else { return None };
        match self.examine(edit) {
            Ok(examined) => {
                *edit = examined.change;
                None
            }
            Err(fault) => Some(fault),
        }
    }

    /// How far an edit has got, and what it cost if that was since the start.
    pub fn edit_state(&self, number: u64) -> (EditState, Option<Rereading>) {
        let cost = self.indexer.rereadings().into_iter().find(|cost| (cost.first..=cost.last).contains(&number));
        let state = match cost {
            _ if number > self.lexicon().edits() => EditState::Waiting,
            _ if number > self.index.mark().edits => EditState::Reading,
            _ => EditState::Done,
        };
        (state, cost)
    }

    /// How far all edits have got.
    pub fn lexicon_state(&self) -> Result<LexiconState, EngineError> {
        let lexicon = self.lexicon();
        let left = self.indexer.rereadings().iter().map(|cost| cost.left).max().unwrap_or(0);
        Ok(LexiconState { edits: self.edits()?.count(), asked: lexicon.edits(), found: self.index.mark().edits, left, idle: lexicon.idle().to_vec() })
    }
}
