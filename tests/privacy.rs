//! Personal details in what goes out: in attached files that other programs made, in names beside hardships, and how they
//! are masked.
#![expect(clippy::disallowed_methods, reason = "the tests start programs and look at the disk")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod harness;

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use harness::Site;
use lianluo::Locale;
use lianluo::office::Archive;
use lianluo::office::properties::{Cleared, clear};
use tempfile::TempDir;

/// The example of GB 11643-1999.
const NUMBER: &str = "11010519491231002X";

fn entry(extra: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"走访\"\ndate = 2026-05-18\n[extra]\nkind = \"activity\"\ntype = \"座谈\"\nplace = \"甲镇\"\nsource = \"本组\"\n{extra}+++\n\n{body}\n"
    )
}

fn site(extra: &str) -> Site {
    Site::group().file("content/activity/a/index.md", &entry(extra, "正文"))
}

/// Runs a program in a folder; it has to succeed.
fn run(program: &str, arguments: &[&str], folder: &Path) {
    let output = Command::new(program).args(arguments).current_dir(folder).env("HOME", folder).output();
    let output = output.unwrap_or_else(|error| panic!("{program} is needed: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A file made by LibreOffice from another one.
fn converted(name: &str, text: &[u8], to: &str, folder: &Path) -> Vec<u8> {
    fs::write(folder.join(name), text).unwrap();
    run("soffice", &["--headless", "--convert-to", to, "--outdir", "made", name], folder);
    let stem = name.rsplit_once('.').unwrap().0;
    fs::read(folder.join("made").join(format!("{stem}.{to}"))).unwrap()
}

/// A Word file with an author, by python-docx: text in a paragraph, a table and the page's head.
const MAKE: &str = r#"
import sys, docx
document = docx.Document()
document.core_properties.author = "Wang Jianguo"
document.core_properties.last_modified_by = "Li Qiang"
document.add_paragraph("一段")
document.add_paragraph(sys.argv[2])
table = document.add_table(1, 2)
table.cell(0, 0).text, table.cell(0, 1).text = "王建国", "低保户"
document.sections[0].header.paragraphs[0].text = sys.argv[3]
document.save(sys.argv[1])
"#;

/// A workbook as Excel and WPS write it: most texts shared, one in its cell.
fn workbook(value: &str) -> Vec<u8> {
    let mut archive = Archive::default();
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let relations = |inner: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>证号</t></is></c></row>\
        <row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"B3\" t=\"s\"><v>1</v></c></row>";
    let part = relation("rId1", "worksheet", "worksheets/sheet1.xml")
        + &relation("rId2", "sharedStrings", "sharedStrings.xml");
    for (name, text) in [
        ("_rels/.rels", relations(&relation("rId1", "officeDocument", "xl/workbook.xml"))),
        ("xl/_rels/workbook.xml.rels", relations(&part)),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
                .to_owned(),
        ),
        (
            "xl/sharedStrings.xml",
            format!(
                "<sst><si><t>姓名</t></si><si><r><t>{}</t></r><r><t>{}</t></r></si></sst>",
                &value[..1],
                &value[1..]
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
    ] {
        archive.add(name, text.as_bytes()).unwrap();
    }
    archive.finish().unwrap()
}

#[test]
fn a_number_in_an_attached_table_stops_the_build_with_its_cell() {
    let leak = workbook(NUMBER);
    let built = site("").bytes("content/activity/a/名单.xlsx", &leak).build();
    let errors = built.errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].contains("privacy-attachment") && errors[0].contains("名单.xlsx") && errors[0].contains("B3"),
        "{errors:?}"
    );
    let shown = built.shown(Locale::Zh);
    assert!(shown.contains("工作表“名单”B3") && shown.contains("身份证号") && !shown.contains(NUMBER), "{shown}");
    let clean = workbook("3");
    site("").bytes("content/activity/a/名单.xlsx", &clean).build().expect_no_errors();
    // What the entry allows for a reason may be there; what is only in `static/` is looked at too.
    let allow = "[[extra.allow]]\ndetail = \"identity\"\nreason = \"公示\"\nby = \"周某某\"\n";
    site(allow).bytes("content/activity/a/名单.xlsx", &leak).build().expect_no_errors();
    assert_eq!(site("").bytes("static/名单.xlsx", &leak).build().errors().len(), 1);
    // A private entry's files are not published, and not told of.
    site("visibility = \"internal\"\n").bytes("content/activity/a/名单.xlsx", &leak).build().expect_no_errors();
}

#[test]
fn word_files_and_pdfs_are_read_and_leave_without_their_author() {
    let folder = TempDir::new().unwrap();
    let docx = |text: &str, head: &str| {
        let file = folder.path().join("件.docx").display().to_string();
        run("python3", &["-c", MAKE, &file, text, head], folder.path());
        fs::read(folder.path().join("件.docx")).unwrap()
    };
    let leak = docx("电话 138 0013 8000", "证号11010519491231002X");
    let built = site("").bytes("content/activity/a/件.docx", &leak).build();
    let errors = built.errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("paragraph 2") && error.contains("138****8000")), "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("header")), "{errors:?}");
    assert!(built.warnings().iter().any(|warning| warning.contains("paragraph 3")), "{:?}", built.warnings());
    // The same as PDF.
    let pdf = converted("件.docx", &leak, "pdf", folder.path());
    let errors = site("").bytes("content/activity/a/件.pdf", &pdf).build().errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors.iter().all(|error| error.contains("page 1")), "{errors:?}");

    let clean = docx("一切正常", "甲镇");
    let built = site("").bytes("content/activity/a/件.docx", &clean).build();
    built.expect_no_errors();
    let published = &built.files["activity/a/件.docx"];
    let mut zip = zip::ZipArchive::new(Cursor::new(published)).unwrap();
    let mut core = String::new();
    zip.by_name("docProps/core.xml").unwrap().read_to_string(&mut core).unwrap();
    assert!(!core.contains("Wang") && !core.contains("Li Qiang"), "{core}");
    fs::write(folder.path().join("published.docx"), published).unwrap();
    run(
        "python3",
        &["-c", "import docx; assert docx.Document('published.docx').paragraphs[1].text == '一切正常'"],
        folder.path(),
    );
    let pdf = converted("件.docx", &clean, "pdf", folder.path());
    let built = site("").bytes("content/activity/a/件.pdf", &pdf).build();
    built.expect_no_errors();
    assert_eq!(clear("pdf", &built.files["activity/a/件.pdf"]), Cleared::Clean);
    fs::write(folder.path().join("published.pdf"), &built.files["activity/a/件.pdf"]).unwrap();
    let facts = Command::new("pdfinfo").arg("published.pdf").current_dir(folder.path()).output().unwrap();
    let facts = String::from_utf8_lossy(&facts.stdout).into_owned();
    assert!(facts.contains("Pages:") && !facts.contains("Wang"), "{facts}");
}

