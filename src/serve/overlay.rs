//! Diagnostics as HTML: an overlay over the last good page, or a page of its own where there is none.

use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Label, Locale, Severity, Wording};

/// The id of the overlay's element; the script knows it too.
const ID: &str = "lianluo-overlay";

/// So many errors are shown; a mistake in a base template makes thousands.
const MOST: usize = 20;

/// Characters of the marked line shown before and after the mark.
const AROUND: usize = 160;

const STYLE: &str = "\
#lianluo-overlay{all:initial;position:fixed;inset:0;z-index:2147483647;overflow:auto;box-sizing:border-box;\
padding:24px;background:rgba(20,16,16,.88);font:16px/1.6 system-ui,sans-serif}\
#lianluo-overlay *{all:revert}\
#lianluo-overlay>div{max-width:60rem;margin:0 auto;padding:16px 24px;border-top:6px solid #c8102e;background:#fff;\
color:#1c1c1c;border-radius:4px}\
#lianluo-overlay h1{font-size:20px;margin:8px 0}#lianluo-overlay h2{font-size:17px;margin:0}\
#lianluo-overlay button{float:right;font-size:16px}\
#lianluo-overlay section{margin:16px 0;padding-top:16px;border-top:1px solid #ddd}\
#lianluo-overlay code,#lianluo-overlay pre{font-family:ui-monospace,monospace;font-size:15px}\
#lianluo-overlay pre{margin:8px 0;padding:8px 12px;background:#f4f1ec;white-space:pre-wrap;overflow-wrap:anywhere}\
#lianluo-overlay mark{background:#ffd9d9;color:#8a0014;font-weight:bold;border-bottom:2px solid #c8102e}\
#lianluo-overlay p{margin:4px 0}#lianluo-overlay small{color:#666}";

/// The errors among `diagnostics` as an element to put over a page; `kept` says that the page below is the last good one.
pub(super) fn overlay(diagnostics: &[Diagnostic], locale: Locale, kept: bool) -> String {
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
    let fill = |wording: Wording, count: usize| escape(&wording.fill(locale, &[("count", count.to_string())]));
    let title = if kept {
        Wording {
            zh: "有 {count} 处错误，页面还是改动之前的样子",
            en: "{count} errors; the page below is the last good one",
        }
    } else {
        Wording { zh: "有 {count} 处错误，网站还没有生成", en: "{count} errors; the site is not built yet" }
    };
    let mended = Wording {
        zh: "改好并保存以后，这个提示会自己消失。",
        en: "This goes away by itself once they are mended and saved.",
    };
    let mut html = head(&fill(title, errors.len()), &fill(mended, 0), locale);
    let (concealed, shown): (Vec<_>, Vec<_>) = errors.into_iter().partition(|error| error.concealed);
    for error in shown.iter().take(MOST) {
        one(error, locale, &mut html);
    }
    if shown.len() > MOST {
        let more = Wording { zh: "另外还有 {count} 处。", en: "And {count} more." };
        push(&mut html, format_args!("<p>{}</p>", fill(more, shown.len() - MOST)));
    }
    if !concealed.is_empty() {
        let told = Wording {
            zh: "有 {count} 处在不公开的条目里，内容只显示在运行预览的窗口中。",
            en: "{count} are in entries that are not public: they are told in the terminal only.",
        };
        push(&mut html, format_args!("<p>{}</p>", fill(told, concealed.len())));
    }
    html.push_str("</div></div>");
    html
}

/// What is shown when the preview has to end: why, as an element to put over a page.
pub(super) fn farewell(reason: &Diagnostic, locale: Locale) -> String {
    let title = Wording { zh: "预览已结束", en: "The preview has ended" };
    let again = Wording {
        zh: "改好以后请重新运行 lianluo serve，再刷新这个页面。",
        en: "Once this is mended, run `lianluo serve` again and load this page anew.",
    };
    let mut html = head(&escape(&title.fill(locale, &[])), &escape(&again.fill(locale, &[])), locale);
    one(reason, locale, &mut html);
    html.push_str("</div></div>");
    html
}

/// The element's start, with a title and a line below it, both as HTML.
fn head(title: &str, line: &str, locale: Locale) -> String {
    let close = Wording { zh: "先关上", en: "Hide" }.fill(locale, &[]);
    format!(
        "<div id=\"{ID}\" role=\"alert\" lang=\"{}\"><style>{STYLE}</style><div>\
         <button type=\"button\" onclick=\"document.getElementById('{ID}').remove()\">{close}</button><h1>{title}</h1><p>{line}</p>",
        language(locale),
    )
}

