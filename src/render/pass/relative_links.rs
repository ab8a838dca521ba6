//! Links below the base URL, made relative to the page: the site then works from a folder, a memory stick or a sub-path.
//!
//! Only attributes that hold addresses are touched, never text or scripts; not what must name the page to the world
//! (`<link rel="canonical">`, `<meta>`), and nothing on a page whose `<base href>` sets another rule. Addresses that end
//! in a slash get `index.html`, which a folder opened without a server needs.

use std::borrow::Cow;

use memchr::memmem;
use percent_encoding::percent_decode_str;

use crate::path::Route;
use crate::render::scan::{Attributes, Scanner, Token};

/// Attributes that hold one address.
const ADDRESS: [&[u8]; 13] = [
    b"href",
    b"src",
    b"action",
    b"poster",
    b"data",
    b"cite",
    b"formaction",
    b"background",
    b"longdesc",
    b"manifest",
    b"xlink:href",
    b"data-src",
    b"data-href",
];

/// Attributes that hold a list of pictures.
const PICTURES: [&[u8]; 3] = [b"srcset", b"imagesrcset", b"data-srcset"];

/// How templates of the older dialect write a slash in an attribute.
const ESCAPED_SLASH: &str = "&#x2F;";

/// The page at `route` with its links below `base_url` relative. A page that is shown at any address (`anywhere`) has
/// them from the server's root instead: relative ones would lead elsewhere from each address.
pub(super) fn relative_links(html: Vec<u8>, base_url: &str, route: &Route, anywhere: bool) -> Vec<u8> {
    let base = base_url.trim_end_matches('/');
    if base.is_empty() || !mentions(&html, base) {
        return html;
    }
    let root = anywhere.then(|| root_of(base));
    let mut out = Vec::with_capacity(html.len());
    let mut copied = 0;
    for token in Scanner::new(&html) {
        let Token::Open { name, attributes } = token else { continue };
        let tag = &html[name];
        if tag.eq_ignore_ascii_case(b"base")
            && Attributes::of(&html, attributes.clone()).any(|one| is(&html, &one.name, b"href"))
        {
            return html;
        }
        if !mentions(&html[attributes.clone()], base) || stays(&html, tag, attributes.clone()) {
            continue;
        }
        for attribute in Attributes::of(&html, attributes) {
            let Some(value) = attribute.value else { continue };
            let name = &html[attribute.name];
            let Ok(text) = std::str::from_utf8(&html[value.clone()]) else { continue };
            let new = if ADDRESS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                relative_url(text, base, route).map(|relative| placed(root, relative))
            } else if PICTURES.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                Some(relative_pictures(text, base, route, root))
            } else {
                None
            };
            if let Some(new) = new {
                out.extend_from_slice(&html[copied..value.start]);
                out.extend_from_slice(new.as_bytes());
                copied = value.end;
            }
        }
    }
    out.extend_from_slice(&html[copied..]);
    out
}

/// The path of the base URL, without a slash at its end.
fn root_of(base: &str) -> &str {
    let host = base.find("://").map_or(0, |at| at + 3);
    base[host..].find('/').map_or("", |at| &base[host + at..])
}

/// A relative address, from the server's root where there is one.
fn placed(root: Option<&str>, relative: String) -> String {
    match root {
        Some(root) => format!("{root}/{}", relative.trim_start_matches("./")),
        None => relative,
    }
}

fn is(html: &[u8], range: &std::ops::Range<usize>, name: &[u8]) -> bool {
    html[range.clone()].eq_ignore_ascii_case(name)
}

/// Whether the base URL occurs at all, plain or with escaped slashes.
fn mentions(html: &[u8], base: &str) -> bool {
    memmem::find(html, base.as_bytes()).is_some()
        || memmem::find(html, ESCAPED_SLASH.as_bytes()).is_some()
            && memmem::find(html, base.replace('/', ESCAPED_SLASH).as_bytes()).is_some()
}

