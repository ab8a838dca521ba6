//! A content's identity: a 128-bit hash, not for cryptographic use.

use std::fmt;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The hash of some bytes. Equal fingerprints are taken to mean equal bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint(xxh3_128(bytes))
    }

    /// The fingerprint of several pieces, each told apart from its neighbours.
    pub fn of_all<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Fingerprint {
        let mut hash = Xxh3::new();
        for piece in pieces {
            hash.update(&(piece.len() as u64).to_le_bytes());
            hash.update(piece);
        }
        Fingerprint(hash.digest128())
    }

    /// A fingerprint of fingerprints, in their order.
    pub fn combine(parts: impl IntoIterator<Item = Fingerprint>) -> Fingerprint {
        let mut hash = Xxh3::new();
        for part in parts {
            hash.update(&part.0.to_le_bytes());
        }
        Fingerprint(hash.digest128())
    }

    /// Its bits, to be kept.
    pub fn bits(self) -> u128 {
        self.0
    }

    /// A fingerprint that was kept.
    pub fn from_bits(bits: u128) -> Fingerprint {
        Fingerprint(bits)
    }

    /// The first sixteen hexadecimal digits, for names of made files.
    pub fn short(self) -> String {
        format!("{:016x}", (self.0 >> 64) as u64)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}
