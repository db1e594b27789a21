//! What a party sees of its alerts: each with the match as it is now, in the reader's language.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::alerting::{Alerter, Alerting};
use super::curation::means;
use super::described::english;
use super::ranking::{Frame, scored};
use super::search::Hit;
use super::{Ask, Engine, EngineError, InUse, now_ms};
use crate::domain::posting::stamp;
use crate::domain::relevance::Act;
use crate::domain::{Id, Posting, Side};
use crate::explain::Voice;
use crate::journal::lock;
use crate::lexicon::live::Synonyms;
use crate::retrieve::Filters;
use crate::storage::Batch;
use crate::text::Lang;
use crate::views::alerts::{Alert, AlertId, Alerts, stage};

/// Whose alerts, and which of them.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// The party that they are for.
    pub party: String,
    /// The side of its postings; both if absent.
    pub side: Option<Side>,
    /// One posting of it.
    pub posting: Option<Id>,
    /// Only those that were not read.
    pub unread: bool,
}

impl Watched {
    fn holds(&self, alert: &Alert) -> bool {
        self.side.is_none_or(|side| side == alert.side) && self.posting.as_ref().is_none_or(|id| id.as_str() == alert.id.own) && !(self.unread && alert.read)
    }
}

/// An alert as its party sees it.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// Its name, unique within the party.
    pub id: String,
    /// When the match was found.
    pub at: String,
    /// Whether it was marked as read.
    pub read: bool,
    /// The party's own posting.
    #[serde(rename = "for")]
    pub own: Subject,
    /// The posting of the other side that came or changed.
    pub about: Subject,
    /// The match as it is now; none where one of the two was withdrawn, has ended or is shown no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hit: Option<Hit>,
}

/// A posting by name.
#[derive(Clone, Debug, Serialize)]
pub struct Subject {
    /// Offer or request.
    pub side: Side,
    /// Its identifier.
    pub id: String,
    /// Its title; none if it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A page of alerts, the newest first.
#[derive(Clone, Debug, Serialize)]
pub struct AlertPage {
    /// The page.
    pub items: Vec<Told>,
    /// For the next page; none on the last.
    pub cursor: Option<String>,
}

/// Alerts that are marked as read.
#[derive(Clone, Debug)]
pub enum Marked {
    /// These.
    These(Vec<AlertId>),
    /// One and all that are older.
    UpTo(AlertId),
}

impl Engine {
    /// How long alerts are kept; none where new matches are not told of.
    pub fn alerting(&self) -> Option<&Alerting> {
        self.alerter.as_ref().map(|alerter| &alerter.shared.alerting)
    }

    /// Position of the journal up to which new matches were told of; 0 where they are not.
    pub fn alerted_position(&self) -> u64 {
        self.alerter.as_ref().map_or(0, |alerter| alerter.shared.position())
    }

    /// Waits until new matches were told of up to a position; false if `timeout` passes first.
    pub fn wait_alerted(&self, position: u64, timeout: Duration) -> bool {
        self.alerter.as_ref().is_some_and(|alerter| alerter.shared.wait(position, timeout))
    }

    /// Whether alerts about what answers a posting are off.
    pub fn muted(&self, side: Side, id: &Id) -> Result<bool, EngineError> {
        Ok(self.documents().muted(side, id.as_str())?)
    }

    /// Calls `listener` whenever there are new alerts, with the parties that they are for; without any where they may
    /// be anybody's. It must not wait for anything.
    pub fn on_alerts(&self, listener: impl Fn(Option<&BTreeSet<String>>) + Send + Sync + 'static) {
        if let Some(alerter) = &self.alerter {
            alerter.shared.listen(Box::new(listener));
        }
    }

    /// Up to `limit` alerts behind one, the newest first, in the language of `reader`, else in that of the own posting.
    pub fn alerts(&self, watched: &Watched, after: Option<&AlertId>, limit: usize, reader: Option<&str>) -> Result<AlertPage, EngineError> {
        let shows = self.shows()?;
        let mut found = Vec::new();
        // One more than asked for tells whether there is a next page.
        Alerts(self.store()).behind(&watched.party, after, &mut |alert| {
            found.extend(Some(alert).filter(|alert| shows(alert) && watched.holds(alert)));
            found.len() <= limit
        })?;
        let more = found.len() > limit;
        found.truncate(limit);
        let cursor = found.last().filter(|_| more).map(|alert| alert.id.to_string());
        Ok(AlertPage { items: self.told(&watched.party, found, reader)?, cursor })
    }

    /// Up to `limit` alerts that are newer than what was seen, the oldest first.
    pub fn alerts_since(&self, watched: &Watched, seen: &AlertId, limit: usize, reader: Option<&str>) -> Result<Vec<(AlertId, Told)>, EngineError> {
        let shows = self.shows()?;
        let found = Alerts(self.store()).newer(&watched.party, seen, limit, &|alert| shows(alert) && watched.holds(alert))?;
        let ids: Vec<AlertId> = found.iter().map(|alert| alert.id.clone()).collect();
        Ok(ids.into_iter().zip(self.told(&watched.party, found, reader)?).collect())
    }

