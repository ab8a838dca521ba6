//! One document's body to a `Body`; Markdown of templates to HTML.

use std::sync::Arc;

use globset::{Glob, GlobSet, GlobSetBuilder};
use tera::Value;

use super::code::COMPONENT_CALL;
use super::highlight::Highlighter;
use super::setup::{NoSnippets, Places, Setup, Snippets};
use super::shortcode::{self, Inserts, Shortcodes};
use super::write::render;
use super::{count, expand};
use crate::config::{AnchorPlace, Config, Dialect};
use crate::content::{Body, LanguageId};
use crate::diagnostic::{Diagnostic, Severity, Sink, SourceText};
use crate::fingerprint::Fingerprint;
use crate::graph::{NodeId, SiteGraph};
use crate::template::{Engine, Scope, Variables, with_scope};

/// What Markdown outside a document (the `markdown` filter) is near to: its links are resolved from there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Near {
    /// The document being rendered, if any.
    pub node: Option<NodeId>,
    /// The language.
    pub language: LanguageId,
}

/// All that compiling needs, shared between threads and with the `markdown` filter.
#[derive(Clone)]
pub struct Compiler {
    /// The settings.
    pub config: Arc<Config>,
    /// The documents links point at.
    pub graph: Arc<SiteGraph>,
    /// Colours of code.
    pub highlighter: Arc<Highlighter>,
    /// The content files whose bodies are no templates (checklist CFG-11).
    untouched: GlobSet,
    /// What bodies may call in V1.
    shortcodes: Arc<Shortcodes>,
    /// Whether words are counted.
    counts: bool,
}

impl Compiler {
    /// A compiler. Globs of the settings that are none were told when the settings were read, and count for nothing.
    pub fn new(config: Arc<Config>, graph: Arc<SiteGraph>, highlighter: Arc<Highlighter>) -> Compiler {
        let mut globs = GlobSetBuilder::new();
        for glob in config.skip_content_templating.iter().filter_map(|glob| Glob::new(glob).ok()) {
            globs.add(glob);
        }
        let untouched = globs.build().unwrap_or_default();
        Compiler { config, graph, highlighter, untouched, shortcodes: Arc::default(), counts: true }
    }

    /// The compiler with what bodies may call in V1.
    pub fn with_shortcodes(self, shortcodes: Shortcodes) -> Compiler {
        Compiler { shortcodes: Arc::new(shortcodes), ..self }
    }

    /// The compiler that counts words or does not: where nobody looks, to count would be for nothing.
    pub fn with_counts(self, counts: bool) -> Compiler {
        Compiler { counts, ..self }
    }

    /// Whether words are counted.
    pub fn is_counting(&self) -> bool {
        self.counts
    }

    /// Compiles the body of `node`. `variables` are made only if something in it is a template: the body itself in V2
    /// (checklist CT-1, CT-2), shortcodes it calls in V1 (SC-4). Problems are told; the best HTML there is comes back.
    pub fn compile(&self, node: NodeId, engine: &Engine, variables: impl FnOnce() -> Variables, sink: &Sink) -> Body {
        let document = self.graph.document(node);
        let seed = Fingerprint::of(document.place.file.as_str().as_bytes()).bits() as u64;
        let scope = Scope { language: document.place.language, node: Some(node), seed, ..Scope::default() };
        if self.config.dialect == Dialect::V1 {
            return with_scope(scope, || self.body_with_shortcodes(node, engine, variables, sink));
        }
        let expand = |variables: Variables| {
            expand::expand(&document.now(), document.body.clone(), &self.config.markdown, |source, span| {
                engine.render_body(source, span, &variables)
            })
        };
        with_scope(scope, || self.body(node, engine, || expand(variables()), sink))
    }

