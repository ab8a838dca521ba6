//! Where links lead (checklist MD-3, MD-8) and what is wrong with them.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode_str;
use pulldown_cmark_escape::{escape_href, escape_html};

use super::code::{EMPTY_TARGET, MEANT, MISSING_TARGET};
use super::setup::Setup;
use crate::config::{Dialect, Markdown};
use crate::content::{InternalLink, LinkTarget};
use crate::diagnostic::{Diagnostic, suggest};
use crate::graph::{NodeId, SiteGraph};

/// The links of a document, for later checks.
#[derive(Default)]
pub struct Links {
    /// To content files and to the document's own anchors.
    pub internal: Vec<InternalLink>,
    /// To other sites.
    pub external: Vec<(String, Option<Range<usize>>)>,
}

impl Links {
    /// The address a link leads to, as it stands in HTML before escaping.
    pub fn resolve<'d>(&mut self, setup: &'d Setup, target: &'d str, span: Range<usize>) -> Cow<'d, str> {
        if target.is_empty() {
            setup.sink.push(setup.located(Diagnostic::new(&EMPTY_TARGET), span, "]()"));
            return Cow::Borrowed(target);
        }
        if let Some(inner) = target.strip_prefix("@/") {
            return self.content_file(setup, target, inner, span);
        }
        if let Some(anchor) = target.strip_prefix('#') {
            return match setup.node {
                Some(node) if !anchor.is_empty() => {
                    let path = setup.graph.document(node).place.relative.as_str().to_owned();
                    self.record(setup, path, Some(anchor), span);
                    Cow::Owned(format!("{}{target}", setup.graph.permalink(node)))
                }
                _ => Cow::Borrowed(target),
            };
        }
        if is_web(target) {
            self.external.push((target.to_owned(), setup.place(span)));
            return Cow::Borrowed(target);
        }
        relative(setup, target)
    }

    /// The address of a picture: that of a link to a file with `@/`, else from the document's own.
    pub fn picture<'d>(&mut self, setup: &'d Setup, target: &'d str, span: Range<usize>) -> Cow<'d, str> {
        match target.strip_prefix("@/") {
            Some(inner) if setup.config.dialect == Dialect::V2 => self.content_file(setup, target, inner, span),
            _ => relative(setup, target),
        }
    }

    /// The address of the content file at `inner`.
    fn content_file<'d>(&mut self, setup: &'d Setup, target: &'d str, inner: &str, span: Range<usize>) -> Cow<'d, str> {
        // A second mark and what follows is dropped, as the reference does.
        let mut parts = inner.split('#');
        let (path, anchor) = (parts.next().unwrap_or_default(), parts.next());
        let path = percent_decode_str(path).decode_utf8_lossy();
        match setup.graph.find(&path) {
            Some(node) => {
                self.record(setup, path.into_owned(), anchor, span);
                let permalink = setup.graph.permalink(node);
                match anchor {
                    Some(anchor) => Cow::Owned(format!("{permalink}#{anchor}")),
                    None => Cow::Borrowed(permalink),
                }
            }
            // It is there, with a mistake of its own.
            None if setup.graph.is_broken(&path) => Cow::Borrowed(target),
            None => {
                if let Some(address) = setup.graph.copied(&path, setup.language, setup.config) {
                    // Nobody looks into it for the anchor.
                    self.record(setup, path.into_owned(), None, span);
                    return Cow::Owned(anchor.map_or(address.clone(), |anchor| format!("{address}#{anchor}")));
                }
                let missing =
                    Diagnostic::new(&MISSING_TARGET).arg("link", percent_decode_str(target).decode_utf8_lossy());
                let missing = match nearest(setup.graph, &path) {
                    Some(near) => missing.arg("near", format!("@/{near}")).hint(MEANT),
                    None => missing,
                };
                let level = setup.config.link_checker.internal_level;
                setup.sink.push(setup.located(missing.severity(level), span, target));
                Cow::Borrowed(target)
            }
        }
    }

    fn record(&mut self, setup: &Setup, path: String, anchor: Option<&str>, span: Range<usize>) {
        if setup.source.is_some() {
            let anchor = anchor.filter(|anchor| !anchor.is_empty()).map(str::to_owned);
            self.internal.push(InternalLink { target: LinkTarget { path, anchor }, span: setup.place(span) });
        }
    }
}

/// `target` from the document's own address, where it is a relative one; `../x` and `/x` stay.
fn relative<'d>(setup: &Setup, target: &'d str) -> Cow<'d, str> {
    if target.is_empty() || target.starts_with(['/', '#']) || target.starts_with("..") || has_scheme(target) {
        return Cow::Borrowed(target);
    }
    match setup.permalink() {
        Some(permalink) => Cow::Owned(format!("{permalink}{target}")),
        None => Cow::Borrowed(target),
    }
}

