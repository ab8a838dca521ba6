//! The server as a whole, over the loopback, with made-up trees.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::{Value, json};

use super::tree::Tree;
use super::{Built, Change, Event, Preview, Settings, Watched, serve, server};
use crate::diagnostic::{Code, Diagnostic, Locale, SourceText, Wording};
use crate::output::OutputFile;
use crate::path::{Route, SourcePath};
use crate::source::{DiskWorld, MemoryWorld};

static MISTAKE: Code = Code::error(
    "test-mistake",
    Wording { zh: "没有“{name}”这个词", en: "no word `{name}`" },
    Wording { zh: "请改", en: "mend it" },
);

fn files(given: &[(&str, &str)]) -> BTreeMap<Route, OutputFile> {
    let file = |(route, text): &(&str, &str)| (Route::file(route).unwrap(), OutputFile::Bytes(text.to_string().into()));
    given.iter().map(file).collect()
}

fn good(given: &[(&str, &str)]) -> Built {
    Built { files: files(given).into(), ..Built::default() }
}

fn bad() -> Built {
    let text = SourceText { path: SourcePath::new("content/a.md").unwrap(), text: "标题 = <b>".into() };
    let mistake = Diagnostic::new(&MISTAKE).arg("name", "<i>").at(&text, 9..12);
    Built { diagnostics: vec![mistake], ..Built::default() }
}

/// A tree of made files.
pub(super) fn tree(given: &[(&str, &str)]) -> Tree {
    Tree::new(files(given).into(), String::new(), &MemoryWorld::default())
}

/// A server on a free port, for as long as the test runs.
fn running(world: MemoryWorld) -> (Arc<Preview>, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let preview = Arc::new(Preview::new(Arc::new(world), Locale::Zh, address.port()));
    let shared = preview.clone();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(server::listen(listener, shared)).unwrap();
    });
    (preview, address)
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// A connection that is kept.
struct Client(BufReader<TcpStream>);

impl Client {
    fn to(address: SocketAddr) -> Client {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(8))).unwrap();
        Client(BufReader::new(stream))
    }

    fn ask(&mut self, method: &str, path: &str) -> Answer {
        // In one piece: the kernel holds a second small one back until the first is acknowledged.
        let request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\n\r\n");
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
        let size = headers.get("content-length").map_or(0, |size| size.parse().unwrap());
        let mut body = vec![0; if method == "HEAD" { 0 } else { size }];
        self.0.read_exact(&mut body).unwrap();
        Answer { status, headers, body }
    }

    fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path)
    }
}

/// A browser's websocket.
struct Browser(tungstenite::WebSocket<TcpStream>);

impl Browser {
    /// Connects and greets; `version` as a page's script would send it.
    fn to(address: SocketAddr, version: Option<&str>) -> Browser {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(8))).unwrap();
        let (socket, _) = tungstenite::client(format!("ws://{address}/livereload"), stream).unwrap();
        let mut browser = Browser(socket);
        let mut hello = json!({ "command": "hello", "protocols": ["http://livereload.com/protocols/official-7"] });
        if let Some(version) = version {
            hello["version"] = version.into();
        }
        browser.0.send(hello.to_string().into()).unwrap();
        let answer = browser.hear();
        assert_eq!(answer["command"], "hello");
        assert_eq!(answer["protocols"][0], "http://livereload.com/protocols/official-7");
        browser
    }

    fn hear(&mut self) -> Value {
        serde_json::from_str(self.0.read().unwrap().to_text().unwrap()).unwrap()
    }
}

/// The version a page's script tag names.
fn version(page: &str) -> &str {
    page.split("data-version=\"").nth(1).unwrap().split('"').next().unwrap()
}

