//! Amounts beside the name of the goods.

use super::support::{ask, hit, titled};

fn scores(titles: &[&str], queries: &[&str]) -> Vec<f64> {
    let engine = titled(titles);
    queries.iter().map(|query| hit(&ask(&engine, query), "o1").score).collect()
}

fn same(scores: &[f64]) {
    assert!(scores.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1e-6), "{scores:?}");
}

#[test]
fn the_unit_of_an_amount_does_not_move_the_score() {
    same(&scores(&["White sesame seed 99%, 18 MT per 20'FCL"], &["白芝麻 18吨", "白芝麻 18 t", "白芝麻 18公吨", "白芝麻 18000kg"]));
}

#[test]
fn the_letters_of_a_unit_do_not_move_the_score() {
    same(&scores(&["Arroz longo fino, 25 t"], &["大米 25吨", "大米 25t", "大米 25000 kg"]));
    same(&scores(&["Gergelim branco 99%, 18 MT"], &["白芝麻 18吨", "白芝麻 18 MT", "白芝麻 18 mt"]));
}
