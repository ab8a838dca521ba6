//! `lianluo new KIND "标题"`: a new entry with every required field.
#![expect(clippy::disallowed_methods, reason = "writes the new entry")]

use std::fs;

use lianluo::Diagnostic;
use lianluo::config::{Overrides, resolve};
use lianluo::diagnostic::{Sink, Wording, suggest};
use lianluo::liaison::entry::{Draft, Kinds, free_name, pinyin_slug, shipped_kinds};
use lianluo::liaison::{LAYER, Settings};
use lianluo::source::SourceTree;

use super::args::{Arguments, New};
use super::print::Printer;
use super::root::Root;
use super::{DONE, ERRORS, USAGE, build};

/// Writes the entry; its file never replaces another.
pub fn run(arguments: &Arguments, new: &New, printer: &Printer) -> u8 {
    if new.title.trim().is_empty() || new.title.contains(['\n', '\r', '\0']) {
        printer.say(Wording { zh: "标题不能为空，也不能换行", en: "a title is one line and not empty" }, &[]);
        return USAGE;
    }
    let Some(root) = Root::find(arguments) else { return build::no_site(arguments, printer) };
    let world = root.world(new.today);
    let sink = Sink::new();
    let overrides = Overrides { file: Some(root.config.clone()), layer: Some(LAYER), ..Overrides::default() };
    let sources = SourceTree::new(world.clone());
    let config = resolve(&sources, &overrides, &sink);
    let settings = config.as_ref().and_then(|config| Settings::read(config, &sources, &sink));
    let diagnostics: Vec<Diagnostic> = sink.finish();
    let Some(config) = config else {
        printer.diagnostics(&diagnostics);
        return ERRORS;
    };
    let kinds = settings.as_ref().map_or_else(shipped_kinds, |settings| settings.kinds.clone());
    let Some(kind) = kinds.find(&new.kind) else { return no_kind(&new.kind, &kinds, printer) };
    let date = new.date.unwrap_or_else(|| world.today(&config.timezone));
    let draft = Draft {
        kind,
        title: new.title.trim(),
        date,
        group: settings.as_ref().map_or(config.default_language().title.as_deref().unwrap_or("本组"), |it| &it.group),
        township: settings.as_ref().map_or("本镇", |it| &it.township),
    };
    let slug = pinyin_slug(draft.title);
    // A member's file name is the id others name the member by; it has no date in it.
    let name = if kind.id == "member" { slug } else { format!("{date}-{slug}") };
    let section = root.folder.join("content").join(&kind.id);
    let taken = |name: &str| section.join(name).exists() || section.join(format!("{name}.md")).exists();
    let name = free_name(&name, taken);
    let folder = section.join(&name);
    let file = folder.join("index.md");
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, draft.text()));
    let shown = format!("content/{}/{name}/index.md", kind.id);
    match written {
        Ok(()) => {
            let wording = Wording {
                zh: "已写好 {file}\n请打开它，改好各项内容，再写正文；照片放在同一个文件夹里",
                en: "wrote {file}\nopen it, fill in its fields, then write the text; photos go into the same folder",
            };
            printer.say(wording, &[("file", shown)]);
            DONE
        }
        Err(error) => {
            let args = [("file", shown), ("reason", printer.reason(&error))];
            printer.say(Wording { zh: "写不了 {file}：{reason}", en: "cannot write {file}: {reason}" }, &args);
            ERRORS
        }
    }
}

/// Says that there is no such kind, and which there are.
fn no_kind(asked: &str, kinds: &Kinds, printer: &Printer) -> u8 {
    let near = suggest(asked, kinds.ids()).unwrap_or_default();
    let args = [("kind", asked.to_owned()), ("known", kinds.listed()), ("near", near.to_owned())];
    let wording = if near.is_empty() {
        Wording {
            zh: "没有“{kind}”这一类；可以写：{known}", en: "there is no kind `{kind}`; there are {known}"
        }
    } else {
        Wording {
            zh: "没有“{kind}”这一类，是不是“{near}”？可以写：{known}",
            en: "there is no kind `{kind}`; did you mean `{near}`? There are {known}",
        }
    };
    printer.say(wording, &args);
    USAGE
}
