//! Guards: queries with what must stand where in their answers, whatever the weights. They hold what no mean of
//! figures holds: the one answer that everybody would miss, and the one that nobody may see.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::queries::{self, Query};
use super::rows::{self, Column, Faults, Notices, Row, RowError};
use crate::domain::Id;

/// Places that count where a guard names none: those of the first page.
const USUAL_PLACES: usize = 10;
/// The most places that a guard names.
const MAX_PLACES: usize = 100;

const COLUMNS: &[Column] = &[
    Column { name: "offer", aliases: &["posting", "offer_id", "document", "doc", "docid"], required: true },
    Column { name: "expect", aliases: &["must", "expected"], required: true },
    Column { name: "k", aliases: &["places", "top_k"], required: false },
];

/// Where a posting must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    /// In the first place.
    First,
    /// In the first k places.
    Top,
    /// Nowhere in the first k places.
    Absent,
}

impl Expect {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Expect::First => "first",
            Expect::Top => "top",
            Expect::Absent => "absent",
        }
    }

    fn named(name: &str) -> Option<Expect> {
        [Expect::First, Expect::Top, Expect::Absent].into_iter().find(|expect| expect.name() == name)
    }
}

/// One guard; its name is that of its query.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// What is asked.
    pub query: Query,
    /// The posting that it is about.
    pub posting: Id,
    /// Where the posting must stand.
    pub expect: Expect,
    /// How many places count.
    pub k: usize,
}

impl Guard {
    /// Whether it holds where the posting stands at a place, counted from 1, or nowhere.
    pub fn holds(&self, place: Option<usize>) -> bool {
        match self.expect {
            Expect::First => place == Some(1),
            Expect::Top => place.is_some_and(|place| place <= self.k),
            Expect::Absent => place.is_none_or(|place| place > self.k),
        }
    }

    /// What it demands, in words.
    pub fn demand(&self) -> String {
        match self.expect {
            Expect::First => "must come first".to_owned(),
            Expect::Top => format!("must be in the first {} places", self.k),
            Expect::Absent => format!("must not be in the first {} places", self.k),
        }
    }

    /// A line of a file that [`GuardSet::read`] gives back the same, from that of the query.
    pub(crate) fn line(&self, query: Value) -> Value {
        let mut line = query;
        if let Value::Object(fields) = &mut line {
            let own = [("offer", Value::from(self.posting.as_str())), ("expect", Value::from(self.expect.name())), ("k", Value::from(self.k))];
            fields.extend(own.map(|(name, value)| (name.to_owned(), value)));
        }
        line
    }

    fn of(query: Query, own: &Row) -> Result<Guard, RowError> {
        own.required("offer")?;
        own.required("expect")?;
        let missing = || RowError::new(own.number, "", "is no guard", "name query, offer and what is expected");
        let posting = own.parsed("offer", Id::parse, "use 1 to 64 of A-Z a-z 0-9 . _ -")?.ok_or_else(missing)?;
        let expect = own.parsed("expect", Expect::named, "use first, top or absent")?.ok_or_else(missing)?;
        let k = own.parsed("k", |text| text.parse().ok().filter(|k| (1..=MAX_PLACES).contains(k)), "use a whole number from 1 to 100")?;
        Ok(Guard { query, posting, expect, k: k.unwrap_or(USUAL_PLACES) })
    }
}

/// A list of guards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GuardSet(pub Vec<Guard>);

impl GuardSet {
    /// Reads a file: the columns or fields of a set of queries, and beside them `offer`, `expect` (`first`, `top` or
    /// `absent`) and, if wanted, `k`. With any fault there are no guards.
    pub fn read(bytes: &[u8]) -> Result<(GuardSet, Notices), Vec<RowError>> {
        let text = rows::text(bytes)?;
        let mut faults = Faults::default();
        let mut guards = GuardSet::default();
        let mut known: BTreeSet<Id> = BTreeSet::new();
        let mut add = |guard: Result<Guard, Vec<RowError>>, number: u64, faults: &mut Faults| match guard {
            Err(found) => found.into_iter().for_each(|fault| faults.add(fault)),
            Ok(guard) if !known.insert(guard.query.id.clone()) => {
                faults.add(RowError::new(number, "id", format!("{} is there twice", guard.query.id.as_str()), "give each guard an identifier of its own"));
            }
            Ok(guard) => guards.0.push(guard),
        };
        if rows::is_objects(text) {
            for (number, line) in rows::lines(text) {
                if !faults.too_many() {
                    add(in_object(number, line), number, &mut faults);
                }
            }
        } else {
            let columns = [queries::COLUMNS, COLUMNS].concat();
            for row in rows::table(text, &columns, &mut faults) {
                if faults.too_many() {
                    break;
                }
                let guard = queries::in_cells(&row).and_then(|query| Guard::of(query, &row).map_err(|fault| vec![fault]));
                add(guard, row.number, &mut faults);
            }
        }
        faults.or(guards, Vec::new())
    }
}

