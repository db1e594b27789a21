//! Alerts on saved requests and offers. They prove:
//!
//! - a new match is told to the party of the posting that stood, once, in both directions;
//! - what stands already is no news to whoever posts, and neither is one's own edit;
//! - an edit that changes nothing material tells nobody, one that makes a match tells once, and one that is taken
//!   back and made again tells nothing new;
//! - what has ended, was withdrawn, is blocked by a rule, contradicts a wish or is muted raises no alert;
//! - synonyms of operators count for whoever asks as in a search;
//! - after a restore the alerts stand, and nobody is told again;
//! - a thousand offers against a hundred requests raise the pairs that matching by hand gives, each once;
//! - a process that dies in the middle loses no alert and doubles none.

#[path = "alerts/crash.rs"]
mod crash;
#[path = "alerts/desk.rs"]
mod desk;
#[path = "alerts/edits.rs"]
mod edits;
#[path = "alerts/kept.rs"]
mod kept;
#[path = "alerts/matches.rs"]
mod matches;