    /// As `compile` in V2, with the engine's two uses apart.
    pub(super) fn body(
        &self,
        node: NodeId,
        snippets: &dyn Snippets,
        expand: impl FnOnce() -> Result<String, Diagnostic>,
        sink: &Sink,
    ) -> Body {
        let document = self.graph.document(node);
        let source = document.now();
        let text = &source.text[document.body.clone()];
        let is_template = expand::is_template(text) && !self.untouched.is_match(document.place.relative.as_str());
        let none = Inserts::default();
        match is_template.then(expand) {
            None => self.rendered(node, snippets, &source, (text, Places::Verbatim, &none), sink),
            Some(Ok(expanded)) => self.rendered(node, snippets, &source, (&expanded, Places::Unknown, &none), sink),
            Some(Err(error)) => {
                sink.push(error);
                // What a failed template leaves is rendered for its headings alone: links to them are not what is wrong.
                let mut body = self.rendered(node, snippets, &source, (text, Places::Unknown, &none), &Sink::new());
                (body.internal_links, body.external_links) = (Vec::new(), Vec::new());
                body
            }
        }
    }

    /// As `compile` in V1.
    fn body_with_shortcodes(
        &self,
        node: NodeId,
        engine: &Engine,
        variables: impl FnOnce() -> Variables,
        sink: &Sink,
    ) -> Body {
        let document = self.graph.document(node);
        let source = &document.now();
        let text = &source.text[document.body.clone()];
        if !expand::is_template(text) {
            return self.rendered(node, engine, source, (text, Places::Verbatim, &Inserts::default()), sink);
        }
        if let Some(span) = shortcode::component_call(&source.text, document.body.clone()) {
            let diagnostic = Diagnostic::new(&COMPONENT_CALL).arg("file", &source.path);
            let diagnostic = diagnostic.arg("tag", &source.text[span.clone()]);
            sink.push(diagnostic.at(source, span));
        }
        let common = variables();
        let render = |template: &str, arguments: &[(String, Value)]| {
            let mut out = Vec::new();
            engine.render_call(template, arguments, &common, &mut out)?;
            Ok(shortcode::text_of(out))
        };
        let made =
            shortcode::expand(&source.text, document.body.clone(), Some(source), &self.shortcodes, &render, sink);
        self.rendered(node, engine, source, (&made.text, Places::Stretches(made.places), &made.inserts), sink)
    }

    /// The body that `text` gives, with its file, where its places are in that, and the HTML that is put in.
    fn rendered(
        &self,
        node: NodeId,
        snippets: &dyn Snippets,
        source: &SourceText,
        (text, places, inserts): (&str, Places, &Inserts),
        sink: &Sink,
    ) -> Body {
        let document = self.graph.document(node);
        let setup = Setup {
            config: &self.config,
            graph: &self.graph,
            highlighter: &self.highlighter,
            node: Some(node),
            language: document.place.language,
            anchors: self.anchors(node),
            snippets,
            source: Some(source),
            body: document.body.clone(),
            places,
            inserts,
            sink,
        };
        let language = setup.language_code();
        let made = render(text, &setup);
        let counts = count::Rules { language, dialect: self.config.dialect };
        let word_count = if self.counts { counts.words(&source.text[document.body.clone()]) } else { 0 };
        Body {
            html: Value::safe_string(&made.html),
            summary: made.summary.filter(|_| matches!(node, NodeId::Page(_))),
            toc: made.toc,
            anchors: made.anchors,
            internal_links: made.links.internal,
            external_links: made.links.external,
            word_count,
            reading_time: counts.reading_time(word_count),
        }
    }

    /// The words of the body of `node` and the minutes to read them, which its own template sees before it is compiled
    /// (checklist CNT-2, SC-4); none where nobody looks.
    pub fn counted(&self, node: NodeId) -> Option<(usize, usize)> {
        let document = self.graph.document(node);
        let language = self.config.languages.get(usize::from(document.place.language.0))?;
        let counts = count::Rules { language: &language.code, dialect: self.config.dialect };
        let words = self.counts.then(|| counts.words(&document.now().text[document.body.clone()]))?;
        Some((words, counts.reading_time(words)))
    }

    /// Whether the body of `node` is a template.
    pub fn is_template(&self, node: NodeId) -> bool {
        let document = self.graph.document(node);
        expand::is_template(&document.source.text.now()[document.body.clone()])
            && !self.untouched.is_match(document.place.relative.as_str())
    }

