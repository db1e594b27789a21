//! The rows of sets of judgments and queries, as the journal left them: `g/` rows by kind, set and name, `h/`
//! heads by kind and set, `o/` sets of which an import is open. They are read and written row by row.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::documents::readable;
use crate::domain::Id;
use crate::domain::relevance::{Row, SetChange, SetKind, Stamp};
use crate::storage::{Batch, Store, StoreError};

/// What a set is called and when it was changed last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetInfo {
    /// Its name.
    pub name: String,
    /// Its version: the journal position of the last change.
    pub version: u64,
    /// How many rows it has.
    pub rows: usize,
    /// Whether an import of it has begun and not ended: it is under way, or was cut off. Until then the rows are
    /// those of no version.
    pub open: bool,
    /// Who changed it last, when and why.
    #[serde(flatten)]
    pub stamp: Stamp,
}

const HEAD: &str = "head of a set";
const ROW: &str = "row of a set";

#[derive(Serialize, Deserialize)]
struct Head {
    version: u64,
    #[serde(flatten)]
    stamp: Stamp,
}

fn row_key(kind: SetKind, set: &str, key: &str) -> Vec<u8> {
    format!("g/{}/{set}/{key}", kind.name()).into_bytes()
}

fn open_key(kind: SetKind, set: &str) -> Vec<u8> {
    format!("o/{}/{set}", kind.name()).into_bytes()
}

fn head_key(kind: SetKind, set: &str) -> Vec<u8> {
    format!("h/{}/{set}", kind.name()).into_bytes()
}

/// Reads the sets of a store.
pub struct Sets<'a>(pub &'a dyn Store);

impl Sets<'_> {
    /// All sets of a kind, in the order of their names.
    pub fn list(&self, kind: SetKind) -> Result<Vec<SetInfo>, StoreError> {
        let prefix = head_key(kind, "");
        let mut heads = Vec::new();
        self.0.scan(&prefix, None, &mut |key, value| {
            let name = key.get(prefix.len()..).map(|name| String::from_utf8_lossy(name).into_owned());
            if let Some(name) = name {
                heads.push((name, readable::<Head>(HEAD, value)?));
            }
            Ok(true)
        })?;
        heads.into_iter().map(|(name, head)| self.counted(kind, name, head)).collect()
    }

    /// One set.
    pub fn info(&self, kind: SetKind, set: &Id) -> Result<Option<SetInfo>, StoreError> {
        let head = self.0.get(&head_key(kind, set.as_str()))?.map(|bytes| readable(HEAD, &bytes)).transpose()?;
        head.map(|head| self.counted(kind, set.as_str().to_owned(), head)).transpose()
    }

    fn counted(&self, kind: SetKind, name: String, head: Head) -> Result<SetInfo, StoreError> {
        let mut rows = 0;
        self.0.scan(&row_key(kind, &name, ""), None, &mut |_, _| {
            rows += 1;
            Ok(true)
        })?;
        let open = self.open(kind, &name)?;
        Ok(SetInfo { name, version: head.version, rows, open, stamp: head.stamp })
    }

    /// Whether an import of a set has begun and not ended.
    pub fn open(&self, kind: SetKind, set: &str) -> Result<bool, StoreError> {
        Ok(self.0.get(&open_key(kind, set))?.is_some())
    }

    /// The rows of a set, in the order of their names; none if there is no such set.
    pub fn rows(&self, kind: SetKind, set: &Id) -> Result<Vec<Row>, StoreError> {
        let prefix = row_key(kind, set.as_str(), "");
        let mut rows = Vec::new();
        self.0.scan(&prefix, None, &mut |key, value| {
            let key = key.get(prefix.len()..).map(|key| String::from_utf8_lossy(key).into_owned());
            if let Some(key) = key {
                rows.push(Row { key, value: readable(ROW, value)? });
            }
            Ok(true)
        })?;
        Ok(rows)
    }

    /// One row.
    pub fn row(&self, kind: SetKind, set: &Id, key: &str) -> Result<Option<Value>, StoreError> {
        self.0.get(&row_key(kind, set.as_str(), key))?.map(|bytes| readable(ROW, &bytes)).transpose()
    }
}

/// Stages a change of a set. It reads nothing, so that many may share a batch.
pub(super) fn stage(batch: &mut Batch, kind: SetKind, change: &SetChange, stamp: &Stamp, version: u64) {
    let set = change.set().as_str();
    for row in change.rows() {
        // A row is plain data: it always serialises.
        batch.put(row_key(kind, set, &row.key), serde_json::to_vec(&row.value).unwrap_or_default());
    }
    for key in change.gone() {
        batch.delete(row_key(kind, set, key));
    }
    match change {
        SetChange::Drop { .. } => batch.delete(head_key(kind, set)),
        SetChange::Load { .. } => batch.put(open_key(kind, set), []),
        SetChange::Put { .. } | SetChange::Remove { .. } | SetChange::Import { .. } => {
            let head = Head { version, stamp: stamp.clone() };
            batch.put(head_key(kind, set), serde_json::to_vec(&head).unwrap_or_default());
        }
    }
    if matches!(change, SetChange::Drop { .. } | SetChange::Import { .. }) {
        batch.delete(open_key(kind, set));
    }
}
