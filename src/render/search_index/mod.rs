//! The search index of a language, for elasticlunr and for Fuse (checklist 1.18).

mod collect;
mod han;
mod text;

pub use text::{TextFor, plain_text};

use std::cell::RefCell;
use std::rc::Rc;

use elasticlunr::{Index, IndexBuilder, Language, TokenizerFn, lang};
use serde_json::{Map, Value};

use self::collect::{Entry, entries};
use self::han::Han;
use super::choice::in_settings;
use super::code::{LONG_WORD, SEARCH_LANGUAGE};
use crate::config::{Config, IndexFormat, Search};
use crate::content::LanguageId;
use crate::diagnostic::{Diagnostic, Sink};
use crate::graph::Site;

/// The browser's half of elasticlunr, release 0.9.5 (MIT; `elasticlunr.LICENSE`).
const SCRIPT: &str = include_str!("elasticlunr.min.js");

/// Cuts what a reader of Chinese or Japanese types as `han` cuts the texts.
const HAN_SCRIPT: &str = include_str!("han.js");

/// What makes JSON a script.
const ASSIGNMENT: &str = "window.searchIndex = ";

/// The longest word that is indexed, in bytes: elasticlunr keeps each letter inside the one before.
const LONGEST_WORD: usize = 1000;

/// So many characters of one that is longer are shown.
const SHOWN: usize = 30;

/// The index of a language, in the form the default language has. Words that are left out are told.
///
/// # Errors
/// A diagnostic if elasticlunr cannot index the language.
pub(super) fn index(
    language: LanguageId,
    config: &Config,
    site: &Site,
    sink: &Sink,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let settings = config.languages.get(usize::from(language.0)).unwrap_or(config.default_language());
    let search = options(&settings.search, config);
    let entries = entries(language, site, search);
    let format = config.default_language().search.index_format;
    let json = match format {
        IndexFormat::ElasticlunrJavascript | IndexFormat::ElasticlunrJson => {
            let index = elasticlunr(&settings.code, &entries, search, sink).ok_or_else(|| {
                in_settings(Diagnostic::new(&SEARCH_LANGUAGE).arg("language", &settings.code), config, &settings.code)
            })?;
            index.to_json()
        }
        IndexFormat::FuseJavascript | IndexFormat::FuseJson => fuse(&entries, search),
    };
    Ok(match format {
        IndexFormat::ElasticlunrJavascript | IndexFormat::FuseJavascript => format!("{ASSIGNMENT}{json}").into_bytes(),
        IndexFormat::ElasticlunrJson | IndexFormat::FuseJson => json.into_bytes(),
    })
}

/// What a language's index holds: its own choice, or where it has made none, the default language's, as in the
/// reference. The form is no choice of a language.
fn options<'a>(own: &'a Search, config: &'a Config) -> &'a Search {
    let none = Search { index_format: own.index_format, ..Search::default() };
    if *own == none { &config.default_language().search } else { own }
}

/// The script that reads elasticlunr's indexes; with what Chinese and Japanese need, where the site is in them.
pub(super) fn script(config: &Config) -> Vec<u8> {
    let mut script = SCRIPT.to_owned();
    if config.languages.iter().any(|language| language.build_search_index && Han::of(primary(&language.code)).is_some())
    {
        script.push('\n');
        script.push_str(HAN_SCRIPT);
    }
    script.into_bytes()
}

/// `zh` of `zh-Hans-CN`.
fn primary(code: &str) -> &str {
    code.split(['-', '_']).next().unwrap_or(code)
}

/// How texts of a language are cut into words.
fn tongue(code: &str) -> Option<Box<dyn Language>> {
    let primary = primary(code).to_ascii_lowercase();
    if let Some(han) = Han::of(&primary) {
        return Some(Box::new(han));
    }
    lang::from_code(match primary.as_str() {
        // The crate goes by lunr-languages' names.
        "nl" => "du",
        "nb" | "nn" => "no",
        other => other,
    })
}

