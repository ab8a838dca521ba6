//! What each output file and each body is made from, as fingerprints: the cache's measure of "still the same".
//!
//! A fingerprint here covers at least everything a template can be shown of the thing, by `render/view/`; how much of it
//! its template can look at is said by [`Sight`]. A new fact in a view needs its place here: `tests/rebuild.rs` finds
//! what was forgotten.

mod document;
mod read;
mod target;

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tera::Value;

pub use document::Documents;
pub use read::{Looking, of_link};
pub use target::Measured;

use super::environment::Environment;
use super::view::Annotations;
use crate::cache::{Cache, Grain, Next};
use crate::fingerprint::Fingerprint;
use crate::graph::{Site, TaxonomyId, TermId};
use crate::template::{BODY, Engine, Fields, TemplateSet, TimeGrain, Usage, Usages};
use crate::wire::Writer;

/// The fields that hold other documents in a list.
const LISTS: [&str; 3] = ["pages", "items", "terms"];

/// How much a template can see of documents that are not its own, and of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sight {
    /// What comes from bodies.
    pub bodies: bool,
    /// Lists of documents in documents.
    pub lists: bool,
    /// The pages before and after.
    pub neighbours: bool,
    /// Who links to them.
    pub backlinks: bool,
    /// The clock.
    pub grain: Grain,
}

impl Sight {
    /// Everything.
    pub const ALL: Sight = Sight { bodies: true, lists: true, neighbours: true, backlinks: true, grain: Grain::Exact };

    /// Everything that is there while bodies compile.
    pub const GRAPH: Sight = Sight { bodies: false, backlinks: false, ..Sight::ALL };

    /// What a template can see.
    pub fn of(usage: &Usage) -> Sight {
        Sight {
            bodies: usage.looks().bodies,
            lists: LISTS.iter().any(|field| usage.others.uses(field)),
            neighbours: has_neighbours(&usage.others),
            backlinks: usage.others.uses("backlinks"),
            grain: usage.time.map_or(Grain::Exact, grain),
        }
    }
}

fn has_neighbours(fields: &Fields) -> bool {
    fields.uses("lower") || fields.uses("higher")
}

fn grain(time: TimeGrain) -> Grain {
    match time {
        TimeGrain::Year => Grain::Year,
        TimeGrain::Month => Grain::Month,
        TimeGrain::Day => Grain::Day,
        TimeGrain::Hour => Grain::Hour,
        TimeGrain::Minute => Grain::Minute,
        TimeGrain::Second | TimeGrain::Exact => Grain::Exact,
    }
}

/// Measures targets of a finished site.
pub struct Measure<'a> {
    environment: &'a Environment,
    engine: &'a Engine,
    documents: Documents,
    usages: &'a Usages,
    set: &'a TemplateSet,
    cache: &'a Cache,
    next: &'a Next,
    finest: Mutex<Option<Grain>>,
    reads: RwLock<Shows>,
    /// By the places of their usages; that of what is not known, and of no template, at the end.
    templates: Vec<OnceLock<Facts>>,
    terms: Memo<(TermId, Sight)>,
    taxonomies: Memo<(TaxonomyId, Sight)>,
}

type Memo<K> = RwLock<FxHashMap<K, Fingerprint>>;

/// What reads show, for each way to see it: by their numbers.
type Shows = FxHashMap<Sight, Vec<Option<Fingerprint>>>;

/// What is known of a template, found once for all its targets.
struct Facts {
    /// The files it is made of.
    print: Fingerprint,
    sight: Sight,
    /// What its template can see of a target's own document.
    own: Own,
}

/// What a template can see of its own document beyond its front matter.
#[derive(Clone, Copy)]
struct Own {
    body: bool,
    backlinks: bool,
    neighbours: bool,
    pages: bool,
    /// The sisters of a term.
    sisters: bool,
}

impl<'a> Measure<'a> {
    /// Measures for targets. `documents` know their bodies; `annotations` are the keys that layers above add to pages.
    pub fn new(
        environment: &'a Environment,
        engine: &'a Engine,
        site: &Site,
        mut documents: Documents,
        (usages, set): (&'a Usages, &'a TemplateSet),
        (cache, next): (&'a Cache, &'a Next),
    ) -> Measure<'a> {
        documents.annotate(environment.views.annotations());
        documents.link(site);
        Measure {
            environment,
            engine,
            documents,
            usages,
            set,
            cache,
            next,
            finest: Mutex::default(),
            reads: RwLock::default(),
            templates: std::iter::repeat_with(OnceLock::new).take(usages.count() + 2).collect(),
            terms: Memo::default(),
            taxonomies: Memo::default(),
        }
    }

    /// Makes room for so many targets.
    pub fn expect(&self, targets: usize) {
        self.next.reserve(0, targets);
    }

    /// What is known of the template `name`; of none if it is empty.
    fn template(&self, name: &str) -> &Facts {
        let unknown = self.usages.count();
        let place = match name {
            "" => unknown + 1,
            _ => self.usages.place(name).unwrap_or(unknown),
        };
        self.templates[place].get_or_init(|| {
            let usage = self.usages.of(name);
            let print = match name {
                "" => Fingerprint::default(),
                _ => of_files(&usage.files, self.set),
            };
            let own = Own {
                body: BODY.iter().any(|field| usage.own.uses(field)),
                backlinks: usage.own.uses("backlinks"),
                neighbours: has_neighbours(&usage.own),
                pages: usage.own.uses("pages"),
                sisters: usage.others.uses("items"),
            };
            Facts { print, sight: Sight::of(usage), own }
        })
    }
}

/// What was found under a key before, else what `find` finds, if it does.
fn remembered<K, Q>(memo: &Memo<K>, key: &Q, find: impl FnOnce() -> Option<Fingerprint>) -> Option<Fingerprint>
where
    K: Borrow<Q> + Eq + Hash,
    Q: ToOwned<Owned = K> + Eq + Hash + ?Sized,
{
    let known = memo.read().unwrap_or_else(PoisonError::into_inner).get(key).copied();
    known.or_else(|| {
        let found = find()?;
        memo.write().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), found);
        Some(found)
    })
}

/// Template files by name, as one fingerprint.
pub fn of_files(names: impl IntoIterator<Item = impl AsRef<str>>, set: &TemplateSet) -> Fingerprint {
    let names: rustc_hash::FxHashSet<String> = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
    // In the set's order, which says whose come first.
    let files = set.files.iter().filter(|file| names.contains(&file.name));
    Fingerprint::of_all(files.flat_map(|file| [file.name.as_bytes(), file.source.text.as_bytes()]))
}

/// A value's fingerprint.
fn of_value(value: &Value) -> Fingerprint {
    let mut writer = Writer::new();
    writer.value(value);
    Fingerprint::of(writer.bytes())
}

/// The annotations of pages, each as one fingerprint.
fn of_annotations(annotations: &Annotations) -> Vec<Fingerprint> {
    use rayon::prelude::*;
    let one = |values: &Vec<(&'static str, Value)>| {
        Fingerprint::combine(
            values.iter().flat_map(|(name, value)| [Fingerprint::of(name.as_bytes()), of_value(value)]),
        )
    };
    annotations.par_iter().map(one).collect()
}
