//! Which template a target is rendered with; where it does not exist, who asked for it.

use super::code::{FEED_TEMPLATE, TAXONOMY_TEMPLATE};
use super::environment::Environment;
use crate::config::Config;
use crate::content::Document;
use crate::diagnostic::Diagnostic;
use crate::graph::{PageId, SectionId, SiteGraph, TaxonomyId};
use crate::template::Engine;

/// Which of a taxonomy's two templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// Of its list of terms.
    List,
    /// Of one term.
    Single,
}

/// The template of a page: its own, else that of the nearest section that has one for its pages, else `page.html`
/// (checklist PG-7, SEC-6).
pub(super) fn page(id: PageId, graph: &SiteGraph, engine: &Engine) -> Result<String, Box<Diagnostic>> {
    let page = graph.page(id);
    if let Some(name) = &page.front().template {
        return asked(name, engine, &page.document, "template");
    }
    for section in graph.sections_of(id).map(|section| graph.section(section)) {
        if let Some(name) = &section.front().page_template {
            return asked(name, engine, &section.document, "page_template");
        }
    }
    asked("page.html", engine, &page.document, "template")
}

/// The template of a section: its own, else `index.html` for the home of a language, else `section.html`
/// (checklist SEC-1).
pub(super) fn section(id: SectionId, graph: &SiteGraph, engine: &Engine) -> Result<String, Box<Diagnostic>> {
    let section = graph.section(id);
    let usual = if graph.roots.contains(&id) { "index.html" } else { "section.html" };
    let name = section.front().template.as_deref().unwrap_or(usual);
    asked(name, engine, &section.document, "template")
}

/// `name`, if there is such a template; else a diagnostic at the `key` of the document that asks for it.
fn asked(name: &str, engine: &Engine, document: &Document, key: &str) -> Result<String, Box<Diagnostic>> {
    if engine.has(name) {
        return Ok(name.to_owned());
    }
    let span = document.matter.locate(&document.source.text, key);
    Err(Box::new(engine.not_found(name).at(&document.source, span)))
}

/// The template of a taxonomy's pages: its own, else that of all taxonomies (checklist TAX-6).
pub(super) fn taxonomy(
    id: TaxonomyId,
    of: Of,
    environment: &Environment,
    engine: &Engine,
) -> Result<String, Box<Diagnostic>> {
    let name = &environment.graph.taxonomy(id).config.name;
    let (own, common) = match of {
        Of::List => (format!("{name}/list.html"), "taxonomy_list.html"),
        Of::Single => (format!("{name}/single.html"), "taxonomy_single.html"),
    };
    if engine.has(&own) {
        return Ok(own);
    }
    if engine.has(common) {
        return Ok(common.to_owned());
    }
    let diagnostic = Diagnostic::new(&TAXONOMY_TEMPLATE).arg("taxonomy", name).arg("own", own).arg("common", common);
    Err(in_settings(diagnostic, &environment.config, name))
}

/// The template of a feed: the one of its name (checklist FEED-1).
pub(super) fn feed(name: &str, environment: &Environment, engine: &Engine) -> Result<String, Box<Diagnostic>> {
    if engine.has(name) {
        return Ok(name.to_owned());
    }
    Err(in_settings(Diagnostic::new(&FEED_TEMPLATE).arg("feed", name), &environment.config, name))
}

/// Points at the text `word` in the settings file.
pub(super) fn in_settings(diagnostic: Diagnostic, config: &Config, word: &str) -> Box<Diagnostic> {
    let quoted = [format!("\"{word}\""), format!("'{word}'"), word.to_owned()];
    let found = quoted.iter().find_map(|quoted| config.file.text.find(quoted.as_str()).map(|at| at..at + quoted.len()));
    Box::new(match found {
        Some(span) => diagnostic.at(&config.file, span),
        None => diagnostic.in_file(&config.file.path),
    })
}
