//! The ledger: targets as data, counted period by period, for the group and for members; what pages and templates see.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod harness;

use harness::{Built, Site};
use jiff::civil::date;
use serde_json::Value;

const SETTINGS: &str = r#"
base_url = "https://example.test"
default_language = "zh-CN"
[liaison]
group = "甲镇政协联络组"
opened = 2026-01-01
[[liaison.target]]
id = "info"
label = "活动信息"
count = "submission"
where = { outlet = "县政协办公室", type = "活动信息" }
period = "month"
min = 1
[[liaison.target]]
id = "study"
label = "集中学习"
count = "study"
where = { type = "集中学习" }
period = "quarter"
[[liaison.target]]
id = "reflection"
label = "心得体会"
count = "reflection"
per = "member"
min = 2
[[liaison.target]]
id = "festival"
label = "慰问"
count = "relief"
where = { type = "慰问" }
each = { field = "festival", values = ["春节", "重阳"] }
"#;

fn activity(day: &str, extra: &str) -> String {
    entry(day, "activity", &format!("type = \"座谈\"\nplace = \"甲镇\"\n{extra}"))
}

fn entry(day: &str, kind: &str, extra: &str) -> String {
    format!(
        "+++\ntitle = \"{kind} {day}\"\ndate = {day}\n[extra]\nkind = \"{kind}\"\nsource = \"本组\"\n{extra}\n+++\n正文\n"
    )
}

fn sent(day: &str, outlet: &str) -> String {
    format!("[[extra.submission]]\noutlet = \"{outlet}\"\nlevel = \"县级\"\ntype = \"活动信息\"\nsent = {day}")
}

fn member(name: &str, extra: &str) -> String {
    entry("2026-01-05", "member", &format!("name = \"{name}\"\nsector = \"农业界\"\n{extra}"))
}

/// Sent in every month up to November but March; in May twice, once under the office's short name.
fn site() -> Site {
    let mut site = Site::group().file("zola.toml", SETTINGS).file("content/study/_index.md", "+++\n+++\n");
    for month in [1, 2, 4, 5, 6, 7, 8, 9, 10, 11] {
        let day = format!("2026-{month:02}-10");
        site = site.file(&format!("content/activity/a{month}.md"), &activity(&day, &sent(&day, "县政协办公室")));
    }
    site.file("content/activity/b5.md", &activity("2026-05-20", &sent("2026-05-21", "县政协办")))
        .file("content/activity/c3.md", &activity("2026-03-02", &sent("2026-03-03", "别处")))
        .file("content/member/li.md", &member("李某某", "joined = 2026-06-01"))
        .file("content/study/s1.md", &entry("2026-02-03", "study", "type = \"学习\"\ntopics = [\"章程\"]\nminutes = \"记录\"\nspeakers = [\"wang\", \"li\"]\nreflections = [{ member = \"wang\", title = \"一\" }]"))
        .file("content/study/s2.md", &entry("2026-08-03", "study", "type = \"集中学习\"\ntopics = [\"章程\"]\nminutes = \"记录\"\nspeakers = [\"wang\", \"li\"]\nreflections = [{ member = \"wang\", title = \"二\" }, { member = \"li\", title = \"三\" }]"))
        .file("content/relief/r.md", &entry("2026-02-01", "relief", "type = \"慰问\"\nfestival = \"新春\"\nvillages = [\"甲村\"]\nminors = false\nvisibility = \"count\""))
        .today(date(2026, 11, 20))
}

fn ledger(built: &Built) -> Value {
    serde_json::from_str(built.text("ledger/2026/index.json")).unwrap()
}

fn target<'a>(ledger: &'a Value, id: &str) -> &'a Value {
    ledger["targets"].as_array().unwrap().iter().find(|target| target["id"] == id).unwrap()
}

