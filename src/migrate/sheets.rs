//! Links to the style sheets of code, whose names are fixed since 0.22 (checklist MC-2, HL-3).

use crate::config::Highlighting;
use crate::path::SourcePath;
use crate::source::SourceTree;

/// The style sheets the build writes, each with its name since.
#[derive(Debug, Default)]
pub(super) struct Sheets(Vec<(String, &'static str)>);

impl Sheets {
    /// Those of a site; none that lies in `static/`, where it stays.
    pub fn of(settings: Option<&Highlighting>, sources: &SourceTree) -> Sheets {
        let all = names(&settings.map(Highlighting::sheets).unwrap_or_default());
        let is_made = |name: &str| SourcePath::new(&format!("static/{name}")).is_none_or(|path| !sources.exists(&path));
        Sheets(all.into_iter().filter(|(old, now)| old != now && is_made(old)).collect())
    }

    /// Whether the build wrote a sheet of this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(old, _)| old == name)
    }

    /// A text with the present names.
    pub fn renamed(&self, text: String) -> String {
        self.0.iter().fold(text, |text, (old, now)| rename(&text, old, now))
    }
}

/// The present name of each of the style sheets `old`, the light one's first.
fn names(old: &[&str]) -> Vec<(String, &'static str)> {
    let now = if old.len() > 1 { &["giallo-light.css", "giallo-dark.css"][..] } else { &["giallo.css"] };
    old.iter().map(|name| (*name).to_owned()).zip(now.iter().copied()).collect()
}

/// A text with `now` for `old` where that is a whole name.
fn rename(text: &str, old: &str, now: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let (before, after) = (&rest[..at], &rest[at + old.len()..]);
        let joins = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
        let is_whole = !before.ends_with(joins) && !after.starts_with(joins);
        out.push_str(before);
        out.push_str(if is_whole { now } else { old });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{names, rename};

    #[test]
    fn whole_names_are_renamed() {
        let text = "url(a.css) url(/a.css?x) xa.css a.css.map";
        assert_eq!(rename(text, "a.css", "giallo.css"), "url(giallo.css) url(/giallo.css?x) xa.css a.css.map");
        assert_eq!(names(&["l.css", "d.css"])[1], ("d.css".to_owned(), "giallo-dark.css"));
    }
}
