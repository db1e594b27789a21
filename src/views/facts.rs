//! What a posting says that is filtered and counted beside the card: its fields, and where they are
//! empty its text.

use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::domain::{Posting, Price, Size};
use crate::text::Lang;
use crate::understand::Reading;

/// Share by which a rounded price may be off, far above what a double loses.
pub(super) const PRICE_ROUNDING: f64 = 1e-9;

/// Facts; what is missing is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Declared language, else the one that the text was read in.
    pub lang: Option<Lang>,
    /// Import channels, see [`spelled`].
    pub channels: Vec<String>,
    /// Size class of the supplier or buyer.
    pub size: Option<Size>,
    /// Price, of a range the lower end: what is left out for its price is surely dearer.
    #[serde(with = "whole")]
    pub price: Option<Price>,
}

/// Prices with every field written: the form of the API leaves out what is not stated, and the index
/// stores values without the names of fields.
mod whole {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::{Currency, Price, Unit};
    use crate::views::packed::{exact, short};

    #[derive(Serialize, Deserialize)]
    struct Packed {
        #[serde(with = "exact")]
        amount: Decimal,
        #[serde(with = "short")]
        currency: Currency,
        #[serde(with = "short::option")]
        per: Option<Unit>,
    }

    pub(super) fn serialize<S: Serializer>(price: &Option<Price>, to: S) -> Result<S::Ok, S::Error> {
        price.as_ref().map(|price| Packed { amount: price.amount, currency: price.currency, per: price.per }).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Price>, D::Error> {
        let packed = Option::<Packed>::deserialize(from)?;
        Ok(packed.map(|Packed { amount, currency, per }| Price { amount, currency, per }))
    }
}

impl Facts {
    /// The facts of a posting.
    pub fn of(posting: &Posting, reading: &Reading) -> Facts {
        let declared = posting.lang.as_deref().and_then(Lang::new);
        let read = || reading.langs.first().map(|guess| guess.lang);
        let stated = if posting.channels.is_empty() { &reading.channels } else { &posting.channels };
        let mut channels: Vec<String> = stated.iter().map(|channel| spelled(channel)).collect();
        channels.sort_unstable();
        channels.dedup();
        Facts {
            lang: declared.or_else(read).filter(|lang| *lang != Lang::UND),
            channels,
            size: posting.party.size,
            price: posting.price.clone().or_else(|| reading.price.as_ref().map(|price| Price { amount: price.amount, currency: price.currency, per: price.per })),
        }
    }
}

/// A free word as filters compare it: `EU Organic` and `eu-organic` are one.
pub fn spelled(word: &str) -> String {
    word.trim().to_lowercase().replace([' ', '_'], "-")
}

/// What a price compares with, and its amount for the base unit, near enough to pass over most of
/// what is too dear.
pub(super) fn rough_price(price: &Price) -> Option<(String, f64)> {
    let unit = price.per?;
    let amount = price.amount.checked_div(unit.factor()?)?.to_f64()?;
    Some((format!("{} {:?}", price.currency.code(), unit.class()), amount))
}
