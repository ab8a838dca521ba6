//! `lianluo submit ENTRY --to PRESET`: the pack for a recipient, as a folder and as a ZIP.
#![expect(clippy::disallowed_methods, reason = "writes the pack")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lianluo::diagnostic::{Sink, Wording};
use lianluo::liaison::GroupEntry;
use lianluo::liaison::submission::{
    Contacts, Desk, Guard, Pack, Packer, Preset, Search, Sending, find_entry, gate, with_sending,
};
use lianluo::pipeline::{Reading, read};

use super::args::{Arguments, Submit};
use super::build::{no_site, options};
use super::print::Printer;
use super::root::Root;
use super::{DONE, ERRORS, USAGE, entry_file};

/// The folder of packs where none is given, beside `content/` and never in the site.
const OUT: &str = "submissions";

/// Makes the pack and writes it if nothing stands against it.
pub fn run(arguments: &Arguments, asked: &Submit, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let Some(reading) = reading(&root, asked.today, arguments, printer) else { return ERRORS };
    let presets = &reading.group.settings.presets;
    let Some(preset) = presets.find(&asked.to) else {
        let args = [("preset", asked.to.clone()), ("known", presets.listed())];
        let wording = Wording {
            zh: "没有“{preset}”这个报送对象；可以写：{known}",
            en: "there is no recipient `{preset}`; there are {known}",
        };
        printer.say(wording, &args);
        return USAGE;
    };
    let Some(entry) = one_entry(&reading, &asked.entry, printer) else { return USAGE };
    let sink = Sink::new();
    for diagnostic in reading.about(&entry.entry.path) {
        sink.push(diagnostic);
    }
    let contacts = Contacts::load(&reading.sources, &sink);
    let Some(body) = reading.body(entry.page, &sink) else {
        printer.diagnostics(&sink.finish());
        return ERRORS;
    };
    let wants = reading.wants();
    let graph = reading.graph();
    let desk = Desk {
        graph,
        config: &reading.config,
        sources: &reading.sources,
        wants: &wants,
        unit: &reading.group.settings.group,
        sink: &sink,
    };
    let manuscript = desk.manuscript(&entry.entry, entry.page, &body);
    let (sources, today) = (&reading.sources, reading.today);
    let pack = Packer { preset, contacts: &contacts, sources, today, sink: &sink }.pack(&manuscript);
    let document = &graph.page(entry.page).document;
    let guard = Guard { settings: &reading.group.settings, contacts: &contacts, sources, sink: &sink };
    gate(&entry.entry, document, &pack, &manuscript.attachments, &guard);
    if printer.diagnostics(&sink.finish()) {
        return ERRORS;
    }
    let out = asked.out.clone().unwrap_or_else(|| root.folder.join(OUT));
    if is_published(&out, &root) {
        let wording = Wording {
            zh: "报送包里有电话，不能放在会公开的文件夹 {dir} 里；请换一个 --out",
            en: "a pack holds telephone numbers and must not lie in {dir}, which is published; give another --out",
        };
        printer.say(wording, &[("dir", out.display().to_string())]);
        return USAGE;
    }
    let folder = out.join(&pack.name);
    if let Err(error) = write(&pack, &out) {
        let args = [("file", folder.display().to_string()), ("reason", printer.reason(&error))];
        printer.say(Wording { zh: "写不了 {file}：{reason}", en: "cannot write {file}: {reason}" }, &args);
        return ERRORS;
    }
    tell(&pack, preset, &folder, printer);
    if asked.record { record(&reading, entry, preset, &manuscript.author, &root, printer) } else { DONE }
}

