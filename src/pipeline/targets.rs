//! Output files: kept where what they were made from still holds, else rendered into the stage. Memo point 2.

use std::sync::Mutex;
use std::sync::PoisonError;

use rayon::prelude::*;

use super::known::Showing;
use super::{Build, Options, Step, Work};
use crate::asset::image;
use crate::cache::Reason;
use crate::diagnostic::Sink;
use crate::graph::NodeId;
use crate::output::{OutputFile, Stage, write_failed};
use crate::path::{Route, SourcePath};
use crate::plan::{FeedOf, PagerOf, Plan, Subject, Target};
use crate::render::trace::{Measure, Measured};
use crate::render::{self, Renderer, recording};
use crate::template::Fields;

/// Brings every target into the stage, in parallel, then makes what rendering asked for. Notes in `showing`, if somebody wants to
/// know, those that show bodies of others.
pub(super) fn render(
    plan: &Plan,
    renderer: &Renderer,
    measure: &Measure<'_>,
    stage: &dyn Stage,
    options: &Options,
    showing: Option<&Mutex<Vec<Showing>>>,
    (build, sink): (&mut Build, &Sink),
) {
    let done = Mutex::new(Work::default());
    let making = Making { renderer, measure, stage, sink, done: &done, showing };
    let total = plan.targets.len();
    measure.expect(total);
    let one = |near: &mut usize, target: &Target| {
        making.target(target, near, options);
        options.observed.output_done(total);
    };
    let is_there = |want: &image::Want| stage.is_intact(&want.route);
    let first = || {
        for route in &options.first {
            if let Ok(at) = plan.targets.binary_search_by(|target| target.route.cmp(route)) {
                one(&mut 0, &plan.targets[at]);
                if !sink.has_errors() && renderer.environment.wants().iter().all(is_there) {
                    options.observed.first_done(route);
                }
            }
        }
    };
    let others = plan.targets.par_iter().filter(|target| !options.first.contains(&target.route));
    let rest = || others.for_each_init(|| 0, one);
    rayon::join(first, rest);
    let made = std::mem::take(&mut *making.done());
    let work = &mut build.work;
    (work.rendered, work.unfaithful) = (made.rendered, made.unfaithful);
    work.rendered.sort_unstable();
    work.unfaithful.sort_unstable();
    if let Some(asked) = &options.explain {
        let targets = plan.targets.iter().filter(|target| is_meant(target, asked, renderer));
        build.explanations = targets.map(|target| explain(target, renderer, measure, work)).collect();
    }
    options.observed.begins(Step::Pictures);

    let environment = &renderer.environment;
    environment.stale().into_iter().for_each(|diagnostic| sink.push(diagnostic));
    let (there, wanted): (Vec<_>, Vec<_>) =
        environment.wants().into_iter().partition(|want| stage.is_intact(&want.route));
    let there = there.into_iter().map(|want| want.route).chain(environment.kept_wants());
    there.for_each(|route| making.keep(&route));
    let takes_up = |want: &image::Want| options.observed.at_work(want.source.as_str());
    for (route, bytes) in image::make(&wanted, &environment.sources, sink, takes_up) {
        making.put(&route, OutputFile::Bytes(bytes.into()));
    }
}

/// Why an output was made again, if it was, and what it is made from.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Which output.
    pub route: Route,
    /// Why it is made again; none if what was there still holds.
    pub reason: Option<Reason>,
    /// Its template.
    pub template: Option<String>,
    /// The files that is made of.
    pub files: Vec<String>,
    /// The content file it shows.
    pub document: Option<SourcePath>,
    /// The fields its template can look at of that document; none for all.
    pub own: Option<Vec<String>>,
    /// Those of other documents; none for all.
    pub others: Option<Vec<String>>,
    /// What functions looked at.
    pub reads: Vec<String>,
    /// Content files that are others than in the last build.
    pub changed: Vec<String>,
}

/// Whether `asked` names the target: its route, its address's path, its content file.
fn is_meant(target: &Target, asked: &str, renderer: &Renderer) -> bool {
    let plain = asked.trim_matches('/');
    let route = target.route.as_str();
    let document = document(target, renderer);
    let is_document =
        document.is_some_and(|path| path.as_str() == plain || path.strip_prefix("content") == Some(plain));
    is_document
        || route == plain
        || route.strip_suffix("index.html").is_some_and(|folder| folder.trim_end_matches('/') == plain)
}

fn document<'r>(target: &Target, renderer: &'r Renderer) -> Option<&'r SourcePath> {
    let node = match &target.subject {
        Subject::Page(id) => NodeId::Page(*id),
        Subject::Section(id) | Subject::Pager { of: PagerOf::Section(id), .. } => NodeId::Section(*id),
        _ => return None,
    };
    Some(&renderer.environment.graph.document(node).place.file)
}

