//! What can be wrong with entries.

use crate::diagnostic::{Code, Wording};

/// `extra.kind` names no kind.
pub static KIND_UNKNOWN: Code = Code::error(
    "entry-kind",
    Wording { zh: "没有“{value}”这一类条目", en: "there is no kind of entry called `{value}`" },
    Wording { zh: "kind 可以写：{allowed}", en: "`kind` is one of: {allowed}" },
);

/// A required field is absent or empty.
pub static FIELD_MISSING: Code = Code::error(
    "entry-field-missing",
    Wording {
        zh: "{kind}缺少必填项 {field}（{name}）",
        en: "{kind_en}: the required field `{field}` ({name_en}) is missing",
    },
    Wording { zh: "请在 {table} 里加一行：{field} = {example}", en: "add to {table}: {field} = {example}" },
);

/// A field that should be there is absent or empty.
pub static FIELD_WANTED: Code = Code::warning(
    "entry-field-wanted",
    Wording {
        zh: "{kind}还缺 {field}（{name}）", en: "{kind_en}: the field `{field}` ({name_en}) should be there"
    },
    Wording { zh: "请在 {table} 里加一行：{field} = {example}", en: "add to {table}: {field} = {example}" },
);

/// A list is shorter than it should be.
pub static FIELD_FEW: Code = Code::warning(
    "entry-field-few",
    Wording {
        zh: "{field}（{name}）只有 {count} 项，应不少于 {least} 项",
        en: "`{field}` ({name_en}) has {count} items and should have {least} at least",
    },
    Wording { zh: "请补齐", en: "add the others" },
);

/// A field holds a value of another type.
pub static FIELD_TYPE: Code = Code::error(
    "entry-field-type",
    Wording {
        zh: "{field}（{name}）应为{expected}，这里写的是 {found}",
        en: "`{field}` ({name_en}) should be {expected_en}, not {found}",
    },
    Wording { zh: "", en: "" },
);

/// A field holds a word outside its vocabulary.
pub static WORD_UNKNOWN: Code = Code::error(
    "entry-word",
    Wording { zh: "{field}（{name}）不能是“{value}”", en: "`{field}` ({name_en}) cannot be `{value}`" },
    Wording { zh: "可以写：{allowed}", en: "allowed values: {allowed}" },
);

/// A member id that no member has.
pub static MEMBER_UNKNOWN: Code = Code::error(
    "entry-member",
    Wording { zh: "没有编号为“{value}”的委员", en: "there is no member with the id `{value}`" },
    Wording {
        zh: "委员编号就是 content 里委员条目的文件名（不带 .md）；现有：{allowed}",
        en: "a member's id is the name of the member's file without .md; there are: {allowed}",
    },
);

/// Two members share an id.
pub static MEMBER_TWICE: Code = Code::error(
    "entry-member-twice",
    Wording { zh: "两个委员条目的编号都是“{value}”", en: "two members share the id `{value}`" },
    Wording { zh: "请给其中一个文件换个名字", en: "rename one of the files" },
);

/// A path that no entry has.
pub static ENTRY_UNKNOWN: Code = Code::error(
    "entry-reference",
    Wording { zh: "没有条目“{value}”", en: "there is no entry `{value}`" },
    Wording {
        zh: "写条目在 content 里的路径，不带 .md 或 /index.md，如 activity/2026-03-18-zhi-shu",
        en: "write its path in content/ without .md or /index.md, such as activity/2026-03-18-zhi-shu",
    },
);

/// A text is longer than the kind's texts should be.
pub static TEXT_LONG: Code = Code::warning(
    "entry-text-long",
    Wording {
        zh: "正文有 {count} 个字，{kind}不宜超过 {most} 字",
        en: "the text has {count} characters; {kind_en} should have {most} at most",
    },
    Wording { zh: "请精简，或分成几篇，一事一议", en: "shorten it or split it" },
);

/// Parts do not add up to the sum.
pub static SUM: Code = Code::error(
    "entry-sum",
    Wording {
        zh: "资金构成加起来是 {sum} 元，与 money_yuan 写的 {total} 元不一致",
        en: "the parts add up to {sum} yuan, but `money_yuan` says {total}",
    },
    Wording { zh: "请核对各项金额与总额", en: "check the parts and the total" },
);

/// A title ends in a full stop.
pub static TITLE_STOP: Code = Code::error(
    "entry-title-stop",
    Wording { zh: "标题末尾不能有句号", en: "a title does not end in a full stop" },
    Wording { zh: "请删掉标题最后的“{value}”", en: "take away the `{value}` at its end" },
);

