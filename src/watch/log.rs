//! The query log. Noting a record costs a search a lock for a push; the log's own thread does the rest.
//!
//! Invariants:
//! - no lock that [`QueryLog::note`] takes is held while the store is written or read;
//! - a record is found from the moment it was noted: it leaves the memory only once it is stored;
//! - memory is bounded: when the store does not keep up, new records are dropped and counted;
//! - a record is not flushed for its own sake: a crash may take the last ones.
//!
//! Keys: `q/` and the 16 bytes of the query's identifier, which begin with its time, to an [`Asked`]; `c/`
//! with the same bytes, the kind and the posting to the place of a [`Given`]. Feedback goes with its query.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{Asked, Given, QueryId};
use crate::domain::posting::DAY_MS;
use crate::journal::lock;
use crate::storage::{Batch, Store, StoreError};

const QUERIES: &[u8] = b"q/";
const CHOICES: &[u8] = b"c/";
/// Records that wake the thread before its time.
const TOGETHER: usize = 256;
/// Most records in memory: at about 2 KB each, up to 20 KB where it is kept what hits were ranked by, and many times
/// what the store takes in a second.
const MAX_PENDING: usize = 16_384;
/// Longest sleep between looks at the records.
const PAUSE: Duration = Duration::from_secs(1);
/// Most queries taken out at once.
const MAX_FORGOTTEN: usize = 4_096;

/// What is watched, and for how long it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watching {
    /// Whether questions are logged. If not, nothing of a log is kept, and answers have no `query_id`.
    pub queries: bool,
    /// Days after which a question is forgotten.
    pub keep_days: u32,
    /// Most answers that are kept; beyond that the oldest are forgotten.
    pub keep_entries: usize,
    /// Whether readers may say what they did with a hit.
    pub feedback: bool,
    /// Of so many first hits of an answer is kept what they were ranked by, at most [`super::MAX_SIGNALS`]; 0 for none.
    pub signals: usize,
}

impl Default for Watching {
    fn default() -> Watching {
        Watching { queries: true, keep_days: 30, keep_entries: 100_000, feedback: false, signals: 0 }
    }
}

enum Record {
    Asked(QueryId, Box<Asked>),
    Given(Given),
}

struct Shared {
    store: Arc<dyn Store>,
    watching: Watching,
    pending: Mutex<Vec<Arc<Record>>>,
    wake: Condvar,
    /// Held by whoever writes: the number of queries stored, once they were counted.
    stored: Mutex<Option<usize>>,
    dropped: AtomicU64,
    stop: AtomicBool,
}

/// What a store keeps of the log; reading it changes nothing.
pub struct Kept<'a>(pub &'a dyn Store);

