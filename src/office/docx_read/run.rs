//! Runs: text, breaks, links, pictures, notes, text boxes; what was struck by tracked changes or hidden stays out.

use super::block::TextReader;
use super::math;
use super::model::Inline;
use crate::office::xml_tree::Element;

impl TextReader<'_> {
    /// Reads what stands in a paragraph, or in something inside of it.
    pub(super) fn runs(&mut self, parent: &Element, style: Option<&str>, inlines: &mut Vec<Inline>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, style, inlines),
                "hyperlink" => {
                    let mut inner = Vec::new();
                    self.runs(element, style, &mut inner);
                    let address =
                        element.attribute("id").and_then(|id| self.relations.get(id)).filter(|it| it.external);
                    match address {
                        Some(relation) if !inner.is_empty() => {
                            inlines.push(Inline::Link(relation.target.clone(), inner))
                        }
                        _ => inlines.append(&mut inner),
                    }
                }
                "fldSimple" => {
                    let address = address_of(element.attribute("instr").unwrap_or_default());
                    let mut inner = Vec::new();
                    self.runs(element, style, &mut inner);
                    match address {
                        Some(address) if !inner.is_empty() => inlines.push(Inline::Link(address, inner)),
                        _ => inlines.append(&mut inner),
                    }
                }
                "sdt" => element.child("sdtContent").into_iter().for_each(|inner| self.runs(inner, style, inlines)),
                "ins" | "moveTo" | "smartTag" | "customXml" | "dir" | "bdo" | "ruby" | "rubyBase" => {
                    self.runs(element, style, inlines);
                }
                "oMath" | "oMathPara" => inlines.push(Inline::Text(math::line(element), Default::default())),
                "AlternateContent" => {
                    let choice = element.child("Choice").or(element.child("Fallback"));
                    choice.into_iter().for_each(|choice| self.runs(choice, style, inlines));
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, run: &Element, style: Option<&str>, inlines: &mut Vec<Inline>) {
        let properties = run.child("rPr");
        if properties.and_then(|properties| properties.says("vanish")) == Some(true) {
            return;
        }
        let look = self.styles.look(style, properties);
        let add = |inlines: &mut Vec<Inline>, text: &str, fields: &[(String, bool)]| {
            let address = fields.iter().rev().find(|(address, result)| *result && !address.is_empty());
            match (address, inlines.last_mut()) {
                (Some((address, _)), Some(Inline::Link(same, inner))) if same == address => {
                    inner.push(Inline::Text(text.to_owned(), look.clone()));
                }
                (Some((address, _)), _) => {
                    inlines.push(Inline::Link(address.clone(), vec![Inline::Text(text.to_owned(), look.clone())]));
                }
                (None, Some(Inline::Text(before, same))) if *same == look => before.push_str(text),
                (None, _) => inlines.push(Inline::Text(text.to_owned(), look.clone())),
            }
        };
        for element in run.elements() {
            // The code of a field is no text, only its result is.
            let in_code = self.fields.iter().any(|(_, result)| !result);
            match element.name.as_str() {
                "fldChar" => match element.attribute("fldCharType") {
                    Some("begin") => self.fields.push((String::new(), false)),
                    Some("separate") => {
                        if let Some((code, result)) = self.fields.last_mut() {
                            *code = address_of(code).unwrap_or_default();
                            *result = true;
                        }
                    }
                    Some("end") => {
                        self.fields.pop();
                    }
                    _ => {}
                },
                "instrText" => {
                    if let Some((code, false)) = self.fields.last_mut() {
                        code.push_str(&element.text());
                    }
                }
                _ if in_code => {}
                "t" => add(inlines, &element.text(), &self.fields),
                "tab" => add(inlines, "\u{3000}", &self.fields),
                "noBreakHyphen" => add(inlines, "-", &self.fields),
                "sym" => {
                    let font = element.attribute("font").unwrap_or_default();
                    if let Some(sign) = element.attribute("char").and_then(|code| symbol(code, font)) {
                        add(inlines, &sign, &self.fields);
                    }
                }
                "br" if element.attribute("type").is_none_or(|kind| kind == "textWrapping") => {
                    inlines.push(Inline::Break)
                }
                "cr" => inlines.push(Inline::Break),
                "footnoteReference" => inlines.extend(element.attribute("id").map(|id| Inline::Note(format!("f{id}")))),
                "endnoteReference" => inlines.extend(element.attribute("id").map(|id| Inline::Note(format!("e{id}")))),
                "drawing" | "pict" | "object" => self.drawing(element, inlines),
                "AlternateContent" => {
                    let choice = element.child("Choice").or(element.child("Fallback"));
                    if let Some(drawing) = choice {
                        let before = (inlines.len(), self.boxes.len());
                        self.drawing(drawing, inlines);
                        // A program that did not know the choice would show the other.
                        if (inlines.len(), self.boxes.len()) == before && drawing.name == "Choice" {
                            element.child("Fallback").into_iter().for_each(|other| self.drawing(other, inlines));
                        }
                    }
                }
                "ruby" => element.child("rubyBase").into_iter().for_each(|base| self.runs(base, style, inlines)),
                _ => {}
            }
        }
    }

    /// The pictures of a drawing, and the text of its boxes, which follows the paragraph.
    fn drawing(&mut self, drawing: &Element, inlines: &mut Vec<Inline>) {
        let described = drawing.below("docPr").and_then(|it| it.attribute("descr").or(it.attribute("title")));
        let alt = described.unwrap_or_default().trim().to_owned();
        self.find_pictures(drawing, &alt, inlines);
    }

    fn find_pictures(&mut self, parent: &Element, alt: &str, inlines: &mut Vec<Inline>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "blip" => {
                    if let Some(id) = element.attribute("embed").filter(|id| self.relations.contains_key(*id)) {
                        inlines.push(Inline::Picture(format!("{}{id}", self.letter), alt.to_owned()));
                    }
                }
                "imagedata" => {
                    if let Some(id) = element.attribute("id").filter(|id| self.relations.contains_key(*id)) {
                        let alt = if alt.is_empty() { element.attribute("title").unwrap_or_default() } else { alt };
                        inlines.push(Inline::Picture(format!("{}{id}", self.letter), alt.to_owned()));
                    }
                }
                "txbxContent" => {
                    let boxes = std::mem::take(&mut self.boxes);
                    let inner = self.blocks(element);
                    self.boxes = boxes;
                    self.boxes.extend(inner);
                }
                "Fallback" => {}
                // Drawings that programs make of data: their text is in other parts.
                "graphicData"
                    if element
                        .attribute("uri")
                        .is_some_and(|uri| uri.ends_with("/chart") || uri.ends_with("/diagram")) =>
                {
                    self.graphics += 1;
                }
                _ => self.find_pictures(element, alt, inlines),
            }
        }
    }
}

