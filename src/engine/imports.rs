//! Files taken over into stored sets, and what their rows are about: all or nothing, with a report.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use super::sets::{by, change, line, pair};
use super::{Engine, EngineError, Receipt, SubmitError};
use crate::domain::relevance::{MAX_ROWS, Row, SetChange, SetKind, check_note};
use crate::domain::{Actor, Command, Id, Side};
use crate::evaluate::{GuardSet, Judgment, Judgments, Notices, QuerySet, RowError};

/// Bytes of the rows of one change, so that a query that is a whole request stands alone.
const CHANGE_BYTES: usize = 2_000;
/// Changes submitted at once: others write between.
const TOGETHER: usize = 128;
/// Postings that are not stored and are named in a report.
const MAX_UNKNOWN: usize = 100;

/// Why a file changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Rows cannot be read.
    #[error("{} row(s) cannot be read", .0.len())]
    Rows(Vec<RowError>),
    /// The store takes it not; part of it may have landed, and importing again lands the rest.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// Reading the store failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SetImported {
    /// Version of the set now.
    pub version: u64,
    /// Rows that are new.
    pub added: usize,
    /// Rows that say something else now.
    pub changed: usize,
    /// Rows that said the same before.
    pub same: usize,
    /// Rows that the file lacks and that were taken out.
    pub removed: usize,
    /// Rows that repeat another row of the file, and columns that are not read.
    #[serde(flatten)]
    pub notices: Notices,
    /// How many of the postings that the file names are not stored.
    pub unknown: usize,
    /// The first of them, in the order of identifiers.
    pub unknown_ids: Vec<String>,
}

impl Engine {
    /// Takes over a file of any kind.
    pub fn import_set(&self, actor: &Actor, kind: SetKind, set: &Id, file: &[u8], replace: bool, note: &str) -> Result<SetImported, ImportError> {
        match kind {
            SetKind::Judgments => self.import_judgments(actor, set, file, replace, note),
            SetKind::Queries => self.import_queries(actor, set, file, replace, note),
            SetKind::Guards => self.import_guards(actor, set, file, replace, note),
        }
    }

    /// Takes over a file of judgments: CSV, NDJSON or TREC qrels. `replace` takes out what the file lacks. With
    /// any fault in the file nothing changes. Who judged and when is filled in where the file does not say.
    pub fn import_judgments(&self, actor: &Actor, set: &Id, file: &[u8], replace: bool, note: &str) -> Result<SetImported, ImportError> {
        let (read, notices) = Judgments::read(file).map_err(ImportError::Rows)?;
        some(read.len())?;
        let known = self.judgments(set)?;
        let mut import = Import::default();
        for judgment in read.iter() {
            let old = known.of(judgment.query.as_str()).find(|old| old.offer == judgment.offer);
            let says = |other: &Judgment| other.grade == judgment.grade && (judgment.note.is_none() || other.note == judgment.note);
            let key = pair(&judgment.query, &judgment.offer);
            match old {
                Some(old) if says(old) => import.imported.same += 1,
                _ => import.put(key, json!(by(judgment.clone(), actor)), old.is_some()),
            }
        }
        let absent = |old: &&Judgment| read.grade(old.query.as_str(), old.offer.as_str()).is_none();
        import.gone.extend(known.iter().filter(absent).filter(|_| replace).map(|old| pair(&old.query, &old.offer)));
        // A judgment does not say which side its query searches.
        let named: BTreeSet<&Id> = read.iter().map(|judgment| &judgment.offer).collect();
        import.lacks(self.not_stored(named.into_iter().map(|id| (id, &[Side::Offer, Side::Request][..])))?, notices);
        self.take_over(actor, SetKind::Judgments, set, import, note)
    }

    /// Takes over a file of queries: CSV, or an object a line. The same rules hold.
    pub fn import_queries(&self, actor: &Actor, set: &Id, file: &[u8], replace: bool, note: &str) -> Result<SetImported, ImportError> {
        let (read, notices) = QuerySet::noted(set.as_str(), file).map_err(ImportError::Rows)?;
        let lines = read.queries.iter().map(|query| (query.id.as_str(), line(query))).collect();
        let mut import = self.lines(SetKind::Queries, set, lines, replace)?;
        import.lacks(Vec::new(), notices);
        self.take_over(actor, SetKind::Queries, set, import, note)
    }

    /// Takes over a file of guards: CSV, or an object a line. The same rules hold.
    pub fn import_guards(&self, actor: &Actor, set: &Id, file: &[u8], replace: bool, note: &str) -> Result<SetImported, ImportError> {
        let (GuardSet(read), notices) = GuardSet::read(file).map_err(ImportError::Rows)?;
        let lines = read.iter().map(|guard| (guard.query.id.as_str(), guard.line(line(&guard.query)))).collect();
        let mut import = self.lines(SetKind::Guards, set, lines, replace)?;
        let sides = |guard: &crate::evaluate::Guard| if guard.query.side() == Side::Offer { &[Side::Offer] } else { &[Side::Request] };
        import.lacks(self.not_stored(read.iter().map(|guard| (&guard.posting, &sides(guard)[..])))?, notices);
        self.take_over(actor, SetKind::Guards, set, import, note)
    }

