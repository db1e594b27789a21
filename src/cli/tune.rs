//! `tune`: looks for better weights and writes them as a draft. It never publishes.

use std::fmt::Write;
use std::path::PathBuf;

use super::CliError;
use super::bench::{self, Bench, Floor, Measure};
use super::figures::{Table, share};
use crate::domain::Profile;
use crate::domain::relevance::BUILT_IN;
use crate::evaluate::slices::{Floors, MIN_QUERIES, Slices};
use crate::evaluate::tune::{Start, Tuned, Tuning, range, tune};

/// Pairs shown with what they lost or won.
const MOST_PAIRS: usize = 20;

/// Searches the weights of a profile for better orders and writes them as a draft.
///
/// What the draft brings is told by requests that the search has not seen: the queries are cut into
/// folds, and each is measured with weights searched on the others. Weights stay within the bounds of
/// the profile. Nothing is published.
#[derive(clap::Args)]
pub(super) struct Tune {
    #[command(flatten)]
    bench: Bench,
    /// Judgments: CSV, NDJSON or TREC qrels.
    #[arg(long, value_name = "FILE", required = true)]
    judgments: PathBuf,
    /// Profile to write; an existing file is not replaced.
    #[arg(long, value_name = "DRAFT.toml", required = true)]
    out: PathBuf,
    /// Profile that the outcome is held against, and whose bounds hold it [default: the one in use].
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Where the search begins: equal, or a profile [default: the profile it is held against].
    #[arg(long, value_name = "equal|PROFILE")]
    start: Option<String>,
    /// Into how many parts the queries are cut, 2 to 20.
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    folds: usize,
    /// How often the search begins anew elsewhere: where it begins matters less the more is judged.
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    restarts: usize,
    /// Decides folds, restarts and resamples: the same seed gives the same draft.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Least nDCG of language pairs: 0.7 for all, zh-fr=0.6 for one [default: what each pair has now, less 0.01].
    #[arg(long, value_name = "[PAIR=]VALUE", value_parser = bench::floor)]
    floor: Vec<Floor>,
    /// Print the outcome as JSON [default: no].
    #[arg(long)]
    json: bool,
}

/// What a pair may lose where no floor is given: less than one place of one hit in a dozen queries.
const PAIR_SLACK: f64 = 0.01;

pub(super) fn run(what: &Tune, overlay: Option<PathBuf>) -> Result<(), CliError> {
    if what.out.exists() {
        return Err(CliError::Other(format!("{} exists; name another file for the draft", what.out.display())));
    }
    let (judgments, queries) = (bench::judgments(&what.judgments)?, what.bench.ground.open_queries()?);
    let base = what.profile.as_deref().map(bench::profile).transpose()?;
    let engine = what.bench.ground.open_engine(overlay)?;
    let base = base.unwrap_or_else(|| engine.in_use().profile.clone());
    let start = match what.start.as_deref() {
        None => Start::Profile(Box::new(base.clone())),
        Some("equal") => Start::Equal,
        Some(path) => Start::Profile(Box::new(bench::profile(path.as_ref())?)),
    };
    let rules = what.bench.measure.rules();
    let setting = what.bench.ground.setting(&base)?;
    let floors = if what.floor.is_empty() {
        let slices = Slices::of(&engine.run(&queries, &judgments, &setting)?, &judgments, &rules);
        let many = slices.pairs.iter().filter(|pair| pair.queries >= MIN_QUERIES);
        Floors { all: None, pairs: many.filter_map(|pair| Some((pair.name.clone(), pair.mean.ndcg? - PAIR_SLACK))).collect() }
    } else {
        bench::floors(&what.floor)
    };
    let matrix = engine.matrix(&queries, &judgments, &setting)?;
    let tuning = Tuning { base, start, rules, floors, folds: what.folds, restarts: what.restarts, seed: what.seed };
    let tuned = tune(&matrix, &judgments, &tuning).map_err(|fault| CliError::Other(fault.to_string()))?;
    let draft = draft(&tuning, &tuned, what)?;
    std::fs::write(&what.out, draft).map_err(|fault| CliError::File(what.out.clone(), fault))?;
    if what.json {
        anstream::println!("{}", serde_json::to_string_pretty(&tuned).unwrap_or_default());
    } else {
        print(&what.bench.measure, &tuning, &tuned);
        anstream::println!("The draft is {}; `compare` holds it against a profile query by query.", what.out.display());
    }
    Ok(())
}

/// The draft, with where it comes from on top.
fn draft(tuning: &Tuning, tuned: &Tuned, what: &Tune) -> Result<String, CliError> {
    let weights = tuned.weights.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect();
    // The name of the built-in profile stays with it; see `tradewind profiles draft`.
    let name = if tuning.base.name == BUILT_IN { "tuned" } else { &tuning.base.name };
    let profile = Profile { name: name.to_owned(), version: tuning.base.version + 1, weights, ..tuning.base.clone() };
    let body = toml::to_string(&profile).map_err(|fault| CliError::Other(format!("the draft cannot be written: {fault}")))?;
    let mut text = String::new();
    let (low, high) = tuned.gain_interval;
    let start = what.start.as_deref().unwrap_or("base");
    let _ = writeln!(text, "# A draft by `tradewind tune` over {} queries: seed {}, {} folds, {} restarts, start {start}.", tuned.queries, tuning.seed, tuning.folds, tuning.restarts);
    let _ = writeln!(text, "# nDCG@{} {:.4} with {}@{}, {:.4} unseen: {:+.4}, with 95 % confidence from {low:+.4} to {high:+.4}.", tuning.rules.k, tuned.before, tuning.base.name, tuning.base.version, tuned.unseen, tuned.gain);
    Ok(text + &body)
}

fn print(measure: &Measure, tuning: &Tuning, tuned: &Tuned) {
    let (k, base) = (tuning.rules.k, format!("{}@{}", tuning.base.name, tuning.base.version));
    anstream::println!("{}\n", measure.described());
    let mut table = Table::new(["feature", "now", "draft", "lowest", "highest"]);
    for (feature, weight) in &tuned.weights {
        let (low, high) = range(&tuning.base, feature);
        table.row([(*feature).to_owned(), tuning.base.weight(feature).to_string(), weight.to_string(), low.to_string(), high.to_string()]);
    }
    table.print();
    let mut table = Table::new([String::new(), format!("nDCG@{k}")]);
    table.row([base, share(Some(tuned.before))]);
    table.row(["draft, on queries it has seen".to_owned(), share(Some(tuned.seen))]);
    table.row(["the same search, on queries it has not seen".to_owned(), share(Some(tuned.unseen))]);
    table.print();
    let (low, high) = tuned.gain_interval;
    anstream::println!("gain on unseen queries: {:+.4}, with 95 % confidence from {low:+.4} to {high:+.4} ({} queries, {} folds)\n", tuned.gain, tuned.queries, tuning.folds);
    let mut table = Table::new(["pair", "change", "now", "unseen", "queries", ""]);
    let moved: Vec<_> = tuned.pairs.iter().filter(|pair| pair.broken.is_some() || (pair.after - pair.before).abs() >= 5e-5).collect();
    for pair in moved.iter().take(MOST_PAIRS) {
        let broken = pair.broken.map(|floor| format!("below its floor of {floor:.4}")).unwrap_or_default();
        table.row([pair.pair.clone(), format!("{:+.4}", pair.after - pair.before), share(Some(pair.before)), share(Some(pair.after)), pair.queries.to_string(), broken]);
    }
    table.print();
    anstream::println!("{} of {} language pairs stay as they are.\n", tuned.pairs.len() - moved.len(), tuned.pairs.len());
}
