//! The table of kinds of entry: what each is called and which fields it has. Reading, checks, `new`, lists and
//! documentation read it; a kind is added by adding a row.

use super::field::Field;
use super::field::FieldType::{Bool, Count, Date, File, Members, Table, Tables, Text, Texts, Word, Yuan};
use super::vocabulary::{
    ACTIVITY_TYPES, CHANNELS, FESTIVALS, HISTORY_CATEGORIES, LEVELS, RELIEF_TYPES, SECTORS, SUBMISSION_STATES,
    SUBMISSION_TYPES, THREE_FIRST, VERIFIED, VISIBILITIES,
};

/// A kind of entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The value of `extra.kind`, and the section its entries are written to.
    pub id: &'static str,
    /// Its Chinese name, also accepted as the value of `extra.kind`.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Other values of `extra.kind` that mean it.
    pub aliases: &'static [&'static str],
    /// The fields it has beyond the shared ones.
    pub fields: &'static [Field],
    /// Whether `visibility` must be said.
    pub must_say_visibility: bool,
}

impl Kind {
    /// All fields: the shared ones it does not say anew, then its own.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static Field> {
        let own = self.fields;
        SHARED.iter().filter(|shared| own.iter().all(|field| field.name != shared.name)).chain(own)
    }

    /// The field of this key.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.all_fields().find(|field| field.name == name)
    }
}

/// The kind that a value of `extra.kind` means.
pub fn kind_of(text: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.id == text || kind.zh == text || kind.aliases.contains(&text))
}

/// Fields of a picture.
static IMAGE: &[Field] = &[
    Field::extra("file", "文件", "File", File).required(),
    Field::extra("alt", "替代文字", "Alternative text", Text).required(),
    Field::extra("caption", "图片说明", "Caption", Text),
    Field::extra("credit", "摄影署名", "Credit", Text),
    Field::extra("consent", "本人同意", "Consent", Bool),
];

/// Fields of an adoption.
static ADOPTED: &[Field] = &[
    Field::extra("on", "采用日期", "Adopted on", Date).required(),
    Field::extra("where", "采用处", "Where", Text),
    Field::extra("page", "版面", "Page", Text),
    Field::extra("url", "网址", "URL", Text),
    Field::extra("clip", "剪报", "Clipping", Text),
    Field::extra("chars", "字数", "Characters", Count),
    Field::extra("fee_yuan", "稿费", "Fee in yuan", Yuan),
];

/// Fields of a submission.
static SUBMISSION: &[Field] = &[
    Field::extra("outlet", "报送单位", "Outlet", Text).required(),
    Field::extra("level", "级别", "Level", Word(&LEVELS)),
    Field::extra("channel", "渠道", "Channel", Word(&CHANNELS)),
    Field::extra("type", "类型", "Type", Word(&SUBMISSION_TYPES)),
    Field::extra("sent", "报送日期", "Sent on", Date),
    Field::extra("by", "报送人", "Sent by", Text),
    Field::extra("status", "状态", "Status", Word(&SUBMISSION_STATES)),
    Field::extra("adopted", "采用", "Adopted", Table(ADOPTED)),
];

/// Fields of a review by three people.
static REVIEWERS: &[Field] = &[
    Field::extra("first", "初审", "First review", Text),
    Field::extra("second", "复审", "Second review", Text),
    Field::extra("final", "终审", "Final review", Text),
    Field::extra("on", "审核日期", "Reviewed on", Date),
];

/// Fields of a visible correction.
static CORRECTED: &[Field] = &[
    Field::extra("on", "更正日期", "Corrected on", Date).required(),
    Field::extra("note", "更正内容", "What was corrected", Text).required(),
];

/// Fields of an honour.
static HONOUR: &[Field] = &[
    Field::extra("on", "日期", "On", Date),
    Field::extra("level", "级别", "Level", Word(&LEVELS)),
    Field::extra("title", "荣誉名称", "Title", Text).required(),
];

/// Fields of a part of a sum of money.
static PART: &[Field] =
    &[Field::extra("from", "来源", "From", Text).required(), Field::extra("yuan", "金额", "Yuan", Yuan).required()];

/// Fields of a collection.
static COLLECTION: &[Field] = &[
    Field::extra("series", "丛书", "Series", Text).required(),
    Field::extra("volume", "辑", "Volume", Count),
    Field::extra("page", "页", "Page", Count),
];

/// The fields every kind has.
pub static SHARED: &[Field] = &[
    Field::extra("title", "标题", "Title", Text)
        .top()
        .required()
        .help("标题：不超过 30 个字，结尾不加句号", "\"青溪镇政协联络组组织委员视察镇村道路建设\""),
    Field::extra("date", "日期", "Date", Date)
        .top()
        .required()
        .help("日期：事情发生的那一天，决定归入哪个季度", "2026-03-18"),
    Field::extra("published", "发布时间", "Published", Date),
    Field::extra("source", "来源", "Source", Text).required().help("来源：供稿单位", "\"青溪镇政协联络组\""),
    Field::extra("author", "作者", "Author", Text).help("作者（通讯员）", "\"张某某\""),
    Field::extra("editor", "责任编辑", "Editor", Text),
    Field::extra("photographer", "摄影", "Photographer", Text),
    Field::extra("reviewers", "审核", "Reviewers", Table(REVIEWERS)),
    Field::extra("visibility", "公开范围", "Visibility", Word(&VISIBILITIES))
        .help("公开范围：public 公开；count 只计数；internal 内部", "\"public\""),
    Field::extra("members", "委员", "Members", Members),
    Field::extra("images", "图片", "Pictures", Tables(IMAGE)),
    Field::extra("sector", "界别", "Sector", Word(&SECTORS)),
    Field::extra("villages", "村", "Villages", Texts).shown(),
    Field::extra("submission", "报送", "Submissions", Tables(SUBMISSION)),
    Field::extra("corrected", "更正", "Corrections", Tables(CORRECTED)),
];

