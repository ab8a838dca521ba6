//! Links to other sites, checked against servers on this machine that answer well, badly, late, or not at all.
//!
//! checklist: LNK-2, CFG-18
#![expect(clippy::disallowed_methods, reason = "the tests write a site and measure time")]

#[path = "web/server.rs"]
mod server;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lianluo::cache::{Cache, TracedWorld};
use lianluo::check::{ExternalLinks, Pace};
use lianluo::config::{Mode, Overrides};
use lianluo::diagnostic::{Locale, Severity, to_terminal};
use lianluo::output::MemoryStage;
use lianluo::pipeline::{Build, Options, build};
use lianluo::source::DiskWorld;
use lianluo::web::Client;
use tempfile::TempDir;

use server::{Reply, Server};

/// A site on disk with one page.
fn site(page: &str, settings: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| {
        let place = folder.path().join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    };
    write("zola.toml", &format!("base_url = \"https://example.test\"\n{settings}"));
    write("templates/page.html", "{{ page.title }}");
    write("content/_index.md", "+++\n+++\n");
    write("content/page.md", &format!("+++\ntitle = \"Page\"\n+++\n{page}"));
    folder
}

fn pace() -> Pace {
    Pace {
        pause: Duration::from_millis(60),
        backoff: Duration::from_millis(30),
        longest: Duration::from_secs(2),
        timeout: 1,
        ..Pace::default()
    }
}

fn check(folder: &Path) -> (Build, ExternalLinks) {
    let overrides = Overrides { mode: Mode::Check, ..Overrides::default() };
    let options = Options { overrides, external_links: Some(pace()), ..Options::default() };
    let world = DiskWorld::new(folder, None).with_web(Arc::new(Client::new(folder.join(".lianluo/web"))));
    let stage = MemoryStage::default();
    let built = build(&TracedWorld::over(Arc::new(world)), &options, &Cache::in_memory(), |_| Ok(&stage));
    let links = built.external_links.expect("links were looked at");
    (built, links)
}

/// The codes of what was told, with the line and the last word of the link.
fn told(built: &Build) -> Vec<String> {
    let one = |diagnostic: &lianluo::Diagnostic| {
        let link = diagnostic.args.iter().find(|(name, _)| *name == "link").map_or("", |(_, link)| link.as_str());
        let line = diagnostic.labels.first().and_then(|label| label.position()).map_or(0, |(line, _)| line);
        format!("{} {line} {}", diagnostic.code.id, link.rsplit('/').next().unwrap_or_default())
    };
    built.diagnostics.iter().map(one).collect()
}

fn shown(built: &Build) -> String {
    to_terminal(&built.diagnostics, Locale::En, false)
}

#[test]
fn every_kind_of_answer_is_told_for_what_it_is() {
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let loop_ = Reply::Says(301, "Location: /loop\r\n", "");
    let server = Server::start(&[
        ("/ok", &[Reply::Says(200, html, "<h1 id=here>x</h1>")]),
        ("/moved", &[Reply::Says(302, "Location: /ok\r\n", "")]),
        ("/loop", &[loop_]),
        ("/gone", &[Reply::Says(410, "", "")]),
        ("/busy", &[Reply::Says(429, "Retry-After: 1\r\n", ""), Reply::Says(200, "", "")]),
        (
            "/later",
            &[
                Reply::Says(
                    503,
                    "Date: Wed, 25 Nov 2020 00:00:00 GMT\r\nRetry-After: Wed, 25 Nov 2020 00:00:01 GMT\r\n",
                    "",
                ),
                Reply::Says(200, "", ""),
            ],
        ),
        ("/always-busy", &[Reply::Says(429, "Retry-After: 3600\r\n", "")]),
        ("/broken", &[Reply::Says(500, "", "")]),
        ("/flaky", &[Reply::Says(503, "", ""), Reply::Breaks, Reply::Says(200, "", "")]),
        ("/slow", &[Reply::Late(300)]),
        ("/silent", &[Reply::Silent]),
    ]);
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let at = &server.address;
    let page = format!(
        "[1]({at}/ok)\n[2]({at}/moved)\n[3]({at}/loop)\n[4]({at}/missing)\n[5]({at}/gone)\n[6]({at}/busy)\n\
         [7]({at}/always-busy)\n[8]({at}/broken)\n[9]({at}/flaky)\n[10]({at}/slow)\n[11]({at}/silent)\n\
         [12]({at}/ok#here)\n[13]({at}/ok#nowhere)\n[14]({at}/ok#!/script)\n[15]({closed}/x)\n[16](http://[bad)\n\
         [17]({at}/ok)\n[18]({at}/missing)\n[19]({at}/later)\n"
    );
    let folder = site(&page, "");
    let (built, links) = check(folder.path());
    assert_eq!(
        told(&built),
        [
            "check-external-link 6 loop",
            "check-external-link 7 missing",
            "check-external-link 8 gone",
            "check-external-link 11 broken",
            "check-external-link 14 silent",
            "check-external-anchor 16 ok#nowhere",
            "check-external-link 18 x",
            "check-external-link 19 [bad",
            "check-external-unsure 10 always-busy",
        ],
        "{}",
        shown(&built)
    );
    assert_eq!(links, ExternalLinks { addresses: 14, hosts: 3, dead: 8, unsure: 1, skipped: 0 });
    for (path, times) in
        [("/ok", 2), ("/busy", 2), ("/later", 2), ("/always-busy", 1), ("/broken", 3), ("/flaky", 3), ("/silent", 3)]
    {
        assert_eq!(server.count(path), times, "{path}");
    }
    let text = shown(&built);
    for words in ["redirects without end", "it answers 404, there is no such page", "did not answer in time"] {
        assert!(text.contains(words), "no “{words}” in\n{text}");
    }
    assert!(to_terminal(&built.diagnostics, Locale::Zh, false).contains("没有这个网页"));
}

