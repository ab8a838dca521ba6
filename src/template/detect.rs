//! Which dialect a site is written in, from all it has (checklist 0, MC-5): what it asks for, its settings, the syntax of
//! its templates, its shortcodes, its theme, its content.

use std::ops::Range;

use rayon::prelude::*;

use super::code::OTHER_DIALECT;
use super::set::{EXTENSIONS, TemplateFile, template_folders};
use super::sign::{Sign, sign, sign_of};
use super::tags::{Kind, pieces, tags};
use crate::config::{ConfigFile, Dialect, Recognised};
use crate::diagnostic::{Diagnostic, Sink, SourceText, Wording};
use crate::path::SourcePath;
use crate::source::{SourceTree, parse_toml};

const PLACE: Wording = Wording { zh: "{file} 第 {line} 行：{text}", en: "{file}:{line}: {text}" };
const SHORTCODES: Wording =
    Wording { zh: "有短代码文件夹 {folder}", en: "there is a folder of shortcodes, {folder}" };
const THEME: Wording =
    Wording { zh: "主题要求的最低版本是 {version}", en: "the theme's min_version is {version}" };

const READABLE: Wording =
    Wording { zh: "{file} 只有按这种写法才读得懂", en: "{file} can be read in no other way" };

/// The dialect of the site with these settings. Nothing is told here: files that cannot be read are told by whoever needs
/// them.
pub fn detect(file: &ConfigFile, sources: &SourceTree) -> Recognised {
    let asked = file.asked().or_else(|| file.told_by_keys());
    asked
        .or_else(|| by_templates(file, sources))
        .or_else(|| by_shortcodes(file, sources))
        .or_else(|| by_theme(file, sources))
        .or_else(|| by_reading(file, sources))
        // A layer's site is of this program, whose own templates are in V2.
        .or_else(|| file.is_layered().then(|| file.by_default()))
        .or_else(|| by_content(sources))
        .unwrap_or_else(|| file.by_default())
}

/// By the syntax that only one dialect has; where files disagree, by the most of them, and by names only where no syntax
/// tells. The place told is the first one that speaks for the outcome.
fn by_templates(file: &ConfigFile, sources: &SourceTree) -> Option<Recognised> {
    let read = |path: &SourcePath| {
        let source = sources.text(path).ok()?;
        let sign = sign(&source.text)?;
        Some((source, sign))
    };
    let mut found: Vec<(SourceText, Sign)> = files(file, sources).par_iter().filter_map(read).collect();
    let strongest = found.iter().map(|(_, sign)| sign.strength).max()?;
    found.retain(|(_, sign)| sign.strength == strongest);
    let older = found.iter().filter(|(_, sign)| sign.dialect == Dialect::V1).count();
    let dialect = if 2 * older >= found.len() { Dialect::V1 } else { Dialect::V2 };
    let (source, sign) = found.iter().find(|(_, sign)| sign.dialect == dialect)?;
    Some(at(dialect, source, sign.span.clone()))
}

/// The dialect for what stands at `span`.
fn at(dialect: Dialect, source: &SourceText, span: Range<usize>) -> Recognised {
    let (line, _) = source.position(span.start);
    let text: String = source.text[span].split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
    let args = vec![("file", source.path.to_string()), ("line", line.to_string()), ("text", text)];
    Recognised::because(dialect, PLACE, args)
}

/// The template files of the site and its theme.
fn files(file: &ConfigFile, sources: &SourceTree) -> Vec<SourcePath> {
    let folders = template_folders(file.theme().as_deref());
    let listed = folders.iter().flat_map(|(folder, _)| sources.list(folder, &Sink::new()));
    listed.filter(|path| path.extension().is_some_and(|extension| EXTENSIONS.contains(&extension))).collect()
}

/// By files that only one of the two languages can read at all, for whatever reason; nothing where files disagree.
fn by_reading(file: &ConfigFile, sources: &SourceTree) -> Option<Recognised> {
    let read = |path: &SourcePath| {
        let source = sources.text(path).ok()?;
        let (older, newer) = (super::tera1::reads(&source.text), super::tera2::reads(&source.text));
        (older != newer).then_some((if older { Dialect::V1 } else { Dialect::V2 }, path.clone()))
    };
    let found: Vec<(Dialect, SourcePath)> = files(file, sources).par_iter().filter_map(read).collect();
    let (dialect, path) = found.first()?;
    let agree = found.iter().all(|(other, _)| other == dialect);
    agree.then(|| Recognised::because(*dialect, READABLE, vec![("file", path.to_string())]))
}

/// A folder of shortcodes: they are gone from V2, where a folder of that name would hold components, which syntax tells.
fn by_shortcodes(file: &ConfigFile, sources: &SourceTree) -> Option<Recognised> {
    let folders = template_folders(file.theme().as_deref());
    let mut shortcodes = folders.iter().map(|(folder, _)| format!("{folder}/shortcodes"));
    let folder = shortcodes.find(|folder| !sources.list(folder, &Sink::new()).is_empty())?;
    Some(Recognised::because(Dialect::V1, SHORTCODES, vec![("folder", folder)]))
}

