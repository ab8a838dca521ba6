//! Names of people in running text. Without a dictionary a name is told by its surname, by characters that no given name
//! has, and by what stands around it; where that is not sure, it is no name.

use std::ops::Range;

/// The surnames that most people have, and those of two characters.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易武贺赖龚文庞樊殷施洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢骆岳齐梅莫庄辛管祝左涂谷祁耿牟卜詹覃柯阮桂闵解柴华车冉房边";
const DOUBLE: [&str; 8] = ["欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "尉迟"];

/// Characters that no given name has.
const NEVER: &str = "的了地得着过是在和与及或等并且也就都将把被让给向对从到去来为以于因其这那此该每各某们个位名户人村镇乡县市区元送慰问者员后前里内外间所无不没能要需由跟比岁号第点次项类种条件只者吗呢吧啊";

/// Words that begin as names do.
const WORDS: [&str; 137] = [
    "安全", "方面", "方便", "方式", "方案", "方向", "方法", "方阵", "高龄", "高兴", "高度", "高血", "高年", "高中",
    "高校", "高考", "高温", "康复", "康养", "温暖", "温馨", "文化", "文艺", "文明", "文史", "文件", "文体", "于是",
    "金额", "金秋", "白内", "白血", "白天", "白色", "石头", "张贴", "张罗", "马上", "马路", "牛羊", "余名", "余户",
    "余人", "明确", "毛巾", "毛毯", "雷锋", "管理", "管护", "向往", "向上", "解决", "解读", "施工", "曾经", "曾任",
    "易地", "祝福", "祝愿", "季度", "季节", "严重", "严格", "龙头", "林业", "林场", "程度", "程序", "车间", "车辆",
    "房屋", "房子", "房前", "边缘", "边远", "洪涝", "洪水", "田间", "田地", "田野", "任务", "任何", "任职", "任教",
    "许多", "何况", "何时", "何处", "江水", "江边", "江河", "夏季", "夏令", "黄金", "黄昏", "梅雨", "谷物", "华侨",
    "左右", "左边", "申请", "申报", "申领", "申诉", "段落", "武装", "武术", "钱款", "钱物", "施肥", "齐全", "齐心",
    "庄稼", "辛苦", "辛勤", "岳父", "岳母", "史料", "史志", "孔子", "时间", "时候", "关心", "关爱", "章程", "范围",
    "范本", "顾问", "顾虑", "路费", "杨树", "柳树", "桂花", "卜卦", "向前", "汤圆", "尤其",
];

/// What makes a surname a title rather than a name: 黄老师, 李书记.
const TITLES: [&str; 36] = [
    "老师", "校长", "书记", "主任", "委员", "主席", "医生", "院长", "村长", "队长", "镇长", "局长", "老板", "经理",
    "同志", "先生", "女士", "大爷", "大妈", "大娘", "奶奶", "爷爷", "大伯", "大叔", "阿姨", "师傅", "所长", "站长",
    "科长", "部长", "县长", "会长", "组长", "律师", "教授", "老汉",
];

/// What may follow a name without a break.
const AFTER: [&str; 47] = [
    "家",
    "的",
    "说",
    "等",
    "和",
    "与",
    "及",
    "因",
    "患",
    "今年",
    "现年",
    "同志",
    "老人",
    "大爷",
    "大妈",
    "大娘",
    "奶奶",
    "爷爷",
    "女士",
    "先生",
    "夫妇",
    "一家",
    "送",
    "在",
    "为",
    "向",
    "对",
    "从",
    "到",
    "也",
    "被",
    "就",
    "并",
    "把",
    "将",
    "住",
    "是",
    "系",
    "属",
    "表示",
    "告诉",
    "激动",
    "感动",
    "同学",
    "小朋友",
    "有",
    "的家",
];

/// What may stand before a name without a break.
const BEFORE: [&str; 42] = [
    "村民", "居民", "老人", "群众", "党员", "学生", "职工", "对", "向", "和", "为", "访", "问", "了", "到", "看望",
    "户主", "组", "村", "与", "给", "户", "员", "者", "的", "是", "姓名", "同学", "孩子", "儿子", "女儿", "孙子",
    "孙女", "人", "帮扶", "叫", "名叫", "号", "是由", "师", "民", "童",
];

/// Lengths of names in characters, the likeliest first.
const LENGTHS: [usize; 3] = [3, 4, 2];

/// The bytes of a name that begins at `at`.
pub(super) fn name_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    LENGTHS.iter().find_map(|length| {
        let end = rest.char_indices().nth(*length).map_or(rest.len(), |(end, _)| end);
        let name = rest.get(..end).filter(|name| name.chars().count() == *length && is_name(name))?;
        let after = &rest[end..];
        let apart = after.chars().next().is_none_or(|c| !is_han(c)) || AFTER.iter().any(|word| after.starts_with(word));
        apart.then(|| at..at + name.len())
    })
}

