//! Content: calls of shortcodes become calls of components, and what only looks like a tag is kept from being one
//! (checklist CT-1, CT-4, MM-1 to MM-4).

use std::collections::BTreeMap;

use super::census::{is_hidden, name, standing};
use super::code::ARGUMENT_IN_THE_WAY;
use super::edit::Edits;
use super::shortcode::{Component, Opening, given_name};
use crate::content::Document;
use crate::diagnostic::Diagnostic;
use crate::markdown::shortcode::{Call, Literal, Part, parse};

/// What becomes of a content file.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub edits: Edits,
    /// Whether its body must not be read as a template: it has no call, only what looks like one.
    pub skipped: bool,
    pub notes: Vec<Diagnostic>,
}

/// Moves a content file.
pub(super) fn convert(document: &Document, components: &BTreeMap<&str, &Component>) -> Moved {
    let text = &*document.source.text;
    let body = &text[document.body.clone()];
    if !body.contains("{{") && !body.contains("{%") {
        return Moved::default();
    }
    let parts = parse(text, document.body.clone()).parts;
    let mut file =
        File { document, text, components, counts: BTreeMap::new(), calls: starts(&parts), moved: Moved::default() };
    let calls = parts.iter().any(|part| matches!(part, Part::Call(call) if components.contains_key(name(text, call))));
    if calls {
        file.parts(&parts);
    } else {
        file.moved.skipped = true;
        for part in &parts {
            if let Part::Shown { span, printed } = part {
                let shown: String = printed.iter().map(|range| &text[range.clone()]).collect();
                file.moved.edits.replace(span.clone(), shown);
            }
        }
    }
    file.moved
}

/// Where the calls among `parts` begin.
fn starts(parts: &[Part]) -> Vec<usize> {
    parts.iter().filter_map(|part| if let Part::Call(call) = part { Some(call.span.start) } else { None }).collect()
}

struct File<'d> {
    document: &'d Document,
    text: &'d str,
    components: &'d BTreeMap<&'d str, &'d Component>,
    /// How often each shortcode was called so far.
    counts: BTreeMap<&'d str, i64>,
    /// Where calls begin.
    calls: Vec<usize>,
    moved: Moved,
}

impl<'d> File<'d> {
    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Text(range) => self.literal(range.start, range.end),
                Part::Shown { span, printed } => {
                    let shown: String = printed.iter().map(|range| &self.text[range.clone()]).collect();
                    self.moved.edits.replace(span.clone(), raw(&shown));
                }
                Part::Call(call) => self.call(call),
            }
        }
    }

    /// Keeps braces in the text from being read as tags.
    fn literal(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(open) = self.text[at..end].find('{').map(|ahead| at + ahead) {
            let rest = &self.text[open..end];
            let close = if rest.starts_with("{{") {
                "}}"
            } else if rest.starts_with("{%") {
                "%}"
            } else if rest.starts_with("{#") {
                "}"
            } else {
                at = open + 1;
                continue;
            };
            let line = rest.find('\n').unwrap_or(rest.len());
            let length = rest[2..line.max(2)].find(close).map_or(2, |at| at + 2 + close.len());
            self.moved.edits.replace(open..open + length, raw(&rest[..length]));
            at = open + length;
        }
    }

    fn call(&mut self, call: &Call) {
        let called = name(self.text, call);
        let Some(component) = self.components.get(called).copied() else {
            let (start, end) = (call.span.start, call.span.end);
            self.literal(start, end);
            return;
        };
        let count = self.counts.entry(called).or_default();
        *count += 1;
        let nth = *count;
        let mut attributes = String::new();
        let mut at = call.name.end;
        // Since, a body can only stand between tags.
        let mut body_argument = None;
        for argument in &call.arguments {
            let own = &self.text[argument.name.clone()];
            let between = self.text[at..argument.name.start].replacen(['(', ','], "", 1);
            at = argument.span.end;
            if let ("body", None, Literal::Text(text)) = (own, &call.body, &argument.value) {
                body_argument = Some(text.clone());
                continue;
            }
            let is_ambiguous = component.ambiguous.contains(&own);
            let hidden = is_ambiguous && is_hidden(own, self.document.place.is_section());
            if hidden || component.shadowed.iter().any(|shadowed| shadowed == own) {
                let note = Diagnostic::new(&ARGUMENT_IN_THE_WAY).arg("name", own);
                self.moved.notes.push(note.at(&self.document.source, argument.name.start..argument.span.end));
                continue;
            }
            attributes.push_str(if between.is_empty() || !between.trim().is_empty() { " " } else { &between });
            let parameter = if is_ambiguous { given_name(own) } else { super::template::parameter_name(own) };
            attributes.push_str(&parameter);
            attributes.push('=');
            attributes.push_str(&attribute_value(&self.text[argument.span.clone()]));
        }
        if component.counts {
            attributes.push_str(&format!(" nth={{{nth}}}"));
        }
        let place = standing(self.text, &self.document.body, &call.span);
        let is_paragraph = place.alone && place.after_blank && place.before_blank;
        match (&call.body, body_argument) {
            (None, Some(body)) => {
                let inner = &self.text[body];
                let inner = if inner.contains("{{") || inner.contains("{%") || inner.contains("{#") {
                    raw(inner)
                } else {
                    inner.to_owned()
                };
                let tags = format!("{{% <{0}{attributes}> %}}{inner}{{% </{0}> %}}", component.name);
                self.moved.edits.replace(call.span.clone(), tags);
            }
            (None, None) => {
                let shield = if shields(component, is_paragraph) { SHIELD } else { "" };
                let tag = format!("{shield}{{{{ <{}{attributes} /> }}}}", component.name);
                self.moved.edits.replace(call.span.clone(), tag);
            }
            (Some(body), _) => {
                // The shield holds for one line only.
                let shield = if shields(component, is_paragraph && component.is_one_line) { SHIELD } else { "" };
                let tag = format!("{shield}{{% <{}{attributes}> %}}", component.name);
                self.moved.edits.replace(call.tag.clone(), tag);
                self.parts(&body.parts);
                self.moved.edits.replace(body.span.end..call.span.end, format!("{{% </{}> %}}", component.name));
            }
        }
        self.part_from_text(call, component);
    }

    /// HTML goes on until a blank line: text right below a call would be taken for a part of it.
    fn part_from_text(&mut self, call: &Call, component: &Component) {
        let place = standing(self.text, &self.document.body, &call.span);
        let next = self.text[place.next_line..self.document.body.end].lines().next().unwrap_or_default().trim_start();
        let opens = component.opening == Opening::Block || (component.opening == Opening::Single && place.after_blank);
        let begins =
            place.next_line + self.text[place.next_line..].len() - self.text[place.next_line..].trim_start().len();
        let goes_on = next.starts_with('<') || self.calls.contains(&begins);
        if !component.is_markdown && place.alone && !place.before_blank && opens && !goes_on {
            self.moved.edits.insert(place.next_line, if self.text.contains("\r\n") { "\r\n" } else { "\n" });
        }
    }
}

