//! The time of a shipment: months from and to (June-August 2027, 3-5月), quarters and halves, and from when goods are
//! ready (available from July).
//!
//! Where no year is said, it is the next such time after the day of writing; where nothing dates the text,
//! the year stays open, and the time is shown and never ranked on.

use std::ops::Range;

use jiff::civil::Date;

use super::Reading;
use super::calendar::{Point, When, common, counts, digits, month_name, numbered, point_at, skip, year_at};
use super::dates::{self, Dates};
use super::finding::Findings;
use super::harvest::season_at;
use super::layout::Layout;
use super::quarters::{half, half_behind, half_of, quarter, quarters, year_halved};
use crate::lexicon::Cue;

/// When goods ship, or are ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its beginning: the first day of it counts.
    pub from: When,
    /// Its end, if one is said: the last day of it counts.
    pub until: Option<When>,
}

/// `2027-06..2027-08`, `2027-07..` without an end, `2027-03` for one month.
impl std::fmt::Display for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.until {
            Some(until) if until == self.from => write!(f, "{until}"),
            Some(until) => write!(f, "{}..{until}", self.from),
            None => write!(f, "{}..", self.from),
        }
    }
}

/// Two ends as a text says them; without an end it only begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) from: Point,
    pub(super) until: Option<Point>,
}

impl Stretch {
    pub(super) fn months(year: Option<i16>, from: i16, until: i16) -> Stretch {
        Stretch { from: Point { year, month: from, day: None }, until: Some(Point { year, month: until, day: None }) }
    }

    /// It in the years that are said, else in the next ones in which it has not passed.
    fn after(self, today: Option<Date>) -> Option<Window> {
        let Some(until) = self.until else { return Some(Window { from: self.from.after(today)?, until: None }) };
        // November-February ends in the year after.
        let turns = i16::from((self.from.month, self.from.day) > (until.month, until.day));
        let end = match (self.from.year, until.year) {
            (_, Some(year)) => until.of(year)?,
            (Some(year), None) => until.of(year.checked_add(turns)?)?,
            (None, None) => until.after(today)?,
        };
        let year = self.from.year.unwrap_or(end.last_day().year() - turns);
        let from = self.from.of(year)?;
        (from.first_day() <= end.last_day()).then_some(Window { from, until: Some(end) })
    }

    /// It without its year, by ISO 8601-2.
    fn yearless(self) -> String {
        let written = |point: Point| point.day.map_or_else(|| format!("XXXX-{:02}", point.month), |day| format!("XXXX-{:02}-{day:02}", point.month));
        match self.until {
            Some(until) if until == self.from => written(until),
            Some(until) => format!("{}..{}", written(self.from), written(until)),
            None => format!("{}..", written(self.from)),
        }
    }

    fn dated(self) -> bool {
        self.from.year.is_some() || self.until.is_some_and(|until| until.year.is_some())
    }
}

