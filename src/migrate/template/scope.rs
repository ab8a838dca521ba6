//! What is known about variables at a place of a template.

use std::collections::BTreeMap;

/// What is known about a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::migrate) enum Known {
    /// It has a value.
    Present,
    /// It is a page or a section: its fields are all there.
    Page,
    /// It may be undefined.
    Loose,
    /// It is a parameter that is none where it is not given.
    Optional,
    /// It is a parameter that is a text wherever it is given.
    Text,
    /// It is a parameter that is a number or a truth value, or a text that holds nothing to escape.
    Plain,
}

/// The variables bound around a place, from outside in.
#[derive(Debug)]
pub(super) struct Scope {
    frames: Vec<BTreeMap<String, Known>>,
}

impl Default for Scope {
    fn default() -> Scope {
        Scope { frames: vec![BTreeMap::new()] }
    }
}

impl Scope {
    /// Binds a name in the innermost frame.
    pub fn bind(&mut self, name: &str, known: Known) {
        if let Some(frame) = self.frames.last_mut() {
            frame.insert(name.to_owned(), known);
        }
    }

    /// Binds a name for everything that follows, if it is reached: `set_global`.
    pub fn bind_globally(&mut self, name: &str) {
        if let Some(frame) = self.frames.first_mut() {
            frame.entry(name.to_owned()).or_insert(Known::Loose);
        }
    }

    /// Opens a frame: a loop or a branch.
    pub fn open(&mut self) {
        self.frames.push(BTreeMap::new());
    }

    /// Closes a loop's frame: what was set in it is gone.
    pub fn close_loop(&mut self) {
        self.frames.pop();
    }

    /// Closes a branch: what was set in it may be there afterwards.
    pub fn close_branch(&mut self) {
        let Some(branch) = self.frames.pop() else { return };
        for name in branch.into_keys() {
            if self.find(&name).is_none() {
                self.bind(&name, Known::Loose);
            }
        }
    }

    /// What is known about a name that is bound here.
    pub fn find(&self, name: &str) -> Option<Known> {
        self.frames.iter().rev().find_map(|frame| frame.get(name).copied())
    }
}
