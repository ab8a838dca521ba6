//! The theme's words in every language: all of them are translated, and no page speaks one that is not its own.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "it reads the theme of the project")]

mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use harness::{Built, Site};

/// Words of a template that are not said: names of columns that the standard of government sites gives, parts of labels
/// that are taken away.
const NOT_SAID: [&str; 6] = ["信息公开目录", "工作动态", "概况信息", "数据发布", "月", "第"];

fn files(folder: &Path) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    all.filter(|file| file.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn theme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/qingxi")
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

/// The texts in quotes of a template's tags, and what stands outside of all tags and comments.
fn parts(template: &str) -> (Vec<String>, String) {
    let (mut texts, mut outside, mut rest) = (Vec::new(), String::new(), template);
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min() {
        outside.push_str(&rest[..at]);
        let close = match &rest[at..at + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let mut end = at + rest[at..].find(close).unwrap();
        // A brace of a map or a component can stand before the tag's own.
        while rest[end..].starts_with("}}}") {
            end += 1;
        }
        let mut tag = if close == "#}" { "" } else { &rest[at + 2..end] };
        while let Some(open) = tag.find(['"', '\'']) {
            let quote = tag[open..].chars().next().unwrap();
            let Some(length) = tag[open + 1..].find(quote) else { break };
            texts.push(tag[open + 1..open + 1 + length].to_owned());
            tag = &tag[open + 2 + length..];
        }
        rest = &rest[end + 2..];
    }
    outside.push_str(rest);
    (texts, outside)
}

fn words(language: &str) -> BTreeMap<String, String> {
    let settings: toml::Table = std::fs::read_to_string(theme().join("theme.toml")).unwrap().parse().unwrap();
    let words = settings["extra"]["words"][language].as_table().unwrap();
    words.iter().map(|(word, said)| (word.clone(), said.as_str().unwrap().to_owned())).collect()
}

/// The names in braces.
fn places(word: &str) -> BTreeSet<&str> {
    word.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_word_of_the_theme_is_translated_and_none_for_nothing() {
    let english = words("en");
    let mut used: BTreeSet<String> = ["履职台账", "文史专辑"].map(str::to_owned).into();
    for path in files(&theme().join("templates")) {
        let (texts, outside) = parts(&std::fs::read_to_string(&path).unwrap());
        let line = outside.lines().find(|line| line.contains(is_chinese));
        assert!(line.is_none(), "{}: this word is not said: {line:?}", path.display());
        used.extend(texts.into_iter().filter(|text| text.contains(is_chinese) && !NOT_SAID.contains(&text.as_str())));
    }
    assert!(used.len() > 200, "{}", used.len());
    let there: BTreeSet<String> = english.keys().cloned().collect();
    let untranslated: Vec<&String> = used.difference(&there).collect();
    let unused: Vec<&String> = there.difference(&used).collect();
    assert!(
        untranslated.is_empty() && unused.is_empty(),
        "without a translation: {untranslated:?}; not used: {unused:?}"
    );
    for (word, said) in &english {
        assert!(!said.contains(is_chinese), "{said}");
        assert!(places(said).is_subset(&places(word)), "{word} = {said}");
    }
    for path in files(&theme().join("static")) {
        let script = std::fs::read_to_string(&path).unwrap();
        let code: Vec<&str> =
            script.lines().filter(|line| !line.trim_start().trim_start_matches("<script>").starts_with("//")).collect();
        let quoted = code.iter().find(|line| line.split('"').skip(1).step_by(2).any(|text| text.contains(is_chinese)));
        assert!(path.extension().is_some_and(|it| it == "css") || quoted.is_none(), "{}: {quoted:?}", path.display());
    }
}

/// A site in the theme with entries, members, a ledger, tags, and pages in a second language.
fn site(settings: &str) -> Site {
    let mut site = Site::bare();
    for path in files(&theme()) {
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_str().unwrap().to_owned();
        site = site.bytes(&name, &std::fs::read(&path).unwrap());
    }
    site.file("zola.toml", settings)
}

/// The pages whose language is English, by route.
fn english(built: &Built) -> Vec<(&String, String)> {
    built.expect_no_errors();
    let pages = built.files.iter().filter(|(route, _)| route.ends_with(".html"));
    let texts = pages.map(|(route, bytes)| (route, String::from_utf8(bytes.clone()).unwrap()));
    texts.filter(|(_, html)| html.contains("<html lang=\"en\"")).collect()
}

fn expect_english(built: &Built, routes: &[&str]) {
    let pages = english(built);
    for route in routes {
        assert!(pages.iter().any(|(found, _)| found == route), "no English {route} among {:?}", built.files.keys());
    }
    for (route, html) in pages {
        // What volume a piece stands in is written as the books have it.
        let html = html.replace("《Tales》第1辑", "");
        // The style sheet has notes for whoever reads it.
        let said =
            match html.split_once("<style>").and_then(|(head, rest)| Some((head, rest.split_once("</style>")?.1))) {
                Some((head, rest)) => format!("{head}{rest}"),
                None => html,
            };
        let line = said.lines().find(|line| {
            line.contains(is_chinese) && !line.trim_start().trim_start_matches("<script>").starts_with("//")
        });
        assert!(line.is_none(), "{route}: {}", line.unwrap_or_default());
    }
}

#[test]
fn a_page_in_another_language_speaks_it() {
    let site = site(
        "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\ntheme = \"qingxi\"\ntaxonomies = [{ name = \"tags\" }]\n\
         [languages.en]\ntaxonomies = [{ name = \"tags\" }]\n[extra.words.en]\n\"甲镇政协联络组\" = \"Liaison group of Jia\"\n\
         \"活动次数\" = \"Walks\"\n\
         [liaison]\ngroup = \"甲镇政协联络组\"\n[[liaison.target]]\nid = \"a\"\nlabel = \"活动次数\"\ncount = \"activity\"\n",
    )
    .file("content/_index.md", "+++\n+++\n")
    .file("content/_index.en.md", "+++\ntitle = \"Home\"\n+++\nWelcome.\n")
    .file("content/activity/_index.md", "+++\ntitle = \"活动\"\n+++\n")
    .file("content/activity/_index.en.md", "+++\ntitle = \"Activities\"\npaginate_by = 1\n+++\n")
    .file("content/news/_index.en.md", "+++\n+++\n")
    .file("content/news/one.en.md", "+++\ntitle = \"One\"\ndate = 2026-02-01\nauthors = [\"A\", \"B\"]\ntaxonomies = { tags = [\"water\"] }\n+++\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    .file("content/news/two.en.md", "+++\ntitle = \"Two\"\ndate = 2026-02-03\nupdated = 2026-03-01\n+++\ntext\n")
    .file("content/activity/a.md", "+++\ntitle = \"活动一\"\ndate = 2026-02-03\n[extra]\nkind = \"activity\"\ntype = \"座谈\"\nplace = \"甲镇\"\nsource = \"本组\"\n+++\n正文\n")
    .file("content/activity/a.en.md", "+++\ntitle = \"Talk\"\ndate = 2026-02-03\n+++\ntext\n")
    .file("content/activity/b.en.md", "+++\ntitle = \"Walk\"\ndate = 2026-02-04\n+++\ntext\n");
    let built = site.build();
    // The English home page lists the newest entries, whose titles nobody translated.
    let mut shown = built;
    let home = shown.text("en/index.html").replace("活动一", "");
    shown.files.insert("en/index.html".to_owned(), home.into_bytes());
    expect_english(
        &shown,
        &[
            "en/index.html",
            "en/search/index.html",
            "en/activity/index.html",
            "en/activity/page/2/index.html",
            "en/news/one/index.html",
            "en/tags/index.html",
            "en/tags/water/index.html",
        ],
    );
    let search = shown.text("en/search/index.html");
    assert!(
        search.contains("Type at least two characters.") && search.contains("data-say-found=\"{n} found.\""),
        "{search}"
    );
    assert!(shown.text("search/index.html").contains("请至少输入两个字。"));
    let home = shown.text("en/index.html");
    assert!(
        home.contains("Liaison group of Jia") && home.contains("Quarter 4, 2026") && home.contains(">Activity news<"),
        "{home}"
    );
    assert!(shown.text("index.html").contains("2026年第四季度"), "the label of one language is not kept for the other");
}

#[test]
fn an_english_site_is_english_throughout() {
    let member = "+++\ntitle = \"Ann\"\ndate = 2026-01-05\n[extra]\nkind = \"member\"\nname = \"Ann\"\nsector = \"farmers\"\nsource = \"us\"\nhonours = [{ on = 2026-01-01, level = \"county\", title = \"Best\" }]\n+++\ntext\n";
    let entry = |kind: &str, more: &str| {
        format!(
            "+++\ntitle = \"{kind}\"\ndate = 2026-02-03\n[taxonomies]\ntags = [\"water\"]\n[extra]\nkind = \"{kind}\"\nsource = \"us\"\nauthor = \"me\"\n{more}\n+++\ntext\n"
        )
    };
    let mut site = site(
        "base_url = \"https://example.test\"\ndefault_language = \"en\"\ntheme = \"qingxi\"\ntaxonomies = [{ name = \"tags\" }]\ngenerate_feeds = true\n\
         [liaison]\ngroup = \"Group\"\nmember_noun = \"members\"\nopened = 2025-03-01\n[liaison.ledger]\nnames = true\n[liaison.footer]\norganizer = \"Town\"\nundertaker = \"Hall\"\ntech = \"T\"\naddress = \"Road\"\nsite_id_code = \"1\"\nerror_report_url = \"https://example.test/e\"\n\
         [liaison.kinds.activity]\nfields = [{ name = \"type\", zh = \"x\", en = \"Type\" }]\n\
         [liaison.kinds.research]\nfields = [{ name = \"type\", zh = \"x\", en = \"Type\", holds = \"word\", words = [\"visit\", \"survey\"] }]\n\
         [[liaison.target]]\nid = \"a\"\nlabel = \"Walks\"\ncount = \"activity\"\nperiod = \"month\"\nunit = \"walks\"\n\
         [[liaison.target]]\nid = \"b\"\nlabel = \"Each\"\ncount = \"activity\"\nper = \"member\"\nperiod = \"quarter\"\nunit = \"walks\"\nset = \"four\"\n",
    )
    .file("content/_index.md", "+++\n+++\nWelcome.\n")
    .file("content/about.md", "+++\ntitle = \"About\"\n+++\ntext\n")
    .file("content/member/ann.md", member)
    .file("content/activity/a.md", &entry("activity", "type = \"walk\"\nplace = \"here\"\nmembers = [\"ann\"]\ncorrected = [{ on = 2026-03-01, note = \"n\" }]"))
    .file("content/research/r.md", &entry("research", "type = \"visit\"\nissues = [{ problem = \"p\", reported = 2026-02-04 }]"))
    .file("content/plan/p.md", &entry("plan", "type = \"plan\"\ntasks = [{ quarter = \"2026Q1\", text = \"walk\", done_by = [\"activity/a\"] }, { text = \"rest\" }]"))
    .file("content/history/h.md", &entry("history", "category = \"water\"\ncollection = { series = \"Tales\", volume = 1 }"));
    for list in ["sector", "level", "plan-type", "history-category", "research-type", "consult-status"] {
        site = site.file(&format!("liaison/vocabulary/{list}.txt"), "farmers\ncounty\nplan\nwater\nvisit\nsurvey\n");
    }
    for kind in ["member", "activity", "research", "plan", "history", "consult", "news_link"] {
        let template = match kind {
            "research" | "consult" => format!("template = \"{kind}.html\"\n"),
            "news_link" => "template = \"media.html\"\n".to_owned(),
            _ => String::new(),
        };
        site = site.put(&format!("content/{kind}/_index.md"), format!("+++\ntitle = \"{kind}\"\n{template}+++\n"));
    }
    let built = site.build();
    expect_english(
        &built,
        &[
            "index.html",
            "404.html",
            "activity/a/index.html",
            "member/ann/index.html",
            "plan/p/index.html",
            "research/index.html",
            "consult/index.html",
            "news_link/index.html",
            "ledger/2026/index.html",
            "archive/index.html",
            "archive/2026/index.html",
            "archive/2026/q1/index.html",
            "archive/2025/q2/index.html",
            "collection/index.html",
            "search/index.html",
            "tags/water/index.html",
        ],
    );
}
