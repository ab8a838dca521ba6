//! The network behind a world: an HTTP client, and the answers it keeps on disk between builds.

mod client;
mod kept;
mod retry_after;

pub use client::Client;
