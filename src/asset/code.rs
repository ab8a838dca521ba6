//! What can be wrong with assets.

use crate::diagnostic::{Code, Wording};

/// A static file has a name that no file of the output may have.
pub static STATIC_NAME: Code = Code::error(
    "asset-static-name",
    Wording {
        zh: "静态文件 {file} 的名字不能用在网站里：{part} 太长，或者含有看不见的字符",
        en: "the static file {file} cannot be copied: `{part}` is too long, or holds a control character",
    },
    Wording { zh: "请把它改名", en: "rename it" },
);

/// A glob of `ignored_static` does not parse.
pub static STATIC_GLOB: Code = Code::error(
    "asset-static-glob",
    Wording {
        zh: "网站设置 ignored_static 里的“{glob}”写得不对：{reason}",
        en: "`{glob}` in `ignored_static` is no pattern: {reason}",
    },
    Wording { zh: "例如可以写 \"*.bak\" 或 \"raw/*\"", en: "such as `*.bak` or `raw/*`" },
);

/// A style sheet does not compile.
pub static SASS: Code = Code::error(
    "asset-sass",
    Wording { zh: "样式文件 {file} 编译不了：{reason}", en: "cannot compile {file}: {reason}" },
    Wording { zh: "", en: "" },
);

/// Two sources for one style sheet.
pub static SASS_CONFLICT: Code = Code::error(
    "asset-sass-conflict",
    Wording { zh: "{one} 和 {other} 都会编译成 {css}", en: "{one} and {other} would both become {css}" },
    Wording { zh: "请删掉或改名其中一个", en: "remove or rename one of them" },
);

/// A mixin, a function or a style sheet of Sass calls itself without end.
pub static SASS_RECURSION: Code = Code::error(
    "asset-sass-recursion",
    Wording { zh: "“{name}”一再用到自己，没有尽头", en: "`{name}` calls itself without end" },
    Wording {
        zh: "请让它在某个条件下（@if）不再用到自己；也看看它用到的、用到它的其他 @mixin 和 @function",
        en: "let it stop under some condition (`@if`); look also at the mixins and functions it uses, and at those that use it",
    },
);

/// Rules lie too deep in one another for the compiler's stack.
pub static SASS_DEPTH: Code = Code::error(
    "asset-sass-depth",
    Wording {
        zh: "样式文件 {file} 里的括号或缩进超过 {most} 层",
        en: "in {file} rules or brackets lie more than {most} deep in one another",
    },
    Wording { zh: "请把里层的移到外面", en: "move the inner ones out" },
);

/// An expression is too long for the compiler's stack.
pub static SASS_EXPRESSION: Code = Code::error(
    "asset-sass-expression",
    Wording {
        zh: "样式文件 {file} 里有一个算式，运算符超过 {most} 个",
        en: "{file} has an expression of more than {most} operators",
    },
    Wording { zh: "请用变量把它分成几步", en: "do it in several steps, with variables" },
);

/// All codes of this folder.
pub static CODES: [&Code; 7] =
    [&STATIC_NAME, &STATIC_GLOB, &SASS, &SASS_CONFLICT, &SASS_RECURSION, &SASS_DEPTH, &SASS_EXPRESSION];
