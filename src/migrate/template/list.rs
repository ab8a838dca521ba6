//! Filters of lists that became syntax: `map`, `filter`, `concat`, `slice`, and `group_by` over what may be missing.

use super::Rewriter;
use super::expression::{Level, Piece, Want};
use super::filter::{argument, literal};
use crate::template::tera1::syntax::{Call, Expr, ExprKind};

/// Fields of pages that are there, or none, in every one.
const COMMON: [&str; 10] = ["year", "month", "day", "date", "title", "updated", "slug", "permalink", "lang", "draft"];

/// Filters that give lists.
const LISTS: [&str; 9] = ["split", "sort", "reverse", "unique", "slice", "filter", "map", "concat", "keys"];

/// Filters and functions that give texts.
const TEXTS: [&str; 16] = [
    "as_str",
    "upper",
    "lower",
    "trim",
    "replace",
    "slugify",
    "date",
    "capitalize",
    "title",
    "join",
    "get_url",
    "get_taxonomy_url",
    "trans",
    "now",
    "markdown",
    "striptags",
];

impl Rewriter<'_> {
    /// `map(attribute="a")`: the attribute of every element that has it.
    pub fn map(&mut self, piece: Piece, call: &Call) -> Piece {
        let Some(attribute) = argument(self, call, "attribute").and_then(|found| literal(self, &found.value)) else {
            return self.unchanged(piece, call);
        };
        let item = self.item();
        let path = attribute_path(&item, attribute);
        Piece::atom(format!("[{path} for {item} in {} if {}]", piece.text, is_there(&item, &path, attribute)))
    }

    /// `filter(attribute="a", value=v)`: the elements whose attribute is that.
    pub fn keep(&mut self, piece: Piece, call: &Call) -> Piece {
        let item = self.item();
        let given = argument(self, call, "attribute").map(|found| &found.value);
        let attribute = given.and_then(|value| literal(self, value));
        let path = match (given.and_then(|value| self.named_below(&item, value)), attribute) {
            (Some(path), _) => path,
            (None, Some(attribute)) => attribute_path(&item, attribute),
            (None, None) => return self.unchanged(piece, call),
        };
        let condition = match argument(self, call, "value") {
            Some(value) => {
                let piece = self.value(&value.value);
                let plain = matches!(piece.level, Level::Atom | Level::Filtered);
                format!("{path} == {}", if plain { piece.text } else { piece.in_brackets().text })
            }
            None => is_there(&item, &path, attribute.unwrap_or_default()),
        };
        Piece::atom(format!("[{item} for {item} in {} if {condition}]", piece.text))
    }

    /// An attribute below a known one whose name a variable holds: `"extra." ~ name`.
    fn named_below(&mut self, item: &str, attribute: &Expr) -> Option<String> {
        let ExprKind::Concat(parts) = &attribute.kind else { return None };
        let [above, name] = &parts[..] else { return None };
        let above = literal(self, above)?.strip_suffix('.')?;
        let is_variable = matches!(name.kind, ExprKind::Path(_)) && name.filters.is_empty();
        if !is_variable || !attribute.filters.is_empty() {
            return None;
        }
        Some(format!("{}?[{}]", attribute_path(item, above), self.value(name).text))
    }

    /// `concat(with=x)`: the elements of a list, or one element more.
    pub fn concat(&mut self, piece: Piece, call: &Call) -> Piece {
        let Some(with) = argument(self, call, "with") else { return self.unchanged(piece, call) };
        let added = self.value(&with.value);
        let before = match spread(&piece.text) {
            Some("") => String::new(),
            Some(elements) => format!("{elements}, "),
            None => format!("...{}, ", piece.indexable().text),
        };
        let added = match self.shape(&with.value) {
            Shape::List => match spread(&added.text) {
                Some(elements) => elements.to_owned(),
                None => format!("...{}", added.indexable().text),
            },
            Shape::Single => added.text,
            Shape::Unknown => {
                let value = if added.level == Level::Loose { added.in_brackets().text } else { added.text };
                format!("...({value} if {value} is array else [{value}])")
            }
        };
        Piece::atom(format!("[{}]", format!("{before}{added}").trim_end_matches(", ")))
    }

    /// `slice(start=a, end=b)`.
    pub fn slice(&mut self, piece: Piece, call: &Call) -> Piece {
        let mut bound = |name| {
            let found = argument(self, call, name)?;
            Some(self.expr(&found.value, Want::Value).text)
        };
        let (start, end) = (bound("start").unwrap_or_default(), bound("end").unwrap_or_default());
        let start = if start == "0" { String::new() } else { start };
        Piece::atom(format!("{}[{start}:{end}]", piece.indexable().text))
    }

    /// `group_by(attribute="a")`: elements without the attribute were left out, and are an error since.
    pub fn group_by(&mut self, piece: Piece, call: &Call, glue: &str) -> Piece {
        let attribute = argument(self, call, "attribute").and_then(|found| literal(self, &found.value));
        let piece = match attribute {
            Some(attribute) if !COMMON.contains(&attribute) => {
                let item = self.item();
                let path = attribute_path(&item, attribute);
                Piece::atom(format!("[{item} for {item} in {} if {path} is defined]", piece.text))
            }
            _ => piece.filterable(),
        };
        Piece { text: format!("{}{glue}{}", piece.text, self.arguments(call, Vec::new())), level: Level::Filtered }
    }

    /// `sort(attribute="a")`: lists were sorted by their length, which terms tell by themselves.
    pub fn sort(&mut self, piece: Piece, call: &Call, glue: &str) -> Piece {
        let attribute = argument(self, call, "attribute").map(|found| &found.value);
        let by_pages = attribute.filter(|value| literal(self, value) == Some("pages")).map(|value| value.span);
        let edits = by_pages.map(|span| (span, "\"page_count\"".to_owned())).into_iter().collect();
        let text = format!("{}{glue}{}", piece.filterable().text, self.arguments(call, edits));
        Piece { text, level: Level::Filtered }
    }

    fn unchanged(&mut self, piece: Piece, call: &Call) -> Piece {
        let name = self.of(call.name);
        self.note_with(&crate::migrate::code::NO_FILTER, call.name, "name", name);
        let text = format!("{} | {}", piece.filterable().text, self.arguments(call, Vec::new()));
        Piece { text, level: Level::Filtered }
    }

    /// A name for the element of a comprehension that nothing here has.
    fn item(&self) -> String {
        let taken = |name: &str| self.scope.find(name).is_some();
        let free = ["item", "entry", "element"].into_iter().find(|name| !taken(name));
        free.map_or_else(|| "item_".to_owned(), str::to_owned)
    }

    fn shape(&self, expr: &Expr) -> Shape {
        if let Some(last) = expr.filters.last() {
            let name = self.of(last.name);
            return match name {
                _ if LISTS.contains(&name) => Shape::List,
                _ if TEXTS.contains(&name) => Shape::Single,
                "default" => match argument(self, last, "value").map(|value| &value.value.kind) {
                    Some(ExprKind::Array(_)) => Shape::List,
                    Some(ExprKind::String(_)) => Shape::Single,
                    _ => Shape::Unknown,
                },
                _ => Shape::Unknown,
            };
        }
        match &expr.kind {
            ExprKind::Array(_) => Shape::List,
            ExprKind::String(_) | ExprKind::Concat(_) | ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Bool(_) => {
                Shape::Single
            }
            ExprKind::Call(call) if TEXTS.contains(&self.of(call.name)) => Shape::Single,
            ExprKind::Path(path) => {
                let last = self.of(*path).rsplit('.').next().unwrap_or_default();
                match last {
                    "pages" | "subsections" | "authors" | "assets" | "translations" | "items" => Shape::List,
                    "permalink" | "title" | "slug" | "name" | "path" | "lang" => Shape::Single,
                    _ => Shape::Unknown,
                }
            }
            _ => Shape::Unknown,
        }
    }
}

