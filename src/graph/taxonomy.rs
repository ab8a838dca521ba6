//! Taxonomies and their terms (checklist 1.16).

use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Page;
use super::code::TERM_WITHOUT_SLUG;
use super::id::PageId;
use super::order::NewestFirst;
use super::route::{absolute, prefix};
use crate::config::{Config, TaxonomyConfig};
use crate::content::LanguageId;
use crate::diagnostic::{Diagnostic, Sink};
use crate::path::slugify;

/// A taxonomy of one language with its terms.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Its settings.
    pub config: TaxonomyConfig,
    /// Its language.
    pub language: LanguageId,
    /// Its address below the base URL, with slashes at both ends.
    pub path: String,
    /// Its address.
    pub permalink: String,
    /// Its terms, sorted by slug.
    pub terms: Vec<Term>,
    /// The index of the first term with a name or slug, once somebody asked for one.
    pub(crate) words: OnceLock<FxHashMap<String, u32>>,
}

impl Taxonomy {
    /// The index of the first term of this name or slug.
    pub fn named(&self, word: &str) -> Option<u32> {
        let words = self.words.get_or_init(|| {
            let mut words = FxHashMap::default();
            for (index, term) in self.terms.iter().enumerate() {
                for word in [&term.name, &term.slug] {
                    words.entry(word.clone()).or_insert(index as u32);
                }
            }
            words
        });
        words.get(word).copied()
    }

    /// The term with this slug, and its index in `terms`.
    pub fn term(&self, slug: &str) -> Option<(u32, &Term)> {
        let index = self.terms.binary_search_by(|term| term.slug.as_str().cmp(slug)).ok()?;
        Some((index as u32, &self.terms[index]))
    }

    /// Whether its list is written: it is meant to be, and has terms (checklist TAX-5, TAX-9).
    pub fn is_rendered(&self) -> bool {
        self.config.render && !self.terms.is_empty()
    }
}

/// A term: pages that share a word.
#[derive(Clone, Debug)]
pub struct Term {
    /// The first spelling in byte order.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its address below the base URL, with slashes at both ends.
    pub path: String,
    /// Its address.
    pub permalink: String,
    /// Its pages, newest first, undated last; spelling by spelling where several share the slug.
    pub pages: Vec<PageId>,
}

/// One spelling of a term, as front matter has it.
struct Spelling<'a> {
    name: &'a str,
    slug: String,
    pages: Vec<PageId>,
}

/// The terms of one taxonomy while pages are read.
#[derive(Default)]
struct Words<'a> {
    spellings: Vec<Spelling<'a>>,
    by_name: FxHashMap<&'a str, usize>,
}

/// The taxonomies of all languages, without terms.
pub(super) fn empty_ones(config: &Config) -> Vec<Taxonomy> {
    let languages = config.languages.iter().enumerate().map(|(index, language)| (LanguageId(index as u16), language));
    languages.flat_map(|(id, language)| language.taxonomies.iter().map(move |one| empty(one, id, config))).collect()
}

/// The term of a taxonomy at `above`.
pub(super) fn term(above: &str, name: String, slug: String, pages: Vec<PageId>, config: &Config) -> Term {
    let path = format!("{above}{slug}/");
    Term { name, slug, permalink: config.permalink(&path), path, pages }
}