/// A title is too long for lists.
pub static TITLE_LONG: Code = Code::warning(
    "entry-title-long",
    Wording {
        zh: "标题有 {count} 个字，列表里会显得过长", en: "the title has {count} characters, long for a list"
    },
    Wording { zh: "建议不超过 30 个字", en: "30 characters at most are better" },
);

/// The date is the epoch's, which some program filled in.
pub static DATE_EPOCH: Code = Code::error(
    "entry-date-epoch",
    Wording {
        zh: "{field} 写的是 1970-01-01，这不是真实日期", en: "`{field}` is 1970-01-01, which is no real date"
    },
    Wording { zh: "请写事情真正发生的日期", en: "write the day it really happened" },
);

/// The date lies in the future.
pub static DATE_FUTURE: Code = Code::error(
    "entry-date-future",
    Wording {
        zh: "{name} {value} 在今天（{today}）之后，还没发生的事不能当作已办的条目",
        en: "`{field}` is {value}, after today ({today}): what has not happened is no entry",
    },
    Wording { zh: "请核对年份和月份", en: "check the year and the month" },
);

/// An entry was published before it happened.
pub static PUBLISHED_EARLY: Code = Code::warning(
    "entry-published-early",
    Wording {
        zh: "发布时间 {value} 早于事情发生的日期 {date}",
        en: "it was published on {value}, before it happened on {date}",
    },
    Wording { zh: "请核对两个日期", en: "check both dates" },
);

/// A file named in the front matter is not there.
pub static FILE_MISSING: Code = Code::error(
    "entry-file-missing",
    Wording { zh: "找不到文件“{value}”", en: "there is no file `{value}`" },
    Wording {
        zh: "请把它放到 {folder} 里，文件名（包括大小写和扩展名）要一致",
        en: "put it into {folder}; the name must match to the letter",
    },
);

/// A picture without credit, and no photographer for all.
pub static CREDIT_MISSING: Code = Code::error(
    "entry-credit",
    Wording { zh: "图片“{value}”没有署名", en: "the picture `{value}` has no credit" },
    Wording {
        zh: "请给这张图写 credit = \"某某 摄\"，或给整篇写 photographer = \"某某\"",
        en: "give it a `credit`, or the entry a `photographer`",
    },
);

/// A person's photo without consent.
pub static CONSENT_MISSING: Code = Code::error(
    "entry-consent",
    Wording {
        zh: "有人物照片但没有本人同意的记录", en: "it shows a person's face without a record of consent"
    },
    Wording {
        zh: "征得本人同意后写 consent = true；否则请撤下照片",
        en: "with the person's consent write `consent = true`; otherwise take the photo away",
    },
);

/// Minors' faces.
pub static MINOR_FACE: Code = Code::error(
    "entry-minor-face",
    Wording { zh: "涉及未成年人的条目不能露出面部", en: "an entry about minors shows no faces" },
    Wording {
        zh: "请换用看不到面部的照片，并写 face_shown = false",
        en: "use photos without faces and write `face_shown = false`",
    },
);

/// A way to reach a person.
pub static CONTACT: Code = Code::error(
    "entry-contact",
    Wording {
        zh: "公开的委员条目里不能写联系方式（{field}）",
        en: "a member's public page holds no contact details (`{field}`)",
    },
    Wording { zh: "请删掉这一行", en: "take this line away" },
);

/// A key that is near to a field's.
pub static FIELD_UNKNOWN: Code = Code::warning(
    "entry-field-unknown",
    Wording { zh: "不认识的字段 {field}", en: "unknown field `{field}`" },
    Wording { zh: "是不是想写 {near}？", en: "did you mean `{near}`?" },
);

/// A setting of the group has a value it cannot have.
pub static SETTING: Code = Code::error(
    "group-setting",
    Wording { zh: "设置 {key} 的值“{value}”不对", en: "the setting `{key}` cannot be `{value}`" },
    Wording { zh: "应当像这样写：{example}", en: "write it like `{example}`" },
);

/// A row of the table of kinds in the settings lacks something.
pub static FIELD_SETTING: Code = Code::error(
    "group-field",
    Wording { zh: "设置 {key} 不完整：要写 {needs}", en: "the setting `{key}` is not complete: say `{needs}`" },
    Wording {
        zh: "例：{ name = \"hours\", zh = \"时长\", holds = \"count\" }；holds 是 word 时要写 words，是 table 时要写 fields",
        en: "such as { name = \"hours\", zh = \"时长\", holds = \"count\" }; `word` needs `words`, `table` needs `fields`",
    },
);

