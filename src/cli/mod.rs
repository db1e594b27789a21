//! The command line: thin commands over the engine. Only this layer prints.

mod demo;
mod lexicon;
mod serve;
mod show;
mod store;
mod vocabulary;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::domain::Side;
use crate::engine::{EngineError, Options};

/// Matches supply and demand across languages.
#[derive(Parser)]
#[command(name = "tradewind", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Task,
    /// Folder of product tables of your own, loaded after the built-in ones.
    #[arg(long, env = "TRADEWIND_LEXICON_OVERLAY", value_name = "DIR", global = true)]
    lexicon_overlay: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Task {
    /// Loads the example corpus, runs five example searches, then serves HTTP.
    Demo {
        /// Folder of the store; default: a new temporary folder.
        #[arg(long, env = "TRADEWIND_DATA")]
        data: Option<PathBuf>,
        /// Address to serve on.
        #[arg(long, env = "TRADEWIND_LISTEN", default_value = "127.0.0.1:8080")]
        listen: String,
        /// Exit after the searches.
        #[arg(long)]
        once: bool,
    },
    /// Serves the API over HTTP.
    Serve(Box<crate::config::Written>),
    /// Makes and withdraws API keys.
    Keys {
        #[command(subcommand)]
        task: KeyTask,
        /// Folder of the store; no server may have it open.
        #[arg(long, env = "TRADEWIND_DATA", default_value = "data", global = true)]
        data: PathBuf,
    },
    /// Imports offers or requests from NDJSON files.
    Import {
        /// offers or requests.
        #[arg(value_parser = side)]
        side: Side,
        /// Files to read.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Folder of the store.
        #[arg(long, env = "TRADEWIND_DATA", default_value = "data")]
        data: PathBuf,
    },
    /// Writes all offers or requests as NDJSON to standard output.
    Export {
        /// offers or requests.
        #[arg(value_parser = side)]
        side: Side,
        /// Folder of the store.
        #[arg(long, env = "TRADEWIND_DATA", default_value = "data")]
        data: PathBuf,
    },
    /// Searches a store.
    Search {
        /// What to search for, in any language.
        text: Vec<String>,
        /// Search requests instead of offers.
        #[arg(long)]
        requests: bool,
        /// Language of labels, e.g. zh.
        #[arg(long)]
        lang: Option<String>,
        /// Most hits, 1 to 100.
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
        /// Folder of the store.
        #[arg(long, env = "TRADEWIND_DATA", default_value = "data")]
        data: PathBuf,
    },
    /// Prints what is read from a text, as JSON.
    Understand {
        /// The text.
        text: Vec<String>,
        /// Its language, if known.
        #[arg(long)]
        lang: Option<String>,
    },
    /// Deletes the text index and builds it from the journal.
    Rebuild {
        /// Folder of the store.
        #[arg(long, env = "TRADEWIND_DATA", default_value = "data")]
        data: PathBuf,
    },
    /// Reads the whole journal and reports damage.
    Verify {
        /// Folder of the store.
        #[arg(long, env = "TRADEWIND_DATA", default_value = "data")]
        data: PathBuf,
    },
    /// Writes a checksummed copy of the journal to a file.
    Backup {
        /// File to write (zstd).
        file: PathBuf,
        /// Folder of the store.
        #[arg(long, env = "TRADEWIND_DATA", default_value = "data")]
        data: PathBuf,
    },
    /// Fills an empty store from a backup.
    Restore {
        /// File to read.
        file: PathBuf,
        /// Folder of the new store.
        #[arg(long, env = "TRADEWIND_DATA", default_value = "data")]
        data: PathBuf,
    },
    /// Looks into the lexicon.
    Lexicon {
        #[command(subcommand)]
        task: lexicon::LexiconTask,
    },
}

#[derive(Subcommand)]
enum KeyTask {
    /// Makes a key and prints it once.
    Add {
        /// exporter, importer or operator.
        #[arg(value_parser = role)]
        role: crate::domain::Role,
        /// Identifier of the party whose postings the key may change.
        party: String,
    },
    /// Withdraws a key.
    Revoke {
        /// Public part of the key, before the point.
        id: String,
    },
}

fn role(text: &str) -> Result<crate::domain::Role, String> {
    match text {
        "exporter" => Ok(crate::domain::Role::Exporter),
        "importer" => Ok(crate::domain::Role::Importer),
        "operator" => Ok(crate::domain::Role::Operator),
        _ => Err("use exporter, importer or operator".to_owned()),
    }
}

fn side(text: &str) -> Result<Side, String> {
    match text {
        "offers" => Ok(Side::Offer),
        "requests" => Ok(Side::Request),
        _ => Err("use offers or requests".to_owned()),
    }
}

/// Why a command failed, in words for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The engine refuses.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A file cannot be used.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,tradewind=info".into()))
        .with_writer(std::io::stderr)
        .init();
    let overlay = cli.lexicon_overlay;
    let at = |data: PathBuf| Options::at(data).with_overlay(overlay.clone());
    let outcome = match cli.command {
        Task::Demo { data, listen, once } => demo::run(data, &listen, once, overlay),
        Task::Serve(written) => serve::run(crate::config::Written { lexicon_overlay: overlay, ..*written }),
        Task::Keys { task: KeyTask::Add { role, party }, data } => serve::add_key(role, party, at(data)),
        Task::Keys { task: KeyTask::Revoke { id }, data } => serve::revoke_key(id, at(data)),
        Task::Import { side, files, data } => store::import(side, &files, at(data)),
        Task::Export { side, data } => store::export(side, at(data)),
        Task::Search { text, requests, lang, limit, json, data } => store::search(&text.join(" "), requests, lang, limit, json, at(data)),
        Task::Understand { text, lang } => show::understand(&text.join(" "), lang.as_deref(), overlay),
        Task::Rebuild { data } => store::rebuild(at(data)),
        Task::Verify { data } => store::verify(at(data)),
        Task::Backup { file, data } => store::backup(&file, at(data)),
        Task::Restore { file, data } => store::restore(&file, &data),
        Task::Lexicon { task } => lexicon::run(task, overlay),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tradewind: {error}");
            ExitCode::FAILURE
        }
    }
}
