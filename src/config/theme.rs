//! The theme's settings: its `extra` under the site's (checklist CFG-4, CFG-22).

use super::code::{EXTRA_CLASH, NO_THEME};
use crate::diagnostic::{Diagnostic, Sink, SourceText, Wording};
use crate::path::SourcePath;
use crate::source::{Entry, Item, SourceTree, Table, parse_toml};

/// The `[extra]` of the theme that the settings name, with its file; told if the theme is not whole.
pub fn theme_extra(sources: &SourceTree, root: &Table, theme: &str, sink: &Sink) -> Option<(SourceText, Vec<Entry>)> {
    let missing = |what: String| {
        let diagnostic = Diagnostic::new(&NO_THEME).arg("theme", theme).arg("missing", what);
        sink.push(diagnostic.at(root.source(), root.span("theme")));
    };
    let file = format!("themes/{theme}/theme.toml");
    let Some(path) = SourcePath::new(&file).filter(|path| sources.exists(path)) else {
        missing(file);
        return None;
    };
    let templates = format!("themes/{theme}/templates");
    if sources.list(&templates, sink).is_empty() {
        missing(templates);
    }
    let source = match sources.text(&path) {
        Ok(source) => source,
        Err(diagnostic) => {
            sink.push(diagnostic);
            return None;
        }
    };
    match parse_toml(&source, 0..source.text.len()) {
        Ok(entries) => {
            let extra = Table::new(source.clone(), "", 0..0, entries).table("extra", sink)?.rest();
            Some((source, extra))
        }
        Err(diagnostics) => {
            diagnostics.into_iter().for_each(|diagnostic| sink.push(diagnostic));
            None
        }
    }
}

/// Puts what only the theme says into the site's `entries`, at every level.
pub fn merge(
    entries: &mut Vec<Entry>,
    theirs: Vec<Entry>,
    path: &str,
    (site, theme): (&SourceText, &SourceText),
    sink: &Sink,
) {
    for their in theirs {
        let Some(ours) = entries.iter_mut().find(|entry| entry.key == their.key) else {
            entries.push(their);
            continue;
        };
        let path = format!("{path}.{}", ours.key);
        match (&mut ours.node.item, their.node.item) {
            (Item::Table(ours), Item::Table(theirs)) => merge(ours, theirs, &path, (site, theme), sink),
            (Item::Table(_), _) | (_, Item::Table(_)) => {
                const NOTE: Wording = Wording { zh: "主题的写法", en: "as the theme has it" };
                let diagnostic = Diagnostic::new(&EXTRA_CLASH).arg("key", path);
                sink.push(diagnostic.at(site, ours.key_span.clone()).see(theme, their.key_span, NOTE));
            }
            _ => {}
        }
    }
}