/// Gathers the taxonomies of all languages. Terms of which no address can be made are told. Pages that are not told
/// of are checked but stand in no term.
pub(super) fn gather(pages: &[Page], config: &Config, sink: &Sink) -> Vec<Taxonomy> {
    let mut taxonomies = empty_ones(config);
    // The same, in the same order.
    let languages = config.languages.iter().enumerate();
    let names = languages.flat_map(|(index, language)| {
        language.taxonomies.iter().map(move |taxonomy| (LanguageId(index as u16), taxonomy.name.as_str()))
    });
    let by_name: FxHashMap<(LanguageId, &str), usize> = names.enumerate().map(|(at, name)| (name, at)).collect();
    let mut words: Vec<Words> = Vec::new();
    words.resize_with(taxonomies.len(), Words::default);
    for (index, page) in pages.iter().enumerate() {
        for (kind, terms) in &page.front().taxonomies {
            // Taxonomies the language does not have, and blank terms, are told where front matter is read (PG-6).
            let Some(&taxonomy) = by_name.get(&(page.language(), kind.as_str())) else { continue };
            for (position, term) in terms.iter().enumerate().filter(|(_, term)| !term.trim().is_empty()) {
                let spelling = words[taxonomy].spelling(term, config);
                if spelling.slug.is_empty() {
                    sink.push(without_slug(page, kind, position, term));
                } else if page.is_told(config.dialect) {
                    spelling.pages.push(PageId(index as u32));
                }
            }
        }
    }
    if words.iter().any(|words| !words.spellings.is_empty()) {
        let order = NewestFirst::of(pages);
        taxonomies.par_iter_mut().zip(words).for_each(|(taxonomy, words)| {
            taxonomy.terms = words.merge(&taxonomy.path, &order, config);
        });
    }
    taxonomies
}

impl<'a> Words<'a> {
    /// The spelling `name`, whose slug is made only once.
    fn spelling(&mut self, name: &'a str, config: &Config) -> &mut Spelling<'a> {
        let index = *self.by_name.entry(name).or_insert_with(|| {
            self.spellings.push(Spelling { name, slug: slugify(name, config.slugify_taxonomies), pages: Vec::new() });
            self.spellings.len() - 1
        });
        &mut self.spellings[index]
    }

    /// Spellings that share a slug become one term (checklist TAX-3, TAX-4); each page stands in it once.
    fn merge(mut self, above: &str, order: &NewestFirst, config: &Config) -> Vec<Term> {
        self.spellings.retain(|spelling| !spelling.pages.is_empty());
        self.spellings.sort_unstable_by(|a, b| (&a.slug, a.name).cmp(&(&b.slug, b.name)));
        let mut terms: Vec<Term> = Vec::new();
        for Spelling { name, slug, pages: mut members } in self.spellings {
            // Pages come in their order, so a word given twice stands side by side.
            members.dedup();
            order.sort(&mut members);
            match terms.last_mut().filter(|term| term.slug == slug) {
                Some(term) => {
                    let known: rustc_hash::FxHashSet<PageId> = term.pages.iter().copied().collect();
                    members.retain(|page| !known.contains(page));
                    term.pages.append(&mut members);
                }
                None => terms.push(term(above, name.to_owned(), slug, members, config)),
            }
        }
        terms
    }
}

fn empty(taxonomy: &TaxonomyConfig, language: LanguageId, config: &Config) -> Taxonomy {
    let root = config.taxonomy_root.iter().flat_map(|root| root.split('/')).filter(|part| !part.is_empty());
    let path = absolute(prefix(language, config).chain(root).chain([taxonomy.slug.as_str()]));
    let permalink = config.permalink(&path);
    Taxonomy { config: taxonomy.clone(), language, path, permalink, terms: Vec::new(), words: OnceLock::new() }
}

/// The diagnostic for a term of which no address can be made, at its place.
fn without_slug(page: &Page, kind: &str, position: usize, term: &str) -> Diagnostic {
    let document = &page.document;
    let span = document.matter.locate(&document.source.text, &format!("taxonomies.{kind}.{position}"));
    Diagnostic::new(&TERM_WITHOUT_SLUG)
        .arg("file", &document.source.path)
        .arg("taxonomy", kind)
        .arg("term", term)
        .at(&document.source, span)
}

#[cfg(test)]
mod tests {
    use crate::config::Dialect;
    use crate::graph::testing::{SiteText, date, taxonomy};
    use crate::path::Slugify;

    fn tagged(site: SiteText, file: &str, day: &str, tags: &[&str]) -> SiteText {
        site.page(file, |front| {
            front.date = date(day);
            let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
            front.taxonomies = vec![("tags".to_owned(), tags)];
        })
    }

    fn site() -> SiteText {
        let mut site = SiteText::new();
        site.config.languages[0].taxonomies = vec![taxonomy("tags"), taxonomy("分类")];
        site
    }