#[test]
fn what_a_browser_prints_is_read_and_what_nobody_reads_is_told() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("a.html"),
        format!("<meta charset=utf-8><p>一</p><p style='break-before:page'>证号{NUMBER}。</p>"),
    )
    .unwrap();
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let address = format!("file://{}", folder.path().join("a.html").display());
    run(
        &chromium,
        &[
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--user-data-dir=profile",
            "--no-pdf-header-footer",
            "--print-to-pdf=a.pdf",
            &address,
        ],
        folder.path(),
    );
    let pdf = fs::read(folder.path().join("a.pdf")).unwrap();
    let errors = site("").bytes("content/activity/a/表.pdf", &pdf).build().errors();
    assert!(errors.len() == 1 && errors[0].contains("page 2"), "{errors:?}");
    for (name, bytes) in [
        ("旧.doc", b"\xd0\xcf\x11\xe0".as_slice()),
        ("坏.docx", b"PK"),
        ("坏.pdf", b"%PDF-1.4 1 0 obj <<"),
        ("包.zip", b"PK"),
        ("包.rar", b"Rar!"),
    ] {
        let built = site("").bytes(&format!("content/activity/a/{name}"), bytes).build();
        built.expect_no_errors();
        let unread = built.warnings().iter().any(|warning| warning.contains("privacy-attachment-unread"));
        assert_eq!(unread, name != "坏.pdf", "{name}: {:?}", built.warnings());
    }
}

