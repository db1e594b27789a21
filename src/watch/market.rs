//! Supply and demand side by side, by chapter of the Harmonized System and origin: what buyers ask that
//! nobody offers, and what is offered that nobody asks for.
//!
//! An offer serves a demand if its goods are those asked for, a kind of them, or the next wider thing, and
//! its origin is accepted. An origin that is not stated is no reason against: what is listed as a gap is one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// Most cells told: more than there are chapters times countries that trade in most of them.
const MAX_CELLS: usize = 5_000;
/// Most identifiers named with a gap.
const MAX_IDS: usize = 5;

/// Goods and origins that are offered or asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stake {
    /// Chapter of the Harmonized System: two digits.
    pub chapter: Option<String>,
    /// The goods, the chief ones first: concepts, or an HS heading where there is none.
    pub goods: Vec<String>,
    /// What they are the next kinds of, and their HS heading.
    pub broader: Vec<String>,
    /// Everything they are kinds of, and their HS heading.
    pub wider: Vec<String>,
    /// Countries of origin: offered, or accepted. Empty if none is stated.
    pub origins: Vec<String>,
}

/// Where supply and demand stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Chapter of the Harmonized System; `unknown` if neither code nor goods say.
    pub chapter: String,
    /// Country of origin; `any` for a demand that states none, `unknown` for such a supply.
    pub origin: String,
    /// Stored requests.
    pub requests: usize,
    /// Searches for offers, in the query log.
    pub buyer_searches: usize,
    /// Stored offers.
    pub offers: usize,
    /// Searches for requests, in the query log.
    pub seller_searches: usize,
}

/// Goods on one side without the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Chapter of the Harmonized System, or `unknown`.
    pub chapter: String,
    /// Country of origin, `any` or `unknown`.
    pub origin: String,
    /// The concept, or an HS heading.
    pub goods: String,
    /// Stored postings.
    pub postings: usize,
    /// Searches for the like of them: of buyers beside requests, of sellers beside offers.
    pub searches: usize,
    /// Identifiers of some of the postings.
    pub ids: Vec<String>,
}

/// The report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Supply and demand by chapter and origin, in their order.
    pub cells: Vec<Cell>,
    /// What is asked for and nobody offers, the most wanted first.
    pub unserved: Vec<Gap>,
    /// What is offered and nobody asks for, the most offered first.
    pub unasked: Vec<Gap>,
}

#[derive(Default)]
struct Sum {
    postings: usize,
    searches: usize,
    ids: Vec<String>,
}

type Sums = BTreeMap<Stake, Sum>;

/// Adds supply and demand up.
#[derive(Default)]
pub struct Market {
    demand: Sums,
    supply: Sums,
}

impl Market {
    /// A stored request.
    pub fn request(&mut self, id: &str, stake: Stake) {
        post(&mut self.demand, id, stake);
    }

    /// A stored offer.
    pub fn offer(&mut self, id: &str, stake: Stake) {
        post(&mut self.supply, id, stake);
    }

    /// Somebody who searched offers.
    pub fn buyer_search(&mut self, stake: Stake) {
        self.demand.entry(stake).or_default().searches += 1;
    }

    /// Somebody who searched requests.
    pub fn seller_search(&mut self, stake: Stake) {
        self.supply.entry(stake).or_default().searches += 1;
    }

    /// The report, with at most `limit` gaps of each kind.
    pub fn finish(self, limit: usize) -> Balance {
        let (mut offered, mut offered_wide) = (Reach::default(), Reach::default());
        for (stake, _) in self.supply.iter().filter(|(_, sum)| sum.postings > 0) {
            offered.add(stake.goods.iter(), &stake.origins);
            offered_wide.add(stake.goods.iter().chain(&stake.wider), &stake.origins);
        }
        let (mut wanted, mut wanted_narrow) = (Reach::default(), Reach::default());
        for stake in self.demand.keys() {
            wanted.add(stake.goods.iter(), &stake.origins);
            wanted_narrow.add(stake.broader.iter(), &stake.origins);
        }
        let served = |stake: &Stake| offered_wide.meets(stake.goods.iter(), &stake.origins) || offered.meets(stake.broader.iter(), &stake.origins);
        let asked = |stake: &Stake| wanted.meets(stake.goods.iter().chain(&stake.wider), &stake.origins) || wanted_narrow.meets(stake.goods.iter(), &stake.origins);
        // Who searches requests has said nothing of what can be had.
        let posted = |(_, sum): &(&Stake, &Sum)| sum.postings > 0;
        Balance {
            cells: cells(&self.demand, &self.supply),
            unserved: gaps(self.demand.iter().filter(|(stake, _)| !served(stake)), "any", limit),
            unasked: gaps(self.supply.iter().filter(posted).filter(|(stake, _)| !asked(stake)), "unknown", limit),
        }
    }
}

