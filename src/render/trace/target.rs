//! Output files, each as what it is made from.

use std::sync::{Arc, PoisonError};

use super::{Measure, Own, Sight, remembered};
use crate::cache::{Grain, Read, Reason, TargetRecord, Trace};
use crate::content::LanguageId;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::graph::{NodeId, PageId, SectionId, TermId};
use crate::plan::{FeedOf, PagerOf, Subject, Target, pagination};
use crate::render::choice;
use crate::render::record::Record;
use crate::template::Usage;

/// A target, measured before it is rendered.
pub struct Measured {
    /// What it is made from, but for what its functions will look at.
    trace: Trace,
    sight: Sight,
    /// What the last build made it from.
    last: Option<Arc<TargetRecord>>,
    /// Whether the output must be made each time.
    always: bool,
}

impl Measured {
    /// Whether its template looks at the bodies of other documents.
    pub fn sees_bodies(&self) -> bool {
        !self.always && self.sight.bodies
    }
}

impl Measure<'_> {
    /// The pages that a feed tells of.
    pub fn told_by(&self, of: FeedOf) -> Vec<PageId> {
        self.environment.told(of).pages(&self.environment.config).to_vec()
    }

    /// Measures a target. `near` is where the last one was found in the cache.
    ///
    /// # Errors
    /// If its template is missing.
    pub fn target(&self, target: &Target, near: &mut usize) -> Result<Measured, Box<Diagnostic>> {
        let subject = &target.subject;
        // These are made by others.
        if matches!(subject, Subject::Copy(_) | Subject::Bytes(_)) {
            return Ok(Measured { trace: Trace::default(), sight: Sight::ALL, last: None, always: true });
        }
        let name = self.template_of(target)?;
        let facts = self.template(&name);
        let template = match subject {
            // One template lists the parts, another the addresses.
            Subject::Sitemap { .. } => {
                Fingerprint::combine([self.template("split_sitemap_index.xml").print, facts.print])
            }
            _ => facts.print,
        };
        let sight = facts.sight;
        let (own, related) = self.subject(subject, facts.own, sight);
        let route = Fingerprint::of(target.route.as_str().as_bytes());
        let trace = Trace {
            base: self.next.ground,
            template,
            own: Fingerprint::combine([route, own]),
            related,
            read: Fingerprint::default(),
        };
        let last = self.cache.target(target.route.as_str(), near);
        Ok(Measured { trace, sight, last, always: false })
    }

    /// The name of its template; empty for what is made without one.
    fn template_of(&self, target: &Target) -> Result<String, Box<Diagnostic>> {
        let (environment, engine) = (self.environment, self.engine);
        let graph = self.documents.graph();
        let name = match &target.subject {
            Subject::Page(id) => choice::page(*id, graph, engine)?,
            Subject::Section(id) | Subject::Pager { of: PagerOf::Section(id), .. } => {
                choice::section(*id, graph, engine)?
            }
            Subject::Taxonomy(id) => choice::taxonomy(*id, choice::Of::List, environment, engine)?,
            Subject::Term(id) | Subject::Pager { of: PagerOf::Term(id), .. } => {
                choice::taxonomy(id.0, choice::Of::Single, environment, engine)?
            }
            Subject::Feed { template, .. } => choice::feed(template, environment, engine)?,
            Subject::Robots => "robots.txt".to_owned(),
            Subject::NotFound => "404.html".to_owned(),
            Subject::Redirect { .. } => crate::template::REDIRECT.to_owned(),
            Subject::Sitemap { .. } => "sitemap.xml".to_owned(),
            Subject::SearchIndex(_) | Subject::SearchScript | Subject::HighlightCss { .. } => String::new(),
            Subject::Layer { template, .. } => (*template).to_owned(),
            Subject::Copy(_) | Subject::Bytes(_) | Subject::Recipe(_) => String::new(),
        };
        Ok(name)
    }

    /// Its template's name and what that can see; none for what is made without one.
    pub fn usage(&self, target: &Target) -> Option<(String, &Usage)> {
        let name = self.template_of(target).ok().filter(|name| !name.is_empty())?;
        let usage = self.usages.of(&name);
        Some((name, usage))
    }

    /// What its functions looked at, for people.
    pub fn looked_at(&self, target: &Target) -> Vec<String> {
        let numbers = self.next.target_reads(target.route.as_str());
        numbers.into_iter().filter_map(|number| self.next.read(number)).map(|read| read.to_string()).collect()
    }

    /// The content files that are others than in the last build.
    pub fn changed(&self) -> Vec<String> {
        let graph = self.documents.graph();
        let pages = graph.pages.iter().map(|page| &page.document);
        let all = pages.chain(graph.sections.iter().map(|section| &section.document));
        let world = self.environment.sources.world();
        let mut near = 0;
        let changed = all.map(|document| &document.place.file).filter(|path| {
            let stamp = world.stamp(path);
            stamp.is_some() && self.cache.document(path, stamp, &mut near).is_none()
        });
        changed.map(|path| path.to_string()).collect()
    }

    /// Its own document, and what stands in relation to it.
    fn subject(&self, subject: &Subject, shown: Own, sight: Sight) -> (Fingerprint, Fingerprint) {
        let documents = &self.documents;
        let nothing = Fingerprint::default();
        match subject {
            Subject::Page(id) => {
                let related = match shown.neighbours {
                    true => documents.neighbours(*id, sight),
                    false => nothing,
                };
                (self.own(NodeId::Page(*id), shown), related)
            }
            Subject::Section(id) => {
                let related = match shown.pages {
                    true => documents.list(&documents.graph().section(*id).pages, sight),
                    false => nothing,
                };
                (self.own(NodeId::Section(*id), shown), related)
            }
            Subject::Pager { of, number, count } => {
                let pages: Vec<PageId> =
                    pagination(documents.graph(), *of).map(|cut| cut.pages_of(*number).collect()).unwrap_or_default();
                let place = format!("{number}/{count}/{}", self.listed(*of).len());
                let list = [Fingerprint::of(place.as_bytes()), documents.list(&pages, sight)];
                match of {
                    PagerOf::Section(id) => (self.own(NodeId::Section(*id), shown), Fingerprint::combine(list)),
                    PagerOf::Term(id) => {
                        let (own, related) = self.term(*id, shown, sight);
                        (own, Fingerprint::combine(list.into_iter().chain([related])))
                    }
                }
            }
            Subject::Taxonomy(id) => (nothing, documents.taxonomy(*id, sight)),
            Subject::Term(id) => self.term(*id, shown, sight),
            Subject::Redirect { to } => (Fingerprint::of(to.as_bytes()), nothing),
            Subject::Feed { of, .. } => {
                let told = self.environment.told(*of);
                let list = documents.list(told.pages(&self.environment.config), sight);
                let updated = told.updated.as_deref().unwrap_or_default();
                let list = Fingerprint::combine([list, Fingerprint::of(updated.as_bytes())]);
                match of {
                    FeedOf::Site(_) => (nothing, list),
                    FeedOf::Section(id) => {
                        let section = documents.other(NodeId::Section(*id), Sight { lists: true, ..sight });
                        (self.own(NodeId::Section(*id), shown), Fingerprint::combine([list, section]))
                    }
                    FeedOf::Term(id) => {
                        let (own, related) = self.term(*id, shown, sight);
                        (own, Fingerprint::combine([list, related]))
                    }
                }
            }
            Subject::Sitemap { .. } => (nothing, documents.all(Sight { bodies: false, ..sight })),
            Subject::SearchIndex(language) => (nothing, self.searched(*language)),
            Subject::Recipe(recipe) => (recipe.print, nothing),
            Subject::Robots
            | Subject::NotFound
            | Subject::SearchScript
            | Subject::HighlightCss { .. }
            | Subject::Copy(_)
            | Subject::Bytes(_) => (nothing, nothing),
            Subject::Layer { language, path, print, .. } => {
                let own =
                    Fingerprint::of_all([path.as_bytes(), &language.0.to_le_bytes(), &print.bits().to_le_bytes()]);
                (own, self.site(sight))
            }
        }
    }

    /// All documents: what a layer shows of them is not known one by one.
    fn site(&self, sight: Sight) -> Fingerprint {
        let number = self.next.numbers(&[Read::Site]);
        self.reads(&number, sight).unwrap_or_default()
    }

    /// A document as its own template sees it: with its body, and who links to it.
    fn own(&self, node: NodeId, shown: Own) -> Fingerprint {
        let documents = &self.documents;
        let body = match shown.body {
            true => documents.body(node),
            false => Fingerprint::default(),
        };
        let linking = match shown.backlinks {
            true => documents.linking(node),
            false => Fingerprint::default(),
        };
        Fingerprint::combine([documents.alone(node), body, linking])
    }

    /// A term, and its pages and sisters where the template looks at them.
    fn term(&self, id: TermId, shown: Own, sight: Sight) -> (Fingerprint, Fingerprint) {
        let documents = &self.documents;
        let pages = shown.pages || sight.lists;
        // Each of its pagers asks.
        let sight_of_own = Sight { lists: pages, ..sight };
        let own = remembered(&self.terms, &(id, sight_of_own), || Some(documents.term(id, sight_of_own)));
        let sisters = match shown.sisters {
            true => remembered(&self.taxonomies, &(id.0, sight), || Some(documents.taxonomy(id.0, sight))),
            false => None,
        };
        (own.unwrap_or_default(), sisters.unwrap_or_default())
    }

    fn listed(&self, of: PagerOf) -> &[PageId] {
        match of {
            PagerOf::Section(id) => &self.documents.graph().section(id).pages,
            PagerOf::Term(id) => &self.documents.graph().term(id).pages,
        }
    }

    /// All that a language's search index is made from.
    fn searched(&self, language: LanguageId) -> Fingerprint {
        let graph = self.documents.graph();
        let sections = graph.sections.iter().enumerate().filter(|(_, section)| section.language() == language);
        Fingerprint::combine(sections.flat_map(|(at, section)| {
            let own = self.documents.other(NodeId::Section(SectionId(at as u32)), Sight { lists: false, ..Sight::ALL });
            let pages = self.documents.list(&section.pages, Sight { neighbours: false, ..Sight::ALL });
            [own, pages]
        }))
    }

    /// Why the target must be made again; `None` if what the last build made of it still holds. `is_intact` says
    /// whether an output file is as the last build left it.
    pub fn stale(&self, target: &Target, measured: &Measured, is_intact: impl Fn(&str) -> bool) -> Option<Reason> {
        if measured.always {
            return Some(Reason::Always);
        }
        let route = target.route.as_str();
        let Some(last) = &measured.last else { return Some(Reason::New) };
        let read = self.reads(&last.reads, measured.sight);
        let now = Trace { read: read.unwrap_or_default(), ..measured.trace };
        if let Some(reason) = now.differs(&last.trace) {
            return Some(reason);
        }
        if read.is_none() {
            return Some(Reason::Read);
        }
        (!is_intact(route) || !last.wants.iter().all(|want| is_intact(want))).then_some(Reason::Output)
    }

    /// Takes over what is known of a target that needs no rendering, and says which pictures it wants.
    pub fn keep(&self, target: &Target, measured: &Measured) -> Vec<String> {
        let Some(last) = &measured.last else { return Vec::new() };
        self.look(measured, last);
        self.next.target(target.route.as_str(), last.clone());
        last.wants.clone()
    }

    /// Takes down what a target that was rendered was made from.
    pub fn take_down(&self, target: &Target, measured: &Measured, record: &Record) {
        if measured.always {
            return;
        }
        let reads = record.numbers(self.next);
        let Some(read) = self.reads(&reads, measured.sight) else {
            return self.finest(Grain::Exact);
        };
        let wants = record.all_wants().into_iter().map(|route| route.as_str().to_owned()).collect();
        let record = Arc::new(TargetRecord { trace: Trace { read, ..measured.trace }, reads, wants });
        self.look(measured, &record);
        self.next.target(target.route.as_str(), record);
    }

    /// Notes how finely a target looks at the clock, if it does.
    fn look(&self, measured: &Measured, record: &TargetRecord) {
        if !record.reads.is_empty() && self.next.time().is_some_and(|time| record.reads.contains(&time)) {
            self.finest(measured.sight.grain);
        }
    }

    fn finest(&self, grain: Grain) {
        let mut finest = self.finest.lock().unwrap_or_else(PoisonError::into_inner);
        *finest = (*finest).max(Some(grain));
    }

    /// How finely any target looks at the clock, if one does.
    pub fn clock(&self) -> Option<Grain> {
        *self.finest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
