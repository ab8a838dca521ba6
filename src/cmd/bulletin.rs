//! `lianluo bulletin --quarter 2026Q3`: an issue of the bulletin, as a Word file and as a page to print.
#![expect(clippy::disallowed_methods, reason = "writes the issue and its register")]

use std::fs;
use std::io;
use std::path::Path;

use lianluo::diagnostic::{Sink, Wording};
use lianluo::liaison::GroupEntry;
use lianluo::liaison::entry::Visibility;
use lianluo::liaison::submission::bulletin::{Issue, REGISTER, numbered, page, with_pictures, word};
use lianluo::liaison::submission::official::Look;
use lianluo::liaison::submission::{Contacts, Desk, Guard, Pack, file_name, gate};
use lianluo::office::docx_write;
use lianluo::pipeline::Reading;

use super::args::{Arguments, Bulletin};
use super::build::no_site;
use super::print::Printer;
use super::root::Root;
use super::submit::{one_entry, reading};
use super::{DONE, ERRORS, USAGE};

/// Makes the issue and takes down its number.
pub fn run(arguments: &Arguments, asked: &Bulletin, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let Some(reading) = reading(&root, asked.today, arguments, printer) else { return ERRORS };
    let Some((entries, of)) = entries(asked, &reading, printer) else { return USAGE };
    let register = fs::read_to_string(root.folder.join(REGISTER)).unwrap_or_default();
    let (issue, register) = match numbered(&register, &of, reading.today, asked.number) {
        Ok(made) => made,
        Err(reason) => {
            let args = [("file", REGISTER.to_owned()), ("reason", reason)];
            printer.say(Wording { zh: "读不了 {file}：{reason}", en: "cannot read {file}: {reason}" }, &args);
            return ERRORS;
        }
    };
    let sink = Sink::new();
    let settings = &reading.group.settings;
    let (mut manuscripts, mut shown, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
    for entry in &entries {
        reading.about(&entry.entry.path).into_iter().for_each(|diagnostic| sink.push(diagnostic));
        let Some(body) = reading.body(entry.page, &sink) else { continue };
        let wants = reading.wants();
        let graph = reading.graph();
        let (config, sources) = (&*reading.config, &reading.sources);
        let desk = Desk { graph, config, sources, wants: &wants, unit: &settings.group, sink: &sink };
        let manuscript = desk.manuscript(&entry.entry, entry.page, &body);
        let html = body.html.as_str().unwrap_or_default();
        let (pictures, html) = with_pictures(&manuscript, html, sources, &sink);
        let document = &graph.page(entry.page).document;
        let guard = Guard { settings, contacts: &Contacts::default(), sources, sink: &sink };
        gate(&entry.entry, document, &Pack::default(), &[], &guard);
        shown.push(pictures);
        bodies.push(html);
        manuscripts.push(manuscript);
    }
    if printer.diagnostics(&sink.finish()) {
        return ERRORS;
    }
    let name = file_name(&format!("{}{}年第{}期", settings.bulletin.name, issue.year, issue.number));
    let out = asked.out.clone().unwrap_or_else(|| root.folder.join("bulletins"));
    let written = docx_write::write(&word(&settings.bulletin, &issue, &manuscripts, &shown, Look::default()))
        .map_err(io::Error::other)
        .and_then(|docx| {
            let html = page(&settings.bulletin, &issue, &manuscripts, &bodies);
            write(&out, &name, &docx, &html)?;
            fs::write(root.folder.join(REGISTER), register)
        });
    tell(written, &out, &name, &issue, manuscripts.len(), printer)
}

/// The entries of the issue, oldest first, and what it is of.
fn entries<'a>(asked: &Bulletin, reading: &'a Reading, printer: &Printer) -> Option<(Vec<&'a GroupEntry>, String)> {
    if let Some(quarter) = &asked.quarter {
        let wanted = quarter.to_uppercase().replace('-', "");
        let mut found: Vec<&GroupEntry> = reading
            .group
            .entries
            .iter()
            .filter(|entry| entry.entry.visibility == Visibility::Public && entry.entry.kind.id != "member")
            .filter(|entry| !reading.graph().page(entry.page).front().draft)
            .filter(|entry| entry.quarter.is_some_and(|it| format!("{}Q{}", it.year, it.number) == wanted))
            .collect();
        found.reverse();
        if found.is_empty() {
            let args = [("quarter", quarter.clone())];
            let wording = Wording {
                zh: "{quarter} 没有公开的条目；季度这样写：2026Q3",
                en: "there is no public entry in {quarter}; write a quarter like 2026Q3",
            };
            printer.say(wording, &args);
            return None;
        }
        return Some((found, wanted));
    }
    let found: Option<Vec<&GroupEntry>> = asked.entries.iter().map(|said| one_entry(reading, said, printer)).collect();
    let found = found?;
    let of = found.iter().map(|entry| entry.entry.relative.to_string()).collect::<Vec<_>>().join(" ");
    Some((found, of))
}

fn write(out: &Path, name: &str, docx: &[u8], html: &str) -> io::Result<()> {
    fs::create_dir_all(out)?;
    fs::write(out.join(format!("{name}.docx")), docx)?;
    fs::write(out.join(format!("{name}.html")), html)
}

fn tell(written: io::Result<()>, out: &Path, name: &str, issue: &Issue, count: usize, printer: &Printer) -> u8 {
    let file = out.join(format!("{name}.docx")).display().to_string();
    match written {
        Ok(()) => {
            let args = [("number", issue.number.to_string()), ("count", count.to_string()), ("file", file)];
            let wording = Wording {
                zh: "第 {number} 期简报做好了，共 {count} 篇：{file}（同名 .html 可直接打印）",
                en: "issue {number} is ready, {count} entries: {file} (and a page of the same name to print)",
            };
            printer.tell(wording, &args);
            DONE
        }
        Err(error) => {
            let args = [("file", file), ("reason", printer.reason(&error))];
            printer.say(Wording { zh: "写不了 {file}：{reason}", en: "cannot write {file}: {reason}" }, &args);
            ERRORS
        }
    }
}
