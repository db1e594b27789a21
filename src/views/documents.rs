//! The current postings and keys, as the journal left them: `d/` postings, `x/` external
//! identifiers, `m/` postings whose alerts are muted, `c/` how many postings there are, `k/` API keys, `r/` exchange rates, `a/` the changes of what ranks by position; and what
//! [`super::workbench`], [`super::sets`] and [`super::evaluations`] keep. Each event stages its changes in the
//! batch that holds the event itself, so that journal and documents can never disagree.

use serde::{Deserialize, Serialize};

use crate::domain::relevance::{Change, Stamp, Workbench};
use crate::domain::{Actor, Current, Event, Id, Posting, Rates, Role, Side};
use crate::storage::{Batch, Store, StoreError};

/// A posting with the journal position of its last change, which is its version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// Position of the last change.
    pub version: u64,
    /// The posting.
    pub posting: Posting,
    /// Bytes that the document takes in the store.
    #[serde(skip)]
    pub bytes: usize,
}

/// How many postings a store holds, as of a position of the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Position of the last event that is counted.
    pub position: u64,
    /// Offers.
    pub offers: usize,
    /// Requests.
    pub requests: usize,
}

impl Stored {
    /// Counts an event at a position, given whether its posting was there before.
    pub fn follow(&mut self, event: &Event, position: u64, known: bool) {
        self.position = position;
        let (side, more) = match event {
            Event::Posted { posting } if !known => (posting.side, true),
            Event::Withdrawn { side, .. } if known => (*side, false),
            _ => return,
        };
        let count = if side == Side::Offer { &mut self.offers } else { &mut self.requests };
        *count = if more { *count + 1 } else { count.saturating_sub(1) };
    }

    /// Stages the counts in the batch of their position.
    pub fn stage(&self, batch: &mut Batch) {
        batch.put(STORED, serde_json::to_vec(self).unwrap_or_default());
    }
}

const POSTING: &str = "posting";
const KEY: &str = "API key";
/// Where the API keys are.
const KEYS: &[u8] = b"k/";
/// Where the numbers of postings are.
const STORED: &[u8] = b"c/stored";
/// Where the exchange rates are.
const RATES: &[u8] = b"r/rates";
/// Where the changes of the relevance workbench are, by position.
const AUDIT: &[u8] = b"a/";

fn letter(side: Side) -> char {
    match side {
        Side::Offer => 'o',
        Side::Request => 'r',
    }
}

fn document_key(side: Side, id: &str) -> Vec<u8> {
    format!("d/{}/{id}", letter(side)).into_bytes()
}

fn external_key(side: Side, party: &str, external: &str) -> Vec<u8> {
    format!("x/{}/{party}/{external}", letter(side)).into_bytes()
}

fn muted_key(side: Side, id: &str) -> Vec<u8> {
    format!("m/{}/{id}", letter(side)).into_bytes()
}

/// Reads the documents of a store.
pub struct Documents<'a>(pub &'a dyn Store);

