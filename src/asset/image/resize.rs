//! Smaller copies of pictures: planned when a template asks, made once after rendering.

/// (being written)
pub struct Want;
/// (being written)
pub struct Made;
/// (being written)
pub struct Operation;
/// (being written)
pub struct Fitting;
/// (being written)
pub struct Format;
/// (being written)
pub fn make() {}
