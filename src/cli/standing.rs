//! `where`: the place of one offer in the answers to a query, and why it stands there.

use std::path::PathBuf;

use super::CliError;
use super::bench::{Ground, Source};
use super::figures::Table;
use crate::domain::Id;
use crate::engine::Filters;

/// Tells where one offer stands in the answers to a query, however far down, and why.
#[derive(clap::Args)]
pub(super) struct Where {
    /// Identifier of the query or request.
    query: String,
    /// Identifier of the offer.
    #[arg(value_parser = super::name)]
    offer: Id,
    #[command(flatten)]
    ground: Ground,
    /// Relevance profile to rank with: a TOML file, draft, current, or a name with its version.
    #[arg(long, value_name = "PROFILE", default_value = "current")]
    profile: String,
    /// Print the standing as JSON [default: no].
    #[arg(long)]
    json: bool,
}

pub(super) fn run(what: &Where, overlay: Option<PathBuf>) -> Result<(), CliError> {
    let source = Source::read(&what.profile)?;
    let (engine, queries, _) = what.ground.open(None, overlay)?;
    let query = queries.queries.iter().find(|query| query.id.as_str() == what.query);
    let query = query.ok_or_else(|| CliError::Other(format!("{} is not in the query set", what.query)))?;
    let (_, profile) = source.find(&engine.in_use())?;
    let standing = engine.standing(query, &what.offer, &Filters::default(), &what.ground.setting(&profile)?)?;
    if what.json {
        anstream::println!("{}", serde_json::to_string_pretty(&standing).unwrap_or_default());
        return Ok(());
    }
    match (standing.place, standing.left_out) {
        (Some(place), _) => anstream::println!("{}: place {place} of {} in the answers to {}\n", standing.id, standing.of, query.title()),
        (None, Some(why)) => anstream::println!("{}: not among the {} answers to {}: {why}\n", standing.id, standing.of, query.title()),
        (None, None) => {}
    }
    if !standing.parts.is_empty() {
        let mut table = Table::new(["feature", "value", "weight", "adds"]);
        for part in &standing.parts {
            // A sum of nothing may be minus zero, which nobody wants to read.
            table.row([part.feature.to_owned(), format!("{:.3}", part.value + 0.0), part.weight.to_string(), format!("{:+.3}", part.adds + 0.0)]);
        }
        table.row(["score", "", "", &format!("{:+.3}", standing.score)]);
        table.print();
    }
    Ok(())
}
