//! The thread that finds new matches. It follows the journal as far as postings can be found, and for each
//! posting that is new or materially changed it asks the index for its counterparts among those that stand;
//! their parties get an alert. Whoever posted gets none: what stands already is the answer to a posting and
//! no news, and one's own edit is none either.
//!
//! Invariants:
//! - a pair is told of when the later of its two material changes is followed, whatever was followed together;
//! - what many answer is told to those whom it suits best, up to a bound;
//! - position, what stands, alerts and ledger go into the store in order; an event that a crash cut off is
//!   followed again, and the ledger knows the pairs that were told of;
//! - an alert shows once all alerts of its event are on disk.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::curation::means;
use super::indexer::Progress;
use super::otherwise::{Otherwise, is_kind};
use super::ranking::{Frame, Query, grounded};
use super::sturdy::caught;
use super::{EngineError, InUse, now_ms};
use crate::domain::posting::DAY_MS;
use crate::domain::relevance::{Act, Rule};
use crate::domain::{ANONYMOUS, Event, Posting, Side};
use crate::journal::{Entry, Journal, JournalError, JournalRead, Position, lock};
use crate::lexicon::live::Synonyms;
use crate::lexicon::Lexicon;
use crate::retrieve::Filters;
use crate::score::judged::Status;
use crate::score::value;
use crate::storage::{Batch, Store, StoreError};
use crate::understand::Reading;
use crate::views::Card;
use crate::views::alerts::{Alert, AlertId, Alerts, Followed, Standing, material, stage, stage_followed, stage_forgotten, stage_standing};
use crate::views::documents::Documents;
use crate::views::index::{Clause, Entry as IndexEntry, Found, Key, TextIndex, fingerprint};

/// Events that are followed in one frame.
const TOGETHER: usize = 256;
/// Most alerts that one event raises: those with the best score, and of equal ones the first by identifier.
const MOST_TOLD: usize = 500;
/// Longest sleep between looks at how far postings can be found.
const IDLE: Duration = Duration::from_millis(500);
/// Postings that stand already and are noted at once.
const PAGE: usize = 500;
/// Pause between two looks for alerts that are too old.
const SWEEP: Duration = Duration::from_secs(3_600);
/// Digits of the Harmonized System that are alike all over the world: a subheading.
const SUBHEADING: usize = 6;

/// Whether new matches are told of, and for how long alerts are kept. What is forgotten goes with its entry in
/// the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alerting {
    /// Days after which an alert is forgotten.
    pub keep_days: u32,
    /// Most alerts that are kept of a party; beyond that the oldest are forgotten.
    pub keep_entries: usize,
}

impl Default for Alerting {
    fn default() -> Alerting {
        Alerting { keep_days: 90, keep_entries: 1_000 }
    }
}

/// Called when there are new alerts, with the parties that they are for, or without where it is not known; it must
/// not wait for anything.
pub(super) type Listener = Box<dyn Fn(Option<&BTreeSet<String>>) + Send + Sync>;

pub(super) struct Shared {
    pub(super) alerting: Alerting,
    /// Up to here alerts show.
    position: AtomicU64,
    stop: AtomicBool,
    done: Mutex<()>,
    moved: Condvar,
    listeners: Mutex<Vec<Listener>>,
    /// Held by whoever changes or removes alerts that show.
    pub(super) changing: Mutex<()>,
}

impl Shared {
    /// Position up to which alerts show.
    pub(super) fn position(&self) -> u64 {
        self.position.load(Ordering::Acquire)
    }

