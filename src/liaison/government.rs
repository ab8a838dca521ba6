//! The profile of government sites: the names that inspectors' programs read in a page's head.
//!
//! The types of column are those of the notice on the names of meta tags of government sites' pages.

use super::code::SETTING;
use super::entry::Kinds;
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::source::Table;
use tera::{Map, Value};

/// What `ColumnType` may be.
const TYPES: [&str; 18] = [
    "首页",
    "概况信息",
    "机构职能",
    "负责人信息",
    "工作动态",
    "政策文件",
    "信息公开指南",
    "信息公开目录",
    "信息公开年报",
    "依法申请公开",
    "数据发布",
    "数据开放",
    "政策解读",
    "回应关切",
    "办事服务",
    "咨询投诉",
    "征集调查",
    "在线访谈",
];

/// What the shipped kinds are, where it is not 工作动态. Members are no leaders: 负责人信息 is for a site to say.
const USUAL: [(&str, &str); 4] =
    [("member", "概况信息"), ("history", "概况信息"), ("ledger", "数据发布"), ("about", "机构职能")];

/// `[liaison.government]`: where it stands, the profile is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Government {
    /// 网站域名.
    pub domain: String,
    /// The type of each kind's column, and of `about` and `ledger`.
    pub columns: Vec<(String, String)>,
}

impl Government {
    /// Reads the table; none where there is none, or `enabled = false`.
    pub fn read(layer: &mut Table, config: &Config, kinds: &Kinds, sink: &Sink) -> Option<Government> {
        let mut table = layer.table("government", sink)?;
        let enabled = table.boolean("enabled", sink).unwrap_or(true);
        let base = config.base_url.split("://").nth(1).unwrap_or(&config.base_url);
        let own = base.split('/').next().unwrap_or_default().to_owned();
        let domain = table.string("domain", sink).filter(|domain| !domain.trim().is_empty()).unwrap_or(own);
        let said = table.string_map("columns", sink).unwrap_or_default();
        for (_, word) in said.iter().filter(|(_, word)| !TYPES.contains(&word.as_str())) {
            sink.push(table.diagnose(&SETTING, "columns").arg("value", word).arg("example", "history = \"征集调查\""));
        }
        table.finish(sink);
        let names = kinds.ids().chain(["ledger", "about"]);
        let columns = names.map(|name| {
            let usual = USUAL.iter().find(|(known, _)| *known == name).map_or("工作动态", |(_, word)| *word);
            let word = said.iter().find(|(key, _)| key == name).map_or(usual, |(_, word)| word.as_str());
            (name.to_owned(), word.to_owned())
        });
        enabled.then(|| Government { domain, columns: columns.collect() })
    }

    /// What templates see: `domain`, and `columns`, a map.
    pub fn value(&self) -> Value {
        let columns: Map =
            self.columns.iter().map(|(name, word)| (name.clone().into(), Value::from(word.as_str()))).collect();
        let mut map = Map::default();
        map.insert("domain".into(), Value::from(self.domain.as_str()));
        map.insert("columns".into(), Value::from(columns));
        map.into()
    }
}
