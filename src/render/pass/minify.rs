//! Smaller HTML (checklist MIN-1): comments, optional tags and quotes go, style is minified, scripts and `pre` stay.

use std::panic::{AssertUnwindSafe, catch_unwind};

use minify_html::Cfg;

use crate::asset::depth_of_brackets;

/// How deep elements may lie in one another: each costs the minifier stack. Browsers flatten from 512 on.
pub(super) const DEEPEST: usize = 600;

/// How deep brackets may lie in one another in styles.
pub(super) const DEEPEST_STYLE: usize = 100;

/// The page, minified; none if the minifier cannot cope with it.
pub(super) fn minify(html: &[u8]) -> Option<Vec<u8>> {
    if depth(html) > DEEPEST || styles(html).any(|style| depth_of_brackets(style) > DEEPEST_STYLE) {
        return None;
    }
    let config = Cfg { keep_html_and_head_opening_tags: true, minify_css: true, ..Cfg::new() };
    // The minifier and the CSS parser inside it panic on some broken input; a page is worth more than its size.
    catch_unwind(AssertUnwindSafe(|| minify_html::minify(html, &config))).ok()
}

/// How deep elements lie in one another at most. Elements that end by themselves where the next one begins do not count:
/// what they lie in does.
fn depth(html: &[u8]) -> usize {
    const UNCOUNTED: [&[u8]; 27] = [
        b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"source", b"track",
        b"wbr", b"p", b"li", b"dt", b"dd", b"td", b"th", b"tr", b"thead", b"tbody", b"tfoot", b"option", b"html",
        b"head", b"body",
    ];
    let (mut depth, mut deepest) = (0_usize, 0);
    for at in memchr::memchr_iter(b'<', html) {
        let rest = &html[at + 1..];
        let closes = rest.first() == Some(&b'/');
        let name = &rest[usize::from(closes)..];
        let length = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len()).min(20);
        let name = &name[..length];
        if name.is_empty() || UNCOUNTED.iter().any(|uncounted| name.eq_ignore_ascii_case(uncounted)) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}

/// What the page holds of styles: in elements and in attributes.
fn styles(html: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts = memchr::memchr2_iter(b's', b'S', html);
    let starts = starts.filter(|at| html[*at..].get(..5).is_some_and(|word| word.eq_ignore_ascii_case(b"style")));
    starts.map(|at| {
        let rest = &html[at + b"style".len()..];
        let to = |end: &[u8], from: usize| {
            let length = memchr::memmem::find(&rest[from..], end);
            &rest[from..from + length.unwrap_or(rest.len() - from)]
        };
        match rest {
            [b'=', quote @ (b'"' | b'\''), ..] => to(&[*quote], 2),
            [b'=', ..] => to(b">", 1),
            _ if at > 0 && html[at - 1] == b'<' => to(b"</style", 0),
            _ => &[],
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, DEEPEST_STYLE, depth, minify};

    #[test]
    fn elements_are_not_nested_without_end() {
        assert_eq!(depth(b"<p>a<br><p>b<ul><li><b>x</b><li><i>y</i></ul><!-- <!doctype x>"), 2);
        for deep in [DEEPEST, 200_000] {
            let html = format!("{}<!-- x -->", "<div>".repeat(deep)).into_bytes();
            assert_eq!(minify(&html).is_none(), deep > DEEPEST, "{deep}");
        }
        for deep in [DEEPEST_STYLE, 100_000] {
            for (from, to) in [("<style>", "</style>"), ("<p style=\"", "\">"), ("<p STYLE='", "'>")] {
                let html = format!("{from}{}{to}<!-- x -->", "a:b(".repeat(deep)).into_bytes();
                assert_eq!(minify(&html).is_none(), deep > DEEPEST_STYLE, "{from} {deep}");
            }
        }
    }

    #[test]
    fn what_readers_do_not_need_goes() {
        let html = "<!DOCTYPE html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\">\n    <!-- a comment -->\n    \
                    <style>\n      body  {  color : red ; }\n    </style>\n    <script>\n      // kept\n      let a = 1;\n    \
                    </script>\n  </head>\n  <body   class=\"one   two\"   data-x=''>\n<textarea>\n  keep   me\n</textarea>\n\
                    <pre>a\n  b</pre><p>\n text <b> bold </b> <a   href=\"/a/\"  >link</a>\n</p>\n\
                    <input disabled value=\"a b\"></body></html>\n";
        let expected = "<!doctype html><html lang=en><head><meta charset=utf-8><style>body{color:red}</style>\
                        <script>// kept\n      let a = 1;</script><body class=\"one two\" data-x><textarea>\n  keep   me\n\
                        </textarea><pre>a\n  b</pre><p>text <b> bold </b> <a href=/a/>link</a></p>\
                        <input value=\"a b\" disabled>";
        assert_eq!(String::from_utf8(minify(html.as_bytes()).unwrap()).unwrap(), expected);
    }

    #[test]
    fn any_bytes_are_taken() {
        for html in ["", "<", "<style>a{</style>", "<p a=", "</", "<!--", "\u{0}", "中<b", "<svg><style>{{{</style>"] {
            minify(html.as_bytes());
        }
    }
}