impl Documents<'_> {
    /// The posting under an identifier.
    pub fn get(&self, side: Side, id: &str) -> Result<Option<Document>, StoreError> {
        let stored = self.0.get(&document_key(side, id))?;
        stored.map(|bytes| Ok(Document { bytes: bytes.len(), ..readable(POSTING, &bytes)? })).transpose()
    }

    /// The identifier that a party's own key stands for.
    pub fn by_external_id(&self, side: Side, party: &str, external: &str) -> Result<Option<Id>, StoreError> {
        let bytes = self.0.get(&external_key(side, party, external))?;
        let read = |bytes: Vec<u8>| Id::parse(&String::from_utf8_lossy(&bytes)).ok_or_else(|| StoreError::Unreadable { what: "external identifier", detail: "it stands for no identifier of a posting".to_owned() });
        bytes.map(read).transpose()
    }

    /// Up to `limit` postings after an identifier, in the order of identifiers.
    pub fn list(&self, side: Side, after: Option<&str>, limit: usize) -> Result<Vec<Document>, StoreError> {
        let prefix = document_key(side, "");
        let from = after.map(|id| document_key(side, id));
        let mut out = Vec::new();
        self.0.scan(&prefix, from.as_deref(), &mut |key, value| {
            if from.as_deref() != Some(key) {
                out.push(readable(POSTING, value)?);
            }
            Ok(out.len() < limit)
        })?;
        Ok(out)
    }

    /// How many postings there are up to a position of the journal: as the batch of that position wrote it, else
    /// counted one by one.
    pub fn stored(&self, position: u64) -> Result<Stored, StoreError> {
        let known = self.0.get(STORED)?.map(|bytes| readable::<Stored>("number of postings", &bytes)).transpose()?;
        // A program that does not count, or a restore, left a later event behind.
        if let Some(known) = known.filter(|known| known.position == position) {
            return Ok(known);
        }
        let count = |side| {
            let mut count = 0;
            self.0.scan(&document_key(side, ""), None, &mut |_, _| {
                count += 1;
                Ok(true)
            })?;
            Ok::<_, StoreError>(count)
        };
        Ok(Stored { position, offers: count(Side::Offer)?, requests: count(Side::Request)? })
    }

    /// Whether alerts about what answers a posting are off.
    pub fn muted(&self, side: Side, id: &str) -> Result<bool, StoreError> {
        Ok(self.0.get(&muted_key(side, id))?.is_some())
    }

    /// Hash and rights of an API key.
    pub fn key(&self, id: &str) -> Result<Option<(String, Actor)>, StoreError> {
        self.0.get(format!("k/{id}").as_bytes())?.map(|bytes| readable(KEY, &bytes)).transpose()
    }

    /// All API keys by their public part, with their rights.
    pub fn keys(&self) -> Result<Vec<(String, Actor)>, StoreError> {
        let mut keys = Vec::new();
        self.0.scan(KEYS, None, &mut |key, value| {
            let (_, actor): (String, Actor) = readable(KEY, value)?;
            keys.push((String::from_utf8_lossy(key.get(KEYS.len()..).unwrap_or_default()).into_owned(), actor));
            Ok(true)
        })?;
        Ok(keys)
    }

    /// The exchange rates that an operator has set.
    pub fn rates(&self) -> Result<Option<Rates>, StoreError> {
        self.0.get(RATES)?.map(|bytes| readable("exchange rates", &bytes)).transpose()
    }

    /// The relevance workbench.
    pub fn workbench(&self) -> Result<Workbench, StoreError> {
        super::workbench::read(self.0)
    }

    /// The number of the edit of the lexicon that a position of the journal made.
    pub fn edit_at(&self, position: u64) -> Result<Option<u64>, StoreError> {
        let audited = self.0.get(&audit_key(position))?.map(|bytes| readable::<Audited>("change", &bytes)).transpose()?;
        Ok(audited.and_then(|audited| audited.edit))
    }

    /// Up to `limit` changes of the workbench after a position, the earliest first.
    pub fn audit(&self, after: u64, limit: usize) -> Result<Vec<(u64, Audited)>, StoreError> {
        let from = audit_key(after.saturating_add(1));
        let mut out = Vec::new();
        self.0.scan(AUDIT, Some(&from), &mut |key, value| {
            let position = key.get(AUDIT.len()..).and_then(|bytes| bytes.try_into().ok()).map(u64::from_be_bytes);
            if let Some(position) = position {
                out.push((position, readable("change", value)?));
            }
            Ok(out.len() < limit)
        })?;
        Ok(out)
    }

    /// Whether an API key of an operator exists.
    pub fn has_operator_key(&self) -> Result<bool, StoreError> {
        Ok(self.keys()?.iter().any(|(_, actor)| actor.role == Role::Operator))
    }
}

/// A document about to be stored.
#[derive(Serialize)]
struct Written<'a> {
    version: u64,
    posting: &'a Posting,
}

/// What is stored in a value. What cannot be read is an error: it is not absent, and the next change would write over it.
pub(super) fn readable<T: serde::de::DeserializeOwned>(what: &'static str, bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|fault| StoreError::Unreadable { what, detail: fault.to_string() })
}

fn audit_key(position: u64) -> Vec<u8> {
    [AUDIT, &position.to_be_bytes()].concat()
}

/// A change of the workbench as the audit log keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audited {
    /// Who, when and why.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What.
    pub change: Change,
    /// The number of an edit of the lexicon; not known of those that earlier programs wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<u64>,
}

/// Whether a batch changes a posting.
pub fn stages(batch: &Batch, side: Side, id: &Id) -> bool {
    batch.changes(&document_key(side, id.as_str()))
}

/// Whether a batch changes what a party's own key stands for.
pub fn stages_external(batch: &Batch, side: Side, party: &str, external: &str) -> bool {
    batch.changes(&external_key(side, party, external))
}

