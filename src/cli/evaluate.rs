//! `evaluate` and `compare`: how good rankings are, in figures.

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use serde_json::json;

use super::CliError;
use super::bench::{self, Bench, Floor, Measure, Source};
use super::figures::{self, Table, share};
use crate::domain::Profile;
use crate::evaluate::compare::{Comparison, Move, ideal, moves};
use crate::evaluate::slices::{Breach, MIN_QUERIES, Slices};
use crate::evaluate::{Evaluation, Judgments, List, Run};

/// Rows of a table that fit on a screen.
const MOST_ROWS: usize = 20;
/// Characters of a query that fit beside its figures.
const MOST_CHARS: usize = 40;

/// How good the ranking is, by graded judgments.
#[derive(clap::Args)]
pub(super) struct Evaluate {
    #[command(flatten)]
    bench: Bench,
    /// Judgments: a set of the store, or a file: CSV, NDJSON or TREC qrels.
    #[arg(long, value_name = "FILE|SET", required = true)]
    judgments: PathBuf,
    /// Relevance profile to rank with: a TOML file, draft, current, or a name with its version.
    #[arg(long, value_name = "PROFILE", default_value = "current")]
    profile: String,
    /// Least nDCG of language pairs: 0.7 for all, zh-fr=0.6 for one; below it the exit code is 1 [default: none].
    #[arg(long, value_name = "[PAIR=]VALUE", value_parser = bench::floor)]
    floor: Vec<Floor>,
    /// Print figures of every query and slice as JSON [default: no].
    #[arg(long)]
    json: bool,
}

/// Holds runs under two or more profiles against each other.
#[derive(clap::Args)]
pub(super) struct Compare {
    /// Relevance profiles, each a TOML file, draft, current, or a name with its version; the others are held against the first.
    #[arg(required = true, num_args = 2.., value_name = "PROFILE")]
    profiles: Vec<String>,
    #[command(flatten)]
    bench: Bench,
    /// Judgments: a set of the store, or a file: CSV, NDJSON or TREC qrels [default: none, only moves are told].
    #[arg(long, value_name = "FILE|SET")]
    judgments: Option<PathBuf>,
    /// Show the lists of this query side by side, and the best order [default: none].
    #[arg(long, value_name = "ID")]
    query: Option<String>,
    /// Decides the draws of the test of significance.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Print everything as JSON [default: no].
    #[arg(long)]
    json: bool,
}

pub(super) fn evaluate(what: &Evaluate, overlay: Option<PathBuf>) -> Result<(), CliError> {
    let source = Source::read(&what.profile)?;
    let (engine, queries, judgments) = what.bench.ground.open(Some(&what.judgments), overlay)?;
    let (name, profile) = source.find(&engine.in_use())?;
    let run = Run { name, ..engine.run(&queries, &judgments, &what.bench.ground.setting(&profile)?)? };
    let rules = what.bench.measure.rules();
    let (evaluation, slices) = (Evaluation::of(&run, &judgments, &rules), Slices::of(&run, &judgments, &rules));
    let breaches = slices.breaches(&bench::floors(&what.floor));
    if what.json {
        let whole = json!({"made": run.made, "evaluation": evaluation, "slices": slices, "worst_pair": slices.worst_pair(), "breaches": breaches});
        anstream::println!("{whole:#}");
    } else {
        measured(&what.bench.measure, &evaluation, &slices);
    }
    breached(&breaches)
}

/// Names the pairs below their floors, which is a failure.
pub(super) fn breached(breaches: &[Breach]) -> Result<(), CliError> {
    for breach in breaches {
        eprintln!("{}: nDCG {} is below its floor of {}", breach.pair, share(breach.ndcg), breach.floor);
    }
    if breaches.is_empty() { Ok(()) } else { Err(CliError::Other(format!("{} language pairs are below their floors", breaches.len()))) }
}

/// Tells an evaluation in tables.
pub(super) fn measured(measure: &Measure, evaluation: &Evaluation, slices: &Slices) {
    let k = evaluation.rules.k;
    anstream::println!("{}\n", measure.described());
    let mut whole = figures::metrics_header("profile", k);
    figures::metrics_row(&mut whole, &evaluation.run, &evaluation.mean, evaluation.valued);
    whole.print();
    for (name, part) in [("pair", &slices.pairs), ("kind", &slices.kinds), ("chapter", &slices.chapters)] {
        if part.len() > 1 || name == "pair" {
            let more = figures::slices(name, k, part, MOST_ROWS);
            if more > 0 {
                anstream::println!("({more} more that fare better; --json tells all)\n");
            }
        }
    }
    if let Some(worst) = slices.worst_pair() {
        let of = format!("of those with at least {MIN_QUERIES} queries");
        anstream::println!("worst pair {of}: {}, {} over {} queries\n", worst.name, share(worst.mean.ndcg), worst.queries);
    }
    let mut table = Table::new([format!("nDCG@{k}"), "query".to_owned(), "asked".to_owned()]);
    for query in evaluation.worst(10) {
        table.row([share(query.metrics.ndcg), query.query.clone(), opening(&query.title)]);
    }
    table.print();
    scores(evaluation);
    unjudged(evaluation);
}

