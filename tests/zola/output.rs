//! Sass, minified HTML, the output folder, the command line.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::harness::Site;

// checklist: SASS-1, CFG-7, ERR-3
#[test]
fn sass_becomes_style_sheets() {
    let site = Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\ncompile_sass = true\n")
        .file("sass/a.scss", "@use \"part\";\n$c: red;\n.a { .b { color: $c; } }\n")
        .file("sass/_part.scss", ".p { color: blue }\n")
        .file("sass/deep/c.sass", ".x\n  color: green\n");
    let built = site.build();
    assert_eq!(built.text("a.css").trim(), ".p{color:blue}.a .b{color:red}");
    assert_eq!(built.text("deep/c.css").trim(), ".x{color:green}");
    assert!(!built.has("_part.css"));
    let twice = site.file("sass/a.sass", ".x\n  color: green\n").build();
    assert!(twice.errors()[0].contains("a.scss") && twice.errors()[0].contains("a.sass"));
    let off = Site::new().file("sass/a.scss", ".a { }").build();
    assert!(!off.has("a.css"));
}

// checklist: MIN-1, CFG-8
#[test]
fn html_is_minified_and_nothing_else() {
    let built = Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\nminify_html = true\n")
        .file("templates/index.html", "<!doctype html>\n<html>\n<head>\n<style> a { b : c } </style>\n<script> let  x = 1; </script></head>\n<body>\n<!-- gone -->\n<p>a   b</p>\n<pre>x\n  y</pre>\n</body>\n</html>\n")
        .file("static/s.html", "<p>   a   </p>")
        .build();
    let text = built.text("index.html");
    assert!(
        text.contains("<html>") && text.contains("<head>") && text.contains("x\n  y") && text.contains("let  x = 1;"),
        "{text}"
    );
    assert!(!text.contains("gone") && !text.contains("a   b") && !text.contains("b : c"), "{text}");
    assert_eq!(built.text("s.html"), "<p>   a   </p>");
    assert!(built.text("sitemap.xml").contains('\n'));
}

/// A site on disk.
fn on_disk(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().expect("a folder");
    for (name, text) in [
        ("zola.toml", &*format!("base_url = \"https://e.test\"\n{settings}\n")),
        ("content/_index.md", "+++\n+++\n"),
        ("content/a.md", "+++\ntitle = \"A\"\n+++\n"),
        ("content/d.md", "+++\ndraft = true\n+++\n"),
        ("content/loose/o.md", "+++\n+++\n"),
        ("templates/index.html", "<p>  {{ config.base_url }} {{ config.mode }}  </p>"),
        ("templates/page.html", "page"),
    ] {
        let place = folder.path().join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    }
    folder
}

fn run(site: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
    command.args(["--lang", "en", "--root"]).arg(site).args(arguments).stdin(Stdio::null());
    let ran = command.output().expect("the program starts");
    (ran.status.code(), format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr)))
}

