//! Times that are never invented: the moment of publication is written once, at approval or by `build --stamp`, and an
//! approval holds for what was approved.
#![expect(clippy::disallowed_methods, reason = "the tests start the program and look at the disk")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::{Command, Stdio};

use tempfile::TempDir;

struct Place(TempDir);

const SETTINGS: &str =
    "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"甲组\"\n";

fn entry(extra: &str) -> String {
    format!(
        "+++\ntitle = \"视察道路\" # 题目\ndate = 2026-05-08\n[extra]\nkind = \"activity\"\ntype = \"视察\"\nplace = \"甲镇\"\nsource = \"本组\"\nauthor = \"张某某\"\nreviewers = {{ first = \"张某某\", final = \"周某某\" }}\n{extra}+++\n\n正文\n"
    )
}

impl Place {
    fn new() -> Place {
        let place = Place(TempDir::new().unwrap());
        place.write("zola.toml", SETTINGS);
        place.write("content/_index.md", "+++\n+++\n");
        place.write("content/activity/_index.md", "+++\n+++\n");
        place.write("content/activity/a.md", entry(""));
        for template in ["index", "section"] {
            place.write(&format!("templates/{template}.html"), "{{ section.title | default(value=\"\") }}");
        }
        place.write("templates/page.html", "{{ page.extra.published | default(value=\"\") }}");
        place
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.0.path().join(name)).unwrap()).into_owned()
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let root = self.0.path().display().to_string();
        let output = Command::new(env!("CARGO_BIN_EXE_lianluo"))
            .args(["--root", &root, "--lang", "zh"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.code(), told)
    }
}

/// The moment a text says to be published at.
fn moment(text: &str) -> &str {
    text.lines().find_map(|line| line.strip_prefix("published = ")).unwrap()
}

#[test]
fn a_stamp_is_written_once_and_nothing_else_changes() {
    let place = Place::new();
    let hidden = entry("visibility = \"count\"\n");
    let draft = entry("").replace("[extra]", "draft = true\n[extra]");
    let yaml = "---\ntitle: 题\ndate: 2026-05-08\nextra:\n    kind: activity # 种类\n    type: 座谈\n    place: 镇\n    source: 本组\n---\n正文\n";
    let gbk = entry("published = 2026-05-09T08:00:00+08:00\n").replace('\n', "\r\n");
    place.write("content/activity/b.md", &hidden);
    place.write("content/activity/c.md", &draft);
    place.write("content/activity/d.md", yaml);
    place.write("content/activity/e.md", encoding_rs::GB18030.encode(&gbk).0);
    let before = jiff::Timestamp::now();
    let (code, told) = place.run(&["build", "--stamp"]);
    assert_eq!(code, Some(0), "{told}");
    let after = jiff::Timestamp::now();
    let stamped = place.read("content/activity/a.md");
    let said = moment(&stamped).to_owned();
    assert_eq!(stamped, entry("").replace("[extra]\n", &format!("[extra]\npublished = {said}\n")));
    let at: jiff::Timestamp = said.parse().unwrap();
    assert!(before.as_second() <= at.as_second() && at <= after && said.ends_with("+08:00"), "{said}");
    assert_eq!(place.read("public/activity/a/index.html"), said);
    // What is not public has no moment of publication.
    assert_eq!((place.read("content/activity/b.md"), place.read("content/activity/c.md")), (hidden, draft));
    let yaml_now = place.read("content/activity/d.md");
    let line = yaml_now.lines().find(|line| line.trim_start().starts_with("published: ")).unwrap();
    assert_eq!(yaml_now, yaml.replace("extra:\n", &format!("extra:\n{line}\n")));
    assert_eq!(
        fs::read(place.0.path().join("content/activity/e.md")).unwrap(),
        encoding_rs::GB18030.encode(&gbk).0.as_ref()
    );
    // A second time nothing moves, nor without `--stamp`.
    for arguments in [&["build", "--stamp"][..], &["build"]] {
        let (code, told) = place.run(arguments);
        assert_eq!(code, Some(0), "{told}");
        assert_eq!(
            (place.read("content/activity/a.md"), place.read("content/activity/d.md")),
            (stamped.clone(), yaml_now.clone())
        );
    }
    // A day that is only pretended stamps nothing.
    assert_eq!(place.run(&["build", "--stamp", "--today", "2026-06-01"]).0, Some(2));
    place.write("content/activity/f.md", entry(""));
    assert_eq!(place.run(&["build"]).0, Some(0));
    assert!(!place.read("content/activity/f.md").contains("published"));
}

