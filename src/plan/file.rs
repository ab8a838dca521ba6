//! Single files of the site: `robots.txt`, `404.html`, the colours of code (checklist ROB-1, 404-1, HL-3).

use super::draft::{Draft, Owner, Rank};
use super::target::Subject;
use crate::config::Highlighting;

/// Plans the files the settings ask for.
pub(super) fn plan(draft: &mut Draft) {
    let config = draft.config;
    let mut file = |path: &str, subject| draft.file(path, subject, Rank::Generated, Owner::Site);
    if config.generate_robots_txt {
        file("robots.txt", Subject::Robots);
    }
    file("404.html", Subject::NotFound);
    for (index, sheet) in config.markdown.highlighting.iter().flat_map(Highlighting::sheets).enumerate() {
        file(sheet, Subject::HighlightCss { dark: index > 0 });
    }
}
