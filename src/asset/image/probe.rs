//! What a picture file says of itself without being decoded.

use std::io::Cursor;

use image::{ImageDecoder, ImageFormat, ImageReader};

use super::{avif, svg};
use crate::path::SourcePath;

/// A picture's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageFacts {
    /// In pixels, after its EXIF orientation; for an SVG as it says, 0 where it says nothing.
    pub width: u32,
    /// As `width`.
    pub height: u32,
    /// `jpg`, `png`, `svg` …
    pub format: &'static str,
    /// The media type.
    pub mime: &'static str,
    /// The EXIF description, if there is one.
    pub description: Option<String>,
    /// When it was taken, by its EXIF: `2021-06-07T08:09:10`.
    pub created: Option<String>,
}

/// Why a file gives no facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFacts {
    /// It is no picture we know.
    Unknown,
    /// It is of a known format, but broken, or of a kind that is not read; why.
    Unreadable(String),
}

/// Reads a picture's facts from its bytes alone. `None` if it is no picture we know.
pub fn probe(bytes: &[u8]) -> Option<ImageFacts> {
    facts(bytes, image::guess_format(bytes).ok()).ok()
}

/// Reads the facts of the picture `path` from its bytes; those of TGA files do not tell what they are.
///
/// # Errors
/// If it is no picture, or one that cannot be read.
pub fn probe_file(bytes: &[u8], path: &SourcePath) -> Result<ImageFacts, NoFacts> {
    facts(bytes, guess(bytes, path))
}

fn facts(bytes: &[u8], format: Option<ImageFormat>) -> Result<ImageFacts, NoFacts> {
    let bare =
        |(width, height), format, mime| ImageFacts { width, height, format, mime, description: None, created: None };
    if let Some(size) = avif::size(bytes) {
        return Ok(with_exif(bare(size, "avif", "image/avif"), bytes));
    }
    let Some((format, name, mime)) = format.and_then(named) else {
        // Not the registered type, but the one Zola gives.
        return svg::size(bytes).map(|size| bare(size, "svg", "text/svg+xml")).ok_or(NoFacts::Unknown);
    };
    let decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder();
    let mut decoder = decoder.map_err(|error| NoFacts::Unreadable(error.to_string()))?;
    let (width, height) = decoder.dimensions();
    let turned = decoder.orientation().is_ok_and(|orientation| orientation.to_exif() >= 5);
    let size = if turned { (height, width) } else { (width, height) };
    Ok(with_exif(bare(size, name, mime), bytes))
}

/// The format of the picture `path` by its bytes, or, for a format without a mark at its beginning, by its name.
fn guess(bytes: &[u8], path: &SourcePath) -> Option<ImageFormat> {
    let by_name =
        || path.extension().filter(|extension| extension.eq_ignore_ascii_case("tga")).map(|_| ImageFormat::Tga);
    image::guess_format(bytes).ok().or_else(by_name)
}

/// The format of the picture `path` if it can be decoded, its short name and media type.
pub(super) fn format_of(bytes: &[u8], path: &SourcePath) -> Option<(ImageFormat, &'static str, &'static str)> {
    guess(bytes, path).and_then(named)
}

fn named(format: ImageFormat) -> Option<(ImageFormat, &'static str, &'static str)> {
    let (name, mime) = match format {
        ImageFormat::Jpeg => ("jpg", "image/jpeg"),
        ImageFormat::Png => ("png", "image/png"),
        ImageFormat::Gif => ("gif", "image/gif"),
        ImageFormat::WebP => ("webp", "image/webp"),
        ImageFormat::Tiff => ("tiff", "image/tiff"),
        ImageFormat::Bmp => ("bmp", "image/bmp"),
        ImageFormat::Ico => ("ico", "image/x-icon"),
        ImageFormat::Pnm => ("pnm", "image/x-portable-anymap"),
        ImageFormat::Tga => ("tga", "image/x-targa"),
        ImageFormat::Hdr => ("hdr", "image/vnd.radiance"),
        ImageFormat::Farbfeld => ("ff", "application/octet-stream"),
        _ => return None,
    };
    Some((format, name, mime))
}

/// The facts with what the EXIF says beside the orientation. A picture without EXIF, or with a broken one, has none of it.
fn with_exif(mut facts: ImageFacts, bytes: &[u8]) -> ImageFacts {
    let Ok(exif) = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)) else { return facts };
    let ascii = |tag| {
        let field = exif.get_field(tag, exif::In::PRIMARY)?;
        let exif::Value::Ascii(lines) = &field.value else { return None };
        let text = String::from_utf8_lossy(lines.first()?).trim_matches(['\0', ' ']).to_owned();
        (!text.is_empty()).then_some(text)
    };
    facts.description = ascii(exif::Tag::ImageDescription);
    let taken = ascii(exif::Tag::DateTimeOriginal).or_else(|| ascii(exif::Tag::DateTime));
    facts.created = taken.and_then(|text| {
        let moment = exif::DateTime::from_ascii(text.as_bytes()).ok()?;
        let exif::DateTime { year, month, day, hour, minute, second, .. } = moment;
        Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
    });
    facts
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat, RgbImage};

    use super::probe;

    fn encoded(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::from(RgbImage::new(6, 4)).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    /// A JPEG with an EXIF block that gives its orientation and description.
    fn with_exif(orientation: u8) -> Vec<u8> {
        let jpeg = encoded(ImageFormat::Jpeg);
        let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend(b"\x0e\x01\x02\0\x06\0\0\0\x26\0\0\0");
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        tiff.extend([0; 4]);
        tiff.extend(b"hello\0");
        let mut block = b"Exif\0\0".to_vec();
        block.extend(tiff);
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xff, 0xe1]);
        bytes.extend((block.len() as u16 + 2).to_be_bytes());
        bytes.extend(block);
        bytes.extend(&jpeg[2..]);
        bytes
    }

    #[test]
    fn formats_are_told_by_their_bytes() {
        let facts = |bytes: &[u8]| probe(bytes).map(|facts| (facts.width, facts.height, facts.format, facts.mime));
        assert_eq!(facts(&encoded(ImageFormat::Png)), Some((6, 4, "png", "image/png")));
        assert_eq!(facts(&encoded(ImageFormat::Gif)), Some((6, 4, "gif", "image/gif")));
        assert_eq!(facts(&encoded(ImageFormat::WebP)), Some((6, 4, "webp", "image/webp")));
        assert_eq!(facts(b"<svg width='3' height='2'/>"), Some((3, 2, "svg", "text/svg+xml")));
        assert_eq!(facts(b"no picture"), None);
        assert_eq!(facts(b""), None);
    }

    // checklist: FN-7
    #[test]
    fn the_orientation_turns_the_sides() {
        let upright = probe(&with_exif(1)).unwrap();
        assert_eq!((upright.width, upright.height), (6, 4));
        let turned = probe(&with_exif(6)).unwrap();
        assert_eq!((turned.width, turned.height), (4, 6));
        assert_eq!(turned.description.as_deref(), Some("hello"));
    }
}
