//! From rows to stored postings: batches under one flush, and a word on what became of each row.
//!
//! Invariants:
//! - a row is told as stored only after the flush of its batch;
//! - every row of the file is told once, in no more than one batch of delay.

use std::collections::HashMap;

use super::rows::Draft;
use super::{Fault, Row, Rows};
use crate::domain::{self, ANONYMOUS, Actor, Command, FieldError, Id, Party, Posting, Side};
use crate::engine::{Engine, Receipt, SubmitError, new_id};

/// Rows under one flush: enough that the flush costs little per row, few enough that a reader of
/// the catalogue sees them arrive.
const BATCH_ROWS: usize = 500;

/// How a file is to be loaded.
pub struct Load<'a> {
    /// Where to.
    pub engine: &'a Engine,
    /// What the rows are.
    pub side: Side,
    /// Who loads.
    pub actor: &'a Actor,
    /// Owner of the rows that name none; without one they are `anonymous`.
    pub party: Option<Party>,
    /// Most rows; the rest is told as left.
    pub max_rows: Option<usize>,
    /// Read and judge every row, write none.
    pub dry_run: bool,
}

/// What is told of a file.
#[derive(Debug)]
pub enum Told {
    /// A column means no field; its cells are left out.
    Ignored {
        /// Row of the header.
        row: u64,
        /// The name of the column.
        column: String,
    },
    /// A row was written.
    Stored {
        /// The row.
        row: u64,
        /// What was written.
        receipt: Receipt,
    },
    /// A row could be written; told in place of `Stored` on a dry run.
    Fits {
        /// The row.
        row: u64,
    },
    /// A row was not written.
    Refused {
        /// The row.
        row: u64,
        /// Everything that is wrong with it.
        faults: Vec<Fault>,
    },
    /// A row was not written for a reason that is not its own.
    Failed {
        /// The row.
        row: u64,
        /// The reason.
        error: SubmitError,
    },
    /// The rest of the file was not read.
    Stopped {
        /// The first row that was left, if it is known.
        row: Option<u64>,
        /// Why.
        fault: Fault,
    },
}

/// What became of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// New postings.
    pub created: u64,
    /// Postings that were replaced.
    pub updated: u64,
    /// Rows that a dry run found good.
    pub fitting: u64,
    /// Rows that were not written.
    pub refused: u64,
    /// Good rows without an identifier of any kind: they are new again if the file is loaded again.
    pub unkeyed: u64,
    /// Whether the file was read to its end.
    pub complete: bool,
    /// Journal position of the last stored row.
    pub position: Option<u64>,
}

impl Summary {
    /// Rows that were written.
    pub fn stored(&self) -> u64 {
        self.created + self.updated
    }
}

impl Load<'_> {
    /// Reads a file to its end.
    pub fn run(&self, rows: &mut Rows, tell: &mut dyn FnMut(Told)) -> Summary {
        for column in rows.unknown_columns() {
            tell(Told::Ignored { row: rows.header_row(), column });
        }
        let mut loader = Loader { load: self, batch: Vec::new(), keys: HashMap::new(), nameless: HashMap::new(), summary: Summary::default(), tell };
        let mut count = 0;
        loop {
            match rows.next() {
                Ok(None) => {
                    loader.summary.complete = true;
                    break;
                }
                Ok(Some(row)) if self.max_rows == Some(count) => {
                    loader.flush(rows);
                    let fault = Fault::whole(format!("a file may have {count} rows; send the rest from this row on as another"), "cut the file in two");
                    (loader.tell)(Told::Stopped { row: Some(row.number), fault });
                    break;
                }
                Ok(Some(row)) => {
                    count += 1;
                    loader.take(row, rows);
                }
                Err(error) => {
                    loader.flush(rows);
                    (loader.tell)(Told::Stopped { row: None, fault: Fault::whole(error.to_string(), "mend the file from the row after the last one named or stored") });
                    break;
                }
            }
        }
        loader.flush(rows);
        loader.summary
    }
}

struct Loader<'a, 'b> {
    load: &'a Load<'a>,
    batch: Vec<(u64, Posting)>,
    /// Own keys of the postings in the batch, which the store does not know yet.
    keys: HashMap<(String, String), Id>,
    /// Own keys of nameless rows of the whole file, with the row.
    nameless: HashMap<String, u64>,
    summary: Summary,
    tell: &'b mut dyn FnMut(Told),
}

impl Loader<'_, '_> {
    fn take(&mut self, row: Row, rows: &Rows) {
        let number = row.number;
        match row.draft.map_err(|fault| vec![fault]).and_then(|draft| self.read(number, draft, rows)) {
            Ok(posting) => {
                self.batch.push((number, posting));
                if self.batch.len() >= BATCH_ROWS {
                    self.flush(rows);
                }
            }
            Err(faults) => self.refuse(number, faults),
        }
    }

