//! A command asks, an event states. [`decide`] is pure: time and identifiers come in from outside,
//! so that applying the events again gives the same views.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::relevance::{Change, Stamp, Workbench};
use super::{FieldError, Id, Posting, Rates, Side};

/// What a key allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Changes its own offers.
    Exporter,
    /// Changes its own requests.
    Importer,
    /// Changes everything.
    Operator,
}

impl Role {
    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Role::Exporter => "exporter",
            Role::Importer => "importer",
            Role::Operator => "operator",
        }
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// What the key allows.
    pub role: Role,
    /// The party the key belongs to; the operator's is `operator`.
    pub party: String,
}

impl Actor {
    /// The operator, also used by the command line on a local store.
    pub fn operator() -> Actor {
        Actor { role: Role::Operator, party: "operator".to_owned() }
    }

    /// Whether the actor may write postings of a side for a party.
    pub fn may_write(&self, side: Side, party: &str) -> bool {
        match self.role {
            Role::Operator => true,
            Role::Exporter => side == Side::Offer && self.party == party,
            Role::Importer => side == Side::Request && self.party == party,
        }
    }
}

/// A wish to change something. `expected` is the position the caller last saw (`If-Match`).
#[derive(Clone, Debug)]
pub enum Command {
    /// Post or replace.
    Put {
        /// The whole posting, read and checked.
        posting: Box<Posting>,
        /// Refuse unless the stored one has this version.
        expected: Option<u64>,
        /// Refuse if the identifier is taken.
        create_only: bool,
    },
    /// Withdraw.
    Delete {
        /// Side of the posting.
        side: Side,
        /// Its identifier.
        id: Id,
        /// Refuse unless the stored one has this version.
        expected: Option<u64>,
    },
    /// Turn the alerts of a posting's party about it off or on.
    Mute {
        /// Side of the posting.
        side: Side,
        /// Its identifier.
        id: Id,
        /// Whether they are off.
        muted: bool,
    },
    /// Register an API key.
    AddKey {
        /// Public part of the key.
        id: String,
        /// Hash of the secret part.
        hash: String,
        /// What it allows.
        actor: Actor,
    },
    /// Withdraw an API key.
    RevokeKey {
        /// Public part of the key.
        id: String,
    },
    /// Put a table of exchange rates in place of the one before.
    SetRates {
        /// The whole table, read and checked.
        rates: Box<Rates>,
    },
    /// Change something of the relevance workbench.
    Tune {
        /// The change.
        change: Box<Change>,
        /// Why, in the operator's words.
        note: String,
    },
}

/// What happened. Serialised into the journal: fields are only ever added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A posting was posted or replaced.
    Posted {
        /// The whole posting.
        posting: Box<Posting>,
    },
    /// A posting was withdrawn.
    Withdrawn {
        /// Its side.
        side: Side,
        /// Its identifier.
        id: Id,
    },
    /// The alerts about what answers a posting were turned off or on.
    Muted {
        /// Side of the posting.
        side: Side,
        /// Its identifier.
        id: Id,
        /// Whether they are off.
        muted: bool,
    },
    /// An API key was registered.
    KeyAdded {
        /// Public part.
        id: String,
        /// Hash of the secret part (argon2, PHC string).
        hash: String,
        /// What it allows.
        actor: Actor,
    },
    /// An API key was withdrawn.
    KeyRevoked {
        /// Public part.
        id: String,
    },
    /// The table of exchange rates was replaced.
    RatesSet {
        /// The whole table.
        rates: Box<Rates>,
    },
    /// Something of the relevance workbench was changed.
    Tuned {
        /// The change.
        change: Box<Change>,
        /// Who, when and why.
        stamp: Stamp,
    },
}

