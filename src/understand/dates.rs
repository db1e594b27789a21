//! Dates, and what they are for: until when an offer stands, by when a buyer needs the goods, in which
//! months they ship, how many days delivery takes. A date without a year is the next of its kind after
//! the day of writing.

use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::calendar::{When, date_at};
use super::finding::Findings;
use super::layout::Layout;
use super::harvest::{self, Harvest};
use super::windows::{self, Window};
use crate::domain::Period;
use crate::lexicon::Cue;

/// How long delivery takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lead {
    /// Days, weeks or months; of a range the fewest.
    pub amount: u32,
    /// The most of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
    /// What is counted.
    pub unit: Period,
}

impl Lead {
    /// The most days that it may take; none past what a number holds.
    pub fn most_days(self) -> Option<u32> {
        self.to.unwrap_or(self.amount).checked_mul(self.unit.days())
    }
}

/// `30 day`, `6..8 week`.
impl std::fmt::Display for Lead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.to {
            Some(to) => write!(f, "{}..{to} {}", self.amount, self.unit.name()),
            None => write!(f, "{} {}", self.amount, self.unit.name()),
        }
    }
}

/// What the dates of a text say.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    pub(super) valid_until: Option<When>,
    pub(super) needed_by: Option<When>,
    pub(super) lead_time: Option<Lead>,
    pub(super) window: Option<Window>,
    pub(super) harvest: Option<Harvest>,
}

pub(super) fn read(layout: &Layout<'_>, today: Option<Date>, asks: Option<bool>, taken: &mut [bool], findings: &mut Findings) -> Dates {
    let mut found = Dates { harvest: harvest::harvest(layout, today, taken, findings), ..Dates::default() };
    let mut at = 0;
    while at < layout.pieces.len() {
        if taken.get(at) == Some(&true) {
            at += 1;
            continue;
        }
        if let Some((stretch, until)) = windows::stretch_at(layout, at) {
            windows::keep(layout, &stretch, at..until, today, &mut found, findings);
            mark(taken, &(at..until));
            at = until;
            continue;
        }
        let Some((point, until)) = date_at(layout, at) else {
            at += 1;
            continue;
        };
        let dated = point.year.is_some();
        let Some(when) = point.after(today) else {
            at = until;
            continue;
        };
        let pieces = at..until;
        at = until;
        // A buyer's date is when the goods are needed, unless it is the harvest's.
        let wished = || (asks == Some(true) && !layout.before(pieces.start, 3).any(|at| layout.has(at, Cue::MeasureOf))).then_some(Cue::NeededBy);
        let role = role(layout, &pieces).or_else(wished);
        mark(taken, &pieces);
        match (role, when) {
            (Some(Cue::ValidUntil), _) => first(&mut found.valid_until, "valid_until", when, layout.words(&pieces), findings),
            // A seller's month is the one in which the goods ship, unless its end is meant.
            (Some(_), When::Month(..)) if asks == Some(false) && !layout.before(pieces.start, 2).any(|at| layout.has(at, Cue::MonthEnd)) => first(&mut found.window, "window", Window { from: when, until: Some(when) }, layout.words(&pieces), findings),
            (Some(_), _) => first(&mut found.needed_by, "needed_by", when, layout.words(&pieces), findings),
            // A month of a year to come that a seller names without more is when the goods ship.
            (None, When::Month(..)) if dated && asks == Some(false) && today.is_some_and(|today| when.first_day() > today) && !layout.before(pieces.start, 4).any(|at| layout.cues(at).any(&[Cue::MeasureOf, Cue::Crop])) => {
                first(&mut found.window, "window", Window { from: when, until: Some(when) }, layout.words(&pieces), findings);
            }
            (None, _) => {}
        }
    }
    spans(layout, today, taken, &mut found, findings);
    found
}

/// Keeps what is said first.
pub(super) fn first<T: Copy + ToString>(slot: &mut Option<T>, field: &'static str, value: T, words: (Range<usize>, String), findings: &mut Findings) {
    if slot.is_none() {
        findings.sure(field, value.to_string(), words);
        *slot = Some(value);
    }
}

pub(super) fn mark(taken: &mut [bool], pieces: &Range<usize>) {
    if let Some(taken) = taken.get_mut(pieces.clone()) {
        taken.fill(true);
    }
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
    // Embarque em março: what is loaded then ships then.
    let word_before = layout.before(pieces.start, 2).find(|at| layout.mark(*at).is_none());
    let loaded = word_before.filter(|at| layout.cues(*at).any(&[Cue::Loading, Cue::Ships])).map(|_| Cue::NeededBy);
    let before: Vec<Cue> = layout.before(pieces.start, 6).filter_map(of).chain(loaded).collect();
    if before.contains(&Cue::ValidUntil) {
        return Some(Cue::ValidUntil);
    }
    let after: Vec<Cue> = layout.after(pieces.end.saturating_sub(1), 4).filter_map(of).collect();
    if after.contains(&Cue::ValidUntil) || offered_until(layout, pieces) {
        return Some(Cue::ValidUntil);
    }
    before.first().or(after.first()).copied()
}

