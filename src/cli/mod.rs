//! The command line: thin commands over the engine. Only this layer prints.

mod alerts;
mod bench;
mod demo;
mod edits;
mod environment;
mod evaluate;
mod evaluations;
mod figures;
mod gate;
mod import;
mod judgments;
mod lexicon;
mod logs;
mod marked;
mod pipe;
mod profiles;
mod progress;
mod reports;
mod rules;
mod serve;
mod sets;
mod show;
mod signals;
mod standing;
mod store;
mod trials;
mod tune;
mod vocabulary;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::store::Folder;
use crate::domain::relevance::SetKind;
use crate::domain::{Id, Side};
use crate::engine::{EngineError, Options};
use crate::storage::StoreError;

/// Matches supply and demand across languages.
#[derive(Parser)]
#[command(name = "tradewind", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Task,
    /// Folder of product tables of your own, loaded after the built-in ones [default: none].
    #[arg(long, env = "TRADEWIND_LEXICON_OVERLAY", value_name = "DIR", global = true)]
    lexicon_overlay: Option<PathBuf>,
}

/// Secrets have no option: a command line shows to every user of the machine.
const OPERATOR_KEY: &str = "Environment:
  TRADEWIND_OPERATOR_KEY  The first operator key, as ID.SECRET: the ID is 1 to 64 of A-Z a-z 0-9 _ -, the secret
                          16 characters or more, e.g. admin.$(openssl rand -hex 24). Senders write it behind
                          `Authorization: Bearer`. Read while the store has no operator key [default: one is
                          drawn and printed once]";

