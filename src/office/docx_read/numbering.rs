//! Numbers that the program counts: plain ones become lists, others (一、（一）第一条) are written out where they stand.

use std::collections::BTreeMap;

use super::model::ListMark;
use crate::office::xml_tree::Element;

/// The numbers of a document, counted as its paragraphs are read.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    /// Each list by the id paragraphs name.
    lists: BTreeMap<String, List>,
    /// The numbers last given, by what counts and by depth.
    counts: BTreeMap<(String, usize), u32>,
}

#[derive(Clone, Debug, Default)]
struct List {
    /// What counts: lists of one kind go on with each other's numbers, unless one begins anew.
    counter: String,
    depths: Vec<Depth>,
}

/// How a number looks, its text, the first one.
#[derive(Clone, Debug, Default)]
struct Depth {
    form: String,
    text: String,
    start: u32,
    /// The style whose paragraphs have this depth.
    style: String,
}

impl Depth {
    fn read(level: &Element) -> Depth {
        Depth {
            form: level.value("numFmt").unwrap_or("decimal").to_owned(),
            text: level.value("lvlText").unwrap_or_default().to_owned(),
            start: level.value("start").and_then(|start| start.parse().ok()).unwrap_or(1),
            style: level.value("pStyle").unwrap_or_default().to_owned(),
        }
    }
}

/// What stands before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// It is an item of a plain list.
    Item(ListMark),
    /// A text of its own.
    Text(String),
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub fn new(root: Option<&Element>) -> Numbering {
        let Some(root) = root else { return Numbering::default() };
        let all = |name: &'static str| root.elements().filter(move |element| element.name == name);
        let kinds: BTreeMap<&str, &Element> =
            all("abstractNum").filter_map(|kind| Some((kind.attribute("abstractNumId")?, kind))).collect();
        // A kind may stand for that of a list style.
        let of_style = |name: &str| kinds.values().find(|kind| kind.value("styleLink") == Some(name)).copied();
        let mut lists = BTreeMap::new();
        for list in all("num") {
            let (Some(id), Some(kind)) = (list.attribute("numId"), list.value("abstractNumId")) else { continue };
            let named = kinds.get(kind).copied();
            let named = named.and_then(|kind| kind.value("numStyleLink")).and_then(of_style).or(named);
            let levels = named.into_iter().flat_map(Element::elements).filter(|it| it.name == "lvl");
            let mut depths: Vec<Depth> = levels.map(Depth::read).collect();
            let mut counter = kind.to_owned();
            for over in list.elements().filter(|element| element.name == "lvlOverride") {
                let at = over.attribute("ilvl").and_then(|at| at.parse::<usize>().ok());
                let Some(depth) = at.and_then(|at| depths.get_mut(at)) else { continue };
                if let Some(level) = over.child("lvl") {
                    *depth = Depth::read(level);
                }
                if let Some(start) = over.value("startOverride").and_then(|start| start.parse().ok()) {
                    depth.start = start;
                    counter = format!("{kind}:{id}");
                }
            }
            lists.insert(id.to_owned(), List { counter, depths });
        }
        Numbering { lists, counts: BTreeMap::new() }
    }

    /// The depth of paragraphs of a style in a list, where neither says one.
    pub fn depth_of(&self, list: &str, style: &str) -> usize {
        let depths = self.lists.get(list).map(|list| list.depths.as_slice()).unwrap_or_default();
        depths.iter().position(|depth| !style.is_empty() && depth.style == style).unwrap_or(0)
    }

    /// Counts a paragraph that is in list `list` at a depth; none where it has no number.
    pub fn count(&mut self, list: &str, level: usize) -> Option<Counted> {
        let of_list = self.lists.get(list)?;
        let depth = of_list.depths.get(level)?.clone();
        let counter = of_list.counter.clone();
        let number = self.counts.get(&(counter.clone(), level)).map_or(depth.start, |last| last.saturating_add(1));
        self.counts.insert((counter.clone(), level), number);
        // What stands deeper begins anew.
        self.counts.retain(|(other, at), _| *other != counter || *at <= level);
        let level_number = u8::try_from(level).unwrap_or(u8::MAX);
        let mark = |number| Counted::Item(ListMark { list: list.to_owned(), level: level_number, number });
        let own = format!("%{}", level + 1);
        let rest = depth.text.strip_prefix(&own);
        match depth.form.as_str() {
            "none" => None,
            "bullet" => Some(mark(None)),
            "decimal" if matches!(rest, Some("." | "、" | "．" | ")" | "")) => Some(mark(Some(number))),
            _ => Some(Counted::Text(self.written(list, &depth.text, level))),
        }
    }

    /// The text of a number, with those of the depths above in it.
    fn written(&self, list: &str, text: &str, level: usize) -> String {
        let mut written = text.to_owned();
        let Some(list) = self.lists.get(list) else { return written };
        for at in 0..=level {
            let form = list.depths.get(at).map_or("decimal", |depth| depth.form.as_str());
            let number = self.counts.get(&(list.counter.clone(), at)).copied().unwrap_or(1);
            written = written.replace(&format!("%{}", at + 1), &formed(form, number));
        }
        written
    }
}

fn formed(form: &str, number: u32) -> String {
    let letter = |first: u8| {
        let at = u8::try_from((number.max(1) - 1) % 26).unwrap_or_default();
        char::from(first + at).to_string()
    };
    match form {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCountingThousand" => chinese(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => char::from_u32(0x2460 + number.saturating_sub(1))
            .filter(|_| (1..=20).contains(&number))
            .map_or(number.to_string(), String::from),
        "decimalZero" => format!("{number:02}"),
        "lowerLetter" => letter(b'a'),
        "upperLetter" => letter(b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        _ => number.to_string(),
    }
}

/// A number below a hundred in Chinese characters; others stay digits.
fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, number % 10);
    match (tens, ones) {
        (0, 0) | (10.., _) => number.to_string(),
        (0, ones) => DIGITS[ones as usize].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones as usize]),
        (tens, ones) => format!("{}十{}", DIGITS[tens as usize], DIGITS[ones as usize]),
    }
}

fn roman(number: u32) -> String {
    const PARTS: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number.min(399);
    let mut text = String::new();
    for (value, sign) in PARTS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Counted, Numbering, chinese, roman};
    use crate::office::xml_tree::parse;

    #[test]
    fn plain_numbers_are_items_and_others_are_written_out() {
        let xml = "<n><abstractNum abstractNumId=\"0\"><lvl><numFmt val=\"chineseCounting\"/><lvlText val=\"（%1）\"/></lvl>\
            <lvl><numFmt val=\"decimal\"/><lvlText val=\"%2.\"/></lvl></abstractNum><num numId=\"7\"><abstractNumId val=\"0\"/></num></n>";
        let mut numbering = Numbering::new(parse(xml.as_bytes()).ok().as_ref());
        let text = |found: Option<Counted>| match found {
            Some(Counted::Text(text)) => text,
            Some(Counted::Item(mark)) => format!("{}:{:?}", mark.level, mark.number),
            None => String::new(),
        };
        let found: Vec<String> = [0, 1, 1, 0, 1].into_iter().map(|level| text(numbering.count("7", level))).collect();
        assert_eq!(found, ["（一）", "1:Some(1)", "1:Some(2)", "（二）", "1:Some(1)"]);
        assert_eq!(numbering.count("9", 0), None);
    }

    #[test]
    fn numbers_are_written_as_people_do() {
        assert_eq!([1, 10, 12, 20, 35].map(chinese), ["一", "十", "十二", "二十", "三十五"]);
        assert_eq!(roman(14), "XIV");
    }
}
