//! Alerts: which new matches parties were told of, and what that follows from. `n/p` says how far the journal was
//! followed, `n/s/` holds what stands, by side and identifier, `n/a/` the alerts of each party, the newest
//! first, `n/l/` the ledger of pairs. The thread that follows the journal writes all of it.
//!
//! Invariants:
//! - an alert and its entry in the ledger are in one batch, and go together: a pair with an entry is told of no more;
//! - the key of an alert follows from the event and the posting that it is for, so that an event which is
//!   followed again after a crash tells nothing new;
//! - none of it is in the journal; a backup takes the alerts along ([`Alerts::kept`]), so that nobody is told again of
//!   what was told before it was restored.

use std::collections::VecDeque;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::documents::readable;
use super::{Card, Deal};
use crate::domain::{Id, Side};
use crate::lexicon::{FacetId, Lexicon, stable_hash};
use crate::storage::{Batch, Store, StoreError};

const ALERT: &str = "alert";
const FOLLOWED: &[u8] = b"n/p";
const ALERTS: &[u8] = b"n/a/";
/// From this confidence on, in hundredths, a property can contradict another.
const SURE: u8 = 60;

/// How far the journal was followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// Position of the last event of which all alerts are written.
    pub position: u64,
    /// Fingerprint of the index that what stands was read from.
    pub fingerprint: u64,
    /// Whether everything that stood before is noted.
    pub noted: bool,
}

/// What stands under an identifier, as of its last event that was followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Position of that event.
    pub version: u64,
    /// What matches depend on, see [`material`].
    pub material: u64,
    /// First millisecond at which it no longer shows.
    pub ends_at: Option<i64>,
}

/// The name of an alert, unique within its party; a later event comes before an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertId {
    /// Position of the event that brought the match.
    pub position: u64,
    /// The posting that it is for.
    pub own: String,
}

impl AlertId {
    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<AlertId> {
        let (position, own) = text.split_once('-')?;
        Some(AlertId { position: position.parse().ok()?, own: Id::parse(own)?.into() })
    }

    /// Where everything up to a position was seen.
    pub fn seen(position: u64) -> AlertId {
        AlertId { position, own: String::new() }
    }
}

impl fmt::Display for AlertId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.position, self.own)
    }
}

/// A new match that a party is told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its name.
    #[serde(skip, default = "nameless")]
    pub id: AlertId,
    /// When it was found, in milliseconds since 1970.
    pub at: i64,
    /// The side of the posting that it is for.
    pub side: Side,
    /// The posting of the other side that came or changed.
    pub other: String,
    /// What the two were made of: the request, then the offer.
    pub pair: (u64, u64),
    /// Whether its party has read it.
    #[serde(default)]
    pub read: bool,
}

fn nameless() -> AlertId {
    AlertId::seen(0)
}

impl Alert {
    /// Where the ledger has the pair.
    pub fn ledger_key(&self) -> Vec<u8> {
        let (request, offer) = match self.side {
            Side::Request => (&self.id.own, &self.other),
            Side::Offer => (&self.other, &self.id.own),
        };
        [format!("n/l/{request}/{offer}/").as_bytes(), &self.pair.0.to_be_bytes(), &self.pair.1.to_be_bytes()].concat()
    }
}

/// A hash of what decides whether a posting matches: goods, sure properties, codes, origins that are accepted or
/// refused, certificates and the terms of the deal. Words, notes and contacts are not in it, nor is how goods are
/// spelled, nor the order in which things are listed. Everything is in it by name, so that another lexicon, whose
/// tables are longer, gives the same hash for the same things.
pub fn material(card: &Card, lexicon: &Lexicon) -> u64 {
    let mut goods: Vec<&str> = card.goods().filter_map(|id| lexicon.concept(id)).map(|concept| concept.slug.as_str()).collect();
    goods.sort_unstable();
    let sure = card.facets.iter().filter(|(_, sure)| *sure >= SURE);
    let mut facets: Vec<&str> = sure.filter_map(|(id, _)| lexicon.facet(FacetId(*id))).map(|facet| facet.slug.as_str()).collect();
    facets.sort_unstable();
    let origins = (sorted(&card.origins), sorted(&card.refused_origins));
    let made_of = (goods, facets, sorted(&card.codes), &card.hs, origins, sorted(&card.certificates), normal(&card.deal));
    // Plain data always serialises.
    stable_hash(&serde_json::to_vec(&made_of).unwrap_or_default(), 0)
}

fn sorted<T: Clone + Ord>(list: &[T]) -> Vec<T> {
    let mut list = list.to_vec();
    list.sort_unstable();
    list
}

