//! `reports`: what operators watch, as tables to be read.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::figures::Table;
use super::store::{self, Folder};
use super::CliError;
use crate::domain::posting::DAY_MS;
use crate::domain::Side;
use crate::engine::{Engine, Options, now_ms};
use crate::watch::{AskedOften, Attraction, Balance, Exposure, Gap, Propensity, Queries, Share};


#[derive(Subcommand)]
pub(super) enum ReportTask {
    /// Questions without hits, relaxed ones, slow ones, and those whose hits nobody touched.
    ///
    /// By language, with the words that the lexicon does not know.
    Queries(Window),
    /// Who was seen: attention of suppliers, size classes, countries and languages beside the catalogue.
    Exposure {
        /// Count requests shown instead of offers [default: no].
        #[arg(long)]
        requests: bool,
        /// How fast attention falls with the place: a place r gets 1 / r^ETA; 0 to 3.
        #[arg(long, value_name = "ETA", default_value_t = 1.0, value_parser = eta)]
        eta: f64,
        #[command(flatten)]
        window: Window,
    },
    /// What readers viewed, contacted and quoted, corrected for the place where it stood.
    Feedback {
        /// How fast attention falls with the place: a choice at place r counts r^ETA; 0 to 3.
        #[arg(long, value_name = "ETA", default_value_t = 1.0, value_parser = eta)]
        eta: f64,
        /// Highest weight of one choice, 1 to 1000.
        #[arg(long, value_name = "WEIGHT", default_value_t = 10.0, value_parser = clip)]
        clip: f64,
        #[command(flatten)]
        window: Window,
    },
    /// Supply beside demand by HS chapter and origin: what nobody offers, and what nobody asks for.
    Balance(Window),
}

fn within(text: &str, least: f64, most: f64) -> Result<f64, String> {
    text.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(|| format!("use a number from {least} to {most}"))
}

fn eta(text: &str) -> Result<f64, String> {
    within(text, 0.0, 3.0)
}

fn clip(text: &str) -> Result<f64, String> {
    within(text, 1.0, 1_000.0)
}

/// What a report covers.
#[derive(Args)]
pub(super) struct Window {
    /// Days of searches that it covers.
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    days: u32,
    /// Most rows of a list.
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    limit: usize,
    /// Print the report as JSON [default: no].
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

impl Window {
    fn open(&self, at: impl Fn(PathBuf) -> Options) -> Result<(Engine, i64), CliError> {
        Ok((store::open(at(self.folder.data.clone()))?, now_ms() - i64::from(self.days) * DAY_MS))
    }

