//! The house rules of ARCHITECTURE.md, checked by a program: who may import whom, sizes, purposes, names, banned words.
//!
//! Every rule is a function from files to faults, tested here on planted faults and on the project. To let a module
//! import another, change `FLOORS`: the table is the map.
#![expect(clippy::disallowed_methods, reason = "the rules read the project's own files")]

#[path = "tidy/rows.rs"]
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use regex::Regex;

/// The modules of the library from the ground up, each with those it may import: all of them stand above it here.
const FLOORS: [(&str, &str); 23] = [
    // Floor 0: words.
    ("path", ""),
    ("fingerprint", ""),
    ("wire", "fingerprint"),
    ("diagnostic", "path"),
    // Floor 1: shores.
    ("source", "path fingerprint diagnostic"),
    ("output", "path fingerprint wire diagnostic source"),
    ("config", "path diagnostic source"),
    // Floor 2: the model.
    ("content", "path fingerprint wire diagnostic source config"),
    ("graph", "path fingerprint wire diagnostic config content"),
    ("plan", "path fingerprint wire diagnostic source config content graph"),
    ("cache", "path fingerprint wire diagnostic source output content plan"),
    // Floor 3: crafts.
    ("template", "path diagnostic source config content graph"),
    ("asset", "path fingerprint diagnostic source output config"),
    ("office", "diagnostic source asset"),
    ("markdown", "path fingerprint diagnostic source config content graph template"),
    // Floor 4: making.
    (
        "render",
        "path fingerprint wire diagnostic source output config content graph plan cache template asset markdown",
    ),
    ("check", "path diagnostic source output config content graph office"),
    // Floor 5: the liaison group's layer.
    (
        "liaison",
        "path fingerprint diagnostic source output config content graph plan template asset office render check",
    ),
    // Floor 6: the stages in order.
    (
        "pipeline",
        "path fingerprint wire diagnostic source output config content graph plan cache template asset markdown render check \
         liaison",
    ),
    ("migrate", "path fingerprint diagnostic source output config content cache template markdown pipeline"),
    // Floor 7: hosts.
    ("web", "path fingerprint diagnostic source"),
    ("serve", "path diagnostic source output pipeline"),
    ("deploy", "path fingerprint diagnostic output config"),
];

/// The floors that stand without the liaison layer: its name does not occur in them.
const BELOW_LIAISON: Range<usize> = 0..17;
const MOST_LINES: usize = 600;
const BANNED_NAMES: [&str; 7] = ["manager", "handler", "helper", "util", "common", "misc", "process"];

/// A file of the project.
struct File {
    /// Relative to the project, with `/`.
    path: String,
    text: String,
    /// The text with comments and literals blanked: of the same length, with the same lines.
    code: String,
    /// `code` without what is compiled for tests only.
    live: String,
    /// Where the string literals lie in `text`, without their quotes.
    strings: Vec<Range<usize>>,
}

impl File {
    fn new(path: &str, text: &str) -> File {
        let (code, strings) = blank_literals(text);
        let live = if is_test_file(path) { String::new() } else { blank_tests(&code) };
        File { path: path.to_owned(), text: text.to_owned(), code, live, strings }
    }

    /// `path:line: message`.
    fn fault(&self, at: usize, message: impl std::fmt::Display) -> String {
        format!("{}:{}: {message}", self.path, self.text[..at].matches('\n').count() + 1)
    }

    /// The names of the module this is, from the crate's root: `["config", "resolve"]`.
    fn module(&self) -> Vec<&str> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        path.split('/').filter(|name| *name != "mod").collect()
    }

    /// The top-level module of the library this belongs to; none for `lib.rs` and the binary.
    fn floor(&self) -> Option<&str> {
        let top = self.module().first().copied().filter(|_| self.path.starts_with("src/"));
        top.filter(|top| !["lib", "main", "allocator", "memory", "cmd"].contains(top))
    }
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.starts_with("tests/")
}