/// Whether a link leaves the site for the web; upper case is not looked for, as Zola does not.
fn is_web(target: &str) -> bool {
    target.starts_with("http:") || target.starts_with("https:")
}

/// Whether the address starts with a scheme (RFC 3986, 3.1).
fn has_scheme(target: &str) -> bool {
    match target.find([':', '/', '?', '#']) {
        Some(at) if target.as_bytes()[at] == b':' => {
            let scheme = &target.as_bytes()[..at];
            scheme.first().is_some_and(u8::is_ascii_alphabetic)
                && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        }
        _ => false,
    }
}

/// Writes the opening tag of a link: `target` as its author wrote it, `address` as it was resolved.
pub fn write(out: &mut String, settings: &Markdown, target: &str, address: &str, title: &str) {
    out.push_str("<a");
    if is_web(target) {
        let attribute = |out: &mut String, name: &str, value: &str| {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            let _ = escape_html(&mut *out, value);
            out.push('"');
        };
        if let Some(class) = &settings.external_links_class {
            attribute(out, "class", class);
        }
        let relations = [
            (settings.external_links_target_blank, "noopener"),
            (settings.external_links_no_follow, "nofollow"),
            (settings.external_links_no_referrer, "noreferrer"),
            (settings.external_links_external, "external"),
        ];
        let mut open = false;
        for (_, relation) in relations.iter().filter(|(wanted, _)| *wanted) {
            out.push_str(if open { " " } else { " rel=\"" });
            out.push_str(relation);
            open = true;
        }
        if open {
            out.push('"');
        }
        if settings.external_links_target_blank {
            out.push_str(" target=\"_blank\"");
        }
    }
    let write_title = |out: &mut String| {
        if !title.is_empty() {
            out.push_str(" title=\"");
            let _ = escape_html(&mut *out, title);
            out.push('"');
        }
    };
    // The order of attributes is Zola's: the title comes first where others do.
    if is_web(target) {
        write_title(out);
    }
    out.push_str(" href=\"");
    let _ = escape_href(&mut *out, address);
    out.push('"');
    if !is_web(target) {
        write_title(out);
    }
    out.push('>');
}

