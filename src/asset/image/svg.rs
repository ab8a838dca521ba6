//! The size an SVG file gives itself.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Width and height in pixels: as the root element says, else of its view box; 0 where it says nothing. `None` if the
/// bytes are no SVG.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    // A picture in another format ends here, before it is read as XML.
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return None;
    }
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => {
                if element.local_name().as_ref() != "svg" {
                    return None;
                }
                let mut sides = (None, None);
                let mut view_box = None;
                for attribute in element.attributes().flatten() {
                    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
                    match attribute.key.as_ref() {
                        "width" => sides.0 = length(&value),
                        "height" => sides.1 = length(&value),
                        "viewBox" => view_box = view_box_size(&value),
                        _ => {}
                    }
                }
                let (width, height) = view_box.unwrap_or_default();
                return Some(match sides {
                    (Some(width), Some(height)) => (pixels(width), pixels(height)),
                    // One side follows from the other by the shape of the view box.
                    (Some(side), None) if width > 0.0 => (pixels(side), pixels(side * height / width)),
                    (None, Some(side)) if height > 0.0 => (pixels(side * width / height), pixels(side)),
                    (first, second) => (pixels(first.unwrap_or(width)), pixels(second.unwrap_or(height))),
                });
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// A length in CSS pixels; none for a percentage, which says nothing by itself.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))).unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    // The fixed ratios of CSS Values and Units, section 6.2.
    let factor = match text[end..].trim() {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "em" | "rem" => 16.0,
        _ => return None,
    };
    (number.is_finite() && number >= 0.0).then_some(number * factor)
}

fn view_box_size(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty()).skip(2);
    let (width, height) = (numbers.next()?.parse::<f64>().ok()?, numbers.next()?.parse::<f64>().ok()?);
    (width >= 0.0 && height >= 0.0 && (width + height).is_finite()).then_some((width, height))
}

fn pixels(length: f64) -> u32 {
    length.round() as u32
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn says_its_size_in_several_ways() {
        assert_eq!(size(b"<?xml version='1.0'?><!-- c --><svg width='40' height=\"20px\"/>"), Some((40, 20)));
        assert_eq!(size(b"<svg viewBox='0 0 30 10'></svg>"), Some((30, 10)));
        assert_eq!(size(b"<svg width='60' viewBox='0 0 30 10'/>"), Some((60, 20)));
        assert_eq!(size(b"<svg width='100%' height='1in' viewBox='0,0,30,10'/>"), Some((288, 96)));
        assert_eq!(size(b"<s:svg xmlns:s='x'/>"), Some((0, 0)));
        assert_eq!(size(b"<html></html>"), None);
        assert_eq!(size(b"\xff\xd8"), None);
        assert_eq!(size(b"<svg width="), None);
    }
}
