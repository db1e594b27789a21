//! `profiles publish`, `check` and `gate`: what a draft has to pass before it becomes a version.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::bench::{self, Floor};
use super::evaluations::told;
use super::figures::{Table, share};
use super::{CliError, store};
use crate::domain::posting::stamp;
use crate::domain::relevance::Gate;
use crate::domain::{Actor, Id};
use crate::engine::{Engine, GateReport, PublishError};

/// Pairs and guards that fit on a screen.
const MOST_ROWS: usize = 20;

/// A gate in options.
#[derive(clap::Args)]
pub(super) struct Asked {
    /// Stored set of queries to measure on [default: none].
    #[arg(long, value_name = "SET", value_parser = super::name)]
    queries: Option<Id>,
    /// Stored set of judgments to measure by [default: none].
    #[arg(long, value_name = "SET", value_parser = super::name)]
    judgments: Option<Id>,
    /// Least nDCG@10 over all queries, 0 to 1 [default: none].
    #[arg(long, value_name = "VALUE")]
    overall: Option<f64>,
    /// Least nDCG@10 of language pairs: 0.7 for all of at least 5 queries, zh-fr=0.6 for one [default: none].
    #[arg(long, value_name = "[PAIR=]VALUE", value_parser = bench::floor)]
    floor: Vec<Floor>,
    /// How much nDCG@10 a pair, and all together, may lose against what ranks, 0 to 1 [default: anything].
    #[arg(long, value_name = "VALUE")]
    loss: Option<f64>,
    /// Stored set of guards, all of which must hold [default: none].
    #[arg(long, value_name = "SET", value_parser = super::name)]
    guards: Option<Id>,
}

#[derive(clap::Subcommand)]
pub(super) enum GateTask {
    /// Prints the gate that stands, as JSON.
    Show,
    /// Puts a gate in place of the one that stands.
    Set {
        #[command(flatten)]
        gate: Box<Asked>,
        /// Why.
        #[arg(long)]
        note: String,
    },
    /// Takes the gate away.
    Clear {
        /// Why.
        #[arg(long)]
        note: String,
    },
}

impl Asked {
    /// The gate; none if no option names any of it.
    fn read(&self) -> Result<Option<Gate>, CliError> {
        let floors = bench::floors(&self.floor);
        let whole = json!({
            "queries": self.queries, "judgments": self.judgments, "overall": self.overall, "floor": floors.all, "floors": floors.pairs,
            "loss": self.loss, "guards": self.guards,
        });
        let said = |value: &Value| !value.is_null() && value.as_object().is_none_or(|map| !map.is_empty());
        let map: Map<String, Value> = whole.as_object().into_iter().flatten().filter(|(_, value)| said(value)).map(|(name, value)| (name.clone(), value.clone())).collect();
        if map.is_empty() {
            return Ok(None);
        }
        Gate::read(&map).map(Some).map_err(|faults| CliError::Other(store::told(&faults)))
    }
}

pub(super) fn publish(engine: &Engine, how: (Option<u64>, bool), gate: &Asked, force: bool, note: &str) -> Result<(), CliError> {
    engine.publish(&Actor::operator(), how, gate.read()?.as_ref(), force, note).map_err(refused)
}

fn refused(error: PublishError) -> CliError {
    match error {
        PublishError::Closed(report) => {
            tell(&report);
            CliError::Other("nothing was published: mend the draft, or publish it with --force and say why".to_owned())
        }
        PublishError::Unmeasured(error) => told(error),
        PublishError::Submit(error) => store::explained(error),
    }
}

pub(super) fn check(engine: &Engine, name: &str, today: Option<Date>, json: bool, gate: &Asked) -> Result<(), CliError> {
    let standing = || engine.in_use().workbench.gate.as_ref().map(|kept| kept.gate.clone());
    let gate = gate.read()?.or_else(standing).ok_or_else(|| CliError::Other("no gate stands; name --guards, or --queries and --judgments with a floor".to_owned()))?;
    let report = engine.hold(&gate, Some(name), bench::moment(today)?).map_err(told)?;
    if json { println!("{}", serde_json::to_string_pretty(&report).unwrap_or_default()) } else { tell(&report) }
    match report.passes {
        true => Ok(()),
        false => Err(CliError::Other(format!("{} does not pass the gate", report.profile))),
    }
}

pub(super) fn run(engine: &Engine, task: GateTask) -> Result<(), CliError> {
    match task {
        GateTask::Show => {
            let used = engine.in_use();
            let Some(kept) = &used.workbench.gate else {
                println!("no gate stands");
                return Ok(());
            };
            let told = json!({"gate": kept.gate, "by": kept.stamp.by, "at": stamp(kept.stamp.at), "note": kept.stamp.note});
            println!("{told:#}");
        }
        GateTask::Set { gate, note } => {
            let gate = gate.read()?.ok_or_else(|| CliError::Other("the gate asks nothing: name --guards, or --queries and --judgments with a floor".to_owned()))?;
            engine.change_gate(&Actor::operator(), Some(gate), &note).map_err(refused)?;
            println!("the gate stands");
        }
        GateTask::Clear { note } => {
            engine.change_gate(&Actor::operator(), None, &note).map_err(refused)?;
            println!("the gate is gone");
        }
    }
    Ok(())
}

/// A report: what is missed on top, then figures and guards.
fn tell(report: &GateReport) {
    let verdict = if report.passes { "passes the gate" } else { "does not pass the gate" };
    println!("{} {verdict}; {} ranks now\n", report.profile, report.current);
    for fault in &report.faults {
        println!("  {} {}", fault.field, fault.problem);
    }
    if !report.faults.is_empty() {
        println!();
    }
    let shifts: Vec<_> = report.overall.iter().chain(&report.pairs).collect();
    if !shifts.is_empty() {
        let mut table = Table::new(["nDCG@10", "now", "then", "change"]);
        for shift in shifts.iter().take(MOST_ROWS) {
            table.row([shift.name.clone(), share(shift.from), share(shift.to), shift.gain.map_or_else(|| "-".to_owned(), |gain| format!("{gain:+.4}"))]);
        }
        table.print();
        if shifts.len() > MOST_ROWS {
            println!("({} more pairs that fare better; --json of `profiles check` tells all)\n", shifts.len() - MOST_ROWS);
        }
    }
    if !report.guards.is_empty() {
        let mut table = Table::new(["guard", "holds", "now at", "then at", "posting", "asked"]);
        let place = |place: Option<usize>| place.map_or_else(|| "-".to_owned(), |place| place.to_string());
        let broken_first = report.guards.iter().filter(|guard| !guard.holds).chain(report.guards.iter().filter(|guard| guard.holds));
        for guard in broken_first.take(MOST_ROWS) {
            let holds = if guard.holds { "yes" } else { "NO" };
            let asked: String = guard.title.chars().take(40).collect();
            table.row([guard.guard.clone(), holds.to_owned(), place(guard.from), place(guard.to), guard.posting.clone(), asked]);
        }
        table.print();
    }
}
