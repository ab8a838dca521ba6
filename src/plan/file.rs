//! Single files of the site: `robots.txt`, `404.html`, the colours of code (checklist ROB-1, 404-1, HL-3).

use super::draft::{Draft, Owner, Rank};
use super::target::Subject;
use crate::config::HighlightStyle;

/// Plans the files the settings ask for.
pub(super) fn plan(draft: &mut Draft) {
    let config = draft.config;
    let mut file = |path: &str, subject| draft.file(path, subject, Rank::Generated, Owner::Site);
    if config.generate_robots_txt {
        file("robots.txt", Subject::Robots);
    }
    file("404.html", Subject::NotFound);
    let highlighting = config.markdown.highlighting.as_ref();
    if let Some(highlighting) = highlighting.filter(|highlighting| highlighting.style == HighlightStyle::Class) {
        if highlighting.dark_theme.is_some() {
            file("giallo-light.css", Subject::HighlightCss { dark: false });
            file("giallo-dark.css", Subject::HighlightCss { dark: true });
        } else {
            file("giallo.css", Subject::HighlightCss { dark: false });
        }
    }
}
