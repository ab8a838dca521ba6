//! Sass to CSS, by grass (checklist SASS-1).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use grass_compiler::{ErrorKind, Fs, Options, OutputStyle};
use rayon::prelude::*;

use super::code::{SASS, SASS_CONFLICT, STATIC_NAME};
use super::sass_random;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::path::{Route, SourcePath};
use crate::source::SourceTree;

/// How deep rules may lie in one another: each costs the compiler stack.
const DEEPEST: usize = 200;

/// A compiled style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleSheet {
    /// Where it goes.
    pub route: Route,
    /// Its CSS, compressed; with a byte order mark if it is not all ASCII.
    pub css: Vec<u8>,
}

/// Compiles the theme's `sass/` and, where the settings say so, the site's, which wins. Sorted by route; mistakes are
/// told at their line. What `@warn` and `@debug` say is not shown.
pub fn compile_sass(sources: &SourceTree, config: &Config, sink: &Sink) -> Vec<StyleSheet> {
    let mut sheets: BTreeMap<Route, (SourcePath, String)> = BTreeMap::new();
    if let Some(theme) = &config.theme {
        sheets.extend(sheets_in(&format!("themes/{theme}/sass"), sources, sink));
    }
    if config.compile_sass {
        sheets.extend(sheets_in("sass", sources, sink));
    }
    let sheets: Vec<_> = sheets.into_iter().collect();
    let compiled = sheets.into_par_iter().filter_map(|(route, (source, folder))| {
        let css = compile(&source, &folder, sources).map_err(|diagnostic| sink.push(*diagnostic)).ok()?;
        Some(StyleSheet { route, css: css.into_bytes() })
    });
    compiled.collect()
}

/// The style sheets of a folder: where each goes, and its source with the folder. Names that start with `_` are parts
/// of others. Two sources of one style sheet are told.
fn sheets_in(folder: &str, sources: &SourceTree, sink: &Sink) -> BTreeMap<Route, (SourcePath, String)> {
    let mut sheets: BTreeMap<Route, (SourcePath, String)> = BTreeMap::new();
    for listed in sources.list(folder, sink) {
        let Some(name) = listed.strip_prefix(folder) else { continue };
        let stem = name.strip_suffix(".scss").or(name.strip_suffix(".sass"));
        let Some(stem) = stem.filter(|_| !name.split('/').any(|part| part.starts_with('_'))) else { continue };
        let Ok(route) = Route::file(&format!("{stem}.css")) else {
            let part: String = stem.escape_debug().take(40).collect();
            sink.push(Diagnostic::new(&STATIC_NAME).arg("file", &listed).arg("part", part).in_file(&listed));
            continue;
        };
        if let Some((other, _)) = sheets.get(&route) {
            let diagnostic = Diagnostic::new(&SASS_CONFLICT)
                .arg("one", other)
                .arg("other", &listed)
                .arg("css", &route)
                .in_file(other)
                .in_file(&listed);
            sink.push(diagnostic);
            continue;
        }
        sheets.insert(route, (listed, folder.to_owned()));
    }
    sheets
}

/// Compiles one style sheet; `folder` is where names are looked up that are not beside it.
fn compile(source: &SourcePath, folder: &str, sources: &SourceTree) -> Result<String, Box<Diagnostic>> {
    let files = Files { sources, folders: folders(folder, sources) };
    let options = Options::default().fs(&files).style(OutputStyle::Compressed).load_path(folder).quiet(true);
    let options = options.add_custom_fn("random", sass_random::function());
    sass_random::restart();
    let diagnostic = |reason: &str| Diagnostic::new(&SASS).arg("file", source).arg("reason", reason);
    // grass panics on some input it does not know; that is the style sheet's mistake, not the end of the build.
    let result = catch_unwind(AssertUnwindSafe(|| grass_compiler::from_path(source.as_str(), &options)));
    let error = match result {
        Ok(Ok(css)) => return Ok(css),
        Ok(Err(error)) => error,
        Err(_) => return Err(Box::new(diagnostic("unknown Sass").in_file(source))),
    };
    let shown = error.to_string();
    Err(Box::new(match error.kind() {
        ErrorKind::ParseError { message, loc, .. } => {
            let path = SourcePath::new(loc.file.name());
            let text = path.as_ref().and_then(|path| sources.text(path).ok());
            match text {
                Some(text) => {
                    let span = span(&text, (loc.begin.line, loc.begin.column), (loc.end.line, loc.end.column));
                    diagnostic(&message).at(&text, span)
                }
                None => diagnostic(&message).in_file(source),
            }
        }
        ErrorKind::IoError(error) => diagnostic(&error.to_string()).in_file(source),
        ErrorKind::FromUtf8Error(reason) => diagnostic(&reason).in_file(source),
        _ => diagnostic(&shown).in_file(source),
    }))
}