/// Blanks comments, strings and characters, and tells where the strings were.
fn blank_literals(text: &str) -> (String, Vec<Range<usize>>) {
    // In order: comments (block comments not nested deeper than one), raw strings, strings, characters.
    let pattern = concat!(
        r#"(?s)//[^\n]*|/\*(?:[^*/]|\*[^/]|/[^*]|/\*.*?\*/)*?\*/|\b[bc]?r"(?P<r0>[^"]*)"|\b[bc]?r#"(?P<r1>.*?)"#,
        "\"#|\\b[bc]?r##\"(?P<r2>.*?)\"##",
        r#"|"(?P<s>(?:[^"\\]|\\.)*)"|'(?:[^'\\\n]|\\[^\n']+|\\')'"#
    );
    let literal = Regex::new(pattern).expect("a valid pattern");
    let mut code = text.as_bytes().to_vec();
    let mut strings = Vec::new();
    for found in literal.captures_iter(text) {
        let inner = ["r0", "r1", "r2", "s"].iter().find_map(|name| found.name(name));
        strings.extend(inner.map(|inner| inner.range()));
        let whole = found.get(0).map_or(0..0, |whole| whole.range());
        for byte in code[whole].iter_mut().filter(|byte| **byte != b'\n') {
            *byte = b' ';
        }
    }
    (String::from_utf8_lossy(&code).into_owned(), strings)
}

/// Blanks every item under `#[cfg(test)]`.
fn blank_tests(code: &str) -> String {
    let mut live = code.to_owned();
    while let Some(at) = live.find("#[cfg(test)]") {
        let open = live[at..].find(['{', ';']).map_or(live.len(), |open| at + open);
        let end = if live[open..].starts_with('{') { closing(&live, open) } else { open };
        let end = (end + 1).min(live.len());
        let blank: String = live[at..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        live.replace_range(at..end, &blank);
    }
    live
}

/// Where the bracket that opens at `open` closes; the end of the text if it does not.
fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' if depth <= 1 => return at,
            b'}' | b')' | b']' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// What the file names from the crate's root, by `crate::` or by enough `super::`, with the place.
fn names_from_root(file: &File) -> Vec<(usize, String)> {
    let start = Regex::new(r"\b(crate|super(?:\s*::\s*super)*)\s*::\s*(\{|[A-Za-z_]\w*!?)").expect("a valid pattern");
    let word = Regex::new(r"^\s*([A-Za-z_]\w*)").expect("a valid pattern");
    let mut names = Vec::new();
    for found in start.captures_iter(&file.live) {
        let (from, first) = (&found[1], found.get(2).map_or(0..0, |first| first.range()));
        if from != "crate" && from.matches("super").count() < file.module().len() {
            continue;
        }
        if &file.live[first.clone()] != "{" {
            names.push((first.start, file.live[first].to_owned()));
            continue;
        }
        // A group: the first word of each of its parts.
        let end = closing(&file.live, first.start);
        let (mut depth, mut part) = (0, first.end);
        for at in first.end..=end.min(file.live.len().saturating_sub(1)) {
            match file.live.as_bytes()[at] {
                b'{' => depth += 1,
                b'}' if depth > 0 => depth -= 1,
                b',' | b'}' if depth == 0 => {
                    names.extend(word.captures(&file.live[part..at]).map(|name| (part, name[1].to_owned())));
                    part = at + 1;
                }
                _ => {}
            }
        }
    }
    names
}

fn imports(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let Some(own) = file.floor() else { continue };
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == own) else {
            faults.push(file.fault(0, format_args!("`{own}` is on no floor: put it into FLOORS of tests/tidy.rs")));
            continue;
        };
        for (at, name) in names_from_root(file) {
            let known = FLOORS.iter().any(|(floor, _)| *floor == name);
            if name == own || name.ends_with('!') || allowed.split(' ').any(|floor| floor == name) {
                continue;
            }
            faults.push(if known {
                file.fault(at, format_args!("`{own}` must not import `{name}`: move what both need to a lower floor"))
            } else {
                file.fault(at, format_args!("`crate::{name}` is no module: name it by the module that defines it"))
            });
        }
    }
    faults
}

