//! What can be wrong with a Word file that is to become an entry.

use crate::diagnostic::{Code, Wording};

/// The file is no Word document.
pub static NOT_WORD: Code = Code::error(
    "import-not-word",
    Wording { zh: "{file} 不是 Word 文件", en: "{file} is no Word document" },
    Wording { zh: "请用 Word 或 WPS 打开，另存为 .docx", en: "open it in Word or WPS and save it as .docx" },
);

/// The file is locked.
pub static LOCKED: Code = Code::error(
    "import-locked",
    Wording { zh: "{file} 有打开密码", en: "{file} is locked by a password" },
    Wording {
        zh: "请用 Word 或 WPS 打开，去掉密码后保存", en: "open it, take the password away and save it"
    },
);

/// The file is of the older format.
pub static BINARY: Code = Code::error(
    "import-doc",
    Wording {
        zh: "{file} 是旧格式（.doc 或 .wps），本机没有能转换它的 LibreOffice",
        en: "{file} is of the older format (.doc, .wps), and no LibreOffice is installed to convert it",
    },
    Wording {
        zh: "请用 Word 或 WPS 打开，另存为 .docx 再导入", en: "open it in Word or WPS and save it as .docx"
    },
);

/// The file is broken.
pub static BROKEN: Code = Code::error(
    "import-broken",
    Wording { zh: "{file} 读不完整：{reason}", en: "{file} cannot be read: {reason}" },
    Wording {
        zh: "请用 Word 或 WPS 打开看看，另存一份再导入", en: "open it in Word or WPS and save it anew"
    },
);

/// The file unpacks to more than any document holds.
pub static HUGE: Code = Code::error(
    "import-huge",
    Wording {
        zh: "{file} 解开后大得不像一份文稿，没有导入", en: "{file} unpacks to more than any document holds"
    },
    Wording {
        zh: "请用 Word 或 WPS 打开看看，把要用的内容复制到新文档再导入",
        en: "open it in Word or WPS and copy what you need into a new document",
    },
);

/// What was guessed.
pub static REVIEW: Code = Code::warning(
    "import-review",
    Wording { zh: "请核对：{what}", en: "please review: {what_en}" },
    Wording {
        zh: "打开 {entry}，改好带“待核对”的各行", en: "open {entry} and mend the lines marked 待核对"
    },
);

/// A picture that browsers cannot show.
pub static PICTURE_LEFT: Code = Code::warning(
    "import-picture",
    Wording {
        zh: "{file} 里的图片 {picture} 是 {format} 格式，网页显示不了，没有导入",
        en: "the picture {picture} of {file} is {format}, which no browser shows; it was left out",
    },
    Wording {
        zh: "请在 Word 里把它另存为 JPG 或 PNG，放到条目旁边",
        en: "save it from Word as JPEG or PNG and put it beside the entry",
    },
);

/// There is no text in the file.
pub static EMPTY: Code = Code::warning(
    "import-empty",
    Wording { zh: "{file} 里没有找到正文文字", en: "no text was found in the body of {file}" },
    Wording {
        zh: "文字也许在扫描图片里，或者文件本来是空的：请打开看看，把文字录进条目",
        en: "it may be in a scanned picture, or the file may be empty: look, and type the text into the entry",
    },
);

/// Drawings that are not read.
pub static GRAPHICS_LEFT: Code = Code::warning(
    "import-graphic",
    Wording {
        zh: "{file} 里有 {count} 个图表、示意图（SmartArt）或嵌入内容没有导入",
        en: "{count} charts, diagrams or inserted parts of {file} were left out",
    },
    Wording {
        zh: "请在 Word 里把它截图或另存为图片，放到条目旁边；里面的文字请补进正文",
        en: "save them from Word as pictures beside the entry, and add their text to the body",
    },
);

/// Comments that are not read.
pub static COMMENTS_LEFT: Code = Code::warning(
    "import-comment",
    Wording {
        zh: "{file} 里有 {count} 条批注没有导入：批注不是正文",
        en: "{count} comments of {file} were left out: they are not part of the text",
    },
    Wording {
        zh: "请打开原文件看看批注，要紧的写进正文；原文件没有改动",
        en: "look at them in the file, which is as it was, and write what matters into the body",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 10] =
    [&EMPTY, &NOT_WORD, &LOCKED, &BINARY, &HUGE, &BROKEN, &REVIEW, &PICTURE_LEFT, &GRAPHICS_LEFT, &COMMENTS_LEFT];
