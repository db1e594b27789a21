//! `evaluate` and `compare`: how good rankings are, in figures.

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use serde_json::json;

use super::CliError;
use super::bench::{self, Bench, Floor, Measure, Ranking};
use super::figures::{self, Table, share};
use crate::engine::Ranks;
use crate::evaluate::compare::{Column, Comparison, Graded, Move, Moved, SideBySide, all_moves};
use crate::evaluate::slices::{Breach, MIN_QUERIES, Slices};
use crate::evaluate::{Evaluation, Run};

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
    /// Relevance profile to rank with: a TOML file, draft, current, or a name with its version; behind it, if wanted, "with
    /// rules" (curation rules take part) and "without freshness, exposure" (features, exposure or synonyms count nothing).
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
    /// Relevance profiles, each a TOML file, draft, current, or a name with its version; the others are held against the
    /// first. Behind a name may stand "with rules" (curation rules take part) and "without freshness, exposure" (features,
    /// exposure or synonyms count nothing): compare current "current with rules".
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
    let ranking = Ranking::read(&what.profile, &what.bench.ground)?;
    let (engine, queries, judgments) = what.bench.ground.open(Some(&what.judgments), overlay)?;
    let ranks = ranking.find(&engine.in_use())?;
    let run = engine.run(&queries, &judgments, &what.bench.ground.setting_of(&ranks)?)?;
    let run = Run { name: ranks.label, ..run };
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
    let rankings: Vec<Ranking> = what.profiles.iter().map(|written| Ranking::read(written, &what.bench.ground)).collect::<Result<_, _>>()?;
    let (engine, queries, judgments) = what.bench.ground.open(what.judgments.as_deref(), overlay)?;
    let used = engine.in_use();
    let all: Vec<Ranks> = rankings.iter().map(|ranking| ranking.find(&used)).collect::<Result<_, _>>()?;
    let mut runs = Vec::new();
    for (ranks, ranking) in all.iter().zip(&rankings) {
        let run = engine.run(&queries, &judgments, &what.bench.ground.setting_of(ranks)?)?;
        runs.push(Run { name: ranking.told_apart(ranks, &all), ..run });
    }
    let borrowed: Vec<&Run> = runs.iter().collect();
    let rules = what.bench.measure.rules();
    let comparison = Comparison::of(&borrowed, &judgments, &rules, what.seed);
    let (first, others) = runs.split_first().ok_or_else(|| CliError::Other("name two profiles".to_owned()))?;
    if let Some(query) = &what.query {
        let lists = SideBySide::of(&runs, &judgments, query, rules.k).ok_or_else(|| CliError::Other(format!("{query} is not in the query set")))?;
        if what.json {
            anstream::println!("{:#}", json!(lists));
        } else {
            side_by_side(&lists, rules.k);
        }
        return Ok(());
    }
    let moved: Vec<_> = others.iter().map(|run| (run, all_moves(first, run, rules.k))).collect();
    if what.json {
        let moved: Vec<&Moved> = moved.iter().flat_map(|(_, moved)| moved).collect();
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

fn print_moves(moved: &[Moved], first: &Run, other: &Run, k: usize) {
    anstream::println!("{} of {} queries have another order in their first {k} places, from {} to {}", moved.len(), first.lists.len(), first.name, other.name);
    for Moved { query, moves, .. } in moved.iter().take(MOST_ROWS) {
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

/// The lists of one query beside each other, with grades, and the best order of what was judged.
fn side_by_side(SideBySide { query, title, lang, lists, ideal }: &SideBySide, k: usize) {
    anstream::println!("{query}: {title} ({lang})\n");
    let names = lists.iter().map(|list| list.run.clone());
    let mut table = Table::new(std::iter::once(String::new()).chain(names).chain((!ideal.is_empty()).then(|| "best order".to_owned())));
    let graded = |place: &Graded| place.grade.map_or_else(|| format!("? {}", place.id), |grade| format!("{grade} {}", place.id));
    let at = |places: &[Graded], at: usize| places.get(at).map(graded).unwrap_or_default();
    for place in 0..k {
        let cells = lists.iter().map(|Column { places, .. }| at(places, place)).chain((!ideal.is_empty()).then(|| at(ideal, place)));
        let row: Vec<String> = std::iter::once(format!("{}.", place + 1)).chain(cells).collect();
        if row.iter().skip(1).any(|cell| !cell.is_empty()) {
            table.row(row);
        }
    }
    table.print();
    let dim = Style::new().fg_color(Some(AnsiColor::BrightBlack.into()));
    anstream::println!("{dim}the figure before an offer is its grade; ? is not judged{dim:#}");
}
