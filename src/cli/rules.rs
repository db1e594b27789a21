//! `rules`: the curation rules of a store, and the bench that tells what they do to a question.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::Value;

use super::{CliError, store};
use crate::domain::relevance::{Change, KeptRule, Rule, RuleChange};
use crate::domain::once::Once;
use crate::domain::{Id, Side};
use crate::engine::{Ask, Effect, Engine, Options, RuleBench};

#[derive(Subcommand)]
pub(super) enum RuleTask {
    /// Lists the rules with who changed them and why.
    List {
        /// Print them as JSON [default: no].
        #[arg(long)]
        json: bool,
    },
    /// Adds rules or changes them: a JSON file with one rule or an array of them.
    ///
    /// A rule is written as PUT /v1/relevance/rules/{id} takes it, with its id in it, e.g. {"id": "spring-tea",
    /// "when": {"concept": "tea"}, "do": "pin", "on": {"id": "o-17"}, "place": 1, "until": "2026-05-31"}.
    Add {
        /// The file.
        file: PathBuf,
        /// Why [default: nothing].
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Retires a rule. It stays in the list and may be added again.
    Retire {
        /// Its name.
        #[arg(value_parser = super::name)]
        id: Id,
        /// Why [default: nothing].
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Tells which rules fire for a question, and what each does to what is found.
    Test {
        /// What is searched for, in any language.
        text: Vec<String>,
        /// Search requests instead of offers [default: no].
        #[arg(long)]
        requests: bool,
        /// Language of the question, as a BCP 47 tag such as zh [default: guessed].
        #[arg(long, value_name = "TAG")]
        lang: Option<String>,
        /// Hits on a page, 1 to 100.
        #[arg(long, value_name = "COUNT", default_value_t = 10)]
        limit: usize,
        /// Print what the rules do as JSON [default: no].
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(task: RuleTask, options: Options) -> Result<(), CliError> {
    let engine = store::open(options)?;
    match task {
        RuleTask::List { json } => list(&engine, json),
        RuleTask::Add { file, note } => add(&engine, &file, &note),
        RuleTask::Retire { id, note } => {
            store::change(&engine, Change::Rules(RuleChange::Retire { id: id.clone(), expected: None }), &note)?;
            println!("retired: {}", id.as_str());
            Ok(())
        }
        RuleTask::Test { text, requests, lang, limit, json } => {
            let side = if requests { Side::Request } else { Side::Offer };
            let bench = engine.try_rules(&Ask { side, text: text.join(" "), lang, limit, ..Ask::default() }, None, None)?;
            if json { println!("{}", written(&bench)) } else { tell(&bench) }
            Ok(())
        }
    }
}

fn list(engine: &Engine, json: bool) -> Result<(), CliError> {
    let used = engine.in_use();
    let workbench = &used.workbench;
    let rules: Vec<&KeptRule> = workbench.rules.all().collect();
    if json {
        println!("{}", written(&rules));
        return Ok(());
    }
    for kept in rules {
        let stamp = kept.retired.as_ref().unwrap_or(&kept.stamp);
        let state = if kept.retired.is_some() { "retired" } else { "in use" };
        let day = jiff::Timestamp::from_millisecond(stamp.at).map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
        println!("{}  {} (version {}, {state}, {} {day}) {}", kept.rule.id.as_str(), kept.rule.act.name(), kept.version, stamp.by, stamp.note);
        println!("    {}", serde_json::to_string(&kept.rule).unwrap_or_default());
    }
    Ok(())
}

/// All rules of a file are read before the first is put.
fn add(engine: &Engine, file: &Path, note: &str) -> Result<(), CliError> {
    let bytes = std::fs::read(file).map_err(|fault| CliError::File(file.to_owned(), fault))?;
    let Once(value) = serde_json::from_slice(&bytes).map_err(|fault| CliError::Other(format!("{}: is not JSON: {fault}", file.display())))?;
    let values = if let Value::Array(values) = value { values } else { vec![value] };
    let rules: Result<Vec<Rule>, CliError> = (1..).zip(values).map(|(row, value)| read(file, row, value)).collect();
    for rule in rules? {
        let id = rule.id.clone();
        store::change(engine, Change::Rules(RuleChange::Put { rule: Box::new(rule), expected: None }), note)?;
        println!("in use: {}", id.as_str());
    }
    Ok(())
}

fn read(file: &Path, row: usize, value: Value) -> Result<Rule, CliError> {
    let at = format!("{}, rule {row}", file.display());
    let Value::Object(map) = value else { return Err(CliError::Other(format!("{at}: is not an object; write a rule in braces"))) };
    let Some(id) = map.get("id").and_then(Value::as_str) else { return Err(CliError::Other(format!("{at}: id is missing; give the rule a name"))) };
    Rule::read(id, &map).map_err(|faults| CliError::Other(format!("{at}: {}", store::told(&faults))))
}

fn tell(bench: &RuleBench) {
    for fired in &bench.fired {
        println!("{}: {}", fired.rule, fired.act);
        for Effect { id, effect, from, to, left_out } in &fired.effects {
            let place = |place: &Option<usize>| place.map_or("-".to_owned(), |place| place.to_string());
            let why = left_out.map(|why| format!(": {why}")).unwrap_or_default();
            println!("    {id}: {effect}, {} → {}{why}", place(from), place(to));
        }
        if fired.more > 0 {
            println!("    … and {} more", fired.more);
        }
    }
    if bench.fired.is_empty() {
        println!("no rule fires");
    }
    for idle in &bench.idle {
        println!("{}: does not fire, {} is not met", idle.rule, idle.unmet);
    }
}

fn written(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