fn size(files: &[File]) -> Vec<String> {
    let long = files.iter().filter(|file| file.text.lines().count() > MOST_LINES);
    long.map(|file| {
        let lines = file.text.lines().count();
        format!("{}:{lines}: longer than {MOST_LINES} lines: split it by purpose", file.path)
    })
    .collect()
}

fn purpose(files: &[File]) -> Vec<String> {
    let says = |file: &&File| file.text.lines().next().is_some_and(|line| line.len() > 10 && line.starts_with("//! "));
    let silent = files.iter().filter(|file| !says(file));
    silent.map(|file| file.fault(0, "begin the file with one `//!` line: what is it for?")).collect()
}

fn banned_words(files: &[File]) -> Vec<String> {
    let never =
        Regex::new(r"\b(todo|unimplemented|dbg)\s*!|#\s*\[\s*(?:cfg_attr\([^\]]*,\s*)?ignore\b").expect("valid");
    let print = Regex::new(r"\be?print(?:ln)?\s*!").expect("a valid pattern");
    let mut faults = Vec::new();
    for file in files {
        let unfinished = never.find_iter(&file.code);
        faults
            .extend(unfinished.map(|found| file.fault(found.start(), format_args!("`{}`: finish it", found.as_str()))));
        if file.floor().is_some() {
            let printed = print.find_iter(&file.live);
            faults.extend(printed.map(|found| {
                let advice = "the library does not print: return a value or a Diagnostic";
                file.fault(found.start(), format_args!("`{}`: {advice}", found.as_str()))
            }));
        }
    }
    faults
}

fn layer_names(files: &[File]) -> Vec<String> {
    let word = Regex::new("(?i)liaison").expect("a valid pattern");
    let below: Vec<&str> = FLOORS[BELOW_LIAISON].iter().map(|(name, _)| *name).collect();
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.floor().is_some_and(|floor| below.contains(&floor))) {
        let message = "floors 0 to 4 know nothing of the layer above: say it in general words, or move it there";
        faults.extend(word.find_iter(&file.text).map(|found| file.fault(found.start(), message)));
    }
    faults
}

fn file_names(files: &[File]) -> Vec<String> {
    let module = Regex::new(r"\bmod\s+([a-z]\w*)\s*[{;]").expect("a valid pattern");
    let vague = |name: &str| {
        name.split('_')
            .any(|word| BANNED_NAMES.contains(&word.strip_suffix('s').unwrap_or(word)) || BANNED_NAMES.contains(&word))
    };
    let mut faults = Vec::new();
    for file in files {
        if let Some(name) = file.path.trim_end_matches(".rs").split('/').find(|name| vague(name)) {
            faults.push(file.fault(0, format_args!("`{name}` says nothing: name the file by what it holds")));
        }
        let inline =
            module.captures_iter(&file.code).filter_map(|found| found.get(1)).filter(|name| vague(name.as_str()));
        faults.extend(inline.map(|name| {
            file.fault(name.start(), format_args!("`{}` says nothing: name it by what it holds", name.as_str()))
        }));
    }
    faults
}

