//! What the engine writes for a reader is read back in the same language to the same value. Where the
//! written form can be read two ways (three digits after a sign) it is asked, with the true value among
//! the readings.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use tradewind::domain::{Currency, Unit, UnitClass};
use tradewind::explain::Voice;
use tradewind::text::{CORE, Clean, Lang, atoms, numbers};
use tradewind::understand::{Reader, Reading};

use super::body::{self, WRITTEN, sound};

static READER: LazyLock<Reader> = LazyLock::new(body::reader);

/// What is not read back yet, by language and unit: names that are goods or people as well. They are lost,
/// but for the containers of Swahili, which are taken for pieces. Whoever mends one takes it out.
const OPEN: &[(&str, &str)] = &[
    ("pt", "carton"), ("sw", "tola"), ("sw", "gal"), ("sw", "pair"), ("sw", "sheet"), ("sw", "log"), ("sw", "plant"), ("sw", "ibc"), ("sw", "TEU"), ("sw", "FEU"),
    ("sw", "FCL-TK"), 
];

fn open(lang: Lang, unit: &str) -> bool {
    OPEN.iter().any(|(in_lang, of)| *in_lang == lang.as_str() && *of == unit)
}

/// How a value came back.
#[derive(Debug, PartialEq, Eq)]
enum Back {
    Same,
    /// Asked, with the true value among the readings.
    Asked,
    Lost,
    Other(String),
}

fn value(reading: &Reading, field: &str) -> Option<String> {
    match field {
        "quantity" => reading.quantity.as_ref().map(ToString::to_string),
        "moq" => reading.moq.as_ref().map(ToString::to_string),
        "capacity" => reading.capacity.as_ref().map(ToString::to_string),
        "packing" => reading.packing.as_ref().map(ToString::to_string),
        "load" => reading.load.as_ref().map(ToString::to_string),
        "price" => reading.price.as_ref().map(ToString::to_string),
        field => panic!("no {field}"),
    }
}

/// Writes a value as a gloss does, with its label, and reads it; the text, and how it came back.
fn back(lang: Lang, field: &str, written: &str) -> (String, Back) {
    let voice = Voice::new(READER.lexicon(), lang);
    let text = voice.fact(voice.label(field), voice.value(field, written));
    let reading = READER.read_on(&text, "", Some(lang.as_str()), Some(WRITTEN));
    sound(&text, "", &reading);
    let same = |read: &str| read == written || equal(lang, read, written);
    let open = reading.findings.iter().any(|finding| finding.field == field && finding.value.is_none() && finding.alternatives.iter().any(|other| same(other)));
    let back = match value(&reading, field) {
        Some(read) if same(&read) => Back::Same,
        Some(read) => Back::Other(read),
        None if open => Back::Asked,
        None => Back::Lost,
    };
    (text, back)
}

/// Whether two amounts are one: of a hundred kilograms and of a quintal, or of two packages that people of
/// the language call by one name (a 卷 is a roll and a coil).
fn equal(lang: Lang, read: &str, written: &str) -> bool {
    let split = |value: &str| {
        let (figures, unit) = value.split_once(' ')?;
        let (unit, per) = unit.split_once('/').map_or((unit, ""), |(unit, per)| (unit, per));
        Some((figures.parse::<Decimal>().ok()?, unit.to_owned(), per.to_owned()))
    };
    let (Some((ours, unit, per)), Some((theirs, other, each))) = (split(read), split(written)) else { return false };
    let homonyms = |a: &str, b: &str| {
        let names = |unit: &str| Unit::parse(unit).map(|unit| READER.lexicon().unit_names(unit, lang).map(str::to_lowercase).collect::<Vec<_>>()).unwrap_or_default();
        a == b || names(b).first().is_some_and(|printed| names(a).contains(printed))
    };
    let base = |amount: Decimal, unit: &str| Unit::parse(unit).and_then(|unit| Some((unit.class(), amount.checked_mul(unit.factor()?)?.normalize())));
    homonyms(&per, &each) && (base(ours, &unit).is_some_and(|amount| Some(amount) == base(theirs, &other)) || ours == theirs && homonyms(&unit, &other))
}

/// What is excused must still fail; what is read back meanwhile is to be taken out.
#[test]
fn what_is_excused_still_fails() {
    let lang = |tag: &str| CORE.into_iter().find(|lang| lang.as_str() == tag).unwrap_or_else(|| panic!("{tag} is a core language"));
    let mended: Vec<_> = OPEN.iter().filter(|(tag, unit)| back(lang(tag), "quantity", &format!("125 {unit}")).1 == Back::Same).collect();
    assert!(mended.is_empty(), "read back by now: {mended:?}");
}

/// Whether a form of three digits after one sign leaves open what the sign is.
fn may_ask(amount: Decimal) -> bool {
    amount.normalize().scale() == 3
}

/// Amounts of trade: whole numbers of every length, and up to four decimals.
fn amount() -> impl Strategy<Value = Decimal> {
    let whole = (0u32..10, 1i64..10).prop_flat_map(|(digits, first)| (0..10i64.pow(digits)).prop_map(move |rest| first * 10i64.pow(digits) + rest));
    (whole, 0u32..5).prop_map(|(digits, scale)| Decimal::new(digits, scale).normalize())
}

