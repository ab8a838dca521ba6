//! Finding files by their routes.

use std::hash::Hasher;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use rustc_hash::FxHasher;

use crate::wire::Names;

/// So many are looked for among the sorted routes; only for more of them is it worth it to hash all routes.
const FEW: usize = 64;

/// Finds the files of one list of routes.
#[derive(Debug, Default)]
pub(super) struct Slots {
    /// How many were looked for, up to [`FEW`].
    asked: AtomicUsize,
    /// By the hash of a route its number and one, 0 where there is none.
    slots: OnceLock<Vec<u32>>,
}

impl Clone for Slots {
    fn clone(&self) -> Slots {
        Slots { asked: self.asked.load(Relaxed).into(), slots: self.slots.clone() }
    }
}

impl Slots {
    /// The number of a route.
    pub fn find(&self, names: &Names, route: &str) -> Option<usize> {
        if self.slots.get().is_none() && self.asked.load(Relaxed) < FEW {
            self.asked.fetch_add(1, Relaxed);
            return names.find(route, &mut 0);
        }
        let slots = self.slots.get_or_init(|| slots(names));
        let mask = slots.len() - 1;
        let mut slot = hash(route) & mask;
        // Half of the slots are empty, so this ends; without files there is one empty slot.
        while let Some(at) = (slots[slot] as usize).checked_sub(1) {
            if names.get(at) == route {
                return Some(at);
            }
            slot = (slot + 1) & mask;
        }
        None
    }
}

fn slots(names: &Names) -> Vec<u32> {
    let mut slots = vec![0; (names.len() * 2).next_power_of_two()];
    let mask = slots.len() - 1;
    for at in 0..names.len() {
        let mut slot = hash(names.get(at)) & mask;
        while slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        slots[slot] = at as u32 + 1;
    }
    slots
}

fn hash(name: &str) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    hasher.finish() as usize
}

#[cfg(test)]
mod tests {
    use super::{FEW, Slots};
    use crate::wire::Names;

    #[test]
    fn few_and_many_are_found() {
        for count in [0, 1, FEW, 3 * FEW] {
            let routes: Vec<String> = (0..count).map(|at| format!("{at:04}/index.html")).collect();
            let names = Names::collect(routes.iter().map(String::as_str));
            let slots = Slots::default();
            for _ in 0..3 {
                for (at, route) in routes.iter().enumerate() {
                    assert_eq!(slots.find(&names, route), Some(at));
                    assert_eq!(slots.clone().find(&names, route), Some(at));
                }
                assert_eq!(slots.find(&names, "0000/index.htm"), None);
            }
            assert_eq!(slots.slots.get().is_some(), count >= FEW);
        }
    }
}
