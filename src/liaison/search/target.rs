//! The search's output files: its page, its script, and the index in small parts.
//!
//! Every part is a script that hands one string over, since a page opened as a file may fetch nothing. Documents are
//! numbered by their days; sixteen share a list and are one text, cut into pieces.

use std::sync::{Arc, OnceLock};

use serde_json::json;
use tera::{Map, Value};

use super::document::{Document, documents};
use super::number;
use super::pairs::{Pairs, SLOT};
use crate::content::LanguageId;
use crate::fingerprint::Fingerprint;
use crate::graph::{PageId, Site};
use crate::liaison::entry::text;
use crate::liaison::function::Asked;
use crate::path::{Route, join_url};
use crate::plan::{LayerVariables, Recipe, Subject, Target};

/// The search in the reader's browser.
const SCRIPT: &str = include_str!("search.js");
/// How many documents share a list.
const GROUP: usize = 16;
/// How many bytes of source one piece of text stands for: some 1,500 Han characters.
const PIECE: usize = 4_500;
/// How many bytes of source there are to a file of pairs, which grows about as large.
const SHARE: usize = 16_384;
/// Part of every fingerprint: the form the parts are written in.
const FORM: &str = "3";

/// What the parts are made from.
struct Index {
    site: Arc<Site>,
    documents: Vec<Document>,
    /// How many pieces the text of each group is cut into.
    pieces: Vec<usize>,
    /// How many files the pairs are spread over.
    files: usize,
    /// Everything, as a fingerprint.
    print: Fingerprint,
    members: usize,
    pairs: OnceLock<(Pairs, Vec<String>)>,
}

/// Plans the search of every language that has pages. `body` tells what a page's body came out as. Nothing where the settings
/// switch it off; a site without pages has its search page all the same, since the theme leads there.
pub fn targets(asked: &Asked, site: &Arc<Site>, body: impl Fn(PageId) -> Fingerprint) -> Vec<Target> {
    let languages = 0..asked.config.languages.len();
    let languages = languages.filter_map(|at| u16::try_from(at).ok()).map(LanguageId);
    languages.flat_map(|language| of_language(asked, site, language, &body)).collect()
}

fn of_language(
    asked: &Asked,
    site: &Arc<Site>,
    language: LanguageId,
    body: &impl Fn(PageId) -> Fingerprint,
) -> Vec<Target> {
    let Some(folder) = folder(asked, language) else { return Vec::new() };
    let documents = documents(&asked.group, &asked.graph, &asked.config, language);
    let prints: Vec<Fingerprint> =
        documents.iter().map(|document| Fingerprint::combine([document.print, body(document.page)])).collect();
    let bytes = |document: &Document| asked.graph.page(document.page).document.source.text.len();
    let form = Fingerprint::of(FORM.as_bytes());
    let kinds = &asked.group.settings.kinds.all;
    let ids: Vec<String> = asked.group.members.iter().map(|member| member.id.clone()).collect();
    // Who is a member's document does not follow from any body.
    let named = Fingerprint::combine(documents.iter().map(|document| document.print));
    let words = Fingerprint::of(format!("{ids:?} {}", kinds.len()).as_bytes());
    let index = Arc::new(Index {
        site: Arc::clone(site),
        pieces: documents.chunks(GROUP).map(|group| pieces_of(group.iter().map(bytes).sum())).collect(),
        // A power of two, so that it does not change with every word.
        files: (documents.iter().map(bytes).sum::<usize>() / SHARE).next_power_of_two().clamp(4, 4096),
        print: Fingerprint::combine(prints.iter().copied().chain([form, words])),
        documents,
        members: ids.len(),
        pairs: OnceLock::new(),
    });

    let mut targets = Vec::new();
    let mut part = |name: String, print: Fingerprint, make: Box<dyn Fn(&Index) -> String + Send + Sync>| {
        // The path was checked when the settings were read.
        let Ok(route) = Route::file(&format!("{folder}/{name}.js")) else { return };
        let index = Arc::clone(&index);
        let make = Arc::new(move || script(&name, &make(&index)));
        targets.push(Target { route, subject: Subject::Recipe(Recipe { print, make }) });
    };
    part("catalogue".to_owned(), index.print, Box::new(Index::catalogue));
    part("members".to_owned(), Fingerprint::combine([named, form, words]), Box::new(Index::members));
    for file in 0..index.files {
        part(format!("index/{file}"), index.print, Box::new(move |index| index.built().0.file(file)));
    }
    for (group, prints) in prints.chunks(GROUP).enumerate() {
        let print = Fingerprint::combine(prints.iter().copied().chain([form]));
        part(format!("list/{group}"), print, Box::new(move |index| index.list(group)));
        for piece in 0..index.pieces[group] {
            part(format!("text/{group}-{piece}"), print, Box::new(move |index| index.piece(group, piece)));
        }
    }
    let mut add = |route: Result<Route, _>, subject: Subject| {
        targets.extend(route.ok().map(|route| Target { route, subject }));
    };
    add(Route::file(&format!("{folder}/search.js")), Subject::Bytes(SCRIPT.as_bytes().into()));
    let path = format!("/{folder}/");
    let (value, print) = (page(asked, &index, &path, language), index.print);
    let variables = LayerVariables::new(move || vec![("search", value.clone())]);
    let subject = Subject::Layer { template: "search.html", language, path: path.clone(), print, variables };
    add(Route::page(&path), subject);
    targets
}