/// A list of words that is not there.
pub static WORDS_UNKNOWN: Code = Code::error(
    "group-words",
    Wording { zh: "没有词表“{value}”", en: "there is no list of words `{value}`" },
    Wording {
        zh: "可以写自带的 {allowed}，或把词直接写成列表：words = [\"甲\", \"乙\"]；自己的词表放在 liaison/vocabulary/{value}.txt，一行一个词",
        en: "write one of {allowed}, or the words themselves: words = [\"…\", \"…\"]; a list of your own goes into liaison/vocabulary/{value}.txt, a word a line",
    },
);

/// A target lacks something or holds a value it cannot have.
pub static TARGET: Code = Code::error(
    "target",
    Wording { zh: "任务设置 {key} 不完整：这里要写 {needs}", en: "the target's `{key}` needs {needs}" },
    Wording { zh: "", en: "" },
);

/// A target counts what there is not.
pub static TARGET_COUNT: Code = Code::error(
    "target-count",
    Wording { zh: "count 不能是“{value}”", en: "`count` cannot be `{value}`" },
    Wording {
        zh: "可以写条目种类（{allowed}）、种类.字段（如 study.reflections）、submission（报送）或 adoption（采用）",
        en: "write a kind ({allowed}), a kind's list such as `study.reflections`, `submission` or `adoption`",
    },
);

/// A file of targets that is not there.
pub static TARGETS_UNKNOWN: Code = Code::error(
    "targets-file",
    Wording { zh: "没有任务文件“{value}”", en: "there is no file of targets `{value}`" },
    Wording {
        zh: "可以写自带的 {allowed}，或网站里文件的路径，如 liaison/targets/ours.toml",
        en: "write one of {allowed}, or the path of a file in the site such as liaison/targets/ours.toml",
    },
);

/// A detail that leads to one person.
pub static DETAIL_ERROR: Code = Code::error(
    "privacy-detail",
    Wording { zh: "这里有{detail}，不能公开", en: "this is {detail_en}, which must not be published" },
    Wording {
        zh: "请删去，或者写成 {masked}（lianluo mask 会把全站的都换好）；确实要公开的，在末尾的 +++ 前面加：[[extra.allow]]、detail = \"{id}\"、reason = \"理由\"、by = \"姓名\"（各占一行）",
        en: "take it away or write {masked} (`lianluo mask` does so for the whole site); if it must be there, add before the closing +++ the lines [[extra.allow]], detail = \"{id}\", reason = \"…\", by = \"…\"",
    },
);

/// A detail that may lead to one person.
pub static DETAIL_WARNING: Code = Code::warning(
    "privacy-detail-likely",
    Wording {
        zh: "这里像是{detail}，公开前请核对",
        en: "this looks like {detail_en}; make sure that it may be published",
    },
    Wording {
        zh: "不该公开的请删去，或者写成 {masked}；可以公开的，在末尾的 +++ 前面加：[[extra.allow]]、detail = \"{id}\"、reason = \"理由\"、by = \"姓名\"（各占一行）",
        en: "take it away or write {masked}; if it may be there, add before the closing +++ the lines [[extra.allow]], detail = \"{id}\", reason = \"…\", by = \"…\"",
    },
);

/// A minor's name in an entry that says to be about minors.
pub static MINOR_NAMED: Code = Code::error(
    "privacy-minor",
    Wording {
        zh: "涉及未成年人的条目不能写出未成年人的姓名", en: "an entry about minors names none of them"
    },
    Wording {
        zh: "请写成“小李”“李某某”或“一名学生”；这一条没有例外",
        en: "write 李某某 or “a pupil”; nobody can allow it",
    },
);

/// A detail in an attached file that leads to one person.
pub static ATTACHED_ERROR: Code = Code::error(
    "privacy-attachment",
    Wording {
        zh: "附件 {file}（{place}）里有{detail}（{masked}），不能公开",
        en: "the attachment {file} ({place_en}) holds {detail_en} ({masked}), which must not be published",
    },
    Wording {
        zh: "请在附件里删去或打上星号；确实要公开的，在条目末尾的 +++ 前面加：[[extra.allow]]、detail = \"{id}\"、reason = \"理由\"、by = \"姓名\"（各占一行）",
        en: "take it away or mask it in the file; if it must be there, add to the entry [[extra.allow]], detail = \"{id}\", reason = \"…\", by = \"…\"",
    },
);