    /// Marks alerts as read, and says how many were not before. Marking again changes nothing.
    pub fn read_alerts(&self, watched: &Watched, marked: &Marked) -> Result<usize, EngineError> {
        let (shows, alerts) = (self.shows()?, Alerts(self.store()));
        let _turn = lock(&self.alerter()?.shared.changing);
        let mut found: Vec<Alert> = Vec::new();
        let named = match marked {
            Marked::These(ids) => ids.as_slice(),
            Marked::UpTo(id) => std::slice::from_ref(id),
        };
        for id in named {
            found.extend(alerts.get(&watched.party, id)?.filter(|alert| found.iter().all(|known| known.id != alert.id)));
        }
        if let Marked::UpTo(id) = marked {
            alerts.behind(&watched.party, Some(id), &mut |alert| {
                found.push(alert);
                true
            })?;
        }
        found.retain(|alert| !alert.read && shows(alert) && watched.holds(alert));
        let mut batch = Batch::new();
        for alert in &found {
            stage(&mut batch, &watched.party, &Alert { read: true, ..alert.clone() });
            if batch.is_full() {
                self.store().apply(std::mem::take(&mut batch))?;
            }
        }
        if !found.is_empty() {
            self.store().apply(batch)?;
            self.store().flush()?;
        }
        Ok(found.len())
    }

    fn alerter(&self) -> Result<&Alerter, EngineError> {
        self.alerter.as_ref().ok_or(EngineError::NoAlerts)
    }

    /// Whether an alert shows: all of its event are on disk, and it is not too old.
    fn shows(&self) -> Result<impl Fn(&Alert) -> bool, EngineError> {
        let shared = &self.alerter()?.shared;
        let (position, oldest) = (shared.position(), shared.alerting.oldest(now_ms()));
        Ok(move |alert: &Alert| alert.id.position <= position && alert.at >= oldest)
    }

    fn told(&self, party: &str, alerts: Vec<Alert>, reader: Option<&str>) -> Result<Vec<Told>, EngineError> {
        let used = self.in_use();
        let frame = self.frame(&used, &used.profile, now_ms()).under(used.workbench.rules.in_use());
        alerts.into_iter().map(|alert| self.tell(party, alert, &used, &frame, reader)).collect()
    }

    fn tell(&self, party: &str, alert: Alert, used: &Arc<InUse>, frame: &Frame<'_>, reader: Option<&str>) -> Result<Told, EngineError> {
        let other = alert.side.other();
        let stored = |side: Side, id: &str| Ok::<_, EngineError>(Id::parse(id).map(|id| self.get(side, &id)).transpose()?.flatten().map(|(posting, _)| posting));
        let (own, about) = (stored(alert.side, &alert.id.own)?, stored(other, &alert.other)?);
        // What was withdrawn and posted by somebody else is not the party's.
        let own = own.filter(|own| own.party.id == party);
        let hit = match &own {
            Some(own) if !own.expired(frame.now) => self.matching(own, &alert.other, used, frame, reader)?,
            _ => None,
        };
        let title = |posting: Option<Posting>| posting.map(|posting| posting.title);
        Ok(Told {
            id: alert.id.to_string(),
            at: stamp(alert.at),
            read: alert.read,
            own: Subject { side: alert.side, id: alert.id.own, title: title(own) },
            about: Subject { side: other, id: alert.other, title: title(about) },
            hit,
        })
    }

    /// A posting as a hit among the answers to another; none if it does not answer it now.
    fn matching(&self, own: &Posting, other: &str, used: &Arc<InUse>, frame: &Frame<'_>, reader: Option<&str>) -> Result<Option<Hit>, EngineError> {
        let (query, filters) = (used.posted(own, Synonyms::Asked), Filters::default());
        let Some(found) = frame.index.posting(query.side, other)? else { return Ok(None) };
        let Ok(values) = frame.measure(&query, &found, &filters, "all") else { return Ok(None) };
        let rules = frame.firing(&query, &filters);
        if rules.iter().any(|rule| rule.act == Act::Block && means(&rule.on, other, &found.card, used.lexicon())) {
            return Ok(None);
        }
        let guessed = query.reading.langs.first().map(|guess| guess.lang);
        let voice = Voice::new(used.lexicon(), reader.and_then(Lang::new).or(guessed).unwrap_or_else(english));
        let ranked = scored(query.side, found, values, frame, &rules);
        Ok(self.hit(&query, ranked, &Ask::default(), frame, &voice)?.map(|(hit, _)| hit))
    }
}
