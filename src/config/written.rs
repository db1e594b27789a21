//! The configuration as somebody wrote it: the same fields in a file, in the environment and as
//! flags, each of them optional.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::{Config, ConfigError, HttpConfig};
use crate::domain::Profile;
use crate::engine::Alerting;
use crate::watch::{MAX_SIGNALS, Watching};

/// What was written, not yet checked. Flatten it into a command of clap.
#[derive(Clone, Debug, Default, Deserialize, clap::Args)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    /// File with these same options in TOML, e.g. max_in_flight = 64 for --max-in-flight [default: none].
    #[arg(long, env = "TRADEWIND_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Folder of the journal, the views and the index [default: data].
    #[arg(long, env = "TRADEWIND_DATA", value_name = "DIR")]
    #[serde(alias = "data_dir")]
    pub data: Option<PathBuf>,
    /// Folder of product tables that are loaded after the built-in ones [default: none]. On the
    /// command line it is an option of every command.
    #[arg(skip)]
    pub lexicon_overlay: Option<PathBuf>,
    /// File with a relevance profile in place of the built-in one; the shape is that of
    /// indexes/profiles/default.toml [default: none].
    #[arg(long, env = "TRADEWIND_PROFILE", value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// Log filter, e.g. `info,tradewind=debug` [default: RUST_LOG, else warn,tradewind=info].
    #[arg(long, env = "TRADEWIND_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// Write log messages as JSON lines [default: false].
    #[arg(long, env = "TRADEWIND_LOG_JSON", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub log_json: Option<bool>,
    /// Keep what is searched and what is shown, without who asked, for the reports of operators; if not,
    /// what an earlier run kept is deleted [default: true].
    #[arg(long, env = "TRADEWIND_QUERY_LOG", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub query_log: Option<bool>,
    /// Days for which searches are kept, 1 to 3,650 [default: 30].
    #[arg(long, env = "TRADEWIND_QUERY_LOG_DAYS", value_name = "DAYS")]
    pub query_log_days: Option<usize>,
    /// Most answers that are kept, 1 to 10,000,000 [default: 100000].
    #[arg(long, env = "TRADEWIND_QUERY_LOG_ENTRIES", value_name = "COUNT")]
    pub query_log_entries: Option<usize>,
    /// Of so many first hits of an answer keep the value of every feature as it was served, 0 to 50 [default: 0].
    #[arg(long, env = "TRADEWIND_QUERY_LOG_SIGNALS", value_name = "COUNT")]
    pub query_log_signals: Option<usize>,
    /// Take from readers which hits they viewed, contacted or quoted [default: false].
    #[arg(long, env = "TRADEWIND_FEEDBACK", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub feedback: Option<bool>,
    /// Tell parties of new matches of their postings; if not, what comes meanwhile is told once this is on
    /// again [default: true].
    #[arg(long, env = "TRADEWIND_ALERTS", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub alerts: Option<bool>,
    /// Days for which alerts are kept, 1 to 3,650 [default: 90].
    #[arg(long, env = "TRADEWIND_ALERTS_DAYS", value_name = "DAYS")]
    pub alerts_days: Option<usize>,
    /// Most alerts that are kept of a party, 1 to 100,000 [default: 1000].
    #[arg(long, env = "TRADEWIND_ALERTS_ENTRIES", value_name = "COUNT")]
    pub alerts_entries: Option<usize>,
    /// Address to listen on [default: 127.0.0.1:7400].
    #[arg(long, env = "TRADEWIND_LISTEN", value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Let anybody read the catalogue without a key [default: true].
    #[arg(long, env = "TRADEWIND_OPEN_READING", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub open_reading: Option<bool>,
    /// Requests served at once, 1 to 100,000 [default: 256].
    #[arg(long, env = "TRADEWIND_MAX_IN_FLIGHT", value_name = "COUNT")]
    pub max_in_flight: Option<usize>,
    /// Engine calls that run at once, 1 to 256 [default: twice the processors].
    #[arg(long, env = "TRADEWIND_MAX_ENGINE_CALLS", value_name = "COUNT")]
    pub max_engine_calls: Option<usize>,
    /// Bulk files read at once, 1 to 64 [default: 2].
    #[arg(long, env = "TRADEWIND_MAX_BULK_UPLOADS", value_name = "COUNT")]
    pub max_bulk_uploads: Option<usize>,
    /// Streams of alerts that are open at once, 1 to 100,000 [default: 64].
    #[arg(long, env = "TRADEWIND_MAX_STREAMS", value_name = "COUNT")]
    pub max_streams: Option<usize>,
    /// Largest body of one record, in bytes [default: 65536].
    #[arg(long, env = "TRADEWIND_MAX_BODY_BYTES", value_name = "BYTES")]
    pub max_body_bytes: Option<usize>,
    /// Largest bulk file, in bytes [default: 67108864].
    #[arg(long, env = "TRADEWIND_MAX_BULK_BYTES", value_name = "BYTES")]
    pub max_bulk_bytes: Option<usize>,
    /// Most rows of a bulk file [default: 100000].
    #[arg(long, env = "TRADEWIND_MAX_BULK_ROWS", value_name = "COUNT")]
    pub max_bulk_rows: Option<usize>,
    /// How long a request may take, in milliseconds [default: 10000].
    #[arg(long, env = "TRADEWIND_REQUEST_TIMEOUT_MS", value_name = "MS")]
    pub request_timeout_ms: Option<u64>,
    /// How long `?wait=searchable` waits, in milliseconds [default: 5000].
    #[arg(long, env = "TRADEWIND_SEARCHABLE_TIMEOUT_MS", value_name = "MS")]
    pub searchable_timeout_ms: Option<u64>,
    /// How long running requests may take after the signal to stop, in milliseconds [default: 20000].
    #[arg(long, env = "TRADEWIND_DRAIN_TIMEOUT_MS", value_name = "MS")]
    pub drain_timeout_ms: Option<u64>,
    /// Origins whose pages may call the API from a browser, parted by commas [default: none].
    #[arg(long, alias = "cors-origin", env = "TRADEWIND_CORS_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    pub cors_origins: Option<Vec<String>>,
}

