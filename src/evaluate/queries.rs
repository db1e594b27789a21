//! Query sets: named lists of what is asked, typed words and whole requests alike.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::rows::{self, Column, Faults, Notices, Row, RowError};
use crate::domain::{Draft, FieldError, Id, MAX_QUERY_CHARS, Posting, Side};
use crate::text::{Clean, Lang, guess};

pub(super) const COLUMNS: &[Column] = &[
    Column { name: "id", aliases: &["query_id", "qid"], required: true },
    Column { name: "text", aliases: &["q", "query", "query_text"], required: true },
    Column { name: "side", aliases: &[], required: false },
    Column { name: "lang", aliases: &["language"], required: false },
    Column { name: "kind", aliases: &["type"], required: false },
];

const SIDE_HINT: &str = "use offers or requests";
/// The kind of a query that is a whole request.
const REQUEST: &str = "request";

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// Words as somebody types them.
    Text {
        /// The words.
        text: String,
        /// The side that is searched.
        side: Side,
        /// Their declared language.
        lang: Option<Lang>,
    },
    /// A request that looks for offers, or an offer that looks for requests.
    Posting(Box<Posting>),
}

/// One query of a set.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Query {
    /// Its identifier, as judgments name it.
    pub id: Id,
    /// What is asked.
    pub asked: Asked,
    /// Its kind, such as `keyword`, `request`, `code` or `typo`: results are told by kind.
    pub kind: String,
}

impl Query {
    /// The declared language, else the one that the words look like.
    pub fn lang(&self) -> Lang {
        let (declared, text) = match &self.asked {
            Asked::Text { text, lang, .. } => (*lang, text.as_str()),
            Asked::Posting(posting) => (posting.lang.as_deref().and_then(Lang::new), posting.title.as_str()),
        };
        declared.or_else(|| guess(&Clean::new(text)).first().map(|guess| guess.lang)).unwrap_or(Lang::UND)
    }

    /// The side that is searched.
    pub fn side(&self) -> Side {
        match &self.asked {
            Asked::Text { side, .. } => *side,
            Asked::Posting(posting) => posting.side.other(),
        }
    }

    /// What was asked in a line.
    pub fn title(&self) -> &str {
        match &self.asked {
            Asked::Text { text, .. } => text,
            Asked::Posting(posting) => &posting.title,
        }
    }
}

/// A named list of queries.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct QuerySet {
    /// Its name.
    pub name: String,
    /// The queries, in the order of the file.
    pub queries: Vec<Query>,
}

impl QuerySet {
    /// Reads a file: CSV with the columns `id` and `text`, and if wanted `side`, `lang` and `kind`; or an object
    /// a line with the same names, or with the fields of a request or, beside `"side": "requests"`, of an offer.
    /// A text of the kind `request` is read as a whole request in either. With any fault there is no set.
    pub fn read(name: &str, bytes: &[u8]) -> Result<QuerySet, Vec<RowError>> {
        QuerySet::noted(name, bytes).map(|(set, _)| set)
    }

    /// The same, with what is to be said of the file.
    pub fn noted(name: &str, bytes: &[u8]) -> Result<(QuerySet, Notices), Vec<RowError>> {
        let text = rows::text(bytes)?;
        let mut faults = Faults::default();
        let mut set = QuerySet { name: name.to_owned(), queries: Vec::new() };
        let mut known: BTreeSet<Id> = BTreeSet::new();
        let mut add = |query: Result<Query, Vec<RowError>>, number: u64, faults: &mut Faults| match query {
            Err(found) => found.into_iter().for_each(|fault| faults.add(fault)),
            Ok(query) if !known.insert(query.id.clone()) => {
                faults.add(RowError::new(number, "id", format!("{} is there twice", query.id.as_str()), "give each query an identifier of its own"));
            }
            Ok(query) => set.queries.push(query),
        };
        if rows::is_objects(text) {
            for (number, line) in rows::lines(text) {
                if !faults.too_many() {
                    let query = rows::object(number, line).map_err(|fault| vec![fault]).and_then(|map| object(number, map));
                    add(query, number, &mut faults);
                }
            }
        } else {
            for row in rows::table(text, COLUMNS, &mut faults) {
                if faults.too_many() {
                    break;
                }
                add(in_cells(&row), row.number, &mut faults);
            }
        }
        faults.or(set, Vec::new())
    }
}

