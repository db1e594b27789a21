//! Tradewind matches supply and demand across languages. Modules in reading order, lowest first;
//! `ARCHITECTURE.md` tells the life of a listing and the life of a search through them.

pub mod domain;
pub mod text;
pub mod lexicon;
pub mod understand;
pub mod storage;
pub mod journal;
pub mod views;
pub mod retrieve;
pub mod score;
pub mod rank;
pub mod explain;
pub mod evaluate;
pub mod watch;
pub mod engine;
pub mod intake;
pub mod config;
pub mod http;
pub mod cli;
