//! What a recipient demands of a manuscript: reviews, another reviewer, limits. What is lacking is told.

use jiff::civil::Date;

use super::article::characters;
use super::code::{LIMIT, REVIEW_MISSING, REVIEWER_IS_WRITER};
use super::manuscript::Manuscript;
use super::photo::Photo;
use super::preset::{Preset, REVIEWS};
use super::wechat::{MOST_BYTES, MOST_CHARACTERS, Made};
use crate::diagnostic::{Diagnostic, Sink};

/// Tells whatever a manuscript lacks for a recipient. `photos` are those of the article, none where one could not be read.
pub fn check(manuscript: &Manuscript, preset: &Preset, photos: &[Option<Photo>], today: Date, sink: &Sink) {
    reviews(manuscript, preset, sink);
    let limit = |what: (&'static str, &'static str), found: (String, String), limit: (String, String)| {
        sink.push(
            Diagnostic::new(&LIMIT)
                .arg("preset", &preset.zh)
                .arg("what", what.0)
                .arg("what_en", what.1)
                .arg("found", found.0)
                .arg("found_en", found.1)
                .arg("limit", limit.0)
                .arg("limit_en", limit.1)
                .in_file(&manuscript.entry.path),
        );
    };
    let same = |text: String| (text.clone(), text);
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count() as u64;
    let chars = |count: u64| (format!("{count} 字"), format!("{count} characters"));
    let at_most = |most: u64| (format!("不超过 {most} 字"), format!("at most {most}"));
    let at_least = |least: u64| (format!("不少于 {least} 字"), format!("at least {least}"));
    let title = count(&manuscript.article.title);
    if preset.title_most > 0 && title > preset.title_most {
        limit(("标题", "the title"), chars(title), at_most(preset.title_most));
    }
    let text = characters(&manuscript.article.blocks) as u64;
    if preset.chars_most > 0 && text > preset.chars_most {
        limit(("正文", "the text"), chars(text), at_most(preset.chars_most));
    }
    if text < preset.chars_least {
        limit(("正文", "the text"), chars(text), at_least(preset.chars_least));
    }
    if (photos.len() as u64) < preset.photos_least {
        let least = preset.photos_least;
        limit(
            ("照片", "the number of photos"),
            (format!("{} 张", photos.len()), photos.len().to_string()),
            (format!("不少于 {least} 张"), format!("at least {least}")),
        );
    }
    for (at, (picture, photo)) in manuscript.article.pictures.iter().zip(photos).enumerate() {
        let number = at + 1;
        let Some(photo) = photo else { continue };
        let (width, height) = (u64::from(photo.size.0), u64::from(photo.size.1));
        let (least_width, least_height) = preset.photo_least;
        // A photo taken upright has its sides the other way round.
        if width.max(height) < least_width.max(least_height) || width.min(height) < least_width.min(least_height) {
            let name = picture.file.as_ref().map(|file| file.file_name()).unwrap_or_default();
            limit(
                ("照片大小", "the size of a photo"),
                same(format!("{width}×{height}（{name}）")),
                (format!("不小于 {least_width}×{least_height}"), format!("at least {least_width}×{least_height}")),
            );
        }
        let bytes = photo.bytes.len() as u64;
        if bytes < preset.photo_bytes_least {
            let least = preset.photo_bytes_least;
            limit(
                ("照片文件", "the file of a photo"),
                same(format!("{bytes} B")),
                (format!("不小于 {least} 字节"), format!("at least {least} bytes")),
            );
        }
        let caption = count(&picture.caption);
        if caption < preset.caption_least {
            limit(
                ("图片说明", "a caption"),
                (format!("第 {number} 张 {caption} 字"), format!("{caption} characters (photo {number})")),
                at_least(preset.caption_least),
            );
        }
    }
    if let Some(date) = manuscript.date()
        && preset.days_after > 0
        && let Ok(passed) = today.since(date)
    {
        let days = i64::from(passed.get_days());
        if u64::try_from(days).is_ok_and(|days| days > preset.days_after) {
            let most = preset.days_after;
            limit(
                ("事情过去的时间", "the time since the event"),
                (format!("{days} 天"), format!("{days} days")),
                (format!("{most} 天内报送"), format!("sending within {most} days")),
            );
        }
    }
}

/// Tells where a text for WeChat passes the platform's limits.
pub fn wechat(manuscript: &Manuscript, preset: &Preset, made: &Made, sink: &Sink) {
    let told = |found: String, found_en: String, limit: &str, limit_en: &str| {
        sink.push(
            Diagnostic::new(&LIMIT)
                .arg("preset", &preset.zh)
                .arg("what", "微信正文")
                .arg("what_en", "the text for WeChat")
                .arg("found", found)
                .arg("found_en", found_en)
                .arg("limit", limit)
                .arg("limit_en", limit_en)
                .in_file(&manuscript.entry.path),
        );
    };
    let (characters, bytes) = (made.characters, made.copied.len());
    if characters >= MOST_CHARACTERS {
        told(format!("{characters} 字"), format!("{characters} characters"), "少于 20000 字", "less than 20,000");
    }
    if bytes >= MOST_BYTES {
        told(format!("{bytes} 字节"), format!("{bytes} bytes"), "小于 1 MB", "less than 1 MB");
    }
}

fn reviews(manuscript: &Manuscript, preset: &Preset, sink: &Sink) {
    let of =
        |key: &str| REVIEWS.iter().position(|review| review.key == key).map(|at| manuscript.reviewers[at].as_str());
    for review in &preset.reviewers {
        let told = |code| {
            Diagnostic::new(code)
                .arg("preset", &preset.zh)
                .arg("review", review.zh)
                .arg("review_en", review.en)
                .arg("key", review.key)
                .in_file(&manuscript.entry.path)
        };
        match of(review.key) {
            None | Some("") => sink.push(told(&REVIEW_MISSING)),
            // A first reader may be the writer; who answers for it may not.
            Some(name) if preset.other_reviewer && review.key == "final" && name == manuscript.author => {
                sink.push(told(&REVIEWER_IS_WRITER).arg("name", name));
            }
            Some(_) => {}
        }
    }
}