/// Diagnostics' codes: in `code.rs` only, listed there, raised somewhere, each id once and both wordings there.
fn codes(files: &[File]) -> Vec<String> {
    let declared =
        Regex::new(r"(?:static|const)\s+([A-Z]\w*)\s*:\s*Code\s*=\s*Code::(?:error|warning)\s*\(").expect("valid");
    let made = Regex::new(r"\bCode::(?:error|warning)\s*\(").expect("a valid pattern");
    let word = Regex::new(r"\b[A-Z][A-Z0-9_]+\b").expect("a valid pattern");
    let form = Regex::new("^[a-z][a-z0-9]*(-[a-z0-9]+)*$").expect("a valid pattern");
    let hole = Regex::new(r"\{([a-z_]+)\}").expect("a valid pattern");
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    let raised: BTreeSet<&str> = files
        .iter()
        .filter(|file| !file.path.ends_with("/code.rs"))
        .flat_map(|file| word.find_iter(&file.live).map(|name| name.as_str()))
        .collect();
    for file in files {
        if !file.path.ends_with("/code.rs") {
            let message = "a Code stands in the `code.rs` of its folder, beside the others";
            faults.extend(made.find_iter(&file.live).map(|found| file.fault(found.start(), message)));
            continue;
        }
        for found in declared.captures_iter(&file.live) {
            let whole = found.get(0).map_or(0..0, |whole| whole.range());
            let (at, name) = (whole.start, &found[1]);
            let end = closing(&file.live, whole.end - 1);
            let inside = file.strings.iter().filter(|string| whole.end <= string.start && string.end <= end);
            let texts: Vec<&str> = inside.map(|string| file.text[string.clone()].trim()).collect();
            let [id, zh, en, help @ ..] = texts.as_slice() else {
                faults.push(file.fault(at, "a Code has an id and its message in Chinese and English, as literals"));
                continue;
            };
            if !form.is_match(id) {
                faults.push(file.fault(at, format_args!("the id “{id}” is not lower case words joined by hyphens")));
            }
            if let Some(other) = first.insert(id, &file.path) {
                faults.push(file.fault(at, format_args!("the id “{id}” is taken in {other}: choose another")));
            }
            let han = |text: &str| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
            if !han(zh) || en.is_empty() {
                faults.push(file.fault(at, format_args!("“{id}” lacks its message in Chinese or English")));
            }
            if let [zh, en, ..] = help
                && (zh.is_empty() != en.is_empty() || (!zh.is_empty() && !han(zh)))
            {
                faults.push(file.fault(at, format_args!("“{id}” has its help in one language only")));
            }
            let count = |text: &str| hole.find_iter(text).count();
            if (count(zh) == 0) != (count(en) == 0) {
                faults.push(file.fault(at, format_args!("“{id}” names what it is about in one language only")));
            }
            let uses = word.find_iter(&file.live).filter(|found| found.as_str() == name).count();
            if uses < 2 {
                faults.push(file.fault(at, format_args!("`{name}` is not in CODES, the list of its folder")));
            }
            if !raised.contains(name) {
                faults.push(file.fault(at, format_args!("`{name}` is raised nowhere: raise it or remove it")));
            }
        }
    }
    faults
}

/// Paths that exist on one machine only. The brackets keep this line from finding itself.
fn machine_paths(files: &[File]) -> Vec<String> {
    let path = r#"/[w]ork/(?:main|shared|\.)|(?:^|[\s"'`(=:])/[t]mp(?:/|\b)|(?:^|[\s"'`(=:])/[r]oot/|[.]pyenv|/[h]ome/[a-z]+/"#;
    let path = Regex::new(&format!("(?m){path}")).expect("a valid pattern");
    let mut faults = Vec::new();
    for file in files {
        let found = path.find_iter(&file.text);
        faults.extend(found.map(|found| {
            let message = "a path of one machine: make it relative, or a temporary folder of its own";
            file.fault(found.start(), format_args!("“{}” is {message}", found.as_str().trim()))
        }));
    }
    faults
}

/// The project's text files for which `wanted` says yes, without what building leaves.
fn project(wanted: impl Fn(&str) -> bool) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let left = ["target", "public", ".git", ".lianluo"];
    let kept = |entry: &walkdir::DirEntry| entry.depth() != 1 || !left.iter().any(|name| entry.file_name() == *name);
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(kept).flatten() {
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let path = path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        if entry.file_type().is_file()
            && wanted(&path)
            && let Ok(text) = std::fs::read_to_string(entry.path())
        {
            files.push(File::new(&path, &text));
        }
    }
    assert!(!files.is_empty(), "no file found: the rule looks in the wrong place");
    files
}

fn sources() -> Vec<File> {
    project(|path| path.starts_with("src/") && path.ends_with(".rs"))
}

fn rust() -> Vec<File> {
    project(|path| (path.starts_with("src/") || path.starts_with("tests/")) && path.ends_with(".rs"))
}

#[track_caller]
fn hold(faults: Vec<String>) {
    assert!(faults.is_empty(), "{} faults against the house rules:\n{}", faults.len(), faults.join("\n"));
}

