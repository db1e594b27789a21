//! `serve` runs the API; `keys` makes and withdraws its keys.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::json;

use super::figures::Table;
use super::{CliError, logs};
use crate::config::{Config, Written};
use crate::domain::{Actor, Command, Role};
use crate::engine::{Engine, Options};
use crate::http::{AppState, NewKey};

fn other(error: impl std::fmt::Display) -> CliError {
    CliError::Other(error.to_string())
}

pub(super) fn run(flags: Written) -> Result<(), CliError> {
    let mut written = match &flags.config {
        Some(path) => {
            let file = Written::from_file(path).map_err(other)?;
            flags.over(file)
        }
        None => flags,
    };
    written.log = written.log.or_else(logs::from_environment);
    let config = Config::settle(written).map_err(other)?;
    logs::start(&config.log, config.log_json)?;
    let engine = Engine::open(Options::at(&config.data_dir).with_overlay(config.lexicon_overlay.clone()).with_profile(config.profile.clone()).with_watching(config.watching.clone()).with_alerts(config.alerts.clone()))?;
    first_key(&engine)?;
    let data = config.data_dir.clone();
    serve(Arc::new(engine), config, |address| println!("Serving {} on http://{address} (Ctrl-C ends)", data.display()))
}

/// Makes the first operator key: `TRADEWIND_OPERATOR_KEY` presets it as `ID.SECRET`, else it is printed, once.
pub(super) fn first_key(engine: &Engine) -> Result<(), CliError> {
    let preset = std::env::var("TRADEWIND_OPERATOR_KEY").ok();
    let preset = preset.map(|preset| NewKey::preset(&preset).map_err(|error| CliError::Other(format!("TRADEWIND_OPERATOR_KEY: {error}")))).transpose()?;
    let taken = preset.as_ref().map(|key| engine.key_hash(&key.id)).transpose()?.flatten().is_some();
    if engine.has_operator_key()? {
        if preset.is_some() && !taken {
            println!("TRADEWIND_OPERATOR_KEY is not used: the store has an operator key; `tradewind keys add operator NAME` makes another");
        }
        return Ok(());
    }
    let key = match preset {
        Some(key) if taken => return Err(CliError::Other(format!("TRADEWIND_OPERATOR_KEY: the key {} is not an operator's; choose another ID", key.id))),
        Some(key) => key,
        None => {
            let key = NewKey::draw("operator").map_err(other)?;
            println!("Operator key, shown this once: {}", key.bearer);
            key
        }
    };
    engine.submit(&Actor::operator(), Command::AddKey { id: key.id, hash: key.hash, actor: Actor::operator() }).map_err(other)?;
    Ok(())
}

/// Serves until a signal to end; `told` learns the address once it can be called.
pub(super) fn serve(engine: Arc<Engine>, config: Config, told: impl FnOnce(SocketAddr)) -> Result<(), CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(other)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(config.http.listen).await.map_err(|error| CliError::Other(format!("{}: {error}; choose another address with --listen", config.http.listen)))?;
        told(listener.local_addr().map_err(other)?);
        let shutdown = async {
            let interrupt = tokio::signal::ctrl_c();
            let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(signal) => signal,
                Err(_) => return drop(interrupt.await),
            };
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        };
        crate::http::serve(listener, AppState::new(engine, config.http), shutdown).await.map_err(other)
    })
}

pub(super) fn add_key(role: Role, party: String, options: Options) -> Result<(), CliError> {
    let engine = Engine::open(options)?;
    let name = format!("k{}", uuid::Uuid::now_v7().simple());
    let key = NewKey::draw(&name).map_err(other)?;
    engine.submit(&Actor::operator(), Command::AddKey { id: key.id, hash: key.hash, actor: Actor { role, party } }).map_err(other)?;
    println!("Key, shown this once: {}", key.bearer);
    Ok(())
}

pub(super) fn list_keys(json: bool, options: Options) -> Result<(), CliError> {
    let keys = Engine::open(options)?.keys()?;
    if json {
        for (id, Actor { role, party }) in keys {
            println!("{}", json!({ "id": id, "role": role, "party": party }));
        }
        return Ok(());
    }
    let mut table = Table::new(["key", "role", "party"]);
    for (id, Actor { role, party }) in keys {
        table.row([id, role.name().to_owned(), party]);
    }
    table.print();
    Ok(())
}

pub(super) fn revoke_key(id: String, options: Options) -> Result<(), CliError> {
    let engine = Engine::open(options)?;
    if engine.key_hash(&id)?.is_none() {
        return Err(CliError::Other(format!("there is no key {id}")));
    }
    engine.submit(&Actor::operator(), Command::RevokeKey { id }).map_err(other)?;
    println!("withdrawn");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_an_exporter_leaves_a_store_without_an_operators() {
        let folder = tempfile::tempdir().expect("a folder");
        add_key(Role::Exporter, "coop".to_owned(), Options::at(folder.path())).expect("made");
        let engine = Engine::open(Options::at(folder.path())).expect("opens");
        assert!(!engine.has_operator_key().expect("read"));
        first_key(&engine).expect("made");
        assert!(engine.has_operator_key().expect("read"));
    }
}