/// Stages what an event changes in what was `before` it.
pub fn stage(batch: &mut Batch, event: &Event, version: u64, before: &Current) {
    let old = before.posting.as_ref().map(|(posting, _)| posting);
    let replaced = old.filter(|_| matches!(event, Event::Posted { .. } | Event::Withdrawn { .. }));
    if let Some((old, external)) = replaced.and_then(|old| old.external_id.as_ref().map(|external| (old, external))) {
        batch.delete(external_key(old.side, &old.party.id, external));
    }
    match event {
        Event::Posted { posting } => {
            // A posting is made of plain data: it always serialises.
            let bytes = serde_json::to_vec(&Written { version, posting }).unwrap_or_default();
            batch.put(document_key(posting.side, posting.id.as_str()), bytes);
            if let Some(external) = &posting.external_id {
                batch.put(external_key(posting.side, &posting.party.id, external), posting.id.as_str());
            }
        }
        Event::Withdrawn { side, id } => {
            batch.delete(document_key(*side, id.as_str()));
            batch.delete(muted_key(*side, id.as_str()));
        }
        Event::Muted { side, id, muted: true } => batch.put(muted_key(*side, id.as_str()), []),
        Event::Muted { side, id, muted: false } => batch.delete(muted_key(*side, id.as_str())),
        Event::KeyAdded { id, hash, actor } => {
            batch.put(format!("k/{id}"), serde_json::to_vec(&(hash, actor)).unwrap_or_default());
        }
        Event::KeyRevoked { id } => batch.delete(format!("k/{id}")),
        Event::RatesSet { rates } => batch.put(RATES, serde_json::to_vec(rates).unwrap_or_default()),
        Event::Tuned { change, stamp } => tuned(batch, change, stamp, version, &before.workbench),
    }
}

fn tuned(batch: &mut Batch, change: &Change, stamp: &Stamp, version: u64, before: &Workbench) {
    let mut edit = None;
    if let Some((kind, of_set)) = change.of_set() {
        super::sets::stage(batch, kind, of_set, stamp, version);
        if of_set.is_part() {
            return;
        }
    } else if let Change::Evaluations(change) = change {
        super::evaluations::stage(batch, change, stamp, version);
    } else {
        let mut workbench = before.clone();
        // It was decided on this very workbench.
        if workbench.apply(change, stamp).is_err() {
            return;
        }
        super::workbench::stage(batch, before, &workbench);
        edit = matches!(change, Change::Lexicon(_)).then(|| workbench.lexicon.count());
    }
    let audited = Audited { stamp: stamp.clone(), change: change.audited(), edit };
    batch.put(audit_key(version), serde_json::to_vec(&audited).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::relevance::SetKind;
    use crate::storage::MemoryStore;
    use crate::views::alerts::{AlertId, Alerts};
    use crate::views::sets::Sets;

    #[test]
    fn what_cannot_be_read_is_an_error_and_never_absent() {
        let store = MemoryStore::new();
        let mut batch = Batch::new();
        let alert = [b"n/a/coop/".as_slice(), &(u64::MAX - 7).to_be_bytes(), b"o1"].concat();
        for key in [document_key(Side::Offer, "o1"), external_key(Side::Offer, "coop", "x1"), b"k/op".to_vec(), RATES.to_vec(), audit_key(3), b"n/p".to_vec(), b"n/s/offer/o1".to_vec(), alert, b"h/judgments/core".to_vec(), b"g/judgments/core/r1".to_vec()] {
            batch.put(key, b"{ \xff".to_vec());
        }
        store.apply(batch).expect("applies");
        let (documents, alerts, sets) = (Documents(&store), Alerts(&store), Sets(&store));
        let (id, kind) = (Id::parse("core").expect("an id"), SetKind::Judgments);
        let told: [(&str, bool); 14] = [
            ("posting", documents.get(Side::Offer, "o1").is_err()),
            ("list", documents.list(Side::Offer, None, 9).is_err()),
            ("external", documents.by_external_id(Side::Offer, "coop", "x1").is_err()),
            ("key", documents.key("op").is_err()),
            ("keys", documents.keys().is_err()),
            ("rates", documents.rates().is_err()),
            ("audit", documents.audit(0, 9).is_err()),
            ("followed", alerts.followed().is_err()),
            ("standing", alerts.standing(Side::Offer, "o1").is_err()),
            ("alert", alerts.get("coop", &AlertId { position: 7, own: "o1".to_owned() }).is_err()),
            ("alerts", alerts.behind("coop", None, &mut |_| true).is_err()),
            ("all alerts", alerts.each(&mut |_, _| Ok(true)).is_err()),
            ("set", sets.info(kind, &id).is_err() && sets.list(kind).is_err()),
            ("rows", sets.rows(kind, &id).is_err() && sets.row(kind, &id, "r1").is_err()),
        ];
        assert!(told.iter().all(|(_, error)| *error), "{told:?}");
        assert_eq!(documents.get(Side::Offer, "o2").expect("reads").map(|document| document.version), None);
    }

    #[test]
    fn counts_are_those_of_their_position_or_counted_anew() {
        let store = MemoryStore::new();
        let mut batch = Batch::new();
        batch.put(document_key(Side::Offer, "o1"), "{}");
        Stored { position: 4, offers: 7, requests: 2 }.stage(&mut batch);
        store.apply(batch).expect("applies");
        assert_eq!(Documents(&store).stored(4).expect("reads"), Stored { position: 4, offers: 7, requests: 2 });
        assert_eq!(Documents(&store).stored(5).expect("counts"), Stored { position: 5, offers: 1, requests: 0 });
    }
}
