//! File names for new entries: pinyin, safe on every system, never one that is taken.

use pinyin::ToPinyin;

use crate::path::{Slugify, slugify};

/// Words whose characters are read otherwise than alone, with their readings.
const PHRASES: [(&str, &str); 28] = [
    ("重阳", "chong-yang"),
    ("重庆", "chong-qing"),
    ("重建", "chong-jian"),
    ("重修", "chong-xiu"),
    ("重温", "chong-wen"),
    ("银行", "yin-hang"),
    ("行长", "hang-zhang"),
    ("行业", "hang-ye"),
    ("同行", "tong-hang"),
    ("调研", "diao-yan"),
    ("调查", "diao-cha"),
    ("音乐", "yin-yue"),
    ("会计", "kuai-ji"),
    ("长者", "zhang-zhe"),
    ("镇长", "zhen-zhang"),
    ("村长", "cun-zhang"),
    ("校长", "xiao-zhang"),
    ("组长", "zu-zhang"),
    ("会长", "hui-zhang"),
    ("家长", "jia-zhang"),
    ("成长", "cheng-zhang"),
    ("社长", "she-zhang"),
    ("理事长", "li-shi-zhang"),
    ("朝阳", "chao-yang"),
    ("差役", "chai-yi"),
    ("传记", "zhuan-ji"),
    ("单家", "shan-jia"),
    ("率先", "shuai-xian"),
];

/// The most bytes of a name: enough to know the entry by, short enough for old Windows paths.
const LONGEST: usize = 60;

/// Names that Windows keeps for devices
/// (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file>).
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The pinyin of a title: words joined by hyphens, `ü` as `v`, cut at a hyphen.
pub fn pinyin_slug(title: &str) -> String {
    let mut text = String::new();
    let mut rest = title;
    while let Some(c) = rest.chars().next() {
        if let Some((phrase, reading)) = PHRASES.iter().find(|(phrase, _)| rest.starts_with(phrase)) {
            text.push('-');
            text.push_str(reading);
            text.push('-');
            rest = &rest[phrase.len()..];
            continue;
        }
        match c.to_pinyin() {
            Some(reading) => {
                text.push('-');
                text.push_str(&reading.plain().replace('ü', "v"));
                text.push('-');
            }
            None => text.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    let mut slug = slugify(&text, Slugify::On);
    if slug.len() > LONGEST {
        let cut = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    match slug.as_str() {
        "" => "entry".to_owned(),
        name if RESERVED.contains(&name) => format!("{name}-1"),
        _ => slug,
    }
}

/// `name`, or the first of `name-2`, `name-3` … that is not taken.
pub fn free_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let numbered = (2u32..).map(|number| format!("{name}-{number}"));
    numbered.into_iter().find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{free_name, pinyin_slug};

    #[test]
    fn reads_as_a_person_would() {
        assert_eq!(pinyin_slug("重阳节慰问"), "chong-yang-jie-wei-wen");
        assert_eq!(pinyin_slug("银行行长"), "yin-hang-hang-zhang");
        assert_eq!(pinyin_slug("吕律师"), "lv-lv-shi");
        assert_eq!(pinyin_slug("2026年第1次例会"), "2026-nian-di-1-ci-li-hui");
        assert_eq!(pinyin_slug("con"), "con-1");
        assert_eq!(pinyin_slug("。。。"), "entry");
    }

    #[test]
    fn never_takes_a_name_twice() {
        assert_eq!(free_name("a", |name| ["a", "a-2"].contains(&name)), "a-3");
        assert_eq!(free_name("b", |_| false), "b");
    }

    proptest! {
        #[test]
        fn every_title_has_a_safe_name(title in ".*") {
            let name = pinyin_slug(&title);
            prop_assert!(!name.is_empty() && name.len() <= 64);
            prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }
}
