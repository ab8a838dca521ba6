//! Rows of one length, read where they lie, and copied once one is changed.

use bytes::Bytes;

/// Rows of `LENGTH` bytes each.
#[derive(Clone, Debug)]
pub(super) struct Rows<const LENGTH: usize>(Lying);

#[derive(Clone, Debug)]
enum Lying {
    /// Among the bytes of something larger.
    Shared(Bytes),
    /// By themselves.
    Own(Vec<u8>),
}

impl<const LENGTH: usize> Rows<LENGTH> {
    /// The rows in `bytes`; `None` if they end in the middle of one.
    pub fn open(bytes: Bytes) -> Option<Rows<LENGTH>> {
        bytes.len().is_multiple_of(LENGTH).then_some(Rows(Lying::Shared(bytes)))
    }

    /// These rows.
    pub fn collect(rows: impl ExactSizeIterator<Item = [u8; LENGTH]>) -> Rows<LENGTH> {
        let mut bytes = Vec::with_capacity(rows.len() * LENGTH);
        rows.for_each(|row| bytes.extend_from_slice(&row));
        Rows(Lying::Own(bytes))
    }

    /// All of them in bytes.
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            Lying::Shared(bytes) => bytes,
            Lying::Own(bytes) => bytes,
        }
    }

    /// All of them.
    pub fn all(&self) -> &[[u8; LENGTH]] {
        self.bytes().as_chunks().0
    }

    /// All of them, to be changed.
    pub fn all_mut(&mut self) -> &mut [[u8; LENGTH]] {
        if let Lying::Shared(bytes) = &self.0 {
            self.0 = Lying::Own(bytes.to_vec());
        }
        match &mut self.0 {
            Lying::Own(bytes) => bytes.as_chunks_mut().0,
            Lying::Shared(_) => &mut [],
        }
    }
}

impl<const LENGTH: usize> PartialEq for Rows<LENGTH> {
    fn eq(&self, other: &Rows<LENGTH>) -> bool {
        self.bytes() == other.bytes()
    }
}
