//! The relevance workbench, as the journal left it: `w/workbench` its head, and below `w/` what it is made of,
//! each under a key of its own, so that a change writes only itself: `p/` published versions, `l/` edits of the
//! lexicon, `r/` rules, `t/` trials.
//!
//! Format 1 had everything in the head; [`renew`] parts it. A program that knows only format 1 finds counts
//! where it looks for lists, and refuses the store.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::documents::readable;
use crate::domain::relevance::{Edition, KeptGate, LexiconEntry, Profiles, KeptRule, Trial, Trials, Workbench};
use crate::storage::{Batch, Store, StoreError};

/// The format written today.
const FORMAT: u8 = 2;
const WHAT: &str = "relevance workbench";
const HEAD: &[u8] = b"w/workbench";
const PUBLISHED: &[u8] = b"w/p/";
const EDITS: &[u8] = b"w/l/";
const RULES: &[u8] = b"w/r/";
const TRIALS: &[u8] = b"w/t/";

#[derive(Deserialize)]
struct Stored {
    #[serde(default = "first")]
    format: u8,
}

fn first() -> u8 {
    1
}

/// What has no key of its own, and how many of everything else there are.
#[derive(Serialize, Deserialize)]
struct Head {
    format: u8,
    version: u64,
    profiles: HeadOfProfiles,
    trials: usize,
    rules: usize,
    lexicon: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gate: Option<KeptGate>,
}

#[derive(Serialize, Deserialize)]
struct HeadOfProfiles {
    draft: Option<Edition>,
    drafts: u64,
    current: Option<u32>,
    published: usize,
}

impl Head {
    fn of(workbench: &Workbench) -> Head {
        let Workbench { version, profiles, trials, rules, lexicon, gate } = workbench;
        let published = profiles.published.len();
        let profiles = HeadOfProfiles { draft: profiles.draft.clone(), drafts: profiles.drafts, current: profiles.current, published };
        Head { format: FORMAT, version: *version, profiles, trials: trials.known.len(), rules: rules.all().count(), lexicon: lexicon.count(), gate: gate.clone() }
    }
}

fn key(prefix: &[u8], name: &[u8]) -> Vec<u8> {
    [prefix, name].concat()
}

/// What is stored in a format of its own; none where nothing was changed yet.
fn stored(store: &dyn Store) -> Result<Option<(u8, Vec<u8>)>, StoreError> {
    let Some(head) = store.get(HEAD)? else { return Ok(None) };
    match readable::<Stored>(WHAT, &head)?.format {
        format @ 1..=FORMAT => Ok(Some((format, head))),
        found => Err(StoreError::Version { what: "the relevance workbench", found, newest: FORMAT }),
    }
}

/// The workbench of a store. A scan is no snapshot: what a writer changed between the head and the parts is
/// read again.
pub(super) fn read(store: &dyn Store) -> Result<Workbench, StoreError> {
    let mut head = stored(store)?;
    loop {
        let read = below(store, head.as_ref());
        let now = stored(store)?;
        if now == head {
            return read;
        }
        head = now;
    }
}

/// The workbench of which the head, with its format, has been read.
fn below(store: &dyn Store, head: Option<&(u8, Vec<u8>)>) -> Result<Workbench, StoreError> {
    match head {
        None => Ok(Workbench::default()),
        Some((1, whole)) => readable(WHAT, whole),
        Some((_, head)) => {
            let head: Head = readable(WHAT, head)?;
            let HeadOfProfiles { draft, drafts, current, published } = head.profiles;
            let edits: Vec<LexiconEntry> = all(store, EDITS, head.lexicon as usize)?;
            let rules: Vec<KeptRule> = all(store, RULES, head.rules)?;
            let mut trials = Trials { known: all(store, TRIALS, head.trials)? };
            // Their keys are names; they are told in the order in which they were planned.
            trials.known.sort_by_key(|trial| trial.stamp.at);
            Ok(Workbench {
                version: head.version,
                profiles: Profiles { draft, drafts, published: all(store, PUBLISHED, published)?, current },
                trials,
                rules: rules.into_iter().collect(),
                lexicon: edits.into_iter().collect(),
                gate: head.gate,
            })
        }
    }
}

