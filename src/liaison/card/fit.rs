//! A text made to fit a space: as large as it may be, in lines that break where Chinese lines may break.

use ab_glyph::{Font, ScaleFont};

use crate::liaison::submission::lines_within;

/// Sizes to try, in dots, the largest first.
const SIZES: [u16; 8] = [84, 76, 68, 60, 54, 48, 42, 36];
/// The distance of lines by their size.
pub const LEADING: f32 = 1.36;

/// A text set in lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The size in dots.
    pub size: f32,
    /// The lines.
    pub lines: Vec<String>,
}

/// The width of a text in dots at a size.
pub fn measure(font: &impl Font, text: &str, size: f32) -> f32 {
    let font = font.as_scaled(scale(font, size));
    text.chars().map(|c| font.h_advance(font.glyph_id(c))).sum()
}

/// The scale at which a font's em has `size` dots.
pub fn scale(font: &impl Font, size: f32) -> ab_glyph::PxScale {
    let em = font.units_per_em().unwrap_or_else(|| font.height_unscaled());
    ab_glyph::PxScale::from(size * font.height_unscaled() / em.max(1.0))
}

/// The text at the largest size at which its lines fit into the space; at the smallest its end is left out.
pub fn fit(font: &impl Font, text: &str, width: f32, height: f32) -> Fitted {
    let mut last = Fitted { size: 1.0, lines: Vec::new() };
    for size in SIZES.map(f32::from) {
        let most = ((height / (size * LEADING)) as usize).max(1);
        // Hundredths of a character.
        let widest = (width / size * 100.0) as i32;
        let lines = lines_within(text, widest, &|text| (measure(font, text, size) / size * 100.0).ceil() as i32);
        let fits = lines.len() <= most && lines.iter().all(|line| measure(font, line, size) <= width);
        last = Fitted { size, lines };
        if fits {
            return last;
        }
        last.lines.truncate(most);
    }
    if let Some(line) = last.lines.last_mut() {
        while measure(font, &format!("{line}……"), last.size) > width && line.pop().is_some() {}
        line.push_str("……");
    }
    for line in &mut last.lines {
        while measure(font, line, last.size) > width && line.pop().is_some() {}
    }
    last
}

#[cfg(test)]
mod tests {
    use ab_glyph::FontVec;

    use super::{fit, measure};
    use crate::source::{DiskWorld, World};

    fn font() -> FontVec {
        let font = DiskWorld::new(".", None).font("Noto Sans CJK SC").expect("fonts-noto-cjk is needed");
        FontVec::try_from_vec_and_index(font.bytes.to_vec(), font.index).unwrap()
    }

    #[test]
    fn titles_of_any_length_fit_and_break_where_they_may() {
        let font = font();
        for (title, largest) in [
            ("我参加修建丰乐渠的日子", true),
            ("青溪镇政协联络组组织委员视察镇村道路建设情况，并就管护提出建议", false),
            (
                "关于加快推进青溪镇农村生活污水治理设施建设和长效管护工作的调研报告（2026年度）：以龙潭村、友谊村、石桥村为例",
                false,
            ),
            (&"委员们走访了“龙潭村”、《友谊村》，".repeat(20), false),
            ("https://example.test/a-very-long-word-without-any-place-to-break-it-in-two-or-three-lines-at-all", false),
            ("", true),
        ] {
            let fitted = fit(&font, title, 1000.0, 330.0);
            assert_eq!(fitted.size == 84.0, largest, "{title}");
            assert!(fitted.size * super::LEADING * fitted.lines.len() as f32 <= 330.0, "{title}");
            for line in &fitted.lines {
                assert!(measure(&font, line, fitted.size) <= 1000.0, "{line}");
                assert!(!line.starts_with(['，', '、', '。', '”', '》', '）', '：']), "{:?}", fitted.lines);
                assert!(!line.ends_with(['“', '《', '（']), "{:?}", fitted.lines);
            }
            let text = fitted.lines.concat();
            let cut = text.strip_suffix("……").filter(|kept| title.starts_with(kept) && kept.chars().count() > 100);
            assert!(text == title || cut.is_some(), "{:?}", fitted.lines);
        }
    }
}
