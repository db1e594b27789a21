//! The wrapping of every stored value: one version byte, four bytes of CRC-32 (little
//! endian, over the version byte and the payload), then the payload.
//!
//! The version says how to read the frame, not what the payload means. A program reads
//! all versions it has ever written and writes the newest.

use super::StoreError;

/// The version written today.
pub const VERSION: u8 = 1;

/// Bytes before the payload.
pub const HEADER_LEN: usize = 5;

/// Wraps a payload.
pub fn wrap(payload: &[u8]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(HEADER_LEN + payload.len());
    framed.push(VERSION);
    framed.extend_from_slice(&checksum(VERSION, payload).to_le_bytes());
    framed.extend_from_slice(payload);
    framed
}

/// Checks a frame and returns its payload.
pub fn unwrap(framed: &[u8]) -> Result<&[u8], StoreError> {
    let (&version, rest) = framed
        .split_first()
        .ok_or(StoreError::BadFrame("the value is empty"))?;
    if version != VERSION {
        return Err(StoreError::Version {
            what: "a stored value",
            found: version,
            newest: VERSION,
        });
    }
    let (sum, payload) = rest
        .split_first_chunk::<4>()
        .ok_or(StoreError::BadFrame("the value is shorter than its header"))?;
    if u32::from_le_bytes(*sum) != checksum(version, payload) {
        return Err(StoreError::BadFrame("the bytes have changed"));
    }
    Ok(payload)
}

fn checksum(version: u8, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[version]);
    hasher.update(payload);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Version 1 as first released; must stay readable for ever.
    const V1_SAMPLE: &[u8] = &[
        1, 0x85, 0x64, 0x85, 0xa0, b's', b'a', b'f', b'f', b'r', b'o', b'n',
    ];

    #[test]
    fn reads_the_version_1_sample() {
        assert_eq!(unwrap(V1_SAMPLE).unwrap(), b"saffron");
        assert_eq!(wrap(b"saffron"), V1_SAMPLE);
    }

    #[test]
    fn names_an_unknown_version() {
        let error = unwrap(&[9, 0, 0, 0, 0]).unwrap_err();
        assert!(error.to_string().contains("version 9"), "{error}");
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let framed = wrap(b"cashew W320");
        for at in 0..framed.len() * 8 {
            let mut bad = framed.clone();
            bad[at / 8] ^= 1 << (at % 8);
            assert!(unwrap(&bad).is_err(), "bit {at}");
        }
        for len in 0..framed.len() {
            assert!(unwrap(&framed[..len]).is_err(), "cut to {len}");
        }
    }
}