/// Everything below a prefix, in the order of keys.
fn all<T: DeserializeOwned>(store: &dyn Store, prefix: &[u8], count: usize) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    store.scan(prefix, None, &mut |_, value| {
        found.push(readable(WHAT, value)?);
        Ok(true)
    })?;
    if found.len() != count {
        let detail = format!("{} parts below {} instead of {count}", found.len(), String::from_utf8_lossy(prefix));
        return Err(StoreError::Unreadable { what: WHAT, detail });
    }
    Ok(found)
}

/// Whether a batch changes the workbench.
pub fn stages_workbench(batch: &Batch) -> bool {
    batch.changes(HEAD)
}

/// Stages what is different now.
pub(super) fn stage(batch: &mut Batch, before: &Workbench, now: &Workbench) {
    for edition in now.profiles.published.iter().skip(before.profiles.published.len()) {
        put(batch, key(PUBLISHED, &edition.profile.version.to_be_bytes()), edition);
    }
    for (number, entry) in now.lexicon.entries().filter(|(number, _)| *number > before.lexicon.count()) {
        put(batch, key(EDITS, &number.to_be_bytes()), entry);
    }
    for record in now.rules.all().filter(|record| before.rules.get(&record.rule.id) != Some(record)) {
        put(batch, key(RULES, record.rule.id.as_str().as_bytes()), record);
    }
    for trial in now.trials.known.iter().filter(|trial| before.trials.named(&trial.name) != Some(trial)) {
        put::<Trial>(batch, key(TRIALS, trial.name.as_bytes()), trial);
    }
    put(batch, HEAD.to_vec(), &Head::of(now));
}

fn put<T: Serialize>(batch: &mut Batch, key: Vec<u8>, value: &T) {
    // Everything here is plain data: it always serialises.
    batch.put(key, serde_json::to_vec(value).unwrap_or_default());
}