/// The beginning of what was asked, which may be a whole letter.
fn opening(title: &str) -> String {
    let line: String = title.chars().take(MOST_CHARS).collect();
    if line.len() < title.len() { format!("{line}…") } else { line }
}

/// Where a cut-off could lie.
fn scores(evaluation: &Evaluation) {
    let mut table = Table::new(["grade", "hits", "lowest score", "mean", "highest"]);
    for scores in &evaluation.scores {
        let grade = scores.grade.map_or_else(|| "not judged".to_owned(), |grade| grade.to_string());
        table.row([grade, scores.hits.to_string(), format!("{:.2}", scores.min), format!("{:.2}", scores.mean), format!("{:.2}", scores.max)]);
    }
    table.print();
}

/// What is left to judge.
fn unjudged(evaluation: &Evaluation) {
    let open: Vec<_> = evaluation.queries.iter().filter(|query| !query.unjudged.is_empty()).collect();
    let count: usize = open.iter().map(|query| query.unjudged.len()).sum();
    if count > 0 {
        anstream::println!("{count} hits in the first {} places of {} queries are not judged:", evaluation.rules.k, open.len());
        for query in open.iter().take(MOST_ROWS) {
            anstream::println!("  {}: {}", query.query, query.unjudged.join(" "));
        }
        if open.len() > MOST_ROWS {
            anstream::println!("  ({} more queries; --json tells all)", open.len() - MOST_ROWS);
        }
    }
    let missing: Vec<_> = evaluation.queries.iter().filter(|query| !query.missing.is_empty()).collect();
    if !missing.is_empty() {
        let count: usize = missing.iter().map(|query| query.missing.len()).sum();
        anstream::println!("{count} judged postings of {} queries are not stored and count as never found:", missing.len());
        for query in missing.iter().take(MOST_ROWS) {
            anstream::println!("  {}: {}", query.query, some(&query.missing));
        }
        if missing.len() > MOST_ROWS {
            anstream::println!("  ({} more queries; --json tells all)", missing.len() - MOST_ROWS);
        }
    }
    if !evaluation.not_asked.is_empty() {
        anstream::println!("{} queries have judgments and are not in the set: {}", evaluation.not_asked.len(), some(&evaluation.not_asked));
    }
}

fn some(names: &[String]) -> String {
    let shown = names.iter().take(10).cloned().collect::<Vec<_>>().join(" ");
    if names.len() > 10 { format!("{shown} …") } else { shown }
}

pub(super) fn compare(what: &Compare, overlay: Option<PathBuf>) -> Result<(), CliError> {
    let sources: Vec<Source> = what.profiles.iter().map(|written| Source::read(written)).collect::<Result<_, _>>()?;
    let (engine, queries, judgments) = what.bench.ground.open(what.judgments.as_deref(), overlay)?;
    let used = engine.in_use();
    let profiles: Vec<(String, Profile)> = sources.iter().map(|source| source.find(&used)).collect::<Result<_, _>>()?;
    let mut runs = Vec::new();
    for ((name, profile), source) in profiles.iter().zip(&sources) {
        let run = engine.run(&queries, &judgments, &what.bench.ground.setting(profile)?)?;
        runs.push(Run { name: told_apart(name, source, &profiles), ..run });
    }
    let borrowed: Vec<&Run> = runs.iter().collect();
    let rules = what.bench.measure.rules();
    let comparison = Comparison::of(&borrowed, &judgments, &rules, what.seed);
    let (first, others) = runs.split_first().ok_or_else(|| CliError::Other("name two profiles".to_owned()))?;
    let moved: Vec<_> = others.iter().map(|run| (run, all_moves(first, run, rules.k))).collect();
    if let Some(query) = &what.query {
        let lists = lists(&runs, query)?;
        if !what.json {
            side_by_side(&runs, &lists, &judgments, query, rules.k);
            return Ok(());
        }
        let best: Vec<_> = ideal(&judgments, query).into_iter().map(|(id, grade)| json!({"id": id, "grade": grade})).collect();
        let lists: Vec<_> = runs.iter().zip(lists).map(|(run, list)| json!({"run": run.name, "list": list})).collect();
        anstream::println!("{:#}", json!({"query": query, "lists": lists, "ideal": best}));
        return Ok(());
    }
    if what.json {
        let told = |(run, moved): &(&Run, Vec<(String, Vec<Move>)>)| moved.iter().map(|(query, moves)| json!({"run": run.name, "query": query, "moves": moves})).collect::<Vec<_>>();
        let moved: Vec<_> = moved.iter().flat_map(told).collect();
        anstream::println!("{:#}", json!({"comparison": comparison, "moves": moved}));
        return Ok(());
    }
    if !judgments.is_empty() {
        anstream::println!("{}\n", what.bench.measure.described());
        print_comparison(&comparison, rules.k);
    }
    moved.iter().for_each(|(run, moved)| print_moves(moved, first, run, rules.k));
    Ok(())
}

