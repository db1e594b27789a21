//! Amounts and prices of two sides on one scale. Nothing is guessed on the way: a unit converts by its
//! own factor, a package or container only by a content that one of the two sides states, a currency
//! only by a table that has both and is not too old.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::judged::Incomparable;
use crate::domain::{Currency, Price, Rates, Unit};
use crate::views::deal::{DealContent, scale};

/// What judgements are made against, beside the two sides.
#[derive(Clone, Copy, Debug)]
pub struct Yardstick<'a> {
    /// Exchange rates.
    pub rates: &'a Rates,
    /// Days after which they are too old.
    pub rates_max_age_days: u32,
    /// The day of the judgement.
    pub today: Date,
}

/// The factors that bring amounts of two units to one scale. The contents of the first unit's side come
/// first; what the other says of the same package holds where its own side is silent.
pub(super) fn common(first: Unit, second: Unit, contents: [&[DealContent]; 2]) -> Option<(Decimal, Decimal)> {
    if first == second {
        return Some((Decimal::ONE, Decimal::ONE));
    }
    let [own, other] = contents;
    let (class, left) = scale(first, [own, other])?;
    let (others, right) = scale(second, [other, own])?;
    (class == others).then_some((left, right))
}

/// Two factors for amounts of money in two currencies: `amount * from` and `other * to` compare.
pub(super) fn currencies(from: Currency, to: Currency, by: &Yardstick<'_>) -> Result<(Decimal, Decimal), Incomparable> {
    if from == to {
        return Ok((Decimal::ONE, Decimal::ONE));
    }
    let (from, to) = by.rates.pair(from, to).ok_or(Incomparable::Rate)?;
    if by.rates.is_stale(by.today, by.rates_max_age_days) {
        return Err(Incomparable::StaleRate);
    }
    Ok((to, from))
}

/// A price in currency and unit of another. The fraction stays in two parts, because a price for a pound
/// has no end as one for a kilogram.
pub(super) struct Scaled {
    /// What the price is multiplied by, and then divided by.
    pub(super) times: Decimal,
    /// The divisor.
    pub(super) over: Decimal,
    /// Whether two currencies were compared.
    pub(super) exchanged: bool,
}

impl Scaled {
    /// The way from one price to another; an error says why there is none.
    pub(super) fn of(offered: &Price, ceiling: &Price, contents: [&[DealContent]; 2], by: &Yardstick<'_>) -> Result<Scaled, Incomparable> {
        let (own, other) = offered.per.zip(ceiling.per).ok_or(Incomparable::Unit)?;
        let (own, other) = common(own, other, contents).ok_or(Incomparable::Unit)?;
        let (from, to) = currencies(offered.currency, ceiling.currency, by)?;
        let part = |a: Decimal, b: Decimal| a.checked_mul(b).map(|product| product.normalize()).ok_or(Incomparable::Unit);
        Ok(Scaled { times: part(other, from)?, over: part(own, to)?, exchanged: offered.currency != ceiling.currency })
    }

    /// Whether an amount is above a limit, exactly.
    pub(super) fn above(&self, amount: Decimal, limit: Decimal) -> Option<bool> {
        Some(amount.checked_mul(self.times)? > limit.checked_mul(self.over)?)
    }

    /// The amount on the other scale, to six significant decimals.
    pub(super) fn convert(&self, amount: Decimal) -> Option<Decimal> {
        Some(amount.checked_mul(self.times)?.checked_div(self.over)?.round_dp(6))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_convert_by_a_stated_content_alone() {
        let unit = |name: &str| Unit::parse(name).expect(name);
        let content = |amount: i64, held: &str, per: &str| DealContent { amount: amount.into(), unit: unit(held), per: unit(per) };
        assert_eq!(common(unit("FCL20"), unit("t"), [&[], &[]]), None);
        assert_eq!(common(unit("carton"), unit("pc"), [&[], &[]]), None);
        assert_eq!(common(unit("carton"), unit("carton"), [&[], &[]]), Some((Decimal::ONE, Decimal::ONE)));
        let load = [content(18, "t", "FCL20")];
        assert_eq!(common(unit("FCL20"), unit("t"), [&load, &[]]), Some((18_000.into(), 1_000.into())));
        assert_eq!(common(unit("t"), unit("FCL20"), [&load, &[]]), Some((1_000.into(), 18_000.into())), "said by the other side");
        assert_eq!(common(unit("FCL40HC"), unit("t"), [&load, &[]]), None, "another container");
        let nested = [content(700, "carton", "FCL20"), content(20, "kg", "carton")];
        assert_eq!(common(unit("FCL20"), unit("kg"), [&nested, &[]]), Some((14_000.into(), Decimal::ONE)));
        assert_eq!(common(unit("FCL20"), unit("pc"), [&nested, &[]]), None);
    }
}