/// How deep brackets lie in one another at most in a style sheet.
pub fn depth_of_brackets(style: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in style {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The bytes between two places, each a line and a column of characters from 0.
fn span(text: &SourceText, begin: (usize, usize), end: (usize, usize)) -> std::ops::Range<usize> {
    let offset = |(line, column): (usize, usize)| {
        let start: usize = text.text.split_inclusive('\n').take(line).map(str::len).sum();
        start + text.text[start..].chars().take(column).map(char::len_utf8).sum::<usize>()
    };
    let start = offset(begin);
    start..offset(end).max(start)
}

/// All folders below `folder`, itself included.
fn folders(folder: &str, sources: &SourceTree) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for listed in sources.world().list(folder).unwrap_or_default() {
        let mut above = listed.parent();
        while above.len() >= folder.len() && folders.insert(above.to_owned()) {
            above = above.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    folders
}

/// The site's sources as the file system that `@use` and `@import` look into: nothing outside them is read.
struct Files<'a> {
    sources: &'a SourceTree,
    folders: BTreeSet<String>,
}

impl fmt::Debug for Files<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").field("folders", &self.folders).finish_non_exhaustive()
    }
}

/// A path as grass puts it together, in the site; none if it leads out of it.
fn inside(path: &Path) -> Option<SourcePath> {
    SourcePath::new(path.to_str()?)
}

