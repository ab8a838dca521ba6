//! The program as a person starts it: exit codes, messages, what is written and what is left alone.
#![expect(clippy::disallowed_methods, reason = "the tests start the program and look at the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use walkdir::WalkDir;

fn lianluo(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lianluo"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A new site without example entries, and its folder as text.
fn new_site() -> (TempDir, String) {
    let folder = TempDir::new().expect("a folder");
    let site = folder.path().join("site").display().to_string();
    let made = lianluo(&[
        "--lang",
        "zh",
        "init",
        &site,
        "--yes",
        "--empty",
        "--township",
        "柳林镇",
        "--county",
        "某县",
        "-u",
        "https://liulin.example",
    ]);
    assert_eq!(code(&made), Some(0), "{}", told(&made));
    (folder, site)
}

/// Every file of a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).expect("inside").display().to_string();
            (name, fs::read(entry.path()).expect("readable"))
        })
        .collect()
}

#[test]
fn wrong_usage_ends_with_2() {
    assert_eq!(code(&lianluo(&["bild"])), Some(2));
    assert_eq!(code(&lianluo(&["build", "--today", "2026-13-01"])), Some(2));
    let (_folder, site) = new_site();
    let unknown = lianluo(&["--root", &site, "--lang", "zh", "new", "activty", "标题"]);
    assert_eq!(code(&unknown), Some(2));
    assert!(told(&unknown).contains("activity"), "{}", told(&unknown));
}

// checklist: CLI-3, CLI-12
#[test]
fn completions_and_the_manual_are_printed() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = lianluo(&["completion", shell]);
        assert_eq!(code(&script), Some(0));
        assert!(told(&script).contains("lianluo"), "{shell}");
    }
    assert!(told(&lianluo(&["man"])).contains(".TH lianluo"));
}

// checklist: CLI-4, CLI-5
#[test]
fn init_makes_a_whole_site_with_its_own_names() {
    let (_folder, site) = new_site();
    let built = lianluo(&["--root", &site, "build"]);
    assert_eq!(code(&built), Some(0), "{}", told(&built));
    let home = fs::read_to_string(Path::new(&site).join("public/index.html")).expect("a home page");
    assert!(home.contains("柳林镇政协联络组") && !home.contains("青溪"), "{home}");
}

#[test]
fn init_with_examples_builds_too() {
    let folder = TempDir::new().expect("a folder");
    let site = folder.path().join("site").display().to_string();
    assert_eq!(code(&lianluo(&["init", &site, "--yes"])), Some(0));
    let built = lianluo(&["--root", &site, "build"]);
    assert_eq!(code(&built), Some(0), "{}", told(&built));
    assert!(Path::new(&site).join("public/archive/2026/q3/index.html").is_file());
}

// checklist: CLI-4
#[test]
fn init_overwrites_nothing() {
    let (_folder, site) = new_site();
    assert_eq!(code(&lianluo(&["init", &site, "--yes"])), Some(1));
    fs::write(Path::new(&site).join("lianluo.toml"), "mine").expect("writable");
    assert_eq!(code(&lianluo(&["init", &site, "--yes", "--force"])), Some(0));
    assert_eq!(fs::read_to_string(Path::new(&site).join("lianluo.toml")).expect("readable"), "mine");
}

#[test]
fn new_entries_of_every_kind_are_valid_and_never_collide() {
    let (_folder, site) = new_site();
    for kind in ["activity", "member", "relief", "history"] {
        for _ in 0..3 {
            let made =
                lianluo(&["--root", &site, "--lang", "zh", "new", kind, "重阳节“走访”慰问", "--date", "2026-03-18"]);
            assert_eq!(code(&made), Some(0), "{}", told(&made));
        }
    }
    let content = Path::new(&site).join("content");
    assert!(content.join("relief/2026-03-18-chong-yang-jie-zou-fang-wei-wen-3/index.md").is_file());
    assert!(content.join("member/chong-yang-jie-zou-fang-wei-wen/index.md").is_file());
    let built = lianluo(&["--root", &site, "build"]);
    assert_eq!(code(&built), Some(0), "{}", told(&built));
}

#[test]
fn errors_end_with_1_and_leave_the_old_site() {
    let (_folder, site) = new_site();
    assert_eq!(code(&lianluo(&["--root", &site, "build"])), Some(0));
    let public = Path::new(&site).join("public");
    let before = tree(&public);
    fs::write(
        Path::new(&site).join("content/activity/a.md"),
        "+++\ntitle = \"甲\"\nkind = 1\n[extra]\nkind = \"activity\"\n+++\n",
    )
    .expect("writable");
    let failed = lianluo(&["--root", &site, "--lang", "zh", "build"]);
    assert_eq!(code(&failed), Some(1));
    assert!(
        told(&failed).contains("content/activity/a.md") && told(&failed).contains("缺少必填项"),
        "{}",
        told(&failed)
    );
    assert_eq!(tree(&public), before);
    let json = lianluo(&["--root", &site, "--format", "json", "check"]);
    let list: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert!(list.as_array().is_some_and(|list| list.len() >= 4), "{list}");
    assert!(list[0]["places"][0]["line"].is_u64(), "{list}");
}

