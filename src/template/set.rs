//! All template files of a site: its own, its theme's, the built-in ones.

use super::builtin;
use super::code::NO_TEMPLATES;
use crate::config::{Config, Dialect};
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::path::SourcePath;
use crate::source::SourceTree;

/// The kinds of files that are templates in V2; those in V1 are these and a few more (checklist THM-2).
pub(super) const EXTENSIONS: [&str; 6] = ["html", "xml", "md", "txt", "json", "ics"];

/// The folders of templates, the site's before its theme's, each with what stands before the names of its templates.
pub(super) fn template_folders(theme: Option<&str>) -> Vec<(String, String)> {
    let theme = theme.map(|theme| (format!("themes/{theme}/templates"), theme_prefix(theme)));
    std::iter::once(("templates".to_owned(), String::new())).chain(theme).collect()
}

/// Whether a file in a folder of templates is one, `name` being its path there (checklist THM-2). In V1 everything whose
/// extension ends in `ml` is, and a theme has fewer kinds than a site.
fn is_template(file: &SourcePath, name: &str, dialect: Dialect, of_theme: bool) -> bool {
    let Some(extension) = file.extension() else { return false };
    match dialect {
        Dialect::V2 => EXTENSIONS.contains(&extension),
        Dialect::V1 if extension.ends_with("ml") || extension == "md" => true,
        Dialect::V1 if of_theme => name == "robots.txt",
        Dialect::V1 => EXTENSIONS.contains(&extension),
    }
}

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
    /// A site with neither folder is an error in V2, as in the reference (FS-1).
    pub fn load(sources: &SourceTree, config: &Config, sink: &Sink) -> TemplateSet {
        let mut files = Vec::new();
        for (folder, prefix) in template_folders(config.theme.as_deref()) {
            read(&folder, &prefix, config.dialect, sources, sink, &mut files);
        }
        // An empty folder is enough: the built-in templates stand in.
        let folder = || SourcePath::new("templates").is_some_and(|folder| sources.exists(&folder));
        if config.dialect == Dialect::V2 && config.theme.is_none() && files.is_empty() && !folder() {
            sink.push(Diagnostic::new(&NO_TEMPLATES).in_file(&config.file.path));
        }
        match config.dialect {
            Dialect::V1 => files.extend(builtin::older_templates()),
            Dialect::V2 => files.extend(builtin::templates()),
        }
        TemplateSet { files, theme: config.theme.clone() }
    }

    /// Templates of a layer above by themselves: names and texts.
    pub fn of_layer(texts: &[(&str, &str)]) -> TemplateSet {
        TemplateSet::default().with_builtin(texts)
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

/// Adds the templates below `folder`, their names with `prefix` in front.
fn read(
    folder: &str,
    prefix: &str,
    dialect: Dialect,
    sources: &SourceTree,
    sink: &Sink,
    files: &mut Vec<TemplateFile>,
) {
    for file in &sources.list(folder, sink) {
        let Some(name) = file.strip_prefix(folder).filter(|name| is_template(file, name, dialect, !prefix.is_empty()))
        else {
            continue;
        };
        match sources.text(file) {
            Ok(source) => files.push(TemplateFile { name: format!("{prefix}{name}"), source }),
            Err(diagnostic) => sink.push(diagnostic),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TemplateSet;
    use crate::config::Dialect;
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
        // checklist: FS-1
        let told = |dialect| {
            let sink = Sink::new();
            let mut config = config();
            config.dialect = dialect;
            TemplateSet::load(&sources(&[("content/a.md", "")]), &config, &sink);
            sink.finish().iter().map(|diagnostic| diagnostic.code.id).collect::<Vec<_>>()
        };
        assert_eq!(told(Dialect::V2), ["template-folder-missing"]);
        assert_eq!(told(Dialect::V1), [""; 0]);
    }

    #[test]
    fn more_files_are_templates_in_v1_and_fewer_in_its_themes() {
        // checklist: THM-2
        let kinds = ["a.yml", "b.toml", "c.txt", "d.json", "e.md", "robots.txt", "x/robots.txt", "f.rs"];
        let files: Vec<(String, &str)> = ["templates", "themes/t/templates"]
            .iter()
            .flat_map(|folder| kinds.iter().map(move |name| (format!("{folder}/{name}"), "")))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        let mut config = config();
        config.theme = Some("t".to_owned());
        let mut loaded = |dialect| {
            config.dialect = dialect;
            let set = TemplateSet::load(&sources(&files), &config, &Sink::new());
            names(&set).join(" ")
        };
        assert_eq!(
            loaded(Dialect::V1),
            "a.yml b.toml c.txt d.json e.md robots.txt x/robots.txt \
             t/templates/a.yml t/templates/b.toml t/templates/e.md t/templates/robots.txt"
        );
        assert_eq!(
            loaded(Dialect::V2),
            "c.txt d.json e.md robots.txt x/robots.txt \
             t/templates/c.txt t/templates/d.json t/templates/e.md t/templates/robots.txt t/templates/x/robots.txt"
        );
    }
}
