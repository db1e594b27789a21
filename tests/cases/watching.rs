//! A51: what was searched in vain is seen by operators, with the word that the lexicon lacks.

use serde_json::json;
use tradewind::domain::Side;
use tradewind::engine::{Ask, Engine, FeedbackError, Options};
use tradewind::watch::{Kind, Propensity, Watching};

use crate::support::{posting, submit};

/// An engine that logs, with three offers.
fn watched(watching: Watching) -> Engine {
    let engine = Engine::open(Options::memory().with_watching(watching)).expect("opens");
    let offers = [
        json!({"id": "o1", "title": "Cashew kernels W320", "lang": "en", "origin": "VN", "supplier": {"id": "a", "country": "VN", "size": "large"}}),
        json!({"id": "o2", "title": "Amandes de cajou W320", "lang": "fr", "origin": "BJ", "supplier": {"id": "b", "country": "BJ", "size": "micro"}}),
        json!({"id": "o3", "title": "Beurre de karité brut", "lang": "fr", "origin": "BF", "supplier": {"id": "c", "country": "BF"}}),
    ];
    submit(&engine, offers.into_iter().map(|offer| posting(Side::Offer, offer)).collect());
    engine
}

fn ask(engine: &Engine, text: &str, lang: &str) -> tradewind::engine::Answer {
    engine.search(&Ask { text: text.to_owned(), lang: Some(lang.to_owned()), ..Ask::default() }).expect("answers")
}

#[test]
fn what_was_searched_in_vain_is_listed_by_language_with_the_unknown_word() {
    let engine = watched(Watching::default());
    // Words that no language of trade has, in the scripts of three.
    for (text, lang, times) in [("zorgelflap", "en", 3), ("зоргельфлап", "ru", 2), ("魃魈魍", "zh", 1)] {
        for _ in 0..times {
            let answer = ask(&engine, text, lang);
            assert_eq!(answer.total, 0, "{text}");
            assert!(answer.query_id.is_some());
        }
    }
    assert!(ask(&engine, "cashew kernels", "en").total > 0);
    let report = engine.query_report(0, 10).expect("reports");
    assert_eq!((report.asked, report.failed), (7, 6));
    let rows: Vec<(&str, usize, usize)> = report.languages.iter().map(|row| (row.lang.as_str(), row.asked, row.failed)).collect();
    assert_eq!(rows, [("en", 4, 3), ("ru", 2, 2), ("zh", 1, 1)]);
    for (row, text, word) in [(0, "zorgelflap", "zorgelflap"), (1, "зоргельфлап", "зоргельфлап"), (2, "魃魈魍", "魃")] {
        let language = &report.languages[row];
        assert_eq!(language.failing[0].text, text);
        assert!(language.unknown.iter().any(|unknown| unknown.word.starts_with(word)), "{language:?}");
    }
}

#[test]
fn a_relaxed_search_is_told_apart_from_a_failing_one() {
    let engine = watched(Watching::default());
    let answer = ask(&engine, "cashew kernels zorgelflap", "en");
    assert!(answer.total > 0 && answer.stage != "all", "{} {}", answer.total, answer.stage);
    let report = engine.query_report(0, 10).expect("reports");
    assert_eq!((report.failed, report.relaxed), (0, 1));
    let english = &report.languages[0];
    assert_eq!((english.relaxing[0].text.as_str(), english.relaxing[0].stage.as_str()), ("cashew kernels zorgelflap", answer.stage));
    assert_eq!(english.unknown.iter().map(|word| word.word.as_str()).collect::<Vec<_>>(), ["zorgelflap"]);
}

#[test]
fn who_opts_out_keeps_nothing() {
    for engine in [watched(Watching { queries: false, ..Watching::default() }), crate::support::titled(&["Cashew kernels"])] {
        let answer = ask(&engine, "cashew zorgelflap", "en");
        assert_eq!(answer.query_id, None);
        assert_eq!(serde_json::to_value(&answer).expect("plain")["query_id"], serde_json::Value::Null);
        assert_eq!(engine.query_report(0, 10).expect("reports").asked, 0);
        let mut keys = 0;
        engine.journal().store().scan(b"q/", None, &mut |_, _| {
            keys += 1;
            Ok(true)
        }).expect("scans");
        assert_eq!(keys, 0);
    }
}

#[test]
fn the_log_does_not_say_who_asked() {
    let engine = watched(Watching::default());
    let request = posting(Side::Request, json!({"id": "r1", "title": "求购腰果仁 13812345678", "buyer": {"id": "secret-buyer", "name": "Secret Trading"}}));
    assert!(engine.matches(&request, &Ask::default()).expect("answers").query_id.is_some());
    ask(&engine, "cashew kernels, write to amina@example.org", "en");
    engine.query_report(0, 10).expect("reports");
    let mut kept = String::new();
    engine.journal().store().scan(b"q/", None, &mut |_, value| {
        kept += &String::from_utf8_lossy(value);
        Ok(true)
    }).expect("scans");
    assert!(kept.contains("cashew kernels") && kept.contains("腰果仁"), "{kept}");
    for secret in ["secret-buyer", "Secret Trading", "13812345678", "amina"] {
        assert!(!kept.contains(secret), "{secret}: {kept}");
    }
}

#[test]
fn the_number_of_answers_kept_is_bounded() {
    let engine = watched(Watching { keep_entries: 2, ..Watching::default() });
    for text in ["cashew", "shea butter", "mango"] {
        ask(&engine, text, "en");
    }
    let report = engine.query_report(0, 10).expect("reports");
    let mut texts: Vec<&str> = report.slow.iter().map(|row| row.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["mango", "shea butter"]);
}

