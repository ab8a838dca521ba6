//! The front matter of a content file: split off, parsed, and searched for a key's place (checklist FM-1, FM-2).

use std::ops::Range;

use super::code::{NO_FRONT_MATTER, UNCLOSED};
use crate::diagnostic::{Diagnostic, SourceText, Wording};
use crate::path::SourcePath;
use crate::source::{Entry, Item, Node, find, parse_toml, parse_yaml};

/// The language of a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Between `+++`.
    Toml,
    /// Between `---`.
    Yaml,
}

/// Where a front matter stands in its file. Places of keys are found again when a diagnostic needs one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// Its language.
    pub syntax: Syntax,
    /// Its bytes in the file, without the fences.
    pub span: Range<usize>,
    /// Keys that stood under another name: the canonical path and the path as written (`extra.source`, `来源`).
    pub renamed: Vec<(String, String)>,
}

impl FrontMatter {
    /// The bytes of the value at the dotted `path` (`extra.images.0.alt`; canonical names, list items by number) in the
    /// file's `text`; of the nearest enclosing key where the value itself is absent; of the fence line otherwise.
    pub fn locate(&self, text: &str, path: &str) -> Range<usize> {
        self.search(text, path, false)
    }

    /// As `locate`, but the bytes of the key.
    pub fn locate_key(&self, text: &str, path: &str) -> Range<usize> {
        self.search(text, path, true)
    }

    fn search(&self, text: &str, path: &str, key: bool) -> Range<usize> {
        let written = self.as_written(path);
        // Only the text matters for places; the path is for diagnostics, and there are none here.
        let source = SourcePath::new("").map(|path| SourceText { path, text: text.into() });
        let entries = source.and_then(|source| parse(&source, self.syntax, self.span.clone()).ok()).unwrap_or_default();
        // Where aliases moved keys into a table that is not written, the path as asked may still lead somewhere.
        let found = find(&entries, &written).or_else(|| find(&entries, path));
        match found {
            Some((key_span, value_span, whole)) => {
                if key || !whole {
                    key_span
                } else {
                    value_span
                }
            }
            None => self.fence(text),
        }
    }

    /// The opening fence.
    pub(super) fn fence(&self, text: &str) -> Range<usize> {
        let before = text.get(..self.span.start).unwrap_or_default();
        let end = before.trim_end().len();
        end.saturating_sub(FENCE)..end
    }

    /// The path as the author wrote it, by the longest renamed part.
    fn as_written(&self, path: &str) -> String {
        let mut best: Option<(&str, &str)> = None;
        for (canonical, written) in &self.renamed {
            let leads =
                path.strip_prefix(canonical.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            if leads && best.is_none_or(|(longest, _)| canonical.len() > longest.len()) {
                best = Some((canonical, written));
            }
        }
        best.map_or_else(|| path.to_owned(), |(canonical, written)| format!("{written}{}", &path[canonical.len()..]))
    }
}

/// The length of a fence.
const FENCE: usize = 3;

/// A content file taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// The front matter's language.
    pub syntax: Syntax,
    /// Its bytes, without the fences.
    pub matter: Range<usize>,
    /// The bytes of the body.
    pub body: Range<usize>,
}

/// Splits a content file at its fences: lines `+++` or `---` with nothing but blanks around them, as in the reference; the
/// first one after nothing but blank lines.
pub(super) fn split(source: &SourceText) -> Result<Split, Diagnostic> {
    let text = &*source.text;
    let mut start = 0;
    let mut rest = text;
    let first = loop {
        let (line, next) = next_line(rest);
        if !line.trim().is_empty() {
            break line;
        }
        if next.is_empty() {
            return Err(Diagnostic::new(&NO_FRONT_MATTER).at(source, 0..0));
        }
        start += rest.len() - next.len();
        rest = next;
    };
    let (syntax, fence) = match first.trim() {
        "+++" => (Syntax::Toml, "+++"),
        "---" => (Syntax::Yaml, "---"),
        other => {
            let start = start + first.len() - first.trim_start().len();
            let line = start..start + other.len();
            let mut diagnostic = Diagnostic::new(&NO_FRONT_MATTER).at(source, line);
            if let Some(hint) = odd_fence(other) {
                diagnostic = diagnostic.hint(hint);
            }
            return Err(diagnostic);
        }
    };
    let begin = start + (rest.len() - next_line(rest).1.len());
    let mut at = begin;
    let mut rest = &text[begin..];
    while !rest.is_empty() {
        let (line, next) = next_line(rest);
        if line.trim() == fence {
            return Ok(Split { syntax, matter: begin..at, body: text.len() - next.len()..text.len() });
        }
        at += rest.len() - next.len();
        rest = next;
    }
    Err(unclosed(source, start, begin, fence))
}

