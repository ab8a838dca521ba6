//! What a photo tells beside the picture (where, when, with what, by whom, small copies of itself) taken out of its file,
//! the picture itself untouched; how it must be turned to stand upright is kept.

use std::io::Cursor;

use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

/// What stripping a file gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stripped {
    /// There is nothing in it to take out.
    Clean,
    /// The file without what it told.
    Changed(Vec<u8>),
    /// It is a picture that tells things, in a format that cannot be taken apart here; its short name.
    Unable(&'static str),
}

/// What a picture is called whose file cannot be read to its end.
pub const BROKEN: &str = "broken";

/// Takes EXIF (with GPS, times, devices and thumbnails), XMP, IPTC, comments, secondary pictures and whatever follows the
/// picture's end out of a file. Files that are no pictures are clean.
pub fn strip(bytes: &[u8]) -> Stripped {
    let stripped = if bytes.starts_with(b"\xff\xd8\xff") {
        jpeg(bytes)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(bytes)
    } else if bytes.starts_with(b"RIFF") && part(bytes, 8) == b"WEBP" {
        webp(bytes)
    } else {
        return match other(bytes) {
            Some(name) => Stripped::Unable(name),
            None => Stripped::Clean,
        };
    };
    match stripped {
        Some(stripped) if stripped == bytes => Stripped::Clean,
        Some(stripped) => Stripped::Changed(stripped),
        // A broken picture is told where it is used; here it must not pass with what it holds.
        None => Stripped::Unable(BROKEN),
    }
}

/// Whether the bytes are a HEIF picture, as iPhones take them, whatever the file is called.
pub fn is_heif(bytes: &[u8]) -> bool {
    let brands = [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"];
    part(bytes, 4) == b"ftyp" && brands.iter().any(|brand| part(bytes, 8) == *brand)
}

/// The four bytes at a place; none where the file is shorter.
fn part(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..at + 4).unwrap_or_default()
}

/// Formats that may hold EXIF and are not taken apart, where they do.
fn other(bytes: &[u8]) -> Option<&'static str> {
    let name = if is_heif(bytes) {
        return Some("HEIC");
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        "TIFF"
    } else if part(bytes, 4) == b"ftyp" && matches!(part(bytes, 8), b"avif" | b"avis") {
        "AVIF"
    } else {
        return None;
    };
    // A TIFF's own tags are EXIF's too: only what tells of place, time or device counts.
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let telling = [
        exif::Tag::Make,
        exif::Tag::Model,
        exif::Tag::DateTime,
        exif::Tag::DateTimeOriginal,
        exif::Tag::Artist,
        exif::Tag::GPSLatitude,
    ];
    telling.iter().any(|tag| exif.get_field(*tag, exif::In::PRIMARY).is_some()).then_some(name)
}

/// How the picture must be turned, 1 for not at all.
fn orientation(bytes: &[u8]) -> u16 {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok();
    let field = exif.as_ref().and_then(|exif| exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY));
    let value = field.and_then(|field| field.value.get_uint(0)).unwrap_or(1);
    u16::try_from(value).ok().filter(|value| (1..=8).contains(value)).unwrap_or(1)
}

/// EXIF that says only how to turn the picture (TIFF 6.0: one directory, one entry); none where it stands upright.
fn turning(orientation: u16) -> Option<Bytes> {
    if orientation == 1 {
        return None;
    }
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend(orientation.to_be_bytes());
    tiff.extend([0; 2]);
    tiff.extend([0; 4]);
    Some(Bytes::from(tiff))
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let turn = turning(orientation(bytes));
    let mut jpeg = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let kept = jpeg.segments().iter().filter_map(keep_segment).collect();
    *jpeg.segments_mut() = kept;
    jpeg.set_exif(turn);
    let mut stripped = jpeg.encoder().bytes().to_vec();
    if !stripped.ends_with(&[markers::P, markers::EOI]) {
        stripped.extend([markers::P, markers::EOI]);
    }
    Some(stripped)
}

