//! 简报: several entries under a red head, numbered within the year, as a Word file and as a page to print.

use jiff::civil::Date;

use super::article::Article;
use super::manuscript::Manuscript;
use super::official::{Look, chinese_date, style};
use super::photo;
use super::word::{Shown, WordWriter};
use crate::diagnostic::Sink;
use crate::office::docx_write::{Border, Inline, Paragraph, ParagraphFormat, RunFormat, Word};
use crate::source::{SourceTree, Table};

/// The register of issues, at the site's root.
pub const REGISTER: &str = "bulletins.toml";

/// `[liaison.bulletin]`: what stands on every issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulletinSettings {
    /// The name in red.
    pub name: String,
    /// 编印单位.
    pub unit: String,
    /// 报: those above.
    pub report_to: String,
    /// 送: those beside.
    pub send_to: String,
    /// 发: those below.
    pub issue_to: String,
    /// 共印×份; 0 for none.
    pub copies: u64,
    /// What stands at the top left, such as 内部资料; empty for none.
    pub note: String,
}

impl BulletinSettings {
    /// Reads the table; what it does not say follows from the group.
    pub fn read(table: Option<Table>, group: &str, township: &str, superior: &str, sink: &Sink) -> BulletinSettings {
        let place = if township.is_empty() { group.trim_end_matches("政协联络组") } else { township };
        let mut settings = BulletinSettings {
            name: format!("{place}政协工作简报"),
            unit: group.to_owned(),
            report_to: superior.to_owned(),
            ..BulletinSettings::default()
        };
        let Some(mut table) = table else { return settings };
        for (key, setting) in [
            ("name", &mut settings.name),
            ("unit", &mut settings.unit),
            ("report_to", &mut settings.report_to),
            ("send_to", &mut settings.send_to),
            ("issue_to", &mut settings.issue_to),
            ("note", &mut settings.note),
        ] {
            if let Some(text) = table.string(key, sink) {
                *setting = text.trim().to_owned();
            }
        }
        settings.copies = table.count("copies", sink).unwrap_or(0);
        table.finish(sink);
        settings
    }
}

/// An issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The year it is numbered in.
    pub year: i16,
    /// Its number, from 1.
    pub number: u64,
    /// What it is of: a quarter (`2026Q3`), or the paths of its entries joined.
    pub of: String,
    /// The day it came out.
    pub date: Date,
}

/// The issue of this content: the one it had in the register already, else the next of its year, which is added to the
/// register's text.
///
/// # Errors
/// If the register cannot be read.
pub fn numbered(register: &str, of: &str, date: Date, number: Option<u64>) -> Result<(Issue, String), String> {
    let mut document: toml_edit::DocumentMut =
        register.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let year = date.year();
    let rows =
        document.entry("issue").or_insert_with(|| toml_edit::Item::ArrayOfTables(toml_edit::ArrayOfTables::new()));
    let rows = rows.as_array_of_tables_mut().ok_or("issue")?;
    let number_of = |row: &toml_edit::Table, key: &str| row.get(key).and_then(toml_edit::Item::as_integer).unwrap_or(0);
    let same = |row: &toml_edit::Table| {
        number_of(row, "year") == i64::from(year) && row.get("of").and_then(toml_edit::Item::as_str) == Some(of)
    };
    let last =
        rows.iter().filter(|row| number_of(row, "year") == i64::from(year)).map(|row| number_of(row, "number")).max();
    let known = rows.iter().find(|row| same(row)).map(|row| number_of(row, "number"));
    let next = number.and_then(|number| i64::try_from(number).ok()).or(known).unwrap_or_else(|| last.unwrap_or(0) + 1);
    if known != Some(next) {
        let mut row = toml_edit::Table::new();
        row.insert("year", toml_edit::value(i64::from(year)));
        row.insert("number", toml_edit::value(next));
        row.insert("of", toml_edit::value(of));
        row.insert("date", toml_edit::value(date.to_string()));
        rows.push(row);
    }
    let issue = Issue { year, number: u64::try_from(next).unwrap_or(1), of: of.to_owned(), date };
    Ok((issue, document.to_string()))
}

