//! Pictures as cameras and scanners leave them: turned, with profiles, of other colours than those of screens.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Luma, Rgb, RgbImage,
};

use super::{NoFacts, Order, Want, make_one, probe_file};
use crate::diagnostic::Locale;
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::{MemoryWorld, SourceTree};

/// What `order` makes of the picture `bytes` in a file of that name, and what the order says of it.
fn made(name: &str, bytes: &[u8], order: &Order) -> Result<(Want, Vec<u8>), String> {
    let path = SourcePath::new(name).unwrap();
    let facts = probe_file(bytes, &path).map_err(|why| format!("{why:?}"))?;
    let want = Want::plan(&path, &facts, Fingerprint::of(bytes), order)?;
    let files = [(path, bytes.to_vec())].into();
    let tree = SourceTree::new(Arc::new(MemoryWorld { files, ..MemoryWorld::default() }));
    let copy = make_one(&want, &tree).map_err(|diagnostic| diagnostic.message(Locale::En))?;
    Ok((want, copy))
}

/// Four quarters, each of another colour.
fn quarters() -> RgbImage {
    RgbImage::from_fn(60, 40, |x, y| match (x < 30, y < 20) {
        (true, true) => Rgb([255, 0, 0]),
        (false, true) => Rgb([0, 255, 0]),
        (true, false) => Rgb([0, 0, 255]),
        (false, false) => Rgb([255, 255, 0]),
    })
}

/// The colours of the corners, as bits.
fn corners(picture: &DynamicImage) -> [[bool; 3]; 4] {
    let picture = picture.to_rgb8();
    let (right, bottom) = (picture.width() - 3, picture.height() - 3);
    [(2, 2), (right, 2), (2, bottom), (right, bottom)].map(|(x, y)| picture.get_pixel(x, y).0.map(|value| value > 127))
}

/// The part of an EXIF block that says how the picture is turned.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x01\0".to_vec();
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]);
    block
}

/// A profile of nothing but a header that says which colours it is for (ICC.1:2022, 7.2).
fn profile(space: &[u8; 4]) -> Vec<u8> {
    let mut header = vec![0; 132];
    header[3] = 132;
    header[12..16].copy_from_slice(b"mntr");
    header[16..20].copy_from_slice(space);
    header[36..40].copy_from_slice(b"acsp");
    header
}

/// The picture written by each encoder that can keep what is given.
fn written(picture: &DynamicImage, exif: Option<Vec<u8>>, profile: Option<Vec<u8>>) -> [(&'static str, Vec<u8>); 3] {
    fn write(mut encoder: impl ImageEncoder, picture: &DynamicImage, exif: Option<Vec<u8>>, profile: Option<Vec<u8>>) {
        if let Some(exif) = exif {
            encoder.set_exif_metadata(exif).unwrap();
        }
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile).unwrap();
        }
        picture.write_with_encoder(encoder).unwrap();
    }
    let (mut jpeg, mut png, mut webp) = (Vec::new(), Vec::new(), Vec::new());
    write(JpegEncoder::new_with_quality(&mut jpeg, 95), picture, exif.clone(), profile.clone());
    write(PngEncoder::new(&mut png), picture, exif.clone(), profile.clone());
    write(WebPEncoder::new_lossless(&mut webp), &DynamicImage::from(picture.to_rgb8()), exif, profile);
    [("static/a.jpg", jpeg), ("static/a.png", png), ("static/a.webp", webp)]
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

fn profile_of(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().into_decoder().unwrap();
    decoder.icc_profile().unwrap()
}

const SIDES: Order = Order {
    width: Some(30),
    height: Some(30),
    operation: Some("fit"),
    format: None,
    quality: None,
    speed: None,
    filter: None,
};

// checklist: IMG-3, FN-7
#[test]
fn every_orientation_is_applied() {
    for orientation in 1..=8 {
        let mut upright = DynamicImage::from(quarters());
        upright.apply_orientation(Orientation::from_exif(orientation).unwrap());
        let sides = if orientation < 5 { ((60, 40), (30, 20)) } else { ((40, 60), (20, 30)) };
        for (name, bytes) in written(&DynamicImage::from(quarters()), Some(exif(orientation)), None) {
            let facts = probe_file(&bytes, &SourcePath::new(name).unwrap()).unwrap();
            assert_eq!((facts.width, facts.height), sides.0, "{name} {orientation}");
            let (want, copy) = made(name, &bytes, &SIDES).unwrap();
            assert_eq!(want.fitting.size, sides.1, "{name} {orientation}");
            let copy = image::load_from_memory(&copy).unwrap();
            assert_eq!((copy.width(), copy.height()), sides.1, "{name} {orientation}");
            assert_eq!(corners(&copy), corners(&upright), "{name} {orientation}");
        }
    }
}

