//! Dates, and what they are for: until when an offer stands, by when a buyer needs the goods, how
//! many days delivery takes. A date without a year is the next of its kind after the day of writing.

use std::ops::Range;

use jiff::civil::Date;

use super::finding::Findings;
use super::layout::Layout;
use crate::domain::Period;
use crate::lexicon::Cue;

/// What the dates of a text say.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    pub(super) valid_until: Option<When>,
    pub(super) needed_by: Option<When>,
    pub(super) lead_time: Option<(u32, Period)>,
}

/// A day, or only a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A day.
    Day(Date),
    /// A month of a year: its last day counts.
    Month(i16, i8),
}

impl When {
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

pub(super) fn read(layout: &Layout<'_>, today: Option<Date>, asks: Option<bool>, taken: &mut [bool], findings: &mut Findings) -> Dates {
    let mut found = Dates::default();
    let mut at = 0;
    while at < layout.pieces.len() {
        let Some((when, until)) = date_at(layout, at, today) else {
            at += 1;
            continue;
        };
        let pieces = at..until;
        at = until;
        // A buyer's date is when the goods are needed, unless it is the harvest's.
        let wished = || (asks == Some(true) && !layout.before(pieces.start, 3).any(|at| layout.has(at, Cue::MeasureOf))).then_some(Cue::NeededBy);
        let role = role(layout, &pieces).or_else(wished);
        mark(taken, &pieces);
        let (field, slot) = match role {
            Some(Cue::ValidUntil) => ("valid_until", &mut found.valid_until),
            Some(_) => ("needed_by", &mut found.needed_by),
            None => continue,
        };
        if slot.is_none() {
            findings.sure(field, when.to_string(), layout.words(&pieces));
            *slot = Some(when);
        }
    }
    spans(layout, today, taken, &mut found, findings);
    found
}

fn mark(taken: &mut [bool], pieces: &Range<usize>) {
    if let Some(taken) = taken.get_mut(pieces.clone()) {
        taken.fill(true);
    }
}

/// Whole numbers of a piece, with the number of digits written.
fn digits(layout: &Layout<'_>, at: usize) -> Option<(i16, usize)> {
    layout.number(at)?;
    let written = layout.written(at);
    let plain = written.bytes().all(|b| b.is_ascii_digit()).then_some(written)?;
    Some((plain.parse().ok()?, plain.len()))
}

/// The date that starts at a piece, and where it ends.
fn date_at(layout: &Layout<'_>, at: usize, today: Option<Date>) -> Option<(When, usize)> {
    run_of_digits(layout, at).or_else(|| chinese(layout, at, today)).or_else(|| day_month(layout, at, today)).or_else(|| month_day(layout, at, today))
}

/// A date in one run of digits and signs: 31.12.2026, 2026-12-31, 31/12/26.
fn run_of_digits(layout: &Layout<'_>, at: usize) -> Option<(When, usize)> {
    let start = layout.get(at)?.span.start;
    let text = layout.clean.as_str();
    let begins = text.get(..start).is_none_or(|before| !before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '/')));
    let rest = text.get(start..).filter(|rest| begins && rest.starts_with(|c: char| c.is_ascii_digit()))?;
    let length = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '/'))).unwrap_or(rest.len());
    let run = rest.get(..length)?.trim_end_matches(['.', '-', '/']);
    let sign = run.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = run.split(sign).collect();
    let number = |text: &str| text.parse::<i16>().ok();
    let when = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => When::Day(date(number(year)?, number(month)?, number(day)?)?),
        [day, month, year] if year.len() == 4 || (year.len() == 2 && day.len() <= 2 && month.len() == 2) => {
            let (day, month) = (number(day)?, number(month)?);
            let year = if year.len() == 4 { number(year)? } else { 2000 + number(year)? };
            // Month and day the American way only where it cannot be the other way.
            When::Day(date(year, month, day).or_else(|| date(year, day, month))?)
        }
        [month, year] if year.len() == 4 && month.len() <= 2 && sign != '.' => month_of(number(year)?, number(month)?)?,
        [year, month] if year.len() == 4 && month.len() == 2 => month_of(number(year)?, number(month)?)?,
        _ => return None,
    };
    let end = start + run.len();
    let until = (at..layout.pieces.len()).find(|next| layout.get(*next).is_none_or(|piece| piece.span.start >= end)).unwrap_or(layout.pieces.len());
    Some((when, until))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let year = if (2500..2700).contains(&year) { year - 543 } else { year };
    (2000..2100).contains(&year).then(|| Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()).flatten()
}

fn month_of(year: i16, month: i16) -> Option<When> {
    date(year, month, 1).map(|first| When::Month(first.year(), first.month()))
}

