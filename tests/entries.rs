//! Entries of the four kinds: read by the table, every mistake told at its line.

mod harness;

use harness::{Built, Site};
use lianluo::Locale;

const ACTIVITY: &str = r#"+++
title = "组织委员视察镇村道路建设"
date = 2026-05-18
[extra]
kind = "activity"
type = "视察"
place = "甲镇"
participants = 12
members = ["wang"]
source = "本组"
author = "张某"
photographer = "刘某"
visibility = "public"
reviewers = { first = "张某", second = "陈某", final = "周某", on = 2026-05-19 }
[[extra.submission]]
outlet = "县政协办公室"
level = "县级"
type = "活动信息"
sent = 2026-05-19
adopted = { on = 2026-05-22, where = "《政协工作》第9期", url = "", clip = "adopted.jpg" }
+++

正文。
"#;

const RELIEF: &str = r#"+++
title = "重阳节前夕走访慰问困难老党员"
date = 2026-10-20
[extra]
kind = "relief"
type = "慰问"
festival = "重阳节"
villages = ["龙潭村", "友谊村"]
households = 8
money_yuan = 4000
parts = [{ from = "委员捐助", yuan = 3000 }, { from = "企业捐助", yuan = 1000 }]
minors = false
face_shown = false
visibility = "public"
source = "本组"
author = "李某"
+++

正文。
"#;

const HISTORY: &str = r#"+++
title = "我参加修建丰乐渠的日子"
date = 2026-09-12
[extra]
kind = "history"
category = "水利"
period = "1973—1975"
three_first = "亲历"
teller = "赵某（时任青年突击队队长，退休教师）"
recorder = "孙某"
written = "2026-08"
verified = "存疑"
collection = { series = "青溪文史", volume = 3 }
reported_to = ["县政协文史委", "县党史办"]
source = "本组"
+++

正文。
"#;

fn with(entry: &str) -> Built {
    Site::group().file("content/activity/a.md", entry).build()
}

fn relief(from: &str, to: &str) -> Vec<String> {
    assert!(RELIEF.contains(from), "{from}");
    Site::group().file("content/relief/r.md", &RELIEF.replace(from, to)).build().errors()
}

#[test]
fn entries_as_the_domain_gives_them_are_valid() {
    let site = Site::group()
        .file("content/activity/a.md", ACTIVITY)
        .file("content/relief/r.md", RELIEF)
        .file("content/history/h.md", HISTORY);
    let built = site.build();
    built.expect_no_errors();
    assert_eq!(built.warnings(), Vec::<String>::new());
    for page in ["activity/a", "relief/r", "history/h", "member/wang"] {
        assert!(built.has(&format!("{page}/index.html")), "{page}");
    }
}

#[test]
fn chinese_names_mean_the_same() {
    let chinese = r#"+++
标题 = "座谈"
日期 = 2026-05-18
[extra]
种类 = "活动信息"
类型 = "座谈"
地点 = "甲镇"
来源 = "本组"
委员 = ["wang"]
+++
"#;
    let site = Site::group().file("content/activity/a.md", chinese).file(
        "templates/page.html",
        "{{ page.title }}/{{ page.extra.source }}/{{ page.entry.kind }}/{% for m in page.entry.members %}{{ m.name }}{% endfor %}/{{ page.quarter.label }}",
    );
    assert_eq!(site.build().text("activity/a/index.html"), "座谈/本组/activity/王某某/2026年第二季度");
}

#[test]
fn chinese_names_work_at_the_top_and_in_yaml() {
    let yaml = "---\n标题: 座谈\n日期: 2026-05-18\n来源: 本组\n种类: 活动信息\n类型: 视频\n地点: 甲镇\n---\n";
    assert_eq!(with(yaml).errors(), ["content/activity/a.md:6 entry-word: `type` (Type) cannot be `视频`"]);
}

#[test]
fn a_missing_required_field_is_told() {
    let errors = with(&ACTIVITY.replace("place = \"甲镇\"\n", "")).errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].contains("content/activity/a.md:4 entry-field-missing") && errors[0].contains("`place`"),
        "{errors:?}"
    );
}

