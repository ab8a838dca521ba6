//! Submissions: to whom an entry was sent, and where it was taken up. The block `[[extra.submission]]` of any entry.

use jiff::civil::Date;
use tera::{Map, Value};

use super::field::{Field, FieldType};
use super::kind::Kind;
use super::value::{day_of, tables, text, value};

/// One sending of an entry to an outlet.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// 报送单位: to whom it was sent.
    pub outlet: String,
    /// 级别: a word of the vocabulary `level`, if it says.
    pub level: Option<String>,
    /// 渠道: a word of `channel`.
    pub channel: Option<String>,
    /// 类型: a word of `submission-type`.
    pub kind: Option<String>,
    /// 报送日期: the day it was sent.
    pub sent: Option<Date>,
    /// 报送人.
    pub by: Option<String>,
    /// 状态: a word of `submission-status`; where it is not said, it follows from the rest: 采用, 已投 or 待审.
    pub status: String,
    /// 采用: where it was taken up, if it was.
    pub adopted: Option<Adoption>,
}

/// Where a submission was taken up.
#[derive(Clone, Debug, PartialEq)]
pub struct Adoption {
    /// 采用日期; none if it is missing or wrong, which is told as a mistake.
    pub on: Option<Date>,
    /// 采用处: the publication and its issue.
    pub at: Option<String>,
    /// 版面.
    pub page: Option<String>,
    /// 网址.
    pub url: Option<String>,
    /// 剪报: the file that proves it, beside the entry.
    pub clip: Option<String>,
    /// 字数.
    pub chars: Option<u64>,
    /// 稿费, in yuan.
    pub fee_yuan: Option<f64>,
}

impl Submission {
    /// Whether it was sent: it has a day, or a state that says so.
    pub fn is_sent(&self) -> bool {
        self.sent.is_some() || self.status != "待审"
    }
}

/// The submissions of an entry of `kind` whose `[extra]` is `extra`; words under their own names, not their aliases. Rows
/// without an outlet, which are told when the entry is read, are left out.
pub fn submissions(extra: &Map, kind: &Kind) -> Vec<Submission> {
    let fields = kind.field("submission").map(|field| field.holds.inner()).unwrap_or_default();
    tables(extra, "submission").filter_map(|row| submission(row, fields)).collect()
}

fn submission(row: &Map, fields: &[std::sync::Arc<Field>]) -> Option<Submission> {
    let word = |key: &str| {
        let said = text(row, key).map(str::trim).filter(|said| !said.is_empty())?;
        let field = fields.iter().find(|field| field.name == key);
        Some(match field.map(|field| &field.holds) {
            Some(FieldType::Word(vocabulary)) => vocabulary.find(said).unwrap_or(said).to_owned(),
            _ => said.to_owned(),
        })
    };
    let adopted = value(row, "adopted").and_then(Value::as_map).filter(|table| !table.is_empty()).map(adoption);
    let sent = day_of(row, "sent");
    let status = word("status").unwrap_or_else(|| match (&adopted, sent) {
        (Some(_), _) => "采用".to_owned(),
        (None, Some(_)) => "已投".to_owned(),
        (None, None) => "待审".to_owned(),
    });
    Some(Submission {
        outlet: word("outlet")?,
        level: word("level"),
        channel: word("channel"),
        kind: word("type"),
        sent,
        by: word("by"),
        status,
        adopted,
    })
}

fn adoption(table: &Map) -> Adoption {
    let said = |key: &str| text(table, key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    Adoption {
        on: day_of(table, "on"),
        at: said("where"),
        page: said("page"),
        url: said("url"),
        clip: said("clip"),
        chars: value(table, "chars").and_then(Value::as_u64),
        fee_yuan: value(table, "fee_yuan").and_then(Value::as_f64),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tera::Value;

    use super::submissions;
    use crate::liaison::entry::shipped_kinds;

    fn read(toml: &str) -> Vec<super::Submission> {
        let table: toml::Table = toml.parse().unwrap();
        let value = Value::from_serializable(&serde_json::to_value(table).unwrap());
        let kinds = shipped_kinds();
        submissions(value.as_map().unwrap(), kinds.find("activity").unwrap())
    }

    #[test]
    fn a_sending_and_its_adoption_are_read() {
        let found = read(
            "[[submission]]\noutlet = \"县政协办\"\nlevel = \"县\"\ntype = \"文史资料\"\nsent = \"2026-05-19\"\n\
             adopted = { on = \"2026-05-22\", where = \"《政协工作》第9期\", url = \"\", chars = 800, fee_yuan = 50 }\n\
             [[submission]]\noutlet = \"某报\"\n[[submission]]\nlevel = \"市级\"\n",
        );
        assert_eq!(found.len(), 2, "a row without an outlet is no submission");
        let first = &found[0];
        assert_eq!((first.outlet.as_str(), first.level.as_deref()), ("县政协办公室", Some("县级")));
        assert_eq!((first.kind.as_deref(), first.sent), (Some("文史"), Some(date(2026, 5, 19))));
        assert_eq!(first.status, "采用");
        let adopted = first.adopted.as_ref().unwrap();
        assert_eq!((adopted.on, adopted.url.as_deref()), (Some(date(2026, 5, 22)), None));
        assert_eq!((adopted.chars, adopted.fee_yuan), (Some(800), Some(50.0)));
        assert_eq!((found[1].status.as_str(), found[1].is_sent()), ("待审", false));
    }
}
