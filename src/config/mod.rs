//! Configuration in two steps: [`Written`] is what somebody wrote (a TOML file, `TRADEWIND_*` in the
//! environment, flags on the command line), [`Config`] is what it means. Flags win over the
//! environment, the environment over the file, the file over the defaults named on each field.
//! Values that make no sense together are refused here, before anything is opened.

mod written;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

pub use written::Written;

use crate::domain::Profile;
use crate::engine::Alerting;
use crate::watch::Watching;

/// The settled configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Folder of the journal, the views and the index. Default: `data`.
    pub data_dir: PathBuf,
    /// Folder of product tables that are loaded after the built-in ones. Default: none.
    pub lexicon_overlay: Option<PathBuf>,
    /// Relevance profile in place of the built-in one. Default: none.
    pub profile: Option<Profile>,
    /// Filter of log messages in the syntax of `tracing-subscriber`. Default:
    /// `warn,tradewind=info`, our own work without that of the libraries.
    pub log: String,
    /// Whether log messages are JSON lines. Default: no.
    pub log_json: bool,
    /// What is watched of searches, and for how long it is kept. Default: questions, for 30 days and
    /// 100,000 answers; no feedback.
    pub watching: Watching,
    /// How long alerts about new matches are kept; none if nobody is told. Default: 90 days, and 1,000 alerts of a party.
    pub alerts: Option<Alerting>,
    /// The HTTP edge.
    pub http: HttpConfig,
}

/// What the HTTP edge allows, and how long it waits.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Address to listen on. Default: `127.0.0.1:7400`, this machine only.
    pub listen: SocketAddr,
    /// Whether the catalogue may be read without a key. Default: yes.
    pub open_reading: bool,
    /// Requests served at once; more are turned away with 503. Default: 256.
    pub max_in_flight: usize,
    /// Engine calls that run at once. Default: twice the processors, at least 4.
    pub max_engine_calls: usize,
    /// Bulk files read at once. Default: 2.
    pub max_bulk_uploads: usize,
    /// Streams of alerts that are open at once. Default: 64.
    pub max_streams: usize,
    /// Largest body of one record, in bytes. Default: 65,536.
    pub max_body_bytes: usize,
    /// Largest bulk file, in bytes. Default: 67,108,864 (64 MiB).
    pub max_bulk_bytes: usize,
    /// Most rows of a bulk file. Default: 100,000.
    pub max_bulk_rows: usize,
    /// How long a request may take. Default: 10,000 ms. Bulk files are bound by the pause between
    /// two pieces of the body instead.
    pub request_timeout: Duration,
    /// How long `?wait=searchable` waits. Default: 5,000 ms.
    pub searchable_timeout: Duration,
    /// How long running requests may take after the signal to stop. Default: 20,000 ms.
    pub drain_timeout: Duration,
    /// Origins whose pages may call the API from a browser. Default: none.
    pub cors_origins: Vec<String>,
}

impl Default for HttpConfig {
    fn default() -> HttpConfig {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        HttpConfig {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 7400)),
            open_reading: true,
            max_in_flight: 256,
            max_engine_calls: (processors * 2).max(4),
            max_bulk_uploads: 2,
            max_streams: 64,
            max_body_bytes: 64 * 1024,
            max_bulk_bytes: 64 * 1024 * 1024,
            max_bulk_rows: 100_000,
            request_timeout: Duration::from_millis(10_000),
            searchable_timeout: Duration::from_millis(5_000),
            drain_timeout: Duration::from_millis(20_000),
            cors_origins: Vec::new(),
        }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config { data_dir: PathBuf::from("data"), lexicon_overlay: None, profile: None, log: "warn,tradewind=info".to_owned(), log_json: false, watching: Watching::default(), alerts: Some(Alerting::default()), http: HttpConfig::default() }
    }
}

/// Why a configuration is refused: fix the named field and start again.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be opened.
    #[error("the configuration file {path} cannot be read: {cause}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The file is not TOML of this shape.
    #[error("the configuration file {path} is wrong: {cause}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        cause: Box<toml::de::Error>,
    },
    /// A value outside of its range, or one that contradicts another.
    #[error("{field} {problem}")]
    Value {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

impl Config {
    /// Settles what was written on the command line and in the environment, over the file that it
    /// names (if it names one), over the defaults.
    pub fn settle(written: Written) -> Result<Config, ConfigError> {
        let written = match &written.config {
            Some(path) => {
                let path = path.clone();
                written.over(Written::from_file(&path)?)
            }
            None => written,
        };
        written.settle()
    }
}