/// Writes a workbench of an earlier format anew. The head is written after everything that it counts, so that
/// a crash leaves the earlier format as it was.
pub fn renew(store: &dyn Store) -> Result<(), StoreError> {
    let Some((1, whole)) = stored(store)? else { return Ok(()) };
    let workbench: Workbench = readable(WHAT, &whole)?;
    let mut staged = Batch::new();
    stage(&mut staged, &Workbench::default(), &workbench);
    let mut batch = Batch::new();
    for op in staged.ops() {
        if let crate::storage::Op::Put(key, value) = op {
            batch.put(key.clone(), value.clone());
        }
        if batch.is_full() {
            store.apply(std::mem::take(&mut batch))?;
        }
    }
    store.apply(batch)?;
    store.flush()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::relevance::{Change, LexiconChange, Method, ProfileChange, RuleChange, Stamp, TrialChange};
    use crate::domain::{Profile, relevance::Rule};
    use crate::storage::MemoryStore;

    fn changes() -> Vec<Change> {
        let profile = Profile::parse(include_str!("../../indexes/profiles/default.toml")).expect("the built-in one");
        let draft = |name: &str| Change::Profiles(ProfileChange::Draft { profile: Box::new(Profile { name: name.to_owned(), ..profile.clone() }), expected: None });
        let publish = |revision, rank| Change::Profiles(ProfileChange::Publish { expected: Some(revision), rank, passage: None });
        let form = |form: &str| Change::Lexicon(LexiconChange::AddForm { concept: "tea".to_owned(), lang: "en".to_owned(), form: form.to_owned(), ambiguous: false });
        let rule = json!({"do": "bury", "when": {"text": "tea"}, "on": {"party": "p1"}});
        let rule = Rule::read("late", rule.as_object().expect("an object")).expect("a rule");
        let trial = |name: &str, at| Change::Trials(TrialChange::Start { name: name.to_owned(), candidate: Some(2), method: Method::Interleave, starts_at: at, ends_at: at + 10 });
        vec![
            draft("a"), publish(1, true), draft("b"), publish(2, false), draft("c"), form("char"), form("cha"),
            Change::Rules(RuleChange::Put { rule: Box::new(rule), expected: None }), trial("z-first", 100), trial("a-second", 200),
        ]
    }

    fn stamp(at: i64) -> Stamp {
        Stamp { by: "amina".to_owned(), at, note: "why".to_owned() }
    }

    /// The workbench after all changes, and what each wrote.
    fn written(store: &MemoryStore) -> (Workbench, Vec<Vec<String>>) {
        let mut workbench = Workbench::default();
        let keys = |batch: &Batch| batch.ops().iter().map(|op| op.key().escape_ascii().to_string()).collect();
        let all = changes();
        let wrote = all.iter().zip(1..).map(|(change, at)| {
            let before = workbench.clone();
            workbench.apply(change, &stamp(at)).expect("accepted");
            let mut batch = Batch::new();
            stage(&mut batch, &before, &workbench);
            let keys = keys(&batch);
            store.apply(batch).expect("stored");
            keys
        });
        let wrote = wrote.collect();
        (workbench, wrote)
    }

    #[test]
    fn a_change_writes_only_itself_and_everything_is_read_back() {
        let store = MemoryStore::new();
        let (workbench, wrote) = written(&store);
        assert_eq!(wrote.get(3), Some(&vec!["w/p/\\x00\\x00\\x00\\x02".to_owned(), "w/workbench".to_owned()]));
        assert!(wrote.iter().all(|keys| keys.len() <= 2), "{wrote:?}");
        assert_eq!(read(&store).expect("read"), workbench);
    }

    /// A store in which another writer is done just before the first scan.
    struct Between {
        store: MemoryStore,
        meanwhile: std::sync::Mutex<Option<Batch>>,
    }

    impl Store for Between {
        fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
            self.store.get(key)
        }

        fn scan(&self, prefix: &[u8], from: Option<&[u8]>, f: &mut crate::storage::Visit<'_>) -> Result<(), StoreError> {
            if let Some(batch) = self.meanwhile.lock().expect("alone").take() {
                self.store.apply(batch)?;
            }
            self.store.scan(prefix, from, f)
        }

        fn scan_back(&self, prefix: &[u8]) -> Result<Option<crate::storage::Pair>, StoreError> {
            self.store.scan_back(prefix)
        }

        fn apply(&self, batch: Batch) -> Result<(), StoreError> {
            self.store.apply(batch)
        }

        fn flush(&self) -> Result<(), StoreError> {
            self.store.flush()
        }

        fn size_on_disk(&self) -> Result<u64, StoreError> {
            self.store.size_on_disk()
        }
    }

    #[test]
    fn what_changes_while_it_is_read_is_read_again() {
        let store = MemoryStore::new();
        let (before, _) = written(&store);
        let mut now = before.clone();
        let more = LexiconChange::AddForm { concept: "tea".to_owned(), lang: "en".to_owned(), form: "chai".to_owned(), ambiguous: false };
        now.apply(&Change::Lexicon(more), &stamp(100)).expect("accepted");
        let mut batch = Batch::new();
        stage(&mut batch, &before, &now);
        let store = Between { store, meanwhile: std::sync::Mutex::new(Some(batch)) };
        assert_eq!(read(&store).expect("read"), now);
    }

    #[test]
    fn the_first_format_is_read_on_and_written_anew() {
        let (workbench, _) = written(&MemoryStore::new());
        let store = MemoryStore::new();
        let mut batch = Batch::new();
        batch.put(HEAD, serde_json::to_vec(&workbench).expect("plain"));
        store.apply(batch).expect("stored");
        assert_eq!(read(&store).expect("read"), workbench);
        renew(&store).expect("renewed");
        assert_eq!(read(&store).expect("read"), workbench);
        let head = store.get(HEAD).expect("read").expect("there");
        assert!(serde_json::from_slice::<Workbench>(&head).is_err(), "a program of the first format refuses it");
        renew(&store).expect("nothing to do");
    }

    #[test]
    fn what_is_missing_or_newer_is_refused() {
        let store = MemoryStore::new();
        written(&store);
        let mut batch = Batch::new();
        batch.delete(key(PUBLISHED, &1_u32.to_be_bytes()));
        store.apply(batch).expect("stored");
        assert!(matches!(read(&store), Err(StoreError::Unreadable { .. })));
        let mut batch = Batch::new();
        batch.put(HEAD, br#"{"format": 3}"#);
        store.apply(batch).expect("stored");
        assert!(matches!(read(&store), Err(StoreError::Version { found: 3, newest: 2, .. })));
    }
}
