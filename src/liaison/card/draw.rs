//! A card drawn: a band at the left, the kind above, the title in the middle, the group and the day below a rule.

use ab_glyph::{Font, Point, ScaleFont};
use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};

use super::Card;
use super::fit::{LEADING, fit, measure, scale};

/// The width in dots that messengers ask for.
pub const WIDTH: u32 = 1200;
/// The height.
pub const HEIGHT: u32 = 630;

const PAPER: [u8; 3] = [0xfb, 0xf8, 0xf1];
/// The inks, each in `LEVELS` shades from none at all to its full colour.
const INKS: [[u8; 3]; 4] = [[0x0d, 0x4a, 0x50], [0x1b, 0x2a, 0x2c], [0x4a, 0x5b, 0x5d], [0xc9, 0xd5, 0xd4]];
const BAND: u8 = 0;
const INK: u8 = 1;
const SOFT: u8 = 2;
const RULE: u8 = 3;
/// Enough for smooth edges, few enough for a byte a dot: a file is a third as large then, and made in half the time.
const LEVELS: u8 = 64;

/// The width of the band.
const BAND_WIDTH: u32 = 32;
/// Where texts begin and end.
const LEFT: f32 = 104.0;
const RIGHT: f32 = 1120.0;
/// The space of the title, from above.
const TITLE: (f32, f32) = (148.0, 484.0);
/// The sizes of the small texts.
const KIND_SIZE: f32 = 36.0;
const GROUP_SIZE: f32 = 38.0;
const DATE_SIZE: f32 = 32.0;
/// The lines the small texts stand on.
const KIND_LINE: f32 = 112.0;
const FOOT_LINE: f32 = 568.0;
const RULE_AT: u32 = 510;

/// The card as a PNG file.
pub fn draw(card: &Card, font: &impl Font) -> Vec<u8> {
    let mut canvas = Canvas { dots: vec![0; (WIDTH * HEIGHT) as usize] };
    canvas.fill((0, 0), (BAND_WIDTH, HEIGHT), BAND);
    canvas.fill((LEFT as u32, RULE_AT), (RIGHT as u32, RULE_AT + 2), RULE);
    canvas.text(font, &card.kind, KIND_SIZE, (LEFT, KIND_LINE), BAND);

    let (top, bottom) = TITLE;
    let title = fit(font, &card.title, RIGHT - LEFT, bottom - top);
    let step = title.size * LEADING;
    let block = step * title.lines.len() as f32;
    for (at, line) in title.lines.iter().enumerate() {
        // The line's foot: an em is set about a fifth below it.
        let foot =
            top + (bottom - top - block) / 2.0 + step * at as f32 + (step + title.size) / 2.0 - title.size * 0.16;
        canvas.text(font, line, title.size, (LEFT, foot), INK);
    }
    let day = measure(font, &card.date, DATE_SIZE);
    let group = fit_line(font, &card.group, RIGHT - LEFT - day - 40.0);
    canvas.text(font, &card.group, group, (LEFT, FOOT_LINE), BAND);
    canvas.text(font, &card.date, DATE_SIZE, (RIGHT - day, FOOT_LINE), SOFT);

    // Writing to memory does not fail, and the canvas has the size it says.
    canvas.encoded().unwrap_or_default()
}

/// The size at which a text stands on one line.
fn fit_line(font: &impl Font, text: &str, width: f32) -> f32 {
    let wide = measure(font, text, GROUP_SIZE);
    if wide <= width { GROUP_SIZE } else { GROUP_SIZE * width / wide }
}

struct Canvas {
    /// For each dot its ink and how much of it there is: `ink * LEVELS + level`.
    dots: Vec<u8>,
}

impl Canvas {
    fn fill(&mut self, (left, top): (u32, u32), (right, bottom): (u32, u32), ink: u8) {
        for y in top..bottom.min(HEIGHT) {
            let line = y * WIDTH;
            self.dots[(line + left) as usize..(line + right.min(WIDTH)) as usize].fill(shade(ink, LEVELS - 1));
        }
    }

    fn text(&mut self, font: &impl Font, text: &str, size: f32, (x, y): (f32, f32), ink: u8) {
        let scale = scale(font, size);
        let scaled = font.as_scaled(scale);
        let mut x = x;
        for c in text.chars() {
            let glyph = scaled.glyph_id(c).with_scale_and_position(scale, Point { x, y });
            x += scaled.h_advance(glyph.id);
            let Some(outlined) = font.outline_glyph(glyph) else { continue };
            let bounds = outlined.px_bounds();
            outlined.draw(|column, row, cover| {
                let (column, row) = (bounds.min.x as i64 + i64::from(column), bounds.min.y as i64 + i64::from(row));
                if (0..i64::from(WIDTH)).contains(&column) && (0..i64::from(HEIGHT)).contains(&row) {
                    let dot = &mut self.dots[(row * i64::from(WIDTH) + column) as usize];
                    // Where letters touch, the darker one shows.
                    let level = (cover.clamp(0.0, 1.0) * f32::from(LEVELS - 1)).round() as u8;
                    if level > *dot % LEVELS {
                        *dot = shade(ink, level);
                    }
                }
            });
        }
    }

    fn encoded(&self) -> Result<Vec<u8>, EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, WIDTH, HEIGHT);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_palette(palette());
        encoder.set_compression(Compression::Balanced);
        // Numbers of colours are no amounts that differ little from dot to dot.
        encoder.set_filter(Filter::NoFilter);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.dots)?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// The number of an ink's shade; no ink is paper, whichever it is.
fn shade(ink: u8, level: u8) -> u8 {
    if level == 0 { 0 } else { ink * LEVELS + level }
}

/// The colours by their numbers.
fn palette() -> Vec<u8> {
    let mixed = |ink: u8, level: u8, paper: u8| {
        let share = f32::from(level) / f32::from(LEVELS - 1);
        (f32::from(paper) + (f32::from(ink) - f32::from(paper)) * share).round() as u8
    };
    let shades = INKS.into_iter().flat_map(|ink| (0..LEVELS).map(move |level| (ink, level)));
    shades.flat_map(|(ink, level)| std::array::from_fn::<u8, 3, _>(|at| mixed(ink[at], level, PAPER[at]))).collect()
}
