//! `profiles`: relevance profiles of a store, and `audit`: who changed what of what ranks.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::CliError;
use crate::domain::posting::stamp;
use crate::domain::relevance::{Change, Edition, ProfileChange};
use crate::domain::{Actor, Command, FieldError, Profile, Refusal};
use crate::engine::{Engine, Options, InUse, SubmitError};

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
        /// What it is about.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Makes the draft a version that never changes again.
    Publish {
        /// Why.
        #[arg(long, default_value = "")]
        note: String,
        /// Let it wait, for a trial or for its day, instead of ranking now [default: no].
        #[arg(long)]
        wait: bool,
    },
    /// Makes another version rank.
    Rollback {
        /// A name with its version [default: the one before the current one].
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
        /// Why.
        #[arg(long, default_value = "")]
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
    let engine = Engine::open(options)?;
    match task {
        ProfileTask::List => list(&engine.in_use()),
        ProfileTask::Show { name } => print!("{}", toml::to_string(profile(&engine.in_use(), &name)?).map_err(|fault| CliError::Other(fault.to_string()))?),
        ProfileTask::Draft { file, note } => {
            let profile = Box::new(read(&file)?);
            tune(&engine, Change::Profiles(ProfileChange::Draft { profile, expected: None }), note)?;
            println!("draft {}", engine.in_use().workbench.profiles.drafts);
        }
        ProfileTask::Publish { note, wait } => {
            // Nobody else has the store open: the draft that is there is the one that was looked at.
            let expected = engine.in_use().workbench.profiles.draft.as_ref().map(|draft| draft.revision);
            tune(&engine, Change::Profiles(ProfileChange::Publish { expected, rank: !wait }), note)?;
            let used = engine.in_use();
            let label = used.workbench.profiles.published.last().map(|edition| edition.profile.label()).unwrap_or_default();
            println!("{label} {}", if wait { "waits" } else { "ranks" });
        }
        ProfileTask::Rollback { to, note } => {
            let version = engine.in_use().roll_back_to(to.as_deref()).map_err(|fault| CliError::Other(fault.to_string()))?;
            tune(&engine, Change::Profiles(ProfileChange::RollBack { version }), note)?;
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
            println!("{}", serde_json::json!({"position": position, "by": by.by, "at": stamp(by.at), "note": by.note, "change": found.change}));
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

/// Changes something of what ranks, with the operator's words why.
pub(super) fn tune(engine: &Engine, change: Change, note: String) -> Result<(), CliError> {
    let command = Command::Tune { change: Box::new(change), note };
    let refused = |faults: &[FieldError]| CliError::Other(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "));
    match engine.submit(&Actor::operator(), command) {
        Ok(_) => Ok(()),
        Err(SubmitError::Rejected(faults)) => Err(refused(&faults)),
        Err(SubmitError::Refused(Refusal::Unfit(fault))) => Err(refused(&[fault])),
        Err(other) => Err(CliError::Other(other.to_string())),
    }
}
