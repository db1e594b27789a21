//! `trials`: trials of a relevance profile on traffic, with what readers' choices say so far.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::json;

use super::{CliError, store};
use crate::domain::posting::stamp;
use crate::domain::relevance::{Change, Method, Stamp, Trial, TrialChange};
use crate::engine::{Engine, InUse, Options, now_ms};
use crate::evaluate::verdict::{Proportion, Verdict};

#[derive(Subcommand)]
pub(super) enum TrialTask {
    /// Lists the trials, the latest first.
    List,
    /// Plans a trial of a published profile against the one that ranks.
    ///
    /// One trial runs at a time, and it ends when another profile ranks.
    Start {
        /// Its name: 1 to 64 of A-Z a-z 0-9 _ -, never used before.
        name: String,
        /// A published profile that does not rank, with its version such as winter-fair@2, or the built-in one.
        candidate: String,
        #[command(flatten)]
        method: HowDivided,
        /// When it begins, with its zone, e.g. 2026-12-01T08:00:00Z [default: now].
        #[arg(long, value_name = "MOMENT")]
        starts: Option<Timestamp>,
        /// When it ends, at most 92 days after the start.
        #[arg(long, value_name = "MOMENT")]
        ends: Timestamp,
        /// Why.
        #[arg(long)]
        note: String,
    },
    /// Ends a trial before its time.
    Stop {
        /// Its name.
        name: String,
        /// Why.
        #[arg(long)]
        note: String,
    },
    /// Prints a trial with the verdict of what readers chose.
    Show {
        /// Its name.
        name: String,
        /// Print it as JSON [default: no].
        #[arg(long)]
        json: bool,
    },
}

/// How a trial divides traffic.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct HowDivided {
    /// Serve so many percent of those who search by the candidate, 1 to 99 [default: none].
    #[arg(long, value_name = "PERCENT")]
    split: Option<u8>,
    /// Deal the lists of both profiles into one [default: no].
    #[arg(long)]
    interleave: bool,
}

pub(super) fn run(task: TrialTask, options: Options) -> Result<(), CliError> {
    let engine = Engine::open(options)?;
    match task {
        TrialTask::List => {
            let used = engine.in_use();
            used.workbench.trials.known.iter().rev().for_each(|trial| println!("{}", line(&used, trial)));
        }
        TrialTask::Start { name, candidate, method, starts, ends, note } => {
            let candidate = engine.in_use().candidate(&candidate).map_err(|fault| CliError::Other(fault.to_string()))?;
            let method = method.split.map_or(Method::Interleave, |percent| Method::Split { percent });
            let starts_at = starts.map_or_else(now_ms, Timestamp::as_millisecond);
            let change = TrialChange::Start { name: name.clone(), candidate, method, starts_at, ends_at: ends.as_millisecond() };
            store::change(&engine, Change::Trials(change), &note)?;
            show(&engine, &name, false)?;
        }
        TrialTask::Stop { name, note } => {
            store::change(&engine, Change::Trials(TrialChange::Stop { name: name.clone() }), &note)?;
            show(&engine, &name, false)?;
        }
        TrialTask::Show { name, json } => show(&engine, &name, json)?,
    }
    Ok(())
}

fn show(engine: &Engine, name: &str, json: bool) -> Result<(), CliError> {
    let used = engine.in_use();
    let Some(trial) = used.workbench.trials.named(name) else { return Err(CliError::Other(format!("there is no trial {name}; see trials list"))) };
    let verdict = engine.trial_verdict(trial, now_ms() >= trial.ends_at)?;
    if json {
        println!("{}", serde_json::to_string_pretty(&json!({ "trial": written(&used, trial), "verdict": verdict })).unwrap_or_default());
        return Ok(());
    }
    println!("{}", line(&used, trial));
    println!("  planned by {} {}: {}", trial.stamp.by, stamp(trial.stamp.at), trial.stamp.note);
    if let Some(stopped) = &trial.stopped {
        println!("  stopped by {} {}: {}", stopped.by, stamp(stopped.at), stopped.note);
    }
    tell(trial, &verdict);
    Ok(())
}

/// A trial with names for versions, and moments as people write them.
fn written(used: &InUse, trial: &Trial) -> serde_json::Value {
    let signed = |by: &Stamp| json!({"by": by.by, "at": stamp(by.at), "note": by.note});
    json!({
        "name": trial.name, "candidate": used.label(trial.candidate), "baseline": used.label(trial.baseline), "method": trial.method,
        "starts_at": stamp(trial.starts_at), "ends_at": stamp(trial.ends_at), "planned": signed(&trial.stamp), "stopped": trial.stopped.as_ref().map(signed),
    })
}

fn line(used: &InUse, trial: &Trial) -> String {
    let method = match trial.method {
        Method::Split { percent } => format!("split {percent} %"),
        Method::Interleave => "interleaved".to_owned(),
    };
    let state = match now_ms() {
        now if now >= trial.ends_at => "over since",
        now if now >= trial.starts_at => "runs until",
        _ => "planned until",
    };
    format!("{}  {} against {}, {method}, {state} {}", trial.name, used.label(trial.candidate), used.label(trial.baseline), stamp(trial.ends_at))
}

fn tell(trial: &Trial, verdict: &Verdict) {
    let chance = verdict.p_value.map_or("too few answers for a test".to_owned(), |p| format!("{}, p = {p:.4}", verdict.test));
    let outcome = serde_json::to_value(verdict.outcome).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
    println!("  verdict: {outcome} ({chance}){}", if verdict.over { "" } else { "; it is not over, and whoever stops at the first good day errs more often" });
    let counts = &verdict.counts;
    match trial.method {
        Method::Split { .. } => {
            let chosen = |Proportion { answers, chosen }: Proportion| format!("something was chosen in {chosen} of {answers} answers");
            println!("  candidate: {}", chosen(counts.candidate));
            println!("  baseline:  {}", chosen(counts.baseline));
        }
        Method::Interleave => println!("  answers in which more was chosen of the candidate {}, of the baseline {}, as much of both {}", counts.both.wins, counts.both.losses, counts.both.ties),
    }
}