/// What stands for each picture in Word, and the text's HTML with its pictures in it: the page then stands alone.
pub fn with_pictures(manuscript: &Manuscript, html: &str, sources: &SourceTree, sink: &Sink) -> (Vec<Shown>, String) {
    let mut html = html.to_owned();
    let mut shown = Vec::new();
    let mut below = String::new();
    for picture in &manuscript.article.pictures {
        let photo = picture.file.as_ref().map(|file| photo::load(file, sources));
        let embedded = match photo {
            Some(Ok(photo)) => photo.embedded(),
            Some(Err(diagnostic)) => {
                sink.push(*diagnostic);
                None
            }
            None => None,
        };
        let Some(embedded) = embedded else {
            shown.push(Shown::Nothing);
            continue;
        };
        let packed = data_encoding::BASE64.encode(&embedded.bytes);
        let address = format!("data:image/{};base64,{packed}", embedded.format);
        if picture.address.is_empty() {
            // It stands in the front matter only, and follows the text.
            let mut alt = String::new();
            let _ = pulldown_cmark_escape::escape_html(&mut alt, &picture.line());
            below.push_str(&format!("<figure><img src=\"{address}\" alt=\"\"><figcaption>{alt}</figcaption></figure>"));
        } else {
            let mut written = String::new();
            let _ = pulldown_cmark_escape::escape_href(&mut written, &picture.address);
            html = html.replace(&format!("src=\"{written}\""), &format!("src=\"{address}\""));
        }
        shown.push(Shown::Picture(embedded));
    }
    html.push_str(&below);
    (shown, html)
}

/// The issue as a Word document; `shown` holds what stands for the pictures of each manuscript.
pub fn word(
    settings: &BulletinSettings,
    issue: &Issue,
    manuscripts: &[Manuscript],
    shown: &[Vec<Shown>],
    look: Look,
) -> Word {
    let title = format!("{}（第{}期）", settings.name, issue.number);
    let mut writer = WordWriter::new(&title, &settings.unit, look);
    if !settings.note.is_empty() {
        writer.push(Paragraph::text(style::TAIL, settings.note.as_str()));
    }
    let count = settings.name.chars().count().max(1) as u32;
    // The name fills the line without passing it: 442 points of width, at most 48 points high.
    let size = (2 * 420 / count).min(96);
    let red = RunFormat { size: Some(size), spacing: Some(0), ..RunFormat::default() };
    let inlines = vec![Inline::Text(settings.name.clone(), red)];
    writer.push(Paragraph { style: style::MASTHEAD, inlines, ..Paragraph::default() });
    writer.push(Paragraph::text(style::ISSUE, format!("第{}期", issue.number)));
    let width = writer.text_width();
    let border = Border { above: false, width: 18, colour: "FF0000" };
    let format = ParagraphFormat {
        border: Some(border),
        right_tab: Some(width),
        first_line: Some(0),
        ..ParagraphFormat::default()
    };
    let text = |text: &str| Inline::Text(text.to_owned(), RunFormat::default());
    let inlines = vec![text(&settings.unit), Inline::Tab, text(&chinese_date(issue.date))];
    writer.push(Paragraph { style: style::TEXT, format, inlines, numbering: None });
    writer.empty_line();
    if manuscripts.len() > 1 {
        writer.push(Paragraph::text(style::ISSUE, "本期目录"));
        for manuscript in manuscripts {
            writer.push(Paragraph::text(style::TEXT, format!("◇{}", manuscript.article.title)));
        }
        writer.empty_line();
    }
    for (at, (manuscript, shown)) in manuscripts.iter().zip(shown).enumerate() {
        if at > 0 {
            writer.empty_line();
        }
        writer.title(&manuscript.article.title);
        writer.article(&manuscript.article, shown);
        let signed = signed(manuscript);
        if !signed.is_empty() {
            writer.push(Paragraph::text(style::SIGNATURE, signed));
        }
    }
    writer.empty_line();
    let rule = |above| Some(Border { above, width: 8, colour: "000000" });
    let tail = tail(settings);
    for (at, line) in tail.iter().enumerate() {
        let border = if at == 0 {
            rule(true)
        } else if at + 1 == tail.len() {
            rule(false)
        } else {
            None
        };
        let format =
            ParagraphFormat { border, keep_lines: true, keep_next: at + 1 < tail.len(), ..ParagraphFormat::default() };
        writer.push(Paragraph { format, ..Paragraph::text(style::TAIL, line.as_str()) });
    }
    if settings.copies > 0 {
        let format =
            ParagraphFormat { align: Some(crate::office::docx_write::Align::Right), ..ParagraphFormat::default() };
        writer.push(Paragraph { format, ..Paragraph::text(style::TAIL, format!("共印{}份", settings.copies)) });
    }
    writer.finish()
}