/// Units of every class, the everyday ones.
const UNITS: &[&str] = &["t", "kg", "g", "lb", "jin", "l", "m3", "m2", "m", "pc", "pair", "dozen", "bag", "carton", "drum", "FCL20", "FCL40HC"];
const PERIODS: &[&str] = &["", "/day", "/week", "/month", "/quarter", "/year"];
const CURRENCIES: &[&str] = &["USD", "EUR", "CNY", "XOF", "INR", "KES", "VND", "BRL", "RUB", "ETB"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn numbers_come_back(amount in amount(), lang in select(&CORE[..])) {
        let voice = Voice::new(READER.lexicon(), lang);
        let text = voice.value("quantity", &format!("{amount} kg"));
        let clean = Clean::new(&text);
        let read = numbers(&clean, &atoms(&clean), lang);
        let Some(first) = read.first() else { panic!("{lang}: no number in {text}") };
        let known = first.value == amount || (may_ask(amount) && first.alternatives.contains(&amount));
        prop_assert!(known && read.len() == 1, "{lang}: {text} is {read:?}");
        prop_assert!(first.alternatives.is_empty() || may_ask(amount), "{lang}: {text} is {read:?}");
    }

    #[test]
    fn amounts_come_back(amount in amount(), unit in select(UNITS), period in select(PERIODS), field in select(vec!["quantity", "moq", "capacity"]), lang in select(&CORE[..])) {
        let written = format!("{amount} {unit}{period}");
        let (text, back) = back(lang, field, &written);
        let known = back == Back::Same || back == Back::Asked && (may_ask(amount) || turned(amount, unit, lang).is_some_and(may_ask)) || open(lang, unit);
        prop_assert!(known, "{lang}: {text} for {written} is {back:?}");
    }

    #[test]
    fn prices_come_back(amount in amount(), currency in select(CURRENCIES), unit in select(UNITS), lang in select(&CORE[..])) {
        let written = format!("{amount} {currency}/{unit}");
        let (text, back) = back(lang, "price", &written);
        // Without its unit a price compares with nothing.
        let alone = format!("{amount} {currency}");
        let without_unit = back == Back::Other(alone) || back == Back::Lost && may_ask(amount);
        prop_assert!(open(lang, unit) && without_unit || back == Back::Same || back == Back::Asked && may_ask(amount), "{lang}: {text} for {written} is {back:?}");
    }
}

/// The amount as it is told where a language has no name for its unit: in the base unit of the class.
fn turned(amount: Decimal, unit: &str, lang: Lang) -> Option<Decimal> {
    let unit = Unit::parse(unit).filter(|unit| READER.lexicon().unit_names(*unit, lang).next().is_none())?;
    Some((amount * unit.factor()?).normalize())
}

/// Values in every language.
fn everywhere(values: impl Iterator<Item = String>) -> impl Iterator<Item = (Lang, String)> {
    values.flat_map(|written| CORE.map(|lang| (lang, written.clone())))
}

/// What of a list of values does not come back.
fn lost(field: &str, values: impl Iterator<Item = (Lang, String)>) -> Vec<String> {
    values.filter_map(|(lang, written)| {
        let (text, back) = back(lang, field, &written);
        let unit = written.split([' ', '/']).next_back().unwrap_or_default();
        (back != Back::Same && !open(lang, unit)).then(|| format!("{lang}: {text} for {written} is {back:?}"))
    }).collect()
}

fn none(lost: &[String]) {
    assert!(lost.is_empty(), "{} do not come back:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn every_unit_comes_back() {
    // What has neither a name in the language nor a size is written by its key.
    let told = |lang: Lang, unit: Unit| unit.factor().is_some() || READER.lexicon().unit_names(unit, lang).next().is_some();
    let all = CORE.iter().flat_map(|lang| Unit::all().filter(move |unit| told(*lang, *unit)).map(move |unit| (*lang, format!("125 {}", unit.name()))));
    none(&lost("quantity", all));
}

#[test]
fn every_currency_comes_back() {
    // KGS are kilograms in every trade text, and the som of Kyrgyzstan nowhere.
    none(&lost("price", everywhere(Currency::all().map(Currency::code).filter(|code| *code != "KGS").map(|code| format!("1250.5 {code}/t")))));
}

#[test]
fn ranges_and_contents_come_back() {
    none(&lost("quantity", everywhere(["50..60 t", "1200..1500 kg/month", "2..3 FCL20"].map(str::to_owned).into_iter())));
    none(&lost("price", everywhere(["1200..1300 USD/t", "5.25..6.5 CNY/kg"].map(str::to_owned).into_iter())));
    let packages = Unit::all().filter(|unit| matches!(unit.name(), "bag" | "carton" | "drum" | "box")).map(|unit| format!("12.5 kg/{}", unit.name()));
    none(&lost("packing", everywhere(packages)));
    let containers = Unit::all().filter(|unit| unit.class() == UnitClass::Container && unit.name().starts_with("FCL2")).map(|unit| format!("18 t/{}", unit.name()));
    // Swahili names the tonnes before the container that they fill, which is not read yet.
    none(&lost("load", everywhere(containers).filter(|(lang, _)| lang.as_str() != "sw")));
}
