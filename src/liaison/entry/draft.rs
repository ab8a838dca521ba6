//! The text of a new entry: every required field with a comment, the others ready to be switched on.

use std::sync::Arc;

use jiff::civil::Date;

use super::field::{Field, FieldType, Need, Place};
use super::kind::{Kind, Openness};
use super::read::example_of;

/// What a new entry starts from.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// Its title.
    pub title: &'a str,
    /// The day it happened.
    pub date: Date,
    /// The group, as the source.
    pub group: &'a str,
    /// The township, as the place.
    pub township: &'a str,
}

impl Draft<'_> {
    /// The entry's file: TOML front matter and a body to be written.
    pub fn text(&self) -> String {
        let mut text = String::from("+++\n");
        for field in self.kind.all_fields().filter(|field| field.place == Place::Top) {
            self.line(field, &mut text);
        }
        text.push_str("# 一句话说明，列表里显示\ndescription = \"\"\n\n# 标签，没有就删掉下面两行\n[taxonomies]\ntags = []\n\n[extra]\n");
        text.push_str(&format!("# 种类：{}\nkind = \"{}\"\n", self.kind.zh, self.kind.id));
        for field in self.kind.all_fields().filter(|field| field.place == Place::Extra) {
            self.line(field, &mut text);
        }
        text.push_str("+++\n\n<!-- 在这一行下面写正文。空一行就是新的一段；照片放在本文件旁边。 -->\n");
        text
    }

    fn line(&self, field: &Field, text: &mut String) {
        let (on, mark) = match field.need {
            Need::Required | Need::RequiredIf(..) => (true, "（必填）"),
            Need::Wanted | Need::WantedIf(..) => (true, "（应填）"),
            Need::Optional if field.name == "visibility" => (true, "（必填）"),
            Need::Optional => (false, ""),
        };
        let help = if field.help.is_empty() { &field.zh } else { &field.help };
        text.push_str(&format!("# {help}{mark}\n"));
        if let FieldType::Word(vocabulary) | FieldType::Words(vocabulary) = &field.holds {
            text.push_str(&format!("# 可以写：{}\n", vocabulary.listed()));
        }
        let off = if on { "" } else { "# " };
        text.push_str(&format!("{off}{} = {}\n", field.name, self.value(field)));
    }

    fn value(&self, field: &Field) -> String {
        let quoted = |text: &str| toml_edit::Value::from(text).to_string();
        match field.name.as_str() {
            "title" => quoted(self.title),
            "date" => self.date.to_string(),
            "source" => quoted(self.group),
            "place" => quoted(self.township),
            "name" => quoted(self.title),
            "visibility" if matches!(self.kind.openness, Openness::Count(_)) => quoted("count"),
            // A festival fits only some visits; an everyday one fits all.
            "festival" => quoted("日常"),
            _ if !field.example.is_empty() => field.example.clone(),
            _ => example(field),
        }
    }
}

/// An example in TOML, for fields that are off until the clerk needs them.
fn example(field: &Field) -> String {
    match &field.holds {
        FieldType::Text if field.need == Need::Optional => "\"\"".to_owned(),
        FieldType::Table(fields) => inline(fields),
        FieldType::Tables(fields) => format!("[{}]", inline(fields)),
        holds => example_of(holds),
    }
}

fn inline(fields: &[Arc<Field>]) -> String {
    let plain = fields.iter().filter(|field| field.holds.inner().is_empty());
    let inner: Vec<String> = plain.map(|field| format!("{} = {}", field.name, example(field))).collect();
    format!("{{ {} }}", inner.join(", "))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Draft;
    use crate::liaison::entry::shipped_kinds;

    #[test]
    fn every_kind_has_a_draft_that_parses() {
        for kind in &shipped_kinds().all {
            let draft =
                Draft {
                    kind, title: "引号\"和\\反斜线", date: date(2026, 3, 18), group: "甲组", township: "甲镇"
                };
            let text = draft.text();
            let matter = text.split("+++\n").nth(1).unwrap();
            let table: toml::Table = matter.parse().unwrap_or_else(|error| panic!("{}: {error}\n{text}", kind.id));
            assert_eq!(table["title"].as_str(), Some("引号\"和\\反斜线"));
            assert_eq!(table["extra"]["kind"].as_str(), Some(kind.id.as_str()));
        }
    }
}
