//! Days and months as they are written, in figures and in words; the year may be left out.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use super::affix;
use super::layout::{Layout, What};
use crate::lexicon::Cue;

/// A day, or only a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A day.
    Day(Date),
    /// A month of a year.
    Month(i16, i8),
}

impl When {
    /// The first day meant.
    pub fn first_day(self) -> Date {
        match self {
            When::Day(day) => day,
            When::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
        }
    }

    /// The last day meant.
    pub fn last_day(self) -> Date {
        match self {
            When::Day(day) => day,
            When::Month(year, month) => Date::new(year, month, 1).map(Date::last_of_month).unwrap_or(Date::MAX),
        }
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            When::Day(day) => write!(f, "{day}"),
            When::Month(year, month) => write!(f, "{year:04}-{month:02}"),
        }
    }
}

/// A day or a month as a text says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) year: Option<i16>,
    pub(super) month: i16,
    pub(super) day: Option<i16>,
}

impl Point {
    /// It in a year.
    pub(super) fn of(self, year: i16) -> Option<When> {
        let first = date(year, self.month, self.day.unwrap_or(1))?;
        Some(if self.day.is_some() { When::Day(first) } else { When::Month(first.year(), first.month()) })
    }

    /// It in the year said, else in the next year in which it has not passed.
    pub(super) fn after(self, today: Option<Date>) -> Option<When> {
        if let Some(year) = self.year {
            return self.of(year);
        }
        let today = today?;
        let this = self.of(today.year())?;
        if this.last_day() < today { self.of(today.year() + 1) } else { Some(this) }
    }
}

/// A date in the common calendar; years of the Buddhist era are told by their size.
fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let year = common(year);
    (2000..2100).contains(&year).then(|| Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()).flatten()
}

/// A year of the common era.
pub(super) fn common(year: i16) -> i16 {
    if (2500..2700).contains(&year) { year - 543 } else { year }
}

/// Whole numbers of a piece, with the number of digits written.
pub(super) fn digits(layout: &Layout<'_>, at: usize) -> Option<(i16, usize)> {
    layout.number(at)?;
    let written = layout.written(at);
    let plain = written.bytes().all(|b| b.is_ascii_digit()).then_some(written)?;
    Some((plain.parse().ok()?, plain.len()))
}

/// The date that starts at a piece, and where it ends. A lone month is a word like another (may, mars): a cue
/// or a year must stand beside it.
pub(super) fn date_at(layout: &Layout<'_>, at: usize) -> Option<(Point, usize)> {
    let sure = run_of_digits(layout, at).or_else(|| chinese(layout, at)).or_else(|| day_month(layout, at)).or_else(|| day_stroke(layout, at));
    sure.or_else(|| {
        let (point, until) = month_day(layout, at)?;
        let cued = |at: usize, cues: &[Cue]| layout.cues(at).any(cues);
        let meant = point.year.is_some() || point.day.is_some() || layout.before(at, 3).any(|before| cued(before, &[Cue::NeededBy, Cue::ValidUntil, Cue::MonthEnd])) || layout.before(at, 1).any(|before| cued(before, &[Cue::Loading])) || cued(at + 1, &[Cue::NeededBy, Cue::MonthEnd]);
        meant.then_some((point, until))
    })
}

/// The day or month that starts at a piece, where what stands beside it says that it is one.
pub(super) fn point_at(layout: &Layout<'_>, at: usize) -> Option<(Point, usize)> {
    run_of_digits(layout, at).or_else(|| chinese(layout, at)).or_else(|| day_month(layout, at)).or_else(|| month_day(layout, at))
}

