//! A closed engine with some postings, to be copied and damaged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tradewind::domain::{Actor, Command, Side};
use tradewind::engine::Engine;

use super::home::{SIDES, View, delete, files, open, put, settled, write};

/// What is searched for before and after.
pub(crate) const TEXTS: [&str; 6] = ["腰果", "cashew nut", "sésame", "芝麻", "mango", "parakou"];

const TITLES: [&str; 8] = [
    "Noix de cajou brutes KOR 48, Parakou",
    "Graines de sésame blanc 99%",
    "腰果仁 W320",
    "Hạt điều nhân trắng W320",
    "White sesame seed, 18 MT per 20'FCL",
    "Mangue Kent, calibre 8",
    "mangos frescos Ataulfo",
    "白芝麻 18吨",
];

/// The files of a closed engine, and what could be seen of it.
pub(crate) struct Shelf {
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
    pub(crate) view: View,
}

/// Forty-eight postings in several commits, some replaced and some withdrawn, so that the index has
/// several segments and holds deletions.
pub(crate) fn fill(engine: &Engine) {
    let group = |commands: Vec<Command>| {
        for outcome in engine.submit_many(&Actor::operator(), commands) {
            outcome.expect("accepted");
        }
        settled(engine);
    };
    let id = |n: usize| format!("p{n:02}");
    for side in SIDES {
        for from in [0, 12] {
            let titles = TITLES.iter().cycle().skip(from);
            group((from..from + 12).zip(titles).map(|(n, title)| put(side, &id(n), title)).collect());
        }
        group(vec![delete(side, &id(3)), delete(side, &id(20)), put(side, &id(5), "Amandes douces décortiquées")]);
    }
}

impl Shelf {
    /// Filled once for all tests.
    pub(crate) fn get() -> &'static Shelf {
        static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::new);
        &SHELF
    }

    fn new() -> Shelf {
        let home = tempfile::tempdir().expect("a folder");
        let engine = open(home.path()).expect("opens");
        fill(&engine);
        let view = View::of(&engine, &TEXTS);
        assert_eq!(view.documents.len(), 44);
        assert!(view.answers.iter().take(4).all(|answer| answer.contains("p01") || answer.contains("p02")), "{view:?}");
        drop(engine);
        Shelf { files: files(home.path()), view }
    }

    /// A copy of the files.
    pub(crate) fn copy(&self) -> tempfile::TempDir {
        let home = tempfile::tempdir().expect("a folder");
        write(home.path(), &self.files);
        home
    }

    /// Names of the files below a folder of the engine's home.
    pub(crate) fn below(&self, folder: &str) -> Vec<PathBuf> {
        self.files.keys().filter(|name| name.starts_with(folder)).cloned().collect()
    }

    /// Opens a home and compares all that can be seen with what there was.
    pub(crate) fn expect_same(&self, home: &Path, what: &str) -> Engine {
        let engine = open(home).unwrap_or_else(|fault| panic!("{what}: {fault}"));
        assert_eq!(View::of(&engine, &TEXTS), self.view, "{what}");
        engine
    }
}

/// A posting that is there, to go on with.
pub(crate) fn another() -> Command {
    put(Side::Offer, "p99", "Pistaches en coque")
}
