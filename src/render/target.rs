//! One target to its bytes.

use tera::Value;

use super::choice;
use super::code::EMPTY_FEED;
use super::environment::{Environment, Renderer};
use super::pass::{self, Shown, relative_url};
use super::{feed, search_index, sitemap};
use crate::config::Dialect;
use crate::content::LanguageId;
use crate::diagnostic::{Diagnostic, Sink};
use crate::fingerprint::Fingerprint;
use crate::graph::{NodeId, TermId};
use crate::output::OutputFile;
use crate::path::as_address;
use crate::plan::{PagerOf, Subject, Target, pager_path, pagination};
use crate::template::{BUILT_IN, REDIRECT, Scope, Variables, with_scope};

/// Renders a target. What is left out of it is told.
///
/// # Errors
/// A diagnostic at the template's or content's place.
pub fn render(target: &Target, renderer: &Renderer, sink: &Sink) -> Result<OutputFile, Box<Diagnostic>> {
    let environment = &*renderer.environment;
    let bytes = match &target.subject {
        Subject::Copy(path) => return Ok(OutputFile::Source(path.clone())),
        Subject::Bytes(bytes) => bytes.to_vec(),
        Subject::Recipe(recipe) => (recipe.make)(),
        Subject::SearchIndex(language) => {
            let site = environment.site.as_ref().expect("targets are rendered of a finished site");
            search_index::index(*language, &environment.config, site, sink)?
        }
        Subject::SearchScript => search_index::script(&environment.config),
        Subject::HighlightCss { dark } => environment.compiler.highlighter.style_sheet(*dark).into_bytes(),
        Subject::Sitemap { part } => match sitemap::written(*part, environment, &renderer.engine) {
            Some(written) => written,
            None => template(target, renderer, sink)?,
        },
        _ => template(target, renderer, sink)?,
    };
    Ok(OutputFile::Bytes(bytes.into()))
}

/// Looks whether a target could be rendered, without rendering it: whether its template is there.
///
/// # Errors
/// A diagnostic at the place that names the template.
pub fn prepare(target: &Target, renderer: &Renderer) -> Result<(), Box<Diagnostic>> {
    match &target.subject {
        Subject::Copy(_) | Subject::Bytes(_) | Subject::Recipe(_) | Subject::SearchIndex(_) => Ok(()),
        Subject::SearchScript | Subject::HighlightCss { .. } => Ok(()),
        _ => job(target, renderer).map(|_| ()),
    }
}

/// A render by a template: which one, what it sees, for whom.
struct Job {
    template: String,
    scope: Scope,
    variables: Variables,
}

fn template(target: &Target, renderer: &Renderer, sink: &Sink) -> Result<Vec<u8>, Box<Diagnostic>> {
    let Job { template, scope, mut variables } = job(target, renderer)?;
    let views = &renderer.environment.views;
    let config = &renderer.environment.config;
    let code = config.languages.get(usize::from(scope.language.0)).map_or("", |language| language.code.as_str());
    variables.push(("config", views.config(scope.language)));
    variables.push(("lang", Value::from(code)));
    // In V2 the engine itself gives every template its version; in V1 only pages are told (checklist VAR-1).
    if config.dialect == Dialect::V1 && matches!(target.subject, Subject::Page(_)) {
        variables.push(("zola_version", Value::from("0.22.1")));
    }

    let mut out = Vec::with_capacity(4096);
    let seed = Fingerprint::of(target.route.as_str().as_bytes()).bits() as u64;
    let scope = Scope { seed, looks: renderer.environment.usages.of(&template).looks(), ..scope };
    if let Err(error) = with_scope(scope, || renderer.engine.render(&template, &variables, &mut out)) {
        let Some(built_in) = for_empty_feed(target, renderer) else { return Err(error.into()) };
        out.clear();
        with_scope(scope, || renderer.engine.render(&built_in, &variables, &mut out))?;
        let mut told = Diagnostic::new(&EMPTY_FEED).arg("feed", target.route.as_str());
        told.labels = error.labels;
        sink.push(told);
    }
    if !target.route.extension().is_some_and(|extension| matches!(extension, "html" | "htm")) {
        return Ok(out);
    }
    // A feed is no page, whatever its file is called.
    let shown = match target.subject {
        Subject::Feed { .. } => return Ok(out),
        Subject::NotFound => Shown::Anywhere,
        _ => Shown::AtItsRoute,
    };
    Ok(pass::finish(out, &target.route, shown, config, sink))
}

