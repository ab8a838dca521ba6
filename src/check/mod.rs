//! Checks over the whole site: links, orphans.