/// The folder of a language's search, without slashes at its ends; none where there is no search.
pub fn folder(asked: &Asked, language: LanguageId) -> Option<String> {
    let settings = &asked.group.settings.search;
    let has_pages = || asked.graph.pages.iter().any(|page| page.language() == language);
    let there = settings.enabled && (language.0 == 0 || has_pages());
    there.then(|| match asked.config.languages.get(usize::from(language.0)) {
        Some(other) if language.0 > 0 => format!("{}/{}", other.code, settings.path),
        _ => settings.path.clone(),
    })
}

/// The title of a language's search: as the settings say in the site's own.
pub fn title(asked: &Asked, language: LanguageId) -> &str {
    match language.0 {
        0 => &asked.group.settings.search.title,
        _ if is_chinese(asked, language) => "搜索",
        _ => "Search",
    }
}

fn is_chinese(asked: &Asked, language: LanguageId) -> bool {
    asked.config.languages.get(usize::from(language.0)).is_some_and(|language| language.code.starts_with("zh"))
}

/// How many pieces a text of so many bytes of source is cut into.
fn pieces_of(bytes: usize) -> usize {
    bytes.div_ceil(PIECE).max(1)
}

/// `search`, as the page's template sees it.
fn page(asked: &Asked, index: &Index, path: &str, language: LanguageId) -> Value {
    let group = &asked.group;
    let chinese = is_chinese(asked, language);
    let count = |fits: &dyn Fn(&Document) -> bool| index.documents.iter().filter(|one| fits(one)).count();
    let kinds = group.settings.kinds.all.iter().enumerate().map(|(at, kind)| {
        let name = Value::from(if chinese { kind.zh.as_str() } else { &kind.en });
        choice(at + 1, name, count(&|one| one.kind == at + 1))
    });
    let members = group.members.iter().enumerate().map(|(at, member)| {
        let page = asked.graph.page(member.page);
        let name = page.front().extra.as_map().and_then(|extra| text(extra, "name")).or(page.front().title.as_deref());
        choice(at, Value::from(name), count(&|one| one.members.contains(&at)))
    });
    let mut years: Vec<i16> = index.documents.iter().map(Document::year).filter(|year| *year > 0).collect();
    years.dedup();
    let labels = group.settings.archive.in_language(&asked.config, language);
    let years = years.iter().rev().map(|year| {
        let name = Value::from(labels.year_label(*year));
        choice(usize::try_from(*year).unwrap_or(0), name, count(&|one| one.year() == *year))
    });
    let there = |choices: Vec<(usize, Value)>| {
        Value::from(choices.into_iter().filter(|(count, _)| *count > 0).map(|(_, value)| value).collect::<Vec<_>>())
    };
    let mut map = Map::default();
    map.insert("title".into(), Value::from(title(asked, language)));
    map.insert("path".into(), Value::from(path));
    map.insert("permalink".into(), Value::from(asked.config.permalink(path)));
    map.insert("script".into(), Value::from(join_url(&asked.config.base_url, &format!("{path}search.js"))));
    map.insert("version".into(), Value::from(index.print.short()));
    map.insert("count".into(), Value::from(index.documents.len()));
    map.insert("kinds".into(), there(kinds.collect()));
    map.insert("years".into(), there(years.collect()));
    map.insert("members".into(), there(members.collect()));
    map.into()
}

