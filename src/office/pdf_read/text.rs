//! The text of a PDF's pages, in the order in which it is drawn: enough to search it.

use encoding_rs::Encoding;
use rustc_hash::FxHashMap;

use super::cmap::CMap;
use super::file::{Object, Pdf};
use super::syntax::{Lexer, Value};

/// How deep pages and drawings in drawings may nest.
const DEEPEST: usize = 12;
/// A step to the side by more than this part of a character's size is a gap between words.
const GAP: f64 = 3.0;

/// The fewest characters a page with a picture holds that is not just a scan with its page number.
const FEWEST: usize = 10;

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its text.
    pub text: String,
    /// Whether it shows something that is not in the text: a scan, letters drawn as curves or without a name.
    pub has_unread: bool,
}

/// The pages.
pub fn pages(pdf: &Pdf<'_>) -> Vec<Page> {
    let mut leaves: Vec<(&Object, Option<&Value>)> = Vec::new();
    for root in pdf.of_trailer("Root") {
        if let Some(tree) = pdf.resolve(root).get("Pages").and_then(|pages| pdf.referred(pages)) {
            walk(pdf, tree, None, 0, &mut leaves);
        }
        if !leaves.is_empty() {
            break;
        }
    }
    if leaves.is_empty() {
        let is_page = |object: &&Object| object.value.get("Type").is_some_and(|it| it.is_name("Page"));
        leaves.extend(pdf.objects().filter(is_page).map(|page| (page, page.value.get("Resources"))));
    }
    let of_page = |(page, resources): (&Object, Option<&Value>)| {
        let mut content = Vec::new();
        for part in page.value.get("Contents").map(|contents| pdf.resolve(contents).items()).unwrap_or_default() {
            // One stream that is referred to directly resolves to its own table.
            let object = pdf.referred(part);
            content.extend(object.map(|object| pdf.unpacked(object)).unwrap_or_default());
            content.push(b'\n');
        }
        if let Some(only) = page.value.get("Contents").and_then(|contents| pdf.referred(contents)) {
            content.extend(pdf.unpacked(only));
        }
        let mut drawing =
            Drawing { pdf, text: String::new(), has_picture: false, has_unnamed: false, has_curves: false };
        drawing.draw(&content, resources.map(|it| pdf.resolve(it)), 0);
        let characters = drawing.text.chars().filter(|c| !c.is_whitespace()).count();
        let is_bare = characters < FEWEST && (drawing.has_picture || drawing.has_curves);
        Page { text: drawing.text, has_unread: drawing.has_unnamed || is_bare }
    };
    leaves.into_iter().map(of_page).collect()
}

/// The pages below a node of the tree, each with the resources it has or inherits.
fn walk<'p>(
    pdf: &'p Pdf<'_>,
    node: &'p Object,
    inherited: Option<&'p Value>,
    depth: usize,
    leaves: &mut Vec<(&'p Object, Option<&'p Value>)>,
) {
    let resources = node.value.get("Resources").or(inherited);
    match node.value.get("Kids") {
        Some(kids) if depth < DEEPEST => {
            for kid in pdf.resolve(kids).items() {
                if let Some(kid) = pdf.referred(kid) {
                    walk(pdf, kid, resources, depth + 1, leaves);
                }
            }
        }
        Some(_) => {}
        None => leaves.push((node, resources)),
    }
}

struct Drawing<'p, 'b> {
    pdf: &'p Pdf<'b>,
    text: String,
    /// Whether a picture is shown.
    has_picture: bool,
    /// Whether letters are shown that have no name.
    has_unnamed: bool,
    /// Whether something is drawn of curves, as letters turned into shapes are.
    has_curves: bool,
}

