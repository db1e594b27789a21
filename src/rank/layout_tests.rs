//! The layout of pages on lists made by hand and at random.

use super::{Curation, Layout, Ranked, more_of_party, order};

/// A hit whose whole score is merit.
fn hit(id: &str, party: &str, score: f64) -> Ranked<()> {
    Ranked { score, merit: score, id: id.to_owned(), party: party.to_owned(), small: false, item: () }
}

fn small(id: &str, party: &str, score: f64) -> Ranked<()> {
    Ranked { small: true, ..hit(id, party, score) }
}

fn curated(pins: &[(usize, &str)], buried: &[&str]) -> Curation {
    Curation { pins: pins.iter().map(|(place, id)| (*place, (*id).to_owned())).collect(), buried: buried.iter().map(|id| (*id).to_owned()).collect() }
}

fn laid(hits: Vec<Ranked<()>>, cap: usize, page: usize, share: f64, curation: &Curation) -> Vec<String> {
    let layout = Layout { page, party_cap: cap, exposure_share: share, margin: 0.01, curation };
    order(hits, &layout).into_iter().map(|hit| hit.id).collect()
}

/// Hits of parties of their own, named by letters, a the best.
fn letters(names: &str) -> Vec<Ranked<()>> {
    names.chars().map(|name| hit(&name.to_string(), &name.to_string(), f64::from(1000 - u32::from(name)))).collect()
}

#[test]
fn equal_scores_are_ordered_by_identifier() {
    let hits = vec![hit("c", "1", 1.0), hit("a", "2", 1.0), hit("b", "3", 2.0)];
    assert_eq!(laid(hits, 3, 10, 0.0, &Curation::default()), ["b", "a", "c"]);
}

#[test]
fn a_party_holds_no_more_than_its_cap_while_others_wait() {
    let hits = || vec![hit("a", "x", 5.0), hit("b", "x", 4.0), hit("c", "x", 3.0), hit("d", "y", 2.0), hit("e", "x", 1.0)];
    assert_eq!(laid(hits(), 2, 3, 0.0, &Curation::default()), ["a", "b", "d", "c", "e"]);
    // What fills a page up after all comes in its order, and the buried last of all.
    assert_eq!(laid(hits(), 2, 10, 0.0, &Curation::default()), ["a", "b", "d", "c", "e"]);
    assert_eq!(laid(hits(), 1, 10, 0.0, &curated(&[], &["d"])), ["a", "b", "c", "e", "d"]);
    let ordered = order(hits(), &Layout { page: 3, party_cap: 2, exposure_share: 0.0, margin: 0.0, curation: &Curation::default() });
    let more: Vec<usize> = ordered.iter().take(3).map(|hit| more_of_party(hit, &ordered[3..])).collect();
    assert_eq!(more, [2, 2, 0]);
}

#[test]
fn a_pin_stands_at_its_place_once_and_brings_nobody_in() {
    let pins = |pins: &[(usize, &str)]| laid(letters("abcde"), 3, 2, 0.0, &curated(pins, &[]));
    assert_eq!(pins(&[(1, "d")]), ["d", "a", "b", "c", "e"]);
    assert_eq!(pins(&[(4, "a")]), ["b", "c", "d", "a", "e"]);
    assert_eq!(pins(&[(2, "b")]), ["a", "b", "c", "d", "e"], "where it would stand anyway");
    assert_eq!(pins(&[(1, "z")]), ["a", "b", "c", "d", "e"], "not among the candidates");
    assert_eq!(pins(&[(50, "a"), (9, "b")]), ["c", "d", "e", "b", "a"], "fewer hits than places");
    assert_eq!(pins(&[(1, "e"), (1, "d")]), ["e", "d", "a", "b", "c"], "one place, the first has it");
    assert_eq!(pins(&[(3, "e"), (1, "e")]), ["e", "a", "b", "c", "d"], "one posting, the first place holds");
    assert_eq!(pins(&[(2, "e"), (2, "d"), (2, "c")]), ["a", "e", "d", "c", "b"], "over the edge of a page");
    assert_eq!(laid(letters("abcd"), 3, 2, 0.0, &curated(&[(2, "d")], &["d", "a"])), ["b", "d", "c", "a"], "a pin goes before a burial");
}

#[test]
fn a_pinned_hit_takes_a_place_of_its_party() {
    let hits = vec![hit("a", "x", 5.0), hit("b", "x", 4.0), hit("c", "y", 3.0), hit("d", "x", 2.0), hit("e", "z", 1.0)];
    assert_eq!(laid(hits, 2, 3, 0.0, &curated(&[(3, "d")], &[])), ["a", "c", "d", "b", "e"]);
}