fn post(sums: &mut Sums, id: &str, stake: Stake) {
    let sum = sums.entry(stake).or_default();
    sum.postings += 1;
    if sum.ids.len() < MAX_IDS {
        sum.ids.push(id.to_owned());
    }
}

/// Goods with the origins that they are offered or accepted from; no origin stands for any.
#[derive(Default)]
struct Reach<'a>(BTreeMap<&'a str, BTreeSet<Option<&'a str>>>);

impl<'a> Reach<'a> {
    fn add(&mut self, goods: impl Iterator<Item = &'a String>, origins: &'a [String]) {
        for goods in goods {
            let known = self.0.entry(goods).or_default();
            if origins.is_empty() {
                known.insert(None);
            }
            known.extend(origins.iter().map(|origin| Some(origin.as_str())));
        }
    }

    fn meets(&self, mut goods: impl Iterator<Item = &'a String>, origins: &[String]) -> bool {
        let accepts = |known: &BTreeSet<Option<&str>>| origins.is_empty() || known.contains(&None) || origins.iter().any(|origin| known.contains(&Some(origin.as_str())));
        goods.any(|goods| self.0.get(goods.as_str()).is_some_and(accepts))
    }
}

/// A stake under each of its origins, or under `open`.
fn places<'a>(stake: &'a Stake, open: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let chapter = stake.chapter.as_deref().unwrap_or("unknown");
    let open = stake.origins.is_empty().then_some(open);
    stake.origins.iter().map(String::as_str).chain(open).map(move |origin| (chapter, origin))
}

fn cells(demand: &Sums, supply: &Sums) -> Vec<Cell> {
    let mut cells: BTreeMap<(&str, &str), Cell> = BTreeMap::new();
    for (stake, sum) in demand {
        for place in places(stake, "any") {
            let cell = cells.entry(place).or_default();
            cell.requests += sum.postings;
            cell.buyer_searches += sum.searches;
        }
    }
    for (stake, sum) in supply {
        for place in places(stake, "unknown") {
            let cell = cells.entry(place).or_default();
            cell.offers += sum.postings;
            cell.seller_searches += sum.searches;
        }
    }
    let named = |((chapter, origin), cell): ((&str, &str), Cell)| Cell { chapter: chapter.to_owned(), origin: origin.to_owned(), ..cell };
    cells.into_iter().map(named).take(MAX_CELLS).collect()
}

