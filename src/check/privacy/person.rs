//! A person told by name together with what nobody should know of them: that they are poor, ill or disabled, or under age.
//! What is found is the name.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::name::{is_name, name_at, name_before};
use super::scan::{Detail, Plain, pattern};

/// Words that say such a thing; a site adds its own.
const STATUSES: &str = "低保|特困|五保|残疾|孤儿|重病|大病|重疾|患病|癌|尿毒症|白血病|瘫痪|精神病|精神障碍|艾滋|贫困户|困难户|监测户|脱贫户|建档立卡|刑满释放|社区矫正|吸毒|戒毒";

/// What may stand between such a word and the name after it.
const ROLE: &str =
    "(?:边缘)?(?:供养)?(?:家庭|户主|户|对象|人员|群众|党员|职工|老人|儿童|学生|村民|居民|患者|人)?(?:的)?[ “\"《]{0,2}";

/// What may stand between a name and the word that follows it.
const LINKS: [&str; 48] = [
    ",", "(", ":", "、", " ", "系", "是", "为", "属于", "属", "列为", "被", "享受", "纳入", "患有", "身患", "罹患",
    "患", "确诊", "因", "一级", "二级", "三级", "四级", "重度", "轻度", "肢体", "视力", "听力", "精神", "智力", "言语",
    "多重", "农村", "城镇", "城市", "本村", "该村", "我村", "一名", "一位", "男", "女", "现年", "今年", "常年", "长期",
    "有",
];

/// Links that join a name to a word without a mark between them.
const STRONG: [&str; 16] =
    [",", "(", ":", "、", " ", "系", "是", "属", "属于", "患有", "身患", "罹患", "患", "确诊", "因", "享受"];

/// The most links between a name and the word.
const MOST_LINKS: usize = 6;

/// The pattern of the words that say such a thing, `more` of them among them; none if they make no pattern.
pub(super) fn statuses(more: &[String]) -> Option<Regex> {
    let own = more.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).map(regex::escape);
    let words: Vec<String> = std::iter::once(STATUSES.to_owned()).chain(own).collect();
    Regex::new(&format!("(?:{})", words.join("|"))).ok()
}

pub(super) fn find(plain: &Plain, statuses: &Regex) -> Vec<(Detail, Range<usize>)> {
    static ROLES: OnceLock<Option<Regex>> = OnceLock::new();
    let text = &plain.text;
    let mut found = Vec::new();
    for status in statuses.find_iter(text) {
        let role = pattern(&ROLES, &format!("^{ROLE}")).and_then(|role| role.find(&text[status.end()..]));
        let after = status.end() + role.map_or(0, |role| role.end());
        let name = name_at(text, after).or_else(|| linked(text, status.start()));
        found.extend(name.map(|name| (Detail::Status, name)));
    }
    for row in rows(text).filter(|row| row.iter().any(|(_, cell)| short(cell) && statuses.is_match(cell))) {
        found.extend(row.iter().filter_map(|(at, cell)| Some((Detail::Status, name_in(*at, cell)?))));
    }
    found.extend(minors(text));
    found
}

/// The name that a word at `end` is said of: behind links such as “，系重度”.
fn linked(text: &str, end: usize) -> Option<Range<usize>> {
    let mut end = end;
    let mut strong = false;
    for _ in 0..=MOST_LINKS {
        if let Some(name) = name_before(text, end).filter(|_| strong) {
            return Some(name);
        }
        let rest = &text[..end];
        let link = LINKS.iter().filter(|link| rest.ends_with(**link)).max_by_key(|link| link.len());
        let age = rest.strip_suffix('岁').map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit()).len());
        match (link, age) {
            (Some(link), _) => {
                strong |= STRONG.contains(link);
                end -= link.len();
            }
            (None, Some(before)) => end = before,
            (None, None) => return None,
        }
    }
    None
}

/// Cells of a table on one line, with their places: between `|`, tabs, or commas of a list for programs.
fn rows(text: &str) -> impl Iterator<Item = Vec<(usize, &str)>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let mark = ['|', '\t', ','].into_iter().find(|mark| line.contains(*mark))?;
        let mut cell = start;
        let cells: Vec<(usize, &str)> = line
            .split(mark)
            .map(|text| {
                let place = cell;
                cell += text.len() + 1;
                (place, text)
            })
            .collect();
        // Commas stand in sentences too.
        let sentence =
            mark == ',' && (cells.len() < 3 || line.contains('。') || !cells.iter().all(|(_, it)| short(it)));
        (!sentence).then_some(cells)
    })
}