// checklist: IMG-3
#[test]
fn a_profile_stays_where_it_is_right() {
    let colours = DynamicImage::from(quarters());
    let grey = DynamicImage::from(GrayImage::from_fn(60, 40, |x, _| Luma([if x < 30 { 0 } else { 255 }])));
    let kept = |picture: &DynamicImage, space, format, quality| {
        let [_, (name, bytes), _] = written(picture, None, Some(profile(space)));
        let (_, copy) = made(name, &bytes, &Order { format: Some(format), quality, ..SIDES }).unwrap();
        assert_eq!(corners(&image::load_from_memory(&copy).unwrap()), corners(picture), "{format}");
        profile_of(&copy)
    };
    for (format, quality) in [("jpg", None), ("png", None), ("webp", None), ("webp", Some(60))] {
        assert_eq!(kept(&colours, b"RGB ", format, quality), Some(profile(b"RGB ")), "{format} {quality:?}");
        // Pixels of CMYK come out as RGB.
        assert_eq!(kept(&colours, b"CMYK", format, quality), None, "{format} {quality:?}");
        let of_grey = (format != "webp").then(|| profile(b"GRAY"));
        assert_eq!(kept(&grey, b"GRAY", format, quality), of_grey, "{format} {quality:?}");
    }
}

// checklist: IMG-2
#[test]
fn every_kind_of_pixels_comes_to_every_format() {
    let deep = ImageBuffer::from_fn(60, 40, |x, y| {
        let Rgb(values) = *quarters().get_pixel(x, y);
        Rgb(values.map(|value| u16::from(value) * 257))
    });
    let deep = DynamicImage::ImageRgb16(deep);
    let floats = DynamicImage::ImageRgb32F(deep.to_rgb32f());
    let clear = DynamicImage::from(deep.to_rgba8());
    let sources = [
        ("static/a.png", encoded(&deep, ImageFormat::Png), "png"),
        ("static/a.gif", encoded(&clear, ImageFormat::Gif), "jpg"),
        ("static/a.bmp", encoded(&clear, ImageFormat::Bmp), "png"),
        ("static/a.ico", encoded(&clear, ImageFormat::Ico), "png"),
        ("static/a.tiff", encoded(&deep, ImageFormat::Tiff), "png"),
        ("static/a.ppm", encoded(&deep, ImageFormat::Pnm), "png"),
        ("static/a.ff", encoded(&DynamicImage::from(deep.to_rgba16()), ImageFormat::Farbfeld), "png"),
        ("static/a.hdr", encoded(&floats, ImageFormat::Hdr), "png"),
        ("static/a.TGA", encoded(&clear, ImageFormat::Tga), "png"),
    ];
    for (name, bytes, auto) in sources {
        for (format, extension) in [("auto", auto), ("jpg", "jpg"), ("png", "png"), ("webp", "webp"), ("avif", "avif")]
        {
            let order = Order { format: Some(format), speed: Some(10), ..SIDES };
            let (want, copy) = made(name, &bytes, &order).unwrap_or_else(|error| panic!("{name} {format}: {error}"));
            assert!(want.route.as_str().ends_with(&format!(".{extension}")), "{name} {format}");
            // AVIF can be written, but not read.
            if extension != "avif" {
                let copy = image::load_from_memory(&copy).unwrap();
                assert_eq!(corners(&copy), corners(&clear), "{name} {format}");
            }
        }
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let why = |name: &str, bytes: &[u8]| probe_file(bytes, &SourcePath::new(name).unwrap()).unwrap_err();
    assert_eq!(why("static/a.png", b"no picture"), NoFacts::Unknown);
    let cut = &encoded(&DynamicImage::from(quarters()), ImageFormat::Png)[..20];
    assert!(matches!(why("static/a.png", cut), NoFacts::Unreadable(why) if !why.is_empty()));
    assert!(matches!(why("static/a.tga", b"no picture"), NoFacts::Unreadable(_)));
}