#[test]
fn an_approval_stamps_is_kept_with_what_was_approved_and_lost_by_a_change() {
    let place = Place::new();
    let (code, told) = place.run(&["approve", "视察道路", "--by", "周某某"]);
    assert_eq!(code, Some(0), "{told}");
    let stamped = place.read("content/activity/a.md");
    let said = moment(&stamped).to_owned();
    assert_eq!(stamped, entry("").replace("[extra]\n", &format!("[extra]\npublished = {said}\n")));
    let register = place.read("approvals.toml");
    assert!(
        register.contains("entry = \"content/activity/a.md\"") && register.contains("by = \"周某某\""),
        "{register}"
    );
    let docx = fs::read(place.0.path().join("approvals/审批单_视察道路.docx")).unwrap();
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut text).unwrap();
    for field in ["单位", "标题", "载体", "发布渠道", "拟发布时间", "审批意见", "签字", "终审", "周某某", "视察道路"]
    {
        assert!(text.contains(field), "{field}");
    }
    // It holds, and what the program itself adds does not touch it.
    let clean = |arguments: &[&str]| {
        let (code, told) = place.run(arguments);
        assert!(code == Some(0) && !told.contains("又改过"), "{told}");
    };
    clean(&["build"]);
    clean(&["submit", "视察道路", "--to", "county-office", "--record"]);
    clean(&["build", "--stamp"]);
    assert_eq!(moment(&place.read("content/activity/a.md")), said);
    // One character is enough to lose it.
    let text = place.read("content/activity/a.md");
    place.write("content/activity/a.md", text.replace("正文", "正文。"));
    let (code, told) = place.run(&["build"]);
    assert!(code == Some(0) && told.contains("又改过") && told.contains("a.md"), "{told}");
    place.write("zola.toml", format!("{SETTINGS}[liaison.approval]\nrequired = true\n"));
    let (code, told) = place.run(&["build"]);
    assert!(code == Some(1) && told.contains("又改过"), "{told}");
    // Approved again it may go out, and keeps its moment.
    let (code, told) = place.run(&["approve", "a.md", "--by", "陈某某"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(place.run(&["build"]).0, Some(0));
    assert_eq!(moment(&place.read("content/activity/a.md")), said);
    assert_eq!(place.read("approvals.toml").matches("[[approval]]").count(), 1);
    place.write("content/activity/b.md", entry(""));
    let (code, told) = place.run(&["build"]);
    assert!(code == Some(1) && told.contains("还没有批准") && told.contains("b.md"), "{told}");
    place.write("content/activity/b.md", entry("visibility = \"internal\"\n"));
    assert_eq!(place.run(&["build"]).0, Some(0), "what is not public needs no approval");
    assert_eq!(place.run(&["approve", "b.md", "--by", "陈某某"]).0, Some(2));
}

#[test]
fn an_approval_covers_the_files_that_go_out_with_an_entry() {
    let place = Place::new();
    place.write(
        "content/activity/p/index.md",
        entry("images = [{ file = \"照片.jpg\", alt = \"视察\", credit = \"刘某\" }]\n"),
    );
    place.write("content/activity/p/照片.jpg", b"\xff\xd8\xff\xd9");
    place.write("content/activity/p/清单.txt", "村");
    fs::remove_file(place.0.path().join("content/activity/a.md")).unwrap();
    let (code, told) = place.run(&["approve", "视察道路", "--by", "周某某"]);
    assert_eq!(code, Some(0), "{told}");
    let lost = || {
        let (_, told) = place.run(&["build"]);
        let line = told.lines().find(|line| line.contains("批准以后"));
        line.unwrap_or_default().to_owned()
    };
    assert_eq!(lost(), "");
    // A picture of the same name with other bytes; a file that came, and one that went.
    place.write("content/activity/p/照片.jpg", b"\xff\xd8\xff\xd9\x00");
    assert!(lost().contains("content/activity/p/照片.jpg"), "{}", lost());
    place.write("content/activity/p/照片.jpg", b"\xff\xd8\xff\xd9");
    assert_eq!(lost(), "");
    place.write("content/activity/p/附.txt", "新");
    assert!(lost().contains("附.txt"), "{}", lost());
    fs::remove_file(place.0.path().join("content/activity/p/附.txt")).unwrap();
    fs::remove_file(place.0.path().join("content/activity/p/清单.txt")).unwrap();
    assert!(lost().contains("清单.txt"), "{}", lost());
    place.write("zola.toml", format!("{SETTINGS}[liaison.approval]\nchanged = \"error\"\n"));
    assert_eq!(place.run(&["build"]).0, Some(1));
}

#[test]
fn an_event_that_was_sent_to_nobody_in_time_is_told() {
    let place = Place::new();
    let check = |settings: &str, today: &str| {
        place.write("zola.toml", format!("{SETTINGS}{settings}"));
        let (code, told) = place.run(&["build", "--today", today]);
        assert_eq!(code, Some(0), "{told}");
        told.contains("还没有报送")
    };
    let days = "[liaison.reporting]\ndays = 7\n";
    assert!(check(days, "2026-05-16") && !check(days, "2026-05-15") && !check("", "2026-06-16"));
    assert!(!check("[liaison.reporting]\ndays = 7\nkinds = [\"relief\"]\n", "2026-06-16"));
    place.write("content/activity/a.md", entry("[[extra.submission]]\noutlet = \"县政协办\"\nsent = 2026-05-09\n"));
    assert!(!check(days, "2026-06-16"));
}
