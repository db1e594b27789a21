//! Dates, and what they are for: until when an offer stands, by when a buyer needs the goods, in which
//! months they ship, how many days delivery takes. A date without a year is the next of its kind after
//! the day of writing.

use std::ops::Range;

use jiff::civil::Date;

use super::calendar::{When, date_at};
use super::finding::Findings;
use super::layout::Layout;
use super::windows::{self, Harvest, Window};
use crate::domain::Period;
use crate::lexicon::Cue;

/// What the dates of a text say.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    pub(super) valid_until: Option<When>,
    pub(super) needed_by: Option<When>,
    pub(super) lead_time: Option<(u32, Period)>,
    pub(super) window: Option<Window>,
    pub(super) harvest: Option<Harvest>,
}

pub(super) fn read(layout: &Layout<'_>, today: Option<Date>, asks: Option<bool>, taken: &mut [bool], findings: &mut Findings) -> Dates {
    let mut found = Dates { harvest: windows::harvest(layout, today, taken, findings), ..Dates::default() };
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
    let loaded = layout.before(pieces.start, 1).find(|at| layout.has(*at, Cue::Loading)).map(|_| Cue::NeededBy);
    let before: Vec<Cue> = layout.before(pieces.start, 6).filter_map(of).chain(loaded).collect();
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
