//! Moving whole sites from Zola 0.22 to 0.23: every recorded case, and the command.
#![expect(clippy::disallowed_methods, reason = "drives the program on sites on disk")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use lianluo::config::{Dialect, Overrides};
use lianluo::diagnostic::Sink;
use lianluo::migrate::{Plan, plan, verify};
use lianluo::pipeline::Options;
use lianluo::source::{DiskWorld, World};

/// What came of moving a case, in one line, and whether the pages stayed the same.
fn moved(site: &Path) -> (String, bool) {
    let world: Arc<dyn World> = Arc::new(DiskWorld::new(site, None));
    let overrides = Overrides { dialect: Some(Dialect::V1), ..Overrides::default() };
    let sink = Sink::new();
    let Some(Plan::Move(migration)) = plan(&world, &overrides, &sink) else {
        return (format!("cannot be moved: {:?}", sink.finish()), false);
    };
    let verified = verify(&world, &migration, &Options { overrides, ..Options::default() });
    if !verified.old_errors.is_empty() {
        return ("does not build as it is".to_owned(), false);
    }
    let notes = migration.notes.len();
    let Some(found) = verified.comparison else {
        let errors: Vec<&str> = verified.new_errors.iter().map(|error| error.code.id).collect();
        return (format!("{notes} notes, does not build: {}", errors.join(", ")), false);
    };
    let names: Vec<String> = found
        .different
        .iter()
        .map(|difference| format!("~{}", difference.route))
        .chain(found.missing.iter().map(|route| format!("-{route}")))
        .chain(found.added.iter().map(|route| format!("+{route}")))
        .collect();
    let same = names.is_empty();
    let line = format!(
        "{notes} notes, {} same, {} alike, {} by numbers {}",
        found.same,
        found.alike,
        found.numbers.len(),
        names.join(" ")
    );
    (line.trim_end().to_owned(), same)
}

#[test]
fn recorded_sites_build_to_the_same_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/zola-0.22");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|case| case.path()).collect();
    cases.sort();
    let (mut told, mut same, mut all) = (String::new(), 0, 0);
    for case in cases.iter().filter(|case| case.join("site").is_dir()) {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        if name.contains("-error-") {
            continue;
        }
        let (line, is_same) = moved(&case.join("site"));
        told.push_str(&format!("{name}: {line}\n"));
        all += 1;
        same += usize::from(is_same);
    }
    insta::assert_snapshot!(format!("{same} of {all} sites make the same pages\n{told}"));
}

/// An old site on disk.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("config.toml", "base_url = \"https://e.test\"\n"),
        ("content/_index.md", "+++\n+++\n{{ hi(name=\"x\") }}\n"),
        ("templates/index.html", "{% import \"m.html\" as m %}{{ m::b(t=\"1\") }}{{ section.content | safe }}\n"),
        ("templates/page.html", "{{ page.title }}\n"),
        ("templates/m.html", "{% macro b(t) %}<b>{{ t }}</b>{% endmacro %}\n"),
        ("templates/shortcodes/hi.html", "<p>{{ name }}</p>\n"),
    ] {
        let place = folder.path().join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
    command.args(["--lang", "en", "--root"]).arg(folder).args(arguments).env("NO_COLOR", "1");
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    (status.code(), String::from_utf8_lossy(&stdout).into_owned(), String::from_utf8_lossy(&stderr).into_owned())
}

/// The files of a site with their bytes, without backups.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
            (path, fs::read(entry.path()).expect("readable"))
        })
        .filter(|(path, _)| !path.starts_with(".lianluo") && !path.starts_with(".git"))
        .collect();
    found.sort();
    found
}

#[test]
fn a_dry_run_shows_a_diff_and_writes_nothing() {
    let site = site();
    let before = files(site.path());
    let (code, shown, told) = run(site.path(), &["migrate"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(files(site.path()), before);
    assert!(shown.contains("+{{ <m.b t=\"1\" /> }}"), "{shown}");
    assert!(shown.contains("+++ b/templates/components/hi.html"), "{shown}");
    assert!(!shown.contains('\u{1b}') && told.contains("0 differ") && told.contains("--write"), "{told}");
    let (code, shown, _) = run(site.path(), &["migrate", "--check"]);
    assert_eq!(code, Some(1));
    assert!(shown.contains("templates/shortcodes/hi.html -> templates/components/hi.html"), "{shown}");
    assert_eq!(files(site.path()), before);
}

#[test]
fn writing_wants_git_or_force_and_is_done_once() {
    let site = site();
    let before = files(site.path());
    let (code, _, told) = run(site.path(), &["migrate", "--write"]);
    assert!(code == Some(1) && told.contains("--force") && files(site.path()) == before, "{told}");
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(site.path()).args(["-c", "user.name=a", "-c", "user.email=a@b.test"]).args(arguments);
        assert!(git.output().unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    let (code, _, told) = run(site.path(), &["migrate", "--write"]);
    assert!(code == Some(1) && told.contains("uncommitted") && files(site.path()) == before, "{told}");
    git(&["commit", "-q", "-m", "old"]);
    let (code, _, told) = run(site.path(), &["migrate", "--write"]);
    assert_eq!(code, Some(0), "{told}");
    let backup = site.path().join(".lianluo-backup/1");
    assert_eq!(fs::read_to_string(backup.join("templates/shortcodes/hi.html")).unwrap(), "<p>{{ name }}</p>\n");
    let after = files(site.path());
    assert!(after != before && !site.path().join("templates/shortcodes").exists());
    let (code, _, told) = run(site.path(), &["migrate", "--write", "--force"]);
    assert!(code == Some(0) && told.contains("already") && files(site.path()) == after, "{told}");
    let (code, _, told) = run(site.path(), &["build"]);
    assert_eq!(code, Some(0), "{told}");
    let page = fs::read_to_string(site.path().join("public/index.html")).unwrap();
    assert_eq!(page.trim_end(), "<b>1</b><p>x</p>");
}
