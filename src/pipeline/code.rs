//! What can be wrong with a build as a whole.

use crate::diagnostic::{Code, Wording};

/// Something is not made within the time it may take; whoever watches the build stops it.
pub static TOO_LONG: Code = Code::error(
    "build-too-long",
    Wording {
        zh: "{work} 用了 {seconds} 秒还没有生成完，已停止",
        en: "{work} was not made within {seconds} s and was given up",
    },
    Wording {
        zh: "多半是模板或样式里有不会结束的循环；确实需要更久的，请用环境变量 LIANLUO_MAX_SECONDS 写明秒数",
        en: "most likely a template or style sheet loops without end; if it really takes longer, say how many seconds in LIANLUO_MAX_SECONDS",
    },
);

/// The build takes more memory than it may; whoever watches it stops it.
pub static TOO_MUCH: Code = Code::error(
    "build-too-much",
    Wording {
        zh: "内存用了 {used} MiB，超过 {limit} MiB，已停止；当时正在生成 {work}",
        en: "{used} MiB of memory are in use, more than {limit}, and the build was given up; it was making {work}",
    },
    Wording {
        zh: "多半是模板把文字或列表一再加倍；确实需要更多的，请用环境变量 LIANLUO_MAX_MEMORY 写明（单位 MiB）",
        en: "most likely a template doubles a text or a list again and again; if it really takes more, say how many MiB in LIANLUO_MAX_MEMORY",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 2] = [&TOO_LONG, &TOO_MUCH];
