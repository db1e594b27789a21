//! The HTTP edge, called as a function with an engine in memory. It proves that:
//! - a posting can be posted, read, replaced, found, matched and withdrawn, under one ETag each;
//! - every fault is a problem document that names the field and the fix;
//! - a key writes its own side for its own party and nothing else;
//! - a bulk file lands row by row, in the encoding an office program wrote;
//! - filters leave out what is known not to fit, and counts say how the rest divides;
//! - an operator replaces the exchange rates, and prices compare by them from then on;
//! - operators draft, try, publish, compare and roll back relevance profiles, each change with its author;
//! - a trial serves each caller by one profile, or both dealt into one;
//! - an operator edits the lexicon, tries an edit before, and takes it back;
//! - a draft that breaks a guard or fails a language pair is not published, and conditions on a change are held or
//!   refused; where a posting stands and which weights do better is told before;
//! - judgments and query sets go in and out as files; a stored set is evaluated, and evaluations are kept and compared;
//! - answers name themselves, readers say what they did with a hit, and operators alone read what follows;
//! - parties see new matches of their own postings, mark and mute them, and hear of them in a stream that goes on
//!   where it broke off;
//! - every answer is as the OpenAPI document says.

#[path = "http/support.rs"]
mod support;

#[path = "http/alerts.rs"]
mod alerts;
#[path = "http/auth.rs"]
mod auth;
#[path = "http/bulk.rs"]
mod bulk;
#[path = "http/comparisons.rs"]
mod comparisons;
#[path = "http/errors.rs"]
mod errors;
#[path = "http/lifecycle.rs"]
mod lifecycle;
#[path = "http/filters.rs"]
mod filters;
#[path = "http/gate.rs"]
mod gate;
#[path = "http/openapi.rs"]
mod openapi;
#[path = "http/profiles.rs"]
mod profiles;
#[path = "http/rates.rs"]
mod rates;
#[path = "http/rules.rs"]
mod rules;
#[path = "http/relevance_lexicon.rs"]
mod relevance_lexicon;
#[path = "http/watching.rs"]
mod watching;
#[path = "http/sets.rs"]
mod sets;
#[path = "http/search.rs"]
mod search;
#[path = "http/trials.rs"]
mod trials;
