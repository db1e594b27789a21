//! The judgement of one stated wish: whether it is met, and the figures of both sides. It is data from
//! here to the last screen; `explain` makes sentences of it in the reader's language.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{Country, Incoterm, Price, Quantity};

/// How a stated wish is met. Silence is unknown and never a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As asked or better.
    Fits,
    /// Not as asked, but within what is usually talked over.
    Near,
    /// Against what was asked.
    Conflicts,
    /// The other side does not say, or the two cannot be compared.
    Unknown,
}

/// Why two prices are not ordered by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Incomparable {
    /// No rate between the currencies is known.
    Rate,
    /// The rate is too old.
    StaleRate,
    /// The units measure different things, or one is not said.
    Unit,
    /// The delivery terms differ.
    Term,
}

/// The figures of a judgement.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each variant says what its figures are")]
pub enum Figures {
    /// The smallest order against what is asked for.
    Moq { asked: Quantity, least: Quantity },
    /// What the supplier can make or has against what is asked for.
    Supply { asked: Quantity, offered: Quantity },
    /// A price against a ceiling. `converted` is the offered price in currency and unit of the ceiling by
    /// the rates of `rates_of`; `over` the percent above (below if negative).
    Price { ceiling: Price, offered: Price, converted: Option<Decimal>, over: Option<Decimal>, rates_of: Option<Date>, terms: (Option<Incoterm>, Option<Incoterm>), why: Option<Incomparable> },
    /// Certificates asked for: held, held by a scheme that is near (asked, held), and not named.
    Certificates { held: Vec<String>, near: Vec<(String, String)>, missing: Vec<String> },
    /// Countries of origin.
    Origin { asked: Vec<Country>, offered: Vec<Country> },
    /// Delivery terms with their places (UN/LOCODE or as written).
    Delivery { asked: (Option<Incoterm>, Option<String>), offered: (Option<Incoterm>, Option<String>) },
    /// Import channels.
    Channel { asked: Vec<String>, offered: Vec<String> },
    /// Countries that are refused, and where the goods come from.
    RefusedOrigin { refused: Vec<Country>, offered: Vec<Country> },
    /// The day by which the goods are needed, or the period in which, against the day they are ready or the
    /// period in which they ship: first and, if there is one, last day.
    Time { needed_by: Option<Date>, wanted: Option<(Date, Option<Date>)>, ready: Option<Date>, ships: Option<(Date, Option<Date>)> },
    /// Means of payment.
    Payment { asked: Vec<String>, offered: Vec<String> },
    /// Grades and models.
    Grade { asked: Vec<String>, offered: Vec<String> },
}

/// The judgement of one wish.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The field: `moq`, `quantity`, `price`, `certifications`, `origin`, `delivery`, `channel`, `time`, `payment`, `grade`.
    pub field: &'static str,
    /// How it is met.
    pub status: Status,
    /// The figures.
    pub figures: Figures,
}
