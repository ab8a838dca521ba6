//! Entries sent to their recipients: what a pack holds, what stops it, what never reaches the site.
#![expect(clippy::disallowed_methods, reason = "the tests start the program and look at the disk")]
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const ENTRY: &str = r#"+++
title = "青溪镇政协联络组组织委员视察道路建设"
date = 2026-05-08
[extra]
# 种类
kind = "activity"
type = "视察"
place = "青溪镇"
source = "青溪镇政协联络组"
author = "张某某"   # 通讯员
photographer = "刘某某"
reviewers = { first = "张某某", final = "周某某", on = 2026-05-09 }
images = [{ file = "01.png", alt = "委员在路段上", caption = "5月8日，委员们实地察看道路施工。" }]
attachments = [{ file = "清单.txt", title = "道路清单" }]
+++

## 一、总体情况

委员们**实地察看**了施工现场[^1]。

![路面](02.png)

[^1]: 全长三公里。
"#;

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { folder: TempDir::new().expect("a folder") };
        place.write(
            "zola.toml",
            "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"青溪镇政协联络组\"\n",
        );
        place.write("content/_index.md", "+++\n+++\n");
        place.write("content/activity/_index.md", "+++\n+++\n");
        place.write("content/activity/dao-lu/index.md", ENTRY);
        place.write("content/activity/dao-lu/清单.txt", "一号路\n");
        for name in ["01.png", "02.png"] {
            place.picture(&format!("content/activity/dao-lu/{name}"));
        }
        for template in ["index", "section", "page"] {
            place.write(&format!("templates/{template}.html"), "{{ current_path }}");
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// A picture that tells something beside itself.
    fn picture(&self, name: &str) {
        let mut bytes = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_pixel(1920, 1080, image::Rgb([20, 90, 90]));
        picture.write_to(&mut bytes, image::ImageFormat::Png).expect("written");
        let plain = bytes.into_inner();
        let text = img_parts::png::PngChunk::new(*b"tEXt", img_parts::Bytes::from_static(b"GPS\0secret place"));
        let mut bytes = plain[..33].to_vec();
        bytes.extend(text.encoder().bytes().iter());
        bytes.extend(&plain[33..]);
        fs::write(self.path(name), bytes).expect("writable");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let root = self.folder.path().display().to_string();
        Command::new(env!("CARGO_BIN_EXE_lianluo"))
            .args(["--root", &root, "--lang", "zh"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("the program starts")
    }

    fn submit(&self, arguments: &[&str]) -> Output {
        self.run(&[&["submit"], arguments, &["--today", "2026-05-10"]].concat())
    }

    fn read(&self, name: &str) -> String {
        let bytes =
            fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}: {:?}", tree(self.folder.path())));
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn tree(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.path().strip_prefix(folder).expect("inside").display().to_string()).collect()
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut text = String::new();
    zip.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_pack_holds_what_the_county_office_asks_for() {
    let place = Place::new();
    place.write("contacts.toml", "[[contact]]\nname = \"张某某\"\nphone = \"138 0013 8000\"\n");
    let made = place.submit(&["dao-lu", "--to", "county-office"]);
    assert!(made.status.success(), "{}", told(&made));
    let name = "青溪镇政协联络组组织委员视察道路建设";
    let folder = place.path("submissions").join(name);
    assert_eq!(
        tree(&folder),
        [
            "报送单.docx",
            "照片/01_路面.png",
            "照片/02_5月8日，委员们实地察看道路施工.png",
            "照片/图片说明.txt",
            "附件/清单.txt",
            "青溪镇政协联络组组织委员视察道路建设.docx",
            "青溪镇政协联络组组织委员视察道路建设.txt",
        ]
    );
    let docx = fs::read(folder.join(format!("{name}.docx"))).expect("a file");
    let document = part(&docx, "word/document.xml");
    for expected in ["一、总体情况", "附件：道路清单", "青溪镇政协联络组", "2026年5月10日", "w:footnoteReference"]
    {
        assert!(document.contains(expected), "{expected}");
    }
    assert!(!document.contains("w:drawing"), "photos stand beside the text");
    let photo = fs::read(folder.join("照片/01_路面.png")).expect("a file");
    assert!(!photo.windows(6).any(|window| window == b"secret"), "metadata left with the photo");
    assert_eq!(image::load_from_memory(&photo).expect("a picture").width(), 1920, "the original resolution");
    let text = fs::read(folder.join(format!("{name}.txt"))).expect("a file");
    let text = String::from_utf8(text.strip_prefix(b"\xEF\xBB\xBF").expect("a mark").to_vec()).expect("UTF-8");
    assert!(
        text.contains("\r\n　　委员们实地察看了施工现场〔1〕。\r\n") && text.contains("联系电话：138 0013 8000"),
        "{text}"
    );
    let slip = part(&fs::read(folder.join("报送单.docx")).expect("a file"), "word/document.xml");
    for expected in ["张某某", "138 0013 8000", "终审 周某某", "县政协办公室"] {
        assert!(slip.contains(expected), "{expected}");
    }
    let zip = fs::read(place.path(&format!("submissions/{name}.zip"))).expect("a ZIP");
    assert_eq!(zip::ZipArchive::new(Cursor::new(zip)).expect("a ZIP").len(), 7);
    let built = place.run(&["build"]);
    assert!(built.status.success(), "{}", told(&built));
    for file in tree(&place.path("public")) {
        assert!(!place.read(&format!("public/{file}")).contains("0013"), "{file} holds the telephone");
    }
}

#[test]
fn recipients_differ() {
    let place = Place::new();
    for (to, folder, marks, pictures) in [
        ("县融媒体中心", "20260508青溪镇政协联络组组织委员视察道路建设", true, 0),
        ("party-info", "青溪镇政协联络组组织委员视察道路建设", false, 2),
    ] {
        let made = place.submit(&["视察道路", "--to", to]);
        assert!(made.status.success(), "{}", told(&made));
        let path = format!("submissions/{folder}/青溪镇政协联络组组织委员视察道路建设.docx");
        let document = part(&fs::read(place.path(&path)).expect("a file"), "word/document.xml");
        assert_eq!(document.contains("【图1】"), marks, "{to}");
        assert_eq!(document.matches("<w:drawing>").count(), pictures, "{to}");
    }
}

#[test]
fn a_site_changes_a_recipient_in_its_settings() {
    let place = Place::new();
    let settings = place.read("zola.toml");
    let more = "[liaison.presets.city]\nzh = \"市政协\"\nencoding = \"gb18030\"\nfonts = \"system\"\nfolder = \"{unit}-{day}\"\n";
    place.write("zola.toml", &format!("{settings}{more}"));
    let made = place.submit(&["dao-lu", "--to", "市政协"]);
    assert!(made.status.success(), "{}", told(&made));
    let base = "submissions/青溪镇政协联络组-2026-05-08/青溪镇政协联络组组织委员视察道路建设";
    let text = fs::read(place.path(&format!("{base}.txt"))).expect("a file");
    assert!(encoding_rs::GB18030.decode(&text).0.contains("委员们实地察看"));
    let styles = part(&fs::read(place.path(&format!("{base}.docx"))).expect("a file"), "word/styles.xml");
    assert!(styles.contains("w:eastAsia=\"仿宋\"") && !styles.contains("仿宋_GB2312"));
}

#[test]
fn what_is_not_reviewed_or_leaks_is_not_made() {
    let place = Place::new();
    let entry = |from: &str, to: &str| {
        assert!(ENTRY.contains(from));
        place.write("content/activity/dao-lu/index.md", &ENTRY.replace(from, to));
    };
    place.write("content/activity/dao-lu/清单.txt", "一号路\n联系人 13800138000\n");
    let refused = place.submit(&["dao-lu", "--to", "county-office"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(told(&refused).contains("清单.txt") && told(&refused).contains("第 2 行"), "{}", told(&refused));
    assert!(!place.path("submissions").exists());
    place.write("content/activity/dao-lu/清单.txt", "一号路\n");
    for (from, to, message) in [
        ("final = \"周某某\", ", "", "终审"),
        ("final = \"周某某\"", "final = \"张某某\"", "同时是审核人"),
        ("全长三公里", "证号11010519491231002X", "身份证号"),
        ("全长三公里", "电话１３８００１３８０００", "手机号"),
        ("02.png", "03.png", "03.png"),
    ] {
        entry(from, to);
        let refused = place.submit(&["dao-lu", "--to", "county-office"]);
        assert_eq!(refused.status.code(), Some(1), "{to}");
        assert!(told(&refused).contains(message) && told(&refused).contains("index.md"), "{}", told(&refused));
        assert!(!place.path("submissions").exists(), "{to}: something was written");
    }
    let allowed = "attachments = [{ file = \"清单.txt\", title = \"道路清单\" }]\n[[extra.allow]]\ndetail = \"手机号\"\nreason = \"服务热线\"\nby = \"周某某\"\n";
    let text = ENTRY.replace("全长三公里", "电话13800138000");
    place.write(
        "content/activity/dao-lu/index.md",
        &text.replace("attachments = [{ file = \"清单.txt\", title = \"道路清单\" }]\n", allowed),
    );
    let made = place.submit(&["dao-lu", "--to", "county-office"]);
    assert!(made.status.success(), "{}", told(&made));
}

#[test]
fn a_phone_photo_of_the_wrong_kind_is_told_with_what_to_do() {
    let place = Place::new();
    fs::write(place.path("content/activity/dao-lu/01.png"), b"\0\0\0\x18ftypheic\0\0\0\0").expect("writable");
    let refused = place.submit(&["dao-lu", "--to", "county-office"]);
    assert!(told(&refused).contains("兼容性最佳"), "{}", told(&refused));
}

#[test]
fn private_entries_and_drafts_can_be_sent_but_packs_never_lie_in_the_site() {
    let place = Place::new();
    let text = ENTRY.replace("[extra]\n", "draft = true\n[extra]\nvisibility = \"internal\"\n");
    place.write("content/activity/dao-lu/index.md", &text);
    let made = place.submit(&["dao-lu", "--to", "county-office"]);
    assert!(made.status.success(), "{}", told(&made));
    let out = place.path("static").display().to_string();
    assert_eq!(place.submit(&["dao-lu", "--to", "county-office", "--out", &out]).status.code(), Some(2));
    assert_eq!(place.submit(&["dao-lu", "--to", "nobody"]).status.code(), Some(2));
    assert_eq!(place.submit(&["nothing", "--to", "county-office"]).status.code(), Some(2));
}

#[test]
fn the_built_site_has_photos_without_what_they_tell() {
    let place = Place::new();
    let built = place.run(&["build"]);
    assert!(built.status.success(), "{}", told(&built));
    let photo = fs::read(place.path("public/activity/dao-lu/01.png")).expect("a file");
    assert!(!photo.windows(6).any(|window| window == b"secret"), "metadata reached the site");
}

#[test]
fn sendings_and_adoptions_are_registered_and_the_rest_stays_as_it_was() {
    let place = Place::new();
    let file = "content/activity/dao-lu/index.md";
    let made = place.submit(&["dao-lu", "--to", "county-office", "--record"]);
    assert!(made.status.success(), "{}", told(&made));
    let sent = "[[extra.submission]]\noutlet = \"县政协办公室\"\nlevel = \"县级\"\nchannel = \"政协系统\"\ntype = \"活动信息\"\nsent = 2026-05-10\nby = \"张某某\"\n+++\n";
    let text = place.read(file);
    assert_eq!(text, ENTRY.replacen("+++\n\n##", &format!("\n{sent}\n##"), 1));
    // A second time on the same day there is nothing to add.
    assert!(place.submit(&["dao-lu", "--to", "county-office", "--record"]).status.success());
    assert_eq!(place.read(file), text);
    place.write("剪报 1.jpg", "jpg");
    let clip = place.path("剪报 1.jpg").display().to_string();
    let adopt = |more: &[&str]| {
        let arguments = [&["adopt", "dao-lu", "--on", "2026-05-22", "--today", "2026-06-01"], more].concat();
        place.run(&arguments)
    };
    let made = adopt(&[
        "--outlet",
        "县政协",
        "--where",
        "《政协工作》第9期",
        "--clip",
        &clip,
        "--chars",
        "800",
        "--fee",
        "50",
    ]);
    assert!(made.status.success(), "{}", told(&made));
    let adopted = "by = \"张某某\"\nadopted = { on = 2026-05-22, where = \"《政协工作》第9期\", clip = \"剪报 1.jpg\", chars = 800, fee_yuan = 50 }\n";
    assert_eq!(place.read(file), text.replace("by = \"张某某\"\n+++", &format!("{adopted}+++")));
    assert!(place.path("content/activity/dao-lu/剪报 1.jpg").is_file());
    // What was never sent is not adopted by mistake.
    let refused = adopt(&["--outlet", "某晚报"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(told(&refused).contains("--unsent"), "{}", told(&refused));
    let made = adopt(&["--outlet", "某晚报", "--unsent", "--level", "市级", "--url", "https://example.test/a"]);
    assert!(made.status.success(), "{}", told(&made));
    assert!(place.read(file).contains("[[extra.submission]]\noutlet = \"某晚报\"\nlevel = \"市级\"\nadopted = { on = 2026-05-22, url = \"https://example.test/a\" }\n"));
    let built = place.run(&["build"]);
    assert!(built.status.success(), "{}", told(&built));
}

#[test]
fn the_register_of_a_yaml_front_matter_is_kept_too() {
    let place = Place::new();
    let file = "content/activity/dao-lu/index.md";
    let entry = "---\ntitle: 视察道路 # 题目\ndate: 2026-05-08\nextra:\n    kind: activity\n    type: 视察\n    place: 青溪镇\n    source: 本组\n    author: 张某某\n    reviewers: { final: 周某某 }\n    # 到此为止\n---\n\n正文\n";
    place.write(file, entry);
    let made = place.submit(&["dao-lu", "--to", "county-office", "--record"]);
    assert!(made.status.success(), "{}", told(&made));
    let row = "    submission:\n      - outlet: 县政协办公室\n        level: 县级\n        channel: 政协系统\n        type: 活动信息\n        sent: 2026-05-10\n        by: 张某某\n";
    assert_eq!(place.read(file), entry.replace("    # 到此", &format!("{row}    # 到此")));
    // A second time on the same day there is nothing to add.
    assert!(place.submit(&["dao-lu", "--to", "county-office", "--record"]).status.success());
    let made = place.run(&[
        "adopt",
        "dao-lu",
        "--on",
        "2026-05-22",
        "--today",
        "2026-06-01",
        "--outlet",
        "县政协",
        "--where",
        "《政协工作》第9期",
        "--chars",
        "800",
    ]);
    assert!(made.status.success(), "{}", told(&made));
    let adopted = "        adopted: { on: 2026-05-22, where: 《政协工作》第9期, chars: 800 }\n";
    assert_eq!(place.read(file), entry.replace("    # 到此", &format!("{row}{adopted}    # 到此")));
    let built = place.run(&["build"]);
    assert!(built.status.success(), "{}", told(&built));
    let list: serde_json::Value = serde_json::from_str(&place.read("public/archive/submissions.json")).expect("JSON");
    assert_eq!((list["count"].as_u64(), list["adopted"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn headings_without_numbers_get_those_of_official_documents() {
    let place = Place::new();
    let text = ENTRY.replace("## 一、总体情况", "## 总体情况\n\n### 路面\n\n文字\n\n## 几点建议");
    place.write("content/activity/dao-lu/index.md", &text);
    let made = place.submit(&["dao-lu", "--to", "county-office"]);
    assert!(made.status.success(), "{}", told(&made));
    let name = "青溪镇政协联络组组织委员视察道路建设";
    let docx = fs::read(place.path(&format!("submissions/{name}/{name}.docx"))).expect("a file");
    let document = part(&docx, "word/document.xml");
    let mail = place.read(&format!("submissions/{name}/{name}.txt"));
    let made = place.submit(&["dao-lu", "--to", "wechat"]);
    assert!(made.status.success(), "{}", told(&made));
    let page = place.read(&format!("submissions/{name}/{name}_微信.html"));
    for (number, heading) in [("一、", "总体情况"), ("（一）", "路面"), ("二、", "几点建议")] {
        assert!(document.contains(&format!(">{number}</w:t>")), "{number}: {document}");
        assert!(mail.contains(&format!("{number}{heading}")), "{number}: {mail}");
        assert!(page.contains(&format!("{number}{heading}")), "{number}: {page}");
    }
}

#[test]
fn chinese_keys_and_encodings_stay_theirs() {
    let place = Place::new();
    let file = "content/activity/dao-lu/index.md";
    let text = ENTRY
        .replace("[extra]\n", "[extra]\n报送 = [{ 报送单位 = \"某报\", 报送日期 = 2026-05-09 }]\n")
        .replace('\n', "\r\n");
    fs::write(place.path(file), encoding_rs::GB18030.encode(&text).0).expect("writable");
    let made = place.submit(&["dao-lu", "--to", "county-office", "--record"]);
    assert!(made.status.success(), "{}", told(&made));
    let bytes = fs::read(place.path(file)).expect("a file");
    let (now, _, broken) = encoding_rs::GB18030.decode(&bytes);
    assert!(
        !broken
            && now.contains("报送 = [{ 报送单位 = \"某报\", 报送日期 = 2026-05-09 }, { 报送单位 = \"县政协办公室\""),
        "{now}"
    );
    assert_eq!(now.matches('\n').count(), now.matches("\r\n").count());
}

#[test]
fn bulletins_have_a_red_head_and_numbers_of_their_own() {
    let place = Place::new();
    let settings = place.read("zola.toml");
    let more = "[liaison.bulletin]\nname = \"青溪政协简报\"\nsend_to = \"镇党委、镇政府\"\ncopies = 30\n";
    place.write("zola.toml", &format!("{settings}{more}"));
    let hidden = ENTRY
        .replace("青溪镇政协联络组组织委员视察道路建设", "内部事项")
        .replace("[extra]\n", "[extra]\nvisibility = \"internal\"\n");
    place.write(
        "content/activity/nei-bu.md",
        &hidden.replace("images = ", "# images = ").replace("attachments = ", "# ").replace("![路面](02.png)", ""),
    );
    let issue = |arguments: &[&str]| {
        let made = place.run(&[&["bulletin"], arguments, &["--today", "2026-07-02"]].concat());
        assert!(made.status.success(), "{}", told(&made));
    };
    issue(&["--quarter", "2026Q2"]);
    let docx = fs::read(place.path("bulletins/青溪政协简报2026年第1期.docx")).expect("a file");
    let document = part(&docx, "word/document.xml");
    for expected in [
        "青溪政协简报",
        "第1期",
        "2026年7月2日",
        "w:color=\"FF0000\"",
        "送：镇党委、镇政府",
        "共印30份",
        "一、总体情况",
    ] {
        assert!(document.contains(expected), "{expected}");
    }
    assert_eq!(document.matches("<w:drawing>").count(), 2);
    let page = place.read("bulletins/青溪政协简报2026年第1期.html");
    assert!(
        page.contains("第1期")
            && page.contains("src=\"data:image/png;base64,")
            && !page.contains("https://example.test"),
        "{page}"
    );
    assert!(!document.contains("内部事项") && !page.contains("内部事项"));
    issue(&["--entries", "dao-lu"]);
    assert!(place.path("bulletins/青溪政协简报2026年第2期.docx").is_file());
    issue(&["--quarter", "2026Q2"]);
    assert!(!place.path("bulletins/青溪政协简报2026年第3期.docx").exists(), "an issue made again keeps its number");
    assert_eq!(place.run(&["bulletin", "--quarter", "2020Q1"]).status.code(), Some(2));
}

/// The words of each page of a PDF, and the size of its pages in points.
fn printed(pdf: &Path) -> (Vec<String>, (f64, f64)) {
    let output = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output();
        let output = output.unwrap_or_else(|error| panic!("{program} is needed: {error}"));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let name = pdf.display().to_string();
    let facts = output("pdfinfo", &[&name]);
    let size = facts.lines().find_map(|line| line.strip_prefix("Page size:")).expect("a size");
    let mut numbers = size.split_whitespace().filter_map(|word| word.parse::<f64>().ok());
    let size = (numbers.next().expect("a width"), numbers.next().expect("a height"));
    let text = output("pdftotext", &["-layout", &name, "-"]);
    let pages = text.split('\u{c}').map(|page| page.split_whitespace().collect::<String>());
    (pages.filter(|page| !page.is_empty()).collect(), size)
}

#[test]
fn a_bulletin_prints_on_a4_with_one_head_by_browser_and_by_office() {
    let place = Place::new();
    let settings = place.read("zola.toml");
    place.write(
        "zola.toml",
        &format!("{settings}[liaison.bulletin]\nname = \"青溪政协简报\"\nsend_to = \"镇党委、镇政府\"\ncopies = 30\n"),
    );
    let long = "委员们实地察看了施工现场，听取了情况介绍，就质量、安全和进度提出了意见。".repeat(30);
    place.write(
        "content/activity/dao-lu/index.md",
        &ENTRY.replace("委员们**实地察看**了", &format!("{long}\n\n委员们**实地察看**了")),
    );
    let made = place.run(&["bulletin", "--quarter", "2026Q2", "--today", "2026-07-02"]);
    assert!(made.status.success(), "{}", told(&made));
    let file = |ending: &str| place.path(&format!("bulletins/青溪政协简报2026年第1期.{ending}"));
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let by_browser = place.path("browser.pdf");
    let printing = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", place.path("profile").display()))
        .arg(format!("--print-to-pdf={}", by_browser.display()))
        .arg(format!("file://{}", file("html").display()))
        .output()
        .expect("chromium is needed");
    assert!(by_browser.is_file(), "{}", told(&printing));
    let home = place.folder.path();
    let office = Command::new("soffice")
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(home)
        .arg(file("docx"))
        .env("HOME", home)
        .output()
        .expect("soffice is needed");
    assert!(office.status.success(), "{}", told(&office));
    for pdf in [by_browser, place.path("青溪政协简报2026年第1期.pdf")] {
        let (pages, (width, height)) = printed(&pdf);
        assert!((width - 595.3).abs() < 1.5 && (height - 841.9).abs() < 1.5, "{pdf:?}: {width} × {height}");
        assert!(pages.len() >= 2, "{pages:?}");
        let heads: Vec<usize> = pages.iter().map(|page| page.matches("第1期").count()).collect();
        assert_eq!(heads[0], 1, "{pages:#?}");
        assert!(heads[1..].iter().all(|count| *count == 0), "{pages:#?}");
        assert!(pages[0].contains("青溪政协简报") && pages[0].contains("2026年7月2日"), "{pages:#?}");
        let last = pages.last().expect("a page");
        assert!(last.contains("送：镇党委、镇政府") && last.contains("共印30份"), "{pages:#?}");
    }
}
