//! A process that dies right after an answer; by itself, so that no other test's load stretches the
//! waits. It proves that what was confirmed is there after a restart, in store and index, once.

#[path = "cases/crash.rs"]
mod crash;
#[path = "cases/support.rs"]
#[expect(dead_code, reason = "shared with the cases, which use all of it")]
mod support;