#[test]
fn archives_and_older_formats_are_searched_and_scans_are_told() {
    let mut inner = Archive::default();
    inner.add("表.xlsx", &workbook(NUMBER)).unwrap();
    let mut outer = Archive::default();
    outer.add("内/包.zip", &inner.finish().unwrap()).unwrap();
    outer.add("说明.txt", "手机 13800138000".as_bytes()).unwrap();
    let errors = site("").bytes("content/activity/a/材料.zip", &outer.finish().unwrap()).build().errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("内/包.zip, 表.xlsx, sheet “名单” B3")), "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("说明.txt, line 1")), "{errors:?}");
    // Of a format that is not taken apart, what is found is told, and that more may be there.
    let folder = TempDir::new().unwrap();
    let old = converted("a.txt", format!("证号 {NUMBER} 与号码").as_bytes(), "doc", folder.path());
    let built = site("").bytes("content/activity/a/旧.doc", &old).build();
    let (errors, warnings) = (built.errors(), built.warnings());
    assert!(errors.len() == 1 && errors[0].contains("旧.doc"), "{errors:?}");
    assert!(warnings.iter().any(|warning| warning.contains("privacy-attachment-unread")), "{warnings:?}");
    for (to, hidden) in [("rtf", false), ("odt", false)] {
        let made = converted("a.txt", format!("证号 {NUMBER}").as_bytes(), to, folder.path());
        let built = site("").bytes(&format!("content/activity/a/文.{to}"), &made).build();
        assert_eq!(built.errors().len(), 1, "{to}: {:?}", built.errors());
        let told = built.warnings().iter().any(|warning| warning.contains("privacy-attachment-unread"));
        assert_eq!(told, hidden, "{to}: {:?}", built.warnings());
    }
    // A page that is a picture: nobody can search it.
    image::RgbImage::new(200, 200).save(folder.path().join("a.png")).unwrap();
    let html = "<html><body><p>第一页的文字足够长，看得出不是扫描。</p><p style='page-break-before:always'><img src='a.png'></p></body></html>";
    fs::write(folder.path().join("scan.html"), html).unwrap();
    run("soffice", &["--headless", "--convert-to", "pdf", "scan.html"], folder.path());
    let pdf = fs::read(folder.path().join("scan.pdf")).unwrap();
    let built = site("").bytes("content/activity/a/扫描.pdf", &pdf).build();
    built.expect_no_errors();
    let warnings = built.warnings();
    let told = |warning: &&String| warning.contains("privacy-attachment-picture");
    let scans: Vec<&String> = warnings.iter().filter(told).collect();
    assert!(scans.len() == 1 && scans[0].contains("(page 2)"), "{warnings:?}");
}

#[test]
fn a_picture_in_the_text_that_is_not_there_is_told() {
    let body =
        "![a](01.jpg) ![b](<有 空格.jpg>) ![c](https://x.test/a.jpg) ![d](/static.jpg)\n\n```\n![e](code.jpg)\n```\n";
    let file = entry("", body);
    let built =
        Site::group().file("content/activity/a/index.md", &file).bytes("content/activity/a/01.jpg", b"x").build();
    let warnings = built.warnings();
    let told: Vec<&String> = warnings.iter().filter(|warning| warning.contains("picture-missing")).collect();
    assert!(told.len() == 1 && told[0].contains("有 空格.jpg"), "{warnings:?}");
}

