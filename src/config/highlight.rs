//! `[markdown.highlighting]`: colours of code (checklist HL-1 to HL-6).

use super::markdown::DataAttrPosition;

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
}
