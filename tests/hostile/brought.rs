//! What a site brings along beside its sources: caches, half a commit, links where a build writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{program, refused, timely};
use crate::harness::Site;

/// All files below a folder, with what they hold.
#[cfg(unix)]
fn below(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .flat_map(|entry| match entry.path() {
            path if path.is_dir() => below(&path),
            path => {
                let name = path.display().to_string();
                [(name, fs::read_to_string(path).expect("a file"))].into()
            }
        })
        .collect()
}

/// Names in the cache can be foretold, so a link can lie there before the first build.
#[test]
#[cfg(unix)]
fn links_in_the_cache_are_not_written_through() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::TempDir::new().expect("a folder");
    let (site, other) = (folder.path().join("site"), folder.path().join("other"));
    let put = |path: &Path, text: &str| {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let settings = "base_url = \"https://e.test\"\n[compat]\nzola = \"0.23\"\n";
    put(&site.join("zola.toml"), settings);
    put(&site.join("templates/index.html"), "home");
    put(&site.join("templates/page.html"), "{{ page.content | safe }}");
    put(&site.join("content/a.md"), "+++\n+++\n{{ 1 + 1 }}");
    for name in ["one", "deep/two"] {
        put(&other.join(name), name);
    }
    // What is kept and of no use any more is swept away, but not here.
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().append(true).open(other.join("one")).expect("a file").set_modified(long_ago).expect("a time");
    let before = below(&other);
    let cache = site.join(".lianluo");
    assert_eq!(program(&site, &["build"]).0, Some(0));
    let mut names: Vec<_> =
        fs::read_dir(&cache).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
    names.push("new".into());
    for name in names {
        let name = name.to_string_lossy().replace(".state", ".state.new");
        let _ = fs::remove_dir_all(&cache);
        fs::create_dir(&cache).expect("a folder");
        symlink(other.join("one"), cache.join(&name)).expect("a link");
        let (code, told) = program(&site, &["build"]);
        assert_eq!((code, below(&other) == before), (Some(0), true), "{name}: {told}");
    }
    for place in [".lianluo", ".lianluo/made"] {
        let _ = fs::remove_dir_all(&cache);
        fs::create_dir_all(site.join(place).parent().expect("a folder")).expect("a folder");
        symlink(&other, site.join(place)).expect("a link");
        let (code, told) = program(&site, &["build"]);
        assert_eq!((code, below(&other) == before), (Some(0), true), "{place}: {told}");
        assert!(told.contains("source-linked-cache") && told.contains(".lianluo"), "{told}");
        fs::remove_file(site.join(place)).expect("removed");
    }
    for cache in ["../other", &other.display().to_string()] {
        put(&site.join("zola.toml"), &format!("cache_dir = \"{cache}\"\n{settings}"));
        let (code, told) = program(&site, &["build"]);
        assert!(code == Some(1) && told.contains("zola.toml:1") && told.contains("cache_dir"), "{told}");
        assert_eq!(below(&other), before);
    }
}

/// A folder such as a killed build leaves, whose staged files are somebody's.
#[test]
#[cfg(unix)]
fn half_a_commit_that_was_brought_along_moves_nothing() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::TempDir::new().expect("a folder");
    let (site, other) = (folder.path().join("site"), folder.path().join("other"));
    for part in ["site/content", "site/templates", "other/deep"] {
        fs::create_dir_all(folder.path().join(part)).expect("a folder");
    }
    fs::write(site.join("zola.toml"), "base_url = \"https://e.test\"\n").expect("a file");
    fs::write(other.join("deep/one"), "one").expect("a file");
    let before = below(&other);
    for part in ["tree", "old", ""] {
        for has_lock in [true, false] {
            let staged = site.join(".public.staging-1-0");
            if part.is_empty() {
                symlink(&other, &staged).expect("a link");
            } else {
                fs::create_dir(&staged).expect("a folder");
                symlink(&other, staged.join(part)).expect("a link");
                if has_lock {
                    fs::write(staged.join("lock"), "").expect("a file");
                }
            }
            let (code, told) = program(&site, &["build"]);
            assert_eq!((code, below(&other) == before), (Some(0), true), "{part}: {told}");
            assert!(!site.join("public").is_symlink() && site.join("public/sitemap.xml").is_file());
            let _ = fs::remove_dir_all(site.join("public"));
            let _ = fs::remove_file(&staged);
            let _ = fs::remove_dir_all(&staged);
        }
    }
}

/// Each alias without effect has to be found in the front matter.
#[test]
fn many_aliases_without_effect_are_told_in_time() {
    let aliases = vec!["\"a\""; 5_000].join(",");
    let built = timely(&Site::new().file("content/a.md", &format!("+++\naliases = [{aliases}]\n+++\n")));
    assert_eq!((built.errors().len(), built.warnings().len()), (0, 20));
}

/// Each message shows its line, which takes as long as the file is.
#[test]
fn what_is_wrong_everywhere_is_told_so_often_and_no_more() {
    let site = Site::new().file("content/a.md", &format!("+++\n+++\n{}", "[]()\n".repeat(20_000)));
    let built = timely(&site);
    assert_eq!(built.errors().len(), 200);
    let shown = built.shown(lianluo::diagnostic::Locale::En);
    assert!(shown.contains("19800 more of this kind"), "{}", &shown[shown.len() - 1000..]);
}

/// A name or an error of another's can be of any length.
#[test]
fn messages_stay_readable() {
    let data = format!("@article{{{}", "k,".repeat(100_000));
    let site = Site::new()
        .file("d.bib", &data)
        .file("templates/index.html", "{{ load_data(path=\"d.bib\", format=\"bibtex\") }}");
    refused(&site, &["d.bib"]);
    let shown = timely(&site).shown(lianluo::diagnostic::Locale::En);
    assert!(shown.len() < 20_000, "a message of {} bytes", shown.len());
}
