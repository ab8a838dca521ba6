//! A build: the stages called in order. The only file that knows them all.

/// (being written)
pub struct Options;
/// (being written)
pub struct Build;
/// (being written)
pub fn build() {}
