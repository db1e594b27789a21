//! Judging rankings: from graded judgments and lists to figures, differences and better weights.
//!
//! The life of an evaluation: [`QuerySet`] and [`Judgments`] are read from files; the engine makes a [`Run`],
//! one list a query, under a profile; [`Evaluation`] holds the lists against the judgments, [`slices`] tells
//! them by language pair, kind and chapter, [`compare`] holds runs against each other, and [`tune`] looks for
//! weights that do better on requests it has not seen. Nothing here searches, stores or publishes, and the
//! same input gives the same figures.

pub mod compare;
mod cores;
mod evaluation;
mod guards;
mod judgments;
mod kept;
pub mod metrics;
mod queries;
mod random;
mod rows;
mod run;
pub mod slices;
pub mod tune;
pub mod verdict;

pub use cores::side_by_side;
pub use evaluation::{Evaluation, GradeScores, Measured};
pub use guards::{Expect, Guard, GuardSet};
pub use judgments::{Format, Grade, Judgment, Judgments, MAX_GRADE};
pub use kept::{Basis, Figures, KeptComparison, SetVersion, Shift, SliceShifts, Summary};
pub use metrics::{Gain, Metrics, Rules, Unjudged};
pub use queries::{Asked, Query, QuerySet};
pub use rows::{Notices, RowError};
pub use run::{Languages, List, Made, Place, Run};
