//! What settings alone can do: a new kind, a new field and other numbers are known to every command and page, and the files a
//! new site starts from say what the program itself knows.
#![expect(clippy::disallowed_methods, reason = "the tests start the program and look at the disk")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use lianluo::config::Overrides;
use lianluo::liaison::LAYER;
use lianluo::liaison::entry::shipped_vocabularies;
use lianluo::liaison::ledger::shipped_presets;
use lianluo::pipeline::{Options, Reading, read};
use lianluo::source::DiskWorld;
use tempfile::TempDir;

struct Place(TempDir);

impl Place {
    /// A new site as `init` makes it.
    fn new(arguments: &[&str]) -> Place {
        let place = Place(TempDir::new().unwrap());
        let site = place.path("").display().to_string();
        let made =
            lianluo(&[&["init", &site, "--yes", "--township", "柳林镇", "--county", "某县"], arguments].concat());
        assert_eq!(made.0, Some(0), "{}", made.1);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("site").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let site = self.path("").display().to_string();
        lianluo(&[&["--root", &site, "--lang", "zh"], arguments].concat())
    }

    /// What the program knows of the site.
    fn reading(&self) -> Reading {
        let overrides = Overrides { layer: Some(LAYER), ..Overrides::default() };
        let options = Options { overrides, ..Options::default() };
        read(Arc::new(DiskWorld::new(self.path(""), None)), &options).unwrap_or_else(|told| panic!("{told:?}"))
    }
}