#[test]
fn a_word_outside_its_vocabulary_is_told_with_the_allowed_ones() {
    let built = with(&ACTIVITY.replace("\"视察\"", "\"视查\""));
    assert_eq!(built.errors(), ["content/activity/a.md:6 entry-word: `type` (Type) cannot be `视查`"]);
    let shown = built.shown(Locale::Zh);
    assert!(shown.contains("视察") && shown.contains("茶话会"), "{shown}");
}

#[test]
fn a_member_who_does_not_exist_is_told() {
    let errors = with(&ACTIVITY.replace("[\"wang\"]", "[\"wang\", \"wong\"]")).errors();
    assert_eq!(errors, ["content/activity/a.md:9 entry-member: there is no member with the id `wong`"]);
}

#[test]
fn a_sum_that_does_not_add_up_is_told() {
    let errors = relief("money_yuan = 4000", "money_yuan = 4200");
    assert_eq!(errors, ["content/relief/r.md:10 entry-sum: the parts add up to 4000 yuan, but `money_yuan` says 4200"]);
}

#[test]
fn a_visit_needs_its_festival_and_its_visibility() {
    assert!(relief("festival = \"重阳节\"\n", "")[0].contains("`festival`"));
    assert!(relief("visibility = \"public\"\n", "")[0].contains("`visibility`"));
    assert!(relief("type = \"慰问\"\nfestival = \"重阳节\"\n", "type = \"捐赠\"\n").is_empty());
}

#[test]
fn wrong_types_are_told_with_what_is_right() {
    let errors = relief("households = 8", "households = \"八户\"");
    assert_eq!(errors.len(), 1);
    assert!(errors[0].starts_with("content/relief/r.md:9 entry-field-type"), "{errors:?}");
    assert!(relief("minors = false", "minors = \"否\"")[0].contains("`minors`"));
    assert!(relief("yuan = 3000", "yuan = -3000").iter().any(|error| error.contains("`yuan`")));
}

#[test]
fn dates_are_real() {
    assert!(with(&ACTIVITY.replace("date = 2026-05-18", "date = 1970-01-01")).errors()[0].contains("entry-date-epoch"));
    assert!(
        with(&ACTIVITY.replace("date = 2026-05-18", "date = 2026-11-24")).errors()[0].contains("entry-date-future")
    );
    assert!(with(&ACTIVITY.replace("date = 2026-05-18", "date = 2026-11-23")).errors().is_empty());
}

#[test]
fn a_title_ends_without_a_full_stop() {
    let errors = with(&ACTIVITY.replace("道路建设", "道路建设。")).errors();
    assert_eq!(errors, ["content/activity/a.md:2 entry-title-stop: a title does not end in a full stop"]);
}

#[test]
fn pictures_are_there_and_credited() {
    let entry = ACTIVITY.replace(
        "[[extra.submission]]",
        "images = [{ file = \"01.svg\", alt = \"会场\", caption = \"说明\" }]\n[[extra.submission]]",
    );
    assert!(with(&entry).errors()[0].contains("entry-file-missing"));
    let site = Site::group().file("content/activity/a/index.md", &entry).file("content/activity/a/01.svg", "<svg/>");
    assert!(site.build().errors().is_empty());
    let uncredited = entry.replace("photographer = \"刘某\"\n", "");
    assert!(site.file("content/activity/a/index.md", &uncredited).build().errors()[0].contains("entry-credit"));
}

#[test]
fn faces_need_consent_and_minors_are_never_shown() {
    assert!(relief("face_shown = false", "face_shown = true")[0].contains("entry-consent"));
    assert!(
        relief("minors = false\nface_shown = false", "minors = true\nface_shown = true\nconsent = true")[0]
            .contains("entry-minor-face")
    );
}

#[test]
fn contact_details_stay_off_member_pages() {
    let member = "+++\ntitle = \"李某某\"\ndate = 2026-01-05\n[extra]\nkind = \"member\"\nname = \"李某某\"\nsector = \"教育界\"\nsource = \"本组\"\n电话 = \"1\"\n+++\n";
    let errors = Site::group().file("content/member/li.md", member).build().errors();
    assert_eq!(errors.len(), 1);
    assert!(errors[0].starts_with("content/member/li.md:9 entry-contact"), "{errors:?}");
}

