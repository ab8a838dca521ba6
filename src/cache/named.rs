//! Records by name: those of this run of the program in a sorted list, those of an earlier one on a shelf.

use std::sync::Arc;

use bytes::Bytes;

use crate::fingerprint::Fingerprint;
use crate::wire::{Reader, Shelf, Shelved, Writer, place_of};

/// Records by name. A copy shares them.
#[derive(Debug)]
pub struct Named<T> {
    /// Sorted, each name once.
    listed: Arc<Vec<Listed<T>>>,
    /// What lies below: a name that is in the list is found there.
    shelf: Shelf,
}

/// A record and its name.
pub(super) type Listed<T> = (Arc<str>, Arc<T>);

/// A record that was found.
pub(super) enum Found<'a, T> {
    /// One of this run of the program.
    Listed(&'a Arc<T>),
    /// One of an earlier run, to be read from the shelf.
    Shelved(Reader<'a>, &'a Bytes),
}

impl<T> Default for Named<T> {
    fn default() -> Named<T> {
        Named { listed: Arc::default(), shelf: Shelf::default() }
    }
}

impl<T> Clone for Named<T> {
    fn clone(&self) -> Named<T> {
        Named { listed: self.listed.clone(), shelf: self.shelf.clone() }
    }
}

impl<T> Named<T> {
    /// These, in whatever order; of two with one name the later.
    pub(super) fn of(mut listed: Vec<Listed<T>>) -> Named<T> {
        sort(&mut listed);
        Named { listed: listed.into(), shelf: Shelf::default() }
    }

    /// Those on a shelf.
    pub(super) fn shelved(shelf: Shelf) -> Named<T> {
        Named { listed: Arc::default(), shelf }
    }

    /// All of them, and these, which take the places of those of the same names.
    pub(super) fn with(self, others: Vec<Listed<T>>) -> Named<T> {
        if others.is_empty() {
            return self;
        }
        let mut listed = Vec::with_capacity(self.listed.len() + others.len());
        listed.extend(self.listed.iter().cloned());
        listed.extend(others);
        Named { shelf: self.shelf, ..Named::of(listed) }
    }

    /// The record of this name. `near` is where the last one was found: those in their order are found at once.
    pub(super) fn look(&self, name: &str, near: &mut usize) -> Option<Found<'_, T>> {
        let listed = &self.listed;
        // Where both are there, most lie on the shelf.
        let (mut other, near) = (0, near);
        let in_list = if self.shelf.is_empty() { &mut *near } else { &mut other };
        if let Some(at) = place_of(listed.len(), |at| &listed[at].0, name, in_list) {
            return Some(Found::Listed(&listed[at].1));
        }
        let (reader, whole) = self.shelf.find(name, near)?;
        Some(Found::Shelved(reader, whole))
    }

    /// Those of this run of the program.
    pub(super) fn listed(&self) -> &[Listed<T>] {
        &self.listed
    }

    /// The same, to be changed.
    pub(super) fn listed_mut(&mut self) -> &mut Vec<Listed<T>> {
        Arc::make_mut(&mut self.listed)
    }
}

impl<T: Shelved> Named<T> {
    /// The record of this name, read if need be.
    pub(super) fn find(&self, name: &str, near: &mut usize) -> Option<Arc<T>> {
        match self.look(name, near)? {
            Found::Listed(record) => Some(record.clone()),
            Found::Shelved(mut reader, whole) => T::recall(&mut reader, whole).map(Arc::new),
        }
    }

    /// Writes those of this run of the program as a shelf; gives its fingerprint.
    pub(super) fn keep(&self, writer: &mut Writer) -> Fingerprint {
        Shelf::write(self.listed.iter().map(|(name, record)| (&**name, &**record)), writer)
    }
}

fn sort<T>(listed: &mut Vec<Listed<T>>) {
    // Stable, since that is quick where most of it is sorted.
    listed.sort_by(|(a, _), (b, _)| a.cmp(b));
    if listed.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        listed.reverse();
        listed.dedup_by(|later, earlier| later.0 == earlier.0);
        listed.reverse();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;

    use super::{Named, Shelf, Shelved};
    use crate::wire::{Reader, Writer};

    impl Shelved for u64 {
        fn keep(&self, writer: &mut Writer, _: &mut Writer) {
            writer.number(*self);
        }

        fn recall(reader: &mut Reader<'_>, _: &Bytes) -> Option<u64> {
            reader.number()
        }
    }

    fn named(list: &[(&str, u64)]) -> Named<u64> {
        Named::of(list.iter().map(|(name, number)| ((*name).into(), Arc::new(*number))).collect())
    }

    fn shelved(named: &Named<u64>) -> Named<u64> {
        let mut writer = Writer::new();
        named.keep(&mut writer);
        Named::shelved(Shelf::of(writer.into_bytes().into()).unwrap())
    }

    fn found<const N: usize>(named: &Named<u64>, names: [&str; N]) -> [Option<u64>; N] {
        let mut near = 0;
        names.map(|name| named.find(name, &mut near).map(|found| *found))
    }

    #[test]
    fn records_are_found_in_any_order() {
        let list = named(&[("b", 2), ("c", 3), ("a", 1), ("d", 300)]);
        for named in [&list, &shelved(&list)] {
            let all = found(named, ["a", "b", "c", "a", "x", "", "d", "c"]);
            assert_eq!(all, [Some(1), Some(2), Some(3), Some(1), None, None, Some(300), Some(3)]);
        }
        for empty in [named(&[]), shelved(&named(&[]))] {
            assert_eq!(found(&empty, ["a"]), [None]);
        }
    }

    #[test]
    fn the_later_of_two_counts() {
        let list = named(&[("a", 1), ("b", 2), ("a", 3), ("a", 4), ("b", 5)]);
        assert_eq!((found(&list, ["a", "b"]), list.listed().len()), ([Some(4), Some(5)], 2));
        let other = || vec![("b".into(), Arc::new(6)), ("c".into(), Arc::new(7))];
        for below in [list.clone(), shelved(&list)] {
            assert_eq!(found(&below.with(other()), ["a", "b", "c"]), [Some(4), Some(6), Some(7)]);
        }
    }
}
