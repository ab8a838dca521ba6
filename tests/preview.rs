//! `serve` as a person starts it: its flags, what it writes, and that each kind of change shows.
#![expect(clippy::disallowed_methods, reason = "the tests start the program and look at the disk and at the clock")]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a change may take to show, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// A preview that ends with the test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A site with a theme, Sass and a static file.
fn site() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (path, text) in [
        ("zola.toml", "base_url = \"https://e.test\"\ntheme = \"t\"\ncompile_sass = true\n[compat]\nzola = \"0.23\"\n"),
        ("content/_index.md", "+++\n+++\n"),
        ("content/a.md", "+++\ntitle = \"first\"\n+++\n"),
        ("templates/index.html", "{{ config.base_url }}"),
        ("templates/page.html", "page {{ page.title }}"),
        ("sass/style.scss", "b { color: red }"),
        ("static/x.bin", "one"),
        ("themes/t/theme.toml", "name = \"t\"\n"),
        ("themes/t/templates/base.html", ""),
    ] {
        write(folder.path(), path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn serve(root: &Path, further: &[&str]) -> Serving {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
    command.arg("--root").arg(root).args(["serve", "--port", "0"]).args(further);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Serving(command.spawn().expect("the program starts"))
}

/// Waits until the file holds the text.
#[track_caller]
fn until(path: &Path, text: &str) {
    let start = Instant::now();
    loop {
        let now = fs::read_to_string(path).unwrap_or_default();
        if now.contains(text) {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "{} stays “{now}”", path.display());
        std::thread::sleep(Duration::from_millis(20));
    }
}

// checklist: SRV-1, SRV-4
#[test]
fn pages_stay_in_memory_unless_they_are_asked_for() {
    let site = site();
    let out = |name: &str| -> PathBuf { site.path().join(name) };
    let (assets, all) = (out("assets"), out("all"));
    write(site.path(), "more/note.txt", "");
    let watch = site.path().join("more").display().to_string();
    let flags = ["--interface", "127.0.0.1", "--drafts", "--debounce", "5", "--base-url", "x.test", "--no-port-append"];
    let first = serve(
        site.path(),
        &[&flags[..], &["-o", &assets.display().to_string(), "--extra-watch-path", &watch]].concat(),
    );
    until(&assets.join("style.css"), "b{color:red}");
    until(&assets.join("x.bin"), "one");
    assert!(!assets.join("index.html").exists() && !assets.join("sitemap.xml").exists());
    drop(first);
    let _second =
        serve(site.path(), &[&flags[..], &["-o", &all.display().to_string(), "--force", "--store-html"]].concat());
    until(&all.join("index.html"), "http://x.test");
    until(&all.join("sitemap.xml"), "http://x.test/a/");
}

// checklist: SRV-9, SRV-10
#[test]
fn every_kind_of_change_shows() {
    let site = site();
    let root = site.path();
    let out = root.join("out");
    let _serving = serve(root, &["--fast", "--store-html", "-o", &out.display().to_string()]);
    until(&out.join("a/index.html"), "page first");
    write(root, "content/a.md", "+++\ntitle = \"second\"\n+++\n");
    until(&out.join("a/index.html"), "page second");
    write(root, "templates/page.html", "new {{ page.title }}");
    until(&out.join("a/index.html"), "new second");
    write(root, "sass/style.scss", "b { color: blue }");
    until(&out.join("style.css"), "b{color:blue}");
    write(root, "static/x.bin", "two");
    until(&out.join("x.bin"), "two");
    write(root, "content/b/_index.md", "+++\ntemplate = \"list.html\"\n+++\n");
    write(root, "themes/t/templates/list.html", "list");
    until(&out.join("b/index.html"), "list");
    fs::remove_file(root.join("content/a.md")).expect("it is there");
    let start = Instant::now();
    while out.join("a/index.html").exists() {
        assert!(start.elapsed() < PATIENCE, "what was removed stays");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Zola rebuilds the edited page alone; here all that shows it follows.
// checklist: SRV-10
#[test]
fn fast_is_never_stale() {
    let site = site();
    let root = site.path();
    let settings = "base_url = \"https://e.test\"\ntaxonomies = [{ name = \"tags\" }]\nbuild_search_index = true\n[compat]\nzola = \"0.23\"\n";
    write(root, "zola.toml", settings);
    let list = "{% set a = get_page(path=\"s/a.md\") %}{{ a.content | safe }}{% for page in section.pages %}[{{ page.title }}]{% endfor %}";
    write(root, "templates/index.html", list);
    write(root, "templates/section.html", list);
    let page = "{% if page.lower %}after {{ page.lower.title }}{% endif %}{% for link in page.backlinks %}, from {{ link.title }}{% endfor %}";
    write(root, "templates/page.html", page);
    write(root, "templates/tags/list.html", "{% for term in terms %}{{ term.name }}{% endfor %}");
    write(root, "templates/tags/single.html", "{% for page in term.pages %}{{ page.title }}{% endfor %}");
    write(root, "content/s/_index.md", "+++\nsort_by = \"weight\"\n+++\n");
    let a = |title: &str, weight: u32, tag: &str, body: &str| {
        let front = format!("title = \"{title}\"\nweight = {weight}\ntaxonomies.tags = [\"{tag}\"]");
        write(root, "content/s/a.md", &format!("+++\n{front}\n+++\n{body}"));
    };
    a("old", 1, "x", "[b](@/s/b.md)");
    write(root, "content/s/b.md", "+++\ntitle = \"B\"\nweight = 2\n+++\n");
    let out = root.join("out");
    let _serving = serve(root, &["-f", "--store-html", "-o", &out.display().to_string()]);
    until(&out.join("s/b/index.html"), "after old, from old");
    until(&out.join("tags/x/index.html"), "old");
    a("new", 3, "y", "text");
    until(&out.join("s/a/index.html"), "after B");
    for (path, text) in [
        ("index.html", "<p>text</p>"),
        ("s/index.html", "[B][new]"),
        ("tags/index.html", "y"),
        ("tags/y/index.html", "new"),
        ("search_index.en.js", "new"),
    ] {
        until(&out.join(path), text);
    }
    let b = fs::read_to_string(out.join("s/b/index.html")).expect("it is there");
    assert!(!b.contains("after") && !b.contains("from") && !out.join("tags/x").exists(), "{b}");
    // A section's front matter decides over its pages.
    write(root, "content/s/_index.md", "+++\nsort_by = \"title\"\npage_template = \"other.html\"\n+++\n");
    write(root, "templates/other.html", "other {{ page.title }}");
    until(&out.join("s/b/index.html"), "other B");
    until(&out.join("s/a/index.html"), "other new");
}

// checklist: SRV-7
#[test]
fn a_build_that_never_ends_ends_the_preview_with_a_word() {
    let site = site();
    let root = site.path();
    let out = root.join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
    command.env("LIANLUO_MAX_SECONDS", "2").args(["--lang", "en", "--root"]).arg(root);
    command.args(["serve", "--port", "0", "--store-html", "-o"]).arg(&out);
    let child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut serving = Serving(child);
    until(&out.join("a/index.html"), "page first");
    let looping = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
    write(root, "templates/page.html", looping);
    let start = Instant::now();
    let status = loop {
        if let Some(status) = serving.0.try_wait().expect("a child") {
            break status;
        }
        assert!(start.elapsed() < PATIENCE, "it goes on");
        std::thread::sleep(Duration::from_millis(50));
    };
    let mut told = String::new();
    serving.0.stderr.take().expect("its words").read_to_string(&mut told).expect("text");
    assert_eq!(status.code(), Some(1), "{told}");
    for part in ["a/index.html was not made within 2 s", "is still being made", "the preview has ended"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}
