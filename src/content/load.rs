//! The content folder, read in parallel: every document alone, and the files beside them.

use std::sync::{Arc, Mutex, PoisonError};

use globset::{Glob, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::alias::{Aliases, Names};
use super::asset::is_asset;
use super::code::DOUBLE_INDEX;
use super::document::Document;
use super::place::Place;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink, Text};
use crate::path::SourcePath;
use crate::source::{FileStamp, SourceTree};

/// Gives the document of a file, if it is known from before and unchanged: the file's stamp may be known already, its place is
/// worked out if it is asked for. The number is where the last one was found.
pub type Recall<'a> = &'a (
        dyn Fn(&SourcePath, Option<FileStamp>, &mut usize, &dyn Fn() -> Option<Place>) -> Option<Arc<Document>> + Sync
    );

/// All of `content/`.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The documents, sorted by path; drafts are left out unless asked for.
    pub documents: Vec<Arc<Document>>,
    /// All assets in `content/`, from the site's root, sorted.
    pub assets: Vec<SourcePath>,
    /// The content files that could not be parsed, sorted; why was told.
    pub failed: Vec<SourcePath>,
}

impl Content {
    /// The documents of `other` that are not the very same as here; `None` if those are `many`, or others, or the files beside
    /// them are.
    pub fn others(&self, other: &Content, many: usize) -> Option<Vec<Arc<Document>>> {
        let Content { documents, assets, failed } = other;
        if self.documents.len() != documents.len() || (&self.assets, &self.failed) != (assets, failed) {
            return None;
        }
        let mut found = Vec::new();
        for (here, there) in self.documents.iter().zip(documents) {
            if !Arc::ptr_eq(here, there) {
                let is_one_more = here.place.file == there.place.file && found.len() < many;
                is_one_more.then(|| found.push(there.clone()))?;
            }
        }
        Some(found)
    }
}

/// Leaves out index files that name the default language where there is one that names none: both are the same document's, and
/// the reference takes the latter.
fn leave_out_doubles(markdown: &mut Vec<(SourcePath, Option<FileStamp>)>, config: &Config, sink: &Sink) {
    let code = config.default_language().code.as_str();
    let plain = |path: &SourcePath| {
        let name = path.file_name().strip_suffix(".md")?.strip_suffix(code)?.strip_suffix('.')?;
        let is_index = matches!(name, "index" | "_index");
        is_index.then(|| SourcePath::new(&format!("{}/{name}.md", path.parent()))).flatten()
    };
    let wanted: FxHashSet<SourcePath> = markdown.iter().filter_map(|(path, _)| plain(path)).collect();
    let there: FxHashSet<SourcePath> =
        markdown.iter().filter(|(path, _)| wanted.contains(path)).map(|(path, _)| path.clone()).collect();
    markdown.retain(|(path, _)| {
        let Some(other) = plain(path).filter(|other| there.contains(other)) else { return true };
        sink.push(Diagnostic::new(&DOUBLE_INDEX).arg("file", path).arg("other", other).in_file(path));
        false
    });
}