#[test]
fn minors_are_never_named_where_the_entry_is_about_minors() {
    let relief = |body: &str, allow: &str| {
        let text = format!(
            "+++\ntitle = \"助学\"\ndate = 2026-05-18\n[extra]\nkind = \"relief\"\ntype = \"助学\"\nvillages = [\"甲村\"]\nminors = true\nvisibility = \"public\"\nsource = \"本组\"\n{allow}+++\n\n{body}\n"
        );
        Site::group().file("content/relief/a.md", &text).build()
    };
    let allow = "[[extra.allow]]\ndetail = \"minor\"\nreason = \"家长同意\"\nby = \"周某某\"\n";
    for allow in ["", allow] {
        let errors = relief("为小学生李小明送去书包。", allow).errors();
        assert!(errors.len() == 1 && errors[0].contains("privacy-minor"), "{errors:?}");
    }
    relief("为小学生李某某送去书包，王建国委员参加。", "").expect_no_errors();
}

#[test]
fn the_words_of_a_site_and_its_own_details_are_known() {
    let settings = "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"甲组\"\n[liaison.privacy]\nstatuses = [\"失独\"]\n";
    let built = Site::group()
        .file("zola.toml", settings)
        .file("content/activity/a.md", &entry("", "看望失独老人王建国。"))
        .build();
    assert!(built.warnings().iter().any(|warning| warning.contains("hardship")), "{:?}", built.warnings());
    let plain = Site::group().file("content/activity/a.md", &entry("", "看望失独老人王建国。")).build();
    assert_eq!(plain.warnings(), Vec::<String>::new());
}

#[test]
fn masks_are_written_in_place_and_listed() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write("zola.toml", b"base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"\xe7\x94\xb2\xe7\xbb\x84\"\n");
    write("content/_index.md", b"+++\n+++\n");
    write("content/activity/_index.md", b"+++\n+++\n");
    for template in ["index", "section", "page"] {
        write(&format!("templates/{template}.html"), b"");
    }
    let text = entry("hotline = 13800138000\n", &format!("电话１３８００１３８０００，证号{NUMBER}，低保户王建国。"))
        .replace('\n', "\r\n");
    write("content/activity/a.md", &encoding_rs::GB18030.encode(&text).0);
    let hidden = entry("visibility = \"internal\"\n", NUMBER);
    write("content/activity/b.md", hidden.as_bytes());
    let lianluo = |arguments: &[&str]| {
        let root = folder.path().display().to_string();
        let output = Command::new(env!("CARGO_BIN_EXE_lianluo"))
            .args(["--root", &root, "--lang", "zh"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        (
            output.status.code(),
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
        )
    };
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let before = read("content/activity/a.md");
    let (code, told) = lianluo(&["mask", "--dry-run"]);
    assert!(code == Some(0) && told.contains("共 3 处") && !told.contains(NUMBER), "{told}");
    assert_eq!(read("content/activity/a.md"), before);
    let (code, told) = lianluo(&["mask"]);
    assert_eq!(code, Some(0), "{told}");
    let expected = text
        .replace("hotline = 13800138000", "hotline = \"138****8000\"")
        .replace("１３８００１３８０００", "138****8000")
        .replace(NUMBER, "11*************02X");
    assert_eq!(encoding_rs::GB18030.decode(&read("content/activity/a.md")).0, expected);
    assert_eq!(read("content/activity/b.md"), hidden.as_bytes(), "what nobody sees is left as it is");
    let list = String::from_utf8(read("masked.csv")).unwrap();
    assert!(list.starts_with('\u{feff}') && list.contains("content/activity/a.md,9,11,手机号,138****8000"), "{list}");
    assert!(!list.contains(NUMBER));
    let (_, told) = lianluo(&["mask", "--all"]);
    assert!(told.contains("王某某") && told.contains("改了 1 处"), "{told}");
    let (_, told) = lianluo(&["mask", "--all"]);
    assert!(told.contains("没有要打星号的内容"), "{told}");
    let (code, told) = lianluo(&["build"]);
    assert_eq!(code, Some(0), "{told}");
}
