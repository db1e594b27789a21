//! Whether one ranking is better than another.

pub mod verdict;
