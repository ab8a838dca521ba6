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
        let mut gathered = Gathered::new();
        for piece in pieces {
            gathered.add(&(piece.len() as u64).to_le_bytes());
            gathered.add(piece);
        }
        gathered.fingerprint()
    }

    /// A fingerprint of fingerprints, in their order.
    pub fn combine(parts: impl IntoIterator<Item = Fingerprint>) -> Fingerprint {
        let mut gathered = Gathered::new();
        for part in parts {
            gathered.add(&part.0.to_le_bytes());
        }
        gathered.fingerprint()
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

/// Pieces being put together. Few bytes are hashed at once, which takes a fraction of what hashing piece by piece does,
/// with the same result.
struct Gathered {
    few: [u8; 512],
    length: usize,
    many: Option<Xxh3>,
}

impl Gathered {
    fn new() -> Gathered {
        Gathered { few: [0; 512], length: 0, many: None }
    }

    fn add(&mut self, piece: &[u8]) {
        if let Some(room) = self.few.get_mut(self.length..self.length + piece.len()) {
            room.copy_from_slice(piece);
            self.length += piece.len();
            return;
        }
        let hash = self.many.get_or_insert_with(Xxh3::new);
        hash.update(&self.few[..self.length]);
        hash.update(piece);
        self.length = 0;
    }

    fn fingerprint(&self) -> Fingerprint {
        let few = &self.few[..self.length];
        match &self.many {
            None => Fingerprint::of(few),
            Some(hash) => {
                let mut hash = hash.clone();
                hash.update(few);
                Fingerprint(hash.digest128())
            }
        }
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
