//! Compiling a template set: every mistake is told, not only the first one Tera meets.

use rustc_hash::FxHashSet;
use tera::{ErrorKind, Tera};

use super::error::{Explain, Files};
use super::set::TemplateSet;
use crate::diagnostic::Sink;

/// Compiles the set over `bare`, which has the functions. Tera stops at the first broken file, so that file is told,
/// set aside and the rest tried again; what is only wrong because of a file set aside is not told.
pub fn compile(set: &TemplateSet, bare: &Tera, files: &Files, sink: &Sink) -> Option<Tera> {
    let explain = Explain { files, body: None };
    let mut aside: FxHashSet<String> = FxHashSet::default();
    loop {
        let mut tera = bare.clone();
        // A fresh engine holds no templates, which is all this call asks for.
        tera.set_fallback_prefixes(set.prefixes()).ok()?;
        let kept = set.files.iter().filter(|file| !aside.contains(&file.name));
        let Err(error) = tera.add_raw_templates(kept.map(|file| (file.name.as_str(), &*file.source.text))) else {
            return aside.is_empty().then_some(tera);
        };
        let blamed = explain.blamed(&error);
        for diagnostic in explain.all(&error, &aside) {
            sink.push(diagnostic);
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
