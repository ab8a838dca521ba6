//! Styles: what a paragraph or a run takes over from the style it names and from those below.

use std::collections::BTreeMap;

use super::model::Look;
use crate::office::xml_tree::Element;

/// The styles of a document.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    by_id: BTreeMap<String, Element>,
    /// The defaults of runs.
    defaults: Option<Element>,
    /// The style of paragraphs that name none.
    default_id: String,
}

impl Styles {
    /// Reads `word/styles.xml`.
    pub fn new(root: Option<&Element>) -> Styles {
        let mut styles = Styles::default();
        for style in root.into_iter().flat_map(Element::elements).filter(|element| element.name == "style") {
            let id = style.attribute("styleId").unwrap_or_default().to_owned();
            let is_paragraph = style.attribute("type").is_none_or(|kind| kind == "paragraph");
            if is_paragraph && style.attribute("default").is_some_and(|value| value == "1" || value == "true") {
                styles.default_id = id.clone();
            }
            styles.by_id.insert(id, style.clone());
        }
        styles.defaults = root.and_then(|root| root.below("rPrDefault")).and_then(|it| it.child("rPr")).cloned();
        styles
    }

    /// The style and those it builds on, the nearest first.
    fn chain(&self, id: Option<&str>) -> Vec<&Element> {
        let mut chain = Vec::new();
        let mut next = id.map(str::to_owned).or_else(|| Some(self.default_id.clone()));
        while let Some(style) = next.and_then(|id| self.by_id.get(&id)) {
            // Styles that build on each other in a ring would never end.
            if chain.len() > 20 {
                break;
            }
            chain.push(style);
            next = style.value("basedOn").map(str::to_owned);
        }
        chain
    }

    /// The style's name in lower case, in English where it is one of Word's own.
    pub fn name(&self, id: Option<&str>) -> String {
        let id = id.unwrap_or(&self.default_id);
        let name = self.by_id.get(id).and_then(|style| style.value("name")).unwrap_or(id).to_lowercase();
        match name.strip_prefix("标题").map(str::trim) {
            Some("") => "title".to_owned(),
            Some(level) if level.parse::<u8>().is_ok() => format!("heading {level}"),
            _ => name,
        }
    }

    /// The first property of this name that a paragraph has: its own, or its styles'.
    pub fn property<'a>(&'a self, own: Option<&'a Element>, id: Option<&str>, name: &str) -> Option<&'a Element> {
        own.and_then(|own| own.child(name)).or_else(|| {
            let chain = self.chain(id);
            chain.into_iter().find_map(|style| style.child("pPr").and_then(|properties| properties.child(name)))
        })
    }

    /// How text looks: the defaults, the paragraph's style, the run's style, the run itself, each over those before.
    pub fn look(&self, paragraph: Option<&str>, run: Option<&Element>) -> Look {
        let mut look = Look::default();
        let mut layers: Vec<&Element> = self.defaults.iter().collect();
        layers.extend(self.chain(paragraph).into_iter().rev().filter_map(|style| style.child("rPr")));
        if let Some(id) = run.and_then(|run| run.value("rStyle")) {
            layers.extend(self.chain(Some(id)).into_iter().rev().filter_map(|style| style.child("rPr")));
        }
        layers.extend(run);
        for layer in layers {
            for (name, flag) in [("b", &mut look.bold), ("i", &mut look.italic), ("strike", &mut look.strike)] {
                *flag = layer.says(name).unwrap_or(*flag);
            }
            look.strike = layer.says("dstrike").unwrap_or(look.strike);
            look.underline = layer.says("u").unwrap_or(look.underline);
            match layer.value("vertAlign") {
                Some("superscript") => look.superscript = true,
                Some("subscript") => look.subscript = true,
                Some(_) => (look.superscript, look.subscript) = (false, false),
                None => {}
            }
            look.size = layer.value("sz").and_then(|size| size.parse().ok()).or(look.size);
            if let Some(fonts) = layer.child("rFonts") {
                if let Some(font) = fonts.attribute("eastAsia") {
                    look.font = font.to_owned();
                }
                if let Some(font) = fonts.attribute("ascii") {
                    look.latin = font.to_owned();
                }
            }
        }
        look
    }
}
