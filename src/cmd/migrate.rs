//! `lianluo migrate`: a site for Zola 0.22 and before becomes one for 0.23.

mod git;
mod journal;
mod show;

use std::sync::Arc;

use lianluo::diagnostic::{Sink, Wording};
use lianluo::migrate::{Migration, Plan, Verification, plan, verify};
use lianluo::pipeline::Observed;

use super::args::{Arguments, Migrate};
use super::build::{no_site, options};
use super::print::Printer;
use super::root::Root;
use super::watch::Watch;
use super::{DONE, ERRORS};

/// Shows what would change, or changes it.
pub fn run(arguments: &Arguments, asked: &Migrate, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    if !recovered(&root, asked.write, printer) {
        return ERRORS;
    }
    let mut options = options(arguments, &root);
    options.observed = Observed(Some(Arc::new(Watch::begin(printer, |_| ()))));
    let world = root.world(None);
    let sink = Sink::new();
    let planned = plan(&world, &options.overrides, &sink);
    let told = sink.finish();
    let migration = match planned {
        None => {
            printer.diagnostics(&told);
            return ERRORS;
        }
        Some(Plan::Already(_)) => {
            let wording = Wording {
                zh: "这个网站已经是 Zola 0.23 的写法，没有要改的",
                en: "this site is for Zola 0.23 already: nothing to do",
            };
            printer.say(wording, &[]);
            return DONE;
        }
        Some(Plan::Move(migration)) => *migration,
    };
    if migration.changes.is_empty() {
        printer.diagnostics(&migration.notes);
        printer.say(Wording { zh: "没有要改的", en: "nothing has to change" }, &[]);
        return DONE;
    }
    if asked.check {
        show::files(&migration, printer);
        printer.diagnostics(&migration.notes);
        return ERRORS;
    }
    if asked.write && !asked.force && !is_clean(&root, &migration, printer) {
        return ERRORS;
    }
    if !asked.write {
        show::diff(&migration, printer);
    }
    printer.diagnostics(&migration.notes);
    let verified = verify(&world, &migration, &options);
    show::verification(&verified, printer);
    if asked.write {
        return write(&root, &migration, &verified, printer);
    }
    let wording = Wording {
        zh: "以上只是预演，什么都没有写；要写入请加 --write",
        en: "nothing was written; to write these changes add --write",
    };
    printer.say(wording, &[]);
    if verified.new_errors.is_empty() { DONE } else { ERRORS }
}

/// Whether no earlier move is left half done; with `--write` such a one is taken back first.
fn recovered(root: &Root, may_write: bool, printer: &Printer) -> bool {
    let Some(broken) = journal::broken(&root.folder) else { return true };
    if !may_write {
        let wording = Wording {
            zh: "上一次改写没有完成；用 lianluo migrate --write 会先恢复到改写之前",
            en: "an earlier move was broken off; `lianluo migrate --write` first puts everything back as it was",
        };
        printer.say(wording, &[]);
        return false;
    }
    let result = broken.undo();
    let wording = match &result {
        Ok(()) => Wording {
            zh: "上一次改写没有完成，已恢复到改写之前",
            en: "an earlier move was broken off: all is as it was before it",
        },
        Err(_) => Wording {
            zh: "上一次改写没有完成，恢复不了：{reason}；原来的文件在 {folder}",
            en: "an earlier move was broken off and cannot be taken back: {reason}; the files as they were are in {folder}",
        },
    };
    let reason = result.as_ref().err().map(ToString::to_string).unwrap_or_default();
    printer.say(wording, &[("reason", reason), ("folder", broken.folder().display().to_string())]);
    result.is_ok()
}

/// Whether git could bring back everything that is about to change.
fn is_clean(root: &Root, migration: &Migration, printer: &Printer) -> bool {
    let wording = match git::state(&root.folder, &migration.config.output_dir) {
        git::State::Clean => return true,
        git::State::Unknown => Wording {
            zh: "这个网站不在 git 里：请先提交到 git，或加 --force（原来的文件总会另存一份）",
            en: "git does not know this site: commit it first, or add --force (a backup is kept either way)",
        },
        git::State::Changed => Wording {
            zh: "git 里还有没提交的改动：请先提交，或加 --force（原来的文件总会另存一份）",
            en: "git has uncommitted changes: commit them first, or add --force (a backup is kept either way)",
        },
    };
    printer.say(wording, &[]);
    false
}

fn write(root: &Root, migration: &Migration, verified: &Verification, printer: &Printer) -> u8 {
    match journal::write(&root.folder, &migration.changes) {
        Ok(backup) => {
            let wording = Wording {
                zh: "改写了 {count} 个文件；原来的文件在 {backup}",
                en: "{count} files were moved to 0.23; as they were they are in {backup}",
            };
            let args = [
                ("count", migration.changes.len().to_string()),
                ("backup", backup.strip_prefix(&root.folder).unwrap_or(&backup).display().to_string()),
            ];
            printer.say(wording, &args);
            if verified.new_errors.is_empty() { DONE } else { ERRORS }
        }
        Err(error) => {
            let wording = Wording {
                zh: "写不了：{reason}；网站没有改动",
                en: "cannot write: {reason}; the site is as it was",
            };
            printer.say(wording, &[("reason", error.to_string())]);
            ERRORS
        }
    }
}
