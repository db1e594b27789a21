//! Stored sets of judgments and queries: import and export, single rows, what is left to judge.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Engine, EngineError, Receipt, RunSetting, SubmitError, now_ms};
use crate::domain::relevance::{Change, MAX_ROWS, Row, SetChange, SetKind, check_note};
use crate::domain::{Actor, Command, Id, Side};
use crate::evaluate::{Asked, Judgment, Judgments, Query, QuerySet, RowError};
use crate::views::sets::{SetInfo, Sets};

/// Bytes of the rows of one change, so that a query that is a whole request stands alone.
const CHANGE_BYTES: usize = 2_000;
/// Changes submitted at once: others write between.
const TOGETHER: usize = 128;

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
    /// Rows that repeat another row of the file.
    pub repeated: Vec<RowError>,
}

/// Hits of a query that nobody judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Open {
    /// The query.
    pub query: String,
    /// What was asked, in a line.
    pub title: String,
    /// The side that was searched: `offers` or `requests`.
    pub side: &'static str,
    /// Identifiers of the hits, best first.
    pub hits: Vec<String>,
}

fn change(kind: SetKind, change: SetChange) -> Change {
    match kind {
        SetKind::Judgments => Change::Judgments(change),
        SetKind::Queries => Change::Queries(change),
    }
}

/// The name of a judgment in its set.
fn pair(query: &Id, posting: &Id) -> String {
    format!("{}/{}", query.as_str(), posting.as_str())
}

impl Engine {
    /// The sets of a kind.
    pub fn sets(&self, kind: SetKind) -> Result<Vec<SetInfo>, EngineError> {
        Ok(self.stored_sets().list(kind)?)
    }

    /// One set.
    pub fn set_info(&self, kind: SetKind, set: &Id) -> Result<Option<SetInfo>, EngineError> {
        Ok(self.stored_sets().info(kind, set)?)
    }

    /// The judgments of a set; none if there are none.
    pub fn judgments(&self, set: &Id) -> Result<Judgments, EngineError> {
        let mut judgments = Judgments::default();
        for row in self.stored_sets().rows(SetKind::Judgments, set)? {
            let judgment = serde_json::from_value(row.value).map_err(|fault| EngineError::Internal(format!("judgment {}: {fault}", row.key)))?;
            judgments.put(judgment);
        }
        Ok(judgments)
    }

    /// The queries of a set, in the order of their identifiers.
    pub fn queries(&self, set: &Id) -> Result<QuerySet, EngineError> {
        let lines = self.query_lines(set)?;
        QuerySet::read(set.as_str(), lines.as_bytes()).map_err(|faults| EngineError::Internal(format!("query set {}: {faults:?}", set.as_str())))
    }

    /// The same as a file, an object a line.
    pub fn query_lines(&self, set: &Id) -> Result<String, EngineError> {
        Ok(self.stored_sets().rows(SetKind::Queries, set)?.into_iter().map(|row| format!("{}\n", row.value)).collect())
    }

    /// Takes over a file of either kind.
    pub fn import_set(&self, actor: &Actor, kind: SetKind, set: &Id, file: &[u8], replace: bool, note: &str) -> Result<SetImported, ImportError> {
        match kind {
            SetKind::Judgments => self.import_judgments(actor, set, file, replace, note),
            SetKind::Queries => self.import_queries(actor, set, file, replace, note),
        }
    }

    /// Takes over a file of judgments: CSV, NDJSON or TREC qrels. `replace` takes out what the file lacks. With
    /// any fault in the file nothing changes. Who judged and when is filled in where the file does not say.
    pub fn import_judgments(&self, actor: &Actor, set: &Id, file: &[u8], replace: bool, note: &str) -> Result<SetImported, ImportError> {
        let (read, repeated) = Judgments::read(file).map_err(ImportError::Rows)?;
        let known = self.judgments(set)?;
        let mut import = Import { imported: SetImported { repeated, ..SetImported::default() }, ..Import::default() };
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
        self.take_over(actor, SetKind::Judgments, set, import, note)
    }

