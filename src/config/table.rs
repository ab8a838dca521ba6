//! A table of a TOML file being read key by key: typed, with places, unknown keys told with a suggestion.

/// A table as written, with the places of its keys and values.
#[derive(Clone, Debug)]
pub struct Table;
