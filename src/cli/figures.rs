//! Figures in columns, as the commands that measure print them.

use anstyle::Style;

use crate::evaluate::Metrics;
use crate::evaluate::compare::Significance;
use crate::evaluate::slices::Slice;

/// Rows under a header: columns of figures to the right, columns of words to the left.
#[derive(Default)]
pub(super) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new<S: Into<String>>(header: impl IntoIterator<Item = S>) -> Table {
        Table { header: header.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    pub(super) fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The table as lines, the header first.
    fn lines(&self) -> Vec<String> {
        let all = || std::iter::once(&self.header).chain(&self.rows);
        let column = |at: usize| all().filter_map(move |row| row.get(at));
        let width = |at: usize| column(at).map(|cell| cell.chars().count()).max().unwrap_or(0);
        let figure = |cell: &String| cell.is_empty() || cell == "-" || cell.trim_end_matches('%').parse::<f64>().is_ok();
        let figures = |at: usize| column(at).skip(1).all(figure);
        let columns: Vec<(usize, bool)> = (0..self.header.len()).map(|at| (width(at), figures(at))).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&columns).map(|(cell, (width, right))| if *right { format!("{cell:>width$}") } else { format!("{cell:<width$}") });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        all().map(line).collect()
    }

    pub(super) fn print(&self) {
        let bold = Style::new().bold();
        for (line, at) in self.lines().iter().zip(0..) {
            if at == 0 { anstream::println!("{bold}{line}{bold:#}") } else { anstream::println!("{line}") }
        }
        anstream::println!();
    }
}

/// The header of a table of metrics.
pub(super) fn metrics_header(first: &str, k: usize) -> Table {
    let at = |name: &str| format!("{name}@{k}");
    Table::new([first.to_owned(), at("nDCG"), "MRR".to_owned(), at("P"), at("recall"), "MAP".to_owned(), at("ERR"), at("judged"), "queries".to_owned()])
}

/// A row of a table of metrics.
pub(super) fn metrics_row(table: &mut Table, name: &str, mean: &Metrics, queries: usize) {
    let values = mean.values().map(share);
    table.row(std::iter::once(name.to_owned()).chain(values).chain([queries.to_string()]));
}

/// Slices as a table, the worst first, up to `most`; the number of those that are not shown.
pub(super) fn slices(first: &str, k: usize, slices: &[Slice], most: usize) -> usize {
    let mut worst: Vec<&Slice> = slices.iter().collect();
    worst.sort_by(|a, b| a.mean.ndcg.unwrap_or(0.0).total_cmp(&b.mean.ndcg.unwrap_or(0.0)).then_with(|| a.name.cmp(&b.name)));
    let mut table = metrics_header(first, k);
    for slice in worst.iter().take(most) {
        metrics_row(&mut table, &slice.name, &slice.mean, slice.queries);
    }
    table.print();
    worst.len().saturating_sub(most)
}

/// Of many rows the first and the last are shown: the losses and the gains.
pub(super) fn ends(rows: usize, most: usize) -> impl Fn(usize) -> bool {
    move |at| at < most / 2 || at + most / 2 >= rows
}

/// How sure a difference is, in a line.
pub(super) fn significance(one: &Significance, first: &str) -> String {
    let (better, worse) = one.better_worse;
    let alike = one.queries - better - worse;
    format!("{} against {first}: {:+.4}; {better} queries better, {worse} worse, {alike} alike; p = {:.4}", one.run, one.gain, one.p)
}

/// A share with four digits; a stroke where there is none.
pub(super) fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_to_the_right_and_words_to_the_left() {
        let mut table = Table::new(["pair", "nDCG", "query"]);
        table.row(["zh-fr", "0.5", "腰果"]);
        table.row(["zh-am-long", "-", "芝麻"]);
        assert_eq!(table.lines(), ["pair        nDCG  query", "zh-fr        0.5  腰果", "zh-am-long     -  芝麻"]);
    }
}
