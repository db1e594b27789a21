//! Sentences in the reader's language: the Fluent messages of `web/locales`, one file a language, and
//! numbers, percents, days and lists as its people write them (ICU4X). What a message says is data:
//! this file knows no sentence.

use std::cell::OnceCell;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_calendar::Gregorian;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date as CalendarDate;
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;
use icu_experimental::dimension::percent::formatter::PercentFormatter;
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale_core::Locale;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::text::{CORE, Lang};

/// The messages of each core language, in the order of [`CORE`].
const MESSAGES: [&str; CORE.len()] = [
    include_str!("../../web/locales/zh.ftl"),
    include_str!("../../web/locales/en.ftl"),
    include_str!("../../web/locales/fr.ftl"),
    include_str!("../../web/locales/es.ftl"),
    include_str!("../../web/locales/pt.ftl"),
    include_str!("../../web/locales/ar.ftl"),
    include_str!("../../web/locales/ru.ftl"),
    include_str!("../../web/locales/sw.ftl"),
    include_str!("../../web/locales/hi.ftl"),
    include_str!("../../web/locales/bn.ftl"),
    include_str!("../../web/locales/id.ftl"),
    include_str!("../../web/locales/vi.ftl"),
    include_str!("../../web/locales/th.ftl"),
    include_str!("../../web/locales/am.ftl"),
];

/// The language whose place everyone else takes: English.
const FALLBACK: usize = 1;

/// The ways of writing figures in one language. ICU4X does not share them between threads, and making one
/// costs far more than using it.
struct Formats {
    number: Option<DecimalFormatter>,
    percent: Option<PercentFormatter<DecimalFormatter>>,
    day: Option<FixedCalendarDateTimeFormatter<Gregorian, YMD>>,
    list: Option<ListFormatter>,
}

impl Formats {
    fn new(locale: &Locale) -> Formats {
        Formats {
            number: DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).ok(),
            percent: PercentFormatter::try_new(locale.into(), Default::default()).ok(),
            day: FixedCalendarDateTimeFormatter::try_new(locale.into(), YMD::long()).ok(),
            list: ListFormatter::try_new_and(locale.into(), ListFormatterOptions::default()).ok(),
        }
    }
}

thread_local! {
    /// Those of each core language that this thread has written in.
    static FORMATS: [OnceCell<Formats>; CORE.len()] = const { [const { OnceCell::new() }; CORE.len()] };
}

/// One language's messages and ways of writing figures.
pub(super) struct Say {
    /// Its place in [`CORE`].
    at: usize,
    lang: Lang,
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
}

/// An argument of a message.
pub(super) enum Arg {
    /// Words, ready to be read.
    Text(String),
    /// A number that decides between singular, plural and the like; it is not shown.
    Count(u64),
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl Say {
    /// The messages of a reader's language; of English where there are none. Each is built once, when
    /// the first reader of its language comes.
    pub(super) fn of(reader: Lang) -> &'static Say {
        static BUILT: [OnceLock<Say>; CORE.len()] = [const { OnceLock::new() }; CORE.len()];
        static ENGLISH: OnceLock<Say> = OnceLock::new();
        let at = CORE.iter().position(|lang| *lang == reader).unwrap_or(FALLBACK);
        let build = || Say::new(at, CORE.get(at).copied().unwrap_or(Lang::UND), MESSAGES.get(at).copied().unwrap_or_default());
        BUILT.get(at).unwrap_or(&ENGLISH).get_or_init(build)
    }

    fn new(at: usize, lang: Lang, messages: &str) -> Say {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.as_str().parse().unwrap_or_default()]);
        // Words of other scripts stand in the midst of what is written from right to left, and marks keep
        // them together. Where all runs one way the marks would only be in the way.
        bundle.set_use_isolating(lang.as_str() == "ar");
        // A message that cannot be read is left out here, and fails a test.
        let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(messages.to_owned());
        bundle.add_resource_overriding(resource);
        Say { at, lang, locale: lang.as_str().parse().unwrap_or(Locale::UNKNOWN), bundle }
    }

    /// The language of the sentences.
    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// A message with its arguments.
    pub(super) fn text(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.format(key, args).0
    }

    /// A message, and what went wrong with it.
    fn format(&self, key: &str, args: &[(&'static str, Arg)]) -> (String, Vec<String>) {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return (key.to_owned(), vec![format!("no message {key}")]);
        };
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            let value = match arg {
                Arg::Text(text) => FluentValue::from(text.as_str()),
                Arg::Count(count) => FluentValue::from(*count),
            };
            given.set(*name, value);
        }
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&given), &mut faults).into_owned();
        (text, faults.into_iter().map(|fault| fault.to_string()).collect())
    }

    /// Writes with the formats of the language; none if ICU4X cannot.
    fn with<T>(&self, write: impl FnOnce(&Formats) -> Option<T>) -> Option<T> {
        FORMATS.with(|formats| write(formats.get(self.at)?.get_or_init(|| Formats::new(&self.locale))))
    }

    /// A number with the digits and signs of the language; trailing zeros stay as they are.
    pub(super) fn number(&self, number: Decimal) -> String {
        let plain = number.to_string();
        let written = plain.parse().ok().and_then(|number| self.with(|formats| Some(formats.number.as_ref()?.format(&number).to_string())));
        written.unwrap_or(plain)
    }

    /// A percentage of at most one decimal.
    pub(super) fn percent(&self, percent: Decimal) -> String {
        let plain = percent.round_dp(1).normalize().to_string();
        let written = plain.parse().ok().and_then(|percent| self.with(|formats| Some(formats.percent.as_ref()?.format(&percent).to_string())));
        written.unwrap_or_else(|| format!("{plain}%"))
    }

    /// A day of the common calendar.
    pub(super) fn day(&self, day: Date) -> String {
        let part = |number: i8| u8::try_from(number).unwrap_or(1);
        let date = CalendarDate::try_new_gregorian(i32::from(day.year()), part(day.month()), part(day.day())).ok();
        date.and_then(|date| self.with(|formats| Some(formats.day.as_ref()?.format(&date).to_string()))).unwrap_or_else(|| day.to_string())
    }

    /// Several things, all of them.
    pub(super) fn list(&self, things: &[String]) -> String {
        self.with(|formats| Some(formats.list.as_ref()?.format(things.iter()).to_string())).unwrap_or_else(|| things.join(", "))
    }
}

#[cfg(test)]
#[path = "say_tests.rs"]
mod tests;