/// What the theme says it needs. A site that is a theme itself has its own `theme.toml` at the root.
fn by_theme(file: &ConfigFile, sources: &SourceTree) -> Option<Recognised> {
    let of_theme = file.theme().map(|theme| format!("themes/{theme}/theme.toml"));
    let mut paths = of_theme.into_iter().chain(["theme.toml".to_owned()]).filter_map(|path| SourcePath::new(&path));
    paths.find_map(|path| {
        let source = sources.exists(&path).then(|| sources.text(&path).ok()).flatten()?;
        let entries = parse_toml(&source, 0..source.text.len()).ok()?;
        let table = crate::config::Table::new(source, "", 0..0, entries);
        let version = table.text("min_version")?.to_owned();
        Some(Recognised::because(Dialect::of_version(&version)?, THEME, vec![("version", version)]))
    })
}

/// The first call of a shortcode or component in the content, code left out.
fn by_content(sources: &SourceTree) -> Option<Recognised> {
    let files = sources.list("content", &Sink::new());
    files.par_iter().filter(|path| path.extension() == Some("md")).find_map_first(|path| {
        // Most files have no tag; they are not decoded. What has zeros is in an encoding where braces look otherwise.
        let bytes = sources.world().read(path).ok()?;
        if !has_tag(&bytes) && memchr::memchr(0, &bytes).is_none() {
            return None;
        }
        let source = sources.text(path).ok()?;
        let (dialect, span) = call_in(&source.text)?;
        Some(at(dialect, &source, span))
    })
}

/// The first call in a content file.
fn call_in(text: &str) -> Option<(Dialect, Range<usize>)> {
    if !has_tag(text.as_bytes()) {
        return None;
    }
    tags(text).into_iter().find_map(|tag| {
        let inside = pieces(text, tag.inner.clone());
        let mut texts = inside.iter().map(|piece| piece.text);
        let dialect = match (inside.first()?.kind, texts.next()?, texts.next(), texts.next_back()) {
            (Kind::Mark, "<", ..) => Dialect::V2,
            (Kind::Word, "component" | "set" | "if" | "for", Some(_), _) if tag.is_statement => Dialect::V2,
            (Kind::Word, _, Some("("), Some(")")) => Dialect::V1,
            _ => return None,
        };
        (!in_code(text, tag.span.start)).then_some((dialect, tag.span))
    })
}

/// Whether there is what tags begin with.
fn has_tag(text: &[u8]) -> bool {
    memchr::memchr_iter(b'{', text).any(|at| matches!(text.get(at + 1), Some(b'{' | b'%')))
}

/// Whether the byte at `at` stands in fenced code or between backquotes, as far as its line and the fences before tell.
fn in_code(text: &str, at: usize) -> bool {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let fences = text[..line_start].lines().filter(|line| {
        let line = line.trim_start();
        line.starts_with("```") || line.starts_with("~~~")
    });
    fences.count() % 2 == 1 || text[line_start..at].matches('`').count() % 2 == 1
}

/// The diagnostics for files of the other dialect than the site's, which could not be read: where each shows it.
pub(in crate::template) fn strangers<'f>(
    files: impl Iterator<Item = &'f TemplateFile>,
    own: Dialect,
) -> impl Iterator<Item = (&'f str, Diagnostic)> {
    let other = match own {
        Dialect::V1 => Dialect::V2,
        Dialect::V2 => Dialect::V1,
    };
    files.filter_map(move |file| {
        let sign = sign_of(&file.source.text, other)?;
        let diagnostic = Diagnostic::new(&OTHER_DIALECT).arg("name", &file.name);
        let diagnostic = diagnostic.arg("other", other.zola()).arg("own", own.zola());
        Some((file.name.as_str(), diagnostic.at(&file.source, sign.span)))
    })
}

#[cfg(test)]
mod tests {
    use super::call_in;
    use crate::config::{ConfigFile, Dialect, Overrides, Recognised};
    use crate::diagnostic::{Locale, Sink};
    use crate::template::testing::sources;

    fn detected(files: &[(&str, &str)]) -> Recognised {
        let sources = sources(files);
        let sink = Sink::new();
        let file = ConfigFile::read(&sources, &Overrides::default(), &sink).unwrap();
        assert!(sink.finish().iter().all(|told| told.code.id == "config-key-old"));
        super::detect(&file, &sources)
    }

    /// The dialect with its reason, in English.
    fn told(files: &[(&str, &str)]) -> (Dialect, String) {
        let Recognised { dialect, reason } = detected(files);
        (dialect, reason.map(|reason| reason.wording.fill(Locale::En, &reason.args)).unwrap_or_default())
    }

