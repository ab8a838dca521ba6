//! Shortcodes to components (checklist SC-1, SC-4, MM-1 to MM-5, MT-2, MT-3).
//!
//! In 0.22 the HTML of a shortcode was put in behind Markdown; a component's is read by it. So it must neither hold blank
//! lines, which end HTML for Markdown, nor begin with blanks, which make code: where the template or the bodies it is
//! called with may bring those, a filter around it takes them away.

use std::collections::BTreeMap;

use super::census::Usage;
use super::code::SHORTCODE_LEFT;
use super::shown::{first_text, texts_of_macros};
use super::site::{Origin, Site, Template};
use super::template::{self, Known, parameter_name};
use super::{variables, visit};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::template::tera1::syntax::{ExprKind, Node};

/// Where shortcodes lie among templates, and where their components do.
const FROM: &str = "shortcodes/";
const TO: &str = "components/";

/// What is there wherever a body is made, besides a call's arguments.
const GIVEN: [&str; 6] = ["config", "lang", "page", "section", "nth", "body"];

/// A shortcode that becomes a component.
#[derive(Debug)]
pub(super) struct Component {
    /// What its calls name, and it is called then.
    pub name: String,
    /// Whether its calls tell it how many there were before.
    pub counts: bool,
    /// Whether what it makes is Markdown.
    pub is_markdown: bool,
    /// How its HTML begins.
    pub opening: Opening,
    /// Whether what it makes stands on one line.
    pub is_one_line: bool,
    /// Arguments it does not take.
    pub shadowed: Vec<String>,
    /// Arguments of the name of a page's or section's variable that some calls give where there is no such variable.
    pub ambiguous: Vec<&'static str>,
    /// The file it comes from, if it is one of the site's.
    pub from: Option<SourcePath>,
    /// The file it becomes.
    pub to: SourcePath,
    /// That file's text.
    pub text: String,
}

/// How HTML begins, as far as Markdown is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// With a tag that opens a block of HTML.
    Block,
    /// With one void tag, which does so alone on its line.
    Single,
    /// With something that stands in a paragraph.
    Inline,
}

/// The parameter for an argument that has the name of a variable.
pub(super) fn given_name(argument: &str) -> String {
    format!("{argument}_given")
}

/// The name of the component that the shortcode in the file `stem` becomes: names that no call could have are possible for files.
pub(super) fn component_name(stem: &str) -> String {
    stem.chars()
        .map(|c| match c {
            '/' => '.',
            c if c.is_ascii_alphanumeric() || c == '_' => c,
            _ => '_',
        })
        .collect()
}

/// The components that the shortcodes of a site become, with what is to be known about them.
pub(super) fn components(site: &Site, usages: &BTreeMap<String, Usage>, notes: &mut Vec<Diagnostic>) -> Vec<Component> {
    let mut found: Vec<Component> = Vec::new();
    for (index, file) in site.templates.iter().enumerate() {
        let Some((name, extension)) = file.plain.strip_prefix(FROM).and_then(|name| name.rsplit_once('.')) else {
            continue;
        };
        let usage = usages.get(name).cloned().unwrap_or_default();
        let is_overridden = site.find(&file.plain) != Some(index);
        if file.origin == Origin::BuiltIn && (usage.calls == 0 || is_overridden) {
            continue;
        }
        if let Some(what) = obstacle(file) {
            let note = Diagnostic::new(&SHORTCODE_LEFT).arg("name", name).arg("what", what);
            notes.push(note.at(&file.source, 0..0));
            continue;
        }
        let folder = match (file.origin, &site.theme) {
            (Origin::Theme, Some(theme)) => format!("themes/{theme}/templates/"),
            _ => "templates/".to_owned(),
        };
        let Some(to) = SourcePath::new(&format!("{folder}{TO}{name}.{extension}")) else { continue };
        let mut made = component(site, index, name, extension == "md", &usage, notes);
        made.from = (file.origin != Origin::BuiltIn).then(|| file.source.path.clone());
        made.to = to;
        found.push(made);
    }
    found
}

/// What keeps a template from being a component.
fn obstacle(file: &Template) -> Option<&'static str> {
    let mut found = None;
    visit::nodes(&file.tree.nodes, &mut |node| {
        found = found.or(match node {
            Node::Extends(..) => Some("extends"),
            Node::Block(_) => Some("block"),
            Node::Macro(_) => Some("macro"),
            _ => None,
        });
    });
    found
}

