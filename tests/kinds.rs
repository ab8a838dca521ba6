//! Kinds, fields and vocabularies that a site adds by its settings and files alone.

mod harness;

use harness::Site;
use lianluo::Locale;

const SETTINGS: &str = r#"
base_url = "https://example.test"
default_language = "zh-CN"
[liaison]
group = "甲镇政协联络组"

[liaison.kinds.volunteer]
zh = "志愿服务"
en = "Volunteering"
aliases = ["志愿"]
[[liaison.kinds.volunteer.fields]]
name = "hours"
zh = "时长"
en = "Hours"
holds = "count"
required = true
shown = true
[[liaison.kinds.volunteer.fields]]
name = "form"
zh = "形式"
holds = "word"
words = ["清洁", "文艺"]
shown = true

[[liaison.kinds.activity.fields]]
name = "weather"
zh = "天气"
shown = true

[[liaison.shared.fields]]
name = "archive_no"
zh = "档案号"
required = true
shown = true
"#;

fn entry(kind: &str, extra: &str) -> String {
    format!(
        "+++\ntitle = \"条目\"\ndate = 2026-05-18\n[extra]\nkind = \"{kind}\"\nsource = \"本组\"\narchive_no = \"1\"\n{extra}\n+++\n正文\n"
    )
}

fn site() -> Site {
    Site::group()
        .without("content/member/wang.md")
        .file("zola.toml", SETTINGS)
        .file("content/volunteer/_index.md", "+++\ntitle = \"志愿服务\"\n+++\n")
        .file(
            "templates/page.html",
            "{{ page.entry.kind_name }}:{% for f in page.entry.fields %}{{ f.label }}={{ f.value }};{% endfor %}",
        )
}

#[test]
fn a_kind_added_by_settings_is_known_everywhere() {
    let built = site()
        .file("content/volunteer/a.md", &entry("志愿", "时长 = 3\nform = \"清洁\""))
        .file(
            "templates/index.html",
            "{% for k in get_kinds() %}{% if k.count %}{{ k.name }}{{ k.count }}{{ k.path }}{% endif %}{% endfor %}",
        )
        .build();
    assert_eq!(built.text("volunteer/a/index.html"), "志愿服务:时长=3;形式=清洁;档案号=1;");
    assert_eq!(built.text("index.html"), "志愿服务1/volunteer/");
    let quarter: serde_json::Value = serde_json::from_str(built.text("archive/2026/q2/index.json")).unwrap();
    assert_eq!(quarter["entries"][0]["kind"], "volunteer");
}

#[test]
fn the_fields_of_an_added_kind_are_checked() {
    let built = site().file("content/volunteer/a.md", &entry("volunteer", "form = \"跳舞\"")).build();
    let errors = built.errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("entry-word") && error.contains("跳舞")), "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("entry-field-missing") && error.contains("`hours`")));
    let shown = built.shown(Locale::Zh);
    assert!(shown.contains("志愿服务缺少必填项 hours（时长）") && shown.contains("清洁、文艺"), "{shown}");
}

#[test]
fn a_field_added_to_a_shipped_kind_is_known() {
    let built = site()
        .file("content/activity/a.md", &entry("activity", "type = \"座谈\"\nplace = \"甲镇\"\n天气 = \"晴\""))
        .build();
    assert_eq!(built.text("activity/a/index.html"), "活动信息:类型=座谈;地点=甲镇;天气=晴;档案号=1;");
    let missing = entry("activity", "type = \"座谈\"\nplace = \"甲镇\"").replace("archive_no = \"1\"\n", "");
    let errors = site().file("content/activity/a.md", &missing).build().errors();
    assert!(errors[0].contains("`archive_no`"), "{errors:?}");
}

#[test]
fn a_vocabulary_of_the_site_takes_the_place_of_the_shipped_one() {
    let activity = |word: &str| entry("activity", &format!("type = \"{word}\"\nplace = \"甲镇\""));
    let site = site().file("liaison/vocabulary/activity-type.txt", "# 类型\n赶集 = 逢场\n");
    let built = site.clone().file("content/activity/a.md", &activity("逢场")).build();
    assert!(built.text("activity/a/index.html").contains("类型=赶集;"));
    assert!(site.file("content/activity/a.md", &activity("座谈")).build().errors()[0].contains("entry-word"));
}

#[test]
fn mistakes_in_the_table_are_told_at_their_place() {
    let settings =
        SETTINGS.replace("holds = \"count\"", "holds = \"cuont\"").replace("words = [\"清洁\", \"文艺\"]\n", "");
    let errors = site().file("zola.toml", &settings).build().errors();
    assert!(errors.iter().any(|error| error.contains("zola.toml:15") && error.contains("cuont")), "{errors:#?}");
    assert!(errors.iter().any(|error| error.contains("group-field") && error.contains("words")), "{errors:#?}");
    assert_eq!(errors.len(), 2, "{errors:#?}");
    let settings = SETTINGS.replace("words = [\"清洁\", \"文艺\"]", "words = \"activity-typ\"");
    let errors = site().file("zola.toml", &settings).build().errors();
    assert!(
        errors.len() == 1 && errors[0].contains("group-words") && errors[0].contains("activity-typ"),
        "{errors:#?}"
    );
    let settings = SETTINGS.replace("[liaison.kinds.volunteer]", "[liaison.kinds.\"志愿\"]");
    assert!(!site().file("zola.toml", &settings).build().errors().is_empty());
}
