//! Controlled vocabularies: the words a field may hold, with the other names they go by.
//!
//! The lists are those of the field's practice (界别 of the national and a county committee, festivals of visits,
//! categories of cultural-history series).

/// A word of a vocabulary.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// Other names that mean the same.
    pub aliases: &'static [&'static str],
}

/// The words a field may hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its words.
    pub words: &'static [Word],
}

impl Vocabulary {
    /// The word that `text` is or means.
    pub fn find(&self, text: &str) -> Option<&'static Word> {
        let mut words = self.words.iter();
        words.find(|word| word.name == text || word.aliases.contains(&text))
    }

    /// All names, the words themselves first, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let aliases = self.words.iter().flat_map(|word| word.aliases.iter().copied());
        self.words.iter().map(|word| word.name).chain(aliases)
    }

    /// The words in a row, for messages.
    pub fn listed(&self) -> String {
        self.words.iter().map(|word| word.name).collect::<Vec<_>>().join("、")
    }
}

/// A word that goes by one name only.
const fn w(name: &'static str) -> Word {
    Word { name, aliases: &[] }
}

/// A word with other names.
const fn a(name: &'static str, aliases: &'static [&'static str]) -> Word {
    Word { name, aliases }
}

/// Types of activity.
pub static ACTIVITY_TYPES: Vocabulary = Vocabulary {
    zh: "活动类型",
    words: &[
        a("学习", &["学习交流", "培训"]),
        a("例会", &["工作例会"]),
        w("列席会议"),
        w("座谈"),
        w("视察"),
        w("调研"),
        a("监督", &["民主监督"]),
        w("走访委员"),
        w("交流"),
        w("志愿服务"),
        w("茶话会"),
        w("其他"),
    ],
};

/// Types of poverty-relief visit.
pub static RELIEF_TYPES: Vocabulary = Vocabulary {
    zh: "帮扶类型",
    words: &[a("慰问", &["走访慰问"]), a("结对", &["结对帮扶"]), w("助学"), w("捐赠"), w("义诊"), w("产业帮扶")],
};

/// Festivals and occasions of visits.
pub static FESTIVALS: Vocabulary = Vocabulary {
    zh: "节日",
    words: &[
        w("元旦"),
        a("春节", &["新春"]),
        a("元宵节", &["元宵"]),
        a("妇女节", &["三八", "三八节", "三八妇女节"]),
        a("清明节", &["清明"]),
        a("劳动节", &["五一", "五一劳动节"]),
        a("端午节", &["端午"]),
        a("儿童节", &["六一", "六一儿童节"]),
        a("七一", &["建党节"]),
        a("八一", &["建军节"]),
        w("教师节"),
        a("中秋节", &["中秋"]),
        a("重阳节", &["重阳"]),
        a("国庆节", &["国庆"]),
        w("日常"),
        w("雨雪冰冻"),
        w("开学季"),
    ],
};

/// 界别: the county form, with the names of the 14th national committee (34) as aliases or as words of their own.
pub static SECTORS: Vocabulary = Vocabulary {
    zh: "界别",
    words: &[
        a("中国共产党", &["中共", "中共界"]),
        w("民革"),
        w("民盟"),
        w("民建"),
        w("民进"),
        w("农工党"),
        w("致公党"),
        w("九三学社"),
        w("台盟"),
        a("无党派人士", &["无党派", "无党派界"]),
        a("共青团和青联", &["共青团", "青联", "共青团界"]),
        a("总工会", &["工会", "工会界"]),
        a("妇联", &["妇联界"]),
        a("工商联", &["工商联界"]),
        a("科协", &["科协界"]),
        a("台联", &["台联界"]),
        a("侨联", &["侨联界"]),
        a("文艺界", &["文化艺术界"]),
        a("科技界", &["科学技术界"]),
        a("社科界", &["社会科学界"]),
        w("经济界"),
        a("农业界", &["农业和农村界", "农业农村界"]),
        w("教育界"),
        w("体育界"),
        a("新闻出版界", &["新闻界"]),
        a("医卫界", &["医药卫生界"]),
        a("环境资源界", &["环资界"]),
        w("对外友好界"),
        a("社会福利和社会保障界", &["社保界", "福利保障界"]),
        a("少数民族界", &["民族界"]),
        a("宗教界", &["民族宗教界"]),
        a("特别邀请人士", &["特邀界", "特邀人士"]),
        w("特邀香港人士"),
        w("特邀澳门人士"),
    ],
};

/// Categories of cultural-history material.
pub static HISTORY_CATEGORIES: Vocabulary = Vocabulary {
    zh: "文史类别",
    words: &[
        w("政治"),
        w("军事"),
        w("经济"),
        w("文化"),
        w("教育"),
        w("新闻"),
        w("体育"),
        w("民族"),
        w("宗教"),
        w("华侨"),
        a("社会生活", &["社会"]),
        w("工业"),
        w("农业"),
        a("商业", &["工商"]),
        w("交通"),
        w("水利"),
        w("人物"),
        w("地名"),
        a("风物民俗", &["风物", "民俗"]),
        a("红色记忆", &["红色"]),
        a("科学", &["科技"]),
    ],
};

/// How the author stands to what is told: 三亲.
pub static THREE_FIRST: Vocabulary = Vocabulary { zh: "三亲", words: &[w("亲历"), w("亲见"), w("亲闻")] };

/// Whether the facts were verified.
pub static VERIFIED: Vocabulary =
    Vocabulary { zh: "核实情况", words: &[a("已核", &["已核实"]), a("存疑", &["待核", "待核实"])] };

/// The level of an outlet or an honour.
pub static LEVELS: Vocabulary = Vocabulary {
    zh: "级别",
    words: &[
        a("镇级", &["镇", "乡级", "乡镇级"]),
        a("县级", &["县", "区级", "县区级"]),
        a("市级", &["市"]),
        a("省级", &["省"]),
        a("国家级", &["国家", "全国"]),
    ],
};

/// What a submission is.
pub static SUBMISSION_TYPES: Vocabulary = Vocabulary {
    zh: "报送类型",
    words: &[w("活动信息"), w("社情民意"), w("稿件"), a("文史", &["文史资料"]), w("调研报告"), w("提案")],
};

/// How a submission fared.
pub static SUBMISSION_STATES: Vocabulary =
    Vocabulary { zh: "报送状态", words: &[w("待审"), w("已投"), w("采用"), w("未采用"), w("退改")] };

/// The channel of a submission.
pub static CHANNELS: Vocabulary =
    Vocabulary { zh: "渠道", words: &[w("政协系统"), w("党政信息"), w("新闻媒体"), w("新媒体")] };

/// Who may see an entry.
pub static VISIBILITIES: Vocabulary = Vocabulary {
    zh: "公开范围",
    words: &[a("public", &["公开"]), a("count", &["计数", "只计数"]), a("internal", &["内部", "不公开"])],
};