#[test]
fn files_are_answered_with_their_types() {
    let mut world = MemoryWorld::default();
    let source = SourcePath::new("static/图 1.png").unwrap();
    world.files.insert(source.clone(), b"picture".to_vec());
    let (preview, address) = running(world);
    let mut built =
        good(&[("index.html", "<body>溪</body>"), ("a/index.html", "a"), ("a.css", "b{}"), ("404.html", "<p>没有")]);
    let files = Arc::make_mut(&mut built.files);
    files.insert(Route::file("图 1.png").unwrap(), OutputFile::Source(source));
    files.insert(Route::file("gone.txt").unwrap(), OutputFile::Source(SourcePath::new("static/gone").unwrap()));
    preview.show(built);
    let mut client = Client::to(address);

    let home = client.get("/");
    assert_eq!((home.status, &*home.headers["content-type"]), (200, "text/html; charset=utf-8"));
    assert_eq!(home.headers["cache-control"], "no-store");
    assert!(home.text().starts_with("<body>溪<script src=\"/livereload.js?port="), "{}", home.text());
    assert!(home.text().ends_with("</script></body>"), "{}", home.text());

    let style = client.get("/a.css?x=1");
    assert_eq!((&*style.headers["content-type"], style.text()), ("text/css; charset=utf-8", "b{}"));
    let picture = client.get("/%E5%9B%BE%201.png");
    assert_eq!((&*picture.headers["content-type"], picture.text()), ("image/png", "picture"));
    assert_eq!(picture.headers["access-control-allow-origin"], "*");

    let folder = client.get("/a?x=1");
    assert_eq!((folder.status, &*folder.headers["location"]), (302, "/a/?x=1"));
    for path in ["/nowhere", "/gone.txt", "/../a.css", "/%2e%2e/a.css", "/livereload"] {
        let missing = client.get(path);
        assert_eq!(missing.status, 404, "{path}");
        assert!(missing.text().starts_with("<p>没有<script"), "{}", missing.text());
    }

    let head = client.ask("HEAD", "/a.css");
    assert_eq!((head.status, &*head.headers["content-length"]), (200, "3"));
    assert_eq!(client.get("/livereload.js").headers["content-type"], "text/javascript; charset=utf-8");
    let post = client.ask("POST", "/a.css");
    assert_eq!((post.status, &*post.headers["allow"]), (405, "GET, HEAD"));
}

// checklist: SRV-5
#[test]
fn browsers_are_told_what_changed() {
    let (preview, address) = running(MemoryWorld::default());
    preview.show(good(&[("index.html", "1"), ("a.css", "1"), ("b.svg", "1")]));
    let page = Client::to(address).get("/");
    let mut browser = Browser::to(address, Some(version(page.text())));

    assert_eq!(preview.show(good(&[("index.html", "1"), ("a.css", "1"), ("b.svg", "1")])), Change::Nothing);
    preview.show(good(&[("index.html", "1"), ("a.css", "2"), ("b.svg", "2")]));
    let (first, second) = (browser.hear(), browser.hear());
    assert_eq!(
        (&first["command"], &first["path"], &first["liveCSS"]),
        (&json!("reload"), &json!("/a.css"), &json!(true))
    );
    assert_eq!(second["path"], "/b.svg");
    preview.show(good(&[("index.html", "2"), ("a.css", "3"), ("b.svg", "2")]));
    let third = browser.hear();
    assert_eq!((&third["command"], &third["path"]), (&json!("reload"), &json!("/index.html")));
}

