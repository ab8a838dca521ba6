//! `get_taxonomy`, `get_taxonomy_term` and `get_taxonomy_url` (checklist FN-3, FN-4).
//!
//! A taxonomy is found by its name or its slug, a term by its name, its slug or a spelling of the same slug; in V1 by names
//! only where a missing one is null.

use tera::Value;

use super::{code, language, list, meant};
use crate::cache::Read;
use crate::config::Dialect;
use crate::content::LanguageId;
use crate::diagnostic::{both, suggest};
use crate::graph::{Taxonomy, TaxonomyId, TermId};
use crate::path::slugify;
use crate::render::environment::Environment;
use crate::render::record::note;
use crate::template::Args;

/// `get_taxonomy(kind, lang?, required=true)`; null for a missing one with `required=false`.
pub fn taxonomy(environment: &Environment, args: &Args) -> Result<Value, String> {
    let kind = args.required_text("kind")?;
    let language = language(environment, args)?;
    let required = args.flag("required", true)?;
    note(|| Read::Taxonomy(kind.to_owned(), language));
    match find(environment, kind, language)
        .filter(|(_, found)| !by_name(environment, required) || found.config.name == kind)
    {
        Some((id, _)) => Ok(environment.seen().taxonomy(id)),
        None if !required => Ok(Value::none()),
        None => Err(no_taxonomy(environment, kind, language)),
    }
}

/// `get_taxonomy_term(kind, term, lang?, include_pages=true, required=true)`. `include_pages` counts in V1
/// only, as in the reference; null for a missing taxonomy or term with `required=false`.
pub fn term(environment: &Environment, args: &Args) -> Result<Value, String> {
    let kind = args.required_text("kind")?;
    let name = args.required_text("term")?;
    let language = language(environment, args)?;
    let required = args.flag("required", true)?;
    note(|| Read::Taxonomy(kind.to_owned(), language));
    let Some((id, taxonomy)) = find(environment, kind, language) else {
        return if required { Err(no_taxonomy(environment, kind, language)) } else { Ok(Value::none()) };
    };
    let found = match by_name(environment, required) {
        true if taxonomy.config.name != kind => None,
        true => taxonomy.terms.iter().position(|term| term.name == name).map(|index| index as u32),
        false => find_term(environment, taxonomy, name),
    };
    match found {
        Some(index) => {
            let term = environment.seen().term(TermId(id, index));
            let whole = environment.config.dialect == Dialect::V2 || args.flag("include_pages", true)?;
            Ok(if whole { term } else { without_pages(term) })
        }
        None if !required => Ok(Value::none()),
        None => Err(no_term(taxonomy, name)),
    }
}

/// `get_taxonomy_url(kind, term, lang?, required=true)`; `name` is the older name of `term`. With `required=false` a
/// missing taxonomy gives null, a missing term is still an error.
pub fn url(environment: &Environment, args: &Args) -> Result<Value, String> {
    let kind = args.required_text("kind")?;
    let name = match args.text("term")? {
        Some(term) => term,
        None => args.text("name")?.ok_or_else(|| args.missing("term"))?,
    };
    let language = language(environment, args)?;
    note(|| Read::TermAddress(kind.to_owned(), name.to_owned(), language));
    let Some((_, taxonomy)) = find(environment, kind, language) else {
        let required = args.flag("required", true)?;
        return if required { Err(no_taxonomy(environment, kind, language)) } else { Ok(Value::none()) };
    };
    match find_term(environment, taxonomy, name).and_then(|index| taxonomy.terms.get(index as usize)) {
        Some(term) => Ok(Value::from(term.permalink.as_str())),
        None => Err(no_term(taxonomy, name)),
    }
}

/// Whether only names count: V1 knows no slugs, which shows where what is missing is null (checklist FN-3).
fn by_name(environment: &Environment, required: bool) -> bool {
    environment.config.dialect == Dialect::V1 && !required
}

/// A term whose pages are left out.
fn without_pages(term: Value) -> Value {
    let Some(mut fields) = term.as_map().cloned() else { return term };
    fields.insert("pages".into(), Value::from(Vec::<Value>::new()));
    Value::from(fields)
}

/// The taxonomy asked for by its name or slug.
pub fn find<'a>(environment: &'a Environment, kind: &str, language: LanguageId) -> Option<(TaxonomyId, &'a Taxonomy)> {
    let mut all = environment.graph.taxonomies_of(language);
    all.find(|(_, taxonomy)| taxonomy.config.name == kind || taxonomy.config.slug == kind)
}

/// The term's place in its taxonomy.
pub fn find_term(environment: &Environment, taxonomy: &Taxonomy, name: &str) -> Option<u32> {
    taxonomy.named(name).or_else(|| {
        let slug = slugify(name, environment.config.slugify_taxonomies);
        taxonomy.term(&slug).map(|(index, _)| index)
    })
}

fn no_taxonomy(environment: &Environment, kind: &str, language: LanguageId) -> String {
    let known = environment.graph.taxonomies_of(language).map(|(_, taxonomy)| taxonomy.config.name.as_str());
    let (code, known) = (code(environment, language), list(known));
    both(
        format_args!("语言 `{code}` 没有分类 `{kind}`；有的是：{known}"),
        format_args!("there is no taxonomy `{kind}` in language `{code}`; there are: {known}"),
    )
}

fn no_term(taxonomy: &Taxonomy, name: &str) -> String {
    let near = suggest(name, taxonomy.terms.iter().map(|term| term.name.as_str()));
    let (near_zh, near) = meant(near);
    let kind = &taxonomy.config.name;
    both(
        format_args!("分类 `{kind}` 里没有 `{name}`{near_zh}"),
        format_args!("the taxonomy `{kind}` has no term `{name}`{near}"),
    )
}