    #[test]
    fn spellings_of_one_slug_are_one_term_spelling_by_spelling() {
        let site = tagged(site(), "a.md", "2021-01-01", &["Rust", "web dev", "Rust"]);
        let site = tagged(site, "b.md", "2021-01-03", &["rust", "数据库"]);
        let site = tagged(site, "c.md", "2021-01-02", &["RUST", "rust"]);
        let site = site.page("d.md", |front| front.taxonomies = vec![("tags".into(), vec!["web dev".into()])]);
        let graph = site.link().graph;
        let tags = &graph.taxonomies[0];
        let terms: Vec<_> = tags
            .terms
            .iter()
            .map(|term| {
                let pages: String = term.pages.iter().map(|page| graph.page(*page).slug.as_str()).collect();
                (term.name.as_str(), term.path.as_str(), pages)
            })
            .collect();
        assert_eq!(
            terms,
            [
                ("RUST", "/tags/rust/", "cab".to_owned()),
                ("数据库", "/tags/shu-ju-ku/", "b".to_owned()),
                ("web dev", "/tags/web-dev/", "ad".to_owned()),
            ]
        );
        assert_eq!(tags.term("web-dev").map(|(index, _)| index), Some(2));
        assert!(tags.is_rendered() && !graph.taxonomies[1].is_rendered());
        assert_eq!(graph.taxonomies[1].path, "/fen-lei/");
    }

    // checklist: TAX-4
    #[test]
    fn undated_pages_of_a_term_come_last_the_later_names_first() {
        let site = tagged(site(), "b.md", "2021-01-01", &["one"]);
        let site = tagged(site, "a.md", "2021-01-01", &["one"]);
        let undated = |site: SiteText, file: &str| {
            site.page(file, |front| front.taxonomies = vec![("tags".into(), vec!["one".into()])])
        };
        let graph = undated(undated(site, "c.md"), "d.md").link().graph;
        let pages = graph.taxonomies[0].terms[0].pages.iter().map(|page| graph.page(*page).slug.as_str());
        assert_eq!(pages.collect::<String>(), "abdc");
    }

    #[test]
    fn the_root_and_the_language_stand_before() {
        let mut site = tagged(site().language("zh"), "a.zh.md", "2021-01-01", &["编程 语言"]);
        site.config.taxonomy_root = Some("主题/".to_owned());
        site.config.slugify_taxonomies = Slugify::Safe;
        site.config.languages[1].taxonomies = vec![taxonomy("tags")];
        let graph = site.link().graph;
        let term = &graph.taxonomies[2].terms[0];
        assert_eq!(term.permalink, "https://x.test/zh/主题/tags/编程 语言/");
        assert!(graph.taxonomies[0].terms.is_empty());
    }

    #[test]
    fn pages_that_are_not_written_stand_in_no_term() {
        let site = tagged(site(), "a.md", "2021-01-01", &["one"]);
        let site = site.page("b.md", |front| {
            front.render = false;
            front.taxonomies = vec![("tags".into(), vec!["one".into(), "two".into()])];
        });
        let graph = site.link().graph;
        let names: Vec<_> = graph.taxonomies[0].terms.iter().map(|term| term.name.as_str()).collect();
        assert_eq!(names, ["one"]);
        assert_eq!(graph.taxonomies[0].terms[0].pages.len(), 1);
    }

    // checklist: PG-3
    #[test]
    fn in_v1_pages_that_are_not_to_be_written_stand_in_terms_too() {
        let mut site = site();
        site.config.dialect = Dialect::V1;
        let site = site.page("b.md", |front| {
            front.render = false;
            front.taxonomies = vec![("tags".into(), vec!["one".into()])];
        });
        assert_eq!(site.link().graph.taxonomies[0].terms[0].pages.len(), 1);
    }

    #[test]
    fn a_term_without_an_address_is_told_at_its_place() {
        let front = "+++\n[taxonomies]\ntags = [\"好\", \"！\"]\n+++\n";
        let site = site().page_text("标签.md", front, |front| {
            front.taxonomies = vec![("tags".to_owned(), vec!["好".to_owned(), "！".to_owned()])];
        });
        insta::assert_snapshot!(site.link().report());
    }
}