/// The bytes of a name that ends at `end`.
pub(super) fn name_before(text: &str, end: usize) -> Option<Range<usize>> {
    let rest = text.get(..end)?;
    LENGTHS.iter().find_map(|length| {
        let start = rest.char_indices().rev().nth(*length - 1).map(|(start, _)| start)?;
        let name = rest.get(start..).filter(|name| is_name(name))?;
        let before = &rest[..start];
        let apart =
            before.chars().next_back().is_none_or(|c| !is_han(c)) || BEFORE.iter().any(|word| before.ends_with(word));
        apart.then(|| end - name.len()..end)
    })
}

/// Whether a text is a name and nothing else.
pub(super) fn is_name(text: &str) -> bool {
    let double = DOUBLE.iter().find_map(|surname| text.strip_prefix(surname));
    let single = || {
        let mut rest = text.chars();
        rest.next().filter(|surname| SURNAMES.contains(*surname))?;
        Some(rest.as_str())
    };
    let Some(given) = double.or_else(single) else { return false };
    let length = given.chars().count();
    (1..=2).contains(&length)
        && given.chars().all(|c| is_han(c) && !NEVER.contains(c))
        && !TITLES.contains(&given)
        && !WORDS.iter().any(|word| text.starts_with(word))
}

/// A name without the given name: 王某某.
pub(super) fn hidden(name: &str) -> String {
    let double = DOUBLE.iter().any(|surname| name.starts_with(surname));
    let surname = if double { 2 } else { 1 };
    name.chars().enumerate().map(|(at, c)| if at < surname { c } else { '某' }).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::{hidden, is_name, name_at, name_before};

    #[test]
    fn names_are_told_from_words_titles_and_masks() {
        for name in ["王建国", "李强", "欧阳修文", "欧阳修", "高小琴", "方志敏"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["王某某", "高兴", "黄老师", "方面", "文化站", "王", "群众", "安全", "金秋", "李**"]
        {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn a_name_stands_apart_from_what_is_around_it() {
        let found = |text: &str| name_at(text, 0).map(|span| text[span].to_owned());
        assert_eq!(found("王建国家中"), Some("王建国".to_owned()));
        assert_eq!(found("王强的孩子"), Some("王强".to_owned()));
        assert_eq!(found("王建国庆祝"), None);
        let found = |text: &str| name_before(text, text.len()).map(|span| text[span].to_owned());
        assert_eq!(found("走访了村民李秀兰"), Some("李秀兰".to_owned()));
        assert_eq!(found("，李强"), Some("李强".to_owned()));
        assert_eq!(found("一路高歌"), None);
    }

    #[test]
    fn what_is_hidden_is_the_given_name() {
        assert_eq!([hidden("王建国"), hidden("李强"), hidden("欧阳修")], ["王某某", "李某", "欧阳某"]);
    }
}
