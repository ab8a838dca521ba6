//! What a commit changed in the output folder.

/// The difference between the old output and the new one; paths relative to the output folder, with `/`, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there before.
    pub added: Vec<String>,
    /// Files whose bytes are new.
    pub changed: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
    /// How many files stayed as they were, modification time included.
    pub unchanged: usize,
}

impl Changes {
    /// How many files were written.
    pub fn written(&self) -> usize {
        self.added.len() + self.changed.len()
    }

    /// Whether the output is as it was.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}
