//! Graded judgments: how well an offer answers a query, as somebody judged it.
//!
//! Rules of a file:
//! - all or nothing: a file with a fault changes nothing;
//! - a pair of query and offer has one grade: a second row that says the same is told and left out, one
//!   that says otherwise is a fault;
//! - only query, offer and grade must be there.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::rows::{self, Column, Faults, Notices, Row, RowError};
use crate::domain::Id;

/// The highest grade.
pub const MAX_GRADE: u8 = 3;

const ID: &str = "use 1 to 64 of A-Z a-z 0-9 . _ -";
const COLUMNS: &[Column] = &[
    Column { name: "query", aliases: &["query_id", "request", "qid", "topic"], required: true },
    Column { name: "offer", aliases: &["offer_id", "document", "document_id", "doc", "doc_id", "docid", "docno"], required: true },
    Column { name: "grade", aliases: &["rating", "relevance", "rel", "judgment"], required: true },
    Column { name: "who", aliases: &["judge", "by", "author", "user"], required: false },
    Column { name: "when", aliases: &["at", "date", "judged_at"], required: false },
    Column { name: "note", aliases: &["comment", "remark"], required: false },
];

/// How well an offer answers a query: 0 not at all, 1 kindred goods, 2 the goods with something amiss, 3 as
/// asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Grade(u8);

impl Grade {
    /// A grade from 0 to 3.
    pub fn new(grade: u8) -> Option<Grade> {
        (grade <= MAX_GRADE).then_some(Grade(grade))
    }

    fn parse(text: &str) -> Option<Grade> {
        text.parse().ok().and_then(Grade::new)
    }
}

impl From<Grade> for u8 {
    fn from(grade: Grade) -> u8 {
        grade.0
    }
}

impl TryFrom<u8> for Grade {
    type Error = String;
    fn try_from(grade: u8) -> Result<Grade, String> {
        Grade::new(grade).ok_or_else(|| format!("{grade} is not a grade; use 0, 1, 2 or 3"))
    }
}

/// One judgment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgment {
    /// Identifier of the query or request.
    pub query: Id,
    /// Identifier of what was judged.
    pub offer: Id,
    /// The grade.
    pub grade: Grade,
    /// Who judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Timestamp>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Judgment {
    fn read(row: &Row) -> Result<Judgment, RowError> {
        for column in ["query", "offer", "grade"] {
            row.required(column)?;
        }
        let missing = || RowError::new(row.number, "", "is not a judgment", "name query, offer and grade");
        Ok(Judgment {
            query: row.parsed("query", Id::parse, ID)?.ok_or_else(missing)?,
            offer: row.parsed("offer", Id::parse, ID)?.ok_or_else(missing)?,
            grade: row.parsed("grade", Grade::parse, "use 0, 1, 2 or 3")?.ok_or_else(missing)?,
            who: row.cell("who").map(str::to_owned),
            when: row.parsed("when", moment, "write 2026-11-28 or 2026-11-28T14:30:00Z")?,
            note: row.cell("note").map(str::to_owned),
        })
    }
}

/// A moment, or the beginning of a day in UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok();
    text.parse().ok().or_else(|| day().map(|begins| begins.timestamp()))
}

/// How judgments are written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Cells under a header, commas between them; semicolons and tabs are read as well.
    Csv,
    /// Cells under a header, tabs between them.
    Tsv,
    /// One JSON object a line.
    Lines,
    /// Lines of query, iteration, offer and grade, as TREC writes them: no header, no optional fields.
    Qrels,
}

impl Format {
    /// The format of a name: `csv`, `tsv`, `ndjson` or `qrels`.
    pub fn named(name: &str) -> Option<Format> {
        Some(match name {
            "csv" => Format::Csv,
            "tsv" => Format::Tsv,
            "ndjson" | "jsonl" => Format::Lines,
            "qrels" | "trec" => Format::Qrels,
            _ => return None,
        })
    }

    fn of(text: &str) -> Format {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        if rows::is_objects(text) {
            Format::Lines
        } else if !rows::is_header(first, COLUMNS) && !first.contains([',', ';']) && first.split_whitespace().count() >= 3 {
            // One field too few or too many is better told as that than as a header that is missing.
            Format::Qrels
        } else {
            Format::Csv
        }
    }
}

/// A set of judgments: one for each pair of query and offer, in the order of their identifiers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgments(BTreeMap<Id, BTreeMap<Id, Judgment>>);

