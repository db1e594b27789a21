//! Quarters and halves of a year and of a month: Q1 2027, 上半年, mid-March.

use super::calendar::{Point, When, month_name, point_at, year_at};
use super::layout::Layout;
use super::windows::{Stretch, year_after, year_before};
use crate::lexicon::Cue;

/// Quarters from and to, with the year of the last: Q3/Q4 2027, III-IV квартал 2027, 2027年第三、四季度.
pub(super) fn quarters(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
    let (first, sign) = layout.cues(at).quarter().map(|quarter| (quarter, at + 1)).or_else(|| bare_quarter(layout, at))?;
    let joined = matches!(layout.mark(sign), Some('-' | '–' | '—' | '/' | '、' | '&' | '～' | '~')) || layout.has(sign, Cue::To);
    let last = layout.cues(sign + 1).quarter().filter(|last| joined && first < *last)?;
    let after = year_after(layout, sign + 2);
    let (year, _) = after.or_else(|| year_before(layout, at))?;
    Some((Stretch::months(Some(year), 3 * first - 2, 3 * last), after.map_or(sign + 2, |(_, until)| until)))
}

/// Q3 2027, 第三季度, третий квартал 2027 года.
pub(super) fn quarter(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
    let joined = |at: usize| matches!(layout.mark(at), Some('-' | '/' | '、' | '&'));
    // T3 is also a size of octopus: a year must follow.
    let short = || layout.written(at).strip_prefix(['T', 'К']).and_then(|figure| figure.parse::<i16>().ok()).filter(|quarter| (1..=4).contains(quarter));
    let (year, quarter, until) = match (year_at(layout, at), layout.cues(at).quarter()) {
        (_, Some(quarter)) => {
            // One of several quarters is not read for all of them.
            let paired = joined(at + 1) && layout.cues(at + 2).quarter().is_some() || at.checked_sub(1).filter(|before| joined(*before)).and_then(|before| before.checked_sub(1)).is_some_and(|other| layout.cues(other).quarter().is_some() || bare_quarter(layout, other).is_some());
            if paired {
                return None;
            }
            let after = year_after(layout, at + 1);
            let year = after.or_else(|| year_before(layout, at)).map(|(year, _)| year);
            let told = year.is_some() || layout.written(at).chars().count() > 2 || layout.before(at, 3).any(|near| layout.cues(near).any(&[Cue::NeededBy, Cue::LeadTime, Cue::Loading, Cue::ReadyFrom]));
            (year, Some(quarter).filter(|_| told)?, after.map_or(at + 1, |(_, until)| until))
        }
        // 2027年第三季度: the year comes first.
        (Some(year), None) => {
            let alone = |named: &usize| !(joined(*named + 1) && layout.cues(*named + 2).quarter().is_some());
            let named = (at + 1..at + 4).find(|next| layout.cues(*next).quarter().is_some()).filter(|named| year_before(layout, *named).is_some_and(|(_, first)| first == at)).filter(alone)?;
            (Some(year), layout.cues(named).quarter()?, named + 1)
        }
        (None, None) => {
            let paired = at.checked_sub(2).is_some_and(|other| joined(other + 1) && layout.written(other).starts_with(['T', 'К']));
            let (year, until) = year_after(layout, at + 1).filter(|_| !paired)?;
            (Some(year), short()?, until)
        }
    };
    Some((Stretch::months(year, 3 * quarter - 2, 3 * quarter), until))
}

/// The number of a quarter without its word, and where the sign behind it stands: III-IV квартал, 第三、四季度.
fn bare_quarter(layout: &Layout<'_>, at: usize) -> Option<(i16, usize)> {
    let start = at + usize::from(layout.written(at) == "第");
    let quarter = match layout.written(start) {
        "I" | "1" | "一" => 1,
        "II" | "2" | "二" => 2,
        "III" | "3" | "三" => 3,
        "IV" | "4" | "四" => 4,
        _ => return None,
    };
    Some((quarter, start + 1))
}

/// First half of May 2027, première quinzaine de mai, second half of 2027.
pub(super) fn half(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
    const OF: &[&str] = &["of", "de", "du", "mois", "mes", "do", "ของ", "wa", "ya", "mwezi", "من", "месяца"];
    let first = half_of(layout, at)?;
    let mut next = at + 1;
    while next < at + 4 && month_name(layout, next).is_none() && (layout.has(next, Cue::Month) || layout.word(next).is_some_and(|word| OF.contains(&word))) {
        next += 1;
    }
    let month = point_at(layout, next).filter(|(point, _)| point.day.is_none()).and_then(|(point, until)| Some((half_month(point, first)?, until)));
    month.or_else(|| year_after(layout, at + 1).map(|(year, until)| (half_year(year, first), until)))
}

/// The half behind its month: 5月上半月, मई के पहले पखवाड़े.
pub(super) fn half_behind(layout: &Layout<'_>, point: Point, until: usize) -> Option<(Stretch, usize)> {
    let named = behind(layout, until).filter(|_| point.day.is_none())?;
    Some((half_month(point, half_of(layout, named)?)?, named + 1))
}

/// The half behind its year: 2027年下半年.
pub(super) fn year_halved(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
    let year = year_at(layout, at)?;
    let named = behind(layout, at + 1)?;
    Some((half_year(year, half_of(layout, named)?), named + 1))
}

/// Which half a piece names.
pub(super) fn half_of(layout: &Layout<'_>, at: usize) -> Option<bool> {
    match (layout.has(at, Cue::Half1), layout.has(at, Cue::Half2)) {
        (false, false) => None,
        (first, _) => Some(first),
    }
}

/// The days of one half of a month, or the months of one half of a year.
fn half_month(point: Point, first: bool) -> Option<Stretch> {
    let last = When::Month(point.year.unwrap_or(2001), point.month.try_into().ok()?).last_day().day();
    let (from, until) = if first { (1, 15) } else { (16, i16::from(last)) };
    let of = |day: i16| Point { day: Some(day), ..point };
    Some(Stretch { from: of(from), until: Some(of(until)) })
}

fn half_year(year: i16, first: bool) -> Stretch {
    if first { Stretch::months(Some(year), 1, 6) } else { Stretch::months(Some(year), 7, 12) }
}

/// The piece that names a half behind a month or year.
fn behind(layout: &Layout<'_>, until: usize) -> Option<usize> {
    let link = |at: usize| layout.has(at, Cue::Year) || layout.has(at, Cue::Month) || matches!(layout.written(at), "की" | "के" | "का" | "年" | "মাসের");
    (until..until + 3).find(|at| half_of(layout, *at).is_some()).filter(|named| (until..*named).all(link))
}
