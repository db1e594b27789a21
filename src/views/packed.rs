//! Values as the index keeps them: small, and quick to read for the hundreds of cards of a search. The domain
//! writes the same values as text, for people.

/// Decimals in 16 bytes.
pub(super) mod exact {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::views) fn serialize<S: Serializer>(amount: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        amount.serialize().serialize(to)
    }

    pub(in crate::views) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        <[u8; 16]>::deserialize(from).map(Decimal::deserialize)
    }
}

/// Units and currencies in one byte: the domain writes them as text, which hundreds of cards of a search
/// would read again. `views::index::fingerprint` covers the tables they point into.
pub(super) mod short {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::{Currency, Unit};

    /// What stands in a table of at most 255 rows.
    pub(in crate::views) trait Row: Copy + Sized {
        fn place(self) -> u8;
        fn at(place: u8) -> Option<Self>;
    }

    impl Row for Unit {
        fn place(self) -> u8 {
            self.index()
        }

        fn at(place: u8) -> Option<Unit> {
            Unit::at(place)
        }
    }

    impl Row for Currency {
        fn place(self) -> u8 {
            self.index()
        }

        fn at(place: u8) -> Option<Currency> {
            Currency::at(place)
        }
    }

    pub(in crate::views) fn serialize<R: Row, S: Serializer>(row: &R, to: S) -> Result<S::Ok, S::Error> {
        row.place().serialize(to)
    }

    pub(in crate::views) fn deserialize<'de, R: Row, D: Deserializer<'de>>(from: D) -> Result<R, D::Error> {
        R::at(u8::deserialize(from)?).ok_or_else(|| D::Error::custom("no such row"))
    }

    /// The same where there may be none.
    pub(in crate::views) mod option {
        use super::{Deserialize, Deserializer, Error, Row, Serialize, Serializer};

        pub(in crate::views) fn serialize<R: Row, S: Serializer>(row: &Option<R>, to: S) -> Result<S::Ok, S::Error> {
            row.map(Row::place).serialize(to)
        }

        pub(in crate::views) fn deserialize<'de, R: Row, D: Deserializer<'de>>(from: D) -> Result<Option<R>, D::Error> {
            let place = Option::<u8>::deserialize(from)?;
            place.map(|place| R::at(place).ok_or_else(|| D::Error::custom("no such row"))).transpose()
        }
    }
}
