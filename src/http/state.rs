//! What every handler shares: the engine, the limits, and the gates in front of both.
//!
//! Invariant: the engine is only called on the blocking pool, behind a gate whose permit lives as
//! long as the call, also when the caller has gone: a request that timed out still counts.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{Semaphore, watch};

use super::auth::KeyCache;
use super::metrics::Metrics;
use super::problem::{Kind, Problem};
use crate::config::HttpConfig;
use crate::engine::Engine;

/// Secrets hashed at once: argon2 takes 19 MiB and some 20 ms each.
const MAX_HASHING: usize = 2;
/// Streams of alerts that one party has open at once.
const MAX_STREAMS_OF_PARTY: usize = 8;

/// Those who wait for alerts, by party.
#[derive(Default)]
struct News(Mutex<HashMap<String, watch::Sender<()>>>);

impl News {
    fn of(&self, party: &str) -> watch::Receiver<()> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, news| news.receiver_count() > 0);
        waiting.entry(party.to_owned()).or_default().subscribe()
    }

    /// Wakes those who wait for alerts of some parties, or all.
    fn wake(&self, parties: Option<&BTreeSet<String>>) {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match parties {
            Some(parties) => parties.iter().filter_map(|party| waiting.get(party)).for_each(|news| news.send_replace(())),
            None => waiting.values().for_each(|news| news.send_replace(())),
        }
    }
}

/// The state of the HTTP edge; cloning it is cheap.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

struct Inner {
    engine: Arc<Engine>,
    config: HttpConfig,
    admission: Arc<Semaphore>,
    engine_calls: Arc<Semaphore>,
    hashing: Arc<Semaphore>,
    bulk: Arc<Semaphore>,
    tuning: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    /// The same by party, of those that have any open.
    streams_of: Mutex<HashMap<String, Arc<Semaphore>>>,
    /// Each changes with every alert of its party, and when the server is to stop.
    news: Arc<News>,
    keys: KeyCache,
    metrics: Metrics,
    draining: AtomicBool,
}

impl AppState {
    /// The state over an open engine.
    pub fn new(engine: Arc<Engine>, config: HttpConfig) -> AppState {
        let news = Arc::new(News::default());
        let told = Arc::clone(&news);
        engine.on_alerts(move |parties| told.wake(parties));
        AppState(Arc::new(Inner {
            engine,
            admission: Arc::new(Semaphore::new(config.max_in_flight)),
            engine_calls: Arc::new(Semaphore::new(config.max_engine_calls)),
            hashing: Arc::new(Semaphore::new(MAX_HASHING)),
            bulk: Arc::new(Semaphore::new(config.max_bulk_uploads)),
            // A search of weights takes all cores for a while.
            tuning: Arc::new(Semaphore::new(1)),
            streams: Arc::new(Semaphore::new(config.max_streams)),
            streams_of: Mutex::default(),
            news,
            config,
            keys: KeyCache::default(),
            metrics: Metrics::default(),
            draining: AtomicBool::new(false),
        }))
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub(crate) fn config(&self) -> &HttpConfig {
        &self.0.config
    }

    pub(crate) fn admission(&self) -> &Arc<Semaphore> {
        &self.0.admission
    }

    pub(crate) fn bulk(&self) -> &Arc<Semaphore> {
        &self.0.bulk
    }

    /// Held by whoever searches weights.
    pub(crate) fn tuning(&self) -> &Arc<Semaphore> {
        &self.0.tuning
    }

    pub(crate) fn streams(&self) -> &Arc<Semaphore> {
        &self.0.streams
    }

    /// The streams of one party.
    pub(crate) fn streams_of(&self, party: &str) -> Arc<Semaphore> {
        let mut open = self.0.streams_of.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever asks at this moment holds it too.
        open.retain(|_, streams| Arc::strong_count(streams) > 1);
        Arc::clone(open.entry(party.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(MAX_STREAMS_OF_PARTY))))
    }

    /// Wakes whoever waits for alerts of a party.
    pub(crate) fn news(&self, party: &str) -> watch::Receiver<()> {
        self.0.news.of(party)
    }

    pub(crate) fn keys(&self) -> &KeyCache {
        &self.0.keys
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn draining(&self) -> bool {
        self.0.draining.load(Ordering::Relaxed)
    }

    pub(crate) fn drain(&self) {
        self.0.draining.store(true, Ordering::Relaxed);
        self.0.news.wake(None);
    }

    /// Runs an engine call on the blocking pool.
    pub(crate) async fn work<T: Send + 'static>(&self, call: impl FnOnce(&AppState) -> T + Send + 'static) -> Result<T, Problem> {
        let state = self.clone();
        blocking(&self.0.engine_calls, move || call(&state)).await
    }

    /// Runs a slow hash on the blocking pool, few at a time.
    pub(crate) async fn hash<T: Send + 'static>(&self, call: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        blocking(&self.0.hashing, call).await
    }
}

async fn blocking<T: Send + 'static>(gate: &Arc<Semaphore>, call: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let closed = |_| Problem::new(Kind::Unavailable, "the server is stopping");
    let permit = Arc::clone(gate).acquire_owned().await.map_err(closed)?;
    let span = tracing::Span::current();
    let task = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        span.in_scope(call)
    });
    task.await.map_err(|error| Problem::internal(format!("a call panicked: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_wakes_the_streams_of_its_party_alone() {
        let news = News::default();
        let (mut borgou, mtwara) = (news.of("borgou"), news.of("mtwara"));
        news.wake(Some(&BTreeSet::from(["borgou".to_owned(), "nobody".to_owned()])));
        assert_eq!((borgou.has_changed().ok(), mtwara.has_changed().ok()), (Some(true), Some(false)));
        borgou.borrow_and_update();
        news.wake(None);
        assert_eq!((borgou.has_changed().ok(), mtwara.has_changed().ok()), (Some(true), Some(true)));
    }
}
