//! What can be wrong with previewing.

use crate::diagnostic::{Code, Wording};

/// A folder cannot be watched.
pub static UNWATCHED: Code = Code::warning(
    "serve-watch",
    Wording { zh: "无法监视 {path}：{reason}", en: "cannot watch {path}: {reason}" },
    Wording {
        zh: "改动那里的文件不会自动更新预览，请重新运行本命令；如果提示监视数量已满，请让管理员调高系统上限（Linux 上是 fs.inotify.max_user_watches）",
        en: "changes there will not be seen until this command is started again; if a limit is reached, raise the system's (fs.inotify.max_user_watches on Linux)",
    },
);

/// The build step panicked.
pub static BROKEN_OFF: Code = Code::error(
    "serve-internal",
    Wording {
        zh: "程序内部出错，这次没有更新成功：{reason}", en: "an internal error broke the build off: {reason}"
    },
    Wording {
        zh: "这是程序的毛病，不是您的稿件有问题；请把这条提示和刚才改的文件发给维护人员",
        en: "this is a bug of the program, not of the site; please report it with the file you changed last",
    },
);

/// The server cannot answer any longer.
pub static UNSERVED: Code = Code::error(
    "serve-network",
    Wording { zh: "预览服务无法继续：{reason}", en: "the preview server cannot go on: {reason}" },
    Wording {
        zh: "请重新运行本命令，必要时换一个端口", en: "start it again, with another port if need be"
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 3] = [&UNWATCHED, &BROKEN_OFF, &UNSERVED];
