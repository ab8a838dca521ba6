//! Two outputs compared: what a reader would see of the difference.

use std::collections::BTreeSet;

use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{Html, Node};

use super::sheets::Sheets;
use crate::output::{OutputFile, OutputTree};
use crate::path::Route;

/// How two outputs differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Files that are the same, byte for byte.
    pub same: usize,
    /// Files that differ in blanks, comments and ways of escaping only.
    pub alike: usize,
    /// Files that differ in numbers only, such as the reading time, which is counted otherwise since 0.23 (checklist CNT-3).
    pub numbers: Vec<Route>,
    /// Files that differ, by name.
    pub different: Vec<Difference>,
    /// Files that are gone.
    pub missing: Vec<Route>,
    /// Files that are new.
    pub added: Vec<Route>,
}

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub route: Route,
    /// What it says where it first differs.
    pub old: String,
    /// What it says there now.
    pub new: String,
}

/// Compares an output with the one that takes its place. Style sheets of code, the old one's `sheets`, have other names.
pub(super) fn compare(old: &OutputTree, new: &OutputTree, sheets: &Sheets) -> Comparison {
    let mut found = Comparison::default();
    let all: BTreeSet<&Route> = old.keys().chain(new.keys()).collect();
    for route in all {
        match (old.get(route), new.get(route)) {
            (Some(_), None) if sheets.has(route.as_str()) => {}
            (Some(_), None) => found.missing.push(route.clone()),
            (None, Some(_)) if SHEETS.contains(&route.as_str()) => {}
            (None, Some(_)) => found.added.push(route.clone()),
            (Some(before), Some(after)) if before == after => found.same += 1,
            // The same colours for other names (checklist HL-3).
            (Some(_), Some(_)) if SHEETS.contains(&route.as_str()) => found.alike += 1,
            (Some(OutputFile::Bytes(before)), Some(OutputFile::Bytes(after))) => {
                match difference(route, before, after, sheets) {
                    Distance::None => found.alike += 1,
                    Distance::Numbers => found.numbers.push(route.clone()),
                    Distance::Texts(difference) => found.different.push(difference),
                }
            }
            _ => found.different.push(Difference { route: route.clone(), old: String::new(), new: String::new() }),
        }
    }
    found
}

/// The style sheets of code since 0.22 (checklist HL-3).
const SHEETS: [&str; 3] = ["giallo.css", "giallo-light.css", "giallo-dark.css"];

/// How far two files are from one another.
enum Distance {
    None,
    Numbers,
    Texts(Difference),
}

fn difference(route: &Route, old: &[u8], new: &[u8], sheets: &Sheets) -> Distance {
    let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else {
        return Distance::Texts(Difference { route: route.clone(), old: String::new(), new: String::new() });
    };
    let old = &*sheets.renamed(old.to_owned());
    let (old, new) = match route.extension() {
        Some("html" | "htm") => {
            let page = |text| own_anchors(&essence(text, true), route.address());
            (page(old), page(new))
        }
        Some("xml") => (essence(old, false), essence(new, false)),
        Some("json" | "js")
            if route.as_str().rsplit('/').next().is_some_and(|name| name.starts_with("search_index.")) =>
        {
            (unbracketed(&documents(old)), unbracketed(&documents(new)))
        }
        Some("json" | "js") => (unbracketed(&letters(old)), unbracketed(&letters(new))),
        _ => (old.trim().to_owned(), new.trim().to_owned()),
    };
    // `now()` names the offset of UTC otherwise since (checklist FN-11).
    let (old, new) = (old.replace("+00:00", "Z"), new.replace("+00:00", "Z"));
    // The built-in label of anchor links is in the page's language since.
    let new = new.replace("本节链接：", "Anchor link for: ");
    if old == new {
        return Distance::None;
    }
    if without_numbers(&old) == without_numbers(&new) {
        return Distance::Numbers;
    }
    let shared = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let excerpt = |text: &str| {
        let start = (0..=shared.saturating_sub(30)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text[start..].chars().take(120).collect()
    };
    Distance::Texts(Difference { route: route.clone(), old: excerpt(&old), new: excerpt(&new) })
}

/// A page as a browser takes it, without what makes no difference to who reads it: how blanks, quotes and optional tags are
/// written, comments, paragraphs that hold nothing.
fn essence(text: &str, is_html: bool) -> String {
    if is_html {
        return page(text);
    }
    // XML holds HTML, escaped, and what that escapes. Code that is escaped once more must not become tags.
    page(&letters(&unmarked(&letters(text))).replace("<!-- -->", ""))
}

/// HTML whose code is plain text: without tags, and with other letters for those that make them.
fn unmarked(text: &str) -> String {
    const OPEN: &str = "<pre";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, length)) = rest.find(OPEN).and_then(|at| Some((at, rest[at..].find("</pre>")?))) {
        let (code, after) = rest[at..].split_at(length);
        out.push_str(&rest[..at]);
        out.push_str("<pre>");
        let mut inner = code;
        while let Some((before, tag)) = inner.split_once('<') {
            out.push_str(&plain(before));
            inner = tag.split_once('>').map_or("", |(_, after)| after);
        }
        out.push_str(&plain(inner));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn plain(code: &str) -> String {
    letters(&letters(code)).replace('<', "‹").replace('>', "›").replace('&', "＆")
}

/// Links from a page to its own places are one, whether they name the page or not.
fn own_anchors(text: &str, address: &str) -> String {
    const LINK: &str = "href=\"";
    if address.is_empty() {
        return text.to_owned();
    }
    let mut pieces = text.split(LINK);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let url = piece.split('"').next().unwrap_or_default();
        let page = url.find('#').and_then(|at| url[..at].strip_suffix(address)).filter(|rest| rest.ends_with('/'));
        let own = page.map_or(0, |rest| rest.len() + address.len());
        out.push_str(LINK);
        out.push_str(&piece[own..]);
    }
    out
}