/// A date in one run of digits and signs: 31.12.2026, 2026-12-31, 31/12/26.
fn run_of_digits(layout: &Layout<'_>, at: usize) -> Option<(Point, usize)> {
    let start = layout.get(at)?.span.start;
    let text = layout.clean.as_str();
    let begins = text.get(..start).is_none_or(|before| !before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '/')));
    let rest = text.get(start..).filter(|rest| begins && rest.starts_with(|c: char| c.is_ascii_digit()))?;
    let length = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '/'))).unwrap_or(rest.len());
    let run = rest.get(..length)?.trim_end_matches(['.', '-', '/']);
    let sign = run.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = run.split(sign).collect();
    let number = |text: &str| text.parse::<i16>().ok();
    let known = |year: i16, month: i16, day: Option<i16>| {
        let first = date(year, month, day.unwrap_or(1))?;
        Some(Point { year: Some(first.year()), month, day })
    };
    let point = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => known(number(year)?, number(month)?, Some(number(day)?))?,
        [day, month, year] if year.len() == 4 || (year.len() == 2 && day.len() <= 2 && month.len() == 2) => {
            let (day, month) = (number(day)?, number(month)?);
            let year = if year.len() == 4 { number(year)? } else { 2000 + number(year)? };
            // Month and day the American way only where it cannot be the other way.
            known(year, month, Some(day)).or_else(|| known(year, day, Some(month)))?
        }
        [month, year] if year.len() == 4 && month.len() <= 2 && sign != '.' => known(number(year)?, number(month)?, None)?,
        [year, month] if year.len() == 4 && month.len() == 2 => known(number(year)?, number(month)?, None)?,
        _ => return None,
    };
    let end = start + run.len();
    let until = (at..layout.pieces.len()).find(|next| layout.get(*next).is_none_or(|piece| piece.span.start >= end)).unwrap_or(layout.pieces.len());
    Some((point, until))
}

/// A day and a month without a year right behind the word for until: hasta el 4/12, trước 15/1. English writes them in
/// two orders.
fn day_stroke(layout: &Layout<'_>, at: usize) -> Option<(Point, usize)> {
    let before = at.checked_sub(1)?;
    let english = layout.langs.first().is_none_or(|lang| matches!(lang.as_str(), "en" | "zh"));
    let until = layout.cues(before).any(&[Cue::ValidUntil, Cue::NeededBy]) && !english;
    let figure = |at: usize, most: i16| digits(layout, at).filter(|(figure, length)| *length <= 2 && (1..=most).contains(figure)).map(|(figure, _)| figure);
    let day = figure(at, 31).filter(|_| until && layout.mark(at + 1) == Some('/'))?;
    let month = figure(at + 2, 12).filter(|_| layout.mark(at + 3) != Some('/') && layout.mark(at + 3) != Some('%') && layout.currency(at + 3).is_none() && !counts(layout, at + 3))?;
    Some((Point { year: None, month, day: Some(day) }, at + 3))
}

/// 2026年12月31日, 12月31日, 3月底.
fn chinese(layout: &Layout<'_>, at: usize) -> Option<(Point, usize)> {
    let sign = |at: usize, sign: &str| layout.written(at).starts_with(sign);
    let (first, _) = digits(layout, at)?;
    let (year, month_at) = if sign(at + 1, "年") { (Some(of_this_century(first)), at + 2) } else { (None, at) };
    let (month, _) = digits(layout, month_at).filter(|(month, _)| (1..=12).contains(month))?;
    // 3月龄 is an age.
    if !sign(month_at + 1, "月") || sign(month_at + 2, "龄") {
        return None;
    }
    let day = digits(layout, month_at + 2).filter(|(day, _)| (1..=31).contains(day) && (sign(month_at + 3, "日") || sign(month_at + 3, "号")));
    Some((Point { year, month, day: day.map(|(day, _)| day) }, if day.is_some() { month_at + 4 } else { month_at + 2 }))
}

/// The month that a piece names, also with a preposition grown onto it: ከጁን, ليونيو.
pub(super) fn month_name(layout: &Layout<'_>, at: usize) -> Option<i16> {
    let named = layout.cues(at).month().or_else(|| {
        let What::Word(atom) = layout.get(at)?.what else { return None };
        let bare = affix::stripped(&layout.atoms.get(atom)?.folded);
        bare.into_iter().find_map(|(bare, _)| layout.lexicon.cues_of_word(&bare, |lang, letters| layout.spoken(lang, letters)).month())
    })?;
    (!is_other_word(layout, at)).then_some(named)
}