/// The kinds, in the order in which lists show them.
pub static KINDS: &[Kind] = &[
    Kind {
        id: "activity",
        zh: "活动信息",
        en: "Activity news",
        aliases: &["活动"],
        must_say_visibility: false,
        fields: &[
            Field::extra("type", "类型", "Type", Word(&ACTIVITY_TYPES)).required().shown().help("活动类型", "\"视察\""),
            Field::extra("place", "地点", "Place", Text).required().shown().help("地点", "\"青溪镇\""),
            Field::extra("host", "主办", "Host", Text).shown(),
            Field::extra("lead", "带队", "Led by", Text).shown(),
            Field::extra("participants", "参加人数", "Participants", Count).shown(),
            Field::extra("meeting_name", "会议名称", "Meeting", Text).shown(),
        ],
    },
    Kind {
        id: "member",
        zh: "委员风采",
        en: "Members",
        aliases: &["委员"],
        must_say_visibility: false,
        fields: &[
            Field::extra("name", "姓名", "Name", Text).required().shown().help("委员姓名", "\"王某某\""),
            Field::extra("sector", "界别", "Sector", Word(&SECTORS)).required().shown().help("界别", "\"农业界\""),
            Field::extra("post", "单位职务", "Post", Text).shown().help("单位和职务", "\"某种植专业合作社理事长\""),
            Field::extra("term", "届次", "Term", Text).shown(),
            Field::extra("term_from", "任职起始届次", "Term from", Text).shown(),
            Field::extra("term_to", "任职截止届次", "Term to", Text).shown(),
            Field::extra("party", "党派", "Party", Text),
            Field::extra("deeds", "事迹", "Deeds", Texts),
            Field::extra("honours", "荣誉", "Honours", Tables(HONOUR)),
            Field::extra("photo", "照片", "Photo", File),
            Field::extra("consent", "本人同意", "Consent", Bool),
        ],
    },
    Kind {
        id: "relief",
        zh: "走访帮扶",
        en: "Poverty-relief visits",
        aliases: &["扶贫送温暖", "帮扶"],
        must_say_visibility: true,
        fields: &[
            Field::extra("type", "类型", "Type", Word(&RELIEF_TYPES)).required().shown().help("帮扶类型", "\"慰问\""),
            Field::extra("festival", "节日", "Festival", Word(&FESTIVALS))
                .required_if("type", "慰问")
                .shown()
                .help("节日（慰问必填；平时写“日常”）", "\"重阳节\""),
            Field::extra("villages", "村", "Villages", Texts)
                .required()
                .shown()
                .help("走访的村，只写到村", "[\"龙潭村\", \"友谊村\"]"),
            Field::extra("households", "户数", "Households", Count).shown(),
            Field::extra("persons", "人数", "Persons", Count).shown(),
            Field::extra("money_yuan", "金额（元）", "Money in yuan", Yuan).shown(),
            Field::extra("goods", "物资", "Goods", Text).shown(),
            Field::extra("parts", "资金构成", "Parts of the money", Tables(PART)),
            Field::extra("recipients", "慰问对象", "Recipients", Text),
            Field::extra("minors", "涉及未成年人", "Minors", Bool)
                .required()
                .help("是否涉及未成年人：true 是，false 否", "false"),
            Field::extra("face_shown", "露出面部", "Faces shown", Bool),
            Field::extra("consent", "本人同意", "Consent", Bool),
            Field::extra("member", "结对委员", "Member", Text),
            Field::extra("pair_code", "结对编号", "Pair", Text),
            Field::extra("since", "结对时间", "Since", Date),
        ],
    },
    Kind {
        id: "history",
        zh: "文史资料",
        en: "Cultural-history materials",
        aliases: &["文史"],
        must_say_visibility: false,
        fields: &[
            Field::extra("category", "类别", "Category", Word(&HISTORY_CATEGORIES))
                .required()
                .shown()
                .help("文史类别", "\"水利\""),
            Field::extra("period", "年代", "Period", Text).shown(),
            Field::extra("teller", "口述人", "Told by", Text).shown(),
            Field::extra("teller_identity", "当时身份", "Teller's post then and now", Text).shown(),
            Field::extra("recorder", "整理人", "Recorded by", Text).shown(),
            Field::extra("written", "写作年月", "Written", Text).shown(),
            Field::extra("three_first", "三亲", "First-hand", Word(&THREE_FIRST)).shown(),
            Field::extra("verified", "核实情况", "Verified", Word(&VERIFIED)).shown(),
            Field::extra("refs", "参考资料", "References", Texts),
            Field::extra("collection", "收录", "Collection", Table(COLLECTION)).shown(),
            Field::extra("rights", "授权", "Rights", Text),
            Field::extra("reported_to", "报送单位", "Reported to", Texts),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::{KINDS, kind_of};

    #[test]
    fn kinds_are_found_by_every_name() {
        assert_eq!(kind_of("activity"), Some(&KINDS[0]));
        assert_eq!(kind_of("委员风采"), Some(&KINDS[1]));
        assert_eq!(kind_of("扶贫送温暖"), Some(&KINDS[2]));
        assert_eq!(kind_of("news"), None);
    }

    #[test]
    fn one_chinese_name_means_one_key() {
        let mut names: Vec<(&str, &str)> = Vec::new();
        for field in KINDS.iter().flat_map(|kind| kind.all_fields()) {
            if let Some((_, other)) = names.iter().find(|(zh, _)| *zh == field.zh) {
                assert_eq!(*other, field.name, "{} means two keys", field.zh);
            }
            names.push((field.zh, field.name));
        }
    }
}