/// A stretch of time that starts at a piece, and where it ends.
pub(super) fn stretch_at(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
    let point = point_at(layout, at);
    let pointed = |read: fn(&Layout<'_>, Point, usize) -> Option<(Stretch, usize)>| point.and_then(|(point, until)| read(layout, point, until));
    let before = || quarters(layout, at).or_else(|| quarter(layout, at)).or_else(|| half(layout, at)).or_else(|| pointed(half_behind)).or_else(|| year_halved(layout, at));
    let open = || point.and_then(|(point, until)| open(layout, at, point, until));
    let found = before().or_else(|| figures(layout, at)).or_else(|| pointed(range)).or_else(open);
    found.filter(|(stretch, until)| stretch.dated() || !bygone(layout, *until))
}

/// Whether a year of long ago stands at a piece: sejak Januari 2015.
fn bygone(layout: &Layout<'_>, at: usize) -> bool {
    let place = skip(layout, at);
    digits(layout, place).is_some_and(|(year, length)| length == 4 && (1900..2020).contains(&year)) && (layout.unit(place + 1).is_none() || layout.written(place + 1) == "г")
}

/// Keeps a stretch as what the words before it say that it is.
pub(super) fn keep(layout: &Layout<'_>, stretch: &Stretch, pieces: Range<usize>, today: Option<Date>, found: &mut Dates, findings: &mut Findings) {
    let before = |cue: Cue, most: usize| layout.before(pieces.start, most).any(|at| layout.has(at, cue));
    // The months of the harvest are those of the field: harvest June-August, 9-10月采收.
    let last = pieces.end.saturating_sub(1);
    let gathered = || layout.after(last, 2).take_while(|near| layout.mark(*near).is_none()).any(|near| layout.has(near, Cue::Crop) && season_at(layout, near + 1).is_none());
    if before(Cue::MeasureOf, 3) || before(Cue::Crop, 3) || !ships(layout, &pieces, 3) && gathered() {
        return;
    }
    // Days without a word for shipment are those of a fair or a visit.
    let halved = || pieces.clone().any(|at| half_of(layout, at).is_some());
    if stretch.from.day.is_some() && stretch.until.is_some() && !halved() && !ships(layout, &pieces, LONGEST_PART) && !before(Cue::ValidUntil, 4) {
        return;
    }
    let words = layout.words(&pieces);
    // Berdiri sejak Januari 2015: years ago somebody was founded and nothing ships.
    let past = |window: &Window| today.is_some_and(|today| window.until.map_or(window.from.last_day().year() + 1 < today.year(), |until| until.last_day() < today));
    match stretch.after(today).filter(|window| !past(window)) {
        Some(Window { until: Some(until), .. }) if before(Cue::ValidUntil, 4) => dates::first(&mut found.valid_until, "valid_until", until, words, findings),
        Some(window) => dates::first(&mut found.window, "window", window, words, findings),
        None if !stretch.dated() && found.window.is_none() => findings.open("window", words, vec![stretch.yearless()]),
        None => {}
    }
}

/// So many pieces of a part are looked at for what its days are for.
const LONGEST_PART: usize = 24;

/// Whether the part of a stretch says that goods ship then, by a word so near before it or behind it.
fn ships(layout: &Layout<'_>, pieces: &Range<usize>, most: usize) -> bool {
    let says = |near: usize| layout.cues(near).any(&[Cue::NeededBy, Cue::LeadTime, Cue::Loading, Cue::Ships, Cue::ReadyFrom]);
    layout.before(pieces.start, most).chain(layout.after(pieces.end.saturating_sub(1), most)).any(says)
}

/// The month that an offer names is when the goods ship, though only its facts told that it is one.
pub(super) fn ship_when_named(reading: &mut Reading) {
    let Some(month @ When::Month(..)) = reading.needed_by.filter(|_| reading.asks == Some(false) && reading.window.is_none()) else { return };
    (reading.needed_by, reading.window) = (None, Some(Window { from: month, until: Some(month) }));
    reading.findings.iter_mut().filter(|finding| finding.field == "needed_by").for_each(|finding| finding.field = "window");
}

/// Whether the year after is named: 11月至次年2月.
fn is_next_year(layout: &Layout<'_>, at: usize) -> bool {
    matches!(layout.written(at), "次" | "翌" | "明") && layout.written(at + 1) == "年"
}

/// Where the second end of a range begins, past the sign or word between and the word for month.
fn joint(layout: &Layout<'_>, at: usize) -> Option<usize> {
    const OF: &[&str] = &["du", "de", "mois", "mes", "el", "o", "la", "wa", "mwezi", "ya", "mese", "dia", "ngay", "tanggal"];
    let joint = matches!(layout.word(at), Some("au" | "al" | "ao")) || matches!(layout.written(at), "ao dia" | "al día") || matches!(layout.mark(at), Some('-' | '–' | '—' | '~' | '～' | '/')) || layout.has(at, Cue::To);
    let mut next = Some(at + 1).filter(|_| joint)?;
    if is_next_year(layout, next) {
        next += 2;
    }
    while next < at + 4 && month_name(layout, next).is_none() && (layout.has(next, Cue::Month) || layout.word(next).is_some_and(|word| OF.contains(&word))) {
        next += 1;
    }
    Some(next)
}

/// The figures after a sign or word of a range, which may stand in one piece with the sign, and what comes next.
fn closing(layout: &Layout<'_>, at: usize) -> Option<(i16, usize)> {
    let negative = layout.written(at).strip_prefix('-').filter(|_| layout.number(at).is_some() && at.checked_sub(1).and_then(|before| layout.get(before)).map(|piece| piece.span.end) == layout.get(at).map(|piece| piece.span.start));
    if let Some(figures) = negative.filter(|figures| figures.bytes().all(|b| b.is_ascii_digit())) {
        return Some((figures.parse().ok()?, at + 1));
    }
    let next = joint(layout, at)?;
    Some((digits(layout, next)?.0, next + 1))
}

/// The range that begins with a day or month: June-August 2027, de mars à mai, 2027年3月至5月, tháng 3 đến tháng 5/2027.
fn range(layout: &Layout<'_>, from: Point, until: usize) -> Option<(Stretch, usize)> {
    // มิ.ย.-ส.ค.: the stop of an abbreviation.
    let next = joint(layout, until + usize::from(layout.mark(until) == Some('.')))?;
    let day = digits(layout, next).filter(|_| from.day.is_some() && (layout.written(next + 1).starts_with('日') || layout.written(next + 1).starts_with('号')));
    let turns = (until..next).any(|at| is_next_year(layout, at));
    let (mut end, until) = match day {
        Some((day, _)) => (Point { day: Some(day), ..from }, next + 2),
        None => point_at(layout, next)?,
    };
    if turns && end.year.is_none() {
        end.year = from.year.and_then(|year| year.checked_add(1));
    }
    if from.day.is_some() != end.day.is_some() {
        return None;
    }
    // Dec/Jan 2026/27: the second year is that of the end.
    let turned = end.year.filter(|_| from.month > end.month && layout.mark(until) == Some('/')).filter(|year| year.checked_add(1).is_some_and(|next| digits(layout, until + 1) == Some((next % 100, 2))));
    match turned {
        Some(year) => Some((Stretch { from, until: Some(Point { year: year.checked_add(1), ..end }) }, until + 2)),
        None => Some((Stretch { from, until: Some(end) }, until)),
    }
}

/// A range whose first end is figures alone: 3-5月, 1-15 May.
fn figures(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
    let (first, _) = digits(layout, at)?;
    let (year, start) = if layout.written(at + 1).starts_with('年') { (Some(common(first)), at + 2) } else { (None, at) };
    let (from, _) = digits(layout, start).filter(|(from, length)| (1..=31).contains(from) && *length <= 2)?;
    // 1er au 15 mai, 1º a 15 de maio.
    let ordinal = matches!(layout.word(start + 1), Some("er" | "o")) || matches!(layout.mark(start + 1), Some('º' | '°'));
    let (to, next) = closing(layout, start + 1 + usize::from(ordinal))?;
    let is_month = |month: i16| (1..=12).contains(&month);
    let months = |year: Option<i16>| Stretch::months(year, from, to);
    let aged = layout.written(next + 1).starts_with('龄');
    if layout.written(next).starts_with('月') && !aged && is_month(from) && is_month(to) {
        return Some((months(year), next + 1));
    }
    if year.is_some() || from >= to {
        return None;
    }
    let name_at = skip(layout, next);
    if let Some(month) = month_name(layout, name_at).filter(|_| layout.unit(name_at).is_none()) {
        let year_place = skip(layout, name_at + 1);
        let year = year_at(layout, year_place);
        let of = |day: i16| Point { year, month, day: Some(day) };
        return Some((Stretch { from: of(from), until: Some(of(to)) }, if year.is_some() { year_place + 1 } else { name_at + 1 }));
    }
    if numbered(layout, start) && is_month(from) && is_month(to) && !counts(layout, next) {
        let year_place = skip(layout, next + usize::from(layout.mark(next) == Some('/')));
        let year = year_at(layout, year_place);
        return Some((months(year), if year.is_some() { year_place + 1 } else { next }));
    }
    None
}

/// The year just before a piece, past the word for year or of: 2027年第三季度, 2027 की तीसरी तिमाही.
pub(super) fn year_before(layout: &Layout<'_>, at: usize) -> Option<(i16, usize)> {
    const OF: &[&str] = &["年", "年度", "की", "के", "का", "সালের", "г", "года", "的"];
    layout.before(at, 3).take_while(|before| year_at(layout, before + 1).is_none()).find_map(|before| year_at(layout, before).map(|year| (year, before))).filter(|(_, year_at)| {
        (year_at + 1..at).all(|between| layout.has(between, Cue::Year) || layout.mark(between) == Some('.') || OF.contains(&layout.written(between)))
    })
}

/// The year after a piece.
pub(super) fn year_after(layout: &Layout<'_>, at: usize) -> Option<(i16, usize)> {
    let place = skip(layout, at + usize::from(matches!(layout.mark(at), Some('/' | '-'))));
    year_at(layout, place).map(|year| (year, place + 1))
}

/// Words behind a month from which goods are ready.
const ONWARDS: &[&str] = &["起", "开始", "以后", "से", "থেকে", "হতে", "ጀምሮ", "onwards", "onward", "en adelante", "em diante", "trở đi", "เป็นต้นไป", "فصاعدا"];

/// How words for loading end that are read as from when.
const FROM: &[&str] = &[" from", " с", " со", " desde", " dari"];

/// Available from July, 7月起供货, с июля, à partir de mars 2027.
fn open(layout: &Layout<'_>, at: usize, from: Point, until: usize) -> Option<(Stretch, usize)> {
    let behind = Some(until).filter(|at| layout.has(*at, Cue::ReadyFrom) && ONWARDS.contains(&layout.written(*at)));
    if let Some(behind) = behind {
        return Some((Stretch { from, until: None }, behind + 1));
    }
    const OF: &[&str] = &["le", "du", "de", "mois", "mes", "el", "o", "la", "wa", "mwezi", "do", "month"];
    let passed = |at: usize| month_name(layout, at).is_none() && layout.has(at, Cue::Month) || layout.word(at).is_some_and(|word| OF.contains(&word));
    let before = layout.before(at, 3).find(|before| !passed(*before))?;
    // Shipment from July, отгрузка с июля: words for loading that end in one for from.
    let loaded = || layout.has(before, Cue::Loading) && FROM.iter().any(|word| layout.written(before).to_lowercase().ends_with(word));
    (layout.has(before, Cue::ReadyFrom) || loaded()).then_some((Stretch { from, until: None }, until))
}
