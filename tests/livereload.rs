//! The preview as its user sees it in a browser: style sheets and pictures change without a reload, pages are loaded anew
//! at the same place, errors lie over the last good page and go when they are mended.
#![expect(clippy::disallowed_methods, reason = "the test edits a site on the disk and starts programs")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

#[path = "browser/devtools.rs"]
mod devtools;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use devtools::{Chromium, Page};
use serde_json::Value;

/// No change to be seen within this time is a failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// A red square of one pixel, and a green one of two.
const RED: &[u8] = b"P6 1 1 255\n\xff\x00\x00";

/// A site being previewed; the program ends with it.
struct Preview {
    root: PathBuf,
    url: String,
    program: Child,
}

impl Preview {
    fn start(root: PathBuf) -> Preview {
        // A port that is free now; the program tells if it is not any more.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        let program = Command::new(env!("CARGO_BIN_EXE_lianluo"))
            .arg("--root")
            .arg(&root)
            .args(["serve", "--port", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let preview = Preview { root, url: format!("http://127.0.0.1:{port}/"), program };
        let end = Instant::now() + PATIENCE;
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < end, "the preview does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        preview
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        write(&self.root, path, bytes);
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn write(root: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("below the site")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

fn picture(side: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::load_from_memory(RED).expect("a picture").resize_exact(side, side, image::imageops::Nearest);
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

fn site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let root = folder.path().join("site");
    write(&root, "zola.toml", "base_url = \"https://example.test\"\n[compat]\nzola = \"0.23\"\n");
    write(&root, "content/_index.md", "+++\n+++\n");
    write(&root, "content/a.md", "+++\ntitle = \"甲\"\n+++\n第一稿\n");
    write(
        &root,
        "templates/page.html",
        "<!doctype html><title>{{ page.title }}</title><link rel=\"stylesheet\" href=\"/site.css\">\
         <body><img id=\"photo\" src=\"/photo.png\"><div style=\"height:5000px\">{{ page.content | safe }}</div></body>",
    );
    write(&root, "templates/index.html", "<!doctype html><title>i</title><body></body>");
    write(&root, "static/site.css", "body { background: rgb(1, 2, 3) }");
    write(&root, "static/photo.png", picture(1));
    (folder, root)
}

/// Waits until the expression has the value.
fn until(page: &Page<'_>, script: &str, expected: impl Into<Value>) {
    let (expected, end) = (expected.into(), Instant::now() + PATIENCE);
    loop {
        let found = page.attempt(script);
        if found.as_ref() == Some(&expected) {
            return;
        }
        assert!(Instant::now() < end, "{script} is {found:?}, not {expected}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_browser_shows_every_change_where_the_reader_is() {
    let (folder, root) = site();
    let preview = Preview::start(root);
    let profile = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let chromium = Chromium::start(&profile.keep());
    let page = chromium.page();
    page.viewport(800, 600);
    page.open(&format!("{}a/", preview.url));
    let background = "getComputedStyle(document.body).backgroundColor";
    until(&page, background, "rgb(1, 2, 3)");
    page.evaluate("window.mark = 'same page'; window.scrollTo(0, 1234)");

    // Style sheets and pictures change on the page as it stands.
    preview.write("static/site.css", "body { background: rgb(4, 5, 6) }");
    until(&page, background, "rgb(4, 5, 6)");
    preview.write("static/photo.png", picture(2));
    until(&page, "document.getElementById('photo').naturalWidth", 2);
    assert_eq!(page.evaluate("[window.mark, window.scrollY]"), serde_json::json!(["same page", 1234]));

    // A page is loaded anew, at the same place.
    preview.write("content/a.md", "+++\ntitle = \"甲\"\n+++\n第二稿\n");
    until(&page, "document.body.textContent.includes('第二稿')", true);
    until(&page, "[typeof window.mark, window.scrollY]", serde_json::json!(["undefined", 1234]));

    // Errors lie over the last good page, the place marked.
    preview.write("content/a.md", "+++\ntitle = 甲乙\n+++\n第三稿\n");
    until(&page, "!!document.getElementById('lianluo-overlay')", true);
    let overlay = page.evaluate("document.getElementById('lianluo-overlay').textContent");
    let overlay = overlay.as_str().unwrap_or_else(|| panic!("the overlay has no text"));
    assert!(overlay.contains("content/a.md:2"), "{overlay}");
    let marked = page.evaluate("document.querySelector('#lianluo-overlay mark').textContent");
    assert!(marked.as_str().is_some_and(|marked| marked.contains('甲')), "{marked}");
    assert_eq!(page.evaluate("document.body.textContent.includes('第二稿')"), true);

    // Mended, they are gone by themselves.
    preview.write("content/a.md", "+++\ntitle = \"甲乙\"\n+++\n第四稿\n");
    until(&page, "document.title + !!document.getElementById('lianluo-overlay')", "甲乙false");
    until(&page, "document.body.textContent.includes('第四稿')", true);
    drop(folder);
}

#[test]
fn the_page_that_is_open_comes_before_all_others_and_is_loaded_once() {
    let (folder, root) = site();
    let template = |version: &str| {
        format!(
            "<!doctype html><title>{{{{ page.title }}}}</title>\
             <script>sessionStorage.loads = 1 + Number(sessionStorage.loads || 0)</script>\
             <body>{version}{{% set s = get_section(path=\"_index.md\") %}}{{% for p in s.pages %}}{{{{ p.title }}}} {{% endfor %}}</body>"
        )
    };
    write(&root, "templates/page.html", template("第一版"));
    for number in 0..800 {
        write(&root, &format!("content/p{number}.md"), format!("+++\ntitle = \"{number}\"\n+++\n"));
    }
    let preview = Preview::start(root);
    let profile = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let chromium = Chromium::start(&profile.keep());
    let page = chromium.page();
    page.open(&format!("{}a/", preview.url));
    until(&page, "document.body.textContent.startsWith('第一版')", true);
    page.evaluate("sessionStorage.loads = 0");

    preview.write("templates/page.html", template("第二版"));
    until(&page, "document.body.textContent.startsWith('第二版')", true);
    let last = "(() => { const asked = new XMLHttpRequest(); asked.open('GET', '/p799/', false); asked.send(); \
                return asked.responseText.includes('第二版') })()";
    until(&page, last, true);
    // What comes late comes soon after.
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(page.evaluate("sessionStorage.loads"), "1", "what was shown early is not loaded again");
    drop(folder);
}
