//! `lianluo ledger`: what is owed, what was done, what is missing, as a table, JSON, CSV or a Word file.
#![expect(clippy::disallowed_methods, reason = "prints the ledger or writes it to a file")]

use std::fs;
use std::io::Write;

use lianluo::diagnostic::{Severity, Wording, suggest};
use lianluo::liaison::archive::Quarter;
use lianluo::liaison::ledger::{Audience, Ledger as Book, Part, Range, Sheet, docx, report, sheets};
use lianluo::pipeline::count;
use unicode_width::UnicodeWidthStr;

use super::args::{Arguments, Format, Ledger};
use super::build::{no_site, options};
use super::print::Printer;
use super::root::Root;
use super::{DONE, ERRORS, USAGE};

/// Prints the ledger. Mistakes in entries are told, and the rest is counted all the same.
pub fn run(arguments: &Arguments, asked: &Ledger, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let Some(parts) = parts(asked, printer) else { return USAGE };
    if arguments.format == Format::Docx && asked.out.is_none() {
        let wording = Wording {
            zh: "Word 文件要写到文件里，请加 --out 台账.docx",
            en: "a Word file goes into a file: add --out ledger.docx",
        };
        printer.say(wording, &[]);
        return USAGE;
    }
    let counted = count(root.world(asked.today), &options(arguments, &root));
    let wrong = counted.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    if wrong || counted.ledger.is_none() {
        printer.mistakes(&counted.diagnostics);
    }
    let Some((settings, book)) = counted.ledger else {
        let wording = Wording {
            zh: "设置文件里没有 [liaison]，没有台账可看",
            en: "the settings have no table [liaison], so there is no ledger",
        };
        printer.say(wording, &[]);
        return ERRORS;
    };
    let Some(range) = range(asked, &book, printer) else { return USAGE };
    if let Some(id) = &asked.member
        && !book.members.iter().any(|at| book.entries[*at].id == *id)
    {
        let known: Vec<&str> = book.members.iter().map(|at| book.entries[*at].id.as_str()).collect();
        let args = [("id", id.clone()), ("known", known.join("、"))];
        let wording = Wording {
            zh: "没有编号为“{id}”的委员；现有：{known}",
            en: "there is no member `{id}`; there are {known}",
        };
        printer.say(wording, &args);
        return USAGE;
    }
    let member = asked.member.as_deref();
    let title = match range {
        Range::Year(year) => settings.archive.year_label(year),
        Range::Quarter(quarter) => settings.archive.quarter_label(quarter),
    };
    let made = match arguments.format {
        Format::Json => {
            let mut value = report(&book, range, member, Audience::Clerk);
            value["group"] = settings.group.clone().into();
            value["label"] = title.into();
            serde_json::to_vec_pretty(&value)
                .map(|mut bytes| {
                    bytes.push(b'\n');
                    bytes
                })
                .map_err(|error| error.to_string())
        }
        Format::Csv => csv(&sheets(&book, range, member, &parts)).map_err(|error| error.to_string()),
        Format::Docx => {
            let title = format!("{}{title}{}", settings.group, settings.ledger.title);
            docx(&title, &settings.group, &sheets(&book, range, member, &parts)).map_err(|error| error.to_string())
        }
        Format::Text => {
            let head = format!("{} · {title}\n", settings.group);
            Ok((head + &table(&sheets(&book, range, member, &parts))).into_bytes())
        }
    };
    let written = made.and_then(|bytes| match &asked.out {
        Some(path) => fs::write(path, bytes).map_err(|error| error.to_string()),
        None => std::io::stdout().write_all(&bytes).map_err(|error| error.to_string()),
    });
    match written {
        Ok(()) if wrong => ERRORS,
        Ok(()) => {
            if let Some(path) = &asked.out {
                printer
                    .say(Wording { zh: "已写好 {file}", en: "wrote {file}" }, &[("file", path.display().to_string())]);
            }
            DONE
        }
        Err(reason) => {
            printer.say(
                Wording { zh: "写不出台账：{reason}", en: "cannot write the ledger: {reason}" },
                &[("reason", reason)],
            );
            ERRORS
        }
    }
}