/// 2026年12月31日, 12月31日, 3月底.
fn chinese(layout: &Layout<'_>, at: usize, today: Option<Date>) -> Option<(When, usize)> {
    let sign = |at: usize, sign: &str| layout.written(at).starts_with(sign);
    let (first, _) = digits(layout, at)?;
    let (year, month_at) = if sign(at + 1, "年") { (Some(first), at + 2) } else { (None, at) };
    let (month, _) = digits(layout, month_at)?;
    if !sign(month_at + 1, "月") || !(1..=12).contains(&month) {
        return None;
    }
    let day = digits(layout, month_at + 2).filter(|(day, _)| (1..=31).contains(day) && (sign(month_at + 3, "日") || sign(month_at + 3, "号")));
    match day {
        Some((day, _)) => Some((When::Day(with_year(year, month, Some(day), today)?), month_at + 4)),
        None => Some((month_only(with_year(year, month, None, today)?), month_at + 2)),
    }
}

fn month_only(first: Date) -> When {
    When::Month(first.year(), first.month())
}

/// The day in the year said, else in the next year in which it has not passed.
fn with_year(year: Option<i16>, month: i16, day: Option<i16>, today: Option<Date>) -> Option<Date> {
    let of = |year: i16| date(year, month, day.unwrap_or(1));
    match year {
        Some(year) => of(year),
        None => {
            let today = today?;
            let this = of(today.year())?;
            let passed = if day.is_some() { this < today } else { this.last_of_month() < today };
            if passed { of(today.year() + 1) } else { Some(this) }
        }
    }
}

fn month_name(layout: &Layout<'_>, at: usize) -> Option<i16> {
    layout.cues(at).month()
}

fn year_at(layout: &Layout<'_>, at: usize) -> Option<i16> {
    digits(layout, at).filter(|(year, length)| *length == 4 && ((2020..2100).contains(year) || (2563..2643).contains(year))).map(|(year, _)| year)
}

/// Skips what may stand between the parts of a date: `de`, `of`, commas, stops.
fn skip(layout: &Layout<'_>, mut at: usize) -> usize {
    while matches!(layout.word(at), Some("de" | "of" | "del" | "da" | "nam" | "tahun" | "mwaka" | "th" | "st" | "nd" | "rd" | "г" | "ปี" | "tháng" | "thang"))
        || matches!(layout.mark(at), Some(',' | '.'))
        || layout.cues(at).has(Cue::Year) && year_at(layout, at + 1).is_some()
    {
        at += 1;
    }
    at
}

/// 31 March 2027, 15 de enero, 20 декабря, ngày 31 tháng 3 năm 2027.
fn day_month(layout: &Layout<'_>, at: usize, today: Option<Date>) -> Option<(When, usize)> {
    let (day, length) = digits(layout, at).filter(|(day, _)| (1..=31).contains(day))?;
    let month_at = skip(layout, at + 1);
    let vietnamese = layout.word(month_at.saturating_sub(1)).is_some_and(|word| word == "thang") || layout.cues(month_at).has(Cue::Month) && layout.langs.first().is_some_and(|lang| lang.as_str() == "vi");
    let (month, after) = match month_name(layout, month_at) {
        Some(month) => (month, month_at + 1),
        None if vietnamese => {
            let number_at = if layout.cues(month_at).has(Cue::Month) { month_at + 1 } else { month_at };
            (digits(layout, number_at).filter(|(month, _)| (1..=12).contains(month))?.0, number_at + 1)
        }
        None => return None,
    };
    let year_place = skip(layout, after);
    let year = year_at(layout, year_place);
    let day = with_year(year, month, Some(day), today)?;
    (length <= 2).then_some((When::Day(day), if year.is_some() { year_place + 1 } else { after }))
}

/// March 31, 2027; March 2027; fin mars; tháng 3/2027.
fn month_day(layout: &Layout<'_>, at: usize, today: Option<Date>) -> Option<(When, usize)> {
    let month = match month_name(layout, at) {
        Some(month) => month,
        None => {
            let (month, _) = digits(layout, at).filter(|(month, _)| (1..=12).contains(month))?;
            let named = at.checked_sub(1).is_some_and(|before| layout.cues(before).has(Cue::Month) && matches!(layout.langs.first().map(|lang| lang.as_str().to_owned()).as_deref(), Some("vi" | "th" | "id")));
            let year_follows = matches!(layout.mark(at + 1), Some('/' | '-')) && year_at(layout, at + 2).is_some();
            if !named && !year_follows {
                return None;
            }
            month
        }
    };
    let day = digits(layout, at + 1).filter(|(day, length)| *length <= 2 && (1..=31).contains(day) && month_name(layout, at).is_some());
    let day = day.filter(|_| layout.unit(at + 2).is_none() && layout.currency(at + 2).is_none());
    let mut after = if day.is_some() { at + 2 } else { at + 1 };
    if matches!(layout.mark(after), Some('/' | '-')) {
        after += 1;
    }
    let year_place = skip(layout, after);
    let year = year_at(layout, year_place);
    let until = if year.is_some() { year_place + 1 } else { at + 1 + usize::from(day.is_some()) };
    let ended = at.checked_sub(1).is_some_and(|before| layout.cues(before).has(Cue::MonthEnd));
    // A lone month is a word like another (may, mars): a cue or a year must stand beside it.
    let meant = year.is_some() || day.is_some() || ended || layout.before(at, 3).any(|before| layout.cues(before).any(&[Cue::NeededBy, Cue::ValidUntil, Cue::MonthEnd])) || layout.cues(at + 1).any(&[Cue::NeededBy, Cue::MonthEnd]);
    if !meant {
        return None;
    }
    let when = match day {
        Some((day, _)) => When::Day(with_year(year, month, Some(day), today)?),
        None => month_only(with_year(year, month, None, today)?),
    };
    Some((when, until))
}

