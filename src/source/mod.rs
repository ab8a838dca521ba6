//! Where a site's bytes come from: the world, as a file tree, decoded to text.

mod code;
mod decode;
mod disk;
mod memory;
mod tree;
mod world;

pub use code::CODES;
pub use decode::{DecodeError, Encoding, decode};
pub use disk::DiskWorld;
pub use memory::MemoryWorld;
pub use tree::SourceTree;
pub use world::{Listed, World};
