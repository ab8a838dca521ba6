//! Word files that other programs wrote, turned into entries; and entries that come back the same from their own export.
#![expect(clippy::disallowed_methods, reason = "the tests start programs and look at the disk")]
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A file as a clerk makes it, by python-docx.
const MAKE: &str = r#"
import sys, io, struct, zlib
import docx
from docx.shared import Pt
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
document = docx.Document()
def png():
    raw = b"".join(b"\0" + b"\x10\x60\x60" * 40 for _ in range(30))
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"k\0secret") \
        + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
def text(line, size=16, font="仿宋_GB2312", align=None, bold=False):
    paragraph = document.add_paragraph()
    run = paragraph.add_run(line)
    run.font.size, run.font.bold = Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    paragraph.alignment = align
    return paragraph
text("青溪镇政协联络组", 22, "方正小标宋简体", ALIGN.CENTER)
text("组织委员视察道路", 22, "方正小标宋简体", ALIGN.CENTER)
text("（通讯员 张某某）", 16, "楷体", ALIGN.CENTER)
paragraph = text("　　5月8日，委员们")
paragraph.add_run("实地察看").bold = True
paragraph.add_run("了*现场*，20__年、{{ x }}与a_b。")
text("一、总体情况", font="黑体")
document.add_paragraph("第一项", style="List Number")
document.add_paragraph("第二项", style="List Number")
document.add_paragraph("小项", style="List Bullet")
document.add_picture(io.BytesIO(png()))
text("委员们察看施工现场。（刘某某 摄）", 14, align=ALIGN.CENTER)
table = document.add_table(2, 2)
for row, cells in enumerate([["村", "户数"], ["龙潭村", "8|9"]]):
    for column, cell in enumerate(cells):
        table.cell(row, column).text = cell
document.add_paragraph()
merged = document.add_table(2, 2)
merged.cell(0, 0).merge(merged.cell(1, 0)).text = "合并"
merged.cell(0, 1).text, merged.cell(1, 1).text = "甲", "乙"
text("青溪镇政协联络组", align=ALIGN.RIGHT)
text("2026年5月9日", align=ALIGN.RIGHT)
document.save(sys.argv[1])
"#;

struct Place(TempDir);

impl Place {
    fn new() -> Place {
        let place = Place(TempDir::new().expect("a folder"));
        place.write("zola.toml", "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"本组\"\ntownship = \"青溪镇\"\n");
        place.write("content/_index.md", "+++\n+++\n");
        place.write("content/activity/_index.md", "+++\n+++\n");
        for template in ["index", "section", "page"] {
            place.write(&format!("templates/{template}.html"), "");
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().expect("a parent")).expect("writable");
        fs::write(self.path(name), text).expect("writable");
    }

    fn make(&self, name: &str) -> String {
        let file = self.path(name).display().to_string();
        fs::create_dir_all(self.path(name).parent().expect("a parent")).expect("writable");
        run("python3", &["-c", MAKE, &file], self.0.path());
        file
    }

    fn lianluo(&self, arguments: &[&str]) -> Output {
        let root = self.0.path().display().to_string();
        let all = [&["--root", &root, "--lang", "zh"], arguments, &["--today", "2026-06-01"]].concat();
        Command::new(env!("CARGO_BIN_EXE_lianluo")).args(all).stdin(Stdio::null()).output().expect("the program starts")
    }

    fn body(&self, folder: &str) -> String {
        let text = fs::read_to_string(self.path(&format!("{folder}/index.md"))).expect("an entry");
        text.split_once("+++\n\n").expect("a front matter").1.to_owned()
    }
}