/// The guard on a line: what is its own is taken out, the rest is the query.
fn in_object(number: u64, line: &str) -> Result<Guard, Vec<RowError>> {
    let map = rows::object(number, line).map_err(|fault| vec![fault])?;
    let (own, rest) = map.into_iter().partition(|(name, _)| COLUMNS.iter().any(|column| column.is_called(name)));
    let cells = rows::cells(number, &own, COLUMNS).map_err(|fault| vec![fault])?;
    let query = queries::object(number, rest)?;
    Guard::of(query, &Row { number, cells }).map_err(|fault| vec![fault])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(u64, String)> {
        let faults = GuardSet::read(text.as_bytes()).expect_err("faulty");
        assert!(faults.iter().all(|fault| !fault.error.problem.is_empty() && !fault.error.hint.is_empty()));
        faults.into_iter().map(|fault| (fault.row, fault.error.field)).collect()
    }

    #[test]
    fn guards_are_read_from_cells_and_objects_alike() {
        let cells = "id,text,lang,offer,expect,k\ng1,腰果仁,zh,o1,first,\ng2,cashew,,o2,top,3\ng3,cashew,,o3,absent,\n";
        let lines = "{\"id\":\"g1\",\"text\":\"腰果仁\",\"lang\":\"zh\",\"offer\":\"o1\",\"expect\":\"first\"}\n{\"id\":\"g2\",\"q\":\"cashew\",\"posting\":\"o2\",\"must\":\"top\",\"k\":3}\n{\"id\":\"g3\",\"text\":\"cashew\",\"offer\":\"o3\",\"expect\":\"absent\",\"k\":10}\n";
        let (guards, notices) = GuardSet::read(cells.as_bytes()).expect("reads");
        assert_eq!((GuardSet::read(lines.as_bytes()).expect("reads").0, notices), (guards.clone(), Notices::default()));
        let holds = |at: usize, places: [Option<usize>; 4]| places.map(|place| guards.0[at].holds(place));
        let places = [Some(1), Some(3), Some(11), None];
        assert_eq!([holds(0, places), holds(1, places), holds(2, places)], [[true, false, false, false], [true, true, false, false], [false, false, true, true]]);
        let request = "{\"id\":\"g1\",\"title\":\"求购腰果仁\",\"origins\":[\"VN\"],\"offer\":\"o1\",\"expect\":\"top\"}";
        assert_eq!(GuardSet::read(request.as_bytes()).expect("reads").0.0[0].query.kind, "request");
    }

    #[test]
    fn what_is_no_guard_is_told_by_row_and_column() {
        assert_eq!(faults("id,text,offer\ng1,tea,o1\n"), [(1, "expect".to_owned())]);
        assert_eq!(
            faults("id,text,offer,expect,k\ng1,tea,o1,last,\ng2,tea,,first,\ng3,tea,o1,top,0\ng4,,o1,top,\ng5,tea,o1,top,\ng5,tea,o2,top,\n"),
            [(2, "expect".to_owned()), (3, "offer".to_owned()), (4, "k".to_owned()), (5, "text".to_owned()), (7, "id".to_owned())]
        );
        assert_eq!(faults("{\"id\":\"g\",\"text\":\"tea\",\"offer\":\"o1\"}\n{\"id\":\"h\",\"title\":\"tea\",\"colour\":1,\"offer\":\"o\",\"expect\":\"top\"}"), [(1, "expect".to_owned()), (2, "colour".to_owned())]);
    }
}
