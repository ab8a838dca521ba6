//! A smaller copy of a picture: planned when a template asks, from the picture's size alone.

use crate::diagnostic::both;
use crate::fingerprint::Fingerprint;
use crate::path::{Route, SourcePath};

use super::probe::ImageFacts;

/// What a template asks for (checklist IMG-1, IMG-2).
#[derive(Clone, Copy, Debug, Default)]
pub struct Order<'a> {
    /// In pixels.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
    /// `scale`, `fit_width`, `fit_height`, `fit` or `fill`, the default.
    pub operation: Option<&'a str>,
    /// `auto`, the default, `jpg`, `jpeg`, `png`, `webp` or `avif`.
    pub format: Option<&'a str>,
    /// 1 to 100 (0 to 100 for WebP).
    pub quality: Option<u32>,
    /// 1 to 10, for AVIF.
    pub speed: Option<u32>,
    /// The name of a sampling, `lanczos3` by default.
    pub filter: Option<&'a str>,
}

/// How a picture comes to its new size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// Exactly these sides, whatever the shape.
    Scale(u32, u32),
    /// This width; the height follows.
    FitWidth(u32),
    /// This height; the width follows.
    FitHeight(u32),
    /// Within these sides, never larger than it is.
    Fit(u32, u32),
    /// Exactly these sides, the middle kept and what stands over cut off.
    Fill(u32, u32),
}

/// How new pixels are computed from old ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Sampling {
    /// The nearest pixel as it is: for pixel art.
    Nearest,
    /// Linear.
    Triangle,
    /// Cubic.
    CatmullRom,
    /// A bell.
    Gaussian,
    /// Sharp.
    #[default]
    Lanczos3,
}

/// The format a copy is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JPEG with a quality of 1 to 100.
    Jpeg(u8),
    /// PNG.
    Png,
    /// WebP with a quality of 0 to 100, or without loss.
    WebP(Option<u8>),
    /// AVIF.
    Avif {
        /// 1 to 100.
        quality: u8,
        /// 1 to 10: the faster, the larger.
        speed: u8,
    },
}

/// What is done to the pixels: first cut out, then resized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fitting {
    /// Left, top, width, height of the part that is kept; all where none.
    pub crop: Option<(u32, u32, u32, u32)>,
    /// The new sides.
    pub size: (u32, u32),
}

/// A copy that must be made after rendering.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Want {
    /// Where it goes.
    pub route: Route,
    /// The picture it is made from.
    pub source: SourcePath,
    /// What is done to the pixels.
    pub fitting: Fitting,
    /// How pixels are computed.
    pub sampling: Sampling,
    /// How it is written.
    pub format: Format,
}

impl Want {
    /// Plans a copy of `source`, whose facts and content's fingerprint are given. Its name is
    /// `processed_images/<stem>.<16 hex digits>.<extension>`; the digits change with the picture and with the order.
    ///
    /// # Errors
    /// What is wrong with the order, as a sentence.
    pub fn plan(source: &SourcePath, facts: &ImageFacts, content: Fingerprint, order: &Order) -> Result<Want, String> {
        if matches!(facts.format, "svg" | "avif") {
            let format = facts.format.to_uppercase();
            return Err(both(
                format_args!("`{source}` 是 {format}，不能改尺寸"),
                format_args!("`{source}` is {format}, which cannot be resized"),
            ));
        }
        let operation = operation(order)?;
        let format = format(order, facts)?;
        let sampling = sampling(order.filter)?;
        let fitting = operation.fitting(facts.width, facts.height);
        let (width, height) = fitting.size;
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            let most = MOST_PIXELS / 1_000_000;
            return Err(both(
                format_args!("{width} × {height} 的图片太大，最多 {most} 百万像素"),
                format_args!("{width} × {height} is too large: a copy has at most {most} million pixels"),
            ));
        }
        let mut done = format!("{operation:?} {format:?}");
        // Names of copies that were made before there was a choice stay.
        if sampling != Sampling::default() {
            done.push_str(&format!(" {sampling:?}"));
        }
        let parts = [source.as_str().to_owned(), content.to_string(), done];
        let digits = Fingerprint::of_all(parts.iter().map(String::as_bytes)).short();
        let name = format!("processed_images/{}.{digits}.{}", source.file_stem(), format.extension());
        let route = Route::file(&name).map_err(|_| {
            both(format_args!("`{source}` 的文件名太长"), format_args!("`{source}` has a name that is too long"))
        })?;
        Ok(Want { route, source: source.clone(), fitting, sampling, format })
    }
}

impl Want {
    /// The digits of its name: they stand for the picture's content and for all that is done to it.
    pub fn digits(&self) -> &str {
        self.route.as_str().rsplit('.').nth(1).unwrap_or_default()
    }
}

impl Format {
    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg(_) => "jpg",
            Format::Png => "png",
            Format::WebP(_) => "webp",
            Format::Avif { .. } => "avif",
        }
    }
}

