//! Output piped into `head` and the like: when the reader has gone, printing panics. The command then
//! ends in good order (the store closes as the stack unwinds), says nothing and has not failed.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};

/// Runs a command; none if the reader of its output has gone.
pub(super) fn while_read<T>(command: impl FnOnce() -> T) -> Option<T> {
    let usual = take_hook();
    set_hook(Box::new(move |panic| {
        if !reader_has_gone(panic.payload()) {
            usual(panic);
        }
    }));
    match catch_unwind(AssertUnwindSafe(command)) {
        Ok(done) => Some(done),
        Err(payload) if reader_has_gone(&*payload) => None,
        Err(payload) => resume_unwind(payload),
    }
}

/// Whether a panic is that of the standard library's printing on a closed pipe.
fn reader_has_gone(payload: &dyn Any) -> bool {
    payload.downcast_ref::<String>().is_some_and(|text| text.starts_with("failed printing to std") && text.contains("Broken pipe"))
}
