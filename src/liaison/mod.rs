//! The liaison group's layer: kinds of entry, quarters, members, and what themes may ask of them.
