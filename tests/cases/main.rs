//! Small cases with their right outcome, through the engine alone. They prove that:
//! - one word finds the same goods in every language and script, and not their homographs;
//! - marks, case, composition, inflection and old or new characters make no difference;
//! - a code is met exactly, however it is spaced, and a neighbouring code is said to differ;
//! - mixed and undeclared languages are read as well as declared ones;
//! - the order is the same on every page, after restarts and whatever else is stored;
//! - reasons, fit, hints and gloss are in the language of the reader, on either side;
//! - a score is the sum of its reasons, and no boost lifts what is not meant;
//! - an operator's overlay adds names to what is stored and is taken back without a trace;
//! - what is denied, in passing or of another language is not the goods, and kin stands near;
//! - accents count where both sides write them, word by word;
//! - what the platform decides itself obeys filters, ends and the reading of the question, and says so;
//! - what is past its day is not found, yet still readable;
//! - each stated term is judged from fields and text alike, moves what conflicts below what fits, and what
//!   does not compare says so;
//! - terms are filtered from fields and text in any digits and units, a figure of two readings decides
//!   nothing, no slip is forgiven in a figure, and a country is one by all its names;
//! - what was searched in vain is listed with the word that is missing, without who asked; opting out keeps
//!   nothing;
//! - judgments and queries are kept as named sets, whole or not at all, and the same after a restore;
//! - invisible characters neither hide a posting nor turn a title around.

mod accents;
mod codes;
mod expiry;
mod fit;
mod invisible;
mod kinds;
mod languages;
mod lexicon;
mod live_lexicon;
mod meaning;
mod numbers;
mod order;
mod overlay;
mod reasons;
mod rules;
mod sentences;
mod sets;
mod signals;
mod support;
mod terms;
mod watching;
mod words;
