//! The indexer thread: the one owner of the index writer. It follows the journal from the position
//! in the last commit, understands the postings side by side on all cores, puts them in order, and
//! commits when it has caught up or has taken enough.
//!
//! It follows the lexicon's edits as well: postings that hold what an edit touches are read again. A
//! position counts as reached when everything before it can be found, so that an edit holds it back until
//! its last posting is read.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::EngineError;
use super::learn::Lesson;
use super::sturdy::{self, caught};
use super::touched::holding;
use crate::domain::relevance::Change;
use crate::domain::{Event, Posting};
use crate::evaluate::side_by_side;
use crate::journal::{Entry, Journal, JournalError, JournalRead, Position, lock};
use crate::lexicon::live::Synonyms;
use crate::understand::{Reader, Reading};
use crate::views::documents::Documents;
use crate::views::holding::Held;
use crate::views::index::{Changes, IndexDocument, IndexError, IndexingWriter, Mark, TextIndex};

/// Events between two commits while catching up: bounds what a crash repeats.
const COMMIT_EVERY: usize = 20_000;
/// The same while postings are read again, so that new ones need not wait long beside them.
const COMMIT_EVERY_AGAIN: usize = 4_096;
/// Events understood side by side: so many that starting threads costs little of it.
const READ_TOGETHER: usize = 512;
/// Fewest events worth a thread.
const LEAST_SHARE: usize = 32;
/// Most threads that understand postings; the rest of the cores is left to those who search.
const MAX_THREADS: usize = 4;
/// Longest sleep between looks at the journal.
const IDLE: Duration = Duration::from_millis(500);
/// Changes of the workbench among which the first edit of a lesson is looked for: lessons follow on edits within
/// a second or two.
const AUDITED: usize = 1_000;
/// Rereadings that are remembered.
const MAX_REREADINGS: usize = 1_000;

struct Shared {
    position: AtomicU64,
    unread: AtomicU64,
    stop: AtomicBool,
    rung: Mutex<bool>,
    work: Condvar,
    done: Mutex<()>,
    moved: Condvar,
    lesson: Mutex<Lesson>,
    rereadings: Mutex<Vec<Rereading>>,
}

/// What edits of the lexicon cost: postings that were read before and had to be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Rereading {
    /// Number of the first edit that was taken in together with others.
    pub first: u64,
    /// Number of the last one.
    pub last: u64,
    /// Postings that hold what they touch.
    pub postings: usize,
    /// Those among them that still have to be read.
    pub left: usize,
}

/// Tells the indexer that there is something new.
#[derive(Clone)]
pub(super) struct Bell(Arc<Shared>);

impl Bell {
    /// Wakes the indexer.
    pub(super) fn ring(&self) {
        *lock(&self.0.rung) = true;
        self.0.work.notify_one();
    }

    /// Gives the indexer another lexicon.
    pub(super) fn learn(&self, lesson: Lesson) {
        *lock(&self.0.lesson) = lesson;
        self.ring();
    }
}

/// Tells how far the indexer has got.
#[derive(Clone)]
pub(super) struct Progress(Arc<Shared>);

impl Progress {
    /// Position up to which postings can be found.
    pub(super) fn position(&self) -> u64 {
        self.0.position.load(Ordering::Acquire)
    }

