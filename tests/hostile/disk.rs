//! What lies on the disk: things that are no files, links, names, folders of others.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::program;

#[test]
#[cfg(unix)]
fn what_is_no_file_of_the_site_is_told() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    put("zola.toml", "base_url = \"https://e.test\"\ncompile_sass = true\n[compat]\nzola = \"0.23\"\n");
    put("content/_index.md", "+++\n+++\n");
    put("templates/index.html", "");
    put("elsewhere/a.md", "+++\n+++\n");
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, folder.path().join(at)).expect("a link");
    link("nowhere.md", "content/lost.md");
    link("user@host.1", "content/.#a.md");
    link("../elsewhere", "content/linked");
    link("gone.md", "elsewhere/gone.md");
    let _sockets = ["content/s", "static/t", "elsewhere/u"].map(|path| {
        put(&format!("{path}.txt"), "");
        std::os::unix::net::UnixListener::bind(folder.path().join(path)).expect("a socket")
    });
    for language in ["en", "zh"] {
        // A second build tells it again.
        for _ in 0..2 {
            let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
            command.args(["--lang", language, "--root"]).arg(folder.path());
            let ran = command.arg("build").stdin(Stdio::null()).output().expect("the program starts");
            let told = String::from_utf8_lossy(&ran.stderr);
            assert_eq!(ran.status.code(), Some(0), "{told}");
            let (socket, link) =
                if language == "en" { ("a socket", "a link to") } else { ("套接字", "是一个链接") };
            assert_eq!((told.matches(socket).count(), told.matches(link).count()), (3, 2), "{told}");
            for name in ["content/s", "static/t", "content/linked/u", "content/lost.md", "content/linked/gone.md"] {
                assert!(told.contains(&format!("--> {name}\n")), "{name}: {told}");
            }
        }
    }
    for name in ["content", "static", "templates", "sass"] {
        let path = folder.path().join(name);
        let aside = folder.path().join("aside");
        if path.exists() {
            fs::rename(&path, &aside).expect("moved");
        }
        fs::write(&path, "").expect("a file");
        let (code, told) = program(folder.path(), &["build"]);
        assert!(code == Some(1) && told.contains(&format!("--> {name}\n")), "{name}: {told}");
        assert_eq!(told.matches("and should be a folder").count() + told.matches("应该是文件夹").count(), 1, "{told}");
        fs::remove_file(&path).expect("removed");
        if aside.exists() {
            fs::rename(&aside, &path).expect("moved back");
        }
    }
}

#[test]
fn a_file_where_a_folder_must_be_is_told_once() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for sub in ["content", "templates"] {
        fs::create_dir(folder.path().join(sub)).expect("a folder");
    }
    let settings = "base_url = \"https://e.test\"\ngenerate_feeds = true\nfeed_filenames = [\"rss.xml\"]\n[compat]\nzola = \"0.23\"\n";
    fs::write(folder.path().join("zola.toml"), settings).expect("a file");
    fs::write(folder.path().join("content/a.md"), "+++\npath = \"rss.xml\"\n+++\n").expect("a file");
    let (code, told) = program(folder.path(), &["build"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("content/a.md:2") && !told.contains("output-file"), "{told}");
    assert_eq!(told.matches("error[").count() + told.matches("错误[").count(), 1, "{told}");
}

#[test]
#[cfg(unix)]
fn pipes_and_devices_are_no_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let fresh = || {
        for part in ["content", "templates", "static"] {
            let _ = fs::remove_dir_all(site.join(part));
            fs::create_dir_all(site.join(part)).expect("a folder");
        }
        fs::write(site.join("zola.toml"), "base_url = \"https://e.test\"\n").expect("a file");
    };
    let pipe = |path: &str| {
        let made = Command::new("mkfifo").arg(site.join(path)).status().expect("mkfifo");
        assert!(made.success());
    };
    let refused = |path: &str| {
        let (code, told) = program(site, &["build"]);
        assert!(code == Some(1) && told.contains(path), "{path}: {told}");
    };
    for path in ["content/a.md", "content/a.png", "static/a.png", "templates/a.html"] {
        fresh();
        pipe(path);
        refused(path);
    }
    fresh();
    std::os::unix::fs::symlink("/dev/zero", site.join("static/zero.bin")).expect("a link");
    refused("static/zero.bin");
    fresh();
    pipe("data.json");
    fs::write(site.join("templates/index.html"), "{{ load_data(path=\"data.json\") }}").expect("a file");
    refused("data.json");
}