impl Fs for Files<'_> {
    fn is_dir(&self, path: &Path) -> bool {
        let Some(path) = inside(path) else { return false };
        self.folders.contains(path.as_str())
            || self.sources.world().list(path.as_str()).is_ok_and(|listed| !listed.is_empty())
    }

    fn is_file(&self, path: &Path) -> bool {
        inside(path).is_some_and(|path| self.sources.exists(&path) && !self.folders.contains(path.as_str()))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = inside(path).ok_or(io::ErrorKind::NotFound)?;
        let bytes = self.sources.world().read(&path)?;
        let (text, _) = crate::source::decode(bytes).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{path}: no text at byte {}", error.offset))
        })?;
        let indent = |line: &str| line.bytes().take_while(u8::is_ascii_whitespace).count();
        let is_indented = path.extension() == Some("sass");
        let levels = if is_indented { text.lines().map(indent).max().unwrap_or(0) } else { 0 };
        if depth_of_brackets(text.as_bytes()) > DEEPEST || levels > DEEPEST {
            return Err(io::Error::other(format!("{path}: rules lie more than {DEEPEST} deep in one another")));
        }
        // The compiler lets functions be added without a module only. As many blanks keep the columns.
        Ok(text.replace("math.random(", "     random(").into_bytes())
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        inside(path).map(|path| PathBuf::from(path.as_str())).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::compile_sass;
    use crate::config::testing::config;
    use crate::diagnostic::{Locale, Sink, to_terminal};
    use crate::path::SourcePath;
    use crate::source::{MemoryWorld, SourceTree};

    fn compiled(files: &[(&str, &str)], theme: Option<&str>) -> (Vec<(String, String)>, String) {
        let mut world = MemoryWorld::default();
        for (path, text) in files {
            world.files.insert(SourcePath::new(path).expect("a path"), text.as_bytes().to_vec());
        }
        let mut config = config("");
        config.theme = theme.map(str::to_owned);
        config.compile_sass = true;
        let sink = Sink::new();
        let sheets = compile_sass(&SourceTree::new(Arc::new(world)), &config, &sink);
        let text = |css: Vec<u8>| String::from_utf8(css).expect("CSS is UTF-8");
        let sheets = sheets.into_iter().map(|sheet| (sheet.route.to_string(), text(sheet.css))).collect();
        (sheets, to_terminal(&sink.finish(), Locale::En, false))
    }

    #[test]
    fn both_syntaxes_compile_with_their_parts() {
        let (sheets, report) = compiled(
            &[
                ("sass/_mixins.scss", "@mixin round($r) { border-radius: $r; }"),
                ("sass/parts/_colours.scss", "$ink: #222;"),
                ("sass/_hidden/x.scss", "a { b: c }"),
                (
                    "sass/main.scss",
                    "@use \"parts/colours\" as c;\n@import \"mixins\";\nnav { @include round(3px); color: c.$ink; }",
                ),
                ("sass/nested/indented.sass", "$w: 10px\n.a\n  width: $w\n"),
                ("sass/nested/deep.scss", "@import \"mixins\"; .a::after { content: \"→\" }"),
                ("sass/readme.txt", "not a style sheet"),
            ],
            None,
        );
        assert_eq!(report, "");
        let expected = [
            ("main.css", "nav{border-radius:3px;color:#222}"),
            ("nested/deep.css", "\u{feff}.a::after{content:\"→\"}"),
            ("nested/indented.css", ".a{width:10px}"),
        ];
        assert_eq!(sheets, expected.map(|(route, css)| (route.to_owned(), css.to_owned())));
    }

    #[test]
    fn the_sites_sheet_replaces_the_themes_which_needs_no_setting() {
        let files = [
            ("themes/plain/sass/look.scss", "a{b:theme}"),
            ("themes/plain/sass/only.scss", "a{b:theme}"),
            ("sass/look.scss", "a{b:site}"),
        ];
        let (sheets, _) = compiled(&files, Some("plain"));
        assert_eq!(sheets.iter().map(|(_, css)| css.as_str()).collect::<Vec<_>>(), ["a{b:site}", "a{b:theme}"]);
    }

    #[test]
    fn chance_is_the_same_each_time() {
        let text = "@use \"sass:math\";\n@for $i from 1 through 4 { .a#{$i} { b: random(6); c: math.random() } }";
        let (sheets, report) = compiled(&[("sass/a.scss", text), ("sass/b.scss", text)], None);
        assert_eq!(report, "");
        assert_eq!(sheets[0].1, sheets[1].1);
        let numbers = |key: &str| -> Vec<f64> {
            let after = sheets[0].1.split(key).skip(1);
            after.map(|rest| rest.split([';', '}']).next().and_then(|number| number.parse().ok()).expect(key)).collect()
        };
        let (dice, fractions) = (numbers("b:"), numbers("c:"));
        assert_eq!((dice.len(), fractions.len()), (4, 4));
        assert!(dice.iter().all(|one| (1.0..=6.0).contains(one) && one.fract() == 0.0), "{dice:?}");
        assert!(fractions.iter().all(|one| (0.0..1.0).contains(one)), "{fractions:?}");
        assert!(dice.iter().any(|one| *one != dice[0]) && fractions.iter().any(|one| *one != fractions[0]));
        for (limit, told) in [("0", "whole number"), ("1.5", "whole number"), ("a", "number")] {
            let (_, report) = compiled(&[("sass/a.scss", &format!("a {{ b: random({limit}) }}"))], None);
            assert!(report.contains(told) && report.contains("sass/a.scss:1"), "{report}");
        }
    }

    #[test]
    fn mistakes_are_told_at_their_line_even_in_a_part() {
        let (sheets, report) = compiled(
            &[
                ("sass/a.scss", "@import \"part\";"),
                ("sass/_part.scss", "/* 注释 */\na { width: $nothing; }"),
                ("sass/b.scss", "@import \"../../outside\";"),
                ("sass/look.sass", "a\n  color: blue\n"),
                ("sass/look.scss", "a { color: red; }"),
            ],
            None,
        );
        assert_eq!(sheets.len(), 1);
        insta::assert_snapshot!(report);
    }
}
