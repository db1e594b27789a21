//! The one door: submit, get, search, match. Synchronous; the edge decides about threads.
//!
//! The life of a listing: [`Engine::submit`] hands a command to the writer thread, which decides,
//! stages event and document in one batch, flushes once for all that wait, and answers; the indexer
//! thread reads the event, understands the text, and commits to the text index with the position.
//! The life of a search: [`Engine::search`] reads the query, recalls candidates in stages, scores
//! each pair, orders, cuts a page, and explains it.

mod alerting;
mod alerts;
mod comparisons;
mod counts;
mod curation;
mod described;
mod evaluations;
mod gate;
mod imports;
mod in_use;
mod indexer;
mod learn;
mod lexicon;
mod named;
mod otherwise;
mod ranking;
mod rule_bench;
mod run;
mod search;
mod serve;
mod sets;
mod signals;
mod standing;
mod suggest;
mod sturdy;
mod trace;
mod touched;
mod tuning;
mod variant;
mod watching;
mod write;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;

use crate::domain::relevance::{Change, ProfileChange, Rule, RuleChange};
use crate::domain::{Actor, Command, Current, Event, FieldError, Id, Posting, Profile, ProfileError, Role, Side};
use crate::journal::{BackupSummary, Journal, JournalError, JournalRead, Position, Writer, lock};
use crate::lexicon::{Lexicon, LexiconError, Source, build};
use crate::storage::{MemoryStore, SledStore, Store, StoreError};
use self::learn::Lesson;
use crate::understand::Reader;
use crate::views::alerts::{Alerts, stage_kept};
use crate::views::documents::{Audited, Documents, Stored};
use crate::views::index::{IndexError, TextIndex, fingerprint};
use crate::watch::{QueryLog, Watching};

pub use crate::retrieve::Filters;
pub use crate::views::alerts::AlertId;
pub use alerting::Alerting;
pub use alerts::{AlertPage, Marked, Told, Watched};
pub use comparisons::{Compared, ComparisonAsk, MAX_COMPARED};
pub use counts::{Count, Counts, Tally};
pub use indexer::Rereading;
pub use evaluations::{Evaluated, EvaluationAsk, EvaluationError, EvaluationsCompared, KeptEvaluation, KeptFigures};
pub use gate::{GateReport, Guarded, PublishError};
pub use imports::{ImportError, SetImported};
pub use lexicon::{EditState, LexiconState, Progress};
pub use named::Named;
pub use ranking::LeftOut;
pub use run::RunSetting;
pub use standing::{Standing, StandingAsk};
pub use in_use::InUse;
pub use search::{Answer, Ask, Hit};
pub use trace::{Inspected, Measured};
pub use rule_bench::{Effect, Fired, Idle, RuleBench};
pub use sets::{Open, Turn};
pub use tuning::{TuneAsk, TunedDraft};
pub use variant::{Ranks, SYNONYMS, Variant};
pub use watching::FeedbackError;
pub use write::{Receipt, SubmitError};

/// Where an engine lives.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Run-time home; none keeps everything in memory.
    pub data: Option<PathBuf>,
    /// Folder of a lexicon that replaces the built-in one.
    pub lexicon: Option<PathBuf>,
    /// Whether there must be a store already.
    pub existing: bool,
    /// Folder of product tables that are loaded after those of the lexicon.
    pub overlay: Option<PathBuf>,
    /// Relevance profile that replaces the built-in one.
    pub profile: Option<Profile>,
    /// What is watched of searches; nothing if absent, and then a log that an earlier run kept stays as it is.
    pub watching: Option<Watching>,
    /// How long alerts are kept; if absent nobody is told of new matches, and whoever opens the store with
    /// alerts next goes on where they were left.
    pub alerts: Option<Alerting>,
}

impl Options {
    /// Everything in memory, for tests and trials.
    pub fn memory() -> Options {
        Options::default()
    }

    /// The store below a folder, which is refused where there is none.
    pub fn existing(data: impl Into<PathBuf>) -> Options {
        Options { existing: true, ..Options::at(data) }
    }

    /// A store and an index below a folder.
    pub fn at(data: impl Into<PathBuf>) -> Options {
        Options { data: Some(data.into()), ..Options::default() }
    }

    /// The same with an overlay of the lexicon.
    pub fn with_overlay(self, overlay: Option<PathBuf>) -> Options {
        Options { overlay, ..self }
    }

    /// The same with a relevance profile.
    pub fn with_profile(self, profile: Option<Profile>) -> Options {
        Options { profile, ..self }
    }

    /// The same with searches watched.
    pub fn with_watching(self, watching: Watching) -> Options {
        Options { watching: Some(watching), ..self }
    }

    /// The same with parties told of new matches.
    pub fn with_alerts(self, alerts: Option<Alerting>) -> Options {
        Options { alerts, ..self }
    }
}