#[test]
fn feedback_is_off_unless_asked_for_and_names_what_is_wrong() {
    let off = watched(Watching::default());
    let query = ask(&off, "cashew kernels", "en").query_id.expect("logged");
    assert!(matches!(off.give(&query, "o1", Kind::View), Err(FeedbackError::Off)));
    assert_eq!(off.query_report(0, 10).expect("reports").untouched, None);

    let on = watched(Watching { feedback: true, ..Watching::default() });
    let answer = ask(&on, "cashew kernels", "en");
    let (query, second) = (answer.query_id.expect("logged"), answer.hits[1].id.clone());
    assert_eq!(on.give(&query, &second, Kind::Contact).expect("taken"), 2);
    assert_eq!(on.give(&query, &second, Kind::Contact).expect("taken again"), 2);
    assert!(matches!(on.give(&query, "o3", Kind::View), Err(FeedbackError::NotShown { .. })));
    for wrong in ["", "q-1", "q-0192f0c8-1111-7222-8333-444455556666"] {
        assert!(matches!(on.give(wrong, "o1", Kind::View), Err(FeedbackError::UnknownQuery(_))), "{wrong}");
    }
    ask(&on, "beurre de karité", "fr");
    let untouched: Vec<String> = on.query_report(0, 10).expect("reports").untouched.into_iter().flatten().map(|row| row.text).collect();
    assert_eq!(untouched, ["beurre de karité"]);
    // Two of the second place for one answer.
    let rows = on.attraction_report(0, Propensity::default(), 10).expect("reports");
    assert_eq!(rows.iter().map(|row| (row.id.as_str(), row.chosen.contact, row.corrected.contact)).collect::<Vec<_>>(), [(second.as_str(), 1, 2.0)]);
}

#[test]
fn exposure_adds_up_and_names_what_is_not_stated() {
    let engine = watched(Watching::default());
    let shown: usize = [("cashew kernels", "en"), ("beurre de karité", "fr")].into_iter().map(|(text, lang)| ask(&engine, text, lang).hits.len()).sum();
    let report = engine.exposure_report(Side::Offer, 0, Propensity::default(), 10).expect("reports");
    assert_eq!((report.answers, report.shown), (2, shown));
    for group in [&report.size, &report.country, &report.language, &report.party] {
        assert!((group.iter().map(|share| share.exposure).sum::<f64>() - 1.0).abs() < 1e-9, "{group:?}");
        assert!((group.iter().map(|share| share.catalogue).sum::<f64>() - 1.0).abs() < 1e-9, "{group:?}");
        assert_eq!(group.iter().map(|share| share.postings).sum::<usize>(), 3);
    }
    let unknown = report.size.iter().find(|share| share.value == "unknown").expect("a supplier without a size");
    assert!(unknown.shown >= 1);
    assert_eq!(engine.exposure_report(Side::Request, 0, Propensity::default(), 10).expect("reports").shown, 0);
}

#[test]
fn what_nobody_can_serve_stands_under_its_chapter_and_origin_and_the_reverse() {
    let engine = watched(Watching::default());
    let requests = [
        json!({"id": "r-sesame", "title": "求购芝麻", "origins": ["TD"]}),
        json!({"id": "r-origin", "title": "cashew kernels", "origins": ["TZ"]}),
        json!({"id": "r-served", "title": "腰果仁", "origins": ["VN", "BJ"]}),
    ];
    submit(&engine, requests.into_iter().map(|request| posting(Side::Request, request)).collect());
    let report = engine.balance_report(0, 20).expect("reports");
    let unserved: Vec<(&str, &str, &[String])> = report.unserved.iter().map(|gap| (gap.chapter.as_str(), gap.origin.as_str(), gap.ids.as_slice())).collect();
    assert_eq!(unserved, [("08", "TZ", &["r-origin".to_owned()][..]), ("12", "TD", &["r-sesame".to_owned()][..])]);
    let unasked: Vec<(&str, &str, &[String])> = report.unasked.iter().map(|gap| (gap.chapter.as_str(), gap.origin.as_str(), gap.ids.as_slice())).collect();
    assert_eq!(unasked, [("15", "BF", &["o3".to_owned()][..])]);
    // A search counts as demand.
    ask(&engine, "shea butter from Burkina Faso", "en");
    let report = engine.balance_report(0, 20).expect("reports");
    assert!(report.unasked.is_empty(), "{:?}", report.unasked);
}

#[test]
fn zz_measure() {
    for watching in [None, Some(Watching::default()), None, Some(Watching::default())] {
        let options = Options { watching: watching.clone(), ..Options::memory() };
        let engine = Engine::open(options).expect("opens");
        let offers = (0..2_000).map(|n| posting(Side::Offer, json!({"id": format!("o{n}"), "title": format!("Cashew kernels W{}", 180 + n % 300), "origin": "BJ"}))).collect();
        submit(&engine, offers);
        let mut times: Vec<u128> = (0..400).map(|_| {
            let begun = std::time::Instant::now();
            ask(&engine, "cashew kernels W320", "en");
            begun.elapsed().as_micros()
        }).collect();
        times.sort_unstable();
        eprintln!("MEASURE log {}: median {} us, p95 {} us", watching.is_some(), times[200], times[380]);
    }
}
