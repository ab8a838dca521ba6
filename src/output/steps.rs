//! The steps of a commit, counted in tests, which stop it after any of them as a killed build would.

use std::io;

#[cfg(test)]
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// Counts the operations of a commit on the file system.
#[derive(Debug, Default)]
pub(super) struct Steps {
    #[cfg(test)]
    taken: AtomicUsize,
    #[cfg(test)]
    most: Option<usize>,
}

impl Steps {
    /// To be called before every operation.
    ///
    /// # Errors
    /// In tests, if the build is to die here.
    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "tests count")]
    #[inline]
    pub fn next(&self) -> io::Result<()> {
        Ok(())
    }

    /// To be called before every operation.
    ///
    /// # Errors
    /// In tests, if the build is to die here.
    #[cfg(test)]
    pub fn next(&self) -> io::Result<()> {
        let taken = self.taken.fetch_add(1, SeqCst);
        if self.most.is_some_and(|most| taken >= most) { Err(io::Error::other("killed")) } else { Ok(()) }
    }

    /// Steps that end after `most`.
    #[cfg(test)]
    pub fn until(most: usize) -> Steps {
        Steps { taken: AtomicUsize::new(0), most: Some(most) }
    }

    /// Whether the build died.
    #[cfg(test)]
    pub fn ended(&self) -> bool {
        self.most.is_some_and(|most| self.taken.load(SeqCst) > most)
    }
}
