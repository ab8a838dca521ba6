//! Chinese names of keys: 标题 for `title`, 来源 for `extra.source`.

use std::sync::OnceLock;

use super::field::{Field, FieldType};
use super::kind::{KINDS, SHARED};

/// Zola's own keys in Chinese, beyond the fields of the table.
const TOP: &[(&str, &str)] = &[
    ("摘要", "description"),
    ("简介", "description"),
    ("更新日期", "updated"),
    ("草稿", "draft"),
    ("权重", "weight"),
    ("模板", "template"),
    ("别名", "aliases"),
    ("标签", "taxonomies.tags"),
    ("种类", "extra.kind"),
    ("栏目", "extra.kind"),
    ("署名", "extra.author"),
    ("通讯员", "extra.author"),
    ("金额", "extra.money_yuan"),
];

/// The Chinese names of keys: the name as written, and the dotted path it stands for. Names of keys inside a table have
/// the table's path in front.
pub fn aliases() -> &'static [(&'static str, &'static str)] {
    static ALIASES: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    ALIASES.get_or_init(|| {
        let mut all = TOP.to_vec();
        let kinds = KINDS.iter().flat_map(|kind| kind.fields);
        for field in SHARED.iter().chain(kinds) {
            add(field, &field.path(), &mut all);
        }
        all.sort_unstable();
        all.dedup();
        all
    })
}

fn add(field: &'static Field, path: &str, all: &mut Vec<(&'static str, &'static str)>) {
    // Made once for the life of the program, so leaking the few paths costs nothing.
    all.push((field.zh, String::from(path).leak()));
    if let FieldType::Table(inner) | FieldType::Tables(inner) = field.holds {
        for field in inner {
            add(field, &format!("{path}.{}", field.name), all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::aliases;

    #[test]
    fn every_field_has_its_chinese_name() {
        let all = aliases();
        assert!(all.contains(&("标题", "title")));
        assert!(all.contains(&("来源", "extra.source")));
        assert!(all.contains(&("文件", "extra.images.file")));
        assert!(all.contains(&("来源", "extra.parts.from")));
    }
}