impl Kept<'_> {
    /// An answer.
    pub fn find(&self, id: &QueryId) -> Result<Option<Asked>, StoreError> {
        Ok(self.0.get(&key(QUERIES, id.bytes()))?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Visits what was asked since a moment in milliseconds since 1970, the earliest first.
    pub fn each(&self, since: i64, visit: &mut dyn FnMut(QueryId, Asked)) -> Result<(), StoreError> {
        self.each_after(since, None, &mut |id, asked| {
            visit(id, asked);
            true
        })
    }

    /// Visits what was asked since a moment and after an answer, the earliest first, as long as `visit` wants more.
    pub fn each_after(&self, since: i64, after: Option<QueryId>, visit: &mut dyn FnMut(QueryId, Asked) -> bool) -> Result<(), StoreError> {
        let from = after.map(|after| key(QUERIES, after.bytes())).unwrap_or_default().max(first_at(since));
        self.0.scan(QUERIES, Some(&from), &mut |key, value| match (id_of(key), serde_json::from_slice(value)) {
            (Some(id), Ok(asked)) if Some(id) != after => Ok(visit(id, asked)),
            _ => Ok(true),
        })
    }

    /// Visits what readers did with the answers that are kept, by answer.
    pub fn each_given(&self, visit: &mut dyn FnMut(Given)) -> Result<(), StoreError> {
        self.0.scan(CHOICES, None, &mut |key, value| {
            key.get(CHOICES.len()..).and_then(|key| Given::read(key, value)).into_iter().for_each(&mut *visit);
            Ok(true)
        })
    }
}

/// The log over a store. Dropping it writes what is pending.
pub struct QueryLog {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl QueryLog {
    /// Starts the log. Where questions are not to be logged, what an earlier run kept is taken out.
    pub fn start(store: Arc<dyn Store>, watching: Watching) -> std::io::Result<QueryLog> {
        let shared = Arc::new(Shared {
            store,
            watching,
            pending: Mutex::default(),
            wake: Condvar::new(),
            stored: Mutex::default(),
            dropped: AtomicU64::new(0),
            stop: AtomicBool::new(false),
        });
        let inner = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("query-log".to_owned()).spawn(move || inner.follow())?;
        Ok(QueryLog { shared, thread: Some(thread) })
    }

    /// What is watched.
    pub fn watching(&self) -> &Watching {
        &self.shared.watching
    }

    /// Keeps an answer.
    pub fn note(&self, id: QueryId, asked: Asked) {
        self.shared.push(Record::Asked(id, Box::new(asked)));
    }

    /// Keeps what a reader did.
    pub fn note_given(&self, given: Given) {
        self.shared.push(Record::Given(given));
    }

    /// An answer that is still kept.
    pub fn find(&self, id: &QueryId) -> Result<Option<Asked>, StoreError> {
        let pending = lock(&self.shared.pending).clone();
        let fresh = pending.iter().find_map(|record| match &**record {
            Record::Asked(known, asked) if known == id => Some((**asked).clone()),
            _ => None,
        });
        if fresh.is_some() { Ok(fresh) } else { Kept(&*self.shared.store).find(id) }
    }

    /// Writes what is pending, so that [`Kept`] has everything.
    pub fn settle(&self) {
        self.shared.write();
    }

    /// How many records were dropped because the store did not keep up.
    pub fn dropped(&self) -> u64 {
        self.shared.dropped.load(Ordering::Relaxed)
    }
}

impl Drop for QueryLog {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        drop(lock(&self.shared.pending));
        self.shared.wake.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn push(&self, record: Record) {
        let mut pending = lock(&self.pending);
        if pending.len() >= MAX_PENDING {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        pending.push(Arc::new(record));
        if pending.len() == TOGETHER {
            self.wake.notify_one();
        }
    }

    fn follow(&self) {
        loop {
            let waits = |pending: &mut Vec<Arc<Record>>| pending.len() < TOGETHER && !self.stop.load(Ordering::Acquire);
            drop(self.wake.wait_timeout_while(lock(&self.pending), PAUSE, waits));
            self.write();
            if self.stop.load(Ordering::Acquire) {
                return;
            }
        }
    }

    /// Puts what is pending into the store, and takes out what is too old.
    fn write(&self) {
        let mut stored = lock(&self.stored);
        let records = lock(&self.pending).clone();
        let done = self.count(&mut stored).and_then(|count| {
            *count += self.put(&records)?;
            self.forget(count)
        });
        if let (Err(fault), false) = (done, records.is_empty()) {
            self.dropped.fetch_add(records.len() as u64, Ordering::Relaxed);
            tracing::warn!(error = %fault, records = records.len(), "the query log cannot be written");
        }
        lock(&self.pending).drain(..records.len());
    }

    fn count<'a>(&self, stored: &'a mut Option<usize>) -> Result<&'a mut usize, StoreError> {
        if stored.is_none() {
            let mut count = 0;
            self.store.scan(QUERIES, None, &mut |_, _| {
                count += 1;
                Ok(true)
            })?;
            *stored = Some(count);
        }
        Ok(stored.get_or_insert(0))
    }

    /// Returns how many queries came in.
    fn put(&self, records: &[Arc<Record>]) -> Result<usize, StoreError> {
        let mut batch = Batch::new();
        let mut queries = 0;
        for record in records {
            match &**record {
                Record::Asked(id, asked) => {
                    queries += 1;
                    // Plain data always serialises.
                    batch.put(key(QUERIES, id.bytes()), serde_json::to_vec(asked).unwrap_or_default());
                }
                Record::Given(given) => batch.put(key(CHOICES, &given.key()), given.place.to_string()),
            }
            self.apply_full(&mut batch)?;
        }
        self.apply(batch)?;
        Ok(queries)
    }

    fn forget(&self, count: &mut usize) -> Result<(), StoreError> {
        let oldest = QueryId::draw().at() - i64::from(self.watching.keep_days) * DAY_MS;
        let keep = if self.watching.queries { self.watching.keep_entries } else { 0 };
        loop {
            let mut doomed: Vec<QueryId> = Vec::new();
            let surplus = count.saturating_sub(keep);
            self.store.scan(QUERIES, None, &mut |key, _| {
                let goes = id_of(key).filter(|id| doomed.len() < surplus || id.at() < oldest);
                doomed.extend(goes);
                Ok(goes.is_some() && doomed.len() < MAX_FORGOTTEN)
            })?;
            if doomed.is_empty() {
                return Ok(());
            }
            self.take_out(&doomed)?;
            *count = count.saturating_sub(doomed.len());
        }
    }

    fn take_out(&self, doomed: &[QueryId]) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        for id in doomed {
            batch.delete(key(QUERIES, id.bytes()));
            let mut choices = Vec::new();
            self.store.scan(&key(CHOICES, id.bytes()), None, &mut |key, _| {
                choices.push(key.to_vec());
                Ok(true)
            })?;
            choices.into_iter().for_each(|key| batch.delete(key));
            self.apply_full(&mut batch)?;
        }
        self.apply(batch)
    }

    /// Applies a batch that had best end here.
    fn apply_full(&self, batch: &mut Batch) -> Result<(), StoreError> {
        if batch.is_full() { self.apply(std::mem::take(batch)) } else { Ok(()) }
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        if batch.is_empty() { Ok(()) } else { self.store.apply(batch) }
    }
}