    /// Takes over a file of queries: CSV, or an object a line. The same rules hold.
    pub fn import_queries(&self, actor: &Actor, set: &Id, file: &[u8], replace: bool, note: &str) -> Result<SetImported, ImportError> {
        let read = QuerySet::read(set.as_str(), file).map_err(ImportError::Rows)?;
        let known = self.stored_sets().rows(SetKind::Queries, set).map_err(EngineError::from)?;
        let known: BTreeMap<String, Value> = known.into_iter().map(|row| (row.key, row.value)).collect();
        let mut import = Import::default();
        for query in &read.queries {
            let (key, value) = (query.id.as_str(), line(query));
            let old = known.get(key);
            match old {
                Some(old) if *old == value => import.imported.same += 1,
                _ => import.put(key.to_owned(), value, old.is_some()),
            }
        }
        let read: BTreeSet<&str> = read.queries.iter().map(|query| query.id.as_str()).collect();
        import.gone.extend(known.into_keys().filter(|key| replace && !read.contains(key.as_str())));
        self.take_over(actor, SetKind::Queries, set, import, note)
    }

    /// Puts one judgment in place of the one that its pair had.
    pub fn rate(&self, actor: &Actor, set: &Id, judgment: Judgment) -> Result<Receipt, SubmitError> {
        let row = Row { key: pair(&judgment.query, &judgment.offer), value: json!(by(judgment, actor)) };
        self.tune(actor, Change::Judgments(SetChange::Put { set: set.clone(), row }), "")
    }

    /// Takes one judgment out; none if there was none.
    pub fn unrate(&self, actor: &Actor, set: &Id, query: &Id, posting: &Id) -> Result<Option<Receipt>, ImportError> {
        let key = pair(query, posting);
        if self.stored_sets().row(SetKind::Judgments, set, &key).map_err(EngineError::from)?.is_none() {
            return Ok(None);
        }
        Ok(Some(self.tune(actor, Change::Judgments(SetChange::Remove { set: set.clone(), key }), "")?))
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

    /// The first `k` hits of each query that nobody judged, under the profile in use; queries with none are left out.
    pub fn unjudged(&self, queries: &QuerySet, judgments: &Judgments, k: usize) -> Result<Vec<Open>, EngineError> {
        let used = self.in_use();
        let run = self.run(queries, judgments, &RunSetting { profile: &used.profile, now: now_ms(), depth: k })?;
        let open = run.lists.iter().zip(&queries.queries).map(|(list, query)| Open {
            query: list.query.as_str().to_owned(),
            title: list.title.clone(),
            side: query.side().plural(),
            hits: list.places.iter().map(|place| place.id.clone()).filter(|id| judgments.grade(list.query.as_str(), id).is_none()).collect(),
        });
        Ok(open.filter(|open| !open.hits.is_empty()).collect())
    }

    fn stored_sets(&self) -> Sets<'_> {
        Sets(&**self.journal.store())
    }

    fn tune(&self, actor: &Actor, change: Change, note: &str) -> Result<Receipt, SubmitError> {
        self.submit(actor, Command::Tune { change: Box::new(change), note: note.to_owned() })
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

/// What an import changes.
#[derive(Default)]
struct Import {
    rows: Vec<Row>,
    gone: Vec<String>,
    imported: SetImported,
}

impl Import {
    fn put(&mut self, key: String, value: Value, known: bool) {
        self.rows.push(Row { key, value });
        if known {
            self.imported.changed += 1;
        } else {
            self.imported.added += 1;
        }
    }
}

/// A judgment with who made it and when.
fn by(judgment: Judgment, actor: &Actor) -> Judgment {
    let who = judgment.who.or_else(|| Some(actor.party.clone()));
    let when = judgment.when.or_else(|| Timestamp::from_millisecond(now_ms()).ok());
    Judgment { who, when, ..judgment }
}

/// A query as a line of a file that [`QuerySet::read`] gives back the same.
fn line(query: &Query) -> Value {
    let mut fields = match &query.asked {
        Asked::Text { text, lang, .. } => {
            let mut fields = Map::new();
            fields.insert("text".to_owned(), json!(text));
            fields.extend(lang.map(|lang| ("lang".to_owned(), json!(lang.as_str()))));
            fields
        }
        Asked::Posting(posting) => match posting.to_json() {
            Value::Object(fields) => fields,
            _ => Map::new(),
        },
    };
    // It was never posted.
    ["created_at", "updated_at"].iter().for_each(|field| drop(fields.remove(*field)));
    fields.insert("id".to_owned(), json!(query.id.as_str()));
    fields.insert("kind".to_owned(), json!(query.kind));
    if query.side() == Side::Request {
        fields.insert("side".to_owned(), json!(Side::Request.plural()));
    }
    Value::Object(fields)
}