/// A detail in an attached file that may lead to one person.
pub static ATTACHED_WARNING: Code = Code::warning(
    "privacy-attachment-likely",
    Wording {
        zh: "附件 {file}（{place}）里像是有{detail}（{masked}），公开前请核对",
        en: "the attachment {file} ({place_en}) seems to hold {detail_en} ({masked}); make sure that it may be published",
    },
    Wording {
        zh: "不该公开的请在附件里删去；可以公开的，在条目末尾的 +++ 前面加：[[extra.allow]]、detail = \"{id}\"、reason = \"理由\"、by = \"姓名\"（各占一行）",
        en: "take it away in the file; if it may be there, add to the entry [[extra.allow]], detail = \"{id}\", reason = \"…\", by = \"…\"",
    },
);

/// A picture in the text whose file is not there.
pub static BODY_PICTURE_MISSING: Code = Code::warning(
    "picture-missing",
    Wording { zh: "正文里的图片“{value}”找不到", en: "the picture `{value}` in the text is not there" },
    Wording {
        zh: "请把它放进 {folder}/，或改成正确的文件名", en: "put it into {folder}/, or correct its name"
    },
);

/// An attached file that cannot be looked into.
pub static ATTACHED_UNREAD: Code = Code::warning(
    "privacy-attachment-unread",
    Wording {
        zh: "附件 {file} 打不开检查（{reason}），里面有没有个人信息要人工核对",
        en: "the attachment {file} cannot be looked into ({reason_en}): see yourself whether it holds personal details",
    },
    Wording {
        zh: "建议另存为 docx、xlsx 或 PDF；不需要公开的请移走",
        en: "save it as docx, xlsx or PDF, or take it away",
    },
);

/// An attached file that is a picture, in whole or in part.
pub static ATTACHED_PICTURE: Code = Code::warning(
    "privacy-attachment-picture",
    Wording {
        zh: "附件 {file} 的{place}是图片（像是扫描件），程序看不出里面有没有个人信息",
        en: "the attachment {file} is a picture, it seems a scan ({place_en}): no text of it can be searched",
    },
    Wording {
        zh: "请自己逐页看一遍，有身份证号、手机号、银行卡号的先遮住；有文字版的，请换成文字版",
        en: "look through it yourself and cover what must not be published; or attach the text instead",
    },
);

/// Document properties that name a person and cannot be taken out.
pub static PROPERTIES_TELL: Code = Code::warning(
    "attachment-properties",
    Wording {
        zh: "附件 {file} 的文档属性里有{what}，程序清除不掉",
        en: "the properties of the attachment {file} tell {what_en}, which cannot be taken out",
    },
    Wording {
        zh: "请在原来的软件里清除文档属性（文件 - 信息 - 检查文档），再另存一份",
        en: "clear the properties where the file was made and save it anew",
    },
);

/// The font of share cards is not there.
pub static CARD_FONT: Code = Code::warning(
    "card-font",
    Wording {
        zh: "本机没有字体“{font}”，分享图片这次没有生成",
        en: "there is no font `{font}` here, so no share cards were drawn",
    },
    Wording {
        zh: "请安装这个字体，或在 [liaison.card] 的 font 里写本机有的中文字体名称，或网站文件夹里字体文件的路径；不要分享图片就删去这一项",
        en: "install it, or name another family or a font file of the site in `font` of [liaison.card]; without that key there are no cards",
    },
);

/// The font of share cards cannot be used.
pub static CARD_FONT_BROKEN: Code = Code::warning(
    "card-font-broken",
    Wording {
        zh: "字体“{font}”用不了，分享图片这次没有生成",
        en: "the font `{font}` cannot be used, so no share cards were drawn",
    },
    Wording { zh: "请换一个 TTF、OTF 或 TTC 字体", en: "name another TrueType or OpenType font" },
);

/// An event that was sent to nobody in time.
pub static UNSENT: Code = Code::warning(
    "entry-unsent",
    Wording {
        zh: "这件事过去 {age} 天了，还没有报送（应在 {days} 天内上报）",
        en: "it happened {age} days ago and was sent to nobody (within {days} days it should be)",
    },
    Wording {
        zh: "请用 lianluo submit 报送并加 --record 登记；已经报过的，补登 [[extra.submission]]",
        en: "send it by `lianluo submit … --record`; if it was sent, add [[extra.submission]]",
    },
);