impl Operation {
    /// What it means for a picture of these sides. Sides are cut to whole pixels, not rounded, as in the reference.
    pub fn fitting(self, width: u32, height: u32) -> Fitting {
        let (wide, high) = (u64::from(width.max(1)), u64::from(height.max(1)));
        let part = |side: u64, by: u32, of: u64| u32::try_from(side * u64::from(by) / of).unwrap_or(u32::MAX).max(1);
        let whole = |size| Fitting { crop: None, size };
        match self {
            Operation::Scale(w, h) => whole((w, h)),
            Operation::FitWidth(w) => whole((w, part(high, w, wide))),
            Operation::FitHeight(h) => whole((part(wide, h, high), h)),
            Operation::Fit(w, h) if u64::from(w) >= wide && u64::from(h) >= high => whole((width, height)),
            // The side that has to shrink more decides.
            Operation::Fit(w, h) if wide * u64::from(h) > high * u64::from(w) => whole((w, part(high, w, wide))),
            Operation::Fit(_, h) => whole((part(wide, h, high), h)),
            Operation::Fill(w, h) => {
                let (by_width, by_height) = (wide as f64 / f64::from(w), high as f64 / f64::from(h));
                if (by_width - by_height).abs() <= 0.1 {
                    return whole((w, h));
                }
                let (crop_wide, crop_high) = if by_width < by_height {
                    (width, part(wide, h, u64::from(w)).min(height))
                } else {
                    (part(high, w, u64::from(h)).min(width), height)
                };
                let crop = ((width - crop_wide) / 2, (height - crop_high) / 2, crop_wide, crop_high);
                Fitting { crop: Some(crop), size: (w, h) }
            }
        }
    }
}

/// The most pixels of a copy: a poster has fewer, and a machine's memory holds some of these side by side.
const MOST_PIXELS: u64 = 100_000_000;

/// The longest side of a copy: what the formats can hold, and more than any page shows.
const LONGEST: u32 = 16_383;

fn operation(order: &Order) -> Result<Operation, String> {
    let name = order.operation.unwrap_or("fill");
    let side = |value: Option<u32>, side: &str| match value {
        None => Err(both(
            format_args!("`op=\"{name}\"` 要写参数 `{side}`"),
            format_args!("`op=\"{name}\"` needs the argument `{side}`"),
        )),
        Some(0) => Err(both(format_args!("`{side}` 不能是 0"), format_args!("`{side}` must not be 0"))),
        Some(pixels) if pixels > LONGEST => Err(both(
            format_args!("`{side}` 最多 {LONGEST}，不能是 `{pixels}`"),
            format_args!("`{side}` must be at most {LONGEST}, not `{pixels}`"),
        )),
        Some(pixels) => Ok(pixels),
    };
    let width = || side(order.width, "width");
    let height = || side(order.height, "height");
    match name {
        "scale" => Ok(Operation::Scale(width()?, height()?)),
        "fit_width" => Ok(Operation::FitWidth(width()?)),
        "fit_height" => Ok(Operation::FitHeight(height()?)),
        "fit" => Ok(Operation::Fit(width()?, height()?)),
        "fill" => Ok(Operation::Fill(width()?, height()?)),
        _ => Err(both(
            format_args!("`op` 只能是 `scale`、`fit_width`、`fit_height`、`fit` 或 `fill`，不能是 `{name}`"),
            format_args!("`op` must be `scale`, `fit_width`, `fit_height`, `fit` or `fill`, not `{name}`"),
        )),
    }
}

/// The sampling of that name. What the names mean is set by libraries; those for samplings we do not have are near ones.
fn sampling(name: Option<&str>) -> Result<Sampling, String> {
    let Some(name) = name else { return Ok(Sampling::default()) };
    let plain: String = name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).collect();
    match plain.to_ascii_lowercase().as_str() {
        "nearest" => Ok(Sampling::Nearest),
        "triangle" | "bilinear" | "linear" | "box" | "hamming" => Ok(Sampling::Triangle),
        "catmullrom" | "bicubic" | "cubic" | "mitchell" => Ok(Sampling::CatmullRom),
        "gaussian" => Ok(Sampling::Gaussian),
        "lanczos3" | "lanczos" => Ok(Sampling::Lanczos3),
        _ => Err(both(
            format_args!(
                "`filter` 只能是 `nearest`、`triangle`、`catmullrom`、`gaussian` 或 `lanczos3`，不能是 `{name}`"
            ),
            format_args!(
                "`filter` must be `nearest`, `triangle`, `catmullrom`, `gaussian` or `lanczos3`, not `{name}`"
            ),
        )),
    }
}

