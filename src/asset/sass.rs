//! Sass to CSS, by grass (checklist SASS-1).

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use grass_compiler::{ErrorKind, Options, OutputStyle};
use rayon::prelude::*;

use super::code::{SASS, SASS_CONFLICT, SASS_RECURSION, STATIC_NAME};
use super::sass_files::Files;
use super::sass_guard::{self, Guarded};
use super::sass_random;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink};
use crate::path::{Route, SourcePath};
use crate::source::SourceTree;

/// A compiled style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleSheet {
    /// Where it goes.
    pub route: Route,
    /// Its CSS, compressed; with a byte order mark if it is not all ASCII.
    pub css: Vec<u8>,
}

/// Compiles the theme's `sass/` and, where the settings say so, the site's, which wins. Sorted by route; mistakes are
/// told at their line. What `@warn` and `@debug` say is not shown. What `begun` gives for a source is kept while that one is
/// compiled.
pub fn compile_sass<T>(
    sources: &SourceTree,
    config: &Config,
    begun: &(impl Fn(&SourcePath) -> T + Sync),
    sink: &Sink,
) -> Vec<StyleSheet> {
    let mut sheets: BTreeMap<Route, (SourcePath, String)> = BTreeMap::new();
    if let Some(theme) = &config.theme {
        sheets.extend(sheets_in(&format!("themes/{theme}/sass"), sources, sink));
    }
    if config.compile_sass {
        sheets.extend(sheets_in("sass", sources, sink));
    }
    let sheets: Vec<_> = sheets.into_iter().collect();
    let compiled = sheets.into_par_iter().filter_map(|(route, (source, folder))| {
        let _work = begun(&source);
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

/// Compiles one style sheet; `folder` is where names are looked up that are not beside it. On a thread of its own, whose stack
/// is large enough for mixins that call themselves as often as such things do.
fn compile(source: &SourcePath, folder: &str, sources: &SourceTree) -> Result<String, Box<Diagnostic>> {
    let failed = |reason: &str| Box::new(cannot(source, reason).in_file(source));
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(sass_guard::STACK);
        match thread.spawn_scoped(scope, || compile_here(source, folder, sources)) {
            Ok(thread) => thread.join().unwrap_or_else(|_| Err(failed("unknown Sass"))),
            Err(error) => Err(failed(&error.to_string())),
        }
    })
}

/// Compiles one style sheet on this thread.
fn compile_here(source: &SourcePath, folder: &str, sources: &SourceTree) -> Result<String, Box<Diagnostic>> {
    let files = Files::new(sources, folder);
    let options = Options::default().fs(&files).style(OutputStyle::Compressed).load_path(folder).quiet(true);
    let options = options.add_custom_fn("random", sass_random::function());
    let options = options.add_custom_fn(sass_guard::NAME, sass_guard::function());
    sass_random::restart();
    sass_guard::restart();
    // grass panics on some input it does not know; that is the style sheet's mistake, not the end of the build.
    let result = catch_unwind(AssertUnwindSafe(|| grass_compiler::from_path(source.as_str(), &options)));
    let error = match result {
        Ok(Ok(css)) => return Ok(css),
        Ok(Err(error)) => Some(error),
        Err(_) => None,
    };
    let trouble = files.trouble();
    let Some(error) = error else {
        return Err(trouble.unwrap_or_else(|| Box::new(cannot(source, "unknown Sass").in_file(source))));
    };
    let shown = error.to_string();
    Err(match error.kind() {
        ErrorKind::ParseError { message, loc, .. } => {
            let path = SourcePath::new(loc.file.name());
            let text = path.as_ref().and_then(|path| sources.text(path).ok());
            let Some(text) = text else {
                return Err(trouble.unwrap_or_else(|| Box::new(cannot(source, &message).in_file(source))));
            };
            let guarded = Guarded::new(&text.text, text.path.extension() == Some("sass"));
            let place = span(&guarded.text, (loc.begin.line, loc.begin.column), (loc.end.line, loc.end.column));
            let span = guarded.original(place.start)..guarded.original(place.end);
            match (trouble, guarded.name(place.start)) {
                (_, Some(name)) if message == sass_guard::TOO_DEEP => {
                    Box::new(Diagnostic::new(&SASS_RECURSION).arg("name", &text.text[name.clone()]).at(&text, name))
                }
                // It was while a file was looked for.
                (None, _) if files.was_too_deep() => {
                    Box::new(Diagnostic::new(&SASS_RECURSION).arg("name", &text.text[span.clone()]).at(&text, span))
                }
                (Some(trouble), _) => trouble,
                (None, _) => Box::new(cannot(source, &message).at(&text, span)),
            }
        }
        kind => trouble.unwrap_or_else(|| {
            let reason = match kind {
                ErrorKind::IoError(error) => error.to_string(),
                ErrorKind::FromUtf8Error(reason) => reason,
                _ => shown,
            };
            Box::new(cannot(source, &reason).in_file(source))
        }),
    })
}

fn cannot(source: &SourcePath, reason: &str) -> Diagnostic {
    Diagnostic::new(&SASS).arg("file", source).arg("reason", reason)
}

/// The bytes between two places, each a line and a column of characters from 0.
fn span(text: &str, begin: (usize, usize), end: (usize, usize)) -> std::ops::Range<usize> {
    let offset = |(line, column): (usize, usize)| {
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + text[start..].chars().take(column).map(char::len_utf8).sum::<usize>()
    };
    let start = offset(begin);
    start..offset(end).max(start)
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
        let sheets = compile_sass(&SourceTree::new(Arc::new(world)), &config, &|_| (), &sink);
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

    #[test]
    fn what_calls_itself_and_ends_comes_out_as_written() {
        let sum = "@function sum($n) { @if $n == 0 { @return 0; } @return $n + sum($n - 1); }\n\
                   @function down($n, $rest: if($n > 0, down($n - 1), \"\")) { @return $n $rest; }\n\
                   @mixin nest($n) { @if $n > 0 { .a#{$n} { b: c; @include nest($n - 1); } } }\n\
                   @mixin each($n) { @content; @if $n > 1 { @include each($n - 1) { @content; } } }\n\
                   a { sum: sum(300); down: down(2); @include each(2) { d: e; } }\n@include nest(2);\n\
                   a { f: call(get-function(\"sum\"), 4); }";
        let indented = "=count($n)\n  @if $n > 0\n    .a#{$n}\n      b: c\n    +count($n - 1)\n\n+count(2)\n";
        let (sheets, report) = compiled(&[("sass/a.scss", sum), ("sass/b.sass", indented)], None);
        assert_eq!(report, "");
        assert_eq!(sheets[0].1, "a{sum:45150;down:2 1 0 \"\";d:e;d:e}.a2{b:c}.a2 .a1{b:c}a{f:10}");
        assert_eq!(sheets[1].1, ".a2{b:c}.a1{b:c}");
    }

    #[test]
    fn what_calls_itself_without_end_is_told_with_its_name_and_line() {
        let cases = [
            ("x", "scss", "a { c: d }\n@mixin x { @include x; }\na { @include x; }", 2),
            ("x", "scss", "@function x($n) {\n  @return x($n + 1);\n}\na { b: x(1); }", 1),
            ("x", "scss", "@function x($n: x()) { @return 1; }\na { b: x(); }", 1),
            (
                "x-2",
                "scss",
                "@mixin x-1 { @include x-2; }\n@mixin x-2($a: 1) { @content; @include x-1; }\na { @include x-2 { c: d } }",
                0,
            ),
            ("x", "scss", "@mixin x { b { @include x; } }\na { @include x; }", 1),
            ("x", "scss", "@mixin in { @content; }\n@mixin x { @include in { @include x; } }\na { @include x; }", 0),
            ("x", "scss", "@function x($n) { @return call(get-function(\"x\"), $n); }\na { b: x(1); }", 1),
            ("x", "scss", "@m\\69xin x { @include x; }\na { @include x; }", 1),
            ("x", "scss", "\n@mixin/**/x/*{*/{@include x}a{@include x}", 2),
            ("x", "sass", "=x\n  b\n    +x\na\n  +x\n", 1),
            ("x", "sass", "b\n  c: d\n\n@function x($n)\n  @return x($n)\n\na\n  b: x(1)\n", 4),
        ];
        // Where several call one another in turn it may be any of them: no line.
        for (name, extension, text, line) in cases {
            let file = format!("sass/_part.{extension}");
            let (sheets, report) = compiled(&[(&file, text), ("sass/a.scss", "@import \"part\";")], None);
            assert!(sheets.is_empty(), "{text}");
            let place = if line == 0 { file } else { format!("{file}:{line}:") };
            assert!(report.contains(&place) && report.contains("without end"), "{text}\n{report}");
            assert!(line == 0 || report.contains(&format!("`{name}` calls itself")), "{text}\n{report}");
        }
        let loads = "@use \"sass:meta\" as *;\n@include load-css(\"part\");";
        let (_, report) = compiled(&[("sass/a.scss", "@import \"part\";"), ("sass/_part.scss", loads)], None);
        assert!(report.contains("sass/_part.scss:2:"), "{report}");
    }

    #[test]
    fn expressions_and_rules_too_long_or_deep_are_told_with_their_file() {
        let long = |part: &str| format!("$a: {}1;", part.repeat(20_000));
        let deep = format!("{}{}", "a{".repeat(20_000), "}".repeat(20_000));
        for text in [
            long("1+"),
            long("- "),
            long("not "),
            long("1 and "),
            format!("a{{b:#{{{}1}}}}", "1/".repeat(20_000)),
            deep,
        ] {
            for (file, entry) in [("sass/a.scss", "a{b:c}"), ("sass/_part.scss", "@import \"part\";")] {
                let files = [("sass/b.scss", entry), (file, text.as_str())];
                let (_, report) = compiled(&files, None);
                assert!(report.contains(file) && report.contains("more than 2"), "{report}");
            }
        }
        let (sheets, report) = compiled(&[("sass/a.scss", &format!("a{{b:{}1}}", "1+".repeat(1_500)))], None);
        assert_eq!((report.as_str(), sheets[0].1.as_str()), ("", "a{b:1501}"));
    }

    #[test]
    fn mistakes_beside_guards_keep_their_place() {
        let text = "@mixin m($a: f(1)) { b: $a } a { c: $nothing; }";
        let (_, report) = compiled(&[("sass/a.scss", text)], None);
        assert!(report.contains(&format!("sass/a.scss:1:{}", text.find("$nothing").expect("it") + 1)), "{report}");
        let indented = "=m\n  b: c\na\n  d: $nothing\n";
        let (_, report) = compiled(&[("sass/a.sass", indented)], None);
        assert!(report.contains("sass/a.sass:4:6"), "{report}");
    }
}