fn lianluo(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_lianluo")).args(arguments).stdin(Stdio::null()).output().unwrap();
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code(), told)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_files_of_a_new_site_say_what_the_program_knows() {
    let place = Place::new(&["--empty"]);
    let settings = place
        .read("lianluo.toml")
        .replace("targets = [\"plan-1\", \"plan-4\"]", "targets = [\"plan-1\", \"plan-4\", \"plan-6\"]");
    fs::write(place.path("lianluo.toml"), settings).unwrap();
    let shipped = |files: Vec<(String, &'static str)>| {
        let mut files: Vec<(String, &str)> = files.into_iter().filter(|(name, _)| name != "visibility.txt").collect();
        files.sort();
        files
    };
    for (folder, files) in [
        ("liaison/vocabulary", shipped(shipped_vocabularies().map(|(name, text)| (name.to_string(), text)).collect())),
        ("liaison/targets", shipped(shipped_presets().collect())),
    ] {
        assert_eq!(names(&place.path(folder)), files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
        for (name, text) in &files {
            assert_eq!(place.read(&format!("{folder}/{name}")), *text, "{folder}/{name}");
        }
    }
    let with = place.reading();
    assert!(with.diagnostics.is_empty(), "{:?}", with.diagnostics);
    // Without the files the program takes its own, which are the same.
    fs::remove_dir_all(place.path("liaison")).unwrap();
    let without = place.reading();
    assert!(without.diagnostics.is_empty(), "{:?}", without.diagnostics);
    assert_eq!(with.group.settings.kinds, without.group.settings.kinds);
    assert_eq!(with.group.settings.ledger, without.group.settings.ledger);
    assert!(with.group.settings.ledger.rules.targets.len() >= 20);
}

const MORE: &str = r#"
[liaison.kinds.volunteer]
zh = "志愿服务"
en = "Volunteering"
aliases = ["志愿"]
fields = [
  { name = "hours", zh = "时长", holds = "count", required = true, shown = true, help = "多少小时", example = "3" },
  { name = "form", zh = "形式", holds = "word", words = ["清洁", "文艺"], required = true, shown = true, example = '"清洁"' },
]

[liaison.kinds.activity]
fields = [{ name = "weather", zh = "天气", shown = true }]

[[liaison.target]]
id = "opinion"
min = 80

[[liaison.target]]
id = "river"
label = "清洁河道"
count = "volunteer"
where = { form = "清洁" }
period = "quarter"
min = 3
"#;

#[test]
fn a_kind_a_field_and_numbers_are_settings_alone() {
    let place = Place::new(&[]);
    let build = || {
        let (code, told) = place.run(&["build", "--today", "2026-11-20"]);
        assert_eq!(code, Some(0), "{told}");
    };
    let ledger = || {
        let (code, told) = place.run(&["ledger", "--format", "json", "--today", "2026-11-20", "--quarter", "2026Q4"]);
        assert_eq!(code, Some(0), "{told}");
        serde_json::from_str::<serde_json::Value>(&told).unwrap()
    };
    let target = |id: &str| {
        let targets = ledger()["targets"].clone();
        targets.as_array().unwrap().iter().find(|target| target["id"] == id).cloned()
    };
    build();
    let before = place.read("public/ledger/2026/index.html");
    assert!(!before.contains("清洁河道") && target("river").is_none());
    assert_eq!(target("opinion").unwrap()["planned"], 6);
    assert_eq!(place.run(&["new", "志愿服务", "清扫河道"]).0, Some(2), "there is no such kind yet");

    let settings = place.read("lianluo.toml");
    fs::write(place.path("lianluo.toml"), format!("{settings}{MORE}")).unwrap();
    fs::create_dir_all(place.path("content/volunteer")).unwrap();
    fs::write(place.path("content/volunteer/_index.md"), "+++\ntitle = \"志愿服务\"\nsort_by = \"date\"\n+++\n")
        .unwrap();
    let (code, told) = place.run(&["new", "志愿服务", "清扫河道", "--date", "2026-11-18", "--today", "2026-11-20"]);
    assert_eq!(code, Some(0), "{told}");
    let entry =
        names(&place.path("content/volunteer")).into_iter().find(|name| name.starts_with("2026-11-18")).unwrap();
    let entry = format!("content/volunteer/{entry}/index.md");
    let draft = place.read(&entry);
    assert!(draft.contains("# 多少小时（必填）\nhours = 3\n") && draft.contains("form = \"清洁\""), "{draft}");
    // Checks: a field that is missing, a word that is none, a field of a shipped kind.
    fs::write(place.path(&entry), draft.replace("hours = 3\n", "").replace("form = \"清洁\"", "form = \"跳舞\""))
        .unwrap();
    let (code, told) = place.run(&["check", "--skip-external-links"]);
    assert!(code == Some(1) && told.contains("hours（时长）") && told.contains("清洁、文艺"), "{told}");
    fs::write(place.path(&entry), &draft).unwrap();
    let activity = "content/activity/2026-11-19-zou-fang-wei-yuan.md";
    let text = place.read(activity);
    fs::write(place.path(activity), text.replace("kind = \"activity\"", "kind = \"activity\"\n天气 = \"晴\"")).unwrap();
    build();
    // Lists, counters, archives, pages.
    let quarter = place.read("public/archive/2026/q4/index.html");
    assert!(quarter.contains("志愿服务") && quarter.contains("清扫河道"), "{quarter}");
    let list: serde_json::Value = serde_json::from_str(&place.read("public/archive/2026/q4/index.json")).unwrap();
    assert!(list["entries"].as_array().unwrap().iter().any(|entry| entry["kind_name"] == "志愿服务"));
    assert!(place.read("public/volunteer/index.html").contains("清扫河道"));
    let own = entry.replace("content/", "public/").replace(".md", ".html");
    assert!(place.read(&own).contains("时长") && place.read(&own).contains("清洁"));
    assert!(place.read("public/activity/2026-11-19-zou-fang-wei-yuan/index.html").contains("天气"));
    let (opinion, river) = (target("opinion").unwrap(), target("river").unwrap());
    assert_eq!((opinion["planned"].as_u64(), opinion["min"].as_u64()), (Some(80), Some(80)));
    assert_eq!(
        (river["planned"].as_u64(), river["done"].as_u64(), river["state"].as_str()),
        (Some(3), Some(1), Some("open"))
    );
    let counts = ledger()["counts"].clone();
    assert!(counts.as_array().unwrap().iter().any(|row| row["kind"] == "volunteer" && row["count"] == 1));
    let page = place.read("public/ledger/2026/index.html");
    assert!(page.contains("清洁河道") && page.contains("/80"), "{page}");
}
