//! `lianluo mask [FILE…]`: personal numbers in public entries are masked, and the changes listed in `masked.csv`.
#![expect(clippy::disallowed_methods, reason = "writes the list of changes")]

use std::fs;
use std::path::Path;

use lianluo::diagnostic::{Locale, Wording};
use lianluo::liaison::mask;

use super::args::{Arguments, Mask};
use super::build::no_site;
use super::print::Printer;
use super::root::Root;
use super::submit::reading;
use super::{DONE, ERRORS, entry_file};

/// The list of changes, at the site's root: nothing of it is ever published.
const LIST: &str = "masked.csv";

/// Masks, and says what was changed.
pub fn run(arguments: &Arguments, asked: &Mask, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let Some(reading) = reading(&root, None, arguments, printer) else { return ERRORS };
    let graph = reading.graph();
    let group = &reading.group;
    let pages = graph.pages.iter().map(|page| &page.document);
    let documents = pages.chain(graph.sections.iter().map(|section| &section.document));
    let chosen: Vec<_> = asked.files.iter().filter_map(|file| file.canonicalize().ok()).collect();
    let (mut rows, mut failed) = (Vec::new(), false);
    for document in documents {
        let path = &document.place.file;
        let file = path.as_str().split('/').fold(root.folder.clone(), |folder, name| folder.join(name));
        let is_chosen =
            |file: &Path| file.canonicalize().is_ok_and(|file| chosen.iter().any(|one| file.starts_with(one)));
        if !asked.files.is_empty() && !is_chosen(&file) {
            continue;
        }
        let entry = group.entries.iter().map(|entry| &entry.entry).find(|entry| entry.path == *path);
        let Some(masked) = mask(document, entry, &group.settings, asked.all) else { continue };
        let written = match &masked.text {
            Some(_) if asked.dry_run => true,
            Some(text) => entry_file::replace(&file, text).is_ok(),
            None => false,
        };
        if !written {
            failed = true;
            let wording = Wording {
                zh: "{file} 没有改动：请手工处理",
                en: "{file} was left as it is: mask it by hand",
            };
            printer.say(wording, &[("file", path.to_string())]);
            continue;
        }
        let zh = printer.locale == Locale::Zh;
        rows.extend(masked.changes.into_iter().map(|change| {
            let detail = if zh { change.detail.zh() } else { change.detail.en() };
            [path.to_string(), change.line.to_string(), change.column.to_string(), detail.to_owned(), change.masked]
        }));
    }
    tell(&rows, asked.dry_run, &root, printer);
    if failed { ERRORS } else { DONE }
}

fn tell(rows: &[[String; 5]], dry_run: bool, root: &Root, printer: &Printer) {
    for [file, line, column, detail, masked] in rows {
        let args =
            [("place", format!("{file}:{line}:{column}")), ("detail", detail.clone()), ("masked", masked.clone())];
        printer.tell(Wording { zh: "{place} {detail} → {masked}", en: "{place} {detail} → {masked}" }, &args);
    }
    let args = [("count", rows.len().to_string()), ("file", LIST.to_owned())];
    let wording = match (rows.is_empty(), dry_run) {
        (true, _) => Wording { zh: "没有要打星号的内容", en: "there is nothing to mask" },
        (false, true) => Wording { zh: "共 {count} 处，没有改动", en: "{count} places; nothing was changed" },
        (false, false) => {
            Wording { zh: "改了 {count} 处，清单在 {file}", en: "{count} places changed, listed in {file}" }
        }
    };
    if !rows.is_empty() && !dry_run {
        let mut list = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
        let head = ["文件", "行", "列", "内容", "现为"];
        let written = list.write_record(head).and_then(|()| rows.iter().try_for_each(|row| list.write_record(row)));
        let saved =
            written.is_ok() && list.into_inner().is_ok_and(|bytes| fs::write(root.folder.join(LIST), bytes).is_ok());
        if !saved {
            printer.say(Wording { zh: "清单 {file} 没有写成", en: "cannot write {file}" }, &args);
        }
    }
    printer.tell(wording, &args);
}