/// What Markdown takes for a block of HTML, to the end of the line.
const SHIELD: &str = "<!-- -->";

/// Whether a call that is a paragraph by itself needs something that keeps Markdown from making it one.
fn shields(component: &Component, is_paragraph: bool) -> bool {
    is_paragraph && !component.is_markdown && component.opening == Opening::Inline
}

/// Text that is shown as it is.
fn raw(text: &str) -> String {
    if text.contains("raw") && text.starts_with("{%") {
        // The end of raw text cannot stand in raw text.
        return format!("{{{{ \"{}\" }}}}", text.replace('\\', "\\\\").replace('"', "\\\""));
    }
    format!("{{% raw %}}{text}{{% endraw %}}")
}

/// The value of an argument as an attribute.
fn attribute_value(written: &str) -> String {
    if written.starts_with(['"', '\'', '`']) {
        return escaped(written);
    }
    let mut out = String::from("{");
    let mut rest = written;
    while let Some(open) = rest.find(['"', '\'', '`']) {
        let quote = rest.as_bytes()[open] as char;
        let end = rest[open + 1..].find(quote).map_or(rest.len(), |at| open + 2 + at);
        out.push_str(&truths(&rest[..open]));
        out.push_str(&escaped(&rest[open..end]));
        rest = &rest[end..];
    }
    out.push_str(&truths(rest));
    out.push('}');
    out
}

fn truths(text: &str) -> String {
    text.replace("True", "true").replace("False", "false")
}

/// A string with its quotes: backslashes were plain.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
}

#[cfg(test)]
mod tests {
    use super::{attribute_value, raw};

    #[test]
    fn values_are_written_as_attributes() {
        assert_eq!(attribute_value("\"a\\b\""), "\"a\\\\b\"");
        assert_eq!(attribute_value("-4"), "{-4}");
        assert_eq!(attribute_value("[True, 'True', \"x\"]"), "{[true, 'True', \"x\"]}");
    }

    #[test]
    fn what_looks_like_a_tag_is_raw() {
        assert_eq!(raw("{{ x }}"), "{% raw %}{{ x }}{% endraw %}");
        assert_eq!(raw("{% endraw %}"), "{{ \"{% endraw %}\" }}");
    }
}
