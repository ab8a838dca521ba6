//! What is not public: a hundred entries with words of their own in every field, body, file name and attachment, none of
//! which occurs anywhere in the output; the counters have them all the same.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test starts the program and looks at the disk")]

mod harness;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use harness::{Built, Site};
use jiff::civil::date;
use lianluo::Locale;
use lianluo::diagnostic::to_terminal;

const SETTINGS: &str = r#"
base_url = "https://example.test"
default_language = "zh-CN"
title = "甲镇"
generate_feeds = true
build_search_index = true
taxonomies = [{ name = "tags", feed = true }]
[search]
index_format = "fuse_json"
include_description = true
[liaison]
group = "甲镇政协联络组"
opened = 2026-01-01
targets = ["plan-1", "plan-4", "plan-6"]
"#;

/// Every function of the layer, and what pages know, written out.
const DUMP: &str = "{{ get_ledger(year=2026) | json_encode }}{{ get_targets(year=2026, quarter=2) | json_encode }}\
    {{ get_tasks(year=2026) | json_encode }}{{ get_issues() | json_encode }}{{ get_adoptions() | json_encode }}\
    {{ get_collections() | json_encode }}{{ get_kinds() | json_encode }}\
    {% for m in get_members() %}{{ m.name }}{{ m.lights | json_encode }}{% endfor %}\
    {% for p in get_entries() %}{{ p.title }}{{ p.entry | json_encode }}{{ p.extra | json_encode }}{% endfor %}";

/// The fields of each kind, with `TOKEN` where words stand.
const KINDS: [(&str, &str); 10] = [
    (
        "activity",
        "type = \"座谈\"\nplace = \"TOKENplace\"\nhost = \"TOKENhost\"\nlead = \"TOKENlead\"\nmembers = [\"wang\"]",
    ),
    (
        "relief",
        "type = \"慰问\"\nfestival = \"春节\"\nvillages = [\"TOKENvillage\"]\nminors = false\ngoods = \"TOKENgoods\"\nrecipients = \"TOKENrecipients\"\nparts = [{ from = \"TOKENfrom\", yuan = 1 }]\nmoney_yuan = 1",
    ),
    (
        "opinion",
        "reporter = \"TOKENreporter\"\nunit = \"TOKENunit\"\nsituation = \"TOKENsituation\"\ncause = \"TOKENcause\"\nadvice = \"TOKENadvice\"\nmembers = [\"wang\"]",
    ),
    ("proposal", "proposer = \"wang\"\nsubject = \"TOKENsubject\"\nhandler = \"TOKENhandler\"\nclass = \"TOKENclass\""),
    (
        "research",
        "type = \"监督\"\ntopic = \"TOKENtopic\"\nsites = [\"TOKENsite\"]\nissues = [{ problem = \"TOKENproblem\", result = \"TOKENresult\" }]",
    ),
    (
        "study",
        "type = \"集中学习\"\ntopics = [\"TOKENtopic\"]\nminutes = \"TOKENminutes\"\nspeakers = [\"wang\", \"wang\"]\nreflections = [{ member = \"wang\", title = \"TOKENreflection\" }]",
    ),
    (
        "history",
        "category = \"水利\"\nteller = \"TOKENteller\"\nrecorder = \"TOKENrecorder\"\ncollection = { series = \"TOKENseries\", volume = 1 }",
    ),
    ("plan", "type = \"计划\"\ntasks = [{ quarter = \"2026Q2\", text = \"TOKENtask\" }]"),
    (
        "member",
        "name = \"TOKENname\"\nsector = \"农业界\"\npost = \"TOKENpost\"\nhonours = [{ title = \"TOKENhonour\" }]",
    ),
    (
        "consult",
        "form = \"对口协商\"\ntopic = \"TOKENtopic\"\nlead = \"TOKENlead\"\nhandled_by = \"TOKENhandled\"\nresult = \"TOKENresult\"",
    ),
];

fn private(number: usize, extra: &str) -> (String, String) {
    let (kind, fields) = KINDS[number % KINDS.len()];
    let token = format!("密{number}语");
    let visibility = if number < 50 { "count" } else { "internal" };
    let text = format!(
        "+++\ntitle = \"TOKENtitle\"\ndescription = \"TOKENdescription\"\ndate = 2026-05-{:02}\naliases = [\"TOKENalias\"]\n\
         [taxonomies]\ntags = [\"TOKENtag\"]\n[extra]\nkind = \"{kind}\"\nvisibility = \"{visibility}\"\nsource = \"TOKENsource\"\n\
         author = \"TOKENauthor\"\neditor = \"TOKENeditor\"\nphotographer = \"TOKENphoto\"\nown = \"TOKENown\"\n{extra}{fields}\n\
         images = [{{ file = \"TOKENpicture.svg\", alt = \"TOKENalt\", caption = \"TOKENcaption\" }}]\n\
         [[extra.submission]]\noutlet = \"TOKENoutlet\"\nlevel = \"县级\"\nsent = 2026-05-30\nby = \"TOKENby\"\n\
         adopted = {{ on = 2026-06-02, where = \"TOKENwhere\", clip = \"TOKENclip.svg\" }}\n+++\nTOKENbody\n\n![TOKENin](TOKENinline.svg)\n",
        number % 28 + 1
    );
    (kind.to_owned(), text.replace("TOKEN", &token))
}