    fn refuse(&mut self, row: u64, faults: Vec<Fault>) {
        self.summary.refused += 1;
        (self.tell)(Told::Refused { row, faults });
    }

    /// The posting that a row means, or everything that is wrong with it.
    fn read(&mut self, row: u64, draft: Draft, rows: &Rows) -> Result<Posting, Vec<Fault>> {
        let named = draft.map.get("id").is_some_and(|id| !id.is_null());
        let mut faults = draft.faults;
        match self.load.engine.lexicon().spelled(domain::Draft(draft.map)).read(self.load.side, &new_id(self.load.side), self.load.party.as_ref()) {
            Ok(posting) if faults.is_empty() => {
                self.own_key(row, &posting, named, rows).map_err(|fault| vec![fault])?;
                self.summary.unkeyed += u64::from(!named && posting.external_id.is_none());
                Ok(posting)
            }
            Ok(_) => Err(faults),
            Err(errors) => {
                // A cell that was refused is missing from the draft; one complaint about it is enough.
                let told: Vec<Option<String>> = faults.iter().map(|fault| fault.column.clone()).collect();
                faults.extend(fields(errors, rows).filter(|fault| !told.contains(&fault.column)));
                Err(faults)
            }
        }
    }

    /// Whether the posting may have its `external_id`.
    fn own_key(&mut self, row: u64, posting: &Posting, named: bool, rows: &Rows) -> Result<(), Fault> {
        let Some(external) = posting.external_id.as_ref() else { return Ok(()) };
        let column = || rows.column_of("external_id");
        if posting.party.id == ANONYMOUS {
            if let Some(other) = self.nameless.get(external) {
                let party = party(self.load.side);
                let reason = format!("is {external:?} in row {other} too, and neither row names its {party}");
                return Err(Fault::cell(&column(), reason, format!("add {party}.id or {party}.name to both rows, or give each its own external_id")));
            }
            self.nameless.insert(external.clone(), row);
        }
        let key = (posting.party.id.clone(), external.clone());
        let known = match self.keys.get(&key) {
            Some(id) => Some(id.clone()),
            // A store that cannot be read now is told when the batch is written.
            None => self.load.engine.by_external_id(posting.side, &key.0, external).unwrap_or_default(),
        };
        match known {
            Some(id) if named && id != posting.id => {
                Err(Fault::cell(&column(), format!("belongs to the {} {}", posting.side.name(), id.as_str()), "repeat that id, leave the id out, or give another external_id"))
            }
            known => {
                self.keys.insert(key, known.unwrap_or_else(|| posting.id.clone()));
                Ok(())
            }
        }
    }

    fn flush(&mut self, rows: &Rows) {
        let batch = std::mem::take(&mut self.batch);
        self.keys.clear();
        if batch.is_empty() {
            return;
        }
        if self.load.dry_run {
            return self.judge(batch, rows);
        }
        let (numbers, commands): (Vec<u64>, Vec<Command>) =
            batch.into_iter().map(|(row, posting)| (row, Command::Put { posting: Box::new(posting), expected: None, create_only: false })).unzip();
        for (row, result) in numbers.into_iter().zip(self.load.engine.submit_many(self.load.actor, commands)) {
            match result {
                Ok(receipt) => {
                    let count = if receipt.created { &mut self.summary.created } else { &mut self.summary.updated };
                    *count += 1;
                    self.summary.position = self.summary.position.max(Some(receipt.position));
                    (self.tell)(Told::Stored { row, receipt });
                }
                Err(SubmitError::Rejected(errors)) => self.refuse(row, fields(errors, rows).collect()),
                Err(error) => {
                    self.summary.refused += 1;
                    (self.tell)(Told::Failed { row, error });
                }
            }
        }
    }

    fn judge(&mut self, batch: Vec<(u64, Posting)>, rows: &Rows) {
        for (row, posting) in batch {
            match self.load.engine.unreadable(&posting) {
                Some(error) => self.refuse(row, fields(vec![error], rows).collect()),
                None => {
                    self.summary.fitting += 1;
                    (self.tell)(Told::Fits { row });
                }
            }
        }
    }
}

fn party(side: Side) -> &'static str {
    match side {
        Side::Offer => "supplier",
        Side::Request => "buyer",
    }
}

/// Faults of fields under the names of their columns.
fn fields(errors: Vec<FieldError>, rows: &Rows) -> impl Iterator<Item = Fault> {
    errors.into_iter().map(|error| Fault::cell(&rows.column_of(&error.field), error.problem, error.hint))
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
