//! What rankings are judged on: judgments, queries and postings of files or of a store, and the options that
//! `evaluate`, `compare` and `tune` share.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;

use super::{CliError, import, store};
use crate::domain::relevance::SetKind;
use crate::domain::{Actor, Id, Profile, Side};
use crate::engine::{Engine, InUse, Options, Ranks, RunSetting, Variant, now_ms};
use crate::evaluate::slices::Floors;
use crate::evaluate::{Gain, Judgments, Notices, QuerySet, RowError, Rules, Unjudged};
use crate::intake::{Load, Told};

/// How long to wait until the postings of a file can be found.
const SEARCHABLE_TIMEOUT: Duration = Duration::from_secs(600);

/// What is asked, and where it is searched.
#[derive(clap::Args)]
pub(super) struct Ground {
    /// Queries to run: a set of the store, or a file: CSV with the columns id and text, or an object a line; requests as exported serve.
    #[arg(long, value_name = "FILE|SET", required = true)]
    queries: PathBuf,
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
        Ok(RunSetting::new(profile, self.now()?, DEPTH))
    }

    /// The setting of a run of a variant.
    pub(super) fn setting_of<'a>(&self, ranks: &'a Ranks) -> Result<RunSetting<'a>, CliError> {
        Ok(RunSetting::of(ranks, self.now()?, DEPTH))
    }

    fn now(&self) -> Result<i64, CliError> {
        Ok(moment(self.today)?.unwrap_or_else(now_ms))
    }

    /// Whether a store is searched, and not files.
    pub(super) fn is_store(&self) -> bool {
        self.offers.is_none() && self.requests.is_none()
    }

    /// The engine on the files or on the store, with queries and judgments. Files are read first: nobody waits for
    /// an engine to learn of a slip in them.
    pub(super) fn open(&self, judgments: Option<&Path>, overlay: Option<PathBuf>) -> Result<(Engine, QuerySet, Judgments), CliError> {
        let queries = in_file(&self.queries).then(|| self.read_queries()).transpose()?;
        let judged = judgments.filter(|path| in_file(path)).map(self::judgments).transpose()?;
        let engine = self.open_engine(overlay)?;
        let queries = match queries {
            Some(read) => read,
            None => engine.queries(&self.stored(&engine, SetKind::Queries, &self.queries)?)?,
        };
        let judged = match (judged, judgments) {
            (Some(read), _) => read,
            (None, None) => Judgments::default(),
            (None, Some(set)) => engine.judgments(&self.stored(&engine, SetKind::Judgments, set)?)?,
        };
        Ok((engine, queries, judged))
    }

    /// The name of a set that the store has.
    fn stored(&self, engine: &Engine, kind: SetKind, written: &Path) -> Result<Id, CliError> {
        let id = written.to_str().and_then(Id::parse);
        let Some(id) = id.filter(|_| self.is_store()) else { return Err(named(written, "there is no such file")) };
        match engine.set_info(kind, &id)? {
            Some(info) if info.open => Err(named(written, "an import of the set was cut off; import its file again")),
            Some(_) => Ok(id),
            None => Err(named(written, format!("is neither a file nor a set of {} in the store", kind.name()))),
        }
    }

    fn read_queries(&self) -> Result<QuerySet, CliError> {
        let name = self.queries.file_stem().unwrap_or_default().to_string_lossy();
        let (set, notices) = QuerySet::noted(&name, &bytes(&self.queries)?).map_err(|faults| refused(&self.queries, &faults))?;
        tell_notices(&self.queries, &notices);
        Ok(set)
    }

    fn open_engine(&self, overlay: Option<PathBuf>) -> Result<Engine, CliError> {
        let files = [(Side::Offer, &self.offers), (Side::Request, &self.requests)];
        if self.is_store() {
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

/// The beginning of the day that counts as today, in milliseconds since 1970.
pub(super) fn moment(today: Option<Date>) -> Result<Option<i64>, CliError> {
    let beginning = |day: Date| day.to_zoned(jiff::tz::TimeZone::UTC).map(|begins| begins.timestamp().as_millisecond());
    today.map(beginning).transpose().map_err(|fault| CliError::Other(format!("--today: {fault}")))
}

/// Whether an argument means a file, there or not, and not something of the store.
fn in_file(written: &Path) -> bool {
    written.exists() || written.components().count() > 1 || written.to_str().and_then(Id::parse).is_none()
}

/// A relevance profile as an argument names it.
pub(super) enum Source {
    /// A TOML file.
    File(PathBuf, Box<Profile>),
    /// `draft`, `current`, or a name with its version.
    Stored(String),
}

impl Source {
    /// Reads the file, if it is one.
    pub(super) fn read(written: &str) -> Result<Source, CliError> {
        let path = Path::new(written);
        if path.is_file() || path.components().count() > 1 || path.extension().is_some_and(|end| end == "toml") {
            return Ok(Source::File(path.to_owned(), Box::new(profile(path)?)));
        }
        Ok(Source::Stored(written.to_owned()))
    }

    /// The profile with its name.
    pub(super) fn find(&self, used: &InUse) -> Result<(String, Profile), CliError> {
        match self {
            Source::File(_, profile) => Ok((profile.label(), Profile::clone(profile))),
            Source::Stored(name) => match used.named(name) {
                Some(found) => Ok((found.name, found.profile.clone())),
                None => Err(CliError::Other(format!(
                    "there is no profile {name}; name a TOML file, draft, current, or a name with its version such as winter-fair@2. Those of a store are known where the store is searched (--data); `tradewind profiles show {name} > FILE` writes one for other searches"
                ))),
            },
        }
    }
}

/// What ranks as an argument names it: a profile, with what is left out of it.
pub(super) struct Ranking {
    variant: Variant,
    source: Source,
}

impl Ranking {
    /// Reads the file of the profile, if it is one. Curation rules are those of a store.
    pub(super) fn read(written: &str, ground: &Ground) -> Result<Ranking, CliError> {
        let variant = Variant::read(written);
        if variant.rules && !ground.is_store() {
            return Err(CliError::Other(format!("{written}: curation rules are those of a store, and files are searched; leave out --offers and --requests, or \"with rules\"")));
        }
        Ok(Ranking { source: Source::read(&variant.profile)?, variant })
    }

    /// What it ranks by.
    pub(super) fn find(&self, used: &InUse) -> Result<Ranks, CliError> {
        let (name, profile) = self.source.find(used)?;
        Ok(self.variant.of(name, &profile)?)
    }

    /// Its label, with the name of the file in place of that of the profile if others bear the same.
    pub(super) fn told_apart(&self, ranks: &Ranks, all: &[Ranks]) -> String {
        match &self.source {
            Source::File(path, _) if all.iter().filter(|other| other.label == ranks.label).count() > 1 => {
                let profile = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                Variant { profile, ..self.variant.clone() }.to_string()
            }
            _ => ranks.label.clone(),
        }
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
    let (judgments, notices) = Judgments::read(&bytes(path)?).map_err(|faults| refused(path, &faults))?;
    tell_notices(path, &notices);
    Ok(judgments)
}

fn profile(path: &Path) -> Result<Profile, CliError> {
    let text = String::from_utf8(bytes(path)?).map_err(|_| named(path, "is not UTF-8"))?;
    let profile = Profile::parse(&text).map_err(|fault| named(path, fault))?;
    crate::score::check(&profile).map_err(|fault| named(path, fault))?;
    Ok(profile)
}

fn named(path: &Path, fault: impl Display) -> CliError {
    CliError::Other(format!("{}: {fault}", path.display()))
}

/// Tells on standard error what was left out of a file.
pub(super) fn tell_notices(path: &Path, notices: &Notices) {
    tell(path, &notices.repeated);
    if !notices.ignored.is_empty() {
        eprintln!("{}: columns that are not read: {}", path.display(), notices.ignored.join(", "));
    }
}

/// Tells rows of a file on standard error.
fn tell(path: &Path, rows: &[RowError]) {
    rows.iter().for_each(|row| eprintln!("{}, {row}", path.display()));
}

pub(super) fn refused(path: &Path, faults: &[RowError]) -> CliError {
    tell(path, faults);
    CliError::Other(format!("{}: nothing was taken over; mend the {} named rows", path.display(), faults.len()))
}
