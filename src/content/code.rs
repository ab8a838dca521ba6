//! What can be wrong with a content file.

use crate::diagnostic::{Code, Wording};

/// A content file that does not begin with front matter.
pub static NO_FRONT_MATTER: Code = Code::error(
    "front-matter-missing",
    Wording { zh: "文件开头没有用 +++ 围起来的头部", en: "the file does not begin with front matter" },
    Wording {
        zh: "在第一行写 +++，接着写 title = \"标题\"，再写一行 +++，正文从下一行开始",
        en: "begin with a line `+++`, then title = \"…\", then another line `+++`; the body follows",
    },
);

/// Front matter without an end.
pub static UNCLOSED: Code = Code::error(
    "front-matter-unclosed",
    Wording {
        zh: "头部从这里开始，但后面没有单独一行 {fence} 来结束",
        en: "front matter opened here is never closed by a line `{fence}`",
    },
    Wording {
        zh: "在正文之前加一行 {fence}，前后不要有别的字", en: "put a line `{fence}` of its own before the body"
    },
);

/// A date that is none.
pub static BAD_DATE: Code = Code::error(
    "front-matter-date",
    Wording { zh: "“{key}”不是日期", en: "`{key}` is no date" },
    Wording {
        zh: "写成 2026-03-18，或 2026-03-18T09:30:00；请看看有没有这一天",
        en: "write 2026-03-18 or 2026-03-18T09:30:00+08:00, and a day that exists",
    },
);

/// A slug or path that is there but empty.
pub static EMPTY: Code = Code::error(
    "front-matter-empty",
    Wording { zh: "“{key}”不能是空的", en: "`{key}` must not be empty" },
    Wording { zh: "写上内容，或者删掉这一行", en: "fill it in, or take the line out" },
);

/// A term of nothing but blanks.
pub static BLANK_TERM: Code = Code::error(
    "front-matter-blank-term",
    Wording { zh: "“{key}”里有一项是空的", en: "`{key}` holds a blank term" },
    Wording { zh: "写上内容，或者删掉这一项", en: "fill it in, or take it out" },
);

/// A taxonomy the settings do not have.
pub static UNKNOWN_TAXONOMY: Code = Code::error(
    "front-matter-taxonomy",
    Wording { zh: "设置里没有“{taxonomy}”这个分类", en: "the settings have no taxonomy `{taxonomy}`" },
    Wording {
        zh: "设置里有的分类：{allowed_zh}；要用新的，先加到设置文件的 taxonomies 里",
        en: "those of this language: {allowed}; a new one belongs into `taxonomies` in the settings",
    },
);

/// A key that belongs into a table.
pub static MISPLACED_KEY: Code = Code::warning(
    "front-matter-misplaced",
    Wording { zh: "“{key}”写在这里不起作用", en: "`{key}` has no effect here" },
    Wording { zh: "请写到 [{table}] 下面", en: "it belongs below [{table}]" },
);

/// One thing said twice, under two names.
pub static SAID_TWICE: Code = Code::error(
    "front-matter-twice",
    Wording {
        zh: "“{alias}”和“{key}”是同一项，写了两次", en: "`{alias}` and `{key}` are the same, written twice"
    },
    Wording { zh: "请删去其中一个", en: "take one of them out" },
);

/// A file name with a language the site does not have.
pub static UNKNOWN_LANGUAGE: Code = Code::error(
    "content-language",
    Wording {
        zh: "文件名 {file} 里的“{code}”不是设置里有的语言",
        en: "`{code}` in the file name {file} is none of the site's languages",
    },
    Wording {
        zh: "设置里有：{allowed_zh}；文件名里不要有别的点",
        en: "those are {allowed}; a name must have no other dots",
    },
);

/// `content/index.md`.
pub static ROOT_INDEX: Code = Code::error(
    "content-root-index",
    Wording { zh: "首页的文件不能叫 {file}", en: "the home page's file cannot be {file}" },
    Wording { zh: "请改名为 content/_index.md", en: "name it content/_index.md" },
);

/// The index file of the default language, a second time.
pub static DOUBLE_INDEX: Code = Code::warning(
    "content-double-index",
    Wording {
        zh: "{file} 没有用上：{other} 就是默认语言的那一个",
        en: "{file} is left out: {other} is that of the default language",
    },
    Wording { zh: "两个文件留一个", en: "keep one of the two" },
);

/// All codes of this folder.
pub static CODES: [&Code; 11] = [
    &NO_FRONT_MATTER,
    &UNCLOSED,
    &BAD_DATE,
    &EMPTY,
    &BLANK_TERM,
    &UNKNOWN_TAXONOMY,
    &MISPLACED_KEY,
    &SAID_TWICE,
    &UNKNOWN_LANGUAGE,
    &ROOT_INDEX,
    &DOUBLE_INDEX,
];