#[test]
fn all_mistakes_of_a_run_are_told_at_once() {
    let broken = "+++\ntitle = \"缺口\ndate = 2026-05-18\n+++\n";
    let built = Site::group()
        .file("content/activity/a.md", &ACTIVITY.replace("\"视察\"", "\"视查\"").replace("[\"wang\"]", "[\"li\"]"))
        .file("content/relief/r.md", &RELIEF.replace("3000", "3001"))
        .file("content/history/h.md", &HISTORY.replace("水利", "水力"))
        .file("content/history/broken.md", broken)
        .build();
    let places: Vec<String> =
        built.errors().iter().map(|error| error.split(": ").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(places.len(), 5, "{places:#?}");
    assert!(
        places.windows(2).all(|pair| pair[0].split(':').next() <= pair[1].split(':').next()),
        "sorted: {places:#?}"
    );
}

#[test]
fn mistakes_of_every_stage_are_told_in_one_run() {
    let page = |keys: &str, body: &str| format!("+++\ntitle = \"页\"\n{keys}\n+++\n{body}\n");
    let built = Site::group()
        .bytes("content/a.md", b"+++\ntitle = \"\xFF\xFF\"\n+++\n")
        .file("content/b.md", &page("date = \"昨天\"", ""))
        .file("content/c.md", &page("template = \"nope.html\"", ""))
        .file("content/d.md", &page("path = \"e\"", ""))
        .file("content/e.md", &page("", ""))
        .file("content/f.md", &page("", "[去](@/nope.md)"))
        .file("content/g.md", &page("", "[去](@/e.md#nope)"))
        .file("content/h.md", &page("", "{{ nope() }}"))
        .file("content/activity/i.md", &ACTIVITY.replace("\"视察\"", "\"视查\""))
        .build();
    let places: Vec<String> = built
        .errors()
        .iter()
        .map(|error| error.split(' ').take(2).collect::<Vec<_>>().join(" ").trim_end_matches(':').to_owned())
        .collect();
    assert_eq!(
        places,
        [
            "content/a.md:2 source-encoding",
            "content/activity/i.md:6 entry-word",
            "content/b.md:3 front-matter-date",
            "content/c.md:3 template-not-found",
            "content/d.md:3 plan-collision",
            "content/f.md:5 markdown-link-missing",
            "content/g.md:5 check-anchor",
            "content/h.md:5 template-unknown-name",
        ]
    );
    assert!(built.files.is_empty(), "nothing is put while errors stand");
}

#[test]
fn private_entries_leave_no_trace() {
    let secret =
        RELIEF.replace("\"public\"", "\"internal\"").replace("重阳节前夕", "密语甲").replace("正文。", "密语乙。");
    let counted = RELIEF.replace("\"public\"", "\"count\"").replace("重阳节前夕", "密语丙");
    let built = Site::group()
        .file("content/relief/s/index.md", &secret)
        .file("content/relief/s/密语丁.svg", "<svg/>")
        .file("content/relief/c.md", &counted)
        .file("content/relief/r.md", RELIEF)
        .build();
    built.expect_no_errors();
    for (route, bytes) in &built.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("密语") && !route.contains("密语"), "{route}");
    }
    assert!(built.has("relief/r/index.html") && !built.has("relief/c/index.html"));
}

#[test]
fn without_its_table_the_layer_does_nothing() {
    let built = Site::new()
        .file("content/a.md", "+++\ntitle = \"t\"\n[extra]\nkind = \"activity\"\n+++\n")
        .file("templates/page.html", "{{ page.quarter is defined }}{{ get_kinds() | length }}")
        .build();
    assert_eq!(built.text("a/index.html"), "false0");
    assert!(!built.has("archive/index.html"));
}

#[test]
fn encodings_give_the_same_page() {
    let text = ACTIVITY;
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let (gbk, _, failed) = encoding_rs::GBK.encode(text);
    assert!(!failed);
    let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
    let page = |bytes: &[u8]| {
        Site::group().bytes("content/activity/a.md", bytes).build().text("activity/a/index.html").to_owned()
    };
    let plain = page(text.as_bytes());
    assert!(plain.contains("正文"));
    for bytes in [
        marked(b"\xEF\xBB\xBF", text.as_bytes()),
        marked(b"\xFF\xFE", &utf16),
        marked(b"\xFE\xFF", &utf16be),
        utf16.clone(),
        gbk.to_vec(),
        text.replace('\n', "\r\n").into_bytes(),
    ] {
        assert_eq!(page(&bytes), plain);
    }
}
