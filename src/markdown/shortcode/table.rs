//! The shortcodes of a site: template files by the name they are called by (checklist SC-1).

use std::collections::BTreeMap;

use crate::template::TemplateSet;

/// The folder of shortcodes among the templates.
const FOLDER: &str = "shortcodes/";

/// How a shortcode is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcode {
    /// The template's name.
    pub template: String,
    /// Whether what it makes is Markdown, read with the text around it.
    pub is_markdown: bool,
}

/// The shortcodes by name.
#[derive(Clone, Debug, Default)]
pub struct Shortcodes {
    by_name: BTreeMap<String, Shortcode>,
}

impl Shortcodes {
    /// Those of a set: the site's own before its theme's.
    pub fn of(set: &TemplateSet) -> Shortcodes {
        let mut by_name = BTreeMap::new();
        let prefixes = set.prefixes();
        for file in &set.files {
            let plain =
                prefixes.iter().find_map(|prefix| file.name.strip_prefix(prefix.as_str())).unwrap_or(&file.name);
            let Some((name, extension)) = plain.strip_prefix(FOLDER).and_then(|name| name.rsplit_once('.')) else {
                continue;
            };
            let shortcode = Shortcode { template: plain.to_owned(), is_markdown: extension == "md" };
            by_name.entry(name.to_owned()).or_insert(shortcode);
        }
        Shortcodes { by_name }
    }

    /// The shortcode called `name`.
    pub fn get(&self, name: &str) -> Option<&Shortcode> {
        self.by_name.get(name)
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}