impl Judgments {
    /// Reads a file. Rows that repeat another and columns that are not read are in the answer; anything else
    /// that is wrong is a fault, and there are no judgments then.
    pub fn read(bytes: &[u8]) -> Result<(Judgments, Notices), Vec<RowError>> {
        let text = rows::text(bytes)?;
        let mut faults = Faults::default();
        let rows = match Format::of(text) {
            Format::Lines => rows::objects(text, COLUMNS, &mut faults),
            Format::Qrels => qrels(text, &mut faults),
            Format::Csv | Format::Tsv => rows::table(text, COLUMNS, &mut faults),
        };
        let (mut judgments, mut repeated) = (Judgments::default(), Vec::new());
        let mut seen: BTreeMap<(Id, Id), u64> = BTreeMap::new();
        for row in rows {
            if faults.too_many() {
                break;
            }
            let judgment = match Judgment::read(&row) {
                Ok(judgment) => judgment,
                Err(fault) => {
                    faults.add(fault);
                    continue;
                }
            };
            let first = *seen.entry((judgment.query.clone(), judgment.offer.clone())).or_insert(row.number);
            match judgments.grade(judgment.query.as_str(), judgment.offer.as_str()) {
                None => {
                    judgments.put(judgment);
                }
                Some(grade) if grade == judgment.grade => {
                    repeated.push(RowError::new(row.number, "", format!("repeats row {first}"), "delete one of the two; it counts once"));
                }
                Some(grade) => {
                    let problem = format!("is {} where row {first} says {} of the same query and offer", judgment.grade.0, grade.0);
                    faults.add(RowError::new(row.number, "grade", problem, "agree on one grade and delete the other row"));
                }
            }
        }
        faults.or(judgments, repeated)
    }

    /// Puts a judgment in place of the one that its pair had.
    pub fn put(&mut self, judgment: Judgment) -> Option<Judgment> {
        match self.0.entry(judgment.query.clone()).or_default().entry(judgment.offer.clone()) {
            Entry::Occupied(mut known) => Some(known.insert(judgment)),
            Entry::Vacant(free) => {
                free.insert(judgment);
                None
            }
        }
    }

    /// The grade of a pair; none if it was not judged.
    pub fn grade(&self, query: &str, offer: &str) -> Option<Grade> {
        let (query, offer) = (Id::parse(query)?, Id::parse(offer)?);
        self.0.get(&query)?.get(&offer).map(|judgment| judgment.grade)
    }

    /// The judgments of a query, in the order of offers.
    pub fn of<'a>(&'a self, query: &str) -> impl Iterator<Item = &'a Judgment> + use<'a> {
        Id::parse(query).and_then(|query| self.0.get(&query)).into_iter().flat_map(BTreeMap::values)
    }

    /// Every judgment, in the order of queries and offers.
    pub fn iter(&self) -> impl Iterator<Item = &Judgment> {
        self.0.values().flat_map(BTreeMap::values)
    }

    /// The queries that have judgments.
    pub fn queries(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(Id::as_str)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.values().map(BTreeMap::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes a file that [`Judgments::read`] gives back the same; TREC qrels keep no optional fields.
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Lines => self.iter().map(|judgment| serde_json::to_string(judgment).unwrap_or_default() + "\n").collect(),
            Format::Qrels => self.iter().map(|j| format!("{} 0 {} {}\n", j.query.as_str(), j.offer.as_str(), j.grade.0)).collect(),
            Format::Csv => self.cells(b','),
            Format::Tsv => self.cells(b'\t'),
        }
    }

    /// Optional columns that no judgment fills are left out.
    fn cells(&self, separator: u8) -> String {
        let mut columns: Vec<&Column> = COLUMNS.iter().collect();
        columns.retain(|column| column.required || self.iter().any(|judgment| !cell(judgment, column.name).is_empty()));
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        let header = columns.iter().map(|column| column.name.to_owned()).collect();
        let rows = self.iter().map(|judgment| columns.iter().map(|column| cell(judgment, column.name)).collect());
        for row in std::iter::once(header).chain::<Box<dyn Iterator<Item = Vec<String>>>>(Box::new(rows)) {
            // A vector takes everything that is written to it.
            writer.write_record(row).unwrap_or_default();
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

fn cell(judgment: &Judgment, column: &str) -> String {
    match column {
        "query" => judgment.query.as_str().to_owned(),
        "offer" => judgment.offer.as_str().to_owned(),
        "grade" => judgment.grade.0.to_string(),
        "who" => judgment.who.clone().unwrap_or_default(),
        "when" => judgment.when.map(|when| when.to_string()).unwrap_or_default(),
        _ => judgment.note.clone().unwrap_or_default(),
    }
}

/// Lines of four fields, of which the second is not used.
fn qrels(text: &str, faults: &mut Faults) -> Vec<Row> {
    let mut rows = Vec::new();
    for (number, line) in rows::lines(text) {
        if faults.too_many() {
            break;
        }
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            [query, _, offer, grade] => {
                let cells = [("query", *query), ("offer", *offer), ("grade", *grade)];
                rows.push(Row { number, cells: cells.into_iter().map(|(name, cell)| (name, cell.to_owned())).collect() });
            }
            fields => {
                let problem = format!("has {} fields, not 4", fields.len());
                faults.add(RowError::new(number, "", problem, "write query, 0, offer and grade with spaces between them, or a header that names query, offer and grade"));
            }
        }
    }
    rows
}
