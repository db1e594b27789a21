//! Named sets of judgments, of queries and of guards. Their rows are many, so they stand outside of the workbench,
//! each under a key of its own; a change of them gives the set a new version, and the workbench none.
//!
//! A large import is many [`SetChange::Load`] and one [`SetChange::Import`] at their end.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::{FieldError, Id};

/// Most rows of one change: a store can wait for its disk between changes, not within one.
pub const MAX_ROWS: usize = 8;
/// Most bytes of a row.
const MAX_ROW_BYTES: usize = 64 << 10;
/// Most bytes of a key: two identifiers and a stroke.
const MAX_KEY_BYTES: usize = 129;

/// What a set holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetKind {
    /// Graded judgments; a row is named `QUERY/POSTING`.
    Judgments,
    /// Queries; a row is named by its identifier.
    Queries,
    /// Queries with what must stand where in their answers; a row is named by its identifier.
    Guards,
}

impl SetKind {
    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            SetKind::Judgments => "judgments",
            SetKind::Queries => "queries",
            SetKind::Guards => "guards",
        }
    }
}

/// One row of a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its name in the set.
    pub key: String,
    /// The row as an object, in the fields of a file with an object a line.
    pub value: Value,
}

/// A change of a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum SetChange {
    /// Puts one row in place of the one with its name.
    Put {
        /// The set; it begins with its first row.
        set: Id,
        /// The row.
        row: Row,
    },
    /// Takes one row out.
    Remove {
        /// The set.
        set: Id,
        /// Name of the row.
        key: String,
    },
    /// Part of an import, at most [`MAX_ROWS`] rows in all.
    Load {
        /// The set.
        set: Id,
        /// Rows put.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        rows: Vec<Row>,
        /// Names of rows taken out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        gone: Vec<String>,
    },
    /// Ends an import: the set has a new version.
    Import {
        /// The set.
        set: Id,
        /// How many rows were put.
        put: usize,
        /// How many were taken out.
        gone: usize,
    },
    /// Forgets a set, after its rows were taken out.
    Drop {
        /// The set.
        set: Id,
    },
}

impl SetChange {
    /// The set that is changed.
    pub fn set(&self) -> &Id {
        match self {
            SetChange::Put { set, .. } | SetChange::Remove { set, .. } | SetChange::Load { set, .. } | SetChange::Import { set, .. } | SetChange::Drop { set } => set,
        }
    }

    /// The rows that are put.
    pub fn rows(&self) -> &[Row] {
        match self {
            SetChange::Put { row, .. } => std::slice::from_ref(row),
            SetChange::Load { rows, .. } => rows,
            _ => &[],
        }
    }

    /// The names of the rows that are taken out.
    pub fn gone(&self) -> &[String] {
        match self {
            SetChange::Remove { key, .. } => std::slice::from_ref(key),
            SetChange::Load { gone, .. } => gone,
            _ => &[],
        }
    }

    /// Whether it is part of a larger change, which gives the set its version.
    pub fn is_part(&self) -> bool {
        matches!(self, SetChange::Load { .. })
    }

    /// Refuses rows and keys that no set holds.
    pub fn check(&self) -> Result<(), FieldError> {
        if self.rows().len() + self.gone().len() > MAX_ROWS {
            return Err(fault("rows", format!("are more than {MAX_ROWS}"), "send fewer at once"));
        }
        for row in self.rows() {
            check_key(&row.key)?;
            let bytes = row.value.to_string().len();
            if !row.value.is_object() || bytes > MAX_ROW_BYTES {
                return Err(fault("value", format!("is no object of at most {MAX_ROW_BYTES} bytes"), "send an object with the fields of the row"));
            }
        }
        self.gone().iter().try_for_each(|key| check_key(key))
    }
}

/// One identifier, or two with a stroke between them.
fn check_key(key: &str) -> Result<(), FieldError> {
    let fits = key.len() <= MAX_KEY_BYTES && key.split('/').count() <= 2 && key.split('/').all(|id| Id::parse(id).is_some());
    if fits { Ok(()) } else { Err(fault("key", format!("{key:?} names no row"), "use one identifier, or a query and a posting with a stroke between them")) }
}

fn fault(field: &str, problem: String, hint: &str) -> FieldError {
    FieldError { field: field.to_owned(), problem, hint: hint.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::relevance::{Change, Stamp, Workbench};

    fn apply(change: SetChange) -> Result<u64, FieldError> {
        let mut workbench = Workbench::default();
        let stamp = Stamp { by: "operator".to_owned(), at: 1, note: String::new() };
        workbench.apply(&Change::Judgments(change), &stamp).map(|()| workbench.version)
    }

    fn load(count: usize, key: &str) -> SetChange {
        let rows = (0..count).map(|_| Row { key: key.to_owned(), value: json!({"grade": 1}) }).collect();
        SetChange::Load { set: Id::parse("core").expect("an id"), rows, gone: Vec::new() }
    }

    #[test]
    fn rows_are_few_and_named_and_the_workbench_keeps_its_version() {
        assert_eq!(apply(load(MAX_ROWS, "q1/o1")), Ok(0));
        assert_eq!(apply(load(1, "q1")), Ok(0));
        for (change, field) in [(load(MAX_ROWS + 1, "q1/o1"), "rows"), (load(1, "q1/o1/x"), "key"), (load(1, ""), "key"), (load(1, "a b"), "key")] {
            assert_eq!(apply(change).expect_err("refused").field, field);
        }
        let large = SetChange::Put { set: Id::parse("core").expect("an id"), row: Row { key: "q".to_owned(), value: json!({"note": "x".repeat(MAX_ROW_BYTES)}) } };
        assert_eq!(apply(large).expect_err("refused").field, "value");
    }

    #[test]
    fn a_change_is_written_as_a_reader_of_the_journal_expects() {
        let change = Change::Judgments(load(1, "q1/o1"));
        let written = serde_json::to_value(&change).expect("plain");
        assert_eq!(written, json!({"of": "judgments", "do": "load", "set": "core", "rows": [{"key": "q1/o1", "value": {"grade": 1}}]}));
        assert_eq!(serde_json::from_value::<Change>(written).expect("read"), change);
    }
}
