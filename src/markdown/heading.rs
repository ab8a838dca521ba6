//! Headings: their ids (checklist MD-7) and the table of contents (CNT-4).

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag};
use pulldown_cmark_escape::escape_html;
use rustc_hash::FxHashMap;

use super::cjk;
use super::setup::Setup;
use crate::config::AnchorPlace;
use crate::content::Heading;
use crate::path::{Slugify, slugify};

/// A heading being written.
pub struct Open<'e> {
    /// Where its content starts in the output.
    pub start: usize,
    /// 1 to 6.
    pub level: u8,
    /// The id its author gave it.
    pub id: Option<CowStr<'e>>,
    /// Its classes.
    pub classes: Vec<CowStr<'e>>,
    /// Further attributes.
    pub attributes: Vec<(CowStr<'e>, Option<CowStr<'e>>)>,
    /// Its text so far: words and code, no markup.
    pub text: String,
}

impl Open<'_> {
    /// The level as the parser calls it.
    pub fn depth(&self) -> HeadingLevel {
        HeadingLevel::try_from(usize::from(self.level)).unwrap_or(HeadingLevel::H1)
    }

    /// The opening tag.
    pub fn tag(&self, id: &str, mark: Option<char>) -> String {
        let mut tag = String::with_capacity(id.len() + 12);
        let escaped = |tag: &mut String, text: &str| {
            let _ = escape_html(&mut *tag, &cjk::without(text, mark));
        };
        tag.push_str("<h");
        tag.push(char::from(b'0' + self.level));
        tag.push_str(" id=\"");
        escaped(&mut tag, id);
        tag.push('"');
        for (at, class) in self.classes.iter().enumerate() {
            tag.push_str(if at == 0 { " class=\"" } else { " " });
            escaped(&mut tag, class);
        }
        if !self.classes.is_empty() {
            tag.push('"');
        }
        for (name, value) in &self.attributes {
            tag.push(' ');
            escaped(&mut tag, name);
            tag.push_str("=\"");
            escaped(&mut tag, value.as_deref().unwrap_or_default());
            tag.push('"');
        }
        tag.push('>');
        tag
    }

    /// Its anchor link, where the settings want one.
    pub fn anchor_link(&self, setup: &Setup, id: &str) -> AnchorLink {
        if setup.anchors == AnchorPlace::None {
            return AnchorLink { place: AnchorPlace::None, html: String::new() };
        }
        let html = setup.snippets.anchor_link(id, self.level, setup.language_code());
        let html = html.unwrap_or_else(|error| {
            setup.sink.push(error);
            String::new()
        });
        AnchorLink { place: setup.anchors, html }
    }

    /// Its entry in the table of contents.
    pub fn entry(self, id: String) -> Heading {
        Heading { level: self.level, id, title: self.text, children: Vec::new() }
    }
}

/// The anchor link of a heading, and where it stands.
pub struct AnchorLink {
    place: AnchorPlace,
    html: String,
}

impl AnchorLink {
    /// What stands before the heading's text.
    pub fn before(&self) -> &str {
        match self.place {
            AnchorPlace::Left => &self.html,
            AnchorPlace::Heading => opening_link(&self.html).unwrap_or_default(),
            AnchorPlace::Right | AnchorPlace::None => "",
        }
    }

    /// What stands after it.
    pub fn after(&self) -> &str {
        match self.place {
            AnchorPlace::Right => &self.html,
            AnchorPlace::Heading if opening_link(&self.html).is_some() => "</a>",
            _ => "",
        }
    }
}

/// The ids of a document, each used once; and how often its stem was asked for.
#[derive(Default)]
pub struct Ids {
    taken: FxHashMap<String, usize>,
}

impl Ids {
    /// Keeps the ids authors gave, before any other is made. Those given twice come back, each with its heading's place.
    pub fn reserve(
        &mut self,
        text: &str,
        options: Options,
        mark: Option<char>,
    ) -> Vec<(String, std::ops::Range<usize>)> {
        let mut twice = Vec::new();
        // Reading the text twice is only worth it where a heading may have an attribute.
        if !may_give_ids(text) {
            return twice;
        }
        for (event, span) in Parser::new_ext(text, options).into_offset_iter() {
            if let Event::Start(Tag::Heading { id: Some(id), .. }) = event {
                let id = cjk::without(&id, mark).into_owned();
                if self.taken.insert(id.clone(), 1).is_some() {
                    twice.push((id, span));
                }
            }
        }
        twice
    }

    /// The id of a heading that was given none.
    pub fn unique(&mut self, text: &str, how: Slugify) -> String {
        let stem = match how {
            Slugify::On => slugify(text, Slugify::On),
            Slugify::Safe | Slugify::Off => text.replace(|c: char| c.is_ascii_whitespace(), "_"),
        };
        let Some(first) = self.taken.get(&stem).copied() else {
            self.taken.insert(stem.clone(), 1);
            return stem;
        };
        let mut number = first;
        let id = loop {
            let id = format!("{stem}-{number}");
            number += 1;
            if !self.taken.contains_key(&id) {
                break id;
            }
        };
        self.taken.insert(stem, number);
        self.taken.insert(id.clone(), 1);
        id
    }
}

