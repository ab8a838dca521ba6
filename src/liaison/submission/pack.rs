//! The pack for a recipient: Word, plain text, photos, slip, attachments, as named files; also as one ZIP.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::article::characters;
use super::code::{NO_PHONE, PACK_FAILED, PHOTO_NOT_IN_WORD};
use super::contacts::Contacts;
use super::file_name::{file_name, filled};
use super::manuscript::Manuscript;
use super::official::chinese_date;
use super::photo::{self, Photo};
use super::preset::{Photos, Preset};
use super::word::{Closing, Shown, WordWriter};
use super::{demand, sheet, text, wechat};
use crate::diagnostic::{Diagnostic, Sink};
use crate::office::docx_write::{self, Word};
use crate::office::properties::{Cleared, clear};
use crate::office::{Archive, ArchiveError};
use crate::source::SourceTree;

/// A pack, ready to be written.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// Its name, for its folder and its ZIP.
    pub name: String,
    /// The mail's subject.
    pub subject: String,
    /// Its files by their paths inside, with `/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What was said in it, for the privacy gate: the text of the Word file, the mail and the slip.
    pub texts: Vec<(String, String)>,
}

impl Pack {
    /// All files in one ZIP, in a folder of the pack's name.
    ///
    /// # Errors
    /// If they are too many or too large for the format.
    pub fn zip(&self) -> Result<Vec<u8>, ArchiveError> {
        let mut archive = Archive::default();
        for (path, bytes) in &self.files {
            archive.add(&format!("{}/{path}", self.name), bytes)?;
        }
        archive.finish()
    }
}

/// What a pack is made from.
pub struct Packer<'a> {
    /// What the recipient asks for.
    pub preset: &'a Preset,
    /// Whom to call.
    pub contacts: &'a Contacts,
    /// The site's files.
    pub sources: &'a SourceTree,
    /// The day of the sending.
    pub today: Date,
    /// Where mistakes go.
    pub sink: &'a Sink,
}