    fn print<T: Serialize>(&self, report: &T, table: impl Fn(&T)) {
        if self.json {
            println!("{}", serde_json::to_string_pretty(report).unwrap_or_default());
        } else {
            table(report);
        }
    }
}

pub(super) fn run(task: ReportTask, at: impl Fn(PathBuf) -> Options) -> Result<(), CliError> {
    match task {
        ReportTask::Queries(window) => {
            let (engine, since) = window.open(at)?;
            window.print(&engine.query_report(since, window.limit)?, queries);
        }
        ReportTask::Exposure { requests, eta, window } => {
            let (engine, since) = window.open(at)?;
            let side = if requests { Side::Request } else { Side::Offer };
            let model = Propensity { eta, ..Propensity::default() };
            window.print(&engine.exposure_report(side, since, model, window.limit)?, exposure);
        }
        ReportTask::Feedback { eta, clip, window } => {
            let (engine, since) = window.open(at)?;
            let model = Propensity { eta, clip };
            window.print(&engine.attraction_report(since, model, window.limit)?, |rows| feedback(rows));
        }
        ReportTask::Balance(window) => {
            let (engine, since) = window.open(at)?;
            window.print(&engine.balance_report(since, window.limit)?, balance);
        }
    }
    Ok(())
}

fn queries(report: &Queries) {
    println!("{} questions, {} without a hit, {} relaxed; median {:.1} ms, 95 of 100 within {:.1} ms", report.asked, report.failed, report.relaxed, report.ms_median, report.ms_p95);
    for language in &report.languages {
        println!("\n{}: {} questions, {} without a hit, {} relaxed", language.lang, language.asked, language.failed, language.relaxed);
        let words = language.unknown.iter().map(|word| format!("{} ({})", word.word, word.count)).collect::<Vec<_>>();
        if !words.is_empty() {
            println!("not in the lexicon: {}", words.join(", "));
        }
        asked("without a hit", &language.failing);
        asked("relaxed", &language.relaxing);
    }
    let slow: Vec<Vec<String>> = report.slow.iter().map(|row| vec![format!("{:.1}", row.ms), row.count.to_string(), row.lang.clone(), row.text.clone()]).collect();
    table("slowest", &["ms", "times", "lang", "question"], &slow);
    if let Some(untouched) = &report.untouched {
        asked("nobody touched a hit of", untouched);
    }
}

fn asked(title: &str, rows: &[AskedOften]) {
    let row = |row: &AskedOften| vec![row.count.to_string(), row.side.to_owned(), row.total.to_string(), row.stage.clone(), row.text.clone(), row.unknown.join(" ")];
    table(title, &["times", "side", "hits", "stage", "question", "unknown"], &rows.iter().map(row).collect::<Vec<_>>());
}

fn exposure(report: &Exposure) {
    println!("{} answers, {} hits shown\n", report.answers, report.shown);
    let percent = |part: f64| format!("{:.1} %", part * 100.0);
    let row = |share: &Share| vec![percent(share.exposure), percent(share.catalogue), share.shown.to_string(), share.postings.to_string(), share.value.clone()];
    for (title, shares) in [("size", &report.size), ("country", &report.country), ("language", &report.language), ("party", &report.party)] {
        table(&format!("by {title}"), &["attention", "catalogue", "shown", "postings", title], &shares.iter().map(row).collect::<Vec<_>>());
    }
}

fn feedback(rows: &[Attraction]) {
    let row = |row: &Attraction| {
        let (chosen, corrected) = (row.chosen, row.corrected);
        vec![
            format!("{} {:.2}", chosen.view, corrected.view),
            format!("{} {:.2}", chosen.contact, corrected.contact),
            format!("{} {:.2}", chosen.quote, corrected.quote),
            row.shown.to_string(),
            format!("{:.1}", row.mean_place),
            row.id.clone(),
            row.text.clone(),
        ]
    };
    table("chosen, times and corrected share", &["view", "contact", "quote", "shown", "place", "posting", "question"], &rows.iter().map(row).collect::<Vec<_>>());
}

fn balance(report: &Balance) {
    let cell = |cell: &crate::watch::Cell| [cell.requests, cell.buyer_searches, cell.offers, cell.seller_searches].map(|count| count.to_string()).into_iter();
    let rows: Vec<Vec<String>> = report.cells.iter().map(|row| cell(row).chain([row.chapter.clone(), row.origin.clone()]).collect()).collect();
    table("supply beside demand", &["requests", "searches", "offers", "sellers' searches", "chapter", "origin"], &rows);
    let gap = |gap: &Gap| vec![gap.postings.to_string(), gap.searches.to_string(), gap.chapter.clone(), gap.origin.clone(), gap.goods.clone(), gap.ids.join(" ")];
    table("asked for, and nobody offers it", &["requests", "searches", "chapter", "origin", "goods", "such as"], &report.unserved.iter().map(gap).collect::<Vec<_>>());
    table("offered, and nobody asks for it", &["offers", "searches", "chapter", "origin", "goods", "such as"], &report.unasked.iter().map(gap).collect::<Vec<_>>());
}

/// Prints rows under a title and a header; nothing if there are none.
fn table(title: &str, header: &[&str], rows: &[Vec<String>]) {
    if rows.is_empty() {
        return;
    }
    println!("{title}");
    let mut table = Table::new(header.iter().copied());
    rows.iter().for_each(|row| table.row(row.iter().map(String::as_str)));
    table.print();
}
