//! Every language says everything, with the plurals and figures of its people.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Every message of a file with the names of its arguments.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase())) {
            key = name.to_owned();
            assert!(found.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
        }
        let arguments = line.split('$').skip(1).map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric()).collect::<String>());
        if let Some(names) = found.get_mut(&key) {
            names.extend(arguments);
        }
    }
    found
}

fn say(lang: &str) -> &'static Say {
    Say::of(Lang::new(lang).expect("a language"))
}

/// A text without the marks that hold its direction.
fn bare(text: String) -> String {
    text.replace(['\u{2068}', '\u{2069}', '\u{200e}', '\u{200f}', '\u{61c}'], "").replace(['\u{a0}', '\u{202f}'], " ")
}

fn counted(lang: &str, key: &str, counts: &[u64]) -> Vec<String> {
    let say = say(lang);
    counts.iter().map(|count| bare(say.text(key, &[("count", Arg::Count(*count)), ("number", say.number(Decimal::from(*count)).into())]))).collect()
}

#[test]
fn all_languages_have_the_same_messages_with_the_same_arguments() {
    let english = messages(MESSAGES[FALLBACK]);
    assert!(english.len() > 100, "{} messages", english.len());
    for (lang, text) in CORE.iter().zip(MESSAGES) {
        if let Err((_, faults)) = FluentResource::try_new(text.to_owned()) {
            panic!("{lang}: {faults:?}");
        }
        let own = messages(text);
        for (key, arguments) in &english {
            let told = own.get(key).unwrap_or_else(|| panic!("{lang} has no {key}"));
            assert_eq!(told, arguments, "{lang}: {key}");
        }
        assert_eq!(own.len(), english.len(), "{lang} has messages of its own");
    }
}

#[test]
fn every_message_takes_its_arguments_in_every_language() {
    for (lang, text) in CORE.iter().zip(MESSAGES) {
        for (key, arguments) in messages(text) {
            for count in [0, 1, 2, 3, 5, 11, 21, 100] {
                for period in ["day", "week", "month", "quarter", "year"] {
                    let argument = |name: &str| match name {
                        "count" => ("count", Arg::Count(count)),
                        "period" => ("period", Arg::from(period)),
                        name => (&*Box::leak(name.to_owned().into_boxed_str()), Arg::from("x")),
                    };
                    let given: Vec<_> = arguments.iter().map(|name| argument(name)).collect();
                    let (told, faults) = Say::of(*lang).format(&key, &given);
                    assert!(faults.is_empty() && !told.trim().is_empty() && !told.contains(['{', '}']), "{lang} {key}: {told} {faults:?}");
                }
            }
        }
    }
}

#[test]
fn plurals_are_those_of_the_language() {
    assert_eq!(
        counted("ru", "reason-fresh", &[0, 1, 2, 5, 11, 21, 22]),
        ["Обновлено сегодня", "Обновлено 1 день назад", "Обновлено 2 дня назад", "Обновлено 5 дней назад", "Обновлено 11 дней назад", "Обновлено 21 день назад", "Обновлено 22 дня назад"]
    );
    assert_eq!(counted("ru", "span-days", &[1, 3, 12]), ["1 день", "3 дня", "12 дней"]);
    let arabic = counted("ar", "span-days", &[1, 2, 3, 11, 100]);
    assert_eq!(&arabic[..2], ["يوم واحد", "يومان"]);
    assert!(arabic[2].ends_with("أيام") && arabic[3].ends_with("يومًا") && arabic[4].ends_with("يوم"), "{arabic:?}");
    assert_eq!(counted("zh", "reason-fresh", &[0, 1, 12]), ["今天更新", "1 天前更新", "12 天前更新"]);
    assert_eq!(counted("en", "span-days", &[1, 21]), ["1 day", "21 days"]);
    assert_eq!(counted("fr", "found", &[0, 1, 2]), ["0 résultat", "1 résultat", "2 résultats"]);
}

#[test]
fn figures_are_written_as_people_of_the_language_do() {
    let number = |lang: &str, number: &str| bare(say(lang).number(number.parse().expect("a decimal")));
    for (lang, written) in [
        ("zh", "1,250.50"), ("en", "1,250.50"), ("fr", "1 250,50"), ("ru", "1 250,50"), ("pt", "1.250,50"), ("id", "1.250,50"),
        ("vi", "1.250,50"), ("hi", "1,250.50"), ("bn", "১,২৫০.৫০"), ("sw", "1,250.50"), ("am", "1,250.50"), ("th", "1,250.50"),
    ] {
        assert_eq!(number(lang, "1250.50"), written, "{lang}");
    }
    assert_eq!(number("hi", "1234567"), "12,34,567");
    let arabic = number("ar", "1250.5");
    assert!(arabic == "١٬٢٥٠٫٥" || arabic == "1,250.5", "{arabic}");
    let percent = |lang: &str| bare(say(lang).percent("4.24".parse().expect("a decimal")));
    assert_eq!([percent("zh"), percent("ru"), percent("fr")], ["4.2%", "4,2 %", "4,2 %"]);
    let day = |lang: &str| bare(say(lang).day(Date::constant(2026, 12, 31)));
    assert_eq!([day("zh"), day("ru"), day("fr"), day("en")], ["2026年12月31日", "31 декабря 2026 г.", "31 décembre 2026", "December 31, 2026"]);
    // The common calendar also where another one is used at home.
    assert!(day("th").contains("2026") && day("am").contains("2026"), "{} {}", day("th"), day("am"));
    let list = |lang: &str| say(lang).list(&["A".to_owned(), "B".to_owned(), "C".to_owned()]);
    assert_eq!([list("zh"), list("fr")], ["A、B和C", "A, B et C"]);
}

#[test]
fn a_language_without_messages_is_answered_in_english() {
    assert_eq!(say("tr").lang().as_str(), "en");
    assert_eq!(say("tr").text("yes", &[]), "yes");
}
