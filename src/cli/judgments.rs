//! `judgments`: checks files of graded judgments, writes them in other formats, and keeps them in the store.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{CliError, sets};
use super::bench::{bytes, judgments, refused};
use super::figures::Table;
use crate::domain::relevance::SetKind;
use crate::engine::Options;
use crate::evaluate::{Format, Judgments, QuerySet};

#[derive(clap::Subcommand)]
pub(super) enum JudgmentsTask {
    /// Reads a file, names what is wrong by row and column, and counts what is there.
    Check {
        /// CSV, NDJSON or TREC qrels.
        file: PathBuf,
        /// Query set that the judgments belong to; queries of one without the other are named [default: none].
        #[arg(long, value_name = "FILE")]
        queries: Option<PathBuf>,
    },
    /// Writes a file in another format to standard output.
    Convert {
        /// CSV, NDJSON or TREC qrels.
        file: PathBuf,
        /// csv, tsv, ndjson or qrels (which keeps neither judge nor day nor note).
        #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = format)]
        to: Format,
    },
    #[command(flatten)]
    Stored(sets::SetTask),
}

pub(super) fn format(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| "use csv, tsv, ndjson or qrels".to_owned())
}

pub(super) fn run(task: JudgmentsTask, at: impl Fn(PathBuf) -> Options) -> Result<(), CliError> {
    match task {
        JudgmentsTask::Check { file, queries } => check(&file, queries.as_deref()),
        JudgmentsTask::Convert { file, to } => {
            anstream::print!("{}", judgments(&file)?.write(to));
            Ok(())
        }
        JudgmentsTask::Stored(task) => sets::run(SetKind::Judgments, task, at),
    }
}

fn check(file: &Path, queries: Option<&Path>) -> Result<(), CliError> {
    let judgments = judgments(file)?;
    let mut grades: BTreeMap<u8, usize> = BTreeMap::new();
    for judgment in judgments.iter() {
        *grades.entry(judgment.grade.into()).or_default() += 1;
    }
    anstream::println!("{} judgments of {} queries\n", judgments.len(), judgments.queries().count());
    let mut table = Table::new(["grade", "judgments"]);
    for (grade, count) in grades.iter().rev() {
        table.row([grade.to_string(), count.to_string()]);
    }
    table.print();
    if let Some(path) = queries {
        let set = QuerySet::read("", &bytes(path)?).map_err(|faults| refused(path, &faults))?;
        names("queries without a judgment", set.queries.iter().map(|query| query.id.as_str()).filter(|id| judgments.of(id).next().is_none()));
        names("judged queries that are not in the set", judgments.queries().filter(|id| !set.queries.iter().any(|query| query.id.as_str() == *id)));
    }
    names("queries for which nothing relevant was judged", irrelevant(&judgments));
    Ok(())
}

/// Queries whose judgments say what does not answer and never what does: no metric can tell anything of them.
fn irrelevant(judgments: &Judgments) -> impl Iterator<Item = &str> {
    judgments.queries().filter(|query| judgments.of(query).all(|judgment| u8::from(judgment.grade) == 0))
}

fn names<'a>(what: &str, ids: impl Iterator<Item = &'a str>) {
    let ids: Vec<&str> = ids.collect();
    if !ids.is_empty() {
        anstream::println!("{} {what}: {}", ids.len(), ids.join(" "));
    }
}