fn typed(row: &Row) -> Result<Query, RowError> {
    row.required("id")?;
    let text = row.required("text")?.to_owned();
    let length = text.chars().count();
    if length > MAX_QUERY_CHARS {
        let problem = format!("has {length} characters, above the {MAX_QUERY_CHARS} of a search");
        return Err(RowError::new(row.number, "text", problem, "shorten it, or write request as its kind: then it is read as a whole request"));
    }
    let id = row.parsed("id", Id::parse, "use 1 to 64 of A-Z a-z 0-9 . _ -")?;
    let id = id.ok_or_else(|| RowError::new(row.number, "id", "is empty", "name the query"))?;
    let side = row.parsed("side", side, SIDE_HINT)?.unwrap_or(Side::Offer);
    let lang = row.parsed("lang", Lang::new, "use a BCP 47 tag such as fr, zh-Hant or sw")?;
    let kind = row.cell("kind").unwrap_or("keyword").to_owned();
    Ok(Query { id, asked: Asked::Text { text, side, lang }, kind })
}

fn side(text: &str) -> Option<Side> {
    [Side::Offer, Side::Request].into_iter().find(|side| side.plural() == text || side.name() == text)
}

/// What a row of cells asks: words, or of the kind `request` a whole request in one text.
pub(super) fn in_cells(row: &Row) -> Result<Query, Vec<RowError>> {
    if row.cell("kind") != Some(REQUEST) {
        return typed(row).map_err(|fault| vec![fault]);
    }
    let whole = ["id", "text"].iter().try_for_each(|column| row.required(column).map(drop));
    let searched = whole.and_then(|()| row.parsed("side", side, SIDE_HINT)).map_err(|fault| vec![fault])?;
    if searched == Some(Side::Request) {
        return Err(vec![RowError::new(row.number, "side", "is not what a request looks for", "leave it out, or name another kind")]);
    }
    let fields = ["id", "text", "lang"].into_iter().filter_map(|column| Some((column.to_owned(), Value::from(row.cell(column)?))));
    posted(row.number, fields.collect(), searched, REQUEST)
}

/// Words if the object names nothing else, otherwise a posting.
pub(super) fn object(number: u64, mut map: Map<String, Value>) -> Result<Query, Vec<RowError>> {
    if map.keys().all(|name| COLUMNS.iter().any(|column| column.is_called(name))) {
        let cells = rows::cells(number, &map, COLUMNS).map_err(|fault| vec![fault])?;
        return in_cells(&Row { number, cells });
    }
    // The other names are those of a posting; `text` is one of them.
    let mut taken = |name: &str| {
        let column = COLUMNS.iter().find(|column| column.name == name);
        let key = map.keys().find(|key| column.is_some_and(|column| column.is_called(key))).cloned();
        key.and_then(|key| map.remove(&key)).filter(|value| !value.is_null())
    };
    let (kind, searched) = (taken("kind"), taken("side"));
    let fault = |column: &str, fix: &str| vec![RowError::new(number, column, "cannot be read", fix)];
    let kind = match &kind {
        None => REQUEST,
        Some(kind) => kind.as_str().ok_or_else(|| fault("kind", "write a text such as request or code"))?,
    };
    let searched = searched.map(|value| value.as_str().and_then(side).ok_or_else(|| fault("side", SIDE_HINT))).transpose()?;
    posted(number, map, searched, kind)
}

/// A request that looks for offers, or an offer that looks for requests.
fn posted(number: u64, map: Map<String, Value>, searched: Option<Side>, kind: &str) -> Result<Query, Vec<RowError>> {
    if !map.contains_key("id") {
        return Err(vec![RowError::new(number, "id", "is missing", "name the query")]);
    }
    let faulty = |faults: Vec<FieldError>| faults.into_iter().map(|error| RowError { row: number, error }).collect::<Vec<_>>();
    let posting = Draft(map).read(searched.unwrap_or(Side::Offer).other(), "x", None).map_err(faulty)?;
    Ok(Query { id: posting.id.clone(), asked: Asked::Posting(Box::new(posting)), kind: kind.to_owned() })
}
