//! All template files of a site: its own, its theme's, the built-in ones.

use super::builtin;
use super::code::NO_TEMPLATES;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::path::SourcePath;
use crate::source::SourceTree;

/// The kinds of files that are templates (checklist THM-2).
const EXTENSIONS: [&str; 6] = ["html", "xml", "md", "txt", "json", "ics"];

/// One template file.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// The name the engine knows it by: `page.html`, `<theme>/templates/page.html`, `lianluo:page.html`.
    pub name: String,
    /// Its text and where it lies (built-in ones below `lianluo:`).
    pub source: SourceText,
}

/// The template files, read once.
#[derive(Clone, Debug, Default)]
pub struct TemplateSet {
    /// The files; those of the site first, then the theme's, then the built-in ones.
    pub files: Vec<TemplateFile>,
    /// The theme's name, whose templates stand in where the site has none of a name.
    pub theme: Option<String>,
}

impl TemplateSet {
    /// Reads `templates/` and `themes/<theme>/templates/` and adds the built-in ones (checklist THM-1, THM-2, THM-5).
    /// A site with neither folder is an error, as in the reference.
    pub fn load(sources: &SourceTree, config: &Config, sink: &Sink) -> TemplateSet {
        let mut files = Vec::new();
        let found = read("templates", "", sources, sink, &mut files);
        match &config.theme {
            Some(theme) => {
                let prefix = theme_prefix(theme);
                read(&format!("themes/{theme}/templates"), &prefix, sources, sink, &mut files);
            }
            // An empty folder is enough: the built-in templates stand in.
            None if !found && !SourcePath::new("templates").is_some_and(|folder| sources.exists(&folder)) => {
                sink.push(Diagnostic::new(&NO_TEMPLATES).in_file(&config.file.path));
            }
            None => {}
        }
        files.extend(builtin::templates());
        TemplateSet { files, theme: config.theme.clone() }
    }

    /// Adds the built-in templates of a layer above: names and texts.
    pub fn with_builtin(mut self, texts: &[(&str, &str)]) -> TemplateSet {
        self.files.extend(builtin::named(texts));
        self
    }

    /// What stands before a template's plain name, in the order the names are tried after the plain one.
    pub fn prefixes(&self) -> Vec<String> {
        let theme = self.theme.as_deref().map(theme_prefix);
        theme.into_iter().chain([builtin::PREFIX.to_owned()]).collect()
    }
}

fn theme_prefix(theme: &str) -> String {
    format!("{theme}/templates/")
}

/// Adds the templates below `folder`, their names with `prefix` in front; whether there was any file.
fn read(folder: &str, prefix: &str, sources: &SourceTree, sink: &Sink, files: &mut Vec<TemplateFile>) -> bool {
    let listed = sources.list(folder, sink);
    for file in &listed {
        let Some(name) = file.strip_prefix(folder) else { continue };
        if !file.extension().is_some_and(|extension| EXTENSIONS.contains(&extension)) {
            continue;
        }
        match sources.text(file) {
            Ok(source) => files.push(TemplateFile { name: format!("{prefix}{name}"), source }),
            Err(diagnostic) => sink.push(diagnostic),
        }
    }
    !listed.is_empty()
}

#[cfg(test)]
mod tests {
    use super::TemplateSet;
    use crate::diagnostic::Sink;
    use crate::template::testing::{config, sources};

    fn names(set: &TemplateSet) -> Vec<&str> {
        set.files.iter().map(|file| file.name.as_str()).filter(|name| !name.starts_with("lianluo:")).collect()
    }

    #[test]
    fn the_sites_own_come_first_then_the_themes() {
        let sources = sources(&[
            ("templates/page.html", ""),
            ("templates/notes.rs", ""),
            ("templates/a/b.md", ""),
            ("themes/plain/templates/page.html", ""),
            ("themes/other/templates/page.html", ""),
        ]);
        let mut config = config();
        config.theme = Some("plain".to_owned());
        let sink = Sink::new();
        let set = TemplateSet::load(&sources, &config, &sink);
        assert_eq!(names(&set), ["a/b.md", "page.html", "plain/templates/page.html"]);
        assert_eq!(set.prefixes(), ["plain/templates/", "lianluo:"]);
        assert!(sink.finish().is_empty());
    }

    #[test]
    fn a_site_without_templates_or_theme_is_told() {
        let sink = Sink::new();
        TemplateSet::load(&sources(&[("content/a.md", "")]), &config(), &sink);
        let found = sink.finish();
        assert_eq!(found.iter().map(|diagnostic| diagnostic.code.id).collect::<Vec<_>>(), ["template-folder-missing"]);
    }
}