/// Checks that the rule finds exactly the `expected` faults, each named by its `path:line`, in planted files.
#[track_caller]
fn finds(rule: fn(&[File]) -> Vec<String>, planted: &[(&str, &str)], expected: &[&str]) {
    let files: Vec<File> = planted.iter().map(|(path, text)| File::new(path, text)).collect();
    let faults = rule(&files);
    let places: Vec<String> =
        faults.iter().map(|fault| fault.splitn(3, ':').take(2).collect::<Vec<_>>().join(":")).collect();
    assert_eq!(places, expected, "{faults:#?}");
}

#[test]
fn the_floors_only_rest_on_those_below() {
    for (at, (name, allowed)) in FLOORS.iter().enumerate() {
        for below in allowed.split_whitespace() {
            assert!(
                FLOORS[..at].iter().any(|(floor, _)| *floor == below),
                "{name} imports {below}, which is not below it"
            );
        }
    }
    assert_eq!(FLOORS[BELOW_LIAISON.end].0, "liaison");
}

#[test]
fn lib_rs_declares_the_modules_in_the_order_of_the_floors() {
    let declared = Regex::new(r"(?m)^(?:pub )?mod ([a-z]\w*);").expect("a valid pattern");
    let lib = project(|path| path == "src/lib.rs");
    let order: Vec<usize> = declared
        .captures_iter(&lib[0].code)
        .map(|found| {
            FLOORS
                .iter()
                .position(|(name, _)| *name == &found[1])
                .unwrap_or_else(|| panic!("{} is on no floor", &found[1]))
        })
        .collect();
    assert!(order.len() > 10 && order.is_sorted(), "src/lib.rs is the map: keep its modules in the order of FLOORS");
}

#[test]
fn imports_only_go_down() {
    hold(imports(&sources()));
}

#[test]
fn a_planted_upward_import_is_found() {
    let planted = [
        (
            "src/path/slug.rs",
            "//! x\nuse crate::path::Route;\nuse crate::render::View;\n// crate::serve::x\nconst A: &str = \"crate::serve\";\n",
        ),
        (
            "src/config/mod.rs",
            "use crate::{\n    path::{Route, Slug},\n    graph::{self, Site},\n};\nuse super::plan::Plan;\n",
        ),
        ("src/config/table.rs", "use super::plan::Plan;\nuse super::super::plan::Plan;\nfn f() -> crate::Build {}\n"),
        (
            "src/source/mod.rs",
            "use crate::path::SourcePath;\n#[cfg(test)]\nmod tests {\n    use crate::pipeline::build;\n}\nfn f() { crate::serve::run() }\n",
        ),
        ("src/extra.rs", "//! On no floor.\n"),
        ("src/cmd/build.rs", "use crate::serve::x;\n"),
    ];
    let expected = [
        "src/path/slug.rs:3",
        "src/config/mod.rs:2",
        "src/config/mod.rs:5",
        "src/config/table.rs:2",
        "src/config/table.rs:3",
        "src/source/mod.rs:6",
        "src/extra.rs:1",
    ];
    finds(imports, &planted, &expected);
}

#[test]
fn files_are_short() {
    hold(size(&rust()));
}

#[test]
fn a_planted_long_file_is_found() {
    let long = "\n".repeat(MOST_LINES + 1);
    finds(size, &[("src/a.rs", &long), ("src/b.rs", &long[1..])], &["src/a.rs:601"]);
}

#[test]
fn files_say_what_they_are_for() {
    hold(purpose(&rust()));
}

#[test]
fn a_planted_file_without_a_purpose_is_found() {
    let planted =
        [("src/a.rs", "//! Reads sources.\n"), ("src/b.rs", "//!\nfn f() {}\n"), ("src/c.rs", "use x;\n//! Late.\n")];
    finds(purpose, &planted, &["src/b.rs:1", "src/c.rs:1"]);
}

#[test]
fn nothing_is_left_unfinished_and_the_library_does_not_print() {
    hold(banned_words(&rust()));
}

