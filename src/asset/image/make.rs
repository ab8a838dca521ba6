//! Making the copies that were asked for: each once, in parallel, after rendering.

use std::io::Cursor;

use image::codecs::avif::AvifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType as Resampling;
use image::{ColorType, DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Rgb, RgbImage};
use img_parts::ImageICC;
use img_parts::webp::WebP;
use rayon::prelude::*;

use super::code::UNUSABLE_IMAGE;
use super::probe::format_of;
use super::want::{Format, Sampling, Want};
use crate::diagnostic::{Diagnostic, Sink};
use crate::path::Route;
use crate::source::SourceTree;

/// A finished copy.
pub type Made = (Route, Vec<u8>);

/// Makes all copies, in the order of `wants`. Pictures that cannot be processed are told and left out. What `takes_up` gives lives as
/// long as a copy is being made.
pub fn make<G>(wants: &[Want], sources: &SourceTree, sink: &Sink, takes_up: impl Fn(&Want) -> G + Sync) -> Vec<Made> {
    let one = |want: &Want| {
        let _at_work = takes_up(want);
        match make_one(want, sources) {
            Ok(bytes) => Some((want.route.clone(), bytes)),
            Err(diagnostic) => {
                sink.push(*diagnostic);
                None
            }
        }
    };
    wants.par_iter().filter_map(one).collect()
}

/// Changes whenever the same order gives other bytes than before.
const VERSION: &str = "2";

/// Makes one copy: the EXIF orientation is applied, metadata are dropped, a colour profile is kept where the encoder can.
/// What an earlier build made of the same picture is taken over (checklist IMG-3).
///
/// # Errors
/// If the picture cannot be read, decoded or written.
pub fn make_one(want: &Want, sources: &SourceTree) -> Result<Vec<u8>, Box<Diagnostic>> {
    let fail = |reason: String| {
        let diagnostic = Diagnostic::new(&UNUSABLE_IMAGE).arg("file", &want.source).arg("reason", reason);
        Box::new(diagnostic.in_file(&want.source))
    };
    let name = format!("{VERSION}-{}", want.digits());
    if let Some(bytes) = sources.world().recall(&name) {
        return Ok(bytes);
    }
    let bytes = sources.world().read(&want.source).map_err(|error| fail(error.to_string()))?;
    let (format, ..) = format_of(&bytes, &want.source).ok_or_else(|| fail("its format is not known".into()))?;
    let made = resize(&bytes, format, want).map_err(fail)?;
    sources.world().keep(&name, &made);
    Ok(made)
}

/// The most bytes the pixels of a picture may take: some pictures are small files of more pixels than there is memory.
const MOST_BYTES: u64 = 1 << 30;

fn resize(bytes: &[u8], format: ImageFormat, want: &Want) -> Result<Vec<u8>, String> {
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > MOST_BYTES {
        return Err(format!("it has {width} × {height} pixels, more than fit into memory"));
    }
    // A broken profile or orientation is no reason to refuse the picture.
    let profile = decoder.icc_profile().ok().flatten();
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    if let Some((left, top, width, height)) = want.fitting.crop {
        picture = picture.crop_imm(left, top, width, height);
    }
    let (width, height) = want.fitting.size;
    if (picture.width(), picture.height()) != (width, height) {
        picture = picture.resize_exact(width, height, resampling(want.sampling));
    }
    encode(picture, want.format, profile)
}

fn resampling(sampling: Sampling) -> Resampling {
    match sampling {
        Sampling::Nearest => Resampling::Nearest,
        Sampling::Triangle => Resampling::Triangle,
        Sampling::CatmullRom => Resampling::CatmullRom,
        Sampling::Gaussian => Resampling::Gaussian,
        Sampling::Lanczos3 => Resampling::Lanczos3,
    }
}

