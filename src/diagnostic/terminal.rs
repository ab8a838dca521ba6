//! Diagnostics for people: the message, the line with the text marked, what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::code::{Locale, Severity};
use super::report::{Diagnostic, Label};

/// The diagnostics as text for a terminal, in colour where `colour` says so.
pub fn to_terminal(diagnostics: &[Diagnostic], locale: Locale, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&one(diagnostic, locale, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn one(diagnostic: &Diagnostic, locale: Locale, renderer: &Renderer) -> String {
    let message = diagnostic.message(locale);
    let helps = diagnostic.helps(locale);
    let level = match (diagnostic.severity, locale) {
        (Severity::Error, Locale::Zh) => Level::ERROR.with_name("错误"),
        (Severity::Warning, Locale::Zh) => Level::WARNING.with_name("提醒"),
        (Severity::Error, Locale::En) => Level::ERROR,
        (Severity::Warning, Locale::En) => Level::WARNING,
    };
    let help_level = || match locale {
        Locale::Zh => Level::HELP.with_name("怎么办"),
        Locale::En => Level::HELP,
    };
    let notes: Vec<Option<String>> =
        diagnostic.labels.iter().map(|label| label.note.map(|note| note.fill(locale, &diagnostic.args))).collect();
    let paths: Vec<String> = diagnostic.labels.iter().map(|label| label.path.to_string()).collect();
    let mut group = Group::with_title(level.primary_title(message.as_str()).id(diagnostic.code.id));
    for (index, label) in diagnostic.labels.iter().enumerate() {
        match marked(label) {
            Some((source, line, span)) => {
                let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(span).label(notes[index].as_deref());
                let snippet =
                    Snippet::source(source).path(paths[index].as_str()).line_start(line).annotation(annotation);
                group = group.element(snippet);
            }
            None => group = group.element(annotate_snippets::Origin::path(paths[index].as_str())),
        }
    }
    for help in &helps {
        group = group.element(help_level().message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The marked lines alone, the number of the first, and the span within them: a long file is not handed over whole.
fn marked(label: &Label) -> Option<(&str, usize, std::ops::Range<usize>)> {
    let (source, span) = label.mark.as_ref()?;
    let text = &*source.text;
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    // A mark over many lines shows its first line: the place to look is its start.
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let (line, _) = source.position(start);
    Some((&text[first..line_end], line, start - first..end.min(line_end) - first))
}
