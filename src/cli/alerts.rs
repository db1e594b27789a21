//! `alerts`: what a party was told of new matches.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{CliError, side};
use crate::domain::{Id, Side};
use crate::engine::{AlertId, Alerting, Engine, Options, Told, Watched};

/// How long finding new matches may take: a store that no server has followed for long has many.
const FOLLOWED_TIMEOUT: Duration = Duration::from_secs(600);
/// Alerts that are read at once.
const PAGE: usize = 100;
/// A command forgets nothing: what is kept is the server's to say.
const KEEP_ALL: Alerting = Alerting { keep_days: u32::MAX, keep_entries: usize::MAX };

/// Prints the alerts of a party about new matches of its postings, the newest first.
///
/// What no server has told yet is found first.
#[derive(Args)]
pub(super) struct AlertList {
    /// Identifier of the supplier or buyer.
    party: String,
    /// Only those about its offers or its requests [default: both].
    #[arg(long, value_name = "SIDE", value_parser = side)]
    side: Option<Side>,
    /// Only those about this posting of it [default: all].
    #[arg(long, value_name = "ID")]
    posting: Option<String>,
    /// Only those that were not marked as read [default: no].
    #[arg(long)]
    unread: bool,
    /// Language of the goods, as a BCP 47 tag such as zh [default: that of the party's posting].
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// Most alerts to print.
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    limit: usize,
    /// Print an alert a line as JSON [default: no].
    #[arg(long)]
    json: bool,
    /// Folder of the store; no server may have it open.
    #[arg(long, env = "TRADEWIND_DATA", default_value = "data", value_name = "DIR")]
    data: PathBuf,
}

pub(super) fn run(what: AlertList, at: impl Fn(PathBuf) -> Options) -> Result<(), CliError> {
    let posting = what.posting.as_deref().map(|id| Id::parse(id).ok_or_else(|| CliError::Other(format!("{id} is no id of a posting")))).transpose()?;
    let engine = Engine::open(at(what.data).with_alerts(Some(KEEP_ALL)))?;
    if !engine.wait_alerted(engine.status().journal_position, FOLLOWED_TIMEOUT) {
        return Err(CliError::Other("new matches are still being looked for; see the log".to_owned()));
    }
    let watched = Watched { party: what.party, side: what.side, posting, unread: what.unread };
    let (mut left, mut after) = (what.limit, None);
    while left > 0 {
        let page = engine.alerts(&watched, after.as_ref(), left.min(PAGE), what.lang.as_deref())?;
        left -= page.items.len().min(left);
        page.items.iter().for_each(|alert| print(alert, what.json));
        after = page.cursor.as_deref().and_then(AlertId::parse);
        if after.is_none() {
            break;
        }
    }
    Ok(())
}

fn print(alert: &Told, json: bool) {
    if json {
        println!("{}", serde_json::to_string(alert).unwrap_or_default());
        return;
    }
    let title = |title: &Option<String>| title.clone().unwrap_or_else(|| "withdrawn".to_owned());
    println!("{}{}  {}: {}", alert.at, if alert.read { "" } else { " *" }, alert.about.id, title(&alert.about.title));
    let now = alert.hit.as_ref().map_or("no match any more".to_owned(), |hit| format!("{:.2}  {}", hit.score, hit.gloss.title));
    println!("    {now}");
    println!("    for {} {}: {}", alert.own.side.name(), alert.own.id, title(&alert.own.title));
}