    /// What a body takes from around it, as a fingerprint: its address, its language, where in its file it starts (for the places
    /// of links), where headings carry anchor links, whether its words are counted.
    pub fn surroundings(&self, node: NodeId) -> Fingerprint {
        let document = self.graph.document(node);
        let (language, start) = (document.place.language.0.to_le_bytes(), document.body.start.to_le_bytes());
        let rest = [self.anchors(node) as u8, u8::from(self.counts)];
        Fingerprint::of_all([self.graph.permalink(node).as_bytes(), &language, &start, &rest])
    }

    /// Where headings carry anchor links: as the section says for itself and its direct pages, else as the settings say
    /// (checklist MD-6).
    fn anchors(&self, node: NodeId) -> AnchorPlace {
        let section = match node {
            NodeId::Page(id) => self.graph.page(id).section,
            NodeId::Section(id) => Some(id),
        };
        let own = section.and_then(|id| self.graph.section(id).front().insert_anchor_links);
        own.unwrap_or(self.config.markdown.insert_anchor_links)
    }

    /// Renders Markdown of a template (checklist MD-11); `inline` takes off the paragraph around it. With `shortcodes`
    /// the calls in it are made by that, as V1 does. `linked` is told the content files it links to.
    ///
    /// # Errors
    /// What is wrong with a link or a call in it.
    pub fn fragment(
        &self,
        text: &str,
        near: Near,
        inline: bool,
        shortcodes: Option<&shortcode::Render<'_>>,
        linked: impl Fn(&str),
    ) -> Result<String, Diagnostic> {
        let sink = Sink::new();
        let calls = shortcodes.filter(|_| expand::is_template(text));
        let made = calls.map(|render| shortcode::expand(text, 0..text.len(), None, &self.shortcodes, render, &sink));
        let none = Inserts::default();
        let (text, inserts) = made.as_ref().map_or((text, &none), |made| (made.text.as_str(), &made.inserts));
        let setup = Setup {
            config: &self.config,
            graph: &self.graph,
            highlighter: &self.highlighter,
            node: near.node,
            language: near.language,
            anchors: AnchorPlace::None,
            snippets: &NoSnippets,
            source: None,
            body: 0..0,
            places: Places::Unknown,
            inserts,
            sink: &sink,
        };
        let made = render(text, &setup);
        made.links.internal.iter().for_each(|link| linked(&link.target.path));
        let html = made.html;
        if let Some(error) = sink.finish().into_iter().find(|found| found.severity == Severity::Error) {
            return Err(error);
        }
        Ok(if inline { without_paragraph(html, self.config.dialect) } else { html })
    }
}