/// A page that holds the overlay alone, for addresses the last good tree does not know.
pub(super) fn whole_page(overlay: &str, locale: Locale) -> String {
    let title = Wording { zh: "网站有错误", en: "The site has errors" }.fill(locale, &[]);
    format!(
        "<!doctype html>\n<html lang=\"{}\" data-lianluo-whole>\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\n<body>{overlay}</body>\n</html>\n",
        language(locale)
    )
}

/// The page for what is not there, where the site has none of its own.
pub(super) fn not_found(locale: Locale) -> &'static str {
    match locale {
        Locale::Zh => "404 没有这个页面\n",
        Locale::En => "404 not found\n",
    }
}

fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::Zh => "zh-CN",
        Locale::En => "en",
    }
}

fn one(error: &Diagnostic, locale: Locale, html: &mut String) {
    let message = escape(&error.message(locale));
    push(html, format_args!("<section><h2>{message}</h2><p><small>{}</small></p>", escape(error.code.id)));
    for label in &error.labels {
        let place = match label.position() {
            Some((line, column)) => format!("{}:{line}:{column}", label.path),
            None => label.path.to_string(),
        };
        push(html, format_args!("<p><code>{}</code>", escape(&place)));
        if let Some(note) = label.note {
            push(html, format_args!(" {}", escape(&note.fill(locale, &error.args))));
        }
        html.push_str("</p>");
        if let Some([before, marked, after]) = marked_line(label) {
            let (before, marked, after) = (escape(&before), escape(&marked), escape(&after));
            push(html, format_args!("<pre>{before}<mark>{marked}</mark>{after}</pre>"));
        }
    }
    for help in error.helps(locale) {
        push(html, format_args!("<p>→ {}</p>", escape(&help)));
    }
    html.push_str("</section>");
}

/// What stands before the mark on its line, the mark as far as that line goes, and what follows; long lines are cut.
fn marked_line(label: &Label) -> Option<[String; 3]> {
    let (source, span) = label.mark.as_ref()?;
    let text = &*source.text;
    let start = floor(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = floor(text, span.end.clamp(start, line_end));
    let head: Vec<char> = text[line_start..start].chars().collect();
    let mut before: String = head[head.len().saturating_sub(AROUND)..].iter().collect();
    if head.len() > AROUND {
        before.insert(0, '…');
    }
    Some([before, cut(&text[start..end]), cut(text[end..line_end].trim_end())])
}

/// The first characters of a text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(AROUND) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The nearest start of a character at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn push(html: &mut String, piece: std::fmt::Arguments<'_>) {
    html.write_fmt(piece).expect("writing to a String does not fail");
}

/// The text as HTML shows it.
fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic, Locale, SourceText, Wording};
    use crate::path::SourcePath;

    use super::{MOST, overlay};

    static CODE: Code = Code::error(
        "test-field",
        Wording { zh: "没有“{name}”", en: "no `{name}`" },
        Wording { zh: "请改", en: "mend it" },
    );

    fn source(text: &str) -> SourceText {
        SourceText { path: SourcePath::new("content/a.md").unwrap(), text: text.into() }
    }

    #[test]
    fn the_place_is_marked_and_all_text_escaped() {
        let text = source("+++\ntitle = <溪 & 镇>\n+++\n");
        let start = text.text.find('<').unwrap();
        let error = Diagnostic::new(&CODE).arg("name", "<script>").at(&text, start..start + 4);
        let html = overlay(std::slice::from_ref(&error), Locale::Zh, true);
        assert!(html.contains("没有“&lt;script&gt;”"), "{html}");
        assert!(html.contains("content/a.md:2:9"), "{html}");
        assert!(html.contains("title = <mark>&lt;溪</mark> &amp; 镇&gt;</pre>"), "{html}");
        assert!(!html.contains("<script>"), "{html}");
        assert!(overlay(&[error], Locale::En, false).contains("1 errors; the site is not built yet"));
    }

    #[test]
    fn no_mark_breaks_it() {
        let long = "溪".repeat(5000);
        for (text, span) in
            [("", 0..0), ("溪", 1..2), ("a", 5..9), ("a\nb", 0..3), ("溪\r\n", 3..5), (long.as_str(), 6000..9000)]
        {
            let html = overlay(&[Diagnostic::new(&CODE).at(&source(text), span)], Locale::En, true);
            assert!(html.contains("<mark>") && html.len() < 6000, "{}", html.len());
        }
    }

    #[test]
    fn a_flood_is_cut() {
        let many: Vec<Diagnostic> = (0..MOST + 5).map(|at| Diagnostic::new(&CODE).arg("name", at)).collect();
        let html = overlay(&many, Locale::En, true);
        assert!(html.contains("25 errors") && html.contains("And 5 more."));
    }
}