/// Whether a cell is a label rather than a sentence.
fn short(cell: &str) -> bool {
    cell.trim().chars().count() <= 10
}

fn name_in(at: usize, cell: &str) -> Option<Range<usize>> {
    let name = cell.trim();
    let start = at + (cell.len() - cell.trim_start().len());
    is_name(name).then(|| start..start + name.len())
}

/// Names of minors: beside a school for them or an age under fourteen (PIPL art. 28).
fn minors(text: &str) -> Vec<(Detail, Range<usize>)> {
    static SCHOOL: OnceLock<Option<Regex>> = OnceLock::new();
    static CLASSMATE: OnceLock<Option<Regex>> = OnceLock::new();
    static AGE: OnceLock<Option<Regex>> = OnceLock::new();
    let school = pattern(
        &SCHOOL,
        "(?:小学生|小学|幼儿园|学前班|[一二三四五六]年级|留守儿童|困境儿童|儿童|初中生|学生|小朋友|幼儿)(?:学生|小朋友|同学|代表)?(?:的)?[ “\"]{0,2}",
    );
    let classmate = pattern(&CLASSMATE, "同学|小朋友");
    let age = pattern(&AGE, "(?:1[0-3]|[1-9]|十[一二三]?|[一二三四五六七八九])(?:周)?岁(?:的)?");
    let mut found = Vec::new();
    let all = |pattern: Option<&'static Regex>| pattern.into_iter().flat_map(|pattern| pattern.find_iter(text));
    found.extend(all(school).filter_map(|school| name_at(text, school.end())));
    found.extend(all(classmate).filter_map(|word| name_before(text, word.start())));
    for age in all(age) {
        let older = text[..age.start()].ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
        if !older {
            found.extend(name_at(text, age.end()).or_else(|| linked(text, age.start())));
        }
    }
    found.into_iter().map(|name| (Detail::Minor, name)).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::privacy::{Scanner, scan};

    fn found(text: &str) -> Vec<(&'static str, &str)> {
        scan(text).into_iter().map(|found| (found.detail.id(), &text[found.span])).collect()
    }

    #[test]
    fn a_name_beside_a_hard_fate_is_found() {
        for (text, name) in [
            ("走访慰问了低保户王建国家中", "王建国"),
            ("特困供养人员李秀兰，女", "李秀兰"),
            ("五保老人张大山说", "张大山"),
            ("王建国（低保户）", "王建国"),
            ("村民李强，系肢体一级残疾", "李强"),
            ("看望赵秀英，65岁，患癌症", "赵秀英"),
            ("陈小明因患白血病", "陈小明"),
            ("| 王建国 | 男 | 龙潭村 | 低保 |", "王建国"),
            ("王建国,男,特困", "王建国"),
            ("欧阳锋\t残疾二级", "欧阳锋"),
        ] {
            assert_eq!(found(text), [("status", name)], "{text}");
        }
    }

    #[test]
    fn a_minor_told_by_name_is_found() {
        for (text, name) in [
            ("青溪小学学生李小明", "李小明"),
            ("五年级的王晓雨同学", "王晓雨"),
            ("为陈思思同学送去书包", "陈思思"),
            ("周小宝，9岁，", "周小宝"),
            ("8岁的刘小花", "刘小花"),
            ("留守儿童何小雨说", "何小雨"),
        ] {
            assert_eq!(found(text), [("minor", name)], "{text}");
        }
    }

    #[test]
    fn groups_masks_and_words_pass() {
        for text in [
            "走访慰问低保户、特困户和残疾人家庭共 12 户",
            "低保户王某某家中",
            "特困人员李**，残疾人康复中心",
            "残疾人高龄补贴，残疾人文化活动，困难党员方面",
            "为许多残疾人安装扶手，残疾人就业程度提高",
            "王建国委员走访了低保户和五保老人",
            "王建国、李秀兰等委员慰问残疾人",
            "小学高年级学生，学生黄老师，学生文艺演出",
            "青溪镇中心小学王校长介绍",
            "王建国老人85岁，13岁以下儿童免费",
            "县残疾人联合会",
            "| 村 | 低保户 | 特困户 |",
            "教师李芳带领学生参观",
            "参军18岁的年轻人",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_site_adds_words_of_its_own() {
        let text = "失独老人王建国";
        assert_eq!(scan(text), []);
        let more = Scanner::new(&["失独".to_owned()]);
        assert_eq!(more.scan(text).len(), 1);
    }
}