/// Whether a value is a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    List,
    Single,
    Unknown,
}

/// What stands in the brackets of a list that is written down, one whose elements can be put into another.
fn spread(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let (mut depth, mut quote) = (0_usize, None);
    for (at, character) in inner.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(character),
            (None, '[' | '(' | '{') => depth += 1,
            // Two lists side by side are none.
            (None, ']' | ')' | '}') => depth = depth.checked_sub(1)?,
            (None, _) if depth == 0 && inner[at..].starts_with(" for ") => return None,
            (None, _) => {}
        }
    }
    Some(inner.trim())
}

/// Asks whether the `attribute` of `item`, at `path`, is there and not none.
fn is_there(item: &str, path: &str, attribute: &str) -> String {
    if path == item || COMMON.contains(&attribute) {
        format!("{path} is not none")
    } else {
        format!("{path} is defined and {path} is not none")
    }
}

/// A dotted attribute of `item`, asked for step by step.
fn attribute_path(item: &str, attribute: &str) -> String {
    let mut path = item.to_owned();
    // Empty names were passed over, so that no attribute is the element itself.
    let names = attribute.split('.').filter(|name| !name.is_empty());
    for (at, name) in names.enumerate() {
        let question = if at == 0 { "" } else { "?" };
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            path.push_str(&format!("{question}[{name}]"));
        } else if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            path.push_str(&format!("{question}.{name}"));
        } else {
            path.push_str(&format!("{question}[\"{name}\"]"));
        }
    }
    path
}
