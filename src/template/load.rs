//! Compiling a template set: every mistake is told, not only the first one Tera meets.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use tera::{ErrorKind, Tera};

use super::code::UNREACHABLE;
use super::detect::strangers;
use super::error::{Explain, Files};
use super::set::TemplateSet;
use super::spread;
use crate::config::Dialect;
use crate::diagnostic::{Diagnostic, Sink};

/// Compiles the set over `bare`, which has the functions. Tera stops at the first broken file, so that file is told,
/// set aside and the rest tried again; what is only wrong because of a file set aside is not told. Of a file of the other
/// dialect only that is told.
pub fn compile(set: &TemplateSet, bare: &Tera, files: &Files, sink: &Sink) -> Option<Tera> {
    let explain = Explain { files, body: None };
    let mut aside: FxHashSet<String> = FxHashSet::default();
    // Texts that Tera sees otherwise than they are written, with every place the same.
    let ordered = set.files.iter().map(|file| (file.name.clone(), spread::ordered(&file.source.text)));
    let mut blanked: FxHashMap<String, String> = ordered
        .filter_map(|(name, text)| match text {
            Cow::Owned(text) => Some((name, text)),
            Cow::Borrowed(_) => None,
        })
        .collect();
    // Looked for only once something is wrong.
    let mut others: Option<FxHashMap<&str, Diagnostic>> = None;
    loop {
        let mut tera = bare.clone();
        // A fresh engine holds no templates, which is all this call asks for.
        tera.set_fallback_prefixes(set.prefixes()).ok()?;
        let kept = set.files.iter().filter(|file| !aside.contains(&file.name));
        let texts = kept.map(|file| {
            let text = blanked.get(&file.name).map_or(&*file.source.text, String::as_str);
            (file.name.as_str(), text)
        });
        let Err(error) = tera.add_raw_templates(texts) else {
            return aside.is_empty().then_some(tera);
        };
        if blank_unreachable(set, &error, &mut blanked, sink) {
            continue;
        }
        let blamed = explain.blamed(&error);
        let others = others.get_or_insert_with(|| strangers(set.files.iter(), Dialect::V2).collect());
        match blamed.first().and_then(|name| others.get(name.as_str())) {
            Some(stranger) => sink.push(stranger.clone()),
            None => explain.all(&error, &aside).into_iter().for_each(|diagnostic| sink.push(diagnostic)),
        }
        let before = aside.len();
        // Unknown names are found in all files at once, at the end.
        let last = matches!(error.kind(), ErrorKind::Msg(_)) && blamed.is_empty();
        aside.extend(blamed);
        if last || aside.len() == before {
            return None;
        }
    }
}

/// Whether Tera says that something stands outside the blocks of a child template.
pub fn is_unreachable(message: &str) -> bool {
    message.starts_with("This content would be ignored")
}

/// What stands outside the blocks of a child template is never shown. Older releases of Tera 2 said nothing, newer ones
/// refuse it; here it is told, taken out of what Tera sees (blanks keep all places), and the site builds.
fn blank_unreachable(
    set: &TemplateSet,
    error: &tera::Error,
    blanked: &mut FxHashMap<String, String>,
    sink: &Sink,
) -> bool {
    let ErrorKind::SyntaxError(report) = error.kind() else { return false };
    if !is_unreachable(report.message()) {
        return false;
    }
    let Some(file) = set.files.iter().find(|file| file.name == report.filename()) else { return false };
    let text = blanked.entry(file.name.clone()).or_insert_with(|| file.source.text.to_string());
    let range = report.span().range.clone();
    let Some(ignored) = text.get(range.clone()).filter(|ignored| !ignored.trim().is_empty()) else { return false };
    let start = range.start + (ignored.len() - ignored.trim_start().len());
    let end = start + ignored.trim().len();
    let blanks: String = ignored.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &blanks);
    sink.push(Diagnostic::new(&UNREACHABLE).arg("name", &file.name).at(&file.source, start..end));
    true
}
