//! What the layer gives to templates, for the analysis of what templates look at.

use crate::template::Shape::{Document, Documents, Plain};
use crate::template::Shapes;

/// The variables of archive pages, the fields of quarters and members and those added to pages, the functions.
pub const SHAPES: Shapes = Shapes {
    // The archive and its years tell of quarters, not of their pages.
    // The ledger tells of entries by title and address, not of their pages; so do lists of what was taken up.
    variables: &[
        ("archive", Plain),
        ("year", Plain),
        ("quarter", Document),
        ("search", Plain),
        ("ledger", Plain),
        ("media", Plain),
        ("collections", Documents),
        ("volume", Document),
    ],
    fields: &[
        // Of pages.
        ("entry", Plain),
        ("quarter", Plain),
        // Of quarters.
        ("label", Plain),
        ("start", Plain),
        ("end", Plain),
        ("count", Plain),
        ("current", Plain),
        ("json", Plain),
        ("kinds", Documents),
        // Of members.
        ("id", Plain),
        ("sector", Plain),
        ("post", Plain),
        ("term", Plain),
        ("photo", Plain),
        ("honours", Plain),
        ("lights", Plain),
        ("timeline", Documents),
        // Of collections and their volumes.
        ("series", Plain),
        ("volume", Plain),
        ("volumes", Documents),
        ("categories", Documents),
        ("contributors", Plain),
    ],
    functions: &[
        ("get_kinds", Plain),
        ("get_quarters", Plain),
        ("get_quarter", Document),
        ("get_members", Documents),
        ("get_member", Document),
        ("get_entries", Documents),
        ("get_liaison", Plain),
        ("get_ledger", Plain),
        ("get_targets", Plain),
        ("get_tasks", Plain),
        ("get_adoptions", Plain),
        ("get_issues", Plain),
        ("get_words", Plain),
        ("get_collections", Documents),
        ("get_collection", Document),
    ],
};

#[cfg(test)]
mod tests {
    use include_dir::{Dir, include_dir};

    use super::SHAPES;
    use crate::diagnostic::SourceText;
    use crate::liaison::archive::TEMPLATES;
    use crate::path::SourcePath;
    use crate::template::{Fields, TemplateFile, TemplateSet, Usage, Usages};

    static THEME: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/qingxi/templates");

    /// The default theme's templates over the built-in ones.
    fn theme() -> TemplateSet {
        let mut folders = vec![&THEME];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            for file in folder.files() {
                let name = format!("qingxi/templates/{}", file.path().display().to_string().replace('\\', "/"));
                let path = SourcePath::new(&format!("themes/{name}")).unwrap();
                let text = file.contents_utf8().unwrap().into();
                files.push(TemplateFile { name, source: SourceText { path, text } });
            }
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        TemplateSet { files, theme: Some("qingxi".to_owned()) }.with_builtin(&[]).with_builtin(&TEMPLATES)
    }

    fn shown(name: &str, usage: &Usage) -> String {
        let list = |fields: &Fields| match fields {
            Fields::All => "everything".to_owned(),
            Fields::Named(names) => names.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
        };
        let files: Vec<&str> = usage.files.iter().map(|name| name.trim_start_matches("qingxi/templates/")).collect();
        format!(
            "{name}: {}\n  own: {}\n  others: {}\n  time: {:?}\n",
            files.join(" "),
            list(&usage.own),
            list(&usage.others),
            usage.time
        )
    }

    #[test]
    fn every_template_of_the_default_theme_is_understood() {
        let set = theme();
        let usages = Usages::analyse(&set, SHAPES);
        let entries = set.files.iter().filter(|file| !file.name.contains("/components/"));
        let names = entries.map(|file| file.name.trim_start_matches("qingxi/templates/"));
        let all: Vec<String> = names.map(|name| shown(name, usages.of(name))).collect();
        insta::assert_snapshot!(all.join("\n"));
    }
}
