//! A card drawn: a band at the left, the kind above, the title in the middle, the group and the day below a rule.

use std::io::Cursor;

use ab_glyph::{Font, Point, ScaleFont};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::Card;
use super::fit::{LEADING, fit, measure, scale};

/// The width in dots that messengers ask for.
pub const WIDTH: u32 = 1200;
/// The height.
pub const HEIGHT: u32 = 630;

type Colour = [u8; 3];

const PAPER: Colour = [0xfb, 0xf8, 0xf1];
const BAND: Colour = [0x0d, 0x4a, 0x50];
const INK: Colour = [0x1b, 0x2a, 0x2c];
const SOFT: Colour = [0x4a, 0x5b, 0x5d];
const RULE: Colour = [0xc9, 0xd5, 0xd4];

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
    let mut canvas = Canvas { dots: PAPER.repeat((WIDTH * HEIGHT) as usize) };
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

    let mut bytes = Cursor::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Sub);
    // Writing to memory does not fail, and the canvas has the size it says.
    let _ = encoder.write_image(&canvas.dots, WIDTH, HEIGHT, ExtendedColorType::Rgb8);
    bytes.into_inner()
}

/// The size at which a text stands on one line.
fn fit_line(font: &impl Font, text: &str, width: f32) -> f32 {
    let wide = measure(font, text, GROUP_SIZE);
    if wide <= width { GROUP_SIZE } else { GROUP_SIZE * width / wide }
}

struct Canvas {
    /// Three bytes a dot, line by line.
    dots: Vec<u8>,
}

impl Canvas {
    fn fill(&mut self, (left, top): (u32, u32), (right, bottom): (u32, u32), colour: Colour) {
        for y in top..bottom.min(HEIGHT) {
            let line = (y * WIDTH * 3) as usize;
            let span = line + (left * 3) as usize..line + (right.min(WIDTH) * 3) as usize;
            for dot in self.dots[span].chunks_exact_mut(3) {
                dot.copy_from_slice(&colour);
            }
        }
    }

    fn text(&mut self, font: &impl Font, text: &str, size: f32, (x, y): (f32, f32), colour: Colour) {
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
                    let at = ((row * i64::from(WIDTH) + column) * 3) as usize;
                    for (dot, ink) in self.dots[at..at + 3].iter_mut().zip(colour) {
                        let mixed = f32::from(*dot) + (f32::from(ink) - f32::from(*dot)) * cover.clamp(0.0, 1.0);
                        *dot = mixed.round() as u8;
                    }
                }
            });
        }
    }
}