#[derive(Subcommand)]
enum Task {
    /// Loads the example corpus, runs five example searches, then serves HTTP.
    #[command(after_help = OPERATOR_KEY)]
    Demo {
        /// Folder of the store [default: a new temporary folder, removed at the end].
        #[arg(long, env = "TRADEWIND_DATA", value_name = "DIR")]
        data: Option<PathBuf>,
        /// Address and port to serve on.
        #[arg(long, env = "TRADEWIND_LISTEN", value_name = "ADDR:PORT", default_value = "127.0.0.1:7400")]
        listen: SocketAddr,
        /// Exit after the searches, without serving [default: no].
        #[arg(long)]
        once: bool,
    },
    /// Serves the API over HTTP.
    #[command(after_help = OPERATOR_KEY)]
    Serve(Box<crate::config::Written>),
    /// Makes and withdraws API keys.
    Keys {
        #[command(subcommand)]
        task: KeyTask,
        #[command(flatten)]
        folder: Folder,
    },
    /// Imports offers or requests from NDJSON, CSV and XLSX files.
    ///
    /// Good rows land; each bad one is named on standard error with file, row, column, reason and
    /// fix, and the exit code is 1. The first row of CSV and XLSX names the columns, in English,
    /// Chinese, French, Spanish or Portuguese, or as the API does. A row with the external_id of a
    /// known posting of the same party replaces it, so a file may be imported again. Rows that name
    /// no party belong to --party, else to "anonymous", in which one file may have an external_id
    /// only once.
    Import(Box<import::Import>),
    /// Writes all offers or requests as NDJSON to standard output.
    Export {
        /// offers or requests.
        #[arg(value_parser = side)]
        side: Side,
        #[command(flatten)]
        folder: Folder,
    },
    /// Searches a store.
    Search {
        /// What to search for, in any language.
        text: Vec<String>,
        /// Search requests instead of offers [default: no].
        #[arg(long)]
        requests: bool,
        /// Language of labels and glosses, as a BCP 47 tag such as zh [default: that of the query].
        #[arg(long, value_name = "TAG")]
        lang: Option<String>,
        /// Most hits to print, 1 to 100.
        #[arg(long, value_name = "COUNT", default_value_t = 10)]
        limit: usize,
        /// Print the whole answer as JSON [default: no].
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        folder: Folder,
    },
    /// Prints a text with everything that is read from it marked.
    ///
    /// What is open has a question mark and what it may mean.
    Understand {
        /// The text.
        text: Vec<String>,
        /// Its language, as a BCP 47 tag [default: guessed].
        #[arg(long, value_name = "TAG")]
        lang: Option<String>,
        /// Language of the marks, as a BCP 47 tag [default: that of the text].
        #[arg(long, value_name = "TAG")]
        reader: Option<String>,
        /// Print what is read as JSON [default: no].
        #[arg(long)]
        json: bool,
    },
    /// Tells how good the ranking is, by graded judgments: overall, by language pair, kind and chapter.
    Evaluate(Box<evaluate::Evaluate>),
    /// Holds profiles against each other: what each query gained or lost, what moved, and whether it is luck.
    Compare(Box<evaluate::Compare>),
    Tune(Box<tune::Tune>),
    Where(Box<standing::Where>),
    /// Checks and converts files of graded judgments, and keeps them in the store.
    Judgments {
        #[command(subcommand)]
        task: judgments::JudgmentsTask,
    },
    /// Keeps sets of queries in the store.
    Queries {
        #[command(subcommand)]
        task: sets::SetTask,
    },
    /// Keeps sets of guards in the store: queries with what must stand where in their answers.
    Guards {
        #[command(subcommand)]
        task: sets::SetTask,
    },
    /// Evaluates stored sets, and keeps, compares and deletes evaluations.
    Evaluations {
        #[command(subcommand)]
        task: evaluations::EvaluationTask,
        #[command(flatten)]
        folder: Folder,
    },
    /// Deletes the text index and builds it from the journal.
    Rebuild {
        #[command(flatten)]
        folder: Folder,
    },
    /// Reads the whole journal and reports damage.
    Verify {
        /// Print what was found as JSON [default: no].
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        folder: Folder,
    },
    /// Writes a checksummed copy of the journal to a file.
    Backup {
        /// File to write (zstd).
        file: PathBuf,
        /// Print what was written as JSON [default: no].
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        folder: Folder,
    },
    /// Fills an empty store from a backup.
    Restore {
        /// File to read.
        file: PathBuf,
        /// Folder of the new store.
        #[arg(long, env = "TRADEWIND_DATA", default_value = "data", value_name = "DIR")]
        data: PathBuf,
    },
    /// Prints what operators watch: failing questions, who is seen, what is chosen, supply beside demand.
    Reports {
        #[command(subcommand)]
        task: reports::ReportTask,
    },
    Signals(signals::SignalExport),
    /// Drafts, publishes, compares and rolls back relevance profiles.
    Profiles {
        #[command(subcommand)]
        task: profiles::ProfileTask,
        #[command(flatten)]
        folder: Folder,
    },
    /// Plans, stops and shows trials of a relevance profile on traffic.
    Trials {
        #[command(subcommand)]
        task: trials::TrialTask,
        #[command(flatten)]
        folder: Folder,
    },
    Alerts(Box<alerts::AlertList>),
    /// Lists, changes and tests the curation rules of a store.
    Rules {
        #[command(subcommand)]
        task: rules::RuleTask,
        #[command(flatten)]
        folder: Folder,
    },
    /// Prints who changed what of what ranks, when and why, as NDJSON.
    Audit {
        #[command(flatten)]
        folder: Folder,
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
    /// Lists the keys by their public part, with role and party.
    List {
        /// Print a key a line as JSON [default: no].
        #[arg(long)]
        json: bool,
    },
    /// Withdraws a key.
    Revoke {
        /// Public part of the key, before the point.
        id: String,
    },
}

impl Task {
    /// Whether it puts something into a store that need not be there before; all others read what is there.
    fn makes_a_store(&self) -> bool {
        use judgments::JudgmentsTask;
        use sets::SetTask;
        matches!(
            self,
            Task::Keys { task: KeyTask::Add { .. }, .. }
                | Task::Judgments { task: JudgmentsTask::Stored(SetTask::Import { .. }) }
                | Task::Queries { task: SetTask::Import { .. } }
                | Task::Profiles { task: profiles::ProfileTask::Draft { .. }, .. }
                | Task::Rules { task: rules::RuleTask::Add { .. }, .. }
        )
    }
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

fn name(text: &str) -> Result<Id, String> {
    Id::parse(text).ok_or_else(|| "use 1 to 64 of A-Z a-z 0-9 . _ -".to_owned())
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
    for stray in environment::strays(&<Cli as clap::CommandFactory>::command(), std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())) {
        eprintln!("tradewind: {stray}");
    }
    let instead = instead(&cli.command);
    match pipe::while_read(|| perform(cli.command, cli.lexicon_overlay)) {
        None | Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(error)) => {
            eprintln!("tradewind: {error}");
            if let CliError::Engine(EngineError::Store(StoreError::InUse { .. })) = error {
                let ask = instead.map(|address| format!("ask the server, which answers {address} (see its /openapi.json), or ")).unwrap_or_default();
                eprintln!("fix: a server or another command has it open; {ask}stop that first");
            }
            ExitCode::FAILURE
        }
    }
}

