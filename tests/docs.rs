//! What the engineer's pages say against what there is: every setting, kind, field, function and block is described, and
//! what is described exists.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "it reads the sources and pages of the project")]

mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use harness::Site;
use lianluo::liaison::entry::{Field, FieldType, Kind, Kinds, Need, Openness, Place, shipped_kinds};
use regex::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// All files below a folder of the project with this extension, as text.
fn texts(folder: &str, extension: &str) -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name().into_iter().flatten();
    let files = files.filter(|file| file.path().extension().is_some_and(|it| it == extension));
    files.map(|file| (file.path().display().to_string(), fs::read_to_string(file.path()).unwrap())).collect()
}

/// What stands between backquotes on the engineer's pages, in words.
fn described() -> BTreeSet<String> {
    let mut pages = read("docs/reference.md") + &read("docs/fields.md");
    texts("docs/guide/content/engineer", "md").iter().for_each(|(_, text)| pages.push_str(text));
    // Blocks of code first, which hold three backquotes.
    let blocks: Vec<&str> = pages.split("```").skip(1).step_by(2).collect();
    let rest: String = pages.split("```").step_by(2).collect();
    let quoted = rest.split('`').skip(1).step_by(2).chain(blocks);
    let word = Regex::new("[a-z_0-9]+").unwrap();
    quoted.flat_map(|text| word.find_iter(text).map(|it| it.as_str().to_owned()).collect::<Vec<_>>()).collect()
}

/// The keys that the layer asks of its tables, by the way it reads them.
#[test]
fn every_setting_of_the_layer_is_described() {
    let asks = Regex::new(
        r#"\.(?:string|boolean|count|strings|placed_strings|table|tables|table_map|choice|float|node)\(\s*"([a-z_]+)""#,
    );
    let (asks, pairs) = (asks.unwrap(), Regex::new(r#"\("([a-z_]+)", &mut "#).unwrap());
    let described = described();
    let settings = read("src/liaison/settings.rs");
    let footer = settings.split("const FOOTER").nth(1).and_then(|rest| rest.split("];").next()).unwrap();
    let mut keys: BTreeSet<String> = footer.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    for (path, text) in texts("src/liaison", "rs") {
        // The clerk's own register of telephone numbers is no setting; nor is what a page's HTML is made of.
        if path.ends_with("contacts.rs") || path.ends_with("read_html.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for found in asks.captures_iter(code).chain(pairs.captures_iter(code)) {
            keys.insert(found[1].to_owned());
        }
    }
    assert!(keys.len() > 90, "{keys:?}");
    let silent: Vec<&String> = keys.iter().filter(|key| !described.contains(*key)).collect();
    assert!(silent.is_empty(), "no page of the engineer says what these settings are: {silent:?}");
}

/// The settings a row of a table in `reference.md` describes, as table and key: `[liaison.archive] path`, `title`.
fn settings_described() -> Vec<(String, String)> {
    let reference = read("docs/reference.md");
    let part = reference.split("## Settings").nth(1).and_then(|rest| rest.split("## ").next()).unwrap();
    let (mut settings, mut table) = (Vec::new(), "liaison".to_owned());
    for row in part.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<String>>();
        let mut names = quoted(cells[0]);
        if let Some((named, first)) = names[0].strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            table = named.to_owned();
            let first = first.trim().to_owned();
            match first.is_empty() {
                // A table that is nothing but its keys.
                true => names = quoted(cells[2]).into_iter().filter(|name| !name.contains([' ', '"'])).collect(),
                false => names[0] = first,
            }
        }
        settings.extend(names.into_iter().map(|name| (table.clone(), name)));
    }
    settings
}