/// The built-in template for a feed without pages of a site in V1. Before Zola 0.21 there were no such feeds, and templates of
/// that time ask for `last_updated`, which these have not.
fn for_empty_feed(target: &Target, renderer: &Renderer) -> Option<String> {
    let environment = &*renderer.environment;
    let Subject::Feed { of, template } = &target.subject else { return None };
    let is_empty = environment.told(*of).updated.is_none();
    if environment.config.dialect != Dialect::V1 || !is_empty || !template.ends_with(".xml") {
        return None;
    }
    let own = format!("{BUILT_IN}{template}");
    Some(if renderer.engine.has(&own) { own } else { format!("{BUILT_IN}atom.xml") })
}

fn job(target: &Target, renderer: &Renderer) -> Result<Job, Box<Diagnostic>> {
    let environment = &*renderer.environment;
    let Environment { graph, config, .. } = environment;
    let seen_by = |template: &str| environment.views.seen_by(environment.usages.of(template).looks());
    let default = Scope::default();
    let of_language = |language: LanguageId| Scope { language, ..Scope::default() };
    let job = match &target.subject {
        Subject::Page(id) => {
            let page = graph.page(*id);
            let template = choice::page(*id, graph, &renderer.engine)?;
            let mut variables = here(&page.path, &page.permalink);
            variables.push(("page", seen_by(&template).own_page(*id)));
            Job {
                template,
                scope: Scope { language: page.language(), node: Some(NodeId::Page(*id)), ..Scope::default() },
                variables,
            }
        }
        Subject::Section(id) => {
            let section = graph.section(*id);
            let template = choice::section(*id, graph, &renderer.engine)?;
            let mut variables = here(&section.path, &section.permalink);
            variables.push(("section", seen_by(&template).own_section(*id, false)));
            Job {
                template,
                scope: Scope { language: section.language(), node: Some(NodeId::Section(*id)), ..Scope::default() },
                variables,
            }
        }
        Subject::Pager { of, number, .. } => pager(*of, *number, renderer)?,
        Subject::Taxonomy(id) => {
            let taxonomy = graph.taxonomy(*id);
            let template = choice::taxonomy(*id, choice::Of::List, environment, &renderer.engine)?;
            let seen = seen_by(&template);
            let terms = (0..taxonomy.terms.len() as u32).map(|term| seen.term(TermId(*id, term)));
            let mut variables = here(&taxonomy.path, &taxonomy.permalink);
            variables.push(("terms", Value::from(terms.collect::<Vec<Value>>())));
            variables.push(("taxonomy", seen.taxonomy(*id)));
            Job { template, scope: of_language(taxonomy.language), variables }
        }
        Subject::Term(id) => {
            let term = &graph.taxonomy(id.0).terms[id.1 as usize];
            let template = choice::taxonomy(id.0, choice::Of::Single, environment, &renderer.engine)?;
            let seen = seen_by(&template);
            let mut variables = here(&term.path, &term.permalink);
            variables.push(("taxonomy", seen.taxonomy(id.0)));
            variables.push(("term", seen.own_term(*id)));
            Job { template, scope: of_language(graph.taxonomy(id.0).language), variables }
        }
        Subject::Redirect { to } => {
            // The target stands in a `<meta>` and a script too, which the pass over links leaves alone.
            let relative = config.relative_links.then(|| relative_url(to, &config.base_url, &target.route)).flatten();
            Job {
                template: REDIRECT.to_owned(),
                scope: default,
                variables: redirect(relative.as_deref().unwrap_or(to)),
            }
        }
        Subject::Feed { of, template } => {
            let template = choice::feed(template, environment, &renderer.engine)?;
            let variables = feed::variables(*of, &target.route, environment, seen_by(&template));
            Job { template, scope: of_language(feed::language(*of, graph)), variables }
        }
        Subject::Sitemap { part } => {
            let (template, variable) = sitemap::variable(*part, environment);
            Job { template: template.to_owned(), scope: default, variables: vec![variable] }
        }
        Subject::Robots => Job { template: "robots.txt".to_owned(), scope: default, variables: Variables::new() },
        Subject::NotFound => Job { template: "404.html".to_owned(), scope: default, variables: Variables::new() },
        Subject::Layer { template, language, path, print: _, variables } => {
            let mut all = here(path, &config.permalink(path));
            all.extend((variables.0)());
            Job { template: (*template).to_owned(), scope: of_language(*language), variables: all }
        }
        Subject::SearchIndex(_)
        | Subject::SearchScript
        | Subject::HighlightCss { .. }
        | Subject::Copy(_)
        | Subject::Bytes(_)
        | Subject::Recipe(_) => unreachable!("`render` has made what needs no template"),
    };
    Ok(job)
}