/// A public entry without approval.
pub static APPROVAL_MISSING: Code = Code::error(
    "approval-missing",
    Wording { zh: "这一条还没有批准发布", en: "nobody approved this entry" },
    Wording {
        zh: "请审核人看过之后运行 lianluo approve 条目 --by 姓名",
        en: "once it is reviewed run `lianluo approve ENTRY --by NAME`",
    },
);

/// An entry that changed after its approval.
pub static APPROVAL_CHANGED: Code = Code::warning(
    "approval-changed",
    Wording { zh: "{by}于 {on} 批准以后，这一条又改过", en: "it changed after {by} approved it on {on}" },
    Wording { zh: "请重新送审，再运行 lianluo approve", en: "have it reviewed and approve it again" },
);

/// A picture or an attachment that changed after its entry's approval.
pub static APPROVAL_FILE: Code = Code::warning(
    "approval-changed-file",
    Wording {
        zh: "{by}于 {on} 批准以后，{file} 换过、增加或删掉了",
        en: "{file} was changed, added or taken away after {by} approved the entry on {on}",
    },
    Wording { zh: "请重新送审，再运行 lianluo approve", en: "have it reviewed and approve it again" },
);

/// The register of approvals cannot be read.
pub static APPROVAL_REGISTER: Code = Code::error(
    "approval-register",
    Wording { zh: "审批登记 approvals.toml 读不了", en: "approvals.toml cannot be read" },
    Wording {
        zh: "它由 lianluo approve 自动写，请从备份里恢复",
        en: "`lianluo approve` writes it: take it from a backup",
    },
);

/// A detail in a finished file, which no content file holds.
pub static DETAIL_IN_OUTPUT: Code = Code::error(
    "privacy-output",
    Wording {
        zh: "生成的 {file} 里有{detail}（{masked}）", en: "the finished {file} holds {detail_en} ({masked})"
    },
    Wording {
        zh: "它来自模板、设置或数据文件；请从那里删去，联络组自己的电话写在 [liaison.footer] 的 phone 里",
        en: "it comes from a template, the settings or a data file: take it away there; the group's own telephone goes into `phone` of [liaison.footer]",
    },
);

/// A photo whose metadata cannot be taken out.
pub static PHOTO_TELLS: Code = Code::error(
    "photo-tells",
    Wording {
        zh: "照片 {file} 里的拍摄地点、时间、设备等信息清除不掉（{format}）",
        en: "what the photo {file} tells of place, time and device cannot be taken out ({format})",
    },
    Wording {
        zh: "请另存为 JPG 或 PNG；苹果手机可在“设置 - 相机 - 格式”里选“兼容性最佳”",
        en: "save it anew as JPEG or PNG; on an iPhone set the camera to “Most Compatible”",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 46] = [
    &UNSENT,
    &APPROVAL_MISSING,
    &APPROVAL_CHANGED,
    &APPROVAL_FILE,
    &APPROVAL_REGISTER,
    &CARD_FONT,
    &CARD_FONT_BROKEN,
    &PHOTO_TELLS,
    &MINOR_NAMED,
    &ATTACHED_ERROR,
    &ATTACHED_WARNING,
    &ATTACHED_UNREAD,
    &ATTACHED_PICTURE,
    &PROPERTIES_TELL,
    &DETAIL_ERROR,
    &DETAIL_WARNING,
    &DETAIL_IN_OUTPUT,
    &KIND_UNKNOWN,
    &FIELD_MISSING,
    &FIELD_WANTED,
    &FIELD_FEW,
    &FIELD_TYPE,
    &WORD_UNKNOWN,
    &MEMBER_UNKNOWN,
    &MEMBER_TWICE,
    &ENTRY_UNKNOWN,
    &TEXT_LONG,
    &SUM,
    &TITLE_STOP,
    &TITLE_LONG,
    &DATE_EPOCH,
    &DATE_FUTURE,
    &PUBLISHED_EARLY,
    &FILE_MISSING,
    &BODY_PICTURE_MISSING,
    &CREDIT_MISSING,
    &CONSENT_MISSING,
    &MINOR_FACE,
    &CONTACT,
    &FIELD_UNKNOWN,
    &SETTING,
    &FIELD_SETTING,
    &TARGET,
    &TARGET_COUNT,
    &TARGETS_UNKNOWN,
    &WORDS_UNKNOWN,
];
