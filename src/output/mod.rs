//! Where a site's bytes go: a tree as a value, staged as it grows, committed at once.

mod code;
mod stage;
mod tree;

pub use code::CODES;
pub use stage::Stage;
pub use tree::{MemoryStage, OutputFile};
