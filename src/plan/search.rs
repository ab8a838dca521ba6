//! The search index of each language, and the script that reads it (checklist SRCH-2, SRCH-3).

use super::code::HOME_NOT_SEARCHED;
use super::draft::{Draft, Owner, Rank};
use super::target::Subject;
use crate::config::IndexFormat;
use crate::content::LanguageId;
use crate::diagnostic::Diagnostic;

/// Plans the indexes: the default language's switch is that of all. The form is the default language's.
pub(super) fn plan(draft: &mut Draft) {
    let (graph, config) = (draft.graph, draft.config);
    if !config.default_language().build_search_index {
        return;
    }
    let format = config.default_language().search.index_format;
    for (index, language) in config.languages.iter().enumerate().filter(|(_, language)| language.build_search_index) {
        let path = format.file_name(&language.code);
        draft.file(&path, Subject::SearchIndex(LanguageId(index as u16)), Rank::Generated, Owner::Site);
        let home = graph.roots.get(index).map(|root| graph.section(*root));
        if let Some(home) = home.filter(|home| !home.front().in_search_index) {
            let (source, matter) = (&home.document.source, &home.document.matter);
            let diagnostic = Diagnostic::new(&HOME_NOT_SEARCHED).arg("file", &source.path);
            draft.sink.push(diagnostic.at(source, matter.locate(&source.text, "in_search_index")));
        }
    }
    if format.has_script() {
        draft.file(IndexFormat::SCRIPT, Subject::SearchScript, Rank::Generated, Owner::Site);
    }
}
