//! Word files, opened by two programs that are not ours: LibreOffice turns them into pages, python-docx reads them.
#![expect(clippy::disallowed_methods, reason = "the tests start programs and look at the disk")]

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