fn gaps<'a>(lonely: impl Iterator<Item = (&'a Stake, &'a Sum)>, open: &'a str, limit: usize) -> Vec<Gap> {
    let mut gaps: BTreeMap<(&str, &str, &str), Gap> = BTreeMap::new();
    for (stake, sum) in lonely {
        // Where nobody knows what the goods are, nobody knows who could serve them.
        let Some(goods) = stake.goods.first() else { continue };
        for (chapter, origin) in places(stake, open) {
            let gap = gaps.entry((chapter, origin, goods)).or_default();
            gap.postings += sum.postings;
            gap.searches += sum.searches;
            gap.ids.extend(sum.ids.iter().take(MAX_IDS.saturating_sub(gap.ids.len())).cloned());
        }
    }
    let named = |((chapter, origin, goods), gap): ((&str, &str, &str), Gap)| Gap { chapter: chapter.to_owned(), origin: origin.to_owned(), goods: goods.to_owned(), ..gap };
    let mut gaps: Vec<Gap> = gaps.into_iter().map(named).collect();
    gaps.sort_by_key(|gap| std::cmp::Reverse((gap.postings, gap.searches)));
    gaps.truncate(limit);
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stake(goods: &str, origins: &[&str]) -> Stake {
        let (chapter, broader, wider): (_, &[&str], &[&str]) = match goods {
            "cashew-kernel" => ("08", &["cashew-nut", "0801"], &["cashew-nut", "nut", "0801"]),
            "cashew-nut" => ("08", &["nut", "0801"], &["nut", "0801"]),
            "sesame-seed" => ("12", &["oilseed", "1207"], &["oilseed", "1207"]),
            _ => return Stake { origins: owned(origins), ..Stake::default() },
        };
        Stake { chapter: Some(chapter.to_owned()), goods: owned(&[goods]), broader: owned(broader), wider: owned(wider), origins: owned(origins) }
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn told(gaps: &[Gap]) -> Vec<String> {
        gaps.iter().map(|gap| format!("{} {} {} {}+{} {}", gap.chapter, gap.origin, gap.goods, gap.postings, gap.searches, gap.ids.join(","))).collect()
    }

    #[test]
    fn what_nobody_can_serve_and_what_nobody_asks_for() {
        let mut market = Market::default();
        market.request("r-served", stake("cashew-nut", &[]));
        market.request("r-origin", stake("cashew-kernel", &["VN", "KH"]));
        market.request("r-goods", stake("sesame-seed", &["TD"]));
        market.buyer_search(stake("sesame-seed", &["TD"]));
        market.offer("o-asked", stake("cashew-kernel", &["BJ"]));
        market.offer("o-lone", Stake { goods: owned(&["shea-butter"]), chapter: Some("15".to_owned()), ..stake("", &["BF"]) });
        market.seller_search(stake("sesame-seed", &["TD"]));
        let found = market.finish(10);
        assert_eq!(told(&found.unserved), ["12 TD sesame-seed 1+1 r-goods", "08 KH cashew-kernel 1+0 r-origin", "08 VN cashew-kernel 1+0 r-origin"]);
        assert_eq!(told(&found.unasked), ["15 BF shea-butter 1+0 o-lone"]);
        let td = found.cells.iter().find(|cell| cell.origin == "TD").expect("a cell");
        assert_eq!((td.chapter.as_str(), td.requests, td.buyer_searches, td.offers, td.seller_searches), ("12", 1, 1, 0, 1));
        let places: Vec<(&str, &str)> = found.cells.iter().map(|cell| (cell.chapter.as_str(), cell.origin.as_str())).collect();
        assert_eq!(places, [("08", "BJ"), ("08", "KH"), ("08", "VN"), ("08", "any"), ("12", "TD"), ("15", "BF")]);
    }

    #[test]
    fn kinds_wider_things_and_open_origins_are_no_gaps() {
        for (request, offer) in [
            (stake("cashew-nut", &["BJ"]), stake("cashew-kernel", &["BJ", "NG"])),
            (stake("cashew-kernel", &[]), stake("cashew-nut", &["BJ"])),
            (stake("cashew-kernel", &["VN"]), stake("cashew-kernel", &[])),
            (stake("cashew-kernel", &["VN"]), Stake { goods: owned(&["0801"]), ..stake("", &["VN"]) }),
            (Stake { goods: owned(&["0801"]), ..stake("", &["VN"]) }, stake("cashew-kernel", &["VN"])),
        ] {
            let mut market = Market::default();
            market.request("r", request.clone());
            market.offer("o", offer.clone());
            let found = market.finish(10);
            assert!(found.unserved.is_empty() && found.unasked.is_empty(), "{request:?} {offer:?} {found:?}");
        }
        // Two steps wider is another trade, and goods that nobody read are no gap but are counted.
        let mut market = Market::default();
        market.request("r", stake("cashew-kernel", &[]));
        market.request("?", stake("", &[]));
        market.offer("o", Stake { goods: owned(&["nut"]), chapter: Some("08".to_owned()), ..stake("", &[]) });
        let found = market.finish(10);
        assert_eq!(told(&found.unserved), ["08 any cashew-kernel 1+0 r"]);
        assert_eq!(told(&found.unasked), ["08 unknown nut 1+0 o"]);
        assert!(found.cells.iter().any(|cell| cell.chapter == "unknown" && cell.requests == 1));
    }
}