/// The index, each field with the words of those before it too, as the reference has it: elasticlunr asks for all of
/// several words (`bool: "AND"`) in each field apart, and so finds a page that has one in its title, another in its body.
/// `None` if elasticlunr cannot index the language. Words that are left out are told.
fn elasticlunr(code: &str, entries: &[Entry], search: &Search, sink: &Sink) -> Option<Index> {
    let mut builder = IndexBuilder::with_language(tongue(code)?);
    let language: Rc<dyn Language> = Rc::from(tongue(code)?);
    // The words of the document that is being added.
    let words: Rc<RefCell<Vec<String>>> = Rc::default();
    // The words too long, of all documents: how many, and the start of the first.
    let long: Rc<RefCell<(usize, String)>> = Rc::default();
    let mut add = |wanted: bool, name: &str, cut: fn(&dyn Language, &str) -> Vec<String>| {
        let (language, words, long) = (Rc::clone(&language), Rc::clone(&words), Rc::clone(&long));
        let cumulative: TokenizerFn = Box::new(move |text| {
            let is_short = |word: &String| {
                if word.len() > LONGEST_WORD {
                    let (count, first) = &mut *long.borrow_mut();
                    *count += 1;
                    if first.is_empty() {
                        *first = word.chars().take(SHOWN).collect();
                    }
                }
                word.len() <= LONGEST_WORD
            };
            words.borrow_mut().extend(cut(&*language, text).into_iter().filter(is_short));
            words.borrow().clone()
        });
        if wanted {
            builder = std::mem::take(&mut builder).add_field_with_tokenizer(name, cumulative);
        }
    };
    add(search.include_title, "title", |language, text| language.tokenize(text));
    add(search.include_description, "description", |language, text| language.tokenize(text));
    add(search.include_date, "date", |language, text| language.tokenize(text));
    add(search.include_path, "path", |_, path| path_words(path));
    add(search.include_content, "body", |language, text| language.tokenize(text));
    let mut index = builder.build();
    let mut first_long = None;
    for entry in entries {
        let fields = [
            (search.include_title, entry.title),
            (search.include_description, entry.description),
            // A document without a date has an empty one: left out, it would shift the fields after it.
            (search.include_date, entry.date.as_deref().unwrap_or_default()),
            (search.include_path, entry.path),
            (search.include_content, &entry.body),
        ];
        words.borrow_mut().clear();
        index.add_doc(entry.url, fields.iter().filter(|(wanted, _)| *wanted).map(|(_, text)| *text));
        if first_long.is_none() && long.borrow().0 > 0 {
            first_long = Some(entry.url);
        }
    }
    if let Some(url) = first_long {
        let (count, word) = &*long.borrow();
        let told = Diagnostic::new(&LONG_WORD).arg("count", count).arg("most", LONGEST_WORD);
        sink.push(told.arg("url", url).arg("word", word));
    }
    Some(index)
}

/// The words of a path (checklist SRCH-4).
fn path_words(path: &str) -> Vec<String> {
    let parts = path.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/'));
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

fn fuse(entries: &[Entry], search: &Search) -> String {
    let one = |entry: &Entry| {
        let mut fields = Map::new();
        let mut put = |wanted: bool, name: &str, text: &str| {
            if wanted {
                fields.insert(name.to_owned(), Value::from(text));
            }
        };
        put(true, "url", entry.url);
        put(search.include_title, "title", entry.title);
        put(search.include_description, "description", entry.description);
        if let Some(date) = &entry.date {
            put(search.include_date, "date", date);
        }
        put(search.include_path, "path", entry.path);
        put(search.include_content, "body", &entry.body);
        Value::from(fields)
    };
    Value::from(entries.iter().map(one).collect::<Vec<Value>>()).to_string()
}

#[cfg(test)]
mod tests;