/// What can go wrong inside; the edge shows a problem, the log the cause.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The cursor is of another query.
    #[error("this cursor belongs to another query")]
    BadCursor,
    /// The query cannot be read.
    #[error("{field} {problem}")]
    BadQuery {
        /// The field.
        field: String,
        /// What is wrong.
        problem: String,
        /// What to write instead.
        hint: String,
    },
    /// Nobody is told of new matches.
    #[error("new matches are not told of here")]
    NoAlerts,
    /// There is no store where one is to be read.
    #[error("there is no store in {}: name its folder with --data DIR or TRADEWIND_DATA; `tradewind import`, `serve` and `restore` make one", .0.display())]
    NoStore(PathBuf),
    /// The store or the journal refuses.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The text index refuses.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The lexicon cannot be built.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// The profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// Anything else.
    #[error("{0}")]
    Internal(String),
}

/// Counts and positions.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// Offers stored.
    pub offers: usize,
    /// Requests stored.
    pub requests: usize,
    /// Position of the last event.
    pub journal_position: u64,
    /// Position up to which postings can be found.
    pub indexed_position: u64,
    /// Postings that are found by their words alone, since reading their text failed.
    pub unread: u64,
    /// Concepts in the lexicon.
    pub lexicon_concepts: usize,
    /// Whether everything stored can be found.
    pub ready: bool,
}

/// The engine. Dropping it drains the writer, commits the index and closes the store.
pub struct Engine {
    in_use: Arc<RwLock<Arc<InUse>>>,
    /// Held by whoever reads anew what is in use.
    taking: Mutex<()>,
    /// The tables without what operators edit.
    source: Source,
    learner: learn::Learner,
    journal: Arc<Journal<Event>>,
    /// How many postings were written.
    stored: Arc<Mutex<Stored>>,
    index: Arc<TextIndex>,
    indexer: indexer::Indexer,
    writer: Writer<write::Job, write::Outcome>,
    log: Option<QueryLog>,
    alerter: Option<alerting::Alerter>,
    turns: sets::Turns,
    traded: suggest::Traded,
}

/// Folder of the store below that of the data.
const STORE: &str = "store";

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_millis() as i64).unwrap_or(0)
}

/// A new identifier for a posting; ones drawn later sort later.
pub fn new_id(side: Side) -> String {
    let letter = match side {
        Side::Offer => 'o',
        Side::Request => 'r',
    };
    format!("{letter}-{}", uuid::Uuid::now_v7())
}

impl Options {
    /// Refuses a folder without a store where there must be one.
    pub(crate) fn check_folder(&self) -> Result<(), EngineError> {
        match &self.data {
            Some(data) if self.existing && !data.join(STORE).is_dir() => Err(EngineError::NoStore(data.clone())),
            _ => Ok(()),
        }
    }
}

impl Engine {
    /// Opens a store, brings the text index up to date in the background, and is ready to write.
    pub fn open(options: Options) -> Result<Engine, EngineError> {
        options.check_folder()?;
        let source = Source::open(options.lexicon.as_deref(), options.overlay.as_deref())?;
        let profile = match options.profile {
            Some(profile) => profile,
            None => Profile::parse(include_str!("../../indexes/profiles/default.toml"))?,
        };
        crate::score::check(&profile)?;
        let store: Arc<dyn Store> = match &options.data {
            None => Arc::new(MemoryStore::new()),
            Some(data) => {
                std::fs::create_dir_all(data).map_err(|fault| EngineError::Internal(format!("{}: {fault}", data.display())))?;
                Arc::new(SledStore::open(data.join(STORE))?)
            }
        };
        let journal = Arc::new(Journal::open(store)?);
        let last = journal.last().map_or(0, |Position(at)| at);
        crate::views::workbench::renew(&**journal.store())?;
        let documents = Documents(&**journal.store());
        let edits = documents.workbench()?.lexicon;
        let lexicon = Arc::new(build::build_with(source.clone(), &edits)?);
        let first = Lesson { reader: Arc::new(Reader::new(Arc::clone(&lexicon))), position: last };
        let used = InUse::stored(&documents, Arc::clone(&first.reader), &profile)?;
        let folder = options.data.as_ref().map(|data| data.join("index"));
        let mut index = TextIndex::open(folder.as_deref(), fingerprint(&lexicon))?;
        if index.mark().position > last || index.mark().edits > edits.count() {
            // The index saw events that a crash took back before their flush: it is made again.
            index = index.emptied(fingerprint(&lexicon))?;
        }
        let index = Arc::new(index);
        let indexer = indexer::Indexer::start(Arc::clone(&index), first.clone(), Arc::clone(&journal))?;
        let in_use = Arc::new(RwLock::new(Arc::new(used)));
        let (asked, found) = (Arc::clone(&in_use), indexer.bell());
        // Queries are read anew at once, postings one after the other.
        let hand_out = move |lesson: Lesson| {
            in_use::take_reader(&asked, &lesson.reader);
            found.learn(lesson);
        };
        let learner = learn::Learner::start(source.clone(), Arc::clone(&journal), first, hand_out)?;
        let stored = Arc::new(Mutex::new(documents.stored(last)?));
        let writer = write::start(Arc::clone(&journal), Arc::clone(&stored), indexer.bell())?;
        let log = options.watching.map(|watching| QueryLog::start(Arc::clone(journal.store()), watching)).transpose();
        let log = log.map_err(|fault| EngineError::Internal(fault.to_string()))?;
        let tools = || alerting::Tools { journal: Arc::clone(&journal), index: Arc::clone(&index), in_use: Arc::clone(&in_use), progress: indexer.progress() };
        let alerter = options.alerts.map(|alerts| alerting::Alerter::start(tools(), &lexicon, alerts)).transpose()?;
        Ok(Engine { in_use, taking: Mutex::default(), source, learner, journal, stored, index, indexer, writer, log, alerter, turns: sets::Turns::default(), traded: suggest::Traded::default() })
    }