// checklist: CLI-1, CLI-6, CLI-7, CLI-8, CLI-10, CLI-11, OUT-1, CFG-5, CFG-6
#[test]
fn build_takes_zolas_arguments() {
    let folder = on_disk("output_dir = \"out\"\npreserve_dotfiles_in_output = true");
    let site = folder.path();
    fs::create_dir_all(site.join("out")).expect("a folder");
    fs::write(site.join("out/.kept"), "").expect("a file");
    fs::write(site.join("out/old.html"), "").expect("a file");
    let (code, told) = run(site, &["build"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("2 pages (1 orphan) and 0 sections"), "{told}");
    assert!(
        site.join("out/.kept").exists()
            && !site.join("out/old.html").exists()
            && site.join("out/a/index.html").exists()
    );
    assert!(!site.join("out/d/index.html").exists());
    let other = site.join("other");
    let place = other.display().to_string();
    let (code, told) = run(site, &["build", "-o", &place, "-u", "https://u.test", "--drafts", "--minify"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(fs::read_to_string(other.join("index.html")).expect("a file"), "<p>https://u.test build");
    assert!(other.join("d/index.html").exists());
    assert_eq!(run(site, &["build", "--output-dir", &place]).0, Some(1), "it exists already");
    assert_eq!(run(site, &["build", "--output-dir", &place, "--force"]).0, Some(0));
    fs::write(site.join("templates/page.html"), "{{ nope }}").expect("a file");
    let (code, told) = run(site, &["build"]);
    assert!(code == Some(1) && told.contains("nope") && site.join("out/a/index.html").exists(), "{told}");
}

// checklist: CLI-9, SORT-5
#[test]
fn check_looks_and_writes_nothing() {
    let folder = on_disk("");
    let (code, told) = run(folder.path(), &["check", "--skip-external-links"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("2 pages (1 orphan) and 0 sections") && told.contains("content/loose/o.md"), "{told}");
    assert!(!folder.path().join("public").exists());
    fs::write(folder.path().join("content/d.md"), "+++\ndraft = true\n+++\n[x](@/no.md)").expect("a file");
    assert_eq!(run(folder.path(), &["check", "--skip-external-links"]).0, Some(0));
    assert_eq!(run(folder.path(), &["check", "--skip-external-links", "--drafts"]).0, Some(1));
}

// checklist: LNK-3
#[test]
fn links_in_templates_are_not_checked() {
    let site = Site::new().file("templates/index.html", "<a href=\"@/no.md\">x</a> <a href=\"#no\">y</a>");
    assert_eq!(site.build().text("index.html"), "<a href=\"@/no.md\">x</a> <a href=\"#no\">y</a>");
}

// checklist: CLI-2, MC-3
#[test]
fn the_site_is_looked_for_upwards() {
    let folder = on_disk("");
    let deep = folder.path().join("content/loose");
    assert_eq!(run(&deep, &["build"]).0, Some(0));
    assert!(folder.path().join("public/index.html").exists());
    fs::write(folder.path().join("other.toml"), "base_url = \"https://other.test\"\n").expect("a file");
    assert_eq!(run(&deep, &["--config", "other.toml", "build"]).0, Some(0));
    assert!(fs::read_to_string(folder.path().join("public/index.html")).expect("a file").contains("other.test"));
    fs::rename(folder.path().join("zola.toml"), folder.path().join("config.toml")).expect("renamed");
    assert_eq!(run(&deep, &["build"]).0, Some(0));
    fs::remove_file(folder.path().join("config.toml")).expect("removed");
    let (code, told) = run(&deep, &["build"]);
    assert!(code == Some(1) && told.contains("zola.toml"), "{told}");
}

// checklist: IMG-3
#[test]
fn pictures_are_made_once_whatever_becomes_of_the_output() {
    let folder = on_disk("");
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 40).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    fs::create_dir_all(folder.path().join("static")).expect("a folder");
    fs::write(folder.path().join("static/p.png"), bytes.into_inner()).expect("a file");
    let template = |size: u32| {
        let text = format!("{{% set r = resize_image(path=\"p.png\", width={size}, height={size}) %}}{{{{ r.url }}}}");
        fs::write(folder.path().join("templates/index.html"), text).expect("a file");
    };
    let kept = || fs::read_dir(folder.path().join(".lianluo/made")).map_or(0, Iterator::count);
    let written = || fs::read_dir(folder.path().join("public/processed_images")).map_or(0, Iterator::count);
    template(20);
    assert_eq!(run(folder.path(), &["build"]).0, Some(0));
    assert_eq!((kept(), written()), (1, 1));
    // What is kept is taken over: a sign put into it comes out again.
    let made =
        fs::read_dir(folder.path().join(".lianluo/made")).expect("a folder").flatten().next().expect("a file").path();
    fs::write(&made, "sign").expect("a file");
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    for kept in fs::read_dir(folder.path().join(".lianluo")).expect("a folder").flatten() {
        // What builds take over from one another is not looked at here.
        let _ = fs::remove_file(kept.path());
    }
    assert_eq!(run(folder.path(), &["build"]).0, Some(0));
    let file = fs::read_dir(folder.path().join("public/processed_images"))
        .expect("a folder")
        .flatten()
        .next()
        .expect("a file");
    assert_eq!(fs::read_to_string(file.path()).expect("a file"), "sign");
    // What no template asks for any more leaves the output.
    template(10);
    assert_eq!(run(folder.path(), &["build"]).0, Some(0));
    assert_eq!((kept(), written()), (2, 1));
}