/// What a server that has the store open does instead of a command.
fn instead(task: &Task) -> Option<&'static str> {
    Some(match task {
        Task::Import(_) => "POST /v1/offers/bulk and POST /v1/requests/bulk",
        Task::Export { .. } => "GET /v1/offers and GET /v1/requests",
        Task::Search { .. } => "GET /v1/search",
        Task::Evaluate(_) | Task::Compare(_) | Task::Evaluations { .. } => "POST /v1/relevance/evaluations and GET /v1/relevance/evaluations/{id}/compare",
        Task::Tune(_) => "POST /v1/relevance/tunings",
        Task::Where(_) => "GET /v1/relevance/standing",
        Task::Judgments { .. } => "GET /v1/relevance/judgments and POST /v1/relevance/judgments/{set}/import",
        Task::Queries { .. } => "GET /v1/relevance/queries and POST /v1/relevance/queries/{set}/import",
        Task::Guards { .. } => "GET /v1/relevance/guards and POST /v1/relevance/guards/{set}/import",
        Task::Reports { .. } => "GET /v1/relevance/reports/{report}",
        Task::Signals(_) => "GET /v1/relevance/signals",
        Task::Profiles { .. } => "/v1/relevance/profiles and /v1/relevance/gate",
        Task::Trials { .. } => "/v1/relevance/trials",
        Task::Alerts(_) => "GET /v1/alerts",
        Task::Rules { .. } => "/v1/relevance/rules and POST /v1/relevance/rules/test",
        Task::Audit { .. } => "GET /v1/relevance/audit",
        Task::Lexicon { .. } => "/v1/relevance/lexicon",
        _ => return None,
    })
}

fn perform(task: Task, overlay: Option<PathBuf>) -> Result<(), CliError> {
    // The server starts its log itself, once it knows how.
    if !matches!(task, Task::Serve(_)) {
        logs::start(&logs::quiet(), false)?;
    }
    let makes_a_store = task.makes_a_store();
    let at = |data: PathBuf| Options { existing: !makes_a_store, ..Options::at(data) }.with_overlay(overlay.clone());
    match task {
        Task::Demo { data, listen, once } => demo::run(data, listen, once, overlay),
        Task::Serve(written) => serve::run(crate::config::Written { lexicon_overlay: overlay, ..*written }),
        Task::Keys { task: KeyTask::Add { role, party }, folder } => serve::add_key(role, party, at(folder.data)),
        Task::Keys { task: KeyTask::Revoke { id }, folder } => serve::revoke_key(id, at(folder.data)),
        Task::Keys { task: KeyTask::List { json }, folder } => serve::list_keys(json, at(folder.data)),
        Task::Import(what) => import::run(&what, overlay),
        Task::Export { side, folder } => store::export(side, at(folder.data)),
        Task::Search { text, requests, lang, limit, json, folder } => store::search(&text.join(" "), requests, lang, limit, json, at(folder.data)),
        Task::Understand { text, lang, reader, json } => marked::understand(&text.join(" "), lang.as_deref(), reader.as_deref(), json, overlay),
        Task::Evaluate(what) => evaluate::evaluate(&what, overlay),
        Task::Compare(what) => evaluate::compare(&what, overlay),
        Task::Tune(what) => tune::run(&what, overlay),
        Task::Where(what) => standing::run(&what, overlay),
        Task::Judgments { task } => judgments::run(task, at),
        Task::Queries { task } => sets::run(SetKind::Queries, task, at),
        Task::Guards { task } => sets::run(SetKind::Guards, task, at),
        Task::Evaluations { task, folder } => evaluations::run(task, folder, at),
        Task::Rebuild { folder } => store::rebuild(at(folder.data)),
        Task::Verify { json, folder } => store::verify(json, at(folder.data)),
        Task::Backup { file, json, folder } => store::backup(&file, json, at(folder.data)),
        Task::Restore { file, data } => store::restore(&file, &data),
        Task::Profiles { task, folder } => profiles::run(task, at(folder.data)),
        Task::Audit { folder } => profiles::audit(at(folder.data)),
        Task::Rules { task, folder } => rules::run(task, at(folder.data)),
        Task::Trials { task, folder } => trials::run(task, at(folder.data)),
        Task::Alerts(what) => alerts::run(*what, at),
        Task::Reports { task } => reports::run(task, at),
        Task::Signals(what) => signals::run(what, at),
        Task::Lexicon { task } => lexicon::run(task, overlay),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::*;

    fn check(command: &Command, path: &str, faults: &mut Vec<String>) {
        for option in command.get_arguments().filter(|option| !option.is_positional() && !matches!(option.get_id().as_str(), "help" | "version")) {
            let help = option.get_help().map(ToString::to_string).unwrap_or_default();
            if !option.is_required_set() && option.get_default_values().is_empty() && !help.contains("[default: ") {
                faults.push(format!("{path} --{}", option.get_id()));
            }
        }
        for inner in command.get_subcommands() {
            check(inner, &format!("{path} {}", inner.get_name()), faults);
        }
    }

    #[test]
    fn help_names_the_default_of_every_option_that_may_be_left_out() {
        let mut faults = Vec::new();
        let cli = Cli::command();
        cli.clone().debug_assert();
        check(&cli, "tradewind", &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
    }
}
