//! What the journal becomes: the current postings ([`documents`]) and the text index ([`index`]).
//! Both can be deleted and rebuilt. Beside them stands which new matches were told of ([`alerts`]). A posting is
//! understood here, once, and kept as a [`Card`]: everything that scoring needs, and nothing it would
//! have to look up.

pub mod alerts;
pub mod card;
pub mod deal;
pub mod documents;
mod entries;
pub mod evaluations;
pub mod facts;
pub mod holding;
pub mod index;
mod packed;
pub mod sets;
pub mod stated;
mod traded;
pub mod workbench;

pub use card::Card;
pub use deal::Deal;
pub use facts::Facts;
