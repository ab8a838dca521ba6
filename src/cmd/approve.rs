//! `lianluo approve ENTRY --by NAME`: an entry may be published. Its moment of publication is written once, the approval is
//! registered with what was approved, and a sheet is made to be signed.
#![expect(clippy::disallowed_methods, reason = "writes the entry, the register and the sheet")]

use std::fs;

use lianluo::diagnostic::{Severity, Wording};
use lianluo::liaison::approval::{Approval, REGISTER, print, prints_of_files, registered};
use lianluo::liaison::entry::{Visibility, stamp};
use lianluo::liaison::submission::{ApprovalSheet, file_name};

use super::args::{Approve, Arguments};
use super::build::no_site;
use super::print::Printer;
use super::root::Root;
use super::submit::{one_entry, reading};
use super::{DONE, ERRORS, USAGE};

/// The folder of sheets where none is given, beside `content/` and never in the site.
const OUT: &str = "approvals";

/// Approves the entry.
pub fn run(arguments: &Arguments, asked: &Approve, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let Some(reading) = reading(&root, None, arguments, printer) else { return ERRORS };
    let Some(entry) = one_entry(&reading, &asked.entry, printer) else { return USAGE };
    let (path, document) = (&entry.entry.path, &reading.graph().page(entry.page).document);
    if entry.entry.visibility != Visibility::Public || document.is_draft() {
        let wording = Wording {
            zh: "{file} 不公开（visibility 不是 public，或是草稿），不用批准",
            en: "{file} is not public, or a draft: there is nothing to approve",
        };
        printer.say(wording, &[("file", path.to_string())]);
        return USAGE;
    }
    let about = reading.about(path);
    if about.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        printer.diagnostics(&about);
        return ERRORS;
    }
    let now = reading.sources.world().now().to_zoned(reading.group.settings.zone.clone());
    let approval = Approval {
        entry: path.to_string(),
        by: asked.by.trim().to_owned(),
        on: now.date(),
        print: print(document),
        files: prints_of_files(document, &reading.sources),
    };
    let fail = |file: &str, reason: String| {
        let args = [("file", file.to_owned()), ("reason", reason)];
        printer.say(Wording { zh: "写不了 {file}：{reason}", en: "cannot write {file}: {reason}" }, &args);
        ERRORS
    };
    let register = fs::read_to_string(root.folder.join(REGISTER)).unwrap_or_default();
    let register = match registered(&register, &approval) {
        Ok(register) => register,
        Err(reason) => return fail(REGISTER, reason),
    };
    let unit = &reading.group.settings.group;
    let sheet =
        ApprovalSheet { entry: &entry.entry, unit, site: &reading.config.base_url, by: &approval.by, now: &now };
    let sheet = match sheet.word() {
        Ok(bytes) => bytes,
        Err(error) => return fail("docx", error.to_string()),
    };
    // First the moment, then the register: an entry that is registered is stamped.
    if let Some(stamp) = stamp(&entry.entry, document, &reading.sources, &now) {
        let file = path.as_str().split('/').fold(root.folder.clone(), |folder, name| folder.join(name));
        let beside = file.with_extension("md.new");
        if let Err(error) = fs::write(&beside, stamp.bytes).and_then(|()| fs::rename(&beside, &file)) {
            return fail(path.as_str(), error.to_string());
        }
    }
    if let Err(error) = fs::write(root.folder.join(REGISTER), register) {
        return fail(REGISTER, error.to_string());
    }
    let out = asked.out.clone().unwrap_or_else(|| root.folder.join(OUT));
    let file = out.join(format!("审批单_{}.docx", file_name(&entry.entry.title)));
    if let Err(error) = fs::create_dir_all(&out).and_then(|()| fs::write(&file, sheet)) {
        return fail(&file.display().to_string(), error.to_string());
    }
    let args = [("file", path.to_string()), ("by", approval.by), ("sheet", file.display().to_string())];
    let wording = Wording {
        zh: "{file} 已由{by}批准发布；审批单在 {sheet}，请签字存档",
        en: "{file} was approved by {by}; the sheet to be signed is {sheet}",
    };
    printer.tell(wording, &args);
    DONE
}
