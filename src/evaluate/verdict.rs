//! The verdict on a trial: from what readers chose to which of two profiles is better, with the counts
//! it rests on. Pure; nothing here knows where the counts come from.
//!
//! A split compares two proportions (pooled z test, two-sided), an interleaving counts for how many
//! answers the readers chose more picks of one side (sign test, exact and two-sided). Whoever looks every
//! day and stops at the first good day errs far more often than the level says, so a verdict tells
//! whether the trial was over.

use serde::Serialize;

use crate::domain::relevance::{Arm, Method, Served, Team};

/// Below this the difference is called real: one trial of twenty between equal profiles is called so.
pub const LEVEL: f64 = 0.05;
/// Fewest answers expected in each of the four cells of a split, for the normal curve to hold.
const MIN_EXPECTED: f64 = 5.0;

/// Answers of one profile alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Proportion {
    /// How many answers were served.
    pub answers: u64,
    /// In how many of them something was chosen.
    pub chosen: u64,
}

/// Answers of both profiles dealt into one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Paired {
    /// More picks of the candidate were chosen.
    pub wins: u64,
    /// More picks of the baseline were chosen.
    pub losses: u64,
    /// As many of both, none included.
    pub ties: u64,
}

/// What the answers of a trial add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Answers of the baseline alone.
    pub baseline: Proportion,
    /// Answers of the candidate alone.
    pub candidate: Proportion,
    /// Answers of both.
    pub both: Paired,
}

/// Which profile is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The candidate is better.
    Win,
    /// The baseline is better.
    Loss,
    /// No difference that chance would not make as well.
    Tie,
    /// Too few answers to say anything.
    Open,
}

/// The verdict on a trial, for the candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// Which is better.
    pub outcome: Outcome,
    /// Name of the test.
    pub test: &'static str,
    /// How often chance alone makes a difference at least as large; absent where there are too few answers.
    pub p_value: Option<f64>,
    /// What it rests on.
    pub counts: Tally,
    /// Whether the trial was over. Before, a verdict is a look at the score of a running game.
    pub over: bool,
}

impl Tally {
    /// Counts an answer, with the places on its page (from 0) of what was chosen.
    pub fn add(&mut self, served: &Served, chosen: &[usize]) {
        let alone = match served.arm {
            Arm::Baseline => &mut self.baseline,
            Arm::Candidate => &mut self.candidate,
            Arm::Both => return self.both.add(&served.teams, chosen),
        };
        alone.answers += 1;
        alone.chosen += u64::from(!chosen.is_empty());
    }

    /// The verdict on what was counted in a trial of that method.
    pub fn verdict(self, method: Method, over: bool) -> Verdict {
        let paired = method == Method::Interleave;
        let (test, p_value, lead) = match paired {
            true => ("sign", sign_test(self.both.wins, self.both.losses), self.both.wins as f64 - self.both.losses as f64),
            false => ("two proportions", two_proportions(self.baseline, self.candidate), self.candidate.rate() - self.baseline.rate()),
        };
        let outcome = match p_value {
            None => Outcome::Open,
            Some(p) if p >= LEVEL => Outcome::Tie,
            Some(_) if lead > 0.0 => Outcome::Win,
            Some(_) => Outcome::Loss,
        };
        Verdict { outcome, test, p_value, counts: self, over }
    }
}

impl Paired {
    fn add(&mut self, teams: &[Team], chosen: &[usize]) {
        let picks = |team: Team| chosen.iter().filter(|at| teams.get(**at) == Some(&team)).count();
        match picks(Team::Candidate).cmp(&picks(Team::Baseline)) {
            std::cmp::Ordering::Greater => self.wins += 1,
            std::cmp::Ordering::Less => self.losses += 1,
            std::cmp::Ordering::Equal => self.ties += 1,
        }
    }
}

impl Proportion {
    fn rate(self) -> f64 {
        self.chosen as f64 / self.answers.max(1) as f64
    }
}

/// Two-sided probability of so great a difference between two equal proportions; none where too few
/// answers are expected in a cell.
pub fn two_proportions(one: Proportion, other: Proportion) -> Option<f64> {
    let (n, m) = (one.answers as f64, other.answers as f64);
    let pooled = (one.chosen + other.chosen) as f64 / (n + m);
    let fewest = n.min(m) * pooled.min(1.0 - pooled);
    // Without any answer the share is no number.
    if fewest.is_nan() || fewest < MIN_EXPECTED {
        return None;
    }
    let deviation = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    Some(complementary_error((one.rate() - other.rate()).abs() / deviation / std::f64::consts::SQRT_2))
}

/// Two-sided probability that a fair coin falls so unevenly; none without a toss. Ties are no tosses.
pub fn sign_test(wins: u64, losses: u64) -> Option<f64> {
    let tosses = wins + losses;
    if tosses == 0 {
        return None;
    }
    // Probabilities as logarithms: 0.5^2000 is no double.
    let mut log = -(tosses as f64) * std::f64::consts::LN_2;
    let mut sum = log.exp();
    for k in 0..wins.min(losses) {
        log += ((tosses - k) as f64 / (k + 1) as f64).ln();
        sum += log.exp();
    }
    Some((2.0 * sum).min(1.0))
}

