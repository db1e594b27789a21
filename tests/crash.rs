//! Processes that die while they write; by themselves, so that no other test's load stretches the
//! waits. They prove:
//!
//! - what was confirmed right before a process ended is there after a restart, in store and index;
//! - over rounds of killing a process whose threads write, replace and delete the same few postings:
//!   every acknowledged change is in the journal, at its position, as it was acknowledged;
//! - the documents are those of the journal, so each version is the acknowledged one or a later one;
//! - every posting that stands is found exactly once, by its own word; nothing that was replaced or
//!   deleted is found;
//! - the journal verifies, whether the store was closed or killed before.
//!
//! `TRADEWIND_CRASH_ROUNDS` sets the number of rounds.

#[path = "cases/crash.rs"]
mod crash;
#[path = "support/home.rs"]
#[expect(dead_code, reason = "shared with the recovery tests, which use all of it")]
mod home;
#[path = "crash/rounds.rs"]
mod rounds;
#[path = "cases/support.rs"]
#[expect(dead_code, reason = "shared with the cases, which use all of it")]
mod support;
#[path = "crash/writers.rs"]
mod writers;