/// Reads `content/`. A document whose front matter cannot be parsed is told and left out; one with a wrong value is told and kept. Without `drafts`, draft pages are left out, and
/// all below the folder of a draft section (checklist SEC-2).
///
/// `recall` gives a document that is known already; it is then neither read nor parsed.
pub fn load(
    sources: &SourceTree,
    config: &Config,
    aliases: Aliases,
    drafts: bool,
    recall: Recall<'_>,
    sink: &Sink,
) -> Content {
    let ignored = globs(&config.ignored_content);
    let (mut markdown, mut assets) = (Vec::new(), Vec::new());
    for (file, stamp) in sources.list_stamped("content", sink) {
        // A folder that a glob names is no section; what else it holds is looked at file by file.
        let of_folder = || file.file_name().starts_with("_index.") && is_ignored(&ignored, file.parent());
        if is_ignored(&ignored, file.as_str()) || of_folder() {
            continue;
        }
        if file.extension() == Some("md") {
            markdown.push((file, stamp));
        } else if is_asset(&file) {
            assets.push(file);
        }
    }
    leave_out_doubles(&mut markdown, config, sink);
    let names = Names::new(aliases);
    // A layer looks at the texts of all documents, again and again.
    let passes = config.layer.is_none();
    let failed = Mutex::new(Vec::new());
    let read = |path: &SourcePath, stamp: Option<FileStamp>, near: &mut usize, sink: &Sink| -> Option<Arc<Document>> {
        if let Some(document) = recall(path, stamp, near, &|| Place::of(path, config).ok().flatten()) {
            return Some(document);
        }
        let place = match Place::of(path, config) {
            Ok(place) => place?,
            Err(diagnostic) => return fail(path, Some(diagnostic), &failed, sink),
        };
        match sources.text(path) {
            Ok(source) => {
                let parsed = Document::parse(source, place, config, &names, drafts, sink);
                let parsed = parsed.map(|document| if passes { pass(document, sources) } else { document });
                parsed.map(Arc::new).or_else(|| fail(path, None, &failed, sink))
            }
            Err(diagnostic) => fail(path, Some(diagnostic), &failed, sink),
        }
    };
    // Sections first: what lies below a draft one is not even read.
    let (sections, mut pages): (Vec<_>, Vec<_>) =
        markdown.into_iter().partition(|(path, _)| path.file_name().starts_with("_index."));
    let sections: Vec<_> = sections
        .into_par_iter()
        .map(|(path, stamp)| {
            let found = Sink::new();
            let document = read(&path, stamp, &mut 0, &found);
            (path, document, found)
        })
        .collect();
    let mut hidden = Vec::new();
    if !drafts {
        let of = |path: &SourcePath| format!("{}/", path.parent());
        let is_draft = |document: &Option<Arc<Document>>| document.as_ref().is_some_and(|document| document.is_draft());
        hidden.extend(sections.iter().filter(|(_, document, _)| is_draft(document)).map(|(path, ..)| of(path)));
    }
    let visible = |path: &SourcePath| !hidden.iter().any(|folder: &String| path.as_str().starts_with(folder.as_str()));
    let mut documents = Vec::with_capacity(sections.len() + pages.len());
    for (_, document, found) in sections.into_iter().filter(|(path, ..)| visible(path)) {
        documents.extend(document);
        found.finish().into_iter().for_each(|diagnostic| sink.push(diagnostic));
    }
    if !hidden.is_empty() {
        pages.retain(|(path, _)| visible(path));
        assets.retain(visible);
    }
    let pages = pages.par_iter().map_init(|| 0, |near, (path, stamp)| read(path, *stamp, near, sink));
    let pages: Vec<Option<Arc<Document>>> = pages.collect();
    documents.extend(pages.into_iter().flatten().filter(|document| drafts || !document.is_draft()));
    documents.sort_unstable_by(|a, b| a.place.file.cmp(&b.place.file));
    let mut failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.sort_unstable();
    Content { documents, assets, failed }
}

/// Reads one file of `content/` as `load` does; `None` if it is no document, or has mistakes, or what is told of it is told
/// only with all others.
pub fn read_one(path: &SourcePath, sources: &SourceTree, config: &Config, drafts: bool) -> Option<Arc<Document>> {
    let place = Place::of(path, config).ok().flatten()?;
    let (sink, source) = (Sink::new(), sources.text(path).ok()?);
    let document = Document::parse(source, place, config, &Names::new(&[]), drafts, &sink)?;
    let is_silent = sink.finish().is_empty();
    is_silent.then(|| Arc::new(pass(document, sources)))
}

/// The document with a text that is needed until its body is compiled, and then read again should anybody look.
fn pass(mut document: Document, sources: &SourceTree) -> Document {
    let again = sources.reading(&document.place.file);
    document.source.text = Text::passing(document.source.text.clone(), again);
    document
}

/// Takes down that a file could not be parsed.
fn fail(
    path: &SourcePath,
    diagnostic: Option<Diagnostic>,
    failed: &Mutex<Vec<SourcePath>>,
    sink: &Sink,
) -> Option<Arc<Document>> {
    if let Some(diagnostic) = diagnostic {
        sink.push(diagnostic);
    }
    failed.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
    None
}

/// The globs as one set. `resolve` has told and left out the bad ones.
fn globs(globs: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    globs.iter().filter_map(|glob| Glob::new(glob).ok()).for_each(|glob| {
        set.add(glob);
    });
    set.build().unwrap_or_default()
}

/// Whether a glob holds for the file's whole path, as the reference has it: `*.psd` and `*/README.md` fit, `README.md`
/// does not (checklist CFG-9). The folders above the site's are not known here; any name does.
fn is_ignored(globs: &GlobSet, path: &str) -> bool {
    !globs.is_empty() && globs.is_match(format!("/site/{path}"))
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
