//! Bodies that are templates (checklist CT-1 to CT-4): rendered before Markdown sees them.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::code::KEEP_CODE_OUT;
use super::parse;
use crate::config::Markdown;
use crate::diagnostic::{Diagnostic, SourceText};

/// Whether the text holds a tag that makes it a template; a comment (`{#`) alone does not.
pub fn is_template(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%')))
}

/// Renders the body `span` of `source` by `render`. Where the settings keep code out of templating, braces inside code
/// are put away meanwhile, byte for byte, so that places in errors stay right.
///
/// # Errors
/// What `render` says, at its place in `source`.
pub fn expand(
    source: &SourceText,
    span: Range<usize>,
    settings: &Markdown,
    render: impl Fn(&SourceText, Range<usize>) -> Result<String, Diagnostic>,
) -> Result<String, Diagnostic> {
    let body = &source.text[span.clone()];
    let substitute = if settings.template_code { None } else { unused_control(&source.text) };
    let Some(substitute) = substitute else {
        return render(source, span.clone()).map_err(|diagnostic| in_code(diagnostic, source, span, settings));
    };
    let mut braces = Vec::new();
    for code in code_spans(body, settings) {
        let inside = body[code.clone()].match_indices('{').map(|(at, _)| span.start + code.start + at);
        braces.extend(inside);
    }
    if braces.is_empty() {
        return render(source, span);
    }
    let mut text = source.text.to_string();
    let mut stand_in = [0; 4];
    let stand_in: &str = substitute.encode_utf8(&mut stand_in);
    for at in braces {
        text.replace_range(at..at + 1, stand_in);
    }
    let hidden = SourceText { path: source.path.clone(), text: text.into() };
    match render(&hidden, span) {
        Ok(rendered) => Ok(rendered.replace(substitute, "{")),
        Err(mut diagnostic) => {
            for label in &mut diagnostic.labels {
                match &mut label.mark {
                    Some((text, _)) if *text == hidden => *text = source.clone(),
                    _ => {}
                }
            }
            Err(diagnostic)
        }
    }
}

/// Says how code is kept out of templating, if the place in `source` is in code.
fn in_code(diagnostic: Diagnostic, source: &SourceText, span: Range<usize>, settings: &Markdown) -> Diagnostic {
    let place = diagnostic.labels.iter().find_map(|label| match &label.mark {
        Some((text, place)) if text.path == source.path => place.start.checked_sub(span.start),
        _ => None,
    });
    let is_code = |place: usize| code_spans(&source.text[span], settings).iter().any(|code| code.contains(&place));
    if place.is_some_and(is_code) { diagnostic.hint(KEEP_CODE_OUT) } else { diagnostic }
}

/// A control character that does not occur in `text`.
fn unused_control(text: &str) -> Option<char> {
    ('\u{1}'..='\u{8}').find(|control| !text.contains(*control))
}

/// The bytes of code spans and code blocks, nested ones once.
fn code_spans(body: &str, settings: &Markdown) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut in_block = false;
    for (event, span) in Parser::new_ext(body, parse::options(settings)).into_offset_iter() {
        match event {
            Event::Code(_) => spans.push(span),
            Event::Start(Tag::CodeBlock(_)) => in_block = true,
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Text(_) if in_block => spans.push(span),
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::{expand, is_template};
    use crate::config::Markdown;
    use crate::diagnostic::{Diagnostic, SourceText};
    use crate::markdown::code::EMPTY_TARGET;
    use crate::path::SourcePath;

    fn source(text: &str) -> SourceText {
        SourceText { path: SourcePath::new("content/a.md").unwrap(), text: text.into() }
    }

    #[test]
    fn tags_make_a_template() {
        assert!(is_template("a {{ b }}") && is_template("{% raw %}") && is_template("{{{"));
        assert!(!is_template("a {# b #} { c } {") && !is_template(""));
    }

    #[test]
    fn code_is_kept_out_if_the_settings_say_so() {
        let source = source("+++\n{{ `{{ a }}`\n\n```\n{% b %}\n```\n\n    {{ c }}\n");
        let shout = |text: &SourceText, span: Range<usize>| Ok(text.text[span].replace("{{", "<").replace("{%", "<"));
        let settings = Markdown { template_code: false, ..Markdown::default() };
        assert_eq!(
            expand(&source, 4..source.text.len(), &settings, shout).unwrap(),
            "< `{{ a }}`\n\n```\n{% b %}\n```\n\n    {{ c }}\n"
        );
        assert_eq!(
            expand(&source, 4..source.text.len(), &Markdown::default(), shout).unwrap(),
            "< `< a }}`\n\n```\n< b %}\n```\n\n    < c }}\n"
        );
    }

    #[test]
    fn errors_point_at_the_text_as_written() {
        let source = source("`{{ a }}` {{ b }}");
        let fail = |text: &SourceText, _: Range<usize>| Err(Diagnostic::new(&EMPTY_TARGET).at(text, 10..17));
        let settings = Markdown { template_code: false, ..Markdown::default() };
        let error = expand(&source, 0..source.text.len(), &settings, fail).unwrap_err();
        let (text, span) = error.labels[0].mark.clone().unwrap();
        assert_eq!((&text, &text.text[span]), (&source, "{{ b }}"));
    }
}