/// A choice of a filter, with how many documents it leaves.
fn choice(value: usize, name: Value, count: usize) -> (usize, Value) {
    let mut map = Map::default();
    map.insert("value".into(), Value::from(value));
    map.insert("name".into(), name);
    map.insert("count".into(), Value::from(count));
    (count, map.into())
}

/// A part as a script. Browsers before 2019 end a string at the two Unicode line ends.
fn script(name: &str, part: &str) -> Vec<u8> {
    let text = json!(part).to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("lianluoSearch({},{text})\n", json!(name)).into_bytes()
}

impl Index {
    /// The pairs of all texts, and those texts: made once, when the first part needs them.
    fn built(&self) -> &(Pairs, Vec<String>) {
        self.pairs.get_or_init(|| {
            let texts: Vec<String> = self.documents.iter().map(|document| document.text(&self.site)).collect();
            (Pairs::new(texts.iter().map(String::as_str), self.files), texts)
        })
    }

    /// Of every document how long its title and all of its text are, its year and kind; how the parts are cut.
    fn catalogue(&self) -> String {
        let (mut lengths, mut kinds, mut pieces) = (String::new(), String::new(), String::new());
        for (document, text) in self.documents.iter().zip(&self.built().1) {
            number::push(document.title.chars().count(), &mut lengths);
            number::push(text.chars().count(), &mut lengths);
            number::push(document.kind, &mut kinds);
        }
        self.pieces.iter().for_each(|count| number::push(*count, &mut pieces));
        let years = self.documents.chunk_by(|a, b| a.year() == b.year());
        let years: Vec<(i16, usize)> = years.map(|same| (same[0].year(), same.len())).collect();
        let catalogue = json!({
            "version": self.print.short(),
            "group": GROUP,
            "files": self.files,
            "slot": SLOT,
            "lengths": lengths,
            "kinds": kinds,
            "pieces": pieces,
            "years": years,
        });
        catalogue.to_string()
    }

    /// The documents of each member, parted by blanks, in the members' order.
    fn members(&self) -> String {
        let lists = (0..self.members).map(|member| {
            let mut list = String::new();
            let named = self.documents.iter().enumerate().filter(|(_, document)| document.members.contains(&member));
            number::push_rising(named.map(|(at, _)| at), &mut list);
            list
        });
        lists.collect::<Vec<_>>().join(" ")
    }

    fn group(&self, group: usize) -> &[Document] {
        self.documents.chunks(GROUP).nth(group).unwrap_or_default()
    }

    /// Title, address and day of a group's documents.
    fn list(&self, group: usize) -> String {
        let day = |document: &Document| document.date.map_or(String::new(), |date| date.to_string());
        let rows = self.group(group).iter().map(|document| json!([document.title, document.path, day(document)]));
        json!(rows.collect::<Vec<_>>()).to_string()
    }

    /// A piece of a group's text; all but the last are equally long.
    fn piece(&self, group: usize, piece: usize) -> String {
        let text: String = match self.pairs.get() {
            Some((_, texts)) => texts.chunks(GROUP).nth(group).unwrap_or_default().concat(),
            None => self.group(group).iter().map(|document| document.text(&self.site)).collect(),
        };
        let length = text.chars().count().div_ceil(self.pieces[group]);
        text.chars().skip(piece * length).take(length).collect()
    }
}
