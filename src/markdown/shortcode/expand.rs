//! Calls to what their templates make of them (checklist SC-1, SC-4).

use std::ops::Range;

use rustc_hash::FxHashMap;
use tera::Value;

use super::call::{Call, Part};
use super::insert::Inserts;
use super::parse::parse;
use super::table::Shortcodes;
use crate::diagnostic::{Diagnostic, Sink, SourceText, Wording, suggest};
use crate::markdown::code::{MEANT, SHORTCODE_UNCLOSED, UNKNOWN_SHORTCODE};

/// Renders a shortcode's template with the arguments of a call.
pub type Render<'r> = dyn Fn(&str, &[(String, Value)]) -> Result<String, Diagnostic> + 'r;

/// Rendered bytes as text: templates are text, and so are the values put into them.
pub fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// A body with its calls made.
#[derive(Debug)]
pub struct Expansion {
    /// The text for Markdown, with marks for HTML.
    pub text: String,
    /// What stands for the marks.
    pub inserts: Inserts,
    /// The stretches of `text` that are as written, each with where it starts in the source.
    pub places: Vec<(Range<usize>, usize)>,
}

/// Makes all calls in the bytes `span` of `text`. What is wrong is told, in `source` where the text is of one, and leaves
/// nothing in its place.
pub fn expand(
    text: &str,
    span: Range<usize>,
    source: Option<&SourceText>,
    shortcodes: &Shortcodes,
    render: &Render,
    sink: &Sink,
) -> Expansion {
    let parsed = parse(text, span.clone());
    let mut run = Run { text, source, shortcodes, render, sink, counts: FxHashMap::default() };
    for tag in parsed.unclosed {
        sink.push(run.located(Diagnostic::new(&SHORTCODE_UNCLOSED).arg("tag", &text[tag.clone()]), tag));
    }
    let mut made = Expansion {
        text: String::with_capacity(span.len() + span.len() / 4),
        inserts: Inserts::new(&text[span]),
        places: Vec::new(),
    };
    for part in &parsed.parts {
        match part {
            Part::Text(range) => made.copy(text, range.clone()),
            Part::Shown { printed, .. } => printed.iter().for_each(|range| made.copy(text, range.clone())),
            Part::Call(call) => match run.call(call) {
                Some((rendered, true)) => made.text.push_str(&rendered),
                Some((rendered, false)) => {
                    let mark = made.inserts.keep(rendered);
                    made.text.push_str(&mark);
                }
                None => {}
            },
        }
    }
    made
}

/// The first call of a component in the bytes `span` of `text`: in V1 it stays as text, which is hardly meant.
pub fn component_call(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let body = &text[span.clone()];
    let at = ["{{<", "{{ <", "{%<", "{% <"].iter().filter_map(|open| body.find(open)).min()?;
    let close = if body[at..].starts_with("{{") { "}}" } else { "%}" };
    let end = body[at..].find(close)? + close.len();
    Some(span.start + at..span.start + at + end)
}

impl Expansion {
    fn copy(&mut self, text: &str, range: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(&text[range.clone()]);
        match self.places.last_mut() {
            Some((made, from)) if made.end == start && *from + made.len() == range.start => made.end = self.text.len(),
            _ => self.places.push((start..self.text.len(), range.start)),
        }
    }
}

/// The calls of one text.
struct Run<'a> {
    text: &'a str,
    source: Option<&'a SourceText>,
    shortcodes: &'a Shortcodes,
    render: &'a Render<'a>,
    sink: &'a Sink,
    /// How often each shortcode was called so far.
    counts: FxHashMap<&'a str, i64>,
}

impl<'a> Run<'a> {
    /// What a call makes, and whether that is Markdown. Calls in its body are made first, but counted after it.
    fn call(&mut self, call: &Call) -> Option<(String, bool)> {
        let name = &self.text[call.name.clone()];
        let count = self.counts.entry(name).or_default();
        *count += 1;
        let nth = *count;
        let body = call.body.as_ref().map(|body| self.body(&body.parts));
        let Some(shortcode) = self.shortcodes.get(name) else {
            self.sink.push(self.unknown(name, call));
            return None;
        };
        // What a call is given beside its arguments stands over arguments of those names.
        let own = [body.map(|body| ("body", Value::from(body))), Some(("nth", Value::from(nth)))];
        let mut arguments: Vec<(String, Value)> = Vec::with_capacity(call.arguments.len() + own.len());
        for argument in &call.arguments {
            let name = &self.text[argument.name.clone()];
            if !own.iter().flatten().any(|(taken, _)| *taken == name) {
                arguments.push((name.to_owned(), argument.value.value(self.text)));
            }
        }
        arguments.extend(own.into_iter().flatten().map(|(name, value)| (name.to_owned(), value)));
        match (self.render)(&shortcode.template, &arguments) {
            Ok(rendered) if rendered.contains('\r') => Some((rendered.replace("\r\n", "\n"), shortcode.is_markdown)),
            Ok(rendered) => Some((rendered, shortcode.is_markdown)),
            Err(error) => {
                self.sink.push(self.called_from(error, call));
                None
            }
        }
    }

    /// The text of a body with its calls made, without blanks at its ends.
    fn body(&mut self, parts: &[Part]) -> String {
        let mut made = String::new();
        for part in parts {
            match part {
                Part::Text(range) if made.is_empty() => made.push_str(self.text[range.clone()].trim_start()),
                Part::Text(range) => made.push_str(&self.text[range.clone()]),
                Part::Shown { printed, .. } => {
                    printed.iter().for_each(|range| made.push_str(&self.text[range.clone()]))
                }
                Part::Call(call) => made.extend(self.call(call).map(|(rendered, _)| rendered)),
            }
        }
        made.truncate(made.trim_end().len());
        made
    }

    fn unknown(&self, name: &str, call: &Call) -> Diagnostic {
        let unknown = Diagnostic::new(&UNKNOWN_SHORTCODE).arg("name", name);
        let unknown = match suggest(name, self.shortcodes.names()) {
            Some(near) => unknown.arg("near", near).hint(MEANT),
            None => unknown,
        };
        self.located(unknown, call.name.clone())
    }

    fn located(&self, diagnostic: Diagnostic, span: Range<usize>) -> Diagnostic {
        match self.source {
            Some(source) => diagnostic.arg("file", &source.path).at(source, span),
            None => diagnostic.arg("file", "template"),
        }
    }

    fn called_from(&self, error: Diagnostic, call: &Call) -> Diagnostic {
        const CALLED: Wording = Wording { zh: "这里调用了这个短代码", en: "the shortcode is called here" };
        match self.source {
            Some(source) => error.see(source, call.tag.clone(), CALLED),
            None => error,
        }
    }
}
