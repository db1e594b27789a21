//! The pieces of a body as a blocking reader.

use std::io::{self, Read};

use axum::body::Bytes;
use tokio::sync::mpsc;

use super::Piece;

/// The body as a blocking reader.
pub(super) struct Pieces {
    pieces: mpsc::Receiver<Piece>,
    current: Bytes,
}

impl Pieces {
    pub(super) fn new(pieces: mpsc::Receiver<Piece>) -> Pieces {
        Pieces { pieces, current: Bytes::new() }
    }
}

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.current.is_empty() {
            match self.pieces.blocking_recv() {
                None => return Ok(0),
                Some(Ok(bytes)) => self.current = bytes,
                Some(Err(reason)) => return Err(io::Error::other(reason)),
            }
        }
        let count = self.current.len().min(out.len());
        let taken = self.current.split_to(count);
        for (slot, byte) in out.iter_mut().zip(taken.iter()) {
            *slot = *byte;
        }
        Ok(count)
    }
}
