//! `load_data` from other computers: what is asked, what is kept, what is told when nobody answers.
//!
//! checklist: FN-8
#![expect(clippy::disallowed_methods, reason = "the tests write a site")]

#[path = "web/server.rs"]
mod server;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use lianluo::cache::{Cache, TracedWorld};
use lianluo::diagnostic::{Locale, to_terminal};
use lianluo::output::{MemoryStage, OutputFile};
use lianluo::pipeline::{Options, build};
use lianluo::source::{Answer, DiskWorld, Fetch, Request, Unreachable};
use lianluo::web::Client;
use tempfile::TempDir;

use server::{Reply, Server};

/// The home page of a site whose template is this, or what was told; and the warnings.
fn home(folder: &Path, template: &str, today: Option<Arc<dyn Fetch>>) -> (String, String) {
    fs::create_dir_all(folder.join("templates")).expect("a folder");
    fs::write(folder.join("zola.toml"), "base_url = \"https://example.test\"\n").expect("a file");
    fs::write(folder.join("templates/index.html"), template).expect("a file");
    let web = today.unwrap_or_else(|| Arc::new(Client::new(folder.join(".lianluo/web"))));
    let world = DiskWorld::new(folder, None).with_web(web);
    let stage = MemoryStage::default();
    let built = build(&TracedWorld::over(Arc::new(world)), &Options::default(), &Cache::in_memory(), |_| Ok(&stage));
    let told = to_terminal(&built.diagnostics, Locale::En, false);
    let page = stage.take_files().into_iter().find(|(route, _)| route.as_str() == "index.html");
    match page {
        Some((_, OutputFile::Bytes(bytes))) => (String::from_utf8_lossy(&bytes).into_owned(), told),
        _ => (String::new(), told),
    }
}

#[test]
fn the_question_has_all_that_the_arguments_say() {
    let server = Server::start(&[
        ("/data.json", &[Reply::Says(200, "", "{\"n\": [1, 2]}")]),
        ("/%E6%95%B0?a=1%202", &[Reply::Says(200, "", "\u{feff}一,二\n1,2\n")]),
        ("/ask", &[Reply::Says(200, "", "a = \"<b>\"")]),
    ]);
    let folder = TempDir::new().expect("a folder");
    let template = format!(
        r#"{{% set a = load_data(url="{0}/data.json", format="json") %}}{{{{ a.n }}}}
{{% set b = load_data(url="{0}/数?a=1 2", format="csv", headers=["X-Who=me", "Accept = text/csv"]) %}}{{{{ b.headers }}}}
{{% set c = load_data(url="{0}/ask", method="POST", body="q=1", content_type="application/x-www-form-urlencoded", format="toml") %}}{{{{ c.a }}}}
{{{{ load_data(url="{0}/data.json") }}}}"#,
        server.address
    );
    let (page, told) = home(folder.path(), &template, None);
    assert_eq!(page, "[1, 2]\n[&quot;一&quot;, &quot;二&quot;]\n&lt;b&gt;\n{&quot;n&quot;: [1, 2]}", "{told}");
    let asked = server.asked();
    let find = |path: &str| asked.iter().find(|asked| asked.line.contains(path)).expect("it was asked");
    assert!(find("/%E6%95%B0").fields.iter().any(|field| field == "x-who: me"));
    assert!(find("/%E6%95%B0").fields.iter().any(|field| field == "accept: text/csv"));
    assert!(find("/ask").line.starts_with("POST ") && find("/ask").body == "q=1");
    assert!(find("/ask").fields.iter().any(|field| field == "content-type: application/x-www-form-urlencoded"));
    assert_eq!(server.count("/data.json"), 1, "asked once a build");
}

#[test]
fn a_failure_is_told_at_its_place_or_is_null_if_not_required() {
    let server = Server::start(&[("/broken", &[Reply::Says(500, "", "no")]), ("/bad", &[Reply::Says(200, "", "{")])]);
    let closed = "http://127.0.0.1:9";
    let folder = TempDir::new().expect("a folder");
    let at = &server.address;
    for (call, words) in [
        (format!("url=\"{at}/no\""), "it answers 404"),
        (format!("url=\"{at}/broken\""), "it answers 500"),
        (format!("url=\"{at}/bad\", format=\"json\""), "no valid JSON"),
        (format!("url=\"{closed}/x\""), "the host takes no connection; to build without a network"),
        ("url=\"not an address\"".to_owned(), "this is no web address"),
        (format!("url=\"{at}/x\", method=\"PUT\""), "must be `GET` or `POST`"),
        (format!("url=\"{at}/x\", headers=[\"X\"]"), "are written like"),
    ] {
        let (page, told) = home(folder.path(), &format!("一\n{{{{ load_data({call}) }}}}"), None);
        assert!(page.is_empty() && told.contains(words), "no “{words}” in\n{told}");
        assert!(told.contains("templates/index.html:2"), "{told}");
    }
    let optional = format!(
        "{{% set a = load_data(url=\"{at}/no\", required=false) %}}{{{{ a is none }}}} {{% set b = load_data(url=\"{closed}\", required=false) %}}{{{{ b is none }}}} {{% set c = load_data(url=\"::\", required=false) %}}{{{{ c is none }}}}"
    );
    assert_eq!(home(folder.path(), &optional, None).0, "true true true");
}

/// A client for which every kept answer is too old.
#[derive(Debug)]
struct Impatient(Client);

impl Fetch for Impatient {
    fn fetch(&self, request: &Request) -> Result<Answer, Unreachable> {
        self.0.fetch(&Request { max_age: 0, ..request.clone() })
    }
}

#[test]
fn an_answer_is_kept_and_asked_for_again_only_when_old() {
    let etag = "ETag: \"v1\"\r\n";
    let server = Server::start(&[("/x", &[Reply::Says(200, etag, "one"), Reply::Says(304, "", ""), Reply::Breaks])]);
    let folder = TempDir::new().expect("a folder");
    let template = format!("{{{{ load_data(url=\"{}/x\") }}}}", server.address);
    let fresh = || home(folder.path(), &template, None);
    assert_eq!(fresh(), ("one".to_owned(), String::new()));
    assert_eq!(fresh(), ("one".to_owned(), String::new()));
    assert_eq!(server.count("/x"), 1);
    let impatient = || {
        let client = Client::new(folder.path().join(".lianluo/web"));
        home(folder.path(), &template, Some(Arc::new(Impatient(client))))
    };
    assert_eq!(impatient(), ("one".to_owned(), String::new()));
    assert_eq!(server.asked()[1].fields.iter().filter(|field| *field == "if-none-match: \"v1\"").count(), 1);
    // Nobody answers any more: the old answer does, and that is told.
    let (page, told) = impatient();
    assert_eq!(page, "one");
    assert!(told.contains("render-stale-data") && told.contains(&server.address), "{told}");
}
