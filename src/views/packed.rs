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
/// would read again. `views::index::fingerprint` covers the tables they point into. A format for people has their
/// names, which stay when a table grows.
pub(super) mod short {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::{Currency, Unit};

    /// What stands in a table of at most 255 rows.
    pub(in crate::views) trait Row: Copy + Sized {
        fn place(self) -> u8;
        fn at(place: u8) -> Option<Self>;
        fn name(self) -> &'static str;
        fn named(name: &str) -> Option<Self>;
    }

    impl Row for Unit {
        fn place(self) -> u8 {
            self.index()
        }

        fn at(place: u8) -> Option<Unit> {
            Unit::at(place)
        }

        fn name(self) -> &'static str {
            Unit::name(self)
        }

        fn named(name: &str) -> Option<Unit> {
            Unit::parse(name)
        }
    }

    impl Row for Currency {
        fn place(self) -> u8 {
            self.index()
        }

        fn at(place: u8) -> Option<Currency> {
            Currency::at(place)
        }

        fn name(self) -> &'static str {
            self.code()
        }

        fn named(name: &str) -> Option<Currency> {
            Currency::parse(name)
        }
    }

    pub(in crate::views) fn serialize<R: Row, S: Serializer>(row: &R, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() { row.name().serialize(to) } else { row.place().serialize(to) }
    }

    pub(in crate::views) fn deserialize<'de, R: Row, D: Deserializer<'de>>(from: D) -> Result<R, D::Error> {
        let row = if from.is_human_readable() { R::named(&String::deserialize(from)?) } else { R::at(u8::deserialize(from)?) };
        row.ok_or_else(|| D::Error::custom("no such row"))
    }

    /// The same where there may be none.
    pub(in crate::views) mod option {
        use super::{Deserialize, Deserializer, Error, Row, Serialize, Serializer};

        pub(in crate::views) fn serialize<R: Row, S: Serializer>(row: &Option<R>, to: S) -> Result<S::Ok, S::Error> {
            if to.is_human_readable() { row.map(Row::name).serialize(to) } else { row.map(Row::place).serialize(to) }
        }

        pub(in crate::views) fn deserialize<'de, R: Row, D: Deserializer<'de>>(from: D) -> Result<Option<R>, D::Error> {
            let row = if from.is_human_readable() { Option::<String>::deserialize(from)?.map(|name| R::named(&name)) } else { Option::<u8>::deserialize(from)?.map(R::at) };
            row.map(|row| row.ok_or_else(|| D::Error::custom("no such row"))).transpose()
        }
    }
}
