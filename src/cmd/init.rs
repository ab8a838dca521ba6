//! `lianluo init DIR`: a complete liaison group's site, from the default one in the program.
#![expect(clippy::disallowed_methods, reason = "writes the new site")]

use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};
use lianluo::diagnostic::Wording;
use lianluo::liaison::entry::{VOCABULARY_FOLDER, shipped_vocabularies};
use lianluo::liaison::ledger::{TARGETS_FOLDER, shipped_presets};
use toml_edit::{DocumentMut, value};

use super::args::Init;
use super::print::Printer;
use super::{DONE, ERRORS, USAGE};

static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
static THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/qingxi");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");
static SETTINGS: &str = include_str!("../../lianluo.toml");

/// Names in the default site that the new site's own take the place of.
const DEFAULT_TOWNSHIP: &str = "青溪镇";
const DEFAULT_COUNTY: &str = "示例县";
const DEFAULT_URL: &str = "https://qingxi.example";

/// What the new site is called.
struct Names {
    township: String,
    group: String,
    county: String,
    base_url: String,
}

/// Makes the site. Existing files are never overwritten.
pub fn run(init: &Init, printer: &Printer) -> u8 {
    if !init.force && !is_empty(&init.dir) {
        let wording = Wording {
            zh: "文件夹 {dir} 不是空的。请换一个空文件夹，或加 --force（已有的文件不会被覆盖）",
            en: "the folder {dir} is not empty; take another or add --force (nothing is overwritten)",
        };
        printer.say(wording, &[("dir", init.dir.display().to_string())]);
        return ERRORS;
    }
    let names = names(init, printer);
    if !(names.base_url.starts_with("https://") || names.base_url.starts_with("http://"))
        || names.base_url.chars().any(|c| c.is_whitespace() || c.is_control())
    {
        let wording = Wording {
            zh: "网站地址“{url}”不对：要以 https:// 或 http:// 开头，中间没有空格",
            en: "`{url}` is no address of a site: it starts with https:// or http:// and has no blanks",
        };
        printer.say(wording, &[("url", names.base_url)]);
        return USAGE;
    }
    match write(init, &names) {
        Ok(()) => {
            let wording = Wording {
                zh: "网站已建好：{dir}\n接下来：\n  cd {dir}\n  lianluo serve        预览\n  lianluo new activity \"标题\"   写第一条活动信息\n  lianluo build        生成到 public 文件夹",
                en: "the site is in {dir}\nnext:\n  cd {dir}\n  lianluo serve        preview it\n  lianluo new activity \"title\"   write the first entry\n  lianluo build        build it into public/",
            };
            printer.say(wording, &[("dir", init.dir.display().to_string())]);
            if !init.empty {
                let wording = Wording {
                    zh: "其中的条目都是虚构的示例，正式上线前请删除 content 里的示例条目",
                    en: "its entries are invented examples: delete them from content/ before the site goes public",
                };
                printer.say(wording, &[]);
            }
            DONE
        }
        Err(error) => {
            let args = [("dir", init.dir.display().to_string()), ("reason", printer.reason(&error))];
            printer.say(Wording { zh: "写不了 {dir}：{reason}", en: "cannot write {dir}: {reason}" }, &args);
            ERRORS
        }
    }
}

/// Whether the folder is absent or holds only hidden entries.
fn is_empty(dir: &Path) -> bool {
    let Ok(mut entries) = fs::read_dir(dir) else { return !dir.exists() };
    entries.all(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with('.')))
}

fn names(init: &Init, printer: &Printer) -> Names {
    let ask = |given: &Option<String>, wording: Wording, default: &str| match given {
        Some(given) => given.trim().to_owned(),
        None if init.yes => default.to_owned(),
        None => printer.ask(wording, default),
    };
    let township = ask(&init.township, Wording { zh: "镇（乡、街道）名？", en: "Township?" }, DEFAULT_TOWNSHIP);
    let group = format!("{township}政协联络组");
    let group = ask(&init.group, Wording { zh: "联络组名称？", en: "Group?" }, &group);
    let county = ask(&init.county, Wording { zh: "县（市、区）名？", en: "County?" }, DEFAULT_COUNTY);
    let url = Wording { zh: "网站地址？（还没有就按回车）", en: "Address of the site?" };
    let base_url = ask(&init.base_url, url, DEFAULT_URL);
    Names { township, group, county, base_url }
}