/// A site with public entries, and a hundred private ones: in folders of their own and beside others.
fn site() -> Site {
    let mut site = Site::group()
        .file("zola.toml", SETTINGS)
        .file("templates/index.html", DUMP)
        .file("templates/page.html", "{{ page.title }}|{{ page.content | safe }}|{{ page.entry | json_encode }}")
        .file("content/activity/open.md", "+++\ntitle = \"公开\"\ndate = 2026-05-18\n[extra]\nkind = \"activity\"\ntype = \"座谈\"\nplace = \"甲镇\"\nsource = \"本组\"\nmembers = [\"wang\"]\n+++\n正文\n");
    for number in 0..100 {
        let (kind, text) = private(number, "");
        let folder = format!("content/{kind}/密{number}语");
        let beside = if number % 2 == 0 { folder.clone() } else { format!("content/{kind}") };
        let file = if number % 2 == 0 { format!("{folder}/index.md") } else { format!("{folder}.md") };
        site = site.file(&format!("content/{kind}/_index.md"), "+++\nsort_by = \"date\"\n+++\n").file(&file, &text);
        for name in ["picture", "clip", "inline"] {
            let path = format!("{beside}/密{number}语{name}.svg");
            site = site.file(&path, &format!("<svg><desc>密{number}语</desc></svg>"));
        }
    }
    site.today(date(2026, 11, 20))
}

fn hunt(built: &Built) {
    for (route, bytes) in &built.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!route.contains('密'), "{route}");
        let at = text.find('密').or_else(|| text.find("mi0yu")).or_else(|| text.find("%E5%AF%86"));
        assert_eq!(at, None, "{route}: {}", at.map_or(String::new(), |at| text[at..].chars().take(80).collect()));
    }
}

#[test]
fn no_word_of_a_hundred_private_entries_is_in_the_output() {
    let built = site().build();
    built.expect_no_errors();
    assert!(built.has("activity/open/index.html") && built.has("ledger/2026/index.html"), "{:?}", built.files.keys());
    assert!(built.files.keys().any(|route| route.starts_with("search_index")) && built.has("atom.xml"));
    assert!(built.has("search/catalogue.js") && built.has("search/index/0.js") && built.has("search/text/0-0.js"));
    hunt(&built);
}

#[test]
fn the_counters_have_them() {
    let built = site().build();
    let ledger: serde_json::Value = serde_json::from_str(built.text("ledger/2026/index.json")).unwrap();
    let of_kind = |kind: &str| {
        let counts = ledger["counts"].as_array().unwrap();
        let row = counts.iter().find(|row| row["kind"] == kind).unwrap();
        (row["count"].as_u64().unwrap(), row["public"].as_u64().unwrap())
    };
    // Five of each kind are counted and five are internal.
    assert_eq!((of_kind("relief"), of_kind("opinion"), of_kind("activity")), ((5, 0), (5, 0), (6, 1)));
    assert_eq!((ledger["adoption"]["sent"].as_u64(), ledger["adoption"]["adopted"].as_u64()), (Some(50), Some(50)));
    assert_eq!((ledger["issues"]["open"].as_u64(), ledger["issues"]["rows"].as_array().unwrap().len()), (Some(5), 0));
    let all = site().file("zola.toml", &format!("{SETTINGS}[liaison.ledger]\ncount_internal = true\n")).build();
    let ledger: serde_json::Value = serde_json::from_str(all.text("ledger/2026/index.json")).unwrap();
    assert_eq!(ledger["adoption"]["sent"].as_u64(), Some(100));
    hunt(&all);
}

#[test]
fn a_mistake_in_a_private_entry_is_told_in_the_terminal_alone() {
    let (_, text) = private(1, "households = \"密1语wrong\"\n");
    let built = site()
        .file("content/relief/密1语.md", &text)
        .file("content/relief/密x语.md", "+++\ntitle = \"密x语\n[extra]\nkind = \"relief\"\nvisibility = \"internal\"\n+++\n")
        .file("content/activity/open2.md", "+++\ntitle = \"公开\"\ndate = 2026-05-18\n[extra]\nkind = \"activity\"\ntype = \"座谈\"\nplace = \"甲镇\"\nsource = \"本组\"\nmembers = [\"wong\"]\n+++\n")
        .build();
    assert_eq!(built.errors().len(), 3, "{:?}", built.errors());
    let open: Vec<_> = built.diagnostics.iter().filter(|diagnostic| !diagnostic.concealed).cloned().collect();
    assert_eq!(open.len(), 1, "{}", to_terminal(&open, Locale::En, false));
    // Not even by suggesting the id of a member who is not public.
    assert!(!to_terminal(&open, Locale::Zh, false).contains('密'), "{}", to_terminal(&open, Locale::Zh, false));
}

