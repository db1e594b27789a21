//! The `tradewind` command.

use std::process::ExitCode;

/// Building the lexicon and reading texts make many small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tradewind::cli::run()
}