/// A deal with one form of each figure and one order of each list, and without the day on which it ends: a match that lasts longer is the same.
fn normal(deal: &Deal) -> Deal {
    let mut deal = Deal { valid_until: None, channels: sorted(&deal.channels), payment: sorted(&deal.payment), ..deal.clone() };
    let Deal { quantity, moq, capacity, contents, price, .. } = &mut deal;
    let amounts = [quantity, moq, capacity].into_iter().flatten().flat_map(|amount| [&mut amount.low, &mut amount.high]);
    let prices = price.iter_mut().flat_map(|price| [&mut price.low, &mut price.high]);
    for figure in amounts.chain(prices).chain(contents.iter_mut().map(|content| &mut content.amount)) {
        *figure = figure.normalize();
    }
    contents.sort_by_cached_key(|content| serde_json::to_vec(content).unwrap_or_default());
    deal
}

/// Reads the alerts of a store.
pub struct Alerts<'a>(pub &'a dyn Store);

impl Alerts<'_> {
    /// How far the journal was followed; none if it never was.
    pub fn followed(&self) -> Result<Option<Followed>, StoreError> {
        self.0.get(FOLLOWED)?.map(|bytes| readable("position of the alerts", &bytes)).transpose()
    }

    /// What stands under an identifier.
    pub fn standing(&self, side: Side, id: &str) -> Result<Option<Standing>, StoreError> {
        self.0.get(&standing_key(side, id))?.map(|bytes| readable("mark of a posting", &bytes)).transpose()
    }

    /// Whether the ledger has the pair of an alert.
    pub fn told(&self, alert: &Alert) -> Result<bool, StoreError> {
        Ok(self.0.get(&alert.ledger_key())?.is_some())
    }

    /// An alert of a party.
    pub fn get(&self, party: &str, id: &AlertId) -> Result<Option<Alert>, StoreError> {
        let stored = self.0.get(&alert_key(party, id))?;
        stored.map(|bytes| Ok(Alert { id: id.clone(), ..readable(ALERT, &bytes)? })).transpose()
    }

    /// Visits the alerts of a party, the newest first, from behind one on, until the visitor has enough.
    pub fn behind(&self, party: &str, after: Option<&AlertId>, visit: &mut dyn FnMut(Alert) -> bool) -> Result<(), StoreError> {
        let (prefix, from) = (alert_prefix(party), after.map(|id| alert_key(party, id)));
        self.0.scan(&prefix, from.as_deref(), &mut |key, value| {
            if from.as_deref() == Some(key) { Ok(true) } else { Ok(visit(read(&prefix, key, value)?)) }
        })
    }

    /// Up to `limit` of those alerts of a party that are newer than one, the oldest first.
    pub fn newer(&self, party: &str, than: &AlertId, limit: usize, holds: &dyn Fn(&Alert) -> bool) -> Result<Vec<Alert>, StoreError> {
        let (prefix, end) = (alert_prefix(party), alert_key(party, than));
        let mut newer = VecDeque::new();
        self.0.scan(&prefix, None, &mut |key, value| {
            if key >= end.as_slice() {
                return Ok(false);
            }
            newer.extend(Some(read(&prefix, key, value)?).filter(holds));
            // They come newest first, and the oldest are asked for.
            if newer.len() > limit {
                newer.pop_front();
            }
            Ok(true)
        })?;
        Ok(newer.into_iter().rev().collect())
    }

    /// What a backup of the journal up to a position keeps, as JSON in a line each: how far it was followed, and the alerts
    /// of events up to there. The ledger follows from them, and what stands is noted anew.
    pub fn kept<E: From<StoreError>>(&self, until: u64, write: &mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        // The alerts of events that were followed are there before the position says so.
        let Some(followed) = self.followed()? else { return Ok(()) };
        let mut line = |kept: &Kept| write(&serde_json::to_vec(kept).unwrap_or_default());
        line(&Kept::Followed { position: followed.position.min(until) })?;
        let mut outcome = Ok(());
        self.each(&mut |party, alert| {
            if alert.id.position <= until {
                outcome = line(&Kept::Alert { party: party.to_owned(), id: alert.id.to_string(), alert });
            }
            Ok(outcome.is_ok())
        })?;
        outcome
    }

    /// Visits the alerts of all parties, party by party.
    pub fn each(&self, visit: &mut dyn FnMut(&str, Alert) -> Result<bool, StoreError>) -> Result<(), StoreError> {
        self.0.scan(ALERTS, None, &mut |key, value| {
            let party = key.get(ALERTS.len()..).and_then(|rest| rest.split(|byte| *byte == b'/').next());
            let party = party.and_then(|party| std::str::from_utf8(party).ok()).ok_or_else(misnamed)?;
            visit(party, read(&alert_prefix(party), key, value)?)
        })
    }
}

/// A line of what a backup keeps; kinds and fields are only ever added.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kept", rename_all = "snake_case")]
enum Kept {
    /// How far the journal was followed.
    Followed { position: u64 },
    /// An alert with its party and its name.
    Alert { party: String, id: String, alert: Alert },
}

/// Stages a line of [`Alerts::kept`], or says why it cannot be.
pub fn stage_kept(batch: &mut Batch, line: &[u8]) -> Result<(), String> {
    match serde_json::from_slice(line).map_err(|fault| format!("what it keeps of alerts cannot be read: {fault}"))? {
        Kept::Followed { position } => stage_followed(batch, &Followed { position, ..Followed::default() }),
        Kept::Alert { party, id, alert } => {
            let id = AlertId::parse(&id).filter(|_| Id::parse(&party).is_some()).ok_or("it names no alert of a party")?;
            stage(batch, &party, &Alert { id, ..alert });
        }
    }
    Ok(())
}