/// The address of a field that is a link.
fn address_of(code: &str) -> Option<String> {
    let rest = code.trim().strip_prefix("HYPERLINK")?.trim();
    let address = rest.split('"').nth(1).unwrap_or(rest.split(' ').next().unwrap_or_default());
    (!address.is_empty() && !rest.starts_with("\\l")).then(|| address.to_owned())
}

/// A sign of a font of signs, as people use them in texts. One that is not known is a box: that something is missing must be
/// seen.
fn symbol(code: &str, font: &str) -> Option<String> {
    // Their places are repeated in the area for private use.
    let code = u32::from_str_radix(code, 16).ok()?;
    let place = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let greek = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    let small = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let letter = |letters: &str, first: u32| letters.chars().nth(usize::try_from(place - first).ok()?);
    let sign = match (font.to_lowercase().as_str(), place) {
        ("symbol", 0x41..=0x5a) => letter(greek, 0x41)?,
        ("symbol", 0x61..=0x7a) => letter(small, 0x61)?,
        ("symbol", 0xb3) => '≥',
        ("symbol", 0xa3) => '≤',
        ("symbol", 0xb1) => '±',
        ("symbol", 0xb4) => '×',
        ("symbol", 0xb8) => '÷',
        ("symbol", 0xb9) => '≠',
        ("symbol", 0xb0) => '°',
        ("symbol", 0x20..=0x7e) => char::from_u32(place)?,
        (font, 0x81..=0x8a) if font.starts_with("wingdings") => char::from_u32(0x2460 + place - 0x81)?,
        (font, 0x8c..=0x95) if font.starts_with("wingdings") => char::from_u32(0x2776 + place - 0x8c)?,
        (_, 0xfe | 0x52) => return Some("☑ ".to_owned()),
        (_, 0xa8 | 0x6f) => return Some("☐ ".to_owned()),
        (_, 0xfc) => '√',
        (_, 0xfb) => '×',
        (_, 0xb7 | 0x6c | 0x9f) => '•',
        (_, 0x6e) => '■',
        (_, 0x75) => '◆',
        (_, 0xab) => '★',
        (_, 0xe0 | 0xf0) => '→',
        _ if place == code && code > 0xff => char::from_u32(code)?,
        _ => '□',
    };
    Some(sign.to_string())
}