#[test]
fn small_parties_keep_their_share_among_what_matches_as_much() {
    let none = Curation::default();
    let hits = |last: f64| {
        let big = (0..8).map(|n| hit(&format!("big{n}"), &format!("b{n}"), 5.0 + 0.001 * f64::from(8 - n)));
        big.chain([small("s1", "s1", last), small("s2", "s2", last)]).collect::<Vec<_>>()
    };
    assert_eq!(laid(hits(5.0), 3, 4, 0.5, &none)[..4], ["big0", "big1", "s1", "s2"]);
    assert_eq!(laid(hits(5.0), 3, 4, 0.25, &none)[..4], ["big0", "big1", "big2", "s1"]);
    assert_eq!(laid(hits(5.0), 3, 4, 0.24, &none)[..4], ["big0", "big1", "big2", "big3"], "a share below one place keeps none");
    assert_eq!(laid(hits(4.9), 3, 4, 0.5, &none)[..4], ["big0", "big1", "big2", "big3"], "others match more");
    // Whoever is passed stands first on the next page.
    assert_eq!(laid(hits(5.0), 3, 4, 0.5, &none)[4..], ["big2", "big3", "big4", "big5", "big6", "big7"]);
    // A place that is theirs anyway, by score or by a pin, counts.
    assert_eq!(laid(hits(5.1), 3, 4, 0.5, &none)[..4], ["s1", "s2", "big0", "big1"]);
    assert_eq!(laid(hits(5.0), 3, 4, 0.25, &curated(&[(1, "s2")], &[]))[..4], ["s2", "big0", "big1", "big2"]);
    // Nobody between who matches more is passed either, however little his score shows it.
    let mut between = hits(5.0);
    between.insert(4, Ranked { merit: 5.02, ..hit("more", "more", 5.0045) });
    assert_eq!(laid(between, 3, 4, 0.5, &none)[..4], ["big0", "big1", "big2", "big3"]);
    // Nor is a party let above its cap.
    let one = (0..8).map(|n| hit(&format!("big{n}"), &format!("b{n}"), 5.0)).chain((0..4).map(|n| small(&format!("s{n}"), "s", 5.0)));
    assert_eq!(laid(one.collect(), 1, 4, 0.5, &none)[..4], ["big0", "big1", "big2", "s0"]);
}

/// Every candidate once on any list, with every page as if the rest were not there.
#[test]
fn a_layout_is_a_rearrangement_that_keeps_its_promises() {
    let mut random = fastrand::Rng::with_seed(47);
    for round in 0..400 {
        let count = random.usize(0..60);
        let hits = |random: &mut fastrand::Rng| {
            (0..count).map(|n| {
                let merit = f64::from(random.u8(0..6)) * 0.008;
                Ranked { score: merit + 0.002 * random.f64(), merit, id: format!("{n:02}"), party: format!("p{}", random.u8(0..8)), small: random.bool(), item: () }
            }).collect::<Vec<_>>()
        };
        let made = hits(&mut random);
        let pins: Vec<(usize, String)> = (0..random.usize(0..5)).map(|_| (random.usize(1..30), format!("{:02}", random.usize(0..60)))).collect();
        let buried = (0..random.usize(0..5)).map(|_| format!("{:02}", random.usize(0..60))).collect();
        let curation = Curation { pins, buried };
        // The cap and the share by turns: who is passed leaves a place of his party free.
        let (party_cap, exposure_share) = if round % 2 == 0 { (random.usize(1..4), 0.0) } else { (100, 0.5 * random.f64()) };
        let layout = Layout { page: random.usize(1..12), party_cap, exposure_share, margin: 0.01, curation: &curation };
        let mut known: Vec<String> = made.iter().map(|hit| hit.id.clone()).collect();
        let ordered = order(made, &layout);
        let mut found: Vec<String> = ordered.iter().map(|hit| hit.id.clone()).collect();
        let pinned = |id: &str| curation.pins.iter().any(|(_, pin)| pin == id);
        for (at, hit) in ordered.iter().enumerate().filter(|(_, hit)| !pinned(&hit.id)) {
            let page = at / layout.page;
            for after in ordered.iter().skip(at + 1).filter(|after| !pinned(&after.id)) {
                assert!(curation.buried.contains(&after.id) || !curation.buried.contains(&hit.id), "round {round}: {} is buried before {}", hit.id, after.id);
            }
            // Above somebody of a later page who has the higher score stands only who matches as much, or one of
            // a party for whom the cap was reached.
            let held = |party: &str| ordered.iter().skip(page * layout.page).take(layout.page).filter(|hit| hit.party == party).count() >= layout.party_cap;
            for after in ordered.iter().skip((page + 1) * layout.page).filter(|after| after.score > hit.score && !pinned(&after.id) && !held(&after.party)) {
                let moved = curation.buried.contains(&after.id);
                assert!(moved || hit.small && hit.merit + layout.margin >= after.merit, "round {round}: {} passes {}", hit.id, after.id);
            }
        }
        known.sort();
        found.sort();
        assert_eq!(found, known, "round {round}");
    }
}