fn signed(manuscript: &Manuscript) -> String {
    let text = format!("{} {}", manuscript.unit, manuscript.author);
    if text.trim().is_empty() { String::new() } else { format!("（{}）", text.trim()) }
}

fn tail(settings: &BulletinSettings) -> Vec<String> {
    let lines = [("报", &settings.report_to), ("送", &settings.send_to), ("发", &settings.issue_to)];
    lines.iter().filter(|(_, to)| !to.is_empty()).map(|(what, to)| format!("{what}：{to}")).collect()
}

/// The issue as a page that prints on A4. `bodies` are the HTML of the manuscripts' texts, pictures in them.
pub fn page(settings: &BulletinSettings, issue: &Issue, manuscripts: &[Manuscript], bodies: &[String]) -> String {
    let escaped = |text: &str| {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = pulldown_cmark_escape::escape_html(&mut out, text);
        out
    };
    let mut inner = String::new();
    if manuscripts.len() > 1 {
        let titles: String =
            manuscripts.iter().map(|one| format!("<li>{}</li>", escaped(&one.article.title))).collect();
        inner.push_str(&format!("<nav><h2>本期目录</h2><ul>{titles}</ul></nav>"));
    }
    for (manuscript, body) in manuscripts.iter().zip(bodies) {
        let Article { title, .. } = &manuscript.article;
        let signed = escaped(&signed(manuscript));
        inner.push_str(&format!(
            "<article><h2 class=\"title\">{}</h2>{body}<p class=\"signed\">{signed}</p></article>",
            escaped(title)
        ));
    }
    let tail: String = tail(settings).iter().map(|line| format!("<p>{}</p>", escaped(line))).collect();
    let copies = if settings.copies > 0 {
        format!("<p class=\"copies\">共印{}份</p>", settings.copies)
    } else {
        String::new()
    };
    include_str!("bulletin.html")
        .replace("{{name}}", &escaped(&settings.name))
        .replace("{{number}}", &issue.number.to_string())
        .replace("{{note}}", &escaped(&settings.note))
        .replace("{{unit}}", &escaped(&settings.unit))
        .replace("{{date}}", &chinese_date(issue.date))
        .replace("{{tail}}", &format!("{tail}{copies}"))
        .replace("{{inner}}", &inner)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::numbered;

    #[test]
    fn issues_are_numbered_within_the_year_and_keep_their_numbers() {
        let (first, register) = numbered("# 简报\n", "2026Q1", date(2026, 4, 2), None).unwrap();
        let (second, register) = numbered(&register, "2026Q2", date(2026, 7, 2), None).unwrap();
        let (again, same) = numbered(&register, "2026Q1", date(2026, 8, 1), None).unwrap();
        let (next_year, _) = numbered(&register, "2026Q4", date(2027, 1, 5), None).unwrap();
        assert_eq!([first.number, second.number, again.number, next_year.number], [1, 2, 1, 1]);
        assert_eq!(register, same);
        assert!(register.contains("# 简报"), "comments stay");
        assert_eq!(numbered(&register, "x", date(2026, 9, 1), Some(47)).unwrap().0.number, 47);
        assert!(numbered("[", "x", date(2026, 9, 1), None).is_err());
    }
}
