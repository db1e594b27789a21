//! Edits of the lexicon: examined before they are written, and how far they have got afterwards.

use serde::Serialize;

use super::{Engine, EngineError, Rereading};
use crate::domain::FieldError;
use crate::domain::relevance::{Change, LexiconChange, Workbench};
use crate::lexicon::live::{Examined, examine};

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

/// How far edits had got at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Number of the last one that queries are read with.
    asked: u64,
    /// Number of the last one that every posting is read with.
    found: u64,
    /// What edits since the start cost.
    rereadings: Vec<Rereading>,
}

impl Progress {
    /// How far an edit had got, and what it cost if that was since the start.
    pub fn of(&self, number: u64) -> (EditState, Option<Rereading>) {
        let cost = self.rereadings.iter().copied().find(|cost| (cost.first..=cost.last).contains(&number));
        let state = match cost {
            _ if number > self.asked => EditState::Waiting,
            _ if number > self.found => EditState::Reading,
            _ => EditState::Done,
        };
        (state, cost)
    }
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
        let touched = self.in_use().workbench.lexicon.touched_by(change);
        Ok(super::touched::holding(&self.index, &self.lexicon(), &touched)?.len())
    }

    /// The number of the edit that a position of the journal made.
    pub fn edit_at(&self, position: u64) -> Result<u64, EngineError> {
        let edit = self.documents().edit_at(position)?;
        edit.ok_or_else(|| EngineError::Internal(format!("position {position} made no edit of the lexicon")))
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

    /// How far edits have got now.
    pub fn progress(&self) -> Progress {
        Progress { asked: self.lexicon().edits(), found: self.index.mark().edits, rereadings: self.indexer.rereadings() }
    }

    /// How far an edit has got, and what it cost if that was since the start.
    pub fn edit_state(&self, number: u64) -> (EditState, Option<Rereading>) {
        self.progress().of(number)
    }

    /// How far all edits have got.
    pub fn lexicon_state(&self) -> LexiconState {
        let Progress { asked, found, rereadings } = self.progress();
        let left = rereadings.iter().map(|cost| cost.left).max().unwrap_or(0);
        LexiconState { edits: self.in_use().workbench.lexicon.count(), asked, found, left, idle: self.lexicon().idle().to_vec() }
    }
}