fn explain(target: &Target, renderer: &Renderer, measure: &Measure<'_>, work: &Work) -> Explanation {
    let reason = work.rendered.iter().find(|(route, _)| *route == target.route).map(|(_, reason)| *reason);
    let (template, usage) = measure.usage(target).map_or((None, None), |(name, usage)| (Some(name), Some(usage)));
    let names = |fields: &Fields| match fields {
        Fields::All => None,
        Fields::Named(names) => Some(names.iter().cloned().collect()),
    };
    Explanation {
        route: target.route.clone(),
        reason,
        template,
        files: usage.iter().flat_map(|usage| usage.files.iter().cloned()).collect(),
        document: document(target, renderer).cloned(),
        own: usage.as_ref().map_or(Some(Vec::new()), |usage| names(&usage.own)),
        others: usage.as_ref().map_or(Some(Vec::new()), |usage| names(&usage.others)),
        reads: measure.looked_at(target),
        changed: measure.changed(),
    }
}

struct Making<'a> {
    renderer: &'a Renderer,
    measure: &'a Measure<'a>,
    stage: &'a dyn Stage,
    sink: &'a Sink,
    done: &'a Mutex<Work>,
    showing: Option<&'a Mutex<Vec<Showing>>>,
}

impl Making<'_> {
    fn target(&self, target: &Target, near: &mut usize, options: &Options) {
        let measured = match self.measure.target(target, near) {
            Ok(measured) => measured,
            Err(diagnostic) => return self.sink.push(*diagnostic),
        };
        self.note_shown(target, &measured);
        let is_intact = |route: &str| Route::file(route).is_ok_and(|route| self.stage.is_intact(&route));
        match self.measure.stale(target, &measured, is_intact) {
            Some(reason) => {
                let _work = options.observed.at_work(target.route.as_str());
                self.anew(target, &measured, reason);
            }
            None if options.verify.is_some_and(|sample| sample.draws(&target.route)) => self.verify(target, &measured),
            None => self.again(target, &measured),
        }
    }

    /// Notes a target that shows bodies of others, or a section's.
    fn note_shown(&self, target: &Target, measured: &Measured) {
        let Some(noted) = self.showing else { return };
        let sees = measured.sees_bodies();
        let pages = match &target.subject {
            Subject::Feed { of: of @ FeedOf::Site(_), .. } if sees => Some(self.measure.told_by(*of)),
            Subject::SearchIndex(_) => None,
            _ if sees => None,
            Subject::Section(_) | Subject::Pager { of: PagerOf::Section(_), .. } => Some(Vec::new()),
            Subject::Feed { of: FeedOf::Section(_), .. } => Some(Vec::new()),
            _ => return,
        };
        let showing = Showing { target: target.clone(), pages };
        noted.lock().unwrap_or_else(PoisonError::into_inner).push(showing);
    }

    /// Keeps what the last build made.
    fn again(&self, target: &Target, measured: &Measured) {
        for want in self.measure.keep(target, measured) {
            if let Ok(route) = Route::file(&want) {
                self.renderer.environment.keep_want(route);
            }
        }
        self.keep(&target.route);
    }

    fn anew(&self, target: &Target, measured: &Measured, reason: Reason) {
        if let Subject::Copy(path) = &target.subject {
            // What is only copied is looked at too: a later build must notice that it changed.
            self.renderer.environment.sources.world().stamp(path);
        }
        let told = Sink::new();
        let (made, record) = recording(|| render::render(target, self.renderer, &told));
        let told = told.finish();
        match made {
            Ok(file) => {
                self.put(&target.route, file);
                // What had something to tell is made again, so that it is told again.
                if told.is_empty() {
                    self.measure.take_down(target, measured, &record);
                }
            }
            Err(diagnostic) => self.sink.push(*diagnostic),
        }
        told.into_iter().for_each(|diagnostic| self.sink.push(diagnostic));
        // A file that is only copied is no work.
        if !matches!(target.subject, Subject::Copy(_)) {
            self.done().rendered.push((target.route.clone(), reason));
        }
    }

    /// Makes again what need not be made, and compares.
    fn verify(&self, target: &Target, measured: &Measured) {
        let (made, _) = recording(|| render::render(target, self.renderer, self.sink));
        match made {
            Ok(OutputFile::Bytes(bytes)) if self.stage.holds(&target.route, &bytes) => self.again(target, measured),
            Ok(file) => {
                self.put(&target.route, file);
                self.done().unfaithful.push(target.route.clone());
            }
            Err(diagnostic) => self.sink.push(*diagnostic),
        }
    }

    fn put(&self, route: &Route, file: OutputFile) {
        if let Err(error) = self.stage.put(route, file) {
            self.sink.push(write_failed(route, &error));
        }
    }

    fn keep(&self, route: &Route) {
        if let Err(error) = self.stage.keep(route) {
            self.sink.push(write_failed(route, &error));
        }
    }

    fn done(&self) -> std::sync::MutexGuard<'_, Work> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
