//! `evaluations`: stored query sets held against stored judgments, kept, told and compared.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use super::bench::{self, Floor, Measure};
use super::evaluate::{breached, measured};
use super::figures::{self, Table, share};
use super::store::{self, Folder};
use super::CliError;
use crate::domain::{Actor, Id};
use crate::engine::{Engine, EngineError, EvaluationAsk, EvaluationError, EvaluationsCompared, KeptEvaluation, KeptFigures, Options};
use crate::evaluate::Shift;

/// Rows of a table that fit on a screen.
const MOST_ROWS: usize = 20;

#[derive(clap::Subcommand)]
pub(super) enum EvaluationTask {
    /// Runs a stored set of queries and holds it against stored judgments.
    Run(Box<Run>),
    /// Lists the evaluations that are kept, the newest first.
    List {
        /// Print them as JSON [default: no].
        #[arg(long)]
        json: bool,
    },
    /// Tells one with its slices.
    Show {
        /// Its name.
        #[arg(value_parser = super::name)]
        id: Id,
        /// Print it with the figure of every query as JSON [default: no].
        #[arg(long)]
        json: bool,
    },
    /// Holds one against another: what queries and slices gained or lost, and whether it is luck.
    Compare {
        /// The first.
        #[arg(value_parser = super::name)]
        from: Id,
        /// The one that is held against it.
        #[arg(value_parser = super::name)]
        to: Id,
        /// Print everything as JSON [default: no].
        #[arg(long)]
        json: bool,
    },
    /// Deletes one.
    Delete {
        /// Its name.
        #[arg(value_parser = super::name)]
        id: Id,
        /// Why [default: nothing].
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
    },
}

/// What to evaluate.
#[derive(clap::Args)]
pub(super) struct Run {
    /// A stored set of queries.
    #[arg(long, value_name = "SET", required = true, value_parser = super::name)]
    queries: Id,
    /// A stored set of judgments.
    #[arg(long, value_name = "SET", required = true, value_parser = super::name)]
    judgments: Id,
    /// draft, current, or a profile with its version such as winter-fair@2; behind it, if wanted, "with rules" (curation
    /// rules take part) and "without freshness, exposure" (features, exposure or synonyms count nothing).
    #[arg(long, value_name = "NAME", default_value = "current")]
    profile: String,
    #[command(flatten)]
    measure: Measure,
    /// Day that counts as today, such as 2026-11-28: two runs of one day over one store are the same [default: today].
    #[arg(long, value_name = "DATE")]
    today: Option<jiff::civil::Date>,
    /// Least nDCG of language pairs: 0.7 for all, zh-fr=0.6 for one; below it the exit code is 1 [default: none].
    #[arg(long, value_name = "[PAIR=]VALUE", value_parser = bench::floor)]
    floor: Vec<Floor>,
    /// Name to keep the evaluation under [default: it is not kept].
    #[arg(long, value_name = "NAME", value_parser = super::name)]
    keep: Option<Id>,
    /// Why it is kept [default: nothing].
    #[arg(long, default_value = "", hide_default_value = true, requires = "keep")]
    note: String,
    /// Print figures of every query and slice as JSON [default: no].
    #[arg(long)]
    json: bool,
}

pub(super) fn run(task: EvaluationTask, Folder { data }: Folder, at: impl Fn(std::path::PathBuf) -> Options) -> Result<(), CliError> {
    let engine = store::open(at(data))?;
    match task {
        EvaluationTask::Run(what) => evaluate(&engine, &what),
        EvaluationTask::List { json } => list(&engine.evaluations()?, json),
        EvaluationTask::Show { id, json } => show(&engine.evaluation(&id).map_err(told)?, json),
        EvaluationTask::Compare { from, to, json } => compare(&engine.compare_evaluations(&from, &to).map_err(told)?, json),
        EvaluationTask::Delete { id, note } => {
            engine.delete_evaluation(&Actor::operator(), &id, &note).map_err(store::explained)?;
            println!("deleted: {}", id.as_str());
            Ok(())
        }
    }
}

pub(super) fn told(error: EvaluationError) -> CliError {
    match error {
        EvaluationError::Engine(error) => error.into(),
        other => CliError::Other(other.to_string()),
    }
}