/// Why a command was refused; named for what the caller should do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing under that identifier.
    #[error("there is no {} with id {id}", side.name())]
    NotFound {
        /// Side that was asked.
        side: Side,
        /// Identifier that was asked.
        id: String,
    },
    /// The key does not allow it.
    #[error("this key may not change {} of {party}", side.plural())]
    Forbidden {
        /// Side that was asked.
        side: Side,
        /// Owner of the posting.
        party: String,
    },
    /// Only an operator may do this.
    #[error("only a key of an operator may change {what}")]
    OperatorOnly {
        /// What was to be changed.
        what: &'static str,
    },
    /// The stored posting is not the one the caller saw.
    #[error("the posting has changed: its version is {current}")]
    Stale {
        /// Version now stored.
        current: u64,
    },
    /// The identifier is taken.
    #[error("the id {id} is taken")]
    Taken {
        /// The identifier.
        id: String,
    },
    /// The workbench is not in a state that allows it.
    #[error("{} {}", .0.field, .0.problem)]
    Unfit(FieldError),
}

/// The state a decision depends on.
#[derive(Clone, Debug, Default)]
pub struct Current {
    /// The posting now stored under the identifier, with its version.
    pub posting: Option<(Posting, u64)>,
    /// The relevance workbench, where the command changes it.
    pub workbench: Workbench,
    /// The names of the evaluations that are kept, where the command changes them.
    pub evaluations: BTreeSet<Id>,
}

/// Settles a command at `now` (milliseconds since 1970).
pub fn decide(current: &Current, command: Command, actor: &Actor, now: i64) -> Result<Event, Refusal> {
    match command {
        Command::Put { mut posting, expected, create_only } => {
            let side = posting.side;
            let owners = [Some(&posting.party.id), current.posting.as_ref().map(|(old, _)| &old.party.id)];
            for owner in owners.into_iter().flatten() {
                if !actor.may_write(side, owner) {
                    return Err(Refusal::Forbidden { side, party: owner.clone() });
                }
            }
            match &current.posting {
                Some(_) if create_only => return Err(Refusal::Taken { id: posting.id.into() }),
                Some((_, version)) if expected.is_some_and(|seen| seen != *version) => {
                    return Err(Refusal::Stale { current: *version });
                }
                None if expected.is_some() => {
                    return Err(Refusal::NotFound { side, id: posting.id.into() });
                }
                _ => {}
            }
            let old = current.posting.as_ref().map(|(old, _)| old);
            posting.created_at = old.map_or(now, |old| old.created_at);
            posting.updated_at = now;
            let same_words = |old: &&Posting| old.title == posting.title && old.description == posting.description;
            posting.worded_at = old.filter(same_words).map_or(now, Posting::written_at);
            Ok(Event::Posted { posting })
        }
        Command::Delete { side, id, expected } => {
            let Some((old, version)) = &current.posting else {
                return Err(Refusal::NotFound { side, id: id.into() });
            };
            if !actor.may_write(side, &old.party.id) {
                return Err(Refusal::Forbidden { side, party: old.party.id.clone() });
            }
            if expected.is_some_and(|seen| seen != *version) {
                return Err(Refusal::Stale { current: *version });
            }
            Ok(Event::Withdrawn { side, id })
        }
        Command::Mute { side, id, muted } => match &current.posting {
            None => Err(Refusal::NotFound { side, id: id.into() }),
            Some((posting, _)) if !actor.may_write(side, &posting.party.id) => Err(Refusal::Forbidden { side, party: posting.party.id.clone() }),
            Some(_) => Ok(Event::Muted { side, id, muted }),
        },
        Command::AddKey { id, hash, actor } => Ok(Event::KeyAdded { id, hash, actor }),
        Command::RevokeKey { id } => Ok(Event::KeyRevoked { id }),
        Command::SetRates { .. } if actor.role != Role::Operator => Err(Refusal::OperatorOnly { what: "the exchange rates" }),
        Command::SetRates { rates } => Ok(Event::RatesSet { rates }),
        Command::Tune { .. } if actor.role != Role::Operator => Err(Refusal::OperatorOnly { what: "what ranks" }),
        Command::Tune { change, note } => {
            let stamp = Stamp { by: actor.party.clone(), at: now, note };
            current.workbench.clone().apply(&change, &stamp).map_err(Refusal::Unfit)?;
            if let Change::Evaluations(change) = &*change {
                change.fits(&current.evaluations).map_err(Refusal::Unfit)?;
            }
            Ok(Event::Tuned { change, stamp })
        }
    }
}
