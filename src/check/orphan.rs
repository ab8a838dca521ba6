//! Pages that no section lists (checklist SORT-5, CLI-9).

use super::code::ORPHAN;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink};
use crate::graph::{PageId, SiteGraph};

/// The pages without a section, by file; each is told.
pub fn orphans(graph: &SiteGraph, config: &Config, sink: &Sink) -> Vec<PageId> {
    let mut found = Vec::new();
    for (index, page) in graph.pages.iter().enumerate().filter(|(_, page)| page.section.is_none()) {
        let language = usize::from(page.language().0);
        let section_file = match config.languages.get(language) {
            Some(language_settings) if language > 0 => format!("_index.{}.md", language_settings.code),
            _ => "_index.md".to_owned(),
        };
        let file = &page.document.source.path;
        sink.push(Diagnostic::new(&ORPHAN).arg("file", file).arg("index", section_file).in_file(file));
        found.push(PageId(index as u32));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::orphans;
    use crate::diagnostic::{Locale, Sink};
    use crate::graph::testing::SiteText;

    #[test]
    fn pages_outside_every_section_are_told() {
        let linked = SiteText::new()
            .language("zh")
            .section("a/_index.md", |_| {})
            .page("a/in.md", |_| {})
            .page("b/out.md", |_| {})
            .page("a/in.zh.md", |_| {})
            .link();
        let sink = Sink::new();
        let found = orphans(&linked.graph, &linked.config, &sink);
        let files: Vec<&str> =
            found.iter().map(|page| linked.graph.page(*page).document.source.path.as_str()).collect();
        assert_eq!(files, ["content/a/in.zh.md", "content/b/out.md"]);
        let messages: Vec<String> = sink.finish().iter().map(|one| one.message(Locale::En)).collect();
        assert_eq!(messages[0], "content/a/in.zh.md belongs to no section: its folder has no `_index.zh.md`");
        assert!(messages[1].contains("`_index.md`"));
    }
}
