//! The program run twice: the second time it does what changed, says why, and proves it.
#![expect(clippy::disallowed_methods, reason = "the tests start the program and look at the disk")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// A small plain site.
fn site() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    put("zola.toml", "base_url = \"https://x.test\"\n[compat]\nzola = \"0.23\"\n");
    put("content/_index.md", "+++\n+++\n");
    put("content/news/_index.md", "+++\ntitle = \"News\"\nsort_by = \"date\"\n+++\n");
    for (name, day) in [("a", 1), ("b", 2), ("c", 3)] {
        put(
            &format!("content/news/{name}.md"),
            &format!("+++\ntitle = \"{name}\"\ndate = 2026-01-0{day}\n+++\nbody\n"),
        );
    }
    put("templates/index.html", "home");
    put("templates/section.html", "{% for page in section.pages %}{{ page.title }}{% endfor %}");
    put("templates/page.html", "{{ page.title }}{{ page.content | safe }}");
    put("static/a.txt", "static");
    // What changed a moment ago is looked at again; an hour ago is long.
    let hour = SystemTime::now() - Duration::from_secs(3600);
    for path in ["zola.toml", "static/a.txt", "content/news/a.md"] {
        let file = fs::File::options().write(true).open(folder.path().join(path)).expect("a file");
        file.set_modified(hour).expect("a time");
    }
    folder
}

fn run(site: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
    command.arg("--root").arg(site).args(["--lang", "en"]).args(arguments).stdin(Stdio::null());
    let output = command.output().expect("the program starts");
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code(), told)
}

fn build(site: &Path) -> String {
    let (code, told) = run(site, &["build"]);
    assert_eq!(code, Some(0), "{told}");
    told
}

#[test]
fn the_second_build_writes_what_changed() {
    let folder = site();
    let site = folder.path();
    let output = |path: &str| fs::read_to_string(site.join("public").join(path)).expect("an output");
    assert!(build(site).contains("0 unchanged"));
    assert!(site.join(".lianluo/.gitignore").is_file());
    std::thread::sleep(Duration::from_millis(50));
    assert!(build(site).contains("done: 0 files written"));
    let (_, told) = run(site, &["build", "--timings"]);
    assert!(told.contains("done: 0 files written") && !told.contains("ms  reading"), "nothing is even read: {told}");
    // Another day is nothing to a site that does not show it.
    let (_, told) = run(site, &["build", "--today", "2027-01-01", "--timings"]);
    assert!(told.contains("done: 0 files written") && !told.contains("ms  reading"), "{told}");
    fs::write(site.join("content/news/b.md"), "+++\ntitle = \"b\"\ndate = 2026-01-02\n+++\nanother\n").expect("a file");
    let told = build(site);
    assert!(told.contains("done: 1 files written"), "{told}");
    assert!(output("news/b/index.html").contains("another"));
    // A file that is only copied, one of the same length.
    fs::write(site.join("static/a.txt"), "STATIC").expect("a file");
    assert!(build(site).contains("done: 1 files written"));
    assert_eq!(output("a.txt"), "STATIC");
    // Somebody else at work in the output folder.
    fs::write(site.join("public/index.html"), "edited").expect("a file");
    fs::write(site.join("public/foreign.txt"), "x").expect("a file");
    let told = build(site);
    assert!(told.contains("1 files written") && told.contains("1 removed"), "{told}");
    assert_eq!(output("index.html"), "home");
    // The output folder thrown away, as people do to be sure.
    fs::remove_dir_all(site.join("public")).expect("an output folder");
    assert!(!build(site).contains("done: 0 files"));
    assert_eq!(output("index.html"), "home");
    // Without its cache the program starts anew, and finds nothing to write.
    fs::remove_dir_all(site.join(".lianluo")).expect("a cache");
    assert!(build(site).contains("done: 0 files written"));
    let (code, told) = run(site, &["build", "--verify-incremental", "1", "--timings"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("done: 0 files written") && told.contains("ms  rendering"), "{told}");
}

#[test]
fn the_cache_lies_where_it_is_asked_for() {
    let folder = site();
    let site = folder.path();
    let elsewhere: PathBuf = site.join("elsewhere");
    let (code, told) = run(site, &["build", "--cache", &elsewhere.display().to_string()]);
    assert_eq!(code, Some(0), "{told}");
    assert!(elsewhere.join(".gitignore").is_file() && !site.join(".lianluo").exists());
    let settings = fs::read_to_string(site.join("zola.toml")).expect("settings");
    fs::write(site.join("zola.toml"), format!("cache_dir = \"kept\"\n{settings}")).expect("settings");
    build(site);
    assert!(site.join("kept/.gitignore").is_file());
}

#[test]
fn what_is_made_of_what_is_explained() {
    let folder = site();
    let site = folder.path();
    let explain = |path: &str| run(site, &["explain", path]);
    let (code, told) = explain("content/news/a.md");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("the last build did not have it"), "{told}");
    assert!(!site.join("public").exists(), "nothing is written");
    build(site);
    let (_, told) = explain("/news/");
    assert!(told.contains("needs no rendering") && told.contains("section.html"), "{told}");
    assert!(told.contains("of other documents: title"), "{told}");
    fs::write(site.join("content/news/b.md"), "+++\ntitle = \"new\"\ndate = 2026-01-02\n+++\nbody\n").expect("a file");
    let (_, told) = explain("news/index.html");
    assert!(told.contains("a document it lists") && told.contains("content/news/b.md"), "{told}");
    let (code, told) = explain("nowhere");
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("no output nowhere"), "{told}");
}
