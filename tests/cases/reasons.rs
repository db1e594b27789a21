//! The answer explains itself.

use tradewind::engine::Answer;

use super::support::{ask, hit, titled};

fn adds_up(answer: &Answer) {
    assert!(!answer.hits.is_empty());
    for hit in &answer.hits {
        let sum: f64 = hit.reasons.iter().map(|reason| reason.adds).sum();
        assert!((sum - hit.score).abs() < 1e-6, "{}: {sum} {}", hit.id, hit.score);
        assert!(hit.reasons.iter().all(|reason| (reason.value * reason.weight - reason.adds).abs() < 1e-6));
    }
}

#[test]
fn a_score_is_the_sum_of_its_reasons() {
    let engine = titled(&["Hạt điều nhân trắng W320, Bình Phước"]);
    let answer = ask(&engine, "腰果 W320");
    adds_up(&answer);
    let best = hit(&answer, "o1");
    let reason = |kind: &str| best.reasons.iter().find(|reason| reason.kind == kind).unwrap_or_else(|| panic!("no {kind} in {:?}", best.reasons));
    let concept = reason("concept");
    let (asked, offered) = (concept.request.as_ref().expect("asked words"), concept.offer.as_ref().expect("offered words"));
    assert_eq!((asked.text.as_str(), asked.lang.as_str()), ("腰果", "zh"));
    assert!(offered.text.starts_with("Hạt điều"), "{offered:?}");
    assert_eq!(offered.lang, "vi");
    assert!((reason("code").value - 1.0).abs() < 1e-9);
    assert_eq!(reason("code").labels, ["W320"]);
    assert!(reason("freshness").adds > 0.0);
    adds_up(&ask(&engine, "cashew kernels W240 Brazil"));
}

#[test]
fn a_query_shows_how_it_was_read() {
    let engine = titled(&["Hạt điều nhân trắng W320, Bình Phước"]);
    let query = ask(&engine, "腰果 W320").query;
    assert_eq!(query["lang"][0]["tag"], "zh");
    assert_eq!(query["concepts"][0]["text"], "腰果");
    assert_eq!(query["codes"][0], "w320");
    assert!(query["concepts"][0]["concept"].as_str().is_some_and(|slug| slug.starts_with("cashew")), "{query}");
}

#[test]
fn a_query_shows_its_words_their_expansions_and_what_was_dropped() {
    let engine = titled(&["Hạt điều nhân trắng W320, Bình Phước"]);
    let query = ask(&engine, "求购 腰果 W320").query;
    for member in ["tokens", "expansions", "dropped"] {
        assert!(query[member].is_array(), "{member} in {query}");
    }
}