/// Whether a tag names the page to the world.
fn stays(html: &[u8], tag: &[u8], attributes: std::ops::Range<usize>) -> bool {
    if tag.eq_ignore_ascii_case(b"meta") {
        return true;
    }
    tag.eq_ignore_ascii_case(b"link")
        && Attributes::of(html, attributes).any(|one| {
            is(html, &one.name, b"rel")
                && one.value.is_some_and(|value| {
                    html[value].split(u8::is_ascii_whitespace).any(|word| word.eq_ignore_ascii_case(b"canonical"))
                })
        })
}

/// The address `url` (as an attribute holds it) relative to the page at `route`; none if it does not lie below `base`.
pub(in crate::render) fn relative_url(url: &str, base: &str, route: &Route) -> Option<String> {
    let url: Cow<'_, str> =
        if url.contains(ESCAPED_SLASH) { url.replace(ESCAPED_SLASH, "/").into() } else { url.into() };
    let rest = url.trim_ascii().strip_prefix(base.trim_end_matches('/'))?;
    // `https://x.test/subway` does not lie below `https://x.test/sub`.
    if !rest.is_empty() && !rest.starts_with(['/', '?', '#']) {
        return None;
    }
    // The `#` of an entity opens no fragment.
    let path_end =
        rest.match_indices(['?', '#']).find(|(at, _)| !rest[..*at].ends_with('&')).map_or(rest.len(), |(at, _)| at);
    let (path, tail) = rest.split_at(path_end);
    let path = path.trim_start_matches('/');
    if path.split('/').any(|part| matches!(part, "." | "..")) {
        return None;
    }

    let mut from: Vec<&str> = route.as_str().split('/').collect();
    from.pop();
    let mut to: Vec<&str> = path.split('/').collect();
    let file = to.pop().filter(|file| !file.is_empty()).unwrap_or("index.html");
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b || percent_decode_str(b).eq(a.bytes())).count();
    let mut relative = "../".repeat(from.len() - shared);
    for part in &to[shared..] {
        relative.push_str(part);
        relative.push('/');
    }
    relative.push_str(file);
    // A colon before the first slash would make the first part a scheme.
    if relative.split('/').next().is_some_and(|first| first.contains(':')) {
        relative.insert_str(0, "./");
    }
    relative.push_str(tail);
    Some(relative)
}

