//! Code blocks, plain or in colour (checklist HL-5, HL-6, HL-8).

use pulldown_cmark_escape::escape_html;

use super::code::{CODE_STOPPED, CODE_TOO_SLOW, MEANT, UNKNOWN_LANGUAGE};
use super::fence::Fence;
use super::language;
use super::paint::{Stopped, Why};
use super::setup::Setup;
use crate::diagnostic::{Diagnostic, Severity, suggest};

/// Writes a code block: `info` is what stands after its fence, empty for indented code. Where its colours stop is handed back.
pub fn write(out: &mut String, setup: &Setup, info: &str, code: &str, span: std::ops::Range<usize>) -> Option<Stopped> {
    let fence = Fence::parse(info);
    if !setup.highlighter.is_on() {
        out.push_str("<pre><code");
        if !fence.language.is_empty() && !language::is_plain(fence.language) {
            out.push_str(" data-lang=\"");
            let _ = escape_html(&mut *out, fence.language);
            out.push('"');
        }
        out.push('>');
        let _ = escape_html(&mut *out, code);
        out.push_str("</code></pre>\n");
        return None;
    }
    let (known, stopped) = setup.highlighter.block(out, code, &fence);
    if !known {
        let unknown = Diagnostic::new(&UNKNOWN_LANGUAGE).arg("language", fence.language);
        let unknown = match suggest(fence.language, language::names()) {
            Some(near) => unknown.arg("near", near).hint(MEANT),
            None => unknown,
        };
        let strict = setup.highlighter.is_strict();
        let unknown = unknown.severity(if strict { Severity::Error } else { Severity::Warning });
        // The block's first line holds the language.
        let line = span.start..span.end.min(span.start + info.len() + 3);
        setup.sink.push(setup.located(unknown, line, info));
    }
    stopped
}

/// Tells that colours stop at `span`, a line of code.
pub fn tell(setup: &Setup, stopped: &Stopped, span: std::ops::Range<usize>) {
    let code = match stopped.why {
        Why::Broken => &CODE_STOPPED,
        Why::Slow => &CODE_TOO_SLOW,
    };
    setup.sink.push(setup.located(Diagnostic::new(code).arg("grammar", &stopped.grammar), span, ""));
}
