//! The words of the trade, as types that cannot be wrong: postings (offers and requests), parties,
//! money, quantities, HS codes, countries, Incoterms; the commands that ask, the events that state,
//! and [`decide`], the pure function between them. No I/O, no clock, no language.

pub mod country;
pub mod decide;
pub mod draft;
pub mod hs;
pub mod incoterm;
pub mod money;
pub mod once;
pub mod party;
pub mod posting;
pub mod profile;
pub mod quantity;
pub mod rates;
pub mod relevance;

pub use country::Country;
pub use decide::{Actor, Command, Current, Event, Refusal, Role, decide};
pub use draft::{Draft, FieldError, MAX_QUERY_CHARS};
pub use hs::HsCode;
pub use incoterm::Incoterm;
pub use money::{Currency, Price};
pub use party::{ANONYMOUS, Party, Side, Size};
pub use posting::{Id, Posting};
pub use profile::{Difference, MoqAbove, Profile, ProfileError, Stage};
pub use quantity::{Period, Quantity, Unit, UnitClass};
pub use rates::Rates;