    /// Waits until everything up to a position was followed.
    pub(super) fn wait(&self, position: u64, timeout: Duration) -> bool {
        let end = Instant::now() + timeout;
        let mut guard = lock(&self.done);
        while self.position() < position {
            let now = Instant::now();
            if now >= end {
                return false;
            }
            guard = self.moved.wait_timeout(guard, end - now).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    pub(super) fn listen(&self, listener: Listener) {
        lock(&self.listeners).push(listener);
    }

    /// Lets alerts up to a position show, and wakes whoever listens if there may be news for anybody.
    fn show(&self, position: u64, told: Option<&BTreeSet<String>>) {
        {
            let _guard = lock(&self.done);
            self.position.store(position, Ordering::Release);
            self.moved.notify_all();
        }
        if told.is_none_or(|told| !told.is_empty()) {
            lock(&self.listeners).iter().for_each(|listener| listener(told));
        }
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }
}

/// Handle to the thread.
pub(super) struct Alerter {
    pub(super) shared: Arc<Shared>,
    progress: Progress,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What the thread works with.
pub(super) struct Tools {
    pub(super) journal: Arc<Journal<Event>>,
    pub(super) index: Arc<TextIndex>,
    pub(super) in_use: Arc<RwLock<Arc<InUse>>>,
    pub(super) progress: Progress,
}

impl Tools {
    fn used(&self) -> Arc<InUse> {
        Arc::clone(&self.in_use.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Alerter {
    /// Starts the thread. In a store whose journal nobody has followed yet, what stands is no news.
    pub(super) fn start(tools: Tools, lexicon: &Lexicon, alerting: Alerting) -> Result<Alerter, EngineError> {
        let last = tools.journal.last().map_or(0, |Position(at)| at);
        let (fingerprint, store) = (fingerprint(lexicon), tools.journal.store());
        let known = Alerts(&**store).followed()?.filter(|known| known.position <= last);
        // Another lexicon reads what stands otherwise, which is no news either.
        let followed = match known {
            Some(known) => Followed { fingerprint, noted: known.noted && known.fingerprint == fingerprint, ..known },
            None => Followed { position: last, fingerprint, noted: last == 0 },
        };
        if known != Some(followed) {
            let mut batch = Batch::new();
            stage_followed(&mut batch, &followed);
            store.apply(batch)?;
        }
        let shared = Arc::new(Shared {
            alerting,
            position: AtomicU64::new(followed.position),
            stop: AtomicBool::new(false),
            done: Mutex::default(),
            moved: Condvar::new(),
            listeners: Mutex::default(),
            changing: Mutex::default(),
        });
        let (inner, progress) = (Arc::clone(&shared), tools.progress.clone());
        let thread = std::thread::Builder::new().name("alerts".to_owned()).spawn(move || {
            while !inner.stopping() {
                // What was written is known; the rest is followed again.
                let fault = match caught(|| follow(&tools, &inner)) {
                    Ok(Ok(())) => continue,
                    Ok(Err(fault)) => fault.to_string(),
                    Err(panic) => panic,
                };
                tracing::error!(error = fault, "new matches cannot be told of, trying again");
                std::thread::sleep(Duration::from_secs(1));
            }
        });
        let thread = thread.map_err(|fault| EngineError::Internal(fault.to_string()))?;
        Ok(Alerter { shared, progress, thread: Mutex::new(Some(thread)) })
    }

    /// Ends the thread between two events; the next start goes on there.
    pub(super) fn stop(&self) {
        self.shared.stop.store(true, Ordering::Release);
        self.progress.nudge();
        if let Some(thread) = lock(&self.thread).take() {
            let _ = thread.join();
        }
    }
}

fn follow(tools: &Tools, shared: &Shared) -> Result<(), EngineError> {
    let mut keeper = Keeper { store: &**tools.journal.store(), shared, swept: None };
    let Some(mut followed) = Alerts(keeper.store).followed()? else { return Err(EngineError::Internal("the position of the alerts is missing".to_owned())) };
    if !followed.noted {
        note_standing(tools, shared, &mut followed)?;
    }
    // What was written before a fault shows as well.
    if shared.position() < followed.position {
        keeper.store.flush()?;
        shared.show(followed.position, None);
    }
    // The first event may have been followed in part before, and its alerts are in no batch any more.
    let mut news = true;
    while !shared.stopping() {
        keeper.sweep()?;
        if !tools.progress.wait(followed.position + 1, IDLE, || shared.stopping()) {
            continue;
        }
        let entries = next(&tools.journal, followed.position, tools.progress.position())?;
        if entries.is_empty() {
            continue;
        }
        let used = tools.used();
        let frame = Frame::new(&tools.index, &used, &used.profile, now_ms()).under(used.workbench.rules.in_use());
        let blocks = frame.blocks();
        let mut round = Round {
            journal: &tools.journal,
            frame,
            blocks,
            keeper: &keeper,
            followed: &mut followed,
            batch: Batch::new(),
            staged: HashMap::new(),
            ledger: HashSet::new(),
            told: BTreeSet::new(),
            news: std::mem::take(&mut news),
        };
        round.follow(&entries)?;
    }
    Ok(())
}

/// The next events that can be found, after one position and up to another.
fn next(journal: &Journal<Event>, after: u64, reached: u64) -> Result<Vec<Entry<Event>>, JournalError> {
    let mut entries = Vec::new();
    journal.read(Position(after + 1), &mut |entry| {
        if entry.position.0 <= reached {
            entries.push(entry);
        }
        Ok(entries.len() < TOGETHER && entries.last().is_some_and(|last: &Entry<Event>| last.position.0 < reached))
    })?;
    Ok(entries)
}

/// Notes what stands already, so that an edit which changes nothing is told from one that does.
fn note_standing(tools: &Tools, shared: &Shared, followed: &mut Followed) -> Result<(), EngineError> {
    let store = &**tools.journal.store();
    let last = tools.journal.last().map_or(0, |Position(at)| at);
    while !tools.progress.wait(last, IDLE, || shared.stopping()) {
        if shared.stopping() {
            return Ok(());
        }
    }
    let (index, used) = (tools.index.snapshot(), tools.used());
    // As they stood, for what was changed since.
    let mut changed: HashMap<(Side, String), Option<(u64, Posting)>> = HashMap::new();
    for side in [Side::Offer, Side::Request] {
        let mut after: Option<String> = None;
        loop {
            let page = Documents(store).list(side, after.as_deref(), PAGE)?;
            let Some(end) = page.last() else { break };
            after = Some(end.posting.id.as_str().to_owned());
            if shared.stopping() {
                return Ok(());
            }
            let mut batch = Batch::new();
            for document in &page {
                let id = document.posting.id.as_str();
                if document.version > followed.position {
                    changed.insert((side, id.to_owned()), None);
                } else if let Some(found) = index.posting(side, id)? {
                    stage_standing(&mut batch, side, id, Some(&Standing { version: document.version, material: material(&found.card, used.lexicon()), ends_at: found.expires_at }));
                }
                if batch.is_full() {
                    store.apply(std::mem::take(&mut batch))?;
                }
            }
            store.apply(batch)?;
        }
    }
    if !changed.is_empty() {
        tools.journal.read(Position::FIRST, &mut |entry| {
            if entry.position.0 > followed.position {
                return Ok(false);
            }
            let (side, id, standing) = match entry.event {
                Event::Posted { posting } => (posting.side, posting.id.clone(), Some((entry.position.0, *posting))),
                Event::Withdrawn { side, id } => (side, id, None),
                _ => return Ok(true),
            };
            if let Some(stood) = changed.get_mut(&(side, id.into())) {
                *stood = standing;
            }
            Ok(true)
        })?;
    }
    let mut batch = Batch::new();
    for ((side, id), stood) in &changed {
        if let Some((version, posting)) = stood {
            stage_standing(&mut batch, *side, id, Some(&Standing { version: *version, material: material(&used.card(posting), used.lexicon()), ends_at: posting.expires_at() }));
        }
        if batch.is_full() {
            store.apply(std::mem::take(&mut batch))?;
        }
    }
    followed.noted = true;
    stage_followed(&mut batch, followed);
    Ok(store.apply(batch)?)
}

/// Events that are followed in one frame.
struct Round<'a> {
    journal: &'a Journal<Event>,
    frame: Frame<'a>,
    /// Rules that keep postings out of answers.
    blocks: Vec<&'a Rule>,
    keeper: &'a Keeper<'a>,
    followed: &'a mut Followed,
    /// Not yet in the store.
    batch: Batch,
    /// What stands by the batch.
    staged: HashMap<(Side, String), Option<Standing>>,
    /// Keys of the ledger that are in the batch.
    ledger: HashSet<Vec<u8>>,
    /// Parties with new alerts.
    told: BTreeSet<String>,
    /// Whether there may be alerts of parties that are not known here and do not show yet.
    news: bool,
}

/// A posting that answers another.
struct Answering {
    score: f64,
    id: String,
    party: String,
    material: u64,
}

impl Round<'_> {
    fn follow(&mut self, entries: &[Entry<Event>]) -> Result<(), EngineError> {
        for entry in entries {
            if self.keeper.shared.stopping() {
                break;
            }
            match &entry.event {
                // It is followed again.
                Event::Posted { posting } if !self.posted(posting, entry)? => break,
                Event::Withdrawn { side, id } => self.stand(*side, id.as_str(), None),
                _ => {}
            }
            self.followed.position = entry.position.0;
            if self.batch.is_full() {
                self.write()?;
            }
        }
        self.write()?;
        self.keeper.trim(&self.told)?;
        if self.news || !self.told.is_empty() {
            self.keeper.store.flush()?;
        }
        self.keeper.shared.show(self.followed.position, (!self.news).then_some(&self.told));
        Ok(())
    }

    /// Follows a posting; false if the thread stops before all are told.
    fn posted(&mut self, posting: &Posting, entry: &Entry<Event>) -> Result<bool, EngineError> {
        let (side, id, position) = (posting.side, posting.id.as_str(), entry.position.0);
        let Some(document) = self.documents().get(side, id)? else { return Ok(true) };
        let Some(found) = self.frame.index.posting(side, id)? else { return Ok(true) };
        let standing = Standing { version: position, material: self.material(&found.card), ends_at: posting.expires_at() };
        // What was replaced by something else before anybody looked was never there.
        if document.version != position && self.material(&self.frame.used.card(posting)) != standing.material {
            return Ok(true);
        }
        // What had ended and is posted again is new; the ledger knows what was told of it before.
        let stood = self.standing(side, id)?.filter(|before| before.ends_at.is_none_or(|end| end > entry.at));
        let changed = stood.map_or(Ok(true), |before| self.changed(&before, posting, &standing))?;
        if changed && !posting.expired(self.frame.now) && !self.tell(posting, found, &standing)? {
            return Ok(false);
        }
        self.stand(side, id, Some(standing));
        Ok(true)
    }

    fn material(&self, card: &Card) -> u64 {
        material(card, self.frame.used.lexicon())
    }

    /// Whether a posting is materially another than what stood. What an edit of the lexicon changes is no change of
    /// the posting: where one may have, both are compared as they are read now.
    fn changed(&self, before: &Standing, posting: &Posting, new: &Standing) -> Result<bool, EngineError> {
        let used = &self.frame.used;
        if before.material == new.material || used.lexicon().edits() == 0 {
            return Ok(before.material != new.material);
        }
        let mut old = None;
        self.journal.read(Position(before.version), &mut |entry| {
            if let Event::Posted { posting } = entry.event {
                old = Some(posting);
            }
            Ok(false)
        })?;
        Ok(old.is_none_or(|old| self.material(&used.card(&old)) != self.material(&used.card(posting))))
    }

    /// Tells the parties of the best that answers a posting; false if the thread stops before all are told.
    fn tell(&mut self, posting: &Posting, found: Found, new: &Standing) -> Result<bool, EngineError> {
        let side = posting.side.other();
        let clauses = wanted(posting.side, &found.card, self.frame.used.lexicon());
        if clauses.is_empty() {
            return Ok(true);
        }
        let mut otherwise = Otherwise::of(&self.frame, side, &found.card)?;
        // The card is all that a pair is measured by.
        let query = Query { side, text: "", posting: Some(posting), reading: Reading::default(), card: found.card, synonyms: Synonyms::Found };
        let mut answering = Vec::new();
        let (frame, shared) = (&self.frame, self.keeper.shared);
        let mut judge = |material: u64, other: Found| {
            if let Some(score) = frame.news(&query, &other).filter(|_| other.card.party != ANONYMOUS) {
                answering.push(Answering { score, material, party: other.card.party, id: other.id });
            }
        };
        frame.index.each(side, &clauses, &mut |other| {
            if !otherwise.takes(&other) {
                judge(material(&other.card, frame.used.lexicon()), other);
            }
            !shared.stopping()
        })?;
        for id in otherwise.ids() {
            let (Some(mut other), Some(own)) = (frame.index.posting(side, id)?, Documents(self.keeper.store).get(side, id)?) else { continue };
            let material = material(&other.card, frame.used.lexicon());
            other.card = frame.used.posted(&own.posting, Synonyms::Asked).card;
            judge(material, other);
            if shared.stopping() {
                return Ok(false);
            }
        }
        answering.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        let mut pairs = 0;
        for Answering { id, party, material, .. } in answering {
            if shared.stopping() || pairs == MOST_TOLD {
                break;
            }
            let pair = if side == Side::Request { (material, new.material) } else { (new.material, material) };
            let alert = Alert { id: AlertId { position: new.version, own: id }, at: self.frame.now, side, other: posting.id.as_str().to_owned(), pair, read: false };
            if !self.stands(side, &alert.id.own, material)? || self.blocked(&alert, &query)? {
                continue;
            }
            pairs += 1;
            let key = alert.ledger_key();
            if !self.ledger.contains(&key) && !Alerts(self.keeper.store).told(&alert)? {
                stage(&mut self.batch, &party, &alert);
                self.ledger.insert(key);
                self.told.insert(party);
                if self.batch.is_full() {
                    self.write()?;
                }
            }
        }
        Ok(!shared.stopping())
    }

    /// Whether a posting has stood as it is now since before the event that is followed, and is not muted. If it is
    /// changed later, that event brings the pair.
    fn stands(&self, side: Side, id: &str, material: u64) -> Result<bool, EngineError> {
        let Some(standing) = self.standing(side, id)? else { return Ok(false) };
        let Some(document) = self.documents().get(side, id)? else { return Ok(false) };
        Ok((document.version == standing.version || material == standing.material) && !self.documents().muted(side, id)?)
    }

    /// Whether a rule keeps a posting out of the answers to the one that an alert is for.
    fn blocked(&self, alert: &Alert, about: &Query<'_>) -> Result<bool, EngineError> {
        let lexicon = self.frame.used.lexicon();
        if !self.blocks.iter().any(|rule| means(&rule.on, &alert.other, &about.card, lexicon)) {
            return Ok(false);
        }
        let Some(own) = self.documents().get(alert.side, &alert.id.own)? else { return Ok(false) };
        let question = self.frame.used.posted(&own.posting, Synonyms::Asked);
        let firing = self.frame.firing(&question, &Filters::default());
        Ok(firing.iter().any(|rule| rule.act == Act::Block && means(&rule.on, &alert.other, &about.card, lexicon)))
    }

    fn documents(&self) -> Documents<'_> {
        Documents(self.keeper.store)
    }

    fn standing(&self, side: Side, id: &str) -> Result<Option<Standing>, StoreError> {
        match self.staged.get(&(side, id.to_owned())) {
            Some(staged) => Ok(*staged),
            None => Alerts(self.keeper.store).standing(side, id),
        }
    }

    fn stand(&mut self, side: Side, id: &str, standing: Option<Standing>) {
        stage_standing(&mut self.batch, side, id, standing.as_ref());
        self.staged.insert((side, id.to_owned()), standing);
    }

    /// Applies what is staged, with the last event of which nothing is missing.
    fn write(&mut self) -> Result<(), EngineError> {
        stage_followed(&mut self.batch, self.followed);
        self.keeper.store.apply(std::mem::take(&mut self.batch))?;
        self.staged.clear();
        self.ledger.clear();
        Ok(())
    }
}

/// Keeps the alerts of a store within their bounds.
struct Keeper<'a> {
    store: &'a dyn Store,
    shared: &'a Shared,
    swept: Option<Instant>,
}

impl Keeper<'_> {
    /// Forgets the oldest alerts of parties that have too many.
    fn trim(&self, parties: &BTreeSet<String>) -> Result<(), StoreError> {
        for party in parties {
            let (mut kept, mut doomed) = (0, Vec::new());
            Alerts(self.store).behind(party, None, &mut |alert| {
                kept += 1;
                doomed.extend((kept > self.shared.alerting.keep_entries).then_some(alert));
                true
            })?;
            self.forget(doomed.iter().map(|alert| (party.as_str(), alert)))?;
        }
        Ok(())
    }

    /// Forgets alerts that are too old, once in a while.
    fn sweep(&mut self) -> Result<(), StoreError> {
        if self.swept.is_some_and(|last| last.elapsed() < SWEEP) {
            return Ok(());
        }
        self.swept = Some(Instant::now());
        let oldest = self.shared.alerting.oldest(now_ms());
        let mut doomed = Vec::new();
        Alerts(self.store).each(&mut |party, alert| {
            doomed.extend((alert.at < oldest).then(|| (party.to_owned(), alert)));
            Ok(!self.shared.stopping())
        })?;
        self.forget(doomed.iter().map(|(party, alert)| (party.as_str(), alert)))
    }

    fn forget<'b>(&self, doomed: impl Iterator<Item = (&'b str, &'b Alert)>) -> Result<(), StoreError> {
        let _turn = lock(&self.shared.changing);
        let mut batch = Batch::new();
        for (party, alert) in doomed {
            stage_forgotten(&mut batch, party, alert);
            if batch.is_full() {
                self.store.apply(std::mem::take(&mut batch))?;
            }
        }
        if batch.is_empty() { Ok(()) } else { self.store.apply(batch) }
    }
}