/// `html` without the tag of a paragraph it begins with and that of one it ends with: each by itself, as the pages of
/// sites show where a list follows. In V1 the one at the end goes only with the line break that Markdown puts behind it:
/// a paragraph that was HTML already, such as a summary, keeps its tag.
fn without_paragraph(html: String, dialect: Dialect) -> String {
    let inner = html.strip_prefix("<p>").unwrap_or(&html);
    let without = match dialect {
        Dialect::V1 => inner.strip_suffix("</p>\n"),
        Dialect::V2 => inner.trim_end().strip_suffix("</p>"),
    };
    without.unwrap_or(inner).to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::{Compiler, Highlighter, Near};
    use crate::config::{AnchorPlace, DataAttrPosition, HighlightStyle, Highlighting};
    use crate::content::Body;
    use crate::diagnostic::{Diagnostic, Locale, Sink};
    use crate::graph::{NodeId, PageId, SectionId};
    use crate::markdown::code::EMPTY_TARGET;
    use crate::markdown::testing::{Bench, TestSnippets, config, graph, section, site};

    const NODE: NodeId = NodeId::Page(PageId(0));

    fn compiler(config: crate::config::Config, text: &str) -> Compiler {
        let graph = graph(&[("a.md", "https://x.test/a/", text), ("b/c.md", "https://x.test/c/", "")]);
        Compiler::new(Arc::new(config), Arc::new(graph), Arc::new(Highlighter::default()))
    }

    fn body(compiler: &Compiler, expanded: Result<String, Diagnostic>) -> (Body, Vec<Diagnostic>) {
        let sink = Sink::new();
        let body = compiler.body(NODE, &TestSnippets, || expanded, &sink);
        (body, sink.finish())
    }

    fn html(body: &Body) -> &str {
        body.html.as_str().unwrap()
    }

    #[test]
    fn a_body_knows_all_about_itself() {
        let text = "# 标题\n\n看[甲](@/b/c.md)。\n\n<!-- more -->\n\n[y](https://y.test/)\n";
        let (body, told) = body(&compiler(config(), text), Ok("never".to_owned()));
        assert_eq!(told, []);
        assert!(body.html.is_safe());
        assert_eq!(body.summary.as_deref().map(|summary| summary.ends_with("</a>。</p>")), Some(true));
        assert_eq!((body.toc.len(), body.anchors.len(), body.external_links.len()), (1, 2, 1));
        assert_eq!((body.word_count, body.reading_time), (23, 1));
        let link = &body.internal_links[0];
        assert_eq!(link.target.path, "b/c.md");
        assert_eq!(link.span, Some(text.find('[').unwrap() + 8..text.find('。').unwrap() + 8));
    }

    #[test]
    fn bodies_with_tags_are_templates() {
        let (body_of, told) = body(&compiler(config(), "{{ x }} [a](#b)"), Ok("**y** [a](@/b/c.md)".to_owned()));
        assert_eq!(html(&body_of), "<p><strong>y</strong> <a href=\"https://x.test/c/\">a</a></p>\n");
        assert_eq!((body_of.internal_links[0].span.clone(), told), (None, vec![]));
        let (body_of, _) = body(&compiler(config(), "{# x #} y"), Ok("never".to_owned()));
        assert_eq!(html(&body_of), "<p>{# x #} y</p>\n");
    }

    #[test]
    fn globs_keep_bodies_from_templating() {
        for (glob, templated) in [("a.md", false), ("*.md", false), ("b/**", true), ("[", true)] {
            let mut config = config();
            config.skip_content_templating = vec![glob.to_owned()];
            let (body_of, _) = body(&compiler(config, "{{ x }}"), Ok("expanded".to_owned()));
            assert_eq!(html(&body_of).contains("expanded"), templated, "{glob}");
        }
    }

    #[test]
    fn a_failed_template_is_told_and_its_headings_are_kept() {
        let (body_of, told) =
            body(&compiler(config(), "# A\n\n{{ x }} [x](@/{{y}}.md) [z](#z)"), Err(Diagnostic::new(&EMPTY_TARGET)));
        assert_eq!((told.len(), body_of.internal_links.len(), body_of.anchors), (1, 0, vec!["a".to_owned()]));
    }

    #[test]
    fn anchors_of_templated_pages_are_found() {
        let (_, site) = site(&[("a.md", "# {{ x }}\n\n[x](#expanded)\n")]);
        assert_eq!(site.page_body(PageId(0)).anchors, ["expanded"]);
    }

    #[test]
    fn a_section_says_where_anchor_links_stand() {
        use AnchorPlace::{Heading, Left, None as Nowhere, Right};
        for (own, settings, found) in
            [(None, Left, Left), (Some(Right), Left, Right), (Some(Nowhere), Left, Nowhere), (None, Heading, Heading)]
        {
            let mut graph = graph(&[("a.md", "https://x.test/a/", "# A"), ("orphan.md", "https://x.test/o/", "# O")]);
            graph.sections.push(Arc::new(section(own)));
            let page = crate::graph::Page { section: Some(SectionId(0)), ..(*graph.pages[0]).clone() };
            graph.pages.set(0, Arc::new(page));
            let mut config = config();
            config.markdown.insert_anchor_links = settings;
            let compiler = Compiler::new(Arc::new(config), Arc::new(graph), Arc::new(Highlighter::default()));
            let places =
                [NODE, NodeId::Page(PageId(1)), NodeId::Section(SectionId(0))].map(|node| compiler.anchors(node));
            assert_eq!(places, [found, settings, found]);
            let sink = Sink::new();
            let body = compiler.body(NodeId::Section(SectionId(0)), &TestSnippets, || Ok(String::new()), &sink);
            assert_eq!((body.summary.as_deref(), html(&body).contains('¶')), (None, matches!(found, Left | Right)));
        }
    }

    #[test]
    fn fragments_are_near_a_page() {
        let compiler = compiler(config(), "");
        let near = Near { node: Some(NODE), ..Near::default() };
        assert_eq!(
            compiler.fragment("[x](y) [z](@/b/c.md#q)", near, false, None, |_| {}).unwrap(),
            "<p><a href=\"https://x.test/a/y\">x</a> <a href=\"https://x.test/c/#q\">z</a></p>\n"
        );
        assert_eq!(
            compiler.fragment("[x](y)", Near::default(), false, None, |_| {}).unwrap(),
            "<p><a href=\"y\">x</a></p>\n"
        );
        assert_eq!(compiler.fragment("*x*", near, true, None, |_| {}).unwrap(), "<em>x</em>");
        assert_eq!(compiler.fragment("a\n\nb", near, true, None, |_| {}).unwrap(), "a</p>\n<p>b");
        assert_eq!(compiler.fragment("{{ x }}", near, true, None, |_| {}).unwrap(), "{{ x }}");
        let error = compiler.fragment("[x](@/no.md)", near, false, None, |_| {}).unwrap_err();
        assert!(error.message(Locale::En).contains("@/no.md"));
    }

    fn highlighting() -> Highlighting {
        Highlighting {
            theme: "nord".to_owned(),
            dark_theme: None,
            style: HighlightStyle::Class,
            error_on_missing_language: false,
            data_attr_position: DataAttrPosition::Both,
            extra_grammars: Vec::new(),
            extra_themes: Vec::new(),
            old: None,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn no_text_makes_it_panic(
            pieces in proptest::collection::vec(
                prop_oneof![
                    "[-*_~`#>|\\[\\]()!:{}<=\n \\\\]{1,4}",
                    "[a-z。，（）“”《》中文字…—]{1,4}",
                    Just("[^a]".to_owned()), Just("\n\n[^a]: ".to_owned()), Just("<!-- more -->".to_owned()),
                    Just("[x](@/b.md#y)".to_owned()), Just("![x](y)".to_owned()), Just(" {#id .c}\n".to_owned()),
                    Just("\n```rust,linenos\n".to_owned()), Just("<a id=\"x".to_owned()), Just("\n|a|b|\n|-|-|\n".to_owned()),
                    Just("\n\n    ".to_owned()), Just("\r\n".to_owned()), Just(":smile:".to_owned()), Just("\u{FDD0}".to_owned()),
                    Just("\n> [!NOTE]\n> ".to_owned()), Just("\n: ".to_owned()), any::<String>(),
                ],
                0..24,
            ),
            options in any::<[bool; 6]>(),
        ) {
            let mut bench = Bench::default();
            let settings = &mut bench.config.markdown;
            settings.cjk = options[0];
            settings.bottom_footnotes = options[1];
            settings.render_emoji = options[2];
            settings.smart_punctuation = options[3];
            settings.definition_list = options[4];
            settings.github_alerts = options[4];
            // Unpacking the grammars for every case would take its time.
            settings.highlighting = (options[5] && pieces.len() == 7).then(highlighting);
            let text = pieces.concat();
            let made = bench.render(&text);
            for link in &made.internal {
                made.text_at(link.span.clone());
            }
            for diagnostic in &made.diagnostics {
                for (source, span) in diagnostic.labels.iter().filter_map(|label| label.mark.as_ref()) {
                    prop_assert!(source.text.get(span.clone()).is_some());
                }
            }
        }

        #[test]
        fn chinese_rules_change_no_other_text(text in "[-*_~`#>a-z .,()\n\\[\\]]{0,60}") {
            let mut bench = Bench::default();
            let plain = bench.render(&text).html;
            bench.config.markdown.cjk = true;
            prop_assert_eq!(bench.render(&text).html, plain);
        }
    }
}