fn run(program: &str, arguments: &[&str], folder: &Path) {
    let output = Command::new(program).args(arguments).current_dir(folder).env("HOME", folder).output();
    let output = output.unwrap_or_else(|error| panic!("{program} is needed: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

const EXPECTED: &str = "5月8日，委员们**实地察看**了\\*现场\\*，20\\_\\_年、&#123;{ x }}与a_b。\n\n## 一、总体情况\n\n1. 第一项\n2. 第二项\n- 小项\n\n\
    ![委员们察看施工现场。（刘某某 摄）](01.png \"委员们察看施工现场。（刘某某 摄）\")\n\n| 村 | 户数 |\n| --- | --- |\n| 龙潭村 | 8\\|9 |\n\n\
    <!-- 待核对：这张表有合并的单元格 -->\n\n<table>\n<tr><th rowspan=\"2\">合并</th><th>甲</th></tr>\n<tr><td>乙</td></tr>\n</table>\n";

const FOLDER: &str = "content/activity/2026-05-09-qing-xi-zhen-zheng-xie-lian-luo-zu-zu-zhi-wei-yuan-shi-cha";

#[test]
fn a_word_file_becomes_an_entry_that_is_reviewed_and_sent_again() {
    let place = Place::new();
    let file = place.make("来稿/视察.docx");
    let made = place.lianluo(&["import", &file]);
    assert!(made.status.success(), "{}", told(&made));
    assert!(told(&made).contains("请核对") && told(&made).contains("1 张有合并单元格的表"), "{}", told(&made));
    let text =
        fs::read_to_string(place.path(&format!("{FOLDER}/index.md"))).unwrap_or_else(|_| panic!("{}", told(&made)));
    for line in [
        "# 待核对\ntitle = \"青溪镇政协联络组组织委员视察道路\"",
        "# 待核对\ndate = 2026-05-09",
        "# 待核对\nauthor = \"张某某\"",
        "# 待核对\nsource = \"青溪镇政协联络组\"",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert_eq!(place.body(FOLDER), EXPECTED);
    let picture = fs::read(place.path(&format!("{FOLDER}/01.png"))).expect("a picture");
    assert!(!picture.windows(6).any(|window| window == b"secret"));
    let built = place.lianluo(&["build"]);
    assert!(built.status.success(), "{}", told(&built));

    // Sent and imported again it is the same, and stays the same, however long the line under a picture.
    let (caption, long) = ("委员们察看施工现场。（刘某某 摄）", "委员们察看施工现场。".repeat(12));
    let mut folder = FOLDER.to_owned();
    let mut bodies = Vec::new();
    for round in 0..2 {
        let index = place.path(&format!("{folder}/index.md"));
        let text = fs::read_to_string(&index)
            .expect("an entry")
            .replace("[extra]\n", "[extra]\nreviewers = { final = \"周某某\" }\n")
            .replace(caption, &long);
        fs::write(&index, text).expect("writable");
        let out = place.path(&format!("out{round}")).display().to_string();
        let made = place.lianluo(&["submit", &folder, "--to", "party-info", "--out", &out]);
        assert!(made.status.success(), "{}", told(&made));
        let title = "青溪镇政协联络组组织委员视察道路";
        let word = place.path(&format!("out{round}/{title}/{title}.docx")).display().to_string();
        let made = place.lianluo(&["import", &word]);
        assert!(made.status.success(), "{}", told(&made));
        let all = fs::read_dir(place.path("content/activity")).expect("a folder").flatten();
        let mut names: Vec<PathBuf> = all.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
        names.sort_by_key(|path| fs::metadata(path.join("index.md")).and_then(|it| it.modified()).ok());
        let newest = names.last().expect("an entry").file_name().expect("a name").to_string_lossy().into_owned();
        folder = format!("content/activity/{newest}");
        bodies.push(place.body(&folder));
    }
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(bodies[0], EXPECTED.replace(caption, &long));
}

#[test]
fn an_old_file_and_a_folder_with_photos_are_taken_and_others_told() {
    let place = Place::new();
    let file = place.make("来稿/视察.docx");
    run("soffice", &["--headless", "--convert-to", "doc", "--outdir", "旧", &file], place.0.path());
    let old = place.path("旧/视察.doc").display().to_string();
    let made = place.lianluo(&["import", &old]);
    assert!(made.status.success(), "{}", told(&made));
    let text = place.body(FOLDER);
    for expected in ["**实地察看**", "## 一、总体情况", "1. 第一项", "| 龙潭村 | 8\\|9 |", "](01.png"] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    fs::copy(place.path(&format!("{FOLDER}/01.png")), place.path("来稿/2、座谈会.png")).expect("copied");
    let folder = place.path("来稿").display().to_string();
    let made = place.lianluo(&["import", &folder, "--as", "history"]);
    assert!(made.status.success(), "{}", told(&made));
    let folder = FOLDER.replace("activity", "history");
    assert!(place.body(&folder).ends_with("\n![座谈会](02.png \"座谈会\")\n"), "{}", place.body(&folder));
    place.write("假.docx", "not a package");
    let fake = place.path("假.docx").display().to_string();
    let refused = place.lianluo(&["import", &fake]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(told(&refused).contains("不是 Word 文件"), "{}", told(&refused));
}

/// A Word file of parts as they stand in the files of other programs.
fn word(body: &str, relations: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut archive = lianluo::office::Archive::default();
    let mut add = |name: &str, text: &str| archive.add(name, text.as_bytes()).expect("added");
    add(
        "_rels/.rels",
        &format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{kind}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
        ),
    );
    add("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>"));
    add("word/_rels/document.xml.rels", &format!("<Relationships>{}</Relationships>", relations.replace("KIND", kind)));
    for (name, text) in parts {
        add(name, text);
    }
    archive.finish().expect("a package")
}

#[test]
fn what_other_programs_write_loses_no_text() {
    let p = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let numbered = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let cell = |more: &str, inner: &str| format!("<w:tc><w:tcPr>{more}</w:tcPr>{inner}</w:tc>");
    let nested = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p/>", cell("", &p("里一")), cell("", &p("里二")));
    let merged = format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("<w:gridSpan w:val=\"2\"/>", &p("合并")),
        cell("", &nested),
        cell("", "<w:p><w:r><w:t>有注</w:t><w:footnoteReference w:id=\"2\"/></w:r></w:p>")
    );
    let mixed = "<w:p><w:r><w:sym w:font=\"Symbol\" w:char=\"F061\"/><w:sym w:font=\"Wingdings\" w:char=\"F081\"/>\
        <w:sym w:font=\"Webdings\" w:char=\"F0D0\"/></w:r><w:r><w:t>首行</w:t><w:br/><w:t>===</w:t></w:r></w:p>\
        <w:p><w:r><w:drawing><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"/></w:drawing></w:r></w:p>";
    let body = [
        p("题目"),
        numbered("h1", "情况"),
        numbered("h2", "现状"),
        merged,
        mixed.to_owned(),
        "<w:altChunk r:id=\"c1\"/><w:altChunk r:id=\"c2\"/>".to_owned(),
        numbered("h1", "建议"),
    ];
    let relations = "<Relationship Id=\"s\" Type=\"KIND/styles\" Target=\"styles.xml\"/><Relationship Id=\"n\" Type=\"KIND/numbering\" Target=\"numbering.xml\"/>\
        <Relationship Id=\"f\" Type=\"KIND/footnotes\" Target=\"footnotes.xml\"/>\
        <Relationship Id=\"m\" Type=\"KIND/comments\" Target=\"comments.xml\"/>\
        <Relationship Id=\"c1\" Type=\"KIND/aFChunk\" Target=\"块.html\"/><Relationship Id=\"c2\" Type=\"KIND/aFChunk\" Target=\"块.mht\"/>";
    // The styles name a list whose depths name the styles: no paragraph says its depth.
    let style = |id: &str, name: &str| {
        format!(
            "<w:style w:styleId=\"{id}\" w:type=\"paragraph\"><w:name w:val=\"{name}\"/><w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style>"
        )
    };
    let styles = format!("<w:styles>{}{}</w:styles>", style("h1", "标题 1"), style("h2", "标题 2"));
    let depth = |at: u8, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:numFmt w:val=\"chineseCounting\"/><w:pStyle w:val=\"h{}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>",
            at + 1
        )
    };
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId=\"0\">{}{}</w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        depth(0, "%1、"),
        depth(1, "（%2）")
    );
    let notes = format!("<w:footnotes><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>", p("注文"));
    let parts = [
        ("word/styles.xml", styles.as_str()),
        ("word/numbering.xml", &numbering),
        ("word/footnotes.xml", &notes),
        ("word/comments.xml", "<w:comments><w:comment w:id=\"1\"/><w:comment w:id=\"2\"/></w:comments>"),
        ("word/块.html", "<head><title>不要</title></head><p>网页<b>块</b></p><div>第二<br>行</div>"),
        ("word/块.mht", "MIME-Version: 1.0"),
    ];
    let place = Place::new();
    let file = place.path("a.docx");
    fs::write(&file, word(&body.concat(), relations, &parts)).expect("writable");
    let made = place.lianluo(&["import", &file.display().to_string()]);
    assert!(made.status.success() && told(&made).contains("2 个图表"), "{}", told(&made));
    assert!(told(&made).contains("2 条批注没有导入"), "{}", told(&made));
    let expected = "## 一、情况\n\n### （一）现状\n\n<!-- 待核对：这张表有合并的单元格 -->\n\n<table>\n<tr><th colspan=\"2\">合并</th></tr>\n\
        <tr><td>里一　里二</td><td>有注（注：注文）</td></tr>\n</table>\n\nα①□首行\\\n\\===\n\n网页块\n\n第二\n\n行\n\n## 二、建议\n";
    assert_eq!(place.body("content/activity/2026-06-01-ti-mu"), expected);
}

#[test]
fn traps_are_told_and_take_no_more_than_they_may() {
    let place = Place::new();
    let import = |name: &str, bytes: Vec<u8>| {
        let file = place.path(name);
        fs::write(&file, bytes).expect("writable");
        let made = place.lianluo(&["import", &file.display().to_string()]);
        (made.status.code(), told(&made))
    };
    let large = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "A".repeat(40 << 20));
    let (code, said) = import("大.docx", word(&large, "", &[]));
    assert!(code == Some(1) && said.contains("解开后大得不像"), "{said}");
    let (code, said) = import("深.docx", word(&"<w:sdt><w:sdtContent>".repeat(1000), "", &[]));
    assert!(code == Some(1) && said.contains("读不完整"), "{said}");
    let made = place.lianluo(&["import", &place.path("没有.docx").display().to_string()]);
    assert!(made.status.code() == Some(1) && told(&made).contains("没有这个文件"), "{}", told(&made));
    let (code, said) = import("空.docx", word("<w:p/>", "", &[]));
    assert!(code == Some(0) && said.contains("没有找到正文文字"), "{said}");
}