impl Packer<'_> {
    /// Makes the pack. What is wrong is told; the best pack there is comes back.
    pub fn pack(&self, manuscript: &Manuscript) -> Pack {
        let article = &manuscript.article;
        let photos: Vec<Option<Photo>> = article
            .pictures
            .iter()
            .map(|picture| {
                let file = picture.file.as_ref()?;
                photo::load(file, self.sources).map_err(|diagnostic| self.sink.push(*diagnostic)).ok()
            })
            .collect();
        demand::check(manuscript, self.preset, &photos, self.today, self.sink);

        let title = file_name(&article.title);
        let mut pack = Pack {
            name: file_name(&self.filled(&self.preset.folder, manuscript)),
            subject: self.filled(&self.preset.subject, manuscript),
            ..Pack::default()
        };
        let closing = Closing {
            attachments: manuscript.attachments.iter().map(|attachment| attachment.title.clone()).collect(),
            unit: if self.preset.signed { manuscript.unit.clone() } else { String::new() },
            date: if self.preset.signed { chinese_date(self.today) } else { String::new() },
        };
        if self.preset.word {
            let word = self.word(manuscript, &photos, &closing);
            self.put_word(&mut pack, &format!("{title}.docx"), &word);
        }
        let rows = self.rows(manuscript, &photos, &pack.subject);
        self.put_photos(&mut pack, manuscript, &photos);
        let marks = self.marks(&photos);
        let mail_closing = Closing { unit: manuscript.unit.clone(), date: manuscript.author.clone(), ..closing };
        let after = sheet::lines(&rows, &["报送单位", "文字作者", "摄影", "联系人", "联系电话", "审核人"]);
        let mail = text::text(article, &marks, &mail_closing, &after);
        if self.preset.text {
            pack.files.insert(format!("{title}.txt"), text::encode(&mail, self.preset.encoding));
        }
        pack.texts.push((format!("{title}.txt"), mail));
        if self.preset.wechat {
            let made = wechat::page(article, &format!("{} {}", manuscript.unit, manuscript.author));
            demand::wechat(manuscript, self.preset, &made, self.sink);
            pack.files.insert(format!("{title}_微信.html"), made.page.into_bytes());
        }
        if self.preset.sheet {
            let word = sheet::word("报送单", &manuscript.unit, &rows, self.preset.look);
            self.put_word(&mut pack, "报送单.docx", &word);
        }
        pack.texts
            .push(("报送单.docx".to_owned(), rows.iter().map(|(name, value)| format!("{name}：{value}\n")).collect()));
        for attachment in &manuscript.attachments {
            match self.sources.world().read(&attachment.file) {
                Ok(bytes) => {
                    let ending = attachment.file.extension().unwrap_or_default().to_lowercase();
                    let bytes = match clear(&ending, &bytes) {
                        Cleared::Changed(clean) => clean,
                        Cleared::Clean | Cleared::Unable => bytes,
                    };
                    pack.files.insert(format!("附件/{}", file_name(attachment.file.file_name())), bytes);
                }
                Err(error) => self.fail(attachment.file.as_str(), &error.to_string()),
            }
        }
        pack
    }

    fn fail(&self, file: &str, reason: &str) {
        self.sink.push(Diagnostic::new(&PACK_FAILED).arg("file", file).arg("reason", reason));
    }

    fn filled(&self, pattern: &str, manuscript: &Manuscript) -> String {
        let date = manuscript.date().unwrap_or(self.today);
        let day = date.to_string();
        let compact = day.replace('-', "");
        filled(
            pattern,
            &[
                ("title", &manuscript.article.title),
                ("unit", &manuscript.unit),
                ("author", &manuscript.author),
                ("date", &compact),
                ("day", &day),
                ("kind", self.preset.kind_of(&manuscript.entry.kind.id)),
                ("outlet", &self.preset.outlet),
            ],
        )
    }

    fn put_word(&self, pack: &mut Pack, name: &str, word: &Word) {
        match docx_write::write(word) {
            Ok(bytes) => {
                pack.files.insert(name.to_owned(), bytes);
            }
            Err(error) => self.fail(name, &error.to_string()),
        }
    }

    fn word(&self, manuscript: &Manuscript, photos: &[Option<Photo>], closing: &Closing) -> Word {
        let article = &manuscript.article;
        let shown: Vec<Shown> = photos
            .iter()
            .enumerate()
            .map(|(at, photo)| match (self.preset.photos, photo) {
                (Photos::Embed, Some(photo)) => match photo.embedded() {
                    Some(embedded) => Shown::Picture(embedded),
                    None => {
                        let name = article.pictures[at].file.as_ref().map_or("", |file| file.file_name());
                        let told = Diagnostic::new(&PHOTO_NOT_IN_WORD).arg("file", name).arg("format", photo.ending);
                        self.sink.push(told.in_file(&manuscript.entry.path));
                        Shown::Mark(mark(at))
                    }
                },
                (Photos::Mark, _) => Shown::Mark(mark(at)),
                _ => Shown::Nothing,
            })
            .collect();
        let mut writer = WordWriter::new(&article.title, &manuscript.unit, self.preset.look);
        writer.title(&article.title);
        writer.article(article, &shown);
        writer.closing(closing);
        writer.finish()
    }

    /// What stands in plain text in the place of each picture.
    fn marks(&self, photos: &[Option<Photo>]) -> Vec<String> {
        let shown = self.preset.photos == Photos::Mark;
        (0..photos.len()).map(|at| if shown { mark(at) } else { String::new() }).collect()
    }

    /// The photos at their original resolution, numbered, and a list of what each shows.
    fn put_photos(&self, pack: &mut Pack, manuscript: &Manuscript, photos: &[Option<Photo>]) {
        let pictures = &manuscript.article.pictures;
        let mut listed = String::new();
        for (at, (picture, photo)) in pictures.iter().zip(photos).enumerate() {
            let Some(photo) = photo else { continue };
            let number = format!("{:02}", at + 1);
            let caption = if picture.caption.is_empty() { &picture.alt } else { &picture.caption };
            let short: String = caption.chars().take(24).collect();
            let name = filled(&self.preset.photo_name, &[("number", &number), ("caption", &short)]);
            let name = format!("{}.{}", file_name(&self.filled(&name, manuscript)), photo.ending);
            listed.push_str(&format!("{}{name}　{}\r\n", mark(at), picture.line()));
            pack.files.insert(format!("{}/{name}", self.preset.photo_folder), photo.bytes.clone());
        }
        if !listed.is_empty() {
            let path = format!("{}/图片说明.txt", self.preset.photo_folder);
            pack.files.insert(path.clone(), text::encode(&listed, self.preset.encoding));
            pack.texts.push((path, listed));
        }
    }

    fn rows(&self, manuscript: &Manuscript, photos: &[Option<Photo>], subject: &str) -> sheet::Rows {
        let contact = self.contacts.of(&manuscript.author);
        let phone = contact.map(|contact| contact.phone.clone()).unwrap_or_default();
        if phone.is_empty() && self.preset.contact {
            self.sink.push(Diagnostic::new(&NO_PHONE).in_file(&manuscript.entry.path));
        }
        let [first, second, last] = &manuscript.reviewers;
        let reviewers: Vec<String> = [("初审", first), ("复审", second), ("终审", last)]
            .into_iter()
            .filter(|(_, name)| !name.is_empty())
            .map(|(review, name)| format!("{review} {name}"))
            .collect();
        let count = photos.iter().flatten().count();
        let mut rows = vec![
            ("标题", manuscript.article.title.clone()),
            ("报送单位", manuscript.unit.clone()),
            ("报送对象", self.preset.outlet.clone()),
            ("稿件类型", self.preset.kind_of(&manuscript.entry.kind.id).to_owned()),
            ("文字作者", manuscript.author.clone()),
            ("摄影", manuscript.photographer.clone()),
            ("联系人", contact.map_or_else(|| manuscript.author.clone(), |contact| contact.name.clone())),
            ("联系电话", phone),
            ("审核人", reviewers.join("、")),
            ("审核日期", manuscript.reviewed.clone()),
            ("报送日期", chinese_date(self.today)),
            ("正文字数", characters(&manuscript.article.blocks).to_string()),
            ("照片", if count == 0 { "无".to_owned() } else { format!("{count} 张") }),
            ("邮件主题", subject.to_owned()),
        ];
        let email = contact.map(|contact| contact.email.clone()).unwrap_or_default();
        if !email.is_empty() {
            rows.insert(8, ("联系邮箱", email));
        }
        if !self.preset.mail.is_empty() {
            rows.push(("收件邮箱", self.preset.mail.clone()));
        }
        if !manuscript.attachments.is_empty() {
            let titles: Vec<&str> = manuscript.attachments.iter().map(|it| it.title.as_str()).collect();
            rows.push(("附件", titles.join("\n")));
        }
        rows
    }
}

/// The mark of a picture: 【图1】.
pub fn mark(at: usize) -> String {
    format!("【图{}】", at + 1)
}