/// Whether the name of a month is another word here: goods may vary, por mar, dez contêineres, มีความชื้น.
fn is_other_word(layout: &Layout<'_>, at: usize) -> bool {
    const BEFORE_MAY: &[&str] = &["from", "in", "by", "of", "until", "till", "to", "end", "early", "mid", "late", "before", "en", "de", "a", "hasta"];
    let written = layout.written(at);
    let before = at.checked_sub(1);
    let word_before = before.and_then(|before| layout.word(before));
    if written == "may" {
        let day = |at: usize| digits(layout, at).is_some_and(|(day, length)| length <= 2 && (1..=31).contains(&day));
        let dated = year_at(layout, skip(layout, at + 1)).is_some() || day(at + 1) && !counts(layout, at + 2) || before.is_some_and(day);
        let joined = |at: usize| matches!(layout.mark(at), Some('-' | '–' | '/'));
        let said = word_before.is_some_and(|word| BEFORE_MAY.contains(&word)) || before.is_some_and(joined) || joined(at + 1);
        let helps = matches!(layout.word(at + 1), Some("be" | "or" | "not" | "vary" | "take" | "have" | "also"));
        return helps || !(dated || said);
    }
    let counted = written.chars().count() <= 4 && measures(layout, at + 1);
    let stopless = written.starts_with(|c: char| ('\u{e00}'..='\u{e7f}').contains(&c)) && written.chars().count() <= 4 && !written.contains('.');
    counted || stopless || word_before == Some("por") && written.eq_ignore_ascii_case("mar")
}

/// Whether a piece makes the figures before it an amount: a unit, a package, money, a sign of times.
pub(super) fn counts(layout: &Layout<'_>, at: usize) -> bool {
    let paid = layout.currency(at).is_some() && layout.number(at + 1).is_none();
    let times = matches!(layout.mark(at), Some('×' | '*')) || matches!(layout.written(at), "x" | "X" | "х");
    // Swahili counts behind the unit: Machi 2027 tani 100.
    let next_amount = layout.langs.first().is_some_and(|lang| lang.as_str() == "sw") && layout.number(at + 1).is_some();
    paid || times || !next_amount && measures(layout, at)
}

/// Whether a piece is a unit or a package that is counted; a lone letter other than that of tonnes is a word.
fn measures(layout: &Layout<'_>, at: usize) -> bool {
    let written = layout.written(at);
    let word = written == "in" || !matches!(written, "t" | "T" | "т") && written.chars().count() == 1 && written.starts_with(|c: char| c < '\u{530}');
    !word && (layout.unit(at).is_some() || layout.package(at).is_some_and(|package| package.unit.is_some()))
}

/// The year at a piece, in figures of four digits.
pub(super) fn year_at(layout: &Layout<'_>, at: usize) -> Option<i16> {
    let year = digits(layout, at).filter(|(year, length)| *length == 4 && ((2020..2100).contains(year) || (2563..2643).contains(year)));
    year.filter(|_| !counts(layout, at + 1)).map(|(year, _)| common(year))
}

/// A year in two figures is one of this century.
fn of_this_century(year: i16) -> i16 {
    if (20..60).contains(&year) { 2000 + year } else { year }
}

