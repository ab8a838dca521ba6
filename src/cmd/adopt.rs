//! `lianluo adopt ENTRY --outlet … --on …`: takes down where an entry was taken up, with the evidence.
#![expect(clippy::disallowed_methods, reason = "copies the clipping beside the entry")]

use std::fs;
use std::path::Path;

use lianluo::diagnostic::Wording;
use lianluo::liaison::submission::{Adopted, file_name, with_adoption};

use super::args::{Adopt, Arguments};
use super::build::no_site;
use super::print::Printer;
use super::root::Root;
use super::submit::{one_entry, reading};
use super::{ERRORS, USAGE, entry_file};

/// Registers the adoption.
pub fn run(arguments: &Arguments, asked: &Adopt, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let Some(reading) = reading(&root, asked.today, arguments, printer) else { return ERRORS };
    let Some(entry) = one_entry(&reading, &asked.entry, printer) else { return USAGE };
    if asked.on > reading.today {
        let args = [("on", asked.on.to_string())];
        printer.say(Wording { zh: "采用日期 {on} 还没到", en: "the day {on} has not come yet" }, &args);
        return USAGE;
    }
    let outlet = outlet(&asked.outlet, &reading.group.settings);
    let folder = entry.entry.path.parent().split('/').fold(root.folder.clone(), |folder, name| folder.join(name));
    let clip = match asked.clip.as_deref().map(|clip| keep(clip, &folder)).transpose() {
        Ok(clip) => clip.unwrap_or_default(),
        Err(error) => {
            let args = [("reason", error.to_string())];
            printer.say(Wording { zh: "剪报复制不过来：{reason}", en: "cannot copy the clipping: {reason}" }, &args);
            return ERRORS;
        }
    };
    let text = |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
    let adopted = Adopted {
        outlet,
        level: text(&asked.level),
        on: asked.on.to_string(),
        place: text(&asked.place),
        page: text(&asked.page),
        url: text(&asked.url),
        clip,
        chars: asked.chars,
        fee_yuan: asked.fee,
    };
    match with_adoption(&reading.graph().page(entry.page).document, &adopted, asked.unsent) {
        Ok(text) => entry_file::rewrite(&root, &entry.entry.path, &text, printer),
        Err(diagnostic) => {
            printer.diagnostics(&[*diagnostic]);
            ERRORS
        }
    }
}

/// The outlet's name in the register: that of a recipient it names, or the vocabulary's word for it, or as it is said.
fn outlet(said: &str, settings: &lianluo::liaison::Settings) -> String {
    if let Some(preset) = settings.presets.find(said) {
        return preset.outlet.clone();
    }
    said.trim().to_owned()
}

/// Copies a file beside the entry under a name that is free; its name there.
fn keep(clip: &Path, folder: &Path) -> std::io::Result<String> {
    let name = clip.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = clip.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    let name = file_name(&name);
    if clip.parent().and_then(|parent| parent.canonicalize().ok()) == folder.canonicalize().ok() {
        return Ok(format!("{name}{ending}"));
    }
    let name = lianluo::liaison::entry::free_name(&name, |name| folder.join(format!("{name}{ending}")).exists());
    fs::copy(clip, folder.join(format!("{name}{ending}")))?;
    Ok(format!("{name}{ending}"))
}