#[test]
fn pages_that_somebody_waits_for_are_shown_first() {
    let (preview, address) = running(MemoryWorld::default());
    preview.show(good(&[("a/index.html", "1"), ("b/index.html", "1"), ("c.css", "1")]));
    let mut client = Client::to(address);
    let (a, b) = (client.get("/a/"), client.get("/b/"));
    client.get("/c.css");
    let routes = preview.wanted();
    assert_eq!(routes.iter().map(Route::as_str).collect::<Vec<_>>(), ["b/index.html", "a/index.html"]);
    let mut on_a = Browser::to(address, Some(version(a.text())));
    let mut on_b = Browser::to(address, Some(version(b.text())));

    let first = |route: &str, text: &'static str| {
        preview.show_first(&Route::file(route).unwrap(), OutputFile::Bytes(Bytes::from_static(text.as_bytes())));
    };
    first("a/index.html", "2");
    first("b/index.html", "1");
    first("new/index.html", "2");
    for browser in [&mut on_a, &mut on_b] {
        let told = browser.hear();
        assert_eq!((&told["path"], &told["only"]), (&json!("/a/"), &json!(true)));
    }
    let early = client.get("/a/");
    assert!(early.text().starts_with('2') && client.get("/b/").text().starts_with('1'));
    let mut fresh = Browser::to(address, Some(version(early.text())));
    // What the early page links to is waited for.
    let waiting = thread::spawn(move || Client::to(address).get("/new/").status);
    thread::sleep(Duration::from_millis(30));

    let built = [("a/index.html", "2"), ("b/index.html", "2"), ("c.css", "1"), ("new/index.html", "2")];
    assert!(matches!(preview.show(good(&built)), Change::Reload(_)));
    assert_eq!(waiting.join().unwrap(), 200);
    let told = on_b.hear();
    assert_eq!(told["command"], "reload");
    assert_eq!(told["version"], version(early.text()), "the early page knows that it need not load again");
    assert_eq!(fresh.hear()["version"], version(early.text()), "it was not told to load when it connected");
    assert_eq!(version(client.get("/b/").text()), version(early.text()));

    // A style sheet may change how the early page looks: it is loaded again.
    first("a/index.html", "3");
    let early = client.get("/a/");
    preview.show(good(&[("a/index.html", "3"), ("b/index.html", "2"), ("c.css", "3"), ("new/index.html", "2")]));
    assert_ne!(version(client.get("/a/").text()), version(early.text()));

    // What comes of the build counts: a mistake brings the old page back.
    first("a/index.html", "4");
    preview.show(bad());
    let page = client.get("/a/");
    assert!(page.text().starts_with('3') && page.text().contains("lianluo-overlay"), "{}", page.text());
    first("a/index.html", "5");
    assert!(client.get("/a/").text().starts_with('3'), "nothing is shown early while something is wrong");
}

