//! What can be wrong with reading files.

use crate::diagnostic::{Code, Wording};

/// A file's bytes are text in no encoding we know.
pub static UNREADABLE_TEXT: Code = Code::error(
    "source-encoding",
    Wording {
        zh: "{file} 的文字编码无法识别：第 {offset} 个字节既不是 UTF-8，也不是 GB18030",
        en: "{file} is text in no known encoding: the byte at {offset} is neither UTF-8 nor GB18030",
    },
    Wording {
        zh: "请用记事本打开它，“另存为”时把编码选成 UTF-8；如果这不是文本文件，请换一个扩展名",
        en: "save the file as UTF-8, or give it another extension if it is no text",
    },
);

/// A file holds a character no text has.
pub static NUL_CHARACTER: Code = Code::error(
    "source-nul",
    Wording {
        zh: "{file} 里有空字符（NUL），这不是文本文件", en: "{file} holds a NUL character: it is no text"
    },
    Wording {
        zh: "如果这不是文本文件，请换一个扩展名；如果是，请用记事本重新保存",
        en: "give it another extension if it is no text, or save it anew",
    },
);

/// A text is larger than any person writes.
pub static TOO_LARGE: Code = Code::error(
    "source-too-large",
    Wording {
        zh: "{file} 有 {size} MB，文本文件最多 {limit} MB",
        en: "{file} has {size} MB; texts may have up to {limit}",
    },
    Wording {
        zh: "图片、附件不要放进文本文件里，单独放一个文件",
        en: "pictures and attachments belong into files of their own",
    },
);

/// A file or folder could not be read.
pub static UNREADABLE_FILE: Code = Code::error(
    "source-read",
    Wording { zh: "读不了 {file}：{reason}", en: "cannot read {file}: {reason}" },
    Wording {
        zh: "请检查文件是否还在、是否被别的程序占用、有没有读取权限",
        en: "check that the file is there and may be read",
    },
);

/// A file lies where a folder belongs.
pub static NO_FOLDER: Code = Code::error(
    "source-folder",
    Wording { zh: "{file} 是一个文件，这里应该是文件夹", en: "{file} is a file, and should be a folder" },
    Wording {
        zh: "请把它改名或移走，再新建同名的文件夹", en: "rename or move it, and make a folder of that name"
    },
);

/// A socket lies among the files.
pub static SOCKET: Code = Code::warning(
    "source-socket",
    Wording {
        zh: "{file} 不是文件，是别的程序留下的套接字（socket），没有放进网站",
        en: "{file} is no file but a socket, left by another program, and not part of the site",
    },
    Wording { zh: "没有程序在用的话请把它删掉", en: "remove it if no program uses it" },
);

/// A link leads nowhere.
pub static DEAD_LINK: Code = Code::warning(
    "source-dead-link",
    Wording {
        zh: "{file} 是一个链接，它指向的文件不存在，没有放进网站",
        en: "{file} is a link to what does not exist, and not part of the site",
    },
    Wording { zh: "请把那个文件放回去，或者删掉这个链接", en: "put that back, or remove the link" },
);

/// The folder of what is kept between builds is reached by a link.
pub static LINKED_CACHE: Code = Code::warning(
    "source-linked-cache",
    Wording {
        zh: "{file} 经过一个链接，可能通到网站以外，所以没有用它存东西",
        en: "a link leads to {file}, maybe out of the site, so nothing is kept there",
    },
    Wording {
        zh: "请删掉这个链接；想把缓存放到别处，请用 build --cache 指定文件夹",
        en: "remove the link; `build --cache DIR` puts the cache elsewhere",
    },
);

/// A place that is no TOML.
pub static TOML_SYNTAX: Code = Code::error(
    "toml-syntax",
    Wording { zh: "TOML 写法有误：{reason_zh}", en: "this is no valid TOML: {reason}" },
    Wording {
        zh: "每行写成“名称 = 内容”，文字放在英文引号里：title = \"标题\"",
        en: "a line is `key = value`, texts in quotes: title = \"A title\"",
    },
);

/// A place that is no YAML.
pub static YAML_SYNTAX: Code = Code::error(
    "yaml-syntax",
    Wording { zh: "YAML 写法有误：{reason_zh}", en: "this is no valid YAML: {reason}" },
    Wording {
        zh: "每行写成“名称: 内容”，冒号用英文的，后面空一格；下级内容多缩进两个空格",
        en: "a line is `key: value` with a blank after the colon; what belongs below is indented by two more",
    },
);

