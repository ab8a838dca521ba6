//! Where a site's bytes come from: the world, as a file tree, decoded to text; TOML and YAML as values with places.

mod code;
mod decode;
mod disk;
mod fetch;
mod font;
mod memory;
mod node;
mod settled;
mod shelf;
mod stamp;
mod table;
mod toml;
mod toml_plain;
mod tree;
mod world;
mod yaml;
mod zone;

pub use code::{CODES, IGNORED_KEY, NOT_TEXTS};
pub use decode::{DecodeError, Encoding, decode};
pub use disk::DiskWorld;
pub use fetch::{Answer, Fetch, Request, Unreachable};
pub use font::FontFile;
pub use memory::MemoryWorld;
pub use node::{Entry, Item, Node, find, sort_keys};
pub use settled::is_settled;
pub use shelf::{Shelf, is_own};
pub use table::{DID_YOU_MEAN, Table, Unknown};
pub use toml::parse_toml;
pub use tree::SourceTree;
pub use world::{FileStamp, Stamped, Stray, StrayKind, Walk, World};
pub use yaml::{parse_yaml, yaml_options};
pub use zone::time_zone;