// checklist: SRV-7
#[test]
fn a_preview_that_ends_says_why() {
    let (preview, address) = running(MemoryWorld::default());
    let mistake = &bad().diagnostics[0];
    assert!(!preview.close(mistake), "nobody looks");
    preview.show(good(&[("index.html", "<body>溪</body>")]));
    let mut browser = Browser::to(address, None);
    assert!(preview.close(mistake));
    assert_eq!(browser.hear()["command"], "overlay");
    let page = Client::to(address).get("/");
    for part in ["<body>溪<div id=\"lianluo-overlay\"", "预览已结束", "没有“&lt;i&gt;”这个词", "重新运行 lianluo serve"]
    {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    assert!(!page.text().contains("自己消失"));
}

#[test]
fn a_page_that_missed_a_change_is_told_when_it_connects() {
    let (preview, address) = running(MemoryWorld::default());
    preview.show(good(&[("index.html", "1")]));
    let page = Client::to(address).get("/");
    preview.show(good(&[("index.html", "2")]));
    let mut late = Browser::to(address, Some(version(page.text())));
    assert_eq!(late.hear()["command"], "reload");
    let other_server = Browser::to(address, Some("0-1")).hear();
    assert_eq!(other_server["command"], "reload");
}

// checklist: SRV-7
#[test]
fn the_overlay_comes_and_goes() {
    let (preview, address) = running(MemoryWorld::default());
    let mut client = Client::to(address);
    preview.show(bad());
    let page = client.get("/");
    assert_eq!(page.status, 404);
    assert!(page.text().contains("data-lianluo-whole") && page.text().contains("网站还没有生成"), "{}", page.text());

    preview.show(good(&[("index.html", "<body>溪</body>"), ("a.css", "1")]));
    assert!(!client.get("/").text().contains("lianluo-overlay"));
    assert_eq!(client.get("/livereload/overlay").status, 204);

    let mut browser = Browser::to(address, None);
    assert_eq!(preview.show(bad()), Change::Failed);
    let told = browser.hear();
    assert_eq!(told["command"], "overlay");
    assert!(!told.to_string().contains("标题"), "the site's text does not travel over the websocket");
    let page = client.get("/");
    assert_eq!((page.status, version(page.text())), (200, told["version"].as_str().unwrap()));
    for part in
        ["<body>溪<div id=\"lianluo-overlay\"", "没有“&lt;i&gt;”这个词", "content/a.md:1:6", "<mark>&lt;b&gt;</mark>"]
    {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    assert!(client.get("/new/").text().contains("没有“&lt;i&gt;”"));
    assert_eq!(client.get("/a.css").text(), "1");
    assert!(client.get("/livereload/overlay").text().starts_with("<div id=\"lianluo-overlay\""));

    preview.show(bad());
    preview.show(good(&[("index.html", "<body>溪</body>"), ("a.css", "1")]));
    assert_eq!(browser.hear()["command"], "overlay", "the same failure is told once, then that it is mended");
    assert_eq!(client.get("/livereload/overlay").status, 204);
    assert!(!client.get("/").text().contains("lianluo-overlay"));

    preview.show(bad());
    preview.show(good(&[("index.html", "<body>镇</body>"), ("a.css", "1")]));
    assert_eq!(browser.hear()["command"], "overlay");
    assert_eq!(browser.hear()["command"], "reload");
}

#[test]
fn ten_thousand_requests_see_whole_pages_while_trees_are_swapped() {
    const PAGES: usize = 20;
    const THREADS: usize = 8;
    let site = |number: usize| {
        let page = |at: usize| {
            let line = format!("版本{number}页{at}。");
            (
                Route::file(&format!("p{at}/index.html")).unwrap(),
                OutputFile::Bytes(line.repeat(200).into_bytes().into()),
            )
        };
        Built { files: Arc::new((0..PAGES).map(page).collect()), ..Built::default() }
    };
    let (preview, address) = running(MemoryWorld::default());
    preview.show(site(0));
    let ended = AtomicBool::new(false);
    let swaps = AtomicUsize::new(0);
    thread::scope(|scope| {
        let asking: Vec<_> = (0..THREADS)
            .map(|thread| {
                scope.spawn(move || {
                    let mut client = Client::to(address);
                    let mut newest = [0; PAGES];
                    for count in 0..10_000 / THREADS {
                        let at = (count * 7 + thread) % PAGES;
                        let answer = client.get(&format!("/p{at}/"));
                        assert_eq!(answer.status, 200);
                        let page = answer.text().split("<div id=").next().unwrap().split("<script").next().unwrap();
                        let end = format!("页{at}。");
                        let number = page.split(&end).next().unwrap().trim_start_matches("版本");
                        assert_eq!(page, format!("版本{number}{end}").repeat(200));
                        let number: usize = number.parse().unwrap();
                        assert!(number >= newest[at], "an old page after a new one");
                        newest[at] = number;
                    }
                    newest.into_iter().max()
                })
            })
            .collect();
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                let number = swaps.fetch_add(1, Ordering::Relaxed) + 1;
                if number.is_multiple_of(5) {
                    preview.show(bad());
                    continue;
                }
                let built = site(number);
                built.files.iter().take(3).for_each(|(route, file)| preview.show_first(route, file.clone()));
                thread::sleep(Duration::from_millis(1));
                preview.show(built);
                thread::sleep(Duration::from_millis(1));
            }
        });
        let newest: Vec<_> = asking.into_iter().map(|asking| asking.join()).collect();
        ended.store(true, Ordering::Relaxed);
        for newest in newest {
            assert!(newest.unwrap() > Some(0), "trees were swapped while requests ran");
        }
    });
    assert!(swaps.into_inner() > 10);
}

/// A site on a disk: every file of `content` is a page, unless one holds `错`.
#[expect(clippy::disallowed_methods, reason = "the tests save files as an author would")]
mod watching {
    use std::fs;
    use std::path::Path;

    use tokio::sync::oneshot;

    use super::*;

    fn build(root: &Path) -> Built {
        let mut built = Built::default();
        let mut entries: Vec<_> = fs::read_dir(root.join("content")).into_iter().flatten().flatten().collect();
        entries.sort_by_key(|entry| entry.file_name());
        for entry in entries {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            if text.contains('错') {
                return bad();
            }
            let name = entry.file_name().into_string().unwrap();
            Arc::make_mut(&mut built.files)
                .insert(Route::file(&name).unwrap(), OutputFile::Bytes(text.into_bytes().into()));
        }
        built
    }