    /// Settles one command.
    pub fn submit(&self, actor: &Actor, command: Command) -> Result<Receipt, SubmitError> {
        self.submit_many(actor, vec![command]).pop().unwrap_or_else(|| Err(SubmitError::Unavailable("no answer".to_owned())))
    }

    /// Settles commands in order, with one flush for all; each has its own outcome.
    pub fn submit_many(&self, actor: &Actor, commands: Vec<Command>) -> Vec<Result<Receipt, SubmitError>> {
        let count = commands.len();
        let (mut checked, mut outcomes) = (Vec::new(), Vec::new());
        // Edits are examined one by one, against those before them in the journal.
        let changes_use = commands.iter().any(|command| match command {
            Command::SetRates { .. } => true,
            Command::Tune { change, .. } => change.of_workbench(),
            _ => false,
        });
        let mut edited = false;
        for mut command in commands {
            let mut faults = self.faults(&command);
            if let Command::Tune { change, .. } = &mut command && actor.role == Role::Operator {
                edited |= matches!(**change, Change::Lexicon(_));
                faults.extend(self.unfit(change));
            }
            outcomes.push((!faults.is_empty()).then_some(Err(SubmitError::Rejected(faults))));
            if let Some(None) = outcomes.last() {
                checked.push(command);
            }
        }
        let answered = match self.writer.submit(write::Job { actor: actor.clone(), commands: checked }) {
            Ok(answered) => answered,
            Err(closed) => return (0..count).map(|_| Err(SubmitError::Unavailable(closed.to_string()))).collect(),
        };
        if changes_use {
            self.take_stored();
        }
        if edited {
            answered.iter().flatten().for_each(|receipt| self.learner.ring(receipt.position));
        }
        let mut answered = answered.into_iter();
        outcomes
            .into_iter()
            .map(|known| known.or_else(|| answered.next()).unwrap_or_else(|| Err(SubmitError::Unavailable("no answer".to_owned()))))
            .collect()
    }

