//! The log on standard error: quiet for commands that end, at work for the server.

use std::io::IsTerminal;

use super::CliError;

/// What commands that print their result let through.
const QUIET: &str = "warn";

/// Starts the log.
pub(super) fn start(filter: &str, json: bool) -> Result<(), CliError> {
    let filter = tracing_subscriber::EnvFilter::try_new(filter)
        .map_err(|error| CliError::Other(format!("the log filter {filter:?} cannot be read: {error}; write e.g. --log info,tradewind=debug")))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours());
    let started = if json { log.json().try_init() } else { log.try_init() };
    started.map_err(|error| CliError::Other(format!("the log cannot be started: {error}")))
}

/// Whether who reads the log wants colours: a terminal that is not asked to go without.
fn colours() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The filter of a command that ends: `RUST_LOG`, else only warnings.
pub(super) fn quiet() -> String {
    from_environment().unwrap_or_else(|| QUIET.to_owned())
}

/// What `RUST_LOG` says, if anything.
pub(super) fn from_environment() -> Option<String> {
    std::env::var("RUST_LOG").ok().filter(|filter| !filter.is_empty())
}
