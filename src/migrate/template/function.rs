//! Functions whose arguments have other names or other defaults (checklist MF-1, MF-2).

use super::filter::{argument, literal};
use super::{Rewriter, Within};
use crate::migrate::code::NO_FUNCTION;
use crate::template::tera1::syntax::{Call, Span};

/// The functions of 0.23.
const KNOWN: [&str; 19] = [
    "get_page",
    "get_section",
    "get_taxonomy",
    "get_taxonomy_term",
    "get_taxonomy_url",
    "get_url",
    "get_hash",
    "get_image_metadata",
    "get_random",
    "load_data",
    "resize_image",
    "trans",
    "now",
    "range",
    "throw",
    "super",
    "text_direction",
    "get_env",
    "include",
];

/// Functions that looked things up in the default language and do so in the page's since.
const OF_DEFAULT_LANGUAGE: [&str; 6] =
    ["get_page", "get_section", "get_taxonomy", "get_taxonomy_term", "get_taxonomy_url", "trans"];

impl Rewriter<'_> {
    pub fn function(&mut self, call: &Call) -> String {
        let name = self.of(call.name);
        let mut edits: Vec<(Span, String)> = Vec::new();
        if !KNOWN.contains(&name) {
            // An error wherever it was reached.
            self.note_with(&NO_FUNCTION, call.name, "name", name);
            return format!("throw(message=\"there is no function {name}\")");
        }
        if name == "get_taxonomy_url"
            && let Some(term) = argument(self, call, "name")
        {
            edits.push((term.name, "term".to_owned()));
        }
        if name == "get_random" && argument(self, call, "start").is_none() {
            return self.with_argument(call, "start=0");
        }
        let text = self.arguments(call, edits);
        if !self.site.config.is_multilingual() || argument(self, call, "lang").is_some() {
            return text;
        }
        let path = argument(self, call, "path").and_then(|path| literal(self, &path.value));
        let content = name == "get_url" && path.is_some_and(|path| path.starts_with("@/"));
        if !content && !OF_DEFAULT_LANGUAGE.contains(&name) {
            return text;
        }
        let language = match argument(self, call, "path") {
            // A path put together may be that of another language's file.
            Some(given) if path.is_none() && matches!(name, "get_page" | "get_section") && self.knows_language() => {
                let given = self.value(&given.value).indexable().text;
                let own = format!("{given} is containing(pat=\".\" ~ lang ~ \".md\")");
                format!("(lang if {own} else \"{}\")", self.language_of(None))
            }
            _ => format!("\"{}\"", self.language_of(path)),
        };
        let Some(close) = text.rfind(')') else { return text };
        let comma = if call.arguments.is_empty() { "" } else { ", " };
        let before = text[..close].trim_end().trim_end_matches(',');
        format!("{before}{comma}lang={language}{}", &text[text[..close].trim_end().len()..])
    }

    /// Whether the language of what is shown is at hand: not in a macro that is not given it.
    fn knows_language(&self) -> bool {
        self.within == Within::Template && !self.in_macro || self.scope.find("lang").is_some()
    }

    /// The language a path names, else the default one.
    fn language_of(&self, path: Option<&str>) -> String {
        let config = &self.site.config;
        let code = path.and_then(|path| path.strip_suffix(".md")?.rsplit_once('.')).map(|(_, code)| code);
        let named = code.and_then(|code| config.language(code));
        named.unwrap_or_else(|| config.default_language()).code.clone()
    }
}