#[test]
#[cfg(unix)]
fn a_static_file_that_cannot_be_read_is_told_as_that() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    for part in ["content", "templates", "static"] {
        fs::create_dir_all(site.join(part)).expect("a folder");
    }
    fs::write(site.join("zola.toml"), "base_url = \"https://e.test\"\n").expect("a file");
    let file = site.join("static/a.css");
    fs::write(&file, "a {}").expect("a file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::File::open(&file).is_ok() {
        // Whoever may read everything cannot see this.
        return;
    }
    let (code, told) = program(site, &["build"]);
    assert!(code == Some(1) && told.contains("static/a.css cannot be read"), "{told}");
}

#[test]
#[cfg(unix)]
fn links_that_go_round_are_told_and_links_out_of_the_output_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::TempDir::new().expect("a folder");
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("content/a")).expect("a folder");
    fs::create_dir_all(site.join("templates")).expect("a folder");
    fs::write(site.join("zola.toml"), "base_url = \"https://e.test\"\n").expect("a file");
    fs::write(site.join("content/_index.md"), "+++\n+++\n").expect("a file");
    fs::write(site.join("templates/index.html"), "home").expect("a file");
    symlink("..", site.join("content/a/up")).expect("a link");
    let (code, told) = program(&site, &["build"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("content/a/up"), "{told}");
    fs::remove_file(site.join("content/a/up")).expect("removed");

    // A folder of the old output that leads elsewhere is replaced, not written through.
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir_all(&elsewhere).expect("a folder");
    fs::create_dir_all(site.join("public")).expect("a folder");
    symlink(&elsewhere, site.join("public/a")).expect("a link");
    fs::write(site.join("content/a/index.md"), "+++\n+++\n").expect("a file");
    fs::write(site.join("templates/page.html"), "page").expect("a file");
    let (code, told) = program(&site, &["build"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(fs::read_dir(&elsewhere).expect("a folder").count(), 0);
    assert!(site.join("public/a/index.html").is_file());
}

/// A build empties its output folder: one that holds other things is left alone, be it named by a slip or led to by a link.
#[test]
fn folders_of_other_things_are_not_emptied() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let (site, other) = (folder.path().join("site"), folder.path().join("other"));
    let put = |path: &Path, text: &str| {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let settings = |output: &str| {
        put(&site.join("zola.toml"), &format!("base_url = \"https://e.test\"\noutput_dir = \"{output}\"\n"));
    };
    put(&site.join("content/_index.md"), "+++\n+++\n");
    put(&site.join("templates/index.html"), "home");
    put(&other.join("letters/one.txt"), "dear");
    let mut named = vec!["../other"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&other, site.join("public")).expect("a link");
        named.push("public");
    }
    for output in named {
        settings(output);
        let (code, told) = program(&site, &["build"]);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.contains("other") && told.contains("letters") && told.contains("--force"), "{told}");
        assert!(other.join("letters/one.txt").is_file() && fs::read_dir(&other).expect("a folder").count() == 1);
    }
    // Nor where the last build wrote, should that have become a link since.
    #[cfg(unix)]
    {
        fs::remove_file(site.join("public")).expect("removed");
        assert_eq!(program(&site, &["build"]).0, Some(0));
        fs::remove_dir_all(site.join("public")).expect("removed");
        std::os::unix::fs::symlink(&other, site.join("public")).expect("a link");
        let (code, told) = program(&site, &["build"]);
        assert!(code == Some(1) && told.contains("letters"), "{told}");
        assert!(other.join("letters/one.txt").is_file() && fs::read_dir(&other).expect("a folder").count() == 1);
    }
    // Inside of the site any folder but those of sources may be the output.
    settings("own");
    put(&site.join("own/left.css"), "");
    assert_eq!(program(&site, &["build"]).0, Some(0));
    assert!(!site.join("own/left.css").exists());
    // Dotfiles alone are nobody's work, and what was a site may become one again, with the cache or without.
    settings("../hidden");
    put(&folder.path().join("hidden/.gitkeep"), "");
    assert_eq!(program(&site, &["build"]).0, Some(0));
    fs::remove_dir_all(site.join(".lianluo")).expect("removed");
    assert_eq!(program(&site, &["build"]).0, Some(0));
    settings("../other");
    assert_eq!(program(&site, &["build", "--force"]).0, Some(0));
    assert!(other.join("index.html").is_file() && !other.join("letters").exists());
}