    /// Waits for a position, at most for a time and until `enough` says so, which is asked again with every
    /// [`Progress::nudge`].
    pub(super) fn wait(&self, position: u64, timeout: Duration, enough: impl Fn() -> bool) -> bool {
        let end = Instant::now() + timeout;
        let mut guard = lock(&self.0.done);
        while self.position() < position {
            let now = Instant::now();
            if now >= end || enough() {
                return false;
            }
            guard = self.0.moved.wait_timeout(guard, end - now).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Lets those who wait look again.
    pub(super) fn nudge(&self) {
        let _guard = lock(&self.0.done);
        self.0.moved.notify_all();
    }
}

/// Handle to the thread.
pub(super) struct Indexer {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Indexer {
    /// Starts the thread, which first replays what the index lacks.
    pub(super) fn start(index: Arc<TextIndex>, lesson: Lesson, journal: Arc<Journal<Event>>) -> Result<Indexer, EngineError> {
        let mark = index.mark();
        let shared = Arc::new(Shared {
            position: AtomicU64::new(if mark.edits < lesson.edits() { 0 } else { mark.position }),
            unread: AtomicU64::default(),
            stop: AtomicBool::default(),
            rung: Mutex::default(),
            work: Condvar::default(),
            done: Mutex::default(),
            moved: Condvar::default(),
            lesson: Mutex::new(lesson),
            rereadings: Mutex::default(),
        });
        let inner = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("indexer".to_owned())
            .spawn(move || {
                while !inner.stop.load(Ordering::Acquire) {
                    // The writer is dropped and taken again; replay starts from the last commit.
                    let fault = match caught(|| follow(&index, &journal, &inner)) {
                        Ok(Ok(())) => continue,
                        Ok(Err(fault)) => fault.to_string(),
                        Err(panic) => panic,
                    };
                    tracing::error!(error = fault, "indexing failed, trying again");
                    std::thread::sleep(Duration::from_secs(1));
                }
            })
            .map_err(|fault| EngineError::Internal(fault.to_string()))?;
        Ok(Indexer { shared, thread: Mutex::new(Some(thread)) })
    }

    /// A bell for the writer thread.
    pub(super) fn bell(&self) -> Bell {
        Bell(Arc::clone(&self.shared))
    }

    /// How far it has got.
    pub(super) fn progress(&self) -> Progress {
        Progress(Arc::clone(&self.shared))
    }

    /// Position up to which postings can be found.
    pub(super) fn position(&self) -> u64 {
        self.progress().position()
    }

    /// Postings that are found by their words alone, since reading their text failed.
    pub(super) fn unread(&self) -> u64 {
        self.shared.unread.load(Ordering::Relaxed)
    }

    /// What the edits since the start have cost.
    pub(super) fn rereadings(&self) -> Vec<Rereading> {
        lock(&self.shared.rereadings).clone()
    }

    /// Waits for a position.
    pub(super) fn wait(&self, position: u64, timeout: Duration) -> bool {
        self.progress().wait(position, timeout, || false)
    }

    /// Ends the thread after a last commit.
    pub(super) fn stop(&self) {
        self.shared.stop.store(true, Ordering::Release);
        self.bell().ring();
        if let Some(thread) = lock(&self.thread).take() {
            let _ = thread.join();
        }
    }
}

fn follow(index: &TextIndex, journal: &Journal<Event>, shared: &Shared) -> Result<(), EngineError> {
    let mut follower = Follower::begin(index, journal, shared)?;
    let mut swept = false;
    loop {
        let taken = follower.advance()?;
        if taken < COMMIT_EVERY && !swept {
            swept = true;
            if let Err(error) = index.drop_others() {
                tracing::warn!(error = %error, "an old index folder stays");
            }
        }
        let mut rung = lock(&shared.rung);
        if shared.stop.load(Ordering::Acquire) && taken == 0 {
            drop(rung);
            return Ok(index.finish(follower.writer)?);
        }
        if taken == 0 && !*rung {
            rung = shared.work.wait_timeout(rung, IDLE).unwrap_or_else(PoisonError::into_inner).0;
        }
        *rung = false;
    }
}

/// The state of the thread between two commits.
struct Follower<'a> {
    index: &'a TextIndex,
    journal: &'a Journal<Event>,
    shared: &'a Shared,
    writer: IndexingWriter,
    /// As the last commit has it.
    mark: Mark,
    lesson: Lesson,
    /// Postings to be read again before the index is as the lesson says.
    again: BTreeSet<Held>,
    /// Positions of edits that some posting was not read with yet.
    held: Vec<u64>,
}

impl<'a> Follower<'a> {
    fn begin(index: &'a TextIndex, journal: &'a Journal<Event>, shared: &'a Shared) -> Result<Follower<'a>, EngineError> {
        let (mark, lesson) = (index.mark(), lock(&shared.lesson).clone());
        let held = if mark.edits < lesson.edits() { vec![1] } else { Vec::new() };
        let mut follower = Follower { index, journal, shared, writer: index.writer()?, mark, lesson: lesson.clone(), again: BTreeSet::new(), held };
        follower.learn(lesson, mark.edits)?;
        follower.count_unread()?;
        Ok(follower)
    }

    /// Takes what there is up to the next commit, and commits it; how much it was.
    fn advance(&mut self) -> Result<usize, EngineError> {
        let lesson = lock(&self.shared.lesson).clone();
        if lesson.position != self.lesson.position {
            let known = self.lesson.edits();
            self.learn(lesson, known)?;
        }
        let mut mark = self.mark;
        let mut taken = 0;
        loop {
            let entries = next(self.journal, mark.position)?;
            let again = self.next_again()?;
            if entries.is_empty() && again.is_empty() {
                break;
            }
            self.reread(&again)?;
            self.apply(&entries)?;
            mark.position = entries.last().map_or(mark.position, |last| last.position.0);
            taken += entries.len() + again.len();
            let most = if self.again.is_empty() { COMMIT_EVERY } else { COMMIT_EVERY_AGAIN };
            if taken >= most || lock(&self.shared.lesson).position != self.lesson.position {
                break;
            }
        }
        if self.again.is_empty() {
            mark.edits = self.lesson.edits();
        }
        if taken > 0 || mark != self.mark {
            self.index.commit(&mut self.writer, mark)?;
            self.mark = mark;
            self.count_unread()?;
        }
        self.report();
        Ok(taken)
    }

    /// Takes another lexicon over: what the edits after `known` touch is to be read again.
    fn learn(&mut self, lesson: Lesson, known: u64) -> Result<(), EngineError> {
        if known < lesson.edits() {
            let edits = self.documents().workbench()?.lexicon;
            let held = holding(self.index, lesson.reader.lexicon(), &edits.touched(known))?;
            self.held.extend(self.first_edit_behind(self.lesson.position)?);
            let mut rereadings = lock(&self.shared.rereadings);
            if rereadings.len() == MAX_REREADINGS {
                rereadings.remove(0);
            }
            rereadings.push(Rereading { first: known + 1, last: lesson.edits(), postings: held.len(), left: held.len() });
            self.again.extend(held);
        }
        self.lesson = lesson;
        Ok(())
    }

    /// The position of the first edit behind another position.
    fn first_edit_behind(&self, position: u64) -> Result<Option<u64>, EngineError> {
        let mut after = position;
        loop {
            let changes = self.documents().audit(after, AUDITED)?;
            let edit = changes.iter().find(|(_, audited)| matches!(audited.change, Change::Lexicon(_)));
            match (edit, changes.last()) {
                (Some((at, _)), _) => return Ok(Some(*at)),
                (None, Some((last, _))) => after = *last,
                (None, None) => return Ok(None),
            }
        }
    }

    /// Tells how far postings can be found now.
    fn report(&mut self) {
        if self.again.is_empty() {
            self.held.retain(|position| *position > self.lesson.position);
        }
        for rereading in lock(&self.shared.rereadings).iter_mut() {
            rereading.left = rereading.left.min(self.again.len());
        }
        let reached = self.held.iter().fold(self.mark.position, |reached, held| reached.min(held - 1));
        let _guard = lock(&self.shared.done);
        self.shared.position.store(reached, Ordering::Release);
        self.shared.moved.notify_all();
    }

    fn count_unread(&self) -> Result<(), IndexError> {
        self.shared.unread.store(self.index.unread(0)?.0 as u64, Ordering::Relaxed);
        Ok(())
    }

    fn documents(&self) -> Documents<'a> {
        Documents(&**self.journal.store())
    }

    /// The next postings to be read again, as they are stored. None when the thread shall end: the mark
    /// says that they are still to be read.
    fn next_again(&mut self) -> Result<Vec<Posting>, EngineError> {
        if self.shared.stop.load(Ordering::Acquire) {
            return Ok(Vec::new());
        }
        let mut postings = Vec::new();
        while postings.len() < READ_TOGETHER
            && let Some((side, id)) = self.again.pop_first()
        {
            postings.extend(self.documents().get(side, &id)?.map(|document| document.posting));
        }
        Ok(postings)
    }

    fn reread(&self, postings: &[Posting]) -> Result<(), IndexError> {
        let (index, reader) = (self.index, &*self.lesson.reader);
        let documents = side_by_side(postings, threads(postings.len()), |posting| understand(index, reader, posting));
        let mut changes = Changes::default();
        for (posting, document) in postings.iter().zip(documents) {
            index.put(&mut changes, posting, document?);
        }
        index.apply(&self.writer, changes)
    }

    /// Puts events into the index in their order.
    fn apply(&mut self, entries: &[Entry<Event>]) -> Result<(), IndexError> {
        let (index, reader) = (self.index, &*self.lesson.reader);
        let posting = |entry: &Entry<Event>| if let Event::Posted { posting } = &entry.event { understand(index, reader, posting).map(Some) } else { Ok(None) };
        let documents = side_by_side(entries, threads(entries.len()), posting);
        let mut changes = Changes::default();
        for (entry, document) in entries.iter().zip(documents) {
            match (&entry.event, document?) {
                (Event::Posted { posting }, Some(document)) => index.put(&mut changes, posting, document),
                (Event::Withdrawn { side, id }, _) => index.delete(&mut changes, *side, id),
                (Event::Tuned { change, .. }, _) if matches!(**change, Change::Lexicon(_)) && entry.position.0 > self.lesson.position => self.held.push(entry.position.0),
                _ => {}
            }
        }
        index.apply(&self.writer, changes)
    }
}

/// What the index keeps of a posting. One whose text cannot be read is found by its words and fields, at the least
/// by its name, and is marked as unread: a fault of ours hides no posting, and none behind it.
fn understand(index: &TextIndex, reader: &Reader, posting: &Posting) -> Result<IndexDocument, IndexError> {
    understand_by(index, reader, posting, &|posting| sturdy::read(reader, posting, Synonyms::Found))
}

fn understand_by(index: &TextIndex, reader: &Reader, posting: &Posting, read: &dyn Fn(&Posting) -> Reading) -> Result<IndexDocument, IndexError> {
    let lexicon = reader.lexicon();
    let panic = match caught(|| index.document(posting, &read(posting), lexicon)) {
        Ok(document) => return document,
        Err(panic) => panic,
    };
    tracing::error!(posting.id = posting.id.as_str(), posting.side = posting.side.name(), error = panic, "a posting cannot be read and is found by its words alone");
    let mut document = match caught(|| index.document(posting, &sturdy::words(reader, posting), lexicon)) {
        Ok(document) => document?,
        Err(_) => index.document(&posting.bare(), &Reading::default(), lexicon)?,
    };
    index.mark_unread(&mut document);
    Ok(document)
}

/// The next events after a position. What was read before a fault is taken first.
fn next(journal: &Journal<Event>, applied: u64) -> Result<Vec<Entry<Event>>, JournalError> {
    let mut entries = Vec::new();
    let read = journal.read(Position(applied + 1), &mut |entry| {
        entries.push(entry);
        Ok(entries.len() < READ_TOGETHER)
    });
    if entries.is_empty() { read.map(|()| entries) } else { Ok(entries) }
}

/// How many threads so many postings are worth.
fn threads(postings: usize) -> usize {
    postings.div_ceil(LEAST_SHARE).min(MAX_THREADS)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::{Draft, Side};
    use crate::lexicon::build;
    use crate::views::index::fingerprint;

    fn offer(id: &str, title: &str) -> Posting {
        let fields = json!({ "title": title, "origin": "BJ", "supplier": { "id": "coop" } });
        Draft(fields.as_object().cloned().unwrap_or_default()).read(Side::Offer, id, None).expect("an offer")
    }

    #[test]
    fn a_posting_that_cannot_be_read_is_found_by_words_and_fields_and_is_counted() {
        let reader = Reader::new(Arc::new(build::build(crate::lexicon::Source::open(None, None).expect("tables")).expect("a lexicon")));
        let index = TextIndex::open(None, fingerprint(reader.lexicon())).expect("an index");
        let mut writer = index.writer().expect("the writer");
        let (sound, broken) = (offer("sound", "noix de cajou brutes"), offer("broken", "noix de karité triées"));
        let mut changes = Changes::default();
        for posting in [&sound, &broken] {
            let read = |posting: &Posting| if posting.id.as_str() == "broken" { panic!("a fault of ours") } else { reader.read(&posting.title, "", None) };
            index.put(&mut changes, posting, understand_by(&index, &reader, posting, &read).expect("a document"));
        }
        index.apply(&writer, changes).expect("applied");
        index.commit(&mut writer, Mark { position: 2, edits: 0 }).expect("committed");
        assert_eq!(index.unread(9).expect("counted"), (1, vec!["broken".to_owned()]));
        let snapshot = index.snapshot();
        let found = snapshot.posting(Side::Offer, "broken").expect("asked").expect("found");
        assert_eq!(found.card.origins.iter().map(|origin| origin.alpha2()).collect::<Vec<_>>(), ["BJ"]);
        assert!(found.card.concepts.is_empty() && !found.card.words.is_empty());
        // Read at last, it is like any other.
        let mut changes = Changes::default();
        index.put(&mut changes, &broken, understand(&index, &reader, &broken).expect("a document"));
        index.apply(&writer, changes).expect("applied");
        index.commit(&mut writer, Mark { position: 3, edits: 0 }).expect("committed");
        assert_eq!(index.unread(9).expect("counted"), (0, Vec::new()));
    }

    #[test]
    fn a_posting_of_which_not_even_the_words_can_be_cut_is_found_by_its_name() {
        let bare = offer("o-1", "mangue séchée").bare();
        assert_eq!((bare.id.as_str(), bare.party.id.as_str(), bare.title.as_str()), ("o-1", "coop", "mangue séchée"));
        assert!(bare.origins.is_empty());
    }
}