impl Alerting {
    /// The first millisecond of which alerts are kept.
    pub(super) fn oldest(&self, now: i64) -> i64 {
        now - i64::from(self.keep_days) * DAY_MS
    }
}

impl<'a> Frame<'a> {
    /// The rules that keep postings out of answers.
    fn blocks(&self) -> Vec<&'a Rule> {
        self.rules().filter(|rule| rule.act == Act::Block).collect()
    }

    /// Whether a posting that was found is worth an alert: it is among the answers, the goods are those that are
    /// asked for or a kind of them, and nothing that both sides state contradicts. What is near or not said
    /// does not hinder. Its score, or none if it is not.
    fn news(&self, query: &Query<'_>, found: &IndexEntry) -> Option<f64> {
        let (wish, offer) = if query.side == Side::Offer { (&query.card, &found.card) } else { (&found.card, &query.card) };
        if !meets(wish, offer, self.used.lexicon()) {
            return None;
        }
        let values = self.measure(query, found, &Filters::default(), "all").ok().filter(|values| grounded(values, &query.card))?;
        let contradicts = value(&values, "facet_conflicts").is_some_and(|conflicts| conflicts > 0.0);
        let agrees = || self.pair(query, &found.card).judged.iter().all(|judged| judged.status != Status::Conflicts);
        (!contradicts && agrees()).then(|| self.weights().score(&values))
    }
}