    /// What lines under their names change in a set.
    fn lines(&self, kind: SetKind, set: &Id, lines: Vec<(&str, Value)>, replace: bool) -> Result<Import, ImportError> {
        some(lines.len())?;
        let known = self.stored_sets().rows(kind, set).map_err(EngineError::from)?;
        let known: BTreeMap<String, Value> = known.into_iter().map(|row| (row.key, row.value)).collect();
        let read: BTreeSet<&str> = lines.iter().map(|(key, _)| *key).collect();
        let mut import = Import { gone: known.keys().filter(|key| replace && !read.contains(key.as_str())).cloned().collect(), ..Import::default() };
        for (key, value) in lines {
            match known.get(key) {
                Some(old) if *old == value => import.imported.same += 1,
                old => import.put(key.to_owned(), value, old.is_some()),
            }
        }
        Ok(import)
    }

    /// Of postings those that none of their sides holds, each once and in order.
    fn not_stored<'a>(&self, named: impl Iterator<Item = (&'a Id, &'a [Side])>) -> Result<Vec<String>, EngineError> {
        let mut unknown = BTreeSet::new();
        for (id, sides) in named {
            let mut stored = false;
            for side in sides {
                stored = stored || self.get(*side, id)?.is_some();
            }
            if !stored {
                unknown.insert(id.as_str().to_owned());
            }
        }
        Ok(unknown.into_iter().collect())
    }

    /// Forgets a set; false if there was none.
    pub fn drop_set(&self, actor: &Actor, kind: SetKind, set: &Id, note: &str) -> Result<bool, ImportError> {
        if self.set_info(kind, set)?.is_none() {
            return Ok(false);
        }
        let rows = self.stored_sets().rows(kind, set).map_err(EngineError::from)?;
        let import = Import { gone: rows.into_iter().map(|row| row.key).collect(), ..Import::default() };
        self.load(actor, kind, import, SetChange::Drop { set: set.clone() }, note)?;
        Ok(true)
    }

    /// Writes an import, and gives the set a version if anything is different or the set is new.
    fn take_over(&self, actor: &Actor, kind: SetKind, set: &Id, import: Import, note: &str) -> Result<SetImported, ImportError> {
        let known = self.set_info(kind, set)?;
        let (put, gone) = (import.rows.len(), import.gone.len());
        let mut imported = SetImported { removed: gone, ..import.imported.clone() };
        imported.version = match known {
            Some(known) if put + gone == 0 && !known.open => known.version,
            _ => self.load(actor, kind, import, SetChange::Import { set: set.clone(), put, gone }, note)?.version,
        };
        Ok(imported)
    }

    /// Writes the parts of an import and then what closes it. All of them are examined before the first is
    /// written: what is refused changes nothing.
    fn load(&self, actor: &Actor, kind: SetKind, import: Import, last: SetChange, note: &str) -> Result<Receipt, SubmitError> {
        let parts = parts(last.set(), import);
        let examined = parts.iter().chain([&last]).try_for_each(SetChange::check).and_then(|()| check_note(note));
        examined.map_err(|fault| SubmitError::Rejected(vec![fault]))?;
        let command = |part| Command::Tune { change: Box::new(change(kind, part)), note: String::new() };
        let mut commands = parts.into_iter().map(command).peekable();
        while commands.peek().is_some() {
            let together: Vec<Command> = commands.by_ref().take(TOGETHER).collect();
            self.submit_many(actor, together).into_iter().collect::<Result<Vec<Receipt>, SubmitError>>()?;
        }
        self.tune(actor, change(kind, last), note)
    }
}

/// The rows of an import in parts that are written at once.
fn parts(set: &Id, import: Import) -> Vec<SetChange> {
    let mut parts: Vec<(Vec<Row>, Vec<String>)> = Vec::new();
    let mut bytes = CHANGE_BYTES;
    for row in import.rows {
        let more = row.value.to_string().len();
        bytes += more;
        match parts.last_mut() {
            Some((rows, _)) if bytes < CHANGE_BYTES && rows.len() < MAX_ROWS => rows.push(row),
            _ => {
                bytes = more;
                parts.push((vec![row], Vec::new()));
            }
        }
    }
    parts.extend(import.gone.chunks(MAX_ROWS).map(|gone| (Vec::new(), gone.to_vec())));
    parts.into_iter().map(|(rows, gone)| SetChange::Load { set: set.clone(), rows, gone }).collect()
}

/// Refuses a file without rows: a set that is to go is deleted, and a header alone is a slip.
fn some(rows: usize) -> Result<(), ImportError> {
    match rows {
        0 => Err(ImportError::Rows(vec![RowError::new(1, "", "is all there is: the file has no rows", "send the rows below the header; a set that is no longer needed is deleted")])),
        _ => Ok(()),
    }
}

/// What an import changes.
#[derive(Default)]
struct Import {
    rows: Vec<Row>,
    gone: Vec<String>,
    imported: SetImported,
}

impl Import {
    /// Notes what is to be said of the file, and the postings it names that are not stored.
    fn lacks(&mut self, mut unknown: Vec<String>, notices: Notices) {
        (self.imported.notices, self.imported.unknown) = (notices, unknown.len());
        unknown.truncate(MAX_UNKNOWN);
        self.imported.unknown_ids = unknown;
    }

    fn put(&mut self, key: String, value: Value, known: bool) {
        self.rows.push(Row { key, value });
        if known {
            self.imported.changed += 1;
        } else {
            self.imported.added += 1;
        }
    }
}