fn key(prefix: &[u8], rest: &[u8]) -> Vec<u8> {
    [prefix, rest].concat()
}

fn id_of(key: &[u8]) -> Option<QueryId> {
    key.get(QUERIES.len()..).and_then(QueryId::of_bytes)
}

/// The first key that a query at a moment may have: identifiers begin with 48 bits of milliseconds.
fn first_at(ms: i64) -> Vec<u8> {
    let time = u64::try_from(ms).unwrap_or(0).to_be_bytes();
    key(QUERIES, time.get(2..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::MemoryStore;
    use crate::watch::Kind;
    use crate::watch::asked::tests::asked;

    /// A store whose writes wait for a gate.
    struct Gated {
        inner: MemoryStore,
        gate: Mutex<()>,
    }

    impl Store for Gated {
        fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
            self.inner.get(key)
        }

        fn scan(&self, prefix: &[u8], from: Option<&[u8]>, f: &mut crate::storage::Visit<'_>) -> Result<(), StoreError> {
            self.inner.scan(prefix, from, f)
        }

        fn scan_back(&self, prefix: &[u8]) -> Result<Option<crate::storage::Pair>, StoreError> {
            self.inner.scan_back(prefix)
        }

        fn apply(&self, batch: Batch) -> Result<(), StoreError> {
            drop(lock(&self.gate));
            self.inner.apply(batch)
        }

        fn flush(&self) -> Result<(), StoreError> {
            self.inner.flush()
        }

        fn size_on_disk(&self) -> Result<u64, StoreError> {
            self.inner.size_on_disk()
        }
    }

    #[test]
    fn a_search_does_not_wait_for_the_disk_and_memory_is_bounded() {
        let store = Arc::new(Gated { inner: MemoryStore::new(), gate: Mutex::new(()) });
        let shared: Arc<dyn Store> = Arc::<Gated>::clone(&store);
        let log = QueryLog::start(shared, Watching::default()).expect("starts");
        let shut = lock(&store.gate);
        // Nothing can be written: this would not end if noting or finding waited for it.
        let first = QueryId::draw();
        log.note(first, asked("first", "en", &[]));
        for _ in 1..MAX_PENDING + 5 {
            log.note(QueryId::draw(), asked("more", "en", &[]));
        }
        assert!(log.find(&first).expect("looks").is_some());
        assert_eq!((log.dropped(), keys(&*store)), (5, 0));
        drop(shut);
        log.settle();
        assert_eq!(keys(&*store), MAX_PENDING);
    }

    fn keys(store: &dyn Store) -> usize {
        let mut count = 0;
        store.scan(b"", None, &mut |_, _| {
            count += 1;
            Ok(true)
        }).expect("scans");
        count
    }

    fn log(store: &Arc<MemoryStore>, watching: Watching) -> QueryLog {
        let store: Arc<dyn Store> = Arc::<MemoryStore>::clone(store);
        QueryLog::start(store, watching).expect("starts")
    }

    fn texts(log: &QueryLog, since: i64) -> Vec<String> {
        let mut texts = Vec::new();
        log.settle();
        Kept(&*log.shared.store).each(since, &mut |_, asked| texts.push(asked.text)).expect("reads");
        texts
    }

    #[test]
    fn a_record_is_found_at_once_and_after_a_restart() {
        let store = Arc::new(MemoryStore::new());
        let first = log(&store, Watching::default());
        let id = QueryId::draw();
        first.note(id, asked("tea", "en", &["a"]));
        assert_eq!(first.find(&id).expect("reads").map(|asked| asked.text).as_deref(), Some("tea"));
        drop(first);
        let second = log(&store, Watching::default());
        assert_eq!(second.find(&id).expect("reads"), Some(asked("tea", "en", &["a"])));
        assert_eq!(second.find(&QueryId::draw()).expect("reads"), None);
    }

    #[test]
    fn the_oldest_are_forgotten_beyond_a_number_with_their_feedback() {
        let store = Arc::new(MemoryStore::new());
        let log = log(&store, Watching { keep_entries: 3, ..Watching::default() });
        for n in 0..8 {
            let id = QueryId::draw();
            log.note(id, asked(&n.to_string(), "en", &["a"]));
            log.note_given(Given { query: id, id: "a".to_owned(), kind: Kind::View, place: 1 });
        }
        assert_eq!(texts(&log, 0), ["5", "6", "7"]);
        let mut given = 0;
        Kept(&*store).each_given(&mut |_| given += 1).expect("reads");
        assert_eq!((given, keys(&*store)), (3, 6));
    }

    #[test]
    fn what_is_older_than_the_limit_is_forgotten() {
        let store = Arc::new(MemoryStore::new());
        // An identifier of 2024, by hand: 48 bits of milliseconds, version 7, variant 2.
        let old = QueryId::parse("q-018cc251-f400-7000-8000-000000000001").expect("an id");
        assert_eq!(old.at(), 1_704_067_200_000);
        let mut batch = Batch::new();
        batch.put(key(QUERIES, old.bytes()), serde_json::to_vec(&asked("old", "en", &[])).expect("plain"));
        store.apply(batch).expect("applies");
        let log = log(&store, Watching { keep_days: 1, ..Watching::default() });
        log.note(QueryId::draw(), asked("new", "en", &[]));
        assert_eq!(texts(&log, 0), ["new"]);
    }

    #[test]
    fn a_report_begins_where_it_is_told() {
        let store = Arc::new(MemoryStore::new());
        let log = log(&store, Watching { keep_days: 36_500, ..Watching::default() });
        let old = QueryId::parse("q-018cc251-f400-7000-8000-000000000001").expect("an id");
        log.note(old, asked("old", "en", &[]));
        log.note(QueryId::draw(), asked("new", "en", &[]));
        assert_eq!(texts(&log, old.at()), ["old", "new"]);
        assert_eq!(texts(&log, old.at() + 1), ["new"]);
    }

    #[test]
    fn opting_out_takes_out_what_was_kept() {
        let store = Arc::new(MemoryStore::new());
        let id = QueryId::draw();
        let on = log(&store, Watching::default());
        on.note(id, asked("tea", "en", &["a"]));
        on.note_given(Given { query: id, id: "a".to_owned(), kind: Kind::View, place: 1 });
        drop(on);
        assert_eq!(keys(&*store), 2);
        drop(log(&store, Watching { queries: false, ..Watching::default() }));
        assert_eq!(keys(&*store), 0);
    }
}
