//! Smaller HTML (checklist MIN-1): comments, optional tags and quotes go, style is minified, scripts and `pre` stay.

use std::panic::{AssertUnwindSafe, catch_unwind};

use minify_html::Cfg;

/// The page, minified; as it was if the minifier cannot cope with it.
pub(super) fn minify(html: Vec<u8>) -> Vec<u8> {
    let config = Cfg { keep_html_and_head_opening_tags: true, minify_css: true, ..Cfg::new() };
    // The minifier and the CSS parser inside it panic on some broken input; a page is worth more than its size.
    catch_unwind(AssertUnwindSafe(|| minify_html::minify(&html, &config))).unwrap_or(html)
}

#[cfg(test)]
mod tests {
    use super::minify;

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
        assert_eq!(String::from_utf8(minify(html.as_bytes().to_vec())).unwrap(), expected);
    }

    #[test]
    fn any_bytes_are_taken() {
        for html in ["", "<", "<style>a{</style>", "<p a=", "</", "<!--", "\u{0}", "中<b", "<svg><style>{{{</style>"] {
            minify(html.as_bytes().to_vec());
        }
    }
}
