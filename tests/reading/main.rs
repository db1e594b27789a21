//! Properties of the reading of trade texts:
//! - what the engine writes in a core language it reads back there: numbers, amounts, prices; where the
//!   written form can be read two ways it asks, and never takes the wrong thousand;
//! - words of a finding are the bytes of the text that its span names, on character boundaries;
//! - any text up to the limits is read without a panic and in bounded time, also what grew from trade
//!   texts by mutation (`body.rs` is shared with the target of cargo-fuzz).

mod body;
mod fuzz;
mod read_back;
mod spans;
