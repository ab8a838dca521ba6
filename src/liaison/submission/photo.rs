//! Photos as they leave: the original resolution, free of what they tell beside the picture; and copies for Word.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader};

use super::code::{PHOTO_HEIC, PHOTO_MISSING, PHOTO_UNCLEAN};
use super::word::Embedded;
use crate::asset::image::{Stripped, is_heif, probe, strip};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::source::SourceTree;

/// The longer side of a picture in a Word file: sharp in print at the width of a page, small enough for a mail.
const LONGEST: u32 = 2000;

/// A photo ready to be sent.
#[derive(Clone, Debug)]
pub struct Photo {
    /// Its file, without metadata.
    pub bytes: Vec<u8>,
    /// The ending of its name by what it is, whatever it was called: `jpg`, `png` …
    pub ending: &'static str,
    /// Its width and height as it is seen.
    pub size: (u32, u32),
}

/// Reads a photo and takes out what it tells beside the picture.
///
/// # Errors
/// If it is not there, is a HEIC picture, or cannot be freed of its metadata.
pub fn load(file: &SourcePath, sources: &SourceTree) -> Result<Photo, Box<Diagnostic>> {
    let told = |code, format: &str| {
        let diagnostic = Diagnostic::new(code).arg("file", file.file_name()).arg("format", format);
        Box::new(diagnostic.in_file(file))
    };
    let bytes = sources.world().read(file).map_err(|_| told(&PHOTO_MISSING, ""))?;
    if is_heif(&bytes) {
        return Err(told(&PHOTO_HEIC, "HEIC"));
    }
    let bytes = match strip(&bytes) {
        Stripped::Clean => bytes,
        Stripped::Changed(clean) => clean,
        Stripped::Unable(format) => return Err(told(&PHOTO_UNCLEAN, format)),
    };
    let facts = probe(&bytes).ok_or_else(|| told(&PHOTO_UNCLEAN, "?"))?;
    Ok(Photo { bytes, ending: facts.format, size: (facts.width, facts.height) })
}

impl Photo {
    /// The photo for a Word file: upright, of a size for paper. `None` if it cannot be shown there.
    pub fn embedded(&self) -> Option<Embedded> {
        let format = match self.ending {
            "jpg" => "jpeg",
            "png" => "png",
            "gif" => "gif",
            _ => "",
        };
        let mut decoder = ImageReader::new(Cursor::new(&self.bytes)).with_guessed_format().ok()?.into_decoder().ok()?;
        let orientation = decoder.orientation().ok()?;
        let turned = orientation.to_exif() != 1;
        let (width, height) = self.size;
        if !format.is_empty() && !turned && width.max(height) <= LONGEST {
            return Some(Embedded { bytes: self.bytes.clone().into(), format, size: self.size });
        }
        let mut picture = DynamicImage::from_decoder(decoder).ok()?;
        picture.apply_orientation(orientation);
        if picture.width().max(picture.height()) > LONGEST {
            picture = picture.resize(LONGEST, LONGEST, FilterType::CatmullRom);
        }
        let size = (picture.width(), picture.height());
        let mut bytes = Vec::new();
        if picture.color().has_alpha() {
            picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).ok()?;
            return Some(Embedded { bytes: Arc::from(bytes), format: "png", size });
        }
        let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        DynamicImage::from(picture.to_rgb8()).write_with_encoder(encoder).ok()?;
        Some(Embedded { bytes: Arc::from(bytes), format: "jpeg", size })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::Arc;

    use image::{DynamicImage, ImageFormat, RgbImage};

    use super::load;
    use crate::path::SourcePath;
    use crate::source::{MemoryWorld, SourceTree};

    fn sources(bytes: Vec<u8>) -> SourceTree {
        let files = [(SourcePath::new("content/a.jpg").unwrap(), bytes)].into();
        SourceTree::new(Arc::new(MemoryWorld { files, ..MemoryWorld::default() }))
    }

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::from(RgbImage::new(width, height)).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    #[test]
    fn the_ending_is_that_of_the_picture_and_word_gets_a_copy_for_paper() {
        let file = SourcePath::new("content/a.jpg").unwrap();
        let photo = load(&file, &sources(picture(2400, 1200, ImageFormat::WebP))).unwrap();
        assert_eq!((photo.ending, photo.size), ("webp", (2400, 1200)));
        let embedded = photo.embedded().unwrap();
        assert_eq!((embedded.format, embedded.size), ("jpeg", (2000, 1000)));
        let small = load(&file, &sources(picture(60, 40, ImageFormat::Png))).unwrap().embedded().unwrap();
        assert_eq!((small.format, small.size), ("png", (60, 40)));
    }

    #[test]
    fn what_cannot_be_sent_is_told_with_what_to_do() {
        let file = SourcePath::new("content/a.jpg").unwrap();
        let id = |bytes: &[u8]| load(&file, &sources(bytes.to_vec())).unwrap_err().code.id;
        assert_eq!(id(b"\0\0\0\x18ftypheic\0\0\0\0"), "submission-photo-heic");
        assert_eq!(id(b"\xff\xd8\xff\xe1\xff\xffx"), "submission-photo-unclean");
        let missing = SourcePath::new("content/b.jpg").unwrap();
        assert_eq!(load(&missing, &sources(Vec::new())).unwrap_err().code.id, "submission-photo-missing");
    }
}