fn format(order: &Order, facts: &ImageFacts) -> Result<Format, String> {
    let within = |name: &str, value: Option<u32>, from: u32, to: u32| match value {
        Some(value) if (from..=to).contains(&value) => Ok(Some(value as u8)),
        Some(value) => Err(both(
            format_args!("`{name}` 应当在 {from} 到 {to} 之间，不能是 `{value}`"),
            format_args!("`{name}` must be from {from} to {to}, not `{value}`"),
        )),
        None => Ok(None),
    };
    let speed = within("speed", order.speed, 1, 10)?;
    let lossless = matches!(facts.format, "png" | "pnm" | "tiff" | "tga" | "bmp" | "ico" | "hdr" | "ff");
    let name = match order.format.unwrap_or("auto") {
        "auto" if lossless => "png",
        "auto" => "jpg",
        name => name,
    };
    let lowest = if name == "webp" { 0 } else { 1 };
    let quality = within("quality", order.quality, lowest, 100)?;
    match name {
        "jpg" | "jpeg" => Ok(Format::Jpeg(quality.unwrap_or(75))),
        "png" => Ok(Format::Png),
        "webp" => Ok(Format::WebP(quality)),
        "avif" => Ok(Format::Avif { quality: quality.unwrap_or(80), speed: speed.unwrap_or(5) }),
        other => Err(both(
            format_args!("`format` 只能是 `auto`、`jpg`、`png`、`webp` 或 `avif`，不能是 `{other}`"),
            format_args!("`format` must be `auto`, `jpg`, `png`, `webp` or `avif`, not `{other}`"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fitting, Format, Operation, Order, Want};
    use crate::asset::image::ImageFacts;
    use crate::fingerprint::Fingerprint;
    use crate::path::SourcePath;

    #[test]
    fn sizes_are_cut_to_whole_pixels() {
        let size = |operation: Operation| operation.fitting(60, 40).size;
        assert_eq!(size(Operation::FitWidth(25)), (25, 16));
        assert_eq!(size(Operation::FitHeight(25)), (37, 25));
        assert_eq!(size(Operation::Fit(24, 24)), (24, 16));
        assert_eq!(size(Operation::Fit(500, 500)), (60, 40));
        assert_eq!(size(Operation::Scale(20, 40)), (20, 40));
        assert_eq!(Operation::FitWidth(1).fitting(5000, 3).size, (1, 1));
        assert_eq!(Operation::Fit(15, 15).fitting(30, 50).size, (9, 15));
    }

    #[test]
    fn filling_keeps_the_middle() {
        let fill = |w, h| Operation::Fill(w, h).fitting(60, 40);
        assert_eq!(fill(30, 30), Fitting { crop: Some((10, 0, 40, 40)), size: (30, 30) });
        assert_eq!(fill(90, 45), Fitting { crop: Some((0, 5, 60, 30)), size: (90, 45) });
        assert_eq!(fill(30, 20), Fitting { crop: None, size: (30, 20) });
    }

    fn plan(format: &'static str, order: &Order) -> Result<Want, String> {
        let facts = ImageFacts { width: 60, height: 40, format, mime: "", description: None, created: None };
        let source = SourcePath::new("static/a/图片.x").unwrap();
        Want::plan(&source, &facts, Fingerprint::of(b"x"), order)
    }

    #[test]
    fn the_format_follows_the_source_unless_said() {
        let sides = Order { width: Some(3), height: Some(3), ..Order::default() };
        assert_eq!(plan("gif", &sides).unwrap().format, Format::Jpeg(75));
        assert_eq!(plan("bmp", &sides).unwrap().format, Format::Png);
        let want = plan("png", &Order { format: Some("webp"), ..sides }).unwrap();
        assert_eq!(want.format, Format::WebP(None));
        let avif = plan("gif", &Order { format: Some("avif"), ..sides }).unwrap();
        assert_eq!(avif.format, Format::Avif { quality: 80, speed: 5 });
        assert!(want.route.as_str().starts_with("processed_images/图片."));
        assert_eq!(want.route.as_str().len(), "processed_images/图片.0123456789abcdef.webp".len());
    }

    #[test]
    fn a_bad_order_is_told() {
        let sides = Order { width: Some(3), height: Some(3), ..Order::default() };
        let orders = [
            Order { height: None, ..sides },
            Order { width: Some(0), ..sides },
            Order { operation: Some("crop"), ..sides },
            Order { format: Some("tif"), ..sides },
            Order { quality: Some(0), ..sides },
            Order { speed: Some(11), ..sides },
            Order { filter: Some("sinc"), ..sides },
            Order { width: Some(1_000_000), ..sides },
            Order { width: Some(16_000), height: Some(16_000), ..sides },
        ];
        let mut told: Vec<String> = orders.iter().map(|order| plan("jpg", order).unwrap_err()).collect();
        told.push(plan("svg", &sides).unwrap_err());
        // The English part stands first.
        let told: Vec<&str> = told.iter().filter_map(|told| told.split('\u{FFFE}').next()).collect();
        insta::assert_snapshot!(told.join("\n"));
    }
}
