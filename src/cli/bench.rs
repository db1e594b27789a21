//! What rankings are judged on: judgments, queries and postings of files or of a store, and the options that
//! `evaluate`, `compare` and `tune` share.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;

use super::{CliError, import, store};
use crate::domain::{Actor, Profile, Side};
use crate::engine::{Engine, Options, RunSetting, now_ms};
use crate::evaluate::slices::Floors;
use crate::evaluate::{Gain, Judgments, QuerySet, RowError, Rules, Unjudged};
use crate::intake::{Load, Told};

/// How long to wait until the postings of a file can be found.
const SEARCHABLE_TIMEOUT: Duration = Duration::from_secs(600);

/// What is asked, and where it is searched.
#[derive(clap::Args)]
pub(super) struct Ground {
    /// Queries to run: CSV with the columns id and text, or an object a line; requests as exported serve.
    #[arg(long, value_name = "FILE", required = true)]
    pub(super) queries: PathBuf,
    /// Offers to search, as `import` takes them [default: those of the store].
    #[arg(long, value_name = "FILE")]
    offers: Option<PathBuf>,
    /// Requests to search, as `import` takes them [default: those of the store].
    #[arg(long, value_name = "FILE")]
    requests: Option<PathBuf>,
    /// Folder of the store, if no file is searched; no server may have it open.
    #[arg(long, env = "TRADEWIND_DATA", default_value = "data", value_name = "DIR")]
    data: PathBuf,
    /// Day that counts as today, such as 2026-11-28 [default: today].
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

/// What is measured.
#[derive(clap::Args)]
pub(super) struct Measure {
    /// Places of a list that count.
    #[arg(long, value_name = "COUNT", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
    k: u16,
    /// What a grade is worth: exponential (2^grade - 1) or linear.
    #[arg(long, value_name = "FORM", default_value = "exponential", value_parser = gain)]
    gain: Gain,
    /// What a hit that nobody judged is: zero (worth nothing) or skip (passed over).
    #[arg(long, value_name = "HOW", default_value = "zero", value_parser = unjudged)]
    unjudged: Unjudged,
    /// Least grade that is relevant, where a metric knows only yes and no.
    #[arg(long, value_name = "GRADE", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=3))]
    relevant: u8,
    /// Count only offers in another language than the query's [default: no].
    #[arg(long)]
    across: bool,
}

/// Files and rules of a measurement.
#[derive(clap::Args)]
pub(super) struct Bench {
    #[command(flatten)]
    pub(super) ground: Ground,
    #[command(flatten)]
    pub(super) measure: Measure,
}

fn gain(name: &str) -> Result<Gain, String> {
    Gain::named(name).ok_or_else(|| "use exponential or linear".to_owned())
}

fn unjudged(name: &str) -> Result<Unjudged, String> {
    Unjudged::named(name).ok_or_else(|| "use zero or skip".to_owned())
}

/// A floor of nDCG as it is written: `0.7` for every pair, `zh-am=0.6` for one.
#[derive(Clone, Debug)]
pub(super) struct Floor(Option<String>, f64);

pub(super) fn floor(text: &str) -> Result<Floor, String> {
    let (pair, value) = text.split_once('=').map_or((None, text), |(pair, value)| (Some(pair.to_owned()), value));
    let value = value.parse().ok().filter(|value| (0.0..=1.0).contains(value));
    value.map(|value| Floor(pair, value)).ok_or_else(|| "use 0 to 1 for all pairs, or PAIR=0.6 for one, such as zh-fr=0.6".to_owned())
}

pub(super) fn floors(written: &[Floor]) -> Floors {
    let all = written.iter().rev().find(|Floor(pair, _)| pair.is_none()).map(|Floor(_, value)| *value);
    let pairs = written.iter().filter_map(|Floor(pair, value)| Some((pair.clone()?, *value))).collect();
    Floors { all, pairs }
}

/// Most hits of a list: what lies below decides no metric that one looks at.
const DEPTH: usize = 100;

impl Measure {
    pub(super) fn rules(&self) -> Rules {
        Rules { k: usize::from(self.k), gain: self.gain, unjudged: self.unjudged, relevant: self.relevant, across: self.across }
    }