/// A segment as it stays; none if it goes.
fn keep_segment(segment: &JpegSegment) -> Option<JpegSegment> {
    let contents = segment.contents();
    match segment.marker() {
        markers::APP0 if contents.starts_with(b"JFIF\0") && contents.len() >= 14 => {
            // Without its small copy: the last two of the 14 bytes are its size.
            let mut header = contents[..12].to_vec();
            header.extend([0; 2]);
            Some(JpegSegment::new_with_contents(markers::APP0, Bytes::from(header)))
        }
        // The colour profile, and how Adobe's programs stored the colours: without them it looks different.
        markers::APP2 if contents.starts_with(b"ICC_PROFILE\0") => Some(segment.clone()),
        markers::APP14 if contents.starts_with(b"Adobe") => Some(segment.clone()),
        markers::APP0..=markers::APP15 | markers::COM => None,
        markers::SOS if segment.has_entropy() => {
            let mut scans = segment.clone().encoder().bytes().to_vec();
            // The two bytes of the marker, the two of the length, the contents, then the picture's data.
            let start = 4 + contents.len();
            let picture = scans.split_off(start.min(scans.len()));
            let picture = until_end(&picture);
            Some(JpegSegment::new_with_entropy(markers::SOS, contents.clone(), Bytes::from(picture)))
        }
        _ => Some(segment.clone()),
    }
}

/// The data of a picture up to its end: later scans and their tables stay, comments between them and all that follows
/// the end (secondary pictures, films of "live" photos) do not.
fn until_end(rest: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(rest.len());
    let mut at = 0;
    while let Some(found) = memchr::memchr(markers::P, &rest[at..]) {
        let marker_at = at + found;
        let Some(marker) = rest.get(marker_at + 1).copied() else { break };
        match marker {
            // A byte of data, a mark for starting anew, a filler.
            markers::Z | markers::RST0..=markers::RST7 => {
                kept.extend(&rest[at..marker_at + 2]);
                at = marker_at + 2;
            }
            markers::P => {
                kept.extend(&rest[at..=marker_at]);
                at = marker_at + 1;
            }
            markers::EOI => {
                kept.extend(&rest[at..marker_at + 2]);
                return kept;
            }
            marker => {
                let length = rest
                    .get(marker_at + 2..marker_at + 4)
                    .map_or(0, |two| usize::from(two[0]) << 8 | usize::from(two[1]));
                let end = (marker_at + 2 + length).min(rest.len());
                let gone = matches!(marker, markers::APP0..=markers::APP15 | markers::COM);
                kept.extend(&rest[at..if gone { marker_at } else { end }]);
                at = end;
                if length < 2 {
                    return kept;
                }
            }
        }
    }
    kept.extend(&rest[at.min(rest.len())..]);
    kept
}

/// The chunks that show something (PNG, third edition, chapter 11; APNG's three).
const PNG_KEPT: [&[u8; 4]; 19] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let turn = turning(orientation(bytes));
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    png.chunks_mut().retain(|chunk| PNG_KEPT.iter().any(|kept| **kept == chunk.kind()));
    if turn.is_some() {
        png.set_exif(turn);
    }
    Some(png.encoder().bytes().to_vec())
}

