//! Any UTF-8 is read without a panic, and what is found stands where it says; the body is the one of
//! `tests/reading/fuzz.rs`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tradewind::understand::Reader;

#[path = "../../tests/reading/body.rs"]
mod body;

static READER: LazyLock<Reader> = LazyLock::new(body::reader);

fuzz_target!(|text: &str| body::read_text(&READER, text));
