//! A Word file, and the photos that came with it, to an entry's folder.

use std::collections::BTreeMap;
use std::io::Cursor;

use jiff::civil::Date;

use super::code::{BINARY, BROKEN, COMMENTS_LEFT, EMPTY, GRAPHICS_LEFT, HUGE, LOCKED, NOT_WORD, PICTURE_LEFT, REVIEW};
use super::guess::{day_in, day_of_name, guess};
use super::markdown::{MERGED, markdown};
use crate::asset::image::{Stripped, is_heif, probe, strip};
use crate::diagnostic::{Diagnostic, Sink};
use crate::liaison::entry::{Draft, Kind, pinyin_slug};
use crate::office::docx_read::{Block, Inline, Read, ReadError, read};

/// A photo that came with a Word file.
#[derive(Clone, Debug)]
pub struct Photo {
    /// Its file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What an entry is made from.
pub struct Source<'a> {
    /// The Word file's name, without its ending.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The photos beside it, in their order.
    pub photos: Vec<Photo>,
    /// The kind of entry it becomes.
    pub kind: &'a Kind,
    /// The group, where the text names no unit.
    pub group: &'a str,
    /// The township.
    pub township: &'a str,
    /// The day where nothing says one.
    pub today: Date,
}

/// An entry to be written.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Its title.
    pub title: String,
    /// What its folder is to be called.
    pub name: String,
    /// Its files.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Makes the entry. `None`, told, if the file cannot be read.
pub fn import(source: Source<'_>, sink: &Sink) -> Option<Imported> {
    let document = match read(source.bytes) {
        Ok(document) => document,
        Err(error) => {
            let (code, reason) = match error {
                ReadError::Binary => (&BINARY, String::new()),
                ReadError::Locked => (&LOCKED, String::new()),
                ReadError::NotWord => (&NOT_WORD, String::new()),
                ReadError::Huge => (&HUGE, String::new()),
                ReadError::Broken(reason) => (&BROKEN, reason),
            };
            sink.push(Diagnostic::new(code).arg("file", source.name).arg("reason", reason));
            return None;
        }
    };
    let mut found = guess(&document.blocks);
    // A day to come is not the entry's, and stays where it stands.
    if let Some(day) = found.date.filter(|day| *day > source.today) {
        found.said.retain(|at| match document.blocks.get(*at) {
            Some(Block::Paragraph(paragraph)) => day_in(&paragraph.text()) != Some(day),
            _ => true,
        });
    }
    let title = found
        .title
        .clone()
        .unwrap_or_else(|| source.name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').trim().to_owned());
    let title = if title.is_empty() { source.name.to_owned() } else { title };
    let title = title.trim_end_matches(['。', '．']).to_owned();
    let said_day = found.date.or(day_of_name(source.name));
    let date = said_day.filter(|day| *day <= source.today).unwrap_or(source.today);
    let mut files = BTreeMap::new();
    let names = pictures(&document, source.name, &mut files, sink);
    let mut body = markdown(&document, &found.said, &names);
    add_photos(&source, &mut body, &mut files, sink);

    if body.trim().is_empty() {
        sink.push(Diagnostic::new(&EMPTY).arg("file", source.name));
    }
    let lost = document.graphics + document.unread.len();
    if lost > 0 {
        sink.push(Diagnostic::new(&GRAPHICS_LEFT).arg("file", source.name).arg("count", lost));
    }
    if document.comments > 0 {
        sink.push(Diagnostic::new(&COMMENTS_LEFT).arg("file", source.name).arg("count", document.comments));
    }
    let unit = found.unit.as_deref().unwrap_or(source.group);
    let draft = Draft { kind: source.kind, title: &title, date, group: unit, township: source.township };
    let text = entry_text(&draft.text(), found.author.as_deref(), &body);
    files.insert("index.md".to_owned(), text.into_bytes());
    let slug = pinyin_slug(&title);
    // A member's file name is the id others name the member by; it has no date in it.
    let name = if source.kind.id == "member" { slug } else { format!("{date}-{slug}") };
    let author = found.author.as_deref();
    let merged = body.matches(MERGED).count();
    let (tables, tables_en) = match merged {
        0 => (String::new(), String::new()),
        count => (format!("、{count} 张有合并单元格的表"), format!(", {count} tables with merged cells")),
    };
    sink.push(
        Diagnostic::new(&REVIEW)
            .arg(
                "what",
                format!("标题“{title}”、日期 {date}、作者“{}”{tables}和各必填项", author.unwrap_or("（没有找到）")),
            )
            .arg(
                "what_en",
                format!(
                    "title “{title}”, date {date}, author “{}”{tables_en}, and the required fields",
                    author.unwrap_or("none found")
                ),
            )
            .arg("entry", format!("content/{}/{name}/index.md", source.kind.id)),
    );
    Some(Imported { title, name, files })
}

/// The entry's text: the front matter of a new entry with what was guessed, marked for review, and the body.
fn entry_text(draft: &str, author: Option<&str>, body: &str) -> String {
    let front = draft.split("+++\n\n").next().unwrap_or_default();
    let mut text = String::new();
    // Tags are nobody's guess.
    let tags = ["# 标签，没有就删掉下面两行", "[taxonomies]", "tags = []"];
    for line in front.lines().filter(|line| !tags.contains(line)) {
        let key = line.trim_start_matches("# ").split(" = ").next().unwrap_or_default();
        match (key, author) {
            ("author", Some(author)) if line.starts_with("# author = ") => {
                text.push_str(&format!("# 待核对\nauthor = {}\n", toml_edit::Value::from(author)));
            }
            ("title" | "date" | "source", _) if line.contains(" = ") && !line.starts_with('#') => {
                text.push_str(&format!("# 待核对\n{line}\n"));
            }
            _ => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    format!("{text}+++\n\n{body}")
}

/// Takes the pictures out, in the order of the text, and names them: 01.jpg, 02.png …; the names by the ids they are shown by.
fn pictures(
    document: &Read,
    file: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
    sink: &Sink,
) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut by_file: BTreeMap<&str, String> = BTreeMap::new();
    for id in shown(&document.blocks).into_iter().chain(document.notes.values().flat_map(|note| shown(note))) {
        let Some(picture) = document.pictures.get(id) else { continue };
        if names.contains_key(id) {
            continue;
        }
        if let Some(name) = by_file.get(picture.name.as_str()) {
            names.insert(id.to_owned(), name.clone());
            continue;
        }
        match usable(&picture.bytes) {
            Ok((ending, bytes)) => {
                let name = format!("{:02}.{ending}", by_file.len() + 1);
                files.insert(name.clone(), bytes);
                by_file.insert(&picture.name, name.clone());
                names.insert(id.to_owned(), name);
            }
            Err(format) => {
                let told = Diagnostic::new(&PICTURE_LEFT).arg("file", file).arg("picture", &picture.name);
                sink.push(told.arg("format", format));
            }
        }
    }
    names
}

/// The ids of the pictures in blocks, in their order.
fn shown(blocks: &[Block]) -> Vec<&str> {
    let mut ids = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => ids.extend(paragraph.inlines.iter().filter_map(|inline| match inline {
                Inline::Picture(id, _) => Some(id.as_str()),
                _ => None,
            })),
            Block::Table(table) => table.rows.iter().flatten().for_each(|cell| ids.extend(shown(&cell.blocks))),
        }
    }
    ids
}

