//! Whether git has all of a site.
#![expect(clippy::disallowed_methods, reason = "asks git, which is a program of its own")]

use std::path::Path;
use std::process::{Command, Stdio};

/// What git says of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything is committed.
    Clean,
    /// Something is not.
    Changed,
    /// It is in no repository, or there is no git.
    Unknown,
}

/// What git says of the site in `folder`. What builds leave, `output` and the cache, does not count.
pub fn state(folder: &Path, output: &str) -> State {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["status", "--porcelain", "--untracked-files=all", "--", "."]);
    for left in [output, ".lianluo"] {
        git.arg(format!(":(exclude){left}"));
    }
    match git.stdin(Stdio::null()).stderr(Stdio::null()).output() {
        Ok(told) if told.status.success() => {
            if told.stdout.is_empty() {
                State::Clean
            } else {
                State::Changed
            }
        }
        _ => State::Unknown,
    }
}
