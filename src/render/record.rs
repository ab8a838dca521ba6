//! What a render looks at beyond its own variables: functions and filters note it, whoever renders takes it down.
//!
//! Tera gives functions nothing to carry this in; the record lies beside the render's thread and lives as long as the
//! render (see also `template::Scope`).

use std::cell::RefCell;

use crate::cache::Read;
use crate::path::Route;

/// What was noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// What was looked at; the same may stand there more than once.
    pub reads: Vec<Read>,
    /// The pictures that were asked for.
    pub wants: Vec<Route>,
}

thread_local! {
    static CURRENT: RefCell<Option<Record>> = const { RefCell::new(None) };
}

/// Runs `render` and gives what it noted as well.
pub fn recording<T>(render: impl FnOnce() -> T) -> (T, Record) {
    struct Restore(Option<Record>);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.replace(self.0.take());
        }
    }
    let _restore = Restore(CURRENT.replace(Some(Record::default())));
    let made = render();
    let record = CURRENT.take().unwrap_or_default();
    (made, record)
}

/// Notes that something was looked at.
pub fn note(read: impl FnOnce() -> Read) {
    CURRENT.with_borrow_mut(|current| {
        if let Some(record) = current {
            let read = read();
            // A loop asks for the same thing again and again.
            if record.reads.last() != Some(&read) {
                record.reads.push(read);
            }
        }
    });
}

/// Notes that a picture is wanted.
pub fn note_want(route: &Route) {
    CURRENT.with_borrow_mut(|current| {
        if let Some(record) = current {
            record.wants.push(route.clone());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{note, recording};
    use crate::cache::Read;

    #[test]
    fn notes_go_to_the_innermost_render() {
        note(|| Read::Site);
        let ((_, inner), outer) = recording(|| {
            note(|| Read::Time);
            note(|| Read::Time);
            recording(|| note(|| Read::Site))
        });
        assert_eq!((inner.reads, outer.reads), (vec![Read::Site], vec![Read::Time]));
    }
}
