//! What is not public: a hundred entries with words of their own in every field, body, file name and attachment, none of
//! which occurs anywhere in the output; the counters have them all the same.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod harness;

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
