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

/// A file or folder could not be read.
pub static UNREADABLE_FILE: Code = Code::error(
    "source-read",
    Wording { zh: "读不了 {file}：{reason}", en: "cannot read {file}: {reason}" },
    Wording {
        zh: "请检查文件是否还在、是否被别的程序占用、有没有读取权限",
        en: "check that the file is there and may be read",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 2] = [&UNREADABLE_TEXT, &UNREADABLE_FILE];