/// Whether a line of `text` holds `{`, then `#`: without that no heading has an id of its own.
fn may_give_ids(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).any(|open| {
        let rest = &bytes[open + 1..];
        let end = memchr::memchr2(b'}', b'\n', rest).unwrap_or(rest.len());
        memchr::memchr(b'#', &rest[..end]).is_some()
    })
}

/// Puts a heading where it belongs: under the last one that is shallower.
pub fn nest(toc: &mut Vec<Heading>, heading: Heading) {
    match toc.last_mut() {
        Some(last) if last.level < heading.level => nest(&mut last.children, heading),
        _ => toc.push(heading),
    }
}

/// Gives back the room that lists keep to grow into: a table of contents lives as long as its site is built.
pub fn fit(toc: &mut Vec<Heading>) {
    toc.shrink_to_fit();
    toc.iter_mut().for_each(|heading| fit(&mut heading.children));
}

/// The opening tag of the `a` element in `html`, for anchor links around a heading.
pub fn opening_link(html: &str) -> Option<&str> {
    let start = html.find("<a")?;
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'>') => return Some(&html[start..=at]),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Ids, opening_link};
    use crate::config::AnchorPlace;
    use crate::diagnostic::Locale;
    use crate::markdown::testing::{Bench, html};
    use crate::path::Slugify;

    #[test]
    fn ids_are_unique() {
        assert_eq!(
            html("# Same\n\n# Same\n\n## X {#same}\n\n# Same-1\n\n# !!!\n\n# ?"),
            "<h1 id=\"same-1\">Same</h1>\n<h1 id=\"same-2\">Same</h1>\n<h2 id=\"same\">X</h2>\n<h1 id=\"same-1-1\">Same-1</h1>\n\
             <h1 id=\"\">!!!</h1>\n<h1 id=\"-1\">?</h1>\n"
        );
    }

    #[test]
    fn many_equal_headings_cost_no_more_than_their_number() {
        let mut ids = Ids::default();
        for _ in 0..20_000 {
            ids.unique("same", Slugify::On);
        }
        assert_eq!(ids.unique("same", Slugify::On), "same-20000");
    }

    #[test]
    fn safe_anchors_keep_all_but_blanks() {
        let mut ids = Ids::default();
        assert_eq!(ids.unique("第一 节：A&b", Slugify::Safe), "第一_节：A&b");
        assert_eq!(ids.unique("A\tb", Slugify::Off), "A_b");
    }

    #[test]
    fn attributes_are_kept_and_escaped() {
        assert_eq!(
            html("# *A* `b` {#x .c .d k=v}"),
            "<h1 id=\"x\" class=\"c d\" k=\"v\"><em>A</em> <code>b</code></h1>\n"
        );
        assert_eq!(html("# A {#\"&}"), "<h1 id=\"&quot;&amp;\">A</h1>\n");
    }

    #[test]
    fn the_toc_nests_by_depth() {
        let made = Bench::default().render("### a\n# b\n## c\n#### d\n### `e` *f* [g](/x) ![h](/y) <b>i</b> & j\n## k");
        let title = |path: &[usize]| {
            let mut list = &made.toc;
            for step in &path[..path.len() - 1] {
                list = &list[*step].children;
            }
            list[path[path.len() - 1]].title.clone()
        };
        assert_eq!(
            [title(&[0]), title(&[1]), title(&[1, 0]), title(&[1, 0, 0]), title(&[1, 1])],
            ["a", "b", "c", "d", "k"]
        );
        assert_eq!(title(&[1, 0, 1]), "e f g  i & j");
        assert_eq!(made.toc[0].id, "a");
    }

    #[test]
    fn anchor_links_stand_where_they_should() {
        let at = |anchors| Bench { anchors, ..Bench::default() }.render("## A *b*").html;
        let link = "<a class=\"anchor level-2 lang-zh\" href=\"#a-b\" title=\"to > a-b\">¶</a>\n";
        assert_eq!(at(AnchorPlace::Left), format!("<h2 id=\"a-b\">{link}A <em>b</em></h2>\n"));
        assert_eq!(at(AnchorPlace::Right), format!("<h2 id=\"a-b\">A <em>b</em>{link}</h2>\n"));
        assert_eq!(
            at(AnchorPlace::Heading),
            "<h2 id=\"a-b\"><a class=\"anchor level-2 lang-zh\" href=\"#a-b\" title=\"to > a-b\">A <em>b</em></a></h2>\n"
        );
        assert_eq!(at(AnchorPlace::None), "<h2 id=\"a-b\">A <em>b</em></h2>\n");
        assert_eq!(opening_link("no link"), None);
        assert_eq!(opening_link("<a href='"), None);
    }

    #[test]
    fn the_end_of_a_line_is_no_part_of_an_id() {
        let made = Bench::default().render("Dynamic\nand *so\non*\n---\n");
        assert_eq!(made.html, "<h2 id=\"dynamicand-soon\">Dynamic\nand <em>so\non</em></h2>\n");
        assert_eq!(made.toc[0].title, "Dynamicand soon");
    }

    #[test]
    fn ids_given_twice_are_told() {
        let made = Bench::default().render("# A {#x}\n\n# B {#x}\n");
        assert_eq!(
            made.messages(Locale::En),
            ["content/a.md gives the id `x` to two headings; links reach only the first"]
        );
        assert_eq!(made.marks(), ["# B {#x}"]);
    }
}