/// The year behind the name of a month, and the piece after it: March 2027, Jan-2028, feb/28, Feb '28.
fn year_of(layout: &Layout<'_>, at: usize) -> Option<(i16, usize)> {
    let place = skip(layout, at + usize::from(matches!(layout.mark(at), Some('/' | '-'))));
    let whole = year_at(layout, place).map(|year| (year, place + 1));
    // The stroke between a month and its year may stand in one piece with the figures.
    let behind_stroke = || layout.number(at).and_then(|number| number.value.abs().to_i16()).filter(|year| (2020..2100).contains(year) && layout.written(at).starts_with('-')).map(|year| (year, at + 1));
    let short = || {
        let (year, length) = digits(layout, at + 1).filter(|_| matches!(layout.mark(at), Some('/' | '\'' | '’')))?;
        (length == 2 && (20..60).contains(&year) && !counts(layout, at + 2)).then(|| (of_this_century(year), at + 2))
    };
    whole.or_else(behind_stroke).or_else(short)
}

/// Skips what may stand between the parts of a date: `de`, `of`, commas, stops.
pub(super) fn skip(layout: &Layout<'_>, mut at: usize) -> usize {
    while matches!(layout.word(at), Some("de" | "of" | "del" | "da" | "nam" | "tahun" | "mwaka" | "th" | "st" | "nd" | "rd" | "er" | "г" | "года" | "ปี" | "عام" | "سنة" | "ya" | "की" | "के" | "का" | "সালের" | "tháng" | "thang"))
        || matches!(layout.mark(at), Some(',' | '.' | 'º' | '°'))
        || layout.cues(at).has(Cue::Year) && year_at(layout, at + 1).is_some()
    {
        at += 1;
    }
    at
}

/// 31 March 2027, 15 de enero, 20 декабря, ngày 31 tháng 3 năm 2027.
fn day_month(layout: &Layout<'_>, at: usize) -> Option<(Point, usize)> {
    let (day, _) = digits(layout, at).filter(|(day, length)| (1..=31).contains(day) && *length <= 2)?;
    let stroke = matches!(layout.mark(at + 1), Some('-' | '/')) && month_name(layout, at + 2).is_some();
    let month_at = if stroke { at + 2 } else { skip(layout, at + 1) };
    let vietnamese = layout.word(month_at.saturating_sub(1)).is_some_and(|word| word == "thang") || layout.cues(month_at).has(Cue::Month) && layout.langs.first().is_some_and(|lang| lang.as_str() == "vi");
    let (month, after) = match month_name(layout, month_at) {
        Some(month) => (month, month_at + 1),
        None if vietnamese => {
            let number_at = if layout.cues(month_at).has(Cue::Month) { month_at + 1 } else { month_at };
            (digits(layout, number_at).filter(|(month, _)| (1..=12).contains(month))?.0, number_at + 1)
        }
        None => return None,
    };
    let (year, until) = year_of(layout, after).map_or((None, after), |(year, until)| (Some(year), until));
    Some((Point { year, month, day: Some(day) }, until))
}

/// March 31, 2027; March 2027; fin mars; tháng 3/2027.
fn month_day(layout: &Layout<'_>, at: usize) -> Option<(Point, usize)> {
    let named = month_name(layout, at);
    let month = match named {
        Some(month) => month,
        None => {
            let (month, _) = digits(layout, at).filter(|(month, _)| (1..=12).contains(month))?;
            let year_follows = matches!(layout.mark(at + 1), Some('/' | '-')) && year_at(layout, at + 2).is_some();
            if !year_follows && (!numbered(layout, at) || counts(layout, at + 1)) {
                return None;
            }
            month
        }
    };
    let day = digits(layout, at + 1).filter(|(day, length)| *length <= 2 && (1..=31).contains(day) && named.is_some());
    let day = day.filter(|_| !counts(layout, at + 2)).map(|(day, _)| day);
    let after = if day.is_some() { at + 2 } else { at + 1 };
    let (year, until) = year_of(layout, after).map_or((None, after), |(year, until)| (Some(year), until));
    Some((Point { year, month, day }, until))
}

/// Whether the word for month before a number says that it counts months of the year: tháng 3.
pub(super) fn numbered(layout: &Layout<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| layout.cues(before).has(Cue::Month)) && layout.langs.first().is_some_and(|lang| matches!(lang.as_str(), "vi" | "th" | "id"))
}