/// The address a redirect leads to, for HTML and as a text in a script. Both dialects read the template, and neither can make
/// the one of the other.
fn redirect(url: &str) -> Variables {
    let text = serde_json::Value::from(url).to_string().replace('<', "\\u003c");
    vec![("url", Value::from(url)), ("url_in_script", Value::from(text))]
}

/// `current_path` and `current_url` (checklist VAR-1).
fn here(path: &str, permalink: &str) -> Variables {
    vec![("current_path", Value::from(&*as_address(path))), ("current_url", Value::from(permalink))]
}

/// One pager of a section or a term (checklist PGN-4 to PGN-6).
fn pager(of: PagerOf, number: usize, renderer: &Renderer) -> Result<Job, Box<Diagnostic>> {
    let environment = &*renderer.environment;
    let Environment { graph, config, views, usages, .. } = environment;
    let part = pagination(graph, of).map_or("", |pagination| pagination.path);
    let place = |path: &str, permalink: &str| match number {
        // The first pager is the section or term itself.
        0 | 1 => here(path, permalink),
        number => {
            let path = pager_path(path, part, number);
            here(&path, &config.permalink(&path))
        }
    };
    let (template, seen, scope, mut variables) = match of {
        PagerOf::Section(id) => {
            let section = graph.section(id);
            let template = choice::section(id, graph, &renderer.engine)?;
            let seen = views.seen_by(usages.of(&template).looks());
            let mut variables = place(&section.path, &section.permalink);
            variables.push(("section", seen.own_section(id, true)));
            let scope = Scope { language: section.language(), node: Some(NodeId::Section(id)), ..Scope::default() };
            (template, seen, scope, variables)
        }
        PagerOf::Term(id) => {
            let taxonomy = graph.taxonomy(id.0);
            let term = &taxonomy.terms[id.1 as usize];
            let mut variables = place(&term.path, &term.permalink);
            let template = choice::taxonomy(id.0, choice::Of::Single, environment, &renderer.engine)?;
            let seen = views.seen_by(usages.of(&template).looks());
            variables.push(("taxonomy", seen.taxonomy(id.0)));
            variables.push(("term", seen.own_term(id)));
            let scope = Scope { language: taxonomy.language, ..Scope::default() };
            (template, seen, scope, variables)
        }
    };
    variables.push(("paginator", seen.paginator(of, number)));
    Ok(Job { template, scope, variables })
}