fn page(text: &str) -> String {
    let html = Html::parse_document(text);
    let mut writing = Writing { out: String::with_capacity(text.len()), blank: false, at_edge: true };
    writing.children(html.tree.root(), Blanks::Fold);
    writing.out
}

/// How blanks of texts count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blanks {
    Fold,
    Keep,
}

struct Writing {
    out: String,
    /// Whether a blank stands before what comes next.
    blank: bool,
    /// Whether blanks do not count here: a block begins or ends.
    at_edge: bool,
}

impl Writing {
    fn children(&mut self, node: NodeRef<'_, Node>, blanks: Blanks) {
        let is = |name: &str| matches!(node.value(), Node::Element(element) if element.name() == name);
        let (is_noscript, is_script) = (is("noscript"), is("script"));
        for child in node.children() {
            match child.value() {
                Node::Text(text) if blanks == Blanks::Keep => {
                    self.out.push_str(text);
                    self.at_edge = false;
                }
                // For a browser with scripts it is no HTML.
                Node::Text(text) if is_noscript => self.text(&letters(&letters(text))),
                // A feed's text that is HTML as text.
                Node::Text(text) if text.contains("<pre class=\"giallo") => {
                    self.children(Html::parse_fragment(text).tree.root(), Blanks::Fold);
                }
                // In JSON the ends of lines are written down.
                Node::Text(text) if is_script => self.text(&data(letters(text)).replace("\\n", " ")),
                // What is escaped twice is told by how it is written only, and in scripts by nothing else.
                Node::Text(text) => self.text(&letters(text)),
                Node::Element(element) => self.element(child, element),
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.blank |= text.starts_with(char::is_whitespace);
        // A reference to a footnote is `[1]` since 0.23 (checklist MD-5).
        let number = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let number = number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        for word in number.unwrap_or(text).split_whitespace() {
            if self.blank && !self.at_edge {
                self.out.push(' ');
            }
            self.out.push_str(word);
            self.blank = true;
            self.at_edge = false;
        }
        if !text.trim().is_empty() {
            self.blank = text.ends_with(char::is_whitespace);
        }
    }

    fn element(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let name = element.name();
        let is_empty = node.children().all(|child| match child.value() {
            Node::Text(text) => text.trim().is_empty(),
            Node::Comment(_) => true,
            _ => false,
        });
        if name == "p" && is_empty && element.attrs().next().is_none() {
            (self.blank, self.at_edge) = (false, true);
            return;
        }
        let is_block = !INLINE.contains(&name);
        self.edge(is_block);
        if name == "pre" && element.classes().any(|class| class == "giallo") {
            self.code(node);
            return;
        }
        let mut attributes: Vec<(&str, String)> = element
            .attrs()
            .map(|(name, value)| (name, letters(&value.split_whitespace().collect::<Vec<_>>().join(" "))))
            // `get_url(path="/a", lang="fr")` was `/fr//a`.
            .map(|(name, value)| (name, if matches!(name, "href" | "src") { one_slash(&value) } else { value }))
            .collect();
        attributes.sort();
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push_str(&format!(" {name}=\"{value}\""));
        }
        self.out.push('>');
        let keeps = matches!(name, "pre" | "textarea");
        self.children(node, if keeps { Blanks::Keep } else { Blanks::Fold });
        if keeps {
            self.out.truncate(self.out.trim_end_matches('\n').len());
        }
        self.edge(is_block);
        self.out.push_str(&format!("</{name}>"));
        self.edge(is_block);
    }

    /// Code in colour: its lines and what is told of it. Which colours are the theme's, whose names changed in 0.22.
    fn code(&mut self, node: NodeRef<'_, Node>) {
        let told = node.descendants().filter_map(|inner| inner.value().as_element()).flat_map(Element::attrs);
        let told: Vec<String> = told
            // The names of languages changed as well.
            .filter(|(name, _)| name.starts_with("data-") && *name != "data-lang")
            .map(|(name, value)| format!(" {name}=\"{value}\""))
            .collect();
        let texts = node.descendants().filter_map(|inner| inner.value().as_text());
        let text: String = texts.map(|text| &**text).collect();
        self.out.push_str(&format!("<pre{}>{}</pre>", told.concat(), text.trim_end_matches('\n')));
        self.edge(true);
    }

    fn edge(&mut self, is_block: bool) {
        if is_block {
            (self.blank, self.at_edge) = (false, true);
        }
    }
}

/// Elements that stand in a line of text.
const INLINE: [&str; 34] = [
    "a", "abbr", "audio", "b", "bdi", "bdo", "button", "canvas", "cite", "code", "data", "del", "dfn", "em", "i",
    "img", "input", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "svg",
    "time", "u", "var", "picture",
];

/// A script; where it is JSON, with the keys in order: which one tables have changed (checklist VAR-3).
fn data(script: String) -> String {
    match serde_json::from_str::<serde_json::Value>(&script) {
        Ok(mut data) => {
            data.sort_all_objects();
            data.to_string()
        }
        Err(_) => script,
    }
}

/// An address with one slash where there are more, but for those after its scheme.
fn one_slash(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for character in address.chars() {
        let doubled = character == '/' && out.len() > 1 && out.ends_with('/') && !out.ends_with(":/");
        if !doubled {
            out.push(character);
        }
    }
    out
}

/// A text with its commonest entities as the letters they stand for.
fn letters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = ENTITIES
            .iter()
            .find(|(entity, _)| rest.get(..entity.len()).is_some_and(|start| start.eq_ignore_ascii_case(entity)));
        match known {
            Some((entity, letter)) => {
                plain.push_str(letter);
                rest = &rest[entity.len()..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

const ENTITIES: [(&str, &str); 9] = [
    ("&#x2F;", "/"),
    ("&#47;", "/"),
    ("&#x27;", "'"),
    ("&#39;", "'"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
];

/// Data as one line, where references to footnotes may stand in brackets (checklist MD-5).
fn unbracketed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 1 + digits;
        if digits > 0 && rest[end..].starts_with(']') {
            out.push_str(&rest[at + 1..end]);
            rest = &rest[end + 1..];
        } else {
            out.push('[');
            rest = &rest[at + 1..];
        }
    }
    out.push_str(rest);
    let out = out.replace("\\/", "/").replace("\\n", " ");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A search index without the tree of its words, which follows from its documents.
fn documents(text: &str) -> String {
    let start = text.find('{').unwrap_or(0);
    let data = text[start..].trim_end().trim_end_matches(';');
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(data) {
        Ok(mut index) if index.contains_key("documentStore") => {
            index.remove("index");
            format!("{}{}", &text[..start], serde_json::Value::Object(index))
        }
        _ => text.to_owned(),
    }
}

/// A text with every number as one mark, and the word after it as if it were one of it.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut counted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let ends = characters.peek().is_none_or(|next| !next.is_alphanumeric());
        if character.is_ascii_digit() {
            if !out.ends_with('#') {
                out.push('#');
            }
            counted = true;
        } else if !(counted && character == 's' && ends) {
            out.push(character);
            // The word goes on to its end; one blank may stand before it.
            counted &= character.is_alphanumeric() || (character == ' ' && out.ends_with("# "));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Sheets, compare, essence};
    use crate::output::OutputFile;
    use crate::path::Route;

    #[test]
    fn ways_of_writing_make_no_difference() {
        let alike = |a: &str, b: &str| essence(a, true) == essence(b, true);
        assert!(alike("<a title=x href=\"&#x2F;y\">\n it&#x27;s</a>", "<a href=\"/y\" title='x'> it's</a>"));
        assert!(alike("<a href=\"https://e.test/fr//a\">", "<a href=\"https://e.test/fr/a\">"));
        assert!(!alike("<a href=\"//a\">", "<a href=\"/a\">"));
        assert!(alike("<p>a<div> b </div></p>", "<p>a</p><!-- -->\n<div>b</div>"));
        assert!(alike("<sup><a>1</a></sup>", "<sup><a>[1]</a></sup>"));
        assert!(alike("<script>{\"b\":1,\"a\":[2]}</script>", "<script>{ \"a\": [2], \"b\": 1 }</script>"));
        assert!(alike(
            "<script>\"a&#x2F;b\"</script><a title=\"a&amp;#x2F;b\">",
            "<script>\"a/b\"</script><a title=\"a/b\">"
        ));
        let code = |colour, text| {
            format!("<pre class=\"giallo\"><code data-lang=\"x\"><span class=\"{colour}\">{text}</span>")
        };
        assert!(alike(&code("z-1", "a"), &code("z-2", "a")) && !alike(&code("z-1", "a"), &code("z-1", "b")));
        assert!(!alike("<p>a b</p>", "<p>ab</p>") && !alike("a <b>b</b>", "a<b>b</b>"));
        assert!(!alike("<pre>a\n\nb</pre>", "<pre>a\nb</pre>"));
        let own = |text: &str| super::own_anchors(text, "a/b/");
        assert_eq!(own("<a href=\"https://e.test/a/b/#x\"><a href=\"/a/b/#y\">"), "<a href=\"#x\"><a href=\"#y\">");
        let others = "<a href=\"/xa/b/#x\"><a href=\"/a/b/\"><a href=\"/a/#x\"><a href=\"#x\">";
        assert_eq!(own(others), others);
        assert!(alike("<script>{\"a\":\"b\\n\\nc\"}</script>", "<script>{\"a\":\"b\\n c\"}</script>"));
        assert_eq!(super::unbracketed("a[12]\\n [x] [3\\/"), "a12 [x] [3/");
        assert_eq!(essence("<x>&amp;lt;br&#x2F;&gt;</x>", false), essence("<x>&lt;br/&gt;</x>", false));
        let feed =
            |code: &str| essence(&format!("<content>&lt;pre class=\"giallo\"&gt;{code}&lt;/pre&gt;</content>"), false);
        let (marked, bare) = ("&lt;b&gt;From&amp;lt;&lt;/b&gt;T&amp;gt;", "From&amp;lt;&lt;i&gt;T&lt;/i&gt;&amp;gt;");
        assert_eq!(feed(marked), feed(bare));
        assert_ne!(feed(marked), feed("From&amp;lt;U&amp;gt;"));
    }

    #[test]
    fn of_a_search_index_the_documents_count() {
        let index =
            |tree: &str| format!("window.searchIndex = {{\"documentStore\":{{\"a\":1}},\"index\":{{{tree}}}}};");
        assert_eq!(super::documents(&index("")), super::documents(&index("\"x\":2")));
        assert_eq!(super::documents("[1]"), "[1]");
    }

    #[test]
    fn files_are_sorted_by_how_they_differ() {
        let tree = |files: &[(&str, &str)]| {
            let file = |text: &str| OutputFile::Bytes(text.as_bytes().to_vec().into());
            files.iter().map(|(name, text)| (Route::file(name).unwrap(), file(text))).collect()
        };
        let old =
            [("a.html", "x"), ("b.html", "a &#x2F; b"), ("c.html", "one"), ("d.html", ""), ("n.html", "5 minutes")];
        let new = [("a.html", "x"), ("b.html", "a / b"), ("c.html", "two"), ("e.html", ""), ("n.html", "1 minute")];
        let Comparison { same, alike, numbers, different, missing, added } =
            compare(&tree(&old), &tree(&new), &Sheets::default());
        assert_eq!((same, alike, numbers.len(), different.len(), missing.len(), added.len()), (1, 1, 1, 1, 1, 1));
        assert!(different[0].old.ends_with("one</body></html>") && different[0].new.ends_with("two</body></html>"));
    }
}