    /// What the domain cannot judge of a command, since it knows neither texts nor features.
    fn faults(&self, command: &Command) -> Vec<FieldError> {
        match command {
            Command::Put { posting, .. } => self.unreadable(posting).into_iter().collect(),
            Command::Tune { change, .. } => match &**change {
                Change::Rules(RuleChange::Put { rule, .. }) => self.unknown_concepts(rule),
                Change::Profiles(ProfileChange::Draft { profile, .. }) => crate::score::faults(profile),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The concepts of a rule that the lexicon does not know.
    pub fn unknown_concepts(&self, rule: &Rule) -> Vec<FieldError> {
        curation::unknown_concepts(rule, &self.lexicon())
    }

    /// Up to `limit` changes of the relevance workbench after a position of the journal, the earliest first.
    pub fn audit(&self, after: u64, limit: usize) -> Result<Vec<(u64, Audited)>, EngineError> {
        Ok(self.documents().audit(after, limit)?)
    }

    /// A title that gives nothing to search by is an error, not a posting nobody finds.
    pub fn unreadable(&self, posting: &Posting) -> Option<FieldError> {
        self.in_use().reader.gives_nothing(&posting.title).then(|| FieldError {
            field: "title".to_owned(),
            problem: "holds no word that can be searched".to_owned(),
            hint: "name the goods in letters of any language".to_owned(),
        })
    }

    /// Waits until everything up to a position can be found; false if `timeout` passes first.
    pub fn wait_searchable(&self, position: u64, timeout: Duration) -> bool {
        self.indexer.wait(position, timeout)
    }

    /// A posting with its version, expired or not.
    pub fn get(&self, side: Side, id: &Id) -> Result<Option<(Posting, u64)>, EngineError> {
        Ok(self.documents().get(side, id.as_str())?.map(|document| (document.posting, document.version)))
    }

    /// The identifier that a party's own key stands for.
    pub fn by_external_id(&self, side: Side, party: &str, external_id: &str) -> Result<Option<Id>, EngineError> {
        Ok(self.documents().by_external_id(side, party, external_id)?)
    }

    /// Postings in the order of identifiers.
    pub fn list(&self, side: Side, after: Option<&str>, limit: usize) -> Result<Vec<(Posting, u64)>, EngineError> {
        Ok(self.documents().list(side, after, limit)?.into_iter().map(|document| (document.posting, document.version)).collect())
    }

    /// Hash and rights of an API key.
    pub fn key_hash(&self, id: &str) -> Result<Option<(String, Actor)>, EngineError> {
        Ok(self.documents().key(id)?)
    }

    /// All API keys by their public part, with their rights.
    pub fn keys(&self) -> Result<Vec<(String, Actor)>, EngineError> {
        Ok(self.documents().keys()?)
    }

    /// Whether an API key of an operator exists.
    pub fn has_operator_key(&self) -> Result<bool, EngineError> {
        Ok(self.documents().has_operator_key()?)
    }

    /// The lexicon in use.
    pub fn lexicon(&self) -> Arc<Lexicon> {
        Arc::clone(self.in_use().lexicon())
    }

    /// The reader of texts in use.
    pub fn reader(&self) -> Arc<Reader> {
        Arc::clone(&self.in_use().reader)
    }

    /// The journal, for backup and verification.
    pub fn journal(&self) -> &Journal<Event> {
        &self.journal
    }

    /// The identifiers of up to `most` postings that are found by their words alone, since reading their text failed.
    pub fn unread(&self, most: usize) -> Result<Vec<String>, EngineError> {
        Ok(self.index.unread(most)?.1)
    }

    /// Counts and positions. Nothing waits for the disk or for who writes.
    pub fn status(&self) -> Status {
        let stored = *lock(&self.stored);
        let last = self.journal.last().map_or(0, |Position(at)| at);
        let indexed = self.indexer.position();
        Status {
            offers: stored.offers,
            requests: stored.requests,
            journal_position: last,
            indexed_position: indexed,
            unread: self.indexer.unread(),
            lexicon_concepts: self.lexicon().concepts().count(),
            ready: indexed >= last,
        }
    }

    fn documents(&self) -> Documents<'_> {
        Documents(self.store())
    }

    fn store(&self) -> &dyn Store {
        &**self.journal.store()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.writer.shut_down();
        self.learner.stop();
        self.alerter.iter().for_each(alerting::Alerter::stop);
        self.indexer.stop();
    }
}

impl Engine {
    /// Writes the journal out with the alerts that were told of its events; what is written meanwhile is left out. The
    /// caller syncs what it wrote to.
    pub fn backup(&self, writer: impl std::io::Write) -> Result<BackupSummary, EngineError> {
        Ok(self.journal.backup_with(writer, |Position(until), write| Alerts(self.store()).kept(until, write))?)
    }
}

/// Fills an empty store from a backup; everything is verified before anything is written.
pub fn restore(input: impl std::io::Read + std::io::Seek, store: Arc<dyn Store>) -> Result<String, EngineError> {
    let summary = crate::journal::restore(input, &*store, stage_kept)?;
    let documents = refold(&Journal::open(store)?)?;
    Ok(format!("{} events restored, {documents} applied to the documents", summary.records))
}

/// Folds the whole journal into the documents again.
fn refold(journal: &Journal<Event>) -> Result<u64, EngineError> {
    let store = journal.store();
    let mut applied = 0;
    journal.read(Position(1), &mut |entry| {
        let mut batch = crate::storage::Batch::new();
        let documents = Documents(&**store);
        let posting = match &entry.event {
            Event::Posted { posting } => documents.get(posting.side, posting.id.as_str())?,
            Event::Withdrawn { side, id } | Event::Muted { side, id, .. } => documents.get(*side, id.as_str())?,
            _ => None,
        };
        let workbench = if matches!(&entry.event, Event::Tuned { change, .. } if change.of_workbench()) { documents.workbench()? } else { Default::default() };
        let before = Current { posting: posting.map(|document| (document.posting, document.version)), workbench, ..Current::default() };
        crate::views::documents::stage(&mut batch, &entry.event, entry.position.0, &before);
        store.apply(batch)?;
        applied += 1;
        Ok(true)
    })?;
    store.flush()?;
    Ok(applied)
}
