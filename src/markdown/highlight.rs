//! Code blocks in colour (checklist 1.13), by syntect with two-face's grammars.

use crate::config::Config;
use crate::diagnostic::Sink;
use crate::source::SourceTree;

/// Grammars and themes, loaded when the first code block needs them.
pub struct Highlighter {}

impl Highlighter {
    /// The highlighter of a site; unknown themes and unreadable grammars are told.
    pub fn new(config: &Config, sources: &SourceTree, sink: &Sink) -> Highlighter {
        let _ = (config, sources, sink);
        unimplemented!()
    }

    /// The style sheet of the site's theme for `style = "class"`, the dark one's if `dark`.
    pub fn style_sheet(&self, dark: bool) -> String {
        let _ = dark;
        unimplemented!()
    }
}
