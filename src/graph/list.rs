//! A list of things that are there, or come from the last build when somebody looks at them.

use std::fmt;
use std::ops::Index;
use std::sync::{Arc, OnceLock};

/// The list. A copy shares what is there.
pub struct List<T> {
    slots: Vec<OnceLock<Arc<T>>>,
    later: Option<Arc<Later<T>>>,
}

/// Gives a thing by its index.
type Later<T> = dyn Fn(usize) -> Arc<T> + Send + Sync;

impl<T> List<T> {
    /// So many things that `load` gives by their indices, each when it is first looked at.
    pub fn later(count: usize, load: impl Fn(usize) -> Arc<T> + Send + Sync + 'static) -> List<T> {
        List { slots: std::iter::repeat_with(OnceLock::new).take(count).collect(), later: Some(Arc::new(load)) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The thing at an index.
    pub fn get(&self, at: usize) -> Option<&Arc<T>> {
        (at < self.len()).then(|| &self[at])
    }

    /// All of them, loaded if need be.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<T>> + DoubleEndedIterator + Clone {
        (0..self.len()).map(|at| &self[at])
    }

    /// Puts a thing in the place of another.
    ///
    /// # Panics
    /// If there is no such place.
    pub fn set(&mut self, at: usize, thing: Arc<T>) {
        self.slots[at] = OnceLock::from(thing);
    }
}

impl<T> Index<usize> for List<T> {
    type Output = Arc<T>;

    fn index(&self, at: usize) -> &Arc<T> {
        let slot = &self.slots[at];
        match (slot.get(), &self.later) {
            (Some(there), _) => there,
            (None, Some(load)) => slot.get_or_init(|| load(at)),
            (None, None) => unreachable!("only what comes later is not there"),
        }
    }
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List { slots: Vec::new(), later: None }
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> List<T> {
        List { slots: self.slots.clone(), later: self.later.clone() }
    }
}

impl<T> From<Vec<Arc<T>>> for List<T> {
    fn from(things: Vec<Arc<T>>) -> List<T> {
        things.into_iter().collect()
    }
}

impl<T> FromIterator<Arc<T>> for List<T> {
    fn from_iter<I: IntoIterator<Item = Arc<T>>>(things: I) -> List<T> {
        List { slots: things.into_iter().map(OnceLock::from).collect(), later: None }
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    /// What is there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.slots.iter().map(OnceLock::get)).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::List;

    #[test]
    fn things_are_loaded_once_and_only_when_looked_at() {
        let loads = Arc::new(AtomicUsize::new(0));
        let counted = loads.clone();
        let load = move |at| {
            counted.fetch_add(1, Ordering::Relaxed);
            Arc::new(at * 10)
        };
        let mut list = List::later(3, load);
        list.set(0, Arc::new(7));
        assert_eq!((*list[1], *list[1], *list[0], list.get(3)), (10, 10, 7, None));
        assert_eq!(loads.load(Ordering::Relaxed), 1);
        let copy = list.clone();
        assert_eq!(copy.iter().map(|thing| **thing).collect::<Vec<_>>(), [7, 10, 20]);
        assert_eq!(loads.load(Ordering::Relaxed), 2);
    }
}
