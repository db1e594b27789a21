//! Tradewind matches supply and demand across languages. Modules in reading order, lowest first;
//! `ARCHITECTURE.md` tells the life of a listing and the life of a search through them.

pub mod domain;
pub mod text;
pub mod lexicon;
pub mod storage;
pub mod journal;