    /// What is measured, in a line.
    pub(super) fn described(&self) -> String {
        let gain = match self.gain {
            Gain::Exponential => "2^grade - 1",
            Gain::Linear => "grade",
        };
        let unjudged = match self.unjudged {
            Unjudged::Zero => "worth nothing",
            Unjudged::Skip => "passed over",
        };
        let across = if self.across { "; offers in another language than the query's" } else { "" };
        format!("gain {gain}; relevant from grade {}; hits that nobody judged are {unjudged}{across}", self.relevant)
    }
}

impl Ground {
    /// The setting of a run under a profile.
    pub(super) fn setting<'a>(&self, profile: &'a Profile) -> Result<RunSetting<'a>, CliError> {
        let beginning = |day: Date| day.to_zoned(jiff::tz::TimeZone::UTC).map(|begins| begins.timestamp().as_millisecond());
        let now = self.today.map(beginning).transpose().map_err(|fault| CliError::Other(format!("--today: {fault}")))?;
        Ok(RunSetting { profile, now: now.unwrap_or_else(now_ms), depth: DEPTH })
    }

    pub(super) fn open_queries(&self) -> Result<QuerySet, CliError> {
        let name = self.queries.file_stem().unwrap_or_default().to_string_lossy();
        QuerySet::read(&name, &bytes(&self.queries)?).map_err(|faults| refused(&self.queries, &faults))
    }

    /// The engine on the files, or on the store.
    pub(super) fn open_engine(&self, overlay: Option<PathBuf>) -> Result<Engine, CliError> {
        let files = [(Side::Offer, &self.offers), (Side::Request, &self.requests)];
        if files.iter().all(|(_, file)| file.is_none()) {
            return store::open(Options::existing(&self.data).with_overlay(overlay));
        }
        let engine = Engine::open(Options::memory().with_overlay(overlay))?;
        for (side, file) in files {
            if let Some(file) = file {
                load(&engine, side, file)?;
            }
        }
        Ok(engine)
    }
}

/// Loads a file of postings; one that has a fault is no ground to judge on.
fn load(engine: &Engine, side: Side, path: &Path) -> Result<(), CliError> {
    let name = path.display().to_string();
    let mut opened = import::open(path, side, None, None).map_err(|fault| CliError::Other(import::described(&name, None, &fault)))?;
    let load = Load { engine, side, actor: &Actor::operator(), party: None, max_rows: None, dry_run: false };
    let summary = load.run(&mut opened.rows, &mut |told| {
        if let Told::Refused { row, faults } = told {
            faults.iter().for_each(|fault| eprintln!("{}", import::described(&name, Some(row), fault)));
        }
    });
    if summary.refused > 0 || !summary.complete {
        return Err(CliError::Other(format!("{name}: {} rows cannot be read; mend them first", summary.refused)));
    }
    if summary.position.is_some_and(|position| !engine.wait_searchable(position, SEARCHABLE_TIMEOUT)) {
        return Err(CliError::Other("the text index does not catch up; see the log".to_owned()));
    }
    Ok(())
}

pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(path).map_err(|fault| CliError::File(path.to_owned(), fault))
}

pub(super) fn judgments(path: &Path) -> Result<Judgments, CliError> {
    let (judgments, repeated) = Judgments::read(&bytes(path)?).map_err(|faults| refused(path, &faults))?;
    tell(path, &repeated);
    Ok(judgments)
}

pub(super) fn profile(path: &Path) -> Result<Profile, CliError> {
    let text = String::from_utf8(bytes(path)?).map_err(|_| named(path, "is not UTF-8"))?;
    let profile = Profile::parse(&text).map_err(|fault| named(path, fault))?;
    crate::score::check(&profile).map_err(|fault| named(path, fault))?;
    Ok(profile)
}

fn named(path: &Path, fault: impl Display) -> CliError {
    CliError::Other(format!("{}: {fault}", path.display()))
}

/// Tells rows of a file on standard error.
pub(super) fn tell(path: &Path, rows: &[RowError]) {
    rows.iter().for_each(|row| eprintln!("{}, {row}", path.display()));
}

pub(super) fn refused(path: &Path, faults: &[RowError]) -> CliError {
    tell(path, faults);
    CliError::Other(format!("{}: nothing was taken over; mend the {} named rows", path.display(), faults.len()))
}
