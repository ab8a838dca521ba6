//! Files that are made or copied rather than rendered: style sheets, static files, pictures.

mod code;
pub mod image;
mod sass;
mod sass_random;
mod static_file;

pub use code::CODES;
pub use sass::{StyleSheet, compile_sass, depth_of_brackets};
pub use static_file::static_files;