/// What the index is asked for by a posting of a side.
fn wanted(side: Side, card: &Card, lexicon: &Lexicon) -> Vec<Clause> {
    let clause = |key, value: &str| Clause { key, value: value.to_owned(), weight: 0.0 };
    let goods: Vec<_> = card.goods().filter_map(|id| lexicon.concept(id)).collect();
    let mut clauses: Vec<Clause> = match side {
        // Postings are found by the ancestors of their goods.
        Side::Request => goods.iter().map(|concept| clause(Key::Concept, &concept.slug)).collect(),
        Side::Offer => {
            let wider = goods.iter().flat_map(|concept| &concept.ancestors).filter_map(|id| lexicon.concept(*id));
            let slugs: BTreeSet<&str> = goods.iter().copied().chain(wider).map(|concept| concept.slug.as_str()).collect();
            slugs.into_iter().map(|slug| clause(Key::Goods, slug)).collect()
        }
    };
    clauses.extend(card.hs.get(..SUBHEADING).map(|code| clause(Key::Hs, code)));
    clauses
}

/// Whether an offer is of the goods that are wished for, or of a kind of them. Where a side names no goods that the
/// lexicon knows, the subheadings of the Harmonized System that both state decide. Words alone wake nobody.
fn meets(wish: &Card, offer: &Card, lexicon: &Lexicon) -> bool {
    if wish.goods().next().is_some() && offer.goods().next().is_some() {
        let is = |offered, asked| is_kind(offered, asked, lexicon);
        return wish.goods().any(|asked| offer.goods().any(|offered| is(offered, asked)));
    }
    let subheading = |card: &Card| card.hs.get(..SUBHEADING).map(str::to_owned);
    subheading(wish).is_some() && subheading(wish) == subheading(offer)
}
