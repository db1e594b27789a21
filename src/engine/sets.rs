//! Stored sets of judgments, queries and guards: what is in them, single rows, what is left to judge.

use std::sync::{Mutex, MutexGuard};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Engine, EngineError, ImportError, Receipt, RunSetting, SubmitError, now_ms};
use crate::journal::lock;
use crate::lexicon::stable_hash;
use crate::domain::relevance::{Change, Row, SetChange, SetKind};
use crate::domain::{Actor, Command, FieldError, Id, Refusal, Side};
use crate::evaluate::{Asked, GuardSet, Judgment, Judgments, Query, QuerySet, RowError};
use crate::views::sets::{SetInfo, Sets};

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

/// How many turns there are: two sets may share one, and then wait for each other.
const TURNS: u64 = 64;

/// Turns at changing sets, so that what somebody has seen of one still holds while it is changed.
pub(super) struct Turns(Vec<Mutex<()>>);

impl Default for Turns {
    fn default() -> Turns {
        Turns((0..TURNS).map(|_| Mutex::default()).collect())
    }
}

/// A turn at changing one set: until it ends nobody else has one.
pub struct Turn<'a> {
    _held: Option<MutexGuard<'a, ()>>,
}

pub(super) fn change(kind: SetKind, change: SetChange) -> Change {
    match kind {
        SetKind::Judgments => Change::Judgments(change),
        SetKind::Queries => Change::Queries(change),
        SetKind::Guards => Change::Guards(change),
    }
}

/// The name of a judgment in its set.
pub(super) fn pair(query: &Id, posting: &Id) -> String {
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

    /// Waits for the turn at changing a set, and refuses it unless the set has the version that was seen, 0 for none. Whoever
    /// changes sets beside others takes a turn first, whether a version was seen or not.
    pub fn set_turn(&self, kind: SetKind, set: &Id, expected: Option<u64>) -> Result<Turn<'_>, ImportError> {
        let of = stable_hash(format!("{}/{}", kind.name(), set.as_str()).as_bytes(), 0) % TURNS;
        let turn = Turn { _held: self.turns.0.get(of as usize).map(lock) };
        let Some(expected) = expected else { return Ok(turn) };
        let version = self.set_info(kind, set)?.map_or(0, |info| info.version);
        if version == expected {
            return Ok(turn);
        }
        let now = if version == 0 { "is not there".to_owned() } else { format!("has version {version}") };
        let problem = format!("is {expected}, and the set of {} {} {now}: somebody was quicker", kind.name(), set.as_str());
        Err(SubmitError::Refused(Refusal::Unfit(FieldError { field: "expected".to_owned(), problem, hint: "read the set as it is now, then send its version".to_owned() })).into())
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
        let lines = self.set_lines(SetKind::Queries, set)?;
        QuerySet::read(set.as_str(), lines.as_bytes()).map_err(|faults| unusable(SetKind::Queries, set, faults))
    }

    /// The guards of a set, in the order of their identifiers.
    pub fn guards(&self, set: &Id) -> Result<GuardSet, EngineError> {
        let lines = self.set_lines(SetKind::Guards, set)?;
        GuardSet::read(lines.as_bytes()).map(|(guards, _)| guards).map_err(|faults| unusable(SetKind::Guards, set, faults))
    }

    /// The rows of a set as a file, an object a line.
    pub fn set_lines(&self, kind: SetKind, set: &Id) -> Result<String, EngineError> {
        Ok(self.stored_sets().rows(kind, set)?.into_iter().map(|row| format!("{}\n", row.value)).collect())
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

    /// The first `k` hits of each query that nobody judged, under the profile in use; queries with none are left out.
    pub fn unjudged(&self, queries: &QuerySet, judgments: &Judgments, k: usize) -> Result<Vec<Open>, EngineError> {
        let used = self.in_use();
        let run = self.run(queries, judgments, &RunSetting::new(&used.profile, now_ms(), k))?;
        let open = run.lists.iter().zip(&queries.queries).map(|(list, query)| Open {
            query: list.query.as_str().to_owned(),
            title: list.title.clone(),
            side: query.side().plural(),
            hits: list.places.iter().map(|place| place.id.clone()).filter(|id| judgments.grade(list.query.as_str(), id).is_none()).collect(),
        });
        Ok(open.filter(|open| !open.hits.is_empty()).collect())
    }

    pub(super) fn stored_sets(&self) -> Sets<'_> {
        Sets(&**self.journal.store())
    }

    pub(super) fn tune(&self, actor: &Actor, change: Change, note: &str) -> Result<Receipt, SubmitError> {
        self.submit(actor, Command::Tune { change: Box::new(change), note: note.to_owned() })
    }
}

/// A row of a stored set that an earlier program took over and this one cannot use.
fn unusable(kind: SetKind, set: &Id, faults: Vec<RowError>) -> EngineError {
    let first = faults.into_iter().next();
    let (problem, hint) = first.map(|fault| (fault.to_string(), fault.error.hint)).unwrap_or_default();
    EngineError::BadQuery { field: kind.name().to_owned(), problem: format!("names {}, of which {problem}", set.as_str()), hint }
}

/// A judgment with who made it and when.
pub(super) fn by(judgment: Judgment, actor: &Actor) -> Judgment {
    let who = judgment.who.or_else(|| Some(actor.party.clone()));
    let when = judgment.when.or_else(|| Timestamp::from_millisecond(now_ms()).ok());
    Judgment { who, when, ..judgment }
}

/// A query as a line of a file that [`QuerySet::read`] gives back the same.
pub(super) fn line(query: &Query) -> Value {
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
