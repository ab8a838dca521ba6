//! What functions looked at, as fingerprints of how it is now.

use std::sync::PoisonError;

use super::{Documents, Measure, Shows, Sight};
use crate::cache::{Cache, Grain, Next, Read};
use crate::content::LanguageId;
use crate::fingerprint::Fingerprint;
use crate::graph::NodeId;
use crate::render::environment::Environment;
use crate::render::function::{document, find_taxonomy, find_term};

/// What there is to look at.
pub struct Looking<'a> {
    /// Files and the graph.
    pub environment: &'a Environment,
    /// The documents.
    pub documents: &'a Documents,
    /// Where the content of files is known from.
    pub cache: &'a Cache,
    /// Where it is taken down.
    pub next: &'a Next,
}

impl Looking<'_> {
    /// What `read` shows now; `None` if that cannot be compared.
    pub fn print(&self, read: &Read, sight: Sight) -> Option<Fingerprint> {
        let environment = self.environment;
        Some(match read {
            Read::Document(path, language) => match document(environment, path, *language) {
                Some(node) => self.documents.other(node, sight),
                None => Fingerprint::default(),
            },
            Read::Address(path, language) => {
                let there = environment.graph.find(path);
                // Most links lead to a file of the language they are read in, the default one.
                let is_it = |node: &NodeId| {
                    *language == LanguageId::default() && environment.graph.document(*node).place.language == *language
                };
                let asked = there.filter(is_it);
                let asked = asked.or_else(|| document(environment, path, *language));
                let found = there.or(asked);
                if found.is_none() {
                    // A file beside documents.
                    let paths = environment.graph.asset_paths(path, *language);
                    return Some(Fingerprint::of_all(paths.iter().map(String::as_bytes)));
                }
                let leads = [found, asked].map(|node| node.map_or("", |node| environment.graph.permalink(node)));
                Fingerprint::of_all(leads.map(str::as_bytes))
            }
            Read::Taxonomy(kind, language) => match find_taxonomy(environment, kind, *language) {
                Some((id, _)) => self.documents.taxonomy(id, Sight { lists: true, ..sight }),
                None => Fingerprint::default(),
            },
            Read::TermAddress(kind, term, language) => {
                let found = find_taxonomy(environment, kind, *language).and_then(|(_, taxonomy)| {
                    find_term(environment, taxonomy, term).and_then(|index| taxonomy.terms.get(index as usize))
                });
                Fingerprint::of(found.map_or("", |term| &term.permalink).as_bytes())
            }
            Read::File(path) => {
                let world = environment.sources.world();
                match environment.files.find(path) {
                    Ok(Some(file)) => {
                        let content = self.cache.file(&file, world, self.next).unwrap_or_default();
                        Fingerprint::combine([Fingerprint::of(file.as_str().as_bytes()), content])
                    }
                    Ok(None) | Err(_) => Fingerprint::default(),
                }
            }
            Read::Site => self.documents.all(sight),
            Read::Time if sight.grain == Grain::Exact => return None,
            Read::Time => Fingerprint::of(sight.grain.of(environment.sources.world().now()).as_bytes()),
            Read::Variable(name) => {
                let value = environment.sources.world().env(name);
                Fingerprint::of(value.map_or_else(String::new, |value| format!("={value}")).as_bytes())
            }
            Read::Once => return None,
        })
    }
}

impl Measure<'_> {
    /// What the reads of these numbers show now, as one.
    pub(super) fn reads(&self, numbers: &[u32], sight: Sight) -> Option<Fingerprint> {
        if numbers.is_empty() {
            return Some(Fingerprint::combine([]));
        }
        let known = |memo: &Shows, number: &u32| memo.get(&sight)?.get(*number as usize).copied().flatten();
        let mut prints: Vec<Option<Fingerprint>> = {
            let memo = self.reads.read().unwrap_or_else(PoisonError::into_inner);
            numbers.iter().map(|number| known(&memo, number)).collect()
        };
        for (print, number) in prints.iter_mut().zip(numbers).filter(|(print, _)| print.is_none()) {
            *print = Some(self.looking().print(&*self.next.read(*number)?, sight)?);
            let mut memo = self.reads.write().unwrap_or_else(PoisonError::into_inner);
            let known = memo.entry(sight).or_default();
            known.resize(known.len().max(*number as usize + 1), None);
            known[*number as usize] = *print;
        }
        Some(Fingerprint::combine(prints.into_iter().flatten()))
    }

    fn looking(&self) -> Looking<'_> {
        Looking { environment: self.environment, documents: &self.documents, cache: self.cache, next: self.next }
    }
}

/// The language a link is read in does not matter where its target is named with it.
pub fn of_link(path: &str) -> Read {
    Read::Address(path.to_owned(), LanguageId::default())
}
