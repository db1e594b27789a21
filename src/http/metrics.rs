//! Counters for Prometheus. Labels come from closed sets (route patterns, known methods), so that
//! no caller can grow the series.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use super::state::AppState;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    status: u32,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

type Count = Gauge<u64, AtomicU64>;

/// The registry and what is in it.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram>,
    turned_away: Counter,
    rows: Family<Outcome, Counter>,
    in_flight: Count,
    offers: Count,
    request_postings: Count,
    journal: Count,
    indexed: Count,
    unread: Count,
    records_dropped: Count,
    alerted: Count,
}

impl Default for Metrics {
    fn default() -> Metrics {
        // 1 ms to 8 s in doubling steps.
        let seconds = Family::new_with_constructor((|| Histogram::new(exponential_buckets(0.001, 2.0, 14))) as fn() -> Histogram);
        let mut out = Metrics {
            registry: Registry::with_prefix("tradewind"),
            requests: Family::default(),
            seconds,
            turned_away: Counter::default(),
            rows: Family::default(),
            in_flight: Count::default(),
            offers: Count::default(),
            request_postings: Count::default(),
            journal: Count::default(),
            indexed: Count::default(),
            unread: Count::default(),
            records_dropped: Count::default(),
            alerted: Count::default(),
        };
        let registry = &mut out.registry;
        registry.register("http_requests", "Answers by route, method and status", out.requests.clone());
        registry.register("http_request_seconds", "Time to answer", out.seconds.clone());
        registry.register("http_turned_away", "Requests refused because too many were running", out.turned_away.clone());
        registry.register("bulk_rows", "Rows of bulk files by outcome", out.rows.clone());
        registry.register("http_in_flight", "Requests now running", out.in_flight.clone());
        registry.register("offers", "Offers stored", out.offers.clone());
        registry.register("requests", "Requests stored", out.request_postings.clone());
        registry.register("journal_position", "Last position of the journal", out.journal.clone());
        registry.register("indexed_position", "Last position that can be found", out.indexed.clone());
        registry.register("unread_postings", "Postings found by their words alone, since reading their text failed", out.unread.clone());
        registry.register("log_records_dropped", "Records of the query log dropped because the store did not keep up", out.records_dropped.clone());
        registry.register("alerted_position", "Last position whose new matches were told of", out.alerted.clone());
        out
    }
}

impl Metrics {
    pub(crate) fn answered(&self, route: &str, method: &axum::http::Method, status: u16, took: Duration) {
        let method = match method.as_str() {
            "GET" => "GET",
            "HEAD" => "HEAD",
            "POST" => "POST",
            "PUT" => "PUT",
            "DELETE" => "DELETE",
            _ => "other",
        };
        self.requests.get_or_create(&Answered { route: route.to_owned(), method, status: u32::from(status) }).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    pub(crate) fn turned_away(&self) {
        self.turned_away.inc();
    }

    pub(crate) fn rows(&self, outcome: &'static str, count: u64) {
        self.rows.get_or_create(&Outcome { outcome }).inc_by(count);
    }

    /// The text format, with the engine's counts as of now.
    pub(crate) fn text(&self, state: &AppState) -> Result<String, std::fmt::Error> {
        let status = state.engine().status();
        self.offers.set(status.offers as u64);
        self.request_postings.set(status.requests as u64);
        self.journal.set(status.journal_position);
        self.indexed.set(status.indexed_position);
        self.unread.set(status.unread);
        self.records_dropped.set(state.engine().records_dropped());
        self.alerted.set(state.engine().alerted_position());
        let free = state.admission().available_permits();
        self.in_flight.set(state.config().max_in_flight.saturating_sub(free) as u64);
        let mut out = String::new();
        encode(&mut out, &self.registry)?;
        Ok(out)
    }
}