/// A picture as a web page can show it, without what it tells beside itself; the format's name if it cannot be shown.
fn usable(bytes: &[u8]) -> Result<(&'static str, Vec<u8>), String> {
    if is_heif(bytes) {
        return Err("HEIC".to_owned());
    }
    let facts = probe(bytes);
    match facts.as_ref().map(|facts| facts.format) {
        Some(format @ ("jpg" | "png" | "webp" | "gif" | "svg")) => match strip(bytes) {
            Stripped::Changed(clean) => Ok((format, clean)),
            _ => Ok((format, bytes.to_vec())),
        },
        // Formats of scanners and of old programs become PNG.
        Some(format @ ("bmp" | "tiff" | "ico")) => {
            let picture = image::load_from_memory(bytes).map_err(|_| format.to_owned())?;
            let mut png = Vec::new();
            picture.write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).map_err(|_| format.to_owned())?;
            Ok(("png", png))
        }
        Some(format) => Err(format.to_owned()),
        None if bytes.starts_with(b"\x01\0\0\0") || bytes.get(40..44) == Some(&b" EMF"[..]) => Err("EMF".to_owned()),
        None if bytes.starts_with(b"\xd7\xcd\xc6\x9a") => Err("WMF".to_owned()),
        None => Err("?".to_owned()),
    }
}

/// The photos that came beside the text follow it; their names say what they show.
fn add_photos(source: &Source<'_>, body: &mut String, files: &mut BTreeMap<String, Vec<u8>>, sink: &Sink) {
    for photo in &source.photos {
        match usable(&photo.bytes) {
            Ok((ending, bytes)) => {
                let stem = photo.name.rsplit_once('.').map_or(photo.name.as_str(), |(stem, _)| stem);
                let shows =
                    stem.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-' | '.' | '、' | ' '));
                let camera = ["IMG", "DSC", "mmexport", "微信图片", "PANO", "WechatIMG"]
                    .iter()
                    .any(|start| shows.starts_with(start));
                let shows = if camera { "" } else { shows };
                let name = format!("{:02}.{ending}", files.len() + 1);
                let alt = shows.replace(['[', ']', '\\'], " ");
                let title =
                    if shows.is_empty() { String::new() } else { format!(" \"{}\"", shows.replace(['"', '\\'], "")) };
                body.push_str(&format!(
                    "\n![{}]({name}{title})\n",
                    if alt.is_empty() { "待核对：照片说明" } else { alt.trim() }
                ));
                files.insert(name, bytes);
            }
            Err(format) => {
                let told = Diagnostic::new(&PICTURE_LEFT).arg("file", source.name).arg("picture", &photo.name);
                sink.push(told.arg("format", format));
            }
        }
    }
}