#[test]
fn a_translation_is_as_private_as_what_it_translates() {
    let settings = format!(
        "{}\n[languages.en]\n",
        SETTINGS.replace("[search]\nindex_format = \"fuse_json\"\ninclude_description = true\n", "")
    );
    let (_, text) = private(50, "");
    let text = text.replace("[taxonomies]\ntags = [\"密50语tag\"]\n", "");
    let english = text.replace("visibility = \"internal\"\n", "");
    let built = Site::group()
        .file("zola.toml", &settings)
        .file("content/_index.en.md", "+++\n+++\n")
        .file("content/activity/_index.en.md", "+++\n+++\n")
        .file("content/activity/密50语.md", &text)
        .file("content/activity/密50语.en.md", &english)
        .file("content/activity/密50语picture.svg", "<svg/>")
        .today(date(2026, 11, 20))
        .build();
    built.expect_no_errors();
    hunt(&built);
}

/// The program at work in a folder, ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the preview answers.
fn get(address: &str, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

fn is_clean(place: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert!(!text.contains('密') && !text.contains("%E5%AF%86") && !text.contains("mi0yu"), "{place}: {text}");
}

/// Every file below a folder, from it.
fn files(folder: &Path) -> Vec<String> {
    let all = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    all.map(|entry| entry.path().strip_prefix(folder).unwrap().display().to_string()).collect()
}

#[test]
fn nor_is_any_in_what_the_program_writes_keeps_for_readers_or_serves() {
    let folder = tempfile::TempDir::new().unwrap();
    let folder = folder.path();
    for (path, bytes) in &site().world.files {
        let file = folder.join(path.as_str());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let open = folder.join("content/activity/open.md");
    let sent = "[[extra.submission]]\noutlet = \"县政协办公室\"\nsent = 2026-05-19\n+++\n正文";
    let text = fs::read_to_string(&open).unwrap().replace("+++\n正文", sent);
    fs::write(&open, &text).unwrap();
    let root = folder.display().to_string();
    let program = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
        command.args(["--root", &root, "--lang", "zh"]).args(arguments).stdin(Stdio::null());
        command
    };
    let build = || {
        let output = program(&["build", "--today", "2026-11-20"]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let routes = files(&folder.join("public"));
        for route in &routes {
            assert!(!route.contains('密'), "{route}");
            is_clean(route, &fs::read(folder.join("public").join(route)).unwrap());
        }
        routes
    };
    // Cold, then with a cache, then with a public entry turned private.
    let cold = build();
    for made in ["archive/submissions.json", "atom.xml", "ledger/2026/index.json", "archive/2026/q2/index.json"] {
        assert!(cold.iter().any(|route| route == made), "{made} is not in {cold:?}");
    }
    assert_eq!(build(), cold);
    fs::write(&open, text.replace("公开\"", "密开语\"").replace("正文", "密文语")).unwrap();
    assert!(program(&["build", "--today", "2026-11-20"]).status().unwrap().success());
    assert!(fs::read_to_string(folder.join("public/activity/open/index.html")).unwrap().contains("密开语"));
    fs::write(
        &open,
        text.replace("公开\"", "密开语\"")
            .replace("正文", "密文语")
            .replace("kind =", "visibility = \"count\"\nkind ="),
    )
    .unwrap();
    assert!(!build().contains(&"activity/open/index.html".to_owned()));
    fs::write(&open, &text).unwrap();
    build();

    // The live preview: its pages, what it says of what is not there, and how it tells of mistakes in private entries.
    let mut running = program(&["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(running.stderr.take().unwrap()).lines();
    let _running = Running(running);
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split("http://").nth(1).map(|rest| rest.trim_end_matches('/').to_owned()))
        .unwrap();
    // Its messages are for the terminal; they must not fill the pipe.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    let address = address.split('/').next().unwrap().to_owned();
    let mut asked: Vec<String> = cold.iter().map(|route| format!("/{route}")).collect();
    for number in [0, 1, 50, 51, 99] {
        let (kind, _) = private(number, "");
        for path in [
            format!("{kind}/密{number}语/"),
            format!("{kind}/密{number}语picture.svg"),
            format!("content/{kind}/密{number}语.md"),
        ] {
            let path: String =
                percent_encoding::utf8_percent_encode(&path, percent_encoding::NON_ALPHANUMERIC).to_string();
            let answer = get(&address, &format!("/{}", path.replace("%2F", "/")));
            assert!(answer.starts_with(b"HTTP/1.1 404"), "{}", String::from_utf8_lossy(&answer));
            asked.push("/nothing-here/".to_owned());
        }
    }
    for path in &asked {
        is_clean(path, &get(&address, path));
    }
    let (kind, text) = private(3, "households = \"密3语wrong\"\n");
    fs::write(folder.join(format!("content/{kind}/密3语.md")), text).unwrap();
    let broken = folder.join("content/activity/open.md");
    fs::write(&broken, "+++\ntitle = \n+++\n").unwrap();
    let told = (0..200).find_map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        let answer = get(&address, "/");
        String::from_utf8_lossy(&answer).contains("open.md").then_some(answer)
    });
    // The page that tells of mistakes tells of the public one only.
    is_clean("the page of mistakes", &told.unwrap());
}
