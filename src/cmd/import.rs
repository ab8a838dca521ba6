//! `lianluo import FILE…`: Word files, and folders of one with its photos, to entries.
#![expect(
    clippy::disallowed_methods,
    reason = "reads the files, writes the entries, starts LibreOffice for old formats"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lianluo::diagnostic::{Sink, Wording};
use lianluo::liaison::entry::free_name;
use lianluo::liaison::import::{Photo, Source, import};
use lianluo::pipeline::Reading;

use super::args::{Arguments, Import};
use super::build::no_site;
use super::print::Printer;
use super::root::Root;
use super::submit::reading;
use super::{DONE, ERRORS, USAGE};

/// Endings of files LibreOffice turns into `.docx`.
const CONVERTED: [&str; 5] = ["doc", "wps", "rtf", "odt", "wpt"];
/// Endings of photos.
const PHOTOS: [&str; 8] = ["jpg", "jpeg", "png", "webp", "gif", "bmp", "heic", "heif"];

/// Imports every file; those that cannot be read are told and the others made.
pub fn run(arguments: &Arguments, asked: &Import, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let Some(reading) = reading(&root, asked.today, arguments, printer) else { return ERRORS };
    let kinds = &reading.group.settings.kinds;
    let Some(kind) = kinds.find(&asked.kind) else {
        let args = [("kind", asked.kind.clone()), ("known", kinds.listed())];
        printer.say(
            Wording {
                zh: "没有“{kind}”这一类；可以写：{known}", en: "there is no kind `{kind}`; there are {known}"
            },
            &args,
        );
        return USAGE;
    };
    let mut failed = false;
    for file in &asked.files {
        match found(file) {
            Ok(found) if found.is_empty() => {
                let args = [("file", file.display().to_string())];
                printer
                    .say(Wording { zh: "{file} 里没有 Word 文件", en: "there is no Word document in {file}" }, &args);
                failed = true;
            }
            Ok(found) => {
                for (word, photos) in found {
                    failed |= !one(&word, photos, kind, &reading, &root, printer);
                }
            }
            Err(error) => {
                let args = [("file", file.display().to_string()), ("reason", printer.reason(&error))];
                printer.say(Wording { zh: "读不了 {file}：{reason}", en: "cannot read {file}: {reason}" }, &args);
                failed = true;
            }
        }
    }
    if failed { ERRORS } else { DONE }
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The Word files of an argument, each with its photos: those of a folder that holds one Word file belong to it.
fn found(file: &Path) -> io::Result<Vec<(PathBuf, Vec<PathBuf>)>> {
    if !file.is_dir() {
        return Ok(vec![(file.to_owned(), Vec::new())]);
    }
    let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(file)
        .max_depth(3)
        .sort_by_file_name()
        .into_iter()
        .filter_map(|entry| entry.ok().filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()))
        // Word leaves such files beside one that is open.
        .filter(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['~', '.'])))
        .collect();
    let is_word = |path: &PathBuf| ending(path) == "docx" || CONVERTED.contains(&ending(path).as_str());
    let words: Vec<PathBuf> = paths.iter().filter(|path| is_word(path)).cloned().collect();
    paths.retain(|path| PHOTOS.contains(&ending(path).as_str()));
    Ok(match words.as_slice() {
        [one] => vec![(one.clone(), paths)],
        _ => words.into_iter().map(|word| (word, Vec::new())).collect(),
    })
}

fn one(
    word: &Path,
    photos: Vec<PathBuf>,
    kind: &lianluo::liaison::entry::Kind,
    reading: &Reading,
    root: &Root,
    printer: &Printer,
) -> bool {
    let told = |error: io::Error| {
        let args = [("file", word.display().to_string()), ("reason", printer.reason(&error))];
        printer.say(Wording { zh: "读不了 {file}：{reason}", en: "cannot read {file}: {reason}" }, &args);
    };
    let bytes = match fs::read(word) {
        Ok(bytes) => bytes,
        Err(error) => {
            told(error);
            return false;
        }
    };
    // An ending lies now and then: what counts is what the file is.
    let is_package = bytes.starts_with(b"PK");
    let bytes = match (
        is_package,
        CONVERTED.contains(&ending(word).as_str())
            || bytes.starts_with(b"\xd0\xcf\x11\xe0")
            || bytes.starts_with(b"{\\rtf"),
    ) {
        (false, true) => converted(word).unwrap_or(bytes),
        _ => bytes,
    };
    let photos = photos.iter().filter_map(|path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some(Photo { name, bytes: fs::read(path).map_err(told).ok()? })
    });
    let name = word.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let settings = &reading.group.settings;
    let sink = Sink::new();
    let source = Source {
        name: &name,
        bytes: &bytes,
        photos: photos.collect(),
        kind,
        group: &settings.group,
        township: &settings.township,
        today: reading.today,
    };
    let imported = import(source, &sink);
    printer.diagnostics(&sink.finish());
    let Some(imported) = imported else { return false };
    let section = root.folder.join("content").join(&kind.id);
    let taken = |name: &str| section.join(name).exists() || section.join(format!("{name}.md")).exists();
    let folder = free_name(&imported.name, taken);
    let write = || -> io::Result<()> {
        fs::create_dir_all(section.join(&folder))?;
        imported.files.iter().try_for_each(|(name, bytes)| fs::write(section.join(&folder).join(name), bytes))
    };
    let args = [
        ("title", imported.title.clone()),
        ("file", format!("content/{}/{folder}/index.md", kind.id)),
        ("pictures", (imported.files.len() - 1).to_string()),
    ];
    match write() {
        Ok(()) => {
            let wording = Wording {
                zh: "已导入“{title}”：{file}，图片 {pictures} 张",
                en: "imported “{title}”: {file}, {pictures} pictures",
            };
            printer.tell(wording, &args);
            true
        }
        Err(error) => {
            told(error);
            false
        }
    }
}

/// The file turned into `.docx` by LibreOffice; `None` where it is not installed or fails.
fn converted(word: &Path) -> Option<Vec<u8>> {
    let folder = std::env::temp_dir().join(format!("lianluo-import-{}", std::process::id()));
    let convert = || -> io::Result<Vec<u8>> {
        fs::create_dir_all(&folder)?;
        let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
        let program = ["soffice", "libreoffice", r"C:\Program Files\LibreOffice\program\soffice.exe"];
        let ran = program.iter().find_map(|program| {
            let mut command = Command::new(program);
            command
                .arg(&profile)
                .args(["--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"])
                .arg(&folder)
                .arg(word);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()
        });
        ran.filter(|status| status.success()).ok_or(io::ErrorKind::NotFound)?;
        let name = word.with_extension("docx");
        fs::read(folder.join(name.file_name().unwrap_or_default()))
    };
    let bytes = convert().ok();
    let _ = fs::remove_dir_all(&folder);
    bytes
}
