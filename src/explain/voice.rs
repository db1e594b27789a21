//! How things are called and amounts are written in the reader's language: the lexicon's words in the
//! messages' forms.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::say::{Arg, Say};
use crate::domain::{Country, Currency, Incoterm, Period, Price, Quantity, Unit, UnitClass};
use crate::lexicon::{ConceptId, FacetId, Lexicon, Meaning, language_name};
use crate::text::Lang;
use crate::views::deal::{DealAmount, DealContent, DealPrice};

/// Languages that count currencies by name; elsewhere trade writes the code of ISO 4217, which is the
/// same for everybody and, unlike a sign or a name, never another country's money.
const NAMES_CURRENCIES: &[&str] = &["zh"];
/// Languages whose nouns change with the number before them. There a unit is written by its symbol, which
/// stays as it is, if people use one.
const CHANGES_NOUNS: &[&str] = &["fr", "es", "pt", "ru"];
/// Units that are a number of others: 1,250 百个 would be read twice.
const NUMERALS: &[(&str, &str)] = &[("hundred", "pc"), ("thousand", "pc"), ("lakh", "pc"), ("million", "pc"), ("kt", "t"), ("mbf", "board-foot")];
/// The most letters of a symbol of a unit.
const SYMBOL_CHARS: usize = 3;

/// Somebody's language, with the lexicon that has its words.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    say: &'static Say,
    lexicon: &'a Lexicon,
    reader: Lang,
}

impl<'a> Voice<'a> {
    /// The voice for a reader. Sentences are English where there are none in the language.
    pub fn new(lexicon: &'a Lexicon, reader: Lang) -> Voice<'a> {
        Voice { say: Say::of(reader), lexicon, reader }
    }

    /// The lexicon.
    pub(super) fn lexicon(&self) -> &'a Lexicon {
        self.lexicon
    }

    /// The language of the sentences.
    pub fn lang(&self) -> Lang {
        self.say.lang()
    }

