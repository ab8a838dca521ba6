//! The part of a body before `<!-- more -->` (checklist CNT-1).

use std::ops::Range;

/// The length of the marker at the start of `html`, if it starts with one: any letter case, blanks or none inside.
pub fn marker(html: &str) -> Option<usize> {
    let inner = html.strip_prefix("<!--")?.trim_start();
    let word = inner.get(..4).filter(|word| word.eq_ignore_ascii_case("more"))?;
    let rest = inner[word.len()..].trim_start().strip_prefix("-->")?;
    Some(html.len() - rest.len())
}

/// The HTML before the marker without `cuts`, its end trimmed. `None` if nothing is left.
pub fn head(out: &str, cuts: &[Range<usize>]) -> Option<String> {
    let mut head = String::with_capacity(out.len());
    let mut from = 0;
    for cut in cuts {
        head.push_str(&out[from..cut.start]);
        from = cut.end;
    }
    head.push_str(&out[from..]);
    head.truncate(head.trim_end().len());
    (!head.is_empty()).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::marker;
    use crate::markdown::testing::Bench;

    fn summary(text: &str) -> Option<String> {
        Bench::default().render(text).summary
    }

    #[test]
    fn the_marker_is_read_loosely() {
        for html in ["<!-- more -->", "<!--more-->", "<!--\tMORE  -->\n"] {
            assert!(marker(html).is_some(), "{html}");
        }
        for html in ["<!-- mor -->", "<!-- more", "<!-- more or less -->", "<!--更多-->", "more"] {
            assert!(marker(html).is_none(), "{html}");
        }
    }

    #[test]
    fn between_blocks_the_summary_is_what_stands_before() {
        let made = Bench::default().render("A\n\nB\n\n<!-- more -->\n\nC\n\n<!-- more -->\n");
        assert_eq!(made.summary.as_deref(), Some("<p>A</p>\n<p>B</p>"));
        assert_eq!(made.html, "<p>A</p>\n<p>B</p>\n<span id=\"continue-reading\"></span>\n<p>C</p>\n<!-- more -->\n");
        assert_eq!(made.anchors, ["continue-reading"]);
        assert_eq!(summary("A\n<!--more-->\nB").as_deref(), Some("<p>A</p>"));
        assert_eq!(summary("<!-- more -->\n\nA"), None);
        assert_eq!(summary("A"), None);
    }

    #[test]
    fn inside_an_element_it_is_cut_and_closed() {
        assert_eq!(summary("A b <!-- more --> c").as_deref(), Some("<p>A b[cut zh]\n</p>\n"));
        assert_eq!(
            summary("> A **b <!-- more --> c** d").as_deref(),
            Some("<blockquote>\n<p>A <strong>b[cut zh]\n</strong></p>\n</blockquote>\n")
        );
        assert_eq!(
            summary("- a\n- b <!-- more -->\n- c").as_deref(),
            Some("<ul>\n<li>a</li>\n<li>b[cut zh]\n</li>\n</ul>\n")
        );
        assert_eq!(
            summary("> a\n>\n> <!-- more -->\n>\n> b").as_deref(),
            Some("<blockquote>\n<p>a</p>[cut zh]\n</blockquote>\n")
        );
        assert_eq!(summary("# a <!-- more --> b").as_deref(), Some("<h1>a[cut zh]\n</h1>\n"));
        assert_eq!(
            summary("|a|b|\n|-|-|\n|c <!-- more -->|d|").as_deref(),
            Some(
                "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>c[cut zh]\n</td></tr>\n</tbody></table>\n"
            )
        );
    }

    #[test]
    fn references_to_notes_are_left_out() {
        let text = "# H[^a] {#h}\n\nA[^a], b[^b].\n\n<!-- more -->\n\n[^a]: x\n\n[^b]: y";
        assert_eq!(summary(text).as_deref(), Some("<h1 id=\"h\">H</h1>\n<p>A, b.</p>"));
        let mut bench = Bench::default();
        bench.config.markdown.bottom_footnotes = true;
        assert_eq!(bench.render(text).summary.as_deref(), Some("<h1 id=\"h\">H</h1>\n<p>A, b.</p>"));
    }

    #[test]
    fn text_beside_the_marker_stays() {
        let made = Bench::default().render("A\n\n<!-- more --> <b>x</b>\n");
        assert_eq!(made.html, "<p>A</p>\n<span id=\"continue-reading\"></span> <b>x</b>\n");
    }
}
