//! From a prefix to the bounds of a range.

use std::ops::Bound;

/// The least key a caller can own; everything below belongs to the store.
const FIRST: &[u8] = &[1];

/// The first key of a scan over `prefix`, beginning at `from`.
pub(super) fn start<'a>(prefix: &'a [u8], from: Option<&'a [u8]>) -> &'a [u8] {
    prefix.max(from.unwrap_or_default()).max(FIRST)
}

/// The bound just above all keys that open with `prefix`.
pub(super) fn end(prefix: &[u8]) -> Bound<Vec<u8>> {
    let mut above = prefix.to_vec();
    while let Some(byte) = above.pop() {
        if byte < u8::MAX {
            above.push(byte + 1);
            return Bound::Excluded(above);
        }
    }
    Bound::Unbounded
}

/// Whether the bounds hold no key at all; maps panic on such a range.
pub(super) fn is_void(start: &[u8], end: &Bound<Vec<u8>>) -> bool {
    matches!(end, Bound::Excluded(end) if start >= end.as_slice())
}
