//! What a reader did with a hit.

use serde::{Deserialize, Serialize};

use super::QueryId;

/// What was done, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The posting was opened.
    View,
    /// Its party was written to.
    Contact,
    /// A quotation was asked for or given.
    Quote,
}

impl Kind {
    /// All kinds, in their order.
    pub const ALL: [Kind; 3] = [Kind::View, Kind::Contact, Kind::Quote];

    /// Reads the lower-case name.
    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == text)
    }

    /// The lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::View => "view",
            Kind::Contact => "contact",
            Kind::Quote => "quote",
        }
    }
}

/// Something done with a hit. The same done twice is kept once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The answer that showed it.
    pub query: QueryId,
    /// The posting.
    pub id: String,
    /// What was done.
    pub kind: Kind,
    /// Place of the hit, 1 for the first.
    pub place: usize,
}

impl Given {
    /// Its key behind the prefix: all of one answer stand together.
    pub(super) fn key(&self) -> Vec<u8> {
        [self.query.bytes(), self.kind.name().as_bytes(), b"/", self.id.as_bytes()].concat()
    }

    /// Reads key and place back.
    pub(super) fn read(key: &[u8], place: &[u8]) -> Option<Given> {
        let (query, rest) = key.split_at_checked(16)?;
        let (kind, id) = std::str::from_utf8(rest).ok()?.split_once('/')?;
        let place = std::str::from_utf8(place).ok()?.parse().ok()?;
        Some(Given { query: QueryId::of_bytes(query)?, id: id.to_owned(), kind: Kind::parse(kind)?, place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let given = Given { query: QueryId::draw(), id: "o-1".to_owned(), kind: Kind::Contact, place: 7 };
        assert_eq!(Given::read(&given.key(), b"7"), Some(given.clone()));
        assert_eq!(Given::read(&given.key(), b"x"), None);
        assert_eq!(Given::read(b"short", b"7"), None);
    }
}