#[test]
fn a_host_is_asked_in_turn_and_hosts_side_by_side() {
    let paths: Vec<String> = (0..4).map(|n| format!("/{n}")).collect();
    let replies = [Reply::Late(100)];
    let replies: Vec<(&str, &[Reply])> = paths.iter().map(|path| (path.as_str(), &replies[..])).collect();
    let servers = [Server::start(&replies), Server::start(&replies), Server::start(&replies)];
    let links = servers.iter().flat_map(|server| paths.iter().map(move |path| format!("<{}{path}>\n", server.address)));
    let folder = site(&links.collect::<String>(), "");
    let start = Instant::now();
    let (built, links) = check(folder.path());
    let taken = start.elapsed();
    assert_eq!((told(&built), links.dead, links.hosts), (Vec::new(), 0, 3), "{}", shown(&built));
    for server in &servers {
        // The answer takes 100 ms, the pause after it 60 ms.
        assert!(server.shortest_pause() >= Duration::from_millis(150), "{:?}", server.shortest_pause());
    }
    assert!(taken < Duration::from_millis(1500), "one host after another would take 1.9 s, it took {taken:?}");
}

#[test]
fn good_answers_are_kept_and_bad_ones_asked_again() {
    let server = Server::start(&[("/ok", &[Reply::Says(200, "", "x")])]);
    let folder = site(&format!("[a]({0}/ok) [b]({0}/no)", server.address), "");
    assert_eq!(check(folder.path()).1.dead, 1);
    assert_eq!(check(folder.path()).1.dead, 1);
    assert_eq!((server.count("/ok"), server.count("/no")), (1, 2));
}

#[test]
fn the_settings_say_what_is_left_alone_and_how_grave_the_rest_is() {
    let html = "Content-Type: text/html\r\n";
    let server = Server::start(&[("/app", &[Reply::Says(200, html, "")])]);
    let at = &server.address;
    let settings = format!(
        "[link_checker]\nskip_prefixes = [\"{at}/skip\"]\nskip_anchor_prefixes = [\"{at}/app\"]\nexternal_level = \"warn\"\n"
    );
    let folder = site(&format!("[a]({at}/skip/x) [b]({at}/app#made) [c]({at}/no)"), &settings);
    let (built, links) = check(folder.path());
    assert_eq!(links, ExternalLinks { addresses: 2, hosts: 1, dead: 1, unsure: 0, skipped: 1 });
    assert_eq!(built.diagnostics[0].severity, Severity::Warning);
    assert_eq!(server.count("/skip/x"), 0);
    let folder = site(&format!("[a]({at}/no)"), "[link_checker]\nignored_files = [\"page.md\"]\n");
    assert_eq!(check(folder.path()).1, ExternalLinks { skipped: 1, ..ExternalLinks::default() });
}

#[test]
fn only_check_asks_and_it_sums_up() {
    let server = Server::start(&[("/ok", &[Reply::Says(200, "", "")])]);
    let folder = site(&format!("[a]({0}/ok) [b]({0}/no)", server.address), "");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
        command.args(["--lang", "en", "--root"]).arg(folder.path()).args(arguments).stdin(Stdio::null());
        let ran = command.output().expect("the program starts");
        (ran.status.code(), format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr)))
    };
    assert_eq!(run(&["build"]).0, Some(0));
    assert_eq!(run(&["check", "--skip-external-links"]).0, Some(0));
    assert_eq!(server.count("/ok") + server.count("/no"), 0);
    let (code, told) = run(&["check"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("looked at 2 external links on 1 hosts: 1 dead"), "{told}");
    assert!(told.contains("content/page.md:4"), "{told}");
}
