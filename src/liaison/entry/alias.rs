//! Chinese names of keys: 标题 for `title`, 来源 for `extra.source`.

use super::field::Field;
use super::kind::Kinds;

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
pub fn aliases(kinds: &Kinds) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = TOP.iter().map(|(name, path)| ((*name).into(), (*path).into())).collect();
    for field in kinds.shared.iter().chain(kinds.all.iter().flat_map(|kind| &kind.own)) {
        add(field, &field.path(), &mut all);
    }
    all.retain(|(name, path)| path.rsplit('.').next() != Some(name.as_str()));
    all.sort_unstable();
    all.dedup();
    all
}

fn add(field: &Field, path: &str, all: &mut Vec<(String, String)>) {
    all.push((field.zh.clone(), path.to_owned()));
    for inner in field.holds.inner() {
        add(inner, &format!("{path}.{}", inner.name), all);
    }
}

#[cfg(test)]
mod tests {
    use super::aliases;
    use crate::liaison::entry::shipped_kinds;

    #[test]
    fn every_field_has_its_chinese_name() {
        let all = aliases(&shipped_kinds());
        let has = |name: &str, path: &str| all.iter().any(|(zh, to)| zh == name && to == path);
        assert!(has("标题", "title") && has("来源", "extra.source"));
        assert!(has("文件", "extra.images.file") && has("来源", "extra.parts.from"));
        assert!(has("报送", "extra.submission") && has("采用日期", "extra.submission.adopted.on"));
    }
}