/// Profiles that bear one name and version are told apart by their files.
fn told_apart(name: &str, source: &Source, profiles: &[(String, Profile)]) -> String {
    match source {
        Source::File(path, _) if profiles.iter().filter(|(other, _)| other == name).count() > 1 => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        _ => name.to_owned(),
    }
}

/// What moved between the first run and another, the queries in their order.
fn all_moves(first: &Run, other: &Run, k: usize) -> Vec<(String, Vec<Move>)> {
    let moved = first.lists.iter().zip(&other.lists).map(|(one, other)| (one.query.as_str().to_owned(), moves(one, other, k)));
    moved.filter(|(_, moves)| !moves.is_empty()).collect()
}

fn print_comparison(comparison: &Comparison, k: usize) {
    let mut table = figures::metrics_header("profile", k);
    for run in &comparison.runs {
        figures::metrics_row(&mut table, &run.run, &run.mean, run.valued);
    }
    table.print();
    let first = comparison.runs.first().map(|run| run.run.as_str()).unwrap_or_default();
    for one in &comparison.significance {
        anstream::println!("{}", figures::significance(one, first));
    }
    anstream::println!();
    if comparison.queries.is_empty() {
        return;
    }
    // Beside the figure of each run but the first stands what it has above the first.
    let names = comparison.runs.iter().enumerate().flat_map(|(at, run)| std::iter::once(run.run.clone()).chain((at > 0).then(|| "gain".to_owned())));
    let mut table = Table::new(names.chain(["query".to_owned(), "asked".to_owned()]));
    let shown = figures::ends(comparison.queries.len(), MOST_ROWS);
    for (at, query) in comparison.queries.iter().enumerate() {
        if shown(at) {
            let gain = |at: usize| query.gains.get(at).copied().flatten().map_or_else(|| "-".to_owned(), |gain| format!("{gain:+.4}"));
            let values = query.ndcg.iter().enumerate().flat_map(|(at, value)| std::iter::once(share(*value)).chain(at.checked_sub(1).map(gain)));
            table.row(values.chain([query.query.clone(), opening(&query.title)]));
        }
    }
    table.print();
    if comparison.queries.len() > MOST_ROWS {
        anstream::println!("({} more between the losses and the gains; --json tells all)\n", comparison.queries.len() - MOST_ROWS);
    }
}

fn print_moves(moved: &[(String, Vec<Move>)], first: &Run, other: &Run, k: usize) {
    anstream::println!("{} of {} queries have another order in their first {k} places, from {} to {}", moved.len(), first.lists.len(), first.name, other.name);
    for (query, moves) in moved.iter().take(MOST_ROWS) {
        let told: Vec<String> = moves.iter().map(told).collect();
        anstream::println!("  {query}: {}", told.join(", "));
    }
    if moved.len() > MOST_ROWS {
        anstream::println!("  ({} more; --json tells all, --query ID shows one side by side)", moved.len() - MOST_ROWS);
    }
}

fn told(one: &Move) -> String {
    match (one.from, one.to) {
        (Some(from), Some(to)) => format!("{} {from}→{to}", one.id),
        (None, Some(to)) => format!("{} new at {to}", one.id),
        (Some(from), None) => format!("{} gone from {from}", one.id),
        (None, None) => one.id.clone(),
    }
}

/// The list of one query under each run.
fn lists<'a>(runs: &'a [Run], query: &str) -> Result<Vec<&'a List>, CliError> {
    let list = |run: &'a Run| run.list(query).ok_or_else(|| CliError::Other(format!("{query} is not in the query set")));
    runs.iter().map(list).collect()
}

/// The lists of one query beside each other, with grades, and the best order of what was judged.
fn side_by_side(runs: &[Run], lists: &[&List], judgments: &Judgments, query: &str, k: usize) {
    if let Some(list) = lists.first() {
        anstream::println!("{query}: {} ({})\n", list.title, list.lang);
    }
    let ideal = ideal(judgments, query);
    let names = runs.iter().map(|run| run.name.clone());
    let mut table = Table::new(std::iter::once(String::new()).chain(names).chain((!ideal.is_empty()).then(|| "best order".to_owned())));
    let graded = |id: &str| judgments.grade(query, id).map_or_else(|| format!("? {id}"), |grade| format!("{} {id}", u8::from(grade)));
    for at in 0..k {
        let cells = lists.iter().map(|list| list.places.get(at).map(|place| graded(&place.id)).unwrap_or_default());
        let best = (!ideal.is_empty()).then(|| ideal.get(at).map(|(id, grade)| format!("{grade} {id}")).unwrap_or_default());
        let row: Vec<String> = std::iter::once(format!("{}.", at + 1)).chain(cells).chain(best).collect();
        if row.iter().skip(1).any(|cell| !cell.is_empty()) {
            table.row(row);
        }
    }
    table.print();
    let dim = Style::new().fg_color(Some(AnsiColor::BrightBlack.into()));
    anstream::println!("{dim}the figure before an offer is its grade; ? is not judged{dim:#}");
}
