//! The time of a shipment and of a harvest: months from and to (June-August 2027, 3-5月), quarters and halves,
//! from when goods are ready (available from July), and the year in which they grew (récolte 2026).
//!
//! Where no year is said, it is the next such time after the day of writing; where nothing dates the text,
//! the year stays open, and the time is shown and never ranked on.

use std::ops::Range;

use jiff::civil::Date;

use super::Reading;
use super::calendar::{Point, When, common, counts, digits, month_name, numbered, point_at, skip, year_at};
use super::dates::{self, Dates};
use super::finding::Findings;
use super::layout::Layout;
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

/// The year in which goods grew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harvest {
    /// The year, of a season over the turn of the year the first.
    pub year: i16,
    /// Whether the season ends in the next year.
    pub into_next: bool,
}

/// `2026`, `2025/2026`.
impl std::fmt::Display for Harvest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.into_next { write!(f, "{}/{}", self.year, self.year + 1) } else { write!(f, "{}", self.year) }
    }
}

/// Two ends as a text says them; without an end it only begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    from: Point,
    until: Option<Point>,
}

impl Stretch {
    fn months(year: Option<i16>, from: i16, until: i16) -> Stretch {
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
fn year_before(layout: &Layout<'_>, at: usize) -> Option<(i16, usize)> {
    const OF: &[&str] = &["年", "年度", "की", "के", "का", "সালের", "г", "года", "的"];
    layout.before(at, 3).take_while(|before| year_at(layout, before + 1).is_none()).find_map(|before| year_at(layout, before).map(|year| (year, before))).filter(|(_, year_at)| {
        (year_at + 1..at).all(|between| layout.has(between, Cue::Year) || layout.mark(between) == Some('.') || OF.contains(&layout.written(between)))
    })
}

/// The year after a piece.
fn year_after(layout: &Layout<'_>, at: usize) -> Option<(i16, usize)> {
    let place = skip(layout, at + usize::from(matches!(layout.mark(at), Some('/' | '-'))));
    year_at(layout, place).map(|year| (year, place + 1))
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

/// Quarters from and to, with the year of the last: Q3/Q4 2027, III-IV квартал 2027, 2027年第三、四季度.
fn quarters(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
    let (first, sign) = layout.cues(at).quarter().map(|quarter| (quarter, at + 1)).or_else(|| bare_quarter(layout, at))?;
    let joined = matches!(layout.mark(sign), Some('-' | '–' | '—' | '/' | '、' | '&' | '～' | '~')) || layout.has(sign, Cue::To);
    let last = layout.cues(sign + 1).quarter().filter(|last| joined && first < *last)?;
    let after = year_after(layout, sign + 2);
    let (year, _) = after.or_else(|| year_before(layout, at))?;
    Some((Stretch::months(Some(year), 3 * first - 2, 3 * last), after.map_or(sign + 2, |(_, until)| until)))
}

/// Q3 2027, 第三季度, третий квартал 2027 года.
fn quarter(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
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

/// Which half a piece names.
fn half_of(layout: &Layout<'_>, at: usize) -> Option<bool> {
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

/// First half of May 2027, première quinzaine de mai, second half of 2027.
fn half(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
    const OF: &[&str] = &["of", "de", "du", "mois", "mes", "do", "ของ", "wa", "ya", "mwezi", "من", "месяца"];
    let first = half_of(layout, at)?;
    let mut next = at + 1;
    while next < at + 4 && month_name(layout, next).is_none() && (layout.has(next, Cue::Month) || layout.word(next).is_some_and(|word| OF.contains(&word))) {
        next += 1;
    }
    let month = point_at(layout, next).filter(|(point, _)| point.day.is_none()).and_then(|(point, until)| Some((half_month(point, first)?, until)));
    month.or_else(|| year_after(layout, at + 1).map(|(year, until)| (half_year(year, first), until)))
}

/// The piece that names a half behind a month or year.
fn behind(layout: &Layout<'_>, until: usize) -> Option<usize> {
    let link = |at: usize| layout.has(at, Cue::Year) || layout.has(at, Cue::Month) || matches!(layout.written(at), "की" | "के" | "का" | "年" | "মাসের");
    (until..until + 3).find(|at| half_of(layout, *at).is_some()).filter(|named| (until..*named).all(link))
}

/// The half behind its month: 5月上半月, मई के पहले पखवाड़े.
fn half_behind(layout: &Layout<'_>, point: Point, until: usize) -> Option<(Stretch, usize)> {
    let named = behind(layout, until).filter(|_| point.day.is_none())?;
    Some((half_month(point, half_of(layout, named)?)?, named + 1))
}

/// The half behind its year: 2027年下半年.
fn year_halved(layout: &Layout<'_>, at: usize) -> Option<(Stretch, usize)> {
    let year = year_at(layout, at)?;
    let named = behind(layout, at + 1)?;
    Some((half_year(year, half_of(layout, named)?), named + 1))
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

/// Reads the year of the harvest and takes its pieces: récolte 2026, 2026 crop, safra 2025/26, 今年新货.
pub(super) fn harvest(layout: &Layout<'_>, today: Option<Date>, taken: &mut [bool], findings: &mut Findings) -> Option<Harvest> {
    for at in (0..layout.pieces.len()).filter(|at| names_crop(layout, *at)) {
        let named = within(layout, at).map(|harvest| (harvest, at..at + 1));
        let this = || this_year(layout, at, today);
        let Some((harvest, pieces)) = named.or_else(|| crop_after(layout, at)).or_else(|| crop_before(layout, at)).or_else(this) else { continue };
        let words = layout.words(&pieces);
        dates::mark(taken, &pieces);
        // The calendar of Ethiopia is seven or eight years behind, and crops of as long ago are not for sale.
        let past = today.map_or(2020, |today| today.year() - 6);
        let ethiopian = layout.langs.first().is_some_and(|lang| lang.as_str() == "am") && harvest.year < past;
        let common = Harvest { year: harvest.year + 7, into_next: true };
        // Such a year that the text itself counts from the birth of Christ by that calendar is meant so: የ2019 ዓ.ም.
        if ethiopian && pieces.clone().chain([pieces.end]).any(|near| layout.written(near) == "ዓ.ም") {
            findings.sure("harvest", common.to_string(), words);
            return Some(common);
        }
        if ethiopian {
            findings.open("harvest", words, vec![harvest.to_string(), common.to_string()]);
            return None;
        }
        findings.sure("harvest", harvest.to_string(), words);
        return Some(harvest);
    }
    None
}

fn names_crop(layout: &Layout<'_>, at: usize) -> bool {
    layout.has(at, Cue::Crop) || layout.slugs(at).iter().any(|slug| slug.starts_with("crop:"))
}

/// A harvest at the start of a text, and how many bytes it takes: `2026`, `2025/26`, `2025-2026`.
fn season(text: &str) -> Option<(Harvest, usize)> {
    let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let length = figures(text);
    let whole = |text: &str| -> Option<i16> { text.parse().ok() };
    let first = match length {
        4 => common(whole(text.get(..4)?)?),
        2 => 2000 + whole(text.get(..2)?)?,
        _ => return None,
    };
    let second = text.get(length..).and_then(|rest| rest.strip_prefix(['/', '-', '–', '—'])).and_then(|rest| rest.get(..figures(rest)));
    let next = second.filter(|second| matches!(second.len(), 2 | 4)).and_then(|second| whole(second).map(|year| (year, second.len())));
    let sign = text.get(length..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let into_next = next.filter(|(year, _)| common(*year) == first + 1 || *year == (whole(text.get(..length).unwrap_or_default()).unwrap_or_default() + 1) % 100);
    if !(2005..2060).contains(&first) {
        return None;
    }
    match (into_next, length) {
        (Some((_, second)), _) => Some((Harvest { year: first, into_next: true }, length + sign + second)),
        (None, 4) if next.is_none() => Some((Harvest { year: first, into_next: false }, length)),
        _ => None,
    }
}

/// The season at a piece, unless a unit makes its figures an amount.
fn season_at(layout: &Layout<'_>, at: usize) -> Option<(Harvest, usize)> {
    layout.number(at).is_some().then_some(())?;
    let start = layout.get(at)?.span.start;
    let (harvest, length) = season(layout.clean.as_str().get(start..)?)?;
    let until = (at..layout.pieces.len()).find(|next| layout.get(*next).is_none_or(|piece| piece.span.start >= start + length)).unwrap_or(layout.pieces.len());
    let counted = layout.unit(until).is_some_and(|_| !layout.has(until, Cue::Year)) || layout.currency(until).is_some() || layout.mark(until) == Some('%');
    (!counted).then_some((harvest, until))
}

/// The year in a name: `2026 crop` is one of new goods.
fn within(layout: &Layout<'_>, at: usize) -> Option<Harvest> {
    let written = layout.written(at);
    let (harvest, length) = season(written)?;
    (length < written.len()).then_some(harvest)
}

fn crop_after(layout: &Layout<'_>, at: usize) -> Option<(Harvest, Range<usize>)> {
    const OF: &[&str] = &["of", "de", "do", "del", "da", "la", "year", "année", "ano", "año", "ya", "wa", "mwaka", "tahun", "năm", "nam", "ปี", "عام", "سنة", "لعام", "года", "वर्ष", "সাল", "en", "em", "in"];
    let mut next = at + 1;
    while next < at + 4 && (layout.word(next).is_some_and(|word| OF.contains(&word)) || layout.has(next, Cue::Year) || matches!(layout.mark(next), Some(':' | '：' | '(' | '-' | '–'))) {
        next += 1;
    }
    let part = |at: usize| layout.get(at).map(|piece| piece.part);
    let near = part(next) == part(at) || next.checked_sub(1).is_some_and(|before| layout.mark(before) == Some('('));
    let (harvest, until) = season_at(layout, next).filter(|_| near)?;
    Some((harvest, at..until))
}

fn crop_before(layout: &Layout<'_>, at: usize) -> Option<(Harvest, Range<usize>)> {
    const OF: &[&str] = &["年", "年度", "的", "की", "के", "का", "সালের", "года", "г", "year", "new", "新"];
    let first = layout.before(at, 6).find(|before| layout.number(*before).is_some() && season_at(layout, *before).is_some())?;
    let (harvest, until) = season_at(layout, first)?;
    let linked = (until..at).all(|between| layout.has(between, Cue::Year) || layout.mark(between) == Some('.') || OF.contains(&layout.written(between)));
    (linked && until <= at).then_some((harvest, first..at + 1))
}

/// This year's: 今年新货, урожай этого года.
fn this_year(layout: &Layout<'_>, at: usize, today: Option<Date>) -> Option<(Harvest, Range<usize>)> {
    let says = |at: usize| layout.has(at, Cue::ThisYear);
    let near = layout.before(at, 2).find(|near| says(*near)).or_else(|| layout.after(at, 2).find(|near| says(*near)))?;
    let harvest = Harvest { year: today?.year(), into_next: false };
    Some((harvest, near.min(at)..near.max(at) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_are_read_in_every_spelling() {
        for (text, season_, length) in [("2026 crop", "2026", 4), ("2025/26", "2025/2026", 7), ("2025-2026", "2025/2026", 9), ("25/26", "2025/2026", 5), ("2568/69", "2025/2026", 7), ("2569", "2026", 4)] {
            assert_eq!(season(text).map(|(harvest, length)| (harvest.to_string(), length)), Some((season_.to_owned(), length)), "{text}");
        }
        for text in ["26", "25/30", "2026/2030", "200 t", "1998", "20260"] {
            assert_eq!(season(text), None, "{text}");
        }
    }
}