/// YAML that is no mapping.
pub static YAML_NOT_A_TABLE: Code = Code::error(
    "yaml-table",
    Wording {
        zh: "这里的 YAML 不是“名称: 内容”的形式", en: "this YAML is no mapping of keys to values"
    },
    Wording {
        zh: "每行写成“名称: 内容”，冒号用英文的，后面空一格", en: "write `key: value` on each line"
    },
);

/// A value that must be a text.
pub static NOT_TEXT: Code = Code::error(
    "value-text",
    Wording { zh: "“{key}”要写成文字", en: "`{key}` must be a string" },
    Wording { zh: "把内容放在英文引号里，例如 {name} = \"……\"", en: "put it in quotes" },
);

/// A value that must be true or false.
pub static NOT_BOOLEAN: Code = Code::error(
    "value-boolean",
    Wording { zh: "“{key}”只能写 true（是）或 false（否）", en: "`{key}` must be true or false" },
    Wording { zh: "不要加引号", en: "without quotes" },
);

/// A value that must be a whole number.
pub static NOT_INTEGER: Code = Code::error(
    "value-integer",
    Wording { zh: "“{key}”要写成整数", en: "`{key}` must be a whole number" },
    Wording { zh: "只写数字，不加引号和单位", en: "write digits only, without quotes or a unit" },
);

/// A value that must be a whole number from 0 on.
pub static NOT_COUNT: Code = Code::error(
    "value-count",
    Wording {
        zh: "“{key}”要写成不小于 0 的整数", en: "`{key}` must be a whole number that is not negative"
    },
    Wording { zh: "只写数字，不加引号和单位", en: "write digits only, without quotes or a unit" },
);

/// A value that must be a number.
pub static NOT_NUMBER: Code = Code::error(
    "value-number",
    Wording { zh: "“{key}”要写成数字", en: "`{key}` must be a number" },
    Wording { zh: "只写数字，不加引号和单位", en: "write the number without quotes or a unit" },
);

/// A value that must be a list of texts.
pub static NOT_TEXTS: Code = Code::error(
    "value-texts",
    Wording { zh: "“{key}”要写成一组文字", en: "`{key}` must be a list of strings" },
    Wording {
        zh: "放在方括号里，每项加英文引号，用英文逗号隔开，例如 [\"甲\", \"乙\"]",
        en: "write [\"a\", \"b\"], also for one item",
    },
);

/// A value that must be a list of tables.
pub static NOT_TABLES: Code = Code::error(
    "value-tables",
    Wording { zh: "“{key}”要写成一组表", en: "`{key}` must be a list of tables" },
    Wording { zh: "每一项用 [[{key}]] 起头，下面逐行写内容", en: "start each with [[{key}]]" },
);

/// A value that must be a table.
pub static NOT_TABLE: Code = Code::error(
    "value-table",
    Wording { zh: "“{key}”要写成表，不能只写一个值", en: "`{key}` must be a table" },
    Wording {
        zh: "用 [{key}] 单独一行起头，下面逐行写内容", en: "start it with [{key}] on a line of its own"
    },
);

/// A value outside the few that are allowed.
pub static NOT_CHOICE: Code = Code::error(
    "value-choice",
    Wording { zh: "“{key}”不能写“{value}”", en: "`{key}` cannot be `{value}`" },
    Wording { zh: "可以写：{allowed_zh}", en: "allowed: {allowed}" },
);

/// A key nobody reads.
pub static UNKNOWN_KEY: Code = Code::error(
    "unknown-key",
    Wording { zh: "没有“{key}”这一项", en: "unknown key `{key}`" },
    Wording { zh: "", en: "" },
);

/// A key nobody reads, where others may read it.
pub static IGNORED_KEY: Code = Code::warning(
    "ignored-key",
    Wording { zh: "没有“{key}”这一项，写了也不起作用", en: "unknown key `{key}`: it has no effect" },
    Wording { zh: "", en: "" },
);

/// All codes of this folder.
pub static CODES: [&Code; 22] = [
    &UNREADABLE_TEXT,
    &NUL_CHARACTER,
    &TOO_LARGE,
    &UNREADABLE_FILE,
    &TOML_SYNTAX,
    &YAML_SYNTAX,
    &YAML_NOT_A_TABLE,
    &NOT_TEXT,
    &NOT_BOOLEAN,
    &NOT_INTEGER,
    &NOT_COUNT,
    &NOT_NUMBER,
    &NOT_TEXTS,
    &NOT_TABLES,
    &NOT_TABLE,
    &NOT_CHOICE,
    &UNKNOWN_KEY,
    &IGNORED_KEY,
    &NO_FOLDER,
    &SOCKET,
    &DEAD_LINK,
    &LINKED_CACHE,
];
