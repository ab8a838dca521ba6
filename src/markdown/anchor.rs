//! Links into documents: whether the place they name is there (checklist LNK-1). Runs when all bodies are compiled.

use percent_encoding::percent_decode_str;

use super::code::{MEANT, MISSING_ANCHOR};
use super::setup::only_place;
use crate::config::Config;
use crate::content::{Body, InternalLink};
use crate::diagnostic::{Diagnostic, Sink, suggest};
use crate::graph::{NodeId, PageId, SectionId, Site, SiteGraph};

/// Tells every link whose `#anchor` its target does not have; how grave that is the settings say.
pub fn check_anchors(site: &Site, config: &Config, sink: &Sink) {
    let pages = site.bodies.pages.iter().enumerate().map(|(at, body)| (NodeId::Page(PageId(at as u32)), body));
    let sections =
        site.bodies.sections.iter().enumerate().map(|(at, body)| (NodeId::Section(SectionId(at as u32)), body));
    let body_of = |node| match node {
        NodeId::Page(id) => &**site.page_body(id),
        NodeId::Section(id) => &**site.section_body(id),
    };
    for (node, body) in pages.chain(sections) {
        for link in &body.internal_links {
            if let Some(missing) = missing(&site.graph, node, link, body_of) {
                sink.push(missing.severity(config.link_checker.internal_level));
            }
        }
    }
}

/// What is wrong with a link of the document `from`.
fn missing<'b>(
    graph: &SiteGraph,
    from: NodeId,
    link: &InternalLink,
    body_of: impl Fn(NodeId) -> &'b Body,
) -> Option<Diagnostic> {
    let anchor = link.target.anchor.as_deref().filter(|anchor| !anchor.is_empty() && *anchor != "top")?;
    let to = graph.find(&link.target.path)?;
    let known = &body_of(to).anchors;
    let decoded = percent_decode_str(anchor).decode_utf8_lossy();
    if known.iter().any(|known| known == anchor || *known == decoded) {
        return None;
    }
    let source = &graph.document(from).source;
    let written = if to == from { format!("#{anchor}") } else { format!("@/{}#{anchor}", link.target.path) };
    let diagnostic = Diagnostic::new(&MISSING_ANCHOR)
        .arg("file", &source.path)
        .arg("target", &graph.document(to).source.path)
        .arg("anchor", &decoded)
        .arg("link", &written);
    let diagnostic = match suggest(&decoded, known.iter().map(String::as_str).filter(|known| !known.is_empty())) {
        Some(near) => diagnostic.arg("near", format!("#{near}")).hint(MEANT),
        None => diagnostic,
    };
    let place = link.span.clone().or_else(|| only_place(source, graph.document(from).body.clone(), &written));
    Some(match place {
        Some(span) => diagnostic.at(source, span),
        None => diagnostic.in_file(&source.path),
    })
}

#[cfg(test)]
mod tests {
    use super::check_anchors;
    use crate::diagnostic::{Locale, Severity, Sink};
    use crate::markdown::testing::{report, site};

    #[test]
    fn places_that_are_not_there_are_told() {
        let (bench, site) = site(&[
            (
                "a.md",
                "# 第一节\n\n[x](@/b.md#di-er-ji) [y](#di-yi-jie) [z](#no) [top](#top) [t](@/b.md#top) [n](@/b.md#)\n",
            ),
            (
                "b.md",
                "# 第二节\n\n<a name=\"旧\"></a> [r](@/b.md#%E6%97%A7) [s](@/a.md#di-yi-jie)\n\n## X {#第}\n\n[q](@/b.md#第)\n",
            ),
        ]);
        let sink = Sink::new();
        check_anchors(&site, &bench.config, &sink);
        let found = sink.finish();
        insta::assert_snapshot!(report(&found, Locale::Zh), @r##"
        错误[markdown-anchor-missing]: content/a.md 里的链接 @/b.md#di-er-ji 指向的位置 #di-er-ji 在 content/b.md 里找不到
         --> content/a.md:5:1
          |
        5 | [x](@/b.md#di-er-ji) [y](#di-yi-jie) [z](#no) [top](#top) [t](@/b.md#top) [n](@/b.md#)
          | ^^^^^^^^^^^^^^^^^^^^
          |
          = 怎么办: 是不是想写 #di-er-jie？
          = 怎么办: # 后面要写那一页某个标题的编号；可以在标题行末尾用 {#编号} 自己定一个

        错误[markdown-anchor-missing]: content/a.md 里的链接 #no 指向的位置 #no 在 content/a.md 里找不到
         --> content/a.md:5:38
          |
        5 | [x](@/b.md#di-er-ji) [y](#di-yi-jie) [z](#no) [top](#top) [t](@/b.md#top) [n](@/b.md#)
          |                                      ^^^^^^^^
          |
          = 怎么办: # 后面要写那一页某个标题的编号；可以在标题行末尾用 {#编号} 自己定一个
        "##);
        insta::assert_snapshot!(report(&found, Locale::En), @r##"
        error[markdown-anchor-missing]: content/a.md links to `@/b.md#di-er-ji`, but content/b.md has no place named `#di-er-ji`
         --> content/a.md:5:1
          |
        5 | [x](@/b.md#di-er-ji) [y](#di-yi-jie) [z](#no) [top](#top) [t](@/b.md#top) [n](@/b.md#)
          | ^^^^^^^^^^^^^^^^^^^^
          |
          = help: did you mean `#di-er-jie`?
          = help: after `#` comes the id of a heading there; a heading gets one of its own by `{#id}` at the end of its line

        error[markdown-anchor-missing]: content/a.md links to `#no`, but content/a.md has no place named `#no`
         --> content/a.md:5:38
          |
        5 | [x](@/b.md#di-er-ji) [y](#di-yi-jie) [z](#no) [top](#top) [t](@/b.md#top) [n](@/b.md#)
          |                                      ^^^^^^^^
          |
          = help: after `#` comes the id of a heading there; a heading gets one of its own by `{#id}` at the end of its line
        "##);
    }

    #[test]
    fn the_settings_say_how_grave_that_is() {
        let (mut bench, site) = site(&[("a.md", "[z](#no)\n")]);
        bench.config.link_checker.internal_level = Severity::Warning;
        let sink = Sink::new();
        check_anchors(&site, &bench.config, &sink);
        assert_eq!(sink.finish()[0].severity, Severity::Warning);
    }
}