/// What a date is for, by the nearest cue; a cue behind it counts too (3月底前到货, 31 मार्च तक).
fn role(layout: &Layout<'_>, pieces: &Range<usize>) -> Option<Cue> {
    let of = |at: usize| {
        let cues = layout.cues(at);
        if cues.has(Cue::ValidUntil) {
            Some(Cue::ValidUntil)
        } else if cues.has(Cue::NeededBy) {
            Some(Cue::NeededBy)
        } else {
            None
        }
    };
    let before: Vec<Cue> = layout.before(pieces.start, 6).filter_map(of).collect();
    if before.contains(&Cue::ValidUntil) {
        return Some(Cue::ValidUntil);
    }
    let after: Vec<Cue> = layout.after(pieces.end.saturating_sub(1), 4).filter_map(of).collect();
    if after.contains(&Cue::ValidUntil) {
        return Some(Cue::ValidUntil);
    }
    before.first().or(after.first()).copied()
}

/// How long delivery takes, or an offer stands: 30 days, 交期30天, livraison sous 45 jours, valid for 15 days.
fn spans(layout: &Layout<'_>, today: Option<Date>, taken: &mut [bool], found: &mut Dates, findings: &mut Findings) {
    for at in 0..layout.pieces.len() {
        let Some(number) = layout.number(at).filter(|number| number.alternatives.is_empty() && taken.get(at) != Some(&true)) else { continue };
        let cues = layout.cues(at + 1);
        // 天内装船 is a cue of its own, which counts in days.
        let within = cues.has(Cue::LeadTime) && layout.written(at + 1).starts_with(['天', '日']);
        let before = at.checked_sub(1).map(|before| layout.cues(before)).unwrap_or_default();
        let swahili = layout.langs.first().is_some_and(|lang| lang.as_str() == "sw");
        let unit = [(Cue::Day, Period::Day), (Cue::Week, Period::Week), (Cue::Month, Period::Month)].into_iter().find(|(cue, period)| cues.has(*cue) || (swahili && before.has(*cue)) || (within && *period == Period::Day));
        let Some((_, period)) = unit else { continue };
        // The days of a payment term are not those of delivery.
        let paid = layout.before(at, 5).chain(layout.after(at + 1, 4)).any(|near| layout.cues(near).any(&[Cue::Usance, Cue::OpenAccount, Cue::Lc, Cue::Da, Cue::Sight, Cue::Tt]));
        let meant = within || layout.before(at, 5).chain(layout.after(at + 1, 3)).any(|near| layout.cues(near).any(&[Cue::LeadTime, Cue::NeededBy]));
        let valid = layout.before(at, 5).any(|near| layout.cues(near).has(Cue::ValidUntil));
        // Swahili counts behind the noun: siku 30.
        let pieces = if swahili && before.any(&[Cue::Day, Cue::Week, Cue::Month]) { at - 1..at + 1 } else { at..at + 2 };
        mark(taken, &pieces);
        let whole = number.value.fract().is_zero().then(|| u32::try_from(number.value.trunc().mantissa() / 10_i128.pow(number.value.trunc().scale())).ok()).flatten();
        if let (None, true, false, false, Some(count)) = (found.lead_time, meant, paid, valid, whole) {
            findings.sure("lead_time", format!("{count} {}", period.name()), layout.words(&pieces));
            found.lead_time = Some((count, period));
        }
        let end = || today.and_then(|today| today.checked_add(jiff::Span::new().try_days(period.days().checked_mul(whole?)?).ok()?).ok());
        if let (None, true, false, Some(end)) = (found.valid_until, valid, paid, end()) {
            findings.sure("valid_until", end.to_string(), layout.words(&pieces));
            found.valid_until = Some(When::Day(end));
        }
    }
}