/// Takes the sending down in the entry.
fn record(reading: &Reading, entry: &GroupEntry, preset: &Preset, by: &str, root: &Root, printer: &Printer) -> u8 {
    let sending = Sending {
        outlet: preset.outlet.clone(),
        level: preset.level.clone(),
        channel: preset.channel.clone(),
        kind: preset.kind_of(&entry.entry.kind.id).to_owned(),
        sent: reading.today.to_string(),
        by: by.to_owned(),
    };
    match with_sending(&reading.graph().page(entry.page).document, &sending) {
        Ok(Some(text)) => entry_file::rewrite(root, &entry.entry.path, &text, printer),
        Ok(None) => {
            let wording = Wording {
                zh: "今天报给{outlet}的记录已经有了，没有重复登记",
                en: "that it was sent to {outlet} today is registered already",
            };
            printer.tell(wording, &[("outlet", sending.outlet)]);
            DONE
        }
        Err(diagnostic) => {
            printer.diagnostics(&[*diagnostic]);
            ERRORS
        }
    }
}

/// Reads the group's site, drafts and private entries too; says why not.
pub fn reading(
    root: &Root,
    today: Option<jiff::civil::Date>,
    arguments: &Arguments,
    printer: &Printer,
) -> Option<Reading> {
    match read(root.world(today), &options(arguments, root)) {
        Ok(reading) => Some(reading),
        Err(diagnostics) if diagnostics.is_empty() => {
            let wording = Wording {
                zh: "这不是联络组的网站：设置文件里没有 [liaison]",
                en: "this is no liaison group's site: its settings have no table [liaison]",
            };
            printer.say(wording, &[]);
            None
        }
        Err(diagnostics) => {
            printer.diagnostics(&diagnostics);
            None
        }
    }
}

/// The one entry a person means; says so if there is none or more than one.
pub fn one_entry<'a>(reading: &'a Reading, said: &str, printer: &Printer) -> Option<&'a GroupEntry> {
    match find_entry(&reading.group, said) {
        Search::One(entry) => Some(entry),
        Search::Several(entries) => {
            let listed: Vec<String> = entries
                .iter()
                .take(10)
                .map(|entry| format!("  {}（{}）", entry.entry.path, entry.entry.title))
                .collect();
            let args = [("entry", said.to_owned()), ("list", listed.join("\n"))];
            let wording =
                Wording { zh: "“{entry}”指的是哪一篇？\n{list}", en: "which one is `{entry}`?\n{list}" };
            printer.say(wording, &args);
            None
        }
        Search::None => {
            let wording = Wording {
                zh: "找不到条目“{entry}”；可以写文件名、标题或标题里的几个字",
                en: "there is no entry `{entry}`; give its file, its title or a part of it",
            };
            printer.say(wording, &[("entry", said.to_owned())]);
            None
        }
    }
}

/// Whether a folder is one of those whose files reach the site.
fn is_published(out: &Path, root: &Root) -> bool {
    let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    ["content", "static", "public", "themes", "templates", "sass"]
        .iter()
        .any(|name| out.starts_with(root.folder.join(name)))
}

/// Writes the pack's files over those of an earlier pack of the same name, and its ZIP beside the folder.
fn write(pack: &Pack, out: &Path) -> io::Result<()> {
    let folder = out.join(&pack.name);
    for (path, bytes) in &pack.files {
        let file: PathBuf = path.split('/').fold(folder.clone(), |folder, name| folder.join(name));
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, bytes)?;
    }
    let zip = pack.zip().map_err(io::Error::other)?;
    fs::write(out.join(format!("{}.zip", pack.name)), zip)
}

fn tell(pack: &Pack, preset: &Preset, folder: &Path, printer: &Printer) {
    let files: Vec<String> = pack.files.keys().map(|file| format!("  {file}")).collect();
    let args = [
        ("preset", preset.zh.clone()),
        ("folder", folder.display().to_string()),
        ("files", files.join("\n")),
        ("subject", pack.subject.clone()),
    ];
    let wording = Wording {
        zh: "给{preset}的报送包做好了：{folder}（同名 .zip 可直接当附件）\n{files}\n邮件主题：{subject}",
        en: "the pack for {preset} is ready: {folder} (and a .zip of the same name to attach)\n{files}\nsubject: {subject}",
    };
    printer.tell(wording, &args);
}