/// Whether a word for until ties a date to a word for an offer or a price: অফার ৩১ ডিসেম্বর পর্যন্ত, price till 5 May.
fn offered_until(layout: &Layout<'_>, pieces: &Range<usize>) -> bool {
    let mut before = layout.before(pieces.start, 4).take_while(|near| layout.number(*near).is_none()).peekable();
    let until = before.peek().is_some_and(|near| layout.has(*near, Cue::To)) || layout.after(pieces.end.saturating_sub(1), 1).any(|near| layout.has(near, Cue::To));
    let offer = |near: usize| layout.has(near, Cue::Price) || layout.cues(near).has(Cue::Sell) && layout.cues(near).has(Cue::Faint);
    until && before.any(offer)
}

/// How long delivery takes, or an offer stands: 30 days, 交期30天, livraison sous 45 jours, valid for 15 days.
fn spans(layout: &Layout<'_>, today: Option<Date>, taken: &mut [bool], found: &mut Dates, findings: &mut Findings) {
    for at in 0..layout.pieces.len() {
        let Some(number) = layout.number(at).filter(|number| number.alternatives.is_empty() && taken.get(at) != Some(&true)) else { continue };
        let (high, last) = upper(layout, at, number.value).map_or((None, at), |(high, last)| (Some(high), last));
        let cues = layout.cues(last + 1);
        // 天内装船 is a cue of its own, which counts in days.
        let within = cues.has(Cue::LeadTime) && layout.written(last + 1).starts_with(['天', '日']);
        let before = at.checked_sub(1).map(|before| layout.cues(before)).unwrap_or_default();
        let swahili = layout.langs.first().is_some_and(|lang| lang.as_str() == "sw");
        let unit = [(Cue::Day, Period::Day), (Cue::Week, Period::Week), (Cue::Month, Period::Month)].into_iter().find(|(cue, period)| cues.has(*cue) || (swahili && before.has(*cue)) || (within && *period == Period::Day));
        let Some((_, period)) = unit else { continue };
        // Swahili counts behind the noun: siku 30.
        let counted_behind = swahili && before.any(&[Cue::Day, Cue::Week, Cue::Month]);
        let behind = if counted_behind { last } else { last + 1 };
        // The days of a payment term are not those of delivery; but within 30 days of L/C is when goods ship.
        let pays = |near: usize| layout.cues(near).any(&[Cue::Usance, Cue::OpenAccount, Cue::Lc, Cue::Da, Cue::Sight, Cue::Tt]);
        let led = layout.before(at, 3).any(|near| layout.has(near, Cue::LeadTime)) || layout.has(behind + 1, Cue::LeadTime);
        let paid = layout.before(at, 5).any(pays) || !led && layout.after(last + 1, 4).any(pays);
        let shipped = layout.before(at, 2).any(|near| layout.cues(near).any(&[Cue::Ships, Cue::Loading]));
        let meant = within || shipped || layout.before(at, 5).chain(layout.after(behind, 3)).any(|near| layout.cues(near).any(&[Cue::LeadTime, Cue::NeededBy]));
        let valid = layout.before(at, 5).any(|near| layout.cues(near).has(Cue::ValidUntil));
        let pieces = if counted_behind { at - 1..last + 1 } else { at..last + 2 };
        mark(taken, &pieces);
        let whole = whole(number.value);
        if let (None, true, false, false, Some(lead)) = (found.lead_time, meant, paid, valid, lead(number.value, high, period)) {
            findings.sure("lead_time", lead.to_string(), layout.words(&pieces));
            found.lead_time = Some(lead);
        }
        let end = || today.and_then(|today| today.checked_add(jiff::Span::new().try_days(period.days().checked_mul(whole?)?).ok()?).ok());
        if let (None, true, false, Some(end)) = (found.valid_until, valid, paid, end()) {
            findings.sure("valid_until", end.to_string(), layout.words(&pieces));
            found.valid_until = Some(When::Day(end));
        }
    }
}

/// The upper end of a range that begins with a number, and the piece that says it: 6-8 weeks.
fn upper(layout: &Layout<'_>, at: usize, low: Decimal) -> Option<(Decimal, usize)> {
    let joint = matches!(layout.mark(at + 1), Some('-' | '–' | '—' | '~' | '～')) || layout.has(at + 1, Cue::To);
    let second = if joint { at + 2 } else { at + 1 };
    let number = layout.number(second).filter(|number| number.alternatives.is_empty() && (joint || number.value.is_sign_negative()))?;
    let high = number.value.abs();
    (high > low).then_some((high, second))
}

fn whole(value: Decimal) -> Option<u32> {
    value.fract().is_zero().then(|| value.trunc().to_u32()).flatten()
}

/// A time in its own unit, or in days where it is no whole number of it: 1.5 months are 45 days.
fn lead(low: Decimal, high: Option<Decimal>, unit: Period) -> Option<Lead> {
    let plain = |unit: Period, factor: u32| {
        let count = |value: Decimal| whole(value.checked_mul(Decimal::from(factor))?);
        Some(Lead { amount: count(low)?, to: high.map(count).map_or(Some(None), |to| to.map(Some))?, unit })
    };
    plain(unit, 1).or_else(|| plain(Period::Day, unit.days()))
}