/// Stages how far the journal was followed.
pub fn stage_followed(batch: &mut Batch, followed: &Followed) {
    batch.put(FOLLOWED, serde_json::to_vec(followed).unwrap_or_default());
}

/// Stages what stands under an identifier, or that nothing does.
pub fn stage_standing(batch: &mut Batch, side: Side, id: &str, standing: Option<&Standing>) {
    match standing {
        Some(standing) => batch.put(standing_key(side, id), serde_json::to_vec(standing).unwrap_or_default()),
        None => batch.delete(standing_key(side, id)),
    }
}

/// Stages an alert with its entry in the ledger.
pub fn stage(batch: &mut Batch, party: &str, alert: &Alert) {
    batch.put(alert_key(party, &alert.id), serde_json::to_vec(alert).unwrap_or_default());
    batch.put(alert.ledger_key(), []);
}

/// Stages that an alert and its entry in the ledger go.
pub fn stage_forgotten(batch: &mut Batch, party: &str, alert: &Alert) {
    batch.delete(alert_key(party, &alert.id));
    batch.delete(alert.ledger_key());
}

fn standing_key(side: Side, id: &str) -> Vec<u8> {
    format!("n/s/{}/{id}", side.name()).into_bytes()
}

/// No identifier of a party holds a slash.
fn alert_prefix(party: &str) -> Vec<u8> {
    [ALERTS, party.as_bytes(), b"/"].concat()
}

/// Later positions come first.
fn alert_key(party: &str, id: &AlertId) -> Vec<u8> {
    [alert_prefix(party).as_slice(), &(u64::MAX - id.position).to_be_bytes(), id.own.as_bytes()].concat()
}

fn read(prefix: &[u8], key: &[u8], value: &[u8]) -> Result<Alert, StoreError> {
    let (position, own) = key.get(prefix.len()..).and_then(<[u8]>::split_first_chunk::<8>).ok_or_else(misnamed)?;
    let own = std::str::from_utf8(own).map_err(|_| misnamed())?.to_owned();
    Ok(Alert { id: AlertId { position: u64::MAX - u64::from_be_bytes(*position), own }, ..readable(ALERT, value)? })
}

fn misnamed() -> StoreError {
    StoreError::Unreadable { what: ALERT, detail: "its key is not one of an alert".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::MemoryStore;

    fn alert(position: u64, own: &str) -> Alert {
        Alert { id: AlertId { position, own: own.to_owned() }, at: 1, side: Side::Request, other: "o1".to_owned(), pair: (1, 2), read: false }
    }

    #[test]
    fn alerts_of_a_party_come_newest_first_and_none_of_another() {
        let store = MemoryStore::new();
        let mut batch = Batch::new();
        // Positions with a byte 0x2f, which is a slash, and parties of which one begins like the other.
        for (party, position, own) in [("a", 7, "r1"), ("a", 47, "r1"), ("a", 0x2f2f, "r2"), ("a", 0x2f2f, "r1"), ("a.b", 9, "r3"), ("ab", 8, "r4")] {
            stage(&mut batch, party, &alert(position, own));
        }
        store.apply(batch).expect("applies");
        let alerts = Alerts(&store);
        let mut seen = Vec::new();
        alerts.behind("a", None, &mut |alert| { seen.push(alert.id.to_string()); true }).expect("reads");
        assert_eq!(seen, ["12079-r1", "12079-r2", "47-r1", "7-r1"]);
        let mut rest = Vec::new();
        alerts.behind("a", AlertId::parse("12079-r2").as_ref(), &mut |alert| { rest.push(alert.id.to_string()); true }).expect("reads");
        assert_eq!(rest, ["47-r1", "7-r1"]);
        let newer = |than, limit, holds: &dyn Fn(&Alert) -> bool| alerts.newer("a", &AlertId::seen(than), limit, holds).expect("reads").iter().map(|alert| alert.id.to_string()).collect::<Vec<_>>();
        assert_eq!(newer(47, 9, &|_| true), ["12079-r2", "12079-r1"]);
        assert_eq!(newer(0, 2, &|alert| alert.id.own == "r1"), ["7-r1", "47-r1"], "those that come next, not the last ones");
        let mut all = 0;
        alerts.each(&mut |_, _| { all += 1; Ok(true) }).expect("reads");
        assert_eq!(all, 6);
        assert!(alerts.told(&alert(99, "r1")).expect("reads"), "the ledger knows the pair, whatever the event");
        assert_eq!(AlertId::parse("47-r1"), Some(AlertId { position: 47, own: "r1".to_owned() }));
        assert!([AlertId::parse("47"), AlertId::parse("x-r1"), AlertId::parse("47-"), AlertId::parse("47-a b")].iter().all(Option::is_none));
    }
}
