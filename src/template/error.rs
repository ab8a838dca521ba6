//! Tera's errors as diagnostics at the author's line.
