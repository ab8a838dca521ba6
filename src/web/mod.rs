//! The network behind a world: an HTTP client, and the answers it keeps on disk between builds.

mod client;
mod kept;

pub use client::Client;
