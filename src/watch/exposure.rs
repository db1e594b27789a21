//! Who is seen: how much of the readers' attention falls to suppliers, size classes, countries and
//! languages, beside their part of the catalogue.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Asked, Propensity, Shown};

/// What postings are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// The supplier of an offer, the buyer of a request.
    Party,
    /// Its size class.
    Size,
    /// Its country.
    Country,
    /// Language of the posting.
    Language,
}

impl Group {
    const ALL: [Group; 4] = [Group::Party, Group::Size, Group::Country, Group::Language];

    fn of(self, shown: &Shown) -> String {
        let value = match self {
            Group::Party => Some(&shown.party),
            Group::Size => shown.size.as_ref(),
            Group::Country => shown.country.as_ref(),
            Group::Language => shown.lang.as_ref(),
        };
        value.map_or_else(|| "unknown".to_owned(), String::clone)
    }
}

/// One value of a group.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// The value; `unknown` where a posting states none.
    pub value: String,
    /// Hits shown.
    pub shown: usize,
    /// Part of the attention that all hits got together, 0 to 1: a hit at place `r` gets `1 / r^eta`.
    pub exposure: f64,
    /// Postings in the catalogue.
    pub postings: usize,
    /// Part of the catalogue, 0 to 1.
    pub catalogue: f64,
}

/// Attention by group; the shares of a group add up to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Exposure {
    /// Answers counted.
    pub answers: usize,
    /// Hits shown.
    pub shown: usize,
    /// By supplier or buyer; only those that were seen most.
    pub party: Vec<Share>,
    /// By size class.
    pub size: Vec<Share>,
    /// By country.
    pub country: Vec<Share>,
    /// By language.
    pub language: Vec<Share>,
}

#[derive(Default)]
struct Sum {
    shown: usize,
    attention: f64,
    postings: usize,
}

/// Adds answers and the catalogue up.
pub struct ExposureTally {
    model: Propensity,
    answers: usize,
    sums: BTreeMap<Group, BTreeMap<String, Sum>>,
}

impl ExposureTally {
    /// Nothing yet, under a model of attention; its clip does not matter here.
    pub fn new(model: Propensity) -> ExposureTally {
        ExposureTally { model, answers: 0, sums: BTreeMap::new() }
    }

    /// Adds an answer.
    pub fn add(&mut self, asked: &Asked) {
        self.answers += 1;
        for (place, shown) in asked.places() {
            let attention = self.model.at(place);
            self.each(shown, |sum| {
                sum.shown += 1;
                sum.attention += attention;
            });
        }
    }

    /// Adds a posting of the catalogue, described as if it were shown.
    pub fn add_posting(&mut self, posting: &Shown) {
        self.each(posting, |sum| sum.postings += 1);
    }

    fn each(&mut self, shown: &Shown, mut add: impl FnMut(&mut Sum)) {
        for group in Group::ALL {
            add(self.sums.entry(group).or_default().entry(group.of(shown)).or_default());
        }
    }

    /// The shares, the largest first; of parties at most `limit`.
    pub fn finish(mut self, limit: usize) -> Exposure {
        let mut of = |group| shares(self.sums.remove(&group).unwrap_or_default());
        let (mut party, size, country, language) = (of(Group::Party), of(Group::Size), of(Group::Country), of(Group::Language));
        party.truncate(limit);
        let shown = size.iter().map(|share| share.shown).sum();
        Exposure { answers: self.answers, shown, party, size, country, language }
    }
}

fn shares(sums: BTreeMap<String, Sum>) -> Vec<Share> {
    let attention: f64 = sums.values().map(|sum| sum.attention).sum();
    let postings: usize = sums.values().map(|sum| sum.postings).sum();
    let part = |of: f64, whole: f64| if whole > 0.0 { of / whole } else { 0.0 };
    let share = |(value, sum): (String, Sum)| Share {
        value,
        shown: sum.shown,
        exposure: part(sum.attention, attention),
        postings: sum.postings,
        catalogue: part(sum.postings as f64, postings as f64),
    };
    let mut shares: Vec<Share> = sums.into_iter().map(share).collect();
    shares.sort_by(|a, b| b.exposure.total_cmp(&a.exposure).then(b.postings.cmp(&a.postings)).then_with(|| a.value.cmp(&b.value)));
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::asked::tests::asked;

    fn shown(id: &str, size: Option<&str>, country: &str) -> Shown {
        Shown { id: id.to_owned(), party: format!("{id}-party"), size: size.map(str::to_owned), country: Some(country.to_owned()), ..Shown::default() }
    }

    #[test]
    fn attention_adds_up_and_stands_beside_the_catalogue() {
        let mut tally = ExposureTally::new(Propensity { eta: 1.0, clip: 10.0 });
        let (micro, large, silent) = (shown("a", Some("micro"), "BJ"), shown("b", Some("large"), "VN"), shown("c", None, "BJ"));
        let page = |shown: Vec<Shown>| Asked { shown, ..asked("tea", "en", &[]) };
        tally.add(&page(vec![large.clone(), micro.clone()]));
        tally.add(&page(vec![large.clone(), silent.clone()]));
        [&micro, &large, &silent, &micro].into_iter().for_each(|posting| tally.add_posting(posting));
        let found = tally.finish(2);
        assert_eq!((found.answers, found.shown), (2, 4));
        // Attention: large 1 + 1, micro 1/2, unknown 1/2; 3 in all.
        let sizes: Vec<(&str, usize, f64, usize, f64)> = found.size.iter().map(|share| (share.value.as_str(), share.shown, share.exposure, share.postings, share.catalogue)).collect();
        assert_eq!(sizes, [("large", 2, 2.0 / 3.0, 1, 0.25), ("micro", 1, 0.5 / 3.0, 2, 0.5), ("unknown", 1, 0.5 / 3.0, 1, 0.25)]);
        for group in [&found.size, &found.country, &found.language] {
            assert!((group.iter().map(|share| share.exposure).sum::<f64>() - 1.0).abs() < 1e-9);
            assert_eq!(group.iter().map(|share| share.shown).sum::<usize>(), found.shown);
        }
        assert_eq!(found.party.iter().map(|share| share.value.as_str()).collect::<Vec<_>>(), ["b-party", "a-party"]);
    }

    #[test]
    fn nothing_shown_is_no_share() {
        let mut tally = ExposureTally::new(Propensity::default());
        tally.add(&asked("xyz", "en", &[]));
        tally.add_posting(&shown("a", Some("micro"), "BJ"));
        let found = tally.finish(10);
        assert_eq!((found.size[0].exposure, found.size[0].catalogue), (0.0, 1.0));
    }
}
