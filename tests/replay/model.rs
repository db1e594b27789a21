//! The postings as two plain maps, and what they say to each command.

use std::collections::BTreeMap;

use serde_json::json;
use tradewind::domain::{Command, Id, Side};

use super::home::posting;

pub(crate) const TITLES: [&str; 6] = ["Noix de cajou brutes", "腰果仁 W320", "Graines de sésame", "白芝麻", "Mangue Kent", "مانجو مجفف"];
pub(crate) const PARTIES: [&str; 2] = ["borgou", "qingdao"];
pub(crate) const EXTERNALS: [&str; 2] = ["A-1", "B/2"];

/// Under which condition a change is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Guard {
    None,
    Right,
    Wrong,
    CreateOnly,
}

/// A command, of few identifiers, titles and parties.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) put: bool,
    pub(crate) side: Side,
    pub(crate) id: usize,
    pub(crate) title: &'static str,
    pub(crate) party: &'static str,
    pub(crate) external: Option<&'static str>,
    pub(crate) guard: Guard,
}

/// What should come of a command.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    Done { id: String, position: u64, created: bool },
    NotFound,
    Stale { current: u64 },
    Taken,
}

struct Held {
    version: u64,
    title: &'static str,
    /// Party and its own key.
    external: Option<(&'static str, &'static str)>,
}

/// What should be stored.
#[derive(Default)]
pub(crate) struct Model {
    position: u64,
    held: BTreeMap<(Side, String), Held>,
    externals: BTreeMap<(Side, &'static str, &'static str), String>,
}

impl Model {
    /// Makes the command and says what comes of it.
    pub(crate) fn ask(&mut self, asked: &Asked) -> (Command, Outcome) {
        let side = asked.side;
        let named = format!("p{}", asked.id);
        let external = asked.external.filter(|_| asked.put).map(|key| (asked.party, key));
        // A party's own key finds the posting it stands for, whatever identifier comes with it.
        let known = external.and_then(|(party, key)| self.externals.get(&(side, party, key)));
        let id = known.cloned().unwrap_or_else(|| named.clone());
        let current = self.held.get(&(side, id.clone())).map(|held| held.version);
        let expected = match asked.guard {
            Guard::None | Guard::CreateOnly => None,
            Guard::Right => current,
            Guard::Wrong => Some(current.unwrap_or(0) + 7),
        };
        let create_only = asked.put && matches!(asked.guard, Guard::CreateOnly);
        let outcome = match (current, expected) {
            (Some(_), _) if create_only => Outcome::Taken,
            (Some(current), Some(expected)) if current != expected => Outcome::Stale { current },
            (None, Some(_)) => Outcome::NotFound,
            (None, None) if !asked.put => Outcome::NotFound,
            _ => self.change(side, id, asked, external),
        };
        (command(asked, &named, expected, create_only), outcome)
    }

    fn change(&mut self, side: Side, id: String, asked: &Asked, external: Option<(&'static str, &'static str)>) -> Outcome {
        self.position += 1;
        let old = self.held.remove(&(side, id.clone()));
        if let Some((party, key)) = old.as_ref().and_then(|old| old.external) {
            self.externals.remove(&(side, party, key));
        }
        if asked.put {
            if let Some((party, key)) = external {
                self.externals.insert((side, party, key), id.clone());
            }
            self.held.insert((side, id.clone()), Held { version: self.position, title: asked.title, external });
        }
        Outcome::Done { id, position: self.position, created: old.is_none() }
    }

    /// Identifier, title and version of each posting of a side.
    pub(crate) fn documents(&self, side: Side) -> Vec<(String, String, u64)> {
        let of_side = self.held.iter().filter(|((of, _), _)| *of == side);
        of_side.map(|((_, id), held)| (id.clone(), held.title.to_owned(), held.version)).collect()
    }

    pub(crate) fn external(&self, side: Side, party: &'static str, key: &'static str) -> Option<String> {
        self.externals.get(&(side, party, key)).cloned()
    }
}

fn command(asked: &Asked, id: &str, expected: Option<u64>, create_only: bool) -> Command {
    let side = asked.side;
    if !asked.put {
        return Command::Delete { side, id: Id::parse(id).expect("an id"), expected };
    }
    let party = if side == Side::Offer { "supplier" } else { "buyer" };
    let value = json!({"id": id, "title": asked.title, party: {"id": asked.party}, "external_id": asked.external});
    Command::Put { posting: Box::new(posting(side, value)), expected, create_only }
}