fn encode(picture: DynamicImage, format: Format, profile: Option<Vec<u8>>) -> Result<Vec<u8>, String> {
    let picture = match format {
        Format::Jpeg(_) => opaque(&picture),
        // PNG has no floating point.
        Format::Png if matches!(picture.color(), ColorType::Rgb32F | ColorType::Rgba32F) => in_bytes(&picture),
        Format::Png => picture,
        Format::WebP(_) | Format::Avif { .. } => in_bytes(&picture),
    };
    let profile = profile.filter(|profile| is_for(profile, &picture));
    let mut bytes = Vec::new();
    let written = match format {
        Format::Jpeg(quality) => {
            let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
            keep(&mut encoder, profile);
            picture.write_with_encoder(encoder)
        }
        Format::Png => {
            let mut encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
            keep(&mut encoder, profile);
            picture.write_with_encoder(encoder)
        }
        Format::WebP(None) => {
            let mut encoder = WebPEncoder::new_lossless(&mut bytes);
            keep(&mut encoder, profile);
            picture.write_with_encoder(encoder)
        }
        Format::WebP(Some(quality)) => return lossy_webp(&picture, quality, profile),
        Format::Avif { quality, speed } => {
            let mut encoder = AvifEncoder::new_with_speed_quality(&mut bytes, speed, quality);
            keep(&mut encoder, profile);
            picture.write_with_encoder(encoder)
        }
    };
    written.map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The picture with one byte a channel: what encoders for the web take.
fn in_bytes(picture: &DynamicImage) -> DynamicImage {
    match picture.color().has_alpha() {
        true => DynamicImage::from(picture.to_rgba8()),
        false => DynamicImage::from(picture.to_rgb8()),
    }
}

/// `picture` is one of [`in_bytes`].
fn lossy_webp(picture: &DynamicImage, quality: u8, profile: Option<Vec<u8>>) -> Result<Vec<u8>, String> {
    let (width, height) = (picture.width(), picture.height());
    let encoder = match picture {
        DynamicImage::ImageRgba8(pixels) => webp::Encoder::from_rgba(pixels, width, height),
        other => webp::Encoder::from_rgb(other.as_bytes(), width, height),
    };
    let made = encoder.encode_simple(false, f32::from(quality));
    let made = made.map(|made| made.to_vec()).map_err(|error| format!("{error:?}"))?;
    let Some(profile) = profile else { return Ok(made) };
    // The encoder knows no profiles: it is put in beside the picture.
    let mut file = WebP::from_bytes(made.into()).map_err(|error| error.to_string())?;
    file.set_icc_profile(Some(profile.into()));
    Ok(file.encoder().bytes().to_vec())
}

/// Whether a colour profile speaks of such pixels: one of CMYK or of gray is wrong for the colours they were turned into.
fn is_for(profile: &[u8], picture: &DynamicImage) -> bool {
    // The colour space of the data: ICC.1:2022, 7.2.
    let space: &[u8] = if picture.color().has_color() { b"RGB " } else { b"GRAY" };
    profile.get(16..20) == Some(space)
}

/// Gives the profile to an encoder that can keep it; one that cannot writes the picture without.
fn keep(encoder: &mut impl ImageEncoder, profile: Option<Vec<u8>>) {
    if let Some(profile) = profile {
        let _ = encoder.set_icc_profile(profile);
    }
}

/// The picture without transparency, on white: a JPEG has none, and transparent pixels are often black underneath.
fn opaque(picture: &DynamicImage) -> DynamicImage {
    match (picture.color().has_alpha(), picture.color().has_color()) {
        (false, true) => return DynamicImage::from(picture.to_rgb8()),
        (false, false) => return DynamicImage::from(picture.to_luma8()),
        (true, _) => {}
    }
    let source = picture.to_rgba8();
    let blend = |colour: u8, alpha: u8| {
        let (colour, alpha) = (u32::from(colour), u32::from(alpha));
        // At most 255: a weighted mean of two bytes.
        ((colour * alpha + 255 * (255 - alpha)) / 255) as u8
    };
    DynamicImage::from(RgbImage::from_fn(source.width(), source.height(), |x, y| {
        let [red, green, blue, alpha] = source.get_pixel(x, y).0;
        Rgb([blend(red, alpha), blend(green, alpha), blend(blue, alpha)])
    }))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::Arc;

    use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

    use super::make;
    use crate::asset::image::{Order, Want, probe};
    use crate::diagnostic::Sink;
    use crate::fingerprint::Fingerprint;
    use crate::path::SourcePath;
    use crate::source::{MemoryWorld, SourceTree};

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).unwrap()
    }

    fn sources<const N: usize>(files: [(&str, Vec<u8>); N]) -> SourceTree {
        let files = files.into_iter().map(|(name, bytes)| (path(name), bytes)).collect();
        SourceTree::new(Arc::new(MemoryWorld { files, ..MemoryWorld::default() }))
    }

    fn picture() -> Vec<u8> {
        let mut bytes = Vec::new();
        let clear = RgbaImage::from_pixel(60, 40, Rgba([0, 0, 0, 0]));
        DynamicImage::from(clear).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        bytes
    }

    fn want(order: &Order) -> Want {
        Want::plan(&path("static/a.png"), &probe(&picture()).unwrap(), Fingerprint::of(b""), order).unwrap()
    }

    // checklist: IMG-1, IMG-2
    #[test]
    fn copies_have_the_size_and_format_asked_for() {
        let tree = sources([("static/a.png", picture())]);
        for (format, name) in [("png", "png"), ("jpg", "jpg"), ("webp", "webp"), ("avif", "avif")] {
            let order =
                Order { width: Some(30), height: Some(30), format: Some(format), speed: Some(10), ..Order::default() };
            let sink = Sink::new();
            let made = make(&[want(&order)], &tree, &sink, |_| ());
            let facts = probe(&made[0].1).unwrap();
            assert_eq!((facts.width, facts.height, facts.format), (30, 30, name));
            assert!(sink.finish().is_empty());
        }
    }

    // checklist: IMG-2
    #[test]
    fn a_lower_quality_makes_smaller_files() {
        let mut noisy = Vec::new();
        let pixel = |x: u32, y: u32| Rgba([((x * 37) ^ (y * 101)) as u8, (x * y) as u8, (x * 7 + y * 13) as u8, 255]);
        DynamicImage::from(RgbaImage::from_fn(60, 40, pixel))
            .write_to(&mut Cursor::new(&mut noisy), ImageFormat::Png)
            .unwrap();
        let tree = sources([("static/a.png", noisy)]);
        for format in ["jpg", "webp", "avif"] {
            let size = |quality: u32| {
                let order = Order {
                    width: Some(40),
                    height: Some(40),
                    format: Some(format),
                    quality: Some(quality),
                    speed: Some(10),
                    ..Order::default()
                };
                make(&[want(&order)], &tree, &Sink::new(), |_| ())[0].1.len()
            };
            assert!(size(5) * 2 < size(95), "{format}: {} and {}", size(5), size(95));
        }
    }

    // checklist: FN-9
    #[test]
    fn pixels_can_be_taken_as_they_are() {
        let mut checked = Vec::new();
        let pixel = |x: u32, y: u32| Rgba([if (x + y).is_multiple_of(2) { 255 } else { 0 }, 0, 0, 255]);
        DynamicImage::from(RgbaImage::from_fn(60, 40, pixel))
            .write_to(&mut Cursor::new(&mut checked), ImageFormat::Png)
            .unwrap();
        let tree = sources([("static/a.png", checked)]);
        let shades = |filter: Option<&'static str>| {
            let order =
                Order { width: Some(90), height: Some(60), operation: Some("scale"), filter, ..Order::default() };
            let made = make(&[want(&order)], &tree, &Sink::new(), |_| ());
            let picture = image::load_from_memory(&made[0].1).unwrap().to_rgb8();
            let shades: std::collections::BTreeSet<u8> = picture.pixels().map(|pixel| pixel.0[0]).collect();
            (made[0].0.clone(), shades.len())
        };
        let (smooth, sharp) = (shades(None), shades(Some("Nearest")));
        assert!(smooth.1 > 2 && sharp.1 == 2, "{smooth:?} {sharp:?}");
        assert!(smooth.0 != sharp.0 && smooth.0 == shades(Some("lanczos3")).0);
    }

    #[test]
    fn transparent_pixels_are_white_in_a_jpeg() {
        let order = Order { width: Some(2), height: Some(2), format: Some("jpg"), ..Order::default() };
        let made = make(&[want(&order)], &sources([("static/a.png", picture())]), &Sink::new(), |_| ());
        let pixel = *image::load_from_memory(&made[0].1).unwrap().to_rgb8().get_pixel(0, 0);
        assert!(pixel.0.iter().all(|channel| *channel > 250), "{pixel:?}");
    }

    #[test]
    fn a_broken_picture_is_told_and_the_others_made() {
        let order = Order { width: Some(2), height: Some(2), ..Order::default() };
        let good = want(&order);
        let broken = Want { source: path("static/b.png"), ..good.clone() };
        let tree = sources([("static/a.png", picture()), ("static/b.png", picture()[..40].to_vec())]);
        let sink = Sink::new();
        assert_eq!(make(&[broken, good], &tree, &sink, |_| ()).len(), 1);
        let told = sink.finish();
        assert_eq!(told.iter().map(|diagnostic| diagnostic.code.id).collect::<Vec<_>>(), ["image-unusable"]);
    }
}
