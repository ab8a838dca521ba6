//! Which maps are shared by all templates of a build, told by where they lie.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;
use tera::Value;

/// So many threads at most can add something side by side.
const SHARDS: usize = 16;

/// The places of maps that live as long as this does.
#[derive(Default)]
pub(super) struct Shared {
    shards: [Mutex<FxHashSet<usize>>; SHARDS],
}

impl Shared {
    /// Takes down the place of a map; whoever calls keeps it.
    pub fn add(&self, value: &Value) {
        self.at(value, |places, place| places.insert(place));
    }

    /// Whether the map was taken down.
    pub fn has(&self, value: &Value) -> bool {
        self.at(value, |places, place| places.contains(&place))
    }

    fn at(&self, value: &Value, work: impl FnOnce(&mut FxHashSet<usize>, usize) -> bool) -> bool {
        let Some(place) = value.as_map().map(|map| std::ptr::from_ref(map) as usize) else { return false };
        // Maps lie sixteen bytes apart at least.
        let shard = &self.shards[(place >> 4) % SHARDS];
        work(&mut shard.lock().unwrap_or_else(PoisonError::into_inner), place)
    }
}
