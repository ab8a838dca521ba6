//! Word files, opened by two programs that are not ours: LibreOffice turns them into pages, python-docx reads them.
#![expect(clippy::disallowed_methods, reason = "the tests start programs and look at the disk")]
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use lianluo::liaison::submission::article::Article;
use lianluo::liaison::submission::official::Look;
use lianluo::liaison::submission::read_html;
use lianluo::liaison::submission::word::{Closing, Shown, WordWriter};
use lianluo::office::docx_write;
use tempfile::TempDir;

/// Runs a program to its end; its output.
fn run(program: &str, arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .output()
        .unwrap_or_else(|error| panic!("{program} is needed: {error}"));
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} {arguments:?}: {told}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Turns a Word file into PDF by LibreOffice; the PDF's path.
fn to_pdf(docx: &Path, folder: &Path) -> PathBuf {
    let name = docx.display().to_string();
    run("soffice", &["--headless", "--convert-to", "pdf", "--outdir", ".", &name], folder);
    docx.with_extension("pdf")
}

fn written(article: &Article, closing: &Closing, folder: &Path) -> PathBuf {
    let mut writer = WordWriter::new(&article.title, "青溪镇政协联络组", Look::default());
    writer.title(&article.title);
    writer.article(article, &vec![Shown::Nothing; article.pictures.len()]);
    writer.closing(closing);
    let file = folder.join("稿件.docx");
    std::fs::write(&file, docx_write::write(&writer.finish()).expect("a file")).expect("writable");
    file
}

/// The lines of text on a page of a PDF, top to bottom, without the page's number.
fn lines(pdf: &Path, page: usize, folder: &Path) -> Vec<String> {
    let (page, name) = (page.to_string(), pdf.display().to_string());
    let text = run("pdftotext", &["-layout", "-f", &page, "-l", &page, &name, "-"], folder);
    let kept = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('—'));
    kept.map(str::to_owned).collect()
}

#[test]
fn a_full_page_holds_22_lines_of_28_characters() {
    let folder = TempDir::new().expect("a folder");
    let paragraph = "委员们实地察看道路施工现场听取情况介绍并就质量安全和进度提出意见建议".repeat(40);
    let article = read_html("全页字数", &format!("<p>{paragraph}</p>"), "https://example.test/a/");
    let pdf = to_pdf(&written(&article, &Closing::default(), folder.path()), folder.path());
    let second = lines(&pdf, 2, folder.path());
    assert_eq!(second.len(), 22, "{second:#?}");
    assert!(second.iter().all(|line| line.chars().count() == 28), "{second:#?}");
    // Title and empty line take two lines of the first page.
    assert_eq!(lines(&pdf, 1, folder.path()).len(), 21);
}

/// Every construct, as python-docx sees it. The text of links belongs to a paragraph's text only since its version 1.0.
const READ: &str = r#"
import sys, docx
from docx.oxml.ns import qn
def text(paragraph):
    kinds = {qn("w:t"): lambda node: node.text or "", qn("w:br"): lambda node: "\n", qn("w:tab"): lambda node: "\t"}
    return "".join(kinds[node.tag](node) for run in paragraph._p.iter(qn("w:r")) for node in run if node.tag in kinds)
document = docx.Document(sys.argv[1])
section = document.sections[0]
print("page", section.page_width.twips, section.page_height.twips)
for paragraph in document.paragraphs:
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    bold = any(run.bold for run in paragraph.runs)
    print(paragraph.style.name, "|", text(paragraph), "|", "numbered" if numbered else "", "bold" if bold else "")
for table in document.tables:
    print("table", [[cell.text for cell in row.cells] for row in table.rows])
print("core", document.core_properties.author, document.core_properties.last_modified_by)
"#;

#[test]
fn every_construct_has_its_counterpart_and_other_programs_read_it() {
    let html = "<h2>一、总体情况</h2><p>前<strong>重点</strong><em>强调</em><del>删</del><code>码</code>\
        x<sup>2</sup><sup class=\"footnote-reference\"><a href=\"#n\">1</a></sup>，见<a href=\"https://example.test/\">网站</a>。</p>\
        <h3>（一）走访</h3><ol><li>第一项<ul><li>小项</li></ul></li><li>第二项</li></ol>\
        <ul><li><input type=\"checkbox\" checked>已办</li></ul><blockquote><p>引文</p></blockquote><pre><code>a = 1\n  b</code></pre>\
        <table><thead><tr><th>村</th><th>户数</th></tr></thead><tbody><tr><td rowspan=\"2\">龙潭村</td><td>8</td></tr><tr><td>9</td></tr></tbody></table>\
        <dl><dt>界别</dt><dd>委员所属的方面</dd></dl><hr />\
        <div class=\"footnote-definition\" id=\"n\"><p>脚注文字。</p></div>";
    let article = read_html("关于镇村道路建设情况的视察报告", html, "https://example.test/a/");
    let closing = Closing {
        attachments: vec!["道路清单".to_owned(), "照片目录".to_owned()],
        unit: "青溪镇政协联络组".to_owned(),
        date: "2026年5月8日".to_owned(),
    };
    let folder = TempDir::new().expect("a folder");
    let file = written(&article, &closing, folder.path());
    let seen = run("python3", &["-c", READ, &file.display().to_string()], folder.path());
    for line in [
        "page 11906 16838",
        "Title | 关于镇村道路建设情况的视察报告 |",
        "Heading 1 | 一、总体情况 |",
        "Heading 2 | （一）走访 |",
        "Normal | 前重点强调删码x2，见网站。 |  bold",
        "List Paragraph | 第一项 | numbered ",
        "List Paragraph | 小项 | numbered ",
        "List Paragraph | ☑ 已办 |",
        "Quote | 引文 |",
        "table [['村', '户数'], ['龙潭村', '8'], ['龙潭村', '9']]",
        "Normal | 界别 |  bold",
        "Attachment | 附件：1.道路清单 |",
        "Attachment | 2.照片目录 |",
        "Signature | 青溪镇政协联络组 |",
        "Date | 2026年5月8日 |",
        "core 青溪镇政协联络组 ",
    ] {
        assert!(seen.contains(line), "{line} is not in\n{seen}");
    }
    let text = lines(&to_pdf(&file, folder.path()), 1, folder.path()).join("\n");
    for shown in ["1.第一项", "2.第二项", "脚注文字", "a = 1"] {
        assert!(text.contains(shown), "{shown} is not in\n{text}");
    }
}
