//! What can be wrong with an entry that is to be sent.

use crate::diagnostic::{Code, Wording};

/// A review that the recipient asks for is not written.
pub static REVIEW_MISSING: Code = Code::error(
    "submission-review",
    Wording {
        zh: "{preset}要求先{review}，稿件里没有写{review}人",
        en: "{preset} asks for the {review_en}, and the entry names nobody",
    },
    Wording {
        zh: "请审核人看过之后，在 [extra] 里写上：reviewers.{key} = \"姓名\"",
        en: "once it is reviewed, add to [extra]: reviewers.{key} = \"name\"",
    },
);

/// The writer reviewed their own text.
pub static REVIEWER_IS_WRITER: Code = Code::error(
    "submission-reviewer",
    Wording {
        zh: "作者“{name}”同时是审核人，{preset}要求由别人审核",
        en: "`{name}` wrote it and reviewed it; {preset} asks for somebody else",
    },
    Wording { zh: "请换一位审核人", en: "let another person review it" },
);

/// A limit of the recipient is passed.
pub static LIMIT: Code = Code::warning(
    "submission-limit",
    Wording {
        zh: "{what}是 {found}，{preset}要求{limit}",
        en: "{what_en} is {found_en}; {preset} asks for {limit_en}",
    },
    Wording {
        zh: "稿件已照样生成，建议改好再报送",
        en: "the pack is made all the same; better mend it before sending",
    },
);

/// A photo that is not there.
pub static PHOTO_MISSING: Code = Code::error(
    "submission-photo-missing",
    Wording { zh: "找不到照片“{file}”", en: "there is no photo `{file}`" },
    Wording {
        zh: "请把照片放到稿件旁边，文件名（包括大小写和扩展名）要一致",
        en: "put it beside the entry; the name must match to the letter",
    },
);

/// A picture on another site.
pub static PHOTO_REMOTE: Code = Code::warning(
    "submission-photo-remote",
    Wording {
        zh: "图片 {file} 在别的网站上，没有放进报送包",
        en: "the picture {file} lies on another site and is left out of the pack",
    },
    Wording { zh: "请把图片存到稿件旁边再引用", en: "save it beside the entry and use it from there" },
);

/// A photo as iPhones take them.
pub static PHOTO_HEIC: Code = Code::error(
    "submission-photo-heic",
    Wording {
        zh: "照片“{file}”是苹果手机的 HEIC 格式，多数电脑打不开",
        en: "the photo `{file}` is a HEIC picture, which most computers cannot open",
    },
    Wording {
        zh: "请在手机“设置 - 相机 - 格式”里选“兼容性最佳”再拍；已拍的用微信发到电脑（不选原图）就会变成 JPG",
        en: "set the phone's camera to “Most Compatible”, or convert the photo to JPEG",
    },
);

/// A photo whose metadata cannot be taken out.
pub static PHOTO_UNCLEAN: Code = Code::error(
    "submission-photo-unclean",
    Wording {
        zh: "照片“{file}”里的拍摄信息清除不掉（{format}）",
        en: "what the photo `{file}` tells beside the picture cannot be taken out ({format})",
    },
    Wording { zh: "请用看图软件另存为 JPG 或 PNG", en: "save it anew as JPEG or PNG" },
);

/// A picture that Word cannot show.
pub static PHOTO_NOT_IN_WORD: Code = Code::warning(
    "submission-photo-format",
    Wording {
        zh: "图片“{file}”不能放进 Word（{format}），文中只写了标记",
        en: "the picture `{file}` cannot stand in Word ({format}); its mark stands there instead",
    },
    Wording { zh: "请另存为 JPG 或 PNG", en: "save it as JPEG or PNG" },
);

/// No telephone number for the slip.
pub static NO_PHONE: Code = Code::warning(
    "submission-phone",
    Wording { zh: "不知道联系电话，报送单里空着", en: "there is no telephone number for the slip" },
    Wording {
        zh: "请在网站文件夹里建 contacts.toml（只留在本机，不会公开），写上：[[contact]]、name = \"姓名\"、phone = \"电话\"",
        en: "write contacts.toml at the site's root (it is never published): [[contact]], name = \"…\", phone = \"…\"",
    },
);

/// What paper cannot show.
pub static LEFT_OUT: Code = Code::warning(
    "submission-left-out",
    Wording {
        zh: "正文里的 {what} 不能放进报送的稿件，已略去",
        en: "{what} in the text cannot be sent and was left out",
    },
    Wording { zh: "请看看缺了它文字是否还通顺", en: "read whether the text holds without it" },
);

/// An attachment that is not there.
pub static ATTACHMENT_MISSING: Code = Code::error(
    "submission-attachment",
    Wording { zh: "找不到附件“{file}”", en: "there is no attachment `{file}`" },
    Wording { zh: "请把它放到稿件旁边", en: "put it beside the entry" },
);

/// The pack could not be put together.
pub static PACK_FAILED: Code = Code::error(
    "submission-pack",
    Wording { zh: "做不成文件 {file}：{reason}", en: "cannot make {file}: {reason}" },
    Wording { zh: "", en: "" },
);

/// A front matter that the register cannot be added to.
pub static RECORD_FORM: Code = Code::error(
    "submission-record",
    Wording {
        zh: "这篇稿件开头的写法，程序没法自动登记",
        en: "the register cannot be added to a front matter of this form",
    },
    Wording {
        zh: "请手工在 [extra] 后面加：[[extra.submission]]、outlet = \"报送单位\"、sent = 报送日期（各占一行）；开头用 --- 的，在 extra: 下面按 YAML 的写法加 submission",
        en: "add by hand: [[extra.submission]], outlet = \"…\", sent = the day; between --- it is YAML",
    },
);

/// An adoption of something that was never sent.
pub static RECORD_NO_SENDING: Code = Code::error(
    "submission-unsent",
    Wording {
        zh: "登记里没有报给“{outlet}”而还没登记采用的记录",
        en: "nothing without an adoption is registered as sent to `{outlet}`",
    },
    Wording {
        zh: "请核对报送单位的名称；确实没有报送过、是对方转载的，加上 --unsent",
        en: "check the outlet's name; where they took it up without being sent it, add --unsent",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 14] = [
    &REVIEW_MISSING,
    &REVIEWER_IS_WRITER,
    &LIMIT,
    &PHOTO_MISSING,
    &PHOTO_REMOTE,
    &PHOTO_HEIC,
    &PHOTO_UNCLEAN,
    &PHOTO_NOT_IN_WORD,
    &NO_PHONE,
    &LEFT_OUT,
    &ATTACHMENT_MISSING,
    &PACK_FAILED,
    &RECORD_FORM,
    &RECORD_NO_SENDING,
];