    #[test]
    fn each_clue_counts_less_than_the_one_before() {
        let mut files = vec![("zola.toml", "theme = \"t\"\n")];
        let undecided = "the templates would do for either, and the settings are in zola.toml";
        assert_eq!(told(&files), (Dialect::V2, undecided.to_owned()));
        files.push(("content/a.md", "+++\n+++\n`{{ no(a=1) }}`\n\n{{ yes(a=1) }}"));
        assert_eq!(told(&files), (Dialect::V1, "content/a.md:5: {{ yes(a=1) }}".to_owned()));
        files.push(("themes/t/theme.toml", "min_version = \"0.23.1\""));
        assert_eq!(told(&files), (Dialect::V2, "the theme's min_version is 0.23.1".to_owned()));
        files.push(("themes/t/templates/shortcodes/yes.html", ""));
        let folder = "there is a folder of shortcodes, themes/t/templates/shortcodes";
        assert_eq!(told(&files), (Dialect::V1, folder.to_owned()));
        files.push(("templates/names.html", "{{ a | values }}"));
        assert_eq!(told(&files), (Dialect::V2, "templates/names.html:1: values".to_owned()));
        files.push(("templates/old.html", "\n{% macro\n m() %}{% endmacro %}"));
        assert_eq!(told(&files), (Dialect::V1, "templates/old.html:2: {% macro m() %}".to_owned()));
        files.push(("templates/new.html", "{{ <a/> }}"));
        files.push(("themes/t/templates/new.html", "{{ <a/> }}"));
        assert_eq!(told(&files).0, Dialect::V2);
        files[0].1 = "theme = \"t\"\n[markdown]\nhighlight_code = true\n";
        assert_eq!(told(&files), (Dialect::V1, "zola.toml:3 sets markdown.highlight_code".to_owned()));
        files[0].1 = "theme = \"t\"\n[markdown]\nhighlight_code = true\n[compat]\nzola = \"0.23\"\n";
        assert_eq!(told(&files), (Dialect::V2, String::new()));
    }

    // checklist: MC-1
    #[test]
    fn settings_in_a_form_of_long_ago_decide() {
        let of = |settings: &str| told(&[("zola.toml", settings)]);
        assert_eq!(of("languages = [{ code = \"fr\" }]"), (Dialect::V1, "zola.toml:1 sets languages".to_owned()));
        assert_eq!(of("\n[translations.fr]\na = \"b\"").1, "zola.toml:2 sets translations.fr");
        assert_eq!(of("[translations]\na = \"b\"\n[languages.fr]").0, Dialect::V2);
    }

    #[test]
    fn files_that_only_one_language_can_read_decide() {
        let escapes = ("templates/a.html", "{{ a | regex_replace(pattern=`\\d+`, rep=\"#\") }}");
        let either = ("templates/page.html", "{{ page.title }}");
        let told = |files: &[(&str, &str)]| told(&[&[("zola.toml", "")], files].concat());
        assert_eq!(told(&[either, escapes]), (Dialect::V1, "templates/a.html can be read in no other way".to_owned()));
        let literal = ("templates/b.html", "{% if 9 is odd %}odd{% endif %}");
        assert_eq!(told(&[either, literal]).0, Dialect::V2);
        // Where files disagree the settings' name decides.
        assert_eq!(told(&[("templates/0.html", literal.1), escapes]).1, told(&[either]).1);
        // A mistake in both is no sign.
        assert_eq!(told(&[("templates/0.html", "{{ a")]).1, told(&[either]).1);
    }

    #[test]
    fn where_nothing_tells_the_name_of_the_settings_does() {
        for (file, dialect, says) in
            [("config.toml", Dialect::V1, true), ("zola.toml", Dialect::V2, true), ("lianluo.toml", Dialect::V2, false)]
        {
            let recognised = detected(&[(file, ""), ("templates/page.html", "{{ page.title }}")]);
            assert_eq!((recognised.dialect, recognised.reason.is_some()), (dialect, says), "{file}");
        }
    }

    #[test]
    fn calls_in_content_tell_where_they_are_no_code() {
        let dialect = |text: &str| call_in(text).map(|(dialect, _)| dialect);
        assert_eq!(dialect("a {{ youtube(id=\"x\") }}"), Some(Dialect::V1));
        assert_eq!(dialect("{% quote(by='x') %}a{% end %}"), Some(Dialect::V1));
        assert_eq!(dialect("{{ <youtube id=\"x\" /> }}"), Some(Dialect::V2));
        assert_eq!(dialect("{% if a %}b{% endif %}"), Some(Dialect::V2));
        assert_eq!(dialect("```\n{{ youtube(id=1) }}\n```\n`{{ <y/> }}` {{ a }} {{ b.c }}"), None);
    }
}