fn write(init: &Init, names: &Names) -> io::Result<()> {
    put(&init.dir.join("lianluo.toml"), settings(names)?.as_bytes())?;
    copy(&STATIC, &init.dir.join("static"))?;
    copy(&THEME, &init.dir.join("themes/qingxi"))?;
    for (folder, files) in
        [(VOCABULARY_FOLDER, shipped_vocabularies().collect::<Vec<_>>()), (TARGETS_FOLDER, shipped_presets().collect())]
    {
        for (name, text) in files.iter().filter(|(name, _)| name != "visibility.txt") {
            put(&init.dir.join(folder).join(name), text.as_bytes())?;
        }
    }
    let content = init.dir.join("content");
    for entry in CONTENT.entries() {
        match entry {
            // The pages about the group itself are the new group's.
            DirEntry::File(file) => match file.contents_utf8() {
                Some(text) => put(&content.join(file.path()), rename(text, names).as_bytes())?,
                None => put(&content.join(file.path()), file.contents())?,
            },
            DirEntry::Dir(dir) if init.empty => {
                for file in dir.files().filter(|file| file.path().ends_with("_index.md")) {
                    put(
                        &content.join(file.path()),
                        rename(&String::from_utf8_lossy(file.contents()), names).as_bytes(),
                    )?;
                }
            }
            // Example entries keep the invented township: nobody's real one is told things that never happened.
            DirEntry::Dir(dir) => copy(dir, &content)?,
        }
    }
    Ok(())
}

fn rename(text: &str, names: &Names) -> String {
    text.replace(&format!("{DEFAULT_TOWNSHIP}政协联络组"), &names.group)
        .replace(DEFAULT_TOWNSHIP, &names.township)
        .replace(DEFAULT_COUNTY, &names.county)
}

/// The default settings with the new names; comments stay.
fn settings(names: &Names) -> io::Result<String> {
    let mut settings: DocumentMut = SETTINGS.parse().map_err(io::Error::other)?;
    let mut set = |path: &[&str], text: &str| {
        let mut table = settings.as_table_mut();
        let Some((key, tables)) = path.split_last() else { return };
        for name in tables {
            match table.get_mut(name).and_then(|item| item.as_table_mut()) {
                Some(inner) => table = inner,
                None => return,
            }
        }
        if let Some(item) = table.get_mut(key) {
            let decor = item.as_value().map(|old| old.decor().clone());
            *item = value(text);
            if let (Some(decor), Some(new)) = (decor, item.as_value_mut()) {
                *new.decor_mut() = decor;
            }
        }
    };
    set(&["base_url"], names.base_url.trim_end_matches('/'));
    set(&["title"], &names.group);
    set(&["description"], &format!("{}的活动信息、委员风采、走访帮扶和文史资料。", names.group));
    set(&["author"], &names.group);
    set(&["liaison", "group"], &names.group);
    set(&["liaison", "township"], &names.township);
    set(&["liaison", "county"], &names.county);
    set(&["liaison", "superior"], &format!("{}政协", names.county));
    set(&["liaison", "footer", "organizer"], &names.group);
    for item in ["undertaker", "tech", "address", "phone", "email", "icp", "copyright_years"] {
        set(&["liaison", "footer", item], "");
    }
    Ok(settings.to_string())
}

fn copy(dir: &Dir, to: &Path) -> io::Result<()> {
    // Paths in an embedded folder start at the folder that was embedded.
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => copy(inner, to)?,
            DirEntry::File(file) => put(&to.join(file.path()), file.contents())?,
        }
    }
    Ok(())
}

/// Writes a file unless there is one of its name already.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}