    /// The messages.
    pub(super) fn say(&self) -> &'static Say {
        self.say
    }

    /// A message with its arguments.
    pub(super) fn text(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.say.text(key, args)
    }

    /// The name of a field of postings: `price`, `origins`.
    pub fn label(&self, field: &str) -> String {
        let field = match field {
            "origin" => "origins",
            "delivery" => "incoterm",
            "channel" => "channels",
            "time" => "needed_by",
            "grade" => "codes",
            field => field,
        };
        self.text(&format!("label-{}", field.replace('_', "-")), &[])
    }

    /// A heading of the command line and its like: `hints`, `fits`.
    pub fn word(&self, key: &str) -> String {
        self.text(key, &[])
    }

    /// How many were found.
    pub fn found(&self, count: usize) -> String {
        let number = self.say.number(Decimal::from(count));
        self.text("found", &[("count", Arg::Count(count as u64)), ("number", number.into())])
    }

    pub(super) fn concept(&self, id: u32) -> String {
        self.lexicon.label(Meaning::Concept(ConceptId(id)), self.reader)
    }

    pub(super) fn facet(&self, id: u16) -> String {
        self.lexicon.label(Meaning::Facet(FacetId(id)), self.reader)
    }

    /// The label of a concept by its name.
    pub fn goods(&self, slug: &str) -> String {
        self.lexicon.find(slug).map_or_else(|| slug.to_owned(), |id| self.concept(id.0))
    }

    /// The label of a property by its `group:value`.
    pub fn property(&self, slug: &str) -> String {
        self.lexicon.find_facet(slug).map_or_else(|| slug.to_owned(), |id| self.facet(id.0))
    }

    pub(super) fn country(&self, country: Country) -> String {
        self.lexicon.country_name(country, self.reader)
    }

    pub(super) fn countries(&self, countries: &[Country]) -> String {
        self.say.list(&countries.iter().map(|country| self.country(*country)).collect::<Vec<_>>())
    }

    /// Words between quotation marks, with their language where it is not the reader's.
    pub(super) fn quote(&self, words: &str, lang: &str) -> String {
        let lang = Lang::new(lang).unwrap_or(Lang::UND);
        if lang == self.reader || lang == Lang::UND {
            return self.text("quote", &[("text", words.into())]);
        }
        self.text("quote-in", &[("text", words.into()), ("lang", language_name(lang, self.say.lang()).into())])
    }

    /// A certificate by its key; free words stay as they are.
    pub(super) fn certificate(&self, key: &str) -> String {
        self.lexicon.find_certificate(key).map_or_else(|| key.to_owned(), |at| self.lexicon.label(Meaning::Certificate(at), self.reader))
    }

    pub(super) fn certificates(&self, keys: &[String]) -> String {
        self.say.list(&keys.iter().map(|key| self.certificate(key)).collect::<Vec<_>>())
    }

    /// A place by UN/LOCODE, country code or name; what nobody knows stays as written.
    pub(super) fn place(&self, place: &str) -> String {
        let known = self.lexicon.find_place(place).or_else(|| self.lexicon.place_named(place));
        if let Some(at) = known {
            return self.lexicon.label(Meaning::Place(at), self.reader);
        }
        let code = (place.len() == 2 && place.bytes().all(|b| b.is_ascii_uppercase())).then(|| Country::parse(place)).flatten();
        code.map_or_else(|| place.to_owned(), |country| self.country(country))
    }

    /// A delivery term with its place: CIF 青岛.
    pub(super) fn term(&self, term: Option<Incoterm>, place: Option<&str>) -> String {
        let words = [term.map(|term| term.code().to_owned()), place.map(|place| self.place(place))];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Means of payment: a letter of credit by its name, the rest by the letters everybody knows.
    pub(super) fn payment(&self, means: &str) -> String {
        match means {
            "lc" | "lc-sight" | "lc-usance" | "advance" | "open-account" | "cod" | "escrow" => self.text(&format!("pay-{means}"), &[]),
            "tt" => "T/T".to_owned(),
            "dp" => "D/P".to_owned(),
            "da" => "D/A".to_owned(),
            "cad" => "CAD".to_owned(),
            other => other.strip_prefix("tt ").map_or_else(|| other.to_owned(), |shares| format!("T/T {shares}")),
        }
    }

    pub(super) fn payments(&self, means: &[String]) -> String {
        self.say.list(&means.iter().map(|means| self.payment(means)).collect::<Vec<_>>())
    }

    /// A unit by its everyday name.
    pub(super) fn unit(&self, unit: Unit) -> String {
        let symbol = || self.lexicon.unit_names(unit, self.reader).find(|name| name.chars().count() <= SYMBOL_CHARS);
        let changes = CHANGES_NOUNS.contains(&self.reader.as_str()) && !matches!(unit.class(), UnitClass::Package | UnitClass::Container);
        let name = changes.then(symbol).flatten().or_else(|| self.lexicon.unit_names(unit, self.reader).next());
        name.unwrap_or(unit.name()).trim_end_matches('.').to_owned()
    }

    /// An amount in a unit that the reader has a word for. A hundred is a number and no unit; an arroba of
    /// 12.5 kg is kilograms to whom it has no name.
    fn everyday(&self, low: Decimal, high: Option<Decimal>, unit: Unit) -> (Decimal, Option<Decimal>, Unit) {
        let numeral = NUMERALS.iter().find(|(name, _)| *name == unit.name()).map(|(_, unit)| *unit);
        let spoken = self.reader != self.say.lang() || self.lexicon.unit_names(unit, self.reader).next().is_some_and(|name| !name.contains('('));
        let base = || {
            let base = Unit::parse(numeral.unwrap_or(unit.class().base()))?;
            let factor = unit.factor()?.checked_div(base.factor()?)?;
            let high = high.map(|high| high.checked_mul(factor).ok_or(())).transpose().ok()?;
            Some((low.checked_mul(factor)?.normalize(), high.map(|high| high.normalize()), base))
        };
        (numeral.is_some() || !spoken).then(base).flatten().unwrap_or((low, high, unit))
    }

    /// An amount, or a range of amounts, of a unit: 18 吨, 2 × 20' FCL.
    fn counted(&self, low: Decimal, high: Option<Decimal>, unit: Unit) -> String {
        let (low, high, unit) = self.everyday(low.normalize(), high.map(|high| high.normalize()), unit);
        let amount = self.range(low, high);
        let unit_name = self.unit(unit);
        let whole = match unit.class() {
            UnitClass::Package | UnitClass::Container => true,
            UnitClass::Count => unit_name.chars().count() > SYMBOL_CHARS,
            _ => false,
        };
        let key = if whole { "counted-things" } else { "counted" };
        self.text(key, &[("amount", amount.into()), ("unit", unit_name.into())])
    }

    fn range(&self, from: Decimal, to: Option<Decimal>) -> String {
        let from = self.say.number(from);
        match to {
            None => from,
            Some(to) => format!("{from}–{}", self.say.number(to)),
        }
    }

    fn each(&self, amount: String, per: Option<Period>) -> String {
        match per {
            None => amount,
            Some(period) => self.text("each", &[("amount", amount.into()), ("period", period.name().into())]),
        }
    }

    pub(super) fn quantity(&self, quantity: &Quantity) -> String {
        self.each(self.counted(quantity.amount, None, quantity.unit), quantity.per)
    }

    /// An amount, which may be a range.
    pub(super) fn amount(&self, amount: &DealAmount) -> String {
        self.each(self.counted(amount.low, Some(amount.high).filter(|high| *high != amount.low), amount.unit), amount.per)
    }

    /// What one of something holds.
    pub(super) fn content(&self, content: &DealContent) -> String {
        let amount = self.counted(content.amount, None, content.unit);
        self.text("content", &[("amount", amount.into()), ("unit", self.unit(content.per).into())])
    }

    /// How long something takes, in days.
    pub(super) fn span(&self, days: u32) -> String {
        self.text("span-days", &[("count", Arg::Count(u64::from(days))), ("number", self.say.number(Decimal::from(days)).into())])
    }

    /// Days from and to, or a beginning alone.
    pub(super) fn period(&self, (from, until): (Date, Option<Date>)) -> String {
        let from = self.say.day(from);
        match until {
            None => self.text("period-from", &[("date", from.into())]),
            Some(until) => format!("{from} – {}", self.say.day(until)),
        }
    }

    /// A currency as the reader writes it behind an amount.
    pub(super) fn currency(&self, currency: Currency) -> String {
        let name = || self.lexicon.currency_names(currency, self.reader).next();
        let named = NAMES_CURRENCIES.contains(&self.reader.as_str()).then(name).flatten();
        named.unwrap_or(currency.code()).to_owned()
    }

    fn money(&self, amount: String, currency: Currency, per: Option<Unit>) -> String {
        let money = self.text("money", &[("amount", amount.into()), ("currency", self.currency(currency).into())]);
        match per {
            None => money,
            Some(unit) => format!("{money}/{}", self.unit(unit)),
        }
    }

    pub(super) fn price(&self, price: &Price) -> String {
        self.money(self.say.number(to_cents(price.amount)), price.currency, price.per)
    }

    /// A price that may be a range.
    pub(super) fn price_range(&self, price: &DealPrice) -> String {
        self.money(self.range(to_cents(price.low), Some(to_cents(price.high)).filter(|_| price.high != price.low)), price.currency, price.per)
    }

    /// A normal value of a field, as the reading of a text gives it, in the reader's words.
    pub fn value(&self, field: &str, value: &str) -> String {
        match field {
            "origins" | "refused_origins" => Country::parse(value).map(|country| self.country(country)),
            "place" | "destination" => Some(self.place(value)),
            "certifications" => Some(self.certificate(value)),
            "payment" => Some(self.payment(value)),
            "sample" => Some(self.word("yes")),
            "lead_time" => self.lead(value),
            "valid_until" | "needed_by" => value.parse().ok().map(|day| self.say.day(day)),
            "window" => self.window(value),
            _ => self.measured(field, value),
        }
        .unwrap_or_else(|| value.to_owned())
    }

    /// `30 day`, `6..8 week`.
    fn lead(&self, value: &str) -> Option<String> {
        let (counts, period) = value.split_once(' ')?;
        let days = |count: &str| count.parse::<u32>().ok()?.checked_mul(Period::parse(period)?.days());
        match counts.split_once("..") {
            Some((low, high)) => Some(format!("{}–{}", self.span(days(low)?), self.span(days(high)?))),
            None => Some(self.span(days(counts)?)),
        }
    }

    /// `2027-06..2027-08`, `2027-07..`, `2027-03`.
    fn window(&self, value: &str) -> Option<String> {
        let (from, until) = value.split_once("..").unwrap_or((value, value));
        let day = |when: &str, last: bool| {
            let (year, month) = when.split_once('-')?;
            let month = || Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok();
            when.parse().ok().or_else(|| month().map(|first| if last { first.last_of_month() } else { first }))
        };
        Some(self.period((day(from, false)?, day(until, true))))
    }

    /// `200 t`, `50..60 t/month`, `6500 USD/t`, `80 kg/bag`.
    fn measured(&self, field: &str, value: &str) -> Option<String> {
        let (figures, rest) = value.split_once(' ')?;
        let (from, to) = figures.split_once("..").map_or((figures, None), |(from, to)| (from, Some(to)));
        let (what, per) = rest.split_once('/').map_or((rest, None), |(what, per)| (what, Some(per)));
        let (low, high) = (from.parse().ok()?, to.and_then(|to| to.parse().ok()));
        Some(match (field, per) {
            ("price", _) => self.money(self.range(to_cents(low), high.map(to_cents)), Currency::parse(what)?, per.and_then(Unit::parse)),
            ("packing" | "load", Some(per)) => self.text("content", &[("amount", self.counted(low, high, Unit::parse(what)?).into()), ("unit", self.unit(Unit::parse(per)?).into())]),
            _ => self.each(self.counted(low, high, Unit::parse(what)?), per.and_then(Period::parse)),
        })
    }

    /// A label and what stands behind it.
    pub fn fact(&self, label: String, value: String) -> String {
        self.text("fact", &[("label", label.into()), ("value", value.into())])
    }
}

/// An amount of money as it is written: 1250.5 with the second place, 1250 without any.
fn to_cents(amount: Decimal) -> Decimal {
    let mut written = amount.normalize();
    if written.scale() == 1 {
        written.rescale(2);
    }
    written
}