/// The content file most likely meant by `path`: one of that name elsewhere, or one nearly so called in that folder.
fn nearest<'g>(graph: &'g SiteGraph, path: &str) -> Option<&'g str> {
    let pages = (0..graph.pages.len()).map(|at| NodeId::Page(crate::graph::PageId(at as u32)));
    let sections = (0..graph.sections.len()).map(|at| NodeId::Section(crate::graph::SectionId(at as u32)));
    let all: Vec<&str> = pages.chain(sections).map(|node| graph.document(node).place.relative.as_str()).collect();
    let split = |path: &'g str| path.rsplit_once('/').unwrap_or(("", path));
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    // Comparing letter by letter is for few names: a big site with many broken links must not stand still.
    let same_folder: Vec<&str> = all.iter().copied().filter(|known| split(known).0 == folder).take(500).collect();
    if let Some(found) = suggest(path, same_folder) {
        return Some(found);
    }
    let same_name: Vec<&str> = all.iter().copied().filter(|known| split(known).1 == name).collect();
    match same_name.as_slice() {
        [] => suggest(path, all.into_iter().take(500)),
        [only] => Some(only),
        many => suggest(path, many.iter().copied()).or_else(|| many.first().copied()),
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Locale, Severity};
    use crate::markdown::testing::{Bench, html};

    #[test]
    fn relative_links_start_at_the_page() {
        for (target, address) in [
            ("data.csv", "https://x.test/a/data.csv"),
            ("./x", "https://x.test/a/./x"),
            ("?q=2", "https://x.test/a/?q=2"),
            ("#f", "https://x.test/a/#f"),
            ("#", "#"),
            ("../x", "../x"),
            ("/x", "/x"),
            ("//host/x", "//host/x"),
            ("mailto:a@b", "mailto:a@b"),
            ("ftp://x", "ftp://x"),
            ("HTTP://UP.test", "HTTP://UP.test"),
            ("x/y:z", "https://x.test/a/x/y:z"),
            ("@/b.md", "https://x.test/b/"),
            ("@/b.md#第", "https://x.test/b/#%E7%AC%AC"),
            ("@/%E9%83%A8/%E4%B8%80.md", "https://x.test/yi/"),
        ] {
            assert_eq!(html(&format!("[x]({target})")), format!("<p><a href=\"{address}\">x</a></p>\n"));
        }
        assert_eq!(html("<me@b.test>"), "<p><a href=\"mailto:me@b.test\">me@b.test</a></p>\n");
    }

    #[test]
    fn links_to_other_sites_carry_what_the_settings_say() {
        assert_eq!(
            html("[x](https://y.test \"t\") <http://z.test>"),
            "<p><a rel=\"external\" title=\"t\" href=\"https://y.test\">x</a> <a rel=\"external\" href=\"http://z.test\">http://z.test</a></p>\n"
        );
        let mut bench = Bench::default();
        let settings = &mut bench.config.markdown;
        settings.external_links_class = Some("out".to_owned());
        settings.external_links_target_blank = true;
        settings.external_links_no_follow = true;
        settings.external_links_no_referrer = true;
        assert_eq!(
            bench.render("[x](https://y.test) [z](/z)").html,
            "<p><a class=\"out\" rel=\"noopener nofollow noreferrer external\" target=\"_blank\" href=\"https://y.test\">x</a> \
             <a href=\"/z\">z</a></p>\n"
        );
    }

    #[test]
    fn links_are_recorded_with_their_places() {
        let made = Bench::default().render("见[甲](@/b.md#c) [乙](#d) [丙](https://y.test/)");
        let told: Vec<_> = made
            .internal
            .iter()
            .map(|link| (link.target.path.as_str(), link.target.anchor.as_deref(), made.text_at(link.span.clone())))
            .collect();
        assert_eq!(told, [("b.md", Some("c"), "[甲](@/b.md#c)"), ("a.md", Some("d"), "[乙](#d)")]);
        assert_eq!(made.external[0].0, "https://y.test/");
        assert_eq!(made.text_at(made.external[0].1.clone()), "[丙](https://y.test/)");
    }

    #[test]
    fn a_missing_file_is_told_with_the_nearest_one() {
        let made = Bench::default().render("见[甲](@/部/二.md)和[乙](@/c/%E4%B8%80.md#x)。");
        assert_eq!(made.marks(), ["[甲](@/部/二.md)", "[乙](@/c/%E4%B8%80.md#x)"]);
        insta::assert_snapshot!(made.report(Locale::Zh), @r##"
        错误[markdown-link-missing]: content/a.md 里的链接 @/部/二.md 指向一个不存在的内容文件
         --> content/a.md:3:2
          |
        3 | 见[甲](@/部/二.md)和[乙](@/c/%E4%B8%80.md#x)。
          |   ^^^^^^^^^^^^^^^^
          |
          = 怎么办: 是不是想写 @/部/一.md？
          = 怎么办: @/ 后面要写 content 文件夹里的路径，带上 .md；草稿不算在内

        错误[markdown-link-missing]: content/a.md 里的链接 @/c/一.md#x 指向一个不存在的内容文件
         --> content/a.md:3:16
          |
        3 | 见[甲](@/部/二.md)和[乙](@/c/%E4%B8%80.md#x)。
          |                     ^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = 怎么办: 是不是想写 @/部/一.md？
          = 怎么办: @/ 后面要写 content 文件夹里的路径，带上 .md；草稿不算在内
        "##);
        insta::assert_snapshot!(made.report(Locale::En), @r##"
        error[markdown-link-missing]: content/a.md links to `@/部/二.md`, but there is no such content file
         --> content/a.md:3:2
          |
        3 | 见[甲](@/部/二.md)和[乙](@/c/%E4%B8%80.md#x)。
          |   ^^^^^^^^^^^^^^^^
          |
          = help: did you mean `@/部/一.md`?
          = help: after `@/` comes the path below `content`, with `.md`; drafts that are left out do not count

        error[markdown-link-missing]: content/a.md links to `@/c/一.md#x`, but there is no such content file
         --> content/a.md:3:16
          |
        3 | 见[甲](@/部/二.md)和[乙](@/c/%E4%B8%80.md#x)。
          |                     ^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: did you mean `@/部/一.md`?
          = help: after `@/` comes the path below `content`, with `.md`; drafts that are left out do not count
        "##);
        assert!(made.html.contains("href=\"@/%E9%83%A8/%E4%BA%8C.md\""), "{}", made.html);
    }

    #[test]
    fn a_missing_file_can_be_a_warning() {
        let mut bench = Bench::default();
        bench.config.link_checker.internal_level = Severity::Warning;
        assert_eq!(bench.render("[x](@/no.md)").diagnostics[0].severity, Severity::Warning);
    }

    #[test]
    fn a_link_needs_a_target() {
        let made = Bench::default().render("看[这里]()。");
        assert_eq!(made.marks(), ["[这里]()"]);
        insta::assert_snapshot!(made.report(Locale::Zh), @r##"
        错误[markdown-link-empty]: content/a.md 里有一个没写地址的链接
         --> content/a.md:3:2
          |
        3 | 看[这里]()。
          |   ^^^^^^^^
          |
          = 怎么办: 请在圆括号里写上地址；不需要链接就去掉方括号和圆括号
        "##);
    }

    #[test]
    fn places_in_templated_bodies_are_looked_for() {
        let bench = Bench { verbatim: false, ..Bench::default() };
        let made = bench.render("[x](@/no.md)");
        assert_eq!(made.marks(), ["@/no.md"]);
        assert!(made.internal.is_empty());
    }
}
