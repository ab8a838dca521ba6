//! `[markdown.highlighting]`: colours of code (checklist HL-1 to HL-6).

use super::code::{HIGHLIGHT_THEME, OLD_HIGHLIGHT};
use super::dialect::Dialect;
use super::markdown::DataAttrPosition;
use crate::diagnostic::{Diagnostic, Sink};
use crate::path::with_slashes;
use crate::source::Table;

/// The theme before 0.22 where none was chosen.
const DEFAULT_OLD: &str = "base16-ocean-dark";

/// How colours are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum HighlightStyle {
    /// As style attributes.
    #[default]
    Inline,
    /// As classes, with a style sheet beside the site.
    Class,
}

/// The settings of highlighting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlighting {
    /// The theme's name, or the light one's.
    pub theme: String,
    /// The dark theme's name where two are used.
    pub dark_theme: Option<String>,
    /// How colours are written.
    pub style: HighlightStyle,
    /// Whether a code block in an unknown language is an error.
    pub error_on_missing_language: bool,
    /// Which element carries data attributes.
    pub data_attr_position: DataAttrPosition,
    /// Grammar files of the site, relative to the settings file.
    pub extra_grammars: Vec<String>,
    /// Theme files of the site.
    pub extra_themes: Vec<String>,
    /// What was written where the settings are those of Zola before 0.22.
    pub old: Option<OldHighlighting>,
}

/// Highlighting as it was set before Zola 0.22.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldHighlighting {
    /// `highlight_theme`, as written.
    pub theme: String,
    /// `highlight_themes_css`: themes and the style sheets they are written to.
    pub sheets: Vec<(String, String)>,
}

impl Highlighting {
    /// The names of the style sheets that are written, the light one's first (checklist HL-3).
    pub fn sheets(&self) -> Vec<&str> {
        match (&self.old, self.style, &self.dark_theme) {
            (_, HighlightStyle::Inline, _) => Vec::new(),
            (Some(old), ..) => old.sheets.iter().take(2).map(|(_, file)| file.as_str()).collect(),
            (None, _, Some(_)) => vec!["giallo-light.css", "giallo-dark.css"],
            (None, _, None) => vec!["giallo.css"],
        }
    }
}

impl Highlighting {
    /// Reads `[markdown.highlighting]`; none, told, if it does not say which theme.
    pub(super) fn read(mut table: Table, dialect: Dialect, sink: &Sink) -> Option<Highlighting> {
        const STYLES: [(&str, HighlightStyle); 2] =
            [("inline", HighlightStyle::Inline), ("class", HighlightStyle::Class)];
        // The documentation has them in lower case, the recorded program reads the others.
        const POSITIONS: [(&str, DataAttrPosition); 8] = [
            ("code", DataAttrPosition::Code),
            ("pre", DataAttrPosition::Pre),
            ("both", DataAttrPosition::Both),
            ("none", DataAttrPosition::None),
            ("Code", DataAttrPosition::Code),
            ("Pre", DataAttrPosition::Pre),
            ("Both", DataAttrPosition::Both),
            ("None", DataAttrPosition::None),
        ];
        let theme = table.string("theme", sink);
        let light = table.string("light_theme", sink);
        let dark = table.string("dark_theme", sink);
        let style = table.choice("style", &STYLES, sink).unwrap_or_default();
        let error_on_missing_language = table.boolean("error_on_missing_language", sink).unwrap_or(false);
        let data_attr_position = table.choice("data_attr_position", &POSITIONS, sink).unwrap_or_default();
        let extra_grammars = paths(&mut table, "extra_grammars", sink).unwrap_or_default();
        let extra_themes = paths(&mut table, "extra_themes", sink).unwrap_or_default();
        // V1 ignores what it does not know (checklist 1.3).
        match dialect {
            Dialect::V1 => table.finish_open(sink),
            Dialect::V2 => table.finish(sink),
        }
        // An empty name, as a list of all settings has it, names none.
        let given = |theme: &Option<String>| theme.clone().filter(|theme| !theme.is_empty());
        let (theme, dark_theme) = match (given(&theme), given(&light), given(&dark)) {
            (Some(theme), None, None) => (theme, None),
            (None, Some(light), Some(dark)) => (light, Some(dark)),
            _ => {
                let written = [("theme", theme), ("light_theme", light), ("dark_theme", dark)];
                // A theme of the wrong type is told already.
                if written.iter().all(|(key, value)| table.has(key) == value.is_some()) {
                    let key = written.iter().rfind(|(_, value)| value.is_some()).map_or("theme", |(key, _)| *key);
                    sink.push(Diagnostic::new(&HIGHLIGHT_THEME).at(table.source(), table.key_span(key)));
                }
                return None;
            }
        };
        Some(Highlighting {
            theme,
            dark_theme,
            style,
            error_on_missing_language,
            data_attr_position,
            extra_grammars,
            extra_themes,
            old: None,
        })
    }