impl Written {
    /// Reads a TOML file.
    pub fn from_file(path: &Path) -> Result<Written, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| ConfigError::File { path: path.to_owned(), cause })?;
        toml::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|cause| ConfigError::Syntax { path: path.to_owned(), cause: Box::new(cause) })
    }

    /// These values, and those of `below` where there are none.
    pub fn over(self, below: Written) -> Written {
        Written {
            config: self.config.or(below.config),
            data: self.data.or(below.data),
            lexicon_overlay: self.lexicon_overlay.or(below.lexicon_overlay),
            profile: self.profile.or(below.profile),
            log: self.log.or(below.log),
            log_json: self.log_json.or(below.log_json),
            query_log: self.query_log.or(below.query_log),
            query_log_days: self.query_log_days.or(below.query_log_days),
            query_log_entries: self.query_log_entries.or(below.query_log_entries),
            query_log_signals: self.query_log_signals.or(below.query_log_signals),
            feedback: self.feedback.or(below.feedback),
            alerts: self.alerts.or(below.alerts),
            alerts_days: self.alerts_days.or(below.alerts_days),
            alerts_entries: self.alerts_entries.or(below.alerts_entries),
            listen: self.listen.or(below.listen),
            open_reading: self.open_reading.or(below.open_reading),
            max_in_flight: self.max_in_flight.or(below.max_in_flight),
            max_engine_calls: self.max_engine_calls.or(below.max_engine_calls),
            max_bulk_uploads: self.max_bulk_uploads.or(below.max_bulk_uploads),
            max_streams: self.max_streams.or(below.max_streams),
            max_body_bytes: self.max_body_bytes.or(below.max_body_bytes),
            max_bulk_bytes: self.max_bulk_bytes.or(below.max_bulk_bytes),
            max_bulk_rows: self.max_bulk_rows.or(below.max_bulk_rows),
            request_timeout_ms: self.request_timeout_ms.or(below.request_timeout_ms),
            searchable_timeout_ms: self.searchable_timeout_ms.or(below.searchable_timeout_ms),
            drain_timeout_ms: self.drain_timeout_ms.or(below.drain_timeout_ms),
            cors_origins: self.cors_origins.or(below.cors_origins),
        }
    }

    /// What it means, with the defaults filled in.
    pub(super) fn settle(self) -> Result<Config, ConfigError> {
        let base = Config::default();
        let http = HttpConfig {
            listen: self.listen.unwrap_or(base.http.listen),
            open_reading: self.open_reading.unwrap_or(base.http.open_reading),
            max_in_flight: within("max_in_flight", self.max_in_flight, base.http.max_in_flight, 1, 100_000)?,
            max_engine_calls: within("max_engine_calls", self.max_engine_calls, base.http.max_engine_calls, 1, 256)?,
            max_bulk_uploads: within("max_bulk_uploads", self.max_bulk_uploads, base.http.max_bulk_uploads, 1, 64)?,
            max_streams: within("max_streams", self.max_streams, base.http.max_streams, 1, 100_000)?,
            max_body_bytes: within("max_body_bytes", self.max_body_bytes, base.http.max_body_bytes, 1_024, 16 << 20)?,
            max_bulk_bytes: within("max_bulk_bytes", self.max_bulk_bytes, base.http.max_bulk_bytes, 1_024, 4 << 30)?,
            max_bulk_rows: within("max_bulk_rows", self.max_bulk_rows, base.http.max_bulk_rows, 1, 10_000_000)?,
            request_timeout: millis("request_timeout_ms", self.request_timeout_ms, base.http.request_timeout)?,
            searchable_timeout: millis("searchable_timeout_ms", self.searchable_timeout_ms, base.http.searchable_timeout)?,
            drain_timeout: millis("drain_timeout_ms", self.drain_timeout_ms, base.http.drain_timeout)?,
            cors_origins: self.cors_origins.unwrap_or_default(),
        };
        if http.searchable_timeout >= http.request_timeout {
            return refuse("searchable_timeout_ms", "must be below request_timeout_ms, else the wait is cut off");
        }
        if http.max_bulk_bytes < http.max_body_bytes {
            return refuse("max_bulk_bytes", "must not be below max_body_bytes");
        }
        if let Some(strange) = http.cors_origins.iter().find(|origin| !origin.starts_with("http")) {
            return refuse("cors_origins", &format!("has {strange:?}, which is not an origin such as https://example.org"));
        }
        let kept = base.watching;
        let days = within("query_log_days", self.query_log_days, kept.keep_days as usize, 1, 3_650)?;
        let watching = Watching {
            queries: self.query_log.unwrap_or(kept.queries),
            keep_days: u32::try_from(days).unwrap_or(kept.keep_days),
            keep_entries: within("query_log_entries", self.query_log_entries, kept.keep_entries, 1, 10_000_000)?,
            feedback: self.feedback.unwrap_or(kept.feedback),
            signals: within("query_log_signals", self.query_log_signals, kept.signals, 0, MAX_SIGNALS)?,
        };
        if watching.feedback && !watching.queries {
            return refuse("feedback", "needs query_log: what was not kept cannot be told of");
        }
        if watching.signals > 0 && !watching.queries {
            return refuse("query_log_signals", "needs query_log: what hits were ranked by is kept with their answer");
        }
        let kept = Alerting::default();
        let days = within("alerts_days", self.alerts_days, kept.keep_days as usize, 1, 3_650)?;
        let alerting = Alerting {
            keep_days: u32::try_from(days).unwrap_or(kept.keep_days),
            keep_entries: within("alerts_entries", self.alerts_entries, kept.keep_entries, 1, 100_000)?,
        };
        Ok(Config {
            data_dir: self.data.unwrap_or(base.data_dir),
            lexicon_overlay: self.lexicon_overlay,
            profile: self.profile.as_deref().map(read_profile).transpose()?,
            log: self.log.unwrap_or(base.log),
            log_json: self.log_json.unwrap_or(base.log_json),
            watching,
            alerts: self.alerts.unwrap_or(true).then_some(alerting),
            http,
        })
    }
}