#[test]
fn every_setting_described_exists() {
    let settings = settings_described();
    assert!(settings.len() > 40, "{settings:?}");
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    settings.into_iter().for_each(|(table, key)| tables.entry(table).or_default().push(key));
    let reference = read("docs/reference.md");
    let target = reference.split("| key of a target |").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let cells = target.lines().skip(2).filter_map(|line| line.split(" | ").next());
    let keys: Vec<String> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect();
    assert!(keys.len() > 10, "{keys:?}");
    tables.insert("[liaison.target]".to_owned(), keys);
    let presets = reference.split("| key of a recipient |").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let cells = presets.lines().skip(2).filter_map(|line| line.split(" | ").next());
    tables.insert(
        "liaison.presets.x".to_owned(),
        cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect(),
    );
    for (table, keys) in tables {
        for key in keys {
            // A number that nothing takes: a key that is not known is told as such, a known one is told to be of another kind.
            let layer = if table.contains("liaison") { "" } else { "[liaison]\n" };
            let id = if table.starts_with('[') && key != "id" { "id = \"a\"\nlabel = \"a\"\n" } else { "" };
            let id = if key == "label" { "id = \"a\"\n" } else { id };
            let settings = format!("base_url = \"https://example.test\"\n{layer}[{table}]\n{id}{key} = -1.5\n");
            let built = Site::group().file("zola.toml", &settings).build();
            let told: Vec<String> = built.errors().into_iter().chain(built.warnings()).collect();
            assert!(!told.iter().any(|one| one.contains("unknown-key")), "[{table}] {key}: {told:?}");
        }
    }
}

/// What a field holds, as the table of kinds writes it.
fn holds(field: &Field) -> String {
    let words = |words: &lianluo::liaison::entry::Vocabulary| {
        let names: Vec<&str> = words.words.iter().map(|word| word.name.as_str()).collect();
        match names.len() {
            0..=8 => format!(": {}", names.join("、")),
            many => format!(": {}, … ({many})", names[..4].join("、")),
        }
    };
    match &field.holds {
        FieldType::Text => "text".to_owned(),
        FieldType::Count => "count".to_owned(),
        FieldType::Yuan => "yuan".to_owned(),
        FieldType::Bool => "bool".to_owned(),
        FieldType::Date => "date".to_owned(),
        FieldType::Quarter => "quarter".to_owned(),
        FieldType::Word(list) => format!("word{}", words(list)),
        FieldType::Words(list) => format!("words{}", words(list)),
        FieldType::Texts => "texts".to_owned(),
        FieldType::Member => "member".to_owned(),
        FieldType::Members => "members".to_owned(),
        FieldType::File => "file".to_owned(),
        FieldType::Entries => "entries".to_owned(),
        FieldType::Table(fields) => format!("table of {}", inner(fields)),
        FieldType::Tables(fields) => format!("tables of {}", inner(fields)),
    }
}

fn inner(fields: &[Arc<Field>]) -> String {
    let named = |field: &Arc<Field>| {
        let deeper = field.holds.inner();
        let more = if deeper.is_empty() { String::new() } else { format!(" ({})", inner(deeper)) };
        format!("`{}` {}{}{more}", field.name, field.zh, if field.need == Need::Required { "\\*" } else { "" })
    };
    fields.iter().map(named).collect::<Vec<_>>().join(", ")
}

fn rows(fields: &[Arc<Field>]) -> String {
    let mut text =
        "| key | Chinese key | English | holds | must be there | seen |\n|---|---|---|---|---|---|\n".to_owned();
    for field in fields {
        let need = match &field.need {
            Need::Required => "yes".to_owned(),
            Need::RequiredIf(other, word) => format!("where `{other}` is {word}"),
            Need::Wanted => "should".to_owned(),
            Need::WantedIf(other, word) => format!("should where `{other}` is {word}"),
            Need::Optional => String::new(),
        };
        let least = if field.least > 0 { format!(" (at least {})", field.least) } else { String::new() };
        let place = if field.place == Place::Top { " (not under `[extra]`)" } else { "" };
        let seen = if field.shown { "yes" } else { "" };
        let _ = writeln!(
            text,
            "| `{}`{place} | {} | {} | {}{least} | {need} | {seen} |",
            field.name,
            field.zh,
            field.en,
            holds(field)
        );
    }
    text
}