/// The chunks that show something (RFC 9649).
const WEBP_KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// What the header says of EXIF and XMP.
const WEBP_EXIF: u8 = 0x08;
const WEBP_XMP: u8 = 0x04;

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let turn = turning(orientation(bytes));
    let mut webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    webp.chunks_mut().retain(|chunk| WEBP_KEPT.iter().any(|kept| **kept == chunk.id()));
    let turned = turn.is_some();
    if let Some(exif) = turn {
        let content = img_parts::riff::RiffContent::Data(exif);
        webp.chunks_mut().push(img_parts::riff::RiffChunk::new(*b"EXIF", content));
    }
    for chunk in webp.chunks_mut().iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        if let img_parts::riff::RiffContent::Data(header) = chunk.content_mut() {
            let mut flags = header.to_vec();
            if let Some(first) = flags.first_mut() {
                *first &= !(WEBP_EXIF | WEBP_XMP);
                *first |= if turned { WEBP_EXIF } else { 0 };
            }
            *header = Bytes::from(flags);
        }
    }
    Some(webp.encoder().bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat, RgbImage};
    use proptest::prelude::*;

    use super::{Stripped, is_heif, orientation, strip};

    const SECRET: &[u8] = b"GPSLatitude 31.2";

    fn encoded(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = RgbImage::from_fn(24, 16, |x, y| image::Rgb([(x * 9) as u8, (y * 13) as u8, 90]));
        DynamicImage::from(picture).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    /// EXIF with an orientation and a description.
    fn exif(turned: u8) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x02\0\x0e\x01\x02\0".to_vec();
        tiff.extend((SECRET.len() as u32).to_le_bytes());
        tiff.extend(38_u32.to_le_bytes());
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0, 0, 0, 0, 0]);
        tiff.extend(SECRET);
        tiff
    }

    fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
        let mut segment = vec![0xff, marker];
        segment.extend((contents.len() as u16 + 2).to_be_bytes());
        segment.extend(contents);
        segment
    }

    fn jpeg(turned: u8) -> Vec<u8> {
        let plain = encoded(ImageFormat::Jpeg);
        let mut bytes = plain[..2].to_vec();
        bytes.extend(segment(0xe1, &[b"Exif\0\0".to_vec(), exif(turned)].concat()));
        bytes.extend(segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0".to_vec(), SECRET.to_vec()].concat()));
        bytes.extend(segment(0xed, &[b"Photoshop 3.0\0".to_vec(), SECRET.to_vec()].concat()));
        bytes.extend(segment(0xe2, &[b"MPF\0".to_vec(), SECRET.to_vec()].concat()));
        bytes.extend(segment(0xfe, SECRET));
        bytes.extend(&plain[2..]);
        // A second picture behind the first one, as phones put it.
        bytes.extend(&plain[..2]);
        bytes.extend(segment(0xe1, SECRET));
        bytes.extend(&plain[2..]);
        bytes
    }

    fn png() -> Vec<u8> {
        let plain = encoded(ImageFormat::Png);
        let chunk = |kind: &[u8; 4], contents: &[u8]| {
            let chunk = img_parts::png::PngChunk::new(*kind, img_parts::Bytes::copy_from_slice(contents));
            chunk.encoder().bytes().to_vec()
        };
        let mut bytes = plain[..33].to_vec();
        bytes.extend(chunk(b"eXIf", &exif(6)));
        bytes.extend(chunk(b"tEXt", SECRET));
        bytes.extend(chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0".to_vec(), SECRET.to_vec()].concat()));
        bytes.extend(&plain[33..]);
        bytes.extend(SECRET);
        bytes
    }

    fn webp() -> Vec<u8> {
        let plain = encoded(ImageFormat::WebP);
        let mut chunks = b"VP8X\x0a\0\0\0".to_vec();
        chunks.extend([0x0c, 0, 0, 0, 23, 0, 0, 15, 0, 0]);
        chunks.extend(&plain[12..]);
        for (kind, contents) in [(b"EXIF", exif(3)), (b"XMP ", SECRET.to_vec())] {
            chunks.extend(kind);
            chunks.extend((contents.len() as u32).to_le_bytes());
            chunks.extend(&contents);
            chunks.extend(std::iter::repeat_n(0, contents.len() % 2));
        }
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((chunks.len() as u32 + 4).to_le_bytes());
        bytes.extend(b"WEBP");
        bytes.extend(chunks);
        bytes
    }

    fn holds(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|window| window == text)
    }

    #[test]
    fn nothing_but_the_picture_and_how_to_turn_it_is_left() {
        for (file, turned) in [(jpeg(6), 6), (jpeg(1), 1), (png(), 6), (webp(), 3)] {
            assert!(holds(&file, SECRET));
            let Stripped::Changed(clean) = strip(&file) else { panic!("nothing taken out") };
            assert!(!holds(&clean, SECRET) && !holds(&clean, b"adobe"));
            assert_eq!(orientation(&clean), turned);
            let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
            assert_eq!(pixels(&clean), pixels(&file));
            assert_eq!(strip(&clean), Stripped::Clean, "a second time there is nothing more to take");
        }
    }

    #[test]
    fn clean_pictures_and_other_files_stay_as_they_are() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
            assert_eq!(strip(&encoded(format)), Stripped::Clean, "{format:?}");
        }
        assert_eq!(strip(b"text"), Stripped::Clean);
    }

    #[test]
    fn pictures_of_phones_are_known_whatever_they_are_called() {
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0";
        assert!(is_heif(heic));
        assert_eq!(strip(heic), Stripped::Unable("HEIC"));
        assert_eq!(strip(b"\xff\xd8\xff\xe1\xff\xffx"), Stripped::Unable("broken"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(head in 0_usize..3, cut in 0_usize..2000, noise in proptest::collection::vec(any::<u8>(), 0..40)) {
            let file = [jpeg(6), png(), webp()][head].clone();
            let cut = cut.min(file.len());
            strip(&[&file[..cut], &noise, &file[cut..]].concat());
            strip(&file[..cut]);
        }
    }
}