#[test]
fn building_twice_writes_nothing_new() {
    let (_folder, site) = new_site();
    assert_eq!(code(&lianluo(&["--root", &site, "build"])), Some(0));
    let file = Path::new(&site).join("public/index.html");
    let time = |file: &Path| fs::metadata(file).and_then(|it| it.modified()).expect("a time");
    let before = time(&file);
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(code(&lianluo(&["--root", &site, "build"])), Some(0));
    assert_eq!(time(&file), before);
}

#[test]
fn an_existing_output_folder_needs_force() {
    let (folder, site) = new_site();
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("a folder");
    fs::write(out.join("old.txt"), "old").expect("writable");
    let out_text = out.display().to_string();
    assert_eq!(code(&lianluo(&["--root", &site, "build", "--output-dir", &out_text])), Some(1));
    assert!(out.join("old.txt").is_file());
    assert_eq!(code(&lianluo(&["--root", &site, "build", "--output-dir", &out_text, "--force"])), Some(0));
    assert!(out.join("index.html").is_file() && !out.join("old.txt").exists());
}

#[test]
fn the_sources_are_never_the_output() {
    let (_folder, site) = new_site();
    for out in ["content", ".", "themes/qingxi"] {
        let dir = Path::new(&site).join(out).display().to_string();
        let refused = lianluo(&["--root", &site, "build", "--output-dir", &dir, "--force"]);
        assert_eq!(code(&refused), Some(1), "{out}: {}", told(&refused));
        assert!(Path::new(&site).join("content/_index.md").is_file());
    }
}

#[test]
fn commands_work_from_a_folder_inside_the_site() {
    let (_folder, site) = new_site();
    let inside = Path::new(&site).join("content/activity").display().to_string();
    assert_eq!(code(&lianluo(&["--root", &inside, "check"])), Some(0));
    let nowhere = TempDir::new().expect("a folder");
    assert_eq!(code(&lianluo(&["--root", &nowhere.path().display().to_string(), "build"])), Some(1));
    // A Zola site that lies inside it is a site of its own.
    let nested = Path::new(&site).join("old/deep");
    fs::create_dir_all(&nested).expect("a folder");
    fs::write(Path::new(&site).join("old/zola.toml"), "base_url = 1\n").expect("a file");
    assert!(told(&lianluo(&["--root", &nested.display().to_string(), "check"])).contains("zola.toml:1"));
}

/// Killing the build at any moment leaves the old site or the new one, whole.
#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let folder = TempDir::new().expect("a folder");
    let site = folder.path().join("site");
    let site_text = site.display().to_string();
    assert_eq!(code(&lianluo(&["init", &site_text, "--yes"])), Some(0));
    let public = site.join("public");
    let settings = fs::read_to_string(site.join("lianluo.toml")).expect("readable");
    let build = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
        command.args(["--root", &site_text, "build", "--today", "2026-11-23"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let name = |title: &str| {
        let text = settings.replacen("group = \"青溪镇政协联络组\"", &format!("group = \"{title}\""), 1);
        assert_ne!(text, "", "settings");
        fs::write(site.join("lianluo.toml"), text).expect("writable");
    };
    // What the site looks like under each of two names; every page shows the name.
    let mut whole = Vec::new();
    let mut longest = Duration::ZERO;
    for title in ["甲组", "乙组"] {
        name(title);
        let start = Instant::now();
        assert!(build().status().expect("starts").success());
        longest = longest.max(start.elapsed());
        whole.push(tree(&public));
    }
    assert_ne!(whole[0], whole[1]);
    let mut killed = 0;
    for round in 0u32..40 {
        name(if round % 2 == 0 { "甲组" } else { "乙组" });
        let mut child = build().spawn().expect("starts");
        std::thread::sleep(longest * (round * 37 % 41) / 41);
        if child.kill().is_ok() {
            killed += 1;
        }
        child.wait().expect("ends");
        let now = tree(&public);
        assert!(whole.contains(&now), "round {round}: the site is neither the old nor the new one");
    }
    assert!(killed > 0);
    assert!(build().status().expect("starts").success());
    let beside: Vec<String> = fs::read_dir(&site)
        .expect("readable")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("staging"))
        .collect();
    assert!(beside.is_empty(), "left behind: {beside:?}");
}

#[test]
fn the_build_says_which_zola_a_site_is_for_unless_it_was_told() {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path().display().to_string();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("zola.toml", "base_url = \"https://example.test\"\n");
    write("content/_index.md", "+++\n+++\n");
    write("templates/index.html", "{{ get_page(path=\"a.md\", allow_missing=true)?.title }}");
    let build = |further: &[&str]| told(&lianluo(&[&["--lang", "en", "--root", &root, "build"], further].concat()));
    let said = "built as a site for Zola 0.23 (templates/index.html:1: ?.)";
    assert!(build(&[]).contains(said), "{}", build(&[]));
    assert!(!build(&["--compat", "0.23"]).contains("built as"));
    write("zola.toml", "base_url = \"https://example.test\"\n[compat]\nzola = \"0.23\"\n");
    assert!(!build(&[]).contains("built as"));
    write("zola.toml", "base_url = \"https://example.test\"\n[compat]\nzola = \"0.5\"\n");
    assert!(build(&[]).contains("compat.zola"), "{}", build(&[]));
    write("zola.toml", "base_url = \"https://example.test\"\n");
    write("templates/old.html", "{% macro card(a) %}{{ a }}{% endmacro %}");
    write("templates/page.html", "{{ page?.title }}");
    let mixed = build(&[]);
    assert!(mixed.contains("template `old.html` is written for Zola 0.22"), "{mixed}");
}
