//! Engines on disk with a small lexicon, what can be seen of them, and their files as bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::{Value, json};
use tradewind::domain::{Command, Draft, Id, Posting, Side};
use tradewind::engine::{Ask, Engine, EngineError, Hit, Options};

pub(crate) const SIDES: [Side; 2] = [Side::Offer, Side::Request];
const PATIENCE: Duration = Duration::from_secs(120);

/// Tables of goods, of which small cases need a few concepts; the whole lexicon would be read anew
/// at every start.
const TABLES: [&str; 3] = ["00-groups.tsv", "08-fruit-nuts.tsv", "12-oilseeds-plants.tsv"];
const CONCEPTS: [&str; 5] = ["cashew", "almond", "pistachio", "mango", "sesame"];

/// A folder with the groups of the lexicon, these concepts, and all that is not goods. It lies with
/// what the build makes and is used again.
pub(crate) fn little_lexicon() -> &'static Path {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(concat!(env!("CARGO_CRATE_NAME"), "-lexicon"));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("indexes/lexicon");
        fs::create_dir_all(folder.join("products")).expect("a folder");
        for (name, text) in files(&source) {
            let text = String::from_utf8(text).expect("UTF-8");
            if name.components().count() == 1 {
                replace(&folder.join(name), &text);
            } else if TABLES.iter().any(|table| name.ends_with(table)) {
                let groups = name.ends_with(TABLES[0]);
                let kept = text.lines().enumerate().filter(|(at, line)| *at == 0 || groups || CONCEPTS.iter().any(|concept| line.starts_with(concept)));
                replace(&folder.join(name), &kept.map(|(_, line)| format!("{line}\n")).collect::<String>());
            }
        }
        folder
    });
    &FOLDER
}

/// Writes a file at once, since another process may be reading it.
fn replace(path: &Path, text: &str) {
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    fs::write(&draft, text).expect("writes");
    fs::rename(draft, path).expect("renames");
}

/// Opens an engine and waits until everything can be found.
pub(crate) fn open(home: &Path) -> Result<Engine, EngineError> {
    let engine = Engine::open(Options { data: Some(home.into()), lexicon: Some(little_lexicon().into()), ..Options::default() })?;
    settled(&engine);
    Ok(engine)
}

/// Waits until everything can be found.
pub(crate) fn settled(engine: &Engine) {
    let last = engine.status().journal_position;
    assert!(engine.wait_searchable(last, PATIENCE), "not searchable in time");
}

pub(crate) fn posting(side: Side, value: Value) -> Posting {
    let Value::Object(map) = value else { panic!("not an object: {value}") };
    Draft(map).read(side, "x", None).unwrap_or_else(|faults| panic!("{faults:?}"))
}

pub(crate) fn put(side: Side, id: &str, title: &str) -> Command {
    Command::Put { posting: Box::new(posting(side, json!({"id": id, "title": title}))), expected: None, create_only: false }
}

pub(crate) fn delete(side: Side, id: &str) -> Command {
    Command::Delete { side, id: Id::parse(id).expect("an id"), expected: None }
}

/// All that can be seen of an engine: every document with its version, and the answers to `texts`
/// and to every third posting, each hit with the parts of its score.
#[derive(Debug, PartialEq)]
pub(crate) struct View {
    pub(crate) documents: Vec<(Posting, u64)>,
    pub(crate) answers: Vec<String>,
}

impl View {
    pub(crate) fn of(engine: &Engine, texts: &[&str]) -> View {
        let list = |side| engine.list(side, None, 10_000).expect("lists");
        let documents: Vec<_> = SIDES.into_iter().flat_map(list).collect();
        let mut answers = Vec::new();
        for side in SIDES {
            for text in texts {
                let ask = Ask { side, text: (*text).to_owned(), limit: 100, ..Ask::default() };
                let answer = engine.search(&ask).expect("answers");
                answers.push(format!("{side:?} {text}: {} {} {:?}", answer.stage, answer.total, told(&answer.hits)));
            }
        }
        for (posting, _) in documents.iter().step_by(3) {
            let answer = engine.matches(posting, &Ask { limit: 100, ..Ask::default() }).expect("answers");
            answers.push(format!("{:?} {}: {} {:?}", posting.side, posting.id.as_str(), answer.total, told(&answer.hits)));
        }
        View { documents, answers }
    }
}

/// Hits with the parts of their scores, but for freshness, which changes with the clock.
fn told(hits: &[Hit]) -> Vec<String> {
    let parts = |hit: &Hit| hit.reasons.iter().filter(|part| part.kind != "freshness").map(|part| format!(" {}{:+.6}", part.kind, part.adds)).collect::<String>();
    hits.iter().map(|hit| hit.id.clone() + &parts(hit)).collect()
}

/// Every file below a folder with its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(at) = pending.pop() {
        for entry in fs::read_dir(&at).expect("lists") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below it").to_owned();
                found.insert(name, fs::read(&path).expect("reads"));
            }
        }
    }
    found
}

/// Writes what [`files`] has read.
pub(crate) fn write(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("writes");
    }
}
