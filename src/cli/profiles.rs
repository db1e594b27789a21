//! `profiles`: relevance profiles of a store, and `audit`: who changed what of what ranks.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{CliError, gate, store};
use crate::domain::posting::stamp;
use crate::domain::relevance::{Change, Edition, ProfileChange};
use crate::domain::Profile;
use crate::engine::{Engine, InUse, Options};

/// Lines of the audit log read at once.
const AUDIT_PAGE: usize = 1_000;

#[derive(Subcommand)]
pub(super) enum ProfileTask {
    /// Lists the published versions, the newest first, and what ranks.
    List,
    /// Prints a profile as TOML, ready to be edited and drafted again.
    Show {
        /// draft, current, or a name with its version such as winter-fair@2.
        #[arg(default_value = "current")]
        name: String,
    },
    /// Saves a TOML file as the draft.
    Draft {
        /// File in the shape of indexes/profiles/default.toml.
        file: PathBuf,
        /// What it is about [default: nothing].
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Makes the draft a version that never changes again.
    Publish {
        /// Why [default: nothing].
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
        /// Let it wait, for a trial or for its day, instead of ranking now [default: no].
        #[arg(long)]
        wait: bool,
        /// Publish it although it does not pass the gate; the audit log keeps what it misses [default: no].
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        gate: gate::Asked,
    },
    /// Holds a profile against the gate without publishing it; what it misses makes the exit code 1.
    Check {
        /// draft, current, or a name with its version.
        #[arg(default_value = "draft")]
        name: String,
        /// Day that counts as today, such as 2026-11-28 [default: today].
        #[arg(long, value_name = "DATE")]
        today: Option<jiff::civil::Date>,
        /// Print the report as JSON [default: no].
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        gate: gate::Asked,
    },
    /// Shows, puts up or takes away the gate that every draft has to pass.
    Gate {
        #[command(subcommand)]
        task: gate::GateTask,
    },
    /// Makes another version rank.
    Rollback {
        /// A name with its version [default: the one before the current one].
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
        /// Why [default: nothing].
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Prints what the second of two profiles has differently.
    Diff {
        /// draft, current, or a name with its version.
        #[arg(default_value = "current")]
        from: String,
        /// The same.
        #[arg(default_value = "draft")]
        to: String,
    },
}

pub(super) fn run(task: ProfileTask, options: Options) -> Result<(), CliError> {
    let engine = store::open(options)?;
    match task {
        ProfileTask::List => list(&engine.in_use()),
        ProfileTask::Show { name } => print!("{}", toml::to_string(profile(&engine.in_use(), &name)?).map_err(|fault| CliError::Other(fault.to_string()))?),
        ProfileTask::Draft { file, note } => {
            let profile = Box::new(read(&file)?);
            store::change(&engine, Change::Profiles(ProfileChange::Draft { profile, expected: None }), &note)?;
            println!("draft {}", engine.in_use().workbench.profiles.drafts);
        }
        ProfileTask::Check { name, today, json, gate } => return gate::check(&engine, &name, today, json, &gate),
        ProfileTask::Gate { task } => return gate::run(&engine, task),
        ProfileTask::Publish { note, wait, force, gate } => {
            // Nobody else has the store open: the draft that is there is the one that was looked at.
            let expected = engine.in_use().workbench.profiles.draft.as_ref().map(|draft| draft.revision);
            gate::publish(&engine, (expected, !wait), &gate, force, &note)?;
            let used = engine.in_use();
            let label = used.workbench.profiles.published.last().map(|edition| edition.profile.label()).unwrap_or_default();
            println!("{label} {}", if wait { "waits" } else { "ranks" });
        }
        ProfileTask::Rollback { to, note } => {
            let version = engine.in_use().roll_back_to(to.as_deref()).map_err(|fault| CliError::Other(fault.to_string()))?;
            store::change(&engine, Change::Profiles(ProfileChange::RollBack { version }), &note)?;
            println!("{} ranks", engine.in_use().profile.label());
        }
        ProfileTask::Diff { from, to } => {
            let used = engine.in_use();
            for found in profile(&used, &from)?.differences(profile(&used, &to)?) {
                println!("{}: {} -> {}", found.field, found.from, found.to);
            }
        }
    }
    Ok(())
}

/// Prints every change of what ranks as NDJSON.
pub(super) fn audit(options: Options) -> Result<(), CliError> {
    let engine = Engine::open(options)?;
    let mut after = 0;
    loop {
        let page = engine.audit(after, AUDIT_PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = *last;
        for (position, found) in &page {
            let by = &found.stamp;
            println!("{}", serde_json::json!({"position": position, "by": by.by, "at": stamp(by.at), "note": by.note, "change": found.change, "edit": found.edit}));
        }
    }
}

fn list(used: &InUse) {
    let current = used.profile.label();
    let line = |label: &str, rest: &str| println!("{} {label:<28} {rest}", if label == current { '*' } else { ' ' });
    let told = |edition: &Edition| format!("{}  {}  {}", stamp(edition.stamp.at), edition.stamp.by, edition.stamp.note);
    if let Some(draft) = &used.workbench.profiles.draft {
        line("draft", &told(draft));
    }
    for edition in used.workbench.profiles.published.iter().rev() {
        line(&edition.profile.label(), &told(edition));
    }
    line(&used.given.label(), "built in");
}

fn profile<'a>(used: &'a InUse, name: &str) -> Result<&'a Profile, CliError> {
    let found = used.named(name).ok_or_else(|| CliError::Other(format!("there is no profile {name}; see: tradewind profiles list")))?;
    Ok(found.profile)
}

fn read(file: &Path) -> Result<Profile, CliError> {
    let text = std::fs::read_to_string(file).map_err(|fault| CliError::File(file.to_owned(), fault))?;
    Profile::parse_draft(&text).map_err(|fault| CliError::Other(format!("{}: {fault}", file.display())))
}