fn component(
    site: &Site,
    index: usize,
    name: &str,
    is_markdown: bool,
    usage: &Usage,
    notes: &mut Vec<Diagnostic>,
) -> Component {
    let file = &site.templates[index];
    let used = variables::free(site, index, &file.tree.nodes, &[]);
    let mut parameters: Vec<String> = Vec::new();
    let mut known: Vec<(String, Known)> = vec![("body".to_owned(), Known::Present)];
    let mut own: Vec<&str> = usage.arguments.keys().map(String::as_str).collect();
    own.extend(used.iter().map(String::as_str).filter(|name| !usage.arguments.contains_key(*name)));
    let mut optional = Vec::new();
    let lenient = asked_for(file);
    for argument in own.into_iter().filter(|name| !GIVEN.contains(name)) {
        let given = usage.arguments.get(argument).cloned().unwrap_or_default();
        let always = usage.calls > 0 && given.calls == usage.calls && !lenient.contains(&argument);
        let kind = match always {
            true if given.texts == given.calls => Known::Text,
            true if given.plain == given.calls => Known::Plain,
            true => Known::Present,
            false => Known::Optional,
        };
        known.push((argument.to_owned(), kind));
        match always {
            true => parameters.push(parameter_name(argument)),
            false => optional.push(format!("{}=none", parameter_name(argument))),
        }
    }
    let counts = used.contains("nth");
    if counts {
        parameters.push("nth".to_owned());
        known.push(("nth".to_owned(), Known::Plain));
    }
    let ambiguous: Vec<&'static str> = ["page", "section"]
        .into_iter()
        .filter(|name| usage.arguments.get(*name).is_some_and(|given| given.seen > 0))
        .collect();
    parameters.append(&mut optional);
    parameters.extend(ambiguous.iter().map(|name| format!("{}=none", given_name(name))));
    for given in ["config", "lang", "page", "section"].into_iter().filter(|name| used.contains(*name)) {
        let (written, kind) = match given {
            "config" => ("@config".to_owned(), Known::Page),
            "lang" => ("@lang".to_owned(), Known::Text),
            _ => (format!("@{given}=none"), Known::Optional),
        };
        parameters.push(written);
        known.push((given.to_owned(), kind));
    }
    let rewritten = template::rewrite_body(site, index, &known, !is_markdown && file.escapes());
    notes.extend(rewritten.notes);
    let mut text = rewritten.edits.apply(&file.source.text);
    for name in ambiguous.iter().filter(|name| used.contains(**name)) {
        let close = if is_markdown { "%}" } else { "-%}" };
        text.insert_str(0, &format!("{{% set {name} = {0} if {0} is not none else {name} {close}", given_name(name)));
    }
    let is_shadowed = |name: &&String| GIVEN.contains(&name.as_str()) && !ambiguous.contains(&name.as_str());
    let shadowed = usage.arguments.keys().filter(is_shadowed).cloned().collect();
    let component = component_name(name);
    let signature = format!("component {component}({})", parameters.join(", "));
    let behind = texts_of_macros(site, index);
    let blanks = Blanks::of(&text, &behind, usage);
    let opening = opening(site, index);
    Component {
        name: component.clone(),
        counts,
        is_markdown,
        opening,
        is_one_line: blanks != Blanks::Kept,
        shadowed,
        ambiguous,
        from: None,
        to: file.source.path.clone(),
        text: match is_markdown {
            true => markdown(&signature, &component, &text),
            false => {
                wrapped(&signature, &component, &text, (opening, blanks), behind.to_lowercase().contains("<pre"), usage)
            }
        },
    }
}

