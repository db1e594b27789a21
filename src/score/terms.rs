//! Features on stated terms: what `fit` judged, as numbers. What a side does not state is unknown and
//! gives no value.

use crate::domain::posting::DAY_MS;
use super::Pair;
use super::judged::{Figures, Judged, Status};

fn found<'a>(pair: &'a Pair<'_>, field: &str) -> Option<&'a Judged> {
    pair.judged.iter().find(|judged| judged.field == field)
}

/// What a status is worth: near lies between the two others and above silence.
fn worth(status: Status) -> Option<f64> {
    match status {
        Status::Fits => Some(1.0),
        Status::Near => Some(0.25),
        Status::Conflicts => Some(-1.0),
        Status::Unknown => None,
    }
}

/// A term that is met counts as far as the goods are those that were asked for: the right price of
/// something else is no merit. One that is not met counts in full.
fn for_these_goods(pair: &Pair<'_>, value: f64) -> f64 {
    if value > 0.0 { value * super::concept::closeness(pair).unwrap_or(1.0) } else { value }
}

fn value(pair: &Pair<'_>, field: &str) -> Option<f64> {
    Some(for_these_goods(pair, worth(found(pair, field)?.status)?))
}

pub(super) fn origin(pair: &Pair<'_>) -> Option<f64> {
    value(pair, "origin")
}

/// The share of the asked certificates that are held; one by a near scheme counts half.
pub(super) fn certificate(pair: &Pair<'_>) -> Option<f64> {
    let judged = found(pair, "certifications")?;
    let Figures::Certificates { held, near, missing } = &judged.figures else { return None };
    match judged.status {
        Status::Unknown => None,
        Status::Conflicts => Some(-1.0),
        Status::Fits | Status::Near => {
            let asked = held.len() + near.len() + missing.len();
            Some(for_these_goods(pair, (held.len() as f64 + 0.5 * near.len() as f64) / asked.max(1) as f64))
        }
    }
}

pub(super) fn moq(pair: &Pair<'_>) -> Option<f64> {
    value(pair, "moq")
}

pub(super) fn supply(pair: &Pair<'_>) -> Option<f64> {
    value(pair, "quantity")
}

pub(super) fn price(pair: &Pair<'_>) -> Option<f64> {
    value(pair, "price")
}

pub(super) fn delivery(pair: &Pair<'_>) -> Option<f64> {
    value(pair, "delivery")
}

pub(super) fn channel(pair: &Pair<'_>) -> Option<f64> {
    value(pair, "channel")
}

pub(super) fn time(pair: &Pair<'_>) -> Option<f64> {
    value(pair, "time")
}

pub(super) fn freshness(pair: &Pair<'_>) -> Option<f64> {
    if pair.updated_at == 0 {
        return None;
    }
    let days = (pair.now - pair.updated_at).max(0) as f64 / DAY_MS as f64;
    Some(0.5_f64.powf(days / pair.half_life_days.max(1.0)))
}
