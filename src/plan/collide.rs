//! Two targets on one route: who stays, and whom the author must part (checklist PATH-20, RED-1, FS-10).

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::code::{ALIAS_HIDDEN, ALSO_HERE, COLLISION, CONTENT_HIDDEN, FILE_AS_FOLDER, FILE_HIDDEN};
use super::draft::{Draft, Owner, Planned, Rank};
use super::target::{Plan, Subject};
use crate::diagnostic::Diagnostic;
use crate::graph::NodeId;
use crate::path::{Route, SourcePath};

/// How many aliases without effect are told of one document: each has to be found in its front matter.
const MOST_TOLD: usize = 20;

/// Puts targets in the order they are settled in: by route, then by rank. What is in order already costs little.
pub(super) fn sort(planned: &mut [Planned]) {
    // Stable: what was planned first comes first among equals.
    planned.par_sort_by(|a, b| a.target.route.cmp(&b.target.route).then(a.rank.cmp(&b.rank)));
}

/// Sorts the targets by route and leaves one on each; collisions and aliases without effect are told.
pub(super) fn settle(mut draft: Draft) -> Plan {
    let mut planned = std::mem::take(&mut draft.planned);
    sort(&mut planned);
    let mut kept: Vec<Planned> = Vec::with_capacity(planned.len());
    let mut rest = planned.into_iter().peekable();
    let mut hidden = FxHashMap::default();
    while let Some(first) = rest.next() {
        let mut others = Vec::new();
        while let Some(other) = rest.next_if(|other| other.target.route == first.target.route) {
            others.push(other);
        }
        if !others.is_empty() {
            tell(&draft, &first, &others, &mut hidden);
        }
        kept.push(first);
    }
    let impossible = tell_files_as_folders(&draft, &kept);
    let mut targets: Vec<_> = kept.into_iter().map(|planned| planned.target).collect();
    targets.retain(|target| !impossible.contains(&target.route));
    Plan { targets }
}

/// Tells what `others` on the route of `first` mean; `hidden` counts the aliases without effect that were told of each document.
fn tell(draft: &Draft, first: &Planned, others: &[Planned], hidden: &mut FxHashMap<NodeId, usize>) {
    let equals: Vec<&Planned> = others.iter().filter(|other| other.rank == first.rank && !same(first, other)).collect();
    if !equals.is_empty() && matches!(first.rank, Rank::Feed | Rank::Content | Rank::Generated) {
        let owners: Vec<&Planned> = std::iter::once(first).chain(equals).collect();
        let names: Vec<String> = owners.iter().map(|owner| name(draft, owner)).collect();
        let mut diagnostic = Diagnostic::new(&COLLISION)
            .arg("count", owners.len())
            .arg("path", format_args!("/{}", first.target.route.address()))
            .arg("owners", names.join(", "))
            .arg("owners_zh", names.join("、"));
        for (index, owner) in owners.into_iter().enumerate() {
            let note = (index > 0).then_some(ALSO_HERE);
            diagnostic = draft.label(diagnostic, owner.owner, source(owner), note);
        }
        draft.sink.push(diagnostic);
    }
    if matches!(first.rank, Rank::Taxonomy | Rank::Feed) {
        let code = if first.rank == Rank::Feed { &FILE_HIDDEN } else { &CONTENT_HIDDEN };
        for other in others.iter().filter(|other| other.rank == Rank::Content) {
            let diagnostic = Diagnostic::new(code)
                .arg("file", name(draft, other))
                .arg("owner", name(draft, first))
                .arg("path", format_args!("/{}", first.target.route.address()));
            draft.sink.push(draft.label(diagnostic, other.owner, source(other), None));
        }
    }
    for other in others.iter().filter(|other| other.rank == Rank::Alias && !same(first, other)) {
        let Owner::Alias(node, index) = other.owner else { continue };
        let told = hidden.entry(node).or_default();
        *told += 1;
        if *told > MOST_TOLD {
            continue;
        }
        let document = draft.graph.document(node);
        let alias = aliases(draft, node).get(index).map_or("", String::as_str);
        let diagnostic = Diagnostic::new(&ALIAS_HIDDEN)
            .arg("alias", alias)
            .arg("file", &document.source.path)
            .arg("owner", name(draft, first))
            .arg("path", format_args!("/{}", first.target.route.address()));
        draft.sink.push(draft.label(diagnostic, other.owner, None, None));
    }
}

/// Whether two targets on one route are one thing planned twice, so that it does not matter which one stays.
fn same(a: &Planned, b: &Planned) -> bool {
    match (&a.target.subject, &b.target.subject) {
        (Subject::Copy(a), Subject::Copy(b)) => a == b,
        (Subject::Redirect { to: a }, Subject::Redirect { to: b }) => a == b,
        _ => false,
    }
}

/// Tells files whose name is a folder that other targets lie in: no file system holds both. Gives those others.
fn tell_files_as_folders(draft: &Draft, kept: &[Planned]) -> FxHashSet<Route> {
    /// What most files are called, and no folder.
    const COMMON: &str = "index.html";
    let mut impossible = FxHashSet::default();
    let all = kept.iter().map(|planned| (planned.target.route.as_str(), planned));
    let rare: FxHashMap<&str, &Planned> = all.filter(|(route, _)| !route.ends_with(COMMON)).collect();
    let file = |folder: &str| match folder.ends_with(COMMON) {
        false => rare.get(folder).copied(),
        true => kept.binary_search_by(|planned| planned.target.route.as_str().cmp(folder)).ok().map(|at| &kept[at]),
    };
    let mut previous = "";
    for inner in kept {
        let route = inner.target.route.as_str();
        let shared = route.bytes().zip(previous.bytes()).take_while(|(a, b)| a == b).count();
        // Folders shared with the target before were looked up with it.
        for (end, _) in route.match_indices('/').filter(|(end, _)| *end >= shared) {
            let Some(outer) = file(&route[..end]) else { continue };
            let diagnostic = Diagnostic::new(&FILE_AS_FOLDER)
                .arg("owner", name(draft, outer))
                .arg("file", &outer.target.route)
                .arg("other", name(draft, inner))
                .arg("inside", &inner.target.route);
            let diagnostic = draft.label(diagnostic, outer.owner, source(outer), None);
            draft.sink.push(draft.label(diagnostic, inner.owner, source(inner), Some(ALSO_HERE)));
            impossible.insert(inner.target.route.clone());
        }
        previous = route;
    }
    impossible
}

fn name(draft: &Draft, planned: &Planned) -> String {
    draft.name(planned.owner, source(planned))
}

fn source(planned: &Planned) -> Option<&SourcePath> {
    if let Subject::Copy(source) = &planned.target.subject { Some(source) } else { None }
}

fn aliases<'a>(draft: &Draft<'a>, node: NodeId) -> &'a [String] {
    match node {
        NodeId::Page(id) => &draft.graph.page(id).front().aliases,
        NodeId::Section(id) => &draft.graph.section(id).front().aliases,
    }
}