/// A font as far as its text matters.
enum Font {
    Mapped(CMap),
    /// Codes that are Latin letters.
    Latin,
    /// Codes of an encoding, as Chinese fonts of the system are used without being embedded (9.7.5.2).
    Encoded(&'static Encoding),
    /// Codes that mean glyphs nobody names.
    Unknown,
}

impl Drawing<'_, '_> {
    fn draw(&mut self, content: &[u8], resources: Option<&Value>, depth: usize) {
        let mut fonts: FxHashMap<String, Font> = FxHashMap::default();
        let mut font: Option<String> = None;
        let mut size = 1.0;
        let mut line = 0.0;
        let mut operands: Vec<Value> = Vec::new();
        let mut lexer = Lexer::new(content);
        while let Some(value) = lexer.value() {
            let Value::Word(word) = value else {
                operands.push(value);
                continue;
            };
            let number = |from_end: usize| {
                operands
                    .len()
                    .checked_sub(from_end)
                    .and_then(|at| operands.get(at))
                    .and_then(Value::number)
                    .unwrap_or(0.0)
            };
            match word.as_str() {
                "Tf" => {
                    size = number(1).abs().max(0.1);
                    if let Some(Value::Name(name)) = operands.first() {
                        fonts.entry(name.clone()).or_insert_with(|| self.font(name, resources));
                        font = Some(name.clone());
                    }
                }
                "Td" | "TD" => self.moves(number(2), number(1), size),
                "T*" | "'" | "\"" => self.newline(),
                "Tm" => {
                    let height = number(1);
                    if (height - line).abs() > 0.01 {
                        self.newline();
                    } else {
                        self.gap();
                    }
                    line = height;
                }
                "Do" => self.inner(operands.last(), resources, depth),
                "c" => self.has_curves = true,
                "BI" => {
                    self.has_picture = true;
                    lexer.skip_to(end_of_picture(content, lexer.at()));
                }
                _ => {}
            }
            if matches!(word.as_str(), "Tj" | "TJ" | "'" | "\"") {
                let font = font.as_ref().and_then(|name| fonts.get(name));
                for item in operands.last().map(Value::items).unwrap_or_default() {
                    self.show(item, font);
                }
            }
            operands.clear();
        }
        self.newline();
    }

    fn show(&mut self, item: &Value, font: Option<&Font>) {
        match (item, font) {
            (Value::Text(codes, _), Some(Font::Mapped(cmap))) => self.text.push_str(&cmap.text(codes)),
            (Value::Text(codes, _), Some(Font::Latin) | None) => {
                self.text.extend(codes.iter().map(|code| char::from(*code)));
            }
            (Value::Text(codes, _), Some(Font::Encoded(encoding))) => {
                self.text.push_str(&encoding.decode_without_bom_handling(codes).0);
            }
            (Value::Text(codes, _), Some(Font::Unknown)) => self.has_unnamed |= !codes.is_empty(),
            // Thousandths of the size; a wide step back or forth parts words.
            (Value::Number(step), _) if *step < -1000.0 * GAP / 2.0 => self.gap(),
            _ => {}
        }
    }

    fn moves(&mut self, x: f64, y: f64, size: f64) {
        if y != 0.0 {
            self.newline();
        } else if x.abs() > size * GAP {
            self.gap();
        }
    }

    fn newline(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn named(&self, group: &str, name: &str, resources: Option<&Value>) -> Option<Object> {
        let group = self.pdf.resolve(resources?.get(group)?);
        self.pdf.referred(group.get(name)?).cloned()
    }

    fn font(&self, name: &str, resources: Option<&Value>) -> Font {
        let Some(font) = self.named("Font", name, resources) else { return Font::Unknown };
        let composite = font.value.get("Subtype").is_some_and(|kind| kind.is_name("Type0"));
        match font.value.get("ToUnicode").and_then(|map| self.pdf.referred(map)) {
            Some(map) => Font::Mapped(CMap::read(&self.pdf.unpacked(map), if composite { 2 } else { 1 })),
            None if composite => {
                let named = |start: &str| matches!(font.value.get("Encoding"), Some(Value::Name(name)) if name.starts_with(start));
                if named("UniGB-U") {
                    Font::Encoded(encoding_rs::UTF_16BE)
                } else if named("GBK") || named("GB-EUC") {
                    Font::Encoded(encoding_rs::GB18030)
                } else {
                    Font::Unknown
                }
            }
            None => Font::Latin,
        }
    }

    /// A drawing in the drawing.
    fn inner(&mut self, name: Option<&Value>, resources: Option<&Value>, depth: usize) {
        let Some(Value::Name(name)) = name else { return };
        let Some(object) = self.named("XObject", name, resources).filter(|_| depth < DEEPEST) else { return };
        self.has_picture |= object.value.get("Subtype").is_some_and(|kind| kind.is_name("Image"));
        if object.value.get("Subtype").is_some_and(|kind| kind.is_name("Form")) {
            let own = object.value.get("Resources").map(|it| self.pdf.resolve(it).clone());
            let content = self.pdf.unpacked(&object);
            self.draw(&content, own.as_ref().or(resources), depth + 1);
        }
    }
}

/// Where a picture inside of the content ends: its bytes are no values.
fn end_of_picture(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    let ends = memchr::memmem::find_iter(rest, b"EI").find(|at| {
        let blank = |at: Option<usize>| at.and_then(|at| rest.get(at)).is_none_or(u8::is_ascii_whitespace);
        blank(at.checked_sub(1)) && blank(Some(at + 2))
    });
    from + ends.map_or(rest.len(), |at| at + 2)
}
