//! How shortcodes are called: what decides their parameters, and how their HTML is kept from Markdown.

use std::collections::BTreeMap;
use std::ops::Range;

use super::site::Site;
use crate::markdown::shortcode::{Body, Call, Literal, Part, parse};

/// What all calls of one shortcode have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Usage {
    /// How many calls there are.
    pub calls: usize,
    /// The arguments, and in how many calls they are given, and as what.
    pub arguments: BTreeMap<String, Given>,
    /// Whether some call has a body of more than one line.
    pub has_long_bodies: bool,
    /// Whether some body holds code, whose blanks count.
    pub has_code: bool,
    /// Whether some body holds a blank line.
    pub has_blank_lines: bool,
}

/// How an argument is given.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    /// In how many calls.
    pub calls: usize,
    /// Whether always as a text.
    pub texts: usize,
    /// How often as a number or truth value.
    pub plain: usize,
    /// How often where nothing of its name hides it: a section has no `page`, a page no `section`.
    pub seen: usize,
}

/// The calls of shortcodes in all content, by name.
pub(super) fn census(site: &Site) -> BTreeMap<String, Usage> {
    let mut all: BTreeMap<String, Usage> = BTreeMap::new();
    for document in &site.documents {
        let text = &*document.source.text;
        see(text, &parse(text, document.body.clone()).parts, document.place.is_section(), &mut all);
    }
    all
}

fn see(text: &str, parts: &[Part], is_section: bool, all: &mut BTreeMap<String, Usage>) {
    for part in parts {
        let Part::Call(call) = part else { continue };
        let usage = all.entry(text[call.name.clone()].to_owned()).or_default();
        usage.calls += 1;
        let mut seen: Vec<&str> = Vec::new();
        for argument in &call.arguments {
            let name = &text[argument.name.clone()];
            let given = usage.arguments.entry(name.to_owned()).or_default();
            if !seen.contains(&name) {
                given.calls += 1;
            }
            seen.push(name);
            given.seen += usize::from(!is_hidden(name, is_section));
            match argument.value {
                Literal::Text(_) => given.texts += 1,
                Literal::Integer(_) | Literal::Float(_) | Literal::Boolean(_) => given.plain += 1,
                Literal::List(_) => {}
            }
        }
        if let Some(body) = &call.body {
            usage.see_body(text, body);
            see(text, &body.parts, is_section, all);
        }
    }
}

impl Usage {
    fn see_body(&mut self, text: &str, body: &Body) {
        let inner = text[body.span.clone()].trim();
        self.has_long_bodies |= inner.contains('\n');
        self.has_code |= inner.contains("```")
            || inner.contains("~~~")
            || inner.contains("<pre")
            || inner.lines().any(|line| line.starts_with("    ") || line.starts_with('\t'));
        self.has_blank_lines |= inner.lines().any(|line| line.trim().is_empty());
    }
}

/// Whether something of the same name hides an argument from the template of a shortcode (checklist SC-4).
pub(super) fn is_hidden(argument: &str, is_section: bool) -> bool {
    match argument {
        "page" => !is_section,
        "section" => is_section,
        "config" | "lang" | "nth" => true,
        _ => false,
    }
}

/// How a call stands in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Whether nothing else stands on its lines.
    pub alone: bool,
    /// Whether the line before is blank, or there is none.
    pub after_blank: bool,
    /// Whether the line after is blank, or there is none.
    pub before_blank: bool,
    /// Where the line after begins.
    pub next_line: usize,
}

/// How the bytes `span` stand in `text`, whose body is `body`.
pub(super) fn standing(text: &str, body: &Range<usize>, span: &Range<usize>) -> Standing {
    let before = &text[body.start..span.start];
    let after = &text[span.end..body.end];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = after.find('\n').unwrap_or(after.len());
    let alone = before[line_start..].trim().is_empty() && after[..line_end].trim().is_empty();
    let previous = before[..line_start].strip_suffix('\n').unwrap_or("");
    let previous = previous.rsplit('\n').next().unwrap_or_default();
    let next_line = (span.end + line_end + 1).min(body.end);
    let next = text[next_line..body.end].lines().next().unwrap_or_default();
    Standing { alone, after_blank: previous.trim().is_empty(), before_blank: next.trim().is_empty(), next_line }
}

/// The name of a call.
pub(super) fn name<'t>(text: &'t str, call: &Call) -> &'t str {
    &text[call.name.clone()]
}
