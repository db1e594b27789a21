//! Features on stated terms: origin, certificates, amounts, price, time. What a side does not state
//! is unknown and gives no value.

use super::Pair;

pub(super) fn origin(pair: &Pair<'_>) -> Option<f64> {
    if pair.wish.origins.is_empty() || pair.offer.origins.is_empty() {
        return None;
    }
    Some(if pair.wish.origins.iter().any(|country| pair.offer.origins.contains(country)) { 1.0 } else { -1.0 })
}

pub(super) fn certificate(pair: &Pair<'_>) -> Option<f64> {
    if pair.wish.certificates.is_empty() || pair.offer.certificates.is_empty() {
        return None;
    }
    let met = pair.wish.certificates.iter().filter(|id| pair.offer.certificates.contains(id)).count();
    Some(met as f64 / pair.wish.certificates.len() as f64)
}

/// Amounts compare only within one class of units.
pub(super) fn moq(pair: &Pair<'_>) -> Option<f64> {
    let (asked, least) = (pair.wish.quantity?, pair.offer.moq?);
    if asked.class != least.class {
        return None;
    }
    Some(if least.amount > asked.amount { -1.0 } else { 1.0 })
}

/// Prices compare only under one term, in one currency, for one unit.
pub(super) fn price(pair: &Pair<'_>) -> Option<f64> {
    let (ceiling, asked) = (pair.wish.price?, pair.offer.price?);
    if ceiling.terms != asked.terms {
        return None;
    }
    let (ceiling, asked) = (ceiling.amount, asked.amount);
    if asked <= ceiling {
        return Some(1.0);
    }
    let over = asked.checked_sub(ceiling)?.checked_div(ceiling)?;
    let over: f64 = over.to_string().parse().ok()?;
    Some((1.0 - 5.0 * over).max(-1.0))
}

pub(super) fn freshness(pair: &Pair<'_>) -> Option<f64> {
    if pair.updated_at == 0 {
        return None;
    }
    let days = (pair.now - pair.updated_at).max(0) as f64 / 86_400_000.0;
    Some(0.5_f64.powf(days / pair.half_life_days.max(1.0)))
}