fn states(target: &Value) -> String {
    let cells = target["cells"].as_array().unwrap().iter();
    cells.map(|cell| cell["state"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_month_that_was_missed_is_named() {
    let built = site().build();
    let ledger = ledger(&built);
    let info = target(&ledger, "info");
    assert_eq!((info["progress"].as_str(), info["done"].as_u64()), (Some("10/12"), Some(11)));
    assert_eq!((info["planned"].as_u64(), info["met"].as_u64()), (Some(12), Some(10)));
    assert_eq!(info["missing"], serde_json::json!(["2026-03"]));
    assert_eq!(states(info), "met met missing met met met met met met met met future");
    let page = built.text("ledger/2026/index.html");
    assert!(page.contains("10/12") && page.contains("3月"), "{page}");
}

#[test]
fn today_decides_what_so_far_means() {
    let mut site = site()
        .today(date(2026, 3, 31))
        .without("content/study/s2.md")
        .without("content/study/s1.md")
        .without("content/member/li.md");
    for month in 4..=11 {
        site = site.without(&format!("content/activity/a{month}.md"));
    }
    let ledger = ledger(&site.without("content/activity/b5.md").without("content/activity/c3.md").build());
    let info = target(&ledger, "info");
    assert_eq!(states(info), "met met open future future future future future future future future future");
    assert_eq!(info["missing"], serde_json::json!([]));
}

#[test]
fn a_number_in_the_settings_changes_the_pages() {
    let built = site().file("zola.toml", &SETTINGS.replace("min = 1", "min = 2")).build();
    assert_eq!(target(&ledger(&built), "info")["progress"], "1/12");
    assert!(built.text("ledger/2026/index.html").contains("1/12"));
}

#[test]
fn members_owe_while_they_are_in_office() {
    let ledger = ledger(&site().build());
    let reflection = target(&ledger, "reflection");
    assert_eq!((reflection["done"].as_u64(), reflection["met"].as_u64()), (Some(3), Some(1)));
    let settings = SETTINGS.replace("min = 2", "min = 2\nperiod = \"quarter\"");
    let ledger = self::ledger(&site().file("zola.toml", &settings).build());
    let li = target(&ledger, "reflection")["members"].as_array().unwrap();
    let li = li.iter().find(|member| member["id"] == "li").unwrap();
    assert_eq!(states(li), "off missing missing open");
}

#[test]
fn from_the_day_a_member_left_nothing_is_open_any_more() {
    let on = |day| {
        let site = site().file("content/member/zhao.md", &member("赵某某", "left = 2026-05-10")).today(day);
        let site = site.without("content/study/s2.md").without("content/relief/r.md");
        let site = site.file("content/member/li.md", &member("李某某", "joined = 2026-02-01"));
        let later =
            (1..=11).filter(|month| date(2026, *month, 10) > day).map(|month| format!("content/activity/a{month}.md"));
        let site = later.fold(site, |site, path| site.without(&path));
        ledger(&site.without("content/activity/b5.md").without("content/activity/c3.md").build())
    };
    let row = |ledger: &Value, id: &str| {
        let rows = target(ledger, "reflection")["members"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).unwrap().clone()
    };
    // To the end of his last day he can do it; the group's cell stands as the members do together.
    let last = on(date(2026, 5, 10));
    assert_eq!((states(&row(&last, "zhao")), &row(&last, "zhao")["left"]), ("open".to_owned(), &Value::Null));
    assert_eq!(
        (states(target(&last, "reflection")), target(&last, "reflection")["state"].as_str()),
        ("open".to_owned(), Some("open"))
    );
    let gone = on(date(2026, 5, 11));
    assert_eq!(
        (states(&row(&gone, "zhao")), row(&gone, "zhao")["left"].as_str()),
        ("missing".to_owned(), Some("2026-05-10"))
    );
    assert_eq!(row(&gone, "zhao")["cells"][0]["min"], 2, "what is owed is owed whole");
    assert_eq!(
        (states(target(&gone, "reflection")), target(&gone, "reflection")["state"].as_str()),
        ("missing".to_owned(), Some("missing"))
    );
    assert_eq!(
        target(&gone, "reflection")["planned"],
        target(&last, "reflection")["planned"],
        "leaving changes no number"
    );
    let light = gone["members"].as_array().unwrap().iter().find(|member| member["id"] == "zhao").unwrap();
    assert_eq!((light["left"].as_str(), light["lights"][0]["state"].as_str()), (Some("2026-05-10"), Some("missing")));
}

#[test]
fn a_set_counts_those_who_owe_something_of_it() {
    let settings = SETTINGS.replace("per = \"member\"", "per = \"member\"\nset = \"四个一\"");
    let site =
        site().file("zola.toml", &settings).file("content/member/zhao.md", &member("赵某某", "left = 2025-12-31"));
    let ledger = ledger(&site.build());
    let set = &ledger["sets"][0];
    assert_eq!((set["met"].as_u64(), set["members"].as_u64()), (Some(1), Some(2)), "{set}");
    assert_eq!(target(&ledger, "reflection")["member_count"], 2);
}

#[test]
fn each_word_of_a_field_can_be_owed_by_itself() {
    let ledger = ledger(&site().build());
    let festival = target(&ledger, "festival");
    assert_eq!((festival["progress"].as_str(), states(festival).as_str()), (Some("1/2"), "met open"));
    assert_eq!(festival["entries"], serde_json::json!([]), "what only counts is not named");
    let row = &ledger["festivals"][0];
    assert_eq!((row["festival"].as_str(), row["years"][0]["count"].as_u64()), (Some("春节"), Some(1)));
}

#[test]
fn a_preset_is_chosen_by_name_and_amended() {
    let settings = "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ntargets = [\"plan-6\"]\n\
        [[liaison.target]]\nid = \"training\"\nmin = 5\n[[liaison.target]]\nid = \"pair\"\nmin = 0\n";
    let ledger = ledger(&site().file("zola.toml", settings).build());
    assert_eq!(target(&ledger, "training")["min"], 5);
    assert_eq!(target(&ledger, "training")["label"], "政协培训班");
    assert!(ledger["targets"].as_array().unwrap().iter().all(|target| target["id"] != "pair"));
    // The same file in the site's folder takes the preset's place.
    let own =
        "[[target]]\nid = \"only\"\nlabel = \"座谈\"\ncount = \"activity\"\nwhere = { type = \"座谈\" }\nmin = 3\n";
    let built = site().file("zola.toml", "base_url = \"https://example.test\"\n[liaison]\ntargets = [\"plan-6\"]\n");
    let ledger = self::ledger(&built.file("liaison/targets/plan-6.toml", own).build());
    assert_eq!(ledger["targets"].as_array().unwrap().len(), 1);
    assert_eq!(target(&ledger, "only")["done"], 12);
}

#[test]
fn of_a_known_target_what_counts_can_be_narrowed_alone() {
    let amended = |more: &str| site().put("zola.toml", format!("{SETTINGS}[[liaison.target]]\n{more}")).build();
    let ledger = ledger(&amended("id = \"info\"\nwhere = { outlet = \"别处\" }\nperiod = \"year\"\n"));
    assert_eq!(target(&ledger, "info")["done"], 1, "one was sent elsewhere");
    assert_eq!(target(&ledger, "info")["label"], "活动信息");
    let by = self::ledger(&amended("id = \"reflection\"\nby = \"speakers\"\n"));
    assert_eq!(target(&by, "reflection")["done"], 3, "rows that name their members count for these");
    let several = "id = \"two\"\nany = [{ count = \"study\" }, { count = \"relief\" }]\n[[liaison.target]]\nid = \"two\"\nwhere = { type = \"慰问\" }\n";
    let told = amended(several).errors();
    assert!(told.len() == 1 && told[0].contains("any = ["), "{told:?}");
    let slip = amended("id = \"info\"\nwhree = { outlet = \"别处\" }\n").errors();
    assert!(slip.len() == 1 && slip[0].contains("liaison.target.whree"), "{slip:?}");
}

#[test]
fn every_preset_is_read_without_a_mistake() {
    for preset in ["plan-1", "plan-4", "plan-6"] {
        let settings = format!("base_url = \"https://example.test\"\n[liaison]\ntargets = [\"{preset}\"]\n");
        let built = site().file("zola.toml", &settings).build();
        built.expect_no_errors();
        assert!(!ledger(&built)["targets"].as_array().unwrap().is_empty());
    }
}

#[test]
fn mistakes_in_targets_are_told_at_their_place() {
    let settings = SETTINGS
        .replace("count = \"study\"", "count = \"studdy\"")
        .replace("id = \"info\"\n", "")
        .replace("opened = 2026-01-01", "targets = [\"plan-9\"]");
    let errors = site().file("zola.toml", &settings).build().errors();
    assert_eq!(errors.len(), 3, "{errors:#?}");
    assert!(errors.iter().any(|error| error.contains("target-count") && error.contains("studdy")), "{errors:#?}");
    assert!(errors.iter().any(|error| error.contains("targets-file") && error.contains("plan-9")), "{errors:#?}");
}

#[test]
fn a_slip_in_what_is_counted_is_told_instead_of_counting_nothing() {
    let told = |target: &str| {
        let built = site()
            .put("zola.toml", format!("{SETTINGS}[[liaison.target]]\nid = \"x\"\nlabel = \"x\"\n{target}\n"))
            .build();
        (built.errors(), built.warnings())
    };
    let slips = [
        ("count = \"activity\"\nwhere = { tpye = \"座谈\" }", "target-field", "tpye"),
        ("count = \"activity\"\nwhere = { type = [\"座谈\", \"座炎\"] }", "target-word", "座炎"),
        ("count = \"activity\"\nwhere = { 类型 = \"座炎\" }", "target-word", "座炎"),
        ("count = \"entry\"\nwhere = { kind = [\"activity\", \"活动信\"] }", "target-count", "活动信"),
        ("count = \"submission\"\nwhere = { level = \"县及以上\" }", "target-word", "县及以上"),
        ("count = \"adoption\"\nwhere = { \"entry.tipe\" = \"座谈\" }", "target-field", "entry.tipe"),
        ("count = \"study.reflections\"\nwhere = { titel = \"一\" }", "target-field", "titel"),
        ("count = \"relief\"\neach = { field = \"festval\", values = [\"春节\"] }", "target-field", "festval"),
        ("count = \"relief\"\neach = { field = \"festival\", values = [\"春节\", \"春结\"] }", "target-word", "春结"),
        ("count = \"proposal\"\nby = \"proposr\"", "target-field", "proposr"),
        ("any = [{ count = \"study\" }, { count = \"relief\", where = { type = \"慰门\" } }]", "target-word", "慰门"),
        ("count = \"study\"\nfrom = 2026-12-01\nuntil = 2026-01-01", "target-time", "2026-12-01"),
    ];
    for (target, code, value) in slips {
        let (errors, _) = told(target);
        let fits = |error: &String| error.contains(code) && error.contains(value) && error.starts_with("zola.toml:");
        assert!(errors.len() == 1 && errors.iter().all(fits), "{target}\n{errors:#?}");
    }
    // Fields that entries have without any kind declaring them can be counted, with a word of warning.
    let (errors, warnings) = told("count = \"activity\"\nwhere = { weather_of_the_day = \"晴\" }");
    assert!(errors.is_empty() && warnings.iter().any(|one| one.contains("target-field-undeclared")), "{warnings:#?}");
    for fine in [
        "count = \"submission\"\nwhere = { outlet = \"没有列出的报\", level = \"县级以上\", \"entry.type\" = \"座谈\", kind = \"活动\" }",
        "count = \"research\"\nwhere = { submitted = \"*\", type = [\"视察\", \"调研\"] }",
        "count = \"relief\"\nwhere = { minors = true, households = 3, festival = \"\" }",
        "count = \"proposal\"\nby = \"proposer\"\nper = \"member\"",
        "count = \"entry\"\nwhere = { type = \"监督\" }",
        "count = \"submission\"\nwhere = { 报送单位 = \"县政协办\" }",
    ] {
        let (errors, warnings) = told(fine);
        assert!(
            errors.is_empty() && !warnings.iter().any(|one| one.contains("target-")),
            "{fine}\n{errors:#?}{warnings:#?}"
        );
    }
    // A site's own list of words may lack one that a shipped target counts.
    let preset = SETTINGS.replace("[liaison]\n", "[liaison]\ntargets = [\"plan-6\"]\n");
    let own = site().file("zola.toml", &preset).file("liaison/vocabulary/relief-type.txt", "慰问\n捐赠\n").build();
    assert!(own.errors().is_empty(), "{:#?}", own.errors());
    let unlisted: Vec<String> = own.warnings().into_iter().filter(|one| one.contains("target-word-unlisted")).collect();
    assert!(unlisted.len() == 1 && unlisted[0].contains("结对"), "{unlisted:?}");
    let built = site()
        .put("zola.toml", format!("{SETTINGS}[[liaison.target]]\nid = \"info\"\nwhere = {{ 报送单位 = \"别处\" }}\n"));
    assert_eq!(target(&ledger(&built.build()), "info")["done"], 1, "a sending's keys have Chinese names too");
}

#[test]
fn adoptions_are_counted_by_outlet_level_and_month() {
    let piece = |sent: &str, on: &str, outlet: &str, level: &str| {
        format!(
            "[[extra.submission]]\noutlet = \"{outlet}\"\nlevel = \"{level}\"\ntype = \"稿件\"\nsent = {sent}\nadopted = {{ on = {on} }}"
        )
    };
    let built = site()
        .file(
            "content/activity/x.md",
            &activity(
                "2026-01-03",
                &(piece("2026-01-04", "2026-03-01", "甲报", "市")
                    + "\n"
                    + &piece("2025-12-30", "2026-01-02", "乙报", "省级")),
            ),
        )
        .build();
    let adoption = &ledger(&built)["adoption"];
    assert_eq!((adoption["sent"].as_u64(), adoption["adopted"].as_u64()), (Some(13), Some(2)));
    let levels: Vec<(&str, u64, u64)> = adoption["levels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|level| {
            (level["level"].as_str().unwrap(), level["sent"].as_u64().unwrap(), level["adopted"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(levels, [("省级", 0, 1), ("市级", 1, 1), ("县级", 12, 0)]);
    let row = adoption["rows"].as_array().unwrap().iter().find(|row| row["outlet"] == "甲报").unwrap();
    assert_eq!((row["months"][0]["sent"].as_u64(), row["months"][2]["adopted"].as_u64()), (Some(1), Some(1)));
    assert_eq!(adoption["pieces"].as_array().unwrap().len(), 2);
}

#[test]
fn tasks_are_linked_to_what_did_them() {
    let plan = "type = \"计划\"\ntasks = [{ quarter = \"2026Q1\", text = \"一\", done_by = \"activity/a1\" }, { quarter = \"2026Q2\", text = \"二\" }, { quarter = \"2026Q4\", text = \"三\", done_by = [\"@/activity/a10.md\"] }]";
    let site = site()
        .file("content/plan/_index.md", "+++\n+++\n")
        .file("content/plan/p.md", &entry("2027-01-08", "plan", plan).replace("tasks", "year = 2026\ntasks"));
    let built = site.clone().build();
    built.expect_no_errors();
    let tasks = ledger(&built)["tasks"].clone();
    let states: Vec<&str> = tasks.as_array().unwrap().iter().map(|task| task["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["met", "missing", "met"]);
    assert_eq!(tasks[0]["done_by"][0]["permalink"], "https://example.test/activity/a1/");
    let wrong = entry("2026-01-08", "plan", plan).replace("activity/a1\"", "activity/a99\"");
    let errors = site.file("content/plan/p.md", &wrong).build().errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("entry-reference") && errors[0].contains("activity/a99"), "{errors:?}");
}

#[test]
fn any_template_may_ask() {
    let template = "{% set l = get_ledger(year=2026) %}{{ l.label }} {{ l.targets[0].progress }} {% set ts = get_targets(year=2026, quarter=1) %}{{ ts[0].progress }} \
        {% set m = get_member(id=\"wang\") %}{% for l in m.lights %}{{ l.short }}{{ l.count }}/{{ l.planned }}{{ l.state }}{% endfor %} \
        {% for t in m.timeline %}{{ t.quarter.label }}{{ t.pages | length }};{% endfor %} \
        {{ get_words(kind=\"consult\", field=\"status\") | join(sep=\"→\") }} {% set i = get_issues() %}{{ i.open }} {{ get_collections() | length }}";
    let built = site().file("templates/index.html", template).build();
    assert_eq!(
        built.text("index.html"),
        "2026年 10/12 2/3 心得体会2/2met 2026年第三季度1;2026年第一季度1; 计划→协商→采纳→落实→反馈 0 0"
    );
}

#[test]
fn collections_stand_by_series_and_volume() {
    let piece = |volume: u32, page: u32, category: &str| {
        entry(
            "2026-03-04",
            "history",
            &format!(
                "category = \"{category}\"\nteller = \"赵某\"\nrecorder = \"孙某\"\ncollection = {{ series = \"甲镇文史\", volume = {volume}, page = {page} }}"
            ),
        )
    };
    let built = site()
        .file("content/history/a.md", &piece(1, 9, "水利"))
        .file("content/history/b.md", &piece(1, 2, "交通"))
        .file("content/history/c.md", &piece(2, 1, "水利"))
        .file("templates/collection_volume.html", "{{ volume.series }}{{ volume.label }}{{ volume.count }}:{% for c in volume.categories %}{{ c.name }}{{ c.count }};{% endfor %}{% for c in volume.contributors %}{{ c.name }}{{ c.count }};{% endfor %}")
        .build();
    assert_eq!(built.text("collection/jia-zhen-wen-shi/1/index.html"), "甲镇文史第1辑2:交通1;水利1;赵某2;孙某2;");
    assert!(built.has("collection/jia-zhen-wen-shi/2/index.html") && built.has("collection/index.html"));
    assert!(!site().build().has("collection/index.html"));
}