/// A `srcset`: each address before its width or density (HTML standard, section 4.8.4.2.1).
fn relative_pictures(list: &str, base: &str, route: &Route, root: Option<&str>) -> String {
    let mut out = String::with_capacity(list.len());
    let mut rest = list;
    while !rest.is_empty() {
        let start = rest.find(|c: char| !c.is_ascii_whitespace() && c != ',').unwrap_or(rest.len());
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches(',');
        match relative_url(url, base, route) {
            Some(relative) => out.push_str(&placed(root, relative)),
            None => out.push_str(url),
        }
        let mut next = url.len();
        if url.len() == end {
            // The width or density, up to the comma.
            next = rest[end..].find(',').map_or(rest.len(), |comma| end + comma);
        }
        out.push_str(&rest[url.len()..next]);
        rest = &rest[next..];
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{relative_links, relative_url};
    use crate::path::Route;

    fn links(html: &str, base: &str, route: &str) -> String {
        let bytes = relative_links(html.as_bytes().to_vec(), base, &Route::file(route).unwrap(), false);
        String::from_utf8(bytes).unwrap()
    }

    fn url(url: &str, route: &str) -> Option<String> {
        relative_url(url, "https://x.test/sub/", &Route::file(route).unwrap())
    }

    #[test]
    fn addresses_are_relative_to_the_page() {
        let deep = "a/b/index.html";
        let cases = [
            ("https://x.test/sub", Some("../../index.html")),
            ("https://x.test/sub/", Some("../../index.html")),
            ("https://x.test/sub/a/b/", Some("index.html")),
            ("https://x.test/sub/a/b/#top", Some("index.html#top")),
            ("https://x.test/sub/a/c/?q=1&amp;r=2#f", Some("../c/index.html?q=1&amp;r=2#f")),
            ("https://x.test/sub/a/x.png", Some("../x.png")),
            ("https://x.test/sub/z/style.css?h=1", Some("../../z/style.css?h=1")),
            ("https://x.test/sub/?q", Some("../../index.html?q")),
            ("https://x.test/sub/a/b/d&#39;e/", Some("d&#39;e/index.html")),
            ("https:&#x2F;&#x2F;x.test&#x2F;sub&#x2F;a&#x2F;", Some("../index.html")),
            ("https://x.test/subway/", None),
            ("https://x.test/", None),
            ("https://x.test/sub/../up/", None),
            ("/sub/a/", None),
        ];
        for (from, to) in cases {
            assert_eq!(url(from, deep).as_deref(), to, "{from}");
        }
        assert_eq!(url("https://x.test/sub/a:b.html", "index.html").as_deref(), Some("./a:b.html"));
        assert_eq!(url("https://x.test/sub/%E4%B8%AD/x/", "中/y/index.html").as_deref(), Some("../x/index.html"));
        assert_eq!(url("https://x.test/sub/中/x/", "中/y/index.html").as_deref(), Some("../x/index.html"));
    }

    #[test]
    fn a_page_shown_anywhere_has_addresses_from_the_root() {
        let html = "<a href=\"https://x.test/sub/a/\">a</a><img srcset=\"https://x.test/sub/b.png 2x\"><a href=\"https://x.test/sub/\">h</a>";
        let route = Route::file("404.html").unwrap();
        let of = |base: &str| String::from_utf8(relative_links(html.into(), base, &route, true)).unwrap();
        assert_eq!(
            of("https://x.test/sub"),
            "<a href=\"/sub/a/index.html\">a</a><img srcset=\"/sub/b.png 2x\"><a href=\"/sub/index.html\">h</a>"
        );
        assert!(of("https://x.test").starts_with("<a href=\"/sub/a/index.html\">"));
    }

    #[test]
    fn only_addresses_in_tags_are_touched() {
        let html = "<link rel=canonical href=https://x.test/a/><meta content='https://x.test/a/'>\
                    <link rel=\"stylesheet\" href=\"https://x.test/s.css\">\
                    <a class='https://x.test/' href=https://x.test/a/ >https://x.test/</a>\
                    <script>\"<a href='https://x.test/'>\"</script><!-- <a href='https://x.test/'> -->\
                    <form action='https://x.test/q'></form><a href='https://y.test/'>";
        let expected = "<link rel=canonical href=https://x.test/a/><meta content='https://x.test/a/'>\
                    <link rel=\"stylesheet\" href=\"../s.css\">\
                    <a class='https://x.test/' href=../a/index.html >https://x.test/</a>\
                    <script>\"<a href='https://x.test/'>\"</script><!-- <a href='https://x.test/'> -->\
                    <form action='../q'></form><a href='https://y.test/'>";
        assert_eq!(links(html, "https://x.test/", "b/index.html"), expected);
        let based = format!("<base href='/'>{html}");
        assert_eq!(links(&based, "https://x.test/", "b/index.html"), based);
    }

    #[test]
    fn every_picture_of_a_set_is_touched() {
        let html = "<img srcset=\"https://x.test/a,b.png 1x, https://x.test/c.png 2x,https://y.test/d.png, \
                    https://x.test/e/f.png\">";
        let expected = "<img srcset=\"../a,b.png 1x, ../c.png 2x,https://y.test/d.png, f.png\">";
        assert_eq!(links(html, "https://x.test", "e/index.html"), expected);
    }

    proptest! {
        #[test]
        fn a_page_without_the_base_url_stays_as_it_is(html in "[<>/=\"' !a-c\\-&#;,中]{0,80}") {
            prop_assert_eq!(links(&html, "https://x.test", "a/index.html"), html);
        }

        #[test]
        fn only_values_change_whatever_the_page(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "https://x.test", "https://x.test/", "<a ", "href=", "\"", "'", ">", "srcset=", " ", ",", "a/", "?", "#",
                    "&", "<!--", "-->", "<script>", "</script>", "..", "中", "<meta ", "%E4", "&#x2F;",
                ]),
                0..30,
            ),
        ) {
            let html: String = parts.concat();
            let new = links(&html, "https://x.test", "a/b/index.html");
            // What is not an address stays, so tags and texts are as many as before.
            let count = |text: &str| text.matches(['<', '>', '"', '\'']).count();
            prop_assert_eq!(count(&new), count(&html));
        }
    }
}
