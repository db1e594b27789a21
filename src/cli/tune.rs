//! `tune`: looks for better weights and writes them as a draft. It never publishes.

use std::path::PathBuf;

use super::bench::{self, Bench, Floor, Measure, Source};
use super::figures::{Table, share};
use super::{CliError, store};
use crate::domain::Actor;
use crate::evaluate::slices::Slices;
use crate::evaluate::tune::{self, Start, Tuned, Tuning, range};

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
    /// Judgments: a set of the store, or a file: CSV, NDJSON or TREC qrels.
    #[arg(long, value_name = "FILE|SET", required = true)]
    judgments: PathBuf,
    /// Profile to write; an existing file is not replaced [default: none, with --draft].
    #[arg(long, value_name = "DRAFT.toml", required_unless_present = "draft")]
    out: Option<PathBuf>,
    /// Save the outcome as the draft of the store; it is not published [default: no].
    #[arg(long)]
    draft: bool,
    /// Profile that the outcome is held against, and whose bounds hold it: a TOML file, draft, current, or a name with its version.
    #[arg(long, value_name = "PROFILE", default_value = "current")]
    profile: String,
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

pub(super) fn run(what: &Tune, overlay: Option<PathBuf>) -> Result<(), CliError> {
    if let Some(out) = what.out.as_ref().filter(|out| out.exists()) {
        return Err(CliError::Other(format!("{} exists; name another file for the draft", out.display())));
    }
    if what.draft && !what.bench.ground.is_store() {
        return Err(CliError::Other("--draft saves into the store that is searched; leave out --offers and --requests, or write the draft to a file with --out".to_owned()));
    }
    let source = Source::read(&what.profile)?;
    let start = what.start.as_deref().filter(|start| *start != "equal").map(Source::read).transpose()?;
    let (engine, queries, judgments) = what.bench.ground.open(Some(&what.judgments), overlay)?;
    let used = engine.in_use();
    let (_, base) = source.find(&used)?;
    let start = match (start, what.start.is_some()) {
        (Some(start), _) => Start::Profile(Box::new(start.find(&used)?.1)),
        (None, true) => Start::Equal,
        (None, false) => Start::Profile(Box::new(base.clone())),
    };
    let rules = what.bench.measure.rules();
    let setting = what.bench.ground.setting(&base)?;
    let floors = match what.floor.as_slice() {
        [] => tune::floors(&Slices::of(&engine.run(&queries, &judgments, &setting)?, &judgments, &rules)),
        given => bench::floors(given),
    };
    let matrix = engine.matrix(&queries, &judgments, &setting)?;
    let tuning = Tuning { base, start, rules, floors, folds: what.folds, restarts: what.restarts, seed: what.seed };
    let tuned = tune::tune(&matrix, &judgments, &tuning).map_err(|fault| CliError::Other(fault.to_string()))?;
    let (profile, about) = (tuned.profile(&tuning.base), about(&tuning, &tuned, what));
    let [first, second] = &about;
    if let Some(out) = &what.out {
        let body = toml::to_string(&profile).map_err(|fault| CliError::Other(format!("the draft cannot be written: {fault}")))?;
        std::fs::write(out, format!("# {}\n# {}\n{body}", first, second)).map_err(|fault| CliError::File(out.clone(), fault))?;
    }
    let saved = what.draft.then(|| engine.save_draft(&Actor::operator(), &profile, None, &about.join(" ")).map_err(store::explained)).transpose()?;
    if what.json {
        anstream::println!("{}", serde_json::to_string_pretty(&tuned).unwrap_or_default());
        return Ok(());
    }
    print(&what.bench.measure, &tuning, &tuned);
    if let Some(out) = &what.out {
        anstream::println!("The draft is {}; `compare` holds it against a profile query by query.", out.display());
    }
    if let Some(revision) = saved {
        anstream::println!("The draft of the store is {}, revision {revision}; `profiles check` holds it against the gate, `profiles publish` makes it a version.", profile.name);
    }
    Ok(())
}

/// Where a draft comes from and what it brings, a line each.
fn about(tuning: &Tuning, tuned: &Tuned, what: &Tune) -> [String; 2] {
    let (low, high) = tuned.gain_interval;
    let start = what.start.as_deref().unwrap_or("base");
    [
        format!("A draft by `tradewind tune` over {} queries: seed {}, {} folds, {} restarts, start {start}.", tuned.queries, tuning.seed, tuning.folds, tuning.restarts),
        format!("nDCG@{} {:.4} with {}, {:.4} unseen: {:+.4}, with 95 % confidence from {low:+.4} to {high:+.4}.", tuning.rules.k, tuned.before, tuning.base.label(), tuned.unseen, tuned.gain),
    ]
}

fn print(measure: &Measure, tuning: &Tuning, tuned: &Tuned) {
    let (k, base) = (tuning.rules.k, tuning.base.label());
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