    /// Serves a folder, runs `act`, ends the server; returns how many builds there were.
    fn served(slow: Duration, act: impl FnOnce(&Path, SocketAddr, &Arc<Mutex<Vec<Change>>>)) -> usize {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir(root.join("content")).unwrap();
        fs::write(root.join("content/a.txt"), "0").unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let watched = Watched { root: root.clone(), settings: root.join("zola.toml"), ..Watched::default() };
        let settings = Settings { listener, watched, debounce: Duration::from_millis(20), locale: Locale::Zh };
        let changes = Arc::new(Mutex::new(Vec::new()));
        let (told, seen) = (changes.clone(), changes.clone());
        let (end, ended) = oneshot::channel::<()>();
        let site = root.clone();
        let server = thread::spawn(move || {
            let world = Arc::new(DiskWorld::new(site.clone(), None));
            let build = move |_: &Arc<Preview>| {
                let built = build(&site);
                thread::sleep(slow);
                built
            };
            let report = move |event: &Event<'_>| {
                if let Event::Built { change, .. } = event {
                    told.lock().unwrap().push((*change).clone());
                }
            };
            serve(settings, world, build, report, async {
                let _ = ended.await;
            })
        });
        act(&root, address, &seen);
        end.send(()).unwrap();
        server.join().unwrap().unwrap();
        changes.lock().unwrap().len()
    }

    /// Asks until the answer is `text`.
    fn until(client: &mut Client, path: &str, text: &str) {
        let start = Instant::now();
        loop {
            let answer = client.get(path);
            if answer.text().contains(text) {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(5), "{path} stays {} {}", answer.status, answer.text());
            thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn a_hundred_saves_end_in_the_right_state() {
        let builds = served(Duration::from_millis(30), |root, address, _| {
            let mut client = Client::to(address);
            until(&mut client, "/a.txt", "0");
            for number in 1..=100 {
                fs::write(root.join("content/a.txt"), format!("保存{number}次")).unwrap();
                thread::sleep(Duration::from_millis(4));
            }
            until(&mut client, "/a.txt", "保存100次");
        });
        assert!((2..30).contains(&builds), "{builds} builds");
    }

    #[test]
    fn a_change_during_a_build_is_not_missed() {
        served(Duration::from_millis(150), |root, address, changes| {
            let mut client = Client::to(address);
            until(&mut client, "/a.txt", "0");
            fs::write(root.join("content/a.txt"), "first").unwrap();
            // The first build has read the file by now and is not at its end.
            thread::sleep(Duration::from_millis(100));
            fs::write(root.join("content/a.txt"), "second").unwrap();
            until(&mut client, "/a.txt", "second");
            assert_eq!(changes.lock().unwrap().last(), Some(&Change::Reload("/a.txt".to_owned())));
        });
    }

    #[test]
    fn folders_and_mistakes_come_and_go() {
        served(Duration::ZERO, |root, address, _| {
            let mut client = Client::to(address);
            until(&mut client, "/a.txt", "0");
            fs::write(root.join("content/b.txt"), "错").unwrap();
            until(&mut client, "/b.txt", "没有“&lt;i&gt;”");
            fs::write(root.join("content/b.txt"), "对").unwrap();
            until(&mut client, "/b.txt", "对");
            fs::rename(root.join("content"), root.join("old")).unwrap();
            until(&mut client, "/a.txt", "404");
            fs::create_dir(root.join("content")).unwrap();
            thread::sleep(Duration::from_millis(60));
            fs::write(root.join("content/c.txt"), "新").unwrap();
            until(&mut client, "/c.txt", "新");
            fs::write(root.join("content/.c.txt.tmp"), "错").unwrap();
            fs::rename(root.join("content/.c.txt.tmp"), root.join("content/c.txt")).unwrap();
            until(&mut client, "/nowhere", "没有“&lt;i&gt;”");
        });
    }

    #[test]
    fn a_build_that_panics_does_not_end_the_preview() {
        let preview = Arc::new(Preview::new(Arc::new(MemoryWorld::default()), Locale::En, 1));
        preview.show(good(&[("index.html", "1")]));
        let mut failed = false;
        server::once(&preview, &mut |_| panic!("<oops>"), &mut |event| {
            failed |= matches!(event, Event::Built { change: Change::Failed, files: None, .. });
        });
        assert!(failed);
        assert!(preview.shown().overlay.as_deref().unwrap().contains("&lt;oops&gt;"));
        assert!(preview.shown().tree.not_found().is_none() && preview.shown().tree.files.len() == 1);
    }
}