#[test]
#[cfg(unix)]
fn names_with_backslashes_stay_names() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let site = folder.path().join("site");
    let put = |path: &str, text: &str| {
        let path = site.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    put("zola.toml", "base_url = \"https://e.test\"\noutput_dir = \"out\\\\site\"\n[slugify]\npaths = \"off\"\n");
    put("templates/index.html", "{{ section.pages | length }}");
    put("templates/section.html", "{{ section.path }} {{ section.permalink }} {{ current_path }}");
    put(
        "templates/page.html",
        "{{ page.path }} {{ page.permalink }} {{ page.content | safe }} {{ get_url(path=\"d\\\\e.txt\") }} \
         {{ get_url(path=\"css\\\\main.css\") }} {{ load_data(path=\"data\\\\x.txt\", format=\"plain\") }} \
         {{ load_data(path=\"f\\\\g.txt\", format=\"plain\") }} \
         {% set page = get_page(path=\"s\\\\h.md\") %}{{ page.title }}",
    );
    put("content/_index.md", "+++\n+++\n");
    put("content/x\\y/_index.md", "+++\n+++\n");
    put("content/s/_index.md", "+++\n+++\n");
    put("content/s/h.md", "+++\ntitle = \"of a folder\"\n+++\n");
    put("content/..\\z/index.md", "+++\n+++\n[b](p\\q.txt) [c](@/x\\y/_index.md) [d](@/..\\z/index.md)");
    put("content/..\\z/p\\q.txt", "an asset");
    put("static/d\\e.txt", "a file");
    put("static/..\\..\\w.txt", "no way out");
    put("static/css/main.css", "a {}");
    put("data/x.txt", "data in a folder");
    put("f\\g.txt", "data of that name");
    for _ in 0..2 {
        let (code, told) = program(&site, &["build"]);
        assert_eq!(code, Some(0), "{told}");
        assert!(told.contains("`..\\z`") && told.contains("static/d\\e.txt"), "{told}");
    }
    let read = |path: &str| fs::read_to_string(site.join("out/site").join(path)).expect(path);
    assert_eq!(read("x\\y/index.html"), "/x%5Cy/ https://e.test/x%5Cy/ /x%5Cy/");
    assert_eq!(
        read("..\\z/index.html").split_whitespace().collect::<Vec<_>>().join(" "),
        "/..%5Cz/ https://e.test/..%5Cz/ <p><a href=\"https://e.test/..%5Cz/p%5Cq.txt\">b</a> \
         <a href=\"https://e.test/x%5Cy/\">c</a> <a href=\"https://e.test/..%5Cz/\">d</a></p> \
         https://e.test/d%5Ce.txt https://e.test/css/main.css data in a folder data of that name of a folder"
    );
    assert_eq!(read("..\\z/p\\q.txt"), "an asset");
    assert_eq!(read("d\\e.txt"), "a file");
    assert_eq!(read("..\\..\\w.txt"), "no way out");
    assert!(read("sitemap.xml").contains("<loc>https://e.test/x%5Cy/</loc>"));
    let beside: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
    assert_eq!(beside, ["site"]);
}