/// The first line of `text` without its end, and what follows it.
fn next_line(text: &str) -> (&str, &str) {
    match memchr::memchr(b'\n', text.as_bytes()) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    }
}

/// What a first line that looks like a fence should be.
fn odd_fence(line: &str) -> Option<Wording> {
    let line = line.trim();
    if line.chars().all(|c| matches!(c, '+' | '-')) {
        return Some(Wording { zh: "这一行要正好是三个 +", en: "a fence is exactly three characters long" });
    }
    let wide = line.chars().all(|c| matches!(c, '＋' | '－' | '—' | '–' | '─' | '+' | '-'));
    wide.then_some(Wording {
        zh: "这里用了全角或自动更正的符号，请在英文输入法下输入三个 +",
        en: "these are not ASCII characters: type three of + or -",
    })
}

fn unclosed(source: &SourceText, start: usize, begin: usize, fence: &str) -> Diagnostic {
    const OTHER: Wording = Wording { zh: "这一行用的是另一种符号", en: "this line is the other fence" };
    const NEAR: Wording = Wording { zh: "是想用这一行来结束吗？", en: "was this line meant to close it?" };
    let diagnostic = Diagnostic::new(&UNCLOSED).arg("fence", fence).at(source, start..start + FENCE);
    let mut at = begin;
    for line in source.text[begin..].split_inclusive('\n') {
        let trimmed = line.trim();
        let span = at + (line.len() - line.trim_start().len())..at + line.trim_end().len();
        if matches!(trimmed, "+++" | "---") && trimmed != fence {
            return diagnostic.see(source, span, OTHER);
        }
        if trimmed == fence || (trimmed.len() > 1 && odd_fence(trimmed).is_some()) {
            return diagnostic.see(source, span, NEAR);
        }
        at += line.len();
    }
    diagnostic
}

/// The keys and values of the front matter in the bytes `span`.
pub(super) fn parse(source: &SourceText, syntax: Syntax, span: Range<usize>) -> Result<Vec<Entry>, Vec<Diagnostic>> {
    match syntax {
        Syntax::Toml => parse_toml(source, span),
        Syntax::Yaml => {
            let mut entries = parse_yaml(source, span)?;
            for entry in entries.iter_mut().filter(|entry| TEXTS.contains(&entry.key.as_str())) {
                take_as_text(&mut entry.node, &source.text);
            }
            Ok(entries)
        }
    }
}

/// Keys that hold texts, or lists or tables of them.
const TEXTS: [&str; 12] = [
    "title",
    "description",
    "slug",
    "path",
    "template",
    "page_template",
    "redirect_to",
    "sort_by",
    "paginate_path",
    "authors",
    "aliases",
    "taxonomies",
];

/// Takes numbers and truth values of YAML as the texts they are written as: its reader in the reference gives any scalar as
/// a text where one is asked for. <https://github.com/dtolnay/serde-yaml/issues/70>
fn take_as_text(node: &mut Node, text: &str) {
    match &mut node.item {
        Item::Integer(_) | Item::Float(_) | Item::Boolean(_) => {
            node.item = Item::Text(text[node.span.clone()].to_owned());
        }
        Item::List(items) => items.iter_mut().for_each(|item| take_as_text(item, text)),
        Item::Table(entries) => entries.iter_mut().for_each(|entry| take_as_text(&mut entry.node, text)),
        _ => {}
    }
}
