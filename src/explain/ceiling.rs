//! How an offer meets the ceiling of a filter. A filter names no delivery term, so the figures alone
//! are compared.

use crate::domain::Price;
use crate::score::judged::{Figures, Incomparable, Judged, Status};

/// The judgement of a price by the ceiling of a filter.
pub fn ceiling(most: &Price, offered: &Price) -> Judged {
    let (status, why) = match offered.above(most) {
        Some(false) => (Status::Fits, None),
        Some(true) => (Status::Conflicts, None),
        None if offered.currency != most.currency => (Status::Unknown, Some(Incomparable::Rate)),
        None => (Status::Unknown, Some(Incomparable::Unit)),
    };
    let converted = why.is_none().then(|| in_unit_of(most, offered)).flatten();
    let over = converted.and_then(|amount| amount.checked_sub(most.amount)?.checked_div(most.amount)?.checked_mul(100.into()));
    let figures = Figures::Price { ceiling: most.clone(), offered: offered.clone(), converted, over, rates_of: None, terms: (None, None), why };
    Judged { field: "max_price", status, figures }
}

/// An amount of the same currency for the unit of a ceiling.
fn in_unit_of(ceiling: &Price, offered: &Price) -> Option<rust_decimal::Decimal> {
    let (own, other) = (offered.per?.factor()?, ceiling.per?.factor()?);
    offered.amount.checked_mul(other)?.checked_div(own).map(|amount| amount.normalize())
}
