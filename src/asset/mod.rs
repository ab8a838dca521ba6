//! Files that are made or copied rather than rendered: style sheets, static files, pictures.

mod code;
pub mod image;
mod sass;
mod sass_code;
mod sass_files;
mod sass_guard;
mod sass_random;
mod static_file;

pub use code::CODES;
pub use sass::{StyleSheet, compile_sass};
pub use sass_files::depth_of_brackets;
pub use static_file::static_files;
