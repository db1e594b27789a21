//! The entries of an index, in a column of whole numbers: eight bytes of an entry to each. A column of byte
//! strings is kept as a dictionary in order of the strings, of which a search would unpack a block for each of its
//! hundreds of candidates.

use serde::de::DeserializeOwned;
use tantivy::columnar::Column;
use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::index::IndexError;

/// The name of the column.
pub(super) const COLUMN: &str = "entry";
const WORD: usize = size_of::<u64>();

/// Adds the bytes of an entry to a document; up to seven zeros fill the last number.
pub(super) fn add(document: &mut TantivyDocument, field: Field, entry: &[u8]) {
    let (words, rest) = entry.as_chunks::<WORD>();
    let mut last = [0; WORD];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    for word in words.iter().chain((!rest.is_empty()).then_some(&last)) {
        document.add_u64(field, u64::from_le_bytes(*word));
    }
}

/// The columns of a snapshot, by segment.
pub(super) struct Entries {
    columns: Vec<Option<Column<u64>>>,
    /// The entry that is read, whose room serves the next one.
    bytes: Vec<u8>,
}

impl Entries {
    pub(super) fn of(searcher: &Searcher) -> Result<Entries, IndexError> {
        let columns: Result<Vec<_>, _> = searcher.segment_readers().iter().map(|segment| segment.fast_fields().column_opt(COLUMN)).collect();
        Ok(Entries { columns: columns?, bytes: Vec::new() })
    }

    /// The entry of a document, or what comes first in it; none if it cannot be read, which is logged.
    pub(super) fn read<T: DeserializeOwned>(&mut self, at: DocAddress) -> Option<T> {
        self.bytes.clear();
        let words = self.columns.get(at.segment_ord as usize)?.as_ref()?.values_for_doc(at.doc_id);
        words.for_each(|word| self.bytes.extend_from_slice(&word.to_le_bytes()));
        match postcard::take_from_bytes(&self.bytes) {
            Ok((entry, _)) => Some(entry),
            Err(fault) => {
                tracing::error!(%fault, "an indexed posting cannot be read and is not found");
                None
            }
        }
    }
}
