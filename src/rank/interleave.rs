//! Two rankings dealt into one by team draft: in each round both pick their best that is not yet on the
//! list, and a coin says who picks first. A reader who prefers one ranking then chooses more of its picks.

use std::collections::HashSet;

use super::Ranked;
use crate::domain::relevance::Team;

/// Deals two ranked lists into one; each hit is of the team that picked it, and equal seeds deal alike, so
/// that the pages of an answer fit together. What only one list has comes in its turn.
pub fn interleave<T>(baseline: Vec<Ranked<T>>, candidate: Vec<Ranked<T>>, seed: u64) -> Vec<Ranked<(T, Team)>> {
    let mut out: Vec<Ranked<(T, Team)>> = Vec::with_capacity(baseline.len().max(candidate.len()));
    let mut listed: HashSet<String> = HashSet::new();
    let (mut baseline, mut candidate) = (baseline.into_iter(), candidate.into_iter());
    let mut coin = seed;
    loop {
        let before = out.len();
        let first = if heads(&mut coin) { [Team::Baseline, Team::Candidate] } else { [Team::Candidate, Team::Baseline] };
        for team in first {
            let list = if team == Team::Baseline { &mut baseline } else { &mut candidate };
            out.extend(list.find(|hit| listed.insert(hit.id.clone())).map(|hit| picked(hit, team)));
        }
        if out.len() == before {
            return out;
        }
    }
}

/// A hit with the team that picked it.
fn picked<T>(hit: Ranked<T>, team: Team) -> Ranked<(T, Team)> {
    Ranked { score: hit.score, merit: hit.merit, id: hit.id, party: hit.party, small: hit.small, item: (hit.item, team) }
}

/// The next toss of a coin that a seed settles.
fn heads(state: &mut u64) -> bool {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed(*state) & 1 == 1
}

/// A number of which every bit depends on all bits of another (the last steps of SplitMix64).
pub fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(ids: &str) -> Vec<Ranked<()>> {
        let hit = |(at, id): (usize, char)| Ranked { score: -(at as f64), merit: 0.0, id: id.to_string(), party: String::new(), small: false, item: () };
        ids.chars().enumerate().map(hit).collect()
    }

    fn dealt(one: &str, other: &str, seed: u64) -> (String, Vec<Team>) {
        interleave(list(one), list(other), seed).into_iter().map(|hit| (hit.id, hit.item.1)).unzip()
    }

    #[test]
    fn every_hit_comes_once_and_each_round_has_one_pick_of_both() {
        for seed in 0..200 {
            let (ids, teams) = dealt("abcdef", "fbgahc", seed);
            let mut sorted: Vec<char> = ids.chars().collect();
            sorted.sort_unstable();
            assert_eq!(sorted.into_iter().collect::<String>(), "abcdefgh");
            // Two rounds in which neither list has come to its end.
            for round in teams.chunks(2).take(2) {
                assert_ne!(round[0], round[1], "seed {seed}");
            }
            // The picks of a team are in the order of its list.
            for (team, order) in [(Team::Baseline, "abcdef"), (Team::Candidate, "fbgahc")] {
                let places: Vec<_> = ids.chars().zip(&teams).filter(|(_, picked)| **picked == team).map(|(id, _)| order.find(id)).collect();
                assert!(places.is_sorted() && places.iter().all(Option::is_some), "seed {seed}: {places:?}");
            }
        }
    }

    #[test]
    fn equal_lists_stay_as_they_are_and_a_short_one_ends_early() {
        for seed in 0..50 {
            assert_eq!(dealt("abcde", "abcde", seed).0, "abcde");
            assert_eq!(dealt("", "abc", seed), ("abc".to_owned(), vec![Team::Candidate; 3]));
            assert_eq!(dealt("ab", "xayzw", seed), dealt("ab", "xayzw", seed), "one seed deals alike");
        }
    }

    #[test]
    fn the_coin_is_fair() {
        let first = (0..4_000).filter(|seed| dealt("ab", "xy", *seed).1[0] == Team::Baseline).count();
        // Four deviations of a fair coin around the half.
        assert!((1_874..=2_126).contains(&first), "{first}");
    }
}
