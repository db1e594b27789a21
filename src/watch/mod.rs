//! What operators watch: what was asked and what was shown, what readers did with it, and what follows
//! from both.
//!
//! The life of a record: a search makes an [`Asked`] of its answer and hands it to [`QueryLog::note`],
//! which keeps it in memory; the log's own thread puts it into the store a moment later, and takes out
//! what is too old. A report reads the store once, record by record, into a tally ([`QueryTally`],
//! [`ExposureTally`], [`AttractionTally`], [`Market`]), all of them pure; an export takes away row by row what
//! the first hits were ranked by ([`SignalRow`]), where that is kept.
//!
//! Invariants:
//! - no record names who asked: neither key nor address is in it, and contacts in a text are masked;
//! - the log is no part of the journal: a backup leaves it out, and losing it loses no posting.

mod asked;
mod attraction;
mod exposure;
mod feedback;
mod log;
mod market;
mod queries;
mod signals;

pub use asked::{Asked, How, QueryId, Shown, normal};
pub use attraction::{Attraction, AttractionTally, Chosen, Propensity};
pub use exposure::{Exposure, ExposureTally, Share};
pub use feedback::{Given, Kind};
pub use log::{Kept, QueryLog, Watching};
pub use market::{Balance, Cell, Gap, Market, Stake};
pub use signals::{MAX_SIGNALS, SignalRow, Signals};
pub use queries::{AskedOften, InLanguage, Queries, QueryTally, Slow, Word};
pub(crate) use asked::words;