/// The complementary error function for `x` of 0 and more: its power series up to 2.5, where the terms
/// are still small, and its continued fraction beyond, which is exact there to ten digits.
fn complementary_error(x: f64) -> f64 {
    let root = std::f64::consts::PI.sqrt();
    if x < 2.5 {
        let (mut power, mut sum) = (x, x);
        for n in 1..60 {
            power *= -x * x / f64::from(n);
            sum += power / f64::from(2 * n + 1);
        }
        return 1.0 - 2.0 / root * sum;
    }
    let fraction = (1..=60).rev().fold(x, |below, n| x + f64::from(n) / 2.0 / below);
    (-x * x).exp() / root / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() < expected * 1e-6), "{found:?} is not {expected}");
    }

    fn share(answers: u64, chosen: u64) -> Proportion {
        Proportion { answers, chosen }
    }

    #[test]
    fn the_error_function_as_printed_in_tables() {
        for (x, expected) in [(0.0, 1.0), (0.5, 0.479_500_122), (1.0, 0.157_299_207), (2.0, 0.004_677_735), (2.5, 0.000_406_952), (3.0, 0.000_022_090_5)] {
            assert!((complementary_error(x) - expected).abs() < 1e-9, "{x}: {}", complementary_error(x));
        }
    }

    #[test]
    fn coins_counted_by_hand() {
        // 2 (1 + 10 + 45) / 1024, 2 (1 + 10) / 1024, 2 / 32.
        near(sign_test(8, 2), 0.109_375);
        near(sign_test(2, 8), 0.109_375);
        near(sign_test(9, 1), 0.021_484_375);
        near(sign_test(5, 0), 0.062_5);
        near(sign_test(3, 3), 1.0);
        near(sign_test(1, 0), 1.0);
        assert_eq!(sign_test(0, 0), None);
        // So many tosses that 0.5^n is no double: z = 4, and the curve gives 0.0000633 without its correction.
        let many = sign_test(5_200, 4_800).expect("tossed");
        assert!((6.0e-5..7.0e-5).contains(&many), "{many}");
    }

    #[test]
    fn proportions_computed_by_hand() {
        // Pooled 0.375, deviation (0.375 · 0.625 · 0.02)^0.5 = 0.0684653, z = 2.190890.
        near(two_proportions(share(100, 45), share(100, 30)), 0.028_459_737);
        // Pooled 0.21, deviation (0.1659 · 0.003)^0.5 = 0.0223092, z = 0.03 / 0.0223092 = 1.344737.
        near(two_proportions(share(500, 95), share(1_000, 220)), 0.178_710_1);
        assert_eq!(two_proportions(share(0, 0), share(0, 0)), None);
        assert_eq!(two_proportions(share(0, 0), share(100, 30)), None);
        assert_eq!(two_proportions(share(100, 0), share(100, 0)), None, "nobody chose anything");
        assert_eq!(two_proportions(share(40, 3), share(40, 6)), None, "4.5 expected");
    }

    #[test]
    fn answers_count_for_their_side() {
        let served = |arm, teams: &[Team]| Served { trial: "t".to_owned(), arm, teams: teams.to_vec() };
        let mut tally = Tally::default();
        tally.add(&served(Arm::Baseline, &[]), &[]);
        tally.add(&served(Arm::Candidate, &[]), &[0, 2]);
        let teams = [Team::Baseline, Team::Candidate, Team::Candidate, Team::Baseline];
        for chosen in [&[1][..], &[1, 2, 0], &[3], &[0, 1], &[], &[9]] {
            tally.add(&served(Arm::Both, &teams), chosen);
        }
        assert_eq!(tally, Tally { baseline: share(1, 0), candidate: share(1, 1), both: Paired { wins: 2, losses: 1, ties: 3 } });
    }

    #[test]
    fn a_verdict_is_for_the_candidate_and_says_when_it_is_too_early() {
        let split = |baseline, candidate| Tally { baseline, candidate, both: Paired::default() }.verdict(Method::Split { percent: 50 }, true).outcome;
        assert_eq!(split(share(100, 30), share(100, 45)), Outcome::Win);
        assert_eq!(split(share(100, 45), share(100, 30)), Outcome::Loss);
        assert_eq!(split(share(100, 45), share(100, 40)), Outcome::Tie);
        assert_eq!(split(share(9, 1), share(9, 8)), Outcome::Open);
        let paired = |wins, losses| Tally { both: Paired { wins, losses, ties: 50 }, ..Tally::default() }.verdict(Method::Interleave, false);
        assert_eq!(paired(9, 1).outcome, Outcome::Win);
        assert_eq!(paired(1, 9).outcome, Outcome::Loss);
        assert_eq!(paired(8, 2).outcome, Outcome::Tie);
        assert_eq!((paired(0, 0).outcome, paired(0, 0).over, paired(0, 0).test), (Outcome::Open, false, "sign"));
    }
}