/// The arguments that the template asks whether they are given.
fn asked_for(file: &Template) -> Vec<&str> {
    let text = &*file.source.text;
    let mut found = Vec::new();
    visit::expressions(&file.tree.nodes, &mut |expr| match &expr.kind {
        ExprKind::Path(path) if expr.filters.first().is_some_and(|first| first.name.of(text) == "default") => {
            found.push(path.of(text));
        }
        ExprKind::Test(test) if test.name.of(text).ends_with("defined") => found.push(test.path.of(text)),
        _ => {}
    });
    visit::nodes(&file.tree.nodes, &mut |node| {
        let Node::If(choice) = node else { return };
        for branch in &choice.branches {
            visit::expression(&branch.condition, &mut |expr| match &expr.kind {
                ExprKind::Path(path) if expr.filters.is_empty() => found.push(path.of(text)),
                _ => {}
            });
        }
    });
    found
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The file of a component that makes Markdown: its text is that of the shortcode, between two tags.
fn markdown(signature: &str, name: &str, text: &str) -> String {
    format!("{{% {signature} %}}{text}{{% endcomponent {name} %}}{}", newline(text))
}

/// The file of a component that makes HTML. `has_pre` tells whether a macro it calls makes text whose blanks count.
fn wrapped(
    signature: &str,
    name: &str,
    text: &str,
    (opening, blanks): (Opening, Blanks),
    has_pre: bool,
    usage: &Usage,
) -> String {
    let newline = newline(text);
    // Inside a line of text the newline at the end was a blank.
    let (end, trim) = match opening == Opening::Inline && text.ends_with(char::is_whitespace) {
        true => (" {%", "trim_start"),
        false => ("\n{%-", "trim"),
    };
    let end = end.replace('\n', newline);
    let shorter = without_blank_lines(text.trim_end());
    let text = shorter.as_str();
    let has_pre = has_pre || text.to_lowercase().contains("<pre");
    let filter = match blanks {
        Blanks::None => None,
        // One line, wherever it is called.
        Blanks::Joined => Some(r#"regex_replace(pattern="\\s*\\n\\s*", rep=" ")"#),
        Blanks::Kept if has_pre || (usage.has_blank_lines && usage.has_code) => {
            // A comment holds the place of a blank line whose blanks count.
            Some(r#"regex_replace(pattern="(?m)^([ \\t\\r]*)$", rep="${1}<!-- -->")"#)
        }
        Blanks::Kept => Some(r#"regex_replace(pattern="\\n\\s*\\n", rep="\n")"#),
    };
    match filter {
        None => format!("{{% {signature} -%}}{newline}{text}{end} endcomponent {name} %}}{newline}"),
        Some(filter) => format!(
            "{{% {signature} -%}}{newline}{{% filter {filter} | {trim} | safe -%}}{newline}{text}{end} endfilter -%}}{newline}\
             {{%- endcomponent {name} %}}{newline}"
        ),
    }
}

/// `text` with no blank lines in its scripts and style sheets: nothing may stand in their place there.
fn without_blank_lines(text: &str) -> String {
    without_blank_lines_in(&without_blank_lines_in(text, "<script", "</script"), "<style", "</style")
}

fn without_blank_lines_in(text: &str, open: &str, close: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(start) = lower[at..].find(open).map(|ahead| at + ahead) {
        let end = lower[start..].find(close).map_or(text.len(), |ahead| start + ahead);
        out.push_str(&text[at..start]);
        for (number, line) in text[start..end].split_inclusive('\n').enumerate() {
            // What stands before the end tag is no line of its own.
            if number == 0 || !line.ends_with('\n') || !line.trim().is_empty() {
                out.push_str(line);
            }
        }
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

/// What is to be done about the lines of a component.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blanks {
    /// Nothing: it is one line.
    None,
    /// They become one.
    Joined,
    /// They stay, as blanks count in some of it.
    Kept,
}

impl Blanks {
    /// For a template's text and that of the macros it calls.
    fn of(text: &str, behind: &str, usage: &Usage) -> Blanks {
        if !text.trim().contains('\n') && !behind.contains('\n') && !usage.has_long_bodies {
            return Blanks::None;
        }
        let texts = [text, behind].map(str::to_lowercase);
        let counts =
            ["<pre", "<script", "<style", "<textarea"].iter().any(|tag| texts.iter().any(|text| text.contains(tag)));
        if counts || usage.has_code { Blanks::Kept } else { Blanks::Joined }
    }
}

/// How the HTML of a template begins.
fn opening(site: &Site, index: usize) -> Opening {
    let file = &site.templates[index];
    // Whatever a variable holds stands in a paragraph.
    let first = first_text(site, index, &file.tree.nodes);
    let Some(tag) = first.as_deref().and_then(|text| text.strip_prefix('<')) else { return Opening::Inline };
    let tag = tag.trim_start_matches('/');
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    if tag.starts_with('!') || BLOCKS.contains(&name.as_str()) {
        return Opening::Block;
    }
    let is_void = ["img", "input", "embed", "wbr"].contains(&name.as_str());
    let texts = file.tree.nodes.iter().filter(|node| matches!(node, Node::Text(_)));
    let tags: usize = texts.map(|node| span_text(node, file).matches('<').count()).sum();
    if is_void && tags == 1 { Opening::Single } else { Opening::Inline }
}

fn span_text<'f>(node: &Node, file: &'f Template) -> &'f str {
    if let Node::Text(span) = node { span.of(&file.source.text) } else { "" }
}

/// The tags that open a block of HTML (CommonMark 0.31, 4.6, conditions 1 and 6).
const BLOCKS: [&str; 66] = [
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
    "script",
    "pre",
    "style",
    "textarea",
];