    /// Reads the keys that stood in `[markdown]` before Zola 0.22, and says how they are written now (checklist MC-2).
    pub(super) fn read_old(markdown: &mut Table, sink: &Sink) -> Option<Highlighting> {
        let on = markdown.boolean("highlight_code", sink);
        let theme = markdown.string("highlight_theme", sink);
        let sheets = markdown.tables("highlight_themes_css", sink).unwrap_or_default().into_iter();
        let sheets: Vec<(String, String)> = sheets
            .filter_map(|mut sheet| Some((sheet.string("theme", sink)?, sheet.string("filename", sink)?)))
            .collect();
        let extra = paths(markdown, "extra_syntaxes_and_themes", sink);
        let strict = markdown.boolean("error_on_missing_highlight", sink);
        let class = theme.as_deref() == Some("css");
        let written = theme.clone().unwrap_or_else(|| DEFAULT_OLD.to_owned());
        let mut names = sheets.iter().map(|(theme, _)| theme.clone()).filter(|_| class);
        let theme = match theme {
            Some(theme) if !class => theme,
            _ => names.next().unwrap_or_else(|| DEFAULT_OLD.to_owned()),
        };
        let dark_theme = names.next();
        let old = Some(OldHighlighting { theme: written, sheets: sheets.clone() });
        let now = format!("[markdown.highlighting] theme = \"{theme}\"");
        let told = [
            ("highlight_code", now.clone()),
            (
                "highlight_theme",
                if class { "[markdown.highlighting] style = \"class\"".to_owned() } else { now.clone() },
            ),
            ("highlight_themes_css", "[markdown.highlighting] light_theme, dark_theme, style = \"class\"".to_owned()),
            ("extra_syntaxes_and_themes", "[markdown.highlighting] extra_grammars, extra_themes".to_owned()),
            ("error_on_missing_highlight", "[markdown.highlighting] error_on_missing_language".to_owned()),
        ];
        for (key, now) in told {
            if markdown.has(key) {
                let diagnostic = Diagnostic::new(&OLD_HIGHLIGHT).arg("key", markdown.path(key)).arg("now", now);
                sink.push(diagnostic.at(markdown.source(), markdown.key_span(key)));
            }
        }
        on.unwrap_or(false).then(|| Highlighting {
            theme,
            dark_theme,
            style: if class { HighlightStyle::Class } else { HighlightStyle::Inline },
            error_on_missing_language: strict.unwrap_or(false),
            data_attr_position: DataAttrPosition::default(),
            extra_grammars: extra.clone().unwrap_or_default(),
            extra_themes: extra.unwrap_or_default(),
            old,
        })
    }
}

/// Paths of the site, with `/` however they were written.
fn paths(table: &mut Table, key: &'static str, sink: &Sink) -> Option<Vec<String>> {
    Some(table.strings(key, sink)?.iter().map(|path| with_slashes(path).into_owned()).collect())
}