fn parts(asked: &Ledger, printer: &Printer) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for name in &asked.part {
        let Some((_, part)) = Part::ALL.iter().find(|(known, _)| known == name) else {
            let known: Vec<&str> = Part::ALL.iter().map(|(name, _)| *name).collect();
            let near = suggest(name, known.iter().copied()).unwrap_or_default();
            let args = [("name", name.clone()), ("known", known.join("、")), ("near", near.to_owned())];
            let wording = Wording {
                zh: "没有“{name}”这一部分；可以写：{known}",
                en: "there is no part `{name}`; there are {known}",
            };
            printer.say(wording, &args);
            return None;
        };
        parts.push(*part);
    }
    Some(parts)
}

/// The year or quarter asked for; this year if none is.
fn range(asked: &Ledger, book: &Book, printer: &Printer) -> Option<Range> {
    let year = asked.year.unwrap_or(book.today.year());
    let Some(text) = &asked.quarter else { return Some(Range::Year(year)) };
    let whole: Result<Quarter, ()> = text.parse();
    let quarter = whole.or_else(|()| format!("{year}Q{}", text.trim_start_matches(['Q', 'q'])).parse());
    match quarter {
        Ok(quarter) if asked.year.is_none_or(|year| year == quarter.year) => Some(Range::Quarter(quarter)),
        _ => {
            let wording = Wording {
                zh: "没有季度“{quarter}”；请写 1 到 4，或 2026Q3",
                en: "there is no quarter `{quarter}`; write 1 to 4 or 2026Q3",
            };
            printer.say(wording, &[("quarter", text.clone())]);
            None
        }
    }
}

/// CSV that Excel and WPS open right: UTF-8 with its mark, lines ending as on Windows. Several tables follow each other
/// under their titles, a blank line between; a single one has no title.
fn csv(sheets: &[Sheet]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    for (at, sheet) in sheets.iter().enumerate() {
        if sheets.len() > 1 {
            bytes.extend_from_slice(if at > 0 { b"\r\n" } else { b"" });
            bytes.extend_from_slice(sheet.title.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(&mut bytes);
        writer.write_record(&sheet.head)?;
        for row in &sheet.rows {
            writer.write_record(row.iter().map(|text| plain(text)))?;
        }
        writer.flush()?;
    }
    Ok(bytes)
}

/// A text that a spreadsheet does not take for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// Tables for the terminal: columns as wide as what stands in them, Han characters two wide.
fn table(sheets: &[Sheet]) -> String {
    let mut text = String::new();
    for sheet in sheets {
        text.push_str(&format!("\n【{}】\n", sheet.title));
        let mut widths: Vec<usize> = sheet.head.iter().map(|name| name.width()).collect();
        for row in &sheet.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        for row in std::iter::once(&sheet.head).chain(&sheet.rows) {
            let cells = row.iter().zip(&widths).map(|(cell, width)| {
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                format!("{cell}{pad}")
            });
            text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        if sheet.rows.is_empty() {
            text.push_str("（没有）\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Sheet, csv, table};

    fn sheet() -> Sheet {
        let texts = |row: [&str; 2]| row.map(str::to_owned).to_vec();
        Sheet {
            title: "表".to_owned(),
            head: texts(["名", "数"]),
            rows: vec![texts(["春节，慰问", "=1"]), texts(["\"a\"", "2"])],
        }
    }

    #[test]
    fn csv_opens_right_in_excel_and_wps() {
        let bytes = csv(&[sheet()]).unwrap();
        assert_eq!(bytes, "\u{feff}名,数\r\n春节，慰问,'=1\r\n\"\"\"a\"\"\",2\r\n".as_bytes());
        let two = String::from_utf8(csv(&[sheet(), sheet()]).unwrap()).unwrap();
        assert!(two.starts_with("\u{feff}表\r\n名,数\r\n") && two.contains("2\r\n\r\n表\r\n"), "{two}");
    }

    #[test]
    fn columns_stand_under_each_other() {
        assert_eq!(table(&[sheet()]), "\n【表】\n名          数\n春节，慰问  =1\n\"a\"         2\n");
    }
}