fn evaluate(engine: &Engine, what: &Run) -> Result<(), CliError> {
    if let Some(id) = &what.keep {
        engine.may_keep(id).map_err(store::explained)?;
    }
    let ask = EvaluationAsk {
        queries: what.queries.clone(),
        judgments: what.judgments.clone(),
        profile: Some(what.profile.clone()),
        rules: what.measure.rules(),
        floors: bench::floors(&what.floor),
        now: bench::moment(what.today)?,
    };
    let evaluated = engine.evaluate(&ask).map_err(told)?;
    if let Some(id) = &what.keep {
        engine.keep_evaluation(&Actor::operator(), id, &evaluated, &what.note).map_err(store::explained)?;
    }
    if what.json {
        println!("{}", json(&evaluated)?);
    } else {
        measured(&what.measure, &evaluated.evaluation, &evaluated.slices);
        if let Some(id) = &what.keep {
            println!("kept as {}", id.as_str());
        }
    }
    breached(&evaluated.breaches)
}

fn list(kept: &[KeptEvaluation], as_json: bool) -> Result<(), CliError> {
    if as_json {
        println!("{}", json(&kept)?);
        return Ok(());
    }
    let mut table = Table::new(["name", "kept", "by", "profile", "queries", "judgments", "nDCG", "of", "below floors", "note"]);
    for one in kept {
        let of = &one.summary;
        let set = |set: &crate::evaluate::SetVersion| format!("{}@{}", set.name, set.version);
        let (queries, judgments) = (set(&of.basis.queries), set(&of.basis.judgments));
        table.row([
            one.id.as_str().to_owned(),
            one.at.clone(),
            one.by.clone(),
            of.basis.profile.clone(),
            queries,
            judgments,
            share(of.mean.ndcg),
            of.valued.to_string(),
            of.breaches.len().to_string(),
            one.note.clone(),
        ]);
    }
    table.print();
    Ok(())
}

fn show(one: &KeptFigures, as_json: bool) -> Result<(), CliError> {
    if as_json {
        println!("{}", json(one)?);
        return Ok(());
    }
    list(std::slice::from_ref(&one.kept), false)?;
    let summary = &one.kept.summary;
    let k = summary.rules.k;
    let mut whole = figures::metrics_header("profile", k);
    figures::metrics_row(&mut whole, &summary.basis.profile, &summary.mean, summary.valued);
    whole.print();
    let slices = &one.figures.slices;
    for (name, part) in [("pair", &slices.pairs), ("kind", &slices.kinds), ("chapter", &slices.chapters)] {
        figures::slices(name, k, part, MOST_ROWS);
    }
    Ok(())
}

fn compare(compared: &EvaluationsCompared, as_json: bool) -> Result<(), CliError> {
    if as_json {
        println!("{}", json(compared)?);
        return Ok(());
    }
    let EvaluationsCompared { from, to, comparison } = compared;
    list(&[from.clone(), to.clone()], false)?;
    if !comparison.differs.is_empty() {
        println!("not the same: {}\n", comparison.differs.join(", "));
    }
    println!("{}\n", figures::significance(&comparison.significance, from.id.as_str()));
    let slices = &comparison.slices;
    for (name, shifts) in [("query", &comparison.queries), ("pair", &slices.pairs), ("kind", &slices.kinds), ("chapter", &slices.chapters)] {
        print_shifts(name, shifts);
    }
    Ok(())
}

fn print_shifts(name: &str, shifts: &[Shift]) {
    if shifts.is_empty() {
        return;
    }
    let mut table = Table::new(["gain", "from", "to", name]);
    let shown = figures::ends(shifts.len(), MOST_ROWS);
    for shift in shifts.iter().zip(0..).filter(|(_, at)| shown(*at)).map(|(shift, _)| shift) {
        let gain = shift.gain.map_or_else(|| "-".to_owned(), |gain| format!("{gain:+.4}"));
        table.row([gain, share(shift.from), share(shift.to), shift.name.clone()]);
    }
    table.print();
    if shifts.len() > MOST_ROWS {
        println!("({} more between the losses and the gains; --json tells all)\n", shifts.len() - MOST_ROWS);
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, CliError> {
    serde_json::to_string_pretty(value).map_err(|fault| EngineError::Internal(fault.to_string()).into())
}
