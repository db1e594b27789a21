//! `demo` loads the fixture corpus and shows the main job; `serve` runs the API.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::{CliError, import, show};
use crate::domain::{Actor, Draft, Side};
use crate::engine::{Alerting, Ask, Engine, Options};
use crate::intake::{Fault, Format, Load, Rows, Told};
use crate::watch::Watching;

const OFFERS: &str = include_str!("../../fixtures/corpus/offers.ndjson");
const REQUESTS: &str = include_str!("../../fixtures/corpus/requests.ndjson");
const PASTED: &str = "求购越南腰果仁W320，每月两个20尺柜，CIF青岛，要求有机认证";

/// How long to wait until the corpus can be found: it takes a second or two.
const SEARCHABLE_TIMEOUT: Duration = Duration::from_secs(60);

/// Lists the lines of a corpus. Gives (stored, refused).
fn list(engine: &Engine, side: Side, text: &'static str) -> Result<(u64, u64), CliError> {
    let named = |fault: &Fault, row| import::described(side.plural(), row, fault);
    let mut rows = Rows::text(Format::Lines, side, text.as_bytes(), text.len()).map_err(|fault| CliError::Other(named(&fault, None)))?;
    let load = Load { engine, side, actor: &Actor::operator(), party: None, max_rows: None, dry_run: false };
    let summary = load.run(&mut rows, &mut |told| {
        if let Told::Refused { row, faults } = told {
            faults.iter().for_each(|fault| eprintln!("{}", named(fault, Some(row))));
        }
    });
    if let Some(position) = summary.position
        && !engine.wait_searchable(position, SEARCHABLE_TIMEOUT)
    {
        return Err(CliError::Other("the text index does not catch up; see the log".to_owned()));
    }
    Ok((summary.stored(), summary.refused))
}

/// A new folder that goes with whoever holds it.
struct Fresh(PathBuf);

impl Fresh {
    fn new() -> Result<Fresh, CliError> {
        let at = std::env::temp_dir().join(format!("tradewind-demo-{}", uuid::Uuid::now_v7().simple()));
        // Nobody else may have made it, nor look into it.
        let mut make = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
        make.create(&at).map_err(|fault| CliError::File(at.clone(), fault))?;
        Ok(Fresh(at))
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Err(fault) = std::fs::remove_dir_all(&self.0) {
            eprintln!("{}: cannot be removed: {fault}", self.0.display());
        }
    }
}

pub(super) fn run(data: Option<PathBuf>, listen: SocketAddr, once: bool, overlay: Option<PathBuf>) -> Result<(), CliError> {
    // Dropped last, after the store in it is closed.
    let fresh = if data.is_some() { None } else { Some(Fresh::new()?) };
    let Some(data) = data.or_else(|| fresh.as_ref().map(|fresh| fresh.0.clone())) else { return Ok(()) };
    println!("Tradewind demo. Store: {}\n", data.display());
    let engine = Engine::open(Options::at(&data).with_overlay(overlay).with_watching(Watching::default()).with_alerts(Some(Alerting::default())))?;
    for (side, text) in [(Side::Offer, OFFERS), (Side::Request, REQUESTS)] {
        let (stored, refused) = list(&engine, side, text)?;
        println!("{stored} {} listed, {refused} refused", side.plural());
    }
    println!();
    let ask = |text: &str, side: Side, reader: &str| Ask { side, text: text.to_owned(), reader: Some(reader.to_owned()), limit: 6, ..Ask::default() };
    println!("1. A Chinese importer types two characters: 腰果");
    show::answer(&engine, &engine.search(&ask("腰果", Side::Offer, "zh"))?);
    println!("2. An importer pastes a request: {PASTED}");
    let map = json!({ "text": PASTED });
    let draft = Draft(map.as_object().cloned().unwrap_or_default());
    let posting = draft.read(Side::Request, "pasted", None).map_err(|faults| CliError::Other(format!("{faults:?}")))?;
    show::answer(&engine, &engine.matches(&posting, &ask("", Side::Offer, "zh"))?);
    println!("3. An exporter in Benin looks for buyers: noix de cajou brutes");
    show::answer(&engine, &engine.search(&ask("noix de cajou brutes", Side::Request, "fr"))?);
    println!("4. A Harmonized System code: HS 0801.32");
    show::answer(&engine, &engine.search(&ask("HS 0801.32", Side::Offer, "en"))?);
    println!("5. A slip of the finger: arabica cofee");
    show::answer(&engine, &engine.search(&ask("arabica cofee", Side::Offer, "en"))?);
    if once {
        return Ok(());
    }
    let mut config = crate::config::Config::default();
    config.http.listen = listen;
    super::serve::first_key(&engine)?;
    super::serve::serve(Arc::new(engine), config, |address| {
        println!("Serving on http://{address} (Ctrl-C ends). Try:");
        println!("  curl 'http://{address}/v1/search?q=%E8%85%B0%E6%9E%9C&lang=zh&limit=3'\n");
    })
}
