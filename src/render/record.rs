//! What a render looks at beyond its own variables: functions and filters note it, whoever renders takes it down.
//!
//! Tera gives functions nothing to carry this in; the record lies beside the render's thread and lives as long as the
//! render (see also `template::Scope`).

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use crate::cache::{Next, Read};
use crate::path::Route;

/// What was noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// What was looked at; the same may stand there more than once.
    pub reads: Vec<Read>,
    /// The pictures that were asked for.
    pub wants: Vec<Route>,
    /// What was shown again, with all that was looked at when it was made.
    pub again: Vec<Arc<Again>>,
}

/// What was noted when something was made that is shown again.
#[derive(Debug, Default)]
pub struct Again {
    record: Record,
    /// The numbers of all reads, in the one build that this lives in.
    numbers: OnceLock<Vec<u32>>,
}

impl PartialEq for Again {
    /// The numbers follow from the record.
    fn eq(&self, other: &Again) -> bool {
        self.record == other.record
    }
}

impl Eq for Again {}

impl From<Record> for Again {
    fn from(record: Record) -> Again {
        Again { record, numbers: OnceLock::new() }
    }
}

impl Record {
    /// The numbers of all reads, sorted, each once.
    pub fn numbers(&self, next: &Next) -> Vec<u32> {
        let mut numbers = next.numbers(&self.reads);
        if !self.again.is_empty() {
            for again in &self.again {
                numbers.extend(again.numbers.get_or_init(|| again.record.numbers(next)));
            }
            numbers.sort_unstable();
            numbers.dedup();
        }
        numbers
    }

    /// All pictures that were asked for, sorted, each once.
    pub fn all_wants(&self) -> Vec<&Route> {
        let mut wants: Vec<&Route> = self.wants.iter().collect();
        wants.extend(self.again.iter().flat_map(|again| again.record.all_wants()));
        wants.sort_unstable();
        wants.dedup();
        wants
    }
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

/// Notes that something is shown again.
pub fn note_again(again: &Arc<Again>) {
    CURRENT.with_borrow_mut(|current| {
        if let Some(record) = current
            && record.again.last().is_none_or(|last| !Arc::ptr_eq(last, again))
        {
            record.again.push(again.clone());
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Again, note, note_again, note_want, recording};
    use crate::cache::{Cache, Read};
    use crate::path::Route;

    #[test]
    fn what_is_shown_again_looks_at_what_it_looked_at() {
        let picture = |name| Route::file(name).unwrap();
        let (_, inner) = recording(|| {
            note(|| Read::Time);
            note_want(&picture("b.png"));
        });
        let inner = Arc::new(Again::from(inner));
        let (_, outer) = recording(|| {
            note(|| Read::Site);
            note_want(&picture("a.png"));
            note_again(&inner);
        });
        let outer = Arc::new(Again::from(outer));
        let (_, record) = recording(|| {
            note_again(&outer);
            note_again(&outer);
            note(|| Read::Time);
        });
        let next = Cache::in_memory().next();
        let reads =
            |numbers: Vec<u32>| -> Vec<Read> { numbers.iter().map(|at| (*next.read(*at).unwrap()).clone()).collect() };
        assert_eq!(reads(record.numbers(&next)), [Read::Time, Read::Site]);
        assert_eq!(record.numbers(&next), record.numbers(&next));
        assert_eq!(record.all_wants(), [&picture("a.png"), &picture("b.png")]);
        assert_eq!(record.again.len(), 1);
    }

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
