//! Zola's template functions, one file each (checklist 1.23).