#[test]
fn planted_banned_words_are_found() {
    let text = "fn f() {\n    todo!()\n}\n/* dbg!(1) */ // todo!\nconst A: &str = r#\"dbg!\"#; const B: char = '\"';\n#[ignore = \"slow\"]\nfn g<'a>() { println!(\"x\") }\n";
    let planted = [
        ("src/graph/a.rs", text),
        ("src/cmd/a.rs", "fn f() { println!(); dbg!(1) }"),
        ("tests/a.rs", "fn f() { println!() }"),
    ];
    finds(banned_words, &planted, &["src/graph/a.rs:2", "src/graph/a.rs:6", "src/graph/a.rs:7", "src/cmd/a.rs:1"]);
}

#[test]
fn the_lower_floors_do_not_name_the_layer() {
    hold(layer_names(&sources()));
}

#[test]
fn a_planted_name_of_the_layer_is_found() {
    let planted = [
        ("src/render/a.rs", "//! A.\n// for the Liaison layer\n"),
        ("src/liaison/a.rs", "liaison"),
        ("src/lib.rs", "mod liaison;"),
    ];
    finds(layer_names, &planted, &["src/render/a.rs:2"]);
}

#[test]
fn names_say_something() {
    hold(file_names(&rust()));
}

#[test]
fn planted_vague_names_are_found() {
    let planted = [
        ("src/path/utils.rs", ""),
        ("src/common/a.rs", ""),
        ("src/graph/link.rs", "\nmod test_helpers {}\nmod commons_list;\n"),
        ("src/graph/utility_bill.rs", "// mod misc {}"),
    ];
    let expected = ["src/path/utils.rs:1", "src/common/a.rs:1", "src/graph/link.rs:2", "src/graph/link.rs:3"];
    finds(file_names, &planted, &expected);
}

#[test]
fn every_code_is_unique_worded_twice_listed_and_raised() {
    let files = sources();
    let ids =
        files.iter().filter(|file| file.path.ends_with("/code.rs")).map(|file| file.live.matches("Code::").count());
    assert!(ids.sum::<usize>() > 1, "no Code found: the rule does not see them");
    hold(codes(&files));
}

#[test]
fn planted_faulty_codes_are_found() {
    let code = |name: &str, id: &str, rest: &str| format!("pub static {name}: Code = Code::error({id:?},\n{rest});\n");
    let good = "Wording { zh: \"没有 {a}\", en: \"no {a}\" }, Wording { zh: \"\", en: \"\" }";
    let list = "pub static CODES: [&Code; 4] = [&ONE, &TWO, &THREE, &FOUR];\n";
    let one = code("ONE", "a-one", good) + &code("TWO", "A one", good) + list;
    let two = code("THREE", "a-one", good)
        + &code("FOUR", "a-four", "Wording { zh: \"\", en: \"no\" }, Wording { zh: \"\", en: \"x\" }")
        + &code("FIVE", "a-five", "Wording { zh: \"没有 {a}\", en: \"no\" }, NO_HELP")
        + list;
    let planted = [
        ("src/config/code.rs", one.as_str()),
        ("src/graph/code.rs", two.as_str()),
        (
            "src/graph/link.rs",
            "fn f() { x(ONE, TWO, THREE, FOUR) }\nstatic SIX: Code = Code::warning(\"six\", W, W);\n",
        ),
    ];
    let expected = [
        "src/config/code.rs:3",
        "src/graph/code.rs:1",
        "src/graph/code.rs:3",
        "src/graph/code.rs:3",
        "src/graph/code.rs:5",
        "src/graph/code.rs:5",
        "src/graph/code.rs:5",
        "src/graph/link.rs:2",
    ];
    finds(codes, &planted, &expected);
}

#[test]
fn nothing_names_a_path_of_one_machine() {
    hold(machine_paths(&project(|_| true)));
}

#[test]
fn a_planted_path_of_one_machine_is_found() {
    let mine = ["see /wo", "rk/shared/design.md\nfile at \"/tm", "p/x\"\n"].concat();
    finds(machine_paths, &[("a.md", &mine), ("b.md", "/network/main and attmp/x and ~/home")], &["a.md:1", "a.md:2"]);
}