/// The page of all kinds and fields.
fn fields_page(kinds: &Kinds) -> String {
    let mut page = "# Kinds and fields\n\nMade from `src/liaison/entry/kinds.toml` by `tests/docs.rs` (`LIANLUO_WRITE=1 cargo test --test docs` writes it \
                    anew). A key may be\nwritten in English or Chinese, under `[extra]` or above it. Of a table's keys those marked \\* must be there. \
                    \"Seen\": among the facts readers\nsee.\n\n## Every kind\n\n"
        .to_owned();
    page.push_str(&rows(&kinds.shared));
    for kind in &kinds.all {
        let Kind { id, zh, en, aliases, openness, ahead, most_chars, own, .. } = &**kind;
        let _ = write!(page, "\n## `{id}` {zh}\n\n{en}.");
        if !aliases.is_empty() {
            let _ = write!(page, " Also called {}.", aliases.join("、"));
        }
        match openness {
            Openness::Public => {}
            Openness::Count(None) => page.push_str(" Counted and not shown unless it says otherwise."),
            Openness::Count(Some((field, word))) => {
                let _ = write!(page, " Counted and not shown unless it says otherwise or `{field}` is {word}.");
            }
            Openness::Say => page.push_str(" Must say who sees it (`visibility`)."),
        }
        if *ahead {
            page.push_str(" Its date may lie in the future.");
        }
        if let Some(most) = most_chars {
            let _ = write!(page, " At most {most} characters.");
        }
        page.push_str("\n\n");
        page.push_str(&rows(own));
    }
    page
}

#[test]
fn the_page_of_kinds_and_fields_is_that_of_the_table() {
    let page = fields_page(&shipped_kinds());
    let path = root().join("docs/fields.md");
    if std::env::var_os("LIANLUO_WRITE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page, "docs/fields.md is not what the table says: run LIANLUO_WRITE=1 cargo test --test docs");
    let reference = read("docs/reference.md");
    for kind in &shipped_kinds().all {
        assert!(reference.contains(&format!("| `{}` | {}", kind.id, kind.zh)), "reference.md has no {}", kind.id);
    }
}

#[test]
fn every_function_is_described_and_every_one_described_exists() {
    let layer = Regex::new(r#"add\("(\w+)""#).unwrap();
    let mut there: BTreeSet<String> = BTreeSet::new();
    for path in ["src/liaison/function/mod.rs", "src/render/function/mod.rs"] {
        let own = path.contains("liaison");
        let text = read(path);
        for found in layer.captures_iter(&text) {
            // Zola's own functions are described by Zola.
            if own || ["fit_pictures", "get_qr_code"].contains(&&found[1]) {
                there.insert(found[1].to_owned());
            }
        }
    }
    there.extend(["fit_pictures".to_owned(), "get_qr_code".to_owned()]);
    assert!(there.len() > 15, "{there:?}");
    let described = described();
    let silent: Vec<&String> = there.iter().filter(|name| !described.contains(*name)).collect();
    assert!(silent.is_empty() && described.contains("say"), "no page says what these do: {silent:?}");
    // Of those described, ours or Zola's.
    let zola: BTreeSet<String> =
        layer.captures_iter(&read("src/render/function/mod.rs")).map(|it| it[1].to_owned()).collect();
    let known = |name: &String| {
        there.contains(name) || zola.contains(name) || read("src/render/function/mod.rs").contains(name.as_str())
    };
    let strange: Vec<&String> = described.iter().filter(|name| name.starts_with("get_") && !known(name)).collect();
    assert!(strange.is_empty(), "the pages describe functions that are not there: {strange:?}");
}

#[test]
fn every_block_and_template_of_the_theme_is_described() {
    let block = Regex::new(r"\{%-? block (\w+)").unwrap();
    let mut there: BTreeSet<String> = BTreeSet::new();
    let mut templates: BTreeSet<String> = BTreeSet::new();
    for (path, text) in texts("themes/qingxi/templates", "html") {
        there.extend(block.captures_iter(&text).map(|it| it[1].to_owned()));
        if !path.contains("components") {
            templates.insert(path.rsplit('/').next().unwrap().to_owned());
        }
    }
    let theming = read("docs/guide/content/engineer/theming.md");
    let table = theming.split("| block |").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let cells = table.lines().skip(2).filter_map(|line| line.split(" | ").next());
    let described: BTreeSet<String> =
        cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect();
    assert_eq!(described, there, "theming.md and the theme have other blocks");
    let silent: Vec<&String> = templates.iter().filter(|name| !theming.contains(&format!("`{name}`"))).collect();
    assert!(silent.is_empty(), "theming.md does not name {silent:?}");
    let named = Regex::new(r"`([a-z_]+\.html)`").unwrap();
    let strange: Vec<String> =
        named.captures_iter(&theming).map(|it| it[1].to_owned()).filter(|name| !templates.contains(name)).collect();
    assert!(strange.is_empty(), "theming.md names templates that are not there: {strange:?}");
}