/// Reads a relevance profile; which features exist is checked when the engine opens.
fn read_profile(path: &Path) -> Result<Profile, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::File { path: path.to_owned(), cause })?;
    Profile::parse(&text).map_err(|cause| ConfigError::Value { field: "profile", problem: format!("{}: {cause}", path.display()) })
}

fn refuse<T>(field: &'static str, problem: &str) -> Result<T, ConfigError> {
    Err(ConfigError::Value { field, problem: problem.to_owned() })
}

fn within(field: &'static str, value: Option<usize>, default: usize, low: usize, high: usize) -> Result<usize, ConfigError> {
    let value = value.unwrap_or(default);
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    refuse(field, &format!("is {value}, outside of {low} to {high}"))
}

fn millis(field: &'static str, value: Option<u64>, default: Duration) -> Result<Duration, ConfigError> {
    match value {
        None => Ok(default),
        Some(ms @ 1..=3_600_000) => Ok(Duration::from_millis(ms)),
        Some(ms) => refuse(field, &format!("is {ms}, outside of 1 to 3600000")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_file_and_the_file_over_defaults() {
        let file: Written = toml::from_str("max_in_flight = 8\nopen_reading = false").expect("valid");
        let flags = Written { max_in_flight: Some(9), ..Written::default() };
        let config = flags.over(file).settle().expect("settles");
        assert_eq!(config.http.max_in_flight, 9);
        assert!(!config.http.open_reading);
        assert_eq!(config.http.max_body_bytes, 65_536);
    }

    #[test]
    fn an_option_has_one_name_as_flag_in_the_environment_and_in_the_file() {
        let unknown = toml::from_str::<Written>("colour = 1").expect_err("refused").to_string();
        let command = <Written as clap::Args>::augment_args(clap::Command::new("serve"));
        for option in command.get_arguments().filter(|option| option.get_id() != "config") {
            let name = option.get_id().as_str();
            assert_eq!(option.get_long().map(|long| long.replace('-', "_")).as_deref(), Some(name));
            assert_eq!(option.get_env().and_then(|env| env.to_str()), Some(format!("TRADEWIND_{}", name.to_uppercase()).as_str()));
            assert!(unknown.contains(&format!("`{name}`")), "{name} is no field of a file: {unknown}");
        }
        let earlier: Written = toml::from_str("data_dir = 'store'").expect("the earlier name");
        assert_eq!(earlier.data, Some(PathBuf::from("store")));
    }

    #[test]
    fn a_profile_is_read_from_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path().join("own.toml");
        std::fs::write(&at, include_str!("../../indexes/profiles/default.toml").replace("\"penalty\"", "\"filter\"")).expect("writes");
        let written = Written { profile: Some(at.clone()), ..Written::default() };
        assert_eq!(written.settle().expect("settles").profile.expect("a profile").moq_above_asked, crate::domain::MoqAbove::Filter);
        std::fs::write(&at, "name = \"own\"").expect("writes");
        let error = Written { profile: Some(at), ..Written::default() }.settle().expect_err("refused").to_string();
        assert!(error.starts_with("profile") && error.contains("version"), "{error}");
    }

    #[test]
    fn searches_are_kept_unless_told_otherwise_and_feedback_is_off() {
        let plain = Written::default().settle().expect("settles").watching;
        assert_eq!(plain, Watching { queries: true, keep_days: 30, keep_entries: 100_000, feedback: false, signals: 0 });
        let out: Written = toml::from_str("query_log = false\nquery_log_days = 7").expect("valid");
        let out = out.settle().expect("settles").watching;
        assert_eq!((out.queries, out.keep_days), (false, 7));
        let error = Written { feedback: Some(true), query_log: Some(false), ..Written::default() }.settle().expect_err("refused").to_string();
        assert!(error.starts_with("feedback needs query_log"), "{error}");
        assert!(Written { query_log_days: Some(0), ..Written::default() }.settle().is_err());
    }

    #[test]
    fn what_hits_were_ranked_by_is_kept_of_so_many_with_the_log_alone() {
        let some: Written = toml::from_str("query_log_signals = 50").expect("valid");
        assert_eq!(some.settle().expect("settles").watching.signals, MAX_SIGNALS);
        for (count, log, told) in [(51, true, "query_log_signals is 51, outside of 0 to 50"), (1, false, "query_log_signals needs query_log")] {
            let error = Written { query_log_signals: Some(count), query_log: Some(log), ..Written::default() }.settle().expect_err("refused").to_string();
            assert!(error.starts_with(told), "{error}");
        }
    }

    #[test]
    fn parties_are_told_of_new_matches_unless_told_otherwise() {
        assert_eq!(Written::default().settle().expect("settles").alerts, Some(Alerting { keep_days: 90, keep_entries: 1_000 }));
        let fewer: Written = toml::from_str("alerts_days = 7\nalerts_entries = 50").expect("valid");
        assert_eq!(fewer.settle().expect("settles").alerts, Some(Alerting { keep_days: 7, keep_entries: 50 }));
        assert_eq!(Written { alerts: Some(false), ..Written::default() }.settle().expect("settles").alerts, None);
        assert!(Written { alerts_entries: Some(0), ..Written::default() }.settle().is_err());
    }

    #[test]
    fn nonsense_is_refused_with_the_field() {
        assert!(toml::from_str::<Written>("colour = 1").is_err());
        let long_wait = Written { searchable_timeout_ms: Some(60_000), ..Written::default() };
        let error = long_wait.settle().expect_err("refused").to_string();
        assert!(error.starts_with("searchable_timeout_ms"), "{error}");
        assert!(Written { max_in_flight: Some(0), ..Written::default() }.settle().is_err());
    }
}
